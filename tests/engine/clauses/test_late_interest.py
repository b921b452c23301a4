"""Late interest: simple interest by the day on what is paid after its due day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from suture.engine.clauses.late_interest import KIND
from suture.engine.fault import dotted
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.rate_days import RateIsMissing, check_rates
from tests.engine.built import agreement, dues, exact, happened, in_lanes, plan, published, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "interest", "kind": "late_interest", "service": "invoices", "rate": "0.05 %", "rate_per": "day",
}  # fmt: skip
BY_YEAR = CLAUSE | {"rate": "8 %", "rate_per": "year_of_365", "flat_sum": "40 USD"}
EACH_HALF_YEAR = {
    "id": "interest", "kind": "late_interest", "service": "invoices", "rate_per": "year_of_365",
    "reference": {"index": "ecb", "points": "8 %", "fixed": "each_half_year"},
}  # fmt: skip
WHEN_OVERDUE = EACH_HALF_YEAR | {"reference": {"index": "ecb", "points": "8 %", "fixed": "when_overdue"}}
BY_SIZE = WHEN_OVERDUE | {
    "flat_sums": [{"from": 0, "sum": 40}, {"from": 1000, "sum": 70}, {"from": 10000, "sum": 100}],
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    BY_YEAR,
    CLAUSE | {"rate": "11.15 %", "rate_per": "year_of_360", "grace": {"days": 5, "once_passed": "counted"}},
    CLAUSE | {"grace": {"days": 10, "once_passed": "not_counted"}},
    EACH_HALF_YEAR,
    BY_SIZE,
]
MONEY = {
    "services": {"invoices": {"unit": "USD", "step": "0.01", "describes": "invoices"}},
    "indices": {"ecb": published("main refinancing operations")},
}


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


RATES = [("2026-06-17", "2.00"), ("2027-04-14", "2.40"), ("2027-07-02", "9.00")]


def interest(clause, quantity, was_due, day, rates=RATES):
    """What one payment bears at published rates."""
    planned = plan(agreement(clause, **MONEY))
    fixings = [Fact("2027-014", "ecb", date.fromisoformat(when), Decimal(rate), "", "index") for when, rate in rates]
    facts = [*fixings, row(quantity, day, was_due, source_id="P1")]
    assert [*check_rates(planned, facts, facts)] == []
    return exact.fold(planned, activity(planned, facts))[0].due[-1]


@pytest.mark.parametrize(
    ("was_due", "day", "days_at_ten", "days_at_more"),
    [
        ("2027-06-20", "2027-07-30", 10, 30),  # the worked example of the rule page
        ("2027-06-29", "2027-06-30", 1, 0),
        ("2027-06-30", "2027-07-01", 0, 1),
        ("2026-12-31", "2027-12-31", 181, 184),
    ],
)
def test_every_day_late_bears_the_reference_rate_of_its_half_year(was_due, day, days_at_ten, days_at_more):
    due_then = interest(EACH_HALF_YEAR, "12500", was_due, day)
    assert due_then == Decimal(12500) * (days_at_ten * 10 + days_at_more * Decimal("10.4")) / 100 / 365


@pytest.mark.parametrize(
    ("was_due", "rate"), [("2027-06-20", "10"), ("2027-06-29", "10"), ("2027-06-30", "10.4"), ("2027-12-30", "10.4")]
)
def test_a_rate_fixed_when_overdue_holds_for_the_whole_delay(was_due, rate):
    day = (date.fromisoformat(was_due) + timedelta(days=40)).isoformat()
    assert interest(WHEN_OVERDUE, "12500", was_due, day) == Decimal(12500) * 40 * Decimal(rate) / 100 / 365


def test_of_two_values_of_one_day_the_first_stands():
    twice = [("2026-06-17", "2.00"), ("2026-06-17", "5.00")]
    assert interest(WHEN_OVERDUE, "3650", "2027-01-01", "2027-01-11", twice) == 10


def test_a_late_payment_without_a_published_rate_is_refused_and_one_in_time_is_not():
    planned = plan(agreement(EACH_HALF_YEAR, **MONEY))
    late, in_time = row("10", "2027-08-01", "2027-06-20"), row("10", "2027-08-01", "2027-08-01")
    wrong = [str(fault.wrong) for fault in check_rates(planned, [], [late, in_time])]
    assert wrong == [
        f"the payment is late, and no value of 'ecb' is published by {day}, the day on which its rate is fixed"
        for day in ("2027-01-01", "2027-07-01")
    ]
    with pytest.raises(RateIsMissing):
        activity(planned, [late])


@pytest.mark.parametrize(("paid", "flat"), [("999.99", 40), ("1000", 70), ("9999.99", 70), ("10000", 100)])
def test_the_flat_sum_goes_by_the_size_of_the_payment(paid, flat):
    no_points = {"index": "ecb", "points": "0 %", "fixed": "when_overdue"}
    rates = [("2026-01-01", "0")]
    assert interest(BY_SIZE | {"reference": no_points}, paid, "2027-02-01", "2027-02-02", rates) == flat


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"rate": "8 %"}, "", "late_interest_rate_in_one_form"),
        ({"reference": None}, "", "late_interest_rate_in_one_form"),
        ({"rate_per": "day"}, "rate_per", "late_interest_reference_by_day"),
        ({"grace": {"days": 3, "once_passed": "counted"}}, "grace", "late_interest_reference_with_grace"),
        ({"flat_sum": "40"}, "flat_sums", "late_interest_sum_in_two_forms"),
        ({"flat_sums": [{"from": 1, "sum": 4}]}, "flat_sums[0].from", "late_interest_sums_not_rising"),
        (
            {"flat_sums": [{"from": 0, "sum": 4}, {"from": 9, "sum": 5}, {"from": 9, "sum": 6}]},
            "flat_sums[2].from", "late_interest_sums_not_rising",
        ),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused(change, path, code):
    clause = agreement(BY_SIZE | change, **MONEY).clauses[0]
    assert [(dotted(fault.path), fault.wrong.text.code) for fault in KIND.check(clause)] == [(path, code)]


def test_sums_that_are_not_known_yet_are_no_fault():
    clause = agreement(BY_SIZE | {"flat_sums": [{"from": 0, "sum": 4}, {"from": "unknown", "sum": 5}]}, **MONEY)
    assert [*KIND.check(clause.clauses[0])] == []


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


def test_a_charge_at_a_reference_rate_explains_itself():
    measure = "paid.each_half_year:ecb"
    facts = {("invoices", "paid"): [10_000_00], ("invoices", "paid.notice"): [-40], ("invoices", measure): [92]}
    terms = agreement(EACH_HALF_YEAR | {"flat_sums": BY_SIZE["flat_sums"]}, **MONEY)
    assert told(terms, facts, "interest", 0) == [
        "10,000 USD paid 40 days late: 40 / 365 × (8 % + 2.3 %, the mean of the reference rate over these days)",
        "+ flat sum of 100 USD",
    ]


@pytest.mark.parametrize(
    ("clause", "fixed", "zh"),
    [
        (
            EACH_HALF_YEAR,
            "For the days in a calendar half-year the reference rate is the last one published by its first day,"
            " 1 January or 1 July.",
            "每个日历半年",
        ),
        (
            WHEN_OVERDUE,
            "For the whole of a delay the reference rate is the last one published by 30 June or 31 December,"
            " whichever comes last before the half-year in which the delay begins.",
            "整个逾期期间",
        ),
    ],
)
def test_the_text_says_the_reference_rate_and_when_it_is_fixed(clause, fixed, zh):
    said = said_of(agreement(clause | {"flat_sums": BY_SIZE["flat_sums"]}, **MONEY))
    assert said["en"] == [
        "What the buyer pays on invoices after the due day bears simple interest of 8 % a year above the reference rate"
        " ecb, by the day, on a year of 365 days.",
        fixed,
        "The days run from the day after the due day up to and with the day of payment. The interest is charged in the"
        " settlement period of the payment.",
        "Every late payment also bears a flat sum of 40 USD.",
        "Where 1000 USD or more is paid late the flat sum is 70 USD instead.",
        "Where 10,000 USD or more is paid late the flat sum is 100 USD instead.",
    ]
    assert zh in "".join(said["zh"])


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
