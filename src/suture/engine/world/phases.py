"""Development in stages: how often each is tried, how long a try takes, and whether what it makes holds."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suture.engine.world.grid import Floats
from suture.engine.world.shape import Range, triangular


class ChanceOutOfBounds(ValueError):
    """A chance lies between 0 and 1."""


class Stage(NamedTuple):
    """One stage, done after the one before it."""

    name: str
    iterations: Range
    """Builds that are tried, rounded to whole ones, at least one."""
    months: Range
    """Own work of an iteration, apart from waiting for its build."""
    success: float
    """Chance that a project which enters this stage leaves it alive."""


class Course(NamedTuple):
    """How the stages of each project go, as if all were entered: arrays (n, stages)."""

    iterations: Floats
    months: Floats  # of own work in each iteration
    holds: NDArray[np.bool_]


def dimensions(stages: Sequence[Stage]) -> tuple[str, ...]:
    """The uniforms that ``course`` reads: all successes, then all iterations, then all months."""
    return tuple(f"{what} {stage.name}" for what in ("holds", "iterations", "own months") for stage in stages)


def course(u: Floats, stages: Sequence[Stage]) -> Course:
    """The course of each project; ``u`` has the columns of ``dimensions(stages)``.

    Raises ChanceOutOfBounds, RangeOutOfOrder.
    """
    count = len(stages)
    found = Course(np.empty((len(u), count)), np.empty((len(u), count)), np.empty((len(u), count), dtype=bool))
    for k, stage in enumerate(stages):
        if not 0 <= stage.success <= 1:
            raise ChanceOutOfBounds(f"{stage.name}: {stage.success}")
        found.holds[:, k] = u[:, k] < stage.success
        found.iterations[:, k] = np.maximum(1.0, np.rint(triangular(u[:, count + k], *stage.iterations)))
        found.months[:, k] = triangular(u[:, 2 * count + k], *stage.months)
    return found
