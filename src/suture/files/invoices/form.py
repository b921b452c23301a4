"""What a line of an invoice is as a row of a table, and the mapping of somebody else's columns to it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from pydantic import Field

from suture.engine.claims.invoice_line import INVOICE_COLUMNS, SORTS, InvoiceLine
from suture.engine.fault import Fault, refusal
from suture.engine.money import CURRENCIES
from suture.files.facts.columns import LONGEST_TEXT, NONE, Form, decimal_of
from suture.files.facts.mapping import Fields, Mapped, Text, Translated, Values, mapped_in

REQUIRED: Final = ("agreement", "invoice", "date", "amount", "currency")
NOTHING = refusal(
    "invoice_nothing_written",
    "nothing is written",
    "Every line of an invoice has: {required}.",
    "此处为空",
    "发票的每一行须有：{required}。",
)
UNKNOWN_COLUMN = refusal(
    "invoice_column_unknown",
    "the column '{column}' is not known",
    "{guess}Known: {known}. Columns of other names are read with a mapping.",
    "列“{column}”无法识别",
    "{guess}可识别的列：{known}。其他列名请用对应表。",
)
NO_CURRENCY = refusal(
    "invoice_currency",
    "'{found}' is no currency",
    "Write its three letters, such as USD.",
    "“{found}”不是货币代码",
    "请填写三个字母的货币代码，例如 USD。",
)
ENDS_BEFORE = refusal(
    "invoice_period",
    "the line ends on {last}, before it begins on {first}",
    "Correct 'from' or 'to'; both days are included.",
    "该行的截止日 {last} 早于起始日 {first}",
    "请更正“from”或“to”；两日均包含在内。",
)


def _line(row: Mapping[str, str], at: int, unread: frozenset[str]) -> InvoiceLine:
    """The texts of one row as a line of an invoice."""
    day, first, last, quantity, price = row["date"], row["from"], row["to"], row["quantity"], row["unit_price"]
    sort = row["sort"]
    return InvoiceLine(
        row["agreement"], row["invoice"], date.fromisoformat(day) if day else date.min,
        Decimal(row["amount"]) if row["amount"] else NONE, row["currency"], row["line"], row["clause"], row["service"],
        decimal_of(quantity) if quantity else None, row["unit"], Decimal(price) if price else None,
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None, row["event"],
        row["credits"], "tax" if sort == "tax" else "allowance" if sort == "allowance" else "line", row["note"],
        at, unread,
    )  # fmt: skip


INVOICES: Final = Form(
    INVOICE_COLUMNS, REQUIRED, frozenset(("date", "from", "to")), frozenset(("quantity", "unit_price", "amount")),
    ("agreement", "clause", "service", "unit", "currency", "sort"), _line, NOTHING, UNKNOWN_COLUMN,
    choices={"sort": SORTS},
)  # fmt: skip


def wrong_in(line: InvoiceLine) -> Sequence[Fault]:
    """What is wrong with one line, beyond the form of its fields."""
    is_money = line.currency in CURRENCIES or "currency" in line.unread
    ends_before = line.first is not None and line.last is not None and line.last < line.first
    if is_money and not ends_before:
        return ()
    found = [] if is_money else [NO_CURRENCY.at("currency", line=line.row, found=line.currency)]
    if ends_before:
        found.append(ENDS_BEFORE.at("to", line=line.row, first=line.first, last=line.last))
    return found


class InvoiceFields(Fields):
    """Something for each column of the lines of invoices."""

    agreement: str | None = Text
    invoice: str | None = Text
    date: str | None = Text
    line: str | None = Text
    clause: str | None = Text
    service: str | None = Text
    quantity: str | None = Text
    unit: str | None = Text
    unit_price: str | None = Text
    amount: str | None = Text
    currency: str | None = Text
    from_: str | None = Field(default=None, alias="from", min_length=1, max_length=LONGEST_TEXT)
    to: str | None = Text
    event: str | None = Text
    credits: str | None = Text
    sort: str | None = Text
    note: str | None = Text


class InvoiceValues(Values):
    """Translations of values of invoices."""

    agreement: dict[str, str] = Translated
    clause: dict[str, str] = Translated
    service: dict[str, str] = Translated
    unit: dict[str, str] = Translated
    currency: dict[str, str] = Translated
    sort: dict[str, str] = Translated


class TableOfInvoices(Mapped):
    """How a table, or one sheet, becomes lines of invoices."""

    columns: InvoiceFields = Field(default_factory=InvoiceFields, description="for each column, the name of theirs")
    constants: InvoiceFields = Field(default_factory=InvoiceFields, description="what is the same in every row")
    values: InvoiceValues = Field(default_factory=InvoiceValues, description="their value: ours")


class SheetOfInvoices(TableOfInvoices):
    """What is different in one sheet."""

    sheet: str = Field(min_length=1, max_length=200)


class InvoiceMapping(TableOfInvoices):
    """How a file becomes lines of invoices; ``sheets`` say of each what the file as a whole does not."""

    sheets: tuple[SheetOfInvoices, ...] = Field(default=(), description="several sheets, each read in its own way")


def invoice_mapping_in(path: str, *, electronic: bool = False) -> InvoiceMapping:
    """The mapping of invoices in a file. One of XML alone need not name columns. Raises ``Faulty``."""
    return mapped_in(path, InvoiceMapping, INVOICES, complete=not electronic)
