"""One line of an invoice or of a credit note, as the biller wrote it."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple, get_args

Sort = Literal["line", "allowance", "tax"]
"""line: goods, services, fees, credits of them · allowance: a reduction or a surcharge of the document as a whole ·
tax: of the document, or of a line."""
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
INVOICE_COLUMNS: Final = (
    "agreement", "invoice", "date", "line", "clause", "service", "quantity", "unit", "unit_price", "amount",
    "currency", "from", "to", "event", "credits", "sort", "note",
)  # fmt: skip


class InvoiceLine(NamedTuple):
    """One row. ``amount`` is that of the line in ``currency``, without tax; a credit is below zero.

    ``clause`` or ``service`` says what it bills, as far as the biller does; ``first`` to ``last`` (both included) of
    which days; ``event`` of which order or lot; ``credits`` the number of the invoice that a credit note corrects.
    """

    agreement: str
    invoice: str
    day: date
    amount: Decimal
    currency: str
    line: str = ""
    clause: str = ""
    service: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    first: date | None = None
    last: date | None = None
    event: str = ""
    credits: str = ""
    sort: Sort = "line"
    note: str = ""
    row: int = 0
    unread: frozenset[str] = frozenset()
