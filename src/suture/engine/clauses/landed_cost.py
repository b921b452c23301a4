"""Landed cost: freight, duty and handling that the buyer pays to others until goods stand at its door.

Rules: docs/rules/landed_cost.md. The price stays with its own clause; this one adds what comes on top.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import ZERO, Dimension, Figure, Price, Written
from suture.engine.clauses.kind import (
    ClauseBase,
    DueOf,
    Kind,
    Measure,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
)
from suture.engine.clauses.saying import MEASURES, Said, share
from suture.engine.number import N, Window
from suture.engine.text import Message, Text

TITLE = Text("landed.title", "Landed cost", "到岸成本")
FREIGHT_UNIT = Text(
    "landed.freight_unit", "freight: {units} {unit} × {price} {currency}", "运费：{units} {unit} × {price} {currency}"
)
FREIGHT_SHARE = Text(
    "landed.freight_share", "freight: {charged} {currency} × {share} %", "运费：{charged} {currency} × {share} %"
)
DUTY = Text("landed.duty", "duty: {value} {currency} × {share} %", "关税：{value} {currency} × {share} %")
HANDLING = Text(
    "landed.handling", "handling: {units} {unit} × {price} {currency}", "操作费：{units} {unit} × {price} {currency}"
)
NONE = Text("landed.none", "no goods, no landed cost", "没有货物，不计到岸成本")
SAYS = Text(
    "landed.says",
    "{services} goes {incoterm} under Incoterms 2020.",
    "{services}按《国际贸易术语解释通则 2020》{incoterm} 术语交货。",
)
SAYS_ON_TOP = Text(
    "landed.says_on_top",
    "Beside the charges of {clauses} the buyer pays to others what follows, on the quantity counted as {measure}.",
    "除{clauses}的款项外，买方按{measure}数量另向第三方支付下列费用。",
)
SAYS_NOTHING = Text(
    "landed.says_nothing",
    "Beside the charges of {clauses} the buyer pays nothing to others on the quantity counted as {measure}.",
    "除{clauses}的款项外，买方就{measure}数量不另向第三方支付费用。",
)
SAYS_FREIGHT = Text("landed.says_freight", "Freight is {price}.", "运费为{price}。")
SAYS_FREIGHT_SHARE = Text(
    "landed.says_freight_share", "Freight is {share} of those charges.", "运费为上述款项的 {share}。"
)
SAYS_FREIGHT_BOTH = Text(
    "landed.says_freight_both",
    "Freight is {price} and {share} of those charges on top.",
    "运费为{price}，另加上述款项的 {share}。",
)
SAYS_DUTY: Mapping[str, Text] = {
    "price": Text("landed.says_duty", "Import duty is {share} of those charges.", "进口关税为上述款项的 {share}。"),
    "price_and_freight": Text(
        "landed.says_duty_freight",
        "Import duty is {share} of those charges and of the freight.",
        "进口关税为上述款项与运费之和的 {share}。",
    ),
}
SAYS_HANDLING = Text("landed.says_handling", "Handling is {price}.", "操作费为{price}。")

Incoterm = Literal["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"]
"""Incoterms 2020 of the International Chamber of Commerce: who carries cost and risk, and up to where."""

Rate = Annotated[Figure, Dimension("share", least=ZERO)]
"""A share of the price that may be more than all of it: duties above 100 % have been law."""


class Duty(Written):
    """Import duty: its share, often dated, and what it is taken of."""

    share: Rate
    on: Literal["price", "price_and_freight"]


class Clause(ClauseBase):
    """Landed cost as written: what the buyer pays beside the price, under which Incoterm."""

    kind: Literal["landed_cost"] = "landed_cost"
    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    on: tuple[str, ...] = Field(min_length=1)
    incoterm: Incoterm
    freight_per_unit: Price | None = None
    freight_share: Rate | None = None
    duty: Duty | None = None
    handling_per_unit: Price | None = None


class Terms(NamedTuple, Generic[N]):
    """Freight of a step, and as a share of the price; duty, 1 where freight is dutiable; handling of a step."""

    freight: N
    freight_share: N
    duty: N
    dutiable_freight: N
    handling: N


class State(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start; paid to others since the start."""

    charged: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period; charges of the named clauses since the start."""

    taken: N
    charged: N


def carriage(p: Terms[N], taken: N, charged: N) -> N:
    """Freight of what was taken and charged in a period."""
    return p.freight * taken + p.freight_share * charged


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Freight, duty and handling of the period's goods."""
    charged = x.charged - s.charged
    carried = carriage(p, x.taken, charged)
    duty = p.duty * (charged + p.dutiable_freight * carried)
    return State(x.charged, s.due + carried + duty + p.handling * x.taken)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    duty = clause.duty
    return Terms(
        freight=at.per_step(clause.freight_per_unit),
        freight_share=at.value(clause.freight_share),
        duty=at.value(duty.share if duty else None),
        dutiable_freight=Decimal(duty is not None and duty.on == "price_and_freight"),
        handling=at.per_step(clause.handling_per_unit),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf(clause.services, clause.measure), DueOf(clause.on))


def explain(told: Told) -> Iterable[Message]:
    """Each part that the period adds."""
    p, unit, currency = told.terms, told.unit, told.currency
    taken, charged = told.facts.taken, told.after.charged - told.before.charged
    units = told.quantity(taken)
    if p.freight and taken:
        yield FREIGHT_UNIT(units=units, unit=unit.name, price=p.freight / unit.step, currency=currency)
    if p.freight_share and charged:
        yield FREIGHT_SHARE(charged=charged, share=p.freight_share * 100, currency=currency)
    value = charged + p.dutiable_freight * carriage(p, taken, charged)
    if p.duty and value:
        yield DUTY(value=value, share=p.duty * 100, currency=currency)
    if p.handling and taken:
        yield HANDLING(units=units, unit=unit.name, price=p.handling / unit.step, currency=currency)
    if not taken and not charged:
        yield NONE()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    freight, freight_share, service = clause.freight_per_unit, clause.freight_share, clause.services[0]
    parts: list[Message] = []
    if freight is not None and freight_share is not None:
        parts.append(SAYS_FREIGHT_BOTH(price=said.price(freight, service), share=share(freight_share)))
    elif freight is not None:
        parts.append(SAYS_FREIGHT(price=said.price(freight, service)))
    elif freight_share is not None:
        parts.append(SAYS_FREIGHT_SHARE(share=share(freight_share)))
    if clause.duty is not None:
        parts.append(SAYS_DUTY[clause.duty.on](share=share(clause.duty.share)))
    if clause.handling_per_unit is not None:
        parts.append(SAYS_HANDLING(price=said.price(clause.handling_per_unit, service)))
    yield SAYS(services=said.listed(clause.services), incoterm=clause.incoterm)
    rest = SAYS_ON_TOP if parts else SAYS_NOTHING
    yield rest(clauses=said.clauses(clause.on), measure=MEASURES[clause.measure]())
    yield from parts


KIND = Kind(
    "landed_cost", Phase.LANDED, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, effect="landed",
)  # fmt: skip
