"""From charges and sales to the outcomes of each scenario: worth, cash, dates, cost of a unit, what is lost."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from suture.engine.rating.lanes import LANES
from suture.engine.simulation.accounts import Charged
from suture.engine.simulation.activity import FEWEST_HOURS, Made, work_share
from suture.engine.simulation.development import Developed
from suture.engine.simulation.draw import Inputs, World
from suture.engine.simulation.grid import from_month, of_draws, put
from suture.engine.simulation.tally import Flows, Rates, tally
from suture.engine.simulation.timeline import Timeline, makers, transfer_months
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.planned import open_price
from suture.engine.world.grid import NEVER, Floats, month_of

OUTCOMES = (
    "worth", "cost", "cash_low", "first_lot", "sunk", "unit_cost", "off_market", "bound", "expired", "expired_value",
    "hours", "hours_asked", "starved", "landed", "iterations", "spent", "sold",
)  # fmt: skip


def outcomes(
    case: Case, strategy: Strategy, world: World, when: Timeline, made: Mapping[str, Made], developed: Developed,
    charged: Sequence[Charged], known: Inputs,
) -> dict[str, Floats]:  # fmt: skip
    """Every outcome of a strategy in a block, each (n,); NaN where it has no meaning (no unit was ever delivered)."""
    n, months = len(world.row), case.months
    rates = yearly_rates(case, world, known)
    sums = tally(
        money(case, strategy, world, when, made, charged, known), rates, float(case.company.cash.likely), when.ends
    )
    at_end = np.repeat(rates.weight[:, -1], LANES)
    closing = (closing_value(case, made, n) + sums.uncollected - (sums.owed - sums.paid)) * at_end
    arrived = over((units for each in made.values() for units in each.arrived.values()), n)
    lost = over((each.lost for each in made.values()), n)
    sold = over((each.sold for each in made.values()), n)
    launch = np.min([reached.launch for reached in when.product.values()], axis=0)
    on_market = np.maximum(months - launch, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.where(arrived > 0, (sums.goods + sums.running) / arrived, np.nan)
        off = np.where(lost + sold > 0, lost / (lost + sold) * on_market / 12.0 * 52.0, np.nan)
    asked, starved = oversight_asked(case, made, world, known)
    stopped = np.min([reached.stopped for reached in when.product.values()], axis=0)
    refused = np.any([~world.course[name].granted for name in case.products], axis=0)
    return {
        "worth": sums.earned + closing - sums.cost,
        "cost": sums.cost,
        "cash_low": sums.cash_low,
        "first_lot": np.where(launch < months, launch, np.nan).astype(np.float64),
        "sunk": np.where((stopped < NEVER) | refused, sums.spent, np.nan),
        "unit_cost": unit,
        "off_market": off,
        "bound": sums.bound,
        "expired": over((each.expired for each in made.values()), n),
        "expired_value": over((each.expired * cheapest(case, name) for name, each in made.items()), n),
        "hours": sums.hours,
        "hours_asked": asked,
        "starved": starved,
        "landed": sums.goods,
        "iterations": developed.iterations,
        "spent": sums.spent,
        "sold": sold,
    }


def oversight_asked(case: Case, made: Mapping[str, Made], world: World, known: Inputs) -> tuple[Floats, Floats]:
    """Hours of oversight asked for a month, and the share of months in which lots wait for want of them, both (n,).

    Over the months in which a maker may be ordered from; NaN where there is none.
    """
    n = len(world.row)
    if not made:
        return np.full(n, np.nan), np.full(n, np.nan)
    free = known.of(case.company.oversight_hours)
    asked = each_of((each.asked for each in made.values()), world.paid_in.shape)
    short = np.zeros(asked.shape, dtype=bool)
    for name, each in made.items():
        own = of_draws(np.maximum(free * work_share(case, name, known), FEWEST_HOURS), world.row)
        short |= each.asked > own * (1 + 1e-9)
    months = (asked > 0).sum(axis=1).reshape(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return asked.sum(axis=1).reshape(-1) / months, short.sum(axis=1).reshape(-1) / months


def yearly_rates(case: Case, world: World, known: Inputs) -> Rates:
    """Discount, hour, bridge and burn of every block: the lanes of a block share their input draw."""
    draw = world.row[::LANES]
    discount = known.of(case.company.discount_rate)[draw, np.newaxis]
    return Rates(
        weight=(1.0 + discount) ** (-(np.arange(case.months) + 0.5) / 12.0),
        hour_cost=known.of(case.company.hour_cost)[draw],
        bridge=known.of(case.company.bridge_rate)[draw] / 12.0,
        burn=known.of(case.company.burn)[draw],
    )


def money(
    case: Case, strategy: Strategy, world: World, when: Timeline, made: Mapping[str, Made], charged: Sequence[Charged],
    known: Inputs,
) -> Flows:  # fmt: skip
    """All money of a strategy by month."""
    shape = world.paid_in.shape
    owed, landed, paid, bound, goods = (each_of(parts, shape) for parts in zip(*charged, strict=True))
    sales = each_of((m.sold * of_draws(sale_price(case, name, known), world.row) for name, m in made.items()), shape)
    hours = each_of((m.hours for m in made.values()), shape)
    own, upkeep = own_costs(case, strategy, world, when, known)
    return Flows(sales, hours, owed, landed, paid, bound, goods, own, upkeep, world.paid_in)


def own_costs(case: Case, strategy: Strategy, world: World, when: Timeline, known: Inputs) -> tuple[Floats, Floats]:
    """What the company pays beside its agreements: once (by month), and for upkeep of its makers."""
    once, upkeep = np.zeros(world.paid_in.shape), np.zeros(world.paid_in.shape)
    engaged = from_month(when.engaged, case.months)
    for slot in makers(strategy):
        partner = case.partners[slot.partner]
        upkeep += engaged * (of_draws(known.of(partner.upkeep), world.row) / 12.0)
        known_there = case.today is not None and case.today.partner == slot.partner
        for name, product in case.products.items():
            if known_there and product.on_market:
                continue
            put(once, when.product[name].engaged, known.of(product.validation)[world.row])
        if known_there:
            continue
        put(once, when.engaged, known.of(partner.qualification)[world.row])
        if case.today is not None:
            left = case.partners[case.today.partner]
            harder = transfer_months(left, known) / np.maximum(known.of(left.transfer_months), 1e-9)
            put(once, np.zeros_like(world.row), (known.of(left.transfer) * harder)[world.row])
    for name, product in case.products.items():
        if product.review is not None:
            ends = when.product[name].stage_end
            filed = month_of(ends[:, -1]) if ends.shape[1] else np.zeros_like(world.row)
            alive = np.where(when.product[name].stopped >= NEVER, filed, NEVER)
            put(once, alive, known.of(product.review.fee)[world.row])
    return once, upkeep


def sale_price(case: Case, name: str, known: Inputs) -> Floats:
    """Net price of a unit (draws,): as given, else so that the usual margin is lost with an unsold unit."""
    product = case.products[name]
    if product.price is not None and product.price.known:
        return known.of(product.price)
    return cheapest(case, name) / np.maximum(1.0 - known.of(product.margin_lost), 0.05)


def cheapest(case: Case, name: str) -> float:
    """The lowest likely open price of a unit of a product."""
    return min(float(open_price(p, name, case.products[name])) for p in case.partners.values() if p.supplies)


def closing_value(case: Case, made: Mapping[str, Made], n: int) -> Floats:
    """Stock at the end, at the lowest likely open price, (n,)."""
    value = np.zeros(n)
    for name, each in made.items():
        value += each.stock[:, -1].reshape(-1) * cheapest(case, name)
    return value


def over(parts: Iterable[Floats], n: int) -> Floats:
    """Units of all products and makers over all months, (n,)."""
    total = np.zeros(n)
    for part in parts:
        total += part.sum(axis=1).reshape(-1)
    return total


def each_of(parts: Iterable[Floats], shape: tuple[int, ...]) -> Floats:
    """Flows added up month by month."""
    total = np.zeros(shape)
    for part in parts:
        total += part
    return total
