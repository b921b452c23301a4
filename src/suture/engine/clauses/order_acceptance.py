"""Order acceptance: how much of what is ordered the seller must accept; the rest is best effort.

Rules: docs/rules/order_acceptance.md. A gate: ``due`` is the firm part of the window's orders so far, in steps.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Quantity, Ratio, Written
from suture.engine.clauses.forecast_curve import FARTHEST, by_horizon, check_curve, issues, said_horizon, standing
from suture.engine.clauses.kind import ClauseBase, InForce, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said, in_days, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, higher, lower, when
from suture.engine.text import Message, Text

FIRM = Text(
    "order_acceptance",
    "{ordered} {unit} ordered in the window so far, limit {allowed}, {confirmed} confirmed: {firm} firm, {effort} best "
    "effort",
    "本期迄今已订购 {ordered} {unit}，限额 {allowed}，已确认 {confirmed}：确定接受 {firm}，尽力供货 {effort}",
)

SAYS = Text(
    "order_acceptance.says",
    "The seller accepts what the buyer orders of {services} in {window} up to a limit, counted as {measure}.",
    "{window}内买方订购的{services}（按{measure}数量计），卖方应在限额内接受。",
)
SAYS_FORECAST = Text(
    "order_acceptance.says_forecast",
    "For a settlement period it is {share} of the quantity forecast for it {horizon}.",
    "每一结算期的限额为{horizon}所预测数量的 {share}。",
)
SAYS_STANDS = Text(
    "order_acceptance.says_stands",
    "Where no forecast was made then, the last one before it stands; where none was made at all, nothing must be "
    "accepted.",
    "届时未作预测的，以此前最近一期预测为准；从未作出预测的，卖方无须接受。",
)
SAYS_LOWEST = Text(
    "order_acceptance.says_lowest",
    "The lowest of these limits holds; a horizon for which nothing was forecast sets none.",
    "以上述限额中的最低者为准；没有预测的提前期不构成限额。",
)
SAYS_BLANKET = Text(
    "order_acceptance.says_blanket",
    "The limit is {quantity} and an allowance of {allowance} above it, the limit itself included.",
    "限额为 {quantity}，另加 {allowance} 的允许超出量（含本数）。",
)
SAYS_EFFORT = Text(
    "order_acceptance.says_effort",
    "What is ordered above the limit and not confirmed the seller supplies as best it can; it counts neither as late "
    "nor as a failure to supply. What the seller confirms is firm.",
    "超过限额且未经卖方确认的部分，卖方尽力供货，不计为迟交，也不计为供货失败；经卖方确认的部分为确定数量。",
)
SAYS_UNANSWERED = {
    "deemed_accepted": Text(
        "order_acceptance.says_deemed_accepted",
        "An order that the seller has not answered within {days} is deemed confirmed.",
        "卖方未在 {days}内答复的订单视为已确认。",
    ),
    "deemed_refused": Text(
        "order_acceptance.says_deemed_refused",
        "An order that the seller has not answered within {days} is deemed refused in what is above the limit.",
        "卖方未在 {days}内答复的订单，超过限额的部分视为拒绝。",
    ),
}
SAYS_END = Text(
    "order_acceptance.says_end",
    "After the agreement has ended no order must be accepted.",
    "协议终止后，卖方无须再接受订单。",
)

BOTH = refusal(
    "acceptance_limit_twice",
    "the limit is written by forecast and as a blanket quantity",
    "Write 'forecast' or 'blanket', one of the two.",
    "限额既按预测又按总量书写",
    "'forecast' 与 'blanket' 只写其一。",
)
NEITHER = refusal(
    "acceptance_limit_missing",
    "no limit is written, so nothing must be accepted",
    "Write 'forecast' or 'blanket'.",
    "未写限额，卖方无须接受任何订单",
    "写 'forecast' 或 'blanket'。",
)


class Row(Written):
    """One horizon: how much of the quantity that was forecast so long before must be accepted (120 %)."""

    periods_ahead: int = Field(ge=0, le=FARTHEST)
    share: Ratio


class Blanket(Written):
    """A quantity per window, and how far above it orders must be accepted."""

    quantity: Quantity
    allowance: Ratio


class Clause(ClauseBase):
    """Order acceptance as written: a limit by forecast or a blanket quantity, and what silence means."""

    kind: Literal["order_acceptance"] = "order_acceptance"
    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    forecast: tuple[Row, ...] = ()
    blanket: Blanket | None = None
    answer_days: int = Field(gt=0)
    unanswered: Literal["deemed_accepted", "deemed_refused"]


class Terms(NamedTuple, Generic[N]):
    """By horizon, the share of the forecast, and 1 where the horizon sets a limit; the quantity of a window."""

    share: tuple[N, ...]
    limits: tuple[N, ...]
    blanket: N


class State(NamedTuple, Generic[N]):
    """Allowed, ordered and confirmed in this window; the firm part of what was ordered, in steps."""

    allowed: N
    ordered: N
    confirmed: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps forecast of the period, by settlement periods before; ordered and confirmed in it; the share in force."""

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
    ordered: N
    confirmed: N
    in_force: N


class Limit(NamedTuple, Generic[N]):
    """How far a curve has been followed: the issue that stands; above zero once a limit was set; the lowest limit."""

    issue: N
    known: N
    allowed: N


def nearer(b: Limit[N], said: N, share: N, limits: N) -> Limit[N]:
    """One horizon nearer: where it has a row and an issue stands, it may lower the limit."""
    issue = standing(said, b.issue)
    lowest = lower(b.allowed, share * issue) if b.known > 0 else share * issue
    sets = when(issue, limits)
    return Limit(issue, higher(b.known, sets), lowest if sets > 0 else b.allowed)


def allowed_by(p: Terms[N], x: Facts[N]) -> N:
    """The lowest limit that the forecasts of a period set; none where nothing was forecast."""
    none = 0 * x.ahead_12
    b = nearer(Limit(none, none, none), x.ahead_12, p.share[12], p.limits[12])
    b = nearer(b, x.ahead_11, p.share[11], p.limits[11])
    b = nearer(b, x.ahead_10, p.share[10], p.limits[10])
    b = nearer(b, x.ahead_9, p.share[9], p.limits[9])
    b = nearer(b, x.ahead_8, p.share[8], p.limits[8])
    b = nearer(b, x.ahead_7, p.share[7], p.limits[7])
    b = nearer(b, x.ahead_6, p.share[6], p.limits[6])
    b = nearer(b, x.ahead_5, p.share[5], p.limits[5])
    b = nearer(b, x.ahead_4, p.share[4], p.limits[4])
    b = nearer(b, x.ahead_3, p.share[3], p.limits[3])
    b = nearer(b, x.ahead_2, p.share[2], p.limits[2])
    b = nearer(b, x.ahead_1, p.share[1], p.limits[1])
    return nearer(b, x.ahead_0, p.share[0], p.limits[0]).allowed


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Of what a window orders, what is within its limit or confirmed is firm."""
    more = when(x.in_force, p.blanket * w.opens + allowed_by(p, x))
    allowed = (s.allowed if w.opens == 0 else 0 * s.allowed) + more
    ordered = (s.ordered if w.opens == 0 else 0 * s.ordered) + x.ordered
    confirmed = (s.confirmed if w.opens == 0 else 0 * s.confirmed) + x.confirmed
    return State(allowed, ordered, confirmed, lower(ordered, higher(allowed, confirmed)))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    rows, blanket = clause.forecast, clause.blanket
    return Terms(
        share=by_horizon(rows, [at.value(row.share) for row in rows]),
        limits=by_horizon(rows, [Decimal(1)] * len(rows)),
        blanket=at.steps(blanket.quantity) * (1 + at.value(blanket.allowance)) if blanket else Decimal(0),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    farthest = clause.forecast[-1].periods_ahead if clause.forecast else -1
    return (
        *issues(clause.services, farthest),
        QuantityOf(clause.services, clause.measure),
        QuantityOf(clause.services, "confirmed"),
        InForce(),
    )


def explain(told: Told) -> Iterable[Message]:
    """What was ordered, and which part of it is firm."""
    after = told.after
    yield FIRM(
        ordered=told.quantity(after.ordered), unit=told.unit.name, allowed=told.quantity(after.allowed),
        confirmed=told.quantity(after.confirmed), firm=told.quantity(after.due),
        effort=told.quantity(after.ordered - after.due),
    )  # fmt: skip


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        services=said.listed(clause.services), window=WINDOWS[clause.window](), measure=MEASURES[clause.measure]()
    )
    for row in clause.forecast:
        yield SAYS_FORECAST(share=share(row.share), horizon=said_horizon(row.periods_ahead))
    if clause.forecast:
        yield SAYS_STANDS()
    if len(clause.forecast) > 1:
        yield SAYS_LOWEST()
    if clause.blanket:
        yield SAYS_BLANKET(
            quantity=said.quantity(clause.blanket.quantity, clause.services[0]),
            allowance=share(clause.blanket.allowance),
        )
    yield SAYS_EFFORT()
    yield SAYS_UNANSWERED[clause.unanswered](days=in_days(clause.answer_days))
    yield SAYS_END()


def check(clause: Clause) -> Iterable[Fault]:
    """One form of the limit; every horizon once, in order."""
    if clause.forecast and clause.blanket:
        yield BOTH.at("blanket")
    elif not clause.forecast and not clause.blanket:
        yield NEITHER.at()
    yield from check_curve(clause.forecast, "forecast")


KIND = Kind(
    "order_acceptance", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("order_acceptance.title", "Acceptance of orders", "订单接受"), effect="gate", check=check,
)  # fmt: skip
