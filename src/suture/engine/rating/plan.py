"""The plan of an agreement: its clauses as lines in the order of phases, each with its numbers for every period.

One plan serves both number types. The exact fold and the lanes read the same lines in the same order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from suture.engine.clauses import kind_of
from suture.engine.clauses.figure import Figure, Written
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Moment, Source, WindowName
from suture.engine.number import Window
from suture.engine.period import (
    MONTHS,
    WINDOW_MONTHS,
    Every,
    Period,
    boundaries,
    months_between,
    settlement_periods,
    share_of_days,
    whole_period,
    windows,
)
from suture.engine.quantity import ONE, Unit
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.amendments import Course, Versions, courses, once_valid, validity, whole
from suture.engine.terms.references import phases_of

ZERO = Decimal(0)
BESIDE = Window(0, 0)
"""A settlement period in which a clause is counted beyond its end: it belongs to no window."""


class Version(NamedTuple):
    """A clause as it reads from settlement period ``first`` on, and where each of its facts comes from."""

    first: int
    clause: ClauseBase
    reads: tuple[Source, ...]


class Line(NamedTuple):
    """One clause, ready to be folded: what it reads, and terms and window of every period in which it is counted.

    ``until`` is the first settlement period in which it no longer stands; what reads charges late is counted beyond it.
    """

    versions: tuple[Version, ...]
    kind: Kind
    unit: Unit
    currency: str
    by_order: bool
    windows: tuple[Window, ...]
    terms: tuple[Any, ...]
    until: int

    @property
    def name(self) -> str:
        """The clause's id."""
        return self.versions[0].clause.id

    @property
    def first(self) -> int:
        """The settlement period in which it begins to stand."""
        return self.versions[0].first

    @property
    def end(self) -> int:
        """The first settlement period in which it is no longer counted."""
        return self.first + len(self.windows)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everything that it reads, in any version."""
        return tuple(dict.fromkeys(source for version in self.versions for source in version.reads))

    def version(self, at: int) -> Version:
        """As it reads in a period."""
        if len(self.versions) == 1:  # of nearly every line; this is asked for every period
            return self.versions[0]
        return next(version for version in reversed(self.versions) if version.first <= at)

    def spans(self) -> Iterable[tuple[Version, range]]:
        """Each version with the periods in which it reads so."""
        ends = [*(version.first for version in self.versions[1:]), self.end]
        return ((version, range(version.first, end)) for version, end in zip(self.versions, ends, strict=True))


class Plan(NamedTuple):
    """Lines in the order of counting over the settlement periods of an agreement.

    ``agreement`` is all that ever stands in it: with the services of its amendments, up to the end that they give it;
    ``written`` is the agreement as it was written, amendments apart.
    """

    agreement: Agreement
    written: Agreement
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]


def plan(agreement: Agreement) -> Plan:
    """The plan of an agreement without faults whose figures are all settled (no range is left)."""
    settlement, all_of_it = agreement.settlement, whole(agreement)
    settled = settled_in(all_of_it.valid.period, settlement.every, settlement.anchor)
    lines = (line(agreement, course) for course in in_order(courses(agreement)))
    return Plan(all_of_it, agreement, tuple(period for period, _, _ in settled), tuple(lines))


def once_covered(plan: Plan) -> Agreement:
    """The agreement up to the latest end that it ever had; so facts are checked, for some were told before it moved."""
    reached = plan.agreement.valid.model_copy(update={"until": once_valid(plan.written).end})
    return plan.agreement.model_copy(update={"valid": reached})


def lapsed(plan: Plan) -> tuple[Period, ...]:
    """The settlement periods that an agreement covered before an amendment moved its end: they may have been billed."""
    once, settlement = once_valid(plan.written), plan.written.settlement
    if once.end <= plan.periods[-1].end:
        return ()
    covered = settlement_periods(once, settlement.every, settlement.anchor)
    return tuple(period for period in covered if period.start >= plan.periods[-1].end)


@lru_cache(maxsize=64)
def settled_in(span: Period, every: Every, anchor: date) -> tuple[tuple[Period, Decimal, int], ...]:
    """Each settlement period with its share of the days of a whole one, and whole months since the span began."""
    return tuple(
        (period, share_of_days(period, whole_period(period, every, anchor)), months_between(span.start, period.start))
        for period in settlement_periods(span, every, anchor)
    )


def in_order(courses: Sequence[Course]) -> list[Course]:
    """Clauses by phase, then as written, but each after those it ever reads. Raises ValueError on a circle."""
    phases = phases_of([course.last for course in courses])
    waiting = sorted(courses, key=lambda course: phases[course.last.id])
    names = {course.last.id for course in courses}
    done: dict[str, Course] = {}
    while waiting:
        ready = next((c for c in waiting if all(name in done for name in charges_read(c) & names)), None)
        if ready is None:
            circle = ", ".join(course.last.id for course in waiting)
            raise ValueError(f"clauses read one another in a circle: {circle}")
        waiting.remove(ready)
        done[ready.last.id] = ready
    return list(done.values())


def charges_read(course: Course) -> set[str]:
    """The clauses whose charges a clause reads, in any of its versions."""
    sources = (source for _, clause in course.versions for source in kind_of(clause).reads(clause))
    return {name for source in sources if isinstance(source, DueOf) for name in source.clauses}


def line(agreement: Agreement, course: Course) -> Line:
    """One clause over the periods in which it stands: its versions, its window flags and its numbers."""
    clause = course.last
    kind = kind_of(clause)
    window = kind.window(clause)
    cut = segments(agreement, course)
    terms = numbers(cut, course.versions)
    unit, currency = unit_of(whole(agreement), clause), agreement.currency_of(clause)
    begins_anew = [*starts_of(agreement, window), *restarts_of(cut, course)]
    windows_of = windows((*cut.periods, *cut.next), begins_anew)[: len(cut.periods)]
    runs_off = len(cut.of_period) - len(cut.periods)
    return Line(
        tuple(Version(cut.first + at, version, kind.reads(version)) for at, version in begun(cut, course.versions)),
        kind, unit, currency, window == "order", (*windows_of, *[BESIDE] * runs_off),
        tuple(terms[at] for at in cut.of_period), cut.first + len(cut.periods),
    )  # fmt: skip


def starts_of(agreement: Agreement, window: WindowName) -> Iterable[date]:
    """The days on which a window of that name begins anew."""
    months = WINDOW_MONTHS.get(window)
    return boundaries(window_anchor(agreement, window), months, validity(agreement)) if months else ()


def restarts_of(cut: "Segments", course: Course) -> Iterable[date]:
    """The days on which a new price lets the window of a clause begin anew, beside those of its calendar."""
    for period, segment in zip(cut.periods, cut.of_period, strict=False):
        moment, version = cut.moments[segment]
        if moment.changed and getattr(course.versions[version][1], "price_change", "") == "restart":
            yield period.start


class Segments(NamedTuple):
    """The stretches of a clause's time in which its numbers cannot change: a moment of each, and how it reads then."""

    moments: tuple[tuple[Moment, int], ...]  # each with the number of the version that reads then
    first: int  # settlement period in which the clause begins to stand
    periods: tuple[Period, ...]  # in which it stands
    next: tuple[Period, ...]  # the one after them, where the agreement goes on without it
    of_period: tuple[int, ...]  # the segment of each of them, and of those in which it is counted beyond its end


def segments(agreement: Agreement, course: Course) -> Segments:
    """Where the numbers of a clause may change: at its dates, where it reads anew, at its own changes, and with the
    length of a period."""
    span, days = validity(agreement), [day for day, _ in course.versions]
    settled = [each for each in settled_of(agreement, span) if days[0] <= each[0].start < course.until]
    unit, currency = unit_of(whole(agreement), course.last), agreement.currency_of(course.last)
    window = kind_of(course.last).window(course.last)
    changes = [changes_of(clause, span.start) for _, clause in course.versions]
    moments: dict[tuple[object, ...], tuple[Moment, int]] = {}
    numbered: dict[tuple[object, ...], int] = {}
    of_period: list[int] = []
    version, past = 0, 0
    for at, (period, share, month) in enumerate(settled):
        reads, before = bisect_right(days, period.start) - 1, past
        past = bisect_right(changes[reads], period.start)
        cycles = cycles_of(agreement, window, settled[0][0].start, period.start)
        moment = Moment(period, share, month, cycles, unit, currency, agreement.rounding.mode)
        if at and (reads != version or past > before):
            then = moment._replace(period=settled[at - 1][0])
            changed = differ(course.versions[version][1], then, course.versions[reads][1], moment)
            moment = moment._replace(changed=changed)
        version = reads
        key = (share, version, past, bisect_left(changes[version], period.end), moment.changed, cycles)
        moments.setdefault(key, (moment, version))
        of_period.append(numbered.setdefault(key, len(numbered)))
    whole_term = [period for period, _, _ in settled_of(agreement, span)]
    first = whole_term.index(settled[0][0])
    end = first + len(settled)
    stands, after = tuple(whole_term[first:end]), tuple(whole_term[end : end + 1])
    of_period.extend(of_period[-1:] * min(late_by(course.last), len(whole_term) - end))
    return Segments(tuple(moments.values()), first, stands, after, tuple(of_period))


def differ(old: ClauseBase, then: Moment, new: ClauseBase, now: Moment) -> bool:
    """Whether a clause has other figures now than it had then; one that is written again as it was has not."""
    before, after = [*figures_on(old, then.period.start)], [*figures_on(new, now.period.start)]
    if before != after or any(low != high and not draw for _, low, high, draw in after):
        return True  # of two ranges that are drawn apart, nobody knows that they come to the same
    numbers_of = kind_of(new).numbers
    return bool(numbers_of(old, then) != numbers_of(new, now))


def late_by(clause: ClauseBase) -> int:
    """How many settlement periods a clause is counted beyond its end: as late as one that moves money reads charges,
    for what was charged before. Any other, such as a gate, is over when it ends."""
    kind = kind_of(clause)
    if kind.effect != "cash":
        return 0
    return max(source.lag for source in kind.reads(clause) if isinstance(source, DueOf))


def begun(cut: Segments, versions: Versions) -> Iterable[tuple[int, ClauseBase]]:
    """The versions of a clause that ever read, each with how many periods the clause has stood before."""
    reads = [cut.moments[segment][1] for segment in cut.of_period]
    for at, version in enumerate(reads):
        if at == 0 or version != reads[at - 1]:
            yield at, versions[version][1]


def settled_of(agreement: Agreement, span: Period) -> tuple[tuple[Period, Decimal, int], ...]:
    """The settlement periods of an agreement within a span, as ``settled_in`` has them."""
    return settled_in(span, agreement.settlement.every, agreement.settlement.anchor)


def changes_of(clause: ClauseBase, start: date) -> list[date]:
    """The days on which the numbers of one version of a clause change."""
    return sorted({*dates_in(clause), *kind_of(clause).changes(clause, start)})


def cycles_of(agreement: Agreement, window: WindowName, begins: date, day: date) -> Decimal:
    """Settlement periods in a full window; over the term, from where the clause begins to stand to the end that was
    agreed on that day."""
    months = WINDOW_MONTHS.get(window)
    if months:
        return Decimal(max(1, months // MONTHS[agreement.settlement.every]))
    term = Period(begins, validity(agreement, day).end)
    return cycles_in(term, agreement.settlement.every, agreement.settlement.anchor)


@lru_cache(maxsize=64)
def cycles_in(span: Period, every: Every, anchor: date) -> Decimal:
    """Settlement periods in a span, partial ones by their share."""
    return sum((share for _, share, _ in settled_in(span, every, anchor)), ZERO)


def numbers(cut: Segments, versions: Versions) -> tuple[Any, ...]:
    """The Terms of a clause in every segment."""
    return tuple(kind_of(versions[at][1]).numbers(versions[at][1], moment) for moment, at in cut.moments)


def unit_of(agreement: Agreement, clause: ClauseBase) -> Unit:
    """The unit a clause counts in: that of its first service."""
    services = kind_of(clause).services(clause)
    return agreement.services[services[0]].measured_in if services else ONE


def window_anchor(agreement: Agreement, window: str) -> date:
    """A day on which a window of that name begins."""
    if window == "contract_year":
        return agreement.contract_year_starts
    if window == "calendar_year":
        return date(agreement.valid.from_.year, 1, 1)
    return agreement.settlement.anchor


def dates_in(written: object) -> Iterable[date]:
    """Every day on which a dated figure of a clause changes."""
    return (entry.from_ for figure in figures_in(written) for entry in figure.dated)


def figures_on(written: object, day: date) -> Iterable[tuple[Decimal | None, Decimal | None, Decimal | None, str]]:
    """Every figure of a clause as it stands on a day: its value and range, and the input that it is drawn as."""
    on_it = (figure.on(day) for figure in figures_in(written))
    return ((figure.value, figure.low, figure.high, figure.draw) for figure in on_it)


def figures_in(written: object) -> Iterable[Figure]:
    """Every figure of a clause; a dated one is one."""
    if isinstance(written, Figure):
        yield written
    elif isinstance(written, Written):
        for name in type(written).model_fields:
            yield from figures_in(getattr(written, name))
    elif isinstance(written, tuple | list):
        for part in written:
            yield from figures_in(part)


def flat(terms: Any) -> list[Decimal]:
    """A Terms as one row of numbers, tier tables laid out in place."""
    row: list[Decimal] = []
    for value in terms:
        row.extend(flat(value) if isinstance(value, tuple) else [value])
    return row
