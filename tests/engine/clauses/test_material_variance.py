"""Material variance: a move of a material's price passes into the price of every unit."""

from decimal import Decimal

import pytest

from tests.engine.built import agreement, dues, happened, in_lanes, plan, published, told
from tests.engine.clauses.saying import said_of

INDEX = {"indices": {"resin": published("resin, USD per kg, monthly list of the maker")}}
CLAUSE = {
    "id": "resin-price", "kind": "material_variance", "service": "catheter", "measure": "accepted",
    "material": "resin", "baseline": "1.40", "content": "1", "lag_periods": "0", "threshold": "5 %",
    "past_threshold": "whole_move", "falls": "pass", "share": "100 %",
}  # fmt: skip
EXCESS = CLAUSE | {"past_threshold": "excess"}
SAMPLES = [
    CLAUSE | {"material": "cpi"},
    EXCESS | {"material": "cpi", "lag_periods": "2", "falls": "stay", "share": "80 %", "content": "0.35"},
]


def due(clause, taken, levels, **changes):
    facts = {("catheter", "accepted"): taken}
    return dues(agreement(clause, **(INDEX | changes)), facts, "resin-price", levels={"resin": levels})


def test_known_answer_all_or_only_the_excess_passes():
    # cases/trade_cases.json material_variance-1: resin 1.40 to 1.61, threshold 5 %, 10,000 units
    assert due(CLAUSE, [10_000], ["1.61"])[0] == 2100
    assert due(EXCESS, [10_000], ["1.61"])[0] == 1400


@pytest.mark.parametrize(("level", "whole", "excess"), [
    ("1.469", 0, 0), ("1.47", 0, 0), ("1.471", 71, 1), ("1.33", 0, 0), ("1.329", -71, -1), ("1.40", 0, 0),
])  # fmt: skip
def test_below_at_and_above_the_threshold(level, whole, excess):
    assert due(CLAUSE, [1000], [level])[0] == whole
    assert due(EXCESS, [1000], [level])[0] == excess


def test_falls_stay_with_the_seller_where_that_is_written():
    assert due(CLAUSE | {"falls": "stay"}, [1000, 1000], ["1.20", "1.61"])[:2] == [0, 210]


def test_the_content_and_the_share_of_it_pass():
    assert due(CLAUSE | {"content": "0.35", "share": "80 %"}, [1000], ["1.61"])[0] == Decimal("58.80")


def test_every_period_has_its_own_price_and_a_lag_reads_an_earlier_one():
    assert due(CLAUSE, [100, 100, 100], ["1.60", "1.40", "1.70"])[:3] == [20, 0, 30]
    assert due(CLAUSE | {"lag_periods": "1"}, [100, 100, 100], ["1.60", "1.40", "1.70"])[:3] == [20, 20, 0]


def test_a_new_baseline_holds_from_its_day():
    dated = [{"from": "2027-01-01", "value": "1.40"}, {"from": "2027-03-01", "value": "1.60"}]
    assert due(CLAUSE | {"baseline": dated}, [100, 0, 100], ["1.60"])[:3] == [20, 0, 0]


def test_goods_taken_back_take_the_variance_of_their_period_back():
    assert due(CLAUSE, [100, -100], ["1.60", "1.60"])[:2] == [20, -20]


def test_a_step_of_the_unit_holds_its_part_of_the_material():
    halves = {"services": {"catheter": {"unit": "kg", "step": "0.5"}}}
    assert due(CLAUSE, [3], ["1.60"], **halves)[0] == Decimal("0.30")


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [299, 1, 0, 300] * 6}
    levels = {"cpi": ["1.47", "1.33", "1.471", "1.20", "1.80", "1.47"]}
    lanes = in_lanes(terms, happened(plan(terms), taken, levels))["resin-price"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "resin-price", levels=levels))), abs=0.005)


def test_the_charge_explains_itself():
    terms, taken = agreement(EXCESS | {"falls": "stay"}, **INDEX), {("catheter", "accepted"): [10_000] * 3}
    levels = {"resin": ["1.61", "1.45", "1.20"]}
    assert [told(terms, taken, "resin-price", at, levels=levels) for at in range(3)] == [
        ["resin at 1.61 against 1.40: 10,000 piece × 1 × 0.14 USD × 100 %"],
        ["resin at 1.45 is not outside 1.33 to 1.47: nothing passes"],
        ["resin at 1.20 against 1.40: falls do not pass"],
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(EXCESS | {"content": "0.35", "share": "80 %", "lag_periods": "2"}, **INDEX))
    assert said["en"] == [
        "The price of catheter moves with the price of resin, against a baseline of 1.40 USD: for each unit, counted as"
        " accepted, the buyer bears 80 % of 0.35 times the move of that price.",
        "Falls pass to the buyer as a credit.",
        "For each settlement period the last level published up to the end of the one 2 settlement periods earlier"
        " counts; earlier periods stay as they were.",
        "While that price differs from the baseline by no more than 5 % of it, nothing passes.",
        "Beyond that only the excess passes.",
    ]
    zh = "".join(said["zh"])
    assert [n for n in ("1.40 USD", "0.35", "80 %", "2 个结算期", "5 %") if n not in zh] == []
    plain = said_of(agreement(CLAUSE | {"threshold": "0 %", "falls": "stay"}, **INDEX))["en"]
    assert plain[1:] == [
        "Falls do not pass.",
        "For each settlement period the last level published up to its end counts; earlier periods stay as they were.",
    ]
