"""Percentage: a rate on facts that count money, with a least, a most and a free amount."""

from decimal import Decimal

import pytest

from suture.engine.clauses import percentage
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

MONEY = {"services": {"purchases": {"unit": "USD", "step": "0.01", "describes": "purchases for the buyer"}}}
CLAUSE = {
    "id": "handling", "kind": "percentage", "service": "purchases", "measure": "spent", "window": "order",
    "rate": "2.99 %", "minimum": "1.75 USD", "maximum": "12 USD",
}  # fmt: skip
FREE = CLAUSE | {"free_amount": "30 USD", "free_again": "never"}
YEARLY = {
    "id": "handling", "kind": "percentage", "service": "purchases", "measure": "spent", "window": "contract_year",
    "rate": "5 %", "free_amount": "1000 USD", "maximum": "400 USD",
}  # fmt: skip
BY_PIECE = {"service": "catheter", "measure": "accepted"}
SAMPLES = [
    FREE | BY_PIECE | {"free_again": "each_year"},
    FREE | BY_PIECE,
    YEARLY | BY_PIECE | {"minimum": "50 USD"},
    {"id": "all", "kind": "percentage", "rate": "7 %", "window": "quarter"} | BY_PIECE,
]


def due(clause, spent, **more):
    """What falls due by period; what is spent is given in cents, as one event or as several by name."""
    return dues(agreement(clause, **MONEY), {("purchases", "spent"): spent}, "handling", **more)


EVENTS = {"a": 1000, "b": 8000, "c": 1_000_000}


def test_known_answer_least_and_most_of_each_order():
    # cases/billing_cases.json lago-percentage-minmax; source: getlago/lago-api percentage_service_spec.rb
    assert due(CLAUSE, [EVENTS])[0] == Decimal("16.142")  # 1.75 + 2.392 + 12


def test_known_answer_a_free_amount_is_used_up_in_the_order_of_events():
    # cases/billing_cases.json lago-percentage-minmax-free-amount; same source
    assert due(FREE, [EVENTS])[0] == Decimal("13.794")  # nothing + 60 x 2.99 % + 12


@pytest.mark.parametrize(
    ("cents", "fee"), [(0, "0"), (1, "1.75"), (5852, "1.75"), (5853, "1.750047"), (40_133, "11.999767"), (40_134, "12")]
)
def test_one_cent_below_and_above_least_and_most(cents, fee):
    assert due(CLAUSE, [cents])[0] == Decimal(fee)


def test_a_free_amount_goes_on_or_comes_again_each_year():
    assert due(FREE, [2000] + [0] * 11 + [2000])[12] == Decimal("1.75")  # 10 of the 30 are left
    assert due(FREE | {"free_again": "each_year"}, [2000] + [0] * 11 + [2000])[12] == 0


def test_what_is_taken_back_restores_the_free_amount_and_credits_the_rest():
    assert due(FREE, [{"a": 1000}, {"a": -1000}, {"b": 3000}])[:3] == [0, 0, 0]
    assert due(CLAUSE, [{"c": 1_000_000}, {"c": -1_000_000}, {"d": -1000}])[:3] == [12, -12, Decimal("-1.75")]


def test_a_window_counts_as_a_whole():
    assert due(YEARLY, [50_000, 100_000, 0, 1_000_000, 100])[:5] == [0, 25, 0, 375, 0]
    assert due(YEARLY, [1_000_000] + [0] * 11 + [150_000])[12] == 25
    assert due(YEARLY, [300_000, -250_000, -100_000])[:3] == [100, -100, Decimal("-25")]  # 500 below zero x 5 %


def test_a_least_falls_due_with_the_first_that_is_not_free():
    least = YEARLY | {"minimum": "60 USD"}
    assert due(least, [100_000, 1, 200_000])[:3] == [0, 60, Decimal("40.0005")]


def test_a_rate_that_is_new_in_a_window_holds_for_later_amounts():
    dated = [{"from": "2027-01-01", "value": "5 %"}, {"from": "2027-02-01", "value": "6 %"}]
    assert due(YEARLY | {"rate": dated}, [200_000, 100_000])[:2] == [50, 60]


def test_another_step_of_the_money_changes_nothing():
    yen = {"services": {"purchases": {"unit": "JPY", "step": "1"}}, "currency": "JPY"}
    clause = YEARLY | {"free_amount": "1000 JPY", "maximum": "400 JPY"}
    assert dues(agreement(clause, **yen), {("purchases", "spent"): [3000]}, "handling")[0] == 100


@pytest.mark.parametrize("clause", [CLAUSE, FREE | {"free_again": "each_year"}, YEARLY, YEARLY | {"minimum": "60"}])
def test_the_simulation_counts_the_same(clause):
    terms, spent = agreement(clause, **MONEY), {("purchases", "spent"): [1000, 8000, 1_000_000, 0, -5000, 1] * 4}
    lanes = in_lanes(terms, happened(plan(terms), spent))["handling"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, spent, "handling"))), abs=0.005)


def test_the_charge_explains_itself():
    terms, spent = agreement(FREE, **MONEY), {("purchases", "spent"): [EVENTS]}
    assert told(terms, spent, "handling", 0) == [
        "(10 − 10 free) USD × 2.99 %",
        "(80 − 20 free) USD × 2.99 %",
        "10,000 USD × 2.99 %",
        "− 287 USD above the most, 12 USD",
    ]
    assert told(agreement(CLAUSE, **MONEY), {("purchases", "spent"): [1000]}, "handling", 0) == [
        "10 USD × 2.99 %",
        "+ 1.451 USD up to the least, 1.75 USD",
    ]
    assert told(agreement(YEARLY, **MONEY), {("purchases", "spent"): [150_000, 50_000]}, "handling", 1) == [
        "(2000 − 1000 free) USD × 5 %",
        "less 25 USD charged before in the window",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(FREE | {"free_again": "each_year"}, **MONEY))
    assert said["en"] == [
        "The buyer pays 2.99 % of purchases for the buyer for each order, counted as spent.",
        "Where anything is charged, each order bears at least 1.75 USD.",
        "Not more than 12 USD is charged for each order.",
        "In every twelve months from the first day of the agreement the first 30 USD are free, in the order in which"
        " they arise.",
        "What is taken back first restores what was free, then credits the fee of an amount of its size.",
    ]
    assert [n for n in ("2.99 %", "1.75 USD", "12 USD", "30 USD", "十二个月") if n not in "".join(said["zh"])] == []
    dated = [{"from": "2027-01-01", "value": "5 %"}, {"from": "2027-02-01", "value": "6 %"}]
    yearly = said_of(agreement(YEARLY | {"rate": dated}, **MONEY))
    assert yearly["en"] == [
        "The buyer pays 5 % (6 % from 2027-02-01) of purchases for the buyer for each contract year, counted as spent.",
        "Not more than 400 USD is charged for each contract year.",
        "In each contract year the first 1000 USD are free.",
        "What is taken back first restores what was free, then credits the fee of an amount of its size.",
        "Figures that change within that time hold for later amounts.",
        "These amounts are the same where the agreement covers only a part of that time.",
    ]
    assert "每个合同年的前 1000 USD 免费。" in yearly["zh"]


def codes(written):
    return [fault.wrong.text.code for fault in percentage.check(percentage.Clause.model_validate(written))]


def test_parts_that_do_not_fit_are_faults():
    assert codes(FREE) == codes(YEARLY) == []
    assert codes(CLAUSE | {"minimum": "13"}) == ["percentage_least_above_most"]
    assert codes(CLAUSE | {"free_amount": "30"}) == ["percentage_free_again_missing"]
    assert codes(CLAUSE | {"free_again": "never"}) == ["percentage_free_again_unused"]
    assert codes(YEARLY | {"free_again": "never"}) == ["percentage_free_again_unused"]
