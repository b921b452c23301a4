"""Dedicated cell: a monthly fee for a line or cell kept for the buyer; what others use it for is set off.

Rules: docs/rules/dedicated_cell.md. The fee is due whatever is made; a periodic fee knows neither capacity nor set-off.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Price, Quantity, Share, Written
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import ClauseBase, InForce, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.per_month import months_of
from suture.engine.clauses.saying import Said, in_months, share
from suture.engine.fault import Fault
from suture.engine.money import digits, rounded_to
from suture.engine.number import N, Window, above, lower
from suture.engine.text import Message, Text, Value

FEE = Text(
    "dedicated_cell",
    "cell: {fee} {currency} × {months} in force = {held} {currency}",
    "专用产线：{fee} {currency} × 有效时间 {months} = {held} {currency}",
)
EACH = Text(
    "dedicated_cell.each",
    "{made} {unit} made of {capacity}: {each} {currency} each",
    "产能 {capacity} {unit}，生产 {made}：每单位 {each} {currency}",
)
NONE_MADE = Text("dedicated_cell.none_made", "nothing made of {capacity} {unit}", "产能 {capacity} {unit}，未生产")
OVER = Text(
    "dedicated_cell.over",
    "+ {over} {unit} above the capacity × {price} {currency}",
    "+ 超出产能 {over} {unit} × {price} {currency}",
)
SET_OFF = Text(
    "dedicated_cell.set_off",
    "− {used} {unit} made for others × {price} {currency}",
    "− 为他人生产 {used} {unit} × {price} {currency}",
)
SET_OFF_MOST = Text(
    "dedicated_cell.set_off_most",
    "− {share} % of {held} {currency}, the most for {used} {unit} made for others",
    "− {held} {currency} × {share} %：为他人生产 {used} {unit}，以此为限",
)


SAYS = Text(
    "dedicated_cell.says",
    "The seller keeps a cell for making {service} for the buyer, with a capacity of {capacity} a month. The buyer pays "
    "{fee} a month for it, whatever is made; for a part of a month, a part of it.",
    "卖方为买方保留生产{service}的专用产线，每月产能 {capacity}。不论产量多少，买方每月支付 {fee}；"
    "不足一个月的，按比例支付。",
)
SAYS_OVER = Text(
    "dedicated_cell.says_over",
    "For what is made above the capacity of a settlement period the buyer pays {price} besides.",
    "某结算期产量超出产能的部分，买方另按{price}支付。",
)
SAYS_NOT_OVER = Text(
    "dedicated_cell.says_not_over",
    "What is made above the capacity costs nothing besides.",
    "超出产能的部分不另行收费。",
)
SAYS_SHARED = Text(
    "dedicated_cell.says_shared",
    "The seller may use the cell for others ({others}); for what it makes for them {price} is set off, in a settlement "
    "period no more than {share} of the fee.",
    "卖方可将该产线用于他人（{others}）；为他人生产的部分按{price}抵减费用，每一结算期以费用的 {share} 为限。",
)
SAYS_ALONE = Text(
    "dedicated_cell.says_alone",
    "The seller does not use the cell for others.",
    "卖方不得将该产线用于他人。",
)


class SharedUse(Written):
    """Use for others: the service whose facts of kind made tell of it, what a unit sets off, the most of the fee."""

    service: str
    per_unit: Price
    at_most: Share


class Clause(ClauseBase):
    """A dedicated cell as written; without ``over_capacity`` more is free, without ``shared_use`` none is allowed."""

    kind: Literal["dedicated_cell"] = "dedicated_cell"
    service: str
    fee_per_month: Amount
    capacity: Quantity
    over_capacity: Price | None = None
    shared_use: SharedUse | None = None


class Terms(NamedTuple, Generic[N]):
    """Fee of the whole settlement period; steps of capacity, price above it; set off for a step, most of the fee."""

    fee: N
    months: N
    capacity: N
    over: N
    off: N
    most: N


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps made for the buyer and for others; the share of the period in which the agreement was in force."""

    made: N
    others: N
    in_force: N


def set_off(p: Terms[N], x: Facts[N]) -> N:
    """What use for others takes off the fee."""
    return lower(p.off * x.others, p.most * p.fee * x.in_force)


def over(p: Terms[N], x: Facts[N]) -> N:
    """What is made above the capacity of the part in force."""
    return above(x.made, p.capacity * x.in_force)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The fee while in force, more for what is above the capacity, less for others' use."""
    return State(s.due + p.fee * x.in_force + over(p, x) * p.over - set_off(p, x))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    months, shared = months_of(at), clause.shared_use
    return Terms(
        fee=at.value(clause.fee_per_month) * months,
        months=months,
        capacity=at.steps(clause.capacity) * months,
        over=at.per_step(clause.over_capacity),
        off=at.per_step(shared.per_unit) if shared else Decimal(0),
        most=at.value(shared.at_most) if shared else Decimal(0),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    others = (clause.shared_use.service,) if clause.shared_use else ()
    return (QuantityOf((clause.service,), "made"), QuantityOf(others, "made"), InForce())


def explain(told: Told) -> Iterable[Message]:
    """The fee and what it comes to for a unit, then what is above the capacity, then what is set off."""
    p, x, unit, currency = told.terms, told.facts, told.unit, told.currency
    held, months = p.fee * x.in_force, p.months * x.in_force
    if held:
        yield FEE(fee=p.fee / p.months, months=in_months(months), held=held, currency=currency)
        capacity = told.quantity(p.capacity) * x.in_force
        if x.made > 0:
            each = rounded_to(held / told.quantity(x.made), digits(currency))
            yield EACH(made=told.quantity(x.made), unit=unit.name, capacity=capacity, each=each, currency=currency)
        else:
            yield NONE_MADE(capacity=capacity, unit=unit.name)
    if (more := over(p, x)) and p.over:
        price = p.over / unit.step
        yield OVER(over=told.quantity(more), unit=unit.name, price=price, currency=currency)
    if off := set_off(p, x):
        used: dict[str, Value] = {"used": told.quantity(x.others), "unit": unit.name, "currency": currency}
        if off < p.off * x.others:
            yield SET_OFF_MOST(held=held, share=p.most * 100, **used)
        else:
            yield SET_OFF(price=p.off / unit.step, **used)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service, shared = clause.service, clause.shared_use
    yield SAYS(
        service=said.service(service), capacity=said.quantity(clause.capacity, service),
        fee=said.money(clause.fee_per_month),
    )  # fmt: skip
    yield SAYS_OVER(price=said.price(clause.over_capacity, service)) if clause.over_capacity else SAYS_NOT_OVER()
    if shared is None:
        yield SAYS_ALONE()
    else:
        yield SAYS_SHARED(
            others=said.service(shared.service), price=said.price(shared.per_unit, shared.service),
            share=share(shared.at_most),
        )  # fmt: skip


def check(clause: Clause) -> Iterable[Fault]:
    """The cell can make something."""
    return above_zero(clause.capacity, "capacity")


def services_of(clause: Clause) -> tuple[str, ...]:
    """What is made for the buyer and for others, in one unit."""
    return (clause.service, clause.shared_use.service) if clause.shared_use else (clause.service,)


KIND = Kind(
    "dedicated_cell", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("dedicated_cell.title", "Dedicated cell", "专用产线"), check=check, services=services_of,
)  # fmt: skip
