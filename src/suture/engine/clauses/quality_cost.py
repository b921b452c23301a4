"""Quality cost: money that one side has spent on a failure is borne by both, by the share of fault of its cause.

Rules: docs/rules/quality_cost.md. Cost is told under the service of its cause: one clause for every share of fault.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Share
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said, share
from suture.engine.number import N, Window, when
from suture.engine.text import Message, Text

TITLE = Text("quality_cost.title", "Quality and recall cost by fault", "质量与召回费用的过错分担")
BY_BUYER = Text(
    "quality_cost.by_buyer",
    "{amount} {currency} of the buyer's cost × {share} % borne by the seller: credited",
    "买方发生费用 {amount} {currency} × 卖方承担 {share} %：予以抵扣",
)
BY_SELLER = Text(
    "quality_cost.by_seller",
    "{amount} {currency} of the seller's cost × {share} % borne by the buyer: due",
    "卖方发生费用 {amount} {currency} × 买方承担 {share} %：应付",
)
HELD_BACK = Text(
    "quality_cost.held_back",
    "{amount} {currency} told while {gate} does not hold: nothing is due",
    "{gate}未成立期间申报的 {amount} {currency}：无应付款",
)

SAYS = {
    ("spent", "buyer"): Text(
        "quality_cost.says_spent_by_buyer",
        "Of what the buyer spends on {services} the seller bears {share} and credits it.",
        "买方为{services}支出的费用，由卖方承担 {share}，并予以抵扣。",
    ),
    ("spent", "seller"): Text(
        "quality_cost.says_spent_by_seller",
        "Of what the seller spends on {services} the seller bears {share}; the buyer pays the rest.",
        "卖方为{services}支出的费用，由卖方承担 {share}，其余由买方支付。",
    ),
    ("lost", "buyer"): Text(
        "quality_cost.says_lost_by_buyer",
        "Of the buyer's direct loss from {services} the seller bears {share} and credits it.",
        "买方因{services}遭受的直接损失，由卖方承担 {share}，并予以抵扣。",
    ),
    ("lost", "seller"): Text(
        "quality_cost.says_lost_by_seller",
        "Of the seller's direct loss from {services} the seller bears {share}; the buyer pays the rest.",
        "卖方因{services}遭受的直接损失，由卖方承担 {share}，其余由买方支付。",
    ),
}
SAYS_WHILE = Text(
    "quality_cost.says_while",
    "This counts only in settlement periods in which {gate} holds.",
    "仅在{gate}成立的结算期内适用本条。",
)
SAYS_FOUND = Text(
    "quality_cost.says_found",
    "Each amount is told under the cause that was found; where another cause is found later, it is told anew under "
    "that one.",
    "每笔金额按查明的原因申报；事后查明为其他原因的，改按该原因重新申报。",
)


class Clause(ClauseBase):
    """The cost of one cause of failure, as written: whose cost it is, and the share of it that the seller bears."""

    kind: Literal["quality_cost"] = "quality_cost"
    services: tuple[str, ...] = Field(min_length=1, description="counted in the currency of the agreement")
    measure: Literal["spent", "lost"]
    cost_of: Literal["buyer", "seller"]
    seller_bears: Share
    while_holds: str | None = Field(default=None, description="the gate without which nothing counts")


class Terms(NamedTuple, Generic[N]):
    """What a step of cost adds, below zero where it is credited; 1 where it counts only while a gate holds."""

    owed: N
    gated: N


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of money spent or lost in the period; above zero while the gate holds."""

    cost: N
    holds: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is told is shared, where a gate is written only while it holds."""
    counts = x.holds if p.gated > 0 else 1 + 0 * x.holds
    return State(s.due + when(counts, x.cost * p.owed))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    bears = at.value(clause.seller_bears)
    owed = -bears if clause.cost_of == "buyer" else 1 - bears
    return Terms(at.unit.price_per_step(owed), Decimal(clause.while_holds is not None))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    gates = () if clause.while_holds is None else (clause.while_holds,)
    return (QuantityOf(clause.services, clause.measure), DueOf(gates, gates=True))


def explain(told: Told) -> Iterable[Message]:
    """The cost and the share of it that the other side bears."""
    amount, owed = told.quantity(told.facts.cost), told.terms.owed / told.unit.step * 100
    if told.terms.gated and told.facts.holds <= 0:
        yield HELD_BACK(amount=amount, currency=told.currency, gate=told.clause.while_holds)
    elif told.clause.cost_of == "buyer":
        yield BY_BUYER(amount=amount, currency=told.currency, share=-owed)
    else:
        yield BY_SELLER(amount=amount, currency=told.currency, share=owed)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS[clause.measure, clause.cost_of](services=said.listed(clause.services), share=share(clause.seller_bears))
    if clause.while_holds is not None:
        yield SAYS_WHILE(gate=said.clauses([clause.while_holds]))
    yield SAYS_FOUND()


KIND = Kind("quality_cost", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE)
