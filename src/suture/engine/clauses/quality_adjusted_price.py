"""Quality-adjusted price: the price of a delivery falls with how far its worst readings lie outside their bounds.

Rules: docs/rules/quality_adjusted_price.md. A reading outside its bounds is a fact: how far, in steps of its service.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Dimension, Figure, Price, Written
from suture.engine.clauses.figure_faults import crossed
from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, Said
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Quad, Window, above, higher
from suture.engine.text import Message, Text

Reading = Annotated[Figure, Dimension("level")]
MOST = 4
"""As many parameters as one clause may look at."""

TITLE = Text("quality_adjusted_price.title", "Quality-adjusted price", "按质计价")
TAKEN = Text(
    "quality_adjusted_price.taken", "{taken} {unit} × {price} {currency}", "{taken} {unit} × {price} {currency}"
)
OUTSIDE = Text(
    "quality_adjusted_price.outside",
    "{parameter} outside its bounds by {steps} steps × {penalty} {currency} off each unit",
    "{parameter}超出界限 {steps} 个步长 × 每单位扣减 {penalty} {currency}",
)
FLOOR = Text(
    "quality_adjusted_price.floor", "the price does not fall below {floor} {currency}", "价格不低于 {floor} {currency}"
)

SAYS = Text(
    "quality_adjusted_price.says",
    "{service} is charged at {price}, counted as {measure}, each delivery by itself.",
    "{service}按每批交付分别计价，价格为{price}，按{measure}数量计。",
)
SAYS_PARAMETER = Text(
    "quality_adjusted_price.says_parameter",
    "For each step by which the worst reading of {parameter} of a delivery lies outside {bounds}, its price falls by "
    "{penalty}.",
    "一批交付的{parameter}最差读数超出{bounds}的，每超出一个计量步长，该批价格下降{penalty}。",
)
SAYS_BETWEEN = Text("quality_adjusted_price.between", "{low} to {high}", "{low} 至 {high}")
SAYS_AT_LEAST = Text("quality_adjusted_price.at_least", "the least of {low}", "下限 {low}")
SAYS_AT_MOST = Text("quality_adjusted_price.at_most", "the most of {high}", "上限 {high}")
SAYS_FLOOR = Text(
    "quality_adjusted_price.says_floor",
    "Deductions add up; the price does not fall below {floor}.",
    "各项扣减累计，价格不低于{floor}。",
)

NO_BOUND = refusal(
    "parameter_without_bounds",
    "nothing says between which readings {parameter} must lie",
    "Write 'low', 'high', or both.",
    "未说明{parameter}的读数应在何范围内",
    "请写明“low”、“high”或两者。",
)
CROSSED = refusal(
    "parameter_bounds_crossed",
    "the lower bound {low} is above the upper bound {high}",
    "Let 'low' be no more than 'high'.",
    "下限 {low} 高于上限 {high}",
    "请使“low”不大于“high”。",
)
MANY = refusal(
    "parameters_many",
    "{count} parameters are more than {most}",
    "Look at fewer parameters, or tell several as one.",
    "共 {count} 个参数，超过 {most} 个",
    "请减少参数，或将若干参数合并申报。",
)
TWICE = refusal(
    "parameter_twice",
    "{parameter} is written twice",
    "Write each parameter once.",
    "{parameter}重复写明",
    "每个参数只写一次。",
)


class Parameter(Written):
    """What is measured: its service, the readings allowed, and what a step outside takes off the price of a unit."""

    service: str
    low: Reading | None = None
    high: Reading | None = None
    penalty: Price


class Clause(ClauseBase):
    """A quality-adjusted price as written."""

    kind: Literal["quality_adjusted_price"] = "quality_adjusted_price"
    service: str
    measure: Measure
    price: Price
    floor: Price
    parameters: tuple[Parameter, ...] = Field(min_length=1)


class Terms(NamedTuple, Generic[N]):
    """Price and least price of a step; what a step of each parameter outside its bounds takes off it."""

    price: N
    floor: N
    penalties: Quad[N]


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps delivered; steps by which each parameter lies outside its bounds."""

    taken: N
    first: N
    second: N
    third: N
    fourth: N


def deduction(p: Terms[N], x: Facts[N]) -> N:
    """What the readings of a delivery take off the price of a step."""
    return (
        p.penalties[0] * above(x.first, 0 * x.first)
        + p.penalties[1] * above(x.second, 0 * x.second)
        + p.penalties[2] * above(x.third, 0 * x.third)
        + p.penalties[3] * above(x.fourth, 0 * x.fourth)
    )


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every unit of a delivery at its price less the deductions, not below the least price."""
    return State(s.due + x.taken * higher(p.price - deduction(p, x), p.floor))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; a parameter that is not written takes nothing off."""
    penalties = [at.per_step(parameter.penalty) for parameter in clause.parameters]
    first, second, third, fourth = [*penalties, *[Decimal(0)] * (MOST - len(penalties))]
    return Terms(at.per_step(clause.price), at.per_step(clause.floor), (first, second, third, fourth))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    outside = [QuantityOf((parameter.service,), "event") for parameter in clause.parameters[:MOST]]
    nothing = [QuantityOf((), "event")] * (MOST - len(outside))
    return (QuantityOf((clause.service,), clause.measure), *outside, *nothing)


def explain(told: Told) -> Iterable[Message]:
    """The units at their price, and what each reading has taken off it."""
    p, x, unit, currency = told.terms, told.facts, told.unit, told.currency
    price = higher(p.price - deduction(p, x), p.floor) / unit.step
    yield TAKEN(taken=told.quantity(x.taken), unit=unit.name, price=price, currency=currency)
    outside = (x.first, x.second, x.third, x.fourth)
    for parameter, steps, penalty in zip(told.clause.parameters, outside, p.penalties, strict=False):
        if steps > 0:
            yield OUTSIDE(parameter=parameter.service, steps=steps, penalty=penalty / unit.step, currency=currency)
    if p.price - deduction(p, x) < p.floor:
        yield FLOOR(floor=p.floor / unit.step, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service = clause.service
    yield SAYS(
        service=said.service(service), price=said.price(clause.price, service), measure=MEASURES[clause.measure]()
    )
    for parameter in clause.parameters:
        yield SAYS_PARAMETER(
            parameter=said.service(parameter.service), bounds=says_bounds(parameter, said),
            penalty=said.price(parameter.penalty, service),
        )  # fmt: skip
    yield SAYS_FLOOR(floor=said.price(clause.floor, service))


def says_bounds(parameter: Parameter, said: Said) -> Message:
    """Between which readings a parameter must lie."""
    low, high = said.quantity(parameter.low, parameter.service), said.quantity(parameter.high, parameter.service)
    if parameter.low is None:
        return SAYS_AT_MOST(high=high)
    return SAYS_AT_LEAST(low=low) if parameter.high is None else SAYS_BETWEEN(low=low, high=high)


def check(clause: Clause) -> Iterable[Fault]:
    """Every parameter stands once and has bounds that leave room."""
    if len(clause.parameters) > MOST:
        yield MANY.at("parameters", count=len(clause.parameters), most=MOST)
    seen: set[str] = set()
    for i, each in enumerate(clause.parameters):
        if each.service in seen:
            yield TWICE.at("parameters", i, "service", parameter=each.service)
        seen.add(each.service)
        if each.low is None and each.high is None:
            yield NO_BOUND.at("parameters", i, parameter=each.service)
        elif each.low is not None and each.high is not None and (found := crossed(each.low, each.high)):
            yield CROSSED.at("parameters", i, "low", low=found[0], high=found[1])


KIND = Kind(
    "quality_adjusted_price", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, window=lambda clause: "order", check=check,
)  # fmt: skip
