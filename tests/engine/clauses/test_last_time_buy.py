"""Last-time buy: the need of some years, bought once."""

from decimal import Decimal

import pytest

from suture.engine.clauses import last_time_buy
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "last", "kind": "last_time_buy", "service": "chip", "trigger": "end_of_life", "years": "3",
    "per_year": "2000 piece", "price": "9 USD/piece", "stored_by": "seller",
}  # fmt: skip
LEAVING = CLAUSE | {"trigger": "termination", "keeps_years": "2", "stored_by": "buyer"}
SAMPLES = [CLAUSE, LEAVING]


def agreed(clause):
    return agreement(clause, services={"chip": {"unit": "piece", "step": "1"}})


def facts(told_of, held=(), ended=()):
    return {("chip", "event"): told_of, ("chip", "held"): held, ("agreement", "terminated"): ended}


def due(clause, *happens):
    return dues(agreed(clause), facts(*happens), "last")


def test_the_worked_amount_of_the_trade():
    # shared/reference/trade.md §1a row 38: 3 years x 2,000 x 9
    amounts = due(CLAUSE, [0, 0, 1])
    assert amounts[2] == Decimal("54000")
    assert sum(amounts) == amounts[2]


def test_it_is_bought_once():
    assert due(CLAUSE, [1, 1, 0, 2])[:4] == [54_000, 0, 0, 0]


@pytest.mark.parametrize(("held", "amount"), [(0, 54_000), (1, 53_991), (6_000, 0), (6_001, 0)])
def test_what_is_on_hand_by_then_comes_off(held, amount):
    assert due(CLAUSE, [0, 1], [held])[1] == amount
    assert due(CLAUSE, [0, 1], [0, held])[1] == amount
    assert due(CLAUSE, [0, 1], [0, 0, held])[1:3] == [54_000, 0]


def test_no_more_is_bought_than_keeps():
    assert due(CLAUSE | {"keeps_years": "2"}, [1])[0] == 36_000
    assert due(CLAUSE | {"keeps_years": "5"}, [1])[0] == 54_000


def test_a_termination_can_be_the_end():
    assert due(LEAVING, [1], [], [0, 0, 1])[:3] == [0, 0, 36_000]
    assert sum(due(CLAUSE, [], [], [0, 0, 1])) == 0


def test_an_end_that_was_told_wrongly_is_reversed_with_its_fact():
    assert sum(due(CLAUSE, [{"a": 1, "b": -1}])) == 0
    assert due(CLAUSE, [{"a": 1, "b": -1}, 1])[1] == 54_000


def test_the_price_is_that_of_the_day():
    price = [{"from": "2027-01-01", "value": "9"}, {"from": "2027-02-01", "value": "10"}]
    assert due(CLAUSE | {"price": price}, [0, 1])[1] == 60_000


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    happens = facts([0, 0, 1, 1], [100, 0, 0, 50], [0, 0, 0, 1])
    terms = agreed(clause)
    expected = sum(dues(terms, happens, "last"))
    assert expected > 0
    assert in_lanes(terms, happened(plan(terms), happens))["last"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    terms = agreed(CLAUSE | {"keeps_years": "2.5"})
    happens = facts([0, 1, 1], [100])
    assert told(terms, happens, "last", 1) == ["2.5 years × 2000 piece − 100 on hand = 4900 × 9 USD, bought once"]
    assert told(terms, happens, "last", 2) == ["bought before; nothing is bought again"]
    assert told(terms, happens, "last", 0) == ["no end was told in this period"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(LEAVING))
    assert said["en"] == [
        "When the agreement is terminated, the buyer buys once what it needs of chip for 3 years, at 2000 pieces a"
        " year, less what is on hand.",
        "No more is bought than for 2 years, for which it keeps.",
        "It pays 9 USD per piece; what is not used in the end is not taken back.",
        "The buyer stores it.",
    ]
    for number in ("3 年", "2000 件", "2 年", "每件 9 USD"):
        assert number in "".join(said["zh"])
    assert said_of(agreed(CLAUSE))["en"] == [
        "When the end of chip is announced, the buyer buys once what is needed of it for 3 years, at 2000 pieces a"
        " year, less what is on hand.",
        "It pays 9 USD per piece; what is not used in the end is not taken back.",
        "The seller stores it for the buyer.",
    ]


def test_faults():
    def faults(**changes):
        written = last_time_buy.Clause.model_validate(CLAUSE | changes)
        return [str(fault).split("\n")[0] for fault in last_time_buy.check(written)]

    assert faults() == []
    assert faults(years="0", keeps_years="0") == ["years: 0 is not above zero", "keeps_years: 0 is not above zero"]
