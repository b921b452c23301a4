"""Late interest: simple interest by the day on what is paid after its due day."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from tests.engine.built import agreement, dues, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "interest", "kind": "late_interest", "service": "invoices", "rate": "0.05 %", "rate_per": "day",
}  # fmt: skip
BY_YEAR = CLAUSE | {"rate": "8 %", "rate_per": "year_of_365", "flat_sum": "40 USD"}
SAMPLES = [
    CLAUSE,
    BY_YEAR,
    CLAUSE | {"rate": "11.15 %", "rate_per": "year_of_360", "grace": {"days": 5, "once_passed": "counted"}},
    CLAUSE | {"grace": {"days": 10, "once_passed": "not_counted"}},
]
MONEY = {"services": {"invoices": {"unit": "USD", "step": "0.01", "describes": "invoices"}}}


def due(clause, dollars, days):
    """What one payment bears that is so many days late."""
    facts = {("invoices", "paid"): [Decimal(dollars) * 100], ("invoices", "paid.notice"): [-days]}
    return dues(agreement(clause, **MONEY), facts, "interest")[0]


def test_known_answer_late_interest():
    # cases/trade_cases.json late_interest-1
    assert due(CLAUSE, 100_000, 45) == 2250


@pytest.mark.parametrize(
    ("balance", "days", "interest"),
    [("5000", 31, "33.972602739726"), ("4500", 28, "27.616438356164"), ("4000", 31, "27.178082191781")],
)
def test_known_answer_of_a_day_count_of_actual_over_365(balance, days, interest):
    # cases/billing_cases.json actus-linear-amortisation: 8 % a year, A/365
    by_year = {key: value for key, value in BY_YEAR.items() if key != "flat_sum"}
    assert abs(due(by_year, balance, days) - Decimal(interest)) < Decimal("0.000000001")


def test_a_year_of_360_days_bears_more():
    assert due(CLAUSE | {"rate": "9 %", "rate_per": "year_of_360"}, 1000, 40) == 10


@pytest.mark.parametrize("days", [0, -1, -30])
def test_what_is_paid_in_time_bears_nothing(days):
    assert due(BY_YEAR, 1000, days) == 0


def test_every_late_payment_bears_the_flat_sum_once():
    facts = {
        ("invoices", "paid"): [{"a": 100_00, "b": 100_00, "c": 100_00}],
        ("invoices", "paid.notice"): [{"a": -1, "b": -400, "c": 0}],
    }
    clause = BY_YEAR | {"rate": "0 %"}
    assert dues(agreement(clause, **MONEY), facts, "interest")[0] == 80


def test_a_payment_that_bounces_takes_its_interest_back_and_leaves_the_flat_sum():
    facts = {("invoices", "paid"): [365_00, -365_00], ("invoices", "paid.notice"): [-10, -10]}
    assert dues(agreement(BY_YEAR, **MONEY), facts, "interest")[:2] == [Decimal("40.8"), Decimal("-0.8")]


@pytest.mark.parametrize(("days", "free", "counted"), [(5, 0, 0), (6, 1, 6), (10, 5, 10)])
def test_days_of_grace_cost_nothing(days, free, counted):
    for once_passed, bearing in (("not_counted", free), ("counted", counted)):
        clause = CLAUSE | {"grace": {"days": 5, "once_passed": once_passed}}
        assert due(clause, 1000, days) == Decimal("0.5") * bearing


def test_the_rate_is_that_of_the_period_of_payment():
    rate = [{"from": "2027-01-01", "value": "0.05 %"}, {"from": "2027-07-01", "value": "0.1 %"}]
    facts = {("invoices", "paid"): [100_000_00] * 7, ("invoices", "paid.notice"): [-1] * 7}
    assert dues(agreement(CLAUSE | {"rate": rate}, **MONEY), facts, "interest")[5:7] == [50, 100]


def row(quantity, day, was_due, **more):
    return Fact(
        "2027-014", "invoices", date.fromisoformat(day), Decimal(quantity), "USD", "paid",
        for_day=date.fromisoformat(was_due), **more,
    )  # fmt: skip


def test_the_days_run_from_the_day_after_the_due_day_to_the_day_of_payment():
    planned = plan(agreement(CLAUSE, **MONEY))
    paid = [row("1000", "2027-03-01", "2027-02-28", source_id="P1"), row("500", "2027-03-31", "2027-02-28")]
    assert exact.fold(planned, activity(planned, paid))[0].due[2] == Decimal("0.5") + Decimal("7.75")


def test_the_simulation_counts_the_same():
    days = [0, 1, 5, 6, 10, 11, 45, 365, -3]
    facts = {("invoices", "paid"): [123_456_78] * 9, ("invoices", "paid.notice"): [-n for n in days]}
    for clause in SAMPLES:
        terms = agreement(clause, **MONEY)
        lanes = in_lanes(terms, happened(plan(terms), facts))["interest"]
        assert lanes[-1] == pytest.approx(float(sum(dues(terms, facts, "interest"))), abs=0.005)


def test_the_charge_explains_itself():
    facts = {("invoices", "paid"): [100_000_00, 1_000_00, 10_00], ("invoices", "paid.notice"): [-45, -3, 0]}
    terms = agreement(CLAUSE, **MONEY)
    assert told(terms, facts, "interest", 0) == ["100,000 USD paid 45 days late: 45 × 0.05 %"]
    by_year = agreement(BY_YEAR | {"grace": {"days": 2, "once_passed": "not_counted"}}, **MONEY)
    assert told(by_year, facts, "interest", 1) == [
        "1000 USD paid 3 days late: 1 / 365 × 8 %",
        "+ flat sum of 40 USD",
    ]
    assert told(by_year, facts, "interest", 2) == ["10 USD paid, 0 days late: no interest"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(BY_YEAR | {"grace": {"days": 5, "once_passed": "counted"}}, **MONEY))
    assert said["en"] == [
        "What the buyer pays on invoices after the due day bears simple interest of 8 % a year, by the day, on a year"
        " of 365 days.",
        "The days run from the day after the due day up to and with the day of payment. The rate is that of the"
        " settlement period of the payment, and the interest is charged in that period.",
        "A delay of up to 5 days costs nothing; once it is longer, all of its days count.",
        "Every late payment also bears a flat sum of 40 USD.",
    ]
    for words in ("8 %", "365 天", "5 天", "40 USD", "单利"):
        assert words in "".join(said["zh"])
    other = said_of(agreement(CLAUSE, **MONEY))
    assert other["en"][0].endswith("bears simple interest of 0.05 % for every day.")
    assert "每日 0.05 %" in other["zh"][0]
    assert len(other["en"]) == 2
