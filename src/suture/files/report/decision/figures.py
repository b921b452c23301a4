"""The charts of a decision: which strategies and numbers they show, and the words at their marks."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from suture.engine.decision.advantage import advantage, best_by_thumb, by_place, compared_with, draws_of
from suture.engine.decision.choose import Decision, Judged
from suture.engine.decision.drivers import Driver, out_of_noise
from suture.engine.decision.inputs import by_draw_name, value_of
from suture.engine.decision.numbers import Measure, Number
from suture.engine.decision.wording import figure, ranged, step_of
from suture.files.report import charts
from suture.files.report.decision import shapes
from suture.files.report.decision.ranked import Ranked, briefly
from suture.files.report.reader import Reader

IN_WORTH, IN_SIX, LIKELY, DOTS, INPUTS = 8, 5, 4, 20, 6

APART = 34.0
"""Per cent of the width that a tick's words may take."""


class Row(NamedTuple):
    """One strategy in a chart: its label, its bar, its figures in words."""

    label: str
    best: bool
    barred: str
    bar: Markup
    value: str
    words: tuple[str, ...] = ()


class Panel(NamedTuple):
    """One number of several strategies on one scale."""

    code: str
    title: str
    unit: str
    better: str
    rows: tuple[Row, ...]
    scale: Markup


class Moved(NamedTuple):
    """One input of the tornado."""

    label: str
    chart: Markup
    low: str
    high: str
    at_low: str
    at_high: str
    explains: str


class Tornado(NamedTuple):
    """The inputs that move the difference to another strategy."""

    other: str
    rows: tuple[Moved, ...]
    scale: Markup


def shown(decision: Decision, each_once: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """The strategies beside which the recommended is drawn: the next, the best of every model, thumb's, today's."""
    d, compared = advantage(decision), compared_with(decision)
    places = [decision.best.place, *(x.other for x in (d, compared) if x is not None)]
    places += [x.other for x in decision.by_model if by_place(decision, x.other).feasible]
    thumb = best_by_thumb(decision)
    places += [thumb.place] if thumb is not None else []
    places += [judged.place for judged in decision.judged if judged.strategy.kind == "stay"]
    row_of = {judged.place: at for at, each in enumerate(each_once) for judged in (each.judged, *each.alike)}
    wanted = [*dict.fromkeys(row_of[place] for place in places)][:IN_SIX]
    wanted += [at for at in range(len(each_once)) if at not in wanted][: max(0, LIKELY - len(wanted))]
    return tuple(each_once[at] for at in sorted(wanted))


def panel(decision: Decision, reader: Reader, shown: Sequence[Ranked], at: int) -> Panel:
    """The number at one place of every strategy's list, on one scale."""
    numbers = [each.judged.numbers[at] for each in shown]
    measure = numbers[0].measure
    held = [value for n in numbers if n.spread for value in n.spread[:3] if value is not None]
    currency = decision.case.currency
    axis = charts.axis_of(held or [0.0, 1.0], pad=0.02)
    rows = tuple(row(decision, reader, each.judged, number, axis) for each, number in zip(shown, numbers, strict=True))
    rows = alike(rows, reader)
    better = (
        reader.said(f"{'lower' if measure.better == 'low' else 'higher'}_is_better") if measure.unit != "words" else ""
    )
    return Panel(
        measure.code, reader.plainly(measure.text()), unit_of(measure, currency, reader), better, rows,
        ticked(axis, 2, reader) if held and len(rows) > 1 else Markup(""),
    )  # fmt: skip


def alike(rows: tuple[Row, ...], reader: Reader) -> tuple[Row, ...]:
    """One row for all, where they say the same."""
    if len(rows) > 1 and len({(each.value, each.words) for each in rows}) == 1:
        return (rows[0]._replace(label=reader.said("alike"), best=False),)
    return rows


def ticked(axis: charts.Axis, most: int, reader: Reader) -> Markup:
    """The axis with round values."""
    ticks = next(found for n in range(most, most + 6) if len(found := axis.ticks(n)) > 1 or n == most + 5)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else step_of(0.0, max(map(abs, ticks), default=1.0))
    while len(ticks) > 2 and axis.at(ticks[1]) - axis.at(ticks[0]) < APART:
        ticks = ticks[::2]
    return charts.scale(axis, [(tick, reader.plainly(figure(tick, step))) for tick in ticks])


def row(decision: Decision, reader: Reader, judged: Judged, number: Number, axis: charts.Axis) -> Row:
    """One strategy in a panel."""
    best = judged.place == decision.best.place
    barred = "" if judged.feasible else reader.said("failed")
    name = reader.plainly(briefly(judged.strategy))
    spread = number.spread
    if spread is None or spread.p10 is None or spread.p50 is None or spread.p90 is None:
        return Row(
            name, best, barred, Markup(""), "" if number.words else "–", tuple(map(reader.plainly, number.words))
        )
    kind = "best" if best else "plain" if judged.feasible else "barred"
    figures = reader.plainly(ranged(spread, draws_of(decision)))
    bar = charts.range_bar(axis, spread.p10, spread.p50, spread.p90, kind=kind, says=f"{name}: {figures}")
    return Row(name, best, barred, bar, figures)


def worth(decision: Decision, reader: Reader, each_once: Sequence[Ranked]) -> Panel:
    """Worth of the best strategies from the top down, those that were already named among them."""
    named = shown(decision, each_once)
    rest = [each for each in each_once if each not in named][: max(0, IN_WORTH - len(named))]
    return panel(decision, reader, [each for each in each_once if each in named or each in rest], 0)


def six(decision: Decision, reader: Reader, each_once: Sequence[Ranked]) -> list[Panel]:
    """The numbers that decide for this kind of company."""
    named = shown(decision, each_once)
    panels = [panel(decision, reader, named, at) for at in range(1, len(decision.best.numbers))]
    return [each for each in panels if any(row.bar or row.words for row in each.rows)]


def chance(decision: Decision, reader: Reader) -> tuple[Markup, str] | None:
    """Twenty futures of the difference that the answer speaks of, and the label of the other."""
    d = advantage(decision)
    if d is None:
        return None
    paired = decision.results.of(d.one, "worth") - decision.results.of(d.other, "worth")
    values = [float(v) for v in np.quantile(paired, (np.arange(DOTS) + 0.5) / DOTS)]
    axis = charts.axis_of(values, zero=True, pad=0.05)
    other = reader.plainly(briefly(by_place(decision, d.other).strategy))
    one = briefly(decision.best.strategy)
    says = reader.said("chance_says", one=one, other=other, currency=decision.case.currency)
    chart = shapes.dots(axis, values, reader.said("worse"), reader.said("better"), says)
    return Markup(chart + ticked(axis, 3, reader)), other


def tornado(decision: Decision, reader: Reader) -> Tornado | None:
    """How the difference moves when each input goes through its range; those out of the noise first."""
    known = by_draw_name(decision.case, decision.assumed)
    d = next(iter(decision.by_model), decision.runner_up)
    told = [driver for driver in decision.drivers if driver.name in known][:INPUTS]
    if d is None or not told:
        return None
    clear = {driver.name for driver in out_of_noise(decision.drivers, draws_of(decision))}
    ends = [end for driver in told for end in through(d.mean, driver)]
    axis = charts.axis_of([d.mean, *ends], zero=min(ends) < 0.35 * max(map(abs, ends)), pad=0.4)
    currency = decision.case.currency
    rows = []
    for driver in told:
        found, (at_low, at_high) = known[driver.name], through(d.mean, driver)
        low, high = (reader.words(value_of(v, found.named.unit, currency)) for v in (driver.low, driver.high))
        first, last = (
            reader.plainly(figure(end, step_of(abs(at_high - at_low) / 10, end))) for end in (at_low, at_high)
        )
        name = reader.plainly(found.name)
        says = f"{name}: {low} {first}, {high} {last}"
        chart = shapes.tornado(axis, d.mean, at_low, at_high, low, high, clear=driver.name in clear, says=says)
        rows.append(Moved(name, chart, low, high, first, last, f"{round(100 * driver.explains)} %"))
    scale = ticked(axis, 3, reader)
    return Tornado(reader.plainly(briefly(by_place(decision, d.other).strategy)), tuple(rows), scale)


def through(base: float, driver: Driver) -> tuple[float, float]:
    """The difference at the low and at the high end of an input."""
    return base + driver.slope * (driver.low - driver.likely), base + driver.slope * (driver.high - driver.likely)


def unit_of(measure: Measure, currency: str, reader: Reader) -> str:
    """The unit of a number, as a table's head says it."""
    return reader.said(f"unit.{measure.unit}", currency=currency)
