"""Unit price: every unit at one price."""

from decimal import Decimal
from itertools import pairwise

import pytest

from suture.engine.money import rounded
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

CLAUSE = {"id": "units", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22 USD/piece"}
DATED = [{"from": "2027-01-01", "value": "22"}, {"from": "2027-03-01", "value": "23"}]
SAMPLES = [CLAUSE, CLAUSE | {"price": DATED}, CLAUSE | {"service": "engineering", "measure": "worked", "price": "120"}]


def due(clause, taken, **changes):
    return dues(agreement(clause, **changes), {("catheter", "accepted"): taken}, "units")


def test_every_unit_at_its_price():
    assert due(CLAUSE, [100, 0, 3])[:4] == [2200, 0, 66, 0]


def test_a_new_price_holds_from_the_settlement_that_begins_on_its_day():
    assert due(CLAUSE | {"price": DATED}, [1, 1, 1])[:3] == [22, 22, 23]


def test_a_correction_below_zero_is_credited():
    assert due(CLAUSE, [100, -1])[:2] == [2200, -22]


def test_a_partial_period_changes_nothing():
    assert due(CLAUSE, [100], valid={"from": "2027-01-20", "until": "2027-03-01"}) == [2200, 0]


def test_an_hour_is_priced_by_its_smallest_step():
    clause = CLAUSE | {"service": "engineering", "measure": "worked", "price": "120 USD/hour"}
    terms, quarters = agreement(clause), {("engineering", "worked"): [9]}
    assert dues(terms, quarters, "units")[0] == 270
    assert told(terms, quarters, "units", 0) == ["2.25 hour × 120 USD"]


def test_known_answer_roundings_telescope():
    # cases/billing_cases.json openmeter-rounding-telescopes;
    # source: openmeterio/openmeter:openmeter/billing/charges/usagebased/service/rating/delta/unit_test.go
    first, second, *_ = due(CLAUSE | {"price": "0.001"}, [333, 333])
    billed = [rounded(total, "USD").amount for total in (Decimal(0), first, first + second)]
    assert [after - before for before, after in pairwise(billed)] == [Decimal("0.33"), Decimal("0.34")]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms = agreement(clause)
    taken = {(clause["service"], clause["measure"]): [299, 0, 1, 150] + [70] * 20}
    expected = sum(dues(terms, taken, "units"))
    assert in_lanes(terms, happened(plan(terms), taken))["units"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    assert told(agreement(CLAUSE), {("catheter", "accepted"): [1200]}, "units", 0) == ["1200 piece × 22 USD"]
