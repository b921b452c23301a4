"""The charts that only a decision has: a chance in dots, a line that turns, a tornado."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from suture.files.report.charts import ROW, Axis, line, svg, text

DOT = 9.0
DOT_WIDTH = 3.0
"""Per cent of the width that a dot takes; below it dots are stacked."""


def dots(axis: Axis, values: Sequence[float], left: str, right: str, says: str) -> Markup:
    """Each value one dot, stacked where they meet: a chance that can be counted. Filled on the good side of zero."""
    piles: dict[int, list[float]] = {}
    zero = axis.at(0.0)
    for value in sorted(values):
        piles.setdefault(round((axis.at(value) - zero) / DOT_WIDTH), []).append(value)
    tallest = max(len(pile) for pile in piles.values())
    floor = tallest * DOT + 18
    parts = [line(zero, 14, zero, floor + 2, "zero"), line(axis.left, floor, axis.right, floor, "axis")]
    for place, pile in piles.items():
        x = min(max(zero + place * DOT_WIDTH, axis.left + 1), axis.right - 1)
        for i, value in enumerate(pile):
            kind = "good" if value > 0 else "bad" if value < 0 else "tie"
            parts.append(f'<circle cx="{x:g}%" cy="{floor - DOT / 2 - i * DOT:g}" r="3.8" class="dot {kind}"/>')
    if zero > 30:
        parts.append(text(zero, 10, left, anchor="end", kind="tick", dx=-6))
    if zero < 70:
        parts.append(text(zero, 10, right, anchor="start", kind="tick", dx=6))
    return svg(floor + 3, says, *parts)


class Point(NamedTuple):
    """A point of a line, placed by ``x`` and ``y``, with the words at it."""

    x: float
    y: float
    words: str


def curve(
    x_axis: Axis, points: Sequence[Point], ticks: Sequence[tuple[float, str]], *, says: str,
    band: tuple[float, float, str] | None, turn: tuple[float, str] | None, height: int = 160,
) -> Markup:  # fmt: skip
    """A difference along a quantity, zero as a line, the point where it turns, and the range that the case holds."""
    top, bottom = 34.0, height - 42.0
    ys = [point.y for point in points]
    low, high = min(*ys, 0.0), max(*ys, 0.0)
    width = (high - low) or 1.0

    def down(y: float) -> float:
        return round(bottom - (bottom - top) * (y - low) / width, 1)

    parts = []
    if band is not None:
        x1, x2 = x_axis.at(band[0]), x_axis.at(band[1])
        parts.append(
            f'<rect x="{x1}%" y="{top - 14:g}" width="{max(x2 - x1, 0.5):g}%" height="{bottom - top + 28:g}" '
            'class="band"/>'
        )
        parts.append(text((x1 + x2) / 2, top - 18, band[2], kind="tick"))
    parts.append(line(x_axis.left, down(0.0), x_axis.right, down(0.0), "zero"))
    for one, other in pairwise(points):
        parts.append(line(x_axis.at(one.x), down(one.y), x_axis.at(other.x), down(other.y), "curve"))
    for i, point in enumerate(points):
        x = x_axis.at(point.x)
        beside = points[1 if i == 0 else i - 1]
        under = (i == 0 or i == len(points) - 1) and point.y < beside.y
        anchor = "start" if x < 12 else "end" if x > 88 else "middle"
        parts.append(f'<circle cx="{x}%" cy="{down(point.y)}" r="3" class="point"/>')
        parts.append(text(x, down(point.y) + (15 if under else -8), point.words, anchor=anchor, kind="value"))
    if turn is not None:
        x = x_axis.at(turn[0])
        parts.append(f'<circle cx="{x}%" cy="{down(0.0)}" r="5.5" class="turn"/>')
        rising = points[-1].y > points[0].y
        right = rising if 25 < x < 75 else x <= 25
        y = down(0.0) + (17 if rising == right else -10)
        parts.append(text(x, y, turn[1], anchor="start" if right else "end", kind="strong", dx=8 if right else -8))
    bottom += 14
    parts.append(line(x_axis.left, bottom + 8, x_axis.right, bottom + 8, "axis"))
    for value, words in ticks:
        x = x_axis.at(value)
        parts.append(line(x, bottom + 8, x, bottom + 12, "axis"))
        parts.append(
            text(x, bottom + 24, words, anchor="start" if x < 8 else "end" if x > 92 else "middle", kind="tick")
        )
    return svg(height, says, *parts)


def tornado(
    axis: Axis, base: float, at_low: float, at_high: float, low: str, high: str, *, clear: bool, says: str
) -> Markup:
    """How a difference moves when one input goes through its range; hatched hollow where chance could do it."""
    parts = [line(axis.at(base), 0, axis.at(base), ROW, "axis")]
    if axis.low < 0.0 < axis.high:
        parts.append(line(axis.at(0.0), 0, axis.at(0.0), ROW, "zero"))
    for value, words, kind in ((at_low, low, "low"), (at_high, high, "high")):
        x1, x2 = sorted((axis.at(base), axis.at(value)))
        hollow = "" if clear else " hollow"
        parts.append(f'<rect x="{x1}%" y="4" width="{round(x2 - x1, 2)}%" height="12" class="{kind}{hollow}"/>')
        left = value < base
        parts.append(
            text(axis.at(value), 14, words, anchor="end" if left else "start", kind="tick", dx=-4 if left else 4)
        )
    return svg(ROW, says, *parts)
