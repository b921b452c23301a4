"""What physically happens to goods under a strategy: every product's months, by the step of ``strategy.month``.

Strategies read quantities and events, never charges: so all months run first, and the terms after them.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from suture.engine.rating.lanes import LANES, Floats, kernel, layout_of
from suture.engine.rating.plan import flat
from suture.engine.simulation.draw import Inputs, World
from suture.engine.simulation.grid import beside, from_month, later_by, of_draws
from suture.engine.simulation.timeline import Reached, Timeline, later_of, lead_by_draw
from suture.engine.strategy.case import Case, Partner, Product
from suture.engine.strategy.models import Slot, Strategy
from suture.engine.strategy.month import LONGEST_LEAD, Facts, Maker, MakerTerms, State, Terms, step
from suture.engine.strategy.offers import Mode
from suture.engine.strategy.planned import of_this
from suture.engine.world.grid import Wholes

COVER = 1
"""Months of planned sales held in stock beside what the lead time needs: one month of average orders is seen in a filed
supply agreement (Vapotherm/Medica 2013)."""
LEARN = 0.2
"""Share of a month's surprise that enters the forecast: assumption."""
AGE_CLASSES = 3
FEWEST_HOURS = 1e-6
"""Stands for no hours of oversight at all, by which nothing may be divided."""
KEPT = (
    "sold", "lost", "stock", "expired", "a.ordered", "a.arrived", "a.hours", "b.ordered", "b.arrived", "b.hours",
    "asked",
)  # fmt: skip
NO_QUAD = (0.0, 0.0, 0.0, 0.0)
NO_MAKER = MakerTerms(1.0, 1.0, 0.0, 1.0, 1.0, 0.0, NO_QUAD, NO_QUAD, 0.0)
ZERO_MAKER = Maker(0.0, NO_QUAD, NO_QUAD, 0.0, 0.0, 0.0, 0.0)
ZERO_STATE = State(0.0, 0.0, 0.0, 0.0, ZERO_MAKER, ZERO_MAKER, 0.0, 0.0, 0.0, 0.0, 0.0)


class Made(NamedTuple):
    """One product's months in a block; arrays (block, month, 16). Ordered and arrived units by maker."""

    sold: Floats
    lost: Floats
    stock: Floats
    expired: Floats
    ordered: Mapping[str, Floats]
    arrived: Mapping[str, Floats]
    hours: Floats  # of oversight given
    asked: Floats  # ... and asked for


class Seats(NamedTuple):
    """Who sits at the two places of the month: the makers of the strategy, and today's while another takes over."""

    a: str
    b: str | None
    bridge: bool


def seats(case: Case, strategy: Strategy) -> Seats:
    """The two makers of the month."""
    assert strategy.first is not None
    if strategy.second is not None:
        return Seats(strategy.first.partner, strategy.second.partner, bridge=False)
    if case.today is not None and case.today.partner != strategy.first.partner:
        return Seats(strategy.first.partner, case.today.partner, bridge=True)
    return Seats(strategy.first.partner, None, bridge=False)


def month_table(case: Case, sitting: Seats, name: str, known: Inputs) -> Floats:
    """The numbers of one product's months under every input draw: (draws, months, numbers)."""
    product = case.products[name]
    share = work_share(case, name, known)
    a = maker_numbers(case.partners[sitting.a], product, share, known)
    b = maker_numbers(case.partners[sitting.b], product, share, known) if sitting.b else None
    b = b if b is not None else np.tile(np.array(flat(NO_MAKER)), (known.draws, 1))
    usable = known.of(product.shelf_life) * (1 - known.of(product.least_life))
    ageing = np.clip(AGE_CLASSES / np.maximum(usable, AGE_CLASSES), 0.0, 1.0)
    hours = np.maximum(known.of(case.company.oversight_hours) * share, FEWEST_HOURS)
    rest = np.stack([np.full(known.draws, LEARN), ageing, hours], axis=1)
    rows = np.concatenate([a, b, rest], axis=1)
    return np.ascontiguousarray(np.repeat(rows[:, np.newaxis, :], case.months, axis=1))


def maker_numbers(partner: Partner, product: Product, share: float, known: Inputs) -> Floats:
    """One maker's numbers for one product under every input draw, in the order of ``MakerTerms``."""
    steady = np.maximum(known.of(partner.yield_steady), 1e-6)
    waits = np.zeros((known.draws, LONGEST_LEAD))
    waits[np.arange(known.draws), lead_by_draw(partner, known) - 1] = 1.0
    columns = [
        np.full(known.draws, float(of_this(partner.lot_size, product))),
        np.full(known.draws, float(of_this(partner.minimum_order, product))),
        known.of(partner.capacity) * share / float(product.work),
        np.minimum(known.of(partner.yield_start) / steady, 1.0),
        np.maximum(known.of(partner.yield_half_life), 1e-6),
        known.of(partner.lots_rejected),
        *waits.T,
        known.of(partner.oversight_lot),
    ]
    return np.stack(columns, axis=1)


def work_share(case: Case, name: str, known: Inputs) -> float:
    """A product's share of all planned work: of a maker's capacity, and of the hours for oversight."""
    work = {key: float(known.plan[key][: case.months].sum()) * float(p.work) for key, p in case.products.items()}
    total = sum(work.values())
    return work[name] / total if total else 1.0 / len(work)


def make_months(
    case: Case, strategy: Strategy, name: str, table: Floats, world: World, when: Timeline, known: Inputs
) -> Made:
    """One product's months in a block of scenarios."""
    assert strategy.first is not None
    sitting = seats(case, strategy)
    facts = month_facts(case, strategy, sitting, name, world, when, known)
    blocks = (world.stop - world.start) // LANES
    out = [np.empty((blocks, case.months, LANES)) for _ in KEPT]
    fold = kernel(step, layout_of(ZERO_TERMS), layout_of(ZERO_STATE), Facts, KEPT)
    none = np.zeros(case.months, dtype=np.int64)
    rows = np.ascontiguousarray(world.row[::LANES])
    fold(table, rows, none, none, *(facts[field] for field in Facts._fields), *out)
    sold, lost, stock, expired, to_a, from_a, hours_a, to_b, from_b, hours_b, asked = out
    ordered, arrived = {sitting.a: to_a}, {sitting.a: from_a}
    if sitting.b is not None:
        ordered[sitting.b], arrived[sitting.b] = to_b, from_b
    return Made(sold, lost, stock, expired, ordered, arrived, hours_a + hours_b, asked)


ZERO_TERMS = Terms(NO_MAKER, NO_MAKER, 0.0, 0.0, 0.0)


def month_facts(
    case: Case, strategy: Strategy, sitting: Seats, name: str, world: World, when: Timeline, known: Inputs
) -> dict[str, Floats]:
    """What every month brings to a product, by field of ``Facts``."""
    product, reached = case.products[name], when.product[name]
    shape = world.demand[name].shape
    months = case.months
    plan = known.plan[name]
    after = np.arange(months)[np.newaxis, :, np.newaxis] - beside(reached.launch)
    share = work_share(case, name, known)
    nothing = np.zeros(shape)
    ready_a = from_month(orders_from(reached, sitting.a), months)
    ready_b = nothing
    if sitting.bridge:
        ready_b = 1.0 - ready_a if product.on_market else nothing
    elif sitting.b is not None:
        ready_b = from_month(orders_from(reached, sitting.b), months)
    facts = {
        "opening": opening_stock(case, product, plan, shape, known),
        "demand": later_by(world.demand[name], reached.launch) if reached.launch.any() else world.demand[name],
        "plan": np.where(after >= 0, plan[np.clip(after, 0, months)], 0.0),
        "aim": planned_ahead(plan, after, lead_ahead(case, strategy, sitting, world, known, ready_a, ready_b) + COVER),
        "share_a": np.full(shape, strategy.share),
        "share_b": np.full(shape, 1.0 if sitting.b else 0.0),
        "ready_a": ready_a,
        "ready_b": ready_b,
        "room_a": room(case, strategy.first, sitting.a, world, when),
        "room_b": nothing if sitting.b is None else room(case, strategy.second, sitting.b, world, when),
        "hours_a": oversight(case, strategy.first, sitting.a, world, when, known) * ready_a * share,
        "hours_b": nothing,
        "chance_a": world.chance[sitting.a, name],
        "chance_b": nothing if sitting.b is None else world.chance[sitting.b, name],
    }
    if sitting.b is not None:
        facts["hours_b"] = oversight(case, strategy.second, sitting.b, world, when, known) * ready_b * share
    facts["base"] = np.maximum(facts["plan"], plan[0] * (after >= -2 * LONGEST_LEAD)) * strategy.base
    return facts


def lead_ahead(
    case: Case, strategy: Strategy, sitting: Seats, world: World, known: Inputs, ready_a: Floats, ready_b: Floats
) -> Wholes:
    """Months that an order must reach ahead: the lead time of the maker in use; of both, by share, where both are."""
    lead_a = beside(lead_by_draw(case.partners[sitting.a], known)[world.row])
    if sitting.b is None:
        return lead_a
    lead_b = beside(lead_by_draw(case.partners[sitting.b], known)[world.row])
    share = min(strategy.share, strategy.base)
    both = np.rint(share * lead_a + (1.0 - share) * lead_b).astype(np.int64)
    return np.where(ready_b == 0, lead_a, np.where(ready_a == 0, lead_b, both))


def modes_in(case: Case, slot: Slot | None) -> tuple[Mode, ...]:
    """The modes of a maker; without a slot it is today's maker while another takes over."""
    return slot.modes if slot is not None else today_modes(case)


def oversight(case: Case, slot: Slot | None, name: str, world: World, when: Timeline, known: Inputs) -> Floats:
    """Hours a month that a maker asks for: more while it is ordered from without commitment."""
    partner, modes = case.partners[name], modes_in(case, slot)
    on_order = of_draws(known.of(partner.oversight_on_order), world.row)
    committed = of_draws(known.of(partner.oversight_committed), world.row)
    if len(modes) > 1:
        return on_order + (committed - on_order) * from_month(when.committed, case.months)
    hours: Floats = (on_order if modes[0] == "on_demand" else committed) * np.ones(world.up[name].shape)
    return hours


def orders_from(reached: Reached, maker: str) -> Wholes:
    """The month from which goods of a product may be ordered from a maker."""
    return later_of(reached.cleared, reached.ready[maker])


def room(case: Case, slot: Slot | None, name: str, world: World, when: Timeline) -> Floats:
    """Share of a maker's capacity that is up and ours: all of it once committed, else what the queue leaves open."""
    modes = modes_in(case, slot)
    if modes[0] != "on_demand":
        return world.up[name]
    free = world.open[name]
    if len(modes) > 1:
        free = np.maximum(free, from_month(when.committed, case.months))
    return world.up[name] * free


def today_modes(case: Case) -> tuple[Mode, ...]:
    """Under which terms today's maker supplies."""
    return ("committed",) if case.today is not None and case.today.committed else ("on_demand",)


def opening_stock(case: Case, product: Product, plan: Floats, shape: tuple[int, ...], known: Inputs) -> Floats:
    """Units that are there when the case begins, of a product on the market: planned sales of lead time and cover."""
    stock = np.zeros(shape)
    if product.on_market:
        partner = case.partners[case.today.partner] if case.today else next(iter(case.partners.values()))
        lead = int(np.median(lead_by_draw(partner, known)))
        stock[:, 0] = np.rint(plan[: lead + COVER].sum())
    return stock


def planned_ahead(plan: Floats, after: Wholes, months: Wholes) -> Floats:
    """Units planned in the ``months`` that follow each month; ``after`` is the month since launch."""
    total = np.concatenate([[0.0], np.cumsum(plan)])
    first = np.clip(after + 1, 0, len(plan))
    last = np.clip(after + 1 + months, 0, len(plan))
    ahead: Floats = total[last] - total[first]
    return ahead
