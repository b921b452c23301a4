"""From charges and sales to the outcomes of each scenario: worth, cash, dates, cost of a unit, what is lost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from suture.engine.rating.lanes import LANES
from suture.engine.simulation.accounts import Charged
from suture.engine.simulation.activity import Made
from suture.engine.simulation.development import Developed
from suture.engine.simulation.draw import Inputs, World
from suture.engine.simulation.grid import beside, from_month, of_draws, per_scenario, put
from suture.engine.simulation.timeline import Timeline, makers, transfer_months
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.offers import open_price
from suture.engine.world.grid import NEVER, Floats, month_of

COLLECTION = 2
"""Months from a sale to its money: assumption, 60 days."""
OUTCOMES = (
    "worth", "cost", "cash_low", "first_lot", "sunk", "unit_cost", "off_market", "bound", "expired", "hours", "landed",
    "iterations", "spent", "sold",
)  # fmt: skip


class Flows(NamedTuple):
    """Money by month of the case, in lanes; costs are positive."""

    sales: Floats
    hours: Floats  # hours of oversight, no money
    owed: Floats
    landed: Floats
    paid: Floats
    bound: Floats
    own: Floats  # qualification, validation, transfer, fees: once
    running: Floats  # upkeep and hours


def outcomes(
    case: Case, strategy: Strategy, world: World, when: Timeline, made: Mapping[str, Made], developed: Developed,
    charged: Sequence[Charged], known: Inputs,
) -> dict[str, Floats]:  # fmt: skip
    """Every outcome of a strategy in a block, each (n,); NaN where it has no meaning (no unit was ever delivered)."""
    flows = money(case, strategy, world, when, made, charged, known)
    months = case.months
    rate = of_draws(known.of(case.company.discount_rate), world.row)
    weight = (1.0 + rate) ** (-(np.arange(months)[np.newaxis, :, np.newaxis] + 0.5) / 12.0)
    collected = late(flows.sales, COLLECTION)
    spent = flows.paid + flows.landed + flows.own + flows.running
    cash = balance(case, world, when, collected - spent, known)
    bridge = np.maximum(-cash, 0.0) * (of_draws(known.of(case.company.bridge_rate), world.row) / 12.0)
    owed, paid, landed = summed(flows.owed), summed(flows.paid), summed(flows.landed)
    uncollected = per_scenario(flows.sales[:, -COLLECTION:].sum(axis=1))
    closing = (closing_value(case, made, len(world.row)) + uncollected - (owed - paid)) * last(weight)
    cost = summed((spent + bridge) * weight)
    arrived = over(units for each in made.values() for units in each.arrived.values())
    lost = over(each.lost for each in made.values())
    sold = over(each.sold for each in made.values())
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.where(arrived > 0, (owed + landed + summed(flows.running)) / arrived, np.nan)
        off = np.where(lost + sold > 0, lost / (lost + sold) * months / 12.0 * 52.0, np.nan)
    launch = np.min([reached.launch for reached in when.product.values()], axis=0)
    stopped = np.min([reached.stopped for reached in when.product.values()], axis=0)
    refused = np.any([~world.course[name].granted for name in case.products], axis=0)
    nothing = np.zeros(len(world.row))
    return {
        "worth": summed(collected * weight) + closing - cost,
        "cost": cost,
        "cash_low": per_scenario(cash.min(axis=1)),
        "first_lot": np.where(launch < months, launch, np.nan).astype(np.float64),
        "sunk": np.where((stopped < NEVER) | refused, summed(spent), np.nan),
        "unit_cost": unit + nothing,
        "off_market": off + nothing,
        "bound": summed(flows.bound),
        "expired": over(each.expired for each in made.values()) + nothing,
        "hours": per_scenario(flows.hours.mean(axis=1)),
        "landed": owed + landed,
        "iterations": developed.iterations,
        "spent": summed(spent),
        "sold": sold + nothing,
    }


def money(
    case: Case, strategy: Strategy, world: World, when: Timeline, made: Mapping[str, Made], charged: Sequence[Charged],
    known: Inputs,
) -> Flows:  # fmt: skip
    """All money of a strategy by month."""
    shape = world.paid_in.shape
    sums = {name: each_of((getattr(c, name) for c in charged), shape) for name in Charged._fields}
    sales = each_of((m.sold * of_draws(sale_price(case, name, known), world.row) for name, m in made.items()), shape)
    hours = each_of((m.hours for m in made.values()), shape)
    own, upkeep = own_costs(case, strategy, world, when, known)
    running = hours * of_draws(known.of(case.company.hour_cost), world.row) + upkeep
    return Flows(sales=sales, hours=hours, own=own, running=running, **sums)


def own_costs(case: Case, strategy: Strategy, world: World, when: Timeline, known: Inputs) -> tuple[Floats, Floats]:
    """What the company pays beside its agreements: once (by month), and for upkeep of its makers."""
    once, upkeep = np.zeros(world.paid_in.shape), np.zeros(world.paid_in.shape)
    engaged = from_month(when.engaged, case.months)
    for slot in makers(strategy):
        partner = case.partners[slot.partner]
        upkeep += engaged * (of_draws(known.of(partner.upkeep), world.row) / 12.0)
        if case.today is not None and case.today.partner == slot.partner:
            continue
        put(once, when.engaged, known.of(partner.qualification)[world.row])
        for name, product in case.products.items():
            put(once, when.product[name].engaged, known.of(product.validation)[world.row])
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


def balance(case: Case, world: World, when: Timeline, flow: Floats, known: Inputs) -> Floats:
    """Cash at the end of each month: what there is, what is paid in, what the company burns while the project runs."""
    runs = np.arange(case.months)[np.newaxis, :, np.newaxis] < beside(when.ends)
    burn = of_draws(known.of(case.company.burn), world.row)
    held: Floats = np.cumsum(flow + world.paid_in - burn * runs, axis=1)
    held += float(case.company.cash.likely)
    return held


def closing_value(case: Case, made: Mapping[str, Made], n: int) -> Floats:
    """Stock at the end, at the lowest likely open price, (n,)."""
    value = np.zeros(n)
    for name, each in made.items():
        value += last(each.stock) * cheapest(case, name)
    return value


def summed(lanes: Floats) -> Floats:
    """A flow over all months, (n,)."""
    return per_scenario(lanes.sum(axis=1))


def last(lanes: Floats) -> Floats:
    """What stands in the last month, (n,)."""
    end = lanes[:, -1]
    return per_scenario(np.ascontiguousarray(np.broadcast_to(end, (len(end), LANES))))


def over(parts: Iterable[Floats]) -> Floats:
    """Units of all products and makers over all months, (n,); one zero where there are none."""
    total: Floats = np.zeros(1)
    for part in parts:
        total = total + summed(part)
    return total


def each_of(parts: Iterable[Floats], shape: tuple[int, ...]) -> Floats:
    """Flows added up month by month."""
    total = np.zeros(shape)
    for part in parts:
        total += part
    return total


def late(lanes: Floats, months: int) -> Floats:
    """A flow some months later; what falls beyond the end is left out."""
    moved = np.zeros_like(lanes)
    moved[:, months:] = lanes[:, :-months]
    return moved
