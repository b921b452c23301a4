"""Which agreements a strategy stands under in a block of scenarios, and what falls under each."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from suture.engine.clauses.kind import AGREEMENT
from suture.engine.simulation.accounts import Engagement
from suture.engine.simulation.activity import Made, orders_from, seats, today_modes
from suture.engine.simulation.development import Developed
from suture.engine.simulation.draw import Inputs, World
from suture.engine.simulation.grid import from_month
from suture.engine.simulation.timeline import Timeline, lead_by_draw, makers
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Slot, Strategy
from suture.engine.strategy.offers import Deal, tooled
from suture.engine.world.grid import NEVER, Floats, Wholes


def deals(case: Case, strategy: Strategy) -> tuple[Deal, ...]:
    """Every agreement that the strategy may stand under."""
    supply = [Deal(s.partner, mode, planned_share(strategy, s.partner)) for s in makers(strategy) for mode in s.modes]
    if (bridge := bridging(case, strategy)) is not None:
        supply += [Deal(bridge.partner, mode) for mode in bridge.modes]
    if (ended := given_up(case, strategy)) is not None:
        supply.append(ended)
    tools = [Deal(slot.partner, "tools", product=name) for slot in makers(strategy) for name in tooled(case)]
    develop: list[Deal] = []
    if strategy.builds is not None:
        develop.append(Deal(strategy.builds.partner, strategy.builds.modes[0]))
    if strategy.hours_from is not None:
        develop.append(Deal(strategy.hours_from, "hours"))
    return tuple(dict.fromkeys([*supply, *tools, *develop]))


def planned_share(strategy: Strategy, name: str) -> Decimal:
    """The share of the plan that a maker commits on, in whole per cent."""
    return Decimal(round(strategy.share_of(name) * 100)) / 100


def bridging(case: Case, strategy: Strategy) -> Slot | None:
    """Today's maker, where it supplies until another has taken over."""
    if strategy.first is None or not (sitting := seats(case, strategy)).bridge or sitting.b is None:
        return None
    if not any(product.on_market for product in case.products.values()):
        return None  # today's maker makes nothing that another could take over
    return Slot(sitting.b, today_modes(case))


def given_up(case: Case, strategy: Strategy) -> Deal | None:
    """Today's commitment, where its maker stays on other terms: it ends at once, and leaving it costs its fee."""
    if case.today is None or not case.today.committed or strategy.first is None:
        return None
    slot = next((slot for slot in makers(strategy) if slot.partner == case.today.partner), None)
    kept = Deal(case.today.partner, "committed")
    if slot is None or (slot.modes == ("committed",) and planned_share(strategy, slot.partner) == 1):
        return None
    return kept


class Doing(NamedTuple):
    """What a strategy does in a block: when, what is made and developed."""

    world: World
    when: Timeline
    made: Mapping[str, Made]
    developed: Developed


def engagements(case: Case, strategy: Strategy, doing: Doing, known: Inputs) -> Iterator[Engagement]:
    """Every agreement of the strategy with what falls under it."""
    when, developed = doing.when, doing.developed
    months = np.full_like(when.ends, case.months)
    start = np.zeros_like(months)
    for slot in makers(strategy):
        begins = np.min([orders_from(when.product[name], slot.partner) for name in case.products], axis=0)
        yield from supplied(case, slot, planned_share(strategy, slot.partner), begins, months, doing, known)
    if (ended := given_up(case, strategy)) is not None:
        yield Engagement(ended, start, start, {(AGREEMENT, "terminated"): once(start, case.months)})
    if (bridge := bridging(case, strategy)) is not None and strategy.first is not None:
        moved = [name for name, product in case.products.items() if product.on_market]
        taken_over = np.max([orders_from(when.product[name], strategy.first.partner) for name in moved], axis=0)
        for each in supplied(case, bridge, Decimal(1), start, taken_over, doing, known):
            yield each._replace(
                quantities={**each.quantities, (AGREEMENT, "terminated"): once(taken_over, case.months)}
            )
    for deal in deals(case, strategy):
        if deal.mode == "tools":
            yield Engagement(deal, when.product[deal.product].engaged, months, {})
        elif deal.mode == "hours":
            yield Engagement(deal, start, when.ends, {("hours", "worked"): developed.hours})
        elif deal.mode in {"builds", "frame"}:
            ordered = {(name, "ordered"): units for name, units in developed.builds.items()}
            yield Engagement(deal, start, when.ends, ordered)


def supplied(
    case: Case, slot: Slot, share: Decimal, begins: Wholes, ends: Wholes, doing: Doing, known: Inputs
) -> Iterator[Engagement]:
    """The agreements under which one maker supplies: one, or two that follow each other when the trigger is met."""
    last = len(slot.modes) - 1
    committed = doing.when.committed
    lead = lead_by_draw(case.partners[slot.partner], known)[doing.world.row]
    for i, mode in enumerate(slot.modes):
        first = begins if i == 0 else np.maximum(begins, committed)
        end = ends if i == last else np.minimum(ends, np.maximum(begins, committed))
        ordered = span(first, end, case.months)
        arrived = span(first if i == 0 else first + lead, end if i == last else end + lead, case.months)
        quantities = {}
        for name, product in doing.made.items():
            quantities[name, "ordered"] = product.ordered[slot.partner] * ordered
            quantities[name, "accepted"] = product.arrived[slot.partner] * (arrived if last else np.ones_like(arrived))
        yield Engagement(Deal(slot.partner, mode, share), first, end, quantities)


def once(month: Wholes, months: int) -> Floats:
    """1 in one month of each scenario."""
    return span(month, np.minimum(month + 1, NEVER), months)


def span(first: Wholes, end: Wholes, months: int) -> Floats:
    """1 in the months from ``first`` up to ``end``, as lanes."""
    return from_month(first, months) - from_month(np.minimum(np.maximum(end, first), NEVER), months)
