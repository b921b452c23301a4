"""What both syntaxes share: texts, amounts and days out of elements, with a fault where one is no such thing."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from suture.engine.fault import Fault, refusal
from suture.engine.terms.refused import shown
from suture.files.facts.columns import LONGEST_TEXT
from suture.files.invoices.document import OTHER_CURRENCY

_NUMBER: Final = re.compile(r"[-+]?(\d{1,15}(\.\d{0,12})?|\.\d{1,12})", re.ASCII)
NO_NUMBER = refusal(
    "xml_no_number",
    "'{found}' in {where} is not a number",
    "Ask the sender for a correct document; no line of this one is read.",
    "{where} 中的“{found}”不是数字",
    "请向开票方索取正确的单据；本单据各行均未读取。",
)
MISSING = refusal(
    "xml_element_missing",
    "{where} is missing",
    "Ask the sender for a complete document; no line of this one is read.",
    "缺少 {where}",
    "请向开票方索取完整的单据；本单据各行均未读取。",
)


class Reader:
    """Reads the elements of one document; ``spaces`` are the prefixes of its names."""

    def __init__(self, spaces: Mapping[str, str]) -> None:
        self.spaces = dict(spaces)
        self.faults: list[Fault] = []
        self.currency = ""

    def text(self, under: Any, *paths: str) -> str:
        """The text at the first of these places that has one, on one line."""
        for path in paths:
            found = under.find(path, self.spaces) if under is not None else None
            if found is not None and found.text and (text := " ".join(found.text.split())):
                return str(text) if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
        return ""

    def each(self, under: Any, path: str) -> Iterator[Any]:
        """The elements at a place."""
        yield from under.iterfind(path, self.spaces)

    def number(self, under: Any, path: str, *, needed: bool = False) -> Decimal | None:
        """The number at a place; that it is none is a fault, as that it is missing where it is needed."""
        found = under.find(path, self.spaces) if under is not None else None
        text = (found.text or "").strip() if found is not None else ""
        if found is None or not text:
            if needed:
                self.faults.append(MISSING.at(line=getattr(under, "sourceline", None), where=path))
            return None
        if not _NUMBER.fullmatch(text):
            self.faults.append(NO_NUMBER.at(line=found.sourceline, found=shown(text), where=path))
            return None
        return Decimal(text)

    def amount(self, under: Any, path: str, *, needed: bool = False) -> Decimal | None:
        """The sum of money at a place, which must be in the currency of the document."""
        found = under.find(path, self.spaces) if under is not None else None
        currency = found.get("currencyID") if found is not None else None
        if found is not None and currency and self.currency and currency != self.currency:
            said = {"found": shown(currency), "wanted": self.currency}
            self.faults.append(OTHER_CURRENCY.at(line=found.sourceline, **said))
        return self.number(under, path, needed=needed)
