"""The exact fold: a plan over the facts, in Decimal, keeping all states so that every amount explains itself."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from suture.engine.clauses.kind import DueOf, InForce, LevelOf, QuantityOf, Source
from suture.engine.money import rounded
from suture.engine.number import Window
from suture.engine.rating.plan import Line, Plan
from suture.engine.rating.uncounted import Alike

ALONE = Window(1, 1)


class Activity(NamedTuple):
    """What happened, by settlement period.

    ``events`` of a (service, measure) are the indivisible quantities of each period in steps, by event name;
    ``levels`` of an index is the last value published in or before each period; ``in_force`` of each period is 0..1.
    ``beyond`` was told of days after an end that was moved: it counts nowhere.
    """

    events: Mapping[tuple[str, str], Sequence[Mapping[str, Decimal]]]
    levels: Mapping[str, Sequence[Decimal]]
    in_force: Sequence[Decimal]
    beyond: Sequence[Alike] = ()


class Entry(NamedTuple):
    """One fold of one line: in period ``at``, for ``event`` where the window is an order."""

    at: int
    event: str
    window: Window
    terms: Any
    facts: Any
    before: Any
    after: Any


class Folded(NamedTuple):
    """A line with all its folds and its due at the end of each period."""

    line: Line
    entries: tuple[Entry, ...]
    due: tuple[Decimal, ...]


def fold(plan: Plan, activity: Activity) -> tuple[Folded, ...]:
    """Every line of the plan folded over its periods, in the order of counting."""
    done: dict[str, Folded] = {}
    for line in plan.lines:
        done[line.name] = fold_line(plan, line, activity, done)
        if line.kind.governs:
            activity = activity._replace(in_force=governed(line, activity.in_force, done[line.name].due))
    return tuple(done.values())


def governed(line: Line, in_force: Sequence[Decimal], level: Sequence[Decimal]) -> list[Decimal]:
    """What is left of being in force where a gate governs it: in the periods in which it stands."""
    return [
        share if holds > 0 or not line.first <= at < line.end else Decimal(0)
        for at, (share, holds) in enumerate(zip(in_force, level, strict=True))
    ]


def fold_line(plan: Plan, line: Line, activity: Activity, done: Mapping[str, Folded]) -> Folded:
    """One line: its step over every period in which it is counted, or over every order of every such period."""
    state = line.kind.state(*[Decimal(0)] * len(line.kind.state._fields))
    series = [stitched(plan, line, field, activity, done) for field in range(len(line.kind.facts._fields))]
    entries: list[Entry] = []
    due = [Decimal(0)] * line.first
    for at, window, terms in zip(range(line.first, line.end), line.windows, line.terms, strict=True):
        reads = line.version(at).reads
        for event in orders_in(reads, activity, at) if line.by_order else [""]:
            facts = line.kind.facts(
                *(
                    values[at] if values is not None else in_order_of(source, activity, at, event)
                    for source, values in zip(reads, series, strict=True)
                )
            )
            shown = ALONE if line.by_order else window
            after = line.kind.step(terms, shown, state, facts)
            entries.append(Entry(at, event, shown, terms, facts, state, after))
            state = after
        due.append(state.due)
    if line.end < len(plan.periods):
        closing = closed(line, entries) if line.end == line.until else []
        entries.extend(closing)
        state = closing[0].after if closing else state
        after_its_end = Decimal(0) if line.kind.effect == "gate" else state.due
        due.extend([after_its_end] * (len(plan.periods) - line.end))
    return Folded(line, tuple(entries), tuple(due))


def closed(line: Line, entries: Sequence[Entry]) -> list[Entry]:
    """What closes the window of a line that an amendment ends: due in the first period in which it stands no longer.

    Not in the last one in which it stands: an amendment changes nothing before its day.
    """
    if line.by_order:
        return []
    last = entries[-1]
    closes = Window(last.window.opens, 1)
    after = line.kind.step(last.terms, closes, last.before, last.facts)
    return [Entry(line.end, "", closes, last.terms, last.facts, last.after, after)]


def stitched(
    plan: Plan, line: Line, field: int, activity: Activity, done: Mapping[str, Folded]
) -> list[Decimal] | None:
    """One field of a line's facts as one number per period, read in each as its version says; None where by order.

    Charges count since the line began, up to its end: what a charge counts for is said by the version in which it is
    made, and how late it is read by the version that reads. Levels and quantities are those that the version reads.
    """
    series: list[Decimal] = [Decimal(0)] * line.first
    counted: list[Decimal] = [Decimal(0)] * line.first
    for version, span in line.spans():
        source = version.reads[field]
        if line.by_order and isinstance(source, QuantityOf):
            return None
        if not isinstance(source, DueOf) or source.gates or len(line.versions) == 1:
            values = totals(plan, line, source, activity, done)
            series.extend(values[at] for at in span)
            continue
        at_once = totals(plan, line, source._replace(lag=0), activity, done)
        for at in span:
            before = at_once[at - 1] if at > line.first else Decimal(0)
            counted.append((counted[-1] if at > line.first else Decimal(0)) + at_once[at] - before)
            series.append(counted[at - source.lag] if at >= source.lag else Decimal(0))
    return series


def totals(plan: Plan, line: Line, source: Source, activity: Activity, done: Mapping[str, Folded]) -> list[Decimal]:
    """A source as one number per period; what happened, or was charged, while the line did not stand counts nowhere."""
    since, until = line.first, min(line.until, len(plan.periods))
    if isinstance(source, InForce):
        return list(activity.in_force)
    if isinstance(source, LevelOf):
        return lagged(list(activity.levels[source.series]), source.lag, repeat_first=True)
    series = [Decimal(0)] * len(plan.periods)
    if isinstance(source, QuantityOf):
        for service in source.services:
            for at, events in enumerate(activity.events.get((service, source.measure), ())):
                if since <= at < until:
                    series[at] += sum(events.values(), Decimal(0))
    else:
        for name in source.clauses:
            due = charged(plan, done[name], as_billed=source.rounded)
            before = due[since - 1] if since and not source.gates else Decimal(0)
            for at in range(since, len(due)):
                series[at] += due[min(at, until - 1)] - before
    return lagged(series, source.lag, repeat_first=False)


def charged(plan: Plan, folded: Folded, *, as_billed: bool) -> Sequence[Decimal]:
    """What a line has charged by each period, as counted or as it is billed."""
    if not as_billed:
        return folded.due
    mode = plan.agreement.rounding.mode
    return [rounded(due, folded.line.currency, mode).amount for due in folded.due]


def lagged(series: list[Decimal], lag: int, *, repeat_first: bool) -> list[Decimal]:
    """The series ``lag`` periods later; before it begins stands its first value, or nothing."""
    if not lag or not series:
        return series
    return ([series[0] if repeat_first else Decimal(0)] * lag + series)[: len(series)]


def orders_in(reads: Sequence[Source], activity: Activity, at: int) -> list[str]:
    """The events of one period that any source of a line knows, in the order in which they were told."""
    names: dict[str, None] = {}
    for source in reads:
        if isinstance(source, QuantityOf):
            for service in source.services:
                if (service, source.measure) in activity.events:
                    names.update(dict.fromkeys(activity.events[service, source.measure][at]))
    return list(names)


def in_order_of(source: Source, activity: Activity, at: int, event: str) -> Decimal:
    """What one event tells of a quantity."""
    assert isinstance(source, QuantityOf)
    found = (activity.events.get((service, source.measure)) for service in source.services)
    return sum((events[at].get(event, Decimal(0)) for events in found if events), Decimal(0))
