"""Volume price: the whole quantity at the price of the tier reached, plus that tier's fee."""

from decimal import Decimal
from itertools import pairwise

import pytest

from suture.engine.clauses import volume
from suture.engine.money import rounded
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

TIERS = [
    {"from": "0", "to": "15", "price": "10 USD/piece"},
    {"from": "15", "price": "5 USD/piece"},
]
CLAUSE = {
    "id": "units", "kind": "volume", "service": "catheter", "measure": "accepted", "window": "quarter",
    "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units", "tiers": TIERS,
}  # fmt: skip
FEES = [
    {"from": "0", "to": "10", "price": "10", "fee": "30"},
    {"from": "10", "to": "20", "price": "8", "fee": "20"},
    {"from": "20", "price": "7", "fee": "5"},
]
SAMPLES = [
    CLAUSE,
    CLAUSE | {"tiers": FEES, "zero_use": "first_fee_due", "window": "month"},
    CLAUSE | {"tiers": FEES, "bound": "lower_inclusive", "window": "contract_year", "price_change": "whole_window"},
    CLAUSE | {"tiers": FEES, "window": "order", "zero_use": "first_fee_due"},
]


def due(clause, taken, **changes):
    return dues(agreement(clause, **changes), {("catheter", "accepted"): taken}, "units")


@pytest.mark.parametrize(("taken", "cost"), [(14, 140), (15, 150), (16, 80)])
def test_one_piece_below_at_and_above_a_bound(taken, cost):
    assert due(CLAUSE, [taken])[0] == cost


@pytest.mark.parametrize(("taken", "cost"), [(14, 140), (15, 75), (16, 80)])
def test_a_bound_can_belong_to_the_upper_tier(taken, cost):
    assert due(CLAUSE | {"bound": "lower_inclusive"}, [taken])[0] == cost


@pytest.mark.parametrize(("taken", "cost"), [(0, 30), (10, 130), (11, 108), (20, 180), (21, 152)])
def test_only_the_fee_of_the_tier_reached_stands(taken, cost):
    assert due(CLAUSE | {"tiers": FEES, "zero_use": "first_fee_due"}, [taken])[0] == cost


def test_without_use_no_fee_where_that_is_written():
    assert due(CLAUSE | {"tiers": FEES}, [0, 1])[:2] == [0, 40]
    assert due(CLAUSE | {"tiers": FEES, "window": "order", "zero_use": "first_fee_due"}, [{}, {"a": 1}])[:2] == [0, 40]


def test_the_window_begins_anew():
    assert due(CLAUSE, [15, 1, 0, 15])[:4] == [150, -70, 0, 150]


def test_every_order_stands_alone():
    assert due(CLAUSE | {"window": "order"}, [{"a": 15, "b": 16}])[0] == 150 + 80


def test_a_partial_window_has_the_whole_tiers():
    assert due(CLAUSE, [16], valid={"from": "2027-03-20", "until": "2027-05-01"})[0] == 80


def test_a_price_change_inside_the_window():
    tiers = [
        TIERS[0] | {"price": [{"from": "2027-01-01", "value": "10"}, {"from": "2027-02-01", "value": "11"}]},
        TIERS[1],
    ]
    assert due(CLAUSE | {"tiers": tiers}, [5, 5])[:2] == [50, 55]
    assert due(CLAUSE | {"tiers": tiers, "price_change": "whole_window"}, [5, 5])[:2] == [50, 60]
    assert due(CLAUSE | {"tiers": tiers, "price_change": "whole_window"}, [5, 0])[:2] == [50, 5]
    assert due(CLAUSE | {"tiers": tiers, "price_change": "restart"}, [15, 1])[:2] == [150, 11]  # in tier 1 again


def test_known_answer_reaching_a_cheaper_tier_credits_what_was_billed():
    # cases/billing_cases.json openmeter-volume-reprice-credit; source:
    # openmeterio/openmeter:openmeter/billing/charges/usagebased/service/rating/delta/tieredvolume_test.go
    assert due(CLAUSE, [15, 1, 0])[:3] == [150, -70, 0]


def test_known_answer_the_minimum_counts_in_the_last_period_only():
    # cases/billing_cases.json openmeter-min-only-final; source:
    # openmeterio/openmeter:openmeter/billing/charges/usagebased/service/rating/delta/tieredvolume_test.go
    minimum = {
        "id": "least", "kind": "minimum_commitment", "window": "term", "prorate": "full",
        "minimum_spend": "150", "counts": ["units"], "counted_amounts": "rounded",
    }  # fmt: skip
    terms = agreement(CLAUSE | {"window": "term"}, minimum, valid={"from": "2027-01-01", "until": "2027-03-01"})
    taken = {("catheter", "accepted"): [10, 0]}
    both = zip(dues(terms, taken, "units"), dues(terms, taken, "least"), strict=True)
    assert [units + least for units, least in both] == [100, 50]


def test_known_answer_the_lower_bound_belongs_to_the_tier():
    # cases/billing_cases.json dynamics-standard-lower-inclusive;
    # source: learn.microsoft.com:dynamics365/finance/accounts-receivable/sb-schedule-billing-features
    tiers = [
        {"from": "0", "to": "100", "price": "1.50"},
        {"from": "100", "to": "200", "price": "1.25"},
        {"from": "200", "price": "1.00"},
    ]
    clause = CLAUSE | {"tiers": tiers, "bound": "lower_inclusive", "window": "month"}
    assert due(clause, [250, 100])[:2] == [250, 125]


def test_roundings_telescope():
    months = due(CLAUSE | {"tiers": [{"from": "0", "price": "0.001"}]}, [333, 333])[:2]
    totals = [rounded(total, "USD").amount for total in (Decimal(0), months[0], sum(months))]
    assert [after - before for before, after in pairwise(totals)] == [Decimal("0.33"), Decimal("0.34")]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [0, 9, 1, 1, 8, 1, 1, 0, 14, 1, 1, 5000] * 2}
    expected = sum(dues(terms, taken, "units"))
    assert in_lanes(terms, happened(plan(terms), taken))["units"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    taken = {("catheter", "accepted"): [15, 1]}
    assert told(agreement(CLAUSE), taken, "units", 0) == ["15 piece taken in the window × 10 USD"]
    assert told(agreement(CLAUSE), taken, "units", 1) == [
        "16 piece taken in the window × 5 USD",
        "less 150 USD for the 15 piece before",
    ]
    assert told(agreement(CLAUSE | {"tiers": FEES}), taken, "units", 0) == [
        "15 piece taken in the window × 8 USD + fee 20 USD"
    ]


def test_a_gap_between_tiers_is_a_fault():
    clause = volume.Clause.model_validate(CLAUSE | {"tiers": [TIERS[0], TIERS[1] | {"from": "16"}]})
    assert [str(fault) for fault in volume.check(clause)] == [
        "tiers[1].from: tier 2 begins at 16 but the tier before it ends at 15\n"
        "    Let every tier begin where the one before it ends."
    ]
