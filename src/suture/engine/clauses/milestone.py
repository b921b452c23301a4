"""Milestone: an amount due when a result is accepted; a share can be held back until it is released.

Rules: docs/rules/milestone.md. The milestone is a service of the agreement, counted in acceptances.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Share
from suture.engine.clauses.figure_faults import undated
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said, share
from suture.engine.fault import Fault
from suture.engine.number import N, Window, above, lower
from suture.engine.text import Message, Text

TITLE = Text("milestone.title", "Milestone", "里程碑付款")
ACCEPTED = Text("milestone", "{name} accepted: {amount} {currency}", "{name} 已验收：{amount} {currency}")
HELD = Text(
    "milestone.held",
    "{name} accepted: {amount} {currency}, of which {held} {currency} are held back",
    "{name} 已验收：{amount} {currency}，其中暂扣 {held} {currency}",
)
RELEASED = Text(
    "milestone.released",
    "what was held back of {name} is released: {amount} {currency}",
    "{name} 的暂扣款予以放行：{amount} {currency}",
)
REVERSED = Text(
    "milestone.reversed",
    "the acceptance of {name} is withdrawn: {amount} {currency} are paid back",
    "{name} 的验收已撤回：退还 {amount} {currency}",
)
WAITING = Text("milestone.waiting", "nothing is due for {name}", "{name} 无应付款项")
SAYS = Text(
    "milestone.says",
    "When {service} is accepted, {price} falls due; where the acceptance is withdrawn, what was paid for it is paid "
    "back.",
    "{service}验收通过时，应支付{price}；验收被撤回的，退还就其已付的款项。",
)
SAYS_HOLDBACK = Text(
    "milestone.says_holdback",
    "{share} of it is held back and falls due when it is released.",
    "其中 {share} 暂扣，放行时支付。",
)


class Clause(ClauseBase):
    """A milestone as written: its amount, and the share held back until release (none when left out)."""

    kind: Literal["milestone"] = "milestone"
    service: str
    amount: Amount
    holdback: Share | None = None


class Terms(NamedTuple, Generic[N]):
    """Due with a step of acceptance, and held back of it until released."""

    at_once: N
    held: N


class State(NamedTuple, Generic[N]):
    """Steps accepted and released since the start; due since the start."""

    accepted: N
    released: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps accepted in the period (below zero where an acceptance is withdrawn), steps released."""

    accepted: N
    released: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is accepted is due but for the share held back; that share once it is both accepted and released."""
    accepted = s.accepted + x.accepted
    released = s.released + x.released
    reached = above(accepted, 0 * accepted)
    freed = above(lower(released, reached), 0 * released)
    return State(accepted, released, p.at_once * reached + p.held * freed)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The amount in its two parts."""
    amount = at.per_step(clause.amount)
    held = amount * at.value(clause.holdback)
    return Terms(amount - held, held)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), "milestone"), QuantityOf((clause.service,), "released"))


def explain(told: Told) -> Iterable[Message]:
    """What was accepted, released or withdrawn."""
    name, currency, due, terms = told.clause.service, told.currency, told.due, told.terms
    reached = told.facts.accepted
    if reached > 0 and due > 0:
        amount = (terms.at_once + terms.held) * reached
        held = amount - due
        yield (
            HELD(name=name, amount=amount, held=held, currency=currency)
            if held > 0
            else ACCEPTED(name=name, amount=due, currency=currency)
        )
    elif due > 0:
        yield RELEASED(name=name, amount=due, currency=currency)
    elif due < 0:
        yield REVERSED(name=name, amount=-due, currency=currency)
    else:
        yield WAITING(name=name)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(service=said.service(clause.service), price=said.price(clause.amount, clause.service))
    if clause.holdback is not None:
        yield SAYS_HOLDBACK(share=share(clause.holdback))


def check(clause: Clause) -> Iterable[Fault]:
    """It falls due once, so it has no dates."""
    yield from undated(clause.amount, "amount")
    yield from undated(clause.holdback, "holdback")


KIND = Kind(
    "milestone", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
