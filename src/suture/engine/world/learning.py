"""What repetition teaches: the yield after so many lots. A switch of partner starts the count again."""

from suture.engine.number import N


def yield_reached(lots: N, start: N, half: N) -> N:
    """The yield after ``lots`` lots as a share of the steady one: half of the way up is gone after ``half`` lots.

    A hyperbola, not a halving: a power has no exact Decimal, and one that falls more slowly errs on the safe side.
    """
    return 1 - (1 - start) * half / (half + lots)
