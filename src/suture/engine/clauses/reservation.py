"""Reservation with set-off: held capacity is paid, used or not; units taken earn a share of the fee back.

Rules: docs/rules/reservation.md. With a set-off of 0 % it is an option on capacity.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Quantity, Share
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
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said, share
from suture.engine.number import N, Window, lower, when
from suture.engine.text import Message, Text

TITLE = Text("reservation.title", "Reservation of capacity", "产能预留")
HELD = Text("reservation.held", "{held} {unit} reserved × {fee} {currency}", "预留 {held} {unit} × {fee} {currency}")
SET_OFF = Text(
    "reservation.set_off",
    "{used} {unit} used × {credit} {currency} set off",
    "使用 {used} {unit} × {credit} {currency}，予以抵扣",
)
NONE = Text("reservation.none", "nothing is due for the reservation", "本期无预留费")
SAYS = Text(
    "reservation.says",
    "In {window} the seller holds capacity for {reserved} of {services}; the buyer pays {fee} for it, used or not.",
    "{window}内，卖方为买方预留{services} {reserved}的产能；无论是否使用，买方均支付预留费{fee}。",
)
SAYS_PRORATE: Mapping[str, Text] = {
    "full": Text(
        "reservation.says_full",
        "The whole of it is held, and its fee is due, when that time begins while the agreement is in force.",
        "协议有效期间内，该期间开始时即预留全部数量，并计收预留费。",
    ),
    "in_force": Text(
        "reservation.says_in_force",
        "It is held, and its fee is due, settlement period by settlement period, by the part of that time in which the "
        "agreement is in force.",
        "预留数量及预留费按协议在该期间内的有效时间，逐个结算期计算。",
    ),
}
SAYS_SET_OFF = Text(
    "reservation.says_set_off",
    "Of the fee {set_off} is set off for every unit, counted as {measure}, that is taken of what is held; what is "
    "taken above is not set off.",
    "按{measure}数量计，在预留范围内每提取一个单位，抵扣其预留费的 {set_off}；超出预留数量的提取不予抵扣。",
)


class Clause(ClauseBase):
    """A reservation as written: quantity held per window, fee per unit, and the share set off on use."""

    kind: Literal["reservation"] = "reservation"
    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    reserved: Quantity
    fee: Price
    set_off: Share
    prorate: Literal["in_force", "full"]


class Terms(NamedTuple, Generic[N]):
    """Steps held from the opening of the window and per period in force; fee of a step; its set-off on use."""

    at_open: N
    per_period: N
    fee: N
    credit: N


class State(NamedTuple, Generic[N]):
    """Steps held and taken in this window; held and used since the start; due since the start."""

    held: N
    taken: N
    all_held: N
    all_used: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps taken in the period; the share of it in which the agreement was in force."""

    taken: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The fee of what is newly held, less the set-off on what is newly used of it."""
    held_before = s.held if w.opens == 0 else 0 * s.held
    taken_before = s.taken if w.opens == 0 else 0 * s.taken
    newly = p.per_period * x.in_force + when(x.in_force, p.at_open) * w.opens
    held = held_before + newly
    taken = taken_before + x.taken
    used = lower(taken, held) - lower(taken_before, held_before)
    due = s.due + newly * p.fee - used * p.credit
    return State(held, taken, s.all_held + newly, s.all_used + used, due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The reserved quantity, spread over the periods in force or whole with the window."""
    reserved, fee = at.steps(clause.reserved), at.per_step(clause.fee)
    spread = clause.prorate == "in_force"
    return Terms(
        at_open=Decimal(0) if spread else reserved,
        per_period=reserved * at.share / at.cycles if spread else Decimal(0),
        fee=fee,
        credit=fee * at.value(clause.set_off),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf(clause.services, clause.measure), InForce())


def explain(told: Told) -> Iterable[Message]:
    """What was newly held and what was set off."""
    unit, before, after = told.unit, told.before, told.after
    held = told.quantity(after.all_held - before.all_held)
    used = told.quantity(after.all_used - before.all_used)
    if held != 0:
        yield HELD(held=held, unit=unit.name, fee=told.terms.fee / unit.step, currency=told.currency)
    if used != 0 and told.terms.credit != 0:
        yield SET_OFF(used=used, unit=unit.name, credit=told.terms.credit / unit.step, currency=told.currency)
    if told.due == 0:
        yield NONE()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service = clause.services[0]
    yield SAYS(
        window=WINDOWS[clause.window](), reserved=said.quantity(clause.reserved, service),
        services=said.listed(clause.services), fee=said.price(clause.fee, service),
    )  # fmt: skip
    yield SAYS_PRORATE[clause.prorate]()
    yield SAYS_SET_OFF(set_off=share(clause.set_off), measure=MEASURES[clause.measure]())


KIND = Kind(
    "reservation", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, title=TITLE,
)  # fmt: skip
