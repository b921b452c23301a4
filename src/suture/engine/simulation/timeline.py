"""When things happen under a strategy: stages, engagement of the makers, clearance, launch, commitment.

All months are counted from the start of the case; ``NEVER`` for what does not come. Shapes (n,) unless said.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suture.engine.simulation.draw import Inputs, World
from suture.engine.strategy.case import Case, Partner, Product
from suture.engine.strategy.models import Slot, Strategy
from suture.engine.strategy.month import LONGEST_LEAD
from suture.engine.world.grid import NEVER, Floats, Wholes, month_of

WEEKS_PER_MONTH = 365.25 / 12 / 7
ON_DEMAND_WAIT = 1.25
"""Builds of clients without commitment wait behind others: a quarter longer. Assumption: docs/rules/strategies.md."""


class Reached(NamedTuple):
    """One product under one strategy."""

    stage_end: Floats  # (n, stages) months
    stopped: Wholes  # stage in which the project stops, or NEVER
    engaged: Wholes  # makers are engaged: qualification, tools, validation
    ready: Mapping[str, Wholes]  # by maker: may be ordered from
    cleared: Wholes
    refused: Wholes  # the review ends without clearance
    launch: Wholes  # first saleable lot in hand


class Timeline(NamedTuple):
    """All products, and what is one for the company."""

    product: Mapping[str, Reached]
    engaged: Wholes  # the first engagement
    supply: Wholes  # first order of goods
    committed: Wholes  # the second mode of a slot begins
    ends: Wholes  # nothing is developed or supplied any more


def timeline(case: Case, strategy: Strategy, world: World, known: Inputs) -> Timeline:
    """The months of a strategy in a block of scenarios."""
    reached = {name: product_months(case, strategy, name, world, known) for name in case.products}
    engaged = np.min([r.engaged for r in reached.values()], axis=0)
    first_order = np.min([first_ready(r) for r in reached.values()], axis=0)
    first_sale = np.min([r.launch for r in reached.values()], axis=0)
    funded = world.funded.min(axis=1) if world.funded.shape[1] else np.zeros_like(engaged)
    committed = later_of(first_sale + strategy.demand_months, np.where(funded >= NEVER, 0, funded))
    ends = np.max([ending(r, case.months) for r in reached.values()], axis=0)
    return Timeline(reached, engaged, first_order, np.minimum(committed, NEVER), ends)


def product_months(case: Case, strategy: Strategy, name: str, world: World, known: Inputs) -> Reached:
    """The months of one product."""
    product = case.products[name]
    went = world.course[name]
    n = world.stop - world.start
    if product.on_market:
        nothing = np.zeros(n, dtype=np.int64)
        ready = {slot.partner: moved_by(case, slot.partner, world, known) for slot in makers(strategy)}
        never = np.full(n, NEVER)
        return Reached(np.zeros((n, 0)), never, nothing, ready, nothing, never, nothing)
    wait = np.zeros(n)
    if strategy.builds is not None:
        wait = build_wait(case.partners[strategy.builds.partner], strategy.builds, world, known)
    end = np.cumsum(went.stages.iterations * (went.stages.months + wait[:, np.newaxis]), axis=1)
    stages = end.shape[1]
    stopped = np.where(went.stages.holds.all(axis=1), NEVER, went.stages.holds.argmin(axis=1) if stages else NEVER)
    developed = month_of(end[:, -1]) if stages else np.zeros(n, dtype=np.int64)
    lives = stopped >= NEVER
    last_begins = month_of(end[:, -2]) if stages > 1 else np.zeros(n, dtype=np.int64)
    engaged = np.where(reaches(stopped, stages - 1), last_begins, NEVER)
    decided = developed + month_of(went.review_months)
    cleared = np.where(lives & went.granted, decided, NEVER)
    refused = np.where(lives & ~went.granted, decided, NEVER)
    ready = {
        slot.partner: np.where(
            lives, engaged + validated_after(case.partners[slot.partner], product, world, known), NEVER
        )
        for slot in makers(strategy)
    }
    if strategy.first is None:
        return Reached(end, stopped, engaged, ready, cleared, refused, np.full(n, NEVER))
    lead = lead_months(case.partners[strategy.first.partner], world, known)
    orders_from = later_of(cleared, ready[strategy.first.partner])
    return Reached(end, stopped, engaged, ready, cleared, refused, np.minimum(orders_from + lead, NEVER))


def makers(strategy: Strategy) -> tuple[Slot, ...]:
    """The makers of a strategy, first and second."""
    return tuple(slot for slot in (strategy.first, strategy.second) if slot is not None)


def moved_by(case: Case, name: str, world: World, known: Inputs) -> Wholes:
    """When a product on the market may be ordered from a maker: at once from today's, after a transfer from another."""
    if case.today is None or case.today.partner == name:
        return np.zeros(world.stop - world.start, dtype=np.int64)
    return whole_months(transfer_months(case.partners[case.today.partner], known))[world.row]


def transfer_months(left: Partner, known: Inputs) -> Floats:
    """Months to move a product away from a maker: half as long again where its process may not be used (draws,)."""
    months = known.of(left.transfer_months)
    return months if left.process_licence != "no" else months * 1.5


def validated_after(partner: Partner, product: Product, world: World, known: Inputs) -> Wholes:
    """Months from engagement until a maker may be ordered from: qualification, then validation of the product."""
    months = known.of(partner.qualification_months) + known.of(product.validation_months)
    return whole_months(months)[world.row]


def build_wait(partner: Partner, slot: Slot, world: World, known: Inputs) -> Floats:
    """Months until a development build is in hand."""
    factor = ON_DEMAND_WAIT if slot.modes[0] == "builds" else 1.0
    waits: Floats = known.of(partner.build_weeks)[world.row] / WEEKS_PER_MONTH * factor
    return waits


def lead_by_draw(partner: Partner, known: Inputs) -> Wholes:
    """Whole months from order to arrival under every input draw, transit included; at least one."""
    months = (known.of(partner.lead_weeks) + known.of(partner.transit_weeks)) / WEEKS_PER_MONTH
    return np.clip(whole_months(months), 1, LONGEST_LEAD)


def lead_months(partner: Partner, world: World, known: Inputs) -> Wholes:
    """Whole months from order to arrival in every scenario."""
    return lead_by_draw(partner, known)[world.row]


def first_ready(reached: Reached) -> Wholes:
    """When goods of a product may first be ordered."""
    if not reached.ready:
        return np.full_like(reached.cleared, NEVER)
    return later_of(reached.cleared, np.min(list(reached.ready.values()), axis=0))


def ending(reached: Reached, months: int) -> Wholes:
    """When a product's project ends: with the stage it fails in, with a refused review, else with the case."""
    stages = reached.stage_end.shape[1]
    ends = np.where(reached.refused < NEVER, reached.refused + 1, months)
    if stages:
        stage = np.minimum(reached.stopped, stages - 1)
        failed = month_of(np.take_along_axis(reached.stage_end, stage[:, np.newaxis], axis=1)[:, 0]) + 1
        ends = np.where(reached.stopped >= NEVER, ends, failed)
    return np.minimum(ends, months)


def reaches(stopped: Wholes, stage: int) -> NDArray[np.bool_]:
    """Whether a project gets into a stage at all."""
    return stopped >= stage


def whole_months(months: Floats) -> Wholes:
    """Months rounded to whole ones."""
    return np.rint(months).astype(np.int64)


def later_of(one: Wholes, other: Wholes) -> Wholes:
    """The later of two months; NEVER where either never comes."""
    return np.minimum(np.maximum(one, other), NEVER)
