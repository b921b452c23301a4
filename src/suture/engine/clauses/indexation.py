"""Indexation: charges of named clauses move with an index, by weight, past a threshold, inside a collar.

Rules: docs/rules/indexation.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Change, Figure, Level, Share, Written
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, LevelOf, Moment, Phase, Source, Told
from suture.engine.fault import Fault, refusal
from suture.engine.money import rounded_to
from suture.engine.number import N, Window, above, higher, lower
from suture.engine.text import Message, Text

MOVED = Text("indexation", "index {level} against {base}: {charged} {currency} charged × {change} %")
HELD = Text(
    "indexation.collar",
    "index {level} against {base}, held by the collar: {charged} {currency} charged × {change} %",
)
INSIDE = Text("indexation.inside", "index {level} is not outside {low} to {high}: no price change")

COLLAR = refusal(
    "collar_not_around_zero",
    "the collar from {low} % to {high} % leaves no price unchanged",
    "Let 'low' be 0 % or below and 'high' 0 % or above.",
)


class Collar(Written):
    """The least and the most by which the price may differ from that at the base level: -5 % and 8 %."""

    low: Change
    high: Change


class Clause(ClauseBase):
    """An indexation as written. ``weight`` is the share of the price that moves with the index."""

    kind: Literal["indexation"] = "indexation"
    on: tuple[str, ...] = Field(min_length=1)
    index: str
    base: Level
    weight: Share
    lag_periods: int = Field(ge=0, description="settlement periods between the level and the charge")
    threshold: Share
    past_threshold: Literal["whole_move", "excess"]
    collar: Collar | None = None


class Terms(NamedTuple, Generic[N]):
    """Base level; levels between which nothing moves; 1 for the whole move; weight; bounds of the change."""

    base: N
    floor: N
    ceiling: N
    whole: N
    weight: N
    low: N
    high: N


class State(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start, and what the index has added to them since the start."""

    charged: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start; the level of the index that counts for the period."""

    charged: N
    level: N


def change(p: Terms[N], level: N) -> N:
    """The share by which prices differ from those at the base level."""
    past = above(level, p.ceiling) - above(p.floor, level)
    whole = level - p.base if past != 0 else 0 * level
    move = whole if p.whole > 0 else past
    return higher(p.low, lower(p.high, p.weight * move / p.base))


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is charged in the period moves with its level of the index; earlier charges stay as they were."""
    return State(x.charged, s.due + change(p, x.level) * (x.charged - s.charged))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; bounds are levels, since a level at a bound means the same in both types."""
    base, threshold, collar = at.value(clause.base), at.value(clause.threshold), clause.collar
    return Terms(
        base=base,
        floor=base * (1 - threshold),
        ceiling=base * (1 + threshold),
        whole=Decimal(clause.past_threshold == "whole_move"),
        weight=at.value(clause.weight),
        low=at.value(collar.low) if collar else Decimal(-1),  # a level is not below 0, so a price falls by all at most
        high=at.value(collar.high) if collar else Decimal("Infinity"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (DueOf(clause.on), LevelOf(clause.index, clause.lag_periods))


def explain(told: Told) -> Iterable[Message]:
    """The level against its base, and what it makes of the charges."""
    p, level = told.terms, told.facts.level
    by = change(p, level)
    if p.floor <= level <= p.ceiling:
        yield INSIDE(level=level, low=p.floor, high=p.ceiling)
    else:
        text = HELD if told.clause.collar and by in (p.low, p.high) else MOVED
        charged = told.after.charged - told.before.charged
        percent = rounded_to(by * 100, 4)
        yield text(level=level, base=p.base, charged=charged, change=percent, currency=told.currency)


def check(clause: Clause) -> Iterable[Fault]:
    """A base to divide by, and a collar that allows the price to stay."""
    yield from above_zero(clause.base, "base")
    if clause.collar is None:
        return
    low, high = values_of(clause.collar.low), values_of(clause.collar.high)
    if max(low) > 0 or min(high) < 0:
        yield COLLAR.at("collar", low=max(low) * 100, high=min(high) * 100)


def values_of(figure: Figure) -> list[Decimal]:
    """Every value that a figure names; zero for an unknown one."""
    named = [value for each in figure.figures() for value in (each.low, each.value, each.high)]
    return [value for value in named if value is not None] or [Decimal(0)]


KIND = Kind("indexation", Phase.ADJUSTMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, check=check)
