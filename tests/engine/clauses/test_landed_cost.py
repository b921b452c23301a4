"""Landed cost: what the buyer pays to others for the same goods."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from suture.engine.clauses import landed_cost
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "25 USD/piece"}
CLAUSE = {
    "id": "landed", "kind": "landed_cost", "services": ["catheter"], "measure": "accepted", "on": ["price"],
    "incoterm": "FCA", "freight_per_unit": "1.60 USD/piece", "duty": {"share": "20 %", "on": "price"},
    "handling_per_unit": "0.30 USD/piece",
}  # fmt: skip
DUTIES = [{"from": "2027-01-01", "value": "7.5 %"}, {"from": "2027-07-01", "value": "145 %"}]
SAMPLES = [
    CLAUSE,
    CLAUSE | {"freight_share": "7 %", "duty": {"share": "12.5 %", "on": "price_and_freight"}},
    CLAUSE | {"duty": {"share": DUTIES, "on": "price"}},
]


def paid(clause, taken):
    return dues(agreement(PRICE, clause), {("catheter", "accepted"): taken}, "landed")


def test_known_answer_landed_cost_of_a_unit():
    # cases/trade_cases.json landed_cost-1; source: price + freight + duty on the price + handling
    terms, taken = agreement(PRICE, CLAUSE), {("catheter", "accepted"): [1]}
    assert dues(terms, taken, "price")[0] + dues(terms, taken, "landed")[0] == Decimal("31.90")


def test_nothing_taken_is_nothing_landed():
    assert paid(CLAUSE, [0, 10])[:2] == [0, 69]


def test_freight_is_dutiable_where_so_written():
    on_both = CLAUSE | {"freight_share": "4 %", "duty": {"share": "20 %", "on": "price_and_freight"}}
    # freight 1.60 + 1.00; duty 20 % of 27.60; handling 0.30
    assert paid(on_both, [1])[0] == Decimal("2.60") + Decimal("5.52") + Decimal("0.30")


def test_a_new_duty_holds_for_later_goods_only():
    assert paid(SAMPLES[2], [0, 0, 0, 0, 0, 1, 1])[5:7] == [Decimal("3.775"), Decimal("38.15")]


def test_a_correction_of_the_price_moves_the_duty():
    assert paid(CLAUSE, [10, -1])[:2] == [69, Decimal("-6.9")]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(PRICE, clause), {("catheter", "accepted"): [0, 1, 999] + [70] * 21}
    lanes = in_lanes(terms, happened(plan(terms), taken))["landed"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "landed"))), abs=0.005)


def test_the_amount_explains_itself():
    clause = CLAUSE | {"freight_share": "4 %", "duty": {"share": "20 %", "on": "price_and_freight"}}
    terms, taken = agreement(PRICE, clause), {("catheter", "accepted"): [10]}
    assert told(terms, taken, "landed", 0) == [
        "freight: 10 piece × 1.60 USD",
        "freight: 250 USD × 4 %",
        "duty: 276 USD × 20 %",
        "handling: 10 piece × 0.30 USD",
    ]
    assert told(terms, taken, "landed", 1) == ["no goods, no landed cost"]


def test_it_is_paid_to_others_and_not_charged():
    assert landed_cost.KIND.effect == "landed"


def test_an_incoterm_is_one_of_2020():
    with pytest.raises(ValidationError, match="incoterm"):
        landed_cost.Clause.model_validate(CLAUSE | {"incoterm": "DAT"})
    with pytest.raises(ValidationError, match="incoterm"):
        landed_cost.Clause.model_validate({name: CLAUSE[name] for name in CLAUSE if name != "incoterm"})
