"""The pass over the money: a worked case, the sums it must keep to, as it is written and as compiled."""

from typing import Any

import numpy as np
import pytest

from suture.engine.rating.lanes import LANES
from suture.engine.simulation.tally import COLLECTION, Flows, Rates, Tally, tally

pytestmark = pytest.mark.usefixtures("loops")


LANE = 5
"""The scenario of the worked case; in all others of its block nothing happens."""


def one(cash: float = 0, ends: int = 0, rates: dict[str, Any] | None = None, **flows: list[float]) -> dict[str, float]:
    """The sums of one scenario whose months are written out; what is not said is zero, and nothing is discounted."""
    months = max(len(series) for series in flows.values())
    lanes = {name: np.zeros((1, months, LANES)) for name in Flows._fields}
    for name, series in flows.items():
        lanes[name][0, :, LANE] = series
    said = {"weight": [1.0] * months, "hour_cost": 0.0, "bridge": 0.0, "burn": 0.0} | (rates or {})
    until = np.where(np.arange(LANES) == LANE, ends, 0)
    found = tally(Flows(**lanes), Rates(**{name: np.array([value]) for name, value in said.items()}), cash, until)
    for name, sums in found._asdict().items():
        others = np.delete(sums, LANE)
        assert np.all(others == (cash if name == "cash_low" else 0.0)), f"{name} of one scenario is none of another's"
    return {name: float(sums[LANE]) for name, sums in found._asdict().items()}


def test_a_worked_case():
    """Vena begins with 50; what it spends is paid, landed, own, and running (upkeep, and each hour at 2).

    | month | collected | spent | paid in | burn | held | missing |
    |---|---|---|---|---|---|---|
    | 0 | 0 | 40 | 0 | 10 | 0 | 0 |
    | 1 | 0 | 54 | 0 | 10 | -64 | 64 |
    | 2 | 60 | 24 | 0 | 10 | -38 | 38 |
    | 3 | 60 | 24 | 30 | 0 | 28 | 0 |
    | 4 | 80 | 4 | 0 | 0 | 104 | 0 |
    | 5 | 0 | 4 | 0 | 0 | 100 | 0 |
    """
    found = one(
        cash=50, ends=3, rates={"hour_cost": 2.0, "bridge": 0.25, "burn": 10.0},
        sales=[60, 60, 80, 0, 5, 7], hours=[0, 1, 1, 1, 1, 1], owed=[20, 25, 10, 10, 0, 0], landed=[0, 5, 5, 5, 0, 0],
        paid=[0, 15, 15, 15, 0, 0], bound=[0, 0, 0, 9, 0, 0], goods=[1, 2, 3, 4, 5, 6], own=[38, 30, 0, 0, 0, 0],
        upkeep=[2, 2, 2, 2, 2, 2], paid_in=[0, 0, 0, 30, 0, 0],
    )  # fmt: skip
    assert found == {
        "earned": 200,  # the sales of the last two months come after the end
        "cost": 150 + 102 / 4,  # spent, and a quarter of what was missing
        "cash_low": -64, "uncollected": 12, "owed": 65, "goods": 21, "paid": 45, "bound": 9,
        "running": 12 + 5 * 2, "spent": 150, "hours": pytest.approx(5 / 6),
    }  # fmt: skip


def test_what_is_sold_is_worth_what_money_is_worth_in_the_month_in_which_it_comes():
    weights = {"weight": [1.0, 0.5, 0.25, 0.125]}
    assert COLLECTION == 2
    assert one(sales=[100, 0, 0, 0], rates=weights)["earned"] == 25
    assert one(sales=[0, 0, 100, 0], rates=weights)["earned"] == 0
    assert one(paid=[0, 100, 0, 100], rates=weights)["cost"] == 50 + 12.5


def test_missing_money_is_bridged_in_every_month_in_which_it_is_missing_at_what_it_is_worth_then():
    rates = {"weight": [1.0, 0.5, 0.25], "bridge": 0.5}
    assert one(cash=10, paid=[30, 0, 0], rates=rates)["cost"] == 30 + 0.5 * 20 * (1.0 + 0.5 + 0.25)
    assert one(cash=30, paid=[30, 0, 0], rates=rates)["cost"] == 30, "nothing left is nothing missing"
    assert one(cash=30.5, paid=[30, 0, 0], rates=rates)["cost"] == 30, "and what is left earns nothing"


def test_the_lowest_cash_is_remembered_after_money_has_come():
    assert one(cash=5, paid=[9, 0, 0], paid_in=[0, 0, 100])["cash_low"] == -4
    assert one(cash=5, paid_in=[3, 3, 3])["cash_low"] == 8, "the start is no end of a month"


@pytest.mark.parametrize(("ends", "low"), [(0, 100), (1, 90), (3, 70), (4, 60), (9, 60)])
def test_a_company_burns_money_until_everything_has_ended(ends, low):
    found = one(cash=100, ends=ends, goods=[0, 0, 0, 0], rates={"burn": 10.0})
    assert found["cash_low"] == low
    assert found["cost"] == found["spent"] == 0, "what it burns is no cost of a strategy"


def test_every_block_has_its_own_rates():
    flows = {name: np.zeros((2, 3, LANES)) for name in Flows._fields}
    flows["hours"][:] = flows["paid"][:] = 1.0
    rates = Rates(
        np.array([[1.0, 1, 1], [2.0, 2, 2]]), np.array([3.0, 5.0]), np.array([0.0, 1.0]), np.array([0.0, 7.0])
    )
    found = tally(Flows(**flows), rates, 0.0, np.full(2 * LANES, 3))
    first, second = found.cost[:LANES], found.cost[LANES:]
    assert set(found.running[:LANES]) == {9.0}
    assert set(found.running[LANES:]) == {15.0}
    assert set(first) == {12.0}
    assert set(second) == {2.0 * (18 + 13 + 26 + 39)}, "(1 + 5) a month spent, 7 burnt, all of it missing"
    assert set(found.cash_low[LANES:]) == {-39.0}


def test_any_months_are_what_their_sums_say():
    """The same written as sums over whole arrays, on numbers without pattern."""
    rng = np.random.default_rng(7)
    blocks, months = 3, 9
    flows = Flows(*rng.uniform(0, 100, (len(Flows._fields), blocks, months, LANES)))
    rates = Rates(
        rng.uniform(0.5, 1, (blocks, months)), rng.uniform(1, 3, blocks), rng.uniform(0, 0.1, blocks),
        rng.uniform(0, 90, blocks),
    )  # fmt: skip
    ends = rng.integers(0, months + 2, blocks * LANES)

    def by_block(values: np.ndarray) -> np.ndarray:
        return values.reshape(blocks, -1, 1)

    weight = by_block(rates.weight)
    collected = np.concatenate([np.zeros((blocks, 2, LANES)), flows.sales[:, :-2]], axis=1)
    running = flows.upkeep + flows.hours * by_block(rates.hour_cost)
    spent = flows.paid + flows.landed + flows.own + running
    burns = np.arange(months).reshape(1, months, 1) < ends.reshape(blocks, 1, LANES)
    held = 200 + np.cumsum(collected - spent + flows.paid_in - burns * by_block(rates.burn), axis=1)
    expected = Tally(
        earned=(collected * weight).sum(axis=1),
        cost=((spent + np.maximum(-held, 0) * by_block(rates.bridge)) * weight).sum(axis=1),
        cash_low=held.min(axis=1), uncollected=flows.sales[:, -2:].sum(axis=1), owed=flows.owed.sum(axis=1),
        goods=flows.goods.sum(axis=1), paid=flows.paid.sum(axis=1), bound=flows.bound.sum(axis=1),
        running=running.sum(axis=1), spent=spent.sum(axis=1), hours=flows.hours.mean(axis=1),
    )  # fmt: skip
    for name, sums in tally(flows, rates, 200.0, ends)._asdict().items():
        assert sums == pytest.approx(getattr(expected, name).reshape(-1), rel=1e-12), name
