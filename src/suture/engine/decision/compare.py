"""Paired comparison of strategies on common random numbers.

Two questions are kept apart. *Futures*: in how many of the drawn futures is one better? *Confidence*: how sure is it
that it is better on the whole, given that the inputs are ranges? For that the futures of one input draw are averaged,
and the confidence is the share of input draws in which the difference has the sign of the mean.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from suture.engine.simulation.run import Results
from suture.engine.world.grid import Floats

CLEAR = 0.8
"""Below this confidence the answer is "no clear difference" (a setting of ``choose``)."""
FEWEST_DRAWS = 8
"""Below so many input draws a confidence says nothing: even if all agree, by the rule of three, no more than 0.62."""


class Difference(NamedTuple):
    """How much better ``one`` is than ``other`` in worth: mean, its 95 % interval, tenth and ninetieth percentile."""

    one: int
    other: int
    mean: float
    low: float
    high: float
    p10: float
    p90: float
    futures: float  # share of futures in which it is better
    confidence: float  # share of input draws in which it is better on average

    @property
    def same(self) -> bool:
        """The two never differ: the same terms and partners under two labels."""
        return self.p10 == self.p90 == self.mean == 0.0


def difference(results: Results, one: int, other: int, outcome: str = "worth") -> Difference:
    """One strategy less another, scenario by scenario."""
    paired = results.of(one, outcome) - results.of(other, outcome)
    draws = by_draw(results, paired)
    mean = float(paired.mean())
    error = 1.96 * float(draws.std(ddof=1)) / len(draws) ** 0.5 if len(draws) > 1 else 0.0
    agrees = draws > 0 if mean >= 0 else draws < 0
    better = paired > 0 if mean >= 0 else paired < 0
    p10, p90 = (float(value) for value in np.percentile(paired, (10, 90)))
    return Difference(
        one, other, mean, mean - error, mean + error, p10, p90, float(better.mean()), float(agrees.mean())
    )


def by_draw(results: Results, values: Floats) -> Floats:
    """Values averaged over the futures of each input draw, (draws,)."""
    group = results.sampling.futures_per_input
    whole = len(values) // group * group
    averaged: Floats = values[:whole].reshape(-1, group).mean(axis=1)
    return averaged


def ranking(results: Results, feasible: Sequence[bool]) -> list[int]:
    """Strategies from the best mean worth down, feasible ones first; ties stay in their given order."""
    worth = results.kept[:, 0].mean(axis=1)
    return sorted(range(len(worth)), key=lambda i: (not feasible[i], -worth[i], i))
