"""Currency corridor: while a rate stays inside its corridor prices stand; what is outside is shared by both sides.

Rules: docs/rules/currency_corridor.md. The rate is a published series, as an index is.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Level, Share
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.index_level import says_level
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, LevelOf, Moment, Phase, Source, Told
from suture.engine.clauses.saying import Said, number, share
from suture.engine.fault import Fault
from suture.engine.number import N, Window, higher, lower
from suture.engine.text import Message, Text

TITLE = Text("currency_corridor.title", "Currency corridor", "汇率区间")
MOVED = Text(
    "currency_corridor",
    "rate {level} outside {low} to {high}: cost in the other currency moved by {move} %; {charged} {currency} "
    "charged × {exposed} % × {bears} % of that",
    "汇率 {level} 超出 {low} 至 {high}：他币成本变动 {move} %；款项 {charged} {currency} × {exposed} % × {bears} % × "
    "该变动",
)
INSIDE = Text(
    "currency_corridor.inside",
    "rate {level} inside {low} to {high}: prices stand",
    "汇率 {level} 在 {low} 至 {high} 之间：价格不变",
)

SAYS = Text(
    "currency_corridor.says",
    "Of the charges under {clauses}, {exposed} is cost in another currency. It is calculated at a rate of {base}; the "
    "rate is {index}.",
    "{clauses}项下款项中，{exposed} 为以他币发生的成本，按汇率 {base} 计算；汇率以{index}为准。",
)
SAYS_QUOTED = {
    "price_per_cost": Text(
        "currency_corridor.says_price_per_cost",
        "It is told in {currency} for a unit of the other currency: when it rises that cost rises.",
        "汇率为一单位他币折合 {currency} 的数额：汇率上升，该成本随之上升。",
    ),
    "cost_per_price": Text(
        "currency_corridor.says_cost_per_price",
        "It is told in the other currency for 1 {currency}: when it falls that cost rises.",
        "汇率为 1 {currency} 折合他币的数额：汇率下降，该成本随之上升。",
    ),
}
SAYS_CORRIDOR = Text(
    "currency_corridor.says_corridor",
    "While the rate is within {corridor} of that on either side, prices stand.",
    "汇率较上述汇率上下浮动不超过 {corridor} 的，价格不变。",
)
SAYS_PAST = {
    "whole_move": Text(
        "currency_corridor.says_whole_move",
        "Outside it the whole move of that cost counts; {bears} of it is borne by the buyer, whichever way it goes, "
        "and the rest by the seller.",
        "超出的，按该成本的全部变动计算；无论涨跌，由买方承担（或享有）其 {bears}，其余归卖方。",
    ),
    "excess": Text(
        "currency_corridor.says_excess",
        "Outside it the move of that cost from the bound counts; {bears} of it is borne by the buyer, whichever way it "
        "goes, and the rest by the seller.",
        "超出的，按该成本自区间边界起的变动计算；无论涨跌，由买方承担（或享有）其 {bears}，其余归卖方。",
    ),
}


class Clause(ClauseBase):
    """A currency corridor as written. ``exposed`` is the share of the price that is cost in the other currency."""

    kind: Literal["currency_corridor"] = "currency_corridor"
    on: tuple[str, ...] = Field(min_length=1)
    index: str = Field(description="the series of the rate")
    base: Level
    quoted: Literal["price_per_cost", "cost_per_price"]
    lag_periods: int = Field(ge=0, description="settlement periods between the rate and the charge")
    corridor: Share
    past_corridor: Literal["whole_move", "excess"]
    exposed: Share
    buyer_bears: Share


class Terms(NamedTuple, Generic[N]):
    """Base and bounds as rates; 1 for the whole move; 1 where a falling rate raises cost; the two shares."""

    base: N
    low: N
    high: N
    whole: N
    inverse: N
    exposed: N
    bears: N


class State(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start, and what the rate has added to them since the start."""

    charged: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start; the rate that counts for the period."""

    charged: N
    level: N


def move(p: Terms[N], level: N) -> N:
    """The share by which cost in the other currency has moved, as far as it counts; a rate of zero is none."""
    inside = higher(p.low, lower(p.high, level))
    if level <= 0 or level == inside:
        return 0 * level
    start = p.base if p.whole > 0 else inside
    return p.base / level - p.base / start if p.inverse > 0 else (level - start) / p.base


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is charged in the period moves with its rate; earlier charges stay as they were."""
    added = p.exposed * p.bears * move(p, x.level) * (x.charged - s.charged)
    return State(x.charged, s.due + added)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; bounds are rates, since a rate at a bound means the same in both types."""
    base, corridor = at.value(clause.base), at.value(clause.corridor)
    return Terms(
        base=base,
        low=base * (1 - corridor),
        high=base * (1 + corridor),
        whole=Decimal(clause.past_corridor == "whole_move"),
        inverse=Decimal(clause.quoted == "cost_per_price"),
        exposed=at.value(clause.exposed),
        bears=at.value(clause.buyer_bears),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (DueOf(clause.on), LevelOf(clause.index, clause.lag_periods))


def explain(told: Told) -> Iterable[Message]:
    """The rate against its corridor, and what it makes of the charges."""
    p, level = told.terms, told.facts.level
    if p.low <= level <= p.high:
        yield INSIDE(level=level, low=p.low, high=p.high)
    else:
        yield MOVED(
            level=level, low=p.low, high=p.high, move=move(p, level) * 100,
            charged=told.after.charged - told.before.charged, exposed=p.exposed * 100, bears=p.bears * 100,
            currency=told.currency,
        )  # fmt: skip


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        clauses=said.clauses(clause.on), exposed=share(clause.exposed), base=number(clause.base), index=clause.index
    )
    yield SAYS_QUOTED[clause.quoted](currency=said.currency)
    yield SAYS_CORRIDOR(corridor=share(clause.corridor))
    yield SAYS_PAST[clause.past_corridor](bears=share(clause.buyer_bears))
    yield says_level(clause.lag_periods)


def check(clause: Clause) -> Iterable[Fault]:
    """A base to divide by."""
    yield from above_zero(clause.base, "base")


KIND = Kind(
    "currency_corridor", Phase.ADJUSTMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    check=check,
)  # fmt: skip
