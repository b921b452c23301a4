"""Cost build-up (open book): a unit price put together from material, minutes, overhead, yield and margin.

Rules: docs/rules/cost_build_up.md.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Figure, Price, Ratio, Share, Written
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, Said, in_months, share, shown
from suture.engine.clauses.unit_price import UnitPriceDecimals, said_decimals, unit_price
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window
from suture.engine.period import later, months_between
from suture.engine.text import Message, Text

TITLE = Text("cost_build_up.title", "Price built up from cost (open book)", "成本加成价（公开成本）")
TOLD = Text("cost_build_up", "{taken} {unit} × {price} {currency}", "{taken} {unit} × {price} {currency}")
BUILT = Text(
    "cost_build_up.built",
    "{price} {currency} = (material {material} × {handled} + {minutes} min × {rate} / 60 + overhead {overhead})"
    " / yield {yielded} × {with_margin}",
    "{price} {currency} =（材料 {material} × {handled} + {minutes} 分钟 × {rate} / 60 + 制造费用 {overhead}）"
    " / 良率 {yielded} × {with_margin}",
)
DISCOUNTED = Text(
    "cost_build_up.discounted", BUILT.en + " × {kept} for the commitment", BUILT.zh + " × {kept}（承诺采购折扣）"
)
SAYS = Text(
    "cost_build_up.says",
    "For {service}, counted as {measure}, the buyer pays a unit price that is built up from cost.",
    "{service}按{measure}数量计价，单价按成本构成计算。",
)
SAYS_COST = Text(
    "cost_build_up.says_cost",
    "The cost of a unit is the sum of: material, {material}; handling, {handling} of the material; work, {minutes} at "
    "{rate}; overhead, {overhead}.",
    "单位成本为下列各项之和：材料，{material}；材料管理费，材料的 {handling}；工时 {minutes}，{rate}；"
    "制造费用，{overhead}。",
)
SAYS_PRICE = Text(
    "cost_build_up.says_price",
    "The unit price is that cost divided by a yield of {yielded}, plus a margin of {margin} on it.",
    "单价为单位成本除以良率 {yielded}，再加成 {margin}。",
)
SAYS_DISCOUNT = Text(
    "cost_build_up.says_discount",
    "For the commitment the unit price is lowered by {discount}.",
    "因承诺采购，单价优惠 {discount}。",
)
SAYS_REVIEW = Text(
    "cost_build_up.says_review",
    "The parts of the price are reviewed every {months}, first on {day}; a part that is agreed anew holds from a day "
    "of review on.",
    "价格的各构成项每 {months}复核一次，首次复核日为 {day}；复核后重新商定的数值自复核日起适用。",
)
MINUTES = Text("cost_build_up.minutes", "{number} minutes", "{number} 分钟")

OFF_DAY = refusal(
    "cost_part_off_review",
    "a value begins on {begins}, which is no day of review (every {months} months from {first} on)",
    "Let it begin on a day of review, or leave 'review' out.",
    "有数值自 {begins} 起适用，但该日不是复核日（自 {first} 起每 {months} 个月）",
    "请让其自复核日起适用，或删去“review”。",
)


class Review(Written):
    """How often the parts of the price are looked at again, and the first day on which that may change one."""

    every_months: int = Field(gt=0, le=1200)
    from_: date = Field(alias="from")


class Clause(ClauseBase):
    """A cost build-up as written, all of it per unit; the minutes of work at a price per hour."""

    kind: Literal["cost_build_up"] = "cost_build_up"
    service: str
    measure: Measure
    material: Price
    handling: Ratio
    minutes: Ratio
    hourly_rate: Ratio
    overhead: Price
    yield_: Share = Field(alias="yield")
    margin: Ratio
    commitment_discount: Share | None = None
    unit_price_decimals: UnitPriceDecimals
    review: Review | None = Field(default=None, description="left out: dated values may begin on any day")


class Terms(NamedTuple, Generic[N]):
    """Price of a step; the parts that it was built from, per unit, which are only told."""

    price: N
    material: N
    handling: N
    minutes: N
    hourly_rate: N
    overhead: N
    yielded: N
    margin: N
    discount: N


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
    """The price of one segment, from the parts in force."""
    material, handling = at.value(clause.material), at.value(clause.handling)
    minutes, hourly_rate, overhead = (
        at.value(clause.minutes),
        at.value(clause.hourly_rate),
        at.value(clause.overhead),
    )
    yielded, margin, discount = (
        at.value(clause.yield_),
        at.value(clause.margin),
        at.value(clause.commitment_discount),
    )
    cost = material * (1 + handling) + minutes * hourly_rate / 60 + overhead
    price = unit_price(cost / yielded * (1 + margin) * (1 - discount), clause.unit_price_decimals, at)
    return Terms(price, material, handling, minutes, hourly_rate, overhead, yielded, margin, discount)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """Quantity times price, then how the price was built."""
    p, currency = told.terms, told.currency
    price = p.price / told.unit.step
    yield TOLD(taken=told.quantity(told.facts.taken), unit=told.unit.name, price=price, currency=currency)
    built = {
        "price": price, "currency": currency, "material": p.material, "handled": 1 + p.handling,
        "minutes": p.minutes, "rate": p.hourly_rate, "overhead": p.overhead, "yielded": p.yielded,
        "with_margin": 1 + p.margin,
    }  # fmt: skip
    yield DISCOUNTED(**built, kept=1 - p.discount) if p.discount else BUILT(**built)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service = clause.service
    yield SAYS(service=said.service(service), measure=MEASURES[clause.measure]())
    yield SAYS_COST(
        material=said.price(clause.material, service), handling=share(clause.handling),
        minutes=shown(clause.minutes, lambda value: MINUTES(number=value)), rate=said.per_hour(clause.hourly_rate),
        overhead=said.price(clause.overhead, service),
    )  # fmt: skip
    yield SAYS_PRICE(yielded=share(clause.yield_), margin=share(clause.margin))
    if clause.commitment_discount is not None:
        yield SAYS_DISCOUNT(discount=share(clause.commitment_discount))
    yield said_decimals(clause.unit_price_decimals)
    if (review := clause.review) is not None:
        yield SAYS_REVIEW(months=in_months(review.every_months), day=review.from_.isoformat())


def check(clause: Clause) -> Iterable[Fault]:
    """Something is good, and values change on days of review where these are agreed."""
    yield from above_zero(clause.yield_, "yield")
    if (review := clause.review) is None:
        return
    for name, field in Clause.model_fields.items():
        figure = getattr(clause, name)
        for i, entry in enumerate(figure.dated[1:] if isinstance(figure, Figure) else (), start=1):
            if not is_review(review, entry.from_):
                yield OFF_DAY.at(
                    field.alias or name, i, "from", begins=entry.from_, months=review.every_months, first=review.from_
                )


def is_review(review: Review, day: date) -> bool:
    """Whether a day is one of those on which the parts are looked at."""
    months = months_between(review.from_, day)
    return months >= 0 and months % review.every_months == 0 and later(review.from_, months) == day


KIND = Kind(
    "cost_build_up", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
