"""How prices move: by a yearly re-opener within bounds."""

import numpy as np

from suture.engine.world.grid import Floats, Number
from suture.engine.world.shape import between


class PathOutOfBounds(ValueError):
    """A price cannot fall by all of itself in a year."""


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
