"""Findings as they are told: numbered once for page, workbook and letter, with their lines and clauses."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final, Literal, NamedTuple

from suture.engine.claims.audit import Audit
from suture.engine.claims.finding import TITLES, Finding, FindingKind
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money
from suture.engine.terms.agreement import Agreement
from suture.files.documents.cited import Cited, citations, cited
from suture.files.report.money import total, with_currency
from suture.files.report.reader import Reader

Side = Literal["buyer", "seller"]
Way = Literal["back", "open", "neither"]
MOST: Final = 200
"""Findings that the page and the letter tell one by one, those of most money; the workbook has all."""
NAMED: Final = 12
"""Lines of a finding that are named one by one."""


class Told(NamedTuple):
    """A finding under its number, with the lines that it is in."""

    number: int
    finding: Finding
    lines: tuple[InvoiceLine, ...]


class Kind(NamedTuple):
    """All findings of one kind and one way in one currency."""

    kind: FindingKind
    way: Way
    many: int
    money: Money


class Checked(NamedTuple):
    """An audit with what is needed to tell of it: the lines, and how its agreement's clauses are cited."""

    audit: Audit
    lines: Sequence[InvoiceLine]
    told: tuple[Told, ...]
    clauses: Mapping[str, Cited]

    def back(self) -> list[Told]:
        """What the buyer may ask back, the most money first."""
        return [each for each in self.told if each.finding.difference.minor > 0]

    def open(self) -> list[Told]:
        """What the seller may still bill, the most money first."""
        return [each for each in self.told if each.finding.difference.minor < 0]

    def neither(self) -> list[Told]:
        """What makes no difference in money."""
        return [each for each in self.told if not each.finding.difference.minor]


def checked(audit: Audit, agreement: Agreement, lines: Sequence[InvoiceLine]) -> Checked:
    """The audit ready to be told; ``lines`` are those that were audited."""
    wanted = {row for finding in audit.findings for row in finding.rows}
    by_row = {line.row: line for line in lines if line.row in wanted}
    told = tuple(
        Told(number, finding, tuple(by_row[row] for row in finding.rows if row in by_row))
        for number, finding in enumerate(audit.findings, 1)
    )
    return Checked(audit, lines, told, citations(agreement))


def title(kind: FindingKind, reader: Reader) -> str:
    """What it is, with a first capital letter."""
    words = reader.plainly(TITLES[kind]())
    return words[:1].upper() + words[1:]


def clauses(each: Told, known: Mapping[str, Cited], reader: Reader) -> str:
    """The clauses as they are cited."""
    return reader.said("semicolon").join(reader.plainly(said) for said in cited(each.finding.clauses, known)) or "–"


def named_lines(each: Told, reader: Reader) -> str:
    """The lines by invoice: INV-3: 1, 2; or that nothing was billed."""
    if not each.lines:
        return reader.said("no_line")
    shown = each.lines[:NAMED]
    parts = []
    for invoice, of in groupby(shown, key=lambda line: line.invoice):
        numbers = [line.line for line in of if line.line]
        parts.append(reader.said("lines_of", invoice=invoice, lines=reader.joined(numbers)) if numbers else invoice)
    if len(each.lines) > NAMED:
        parts.append(reader.said("more_lines", n=len(each.lines) - NAMED))
    return reader.said("semicolon").join(parts)


def arithmetic(each: Told, reader: Reader) -> list[str]:
    """How it was billed and how it is right, sentence by sentence."""
    return [reader.words(reason) for reason in each.finding.reasons]


def by_currency(told: Iterable[Told]) -> dict[str, Money]:
    """The sum of the differences in each currency."""
    found: dict[str, Money] = {}
    for each in told:
        money = each.finding.difference
        found[money.currency] = found.get(money.currency, Money(0, money.currency)).plus(money)
    return found


def in_words(moneys: Iterable[Money], reader: Reader) -> str:
    """Sums of several currencies, none below zero: their sides are told by the sentence."""
    return reader.said("and_currency").join(
        with_currency(Money(abs(money.minor), money.currency), reader) for money in moneys
    )


def kinds(told: Iterable[Told], currency: str) -> list[Kind]:
    """The kinds of findings in a currency; too much and too little of one kind are two, since they do not cancel."""
    held: dict[tuple[FindingKind, Way], list[Finding]] = {}
    for each in told:
        if each.finding.difference.currency == currency:
            held.setdefault((each.finding.kind, way_of(each.finding)), []).append(each.finding)
    found = [
        Kind(kind, way, len(of), total(currency, (one.difference for one in of))) for (kind, way), of in held.items()
    ]
    return sorted(found, key=lambda each: (-each.money.minor, each.kind))


def way_of(finding: Finding) -> Way:
    """Whether it may be asked back, may still be billed, or neither."""
    minor = finding.difference.minor
    return "back" if minor > 0 else "open" if minor < 0 else "neither"
