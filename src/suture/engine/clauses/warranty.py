"""Warranty: what is confirmed faulty within so many days of its delivery is replaced or credited.

Rules: docs/rules/warranty.md. Every return stands alone: what was confirmed, and the day of its delivery.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.delay import days_late
from suture.engine.clauses.figure import Price
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, notice_of
from suture.engine.clauses.saying import Said, in_days
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above
from suture.engine.text import Message, Text

TITLE = Text("warranty.title", "Warranty", "质量保证")
CREDITED = Text(
    "warranty.credited",
    "{covered} {unit} confirmed {days} days after delivery × {credit} {currency} credited",
    "交付后 {days} 天确认不良 {covered} {unit} × {credit} {currency}，予以抵扣",
)
REPLACED = Text(
    "warranty.replaced", "{covered} {unit} confirmed {days} days after delivery: to be replaced",
    "交付后 {days} 天确认不良 {covered} {unit}：应予更换",
)  # fmt: skip
EXPIRED = Text(
    "warranty.expired",
    "{covered} {unit} confirmed {days} days after delivery: the warranty of {most} days has run out",
    "交付后 {days} 天确认不良 {covered} {unit}：已超过 {most} 天质保期",
)

SAYS = {
    "replaced": Text(
        "warranty.says_replaced",
        "The seller replaces free of charge what of {services} is confirmed faulty within {days} of its delivery.",
        "{services}自交付之日起 {days}内确认不良的，卖方免费更换。",
    ),
    "credited": Text(
        "warranty.says_credited",
        "What of {services} is confirmed faulty within {days} of its delivery the seller credits at {credit}.",
        "{services}自交付之日起 {days}内确认不良的，卖方按{credit}抵扣。",
    ),
}
SAYS_LAST = Text(
    "warranty.says_last",
    "The last of these days still counts. Each return is told with the day of its delivery.",
    "期限最后一日计入。每批退货申报时应注明其交付日期。",
)

NO_CREDIT = refusal(
    "warranty_credit_missing",
    "what is confirmed is credited, but not at what price",
    "Write 'credit', a price per unit.",
    "确认不良的予以抵扣，但未写明抵扣单价",
    "请写 credit（单价）。",
)
UNUSED = refusal(
    "warranty_credit_unused",
    "a credit is written, but what is confirmed is replaced",
    "Leave out 'credit', or write 'remedy: credited'.",
    "写有抵扣单价，但确认不良的予以更换",
    "请删去 credit，或写 remedy: credited。",
)


class Clause(ClauseBase):
    """A warranty as written: for how many days after delivery, and how it is made good."""

    kind: Literal["warranty"] = "warranty"
    services: tuple[str, ...] = Field(min_length=1)
    days: int = Field(gt=0)
    remedy: Literal["replaced", "credited"]
    credit: Price | None = None


class Terms(NamedTuple, Generic[N]):
    """Days that are covered; what is credited for a step."""

    days: N
    credit: N


class State(NamedTuple, Generic[N]):
    """Steps covered since the start, and those that came too late; due since the start (negative)."""

    covered: N
    expired: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps confirmed faulty, and the days from that to their delivery (below zero)."""

    confirmed: N
    notice: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is confirmed in time is made good."""
    covered = 0 * x.confirmed if above(days_late(x.notice), p.days) > 0 else x.confirmed
    return State(s.covered + covered, s.expired + x.confirmed - covered, s.due - covered * p.credit)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(Decimal(clause.days), at.per_step(clause.credit))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf(clause.services, "confirmed"), QuantityOf(clause.services, notice_of("confirmed")))


def explain(told: Told) -> Iterable[Message]:
    """What was confirmed how long after its delivery, and how it is made good."""
    p, unit, days = told.terms, told.unit, days_late(told.facts.notice)
    covered = told.quantity(told.facts.confirmed)
    if days > p.days:
        yield EXPIRED(covered=covered, unit=unit.name, days=days, most=p.days)
    elif told.clause.remedy == "replaced":
        yield REPLACED(covered=covered, unit=unit.name, days=days)
    else:
        credit = p.credit / unit.step
        yield CREDITED(covered=covered, unit=unit.name, days=days, credit=credit, currency=told.currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    services, days = said.listed(clause.services), in_days(clause.days)
    if clause.remedy == "credited":
        yield SAYS["credited"](services=services, days=days, credit=said.price(clause.credit, clause.services[0]))
    else:
        yield SAYS["replaced"](services=services, days=days)
    yield SAYS_LAST()


def check(clause: Clause) -> Iterable[Fault]:
    """A credit has its price, and only a credit has one."""
    if clause.remedy == "credited" and clause.credit is None:
        yield NO_CREDIT.at("credit")
    elif clause.remedy == "replaced" and clause.credit is not None:
        yield UNUSED.at("credit")


KIND = Kind(
    "warranty", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    window=lambda clause: "order", check=check,
)  # fmt: skip
