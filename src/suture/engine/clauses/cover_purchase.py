"""Cover purchase: what the buyer pays elsewhere above the contract price while supply fails is set off.

Rules: docs/rules/cover_purchase.md. Every purchase stands alone: what was bought, and the money that it cost.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.money_facts import coin
from suture.engine.clauses.saying import Said
from suture.engine.number import N, Window, above, when
from suture.engine.text import Message, Text

TITLE = Text("cover_purchase.title", "Cover purchases", "替代采购")
SET_OFF = Text(
    "cover_purchase",
    "{spent} {currency} spent on cover − {bought} {unit} × {price} {currency}: set off",
    "替代采购支出 {spent} {currency} − {bought} {unit} × {price} {currency}：予以抵扣",
)
NOT_DEARER = Text(
    "cover_purchase.not_dearer",
    "{spent} {currency} spent on cover, not more than {bought} {unit} × {price} {currency}: nothing is set off",
    "替代采购支出 {spent} {currency}，未超过 {bought} {unit} × {price} {currency}：不予抵扣",
)
NO_FAILURE = Text(
    "cover_purchase.no_failure",
    "{bought} {unit} bought elsewhere while {gate} does not hold: nothing is set off",
    "{gate}未成立期间另行采购 {bought} {unit}：不予抵扣",
)

SAYS = Text(
    "cover_purchase.says",
    "In a settlement period in which {gate} holds, the buyer may buy {services} elsewhere. What a purchase costs above "
    "the contract price of {price} is set off against what the buyer owes.",
    "{gate}成立的结算期内，买方可另行采购{services}；每次采购支出高于合同价（{price}）的部分，从买方应付款中抵扣。",
)
SAYS_TOLD = Text(
    "cover_purchase.says_told",
    "The buyer tells what was bought with every purchase, and as {spent} what it cost. One that costs less moves "
    "nothing.",
    "每次采购由买方申报采购数量，并以{spent}申报其支出；支出低于合同价的，不作调整。",
)


class Clause(ClauseBase):
    """Cover as written: which services, the service under which its cost is told, and the gate that allows it."""

    kind: Literal["cover_purchase"] = "cover_purchase"
    services: tuple[str, ...] = Field(min_length=1)
    spent: str = Field(description="the service of what cover cost, counted in the currency of the agreement")
    contract_price: Price
    while_holds: str = Field(description="the gate under which cover may be bought")


class Terms(NamedTuple, Generic[N]):
    """Contract price of a step; worth of a coin."""

    price: N
    coin: N


class State(NamedTuple, Generic[N]):
    """Due since the start (negative: set off)."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Of one purchase: steps bought, coins spent; above zero while the gate holds."""

    bought: N
    spent: N
    holds: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What a purchase costs above the contract price is set off while supply fails."""
    return State(s.due - when(x.holds, above(x.spent * p.coin, x.bought * p.price)))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(at.per_step(clause.contract_price), coin(at.currency))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (
        QuantityOf(clause.services, "bought"),
        QuantityOf((clause.spent,), "spent"),
        DueOf((clause.while_holds,), gates=True),
    )


def explain(told: Told) -> Iterable[Message]:
    """What was bought and what it cost, against the contract price."""
    x, p, unit, currency = told.facts, told.terms, told.unit, told.currency
    bought, spent = told.quantity(x.bought), x.spent * p.coin
    if x.holds <= 0:
        yield NO_FAILURE(bought=bought, unit=unit.name, gate=told.clause.while_holds)
    else:
        text = SET_OFF if spent > x.bought * p.price else NOT_DEARER
        yield text(bought=bought, unit=unit.name, spent=spent, price=p.price / unit.step, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        gate=said.clauses([clause.while_holds]), services=said.listed(clause.services),
        price=said.price(clause.contract_price, clause.services[0]),
    )  # fmt: skip
    yield SAYS_TOLD(spent=said.service(clause.spent))


KIND = Kind(
    "cover_purchase", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    window=lambda clause: "order",
)  # fmt: skip
