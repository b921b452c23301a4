"""Money by month, stacked by cause: every part differs by pattern as well as colour, so that it is told in grey."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from suture.engine.decision.wording import figure
from suture.files.report.charts import Axis, axis_of, flag, line, svg, text
from suture.files.report.reader import Reader

LOOKS: Final = 10
HEIGHT: Final = 240.0
TOP: Final = 46.0
BARE_TOP: Final = 20.0
"""Above the highest bar: with flags, and without."""
BOTTOM: Final = 38.0
LEFT: Final = 9.0
"""Per cent of the width before the first bar; the marks of the money stand there."""
NEAR: Final = 0.06
"""Share of the width that a year takes."""
TOTALS: Final = 13
"""Up to so many bars, the sum of each stands over it."""
_TILES: Final = {
    1: '<path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" class="hatch"/>',
    2: '<path d="M0,3 h6" class="hatch"/>',
    3: '<circle cx="3" cy="3" r="1.3" class="speck"/>',
    4: '<path d="M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2" class="hatch"/>',
    5: '<path d="M0,3 h6 M3,0 v6" class="hatch"/>',
    7: '<path d="M3,-1 v8" class="hatch"/>',
    9: '<circle cx="3" cy="3" r="1" class="speck dark"/>',
}


class Series(NamedTuple):
    """One cause: its name, its look (0 to 9), its money in every month, and its sum in words."""

    name: str
    look: int
    values: tuple[float, ...]
    sum: str


class Flag(NamedTuple):
    """A mark over a month (counted from 0, a fraction within it): what it is called in the list below."""

    at: float
    name: str


def months(
    name: str, firsts: Sequence[date], series: Sequence[Series], flags: Sequence[Flag], reader: Reader, says: str
) -> Markup:
    """The bars of months, by their first days; ``name`` is this chart's own on its page.

    What is below zero (a credit) hangs below the line.
    """
    above = [sum(max(one.values[at], 0.0) for one in series) for at in range(len(firsts))]
    below = [sum(min(one.values[at], 0.0) for one in series) for at in range(len(firsts))]
    held = axis_of([*above, *below], zero=True)
    width = (100.0 - LEFT) / max(len(firsts), 1)
    floor, top = HEIGHT - BOTTOM, TOP if flags else BARE_TOP

    def down(value: float) -> float:
        return round(floor - (floor - top) * (value - held.low) / (held.high - held.low), 1)

    parts = [_patterns(name), *_grid(held, down, reader)]
    for at, (up, under) in enumerate(zip(above, below, strict=True)):
        x = LEFT + at * width
        parts += _stack(name, [(one, one.values[at]) for one in series], x + width * 0.14, width * 0.72, down)
        if up + under and len(firsts) <= TOTALS:
            words = reader.plainly(figure(up + under, max(abs(up + under) / 100, 1.0)))
            parts.append(text(round(x + width / 2, 2), down(up) - 5, words, kind="value"))
    parts += _named(firsts, width, floor)
    parts.append(line(LEFT, down(0.0), 100.0, down(0.0), "axis strong"))
    parts += [part for mark in flags for part in _pole(LEFT + mark.at * width, mark.name)]
    return svg(HEIGHT, says, *parts)


def _stack(
    name: str, month: Sequence[tuple[Series, float]], x: float, width: float, down: Callable[[float], float]
) -> list[str]:
    """The blocks of one month, charges upward and credits downward."""
    parts, ends = [], {True: 0.0, False: 0.0}
    for one, value in month:
        if value:
            start = ends[value > 0]
            ends[value > 0] = start + value
            y1, y2 = sorted((down(start), down(start + value)))
            parts.append(_block(name, one, x, y1, width, max(y2 - y1, 0.8)))
    return parts


def _named(firsts: Sequence[date], width: float, floor: float) -> list[str]:
    """Months by their numbers, and below them the year where it begins; of many only some."""
    step = every(len(firsts))
    parts = []
    for at, first in enumerate(firsts):
        x = round(LEFT + (at + 0.5) * width, 2)
        if step < 12 and at % step == 0:
            parts.append(text(x, floor + 15, first.month, kind="tick"))
        to_year = (13 - first.month) % 12  # months to the next January, whose year needs room of its own
        crowded = at == 0 and 0 < to_year < min(NEAR * len(firsts), len(firsts))
        if (at == 0 or first.month == 1) and not crowded and (step < 12 or first.year % (step // 12) == 0):
            anchor = "start" if at == 0 else "end" if at == len(firsts) - 1 else "middle"
            parts.append(text(x, floor + (30 if step < 12 else 15), first.year, anchor=anchor, kind="tick"))
    return parts


def every(many: int) -> int:
    """Of how many months one is named: its number needs about a thirteenth of the width."""
    return next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200, 12_000) if math.ceil(many / step) <= 13)


def swatch(name: str, look: int) -> Markup:
    """A small square in the look of a series."""
    block = f'<rect x="0.5" y="0.5" width="11" height="11" class="look look{look}"/>'
    over = f'<rect x="0.5" y="0.5" width="11" height="11" fill="url(#{name}-{look})"/>' if look in _TILES else ""
    made: Markup = Markup('<svg width="12" height="12" class="swatch" aria-hidden="true">{}{}{}</svg>').format(
        Markup(_patterns(name, look)), Markup(block), Markup(over)
    )
    return made


def _patterns(name: str, *looks: int) -> str:
    tiles = "".join(
        f'<pattern id="{escape(name)}-{look}" width="6" height="6" patternUnits="userSpaceOnUse">{tile}</pattern>'
        for look, tile in _TILES.items()
        if not looks or look in looks
    )
    return f"<defs>{tiles}</defs>" if tiles else ""


def _block(name: str, one: Series, x: float, y: float, width: float, height: float) -> str:
    place = f'x="{x:.2f}%" y="{y:g}" width="{width:.2f}%" height="{height:g}"'
    over = f'<rect {place} fill="url(#{escape(name)}-{one.look})"/>' if one.look in _TILES else ""
    return f'<rect {place} class="look look{one.look}"/>{over}'


def _grid(held: Axis, down: Callable[[float], float], reader: Reader) -> list[str]:
    parts = []
    ticks = held.ticks(3)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else max(map(abs, ticks), default=1.0) or 1.0
    for value in ticks:
        if value:
            parts.append(line(LEFT, down(value), 100.0, down(value), "axis"))
        parts.append(text(0, down(value) + 4, reader.plainly(figure(value, step)), anchor="start", kind="tick"))
    return parts


def _pole(x: float, name: str) -> list[str]:
    """A pole with its name at the top."""
    x = round(min(max(x, LEFT), 99.0), 2)
    return [
        line(x, 6, x, 24, "pole strong"),
        flag(x, 6),
        text(x, 16, name, anchor="end" if x > 90 else "start", kind="strong", dx=-4 if x > 90 else 12),
    ]
