"""What only several lines of invoices show: two currencies in one invoice, the same line twice, credits of nothing.

Of every line stay sixteen bytes, of every invoice its day, currency and file. What is told here stands in the way of
nothing, but for two currencies in one invoice, of which no sum can be made.
"""

from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.fault import Fault, refusal
from suture.engine.terms.refused import shown

MOST_TOLD: Final = 1_000
"""Of each sort of remark; more are counted."""

TWO_CURRENCIES = refusal(
    "invoice_two_currencies",
    "the line is in {found}, and invoice {invoice} began in {wanted}",
    "An invoice has one currency: correct it, or look whether two invoices have the same number.",
    "该行币种为 {found}，而发票 {invoice} 起首为 {wanted}",
    "一张发票只有一种货币：请更正，或核对是否有两张发票同号。",
)
TWO_DAYS = refusal(
    "invoice_two_days",
    "invoice {invoice} is of {found} here and of {wanted} in {where}",
    "Look whether two invoices have the same number; both are read.",
    "发票 {invoice} 此处日期为 {found}，在 {where} 为 {wanted}",
    "请核对是否有两张发票同号；两处均已读取。",
)
TWO_FILES = refusal(
    "invoice_two_files",
    "invoice {invoice} stands in {where}, too",
    "Look whether it was sent twice; both are read, so that what is billed twice is found.",
    "发票 {invoice} 也出现在 {where}",
    "请核对是否重复开具；两处均已读取，以便查出重复计费。",
)
TWICE = refusal(
    "invoice_line_twice",
    "this line of the invoice stands in {where}, too",
    "Look whether it was sent twice; both are read, so that what is billed twice is found.",
    "该发票行也出现在 {where}",
    "请核对是否重复开具；两处均已读取，以便查出重复计费。",
)
CREDITS_NOTHING = refusal(
    "invoice_credits_nothing",
    "it credits invoice {credits}, which is not among the invoices",
    "Give that invoice, too, or correct the number.",
    "所冲减的发票 {credits} 不在所给发票之中",
    "请一并给出该发票，或更正其编号。",
)
CREDITS_UNSAID = refusal(
    "invoice_credit_unsaid",
    "invoice {invoice} credits {n} lines and does not say which invoice it corrects",
    "Ask for the number, or fill in 'credits'.",
    "发票 {invoice} 有 {n} 行冲减，但未注明所更正的发票",
    "请索取发票号，或填写“credits”。",
)
CURRENCIES = refusal(
    "invoice_currencies",
    "the invoices are in {n} currencies: {found}",
    "Sums are made of each alone; look whether that is meant.",
    "各发票使用 {n} 种货币：{found}",
    "金额按币种分别合计；请核对是否如此。",
)


class Known(NamedTuple):
    """An invoice as its first line told it."""

    day: date
    currency: str
    file: int
    row: int


class Across:
    """What the lines of many invoices say together."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.invoices: dict[tuple[str, str], Known] = {}
        self.hashes = array("q")
        self.places = array("q")
        self.credited: dict[str, tuple[int, int]] = {}
        self.unsaid: dict[str, list[int]] = {}
        self.currencies: dict[str, None] = {}
        self._told: dict[tuple[str, str, int], Fault] = {}

    def begin(self, file: str) -> None:
        """From here on lines are of this file."""
        self.files.append(file)

    def add(self, line: InvoiceLine) -> Fault | None:
        """Takes a sound line in, or says why it cannot be of its invoice."""
        at = len(self.files) - 1
        named = (line.agreement, line.invoice)
        known = self.invoices.get(named)
        if known is None:
            self.invoices[named] = Known(line.day, line.currency, at, line.row)
            self.currencies[line.currency] = None
        elif line.currency != known.currency:
            said = {"found": line.currency, "wanted": known.currency, "invoice": shown(line.invoice)}
            return TWO_CURRENCIES.at("currency", line=line.row, **said)
        elif known.file != at or line.day != known.day:
            self._differs(line, known, at)
        if line.line:
            self.hashes.append(hash((*named, line.line, line.sort)))
            self.places.append(at << 40 | line.row)
        if line.credits:
            self.credited.setdefault(line.credits, (at, line.row))
        elif line.amount < 0 and line.sort == "line":
            self.unsaid.setdefault(line.invoice, [at, line.row, 0])[2] += 1
        return None

    def _differs(self, line: InvoiceLine, known: Known, at: int) -> None:
        """Remembers that an invoice stands in two files, or has two days; once for each."""
        what = TWO_FILES if known.file != at else TWO_DAYS
        key = (line.agreement, line.invoice, at)
        if key not in self._told and len(self._told) < MOST_TOLD:
            said = {"found": line.day, "wanted": known.day, "where": self._where(known.file, known.row)}
            fault = what.at("invoice", line=line.row, invoice=shown(line.invoice), **said)
            self._told[key] = replace(fault, file=self.files[at])

    def remarks(self) -> Iterator[Fault]:
        """What is told when all lines are read."""
        yield from self._told.values()
        yield from self._twice()
        numbers = {invoice for _, invoice in self.invoices}
        for credits, (at, row) in self.credited.items():
            if credits not in numbers:
                yield replace(CREDITS_NOTHING.at("credits", line=row, credits=shown(credits)), file=self.files[at])
        for invoice, (at, row, n) in self.unsaid.items():
            yield replace(CREDITS_UNSAID.at("credits", line=row, invoice=shown(invoice), n=n), file=self.files[at])
        if len(self.currencies) > 1:
            yield CURRENCIES.at(n=len(self.currencies), found=", ".join(sorted(self.currencies)))

    def _twice(self) -> Iterator[Fault]:
        """Lines that stand there twice by number of invoice and line."""
        if not self.hashes:
            return
        import numpy as np  # half a second to import

        hashes = np.frombuffer(self.hashes, np.int64)
        order = np.argsort(hashes, kind="stable")
        same = np.flatnonzero(hashes[order][1:] == hashes[order][:-1])[:MOST_TOLD]
        for at in same.tolist():
            first, again = self.places[int(order[at])], self.places[int(order[at + 1])]
            where = self._where(first >> 40, first & (1 << 40) - 1)
            file, row = again >> 40, again & (1 << 40) - 1
            yield replace(TWICE.at("line", line=row, where=where), file=self.files[file])

    def _where(self, file: int, row: int) -> str:
        return f"{self.files[file]}:{row}"
