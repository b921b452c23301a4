"""Cancellation: who cancels an order pays a share of its value, the more the later, and material bought for it.

Rules: docs/rules/cancellation.md. Every cancellation is an event; the day that its fact is for is the agreed delivery.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Share, Written
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, notice_of
from suture.engine.clauses.money_facts import coin
from suture.engine.clauses.notice_table import by_notice, check_notice, said_notice
from suture.engine.clauses.saying import Said, share
from suture.engine.fault import Fault
from suture.engine.number import N, Quad, Window, above, jumped
from suture.engine.text import Message, Text

CANCELLED = Text(
    "cancellation",
    "{cancelled} {unit} cancelled {days} days before the agreed delivery: × {price} {currency} × {share} %",
    "在约定交付日前 {days} 天取消 {cancelled} {unit}：× {price} {currency} × {share} %",
)
LATE = Text(
    "cancellation.late",
    "{cancelled} {unit} cancelled {days} days after the agreed delivery: × {price} {currency} × {share} %",
    "在约定交付日后 {days} 天取消 {cancelled} {unit}：× {price} {currency} × {share} %",
)
MATERIAL = Text(
    "cancellation.material",
    "+ material that cannot be cancelled {spent} {currency} − usable otherwise {used} {currency}",
    "+ 无法取消的物料 {spent} {currency} − 可另行使用 {used} {currency}",
)
LIMITED = Text(
    "cancellation.limited",
    "− {over} {currency}: no more is due than the value of what is cancelled, {value} {currency}",
    "− {over} {currency}：以所取消部分的价值 {value} {currency} 为限",
)

SAYS = Text(
    "cancellation.says",
    "Where the buyer cancels {service} that it has ordered, it pays a share of the value of what it cancels, taken at "
    "{price}. The share follows the notice, counted in days from the cancellation to the agreed day of delivery.",
    "买方取消已订购的{service}的，应按所取消部分的价值（以{price}计）的一定比例支付取消费。该比例按取消通知日至约定交付日"
    "之间的天数确定。",
)
SAYS_ROW = Text("cancellation.says_row", "Cancelled {notice}: {share}.", "{notice}取消的：{share}。")
SAYS_MATERIAL = Text(
    "cancellation.says_material",
    "The buyer also pays what the seller has spent for the order on material that can no longer be cancelled "
    "({material}), less the worth of what can be used otherwise.",
    "买方还应支付卖方已为该订单支出且无法取消的物料款（{material}），扣除可另行使用部分的价值。",
)
SAYS_NO_MATERIAL = Text(
    "cancellation.says_no_material",
    "Material bought for the order is not charged beside it.",
    "为该订单采购的物料不另行收费。",
)
SAYS_LIMIT = {
    "order_value": Text(
        "cancellation.says_order_value",
        "For one cancellation no more is due in all than the value of what is cancelled.",
        "每次取消的应付总额以所取消部分的价值为限。",
    ),
    "no_limit": Text(
        "cancellation.says_no_limit",
        "Both are due in full, even where they come to more than the value of what is cancelled.",
        "两项均应全额支付，即使合计超过所取消部分的价值。",
    ),
}


class Row(Written):
    """From how many days of notice on which share of the order's value is due."""

    days_at_least: int = Field(ge=0)
    share: Share


class Material(Written):
    """Material of cancelled orders: the service whose unit is the currency, and whether all is capped at the value."""

    service: str
    at_most: Literal["order_value", "no_limit"]


class Clause(ClauseBase):
    """A cancellation schedule as written; without ``material`` none is charged."""

    kind: Literal["cancellation"] = "cancellation"
    service: str
    price: Price
    schedule: tuple[Row, ...] = Field(min_length=1)
    material: Material | None = None


class Terms(NamedTuple, Generic[N]):
    """Price of a step; share at the shortest notice and where it falls; worth of a coin; 1 where capped."""

    price: N
    first: N
    enters: tuple[Quad[N], ...]
    jumps: tuple[Quad[N], ...]
    coin: N
    capped: N


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Of one cancellation: steps, days of notice, coins spent on material, coins of it that can be used otherwise."""

    cancelled: N
    notice: N
    spent: N
    used: N


def share_of(p: Terms[N], notice: N) -> N:
    """The share that is due at a notice of so many days."""
    return p.first + jumped(notice, p.enters, p.jumps)


def claim(p: Terms[N], x: Facts[N]) -> N:
    """The share of the value, and the material."""
    return p.price * x.cancelled * share_of(p, x.notice) + p.coin * (x.spent - x.used)


def over_value(p: Terms[N], x: Facts[N]) -> N:
    """What of the claim is above the value of what is cancelled, where that is capped."""
    value = p.price * x.cancelled
    return p.capped * above(claim(p, x), above(value, 0 * value))


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every cancellation owes its share of the value and its material."""
    return State(s.due + claim(p, x) - over_value(p, x))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    table = by_notice([row.days_at_least for row in clause.schedule], [at.value(row.share) for row in clause.schedule])
    material = clause.material
    return Terms(
        price=at.per_step(clause.price),
        first=table.first,
        enters=table.enters,
        jumps=table.jumps,
        coin=coin(at.currency) if material else Decimal(0),
        capped=Decimal(material is not None and material.at_most == "order_value"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services, material = (clause.service,), (clause.material.service,) if clause.material else ()
    return (
        QuantityOf(services, "cancelled"),
        QuantityOf(services, notice_of("cancelled")),
        QuantityOf(material, "spent"),
        QuantityOf(material, "used"),
    )


def explain(told: Told) -> Iterable[Message]:
    """The share of the value, the material, and what is over the value."""
    p, x, currency = told.terms, told.facts, told.currency
    if x.cancelled:
        yield (CANCELLED if x.notice >= 0 else LATE)(
            cancelled=told.quantity(x.cancelled), unit=told.unit.name, days=abs(x.notice),
            price=p.price / told.unit.step, share=share_of(p, x.notice) * 100, currency=currency,
        )  # fmt: skip
    if x.spent or x.used:
        yield MATERIAL(spent=x.spent * p.coin, used=x.used * p.coin, currency=currency)
    if over := over_value(p, x):
        yield LIMITED(over=over, value=p.price * x.cancelled, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(service=said.service(clause.service), price=said.price(clause.price, clause.service))
    days = [row.days_at_least for row in clause.schedule]
    for i, row in enumerate(clause.schedule):
        yield SAYS_ROW(notice=said_notice(days, i), share=share(row.share))
    if clause.material is None:
        yield SAYS_NO_MATERIAL()
    else:
        yield SAYS_MATERIAL(material=said.service(clause.material.service))
        yield SAYS_LIMIT[clause.material.at_most]()


def check(clause: Clause) -> Iterable[Fault]:
    """The schedule says something for every notice."""
    return check_notice([row.days_at_least for row in clause.schedule], "schedule")


KIND = Kind(
    "cancellation", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("cancellation.title", "Cancellation", "取消订单"), window=lambda clause: "order", check=check,
)  # fmt: skip
