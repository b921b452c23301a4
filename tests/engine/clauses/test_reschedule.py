"""Reschedule: a flex table limits how often and how far an order may be put off."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.clauses import reschedule
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from tests.engine.built import agreement, dues, exact, plan, told
from tests.engine.clauses.saying import said_of

TABLE = [
    {"days_at_least": 60, "moves": 2, "days": 90},
    {"days_at_least": 30, "moves": 1, "days": 30},
    {"days_at_least": 0, "moves": 0, "days": 0},
]
CLAUSE = {
    "id": "flex", "kind": "reschedule", "service": "catheter", "price": "25 USD/piece", "table": TABLE,
    "beyond": "10 %",
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"table": [{"days_at_least": 0, "moves": 1, "days": 200}], "beyond": "100 %"}]


def facts(moved, notice, new, times=0):
    return {
        ("catheter", "rescheduled"): [moved], ("catheter", "rescheduled.notice"): [notice],
        ("catheter", "confirmed.notice"): [new], ("agreement", "event"): [times],
    }  # fmt: skip


def due(*happened, clause=CLAUSE):
    return dues(agreement(clause), facts(*happened), "flex")[0]


@pytest.mark.parametrize(
    ("notice", "later", "beyond"),
    [(60, 90, False), (60, 91, True), (59, 30, False), (59, 31, True), (30, 30, False), (29, 1, True), (-3, 1, True)],
)
def test_how_far_an_order_may_be_put_off_follows_the_notice(notice, later, beyond):
    assert due(1000, notice, notice + later) == (2500 if beyond else 0)  # 1,000 x 25 x 10 %


@pytest.mark.parametrize(("times", "beyond"), [(0, False), (1, False), (2, False), (3, True)])
def test_how_often_an_order_may_be_put_off_follows_the_notice(times, beyond):
    assert due(1000, 70, 80, times) == (2500 if beyond else 0)
    assert due(1000, 40, 50, times) == (2500 if times > 1 else 0)


def test_an_earlier_day_is_not_limited():
    assert [due(1000, notice, notice - 5, 9) for notice in (70, 40, 10)] == [0, 0, 0]


def test_a_row_without_moves_allows_none():
    assert due(1000, 10, 11) == 2500


def test_every_move_has_its_own_days():
    happened = {
        ("catheter", "rescheduled"): [{"PO-1": 1000, "PO-2": 200}],
        ("catheter", "rescheduled.notice"): [{"PO-1": 70, "PO-2": 10}],
        ("catheter", "confirmed.notice"): [{"PO-1": 100, "PO-2": 40}],
    }
    assert dues(agreement(CLAUSE), happened, "flex")[0] == 500


def test_a_move_that_is_taken_back_is_credited():
    happened = {
        ("catheter", "rescheduled"): [{"a": 1000}, {"a": -1000}],
        ("catheter", "rescheduled.notice"): [{"a": 10}, {"a": 10}],
        ("catheter", "confirmed.notice"): [{"a": 40}, {"a": 40}],
    }
    assert dues(agreement(CLAUSE), happened, "flex")[:2] == [2500, -2500]


def test_both_days_are_read_off_the_facts_of_the_event():
    terms = agreement(CLAUSE)
    told_of = Fact("2027-014", "catheter", date(2027, 3, 2), Decimal(1000), "piece", "rescheduled", event="PO-7", row=2)
    moved = [
        told_of._replace(for_day=date(2027, 4, 11)),  # 40 days of notice
        told_of._replace(kind="confirmed", for_day=date(2027, 5, 12), row=3),  # 31 days later than agreed
    ]
    planned = plan(terms)
    (folded,) = exact.fold(planned, activity(planned, moved))
    assert folded.due[1:3] == (0, Decimal("2500"))


def test_the_charge_explains_itself():
    def reasons(*happened):
        return told(agreement(CLAUSE), facts(*happened), "flex", 0)

    assert reasons(1000, 40, 60) == [
        "1000 piece put off by 20 days at 40 days of notice, move 1 of the order",
        "within the table: nothing is due",
    ]
    assert reasons(1000, 40, 71, 2) == [
        "1000 piece put off by 31 days at 40 days of notice, move 2 of the order",
        "beyond the table (by at most 30 days, moves in all: 1): 1000 × 25 USD × 10 %",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE))
    assert said["en"] == [
        "The buyer may put off deliveries of catheter that it has ordered within this table. Its rows follow the"
        " notice, counted in days to the day of delivery agreed before.",
        "Moved 60 days or more before the agreed day: by at most 90 days; moves of one order in all: at most 2.",
        "Moved 30 days or more, but less than 60 days, before the agreed day: by at most 30 days; moves of one order in"
        " all: at most 1.",
        "Moved less than 30 days before the agreed day, or after it: not allowed.",
        "For what is put off further or more often the buyer pays 10 % of its value, taken at 25 USD per piece. What is"
        " moved to an earlier day is not limited here.",
    ]
    for number in ("60 天", "90 天", "2 次", "30 天", "1 次", "每件 25 USD", "10 %"):
        assert number in "".join(said["zh"])


def test_faults():
    written = reschedule.Clause.model_validate(CLAUSE | {"table": TABLE[:2]})
    assert [str(fault) for fault in reschedule.check(written)] == [
        "table[1].days_at_least: the last row begins at 30 days, so nothing is written for less\n"
        "    Let the last row have days_at_least: 0."
    ]
    assert list(reschedule.check(reschedule.Clause.model_validate(CLAUSE))) == []


@pytest.mark.parametrize(("moves", "days"), [(0, 200), (2, 0)])
def test_a_row_that_allows_moves_by_no_days_or_days_in_no_move_is_refused(moves, days):
    clause = reschedule.Clause.model_validate(CLAUSE | {"table": [{"days_at_least": 0, "moves": moves, "days": days}]})
    (fault,) = reschedule.check(clause)
    assert fault.path == ("table", 0)
    assert str(fault.wrong) == f"the row allows {moves} moves by {days} days, so none at all"
    assert str(fault.remedy) == "Write both above zero, or 'moves: 0' and 'days: 0' where nothing may be moved."
