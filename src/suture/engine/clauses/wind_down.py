"""Wind-down: a gate that holds while orders are served: while the agreement is in force, and for some months after.

Rules: docs/rules/wind_down.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.kind import AGREEMENT, ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.per_month import months_of
from suture.engine.clauses.saying import Said, in_months
from suture.engine.number import N, Window, above, higher, when
from suture.engine.text import Message, Text

TITLE = Text("wind_down.title", "Wind-down", "终止后的供货")
SERVED = Text("wind_down.served", "the agreement is in force: orders are served", "协议有效：订单照常履行")
LAST = Text(
    "wind_down.last",
    "terminated, {gone} of {months} months of wind-down gone: orders are served",
    "已终止，收尾期 {months} 个月中已过 {gone} 个月：订单照常履行",
)
OVER = Text("wind_down.over", "the wind-down is over: no order is served", "收尾期已结束：不再履行订单")

SAYS = Text(
    "wind_down.says",
    "After a termination the seller still serves orders of {services} for {months}, counted from the end of the "
    "settlement period of the termination.",
    "本协议终止后，自终止所在结算期末起 {months}内，卖方仍履行{services}的订单。",
)
SAYS_ORDERS = {
    "open_only": Text(
        "wind_down.says_open_only",
        "Only what was ordered before the termination is served.",
        "仅履行终止前已下达的订单。",
    ),
    "last_time_buy": Text(
        "wind_down.says_last_time_buy",
        "The buyer may place orders in that time for what it needs until another maker can deliver.",
        "买方可在此期间下达最后采购订单，以满足其他制造商供货之前的需求。",
    ),
}
SAYS_PRICES = Text(
    "wind_down.says_prices", "Prices and all other terms hold for them.", "价格及其他条款对该等订单继续适用。"
)


class Clause(ClauseBase):
    """A wind-down as written: for which services, how long, and whether new orders may be placed."""

    kind: Literal["wind_down"] = "wind_down"
    services: tuple[str, ...] = Field(min_length=1)
    months: int = Field(gt=0)
    orders: Literal["open_only", "last_time_buy"]


class Terms(NamedTuple, Generic[N]):
    """Months of wind-down; months of the settlement period."""

    months: N
    length: N


class State(NamedTuple, Generic[N]):
    """Above zero once terminated; months gone since the period of the termination; 1 while orders are served."""

    ended: N
    gone: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Above zero in the period of the termination."""

    terminated: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """A settlement period is served that begins before the months of wind-down have gone."""
    one = 1 + 0 * s.ended
    served = when(above(p.months, s.gone), one)  # none has gone before a termination
    return State(higher(s.ended, x.terminated), s.gone + when(s.ended, p.length), served)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The months, and those of the settlement periods of the segment."""
    return Terms(Decimal(clause.months), months_of(at))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((AGREEMENT,), "terminated"),)


def explain(told: Told) -> Iterable[Message]:
    """Whether orders are served, and how much of the wind-down has gone."""
    if told.before.ended <= 0:
        yield SERVED()
    elif told.after.due > 0:
        yield LAST(gone=told.after.gone, months=told.terms.months)
    else:
        yield OVER()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(services=said.listed(clause.services), months=in_months(clause.months))
    yield SAYS_ORDERS[clause.orders]()
    yield SAYS_PRICES()


KIND = Kind(
    "wind_down", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    effect="gate",
)  # fmt: skip
