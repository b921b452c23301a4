"""Carrying charge: excess parts bear a monthly rate on their value for some settlement periods, then are bought back.

Rules: docs/rules/carrying_charge.md. One part is under this clause or under a material liability, not under both.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Quantity, Share
from suture.engine.clauses.kind import (
    AGREEMENT,
    ClauseBase,
    InForce,
    Kind,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
)
from suture.engine.clauses.material_stock import (
    SAYS_CREDIT,
    SAYS_EXIT,
    Excess,
    OnExit,
    bought,
    check_age,
    check_size,
    said_age,
)
from suture.engine.clauses.per_month import months_of
from suture.engine.clauses.saying import Said, in_months, in_periods, share
from suture.engine.fault import Fault
from suture.engine.number import N, Window, above, lower, when
from suture.engine.text import Message, Text

CARRIED = Text(
    "carrying_charge",
    "excess {carried} {unit} × {cost} {currency} × {rate} % a month, for {months} in force",
    "过剩物料 {carried} {unit} × {cost} {currency} × 每月 {rate} %，有效时间 {months}",
)
BOUGHT = Text(
    "carrying_charge.bought",
    "carried for {periods}, bought back: {moved} {unit} × {cost} {currency}",
    "已收取 {periods}持有费，买下：{moved} {unit} × {cost} {currency}",
)
ENDED = Text(
    "carrying_charge.ended",
    "the agreement ends, all is bought: {moved} {unit} × {cost} {currency}",
    "协议结束，全部买下：{moved} {unit} × {cost} {currency}",
)
CREDITED = Text(
    "carrying_charge.credited",
    "used or returned after it was bought: {moved} {unit} × {cost} {currency} credited",
    "买下后又被耗用或退回：{moved} {unit} × {cost} {currency}，予以抵扣",
)
NOTHING = Text("carrying_charge.nothing", "no excess in this period", "本结算期无过剩物料")

SAYS = Text(
    "carrying_charge.says",
    "The seller buys {service} as far as the buyer's forecast authorises it, in order quantities of {size}; what was "
    "bought and has been neither used nor returned is valued at {cost}.",
    "卖方在买方预测授权的范围内采购{service}，订购批量为 {size}；已采购而未耗用、未退回的部分按{cost}计值。",
)
SAYS_CARRIED = Text(
    "carrying_charge.says_carried",
    "Parts of class {part_class} without need for {age} are excess, the oldest being used first. On what is excess at "
    "the end of a settlement period the buyer pays {rate} of its value a month.",
    "{part_class} 类物料超过 {age}无需求的为过剩物料（先进先出）。对结算期末的过剩物料，买方每月按其"
    "价值的 {rate} 支付持有费。",
)
SAYS_BOUGHT = Text(
    "carrying_charge.says_bought",
    "After {periods} with that charge the buyer buys what is left at its value.",
    "收取 {periods}持有费后仍有剩余的，由买方按其价值买下。",
)


class Clause(ClauseBase):
    """A carrying charge as written, for one part."""

    kind: Literal["carrying_charge"] = "carrying_charge"
    service: str
    order_quantity: Quantity
    unit_cost: Price
    excess: Excess
    rate_per_month: Share
    carried_periods: int = Field(ge=1)
    on_exit: OnExit


class Terms(NamedTuple, Generic[N]):
    """Order quantity, cost of a step; rate of a month, months of the period; 1 for either exit."""

    size: N
    cost: N
    rate: N
    months: N
    on_termination: N
    at_end: N


class State(NamedTuple, Generic[N]):
    """Authorised, and by the times of excess and buy-back; used and returned; bought back; carried now; ended; due."""

    authorised: N
    then: N
    before: N
    gone: N
    taken: N
    carried: N
    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps authorised now, so long ago, and longer; used, returned; above zero when terminated; the share in force."""

    authorised: N
    authorised_then: N
    authorised_before: N
    used: N
    returned: N
    terminated: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Excess is carried until it is bought back; all is bought on exit; what is needed after all returns."""
    authorised, then = s.authorised + x.authorised, s.then + x.authorised_then
    before, gone = s.before + x.authorised_before, s.gone + x.used + x.returned
    ended = s.ended + p.on_termination * x.terminated + p.at_end * w.closes
    left = bought(authorised, p.size) - gone - s.taken
    excess = when(x.in_force, above(bought(then, p.size), gone + s.taken))
    old = when(x.in_force, above(bought(before, p.size), gone + s.taken))
    taken = above(left, 0 * left) if ended > 0 else old
    moved = taken - lower(above(0 * left, left), s.taken)
    carried = above(excess, taken)
    due = s.due + moved * p.cost + carried * p.cost * p.rate * p.months * x.in_force
    return State(authorised, then, before, gone, s.taken + moved, carried, ended, due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        size=at.steps(clause.order_quantity),
        cost=at.per_step(clause.unit_cost),
        rate=at.value(clause.rate_per_month),
        months=months_of(at),
        on_termination=Decimal(clause.on_exit != "nothing_due"),
        at_end=Decimal(clause.on_exit == "due_at_any_end"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services, since = (clause.service,), clause.excess.periods
    return (
        QuantityOf(services, "authorised"),
        QuantityOf(services, "authorised", since),
        QuantityOf(services, "authorised", since + clause.carried_periods),
        QuantityOf(services, "used"),
        QuantityOf(services, "returned"),
        QuantityOf((AGREEMENT,), "terminated"),
        InForce(),
    )


def explain(told: Told) -> Iterable[Message]:
    """What is carried, then what is bought back and why."""
    p, after, unit = told.terms, told.after, told.unit
    moved = told.quantity(after.taken - told.before.taken)
    cost = {"unit": unit.name, "cost": p.cost / unit.step, "currency": told.currency}
    if after.carried:
        carried, months = told.quantity(after.carried), p.months * told.facts.in_force
        yield CARRIED(carried=carried, rate=p.rate * 100, months=in_months(months), **cost)
    if moved < 0:
        yield CREDITED(moved=-moved, **cost)
    elif moved and after.ended > 0:
        yield ENDED(moved=moved, **cost)
    elif moved:
        yield BOUGHT(periods=in_periods(told.clause.carried_periods), moved=moved, **cost)
    elif not after.carried:
        yield NOTHING()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        service=said.service(clause.service), size=said.quantity(clause.order_quantity, clause.service),
        cost=said.price(clause.unit_cost, clause.service),
    )  # fmt: skip
    yield SAYS_CARRIED(
        part_class=clause.excess.part_class, age=said_age(clause.excess), rate=share(clause.rate_per_month)
    )
    yield SAYS_BOUGHT(periods=in_periods(clause.carried_periods))
    yield SAYS_EXIT[clause.on_exit]()
    yield SAYS_CREDIT()


def check(clause: Clause) -> Iterable[Fault]:
    """An order quantity to divide by that stays, and an age that fits the calendar."""
    yield from check_size(clause.order_quantity)
    yield from check_age(clause.excess, "excess")


KIND = Kind(
    "carrying_charge", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("carrying_charge.title", "Carrying charge", "持有费"), check=check,
)  # fmt: skip
