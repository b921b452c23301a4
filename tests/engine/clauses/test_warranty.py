"""Warranty: what is confirmed faulty within so many days of its delivery is replaced or credited."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.clauses import warranty
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from tests.engine.built import agreement, dues, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "warranty", "kind": "warranty", "services": ["catheter"], "days": 365, "remedy": "credited",
    "credit": "25 USD/piece",
}  # fmt: skip
REPLACED = {key: value for key, value in CLAUSE.items() if key != "credit"} | {"remedy": "replaced"}
SAMPLES = [CLAUSE, CLAUSE | {"days": 30, "credit": "12.345"}, REPLACED]


def happening(confirmed, days):
    return {("catheter", "confirmed"): confirmed, ("catheter", "confirmed.notice"): [-n for n in days]}


@pytest.mark.parametrize(("days", "credited"), [(0, 250), (364, 250), (365, 250), (366, 0), (4000, 0), (-3, 250)])
def test_the_last_day_still_counts(days, credited):
    assert dues(agreement(CLAUSE), happening([10], [days]), "warranty")[0] == -credited


def test_what_is_replaced_moves_no_money_and_is_counted():
    planned = plan(agreement(REPLACED))
    after = exact.fold(planned, happened(planned, happening([10, 5], [10, 400])))[0].entries[-1].after
    assert (after.covered, after.expired, after.due) == (10, 5, 0)


def test_returns_of_a_month_stand_alone():
    facts = {
        ("catheter", "confirmed"): [{"a": 10, "b": 7}],
        ("catheter", "confirmed.notice"): [{"a": -10, "b": -400}],
    }
    assert dues(agreement(CLAUSE), facts, "warranty")[0] == -250


def test_the_days_run_from_the_delivery_and_a_reversal_takes_all_back():
    planned = plan(agreement(CLAUSE))

    def row(day, quantity="10", **more):
        return Fact(
            "2027-014", "catheter", date.fromisoformat(day), Decimal(quantity), "piece", "confirmed",
            for_day=date(2027, 1, 15), **more,
        )  # fmt: skip

    def due(*facts):
        return exact.fold(planned, activity(planned, facts))[0].due[-1]

    assert due(row("2028-01-15")) == -250
    assert due(row("2028-01-16")) == 0
    assert due(row("2027-06-01", source_id="R1"), row("2027-07-01", "-10", source_id="R2", reverses="R1")) == 0


def test_the_credit_is_that_of_the_month_in_which_it_is_confirmed():
    credit = [{"from": "2027-01-01", "value": "25"}, {"from": "2027-02-01", "value": "30"}]
    amounts = dues(agreement(CLAUSE | {"credit": credit}), happening([1, 1], [5, 5]), "warranty")
    assert amounts[:2] == [-25, -30]


def test_the_simulation_counts_the_same():
    terms, facts = agreement(CLAUSE), happening([1, 2, 4, 8, 16], [0, 365, 366, -1, 30])
    assert in_lanes(terms, happened(plan(terms), facts))["warranty"][4] == -25 * (1 + 2 + 8 + 16)


def test_the_entry_explains_itself():
    facts = happening([12, 3], [90, 400])
    assert told(agreement(CLAUSE), facts, "warranty", 0) == [
        "12 piece confirmed 90 days after delivery × 25 USD credited"
    ]
    assert told(agreement(CLAUSE), facts, "warranty", 1) == [
        "3 piece confirmed 400 days after delivery: the warranty of 365 days has run out"
    ]
    assert told(agreement(REPLACED), facts, "warranty", 0) == [
        "12 piece confirmed 90 days after delivery: to be replaced"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE))
    assert said["en"] == [
        "What of catheter is confirmed faulty within 365 days of its delivery the seller credits at 25 USD per piece.",
        "The last of these days still counts. Each return is told with the day of its delivery.",
    ]
    assert "365 天" in said["zh"][0]
    assert "每件 25 USD" in said["zh"][0]
    replaced = said_of(agreement(REPLACED))
    assert replaced["en"][0] == (
        "The seller replaces free of charge what of catheter is confirmed faulty within 365 days of its delivery."
    )
    assert "免费更换" in replaced["zh"][0]


def test_a_credit_has_its_price_and_only_a_credit_has_one():
    def codes(clause):
        return [fault.wrong.text.code for fault in warranty.check(warranty.Clause.model_validate(clause))]

    assert codes(CLAUSE) == codes(REPLACED) == []
    assert codes(REPLACED | {"remedy": "credited"}) == ["warranty_credit_missing"]
    assert codes(CLAUSE | {"remedy": "replaced"}) == ["warranty_credit_unused"]
