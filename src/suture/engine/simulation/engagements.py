"""Which agreements a strategy stands under in a block of scenarios, and what falls under each."""

from collections.abc import Iterator, Mapping

import numpy as np

from suture.engine.simulation.accounts import Engagement
from suture.engine.simulation.activity import Made, orders_from, seats, today_modes
from suture.engine.simulation.development import Developed
from suture.engine.simulation.draw import Inputs, World
from suture.engine.simulation.grid import from_month
from suture.engine.simulation.timeline import Timeline, lead_by_draw, makers
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Slot, Strategy
from suture.engine.strategy.offers import Mode
from suture.engine.world.grid import NEVER, Floats, Wholes

Key = tuple[str, Mode]


def keys(case: Case, strategy: Strategy) -> tuple[Key, ...]:
    """Partner and mode of every agreement that the strategy may stand under."""
    slots = [*makers(strategy), *([bridge] if (bridge := bridging(case, strategy)) else [])]
    supply: list[Key] = [(slot.partner, mode) for slot in slots for mode in slot.modes]
    new = any(not product.on_market for product in case.products.values())
    tools: list[Key] = [(slot.partner, "tools") for slot in makers(strategy) if new]
    develop: list[Key] = []
    if strategy.builds is not None:
        develop.append((strategy.builds.partner, strategy.builds.modes[0]))
    if strategy.hours_from is not None:
        develop.append((strategy.hours_from, "hours"))
    return tuple(dict.fromkeys([*supply, *tools, *develop]))


def bridging(case: Case, strategy: Strategy) -> Slot | None:
    """Today's maker, where it supplies until another has taken over."""
    if strategy.first is None or not (sitting := seats(case, strategy)).bridge or sitting.b is None:
        return None
    return Slot(sitting.b, today_modes(case))


def engagements(
    case: Case,
    strategy: Strategy,
    world: World,
    when: Timeline,
    made: Mapping[str, Made],
    developed: Developed,
    known: Inputs,
) -> Iterator[Engagement]:
    """Every agreement of the strategy with what falls under it."""
    months = np.full(world.stop - world.start, case.months)
    start = np.zeros_like(months)
    for slot in makers(strategy):
        begins = np.min([orders_from(when.product[name], slot.partner) for name in case.products], axis=0)
        yield from supplied(case, slot, begins, months, world, when, made, known)
    if (bridge := bridging(case, strategy)) is not None and strategy.first is not None:
        taken_over = np.max([orders_from(when.product[n], strategy.first.partner) for n in case.products], axis=0)
        yield from supplied(case, bridge, start, taken_over, world, when, made, known)
    for key in keys(case, strategy):
        if key[1] == "tools":
            yield Engagement(key, when.engaged, months, {})
        elif key[1] == "hours":
            yield Engagement(key, start, when.ends, {("hours", "worked"): developed.hours})
        elif key[1] in {"builds", "frame"}:
            ordered = {(name, "ordered"): units for name, units in developed.builds.items()}
            yield Engagement(key, start, when.ends, ordered)


def supplied(
    case: Case,
    slot: Slot,
    begins: Wholes,
    ends: Wholes,
    world: World,
    when: Timeline,
    made: Mapping[str, Made],
    known: Inputs,
) -> Iterator[Engagement]:
    """The agreements under which one maker supplies: one, or two that follow each other when the trigger is met."""
    last = len(slot.modes) - 1
    lead = lead_by_draw(case.partners[slot.partner], known)[world.row]
    for i, mode in enumerate(slot.modes):
        first = begins if i == 0 else np.maximum(begins, when.committed)
        end = ends if i == last else np.minimum(ends, np.maximum(begins, when.committed))
        ordered = span(first, end, case.months)
        arrived = span(first if i == 0 else first + lead, end if i == last else end + lead, case.months)
        quantities = {}
        for name, product in made.items():
            quantities[name, "ordered"] = product.ordered[slot.partner] * ordered
            quantities[name, "accepted"] = product.arrived[slot.partner] * (arrived if last else np.ones_like(arrived))
        yield Engagement((slot.partner, mode), first, end, quantities)


def span(first: Wholes, end: Wholes, months: int) -> Floats:
    """1 in the months from ``first`` up to ``end``, as lanes."""
    return from_month(first, months) - from_month(np.minimum(np.maximum(end, first), NEVER), months)
