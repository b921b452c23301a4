"""Revalidation: what a change costs to validate anew is borne by the cause: whoever asked for the change pays.

Rules: docs/rules/revalidation.md. Both sides have cost: the validation itself, and filing or bridge stock.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Amount, Share, Written
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said, share
from suture.engine.clauses.tiers import quads
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Quad, Window
from suture.engine.text import Message, Text

TITLE = Text("revalidation.title", "Revalidation on change", "变更后的重新验证")
CHANGED = Text(
    "revalidation",
    "{service}: {count} × ({bears} % of ({seller} + {buyer}) − {buyer}) {currency}",
    "{service}：{count} ×（（{seller} + {buyer}）的 {bears} % − {buyer}）{currency}",
)

SAYS = Text(
    "revalidation.says",
    "After a change the process is validated anew. What that costs is agreed by its cause, for every time; the side "
    "that has spent less than it bears pays the other the difference.",
    "发生变更的，应重新验证工艺。每次费用按变更原因约定；实际支出少于应承担金额的一方，向另一方支付差额。",
)
SAYS_CAUSE = {
    "buyer": Text(
        "revalidation.says_buyer",
        "{service}, a change that the buyer asks for: the seller spends {seller} and the buyer {buyer}; the buyer "
        "bears {bears} of both.",
        "{service}（买方提出的变更）：卖方支出 {seller}，买方支出 {buyer}；买方承担两者合计的 {bears}。",
    ),
    "seller": Text(
        "revalidation.says_seller",
        "{service}, a change that the seller asks for: the seller spends {seller} and the buyer {buyer}; the buyer "
        "bears {bears} of both.",
        "{service}（卖方提出的变更）：卖方支出 {seller}，买方支出 {buyer}；买方承担两者合计的 {bears}。",
    ),
    "law": Text(
        "revalidation.says_law",
        "{service}, a change that the law asks for: the seller spends {seller} and the buyer {buyer}; the buyer bears "
        "{bears} of both.",
        "{service}（法规要求的变更）：卖方支出 {seller}，买方支出 {buyer}；买方承担两者合计的 {bears}。",
    ),
    "end_of_life": Text(
        "revalidation.says_end_of_life",
        "{service}, a change since a part is no longer made: the seller spends {seller} and the buyer {buyer}; the "
        "buyer bears {bears} of both.",
        "{service}（零部件停产引起的变更）：卖方支出 {seller}，买方支出 {buyer}；买方承担两者合计的 {bears}。",
    ),
}

TWICE = refusal(
    "revalidation_cause_twice",
    "causes {first} and {second} are told of the same service '{service}'",
    "Write each cause under a service of its own.",
    "第 {first} 项和第 {second} 项原因使用同一服务“{service}”",
    "请为每项原因单独设立服务。",
)


class Cause(Written):
    """One cause: the service whose events tell of it, who asks for it, what it costs each side, the buyer's share."""

    service: str
    asked_for_by: Literal["buyer", "seller", "law", "end_of_life"]
    seller_spends: Amount
    buyer_spends: Amount
    buyer_bears: Share


class Clause(ClauseBase):
    """Revalidation as written: up to four causes."""

    kind: Literal["revalidation"] = "revalidation"
    causes: tuple[Cause, ...] = Field(min_length=1, max_length=4)


class Terms(NamedTuple, Generic[N]):
    """By cause, for a step of it: what either side spends, and the share of both that the buyer bears."""

    seller: Quad[N]
    buyer: Quad[N]
    bears: Quad[N]


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of each cause in the period."""

    first: N
    second: N
    third: N
    fourth: N


def owed(seller: N, buyer: N, bears: N) -> N:
    """What the buyer bears of both costs, less what it has spent itself; below zero where the seller owes it."""
    return bears * (seller + buyer) - buyer


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every change adds what was agreed for its cause."""
    due = s.due + x.first * owed(p.seller[0], p.buyer[0], p.bears[0])
    due += x.second * owed(p.seller[1], p.buyer[1], p.bears[1])
    due += x.third * owed(p.seller[2], p.buyer[2], p.bears[2])
    due += x.fourth * owed(p.seller[3], p.buyer[3], p.bears[3])
    return State(due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; a cause that is not written costs nothing."""
    (seller,) = quads([at.per_step(cause.seller_spends) for cause in clause.causes])
    (buyer,) = quads([at.per_step(cause.buyer_spends) for cause in clause.causes])
    (bears,) = quads([at.value(cause.buyer_bears) for cause in clause.causes])
    return Terms(seller, buyer, bears)


def services_of(clause: Clause) -> tuple[str, ...]:
    """The services that tell of the causes."""
    return tuple(cause.service for cause in clause.causes)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from; a cause that is not written has no facts."""
    told = [(service,) for service in services_of(clause)]
    return tuple(QuantityOf(services, "event") for services in (*told, (), (), ())[:4])


def explain(told: Told) -> Iterable[Message]:
    """The changes of the period, each with what it costs whom."""
    p, step_of_unit = told.terms, told.unit.step
    for i, cause in enumerate(told.clause.causes):
        if count := told.quantity(told.facts[i]):
            yield CHANGED(
                service=cause.service, count=count, seller=p.seller[i] / step_of_unit,
                buyer=p.buyer[i] / step_of_unit, bears=p.bears[i] * 100, currency=told.currency,
            )  # fmt: skip


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS()
    for cause in clause.causes:
        yield SAYS_CAUSE[cause.asked_for_by](
            service=said.service(cause.service), seller=said.money(cause.seller_spends),
            buyer=said.money(cause.buyer_spends), bears=share(cause.buyer_bears),
        )  # fmt: skip


def check(clause: Clause) -> Iterable[Fault]:
    """Each cause has a service of its own."""
    services = services_of(clause)
    for i, service in enumerate(services):
        if (first := services.index(service)) != i:
            yield TWICE.at("causes", i, "service", first=first + 1, second=i + 1, service=service)


KIND = Kind(
    "revalidation", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    check=check, services=services_of,
)  # fmt: skip
