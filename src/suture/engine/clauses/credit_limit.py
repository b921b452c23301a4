"""Credit limit: a gate that holds while orders are on hold, because too much is owed or something is overdue.

Rules: docs/rules/credit_limit.md. It moves no money; it says which orders wait.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.bands import half_a_minor_unit
from suture.engine.clauses.figure import Amount, Price, Written
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
from suture.engine.clauses.money_facts import coin
from suture.engine.clauses.saying import MEASURES, Said, in_periods
from suture.engine.number import N, Window, above, higher, when
from suture.engine.text import Message, Text

TITLE = Text("credit_limit.title", "Credit limit", "信用额度")
HELD = Text(
    "credit_limit.held",
    "{owed} {currency} owed + {ordered} {currency} on order, above the limit of {limit}: orders are on hold",
    "应付 {owed} {currency} + 在途订单 {ordered} {currency}，超过额度 {limit}：暂停接单发货",
)
FREE = Text(
    "credit_limit.free",
    "{owed} {currency} owed + {ordered} {currency} on order, not above the limit of {limit}",
    "应付 {owed} {currency} + 在途订单 {ordered} {currency}，未超过额度 {limit}",
)
OVERDUE = Text(
    "credit_limit.overdue",
    "{overdue} {currency} charged {periods} before are not paid: orders are on hold",
    "{periods}前计收的款项尚有 {overdue} {currency} 未付：暂停接单发货",
)

SAYS = Text(
    "credit_limit.says",
    "The seller may hold orders in a settlement period at the end of which the buyer owes more than {limit}: what was "
    "billed under {clauses}, less what was paid as {paid}.",
    "结算期末，{clauses}项下已开票金额扣除以{paid}申报的已付款项后，买方欠款超过 {limit} 的，卖方可暂停该期订单。",
)
SAYS_ORDERS = Text(
    "credit_limit.says_orders",
    "What is ordered of {services} and not yet {measure} counts too, at {value}.",
    "已订购而尚未{measure}的{services}，按{value}一并计入。",
)
SAYS_OVERDUE = Text(
    "credit_limit.says_overdue",
    "It may also hold them while something billed {periods} before is not paid.",
    "{periods}前已开票的款项未付清的，卖方亦可暂停订单。",
)
SAYS_FREE = Text(
    "credit_limit.says_free",
    "Orders go on in the first settlement period at the end of which this is no longer so.",
    "上述情形在结算期末消除的，自该期起恢复。",
)


class Orders(Written):
    """Open orders that count toward the limit: what is ordered and not yet told as ``until``, at a value."""

    services: tuple[str, ...] = Field(min_length=1)
    until: Measure
    value_per_unit: Price


class Clause(ClauseBase):
    """A credit limit as written. ``paid`` is the service of payments, counted in the currency of the agreement."""

    kind: Literal["credit_limit"] = "credit_limit"
    on: tuple[str, ...] = Field(min_length=1)
    paid: str
    limit: Amount
    orders: Orders | None = None
    overdue_after: int | None = Field(default=None, ge=1, description="settlement periods; left out: not looked at")


class Terms(NamedTuple, Generic[N]):
    """The limit; value of a step on order; worth of a coin; 1 where what is overdue holds too; what counts as paid."""

    limit: N
    value: N
    coin: N
    overdue: N
    near: N


class State(NamedTuple, Generic[N]):
    """Paid since the start; steps on order; 1 while orders are on hold."""

    paid: N
    open: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges since the start, now and when overdue begins; coins paid; steps ordered, and no longer on order."""

    charged: N
    charged_then: N
    paid: N
    ordered: N
    taken: N


def exposure(p: Terms[N], s: State[N], charged: N) -> N:
    """What is owed and what is on order."""
    return charged - s.paid + above(s.open, 0 * s.open) * p.value


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is owed and on order at the end of the period is held against the limit, what is overdue against nothing."""
    one = 1 + 0 * s.due
    now = State(s.paid + x.paid * p.coin, s.open + x.ordered - x.taken, s.due)
    over = when(exposure(p, now, x.charged) - p.limit - p.near, one)
    late = when(x.charged_then - now.paid - p.near, p.overdue)
    return State(now.paid, now.open, higher(over, late))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; an amount of less than half a coin is none."""
    return Terms(
        limit=at.value(clause.limit),
        value=at.per_step(clause.orders.value_per_unit) if clause.orders else Decimal(0),
        coin=coin(at.currency),
        overdue=Decimal(clause.overdue_after is not None),
        near=half_a_minor_unit(at.currency),
    )


def services_of(clause: Clause) -> tuple[str, ...]:
    """The services whose orders count."""
    return clause.orders.services if clause.orders else ()


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services = services_of(clause)
    return (
        DueOf(clause.on, rounded=True),
        DueOf(clause.on, clause.overdue_after or 0, rounded=True),
        QuantityOf((clause.paid,), "paid"),
        QuantityOf(services, "ordered"),
        QuantityOf(services, clause.orders.until if clause.orders else "accepted"),
    )


def explain(told: Told) -> Iterable[Message]:
    """What is owed and on order against the limit, and what is overdue."""
    p, after, x, currency = told.terms, told.after, told.facts, told.currency
    owed, ordered = x.charged - after.paid, above(after.open, Decimal(0)) * p.value
    text = HELD if owed + ordered - p.limit > p.near else FREE
    yield text(owed=owed, ordered=ordered, limit=p.limit, currency=currency)
    overdue = x.charged_then - after.paid
    if p.overdue and overdue > p.near:
        yield OVERDUE(overdue=overdue, periods=in_periods(told.clause.overdue_after), currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(limit=said.money(clause.limit), clauses=said.clauses(clause.on), paid=said.service(clause.paid))
    if orders := clause.orders:
        yield SAYS_ORDERS(
            services=said.listed(orders.services), measure=MEASURES[orders.until](),
            value=said.price(orders.value_per_unit, orders.services[0]),
        )  # fmt: skip
    if clause.overdue_after is not None:
        yield SAYS_OVERDUE(periods=in_periods(clause.overdue_after))
    yield SAYS_FREE()


KIND = Kind(
    "credit_limit", Phase.PAYMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    effect="gate", services=services_of,
)  # fmt: skip
