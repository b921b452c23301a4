"""Days late times the published rate that holds on each: what interest at a reference rate is counted with.

A rate is in force from the day that its value is about. It is fixed by the calendar half-year, as the statutes on late
payment have it: docs/rules/late_interest.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from suture.engine.clauses.kind import FixedBy, QuantityOf, rate_days_of
from suture.engine.fault import Fault, refusal
from suture.engine.rating.fact import Fact
from suture.engine.rating.fixings import Fixing, fixings
from suture.engine.rating.plan import Plan

DAY: Final = timedelta(days=1)
FIXINGS: Final[tuple[FixedBy, ...]] = ("each_half_year", "when_overdue")
NO_RATE = refusal(
    "reference_rate_missing",
    "the payment is late, and no value of '{index}' is published by {day}, the day on which its rate is fixed",
    "Add a fact of kind index, service {index}, dated on or before {day}.",
    "该笔付款逾期，但截至利率确定日 {day} 没有公布“{index}”的数值",
    "请补充 kind 为 index、service 为 {index}、日期不晚于 {day} 的事实。",
)


class Read(NamedTuple):
    """What a clause reads of late payments: the service and kind of the facts, and the rate."""

    service: str
    kind: str
    fixing: FixedBy
    series: str

    @property
    def measure(self) -> str:
        """The measure under which it is read."""
        return rate_days_of(self.kind, self.fixing, self.series)


def reads(plan: Plan) -> list[Read]:
    """Everything of this kind that the clauses of a plan read."""
    found: dict[Read, None] = {}
    for line in plan.lines:
        for source in line.sources:
            if isinstance(source, QuantityOf) and ":" in source.measure:
                way, _, series = source.measure.partition(":")
                kind, _, word = way.rpartition(".")
                fixing = next(each for each in FIXINGS if each == word)
                found.update((Read(service, kind, fixing, series), None) for service in source.services)
    return list(found)


class RateIsMissing(ValueError):
    """A rate is needed that was never published; ``check_rates`` refuses such facts before."""


def rate_days(plan: Plan, indices: Iterable[Fact], facts: Iterable[Fact]) -> Iterator[tuple[Fact, str, Decimal]]:
    """Each late fact with the measure that it adds to, and what: its days late times their rates in per cent.

    ``indices`` are the facts that tell index values. Raises ``RateIsMissing``.
    """
    rates, read_of = Rates(plan, fixings(indices)), reads(plan)
    for fact in facts:
        for read in read_of:
            if is_late(read, fact):
                yield fact, read.measure, sum(rated(read, fact, rates), Decimal(0))


def rated(read: Read, fact: Fact, rates: "Rates") -> Iterator[Decimal]:
    """The days of each stretch of a delay times its rate."""
    for fixed, days in stretches_of(read, fact):
        if (rate := rates.on(read.series, fixed)) is None:
            raise RateIsMissing(f"no value of {read.series} by {fixed}")
        yield rate * days


def check_rates(plan: Plan, indices: Iterable[Fact], facts: Iterable[Fact]) -> Iterable[Fault]:
    """Reference rates that late facts need and that nobody has published."""
    rates, read_of = Rates(plan, fixings(indices)), reads(plan)
    for fact in facts:
        for read in read_of:
            for fixed, _ in stretches_of(read, fact) if is_late(read, fact) else ():
                if rates.on(read.series, fixed) is None:
                    yield NO_RATE.at("for", line=fact.row, index=read.series, day=fixed)


def is_late(read: Read, fact: Fact) -> bool:
    """Whether a fact is of what is read and came after the day that it is for."""
    of_it = (fact.service, fact.kind) == (read.service, read.kind)
    unread = {"date", "for"} & fact.unread
    return of_it and not unread and fact.for_day is not None and fact.for_day < fact.day


def stretches_of(read: Read, fact: Fact) -> Iterator[tuple[date, Decimal]]:
    """The days late in stretches of one rate: the day on which the rate is fixed, and how many days they are."""
    assert fact.for_day is not None
    first = fact.for_day + DAY
    if read.fixing == "when_overdue":
        yield half_year(first) - DAY, Decimal((fact.day - fact.for_day).days)
        return
    while first <= fact.day:
        begins = half_year(first)
        after = date(begins.year, 7, 1) if begins.month == 1 else date(begins.year + 1, 1, 1)
        end = min(after, fact.day + DAY)
        yield begins, Decimal((end - first).days)
        first = end


def half_year(day: date) -> date:
    """The first day of the calendar half-year that holds a day."""
    return date(day.year, 1 if day.month < 7 else 7, 1)


class Rates(NamedTuple):
    """The published values of the indices of an agreement."""

    plan: Plan
    known: Mapping[str, Sequence[Fixing]]

    def on(self, series: str, day: date) -> Decimal | None:
        """The rate in force on a day: the value for the latest day by then; of several for that day as is agreed."""
        begun = [fixing for fixing in self.known.get(series, ()) if fixing.about <= day]
        same = [fixing.value for fixing in begun if fixing.about == begun[-1].about]
        if not same:
            return None
        return same[-1 if self.plan.agreement.indices[series].revised == "last_counts" else 0]
