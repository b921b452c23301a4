"""The report on claims: what was billed wrongly, by how much, by which clause, with the arithmetic; both sides.

``report(audit, agreement, lines, side=..., version=..., language=...)`` is the HTML page, ``side`` "buyer" for `audit`
and "seller" for `entitlements`; ``lines`` are those that were audited. ``files.report.pdf.pdf`` makes a PDF of it,
``sheets.workbook(...)`` the XLSX, ``letter.letter(...)`` the draft letter, ``names(side)`` the names of their files;
``page_of``, ``sheets.book_of`` and ``letter.letter_of`` take an audit that ``findings.checked`` has made ready once.
"""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

from suture.engine.claims.audit import Audit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Language
from suture.files.report import rows
from suture.files.report.claims.findings import (
    MOST,
    Checked,
    Side,
    Told,
    arithmetic,
    by_currency,
    checked,
    clauses,
    in_words,
    kinds,
    named_lines,
    title,
)
from suture.files.report.claims.texts import MARKS, reader_of
from suture.files.report.money import amount, whole, with_currency
from suture.files.report.page import page
from suture.files.report.reader import Reader
from suture.files.report.table import Cell, Column, Line, Table, row, table

MOST_LINES: Final = 300
"""Lines that the page shows one by one; of more, those that are not right, up to as many."""


def names(side: Side) -> tuple[str, ...]:
    """The names of the files: page, PDF, workbook, letters in both languages."""
    of = "audit" if side == "buyer" else "entitlements"
    return (f"{of}.html", f"{of}.pdf", f"{of}.xlsx", f"{of}-letter.en.docx", f"{of}-letter.zh.docx")


def report(
    audit: Audit, agreement: Agreement, lines: Sequence[InvoiceLine], *, side: Side, version: str, language: Language
) -> str:  # fmt: skip
    """The page."""
    return page_of(checked(audit, agreement, lines), side=side, version=version, language=language)


def page_of(found: Checked, *, side: Side, version: str, language: Language) -> str:
    """The page of an audit that is ready to be told."""
    reader, audit = reader_of(language), found.audit
    main, other = (found.back(), found.open()) if side == "buyer" else (found.open(), found.back())
    heads = ("back", "open") if side == "buyer" else ("open", "back")
    rest = found.neither()
    shown, some = verdict_lines(found)
    return page(
        "claims.html", reader, name=reader.said("audit" if side == "buyer" else "entitlements"), title=audit.agreement,
        foot=reader.said("foot", of=audit.agreement, day=audit.through.isoformat(), version=version),
        through=reader.said("through", buyer=audit.buyer, seller=audit.seller, day=audit.through.isoformat()),
        answer={"side": side, "headline": headline(found, side, reader), "says": says(found, side, reader)},
        kinds=[(currency, bars) for currency in currencies(found) if (bars := by_kind(found, currency, reader)).rows],
        tables=[
            *((head, table_of(head, told, found, reader) if told else None) for head, told in zip(
                heads, (main, other), strict=True
            )),
            *([("neither", table_of("neither", rest, found, reader))] if rest else []),
        ],
        verdicts=verdicts(found, shown, reader), some=some, shown=len(shown), all=audit.lines,
    )  # fmt: skip


def currencies(found: Checked) -> list[str]:
    """The currencies of findings, the agreement's own first."""
    held = list(dict.fromkeys(each.finding.difference.currency for each in found.told))
    return sorted(held, key=lambda currency: (currency != found.audit.currency, currency))


def headline(found: Checked, side: Side, reader: Reader) -> str:
    """What may be asked back, or what may still be billed."""
    held = by_currency(found.back() if side == "buyer" else found.open())
    parties = {"buyer": found.audit.buyer, "seller": found.audit.seller}
    if not held:
        return reader.said(f"headline.{side}.none", **parties)
    said = in_words(held.values(), reader)
    return reader.said(f"headline.{side}", **parties, **{"back" if side == "buyer" else "open": said})


def says(found: Checked, side: Side, reader: Reader) -> list[str]:
    """The sentences below the headline."""
    audit = found.audit
    counts = {verdict: sum(1 for each in audit.verdicts.values() if each == verdict) for verdict in MARKS}
    told = [
        reader.said("says.lines", lines=audit.lines, right=counts["right"], wrong=counts["wrong"],
                    unchecked=counts["cannot_be_checked"]),
        reader.said("says.sums", billed=sums(audit.billed, audit.currency, reader),
                    due=sums(audit.right, audit.currency, reader)),
    ]  # fmt: skip
    other = by_currency(found.open() if side == "buyer" else found.back())
    if other:
        name = "open" if side == "buyer" else "back"
        told.append(reader.said(f"says.{name}", **{name: in_words(other.values(), reader)}))
    return told


def sums(moneys: Sequence[Money], currency: str, reader: Reader) -> str:
    """Sums in words; nought of the agreement's currency where there is none."""
    held = moneys or [Money(0, currency)]
    return reader.said("and_currency").join(with_currency(money, reader) for money in held)


def by_kind(found: Checked, currency: str, reader: Reader) -> rows.Rows:
    """A bar for every kind of finding."""
    bars = []
    for each in kinds(found.told, currency):
        if each.way != "neither":
            value, many = whole(each.money), reader.counted("times", each.many)
            bars.append(rows.Ranged(title(each.kind, reader), value, value, value, amount(each.money), many))
    return rows.ranges(bars, reader)


def table_of(head: str, told: Sequence[Told], found: Checked, reader: Reader) -> Table:
    """Findings with their arithmetic, and what they come to where all are of one currency. No amount has a sign: the
    head says whose it is."""
    columns = [
        Column(reader.said("number"), kind="figure"), Column(reader.said("finding")), Column(reader.said("clause")),
        Column(reader.said("lines")), Column(reader.said("billed"), kind="figure"),
        Column(reader.said("due"), kind="figure"), Column(reader.said(f"difference.{head}"), kind="figure"),
    ]  # fmt: skip
    held = by_currency(told)
    summed = (
        [reader.said("sum"), "", "", "", "", "", amount(unsigned(next(iter(held.values()))))] if len(held) == 1 else []
    )
    lines = [finding_row(each, found, reader) for each in told[:MOST]]
    if rest := told[MOST:]:
        held = by_currency(rest)
        more = reader.said("more_findings", n=f"{len(rest):,}", sum=in_words(held.values(), reader))
        lines.append(row("", more, "", "", "", "", "", look="group"))
    return table(columns, lines, summed)


def finding_row(each: Told, found: Checked, reader: Reader) -> Line:
    """One finding."""
    finding = each.finding
    below = Markup("<br>").join(escape(sentence) for sentence in arithmetic(each, reader))
    period = str(finding.period).replace("..", " – ") if finding.period is not None else ""
    currency = finding.difference.currency
    return row(
        str(each.number), Cell(title(finding.kind, reader), below), Cell(clauses(each, found.clauses, reader), period),
        named_lines(each, reader), amount(finding.billed), amount(finding.right),
        Cell(amount(unsigned(finding.difference)), currency), anchor=f"f{each.number}",
    )  # fmt: skip


def unsigned(money: Money) -> Money:
    """An amount without its sign."""
    return Money(abs(money.minor), money.currency)


def verdict_lines(found: Checked) -> tuple[list[InvoiceLine], bool]:
    """The lines that are shown, and whether these are only some."""
    if len(found.lines) <= MOST_LINES:
        return list(found.lines), False
    wrong = (line for line in found.lines if found.audit.verdicts.get(line.row) != "right")
    return [line for line, _ in zip(wrong, range(MOST_LINES), strict=False)], True


def verdicts(found: Checked, lines: Sequence[InvoiceLine], reader: Reader) -> Table:
    """Line by line: what it bills, and its verdict."""
    number_of = {line.row: each.number for each in reversed(found.told) for line in each.lines}
    columns = [
        Column(reader.said("invoice")), Column(reader.said("line")), Column(reader.said("day"), kind="day"),
        Column(reader.said("bills")), Column(reader.said("amount"), kind="figure"),
        Column(reader.said("verdict"), kind="state"),
    ]  # fmt: skip
    held = []
    for line in lines:
        verdict = found.audit.verdicts.get(line.row, "cannot_be_checked")
        word = "right" if verdict == "right" else "cannot_be_checked"
        said = reader.said(f"verdict.{word}")
        if verdict == "wrong":
            said = reader.said("verdict.wrong", n=number_of.get(line.row, "–"))
        billed = Cell(f"{line.amount:,f}".replace("-", "−"), line.currency)
        what = line.clause or line.service or line.note or line.sort
        held.append(row(
            line.invoice, line.line, line.day.isoformat(), Cell(what, line.event), billed,
            Cell(said, mark=MARKS[verdict]),
        ))  # fmt: skip
    return table(columns, held)
