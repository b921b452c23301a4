"""A site that stands still: when, for how long, and what share of each month it is up.

Outages come one after the other: an exponential gap from recovery to the next start, then a duration. That
takes two uniforms an outage in place of two a month, the first outage of a scenario sits in the first two
dimensions, and the first and last month are down for the part they are down.
"""

import math
from typing import Final

import numpy as np

from suture.engine.world.grid import Floats, Number
from suture.engine.world.shape import between

USUAL_EVENTS: Final = 12
CUT_SHORT: Final = 0.01


class OutagesCutShort(ValueError):
    """This rate over these months has more outages than there are uniforms for; ask ``events_needed``."""


class RateBelowZero(ValueError):
    """A rate of outages a year is a finite number from zero up."""


def events_needed(yearly_rate: float, months: int) -> int:
    """How many outages to draw so that fewer than 1 % of scenarios could have more; at least twelve."""
    count = USUAL_EVENTS
    while _chance_of_more(count, yearly_rate * months / 12.0) > CUT_SHORT:
        count += 1
    return count


def dimensions(events: int = USUAL_EVENTS) -> tuple[str, ...]:
    """The uniforms that ``share_up`` reads: gap and duration of the first outage, of the second, ..."""
    return tuple(f"outage {what} {k}" for k in range(1, events + 1) for what in ("gap", "duration"))


def share_up(u: Floats, yearly_rate: Number, shortest: Number, longest: Number, months: int) -> Floats:
    """The share of each month's capacity that is up, shape (n, months): 1 up, 0 down.

    ``u`` has the columns of ``dimensions(...)``. ``yearly_rate`` is the number of outages a year of running,
    durations are in months, each alike between shortest and longest; all three one number or shape (n,).
    Raises RateBelowZero, OutagesCutShort, RangeOutOfOrder.
    """
    rate = np.asarray(yearly_rate, dtype=np.float64)
    if not (np.all(np.isfinite(rate)) and np.all(rate >= 0)):
        raise RateBelowZero(f"rate of outages a year: {yearly_rate}")
    events = u.shape[1] // 2
    if _chance_of_more(events, float(rate.max(initial=0)) * months / 12.0) > CUT_SHORT:
        raise OutagesCutShort(f"{events} outages drawn at {rate.max()} a year over {months} months")
    with np.errstate(divide="ignore", over="ignore"):  # at no rate, or nearly none, the first gap never ends
        mean_gap = 12.0 / rate
    up = np.ones((len(u), months))
    opens = np.arange(months, dtype=np.float64)
    recovered = np.zeros(len(u))
    for k in range(events):
        start = recovered - np.log1p(-u[:, 2 * k]) * mean_gap
        recovered = start + between(u[:, 2 * k + 1], shortest, longest)
        hit = np.flatnonzero(start < months)  # the few rows that have a further outage at all
        if len(hit) == 0:
            break
        begin, end = start[hit, np.newaxis], recovered[hit, np.newaxis]
        up[hit] -= np.clip(np.minimum(end, opens + 1) - np.maximum(begin, opens), 0.0, 1.0)
    return np.maximum(up, 0.0, out=up)


def together(partner: Floats, region: Floats) -> Floats:
    """The share that is up when a partner's own outages and those of its region (its own entity) both count.

    They are independent, so within a month in which both are partly down their overlap is taken as chance has
    it.
    """
    return partner * region


def _chance_of_more(count: int, expected: float) -> float:
    """P(Poisson(expected) > count), which bounds the chance of more outages, as recovery takes time too."""
    term = math.exp(-expected)
    total = term
    for k in range(1, count + 1):
        term *= expected / k
        total += term
    return 1.0 - total
