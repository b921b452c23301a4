"""Graduated price: every slice of the quantity at the price of its own tier."""

from decimal import Decimal
from itertools import pairwise

import pytest

from suture.engine.clauses import graduated
from suture.engine.money import rounded
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

TIERS = [
    {"from": "0", "to": "1000", "price": "40 USD/piece"},
    {"from": "1000", "to": "5000", "price": "37 USD/piece"},
    {"from": "5000", "price": "35 USD/piece"},
]
CLAUSE = {
    "id": "units", "kind": "graduated", "service": "catheter", "measure": "accepted", "window": "contract_year",
    "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units", "tiers": TIERS,
}  # fmt: skip
FEES = [
    {"from": "0", "to": "10", "price": "10", "fee": "2"},
    {"from": "10", "to": "20", "price": "5", "fee": "3"},
    {"from": "20", "price": "5", "fee": "3"},
]
CHANGING = [{"from": "2027-01-01", "value": "8"}, {"from": "2027-04-01", "value": "7"}]
SAMPLES = [
    CLAUSE,
    CLAUSE | {"window": "quarter", "tiers": FEES, "zero_use": "first_fee_due"},
    CLAUSE | {"window": "month", "tiers": FEES, "bound": "lower_inclusive"},
    CLAUSE | {"window": "order", "tiers": FEES, "zero_use": "first_fee_due"},
    CLAUSE | {"price_change": "restart", "tiers": [*FEES[:2], FEES[2] | {"price": CHANGING}]},
]


def due(clause, taken, **changes):
    return dues(agreement(clause, **changes), {("catheter", "accepted"): taken}, "units")


def dated(prices):
    """The tiers with ten per cent more from month seven."""
    return [
        tier
        | {"price": [{"from": "2027-01-01", "value": price}, {"from": "2027-07-01", "value": Decimal(price) * 11 / 10}]}
        for tier, price in zip(TIERS, prices, strict=True)
    ]


def test_each_slice_at_its_own_price():
    assert due(CLAUSE, [4000, 5000])[:2] == [151_000, 37_000 + 140_000]  # 1,000 x 40 + 3,000 x 37; then 1,000 and 4,000


@pytest.mark.parametrize(("taken", "cost"), [(999, 39_960), (1000, 40_000), (1001, 40_037)])
def test_one_piece_below_at_and_above_a_bound(taken, cost):
    assert due(CLAUSE, [taken])[0] == cost


@pytest.mark.parametrize(("bound", "at_ten"), [("upper_inclusive", 102), ("lower_inclusive", 105)])
def test_whether_the_bound_enters_the_next_tier_is_written(bound, at_ten):
    clause = CLAUSE | {"tiers": FEES, "bound": bound}
    assert [due(clause, [taken])[0] for taken in (9, 10, 11)] == [92, at_ten, 110]


def test_the_first_fee_at_zero_use_is_written():
    clause = CLAUSE | {"tiers": FEES, "window": "month"}
    assert due(clause | {"zero_use": "first_fee_due"}, [0, 1])[:3] == [2, 12, 2]
    assert due(clause | {"zero_use": "nothing_due"}, [0, 1])[:3] == [0, 12, 0]
    by_order = clause | {"window": "order", "zero_use": "first_fee_due"}
    assert due(by_order, [{}, {"a": 1, "b": 1}])[:3] == [0, 24, 0]  # no order, no fee
    assert plan(agreement(by_order)).lines[0].terms[0].base == 0  # in the simulation a month without one bears none


def test_the_tiers_begin_again_with_the_window():
    assert due(CLAUSE, [0] * 11 + [1500, 1500])[11:13] == [58_500, 58_500]


def test_a_partial_window_has_the_whole_tiers():
    assert due(CLAUSE, [1500], valid={"from": "2027-12-20", "until": "2028-02-01"})[0] == 58_500


def test_a_late_piece_is_priced_in_the_tier_it_falls_in():
    assert due(CLAUSE, [1000, 1])[1] == 37
    assert due(CLAUSE, [1001, -1])[1] == -37


@pytest.mark.parametrize(("rule", "total"), [("whole_window", 360_800), ("later_units", 345_700), ("restart", 357_800)])
def test_known_answer_a_price_change_inside_the_window(rule, total):
    # shared/reference/engine.md, "Settled": 4,000 units in months 1 to 6, 5,000 more and 10 % more from month 7
    clause = CLAUSE | {"price_change": rule, "tiers": dated(["40", "37", "35"])}
    months = due(clause, [4000, 0, 0, 0, 0, 0, 5000])
    assert months[0] == 151_000
    assert sum(months) == total


def test_a_window_that_restarts_has_its_fees_again_and_still_ends_when_it_would():
    clause = CLAUSE | {"price_change": "restart", "tiers": [*FEES[:2], FEES[2] | {"price": CHANGING}]}
    due_at_once = due(clause | {"zero_use": "first_fee_due"}, [11, 0, 0, 1])
    assert due_at_once[:5] == [110, 0, 0, 12, 0]
    assert due_at_once[12] == 2  # the next contract year
    assert due(clause | {"price_change": "later_units"}, [11, 0, 0, 1])[3] == 5


def test_known_answer_a_fee_for_every_tier_entered():
    # cases/billing_cases.json lago-graduated-flat-per-tier;
    # source: getlago/lago-api:spec/services/charge_models/graduated_service_spec.rb
    clause = CLAUSE | {"window": "month", "tiers": FEES, "zero_use": "first_fee_due"}
    assert due(clause, [0, 1, 10, 11, 12, 21])[:6] == [2, 12, 102, 110, 115, 163]


def test_known_answer_a_window_settled_in_two_parts():
    # cases/billing_cases.json openmeter-graduated-split-period;
    # source: openmeterio/openmeter:openmeter/billing/rating/service/rate/tieredgraduated_test.go
    tiers = [
        {"from": "0", "to": "5", "price": "0", "fee": "100"},
        {"from": "5", "to": "10", "price": "0", "fee": "50"},
        {"from": "10", "to": "15", "price": "5", "fee": "0"},
        {"from": "15", "price": "1", "fee": "0"},
    ]
    first, second, *_ = due(CLAUSE | {"tiers": tiers, "zero_use": "first_fee_due"}, [12, 10])
    totals = [rounded(total, "USD").amount for total in (Decimal(0), first, first + second)]
    assert [after - before for before, after in pairwise(totals)] == [160, 22]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [0, 9, 1, 1, 8, 1, 1, 0, 999, 1, 1, 5000] * 2}
    expected = sum(dues(terms, taken, "units"))
    assert in_lanes(terms, happened(plan(terms), taken))["units"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    taken = {("catheter", "accepted"): [4000, 5000]}
    assert told(agreement(CLAUSE), taken, "units", 1) == [
        "9000 piece taken in the window, 4000 before:",
        "tier 2: 1000 piece × 37 USD",
        "tier 3: 4000 piece × 35 USD",
    ]


def faults(tiers):
    return [str(fault) for fault in graduated.check(graduated.Clause.model_validate(CLAUSE | {"tiers": tiers}))]


def test_the_faults_of_a_table():
    gap = [TIERS[0], TIERS[1] | {"from": "1001"}, TIERS[2] | {"to": "9000"}]
    assert faults(gap) == [
        "tiers[1].from: tier 2 begins at 1001 but the tier before it ends at 1000\n"
        "    Let every tier begin where the one before it ends.",
        "tiers[2].to: the last tier ends at 9000\n    Leave out 'to' in the last tier: it must be open.",
    ]
    bounds = [{"from": "1", "price": "40"}, TIERS[1] | {"to": "900"}, TIERS[2] | {"from": "900"}]
    assert faults(bounds) == [
        "tiers[0].from: the first tier begins at 1\n    Let the first tier begin at 0.",
        "tiers[0]: tier 1 is open but others follow it\n    Give every tier but the last a 'to'.",
        "tiers[1].to: tier 2 ends at 900, not above its beginning 1000\n    Let 'to' be above 'from'.",
    ]
    ranged = [TIERS[0] | {"to": {"low": "900", "high": "1100"}}, *TIERS[1:]]
    assert faults(ranged) == [
        "tiers[0]: the bounds of tier 1 are dated or a range\n    Write each bound as one number."
    ]
    many = [{"from": str(i), "to": str(i + 1), "price": "1"} for i in range(16)] + [{"from": "16", "price": "1"}]
    assert faults(many) == ["tiers: 17 tiers are more than 16\n    Merge tiers, or write two clauses."]
    assert faults([*many[:15], {"from": "15", "price": "1"}]) == []


WHOLE = CLAUSE | {
    "price_change": "whole_window", "zero_use": "first_fee_due",
    "tiers": [
        FEES[0] | {"price": [{"from": "2027-01-01", "value": "10"}, {"from": "2027-02-01", "value": "11"}]}, *FEES[1:],
    ],
}  # fmt: skip


def test_fees_and_what_was_charged_before_explain_themselves():
    def reasons(clause, taken, at, **more):
        return told(agreement(clause, **more), {("catheter", "accepted"): taken}, "units", at)

    fees = CLAUSE | {"tiers": FEES, "zero_use": "first_fee_due"}
    assert reasons(fees, [12], 0) == [
        "12 piece taken in the window, 0 before:",
        "tier 1: 10 piece × 10 USD",
        "tier 2: 2 piece × 5 USD",
        "+ fee of tier 1: 2 USD",
        "+ fee of tier 2: 3 USD",
    ]
    assert reasons(fees, [12, 15], 1) == [
        "27 piece taken in the window, 12 before:",
        "tier 2: 8 piece × 5 USD",
        "tier 3: 7 piece × 5 USD",
        "+ fee of tier 3: 3 USD",
    ]
    assert reasons(WHOLE, [12, 5], 1) == [
        "17 piece taken in the window, 12 before:",
        "tier 1: 10 piece × 11 USD",
        "tier 2: 7 piece × 5 USD",
        "+ fee of tier 1: 2 USD",
        "+ fee of tier 2: 3 USD",
        "less 115 USD charged before in the window",
    ]
    halves = {"services": {"catheter": {"unit": "piece", "step": "0.5"}}}
    assert reasons(CLAUSE, [2400], 0, **halves)[1:] == ["tier 1: 1000 piece × 40 USD", "tier 2: 200 piece × 37 USD"]


def test_the_text_that_is_signed_says_every_term():
    change = (
        "Where a price changes inside that time, what was charged stays, what is taken later is charged at the new "
        "price, and the count goes on."
    )
    slices = (
        "For catheter, counted as accepted over each contract year, every slice of the quantity is charged at the "
        "price of its own tier."
    )
    assert said_of(agreement(CLAUSE))["en"] == [
        slices,
        "Tier 1, up to 1000 pieces: 40 USD per piece.",
        "Tier 2, more than 1000 pieces and up to 5000 pieces: 37 USD per piece.",
        "Tier 3, more than 5000 pieces: 35 USD per piece.",
        change,
    ]
    fees = CLAUSE | {"tiers": FEES, "zero_use": "first_fee_due", "bound": "lower_inclusive"}
    assert said_of(agreement(fees))["en"] == [
        slices,
        "Tier 1, less than 10 pieces: 10 USD per piece, and a fee of 2 USD.",
        "Tier 2, 10 pieces or more and less than 20 pieces: 5 USD per piece, and a fee of 3 USD.",
        "Tier 3, 20 pieces or more: 5 USD per piece, and a fee of 3 USD.",
        "The fee of every tier that the quantity enters is due once in that time.",
        "The fee of tier 1 is due even where nothing is taken.",
        change,
    ]


def test_of_an_order_that_is_a_window_by_itself_the_text_says_no_fee_without_it_and_no_change_inside_it():
    by_order = CLAUSE | {"window": "order", "tiers": FEES, "zero_use": "first_fee_due"}
    assert said_of(agreement(by_order))["en"][-2:] == [
        "The fee of every tier that the quantity enters is due once in that time.",
        "Where nothing is taken no fee is due.",
    ]
