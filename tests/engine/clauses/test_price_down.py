"""Price-down: later charges of named clauses fall by agreed shares."""

from decimal import Decimal

import pytest

from suture.engine.clauses import price_down
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
CLAUSE = {
    "id": "down", "kind": "price_down", "on": ["price"], "each_reduction_on": "first_price",
    "reductions": [{"after_months": 3, "share": "10 %"}, {"after_months": 12, "share": "20 %"}],
}  # fmt: skip
DATED = CLAUSE | {
    "reductions": [{"from": "2027-04-01", "share": "10 %"}, {"from": "2028-01-01", "share": "20 %"}],
}
SAMPLES = [CLAUSE, CLAUSE | {"each_reduction_on": "reduced_price"}, DATED]


def credits(clause, taken, **changes):
    return dues(agreement(PRICE, clause, **changes), {("catheter", "accepted"): taken}, "down")


@pytest.mark.parametrize("clause", [CLAUSE, DATED])
def test_it_begins_with_its_month_and_leaves_earlier_charges(clause):
    due = credits(clause, [100] * 13)
    assert due[:5] == [0, 0, 0, -200, -200]
    assert due[11:14] == [-200, -600, 0]  # 30 % of the first price


def test_reductions_compound_where_each_is_on_the_reduced_price():
    due = credits(CLAUSE | {"each_reduction_on": "reduced_price"}, [100] * 13)
    assert due[12] == Decimal("-560")  # 1 - 0.9 x 0.8 = 28 %


def test_a_reduction_from_a_day_inside_a_settlement_period_begins_with_the_next():
    inside = CLAUSE | {"reductions": [{"from": "2027-02-15", "share": "10 %"}]}
    assert credits(inside, [100] * 4)[:4] == [0, 0, -200, -200]


def test_months_are_whole_months_since_the_first_day():
    partial = {
        "valid": {"from": "2027-01-15", "until": "2028-01-01"},
        "settlement": {"every": "month", "anchor": "2027-01-01"},
    }
    due = credits(CLAUSE | {"reductions": [{"after_months": 1, "share": "10 %"}]}, [100] * 4, **partial)
    assert due[:4] == [0, 0, -200, -200]  # 1 February is not yet one month after 15 January


def test_a_correction_of_an_earlier_month_takes_back_the_credit_of_that_month():
    before, after = credits(CLAUSE, [0, 0, 0, 100]), credits(CLAUSE, [0, 0, 0, 99])
    assert (before[3], after[3]) == (-200, -198)


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(PRICE, clause), {("catheter", "accepted"): [7] * 24}
    lanes = in_lanes(terms, happened(plan(terms), taken))["down"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "down"))), abs=0.005)


def test_the_credit_explains_itself():
    terms, taken = agreement(PRICE, CLAUSE), {("catheter", "accepted"): [100] * 13}
    assert told(terms, taken, "down", 0) == ["no price-down has begun"]
    assert told(terms, taken, "down", 12) == ["2000 USD charged × 30 % credited"]


def wrongs(*reductions, on="first_price"):
    written = CLAUSE | {"reductions": list(reductions), "each_reduction_on": on}
    return [str(fault) for fault in price_down.check(price_down.Clause.model_validate(written))]


def test_a_reduction_says_once_when_it_begins():
    remedy = "\n    Say when the reduction begins: by 'after_months' or by 'from', one of the two."
    assert wrongs({"share": "5 %"}, {"after_months": 3, "from": "2027-04-01", "share": "5 %"}) == [
        "reductions[0]: reduction 1 says neither of 'after_months' and 'from'" + remedy,
        "reductions[1]: reduction 2 says both of 'after_months' and 'from'" + remedy,
    ]
    assert wrongs({"after_months": 3, "share": "5 %"}, {"after_months": 3, "share": "5 %"}) == [
        "reductions[1]: reductions 1 and 2 begin at the same time\n    Merge them into one reduction."
    ]


def test_reductions_of_the_first_price_leave_something_of_it():
    halves = ({"after_months": 3, "share": "50 %"}, {"after_months": 6, "share": "50 %"})
    assert wrongs(*halves) == [
        "reductions: the reductions add up to 100 % of the first price\n    Let them add up to less than 100 %."
    ]
    assert wrongs(*halves, on="reduced_price") == []
