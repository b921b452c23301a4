"""What is developed under a strategy: builds ordered and hours bought, stage by stage, until a project stops."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from suture.engine.simulation.draw import World
from suture.engine.simulation.timeline import Timeline
from suture.engine.strategy.case import Case
from suture.engine.world.grid import Floats, month_of

HOUR_STEPS = 4.0
"""Hours are booked in quarters, the smallest step of the service ``hours``."""


class Developed(NamedTuple):
    """Development in a block, (n, months): units of each product ordered as builds, and hours bought."""

    builds: Mapping[str, Floats]
    hours: Floats  # in quarter hours
    iterations: Floats  # (n,) builds tried within the case


def develop(case: Case, world: World, when: Timeline) -> Developed:
    """Builds at the start of every iteration, hours in every month, of the stages that are entered."""
    n, months = world.stop - world.start, case.months
    builds: dict[str, Floats] = {}
    hours, tried = np.zeros((n, months)), np.zeros(n)
    for name, product in case.products.items():
        reached, went = when.product[name], world.course[name]
        ordered = np.zeros((n, months))
        begins = np.zeros(n)
        for i, stage in enumerate(product.stages):
            entered = reached.stopped >= i
            ends = reached.stage_end[:, i]
            for at in iteration_starts(begins, ends, went.iterations[:, i]):
                month = month_of(at)
                rows = np.flatnonzero(entered & (month < months) & (at < ends))
                ordered[rows, month[rows]] += float(stage.build_units.likely)
                tried[rows] += 1
            hours += share_inside(begins, ends, months) * entered[:, np.newaxis] * float(stage.hours.likely)
            begins = ends
        builds[name] = ordered
    return Developed(builds, np.rint(hours * world.hours * HOUR_STEPS), tried)


def iteration_starts(begins: Floats, ends: Floats, iterations: Floats) -> Iterator[Floats]:
    """When each iteration of a stage starts: evenly within it."""
    for k in range(int(iterations.max(initial=0))):
        yield begins + (ends - begins) * np.minimum(k / iterations, 1.0)


def share_inside(begins: Floats, ends: Floats, months: int) -> Floats:
    """The share of each month that lies between begin and end, (n, months)."""
    month = np.arange(months)
    share: Floats = np.clip(
        np.minimum(ends[:, np.newaxis], month + 1) - np.maximum(begins[:, np.newaxis], month), 0.0, 1.0
    )
    return share
