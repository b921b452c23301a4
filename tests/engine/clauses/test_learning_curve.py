"""Learning curve: a part of the price falls with the quantity made so far, by a rate for every doubling."""

from decimal import Decimal

import pytest

from suture.engine.clauses import learning_curve
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "learning", "kind": "learning_curve", "service": "catheter", "measure": "accepted",
    "price": "15.00 USD/piece", "rate": "80 %", "first": "1000 piece", "resets": ["2000", "4000", "8000"],
    "unit_price_decimals": 2,
}  # fmt: skip
BY_UNIT = CLAUSE | {
    "price": "1", "first": "1", "resets": [str(n) for n in range(2, 11)], "unit_price_decimals": "none",
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"rate": "92.5 %", "resets": ["1500", "3100", "4444"], "made_before": "1700 piece"},
    BY_UNIT,
    CLAUSE | {"resets": [str(1000 + 500 * n) for n in range(1, 17)], "unit_price_decimals": 4},
]


def due(clause, *made):
    return dues(agreement(clause), {("catheter", "accepted"): list(made)}, "learning")


def test_known_answer_wright_80_10():
    # cases/decision_cases.json wright_80_10: the tenth unit costs 0.477 of the first, ten units together 6.315
    amounts = due(BY_UNIT, *[1] * 10)
    tenth, all_ten = 1 + amounts[9], 10 + sum(amounts[:10])
    assert tenth == pytest.approx(Decimal("0.477"), rel=Decimal("0.002"))
    assert all_ten == pytest.approx(Decimal("6.315"), rel=Decimal("0.002"))


@pytest.mark.parametrize(
    ("unit", "price"), [(1999, "15"), (2000, "12"), (3999, "12"), (4000, "9.6"), (8000, "7.68"), (50_000, "7.68")]
)
def test_the_unit_that_is_named_is_the_first_at_its_price_and_whole_doublings_are_exact(unit, price):
    assert 15 + due(CLAUSE, unit - 1, 1)[1] == Decimal(price)


def test_a_period_may_span_several_prices():
    assert due(CLAUSE, 5000)[0] == -2000 * 3 - 1001 * (15 - Decimal("9.6"))
    assert sum(due(CLAUSE, 500, 3000, 1, 1499)[:4]) == due(CLAUSE, 5000)[0]


def test_what_was_made_before_the_agreement_counts():
    assert due(CLAUSE | {"made_before": "1999 piece"}, 1)[0] == -3
    assert due(CLAUSE | {"made_before": "1998 piece"}, 1)[0] == 0


def test_goods_taken_back_take_back_what_they_cost_less():
    assert due(CLAUSE, 2500, -1000)[:2] == [-501 * 3, 501 * 3]


def test_a_price_that_changes_holds_for_later_units():
    price = [{"from": "2027-01-01", "value": "15"}, {"from": "2027-02-01", "value": "20"}]
    assert due(CLAUSE | {"price": price}, 2999, 1000)[:2] == [-3000, -4000]


def test_the_price_of_each_step_is_rounded_where_that_is_written():
    between = CLAUSE | {"resets": ["1500"]}
    assert due(between, 1499, 1)[1] == -(15 - Decimal("13.16"))  # 15 x 0.8 ** log2(1.5) = 13.1643...
    exactly = due(between | {"unit_price_decimals": "none"}, 1499, 1)[1]
    assert Decimal("13.16") < 15 + exactly < Decimal("13.17")
    assert exactly != due(between, 1499, 1)[1]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, facts = agreement(clause), {("catheter", "accepted"): [1, 1, 8, 989, 500, 500, 1, 2000, 4000, 9000]}
    lanes = in_lanes(terms, happened(plan(terms), facts))["learning"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, facts, "learning"))), abs=0.005)


def test_the_entry_explains_itself():
    terms, facts = agreement(CLAUSE | {"made_before": "500 piece"}), {("catheter", "accepted"): [1000, 3000]}
    assert told(terms, facts, "learning", 0) == ["1500 piece made so far: the first price still holds"]
    assert told(terms, facts, "learning", 1) == [
        "2000 piece from number 2000 on × (15 − 12) USD less by learning",
        "501 piece from number 4000 on × (15 − 9.60) USD less by learning",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE | {"made_before": "500 piece"}))
    assert said["en"][:4] == [
        "Of the unit price of catheter, 15 USD per piece follows a learning curve: with every doubling of what was"
        " accepted so far it falls to 80 % of what it was.",
        "It holds in full up to 1000 pieces, and is set anew from 2000 pieces, 4000 pieces and 8000 pieces on: to the"
        " full amount times the rate to the power of the number of doublings since 1000 pieces. After the last of these"
        " it stays.",
        "500 pieces made before this agreement count as made so far.",
        "Units that were charged before a price was set anew stay as they were.",
    ]
    assert len(said["en"]) == 5
    for words in ("每件 15 USD", "80 %", "1000 件", "2000 件、4000 件和 8000 件", "500 件", "2 位小数"):
        assert words in "".join(said["zh"])


def codes(**changes):
    written = learning_curve.Clause.model_validate(CLAUSE | changes)
    return [fault.wrong.text.code for fault in learning_curve.check(written)]


def test_quantities_are_fixed_and_rise_and_the_rate_leaves_something():
    assert codes() == []
    assert codes(resets=["2000", "2000"]) == ["learning_quantities_not_rising"]
    assert codes(resets=["1000"]) == ["learning_quantities_not_rising"]
    assert codes(resets=["unknown", {"low": "3000", "high": "4000"}]) == ["learning_quantity_not_fixed"] * 2
    assert codes(rate="0 %") == ["figure_not_above_zero"]
    assert codes(first="0") == ["figure_not_above_zero"]
    assert codes(made_before=[{"from": "2027-01-01", "value": "1"}, {"from": "2028-01-01", "value": "2"}]) == [
        "figure_dated"
    ]
