"""Development in phases: how long each takes, and in which one a failed project stops."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suture.engine.world.grid import NEVER, Floats, Wholes
from suture.engine.world.shape import Range, triangular


class ChanceOutOfBounds(ValueError):
    """A chance lies between 0 and 1."""


class Phase(NamedTuple):
    """One phase, done after the one before it."""

    name: str
    months: Range
    success: float
    """Chance that a project which enters this phase leaves it alive."""


PUBLISHED_SUCCESS = {
    "non-clinical to feasibility": 0.469,
    "feasibility to pivotal": 0.480,
    "pivotal to submission": 0.757,
    "submission to approval": 0.805,
}
"""Sertkaya et al., JAMA Netw Open 2022, e2231609 (novel therapeutic complex devices); together 0.1372."""


class Course(NamedTuple):
    """How development goes."""

    finish: Floats
    """Months from the start to the end of each phase, shape (n, phases), as if all were entered."""
    stopped: Wholes
    """The phase in which the project stops, shape (n,); ``NEVER`` where it comes through all of them."""


def dimensions(phases: Sequence[Phase]) -> tuple[str, ...]:
    """The uniforms that ``course`` reads: all successes, then all durations."""
    return (*(f"success {p.name}" for p in phases), *(f"duration {p.name}" for p in phases))


def course(u: Floats, phases: Sequence[Phase]) -> Course:
    """The course of each project; ``u`` has the columns of ``dimensions(phases)``.

    A project that fails stops at the end of the phase it fails in, so its months and money are spent.
    Raises ChanceOutOfBounds, RangeOutOfOrder.
    """
    count = len(phases)
    for phase in phases:
        if not 0 <= phase.success <= 1:
            raise ChanceOutOfBounds(f"{phase.name}: {phase.success}")
    finish = np.empty((len(u), count))
    elapsed = np.zeros(len(u))
    stopped = np.full(len(u), NEVER, dtype=np.int64)
    for k, phase in enumerate(phases):
        elapsed = elapsed + triangular(u[:, count + k], *phase.months)
        finish[:, k] = elapsed
        stopped[(u[:, k] >= phase.success) & (stopped == NEVER)] = k
    return Course(finish, stopped)


def entered(course: Course) -> NDArray[np.bool_]:
    """Which phases are worked on at all, shape (n, phases)."""
    return np.arange(course.finish.shape[1]) <= course.stopped[:, np.newaxis]


def done(course: Course) -> Floats:
    """The month in which the last phase ends with success, shape (n,); ``NEVER`` where the project stops."""
    return np.where(course.stopped == NEVER, course.finish[:, -1], float(NEVER))
