"""Exclusivity top-up: a minimum that was missed is made up in money, so that the exclusivity is kept.

Rules: docs/rules/exclusivity_top_up.md. Where it is elected, the difference is due when the holder elects it.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.exclusivity_minimum import Minimum, check_minimum, says_minimum, window_of
from suture.engine.clauses.figure import Price
from suture.engine.clauses.kind import ClauseBase, InForce, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.payer import SIDES
from suture.engine.clauses.saying import Said
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, when
from suture.engine.text import Message, Text, Value

PAID = Text(
    "exclusivity_top_up",
    "({minimum} minimum − {counted} counted) {unit} × {price} {currency}: {paid} {currency} of top-up {side}",
    "（最低 {minimum} − 计入 {counted}）{unit} × {price} {currency}：补足款 {paid} {currency}，{side}",
)
PAID_SPEND = Text(
    "exclusivity_top_up.spend",
    "({minimum} minimum − {counted} counted) {currency}: {paid} {currency} of top-up {side}",
    "（最低 {minimum} − 计入 {counted}）{currency}：补足款 {paid} {currency}，{side}",
)
ELECTED = Text(
    "exclusivity_top_up.elected",
    "elected: what the last window missed, {paid} {currency}, is {side}",
    "已选择补足：上一期间的差额 {paid} {currency}，{side}",
)
WAITS = Text(
    "exclusivity_top_up.waits",
    "{missed} {currency} would top it up; nothing is elected",
    "差额 {missed} {currency} 可予补足；尚未选择补足",
)
NOTHING = Text("exclusivity_top_up.nothing", "nothing to top up", "无须补足")

SAYS = {
    "buyer": Text(
        "exclusivity_top_up.says_buyer",
        "Where the minimum by which the buyer keeps its exclusivity is missed, the buyer can keep it by a top-up.",
        "未达到买方保有独家权利的最低要求的，买方可通过补足保有该权利。",
    ),
    "seller": Text(
        "exclusivity_top_up.says_seller",
        "Where the minimum by which the seller keeps its exclusivity is missed, the seller can keep it by a top-up.",
        "未达到卖方保有独家权利的最低要求的，卖方可通过补足保有该权利。",
    ),
}
SAYS_DIFFERENCE = Text(
    "exclusivity_top_up.says_difference",
    "The top-up is the difference between the minimum and what counts.",
    "补足金额为最低要求与计入金额之差。",
)
SAYS_PRICE = Text(
    "exclusivity_top_up.says_price",
    "The top-up is {price} for what is missing of the minimum.",
    "补足金额按不足部分{price}计算。",
)
SAYS_ALWAYS = Text(
    "exclusivity_top_up.says_always",
    "It is due whenever the minimum is missed, when that time closes.",
    "未达到最低要求的，该期间结束时即应补足。",
)
SAYS_ELECTED = Text(
    "exclusivity_top_up.says_elected",
    "It is due only where it is elected ({election}), from the settlement period in which that time closes until the "
    "next such time closes.",
    "仅在选择补足（{election}）时支付；可自该期间结束的结算期起至下一期间结束前选择。",
)

NO_PRICE = refusal(
    "top_up_price_missing",
    "a minimum of quantity is missed, and nothing says what a missing unit costs",
    "Write 'price'.",
    "最低要求按数量书写，但未写明不足部分的单价",
    "写明 'price'。",
)
NO_USE = refusal(
    "top_up_price_unused",
    "a price is written, but a minimum of spend is topped up by its difference",
    "Leave out 'price'.",
    "最低要求按金额书写，以差额补足，'price' 不起作用",
    "删去 'price'。",
)


class Clause(ClauseBase):
    """A top-up as written. ``election`` is the service whose facts of kind confirmed elect it; left out, always due."""

    kind: Literal["exclusivity_top_up"] = "exclusivity_top_up"
    holder: Literal["buyer", "seller"] = Field(description="who holds the exclusivity, and pays to keep it")
    minimum: Minimum
    price: Price | None = None
    election: str | None = None


class Terms(NamedTuple, Generic[N]):
    """The minimum as it is built up (``Minimum.at``); price; 1 for spend; 1 where elected; 1 or -1 by who pays."""

    at_open: N
    per_period: N
    cycles: N
    price: N
    running: N
    elects: N
    sign: N


class State(NamedTuple, Generic[N]):
    """Built up, required, counted in this window; counted when last seen; short at this close; open to top-up; due."""

    built: N
    required: N
    counted: N
    seen: N
    short: N
    missed: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges since the start, or steps of the period; the share in force; above zero when elected."""

    counted: N
    in_force: N
    elected: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What a window missed is due when it closes, or when its top-up is elected before the next closes."""
    built = (s.built if w.opens == 0 else 0 * s.built) + p.per_period * x.in_force
    built += when(x.in_force, p.at_open) * w.opens
    required = built / p.cycles
    counted = (s.counted if w.opens == 0 else 0 * s.counted) + x.counted - p.running * s.seen
    short = above(required, counted) * w.closes * p.price
    missed = short if w.closes > 0 else s.missed
    paid = when(1 - p.elects + x.elected, missed)
    return State(built, required, counted, x.counted, short, missed - paid, s.due + p.sign * paid)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    at_open, per_period = clause.minimum.at(at)
    spend = clause.minimum.of_spend
    return Terms(
        at_open=at_open,
        per_period=per_period,
        cycles=at.cycles,
        price=Decimal(1) if spend else at.per_step(clause.price),
        running=Decimal(spend),
        elects=Decimal(clause.election is not None),
        sign=Decimal(1) if clause.holder == "buyer" else Decimal(-1),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    election = () if clause.election is None else (clause.election,)
    return (clause.minimum.source(), InForce(), QuantityOf(election, "confirmed"))


def explain(told: Told) -> Iterable[Message]:
    """What was missed, and whether it is topped up."""
    p, after = told.terms, told.after
    paid = told.due * p.sign
    said: dict[str, Value] = {"paid": paid, "currency": told.currency, "side": SIDES[told.clause.holder]()}
    minimum, counted = told.quantity(after.required), told.quantity(after.counted)
    if paid and not after.short:
        yield ELECTED(**said)
    elif paid and told.clause.minimum.of_spend:
        yield PAID_SPEND(minimum=minimum, counted=counted, **said)
    elif paid:
        price = p.price / told.unit.step
        yield PAID(minimum=minimum, counted=counted, unit=told.unit.name, price=price, **said)
    elif after.missed:
        yield WAITS(missed=after.missed, currency=told.currency)
    else:
        yield NOTHING()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS[clause.holder]()
    yield from says_minimum(clause.minimum, said)
    if clause.minimum.of_spend:
        yield SAYS_DIFFERENCE()
    else:
        yield SAYS_PRICE(price=said.price(clause.price, clause.minimum.services[0]))
    yield SAYS_ALWAYS() if clause.election is None else SAYS_ELECTED(election=said.service(clause.election))


def check(clause: Clause) -> Iterable[Fault]:
    """A whole minimum, and a price where units are missing."""
    yield from check_minimum(clause.minimum, "minimum")
    if clause.minimum.quantity is not None and clause.price is None:
        yield NO_PRICE.at("price")
    elif clause.minimum.of_spend and clause.price is not None:
        yield NO_USE.at("price")


KIND = Kind(
    "exclusivity_top_up", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("exclusivity_top_up.title", "Top-up of exclusivity", "独家权利的补足"), check=check,
    window=lambda clause: window_of(clause.minimum), services=lambda clause: clause.minimum.services,
)  # fmt: skip
