"""How prices move: by a yearly re-opener within bounds, or with a published index."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from suture.engine.world.grid import Floats, Number
from suture.engine.world.shape import between


class PathOutOfBounds(ValueError):
    """A price cannot fall by all of itself in a year, and an index needs a spread from zero up."""


class YearlyChange(NamedTuple):
    """How an index changes in a year, as shares."""

    mean: float
    spread: float
    """Standard deviation."""
    source: str


CPI_U = YearlyChange(
    0.0253,
    0.0157,
    "US CPI-U, not seasonally adjusted, 25 changes from December to December, 2000 to 2025; computed from "
    "datasets/cpi-us (PDDL), itself from the Bureau of Labor Statistics",
)


def reopener_dimensions(months: int, first: int = 12) -> tuple[str, ...]:
    """The uniforms that ``reopened`` reads: one for each anniversary within the horizon."""
    return tuple(f"re-opener {k + 1}" for k in range(len(range(first, months, 12))))


def reopened(u: Floats, low: Number, high: Number, months: int, first: int = 12) -> Floats:
    """The factor on a price that is opened once a year, shape (n, months); 1 before month ``first``.

    ``u`` has the columns of ``reopener_dimensions(months, first)``. At each anniversary the price changes by
    a share between ``low`` and ``high`` (-0.02 and 0.08; each alike; one number or shape (n,)), compounded: a
    path, since nobody publishes how re-openers end. Raises PathOutOfBounds, RangeOutOfOrder.
    """
    if np.any(np.asarray(low) <= -1):
        raise PathOutOfBounds(f"a yearly change of {low} leaves no price")
    factor = np.ones((len(u), months))
    level = np.ones(len(u))
    for k, anniversary in enumerate(range(first, months, 12)):
        level = level * (1.0 + between(u[:, k], low, high))
        factor[:, anniversary : anniversary + 12] = level[:, np.newaxis]
    return factor


def index_dimensions(months: int) -> tuple[str, ...]:
    """The uniforms that ``index`` reads, in the order of its bridge: the end first, then the middles."""
    return tuple(f"index {k}" for k in range(1, months))


def index(u: Floats, change: YearlyChange, months: int) -> Floats:
    """An index over its value in month 0, shape (n, months): a random walk of its logarithm, drift and all.

    ``u`` has the columns of ``index_dimensions(months)``. Over twelve months the factor is lognormal with
    mean 1 + change.mean and standard deviation change.spread. A walk's months are not independent; the bridge
    (L. S. Moskowitz and R. E. Caflisch, 1996) gives the first dimensions the broad movement, as principal
    components would, in one pass and with the same bytes for every block. Raises PathOutOfBounds.
    """
    mean, spread = 1.0 + change.mean, change.spread
    if not (mean > 0 and 0 <= spread < np.inf):
        raise PathOutOfBounds(f"yearly mean {change.mean}, spread {change.spread}")
    variance = np.log1p((spread / mean) ** 2)
    walk = np.zeros((months, len(u)))  # a month is a row here, so that each step of the bridge is contiguous
    for column, (at, left, right) in enumerate(_bridge(months - 1)):
        normal = ndtri(u[:, column])
        if right is None:
            walk[at] = normal * np.sqrt(at - left)
        else:
            reach = right - left
            walk[at] = (walk[left] * (right - at) + walk[right] * (at - left)) / reach
            walk[at] += normal * np.sqrt((at - left) * (right - at) / reach)
    walk *= np.sqrt(variance / 12.0)
    walk += (np.arange(months) * ((np.log(mean) - 0.5 * variance) / 12.0))[:, np.newaxis]
    return np.ascontiguousarray(np.exp(walk, out=walk).T)


def _bridge(steps: int) -> Iterator[tuple[int, int, int | None]]:
    """Steps of the bridge, breadth first: the month to fill, and the filled months left and right of it."""
    if steps > 0:
        yield steps, 0, None
    gaps = [(0, steps)]
    while gaps:
        halves: list[tuple[int, int]] = []
        for left, right in gaps:
            if right - left > 1:
                middle = (left + right) // 2
                yield middle, left, right
                halves += [(left, middle), (middle, right)]
        gaps = halves
