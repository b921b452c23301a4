"""Cancellation: a share of the order's value by the days of notice, and material that cannot be cancelled."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.clauses import cancellation
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from tests.engine.built import agreement, dues, exact, plan, told
from tests.engine.clauses.saying import said_of

SCHEDULE = [
    {"days_at_least": 90, "share": "0 %"},
    {"days_at_least": 60, "share": "25 %"},
    {"days_at_least": 30, "share": "50 %"},
    {"days_at_least": 0, "share": "100 %"},
]
CLAUSE = {
    "id": "cancel", "kind": "cancellation", "service": "catheter", "price": "25 USD/piece", "schedule": SCHEDULE,
    "material": {"service": "parts", "at_most": "no_limit"},
}  # fmt: skip
CAPPED = CLAUSE | {"material": {"service": "parts", "at_most": "order_value"}}
BARE = {key: value for key, value in CLAUSE.items() if key != "material"}
SAMPLES = [CLAUSE, CAPPED, BARE | {"schedule": [{"days_at_least": 0, "share": "10 %"}]}]
PARTS = {"services": {"catheter": {"unit": "piece", "step": "1"}, "parts": {"unit": "USD", "step": "0.01"}}}


def facts(cancelled, notice, spent=0, used=0):
    return {
        ("catheter", "cancelled"): [cancelled], ("catheter", "cancelled.notice"): [notice],
        ("parts", "spent"): [spent * 100], ("parts", "used"): [used * 100],
    }  # fmt: skip


def due(clause, *happened):
    return dues(agreement(clause), facts(*happened), "cancel")[0]


def test_known_answer_cancellation():
    # cases/trade_cases.json cancellation-1; source: shared/reference/trade.md §1a row 8
    assert due(CLAUSE, 1000, 40, 3000, 1000) == Decimal("14500.00")  # 25,000 x 50 % + 3,000 - 1,000


@pytest.mark.parametrize(
    ("days", "share"),
    [(400, 0), (90, 0), (89, 25), (60, 25), (59, 50), (30, 50), (29, 100), (1, 100), (0, 100), (-1, 100), (-90, 100)],
)
def test_the_first_row_whose_days_are_kept_holds(days, share):
    assert due(BARE, 1000, days) == 250 * share


def test_a_schedule_of_one_row_holds_for_every_notice():
    clause = BARE | {"schedule": [{"days_at_least": 0, "share": "10 %"}]}
    assert [due(clause, 1000, days) for days in (-5, 0, 300)] == [2500, 2500, 2500]


def test_every_cancellation_has_its_own_notice():
    happened = {
        ("catheter", "cancelled"): [{"PO-1": 1000, "PO-2": 200}],
        ("catheter", "cancelled.notice"): [{"PO-1": 95, "PO-2": 10}],
    }
    assert dues(agreement(CLAUSE), happened, "cancel")[0] == 5000


def test_material_without_a_share_is_due_by_itself():
    assert due(CLAUSE, 1000, 120, 3000, 1000) == 2000


def test_no_more_is_due_than_the_value_of_what_is_cancelled_where_that_is_agreed():
    assert due(CLAUSE, 1000, 5, 3000, 1000) == 27_000
    assert due(CAPPED, 1000, 5, 3000, 1000) == 25_000
    assert due(CAPPED, 1000, 40, 3000, 1000) == 14_500
    assert due(CAPPED, 0, 0, 3000, 0) == 0


def test_a_cancellation_that_is_taken_back_is_credited_at_its_own_share():
    terms = agreement(CAPPED)
    happened = {
        ("catheter", "cancelled"): [{"PO-1": 1000}, {"PO-1": -400}],
        ("catheter", "cancelled.notice"): [{"PO-1": 40}, {"PO-1": 40}],
    }
    assert dues(terms, happened, "cancel")[:2] == [12_500, -5_000]


def test_material_that_can_be_used_after_all_is_credited_when_that_is_told():
    happened = facts(1000, 40, 3000) | {("parts", "used"): [{}, {"e": 100_000}]}
    assert dues(agreement(CLAUSE), happened, "cancel")[:2] == [15_500, -1_000]


def test_the_notice_is_read_off_the_agreed_day_of_delivery():
    terms = agreement(BARE, **PARTS)
    happened = Fact(
        "2027-014", "catheter", date(2027, 3, 2), Decimal(1000), "piece", "cancelled", event="PO-7",
        for_day=date(2027, 4, 11), row=2,
    )  # fmt: skip
    planned = plan(terms)
    (folded,) = exact.fold(planned, activity(planned, [happened]))
    assert folded.due[1:4] == (0, Decimal("12500"), Decimal("12500"))  # 40 days


def test_a_new_share_holds_from_the_settlement_that_begins_on_its_day():
    share = [{"from": "2027-01-01", "value": "50 %"}, {"from": "2027-02-01", "value": "40 %"}]
    clause = BARE | {"schedule": [{"days_at_least": 0, "share": share}]}
    happened = {
        ("catheter", "cancelled"): [{"PO-1": 100}, {"PO-2": 100}],
        ("catheter", "cancelled.notice"): [{"PO-1": 7}, {"PO-2": 7}],
    }
    assert dues(agreement(clause), happened, "cancel")[:2] == [1250, 1000]


def test_the_charge_explains_itself():
    def reasons(clause, *happened):
        return told(agreement(clause), facts(*happened), "cancel", 0)

    assert reasons(CLAUSE, 1000, 40, 3000, 1000) == [
        "1000 piece cancelled 40 days before the agreed delivery: × 25 USD × 50 %",
        "+ material that cannot be cancelled 3000 USD − usable otherwise 1000 USD",
    ]
    assert reasons(CAPPED, 1000, -2, 3000, 0) == [
        "1000 piece cancelled 2 days after the agreed delivery: × 25 USD × 100 %",
        "+ material that cannot be cancelled 3000 USD − usable otherwise 0 USD",
        "− 3000 USD: no more is due than the value of what is cancelled, 25,000 USD",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE, **PARTS))
    assert said["en"] == [
        "Where the buyer cancels catheter that it has ordered, it pays a share of the value of what it cancels, taken"
        " at 25 USD per piece. The share follows the notice, counted in days from the cancellation to the agreed day"
        " of delivery.",
        "Cancelled 90 days or more before the agreed day: 0 %.",
        "Cancelled 60 days or more, but less than 90 days, before the agreed day: 25 %.",
        "Cancelled 30 days or more, but less than 60 days, before the agreed day: 50 %.",
        "Cancelled less than 30 days before the agreed day, or after it: 100 %.",
        "The buyer also pays what the seller has spent for the order on material that can no longer be cancelled"
        " (parts), less the worth of what can be used otherwise.",
        "Both are due in full, even where they come to more than the value of what is cancelled.",
    ]
    for number in ("每件 25 USD", "90 天", "25 %", "60 天", "50 %", "30 天", "100 %", "parts"):
        assert number in "".join(said["zh"])
    assert said_of(agreement(CAPPED, **PARTS))["en"][-1].startswith("For one cancellation no more is due")
    assert said_of(agreement(BARE))["en"][-1] == "Material bought for the order is not charged beside it."
    one = said_of(agreement(BARE | {"schedule": [{"days_at_least": 0, "share": "unknown"}]}))
    assert one["en"][1] == "Cancelled whatever the notice: [to be agreed]."


def faults(days):
    rows = [{"days_at_least": each, "share": "10 %"} for each in days]
    return [str(f) for f in cancellation.check(cancellation.Clause.model_validate(BARE | {"schedule": rows}))]


def test_faults():
    assert faults([90, 30, 0]) == []
    assert faults([30, 60, 0]) == [
        "schedule[1].days_at_least: row 2 begins at 60 days, not below the 30 days of the row before it\n"
        "    Write the rows by falling days_at_least."
    ]
    assert faults([90, 30]) == [
        "schedule[1].days_at_least: the last row begins at 30 days, so nothing is written for less\n"
        "    Let the last row have days_at_least: 0."
    ]
    assert faults(range(16, -1, -1)) == ["schedule: 17 rows are more than 16\n    Merge rows."]
    assert faults(range(15, -1, -1)) == []
