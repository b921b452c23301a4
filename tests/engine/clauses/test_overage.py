"""Overage: a commitment at the base price, what is above at a factor, what is not used perhaps paid."""

from decimal import Decimal
from itertools import accumulate

import pytest

from suture.engine.clauses import overage
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "hours", "kind": "overage", "service": "catheter", "measure": "used", "window": "contract_year",
    "price": "1 USD/piece", "committed_spend": "60 USD", "overage_factor": "2", "true_up": "none", "prorate": "full",
}  # fmt: skip
QUANTITY = {key: value for key, value in CLAUSE.items() if key != "committed_spend"} | {
    "committed_quantity": "300 piece", "price": "22.50 USD/piece", "overage_factor": "1.5", "true_up": "difference",
}  # fmt: skip
SAMPLES = [
    CLAUSE | {"price": "22.50", "committed_spend": "9000"},
    QUANTITY,
    QUANTITY | {"window": "quarter", "prorate": "in_force"},
    QUANTITY | {"window": "order"},
]


def due(clause, used, **more):
    return dues(agreement(clause), {("catheter", "used"): used}, "hours", **more)


def test_known_answer_a_yearly_commitment_billed_monthly():
    # cases/billing_cases.json flexprice-annual-commitment-monthly-bills; source: flexprice billing_test.go
    assert due(CLAUSE, [30, 20, 12])[:3] == [30, 20, 14]  # 10 at the base price, 2 at double


PEAK = CLAUSE | {"window": "order", "price": "2", "committed_spend": "5", "true_up": "none"}
REST = CLAUSE | {"window": "order", "committed_spend": "10", "true_up": "difference"}


def test_known_answer_every_hour_has_its_commitment_and_peak_hours_another_price():
    # cases/billing_cases.json flexprice-window-peak-price; source: flexprice billing_commitment_test.go
    # peak hours are a service of their own: 35 + 2 + 10 = 47, of it true-up 7, overage 30, committed use 10
    peak = PEAK | {"id": "peak", "service": "peak_hours"}
    services = {name: {"unit": "hour", "step": "1"} for name in ("catheter", "peak_hours")}
    terms = agreement(peak, REST, services=services)
    used = {("peak_hours", "used"): [{"09": 10, "10": 1}], ("catheter", "used"): [{"18": 3}]}
    assert dues(terms, used, "peak")[0] == 37
    assert dues(terms, used, "hours")[0] == 10
    assert told(terms, used, "peak", 0) == [
        "10 hour × 2 USD = 20 USD:",
        "5 USD within the commitment of 5 USD",
        "+ 15 USD above the commitment × 2",
        "1 hour × 2 USD = 2 USD:",
        "2 USD within the commitment of 5 USD",
    ]
    assert told(terms, used, "hours", 0) == [
        "3 hour × 1 USD = 3 USD:",
        "3 USD within the commitment of 10 USD",
        "+ true-up: 7 USD not used of 10 USD",
    ]


@pytest.mark.parametrize(("used", "amount"), [(299, 6727.5), (300, 6750), (301, 6783.75)])
def test_one_piece_below_at_and_above_the_commitment(used, amount):
    assert due(QUANTITY | {"true_up": "none"}, [used])[0] == amount
    assert sum(due(QUANTITY, [used])[:12]) == max(amount, 6750)


@pytest.mark.parametrize("used", [[0], [120, 0, 100], [299, 1], [301], [500, -250, 10, 600]])
@pytest.mark.parametrize("true_up", ["none", "difference"])
def test_what_is_charged_is_committed_use_plus_overage_plus_true_up(used, true_up):
    total = sum(due(QUANTITY | {"true_up": true_up}, used)[:12])
    year = sum(used)
    committed, over = min(year, 300), max(year - 300, 0)
    missing = max(300 - year, 0) if true_up == "difference" else 0
    assert total == (committed + Decimal("1.5") * over + missing) * Decimal("22.50")


def test_what_is_taken_back_is_credited_from_above():
    assert due(CLAUSE, [70, -15])[:2] == [80, -25]  # 10 at double, 5 at the base price


def test_a_period_without_an_order_has_no_order_to_true_up():
    assert due(QUANTITY | {"window": "order"}, [{}, {"a": 100, "b": 301}])[:2] == [0, 6750 + Decimal("6783.75")]


def test_an_order_after_the_end_is_not_trued_up():
    assert due(QUANTITY | {"window": "order"}, [{}, {"a": 100}], in_force=["1"] + ["0"] * 23)[1] == 2250


def test_the_next_window_begins_anew():
    assert due(QUANTITY, [400] + [0] * 11 + [100])[11:24] == [0, 2250, *[0] * 10, 4500]


def test_a_commitment_holds_from_the_opening_and_a_price_for_later_use():
    dated = [{"from": "2027-01-01", "value": "60"}, {"from": "2027-03-01", "value": "10"}]
    assert due(CLAUSE | {"committed_spend": dated}, [30, 0, 30, 1] + [0] * 8 + [11])[:4] == [30, 0, 30, 2]
    assert due(CLAUSE | {"committed_spend": dated}, [0] * 12 + [11])[12] == 12
    price = [{"from": "2027-01-01", "value": "20"}, {"from": "2027-03-01", "value": "22"}]
    assert due(QUANTITY | {"price": price, "true_up": "none"}, [100, 0, 100])[:3] == [2000, 0, 2200]


def test_a_termination_trues_up_its_part_or_the_whole():
    ended = ["1"] * 6 + ["0"] * 18
    assert due(QUANTITY, [100], in_force=ended)[11] == 200 * Decimal("22.50")
    spread = due(QUANTITY | {"prorate": "in_force"}, [100], in_force=ended)
    assert spread[11] == 50 * Decimal("22.50")
    assert [sum(x[12:]) for x in (spread, due(QUANTITY, [100], in_force=ended))] == [0, 0]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, used = agreement(clause), {("catheter", "used"): [299, 1, 1, 0, 99, 301, -20] * 3}
    lanes = in_lanes(terms, happened(plan(terms), used))["hours"]
    exact = list(accumulate(dues(terms, used, "hours")))
    assert lanes == pytest.approx([float(amount) for amount in exact], abs=0.005)


def test_the_charge_explains_itself():
    used = {("catheter", "used"): [250, 100, 0, -20]}
    assert [told(agreement(QUANTITY), used, "hours", at) for at in range(4)] == [
        ["250 piece within the commitment of 300 × 22.50 USD"],
        [
            "50 piece within the commitment of 300 × 22.50 USD",
            "+ 50 piece above the commitment × 22.50 USD × 1.5",
        ],
        ["nothing used in this period"],
        ["+ -20 piece above the commitment × 22.50 USD × 1.5"],
    ]
    assert told(agreement(QUANTITY), {("catheter", "used"): [250]}, "hours", 11) == [
        "+ true-up: 50 piece not used of 300 × 22.50 USD"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(QUANTITY | {"prorate": "in_force"}))
    assert said["en"] == [
        "catheter is charged at 22.50 USD per piece, counted as used, up to 300 pieces in each contract year; what is"
        " above is charged at 1.5 times that price.",
        "What is not used of the commitment by the end of that time is paid at the price itself.",
        "For that payment the commitment follows the part of that time in which the agreement is in force; overage"
        " begins at the whole commitment.",
    ]
    assert said["zh"][0] == (
        "每个合同年内catheter在 300 件以内的部分，按每件 22.50 USD计价（按耗用数量计）；超出部分按该价格的 1.5 倍计价。"
    )
    dated = [{"from": "2027-01-01", "value": "60"}, {"from": "2027-03-01", "value": "10"}]
    spend = said_of(agreement(CLAUSE | {"committed_spend": dated}))
    assert spend["en"] == [
        "catheter is charged at 1 USD per piece, counted as used, until 60 USD (10 USD from 2027-03-01) are reached in"
        " each contract year; what is above is charged at 2 times that price.",
        "What is not used of the commitment is not paid.",
        "The commitment in force at the beginning of that time holds until its end; a new price holds for what is used"
        " later.",
    ]
    assert "10 USD" in spend["zh"][0]
    assert "The whole commitment stands however short that time is." in said_of(agreement(QUANTITY))["en"]


def codes(**changes):
    return [fault.wrong.text.code for fault in overage.check(overage.Clause.model_validate(CLAUSE | changes))]


def test_the_commitment_has_one_form():
    assert codes() == []
    assert codes(committed_quantity="5") == ["overage_in_two_forms"]
    assert codes(committed_spend=None) == ["overage_without_commitment"]
