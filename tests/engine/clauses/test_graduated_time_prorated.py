"""Graduated price by the day: what is held is charged for its days, and a tier's fee once it was entered."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.clauses import graduated_time_prorated
from suture.engine.rating import exact
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import plan
from tests.engine.built import agreement, dues, happened, in_lanes, told

TIERS = [
    {"from": "0", "to": "5", "price": "10 USD/piece", "fee": "100 USD"},
    {"from": "5", "price": "5 USD/piece", "fee": "50 USD"},
]
CLAUSE = {
    "id": "benches", "kind": "graduated_time_prorated", "service": "catheter", "measure": "held",
    "bound": "upper_inclusive", "tiers": TIERS,
}  # fmt: skip
PRICES = [{"from": "2027-01-01", "value": "5"}, {"from": "2027-05-01", "value": "6"}]
BARE = [{part: value for part, value in tier.items() if part != "fee"} for tier in TIERS]
SAMPLES = [
    CLAUSE,
    CLAUSE | {"bound": "lower_inclusive"},
    CLAUSE | {"tiers": [TIERS[0], TIERS[1] | {"price": PRICES}]},
    CLAUSE | {"tiers": BARE},
]


def held(*stretches):
    """Numbers held from a day up to another, by period: as facts of the agreement tell them."""
    numbers, days = [{} for _ in range(24)], [{} for _ in range(24)]
    for i, (month, number, length) in enumerate(stretches):
        numbers[month][f"{i}"], days[month][f"{i}"] = number, length
    return {("catheter", "held"): numbers, ("catheter", "held.notice"): days}


def due(clause, *stretches, **changes):
    return dues(agreement(clause, **changes), held(*stretches), "benches")


def test_known_answer_the_fee_of_a_tier_that_was_left_stays_due():
    # cases/billing_cases.json lago-prorated-graduated-leave-tier;
    # source: getlago/lago-api:spec/services/charge_models/prorated_graduated_service_spec.rb
    # April has 30 days: 4 held for the last 21 of them (2.8), 2 more for 15 (1), 3 less for 6 (-0.6)
    assert due(CLAUSE, (3, 4, 6), (3, 6, 9), (3, 3, 6))[3] == Decimal("180.5")


def test_what_is_held_all_month_is_charged_whole_in_every_month():
    months = due(CLAUSE | {"tiers": BARE}, (0, 6, 31), (1, 6, 28), (3, 6, 30))
    assert months[:4] == [55, 55, 0, 55]


def test_the_days_of_a_partial_settlement_period_are_those_of_the_whole_one():
    terms = {"valid": {"from": "2027-04-16", "until": "2027-06-01"}}
    assert due(CLAUSE | {"tiers": BARE}, (0, 6, 15), **terms)[0] == Decimal("27.5")


@pytest.mark.parametrize(("bound", "fees"), [("upper_inclusive", 100), ("lower_inclusive", 150)])
def test_whether_the_bound_enters_the_next_tier_is_written(bound, fees):
    clause = CLAUSE | {"bound": bound}
    assert due(clause, (3, 5, 0))[3] == fees
    assert due(clause, (3, 4, 0))[3] == 100
    assert due(clause, (3, 6, 0))[3] == 150


def test_a_fee_is_due_once_in_a_settlement_period_and_again_in_the_next():
    assert due(CLAUSE, (3, 6, 0), (3, 4, 0), (3, 6, 0), (4, 4, 0))[3:5] == [150, 100]


def test_a_day_that_lies_before_the_fact_holds_nothing():
    assert due(CLAUSE | {"tiers": BARE}, (3, 6, -4))[3] == 0


def test_a_stretch_told_late_is_charged_in_its_own_period():
    told_in_order = due(CLAUSE, (3, 4, 6), (3, 6, 9), (4, 3, 31))
    assert due(CLAUSE, (4, 3, 31), (3, 6, 9), (3, 4, 6)) == told_in_order


def test_the_days_come_from_the_day_that_a_fact_is_for():
    terms = agreement(CLAUSE)
    facts = [
        Fact("2027-014", "catheter", day, Decimal(number), "piece", "held", source_id=day.isoformat(), for_day=until)
        for day, number, until in [
            (date(2027, 4, 10), 4, date(2027, 4, 16)),
            (date(2027, 4, 16), 6, date(2027, 4, 25)),
            (date(2027, 4, 25), 3, date(2027, 5, 1)),
        ]
    ]
    planned = plan(terms)
    folded = exact.fold(planned, activity(planned, facts))
    assert folded[0].due[3] == Decimal("180.5")


def test_another_price_holds_from_the_period_that_begins_with_it():
    clause = CLAUSE | {"tiers": [BARE[0], BARE[1] | {"price": PRICES}]}
    assert due(clause, (3, 6, 30), (4, 6, 31))[3:5] == [55, 56]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, facts = agreement(clause), held((0, 4, 31), (1, 6, 20), (3, 3, 6), (4, 7, 31), (5, 5, 9))
    expected = sum(dues(terms, facts, "benches"))
    assert in_lanes(terms, happened(plan(terms), facts))["benches"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    assert told(agreement(CLAUSE), held((3, 4, 6), (3, 6, 9), (3, 3, 6)), "benches", 3) == [
        "4 piece held for 6 of 30 days:",
        "tier 1: 4 piece × 10 USD × 6 / 30",
        "+ fee of tier 1, entered in the period: 100 USD",
        "6 piece held for 9 of 30 days:",
        "tier 1: 5 piece × 10 USD × 9 / 30",
        "tier 2: 1 piece × 5 USD × 9 / 30",
        "+ fee of tier 2, entered in the period: 50 USD",
        "3 piece held for 6 of 30 days:",
        "tier 1: 3 piece × 10 USD × 6 / 30",
    ]


def test_a_gap_between_tiers_is_a_fault():
    clause = graduated_time_prorated.Clause.model_validate(CLAUSE | {"tiers": [TIERS[0], TIERS[1] | {"from": "6"}]})
    assert [fault.wrong.text.code for fault in graduated_time_prorated.check(clause)] == ["tiers_gap"]
