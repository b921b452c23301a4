"""Tool life: a tool is refurbished or replaced after so many pieces or months, and somebody pays for it each time.

Rules: docs/rules/tool_life.md. The tool itself is a tooling clause; this one keeps it alive.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.bands import NEARLY_A_STEP
from suture.engine.clauses.figure import Amount, Quantity, Share
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import ClauseBase, InForce, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.per_month import months_of
from suture.engine.clauses.saying import Said, in_months, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, started, when
from suture.engine.text import Message, Text

BY_PIECES = Text(
    "tool_life.by_pieces",
    "{made} {unit} made since the last time, life {life}: {count} × {cost} {currency} × {share} %",
    "自上次以来生产 {made} {unit}，寿命 {life}：{count} × {cost} {currency} × {share} %",
)
BY_MONTHS = Text(
    "tool_life.by_months",
    "{age} in use since the last time, life {life}: {cost} {currency} × {share} %",
    "自上次以来使用 {age}，寿命 {life}：{cost} {currency} × {share} %",
)
LASTS = Text(
    "tool_life.lasts",
    "the tool lasts: {made} {unit} made since the last time",
    "模具寿命未到：自上次以来生产 {made} {unit}",
)

SAYS_LIFE = {
    "pieces": Text(
        "tool_life.says_pieces",
        "The tool for {service} is {renewed} whenever it has made {life}.",
        "{service}所用模具每生产 {life}，应予{renewed}。",
    ),
    "months": Text(
        "tool_life.says_months",
        "The tool for {service} is {renewed} whenever it has been in use for {months}.",
        "{service}所用模具每使用 {months}，应予{renewed}。",
    ),
    "both": Text(
        "tool_life.says_both",
        "The tool for {service} is {renewed} whenever it has made {life} or been in use for {months}, whichever comes "
        "first; both are then counted anew.",
        "{service}所用模具每生产 {life}或使用 {months}（以先到者为准），应予{renewed}；其后两者重新计算。",
    ),
}
RENEWED = {
    "refurbished": Text("tool_life.refurbished", "refurbished", "翻修"),
    "replaced": Text("tool_life.replaced", "replaced", "更换"),
}
SAYS_COST = Text(
    "tool_life.says_cost",
    "That costs {cost} each time, of which the buyer pays {share} and the seller the rest.",
    "每次费用为 {cost}，其中买方承担 {share}，其余由卖方承担。",
)
SAYS_OWNER = {
    "buyer": Text("tool_life.says_buyer_owns", "The tool is and stays the buyer's.", "模具所有权归买方。"),
    "seller": Text("tool_life.says_seller_owns", "The tool is and stays the seller's.", "模具所有权归卖方。"),
}

NO_LIFE = refusal(
    "tool_life_missing",
    "nothing says how long the tool lasts",
    "Write 'life_pieces', 'life_months' or both.",
    "未写明模具寿命",
    "写明 'life_pieces'、'life_months' 或两者。",
)


class Clause(ClauseBase):
    """A tool's life as written, in pieces, in months or in whichever comes first, and who pays for the next."""

    kind: Literal["tool_life"] = "tool_life"
    service: str
    life_pieces: Quantity | None = None
    life_months: int | None = Field(default=None, ge=1)
    renewal: Literal["refurbished", "replaced"]
    cost: Amount
    buyer_share: Share
    owner: Literal["buyer", "seller"]


class Terms(NamedTuple, Generic[N]):
    """1 where pieces end a life, and how many; 1 where months do, and how many; months of the period; cost, share."""

    by_pieces: N
    pieces: N
    by_months: N
    life_months: N
    months: N
    cost: N
    share: N


class State(NamedTuple, Generic[N]):
    """Steps made and months in use since the last time, before and after it came again; times in all; due."""

    made: N
    age: N
    reached: N
    aged: N
    times: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps made; the share of the period in which the agreement was in force."""

    made: N
    in_force: N


def lives(p: Terms[N], made: N) -> int:
    """How many whole lives are in a number of pieces."""
    return started(above(made, 0 * made) + 1, p.pieces) - 1


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every life that is used up is due; then pieces and months are counted anew."""
    reached, aged = s.made + x.made, s.age + p.months * x.in_force
    ends = p.by_pieces * lives(p, reached)
    old = when(p.by_months, above(aged, p.life_months))
    times = ends if ends > 0 else when(old, 1 + 0 * old)
    made = reached - ends * p.pieces if ends > 0 else 0 * reached if old > 0 else reached
    age = 0 * aged if times > 0 else aged
    return State(made, age, reached, aged, s.times + times, s.due + times * p.cost * p.share)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; a life in months is over a little before its end, so that parts of months add up."""
    pieces, months = clause.life_pieces, clause.life_months
    return Terms(
        by_pieces=Decimal(pieces is not None),
        pieces=at.steps(pieces) if pieces is not None else Decimal(1),
        by_months=Decimal(months is not None),
        life_months=Decimal(months or 0) - NEARLY_A_STEP,
        months=months_of(at),
        cost=at.value(clause.cost),
        share=at.value(clause.buyer_share),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), "made"), InForce())


def explain(told: Told) -> Iterable[Message]:
    """Which life is over, and what that costs whom."""
    p, after, unit = told.terms, told.after, told.unit
    made, times = told.quantity(after.reached), after.times - told.before.times
    paid = {"cost": p.cost, "share": p.share * 100, "currency": told.currency}
    if times and p.by_pieces * lives(p, after.reached):
        yield BY_PIECES(made=made, unit=unit.name, life=told.quantity(p.pieces), count=times, **paid)
    elif times:
        yield BY_MONTHS(age=in_months(after.aged), life=in_months(told.clause.life_months), **paid)
    else:
        yield LASTS(made=made, unit=unit.name)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service, renewed = said.service(clause.service), RENEWED[clause.renewal]()
    life = said.quantity(clause.life_pieces, clause.service)
    months = in_months(clause.life_months or 0)
    if clause.life_months is None:
        yield SAYS_LIFE["pieces"](service=service, renewed=renewed, life=life)
    elif clause.life_pieces is None:
        yield SAYS_LIFE["months"](service=service, renewed=renewed, months=months)
    else:
        yield SAYS_LIFE["both"](service=service, renewed=renewed, life=life, months=months)
    yield SAYS_COST(cost=said.money(clause.cost), share=share(clause.buyer_share))
    yield SAYS_OWNER[clause.owner]()


def check(clause: Clause) -> Iterable[Fault]:
    """A life of some kind, above nothing."""
    if clause.life_pieces is None and clause.life_months is None:
        yield NO_LIFE.at()
    if clause.life_pieces is not None:
        yield from above_zero(clause.life_pieces, "life_pieces")


KIND = Kind(
    "tool_life", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("tool_life.title", "Tool life", "模具寿命"), check=check,
)  # fmt: skip
