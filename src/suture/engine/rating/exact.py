"""The exact fold: a plan over the facts, in Decimal, keeping all states so that every amount explains itself."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from suture.engine.clauses.kind import InForce, LevelOf, QuantityOf, Source
from suture.engine.money import rounded
from suture.engine.number import Window
from suture.engine.rating.plan import Line, Plan

ALONE = Window(1, 1)


class Activity(NamedTuple):
    """What happened, by settlement period.

    ``events`` of a (service, measure) are the indivisible quantities of each period in steps, by event name;
    ``levels`` of an index is the last value published in or before each period; ``in_force`` of each period is 0..1.
    """

    events: Mapping[tuple[str, str], Sequence[Mapping[str, Decimal]]]
    levels: Mapping[str, Sequence[Decimal]]
    in_force: Sequence[Decimal]


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
    """Every line of the plan folded over all its periods, in the order of counting."""
    done: dict[str, Folded] = {}
    for line in plan.lines:
        done[line.name] = fold_line(plan, line, activity, done)
    return tuple(done.values())


def fold_line(plan: Plan, line: Line, activity: Activity, done: Mapping[str, Folded]) -> Folded:
    """One line: its step over every period, or over every order of every period."""
    state = line.kind.state(*[Decimal(0)] * len(line.kind.state._fields))
    series = [
        None if line.by_order and isinstance(s, QuantityOf) else totals(plan, s, activity, done) for s in line.reads
    ]
    entries: list[Entry] = []
    due: list[Decimal] = []
    for at, (window, terms) in enumerate(zip(line.windows, line.terms, strict=True)):
        for event in orders_in(line, activity, at) if line.by_order else [""]:
            facts = line.kind.facts(
                *(
                    values[at] if values is not None else in_order_of(source, activity, at, event)
                    for source, values in zip(line.reads, series, strict=True)
                )
            )
            shown = ALONE if line.by_order else window
            after = line.kind.step(terms, shown, state, facts)
            entries.append(Entry(at, event, shown, terms, facts, state, after))
            state = after
        due.append(state.due)
    return Folded(line, tuple(entries), tuple(due))


def totals(plan: Plan, source: Source, activity: Activity, done: Mapping[str, Folded]) -> list[Decimal]:
    """A source as one number per period."""
    periods = len(plan.periods)
    if isinstance(source, InForce):
        return list(activity.in_force)
    if isinstance(source, LevelOf):
        return lagged(list(activity.levels[source.series]), source.lag, repeat_first=True)
    series = [Decimal(0)] * periods
    if isinstance(source, QuantityOf):
        for service in source.services:
            for at, events in enumerate(activity.events.get((service, source.measure), ())):
                series[at] += sum(events.values(), Decimal(0))
    else:
        for name in source.clauses:
            for at, due in enumerate(done[name].due):
                series[at] += counted(plan, due) if source.rounded else due
    return lagged(series, source.lag, repeat_first=False)


def counted(plan: Plan, due: Decimal) -> Decimal:
    """A charge as the rounded amount it will be billed at."""
    return rounded(due, plan.agreement.currency, plan.agreement.rounding.mode).amount


def lagged(series: list[Decimal], lag: int, *, repeat_first: bool) -> list[Decimal]:
    """The series ``lag`` periods later; before it begins stands its first value, or nothing."""
    if not lag or not series:
        return series
    return ([series[0] if repeat_first else Decimal(0)] * lag + series)[: len(series)]


def orders_in(line: Line, activity: Activity, at: int) -> list[str]:
    """The events of one period that any source of the line knows, in the order in which they were told."""
    names: dict[str, None] = {}
    for source in line.reads:
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
