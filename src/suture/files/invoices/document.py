"""One electronic invoice or credit note, whichever syntax it came in: what EN 16931 calls its business terms.

Amounts are as the document has them; a credit note's become amounts below zero when they are made lines.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Final, NamedTuple

from suture.engine.fault import Fault, refusal
from suture.files.facts.columns import plainly

CREDIT_CODES: Final = frozenset({"81", "83", "261", "296", "308", "381", "396", "420", "458", "532"})
"""Of UNTDID 1001, as EN 16931 gives them: credit notes."""
PLACES: Final = 12

NOT_THE_SUM = refusal(
    "invoice_not_the_sum",
    "the document says {named} {found}, and what it is made of comes to {counted}",
    "Ask the sender for a correct document; no line of this one is read.",
    "单据所列{named}为 {found}，而其构成合计为 {counted}",
    "请向开票方索取正确的单据；本单据各行均未读取。",
)
NO_TOTAL = refusal(
    "invoice_no_total",
    "the document does not say {named}",
    "Ask the sender for a complete document; no line of this one is read.",
    "单据未列{named}",
    "请向开票方索取完整的单据；本单据各行均未读取。",
)
NO_LINES = refusal(
    "invoice_no_lines",
    "the document has no lines",
    "A Factur-X of the profile MINIMUM or BASIC WL bills by total alone: ask for one with lines.",
    "单据没有明细行",
    "Factur-X 的 MINIMUM 与 BASIC WL 两种规格只列总额：请索取含明细行的单据。",
)
OTHER_CURRENCY = refusal(
    "invoice_amount_currency",
    "an amount is in {found}, and the document in {wanted}",
    "Ask the sender for a correct document; no line of this one is read.",
    "有一项金额币种为 {found}，而单据币种为 {wanted}",
    "请向开票方索取正确的单据；本单据各行均未读取。",
)
TWO_UNITS = refusal(
    "invoice_base_unit",
    "the price is for {found}, and the quantity is in {wanted}",
    "Ask the sender for a price in the unit of the quantity.",
    "单价以 {found} 计，而数量以 {wanted} 计",
    "请要求开票方使单价与数量采用同一单位。",
)


class Item(NamedTuple):
    """A line, an allowance or charge of the document, or a tax: ``texts`` by column, ``row`` where it stands."""

    sort: str
    amount: Decimal
    row: int
    texts: dict[str, str]


class Totals(NamedTuple):
    """What the document says that its sums are; None where it is silent."""

    lines: Decimal | None
    allowances: Decimal | None
    charges: Decimal | None
    without_tax: Decimal | None
    tax: Decimal | None
    with_tax: Decimal | None
    prepaid: Decimal | None
    rounding: Decimal | None
    payable: Decimal | None


class Document(NamedTuple):
    """One invoice or credit note. ``head`` are texts that every line has; ``faults`` what could not be read."""

    head: dict[str, str]
    credit: bool
    items: list[Item]
    totals: Totals
    faults: list[Fault]
    row: int

    @property
    def sign(self) -> int:
        """A credit note states what it credits above zero."""
        return -1 if self.credit else 1


def wrong_sums(document: Document) -> Iterator[Fault]:
    """Totals that are not what the document is made of (EN 16931, BR-CO-10 to 16); tax by category stays its own."""
    said, items = document.totals, document.items
    if not any(item.sort == "line" for item in items):
        yield NO_LINES.at(line=document.row)
        return
    lines = _sum(items, "line")
    changes = _sum(items, "allowance")
    less = -sum((item.amount for item in items if item.sort == "allowance" and item.amount < 0), Decimal(0))
    without = lines + changes
    tax = said.tax if said.tax is not None else Decimal(0)
    total = without + tax
    payable = total - (said.prepaid or 0) + (said.rounding or 0)
    held = (
        ("LineExtensionAmount / LineTotalAmount", said.lines, lines, True),
        ("AllowanceTotal", said.allowances, less, False),
        ("ChargeTotal", said.charges, changes + less, False),
        ("TaxExclusiveAmount / TaxBasisTotalAmount", said.without_tax, without, True),
        ("TaxAmount / TaxTotalAmount", said.tax, _sum(items, "tax"), False),
        ("TaxInclusiveAmount / GrandTotalAmount", said.with_tax, total, True),
        ("PayableAmount / DuePayableAmount", said.payable, payable, True),
    )
    for named, found, counted, needed in held:
        if found is None and needed:
            yield NO_TOTAL.at(line=document.row, named=named)
        elif found is not None and found != counted:
            yield NOT_THE_SUM.at(line=document.row, named=named, found=f"{found:f}", counted=f"{counted:f}")


def _sum(items: list[Item], sort: str) -> Decimal:
    return sum((item.amount for item in items if item.sort == sort), Decimal(0))


def price_for_one(price: Decimal, base: Decimal) -> str:
    """A price that is given for so many units, for one of them, to twelve places."""
    with localcontext() as context:
        context.prec = 40
        each = (price / base).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_EVEN)
    return f"{plainly(each):f}"
