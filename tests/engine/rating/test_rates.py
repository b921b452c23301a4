"""Published rates by the day: which rate a delay bears, where the next begins, and what of which no rate is asked."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import plan
from suture.engine.rating.rate_days import RateIsMissing, check_rates
from tests.engine.built import agreement, published
from tests.engine.clauses.test_late_interest import EACH_HALF_YEAR, MONEY, WHEN_OVERDUE, interest, row

LATE = row("10", "2027-08-01", "2027-06-20", row=7)
TWICE_A_YEAR, ONCE = (plan(agreement(clause, **MONEY)) for clause in (EACH_HALF_YEAR, WHEN_OVERDUE))


def value(day: str, rate: str, about: str = "") -> Fact:
    """A published reference rate."""
    of = date.fromisoformat(about) if about else None
    return Fact("2027-014", "ecb", date.fromisoformat(day), Decimal(rate), "", "index", for_day=of)


def rate_of(*values: Fact, **index: str) -> Decimal:
    """The rate that a payment of ten days in August 2027 bears."""
    planned = plan(agreement(EACH_HALF_YEAR, **(MONEY | {"indices": {"ecb": published("rates") | index}})))
    late = row("10", "2027-08-11", "2027-08-01", source_id="P1")
    happened = activity(planned, [*values, late])
    return happened.events["invoices", "paid.each_half_year:ecb"][7]["P1"] / 10


def test_a_rate_that_is_missing_is_refused_with_its_row_its_column_and_its_day():
    before, since = (
        f"line 7: for: the payment is late, and no value of 'ecb' is published by {day}, the day on which its rate is "
        f"fixed\n    Add a fact of kind index, service ecb, dated on or before {day}."
        for day in ("2027-01-01", "2027-07-01")
    )
    assert [str(fault) for fault in check_rates(TWICE_A_YEAR, [], [LATE])] == [before, since]
    assert [str(fault) for fault in check_rates(TWICE_A_YEAR, [value("2027-01-02", "2")], [LATE])] == [before]
    with pytest.raises(RateIsMissing, match=r"^no value of ecb by 2027-01-01$"):
        activity(TWICE_A_YEAR, [LATE])


def test_a_rate_holds_from_the_very_day_that_it_is_about():
    assert rate_of(value("2027-01-01", "2"), value("2027-07-01", "3")) == 3
    assert rate_of(value("2027-01-01", "2"), value("2027-07-02", "3")) == 2
    assert rate_of(value("2027-01-01", "2"), value("2027-07-02", "3", about="2027-07-01")) == 3


@pytest.mark.parametrize(("revised", "rate"), [("first_stands", 2), ("last_counts", 4)])
def test_of_several_values_of_one_day_the_first_or_the_last_is_borne_as_is_agreed(revised, rate):
    values = [value(day, told, about="2027-06-15") for day, told in
              (("2027-06-15", "2"), ("2027-06-20", "3"), ("2027-06-30", "4"))]  # fmt: skip
    assert rate_of(*values, revised=revised) == rate


def test_a_delay_over_the_turn_of_the_year_bears_the_new_rate_from_the_first_of_january():
    rates = [("2026-06-17", "2"), ("2028-01-01", "4")]
    due = interest(EACH_HALF_YEAR, "12500", "2027-12-20", "2028-03-10", rates)
    assert due == Decimal(12500) * (11 * 10 + 70 * 12) / 100 / 365


@pytest.mark.parametrize("planned", [TWICE_A_YEAR, ONCE])
@pytest.mark.parametrize(
    "fact",
    [
        LATE._replace(day=date(2027, 6, 20)),
        LATE._replace(day=date(2027, 6, 19)),
        LATE._replace(for_day=None),
        LATE._replace(kind="late"),
        LATE._replace(service="catheter"),
        LATE._replace(unread=frozenset({"date"})),
        LATE._replace(unread=frozenset({"for"})),
    ],
)
def test_no_rate_is_asked_of_what_came_in_time_is_no_payment_or_could_not_be_read(planned, fact):
    assert [*check_rates(planned, [], [fact])] == []


def test_a_payment_of_which_something_else_could_not_be_read_is_late_all_the_same():
    assert len([*check_rates(ONCE, [], [LATE._replace(unread=frozenset({"quantity"}))])]) == 1
