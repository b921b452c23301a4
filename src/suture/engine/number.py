"""The two number types of the engine, and the few functions that both of them share.

A clause is written once, over ``N``. Folded over ``Decimal`` it is the invoice; compiled over ``float`` it is the
simulation. Whatever stands here must mean the same in both: no ``//``, ``%``, ``round`` or float literal, since those
differ between the two types (``-(-17 // 10)`` is 1 on Decimal and 2.0 on float).
"""

from decimal import Decimal
from math import ceil
from typing import NamedTuple, TypeVar

N = TypeVar("N", Decimal, float)
Quad = tuple[N, N, N, N]


class Window(NamedTuple):
    """Where a settlement period stands in its accumulation window: 1 in the first / last period, else 0."""

    opens: int
    closes: int


def above(a: N, b: N) -> N:
    """What ``a`` has above ``b``, never less than zero."""
    return a - b if a > b else 0 * a


def lower(a: N, b: N) -> N:
    """The lower of two."""
    return a if a < b else b


def higher(a: N, b: N) -> N:
    """The higher of two."""
    return a if a > b else b


def when(flag: N, a: N) -> N:
    """``a`` where ``flag`` is above zero, else zero."""
    return a if flag > 0 else 0 * a


def started(quantity: N, size: N) -> int:
    """How many lots, packages or loads of ``size`` are started by ``quantity``: every started one counts whole."""
    return ceil(quantity / size)


def _slices(quantity: N, starts: Quad[N], rises: Quad[N]) -> N:
    return (
        rises[0] * above(quantity, starts[0])
        + rises[1] * above(quantity, starts[1])
        + rises[2] * above(quantity, starts[2])
        + rises[3] * above(quantity, starts[3])
    )


def _jumps(quantity: N, starts: Quad[N], jumps: Quad[N]) -> N:
    return (
        when(quantity - starts[0], jumps[0])
        + when(quantity - starts[1], jumps[1])
        + when(quantity - starts[2], jumps[2])
        + when(quantity - starts[3], jumps[3])
    )


def sliced(quantity: N, starts: tuple[Quad[N], ...], rises: tuple[Quad[N], ...]) -> N:
    """Amount of ``quantity`` when the price rises by ``rises`` for every unit above ``starts``.

    A graduated price table as its differences: no branch, and a tier of rise zero is padding that changes nothing.
    Tiers come in fours because a plain loop over sixteen of them no longer vectorises (95 ns a cell against 5 ns).
    """
    amount = 0 * quantity
    for i in range(len(starts)):
        amount += _slices(quantity, starts[i], rises[i])
    return amount


def jumped(quantity: N, starts: tuple[Quad[N], ...], jumps: tuple[Quad[N], ...]) -> N:
    """A level that jumps by ``jumps`` once ``quantity`` has gone above ``starts``; no jumps cost no time."""
    if len(jumps) == 0:
        return 0 * quantity
    level = 0 * quantity
    for i in range(len(starts)):
        level += _jumps(quantity, starts[i], jumps[i])
    return level
