"""Half-open periods, settlement calendars, and where a period stands in its window."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.number import Window
from suture.engine.period import (
    MONTHS,
    Period,
    boundaries,
    later,
    months_between,
    settlement_periods,
    share_of_days,
    whole_period,
    windows,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def day(text):
    return date.fromisoformat(text)


def span(start, end):
    return Period(day(start), day(end))


def test_the_end_of_a_period_is_no_longer_in_it():
    january = span("2027-01-01", "2027-02-01")
    assert (january.days, january.last, str(january)) == (31, day("2027-01-31"), "2027-01-01..2027-01-31")
    assert day("2027-01-01") in january
    assert day("2027-01-31") in january
    assert day("2027-02-01") not in january
    assert day("2026-12-31") not in january
    assert "2027-01-01" not in january


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2027-03-31", -1, "2027-02-28"),
        ("2027-12-15", 1, "2028-01-15"),
        ("2027-01-15", -1, "2026-12-15"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(start, months, end):
    assert later(day(start), months) == day(end)


def test_a_series_from_the_last_of_january_does_not_drift():
    year = span("2027-01-31", "2028-01-31")
    assert [p.start for p in settlement_periods(year, "month", day("2027-01-31"))] == [
        day(text)
        for text in (
            "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30",
            "2027-07-31", "2027-08-31", "2027-09-30", "2027-10-31", "2027-11-30", "2027-12-31",
        )
    ]  # fmt: skip


def test_a_yearly_series_from_a_leap_day_comes_back_to_it():
    starts = list(boundaries(day("2028-02-29"), 12, span("2028-02-29", "2033-01-01")))
    assert starts == [day("2029-02-28"), day("2030-02-28"), day("2031-02-28"), day("2032-02-29")]


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2027-01-31", "2027-02-27", 0),
        ("2027-01-31", "2027-02-28", 1),
        ("2027-01-15", "2027-02-01", 0),
        ("2027-01-15", "2028-01-15", 12),
        ("2028-02-29", "2029-02-28", 12),
        ("2027-03-01", "2027-02-28", -1),
        ("2027-03-01", "2027-02-01", -1),
    ],
)
def test_whole_months_between_two_days(start, end, months):
    assert months_between(day(start), day(end)) == months


@given(DAYS, DAYS)
def test_months_between_is_the_largest_number_that_is_not_too_late(start, end):
    months = months_between(start, end)
    assert later(start, months) <= end < later(start, months + 1)


def test_a_settlement_calendar_need_not_begin_on_the_first():
    periods = settlement_periods(span("2027-01-01", "2027-03-20"), "month", day("2026-07-15"))
    assert [str(period) for period in periods] == [
        "2027-01-01..2027-01-14",
        "2027-01-15..2027-02-14",
        "2027-02-15..2027-03-14",
        "2027-03-15..2027-03-19",
    ]
    wholes = [whole_period(period, "month", day("2026-07-15")) for period in periods]
    assert [period.days for period in wholes] == [31, 31, 28, 31]
    assert share_of_days(periods[0], wholes[0]) == Decimal(14) / Decimal(31)
    assert share_of_days(periods[1], wholes[1]) == 1


def test_an_anchor_may_lie_after_the_agreement():
    periods = settlement_periods(span("2027-01-01", "2027-12-31"), "quarter", day("2030-02-10"))
    assert [period.start for period in periods[1:]] == [day(f"2027-{month}-10") for month in ("02", "05", "08", "11")]


@given(DAYS, st.integers(1, 1500), DAYS, st.sampled_from(sorted(MONTHS)))
def test_settlement_periods_tile_the_agreement_without_gap_or_overlap(start, days, anchor, every):
    whole = Period(start, start + timedelta(days=days))
    periods = settlement_periods(whole, every, anchor)
    assert (periods[0].start, periods[-1].end) == whole
    assert all(one.end == following.start and one.days > 0 for one, following in pairwise(periods))
    for at, period in enumerate(periods):
        cycle = whole_period(period, every, anchor)
        assert cycle.start <= period.start < period.end <= cycle.end
        assert at in (0, len(periods) - 1) or cycle == period


def test_a_contract_year_that_starts_in_month_nine_leaves_a_stub_before_and_behind():
    agreed = span("2027-01-01", "2029-01-01")
    periods = settlement_periods(agreed, "month", day("2027-01-01"))
    starts = list(boundaries(day("2027-09-01"), 12, agreed))
    flags = windows(periods, starts)
    assert [at for at, window in enumerate(flags) if window.opens] == [0, 8, 20]
    assert [at for at, window in enumerate(flags) if window.closes] == [7, 19, 23]
    assert flags[1] == Window(0, 0)


def test_the_first_period_always_opens_and_the_last_always_closes():
    periods = settlement_periods(span("2027-01-01", "2027-04-01"), "month", day("2027-01-01"))
    assert windows(periods, []) == (Window(1, 0), Window(0, 0), Window(0, 1))
    assert windows(periods[:1], []) == (Window(1, 1),)


def test_a_window_that_starts_inside_a_settlement_period_opens_with_the_next():
    periods = settlement_periods(span("2027-01-01", "2027-05-01"), "month", day("2027-01-01"))
    inside = windows(periods, [day("2027-02-15")])
    assert [window.opens for window in inside] == [1, 0, 1, 0]
    assert windows(periods, [day("2027-03-01")]) == inside  # a start on its first day opens the period itself
    assert [window.opens for window in windows(periods, [day("2027-04-15")])] == [1, 0, 0, 0]


def test_windows_shorter_than_a_settlement_period_open_once_in_each():
    periods = settlement_periods(span("2027-01-01", "2028-01-01"), "quarter", day("2027-01-01"))
    months = list(boundaries(day("2027-01-01"), 1, span("2027-01-01", "2028-01-01")))
    assert windows(periods, months) == (Window(1, 1),) * 4


@given(DAYS, st.integers(1, 2000), DAYS, DAYS, st.sampled_from([1, 3, 12]))
def test_every_window_opens_once_and_closes_once(start, days, anchor, window_anchor, months):
    agreed = Period(start, start + timedelta(days=days))
    flags = windows(settlement_periods(agreed, "month", anchor), list(boundaries(window_anchor, months, agreed)))
    opened = 0
    for window in flags:
        opened += window.opens
        assert opened == 1
        opened -= window.closes
    assert opened == 0
