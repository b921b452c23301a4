"""Money that may come: rounds, grants, milestones of an investor. Whether, and how late."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from suture.engine.world.grid import NEVER, Floats, Wholes


class FundingOutOfBounds(ValueError):
    """A chance lies between 0 and 1, the month from 0 up, and the slip rises."""


class Event(NamedTuple):
    """One expected inflow."""

    name: str
    month: int
    """When it is expected, from the start of the case."""
    amount: float
    chance: float
    slip_low: int
    """Months later than expected, each whole month from low to high alike."""
    slip_high: int


def dimensions(events: Sequence[Event]) -> tuple[str, ...]:
    """The uniforms that ``realised`` reads: all chances, then all slips."""
    return (*(f"chance {e.name}" for e in events), *(f"slip {e.name}" for e in events))


def realised(u: Floats, events: Sequence[Event]) -> Wholes:
    """The month in which each event pays, shape (n, events); ``NEVER`` where it does not come.

    ``u`` has the columns of ``dimensions(events)``. Raises FundingOutOfBounds.
    """
    count = len(events)
    months = np.empty((len(u), count), dtype=np.int64)
    for k, event in enumerate(events):
        if not (0 <= event.chance <= 1 and event.month >= 0 and event.slip_low <= event.slip_high):
            raise FundingOutOfBounds(f"{event}")
        slip = event.slip_low + np.floor(u[:, count + k] * (event.slip_high - event.slip_low + 1))
        paid = np.maximum(event.month + slip.astype(np.int64), 0)
        months[:, k] = np.where(u[:, k] < event.chance, paid, NEVER)
    return months


def inflow(month: Wholes, events: Sequence[Event], months: int) -> Floats:
    """Cash that comes in each month, shape (n, months); ``month`` is what ``realised`` gave."""
    cash = np.zeros((len(month), months))
    for k, event in enumerate(events):
        rows = np.flatnonzero(month[:, k] < months)
        cash[rows, month[rows, k]] += event.amount
    return cash
