"""From charges and sales to the outcomes of each scenario: worth, cash, dates, cost of a unit, what is lost and bound."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from suture.engine.simulation.accounts import Charged
from suture.engine.simulation.activity import Made, in_rows
from suture.engine.simulation.development import Developed
from suture.engine.simulation.draw import Inputs, World
from suture.engine.simulation.timeline import Timeline, makers, transfer_months
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.offers import open_price
from suture.engine.world.grid import NEVER, Floats, Wholes, month_of

COLLECTION = 2
"""Months from a sale to its money: assumption, 60 days."""
OUTCOMES = (
    "worth", "cost", "cash_low", "first_lot", "sunk", "unit_cost", "off_market", "bound", "expired", "hours", "landed",
    "iterations", "spent", "sold",
)  # fmt: skip


class Flows(NamedTuple):
    """Money by month of the case, (n, months); costs are positive."""

    sales: Floats
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
    n, months = flows.sales.shape
    rate = known.of(case.company.discount_rate)[world.row, np.newaxis]
    weight = (1.0 + rate) ** (-(np.arange(months) + 0.5) / 12.0)
    collected = late(flows.sales, COLLECTION)
    spent = flows.paid + flows.landed + flows.own + flows.running
    cash = balance(case, world, when, collected - spent)
    bridge = np.maximum(-cash, 0.0) * known.of(case.company.bridge_rate)[world.row, np.newaxis] / 12.0
    closing = closing_value(case, made) + flows.sales[:, -COLLECTION:].sum(axis=1) - unpaid(flows)
    cost = ((spent + bridge) * weight).sum(axis=1)
    arrived = total(each.arrived for each in made.values()) if made else np.zeros(n)
    lost, asked = lost_and_asked(made, n)
    landed_cost = flows.owed.sum(axis=1) + flows.landed.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.where(arrived > 0, (landed_cost + flows.running.sum(axis=1)) / arrived, np.nan)
        off = np.where(asked > 0, lost / asked * months / 12.0 * 52.0, np.nan)
    launch = np.min([reached.launch for reached in when.product.values()], axis=0)
    stopped = np.min([reached.stopped for reached in when.product.values()], axis=0)
    refused = np.any([~world.course[name].granted for name in case.products], axis=0)
    failed = (stopped < NEVER) | refused
    return {
        "worth": (collected * weight).sum(axis=1) + closing * weight[:, -1] - cost,
        "cost": cost,
        "cash_low": cash.min(axis=1),
        "first_lot": np.where(launch < months, launch, np.nan).astype(np.float64),
        "sunk": np.where(failed, spent.sum(axis=1), np.nan),
        "unit_cost": unit,
        "off_market": off,
        "bound": flows.bound.sum(axis=1),
        "expired": sum((in_rows(each.expired).sum(axis=1) for each in made.values()), np.zeros(n)),
        "hours": sum((in_rows(each.hours).mean(axis=1) for each in made.values()), np.zeros(n)),
        "landed": landed_cost,
        "iterations": developed.iterations,
        "spent": spent.sum(axis=1),
        "sold": asked - lost,
    }


def money(
    case: Case, strategy: Strategy, world: World, when: Timeline, made: Mapping[str, Made], charged: Sequence[Charged],
    known: Inputs,
) -> Flows:  # fmt: skip
    """All money of a strategy by month."""
    n, months = world.stop - world.start, case.months
    nothing = np.zeros((n, months))
    sums = {name: sum((in_rows(getattr(c, name)) for c in charged), nothing) for name in Charged._fields}
    sales, hours = nothing, nothing
    for name, each in made.items():
        sales = sales + in_rows(each.sold) * sale_price(case, name, known)[world.row, np.newaxis]
        hours = hours + in_rows(each.hours)
    hour_cost = known.of(case.company.hour_cost)[world.row, np.newaxis]
    own, upkeep = own_costs(case, strategy, world, when, known)
    return Flows(sales=sales, own=own, running=hours * hour_cost + upkeep, **sums)


def own_costs(case: Case, strategy: Strategy, world: World, when: Timeline, known: Inputs) -> tuple[Floats, Floats]:
    """What the company pays beside its agreements: once (by month), and for upkeep of its makers."""
    n, months = world.stop - world.start, case.months
    once, upkeep = np.zeros((n, months)), np.zeros((n, months))
    month = np.arange(months)
    for slot in makers(strategy):
        partner = case.partners[slot.partner]
        new = case.today is None or case.today.partner != slot.partner
        upkeep += known.of(partner.upkeep)[world.row, np.newaxis] / 12.0 * (month >= when.engaged[:, np.newaxis])
        if not new:
            continue
        put(once, when.engaged, known.of(partner.qualification)[world.row])
        for name, product in case.products.items():
            put(once, when.product[name].engaged, known.of(product.validation)[world.row])
        if case.today is not None:
            left = case.partners[case.today.partner]
            harder = transfer_months(left, known) / np.maximum(known.of(left.transfer_months), 1e-9)
            put(once, np.zeros(n, dtype=np.int64), (known.of(left.transfer) * harder)[world.row])
    for name, product in case.products.items():
        if product.review is not None:
            ends = when.product[name].stage_end
            filed = month_of(ends[:, -1]) if ends.shape[1] else np.zeros(n, dtype=np.int64)
            alive = np.where(when.product[name].stopped >= NEVER, filed, NEVER)
            put(once, alive, np.full(n, float(product.review.fee.likely)))
    return once, upkeep


def put(rows: Floats, month: Wholes, amount: Floats) -> None:
    """Adds an amount in a month of each row, where that month lies within the case."""
    hit = np.flatnonzero(month < rows.shape[1])
    rows[hit, month[hit]] += amount[hit]


def sale_price(case: Case, name: str, known: Inputs) -> Floats:
    """Net price of a unit (draws,): as given, else so that the usual margin is lost with an unsold unit."""
    product = case.products[name]
    if product.price is not None and product.price.known:
        return known.of(product.price)
    cheapest = min(float(open_price(p, name, product)) for p in case.partners.values() if p.supplies)
    return cheapest / np.maximum(1.0 - known.of(product.margin_lost), 0.05)


def balance(case: Case, world: World, when: Timeline, flow: Floats) -> Floats:
    """Cash at the end of each month: what there is, what is paid in, what the company burns while the project runs."""
    months = flow.shape[1]
    runs = np.arange(months) < when.ends[:, np.newaxis]
    burn = float(case.company.burn.likely) if case.company.burn else 0.0
    held: Floats = float(case.company.cash.likely) + np.cumsum(flow + world.paid_in - burn * runs, axis=1)
    return held


def closing_value(case: Case, made: Mapping[str, Made]) -> Floats:
    """Stock at the end, at the lowest likely open price."""
    value: Floats = np.zeros(1)
    for name, each in made.items():
        product = case.products[name]
        price = min(float(open_price(p, name, product)) for p in case.partners.values() if p.supplies)
        value = value + in_rows(each.stock)[:, -1] * price
    return value


def unpaid(flows: Flows) -> Floats:
    """What is owed and not yet paid at the end, deposits taken off."""
    left: Floats = flows.owed.sum(axis=1) - flows.paid.sum(axis=1)
    return left


def lost_and_asked(made: Mapping[str, Made], n: int) -> tuple[Floats, Floats]:
    """Units asked for and not sold, and units asked for, over the case."""
    lost = sum((in_rows(each.lost).sum(axis=1) for each in made.values()), np.zeros(n))
    sold = sum((in_rows(each.sold).sum(axis=1) for each in made.values()), np.zeros(n))
    return lost, lost + sold


def total(by_maker: Iterable[Mapping[str, Floats]]) -> Floats:
    """Units of all products and makers over the case."""
    rows = [in_rows(units).sum(axis=1) for arrived in by_maker for units in arrived.values()]
    summed: Floats = np.sum(rows, axis=0)
    return summed


def late(rows: Floats, months: int) -> Floats:
    """Rows some months later; what falls beyond the end is left out."""
    moved = np.zeros_like(rows)
    moved[:, months:] = rows[:, :-months]
    return moved
