"""Allocation in a shortage: firm orders share what can be made, spot orders what is left of it.

Rules: docs/rules/allocation.md. A gate: ``due`` is what the buyer is allotted of its orders of the period, in steps.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Quantity
from suture.engine.clauses.forecast_curve import FARTHEST, said_horizon
from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told, told_before
from suture.engine.clauses.per_month import months_of
from suture.engine.clauses.saying import MEASURES, Said
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, lower
from suture.engine.text import Message, Text, Value

ENOUGH = Text(
    "allocation.enough",
    "{pool} {unit} can be made for {all} ordered: all {mine} are allotted",
    "可供 {pool} {unit}，订单合计 {all}：{mine} 全部分配",
)
SHORT = Text(
    "allocation.short",
    "{pool} {unit} can be made for {all} ordered: of {mine} there are {allotted} allotted, by a share of {share} %",
    "可供 {pool} {unit}，订单合计 {all}：{mine} 中按 {share} % 的比例分得 {allotted}",
)

SAYS = Text(
    "allocation.says",
    "The seller can make {capacity} of {services} a month for all customers, less what of it stands idle ({idle}). "
    "Where that does not cover the orders, counted as {measure}, it allots them as follows.",
    "卖方每月可为全部客户生产{services} {capacity}，扣除停产部分（{idle}）。不足以满足订单（按{measure}数量计）的，按"
    "下列方式分配。",
)
SAYS_STANDING = {
    "firm": Text(
        "allocation.says_firm",
        "The buyer's orders are firm: they and the firm orders of others ({firm}) are served pro rata {basis}, before "
        "any spot order.",
        "买方订单为确定订单：与其他客户的确定订单（{firm}）{basis}按比例分配，优先于现货订单。",
    ),
    "spot": Text(
        "allocation.says_spot",
        "The buyer's orders are spot orders: what the firm orders of others ({firm}) leave is shared among spot orders "
        "({spot} those of others) pro rata {basis}.",
        "买方订单为现货订单：满足其他客户的确定订单（{firm}）后的剩余部分，与其他客户的现货订单（{spot}）{basis}按比例分配。",
    ),
}
BY_ORDERS = Text("allocation.by_orders", "to what each has ordered", "依各自订购数量")
BY_FORECAST = Text(
    "allocation.by_forecast",
    "to what was forecast for each for the settlement period {horizon} (to orders, where nothing was)",
    "依{horizon}对该结算期的各自预测数量（均无预测的，依订购数量）",
)
SAYS_NO_MORE = Text(
    "allocation.says_no_more", "Nobody is allotted more than it has ordered.", "任何一方所分数量不超过其订购数量。"
)

NO_SPOT = refusal(
    "allocation_spot_missing",
    "spot orders share with those of others, and nothing says which these are",
    "Write 'spot_of_others'.",
    "现货订单与其他客户的现货订单共同分配，但未写明后者",
    "写明 'spot_of_others'。",
)
SPOT_UNUSED = refusal(
    "allocation_spot_unused",
    "spot orders of others do not touch firm ones",
    "Leave out 'spot_of_others', or write 'standing: spot'.",
    "其他客户的现货订单不影响确定订单",
    "删去 'spot_of_others'，或写 'standing: spot'。",
)
NO_HORIZON = refusal(
    "allocation_horizon_missing",
    "shares follow the forecast, and nothing says how long before",
    "Write 'periods_ahead'.",
    "按预测分配，但未写明提前多久的预测",
    "写明 'periods_ahead'。",
)
HORIZON_UNUSED = refusal(
    "allocation_horizon_unused",
    "shares follow the orders, so no forecast is read",
    "Leave out 'periods_ahead', or write 'pro_rata_on: forecast'.",
    "按订单分配，不读取预测",
    "删去 'periods_ahead'，或写 'pro_rata_on: forecast'。",
)


class Clause(ClauseBase):
    """An allocation as written: capacity a month for all, standing of the buyer's orders, and what shares follow."""

    kind: Literal["allocation"] = "allocation"
    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    capacity: Quantity = Field(description="what can be made in a month for all customers")
    idle: str = Field(description="the service whose facts of kind idle take capacity off")
    standing: Literal["firm", "spot"]
    firm_of_others: str
    spot_of_others: str | None = None
    pro_rata_on: Literal["orders", "forecast"]
    periods_ahead: int | None = Field(default=None, ge=0, le=FARTHEST)


class Terms(NamedTuple, Generic[N]):
    """Steps that can be made in a settlement period; 1 where shares follow the forecast."""

    capacity: N
    by_forecast: N


class State(NamedTuple, Generic[N]):
    """What there is for the orders that share it, all of these, and what of its own the buyer is allotted, in steps."""

    pool: N
    all: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps idle; ordered by the buyer, by those it shares with, by those before it; forecast for the first two."""

    idle: N
    mine: N
    others: N
    before: N
    my_forecast: N
    their_forecast: N


def part(p: Terms[N], x: Facts[N]) -> N:
    """The buyer's share of what there is: of the forecasts where these count and any was made, else of the orders."""
    forecasts = p.by_forecast * (x.my_forecast + x.their_forecast)
    if forecasts > 0:
        return x.my_forecast / forecasts
    return x.mine / (x.mine + x.others)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """All that is ordered where it can be made, else the buyer's share of what there is."""
    pool = above(above(p.capacity, x.idle), x.before)
    wanted = x.mine + x.others
    return State(pool, wanted, lower(x.mine, pool * part(p, x)) if wanted > pool else x.mine)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(at.steps(clause.capacity) * months_of(at), Decimal(clause.pro_rata_on == "forecast"))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    firm, mine = (clause.firm_of_others,), clause.services
    spot = clause.standing == "spot"
    others = firm if not spot else (clause.spot_of_others,) if clause.spot_of_others else ()
    ahead = told_before("forecast", clause.periods_ahead or 0)
    by_forecast = clause.pro_rata_on == "forecast"
    return (
        QuantityOf((clause.idle,), "idle"),
        QuantityOf(mine, clause.measure),
        QuantityOf(others, clause.measure),
        QuantityOf(firm if spot else (), clause.measure),
        QuantityOf(mine if by_forecast else (), ahead),
        QuantityOf(others if by_forecast else (), ahead),
    )


def explain(told: Told) -> Iterable[Message]:
    """What there is for whom, and the buyer's part."""
    x, after = told.facts, told.after
    amounts: dict[str, Value] = {
        "pool": told.quantity(after.pool), "all": told.quantity(after.all), "mine": told.quantity(x.mine),
        "unit": told.unit.name,
    }  # fmt: skip
    if after.all > after.pool:
        share = part(told.terms, x) * 100
        yield SHORT(**amounts, allotted=told.quantity(after.due), share=share)
    else:
        yield ENOUGH(**amounts)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        capacity=said.quantity(clause.capacity, clause.services[0]), services=said.listed(clause.services),
        idle=said.service(clause.idle), measure=MEASURES[clause.measure](),
    )  # fmt: skip
    horizon = said_horizon(clause.periods_ahead or 0)
    yield SAYS_STANDING[clause.standing](
        firm=said.service(clause.firm_of_others),
        spot=said.service(clause.spot_of_others) if clause.spot_of_others else "",
        basis=BY_ORDERS() if clause.pro_rata_on == "orders" else BY_FORECAST(horizon=horizon),
    )
    yield SAYS_NO_MORE()


def check(clause: Clause) -> Iterable[Fault]:
    """Spot orders name those of others, and shares by forecast their horizon; neither is written for nothing."""
    if clause.standing == "spot" and clause.spot_of_others is None:
        yield NO_SPOT.at("spot_of_others")
    elif clause.standing == "firm" and clause.spot_of_others is not None:
        yield SPOT_UNUSED.at("spot_of_others")
    if clause.pro_rata_on == "forecast" and clause.periods_ahead is None:
        yield NO_HORIZON.at("periods_ahead")
    elif clause.pro_rata_on == "orders" and clause.periods_ahead is not None:
        yield HORIZON_UNUSED.at("periods_ahead")


def services_of(clause: Clause) -> tuple[str, ...]:
    """All that is counted together, so in one unit."""
    others = (clause.spot_of_others,) if clause.spot_of_others else ()
    return (*clause.services, clause.idle, clause.firm_of_others, *others)


KIND = Kind(
    "allocation", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("allocation.title", "Allocation in a shortage", "短缺时的分配"), effect="gate", check=check,
    services=services_of,
)  # fmt: skip
