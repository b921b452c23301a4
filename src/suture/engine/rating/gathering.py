"""Gathering: facts become what the fold reads, one after the other, so that no row need be kept.

What can be divided is summed by settlement period in whole steps. A single event keeps its name only where a clause
reads it: under the window ``order``, or for the days to the day that it is for. Of what is told of later periods the
last issue is kept. What is kept does not grow with the number of facts, but for such events.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from suture.engine.clauses.kind import QuantityOf, Source, notice_of, told_before
from suture.engine.period import Period
from suture.engine.rating.exact import Activity
from suture.engine.rating.fact import MEASURES, Fact
from suture.engine.rating.fixings import levels
from suture.engine.rating.plan import Plan
from suture.engine.rating.rate_days import is_late, rate_days, reads

Told = tuple[str, str]
"""A service or index, and a kind of fact."""
Events = dict[Told, list[defaultdict[str, Decimal]]]


class Reading(NamedTuple):
    """What the clauses of an agreement read of its facts beside their sums by settlement period."""

    by_event: frozenset[Told]  # single events, by name
    with_notice: frozenset[Told]  # the days to the day that a fact is for
    in_issues: frozenset[Told]  # what was told of a period before

    def is_divisible(self, service: str, kind: str) -> bool:
        """Whether only the sum of such facts is read."""
        told = (service, kind)
        return kind not in WHOLE and not (told in self.by_event or told in self.with_notice or told in self.in_issues)


WHOLE = frozenset(("index", "terminated"))
"""Kinds of which the single fact counts."""
KINDS_OF_NOTICE = {notice_of(kind): kind for kind in MEASURES}


def reading_of(plan: Plan, *, named: bool = False) -> Reading:
    """What the lines of a plan read, in any version; ``named``, and every single event that one of them counts."""
    by_event = {told for line in plan.lines if line.by_order or named for told in plainly_read(line.sources)}
    sources = dict.fromkeys(source for line in plan.lines for version in line.versions for source in version.reads)
    return Reading(frozenset(by_event), notice_read(sources), frozenset(issues_read(sources)))


def plainly_read(sources: Iterable[Source]) -> Iterator[Told]:
    """The services and measures whose quantities are read."""
    return ((name, s.measure) for s in sources if isinstance(s, QuantityOf) for name in s.services)


def notice_read(sources: Iterable[Source]) -> frozenset[Told]:
    """The services and kinds of facts of which the days to the day that they are for are counted."""
    told = plainly_read(sources)
    return frozenset((name, KINDS_OF_NOTICE[measure]) for name, measure in told if measure in KINDS_OF_NOTICE)


def issues_read(sources: Iterable[Source]) -> Iterator[Told]:
    """The services and kinds of facts of which is read what was told of a period before."""
    for name, measure in plainly_read(sources):
        kind = measure.partition("@")[0]
        if measure != kind:
            yield name, kind


class Gathering:
    """The facts of one agreement as they come in. Without a reading every event keeps its name, read or not."""

    def __init__(self, plan: Plan, reading: Reading | None = None) -> None:
        self.plan = plan
        self.reading = reading
        self.events: Events = {}
        self.sums: dict[Told, list[Decimal | None]] = {}
        self.issues: dict[tuple[str, str, int, int], tuple[date, Decimal]] = {}
        self.published: list[Fact] = []
        self.at_rates = reads(plan)
        self.late: list[Fact] = []
        self.terminated: date | None = None

    def take(self, fact: Fact) -> None:
        """Takes in one faultless fact that counts: neither a reversal nor a fact that was reversed."""
        if fact.kind == "index":
            self.published.append(fact)
            return
        at = period_of(self.plan.periods, fact.day)
        if at is None:
            return
        if any(is_late(read, fact) for read in self.at_rates):
            self.late.append(fact)
        if fact.kind == "terminated" and fact.quantity > 0:
            self.terminated = min(fact.day, self.terminated or fact.day)
        told, reads = (fact.service, fact.kind), self.reading
        service = self.plan.agreement.services.get(fact.service)
        steps = service.measured_in.steps(fact.quantity) if service else fact.quantity
        with_notice = reads is None or told in reads.with_notice
        if with_notice or reads is None or told in reads.by_event:
            name = event_of(fact)
            self._told(*told, at)[name] += steps
            if with_notice and fact.for_day is not None:
                self._told(fact.service, notice_of(fact.kind), at)[name] = Decimal((fact.for_day - fact.day).days)
        else:
            self.take_sum(*told, at, steps)
        if fact.for_day is not None and (reads is None or told in reads.in_issues):
            self._issue(fact, at, steps)

    def take_sum(self, service: str, kind: str, at: int, steps: Decimal) -> None:
        """Takes in the sum of facts of which only the sum is read, in steps, of one settlement period."""
        self.take_sums(service, kind, ((at, steps),))

    def take_sums(self, service: str, kind: str, summed: Iterable[tuple[int, Decimal]]) -> None:
        """Takes in such sums, each with its settlement period."""
        sums = self.sums.setdefault((service, kind), [None] * len(self.plan.periods))
        for at, steps in summed:
            before = sums[at]
            sums[at] = steps if before is None else before + steps

    def _issue(self, fact: Fact, at: int, steps: Decimal) -> None:
        """Of several issues in one period the last one counts; within one issue the parts of a period add up."""
        assert fact.for_day is not None
        about = period_of(self.plan.periods, fact.for_day)
        if fact.for_day <= fact.day or about is None:
            return
        key = (fact.service, fact.kind, about - at, about)
        day, before = self.issues.get(key, (fact.day, Decimal(0)))
        if fact.day >= day:
            self.issues[key] = (fact.day, steps + (before if fact.day == day else 0))

    def _told(self, service: str, measure: str, at: int) -> defaultdict[str, Decimal]:
        """Where the events of one service and measure in one period are gathered."""
        told = self.events.get((service, measure))
        if told is None:  # not setdefault: it would make a table for every fact
            told = self.events[service, measure] = [defaultdict(Decimal) for _ in self.plan.periods]
        return told[at]

    def activity(self) -> Activity:
        """What the fold reads."""
        events: dict[Told, Sequence[dict[str, Decimal]]] = dict(self.events)
        for told, sums in self.sums.items():
            events[told] = [{} if steps is None else {"": steps} for steps in sums]
        for (service, kind, ahead, about), (_, steps) in self.issues.items():
            issued = events.setdefault((service, told_before(kind, ahead)), [{} for _ in self.plan.periods])
            issued[about]["issue"] = steps
        for fact, measure, days in rate_days(self.plan, self.published, self.late):
            at = period_of(self.plan.periods, fact.day)
            assert at is not None
            late = events.setdefault((fact.service, measure), [{} for _ in self.plan.periods])
            late[at][event_of(fact)] = days
        return Activity(events, levels(self.plan, self.published), in_force(self.plan.periods, self.terminated))


def event_of(fact: Fact) -> str:
    """The name under which a single fact is counted."""
    return fact.event or fact.source_id or f"row {fact.row}"


def period_of(periods: Sequence[Period], day: date) -> int | None:
    """Which period holds a day; they follow one another."""
    at = bisect_right(periods, day, key=lambda period: period.start) - 1
    return at if at >= 0 and day < periods[at].end else None


def in_force(periods: Sequence[Period], terminated: date | None) -> list[Decimal]:
    """1 until the agreement is terminated, the share of days in that period, 0 after; the day itself still counts."""
    if terminated is None:
        return [Decimal(1)] * len(periods)
    return [
        Decimal(min(max((terminated - period.start).days + 1, 0), period.days)) / Decimal(period.days)
        for period in periods
    ]
