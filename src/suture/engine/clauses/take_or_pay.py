"""Take-or-pay: what is not taken in a window is paid all the same; a later window's excess can make it up.

Rules: docs/rules/take_or_pay.md. The state carries the bank of paid, untaken units over the years.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Quantity
from suture.engine.clauses.kind import (
    ClauseBase,
    InForce,
    Kind,
    Measure,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
)
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said
from suture.engine.number import N, Window, above, lower, when
from suture.engine.text import Message, Text

TITLE = Text("take_or_pay.title", "Take-or-pay", "照付不议")
OPEN = Text(
    "take_or_pay.open",
    "{taken} {unit} taken of {minimum} in the window so far; settled when it closes",
    "本期迄今已提取 {taken} {unit}，约定 {minimum}；期末结算",
)
SHORT = Text(
    "take_or_pay.short", "{short} {unit} not taken × {price} {currency}", "未提取 {short} {unit} × {price} {currency}"
)
MADE_UP = Text(
    "take_or_pay.made_up",
    "{made_up} {unit} of earlier windows made up × {price} {currency} credited",
    "补提以前期间的 {made_up} {unit} × {price} {currency}，予以抵扣",
)
MET = Text("take_or_pay.met", "the minimum of {minimum} {unit} was taken", "已达到最低提取量 {minimum} {unit}")

SAYS = Text(
    "take_or_pay.says",
    "In {window} the buyer takes {minimum} of {services}, counted as {measure}. What it does not take it pays for at "
    "{price}.",
    "{window}买方应提取{services} {minimum}（按{measure}数量计）；未提取的部分，买方仍按 {price} 付款。",
)
SAYS_MADE_UP = Text(
    "take_or_pay.says_made_up",
    "What is taken above the minimum when a later window closes is credited at the same price, as far as it was paid "
    "and not taken before. A window that begins when the agreement is no longer in force credits nothing.",
    "以后期间结束时超过最低数量的提取，在此前已付款而未提取的范围内，按同一价格抵扣；本协议失效后开始的期间不予抵扣。",
)
SAYS_IN_FORCE = Text(
    "take_or_pay.says_in_force",
    "The minimum follows the part of the window in which the agreement is in force.",
    "最低数量按协议在该期间内的有效时间比例计算。",
)


class Clause(ClauseBase):
    """A take-or-pay as written. ``make_up`` says whether a later excess is credited."""

    kind: Literal["take_or_pay"] = "take_or_pay"
    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    minimum: Quantity
    price: Price
    make_up: Literal["later_excess", "none"]
    prorate: Literal["in_force", "full"]


class Terms(NamedTuple, Generic[N]):
    """Minimum that falls due with the window and per period in force, price of a step, 1 where excess makes up."""

    at_open: N
    per_period: N
    price: N
    makes_up: N


class State(NamedTuple, Generic[N]):
    """Required and taken in this window; paid but not taken so far; due since the start."""

    required: N
    taken: N
    bank: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps accepted in the period; the share of it in which the agreement was in force."""

    accepted: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is not taken in a window is paid when it closes; a later window's excess makes it up, while in force."""
    bank = s.bank if w.opens == 0 else when(x.in_force, s.bank)
    required = (s.required if w.opens == 0 else 0 * s.required) + p.per_period * x.in_force
    required += when(x.in_force, p.at_open) * w.opens
    taken = x.accepted + (s.taken if w.opens == 0 else 0 * s.taken)
    short = above(required, taken) * w.closes
    made_up = lower(above(taken, required) * w.closes * p.makes_up, bank)
    return State(required, taken, bank + short - made_up, s.due + (short - made_up) * p.price)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The minimum, spread over the periods in force or whole with the window."""
    minimum = at.steps(clause.minimum)
    spread = clause.prorate == "in_force"
    return Terms(
        at_open=Decimal(0) if spread else minimum,
        per_period=minimum * at.share / at.cycles if spread else Decimal(0),
        price=at.per_step(clause.price),
        makes_up=Decimal(clause.make_up == "later_excess"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf(clause.services, clause.measure), InForce())


def explain(told: Told) -> Iterable[Message]:
    """What was short or made up."""
    unit, before, after = told.unit.name, told.before, told.after
    price = told.terms.price / told.unit.step
    moved = told.quantity(after.bank - before.bank)
    if moved > 0:
        yield SHORT(short=moved, unit=unit, price=price, currency=told.currency)
    elif told.due < 0:
        yield MADE_UP(made_up=-moved, unit=unit, price=price, currency=told.currency)
    elif after.taken >= after.required:
        yield MET(minimum=told.quantity(after.required), unit=unit)
    else:
        yield OPEN(taken=told.quantity(after.taken), unit=unit, minimum=told.quantity(after.required))


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        window=WINDOWS[clause.window](), minimum=said.quantity(clause.minimum, clause.services[0]),
        services=said.listed(clause.services), measure=MEASURES[clause.measure](),
        price=said.price(clause.price, clause.services[0]),
    )  # fmt: skip
    if clause.make_up == "later_excess":
        yield SAYS_MADE_UP()
    if clause.prorate == "in_force":
        yield SAYS_IN_FORCE()


KIND = Kind(
    "take_or_pay", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, title=TITLE,
)  # fmt: skip
