"""Indexation: charges of named clauses move with an index, by weight, past a threshold, inside a collar.

Rules: docs/rules/indexation.md.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Change, Figure, Level, Share, Written
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, LevelOf, Moment, Phase, Source, Told
from suture.engine.clauses.saying import Said, number, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, higher, lower
from suture.engine.text import Message, Text

TITLE = Text("indexation.title", "Indexation", "指数调价")
MOVED = Text(
    "indexation",
    "index {level} against {base}: {charged} {currency} charged × {change} %",
    "指数 {level}，基准 {base}：已计 {charged} {currency} × {change} %",
)
HELD = Text(
    "indexation.collar",
    "index {level} against {base}, held by the collar: {charged} {currency} charged × {change} %",
    "指数 {level}，基准 {base}，受调价上下限约束：已计 {charged} {currency} × {change} %",
)
INSIDE = Text(
    "indexation.inside",
    "index {level} is not outside {low} to {high}: no price change",
    "指数 {level} 未超出 {low} 至 {high}：价格不变",
)
SAYS = Text(
    "indexation.says",
    "The charges of {clauses} move with the index {index}, against a base of {base} and with a weight of {weight}: "
    "weight times the move, divided by the base.",
    "{clauses}的款项随指数“{index}”调整，基准值为 {base}，权重为 {weight}：调整幅度为权重乘以指数变动值除以基准值。",
)
SAYS_LEVEL = Text(
    "indexation.says_level",
    "For a settlement period counts the last level published up to the end of the one that lies {lag} settlement "
    "periods earlier; charges of earlier periods stay.",
    "每个结算期适用其前第 {lag} 个结算期期末最近公布的指数值；以前各期的款项不作调整。",
)
SAYS_LEVEL_NOW = Text(
    "indexation.says_level_now",
    "For a settlement period counts the last level published up to its end; charges of earlier periods stay.",
    "每个结算期适用该期末最近公布的指数值；以前各期的款项不作调整。",
)
SAYS_THRESHOLD = Text(
    "indexation.says_threshold",
    "While the level differs from the base by no more than {threshold} of it, nothing moves.",
    "指数与基准值相差不超过基准值的 {threshold} 时，不作调整。",
)
SAYS_PAST: Mapping[str, Text] = {
    "whole_move": Text("indexation.says_whole", "Beyond that the whole move counts.", "超过的，按全部变动值计算。"),
    "excess": Text(
        "indexation.says_excess",
        "Beyond that only what exceeds it counts.",
        "超过的，仅就超出部分计算。",
    ),
}
SAYS_COLLAR = Text(
    "indexation.says_collar",
    "The price change, after the weight, stays between {low} and {high} of the price at the base.",
    "计入权重后的调整幅度，以基准价格的 {low} 至 {high} 为限。",
)

COLLAR = refusal(
    "collar_not_around_zero",
    "the collar from {low} % to {high} % leaves no price unchanged",
    "Let 'low' be 0 % or below and 'high' 0 % or above.",
    "调价上下限 {low} % 至 {high} % 不包括价格不变的情形",
    "请让 'low' 不高于 0 %，'high' 不低于 0 %。",
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
        percent = by * 100
        yield text(level=level, base=p.base, charged=charged, change=percent, currency=told.currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        clauses=said.clauses(clause.on), index=clause.index, base=number(clause.base), weight=share(clause.weight)
    )
    yield SAYS_LEVEL(lag=clause.lag_periods) if clause.lag_periods else SAYS_LEVEL_NOW()
    if clause.threshold.is_range or clause.threshold.value != 0:
        yield SAYS_THRESHOLD(threshold=share(clause.threshold))
        yield SAYS_PAST[clause.past_threshold]()
    if clause.collar is not None:
        yield SAYS_COLLAR(low=share(clause.collar.low), high=share(clause.collar.high))


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


KIND = Kind(
    "indexation", Phase.ADJUSTMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
