"""Between what an exposure lies where figures of the terms are ranges: drawn as the simulation draws them.

What is told in a scenario hangs on no figure of the terms, so only the clauses that ranges move are folded anew.
Figures with one ``draw`` move together, through all scenarios. What was billed before the day is no part.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from suture.engine.clauses.causes import cause_of
from suture.engine.exposure.exposure import Exposure
from suture.engine.exposure.owed import SHOWN, Owed, Part
from suture.engine.money import Money, rounded
from suture.engine.rating.charges import converted
from suture.engine.rating.exact import Folded, fold, governed
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import Line, Plan, plan
from suture.engine.simulation.settings import redone, terms_drawn
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.amendments import courses
from suture.engine.terms.partial import with_readers
from suture.engine.terms.ranges import likely, ranges

DRAWN: Final = 64
"""Of the 256 draws of a trial the first ones, which spread as evenly: each scenario is counted so many times."""
OUTSIDE: Final = DRAWN // 10
"""How many draws lie below the low end that is said, and above the high end."""
Drawn = Mapping[str, Sequence[tuple[Any, ...]]]
Key = tuple[str, date]


def ranged(agreement: Agreement, found: Exposure, told: Sequence[Fact]) -> Exposure:
    """The exposure with the ends of eight of ten draws in every part.

    ``agreement`` is that whose likely figures were counted, with its ranges; ``told`` are the facts known on the day.
    No figure may be unknown.
    """
    moving = {course.last.id: course for course in courses(agreement) if ranges(course.versions)}
    if not moving:
        return found
    usual = plan(likely(agreement))
    moved = [line for line in usual.lines if line.name in with_readers(agreement, moving)]
    drawn = {line.name: terms_drawn(agreement, line, moving[line.name]) for line in moved if line.name in moving}

    def between(owed: Owed) -> Owed:
        ends = ends_of(usual, [*told, *owed.facts], moved, drawn, found.on)
        return owed._replace(parts=tuple(parts(usual, owed, ends)))

    return found._replace(planned=between(found.planned), owed=tuple(map(between, found.owed)))


def ends_of(
    usual: Plan, told: Sequence[Fact], moved: Sequence[Line], drawn: Drawn, on: date
) -> dict[Key, tuple[Money, Money]]:
    """The ends of what each clause that moves makes due in each period that had not ended by the day."""
    happened = activity(usual, told)
    usually = {folded.line.name: folded for folded in fold(usual, happened)}
    for line in usual.lines:
        if line.kind.governs:
            happened = happened._replace(in_force=governed(line, happened.in_force, usually[line.name].due))
    stated = converted(usual)
    shown = [line for line in moved if line.kind.effect in SHOWN and line.name not in stated]
    found: dict[Key, list[int]] = {}
    for at in range(DRAWN):
        done = redone(usual, happened, usually, moved, drawn, at)
        for line in shown:
            for start, minor in made_due(usual, done[line.name], on):
                found.setdefault((line.name, start), []).append(minor)
    currencies = {line.name: line.currency for line in shown}
    return {
        key: (Money(amounts[OUTSIDE], currencies[key[0]]), Money(amounts[-1 - OUTSIDE], currencies[key[0]]))
        for key, drawn_ones in found.items()
        if (amounts := sorted(drawn_ones))
    }


def made_due(usual: Plan, folded: Folded, on: date) -> list[tuple[date, int]]:
    """What a clause makes due in each period that had not ended by the day, in minor units."""
    mode, currency = usual.agreement.rounding.mode, folded.line.currency
    due = [rounded(amount, currency, mode).minor for amount in folded.due]
    return [
        (period.start, due[at] - (due[at - 1] if at else 0))
        for at, period in enumerate(usual.periods)
        if period.last >= on
    ]


def parts(usual: Plan, owed: Owed, ends: Mapping[Key, tuple[Money, Money]]) -> list[Part]:
    """The parts with their ends, and those that are nothing with likely figures but may be something."""
    left = dict(ends)
    found = []
    for part in owed.parts:
        low, high = left.pop((part.clause, part.period.start), (part.low, part.high))
        # a likely figure at an end of its range lies outside eight of ten draws
        found.append(part._replace(low=least(low, part.money), high=most(high, part.money)))
    lines = {line.name: line for line in usual.lines}
    periods = {period.start: period for period in usual.periods}
    for (name, start), (low, high) in left.items():
        if low.minor or high.minor:
            kind, nothing = lines[name].kind, Money(0, low.currency)
            found.append(
                Part(name, kind.name, cause_of(kind.name), kind.effect, periods[start], nothing, nothing, low, high)
            )
    return sorted(found, key=lambda part: part.period.start)


def least(one: Money, other: Money) -> Money:
    """The less of two amounts of a currency."""
    return one if one.minor <= other.minor else other


def most(one: Money, other: Money) -> Money:
    """The more of two amounts of a currency."""
    return one if one.minor >= other.minor else other
