"""Charts of one row for each thing: its label, its drawing on a scale that all share, and its figures in words."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from markupsafe import Markup

from suture.engine.decision.wording import figure, step_of
from suture.files.report.charts import ROW, Axis, axis_of, flag, line, range_bar, scale, svg
from suture.files.report.reader import Reader

APART: Final = 22.0
"""Per cent of the width that a mark of a scale may take."""


class Row(NamedTuple):
    """One thing in a chart; ``below`` its label and ``under`` its value in small. ``look`` is best, sum or nothing."""

    label: str
    bar: Markup
    value: str
    below: str = ""
    look: str = ""
    under: str = ""


class Rows(NamedTuple):
    """The rows and the scale below them."""

    rows: tuple[Row, ...]
    scale: Markup


class Ranged(NamedTuple):
    """A figure of which a low, a likely and a high value are known; the same three where it is sure."""

    label: str
    low: float
    likely: float
    high: float
    value: str
    under: str = ""
    below: str = ""
    look: str = ""


def ranges(found: Sequence[Ranged], reader: Reader) -> Rows:
    """Range bars from zero: a line from zero to the likely value, and a bar from low to high around it."""
    axis = axis_of([end for one in found for end in (one.low, one.high)], zero=True, pad=0.01)
    rows = []
    for one in found:
        says = f"{one.label}: {one.value} {one.under}".strip()
        if one.low == one.high:
            x1, x2 = sorted((axis.at(0.0), axis.at(one.likely)))
            bar = svg(ROW, says, _zero(axis), _bar(x1, x2, "plain"))
        else:
            bar = range_bar(axis, one.low, one.likely, one.high, kind="plain", says=says)
        rows.append(Row(one.label, bar, one.value, one.below, one.look, one.under))
    return Rows(tuple(rows), money_scale(axis, reader))


class Step(NamedTuple):
    """A part of a build-up: what it adds (or takes off); ``whole`` stands from zero, as a sum does."""

    label: str
    money: float
    value: str
    below: str = ""
    whole: bool = False


def waterfall(steps: Sequence[Step], reader: Reader, *, most: float | None = None) -> Rows:
    """Each part begins where the one before ended. ``most`` gives several build-ups one scale."""
    ends, at = [], 0.0
    for step in steps:
        start = 0.0 if step.whole else at
        at = start + step.money
        ends.append((start, at))
    axis = axis_of([end for pair in ends for end in pair] + ([most] if most is not None else []), zero=True, pad=0.01)
    rows = []
    for (start, end), step in zip(ends, steps, strict=True):
        x1, x2 = sorted((axis.at(start), axis.at(end)))
        kind = "whole" if step.whole else "less" if step.money < 0 else "more"
        joint = [] if step.whole else [line(axis.at(start), 0, axis.at(start), 6, "axis")]
        bar = svg(ROW, f"{step.label}: {step.value}", _zero(axis), *joint, _bar(x1, x2, kind))
        rows.append(Row(step.label, bar, step.value, step.below, "sum" if step.whole else ""))
    return Rows(tuple(rows), money_scale(axis, reader))


class Due(NamedTuple):
    """Something that must be done by a day, that day included."""

    label: str
    last: date
    value: str
    below: str = ""
    under: str = ""


def timeline(found: Sequence[Due], today: date, reader: Reader) -> Rows:
    """From today to the last day of each, with a flag there; the rows stand by their day."""
    days = [(one.last - today).days for one in found]
    axis = Axis(min(0.0, *map(float, days)), max(1.0, *map(float, days)), 2.0, 94.0)
    now = axis.at(0.0)
    rows = []
    for days_left, one in sorted(zip(days, found, strict=True), key=lambda pair: (pair[0], pair[1].label)):
        x = axis.at(float(days_left))
        middle = ROW / 2
        way = [line(min(now, x), middle, max(now, x), middle, "way")]
        pole = line(x, 2, x, ROW - 2, "pole strong")
        bar = svg(ROW, f"{one.last.isoformat()}: {one.label}", line(now, 0, now, ROW, "zero"), *way, pole, flag(x, 2))
        rows.append(Row(one.label, bar, one.value, one.below, under=one.under))
    return Rows(tuple(rows), _days(axis, today, reader))


def _days(axis: Axis, today: date, reader: Reader) -> Markup:
    """Today, and firsts of months in steps that leave room for their names."""
    labels: list[tuple[float, object]] = [(0.0, today.isoformat())]
    width = axis.high - axis.low
    year, month = today.year, today.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        at = float((date(year, month, 1) - today).days)
        if at > axis.high or year > today.year + 60:
            break
        if at - float(str(labels[-1][0])) >= width * (0.46 if len(labels) == 1 else 0.3):
            labels.append((at, f"{year}-{month:02d}"))
    return scale(axis, labels)


def money_scale(axis: Axis, reader: Reader) -> Markup:
    """The axis with round values, few enough for a narrow column."""
    ticks = next(found for most in (2, 3, 4, 6) if len(found := axis.ticks(most)) > 1 or most == 6)
    while len(ticks) > 2 and axis.at(ticks[1]) - axis.at(ticks[0]) < APART:
        ticks = ticks[::2]
    step = ticks[1] - ticks[0] if len(ticks) > 1 else step_of(0.0, max(map(abs, ticks), default=1.0))
    return scale(axis, [(tick, reader.plainly(figure(tick, step))) for tick in ticks])


def _zero(axis: Axis) -> str:
    return line(axis.at(0.0), 0, axis.at(0.0), ROW, "zero")


def _bar(x1: float, x2: float, kind: str) -> str:
    return (
        f'<rect x="{x1}%" y="{ROW / 2 - 5:g}" width="{max(round(x2 - x1, 2), 0.4)}%" height="10" class="bar {kind}"/>'
    )
