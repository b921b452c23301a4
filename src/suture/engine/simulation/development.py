"""What is developed under a strategy: builds ordered and hours bought, stage by stage, until a project stops."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from suture.engine.rating.lanes import LANES
from suture.engine.simulation.draw import Inputs, World
from suture.engine.simulation.grid import of_draws, put
from suture.engine.simulation.timeline import Timeline
from suture.engine.strategy.case import Case
from suture.engine.world.grid import NEVER, Floats, month_of

HOUR_STEPS = 4.0
"""Hours are booked in quarters, the smallest step of the service ``hours``."""


class Developed(NamedTuple):
    """Development in a block, in lanes: units of each product ordered as builds, and hours bought."""

    builds: Mapping[str, Floats]
    hours: Floats  # in quarter hours
    iterations: Floats  # (n,) builds tried within the case


def develop(case: Case, world: World, when: Timeline, known: Inputs) -> Developed:
    """Builds at the start of every iteration, hours in every month, of the stages that are entered."""
    n, months, shape = world.stop - world.start, case.months, world.hours.shape
    builds: dict[str, Floats] = {}
    hours, tried = np.zeros(shape), np.zeros(n)
    for name, product in case.products.items():
        reached, went = when.product[name], world.course[name]
        ordered = np.zeros(shape)
        begins = np.zeros(n)
        for i, stage in enumerate(product.stages):
            entered = reached.stopped >= i
            ends = reached.stage_end[:, i]
            units = np.rint(known.of(stage.build_units))[world.row]
            for at in iteration_starts(begins, ends, went.stages.iterations[:, i]):
                month = month_of(at)
                built = entered & (month < months) & (at < ends)
                put(ordered, np.where(built, month, NEVER), units)
                tried += built
            hours += share_inside(begins, np.where(entered, ends, begins), months) * of_draws(
                known.of(stage.hours), world.row
            )
            begins = ends
        builds[name] = ordered
    return Developed(builds, np.rint(hours * world.hours * HOUR_STEPS), tried)


def iteration_starts(begins: Floats, ends: Floats, iterations: Floats) -> Iterator[Floats]:
    """When each iteration of a stage starts: evenly within it."""
    for k in range(int(iterations.max(initial=0))):
        yield begins + (ends - begins) * np.minimum(k / iterations, 1.0)


def share_inside(begins: Floats, ends: Floats, months: int) -> Floats:
    """The share of each month that lies between begin and end, both (n,), in lanes."""
    month = np.arange(months)[np.newaxis, :, np.newaxis]
    first, last = begins.reshape(-1, 1, LANES), ends.reshape(-1, 1, LANES)
    share: Floats = np.clip(np.minimum(last, month + 1) - np.maximum(first, month), 0.0, 1.0)
    return share
