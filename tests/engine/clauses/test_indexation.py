"""Indexation: later charges of named clauses move with an index."""

from decimal import Decimal

import pytest

from suture.engine.clauses import indexation
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
CLAUSE = {
    "id": "index", "kind": "indexation", "on": ["price"], "index": "cpi", "base": "300", "weight": "60 %",
    "lag_periods": "0", "threshold": "5 %", "past_threshold": "whole_move",
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"past_threshold": "excess", "lag_periods": "3"},
    CLAUSE | {"threshold": "0 %", "collar": {"low": "-2 %", "high": "4 %"}},
]


def moves(clause, levels, taken=(100,) * 24, **changes):
    terms = agreement(PRICE, clause, **changes)
    return dues(terms, {("catheter", "accepted"): taken}, "index", levels={"cpi": levels})


@pytest.mark.parametrize(
    ("level", "whole", "excess"),
    [
        ("314.9", "0", "0"),
        ("315", "0", "0"),  # a move of exactly the threshold is inside it
        ("315.3", "61.2", "1.2"),  # 2,000 x 60 % x 5.1 %, or x 0.1 %
        ("330", "120", "60"),
        ("285", "0", "0"),
        ("284.7", "-61.2", "-1.2"),
    ],
)
def test_below_at_and_above_the_threshold(level, whole, excess):
    assert moves(CLAUSE, [level])[0] == Decimal(whole)
    assert moves(CLAUSE | {"past_threshold": "excess"}, [level])[0] == Decimal(excess)


def test_the_collar_holds_the_price_change():
    held = CLAUSE | {"threshold": "0 %", "collar": {"low": "-2 %", "high": "4 %"}}
    assert moves(held, ["318", "320", "330", "290", "270"])[:5] == [72, 80, 80, -40, -40]


def test_earlier_charges_stay_as_they_were():
    assert moves(CLAUSE, ["330", "300", "360"])[:3] == [120, 0, 240]


def test_the_level_counts_its_lag_later_and_the_first_one_before():
    late = CLAUSE | {"lag_periods": "2"}
    assert moves(late, ["330", "300", "360"])[:5] == [120, 120, 120, 0, 240]


def test_a_dated_base_is_a_new_agreement_on_the_level():
    rebased = CLAUSE | {"base": [{"from": "2027-01-01", "value": "300"}, {"from": "2027-02-01", "value": "330"}]}
    assert moves(rebased, ["330", "330"])[:2] == [120, 0]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(PRICE, clause), {("catheter", "accepted"): [7] * 24}
    levels = {"cpi": ["314.9", "315", "315.1", "285.1", "285", "284.9", "300", "310.123"]}
    lanes = in_lanes(terms, happened(plan(terms), taken, levels))["index"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "index", levels=levels))), abs=0.005)


@pytest.mark.parametrize("base", ["219.128", "333.33", "101.7", "0.1"])
def test_a_level_at_the_threshold_means_the_same_in_both_number_types(base):
    clause = CLAUSE | {"base": base, "threshold": "7 %"}
    terms, at = agreement(PRICE, clause), Decimal(base) * Decimal("1.07")
    activity = happened(plan(terms), {("catheter", "accepted"): [1000] * 24}, {"cpi": [str(at)]})
    assert in_lanes(terms, activity)["index"][-1] == 0


def test_the_charge_explains_itself():
    terms, taken = (
        agreement(PRICE, CLAUSE | {"collar": {"low": "-2 %", "high": "4 %"}}),
        {("catheter", "accepted"): [100] * 3},
    )
    levels = {"cpi": ["315", "318", "330"]}
    assert told(terms, taken, "index", 0, levels=levels) == ["index 315 is not outside 285 to 315: no price change"]
    assert told(terms, taken, "index", 1, levels=levels) == ["index 318 against 300: 2000 USD charged × 3.6 %"]
    assert told(terms, taken, "index", 2, levels=levels) == [
        "index 330 against 300, held by the collar: 2000 USD charged × 4 %"
    ]


def wrongs(**changes):
    return [str(fault) for fault in indexation.check(indexation.Clause.model_validate(CLAUSE | changes))]


def test_a_base_is_above_zero():
    assert wrongs(base="0") == ["base: 0 is not above zero\n    Write a number above zero."]


def test_a_collar_leaves_room_for_the_price_as_it_is():
    assert wrongs(collar={"low": "1 %", "high": "4 %"}) == [
        "collar: the collar from 1 % to 4 % leaves no price unchanged\n"
        "    Let 'low' be 0 % or below and 'high' 0 % or above."
    ]
    assert wrongs(collar={"low": "0 %", "high": "0 %"}) == []
