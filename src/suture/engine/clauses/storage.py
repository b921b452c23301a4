"""Storage and bill-and-hold: goods that stay longer than the free days bear a fee for every started week or so.

Rules: docs/rules/storage.md. Every stay is an event: its fact is told on one end of it and is for the other.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, notice_of
from suture.engine.clauses.saying import Said, in_days
from suture.engine.number import N, Window, above, higher, started
from suture.engine.text import Message, Text, Value

STORED = Text(
    "storage",
    "{stored} {unit} for {days}, {free} free: {stored} × {steps} × {fee} {currency}, for every started {every}",
    "{stored} {unit} 存放 {days}，免费 {free}：{stored} × {steps} × {fee} {currency}，每满或不满 {every}计一次",
)
FREE = Text(
    "storage.free",
    "{stored} {unit} for {days}, not longer than {free} free: nothing is due",
    "{stored} {unit} 存放 {days}，未超过免费期 {free}，无须付费",
)

SAYS = Text(
    "storage.says",
    "{service} that the seller holds for the buyer is stored free for {free}. For every started {every} of a stay "
    "beyond that the buyer pays {fee}.",
    "卖方为买方保管的{service}，免费存放 {free}；超过的，每满或不满 {every}按{fee}支付仓储费。",
)
SAYS_NOT_FREE = Text(
    "storage.says_not_free",
    "For {service} that the seller holds for the buyer, the buyer pays {fee} for every started {every} of a stay.",
    "卖方为买方保管的{service}，每满或不满 {every}按{fee}支付仓储费。",
)
Party = Literal["buyer", "seller"]
SAYS_HELD = Text(
    "storage.says_held",
    "While they are stored, title is with the {title}, the risk of loss is borne by the {risk}, and the {insures} "
    "insures them.",
    "存放期间，所有权归{title}，毁损灭失风险由{risk}承担，由{insures}投保。",
)
PARTIES: dict[Party, Text] = {
    "buyer": Text("storage.buyer", "buyer", "买方"),
    "seller": Text("storage.seller", "seller", "卖方"),
}


class Clause(ClauseBase):
    """Storage as written. Title, risk and insurance of what is held change no amount."""

    kind: Literal["storage"] = "storage"
    service: str
    fee: Price
    every_days: int = Field(gt=0)
    free_days: int = Field(ge=0)
    title: Party
    risk: Party
    insured_by: Party


class Terms(NamedTuple, Generic[N]):
    """Fee of a step for one started time, the days of that time, and free days."""

    fee: N
    every: N
    free: N


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Of one stay: steps, and the days from the day it is told on to the other end of it."""

    stored: N
    notice: N


def days(x: Facts[N]) -> N:
    """How long a stay was, whether it is told on its first or its last day."""
    return higher(x.notice, -x.notice)


def times(p: Terms[N], x: Facts[N]) -> int:
    """How many times the fee is due: every one that is started beyond the free days."""
    return started(above(days(x), p.free), p.every)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every stay bears the fee for every started time beyond its free days."""
    return State(s.due + x.stored * times(p, x) * p.fee)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(at.per_step(clause.fee), Decimal(clause.every_days), Decimal(clause.free_days))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), "stored"), QuantityOf((clause.service,), notice_of("stored")))


def explain(told: Told) -> Iterable[Message]:
    """How long, how much of it was free, and the times that were started."""
    p, x, unit = told.terms, told.facts, told.unit
    stay: dict[str, Value] = {
        "stored": told.quantity(x.stored), "unit": unit.name, "days": in_days(days(x)), "free": in_days(p.free),
    }  # fmt: skip
    if steps := times(p, x):
        fee = p.fee / unit.step
        yield STORED(**stay, steps=steps, every=in_days(p.every), fee=fee, currency=told.currency)
    else:
        yield FREE(**stay)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    fee: dict[str, Value] = {
        "service": said.service(clause.service), "every": in_days(clause.every_days),
        "fee": said.price(clause.fee, clause.service),
    }  # fmt: skip
    yield SAYS(free=in_days(clause.free_days), **fee) if clause.free_days else SAYS_NOT_FREE(**fee)
    yield SAYS_HELD(title=PARTIES[clause.title](), risk=PARTIES[clause.risk](), insures=PARTIES[clause.insured_by]())


KIND = Kind(
    "storage", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("storage.title", "Storage", "仓储"), window=lambda clause: "order",
)  # fmt: skip
