"""An audit as a workbook: findings, billed as the sums of their lines, and those lines with quantity × price."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from suture.engine.claims.audit import Audit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money, digits, rounded
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Language
from suture.files.cells import Cell, Column, Formula, Sheet
from suture.files.report.claims.findings import (
    Checked,
    Side,
    Told,
    arithmetic,
    checked,
    clauses,
    kinds,
    named_lines,
    title,
)
from suture.files.report.claims.texts import reader_of
from suture.files.report.money import total
from suture.files.report.reader import Reader
from suture.files.workbook import workbook as file_of

SIGNS: Final = {"back": ">0", "open": "<0", "neither": "=0"}
MOST: Final = 100_000
"""Lines whose verdicts the workbook holds; of more, those that are not right, up to as many."""


def workbook(
    audit: Audit, agreement: Agreement, lines: Sequence[InvoiceLine], *, side: Side, language: Language
) -> bytes:  # fmt: skip
    """The file as XLSX."""
    return book_of(checked(audit, agreement, lines), side, language)


def book_of(found: Checked, side: Side, language: Language) -> bytes:
    """The file of an audit that is ready to be told."""
    reader, audit = reader_of(language), found.audit
    name = f"{reader.said('audit' if side == 'buyer' else 'entitlements')}: {audit.agreement}"
    above = (name, reader.said("through", buyer=audit.buyer, seller=audit.seller, day=audit.through.isoformat()))
    told = [*found.back(), *found.open()] if side == "buyer" else [*found.open(), *found.back()]
    sheets = (
        findings(told + found.neither(), found, above, reader), of_findings(found, above, reader),
        by_kind(found, above, reader), verdicts(found, above, reader),
    )  # fmt: skip
    return file_of(sheets, language, title=name)


def findings(told: Sequence[Told], found: Checked, above: tuple[str, ...], reader: Reader) -> Sheet:
    """Every finding: billed (the sum of its lines), right, the difference as a formula, the arithmetic in words."""
    columns = (
        Column("number", reader.said("number"), "number"), Column("kind", reader.said("kind")),
        Column("clause", reader.said("clause")), Column("lines", reader.said("lines")),
        Column("first", reader.said("first"), "day"), Column("last", reader.said("last"), "day"),
        Column("billed", reader.said("billed"), "money"),
        Column("due", reader.said("due"), "money", reader.said("note_right")),
        Column("difference", reader.said("difference"), "money", reader.said("note_difference")),
        Column("currency", reader.said("currency")), Column("why", reader.said("finding")),
    )  # fmt: skip
    lines = reader.said("sheet.lines")
    rows: list[tuple[Cell, ...]] = []
    for each in told:
        finding, currency = each.finding, each.finding.difference.currency
        period = finding.period
        rows.append((
            each.number, title(finding.kind, reader), clauses(each, found.clauses, reader), named_lines(each, reader),
            period.start if period else None, period.last if period else None, billed(each, lines), finding.right,
            Formula("={billed}-{due}", finding.billed.minus(finding.right).amount), currency,
            "\n".join(arithmetic(each, reader)),
        ))  # fmt: skip
    return Sheet(reader.said("sheet.findings"), above, columns, tuple(rows), 2)


def billed(each: Told, sheet: str) -> Cell:
    """What was billed: a sum over the lines of the finding where they come to it, else the amount itself."""
    money = each.finding.billed
    of_lines = total(money.currency, (
        rounded(line.amount, line.currency) for line in each.lines if line.currency == money.currency
    ))  # fmt: skip
    if not each.lines or of_lines != money:
        return money
    return Formula(
        f"=SUMIFS('{sheet}'!$K:$K,'{sheet}'!$A:$A,{{number}},'{sheet}'!$L:$L,{{currency}})", money.amount
    )  # fmt: skip


def of_findings(found: Checked, above: tuple[str, ...], reader: Reader) -> Sheet:
    """The lines that findings are in: quantity × price as a formula beside what was billed."""
    columns = (
        Column("number", reader.said("number"), "number"), Column("invoice", reader.said("invoice")),
        Column("line", reader.said("line")), Column("day", reader.said("day"), "day"),
        Column("bills", reader.said("bills")), Column("event", reader.said("event")),
        Column("quantity", reader.said("quantity"), "number"), Column("unit", reader.said("unit")),
        Column("price", reader.said("price"), "number"), Column("product", reader.said("product"), "money"),
        Column("amount", reader.said("billed"), "money"), Column("currency", reader.said("currency")),
        Column("off", reader.said("off"), "money"),
    )  # fmt: skip
    rows = tuple(line_row(each.number, line) for each in found.told for line in each.lines)
    return Sheet(reader.said("sheet.lines"), above, columns, rows, 3)


def line_row(number: int, line: InvoiceLine) -> tuple[Cell, ...]:
    """One line of a finding."""
    money = rounded(line.amount, line.currency)
    product, off = None, None
    if line.quantity is not None and line.unit_price is not None:
        worth = rounded(line.quantity * line.unit_price, line.currency)
        product = Formula(f"=ROUND({{quantity}}*{{price}},{digits(line.currency)})", worth.amount)
        off = Formula("={amount}-{product}", money.minus(worth).amount)
    return (
        number, line.invoice, line.line, line.day, line.clause or line.service or line.note,
        line.event, line.quantity, line.unit, line.unit_price, product, money, line.currency, off,
    )  # fmt: skip


def by_kind(found: Checked, above: tuple[str, ...], reader: Reader) -> Sheet:
    """How many findings of each kind, and what they come to, counted from the sheet of findings."""
    columns = (
        Column("kind", reader.said("kind")), Column("currency", reader.said("currency")),
        Column("way", reader.said("way")), Column("count", reader.said("count"), "number"),
        Column("sum", reader.said("difference"), "money", reader.said("note_difference")),
    )  # fmt: skip
    sheet = reader.said("sheet.findings")
    rows: list[tuple[Cell, ...]] = []
    for currency in dict.fromkeys(each.finding.difference.currency for each in found.told):
        for each in kinds(found.told, currency):
            asked = f"'{sheet}'!$B:$B,{{kind}},'{sheet}'!$J:$J,{{currency}},'{sheet}'!$I:$I,\"{SIGNS[each.way]}\""
            rows.append((
                title(each.kind, reader), currency, reader.said(f"difference.{each.way}"),
                Formula(f"=COUNTIFS({asked})", each.many),
                Formula(f"=SUMIFS('{sheet}'!$I:$I,{asked})", each.money.amount),
            ))  # fmt: skip
    return Sheet(reader.said("sheet.kinds"), above, columns, tuple(rows), 2)


def verdicts(found: Checked, above: tuple[str, ...], reader: Reader) -> Sheet:
    """Line by line its verdict."""
    columns = (
        Column("row", reader.said("row"), "number"), Column("invoice", reader.said("invoice")),
        Column("line", reader.said("line")), Column("day", reader.said("day"), "day"),
        Column("bills", reader.said("bills")), Column("amount", reader.said("amount"), "money"),
        Column("currency", reader.said("currency")), Column("verdict", reader.said("verdict")),
    )  # fmt: skip
    number_of = {line.row: each.number for each in reversed(found.told) for line in each.lines}
    lines = list(found.lines)
    if len(lines) > MOST:
        lines = [line for line in lines if found.audit.verdicts.get(line.row) != "right"][:MOST]
        above = (*above, reader.said("verdicts_some_says", shown=len(lines), all=len(found.lines)))
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        verdict = found.audit.verdicts.get(line.row, "cannot_be_checked")
        said = reader.said(f"verdict.{verdict}", n=number_of.get(line.row, "–"))
        bills = line.clause or line.service or line.note
        rows.append((
            line.row, line.invoice, line.line, line.day, bills, exact(line), line.currency, said
        ))  # fmt: skip
    return Sheet(reader.said("sheet.verdicts"), above, columns, tuple(rows), 3)


def exact(line: InvoiceLine) -> Money | Decimal:
    """The amount as money where it is of whole cents, else as it was written."""
    money = rounded(line.amount, line.currency)
    return money if money.amount == line.amount else line.amount
