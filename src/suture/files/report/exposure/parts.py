"""The parts of an exposure as they are shown: sums, months, tables, the last days; the same for page and workbook."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from markupsafe import Markup

from suture.engine.clauses import KINDS
from suture.engine.clauses.causes import TITLES, Cause
from suture.engine.exposure.deadlines import Deadline
from suture.engine.exposure.exposure import Exposure
from suture.engine.exposure.owed import Owed, Part
from suture.engine.exposure.portfolio import Portfolio, Side
from suture.engine.exposure.scenario import Scenario
from suture.engine.money import Money
from suture.engine.period import later
from suture.files.report import months, rows
from suture.files.report.money import amount, between, total, whole, with_currency
from suture.files.report.reader import Reader
from suture.files.report.table import Cell, Column, Line, Table, row, table

LOOKS: Final[Mapping[Cause, int]] = {
    "orders": 0, "forecast": 1, "minimum": 2, "material": 3, "tooling": 4, "stock": 5, "ending": 6, "fees": 7,
    "performance": 9, "goods": 8,
}  # fmt: skip
"""How each cause is drawn, in the order in which they are stacked."""
Cells: TypeAlias = Mapping[tuple[date, Cause], Money]
"""Money by the first day of its month, and by cause."""
NEAR: Final = 0.07
"""Flags closer than this share of the width stand together."""


class Sums(NamedTuple):
    """What is owed in one currency: without goods, of it also as planned, and with goods; ends of its range."""

    money: Money
    low: Money
    high: Money
    planned: Money
    with_goods: Money


def currencies(parts: Iterable[Part], first: str) -> list[str]:
    """The currencies of parts, the agreement's own first."""
    return list(dict.fromkeys([first, *(part.money.currency for part in parts)]))


def sums(owed: Owed, currency: str) -> Sums:
    """All in one currency, tax kept apart."""
    held = [part for part in owed.parts if part.money.currency == currency and part.effect == "charge"]
    exposed = [part for part in held if part.cause != "goods"]
    return Sums(
        total(currency, (part.money for part in exposed)), total(currency, (part.low for part in exposed)),
        total(currency, (part.high for part in exposed)), total(currency, (part.planned for part in exposed)),
        total(currency, (part.money for part in held)),
    )  # fmt: skip


def said_sums(owed: Owed, first: str, reader: Reader) -> str:
    """The sums of all currencies in which anything is owed; the agreement's own always."""
    found = [(each, sums(owed, each)) for each in currencies(owed.parts, first)]
    told = [with_currency(held.money, reader) for each, held in found if each == first or held.money.minor]
    return reader.said("and_currency").join(told)


def ways(found: Exposure, currency: str, reader: Reader) -> rows.Rows:
    """A range bar for every scenario, in one currency."""
    bars = []
    for owed in found.owed:
        held = sums(owed, currency)
        below = [reader.said("with_goods", money=amount(held.with_goods))]
        if held.planned.minor:
            below.insert(0, reader.said("of_it_planned", money=amount(held.planned)))
        bars.append(rows.Ranged(
            capital(reader.plainly(owed.scenario.title)), whole(held.low), whole(held.money), whole(held.high),
            amount(held.money), between(held.low, held.high, reader), reader.said("semicolon").join(below),
        ))  # fmt: skip
    return rows.ranges(bars, reader)


def capital(words: str) -> str:
    """The words with a first capital letter, as a label has it."""
    return words[:1].upper() + words[1:]


class Chart(NamedTuple):
    """The months of one scenario in one currency: the bars, what stands under them, the same as a table."""

    bars: Markup
    key: tuple[tuple[Markup, str, str], ...]
    table: Table
    currency: str


def chart(name: str, found: Exposure, owed: Owed, currency: str, reader: Reader) -> Chart | None:
    """Money of one scenario of one agreement by month and cause; None where nothing but goods is owed."""
    held = [p for p in owed.parts if p.money.currency == currency and p.effect == "charge"]
    cells: dict[tuple[date, Cause], Money] = {}
    for part in held:
        place = (part.period.last.replace(day=1), part.cause)
        cells[place] = cells.get(place, Money(0, currency)).plus(part.money)
    return drawn(name, cells, found.deadlines, found.on, currency, reader)


def chart_of_all(
    name: str, found: Portfolio, scenario: Scenario, currency: str, on: date, reader: Reader
) -> Chart | None:  # fmt: skip
    """The same of all agreements together; last days are those of single ones, so no flag is here."""
    cells: Cells = {
        (date.fromisoformat(f"{month}-01"), cause): found.of(scenario, currency, month=month, cause=cause).money
        for month, cause in found.cells(currency)
    }
    return drawn(name, cells, (), on, currency, reader)


def drawn(
    name: str, cells: Cells, deadlines: Sequence[Deadline], on: date, currency: str, reader: Reader
) -> Chart | None:
    """The bars, their key and the table."""
    cells = {place: money for place, money in cells.items() if money.minor}
    causes = [cause for cause in LOOKS if cause != "goods" and any(of == cause for _, of in cells)]
    if not causes:
        return None
    firsts = span([first for first, cause in cells if cause != "goods"], on)
    nothing = Money(0, currency)
    series = [
        months.Series(
            named(cause, reader), LOOKS[cause],
            tuple(whole(cells.get((first, cause), nothing)) for first in firsts),
            amount(total(currency, (money for (_, of), money in cells.items() if of == cause))),
        )
        for cause in causes
    ]  # fmt: skip
    says = reader.said("months_label", currency=currency)
    bars = months.months(name, firsts, series, flags(deadlines, firsts), reader, says)
    key = tuple((months.swatch(name, one.look), one.name, one.sum) for one in series)
    return Chart(bars, key, by_cause(cells, causes, currency, reader), currency)


def named(cause: Cause, reader: Reader) -> str:
    """A cause as a label."""
    return capital(reader.plainly(TITLES[cause]()))


def span(ends: Sequence[date], on: date) -> list[date]:
    """First days of the months from a day, or the earliest that is named, to the last."""
    first, last = min([on, *ends]).replace(day=1), max([on, *ends])
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [later(first, at) for at in range(count)]


def flags(deadlines: Sequence[Deadline], firsts: Sequence[date]) -> list[months.Flag]:
    """Flags by the number of the deadline in the list; those that would touch are one."""
    found: list[tuple[float, list[int]]] = []
    for number, each in enumerate(deadlines, 1):
        at = (each.last.year - firsts[0].year) * 12 + each.last.month - firsts[0].month + (each.last.day - 1) / 31
        if not 0 <= at <= len(firsts):
            continue
        if found and at - found[-1][0] < NEAR * len(firsts):
            found[-1][1].append(number)
        else:
            found.append((at, [number]))
    return [
        months.Flag(at, str(held[0]) if len(held) == 1 else f"{held[0]}–{held[-1]}") for at, held in found
    ]  # fmt: skip


def by_cause(cells: Cells, causes: Sequence[Cause], currency: str, reader: Reader) -> Table:
    """Month by cause, goods behind the sum without them."""
    columns = [
        Column(reader.said("month"), kind="day"),
        *(Column(named(cause, reader), currency, "figure") for cause in causes),
        Column(reader.said("sum_without_goods"), currency, "figure"),
        Column(reader.said("goods_head"), currency, "figure"),
    ]  # fmt: skip

    def figures(wanted: Iterable[date]) -> list[str]:
        within = set(wanted)
        held = [total(currency, (m for (at, of), m in cells.items() if at in within and of == c)) for c in causes]
        goods = total(currency, (m for (at, of), m in cells.items() if at in within and of == "goods"))
        return [*map(amount, held), amount(total(currency, held)), amount(goods)]

    firsts = sorted({first for first, _ in cells})
    lines = [row(f"{first:%Y-%m}", *figures([first])) for first in firsts]
    return table(columns, lines, [reader.said("sum"), *figures(firsts)])


def every_part(owed: Owed, side: Side, reader: Reader) -> Table:
    """Every part but goods, by month: its clause, its money with its range, its arithmetic."""
    columns = [
        Column(reader.said("month"), kind="day"), Column(reader.said("cause")), Column(reader.said("clause")),
        Column(reader.said("owed" if side == "buyer" else "owed.seller"), kind="figure"), Column(reader.said("why")),
    ]  # fmt: skip
    held = sorted(
        (part for part in owed.exposed() if part.money.minor or part.low.minor or part.high.minor),
        key=lambda part: (part.period.last, list(LOOKS).index(part.cause), part.clause),
    )
    return table(columns, [part_line(part, reader) for part in held])


def part_line(part: Part, reader: Reader) -> Line:
    """One part."""
    why = reader.said("semicolon").join(reader.words(reason) for reason in part.reasons)
    kept = reader.said("tax") if part.effect == "tax" else ""
    return row(
        f"{part.period.last:%Y-%m}", Cell(named(part.cause, reader), kept),
        Cell(title_of(part.kind, reader), part.clause),
        Cell(with_currency(part.money, reader), between(part.low, part.high, reader)), why,
    )  # fmt: skip


def title_of(kind: str, reader: Reader) -> str:
    """A clause kind as people call it; what is no kind (the rounding of an invoice) by its name."""
    return reader.plainly(KINDS[kind].title()) if kind in KINDS else kind.replace("_", " ")


def last_days(found: Exposure, reader: Reader) -> rows.Rows | None:
    """The last days on a line of time, numbered as their flags are."""
    if not found.deadlines:
        return None
    dues = [
        rows.Due(
            f"{reader.said('deadline_label', n=number, day=each.last.isoformat())} · {title_of(each.kind, reader)}",
            each.last, changed(each, reader), reader.words(each.says), reader.said("afterwards"),
        )
        for number, each in enumerate(found.deadlines, 1)
    ]  # fmt: skip
    return rows.timeline(dues, found.on, reader)


def changed(each: Deadline, reader: Reader) -> str:
    """By how much it changes after the day, with its sign; words where it is no amount of the clause alone."""
    if each.money is None:
        return reader.said(f"turns.{each.turns}")
    return f"{'+' if each.turns == 'rises' else '−'}{amount(each.money)}"


def ways_of_all(found: Portfolio, currency: str, reader: Reader) -> rows.Rows:
    """A range bar for every scenario over all agreements, in one currency."""
    bars = []
    for scenario in found.scenarios:
        held = found.exposed(scenario, currency)
        goods = reader.said("with_goods", money=amount(found.of(scenario, currency).money))
        bars.append(rows.Ranged(
            capital(reader.plainly(scenario.title)), whole(held.low), whole(held.money), whole(held.high),
            amount(held.money), between(held.low, held.high, reader), goods,
        ))  # fmt: skip
    return rows.ranges(bars, reader)


def by_partner(found: Portfolio, currency: str, reader: Reader) -> Table:
    """Partner by scenario, without goods."""
    columns = [
        Column(reader.said("partner")),
        *(Column(capital(reader.plainly(each.title)), currency, "figure") for each in found.scenarios),
    ]
    lines = []
    for partner in found.partners(currency):
        sums = [found.exposed(scenario, currency, partner) for scenario in found.scenarios]
        lines.append(row(partner, *(Cell(amount(t.money), between(t.low, t.high, reader)) for t in sums)))
    whole_sums = [amount(found.exposed(scenario, currency).money) for scenario in found.scenarios]
    return table(columns, lines, [reader.said("sum"), *whole_sums])


def soonest_days(found: Sequence[tuple[str, Deadline]], reader: Reader) -> Table:
    """The last days of all agreements, the soonest first."""
    columns = [
        Column(reader.said("last_day"), kind="day"), Column(reader.said("agreement")), Column(reader.said("clause")),
        Column(reader.said("change"), kind="figure"), Column(reader.said("do")),
    ]  # fmt: skip
    return table(columns, (
        row(
            each.last.isoformat(), number, Cell(title_of(each.kind, reader), each.clause),
            Cell(changed(each, reader), each.money.currency if each.money else ""), reader.words(each.says),
        )
        for number, each in found
    ))  # fmt: skip
