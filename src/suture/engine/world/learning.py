"""What repetition teaches: the cost of the n-th unit, and the yield after so many lots.

Plain functions over floats, with nothing but arithmetic, powers and ``math.log2``, so that a compiled step
may call them. A switch of partner starts the count again.
"""

import math

from suture.engine.number import N


def wright_unit(n: float, rate: float) -> float:
    """The cost of unit ``n`` over that of the first: n ** log2(rate), T. P. Wright (1936), unit form of J. R.
    Crawford.

    ``rate`` 0.8: each doubling of the count costs a fifth less. ``n`` from 1 up, ``rate`` above 0.
    """
    return float(n ** math.log2(rate))


def wright_cumulative(n: float, rate: float) -> float:
    """The cost of units 1 to ``n`` together over that of the first, in closed form.

    The sum of k ** b by Euler and Maclaurin, exact at 1 and within 0.0005 of the first unit for rates from
    0.7 to 1.
    """
    b = math.log2(rate)
    area = (n ** (b + 1.0) - 1.0) / (b + 1.0) if b > -1.0 or b < -1.0 else math.log(n)
    ends = (n**b + 1.0) / 2.0
    bend = b * (n ** (b - 1.0) - 1.0) / 12.0
    third = b * (b - 1.0) * (b - 2.0) * (n ** (b - 3.0) - 1.0) / 720.0
    return float(area + ends + bend - third)


def yield_reached(lots: N, start: N, half: N) -> N:
    """The yield after ``lots`` lots as a share of the steady one: half of the way up is gone after ``half`` lots.

    A hyperbola, not a halving: a power has no exact Decimal, and one that falls more slowly errs on the safe side.
    """
    return 1 - (1 - start) * half / (half + lots)
