"""Unit price: every unit at one price.

Rules: docs/rules/unit.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Price
from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, Said
from suture.engine.number import N, Window
from suture.engine.text import Message, Text

TITLE = Text("unit.title", "Unit price", "单价")
TOLD = Text("unit", "{taken} {unit} × {price} {currency}", "{taken} {unit} × {price} {currency}")
SAYS = Text(
    "unit.says",
    "For {service}, counted as {measure}, the buyer pays {price}.",
    "{service}按{measure}数量计价：{price}。",
)


class Clause(ClauseBase):
    """A unit price as written."""

    kind: Literal["unit"] = "unit"
    service: str
    measure: Measure
    price: Price


class Terms(NamedTuple, Generic[N]):
    """Price of a step."""

    price: N


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period."""

    taken: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every step at its price."""
    return State(s.due + p.price * x.taken)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(at.per_step(clause.price))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """Quantity times price."""
    price = told.terms.price / told.unit.step
    yield TOLD(taken=told.quantity(told.facts.taken), unit=told.unit.name, price=price, currency=told.currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service = clause.service
    yield SAYS(
        service=said.service(service), measure=MEASURES[clause.measure](), price=said.price(clause.price, service)
    )


KIND = Kind("unit", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, title=TITLE)
