"""Periodic fee: a membership or retainer while in force."""

from decimal import Decimal

import pytest

from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

CLAUSE = {
    "id": "fee", "kind": "periodic_fee", "fee": "3000 USD", "per": "quarter",
    "billed": "in_arrears", "part_of_a_period": "by_days",
}  # fmt: skip
ADVANCE, EACH, WHOLE = {"billed": "in_advance"}, {"billed": "each_settlement"}, {"part_of_a_period": "whole"}
SAMPLES = [CLAUSE | when | part for when in ({}, ADVANCE, EACH) for part in ({}, WHOLE)] + [
    CLAUSE | {"per": "month"},
    CLAUSE | {"per": "contract_year"} | ADVANCE,
]
YEAR = {"valid": {"from": "2027-01-01", "until": "2028-01-01"}}
MID_JANUARY = {"valid": {"from": "2027-01-16", "until": "2027-07-01"}}  # 16 of the 31 days of January
ENDED = ["1", "1", "1", "1", "0.5"] + ["0"] * 7  # terminated in May


def due(clause, in_force=(), **changes):
    return dues(agreement(clause, **(changes or YEAR)), {}, "fee", in_force=in_force)


def test_when_a_fee_is_billed_is_written():
    assert due(CLAUSE)[:6] == [0, 0, 3000, 0, 0, 3000]
    assert due(CLAUSE | ADVANCE)[:6] == [3000, 0, 0, 3000, 0, 0]
    assert due(CLAUSE | EACH)[:6] == [1000] * 6


def test_a_fee_of_a_month_a_quarter_and_a_year():
    assert due(CLAUSE | {"per": "month"})[:3] == [3000] * 3
    assert due(CLAUSE | {"per": "contract_year"})[10:] == [0, 3000]
    year = agreement(CLAUSE | {"per": "calendar_year"}, valid={"from": "2027-01-01", "until": "2029-01-01"})
    assert [at for at, amount in enumerate(dues(year, {}, "fee")) if amount] == [11, 23]


@pytest.mark.parametrize(
    ("billed", "by_days"),
    [
        ("in_arrears", [0, 0, 2516, 0, 0, 3000]),
        ("in_advance", [3000, 0, -484, 3000, 0, 0]),
        ("each_settlement", [516, 1000, 1000, 1000, 1000, 1000]),
    ],
)
def test_a_fee_that_begins_inside_its_period_by_days(billed, by_days):
    assert [round(amount) for amount in due(CLAUSE | {"billed": billed}, **MID_JANUARY)] == by_days


@pytest.mark.parametrize(
    ("billed", "whole"),
    [
        ("in_arrears", [0, 0, 3000, 0, 0, 3000]),
        ("in_advance", [3000, 0, 0, 3000, 0, 0]),
        ("each_settlement", [1000, 1000, 1000, 1000, 1000, 1000]),
    ],
)
def test_a_fee_that_begins_inside_its_period_whole(billed, whole):
    assert due(CLAUSE | WHOLE | {"billed": billed}, **MID_JANUARY) == whole


@pytest.mark.parametrize(
    ("clause", "second_quarter"),
    [
        (CLAUSE, [0, 0, 1500]),
        (CLAUSE | ADVANCE, [3000, 0, -1500]),
        (CLAUSE | EACH, [1000, 500, 0]),
        (CLAUSE | WHOLE, [0, 0, 3000]),
        (CLAUSE | WHOLE | ADVANCE, [3000, 0, 0]),
        (CLAUSE | WHOLE | EACH, [1000, 1000, 0]),
    ],
)
def test_a_termination_in_may_ends_the_fee(clause, second_quarter):
    months = due(clause, ENDED)
    assert months[3:6] == second_quarter
    assert months[6:] == [0] * 6


def test_a_month_that_is_not_whole_is_billed_in_advance_in_its_part():
    days = {"valid": {"from": "2027-01-16", "until": "2027-03-01"}}
    assert due(CLAUSE | ADVANCE | {"per": "month"}, **days) == [3000 * (Decimal(16) / 31), 3000]


def test_a_new_fee_holds_from_the_settlement_that_begins_on_its_day():
    fee = [{"from": "2027-01-01", "value": "3000"}, {"from": "2027-02-01", "value": "3600"}]
    assert due(CLAUSE | {"fee": fee})[2] == 1000 + 1200 + 1200
    assert due(CLAUSE | ADVANCE | {"fee": fee})[:4] == [3000, 0, 400, 3600]
    assert due(CLAUSE | ADVANCE | WHOLE | {"fee": fee})[:4] == [3000, 0, 0, 3600]


@pytest.mark.parametrize("clause", SAMPLES)
@pytest.mark.parametrize("in_force", [[], ENDED])
def test_the_simulation_counts_the_same(clause, in_force):
    terms = agreement(clause, **YEAR)
    expected = sum(dues(terms, {}, "fee", in_force=in_force))
    charged = in_lanes(terms, happened(plan(terms), {}, in_force=in_force))["fee"][-1]
    assert charged == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    def reasons(clause, at, **changes):
        return told(agreement(clause, **(changes or YEAR)), {}, "fee", at)

    assert reasons(CLAUSE | ADVANCE, 0) == ["3000 USD per quarter, in advance"]
    assert reasons(CLAUSE | ADVANCE, 1) == ["3000 USD per quarter: nothing falls due in this settlement"]
    assert reasons(CLAUSE, 2) == ["3000 USD per quarter, for 1 of it: 3000 USD"]
    assert reasons(CLAUSE | EACH, 1) == ["3000 USD per quarter, for 0.3333 of it: 1000 USD"]
    ended = told(agreement(CLAUSE | ADVANCE, **YEAR), {}, "fee", 5, in_force=ENDED)
    assert ended == ["1500 USD for the earlier part of the quarter", "less 3000 USD billed before"]


def test_a_fee_that_changes_inside_its_period_is_told_part_by_part():
    fee = [{"from": "2027-01-01", "value": "3000"}, {"from": "2027-03-01", "value": "3600"}]

    def reasons(clause, at):
        return told(agreement(clause | {"fee": fee}, **YEAR), {}, "fee", at)

    now = "3600 USD per quarter, for 0.3333 of it: 1200 USD"
    assert reasons(CLAUSE, 2) == ["2000 USD for the earlier part of the quarter", now]
    assert reasons(CLAUSE | ADVANCE, 2) == [
        "2000 USD for the earlier part of the quarter", now, "less 3000 USD billed before",
    ]  # fmt: skip
    assert reasons(CLAUSE | EACH, 2) == [now]
    assert reasons(CLAUSE | WHOLE, 2) == ["3000 USD per quarter, for 1 of it: 3000 USD"]


def test_nothing_is_taken_off_where_a_part_of_a_month_was_not_billed_before():
    days = {"valid": {"from": "2027-01-01", "until": "2027-05-16"}}
    found = told(agreement(CLAUSE | {"per": "month", "fee": "300 USD"}, **days), {}, "fee", 4)
    assert found == ["300 USD per month, for 0.4839 of it: 145.1613 USD"]
