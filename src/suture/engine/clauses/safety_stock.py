"""Safety stock: the seller keeps finished units; the buyer pays a monthly rate on their value and buys them on exit.

Rules: docs/rules/safety_stock.md. The stock is a service of its own, so that its units are not mixed with deliveries.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Quantity, Share
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, InForce, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.material_stock import OnExit
from suture.engine.clauses.per_month import months_of
from suture.engine.clauses.saying import Said, in_days, in_months, share
from suture.engine.number import N, Window, above, lower, when
from suture.engine.text import Message, Text

CARRIED = Text(
    "safety_stock",
    "{carried} of {level} {unit} in stock × {value} {currency} × {rate} % a month, for {months} in force",
    "库存 {level} {unit}，计费 {carried} × {value} {currency} × 每月 {rate} %，有效时间 {months}",
)
BOUGHT = Text(
    "safety_stock.bought",
    "the agreement ends: {level} {unit} in stock − {short} short-dated = {out} × {value} {currency}",
    "协议结束：库存 {level} {unit} − 临期 {short} = {out} × {value} {currency}",
)
LESS = Text(
    "safety_stock.less",
    "{moved} {unit} of it turn out short-dated: × {value} {currency} credited",
    "其中 {moved} {unit} 为临期品：× {value} {currency}，予以抵扣",
)
NONE = Text("safety_stock.none", "nothing in stock", "无库存")

SAYS = Text(
    "safety_stock.says",
    "The seller owns, finances and rotates a safety stock of {units} of {service}, and fills it up again within "
    "{rebuild} after it was drawn on.",
    "卖方自有、自筹并轮换{service}的安全库存 {units}，动用后应在 {rebuild}内补足。",
)
SAYS_CARRIED = Text(
    "safety_stock.says_carried",
    "The buyer pays {rate} a month of the value of what is in stock when a settlement period ends, no more than that "
    "quantity, at {value}.",
    "买方每月按结算期末在库数量（以上述数量为限）价值的 {rate} 支付持有费，价值按{value}计。",
)
SAYS_EXIT: dict[OnExit, Text] = {
    "due_at_any_end": Text(
        "safety_stock.says_any_end",
        "When the agreement ends, by termination or by time, the buyer buys what is in stock at that value, less the "
        "units whose remaining shelf life is too short.",
        "协议终止或期满时，买方按上述价值买下在库产品，剩余有效期不足的除外。",
    ),
    "due_on_termination": Text(
        "safety_stock.says_termination",
        "When the agreement is terminated, the buyer buys what is in stock at that value, less the units whose "
        "remaining shelf life is too short; when its time ends it need not.",
        "协议提前终止时，买方按上述价值买下在库产品，剩余有效期不足的除外；期满时无须买下。",
    ),
    "nothing_due": Text(
        "safety_stock.says_nothing_due",
        "When the agreement ends, the buyer need not buy what is in stock.",
        "协议终止或期满时，买方无须买下在库产品。",
    ),
}


class Clause(ClauseBase):
    """A safety stock as written: how much, at which value, carried at which rate. ``rebuild_days`` is a duty."""

    kind: Literal["safety_stock"] = "safety_stock"
    service: str
    units: Quantity
    value: Price
    rate_per_month: Share
    rebuild_days: int = Field(gt=0)
    on_exit: OnExit


class Terms(NamedTuple, Generic[N]):
    """Steps to be kept, value of a step, rate of a month, months of the period; 1 for either exit."""

    units: N
    value: N
    rate: N
    months: N
    on_termination: N
    at_end: N


class State(NamedTuple, Generic[N]):
    """Steps in stock; those carried now; short-dated ones, steps bought on exit; ended; due since the start."""

    level: N
    carried: N
    short: N
    out: N
    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps put into stock, taken out, short-dated on exit; above zero when terminated; the share in force."""

    held: N
    released: N
    rejected: N
    terminated: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is in stock is carried; on exit it is bought out but for what is short-dated."""
    level = s.level + x.held - x.released if s.ended <= 0 else s.level
    carried = when(x.in_force, lower(above(level, 0 * level), p.units))
    ended = s.ended + p.on_termination * x.terminated + p.at_end * w.closes
    short = s.short + when(ended, x.rejected)
    out = when(ended, above(level, short))
    due = s.due + carried * p.value * p.rate * p.months * x.in_force + (out - s.out) * p.value
    return State(level, carried, short, out, ended, due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        units=at.steps(clause.units),
        value=at.per_step(clause.value),
        rate=at.value(clause.rate_per_month),
        months=months_of(at),
        on_termination=Decimal(clause.on_exit != "nothing_due"),
        at_end=Decimal(clause.on_exit == "due_at_any_end"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services = (clause.service,)
    return (
        QuantityOf(services, "held"),
        QuantityOf(services, "released"),
        QuantityOf(services, "rejected"),
        QuantityOf((AGREEMENT,), "terminated"),
        InForce(),
    )


def explain(told: Told) -> Iterable[Message]:
    """What is carried, then what is bought out."""
    p, after, unit = told.terms, told.after, told.unit
    level, moved = told.quantity(after.level), told.quantity(after.out - told.before.out)
    value = {"unit": unit.name, "value": p.value / unit.step, "currency": told.currency}
    if after.carried:
        months = in_months(p.months * told.facts.in_force)
        yield CARRIED(carried=told.quantity(after.carried), level=level, rate=p.rate * 100, months=months, **value)
    if moved > 0:
        yield BOUGHT(level=level, short=told.quantity(after.short), out=told.quantity(after.out), **value)
    elif moved < 0:
        yield LESS(moved=-moved, **value)
    elif not after.carried:
        yield NONE()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        units=said.quantity(clause.units, clause.service), service=said.service(clause.service),
        rebuild=in_days(clause.rebuild_days),
    )  # fmt: skip
    yield SAYS_CARRIED(rate=share(clause.rate_per_month), value=said.price(clause.value, clause.service))
    yield SAYS_EXIT[clause.on_exit]()


KIND = Kind(
    "safety_stock", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("safety_stock.title", "Safety stock", "安全库存"),
)  # fmt: skip
