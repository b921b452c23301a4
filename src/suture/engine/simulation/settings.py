"""Settings of ranges: what a trial comes to when every range of an agreement is drawn, as the simulation draws it.

256 draws, the same at every run. Figures with one ``draw`` move together, every other one by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.fault import Path, dotted
from suture.engine.money import Money, rounded
from suture.engine.rating.charges import converted
from suture.engine.rating.exact import Activity, Folded, fold, fold_line, governed
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import Line, Plan, numbers, plan, segments
from suture.engine.rating.trial import facts_of, until
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.amendments import Course, courses
from suture.engine.terms.partial import with_readers
from suture.engine.terms.ranges import likely, ranges, settled
from suture.engine.world.shape import triangular
from suture.engine.world.streams import input_draws, inputs, sampling

SAMPLING: Final = sampling(1, 1 << 14)
DRAWS: Final = input_draws(SAMPLING)
TENTH: Final = DRAWS // 10
"""How many draws lie below the low end that is said, and above the high end."""


class Spread(NamedTuple):
    """Totals of one currency: with every range at its likely value, and between what eight of ten draws lie."""

    low: Money
    likely: Money
    high: Money
    draws: int


def spread(
    agreement: Agreement, quantities: Mapping[str, Decimal], day: date, known: Iterable[Fact] = ()
) -> tuple[Spread, ...]:
    """What all clauses charge up to the end of the day's period, by currency; the agreement's own first.

    No figure may be unknown.
    """
    usual = until(plan(likely(agreement)), day)
    happened = activity(usual, [*known, *facts_of(usual, quantities, day)])
    usually = {folded.line.name: folded for folded in fold(usual, happened)}
    for line in usual.lines:
        if line.kind.governs:
            happened = happened._replace(in_force=governed(line, happened.in_force, usually[line.name].due))
    ranged = {course.last.id: course for course in courses(agreement) if ranges(course.versions)}
    moved = [line for line in usual.lines if line.name in with_readers(agreement, ranged)]
    drawn = {line.name: terms_drawn(agreement, line, ranged[line.name]) for line in moved if line.name in ranged}
    totals = [billed(usual, redone(usual, happened, usually, moved, drawn, at)) for at in range(DRAWS)]
    return tuple(
        between(likely_one, sorted(total[currency] for total in totals), currency)
        for currency, likely_one in sorted(
            billed(usual, usually).items(), key=lambda each: (each[0] != agreement.currency, each[0])
        )
    )


def between(likely_one: int, drawn: Sequence[int], currency: str) -> Spread:
    """A spread in minor units, of totals in rising order."""
    return Spread(Money(drawn[TENTH], currency), Money(likely_one, currency), Money(drawn[-1 - TENTH], currency), DRAWS)


def terms_drawn(agreement: Agreement, line: Line, course: Course) -> list[tuple[Any, ...]]:
    """The Terms of a clause with ranges, in every period in which it stands, under every draw."""
    segmented = segments(agreement, course)
    values = {path: draws_of(course.last.id, path, figure) for path, figure in ranges(course.versions).items()}
    found = []
    for at in range(DRAWS):
        terms = numbers(segmented, settled(course.versions, {path: column[at] for path, column in values.items()}))
        found.append(tuple(terms[segment] for segment in segmented.of_period[: len(line.windows)]))
    return found


def draws_of(clause: str, path: Path, figure: Figure) -> list[Decimal]:
    """A range under every draw: from the stream of its name, or of its own place."""
    low, high = figure.low, figure.high
    assert low is not None
    assert high is not None
    name = figure.draw or f"{clause}.{dotted(path)}"
    drawn = triangular(inputs(SAMPLING, name, ("value",))[:, 0], float(low), float(figure.likely), float(high))
    return [min(max(Decimal(repr(float(value))), low), high) for value in drawn]


def redone(
    plan: Plan,
    happened: Activity,
    usually: Mapping[str, Folded],
    moved: Sequence[Line],
    drawn: Mapping[str, Sequence[tuple[Any, ...]]],
    at: int,
) -> Mapping[str, Folded]:
    """All lines folded, those that ranges move anew under one draw."""
    done = dict(usually)
    for line in moved:
        terms = drawn[line.name][at] if line.name in drawn else line.terms
        done[line.name] = fold_line(plan, line._replace(terms=terms), happened, done)
    return done


def billed(plan: Plan, done: Mapping[str, Folded]) -> dict[str, int]:
    """What would be billed, each clause rounded, in minor units by currency."""
    stated = converted(plan)
    found = {plan.agreement.currency: 0}
    for folded in done.values():
        line = folded.line
        if line.kind.effect == "charge" and line.name not in stated:
            due = rounded(folded.due[-1], line.currency, plan.agreement.rounding.mode)
            found[line.currency] = found.get(line.currency, 0) + due.minor
    return found
