"""Transfer assistance: hours of help to move to another maker: some free, the others at a rate.

Rules: docs/rules/transfer_assistance.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Quantity
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said, in_months
from suture.engine.number import N, Window, above, higher
from suture.engine.text import Message, Text

TITLE = Text("transfer_assistance.title", "Transfer assistance", "转移协助")
HELPED = Text(
    "transfer_assistance",
    "{counted} {unit} × {rate} {currency}; {helped} {unit} of help so far, {free} of them free",
    "{counted} {unit} × {rate} {currency}；累计协助 {helped} {unit}，其中 {free} 免费",
)
FREE = Text(
    "transfer_assistance.free",
    "{helped} {unit} of help so far, {free} free: nothing is due",
    "累计协助 {helped} {unit}，{free} 以内免费：无应付款",
)
BEFORE = Text(
    "transfer_assistance.before",
    "the agreement is not terminated: no help is counted",
    "协议未终止：不计协助工时",
)

SAYS = {
    "after_termination": Text(
        "transfer_assistance.says_after_termination",
        "Once the agreement is terminated the seller helps for {months} to move {service} to another maker.",
        "本协议终止后 {months}内，卖方协助将{service}转移至其他制造商。",
    ),
    "on_request": Text(
        "transfer_assistance.says_on_request",
        "At the buyer's request, and for {months} after the end of the agreement, the seller helps to move {service} "
        "to another maker.",
        "应买方要求，并在本协议终止后 {months}内，卖方协助将{service}转移至其他制造商。",
    ),
}
SAYS_PRICE = Text(
    "transfer_assistance.says_price",
    "The first {free} of help cost nothing; what is more the buyer pays at {rate}.",
    "协助工时在 {free}以内免费；超出部分，买方按{rate}付款。",
)


class Clause(ClauseBase):
    """Transfer assistance as written: from when help counts, for how long it is owed, what is free, and the rate."""

    kind: Literal["transfer_assistance"] = "transfer_assistance"
    service: str
    given: Literal["after_termination", "on_request"]
    for_months: int = Field(gt=0)
    free: Quantity
    rate: Price


class Terms(NamedTuple, Generic[N]):
    """Steps that are free; rate of a step; 1 where help counts only after a termination."""

    free: N
    rate: N
    after: N


class State(NamedTuple, Generic[N]):
    """Above zero once terminated; steps of help that count; due since the start."""

    ended: N
    helped: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps worked in the period; above zero in the period of the termination."""

    worked: N
    terminated: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is worked above what is free bears the rate, from the period of the termination on or at any time."""
    ended = higher(s.ended, x.terminated)
    helped = s.helped + (0 * x.worked if p.after > 0 and ended <= 0 else x.worked)
    return State(ended, helped, s.due + (above(helped, p.free) - above(s.helped, p.free)) * p.rate)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    after = Decimal(clause.given == "after_termination")
    return Terms(at.steps(clause.free), at.per_step(clause.rate), after)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), "worked"), QuantityOf((AGREEMENT,), "terminated"))


def explain(told: Told) -> Iterable[Message]:
    """The hours above the free ones."""
    p, unit, after = told.terms, told.unit, told.after
    helped, free = told.quantity(after.helped), told.quantity(p.free)
    counted = told.quantity(above(after.helped, p.free) - above(told.before.helped, p.free))
    if p.after > 0 and after.ended <= 0:
        yield BEFORE()
    elif counted == 0:
        yield FREE(helped=helped, unit=unit.name, free=free)
    else:
        rate = p.rate / unit.step
        yield HELPED(counted=counted, unit=unit.name, rate=rate, currency=told.currency, helped=helped, free=free)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service = clause.service
    yield SAYS[clause.given](months=in_months(clause.for_months), service=said.service(service))
    yield SAYS_PRICE(free=said.quantity(clause.free, service), rate=said.price(clause.rate, service))


KIND = Kind(
    "transfer_assistance", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE
)
