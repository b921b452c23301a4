"""What would be charged, and from where on otherwise."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.rating.plan import plan
from suture.engine.rating.trial import Cliff, Threshold, ahead, totals, tried
from tests.engine.built import agreement

D = Decimal
DAY = date(2027, 3, 15)
VOLUME = {
    "id": "price", "kind": "volume", "service": "catheter", "measure": "accepted", "window": "month",
    "bound": "lower_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
    "tiers": [{"from": 0, "to": 100, "price": 10}, {"from": 100, "price": 8}],
}  # fmt: skip
GRADUATED = VOLUME | {"kind": "graduated", "bound": "upper_inclusive"}
LOTS = {
    "id": "lots", "kind": "lot_economics", "service": "catheter", "bills": "ordered", "unit_price": "22",
    "lot": {"size": 500, "fee": 1800},
}  # fmt: skip


def found(clause, quantity):
    return ahead(plan(agreement(clause)), {"catheter": D(quantity)}, "catheter", DAY)


def test_a_trial_is_rated_as_if_it_had_happened():
    done = tried(plan(agreement(VOLUME)), {"catheter": D(150)}, DAY)
    assert done.total().amount == D("1200.00")
    assert [str(charge.period.start) for charge in done.charges] == ["2027-03-01"]
    assert done.charges[0].reasons


def test_an_order_is_told_in_every_measure_that_is_read():
    both = plan(agreement(VOLUME, LOTS))
    assert totals(both, {"catheter": D(200)}, DAY) == {"USD": 200 * 8 + 1800 + 200 * 22}


@pytest.mark.parametrize(("quantity", "threshold", "then"), [(40, 100, 5), (99, 100, 5)])
def test_the_next_threshold_of_tiers_that_hold_their_upper_bound(quantity, threshold, then):
    clause = GRADUATED | {"tiers": [{"from": 0, "to": 100, "price": 10}, {"from": 100, "price": 5}]}
    assert found(clause, quantity)[0] == Threshold("catheter", D(threshold), D(threshold) * 10, D(then), "USD")


def test_at_a_lower_bound_the_step_into_the_tier_is_the_threshold():
    assert found(VOLUME, 40)[0] == Threshold("catheter", D(99), D(990), D(800 - 990), "USD")


def test_more_may_cost_less():
    assert found(VOLUME, 95)[1] == Cliff("catheter", D(100), D(950 - 800), "USD")
    assert found(VOLUME, 80)[1] is None


def test_the_next_lot_is_a_threshold_wherever_it_begins():
    assert found(LOTS, 1200)[0] == Threshold("catheter", D(1500), D(3 * 1800 + 1500 * 22), D(1800 + 22), "USD")


def test_where_nothing_turns_there_is_no_threshold():
    flat = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": 5}
    assert found(flat, 10) == (None, None)
