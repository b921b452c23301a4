"""An audit of invoices as the documented JSON object, and the files that a person gets of it. The object: docs/json.md.

Lines come from one file or from several: a line is named by its file, its row there, its invoice and its number.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from suture import __version__
from suture.engine.claims.audit import Audit
from suture.engine.claims.finding import TITLES, Finding
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.fault import Fault
from suture.engine.money import Money
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Language
from suture.files.invoices import Count, Lines

SCHEMA: Final = "audit/1"
Side = Literal["buyer", "seller"]
DATA: Final[dict[Side, str]] = {"buyer": "audit.json", "seller": "entitlements.json"}


class Place(NamedTuple):
    """Where a line stands: its file, and its row there."""

    file: str
    row: int


class Billed(NamedTuple):
    """All lines of all files, each with a row of its own, and where each stands."""

    lines: list[InvoiceLine]
    counts: Sequence[Count]
    remarks: Sequence[Fault]
    starts: tuple[int, ...]
    """The number of the first line of each file."""
    rows: tuple[int, ...] | None
    """The rows in the files, where lines had to be numbered anew."""

    def place(self, row: int) -> Place:
        """Where the line of a row stands."""
        if self.rows is None:
            return Place(self.counts[0].file, row)
        file = bisect_right(self.starts, row - 1) - 1
        return Place(self.counts[file].file, self.rows[row - 1])


def gathered(lines: Lines) -> Billed:
    """Reads all lines. Those of one table keep their rows; of several files, in which rows come again, they are
    numbered through, so that every line has a row of its own."""
    held: list[InvoiceLine] = []
    starts = [0]
    for line in lines:
        while len(starts) <= len(lines.counts):  # a file is counted when it has been read
            starts.append(len(held))
        held.append(line)
    while len(starts) <= len(lines.counts):
        starts.append(len(held))
    counts = tuple(lines.counts)
    if len(counts) == 1 and all(one.row < other.row for one, other in pairwise(held)):
        return Billed(held, counts, tuple(lines.remarks), (0,), None)
    rows = tuple(line.row for line in held)
    numbered = [line._replace(row=number) for number, line in enumerate(held, start=1)]
    return Billed(numbered, counts, tuple(lines.remarks), tuple(starts[: len(counts)]), rows)


def as_data(
    audit: Audit, billed: Billed, *, side: Side, facts: int, not_known: Iterable[str] = ()
) -> dict[str, Any]:  # fmt: skip
    """The documented object; of the seller's side the findings are those that it may bill."""
    told = audit.findings if side == "buyer" else audit.entitled()
    named = {row for finding in told for row in finding.rows}
    by_row = {line.row: line for line in billed.lines if line.row in named}
    verdicts = Counter(audit.verdicts.values())
    return {
        "suture": __version__,
        "schema": SCHEMA,
        "side": side,
        "agreement": audit.agreement,
        "buyer": audit.buyer,
        "seller": audit.seller,
        "currency": audit.currency,
        "through": audit.through.isoformat(),
        "facts": facts,
        "rows": sum(count.rows for count in billed.counts),
        "lines": audit.lines,
        "right": verdicts["right"],
        "wrong": verdicts["wrong"],
        "cannot_be_checked": verdicts["cannot_be_checked"],
        "totals": totals(audit),
        "not_known": sorted(not_known),
        "findings": [finding_data(each, by_row, billed) for each in told],
        "not_right": [
            {**billed.place(row)._asdict(), "verdict": verdict}
            for row, verdict in audit.verdicts.items()
            if verdict != "right"
        ],
        "files": [
            {"file": count.file, "rows": count.rows, "lines": count.lines, "columns_not_read": list(count.not_read)}
            for count in billed.counts
        ],
        "remarks": [remark.as_data() for remark in billed.remarks],
    }


def finding_data(finding: Finding, by_row: dict[int, InvoiceLine], billed: Billed) -> dict[str, Any]:
    """One finding. ``rows`` are those of the files, as ``lines`` names them with more."""
    lines = [(billed.place(row), by_row[row]) for row in finding.rows]
    period = finding.period
    return {
        "kind": finding.kind,
        "title": TITLES[finding.kind]().as_data(),
        "currency": finding.difference.currency,
        "difference": str(finding.difference.amount),
        "billed": str(finding.billed.amount),
        "right": str(finding.right.amount),
        "clauses": list(finding.clauses),
        "period": {"from": period.start.isoformat(), "until": period.end.isoformat()} if period else None,
        "rows": [place.row for place, _ in lines],
        "lines": [
            {"file": place.file, "row": place.row, "invoice": line.invoice, "line": line.line,
             "amount": f"{line.amount:f}", "currency": line.currency}
            for place, line in lines
        ],
        "reasons": [reason.as_data() for reason in finding.reasons],
    }  # fmt: skip


def totals(audit: Audit) -> list[dict[str, str]]:
    """By currency: billed, right, and what each side may ask of the other."""
    billed = {money.currency: money for money in audit.billed}
    right = {money.currency: money for money in audit.right}
    held = sorted({audit.currency, *billed, *right}, key=lambda name: (name != audit.currency, name))
    return [
        {
            "currency": name,
            "billed": amount(billed.get(name)), "right": amount(right.get(name)),
            "ask_back": str(side_of(audit.asked_back(), name)), "may_bill": str(-side_of(audit.entitled(), name)),
        }
        for name in held
    ]  # fmt: skip


def side_of(findings: Iterable[Finding], currency: str) -> Decimal:
    """The sum of differences in a currency."""
    held = [each.difference for each in findings if each.difference.currency == currency]
    return Money(sum(money.minor for money in held), currency).amount


def amount(money: Money | None) -> str:
    """An amount as it stands in the object."""
    return str(money.amount) if money is not None else "0"


def names(side: Side) -> tuple[str, ...]:
    """The names of all files."""
    from suture.files.report import claims  # its libraries are loaded for it alone

    return (*claims.names(side), DATA[side])


def reports(
    audit: Audit, agreement: Agreement, lines: Sequence[InvoiceLine], *, side: Side, on: date, language: Language
) -> dict[str, str | bytes]:  # fmt: skip
    """What people read, by the names of the files, without the PDF: the page, the sheets, and where there is anything
    to ask for, the letter in both languages."""
    from suture.files.report import claims  # its libraries are loaded for it alone
    from suture.files.report.claims.findings import checked
    from suture.files.report.claims.letter import letter_of
    from suture.files.report.claims.sheets import book_of

    found = checked(audit, agreement, lines)
    html, _, xlsx, english, chinese = claims.names(side)
    made: dict[str, str | bytes] = {
        html: claims.page_of(found, side=side, version=__version__, language=language),
        xlsx: book_of(found, side, language),
    }
    asked = audit.asked_back() if side == "buyer" else audit.entitled()
    if all(each.kind == "rounding" for each in asked):
        return made
    return made | {
        english: letter_of(found, side=side, on=on, version=__version__, language="en"),
        chinese: letter_of(found, side=side, on=on, version=__version__, language="zh"),
    }


def pdf_name(side: Side) -> tuple[str, str]:
    """The names of the page and of the PDF that is made of it."""
    from suture.files.report import claims

    return claims.names(side)[0], claims.names(side)[1]
