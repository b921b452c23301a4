"""Time and materials: hours worked at a rate, material at cost plus handling, up to a ceiling where one is agreed.

Rules: docs/rules/time_and_materials.md. Material is a service counted in the agreement's currency, in minor units.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Price, Ratio, Written
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, WindowName
from suture.engine.clauses.saying import WINDOWS, Said, share
from suture.engine.money import digits
from suture.engine.number import N, Window, lower
from suture.engine.text import Message, Text

TITLE = Text("time_and_materials.title", "Time and materials", "工时与材料")
TIME = Text("time_and_materials", "{worked} {unit} × {rate} {currency}", "{worked} {unit} × {rate} {currency}")
MATERIAL = Text(
    "time_and_materials.material",
    "+ material {material} {currency} × {handled}",
    "+ 材料 {material} {currency} × {handled}",
)
CUT = Text(
    "time_and_materials.cut",
    "− {cut} {currency}: {cost} {currency} of work in the window so far are above the ceiling of {ceiling} {currency}",
    "− {cut} {currency}：本期累计 {cost} {currency}，超出上限 {ceiling} {currency}",
)
BACK = Text(
    "time_and_materials.back",
    "+ {back} {currency} that was above the ceiling: {cost} {currency} of work in the window now, ceiling {ceiling}",
    "+ 此前超出上限的 {back} {currency}：本期现累计 {cost} {currency}，上限 {ceiling}",
)
SAYS = Text(
    "time_and_materials.says",
    "For {service} the buyer pays the time worked, at {rate}.",
    "{service}按实际工作时间计费：{rate}。",
)
SAYS_MATERIAL = Text(
    "time_and_materials.says_material",
    "Material ({material}) is charged at what the seller paid for it, plus {handling} for handling.",
    "材料（{material}）按卖方实际采购成本计收，另加 {handling} 的材料管理费。",
)
SAYS_NO_MATERIAL = Text("time_and_materials.says_no_material", "Material is not charged.", "材料不另计费。")
SAYS_CEILING = Text(
    "time_and_materials.says_ceiling",
    "In {window} no more than {ceiling} is charged for all of this; what is above is not charged, then or later.",
    "{window}内，上述费用合计以 {ceiling} 为限；超出部分不予计收，亦不结转。",
)


class Material(Written):
    """Material at cost: the service whose unit is the currency, and the handling share put on it."""

    service: str
    handling: Ratio


class NotToExceed(Written):
    """The most that is charged in a window; what is over it is charged only if the ceiling rises later in it."""

    ceiling: Amount
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]


class Clause(ClauseBase):
    """Time and materials as written; a part that is left out does not exist."""

    kind: Literal["time_and_materials"] = "time_and_materials"
    service: str
    rate: Price
    material: Material | None = None
    not_to_exceed: NotToExceed | None = None


class Terms(NamedTuple, Generic[N]):
    """Rate of a step of work; charge for a minor unit of material; 1 where there is a ceiling, and the ceiling."""

    rate: N
    material: N
    capped: N
    ceiling: N


class State(NamedTuple, Generic[N]):
    """Work of the window at its price, charged of it, due since the start."""

    cost: N
    charged: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps worked, minor units of material."""

    worked: N
    material: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Work and material of the window, as far as the ceiling lets."""
    before = s.charged if w.opens == 0 else 0 * s.charged
    cost = (s.cost if w.opens == 0 else 0 * s.cost) + p.rate * x.worked + p.material * x.material
    charged = lower(cost, p.ceiling) if p.capped > 0 else cost
    return State(cost, charged, s.due + charged - before)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    material, most = clause.material, clause.not_to_exceed
    minor = Decimal(1).scaleb(-digits(at.currency))
    return Terms(
        rate=at.per_step(clause.rate),
        material=minor * (1 + at.value(material.handling)) if material else Decimal(0),
        capped=Decimal(most is not None),
        ceiling=at.value(most.ceiling) if most else Decimal(0),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    material = (clause.material.service,) if clause.material else ()
    return (QuantityOf((clause.service,), "worked"), QuantityOf(material, "material"))


def explain(told: Told) -> Iterable[Message]:
    """Hours and material of the period, then what the ceiling cuts off."""
    p, x, currency = told.terms, told.facts, told.currency
    minor = Decimal(1).scaleb(-digits(currency))
    rate = p.rate / told.unit.step
    yield TIME(worked=told.quantity(x.worked), unit=told.unit.name, rate=rate, currency=currency)
    if x.material:
        yield MATERIAL(material=x.material * minor, handled=p.material / minor, currency=currency)
    cut = p.rate * x.worked + p.material * x.material - told.due
    window = {"cost": told.after.cost, "ceiling": p.ceiling, "currency": currency}
    if cut > 0:
        yield CUT(cut=cut, **window)
    elif cut < 0:
        yield BACK(back=-cut, **window)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    material, most = clause.material, clause.not_to_exceed
    yield SAYS(service=said.service(clause.service), rate=said.price(clause.rate, clause.service))
    if material is not None:
        yield SAYS_MATERIAL(material=said.service(material.service), handling=share(material.handling))
    else:
        yield SAYS_NO_MATERIAL()
    if most is not None:
        yield SAYS_CEILING(window=WINDOWS[most.window](), ceiling=said.money(most.ceiling))


def window(clause: Clause) -> WindowName:
    """The ceiling's window; without a ceiling it does not matter."""
    return clause.not_to_exceed.window if clause.not_to_exceed else "term"


KIND = Kind(
    "time_and_materials", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, window=window,
)  # fmt: skip
