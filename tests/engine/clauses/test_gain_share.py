"""Gain share: what a unit costs less than its baseline is shared when a window closes."""

from decimal import Decimal

import pytest

from tests.engine.built import agreement, dues, happened, in_lanes, plan, published, told
from tests.engine.clauses.saying import said_of

INDEX = {"indices": {"unit-cost": published("cost of one unit by the open book, USD")}}
CLAUSE = {
    "id": "gain", "kind": "gain_share", "service": "catheter", "measure": "accepted", "cost": "unit-cost",
    "baseline": "20.00", "lag_periods": "0", "window": "contract_year", "paid_by": "seller", "share": "50 %",
}  # fmt: skip
BOTH = CLAUSE | {"overrun_share": "30 %", "maximum": "4000 USD"}
SAMPLES = [
    CLAUSE | {"cost": "cpi"},
    BOTH | {"cost": "cpi", "window": "quarter", "paid_by": "buyer", "lag_periods": "2"},
]


def due(clause, taken, costs, **changes):
    facts = {("catheter", "accepted"): taken}
    return dues(agreement(clause, **(INDEX | changes)), facts, "gain", levels={"unit-cost": costs})


def test_half_of_a_saving_is_credited_when_the_year_closes():
    assert due(CLAUSE, [500, 500], ["18.80"])[:12] == [0] * 11 + [-600]  # 1,000 x 1.20 x 50 %


def test_savings_and_overruns_of_a_window_are_set_off():
    assert due(CLAUSE, [500, 500], ["18.80", "20.50"])[11] == -175  # (600 - 250) x 50 %
    assert due(CLAUSE, [500, 500], ["18.80", "22.00"])[11] == 0
    assert due(BOTH, [500, 500], ["18.80", "22.00"])[11] == Decimal("120")  # -400 x 30 %


@pytest.mark.parametrize(("taken", "credit"), [(7999, "-3999.5"), (8000, "-4000"), (8001, "-4000")])
def test_below_at_and_above_the_most(taken, credit):
    assert due(BOTH, [taken], ["19"])[11] == Decimal(credit)
    assert due(BOTH, [taken * 10], ["21"])[11] == 4000


def test_at_a_price_by_cost_the_buyer_pays_its_share():
    assert due(CLAUSE | {"paid_by": "buyer"}, [1000], ["19"])[11] == 500


def test_a_baseline_that_falls_with_its_date_and_the_next_window():
    dated = [{"from": "2027-01-01", "value": "20"}, {"from": "2027-07-01", "value": "19"}]
    amounts = due(CLAUSE | {"baseline": dated}, [100] * 24, ["18"])
    assert (amounts[11], amounts[23]) == (-600 - 300, -600)


def test_goods_taken_back_take_their_saving_back():
    assert due(CLAUSE, [1000, -200], ["19"])[11] == -400


def test_a_step_of_the_unit_saves_its_part():
    halves = {"services": {"catheter": {"unit": "kg", "step": "0.5"}}}
    assert due(CLAUSE, [3], ["18"], **halves)[11] == Decimal("-1.5")


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [299, 1, 0, 8000] * 6}
    levels = {"cpi": ["19", "21", "20", "18.5", "20.01", "25"]}
    lanes = in_lanes(terms, happened(plan(terms), taken, levels))["gain"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "gain", levels=levels))), abs=0.005)


def test_the_credit_explains_itself():
    facts, levels = {("catheter", "accepted"): [500] + [0] * 10 + [500]}, {"unit-cost": ["18.80"]}
    assert [told(agreement(CLAUSE, **INDEX), facts, "gain", at, levels=levels) for at in (0, 1, 11)] == [
        ["500 piece × (20 − 18.80) USD: 600 USD saved in the window so far"],
        ["nothing counted in this period"],
        [
            "500 piece × (20 − 18.80) USD: 1200 USD saved in the window so far",
            "1200 USD saved in the window × 50 %: credited",
        ],
    ]
    dear = {"unit-cost": ["22"]}
    assert told(agreement(BOTH, **INDEX), {("catheter", "accepted"): [1000]}, "gain", 11, levels=dear) == [
        "2000 USD over the baseline in the window × 30 %: due"
    ]
    assert told(agreement(BOTH, **INDEX), {("catheter", "accepted"): [9000]}, "gain", 11, levels=dear)[1:] == [
        "− 1400 USD above the most of 4000 USD, of what is due"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(BOTH, **INDEX))
    assert said["en"] == [
        "Where catheter, counted as accepted, costs less over each contract year than its baseline of 20 USD per unit,"
        " the seller pays the buyer 50 % of the saving at the end of that time.",
        "The cost of a unit is the unit-cost as reported.",
        "For each settlement period the last level published up to its end counts; earlier periods stay as they were.",
        "Where it costs more, the buyer pays the seller 30 % of the overrun.",
        "Not more than 4000 USD is paid for each contract year.",
    ]
    zh = "".join(said["zh"])
    assert [n for n in ("20 USD", "50 %", "30 %", "4000 USD", "卖方", "每个合同年") if n not in zh] == []
    dated = [{"from": "2027-01-01", "value": "50 %"}, {"from": "2028-01-01", "value": "40 %"}]
    plain = said_of(agreement(CLAUSE | {"share": dated, "paid_by": "buyer"}, **INDEX))["en"]
    assert "the buyer pays the seller 50 % (40 % from 2028-01-01) of the saving" in plain[0]
    assert plain[-2:] == [
        "Where it costs more, nothing is shared; within that time overruns and savings are set off.",
        "Shares and limits are those in force at the end of that time.",
    ]
