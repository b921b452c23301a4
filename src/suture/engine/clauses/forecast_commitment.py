"""Forecast commitment: a rolling forecast binds by horizon; what is bought less than bound is paid.

Rules: docs/rules/forecast_commitment.md. A nearer issue may fall below the one before only so far (the ratchet), and
the bound quantity never lies below the orders that are open.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Share, Written
from suture.engine.clauses.forecast_curve import FARTHEST, by_horizon, check_curve, issues, said_horizon, standing
from suture.engine.clauses.kind import ClauseBase, InForce, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, higher
from suture.engine.text import Message, Text

BOUND = Text(
    "forecast_commitment.bound",
    "{issue} {unit} forecast {horizon} × {share} % bound",
    "{horizon}预测 {issue} {unit} × {share} % 具有约束力",
)
ORDERS = Text("forecast_commitment.orders", "{orders} {unit} bound by open orders", "未完成订单约束 {orders} {unit}")
OPEN = Text(
    "forecast_commitment.open",
    "{bought} {unit} bought of {bound} bound in the window so far; settled when it closes",
    "本期迄今已采购 {bought} {unit}，受约束数量 {bound}；期末结算",
)
SHORT = Text(
    "forecast_commitment.short",
    "{bound} {unit} bound − {bought} bought = {short} × {price} {currency}",
    "受约束数量 {bound} {unit} − 已采购 {bought} = {short} × {price} {currency}",
)
MET = Text("forecast_commitment.met", "the {bound} {unit} bound were bought", "受约束的 {bound} {unit} 已全部采购")

SAYS = Text(
    "forecast_commitment.says",
    "The buyer gives a rolling forecast of {services} by settlement period. Each issue replaces the one before; where "
    "none is made for a period, the last one stands.",
    "买方按结算期对{services}提供滚动预测。每期预测取代上一期预测；未就某结算期提供新预测的，以最近一期预测为准。",
)
SAYS_BINDS = Text(
    "forecast_commitment.says_binds",
    "The issue made for a settlement period {horizon} binds the buyer for {share} of its quantity.",
    "{horizon}就某结算期作出的预测，其数量的 {share} 对买方具有约束力。",
)
SAYS_LEAST = Text(
    "forecast_commitment.says_least",
    "The issue made for a settlement period {horizon} counts as {least} of the issue before it where it is lower.",
    "{horizon}就某结算期作出的预测低于上一期预测的 {least} 的，按上一期预测的 {least} 计。",
)
SAYS_MOST = Text(
    "forecast_commitment.says_most",
    "For a settlement period the buyer is bound to the highest of these quantities.",
    "就每一结算期，买方以上述数量中的最高者为受约束数量。",
)
SAYS_ORDERS = Text(
    "forecast_commitment.says_orders",
    "It is never bound to less than the orders that are open for the settlement period, counted as {measure}.",
    "受约束数量不低于该结算期未完成订单的数量（按{measure}数量计）。",
)
SAYS_SHORT = Text(
    "forecast_commitment.says_short",
    "What the buyer buys in {window} less than the quantities bound for it, counted as {measure}, it pays for at "
    "{price} when that time closes.",
    "{window}内买方采购数量（按{measure}数量计）低于受约束数量的，不足部分由买方于期末按{price}付款。",
)
SAYS_PRORATE = {
    "in_force": Text(
        "forecast_commitment.says_in_force",
        "For a settlement period in which the agreement ends, the part of it in force is bound, and nothing after it.",
        "协议在某结算期内终止的，该结算期的受约束数量按有效时间比例计算，其后不再受约束。",
    ),
    "full": Text(
        "forecast_commitment.says_full",
        "What is bound stays so where the agreement ends before its time.",
        "协议提前终止的，已具有约束力的数量仍然有效。",
    ),
}

NOTHING_BEFORE = refusal(
    "forecast_ratchet_without_issue",
    "no issue {periods} settlement periods before is read, so none can be compared with that of {ahead} before",
    "Write 'least_of_last' for at most {most} settlement periods ahead.",
    "不读取提前 {periods} 个结算期的预测，无法与提前 {ahead} 个结算期的预测比较",
    "'least_of_last' 至多写至提前 {most} 个结算期。",
)


class Row(Written):
    """One horizon: the share of the issue that binds, and how low the issue may be against the one before."""

    periods_ahead: int = Field(ge=0, le=FARTHEST)
    binding: Share
    least_of_last: Share | None = None


class Clause(ClauseBase):
    """A forecast commitment as written; without ``open_orders`` orders set no floor."""

    kind: Literal["forecast_commitment"] = "forecast_commitment"
    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    curve: tuple[Row, ...] = Field(min_length=1)
    open_orders: Measure | None = None
    price: Price
    prorate: Literal["in_force", "full"]


class Terms(NamedTuple, Generic[N]):
    """By horizon, the share that binds and the least against the issue before; price of a step; 1 for ``full``."""

    binding: tuple[N, ...]
    least: tuple[N, ...]
    price: N
    full: N


class State(NamedTuple, Generic[N]):
    """Bound and bought in this window; due since the start."""

    bound: N
    bought: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps forecast of the period, by settlement periods before; bought and open in it; the share in force."""

    ahead_0: N
    ahead_1: N
    ahead_2: N
    ahead_3: N
    ahead_4: N
    ahead_5: N
    ahead_6: N
    ahead_7: N
    ahead_8: N
    ahead_9: N
    ahead_10: N
    ahead_11: N
    ahead_12: N
    bought: N
    open_orders: N
    in_force: N


class Bound(NamedTuple, Generic[N]):
    """How far a curve has been followed: the issue that stands, and what it and those before have bound."""

    issue: N
    bound: N


def nearer(b: Bound[N], said: N, binding: N, least: N) -> Bound[N]:
    """One horizon nearer: the issue holds what the ratchet leaves, and binds for its share."""
    issue = higher(standing(said, b.issue), least * b.issue)
    return Bound(issue, higher(b.bound, binding * issue))


def bound_by(p: Terms[N], x: Facts[N]) -> N:
    """What the forecasts of a period have bound, the farthest first."""
    b = nearer(Bound(0 * x.ahead_12, 0 * x.ahead_12), x.ahead_12, p.binding[12], p.least[12])
    b = nearer(b, x.ahead_11, p.binding[11], p.least[11])
    b = nearer(b, x.ahead_10, p.binding[10], p.least[10])
    b = nearer(b, x.ahead_9, p.binding[9], p.least[9])
    b = nearer(b, x.ahead_8, p.binding[8], p.least[8])
    b = nearer(b, x.ahead_7, p.binding[7], p.least[7])
    b = nearer(b, x.ahead_6, p.binding[6], p.least[6])
    b = nearer(b, x.ahead_5, p.binding[5], p.least[5])
    b = nearer(b, x.ahead_4, p.binding[4], p.least[4])
    b = nearer(b, x.ahead_3, p.binding[3], p.least[3])
    b = nearer(b, x.ahead_2, p.binding[2], p.least[2])
    b = nearer(b, x.ahead_1, p.binding[1], p.least[1])
    return nearer(b, x.ahead_0, p.binding[0], p.least[0]).bound


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is bought in a window less than bound is due when it closes."""
    held = 1 + 0 * x.in_force if p.full > 0 else x.in_force
    bound = (s.bound if w.opens == 0 else 0 * s.bound) + held * higher(bound_by(p, x), x.open_orders)
    bought = (s.bought if w.opens == 0 else 0 * s.bought) + x.bought
    return State(bound, bought, s.due + above(bound, bought) * w.closes * p.price)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        binding=by_horizon(clause.curve, [at.value(row.binding) for row in clause.curve]),
        least=by_horizon(clause.curve, [at.value(row.least_of_last) for row in clause.curve]),
        price=at.per_step(clause.price),
        full=Decimal(clause.prorate == "full"),
    )


def farthest_read(clause: Clause) -> int:
    """The farthest horizon that matters: that of the last row, and the issue before it where that is compared."""
    last = clause.curve[-1]
    return last.periods_ahead + (last.least_of_last is not None)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    orders = () if clause.open_orders is None else clause.services
    return (
        *issues(clause.services, farthest_read(clause)),
        QuantityOf(clause.services, clause.measure),
        QuantityOf(orders, clause.open_orders or "ordered"),
        InForce(),
    )


def explain(told: Told) -> Iterable[Message]:
    """What has bound, and what is short of it."""
    p, x, after, unit = told.terms, told.facts, told.after, told.unit.name
    b = Bound(Decimal(0), Decimal(0))
    found = []
    for ahead in range(FARTHEST, -1, -1):
        before, b = b, nearer(b, getattr(x, f"ahead_{ahead}"), p.binding[ahead], p.least[ahead])
        if b.bound > before.bound:
            found = [(ahead, b.issue)]
    if x.open_orders > b.bound:
        yield ORDERS(orders=told.quantity(x.open_orders), unit=unit)
    else:
        for ahead, issue in found:
            yield BOUND(
                issue=told.quantity(issue), unit=unit, horizon=said_horizon(ahead), share=p.binding[ahead] * 100
            )
    bound, bought = told.quantity(after.bound), told.quantity(after.bought)
    if told.due:
        price = p.price / told.unit.step
        yield SHORT(bound=bound, bought=bought, short=bound - bought, unit=unit, price=price, currency=told.currency)
    elif bought >= bound:
        yield MET(bound=bound, unit=unit)
    else:
        yield OPEN(bound=bound, bought=bought, unit=unit)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(services=said.listed(clause.services))
    for row in clause.curve:
        horizon = said_horizon(row.periods_ahead)
        yield SAYS_BINDS(horizon=horizon, share=share(row.binding))
        if row.least_of_last is not None:
            yield SAYS_LEAST(horizon=horizon, least=share(row.least_of_last))
    yield SAYS_MOST()
    if clause.open_orders is not None:
        yield SAYS_ORDERS(measure=MEASURES[clause.open_orders]())
    yield SAYS_SHORT(
        window=WINDOWS[clause.window](), measure=MEASURES[clause.measure](),
        price=said.price(clause.price, clause.services[0]),
    )  # fmt: skip
    yield SAYS_PRORATE[clause.prorate]()


def check(clause: Clause) -> Iterable[Fault]:
    """Every horizon once, and an issue before it where it is compared with one."""
    yield from check_curve(clause.curve, "curve")
    if farthest_read(clause) > FARTHEST:
        yield NOTHING_BEFORE.at(
            "curve", len(clause.curve) - 1, "least_of_last", periods=FARTHEST + 1, ahead=FARTHEST, most=FARTHEST - 1
        )


KIND = Kind(
    "forecast_commitment", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("forecast_commitment.title", "Binding forecast", "约束性预测"), check=check,
)  # fmt: skip
