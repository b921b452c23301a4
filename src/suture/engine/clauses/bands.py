"""Tables in which one value holds for the whole of a window: by a quantity taken, or by an amount of money reached.

A declared volume, a stair-step fee and a rebate are such tables. A bound is met a little before or behind itself, so
that a sum of money or a quantity brought to a full window means the same on Decimal and on float.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.clauses.tiers import Bound, Span, quads
from suture.engine.money import digits
from suture.engine.number import Quad
from suture.engine.text import Message, Text

NEARLY_A_STEP = Decimal("0.000001")
"""How near to a bound a quantity is at it: far below a step, far above what float loses."""
HALF = Decimal("0.5")

ALL = Text("band.all", "whatever is reached", "不论达到多少")
UP_TO = Text("band.up_to", "up to {to}", "不超过 {to}（含）")
BETWEEN = Text("band.between", "more than {begins} and up to {to}", "超过 {begins} 至 {to}（含）")
ABOVE = Text("band.above", "more than {begins}", "超过 {begins}")
BELOW = Text("band.below", "less than {to}", "不足 {to}")
FROM_TO = Text("band.from_to", "{begins} or more and less than {to}", "{begins}（含）以上、不足 {to}")
FROM = Text("band.from", "{begins} or more", "{begins}（含）以上")


class Levels(NamedTuple):
    """A table as its first value, where the others are entered, and by how much the value changes there."""

    first: Decimal
    enters: tuple[Quad[Decimal], ...]
    jumps: tuple[Quad[Decimal], ...]


def levels(starts: Sequence[Decimal], values: Sequence[Decimal], bound: Bound, nearly: Decimal) -> Levels:
    """The table for ``number.jumped``; the first value holds from the beginning."""
    nudge = -nearly if bound == "lower_inclusive" else nearly
    enters = [Decimal(0), *(start + nudge for start in starts[1:])]
    jumps = [Decimal(0), *(after - before for before, after in pairwise(values))]
    return Levels(values[0], quads(enters), quads(jumps))


def half_a_minor_unit(currency: str) -> Decimal:
    """How near to a bound an amount of money is at it."""
    return HALF.scaleb(-digits(currency))


def said_band(band: Span, bound: Bound, one: Callable[[Figure], Message]) -> Message:
    """For what a band holds: more than 10,000 pieces and up to 20,000 pieces; ``one`` says a bound."""
    begins, to = band.from_, band.to
    upper = bound == "upper_inclusive"
    if begins.value == 0:
        if to is None:
            return ALL()
        return UP_TO(to=one(to)) if upper else BELOW(to=one(to))
    if to is None:
        return ABOVE(begins=one(begins)) if upper else FROM(begins=one(begins))
    return (BETWEEN if upper else FROM_TO)(begins=one(begins), to=one(to))
