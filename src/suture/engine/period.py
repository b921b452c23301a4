"""Half-open periods of days, settlement calendars, and where a period stands in its accumulation window."""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from suture.engine.number import Window

Every = Literal["month", "quarter", "year"]
MONTHS = {"month": 1, "quarter": 3, "year": 12}
WINDOW_MONTHS = {"month": 1, "quarter": 3, "calendar_year": 12, "contract_year": 12}
"""Of the accumulation windows that have a fixed length."""


class Period(NamedTuple):
    """Days from ``start`` up to and without ``end``."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Number of days in it."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - timedelta(days=1)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def __str__(self) -> str:
        return f"{self.start}..{self.last}"


def later(day: date, months: int, anchor_day: int | None = None) -> date:
    """The same day of the month ``months`` later, or that month's last day where it is shorter.

    ``anchor_day`` keeps a series from drifting: 31 Jan, 28 Feb, 31 Mar. 29 Feb plus twelve months is 28 Feb.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(anchor_day or day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``: the largest m with ``later(start, m) <= end``."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if later(start, months) <= end else months - 1


def boundaries(anchor: date, months: int, span: Period) -> Iterator[date]:
    """The days inside ``span`` (its start excluded) on which a cycle of ``months`` through ``anchor`` begins."""
    cycle = months_between(anchor, span.start) // months
    while (day := later(anchor, cycle * months, anchor.day)) < span.end:
        if day > span.start:
            yield day
        cycle += 1


def settlement_periods(span: Period, every: Every, anchor: date) -> tuple[Period, ...]:
    """The span cut at every beginning of a month, quarter or year counted from ``anchor``; ends may be partial."""
    cuts = [span.start, *boundaries(anchor, MONTHS[every], span), span.end]
    return tuple(Period(start, end) for start, end in pairwise(cuts))


def whole_period(period: Period, every: Every, anchor: date) -> Period:
    """The full cycle that a (perhaps partial) settlement period lies in; what a daily share is taken of."""
    months = MONTHS[every]
    cycle = months_between(anchor, period.start) // months
    return Period(later(anchor, cycle * months, anchor.day), later(anchor, (cycle + 1) * months, anchor.day))


def windows(periods: Sequence[Period], starts: Sequence[date]) -> tuple[Window, ...]:
    """Opens in the first settlement period that begins on or after a start, closes in the last one before the next.

    The first period always opens and the last always closes: an agreement's end closes what is open.
    """
    first = [i == 0 or any(periods[i - 1].start < day <= p.start for day in starts) for i, p in enumerate(periods)]
    last = [*first[1:], True]
    return tuple(Window(int(opens), int(closes)) for opens, closes in zip(first, last, strict=True))


def share_of_days(part: Period, whole: Period) -> Decimal:
    """Days of ``part`` as a share of the days of ``whole``."""
    return Decimal(part.days) / Decimal(whole.days)
