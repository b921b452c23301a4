"""Invoices as XML, or as PDF with XML attached: a document's lines, allowances and taxes as rows like those of a table.

Their columns are ours, filled as the syntax says, and those that only a document has: a mapping may read ``service``
from ``sellers_item``, ``buyers_item``, ``standard_item``, ``item`` or ``cost_reference``, and ``event`` from
``order_line`` or ``project``. What a mapping says of columns that no document has is for tables.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from suture.engine.claims.invoice_line import INVOICE_COLUMNS, InvoiceLine
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.terms.refused import shown
from suture.files.facts.columns import Row, beside_rows
from suture.files.facts.header import Header
from suture.files.facts.source import Rows
from suture.files.invoices import cii, ubl
from suture.files.invoices.codes import UNITS
from suture.files.invoices.document import Document, Item, wrong_sums
from suture.files.invoices.form import INVOICES, InvoiceFields, InvoiceMapping, InvoiceValues
from suture.files.invoices.safely import PDF_LIMIT, XML_LIMIT, attached, parsed
from suture.files.opening import bytes_of

OTHERS: Final = (
    "sellers_item", "buyers_item", "standard_item", "item", "cost_reference", "order_line", "project", "seller",
    "buyer_reference",
)  # fmt: skip
"""Columns that only a document has."""
NAMES: Final = (*INVOICE_COLUMNS, *OTHERS)
ITEM: Final = ("sellers_item", "buyers_item", "standard_item", "item")
"""What is billed, where no mapping says which: the first of these that the line has."""

OTHER_SYNTAX = refusal(
    "invoice_other_syntax",
    "the XML begins with '{found}', which is no UBL Invoice or CreditNote and no Cross Industry Invoice",
    "Ask the sender for UBL 2.1 or CII (EN 16931, Peppol, Factur-X).",
    "XML 以“{found}”开头，既不是 UBL 的 Invoice 或 CreditNote，也不是 Cross Industry Invoice",
    "请向开票方索取 UBL 2.1 或 CII 格式（EN 16931、Peppol、Factur-X）。",
)
NO_CONTRACT = refusal(
    "invoice_no_contract",
    "the invoice names no contract",
    "Say in a mapping which agreement it is of: 'agreement' under 'constants'.",
    "发票未注明合同编号",
    "请在对应表的“constants”下以“agreement”写明所属协议。",
)


class Electronic(Rows[InvoiceLine]):
    """One document. ``agreement`` is of those that name no contract."""

    def __init__(self, path: str, mapping: InvoiceMapping | None, agreement: str = "") -> None:
        super().__init__(path, mapping, None, INVOICES)
        self.agreement = agreement
        self.header = Header(NAMES, 0, widened(mapping), INVOICES)

    @property
    def not_read(self) -> Sequence[str]:
        """None: what a document has beyond our columns is there to be chosen from."""
        return ()

    def reads(self) -> Iterator[Row[InvoiceLine]]:
        """Every line, allowance and tax of the document; all have a fault where it does not add up."""
        try:
            document = document_of(self._top())
        except Faulty as faulty:
            yield beside_rows(*faulty.faults)
            return
        broken = [*document.faults] or [*wrong_sums(document)]
        if broken:
            yield beside_rows(*broken)
        for item in document.items:
            faults: list[Fault] = []
            cells = self._cells(document, item)
            line = self._line(cells, item.row, faults)
            yield Row(None if broken else line, faults, cells)

    def _top(self) -> Any:
        """The top element of the document. Raises ``Faulty``."""
        is_pdf = self.path.lower().endswith(".pdf")
        data = bytes_of(self.path, limit=PDF_LIMIT if is_pdf else XML_LIMIT)
        return parsed(attached(data) if is_pdf else data)

    def _cells(self, document: Document, item: Item) -> list[str]:
        """A line under the names of the columns."""
        texts = document.head | {name: text for name, text in item.texts.items() if text}
        texts["sort"] = item.sort
        texts["amount"] = f"{document.sign * item.amount:f}"
        if document.credit and texts.get("quantity"):
            texts["quantity"] = negative(texts["quantity"])
        if item.sort == "line":
            texts["service"] = next((texts[name] for name in ITEM if texts.get(name)), "")
        texts["agreement"] = texts["agreement"] or self.agreement
        return [texts.get(name, "") for name in NAMES]

    def _line(self, cells: list[str], row: int, faults: list[Fault]) -> InvoiceLine:
        """A line of ours; of a contract that nobody names it is said what to do."""
        assert self.header is not None
        line = self.header.fact(cells, row, faults)
        faults[:] = [NO_CONTRACT.at("agreement", line=row) if _is_nobodys(fault) else fault for fault in faults]
        return line


def _is_nobodys(fault: Fault) -> bool:
    return fault.path == ("agreement",) and fault.wrong.text is INVOICES.nothing.wrong


def negative(number: str) -> str:
    """A number with the other sign."""
    return number[1:] if number.startswith("-") else f"-{number.removeprefix('+')}"


def document_of(top: Any) -> Document:
    """The document under its top element. Raises ``Faulty``."""
    if top.tag in ubl.TOPS:
        return ubl.document_of(top)
    if top.tag == cii.TOP:
        return cii.document_of(top)
    raise Faulty([OTHER_SYNTAX.at(line=top.sourceline, found=shown(str(top.tag).rpartition("}")[2]))])


def widened(mapping: InvoiceMapping | None) -> InvoiceMapping:
    """A mapping for documents: what it says of their columns, and ours for all others."""
    columns = {name: name for name in INVOICE_COLUMNS}
    if mapping is None:
        return InvoiceMapping(columns=InvoiceFields(**columns), values=InvoiceValues(unit=dict(UNITS)))
    constants = mapping.constants.written
    columns = {name: name for name in INVOICE_COLUMNS if name not in constants}
    columns |= {ours: theirs for ours, theirs in mapping.columns.written.items() if theirs in NAMES}
    values = {name: dict(given) for name, given in mapping.values.written.items()}
    values["unit"] = {**UNITS, **values.get("unit", {})}
    return InvoiceMapping(columns=InvoiceFields(**columns), constants=mapping.constants, values=InvoiceValues(**values))
