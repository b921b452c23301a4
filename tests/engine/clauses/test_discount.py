"""Discount: a share or a fixed amount off the charges of named clauses, from a threshold on."""

from decimal import Decimal

import pytest

from suture.engine.clauses import discount
from suture.engine.money import rounded
from suture.engine.rating import exact
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
CLAUSE = {
    "id": "off", "kind": "discount", "on": ["price"], "counted_amounts": "unrounded", "window": "quarter",
    "amount": "1000 USD",
}  # fmt: skip
SHARE = {key: value for key, value in CLAUSE.items() if key != "amount"} | {"share": "5 %"}
FROM = SHARE | {"threshold": "6000 USD", "past_threshold": "whole_window"}
SAMPLES = [
    CLAUSE,
    CLAUSE | {"threshold": "4500 USD", "counted_amounts": "rounded", "window": "contract_year"},
    SHARE,
    FROM | {"window": "contract_year"},
    FROM | {"past_threshold": "excess", "counted_amounts": "rounded", "window": "term"},
]


def due(clause, taken, **more):
    return dues(agreement(PRICE, clause), {("catheter", "accepted"): taken}, "off", **more)


def test_a_share_of_every_charge():
    assert due(SHARE, [100, 0, 50, 10])[:4] == [-100, 0, -50, -10]


def test_a_credit_takes_back_its_share():
    assert due(SHARE, [100, -100])[:2] == [-100, 100]


def test_a_fixed_amount_is_taken_off_once_in_a_window_and_never_more_than_is_charged():
    assert due(CLAUSE, [30, 30, 30, 200])[:4] == [-600, -400, 0, -1000]


def test_a_credit_takes_back_what_is_more_than_is_charged():
    assert due(CLAUSE, [60, -20, -60])[:3] == [-1000, 200, 800]


@pytest.mark.parametrize(("taken", "off"), [(299, 0), (300, 300), (301, 301)])
def test_a_share_from_a_threshold_on_is_given_on_the_whole_window(taken, off):
    assert sum(due(FROM, [0, taken])[:3]) == -off


@pytest.mark.parametrize(("taken", "off"), [(299, 0), (300, 0), (301, 1), (400, 100)])
def test_or_on_the_excess_alone(taken, off):
    assert sum(due(FROM | {"past_threshold": "excess"}, [0, taken])[:3]) == -off


@pytest.mark.parametrize(("taken", "off"), [(224, 0), (225, 1000), (226, 1000)])
def test_a_fixed_amount_from_a_threshold_on(taken, off):
    assert sum(due(CLAUSE | {"threshold": "4500"}, [taken])[:3]) == -off


def test_charges_that_fall_below_the_threshold_again_take_the_discount_back():
    assert due(FROM, [300, 0, -1])[:3] == [-300, 0, 300]


def test_a_threshold_is_met_by_amounts_as_billed():
    third = [PRICE | {"price": "0.333"}, FROM | {"threshold": "2.00", "counted_amounts": "rounded"}]
    facts = {("catheter", "accepted"): [6]}  # 1.998 is billed as 2.00
    assert dues(agreement(*third), facts, "off")[0] == Decimal("-0.10")
    assert dues(agreement(third[0], third[1] | {"threshold": "2.01"}), facts, "off")[0] == 0


def test_a_share_that_is_new_in_a_window_holds_for_later_charges():
    dated = [{"from": "2027-01-01", "value": "5 %"}, {"from": "2027-03-01", "value": "10 %"}]
    assert due(SHARE | {"share": dated}, [100, 100, 100, 100])[:4] == [-100, -100, -200, -200]
    assert due(FROM | {"share": dated}, [150, 150, 100])[:3] == [0, -300, -200]


def test_an_amount_that_is_new_in_a_window_holds_for_all_of_it():
    dated = [{"from": "2027-01-01", "value": "1000"}, {"from": "2027-03-01", "value": "1500"}]
    assert due(CLAUSE | {"amount": dated}, [100, 100, 1])[:3] == [-1000, 0, -500]


def test_a_termination_changes_neither_amount_nor_threshold():
    assert due(CLAUSE, [100], in_force=["0.5"] + ["0"] * 23)[0] == -1000


LINES = {"l1": 10, "l2": 20, "l3": 30, "l4": 40, "l5": 10, "l6": 20, "l7": 30, "l8": 40}
AT_20 = ("l2", "l6")


def coupon(name, amount, on, within):
    return {
        "id": name, "kind": "discount", "on": on, "within": within, "counted_amounts": "rounded", "window": "month",
        "amount": amount,
    }  # fmt: skip


def split(name, amount, scope, earlier=()):
    """A fixed amount over a scope, in two clauses: what falls on lines taxed at 10 % and at 20 %."""
    within = [*scope, *(f"{e}{rate}" for e in earlier for rate in ("-10", "-20"))]
    at_20 = [line for line in within if line in AT_20 or line.endswith("-20")]
    rest = [line for line in within if line not in at_20]
    return [coupon(f"{name}-10", amount, rest, within), coupon(f"{name}-20", amount, at_20, within)]


def test_known_answer_scope_order_and_tax():
    # cases/billing_cases.json lago-coupon-scope-order-and-tax-rounding; source: getlago/lago-api
    # spec/scenarios/coupons_breakdown_spec.rb: discount 35, net 165, tax 18.89 on the unrounded parts
    services = {name: {"unit": "USD", "step": "0.01"} for name in LINES}
    lines = [{"id": n, "kind": "unit", "service": n, "measure": "sold", "price": "1"} for n in LINES]
    discounts = [
        *split("a", "20", ["l1", "l2"]),
        *split("b", "10", ["l5", "l6", "l7", "l8"]),
        *split("c", "5", list(LINES), earlier=("a", "b")),
    ]
    planned = plan(agreement(*lines, *discounts, services=services))
    told_of = {(name, "sold"): [amount * 100] for name, amount in LINES.items()}
    charged = {f.line.name: f.due[0] for f in exact.fold(planned, happened(planned, told_of))}
    off = {name: amount for name, amount in charged.items() if name not in LINES}
    near = Decimal("1e-20")
    assert abs(sum(off.values()) + 35) < near
    assert abs(sum(charged.values()) - 165) < near
    at_20 = sum(amount for name, amount in charged.items() if name in AT_20 or name.endswith("-20"))
    tax = at_20 * Decimal("0.20") + (sum(charged.values()) - at_20) * Decimal("0.10")
    assert rounded(tax, "USD").amount == Decimal("18.89")


def test_a_threshold_can_be_met_by_more_clauses_than_bear_the_discount():
    other = {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100"}
    both = {("catheter", "accepted"): [100], ("engineering", "worked"): [160]}  # 2,000 and 40 h x 100 = 4,000
    spread = {"within": ["price", "hours"]}
    assert dues(agreement(PRICE, other, FROM | spread), both, "off")[0] == -100
    assert dues(agreement(PRICE, other, FROM), both, "off")[0] == 0
    excess = FROM | spread | {"past_threshold": "excess", "threshold": "3000"}
    assert dues(agreement(PRICE, other, excess), both, "off")[0] == -50  # 3,000 x 5 %, of it 2,000 / 6,000
    fixed = agreement(PRICE, other, CLAUSE | spread | {"amount": "600"})
    assert dues(fixed, both, "off")[0] == -200


def test_nothing_is_spread_over_charges_that_come_to_nothing():
    """33 of 0.1 and one of -3.3 are nothing exactly, but not on float, and any part of it would be a discount."""
    other = {"id": "back", "kind": "unit", "service": "engineering", "measure": "worked", "price": "-3.3"}
    spread = CLAUSE | {"within": ["price", "back"], "counted_amounts": "unrounded", "window": "term"}
    terms = agreement(PRICE | {"price": "0.1"}, other, spread)
    facts = {("catheter", "accepted"): [11, 11, 11], ("engineering", "worked"): [0, 0, 4]}
    exact_, lanes = dues(terms, facts, "off"), in_lanes(terms, happened(plan(terms), facts))["off"]
    assert (sum(exact_), lanes[-1]) == (0, 0)


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(PRICE, clause), {("catheter", "accepted"): [299, 1, 0, 300, -1, 1, 225] * 3}
    lanes = in_lanes(terms, happened(plan(terms), taken))["off"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "off"))), abs=0.005)


def test_the_discount_explains_itself():
    taken = {("catheter", "accepted"): [200, 100]}
    assert told(agreement(PRICE, SHARE), taken, "off", 1) == [
        "6000 USD charged in the window × 5 %",
        "less 200 USD given before in the window",
    ]
    assert told(agreement(PRICE, FROM), taken, "off", 0) == [
        "4000 USD charged in the window, threshold 6000 USD: no discount"
    ]
    assert told(agreement(PRICE, FROM | {"past_threshold": "excess", "threshold": "5000"}), taken, "off", 1) == [
        "(6000 − 5000) USD charged in the window × 5 %"
    ]
    assert told(agreement(PRICE, CLAUSE), {("catheter", "accepted"): [30]}, "off", 0) == [
        "600 USD off 600 USD charged in the window"
    ]
    other = {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100"}
    both = {("catheter", "accepted"): [100], ("engineering", "worked"): [160]}
    assert told(agreement(PRICE, other, CLAUSE | {"within": ["price", "hours"]}), both, "off", 0) == [
        "1000 USD off 6000 USD charged in the window, of which 2000 / 6000 falls here",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(PRICE, FROM))
    assert said["en"] == [
        "The seller takes 5 % off the charges of clause 4 in each quarter.",
        "It does so once the charges of clause 4 in that time come to 6000 USD or more.",
        "The discount is then given on all charges of that time, from the first one on.",
        "Charges count unrounded.",
        "Amounts and thresholds are the same where the agreement covers only a part of that time.",
    ]
    assert said["zh"][0] == "每季度内，卖方对第 4 条的款项给予 5 % 的折扣。"
    assert "6000 USD" in said["zh"][1]
    other = {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100"}
    dated = [{"from": "2027-01-01", "value": "1000"}, {"from": "2028-01-01", "value": "1500"}]
    fixed = said_of(agreement(PRICE, other, CLAUSE | {"within": ["price", "hours"], "amount": dated}))
    assert fixed["en"][:2] == [
        "The seller takes 1000 USD (1500 USD from 2028-01-01) off the charges of clause 4 and clause 5 in each"
        " quarter, but never more than they come to.",
        "The discount is found on the charges of clause 4 and clause 5 together; this clause takes off the part of"
        " clause 4, pro rata to their charges.",
    ]
    assert "An amount or threshold that changes within that time holds for the whole of it." in fixed["en"]
    assert "1500 USD" in fixed["zh"][0]
    assert "第 4 条和第 5 条" in fixed["zh"][1]


def codes(**changes):
    return [fault.wrong.text.code for fault in discount.check(discount.Clause.model_validate(SHARE | changes))]


def test_one_form_and_only_parts_that_do_something():
    assert codes() == []
    assert codes(amount="5") == ["discount_in_two_forms"]
    assert codes(share=None) == ["discount_without_form"]
    assert codes(threshold="5") == ["discount_past_threshold_missing"]
    assert codes(past_threshold="excess") == ["discount_past_threshold_unused"]
    assert codes(share=None, amount="5", threshold="9", past_threshold="excess") == ["discount_past_threshold_unused"]
    assert codes(within=["price", "hours"]) == ["discount_within_unused"]
    assert codes(share=None, amount="5", within=["hours"]) == ["discount_outside_within"]
