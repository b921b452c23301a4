"""Returns and failure analysis: what is confirmed is made good, what is not costs the buyer the analysis.

Rules: docs/rules/returns_analysis.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said
from suture.engine.number import N, Window
from suture.engine.text import Message, Text

TITLE = Text("returns_analysis.title", "Returns and failure analysis", "退货与失效分析")
ANALYSED = Text(
    "returns_analysis",
    "{returned} {unit} analysed, {confirmed} confirmed: {fault_free} × {fee} {currency} for analysis",
    "分析退货 {returned} {unit}，确认不良 {confirmed}：{fault_free} × {fee} {currency} 分析费",
)

SAYS = Text(
    "returns_analysis.says",
    "The seller analyses what the buyer returns of {services}. For what is not confirmed as faulty the buyer pays "
    "{fee}.",
    "买方退回的{services}由卖方进行失效分析；未确认为不良的，买方按{fee}支付分析费。",
)
SAYS_CONFIRMED = {
    "replaced": Text(
        "returns_analysis.says_replaced",
        "What is confirmed is analysed and replaced free of charge.",
        "确认为不良的，免收分析费并免费更换。",
    ),
    "under_warranty": Text(
        "returns_analysis.says_under_warranty",
        "What is confirmed is analysed free of charge and made good as the warranty says.",
        "确认为不良的，免收分析费，并按质保条款处理。",
    ),
}
SAYS_TOLD = Text(
    "returns_analysis.says_told",
    "A return is told when its analysis is finished: what came back, and what of it was confirmed.",
    "每批退货于分析完成时申报退回数量及其中确认不良的数量。",
)


class Clause(ClauseBase):
    """Analysis of returns as written: its fee for a unit that is not confirmed, and how a confirmed one is made "
    "good."""

    kind: Literal["returns_analysis"] = "returns_analysis"
    services: tuple[str, ...] = Field(min_length=1)
    fee: Price
    confirmed_are: Literal["replaced", "under_warranty"]


class Terms(NamedTuple, Generic[N]):
    """Fee of a step."""

    fee: N


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps returned and analysed in the period, and confirmed of them."""

    returned: N
    confirmed: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What was analysed and not confirmed bears the fee."""
    return State(s.due + (x.returned - x.confirmed) * p.fee)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(at.per_step(clause.fee))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf(clause.services, "returned"), QuantityOf(clause.services, "confirmed"))


def explain(told: Told) -> Iterable[Message]:
    """What was returned, and what of it was not confirmed."""
    x, unit = told.facts, told.unit
    yield ANALYSED(
        returned=told.quantity(x.returned), confirmed=told.quantity(x.confirmed), unit=unit.name,
        fault_free=told.quantity(x.returned - x.confirmed), fee=told.terms.fee / unit.step, currency=told.currency,
    )  # fmt: skip


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(services=said.listed(clause.services), fee=said.price(clause.fee, clause.services[0]))
    yield SAYS_CONFIRMED[clause.confirmed_are]()
    yield SAYS_TOLD()


KIND = Kind(
    "returns_analysis", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE
)
