"""Charts as SVG without a script: places across in per cent, so that they fill any width, and heights in pixels.

Every mark differs by shape as well as colour, so that a grey printer loses nothing; text is never scaled.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

ROW = 20


class Axis(NamedTuple):
    """From a value to its place across, in per cent."""

    low: float
    high: float
    left: float = 2.0
    right: float = 98.0

    def at(self, value: float) -> float:
        """The place of a value; what lies outside stands at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.left + (self.right - self.left) * min(1.0, max(0.0, share)), 2)

    def ticks(self, most: int = 4) -> list[float]:
        """Round values within the axis: at most so many and one."""
        step = nice((self.high - self.low) / most)
        first = math.ceil(self.low / step - 1e-9)
        return [step * i for i in range(first, math.floor(self.high / step + 1e-9) + 1)]


def nice(step: float) -> float:
    """The next step of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= step * 0.999)


def axis_of(values: Sequence[float], *, zero: bool = False, pad: float = 0.0) -> Axis:
    """An axis that holds the values (and zero); of some width even when they are all the same."""
    held = [*values, 0.0] if zero else list(values)
    low, high = min(held), max(held)
    width = (high - low) or abs(high) or 1.0
    return Axis(low - pad * width, high + pad * width if high > low else low + width)


def svg(height: float, says: str, *parts: str) -> Markup:
    """A chart of full width; ``says`` is read out in its place."""
    inside = Markup("").join(Markup(part) for part in parts)
    return Markup('<svg width="100%" height="{}" role="img" aria-label="{}">{}</svg>').format(height, says, inside)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A line across places in per cent."""
    return f'<line x1="{x1}%" y1="{y1:g}" x2="{x2}%" y2="{y2:g}" class="{kind}"/>'


def text(x: float, y: float, words: object, *, anchor: str = "middle", kind: str = "", dx: int = 0) -> str:
    """Words at a place."""
    return f'<text x="{x}%" y="{y:g}" dx="{dx}" text-anchor="{anchor}" class="{kind}">{escape(str(words))}</text>'


def range_bar(axis: Axis, p10: float, p50: float, p90: float, *, kind: str, says: str) -> Markup:
    """From the tenth to the ninetieth percentile, with a tick at the median, and zero as a thin line."""
    x1, x2, middle = axis.at(p10), axis.at(p90), ROW / 2
    zero = [line(axis.at(0.0), 0, axis.at(0.0), ROW, "zero")] if axis.low < 0.0 < axis.high else []
    bar = f'<rect x="{x1}%" y="{middle - 4:g}" width="{max(round(x2 - x1, 2), 0.4)}%" height="8" class="bar {kind}"/>'
    return svg(ROW, says, *zero, bar, line(axis.at(p50), middle - 8, axis.at(p50), middle + 8, f"median {kind}"))


def scale(axis: Axis, labels: Sequence[tuple[float, object]]) -> Markup:
    """The axis under a group of bars."""
    parts = [line(axis.left, 0.5, axis.right, 0.5, "axis")]
    for value, words in labels:
        x = axis.at(value)
        parts.append(line(x, 0, x, 4, "axis"))
        parts.append(text(x, 16, words, anchor="start" if x < 8 else "end" if x > 92 else "middle", kind="tick"))
    return svg(20, "", *parts)


def flag(x: float, y: float) -> str:
    """A small flag whose pole stands at a place in per cent."""
    cloth = '<path d="M0,0 l9,4.5 l-9,4.5 z" class="flag"/>'
    return f'<svg x="{x}%" y="{y:g}" width="14" height="12" overflow="visible">{cloth}</svg>'
