"""Wind-down: a gate that holds while orders are served, for some months after a termination."""

import pytest

from suture.engine.clauses import wind_down
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "wind_down", "kind": "wind_down", "services": ["catheter"], "months": 6, "orders": "last_time_buy",
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"months": 1, "orders": "open_only"}]


def served(clause, terminated, **changes):
    """In how many settlement periods from the start orders are served; they are never served again."""
    terms = agreement(clause, **changes)
    activity = happened(plan(terms), {("agreement", "terminated"): terminated})
    level = [int(due) for due in exact.fold(plan(terms), activity)[0].due]
    assert in_lanes(terms, activity)["wind_down"] == level
    assert level == sorted(level, reverse=True)
    return sum(level)


def test_without_a_termination_orders_are_served_all_along():
    assert served(CLAUSE, []) == 24


@pytest.mark.parametrize(("months", "periods"), [(1, 5), (6, 10), (20, 24), (30, 24)])
def test_after_a_termination_they_are_served_for_the_months_after_its_settlement_period(months, periods):
    assert served(CLAUSE | {"months": months}, [0, 0, 0, 1]) == periods


def test_a_second_termination_changes_nothing():
    assert served(CLAUSE, [0, 0, 0, 1, 0, 1]) == 10


@pytest.mark.parametrize(("months", "periods"), [(3, 3), (4, 4), (6, 4), (7, 5)])
def test_a_settlement_quarter_counts_whole_that_begins_in_time(months, periods):
    quarterly = {"settlement": {"every": "quarter", "anchor": "2027-01-01"}}
    assert served(CLAUSE | {"months": months}, [0, 1], **quarterly) == periods


def test_it_is_a_gate_and_no_charge():
    assert wind_down.KIND.effect == "gate"


def test_the_entry_explains_itself():
    terms, facts = agreement(CLAUSE | {"months": 1}), {("agreement", "terminated"): [1]}
    assert told(terms, facts, "wind_down", 0) == ["the agreement is in force: orders are served"]
    assert told(terms, facts, "wind_down", 1) == ["terminated, 1 of 1 months of wind-down gone: orders are served"]
    assert told(terms, facts, "wind_down", 2) == ["the wind-down is over: no order is served"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE))
    assert said["en"] == [
        "After a termination the seller still serves orders of catheter for 6 months, counted from the end of the"
        " settlement period of the termination.",
        "The buyer may place orders in that time for what it needs until another maker can deliver.",
        "Prices and all other terms hold for them.",
    ]
    assert "6 个月" in said["zh"][0]
    assert "最后采购" in said["zh"][1]
    assert said_of(agreement(SAMPLES[1]))["en"][1] == "Only what was ordered before the termination is served."
