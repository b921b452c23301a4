"""Royalty: a share of the value of what is made or sold, or a floor per unit, and a minimum for the year.

Rules: docs/rules/royalty.md. The value is reported: per unit as an index, or in all as money facts.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Amount, Price, Share, Written
from suture.engine.clauses.index_level import says_level
from suture.engine.clauses.kind import (
    ClauseBase,
    InForce,
    Kind,
    LevelOf,
    Measure,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
)
from suture.engine.clauses.money_facts import coin
from suture.engine.clauses.payer import OTHERS, PAYEES, PAYERS, SIDES, Payer, sign
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, higher, when
from suture.engine.text import Message, Text, Value

TITLE = Text("royalty.title", "Royalty", "许可使用费")
OF_VALUE = Text(
    "royalty.of_value",
    "{units} {unit} × {rate} {currency}, {percent} % of {value}: {side}",
    "{units} {unit} × {rate} {currency}（{value} 的 {percent} %）：{side}",
)
AT_FLOOR = Text(
    "royalty.at_floor",
    "{units} {unit} × {rate} {currency}, the floor: {percent} % of {value} are less: {side}",
    "{units} {unit} × {rate} {currency}（下限；{value} 的 {percent} % 较低）：{side}",
)
OF_SALES = Text(
    "royalty.of_sales",
    "{percent} % of {sales} {currency}: {side}",
    "{sales} {currency} 的 {percent} %：{side}",
)
RAISED = Text(
    "royalty.raised",
    "{more} {currency} more: for the units of the window so far the floor is {floor}, and the share {shared}: {side}",
    "另计 {more} {currency}：本期迄今各单位下限合计 {floor}，按比例为 {shared}：{side}",
)
LOWERED = Text(
    "royalty.lowered",
    "{less} {currency} less: the floor counted before is {floor}, and the share of the window so far {shared}: {side}",
    "少计 {less} {currency}：此前按下限计入，本期迄今下限合计 {floor}，按比例为 {shared}：{side}",
)
MINIMUM = Text(
    "royalty.minimum",
    "+ {short} {currency} up to the minimum of {required} {currency}: {side}",
    "+ 补足至最低额 {required} {currency}：{short} {currency}，{side}",
)
NOTHING = Text("royalty.nothing", "nothing reported for this period", "本结算期无申报")

SAYS_VALUE = Text(
    "royalty.says_value",
    "The {payer} pays the {payee} a royalty on each unit of {service}, counted as {measure}: {share} of its {value} as "
    "reported.",
    "{payer}就{service}（按{measure}数量计）每单位向{payee}支付许可使用费，为所申报的{value}的 {share}。",
)
SAYS_FLOOR = Text("royalty.says_floor", "It is at least {floor}, for each unit.", "每单位不低于{floor}。")
SAYS_SALES = Text(
    "royalty.says_sales",
    "The {payer} pays the {payee} a royalty of {share} of {sales}, counted as {measure}, as reported.",
    "{payer}按所申报的{sales}（按{measure}计）的 {share} 向{payee}支付许可使用费。",
)
SAYS_FLOOR_SUM = Text(
    "royalty.says_floor_sum",
    "It is at least {floor} of {service}, counted as {measure}, over all units of {window} together.",
    "{window}的许可使用费合计，不低于{service}（按{measure}数量计）{floor}计得的总额。",
)
SAYS_MINIMUM = Text(
    "royalty.says_minimum",
    "For {window} it comes to at least {minimum}; what is missing is paid at the end of that time.",
    "{window}的许可使用费不低于 {minimum}；不足部分于该期间结束时补足。",
)
SAYS_PRORATE: Mapping[str, Text] = {
    "in_force": Text(
        "royalty.says_in_force",
        "The minimum follows the part of that time in which the agreement is in force.",
        "最低额按协议在该期间内的有效时间比例计算。",
    ),
    "full": Text(
        "royalty.says_full", "The whole minimum stands however short that time is.", "期间不足的，最低额仍按全额计算。"
    ),
}

BOTH = refusal(
    "royalty_in_two_forms",
    "the royalty is on the value of a unit and on sales at once",
    "Write 'value' or 'sales', one of the two.",
    "许可使用费同时以单位价值和销售额为基础",
    "请只写“value”或“sales”其中之一。",
)
NEITHER = refusal(
    "royalty_without_base",
    "nothing says what the royalty is a share of",
    "Write 'value' (an index: the value of one unit) or 'sales' (facts that count money).",
    "未说明许可使用费以何为基础",
    "请写明“value”（单位价值的指数）或“sales”（以金额计的事实）。",
)
NO_UNITS = refusal(
    "royalty_without_units",
    "a royalty per unit has no units to count",
    "Write 'units': a service and its measure.",
    "按单位计的许可使用费未说明计量的单位",
    "请写明“units”：服务及其计量项。",
)
NO_USE = refusal(
    "royalty_part_unused",
    "'{part}' does nothing without '{other}'",
    "Leave out '{part}', or write '{other}'.",
    "没有“{other}”时，“{part}”不起作用",
    "请删去“{part}”，或写明“{other}”。",
)
NO_LAG = refusal(
    "royalty_lag_missing",
    "nothing says how many settlement periods the value lies before the units",
    "Write 'lag_periods': 0 for the value of the same settlement period.",
    "未说明单位价值取计量之前第几个结算期的数值",
    "请写明“lag_periods”：同一结算期填 0。",
)
NO_PRORATE = refusal(
    "royalty_prorate_missing",
    "nothing says what of the minimum stands in a window that is not full",
    "Write 'prorate': in_force or full.",
    "未说明期间不足时最低额如何计算",
    "请写明“prorate”：in_force 或 full。",
)


class Count(Written):
    """What is counted: a service, and which of its facts."""

    service: str
    measure: Measure


class Clause(ClauseBase):
    """A royalty as written, on the ``value`` of a unit (an index) or on ``sales`` (money facts)."""

    kind: Literal["royalty"] = "royalty"
    paid_by: Payer
    share: Share
    value: str | None = None
    lag_periods: int | None = Field(default=None, ge=0, description="settlement periods between value and units")
    sales: Count | None = None
    units: Count | None = None
    floor: Price | None = None
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    minimum: Amount | None = None
    prorate: Literal["in_force", "full"] | None = None


class Terms(NamedTuple, Generic[N]):
    """1 where the value is that of a unit; share and floor, per step and coin; sign; the minimum and its parts."""

    of_unit: N
    share: N
    floor: N
    sign: N
    at_open: N
    per_period: N


class State(NamedTuple, Generic[N]):
    """Of this window: by the share, by the floor, earned, required, missing at its close; due since the start."""

    shared: N
    floored: N
    earned: N
    required: N
    missing: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period; value of a unit, or coins sold; the share of the period in force."""

    units: N
    value: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Share or floor, whichever is larger: of each unit, or over the sales of the window; at its close the minimum."""
    by_unit = x.units * higher(p.share * x.value, p.floor)
    shared = (s.shared if w.opens == 0 else 0 * s.shared) + (by_unit if p.of_unit > 0 else p.share * x.value)
    floored = (s.floored if w.opens == 0 else 0 * s.floored) + (1 - p.of_unit) * p.floor * x.units
    earned = higher(shared, floored)
    required = (s.required if w.opens == 0 else 0 * s.required) + p.per_period * x.in_force
    required += when(x.in_force, p.at_open) * w.opens
    before = s.earned if w.opens == 0 else 0 * s.earned
    missing = above(required, earned) * w.closes
    return State(shared, floored, earned, required, missing, s.due + p.sign * (earned - before + missing))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; a value is per unit, sales are counted in coins."""
    rate, minimum = at.value(clause.share), at.value(clause.minimum)
    of_unit = clause.value is not None
    spread = clause.prorate == "in_force"
    return Terms(
        of_unit=Decimal(of_unit),
        share=at.unit.price_per_step(rate) if of_unit else rate * coin(at.currency),
        floor=at.per_step(clause.floor),
        sign=sign(clause.paid_by),
        at_open=Decimal(0) if spread else minimum,
        per_period=minimum * at.share / at.cycles if spread else Decimal(0),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    units, sales = clause.units, clause.sales
    counted = QuantityOf((units.service,), units.measure) if units else QuantityOf((), "sold")
    if clause.value is not None:
        return (counted, LevelOf(clause.value, clause.lag_periods or 0), InForce())
    return (counted, QuantityOf((sales.service,), sales.measure) if sales else QuantityOf((), "sold"), InForce())


def explain(told: Told) -> Iterable[Message]:
    """Units at their rate or sales at the share, the floor, and the minimum at the close."""
    p, x, after, payer = told.terms, told.facts, told.after, told.clause.paid_by
    said: dict[str, Value] = {"currency": told.currency, "side": SIDES[payer]()}
    if x.units and p.of_unit:
        rate = higher(p.share * x.value, p.floor) / told.unit.step
        text = OF_VALUE if p.share * x.value >= p.floor else AT_FLOOR
        percent = p.share / told.unit.step * 100
        units = told.quantity(x.units)
        yield text(units=units, unit=told.unit.name, rate=rate, value=x.value, percent=percent, **said)
    elif x.value and not p.of_unit:
        money = coin(told.currency)
        yield OF_SALES(percent=p.share / money * 100, sales=x.value * money, **said)
    added = told.due * p.sign - after.missing
    raised = added - (x.units * higher(p.share * x.value, p.floor) if p.of_unit else p.share * x.value)
    if raised > 0:
        yield RAISED(more=raised, floor=after.floored, shared=after.shared, **said)
    elif raised < 0:
        said["side"] = SIDES[OTHERS[payer]]()
        yield LOWERED(less=-raised, floor=after.floored, shared=after.shared, **said)
    if after.missing:
        said["side"] = SIDES[payer]()
        yield MINIMUM(short=after.missing, required=after.required, **said)
    elif told.due == 0:
        yield NOTHING()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    window, parties = WINDOWS[clause.window](), {"payer": PAYERS[clause.paid_by](), "payee": PAYEES[clause.paid_by]()}
    units, sales = clause.units, clause.sales
    if clause.value is not None and units is not None:
        yield SAYS_VALUE(
            service=said.service(units.service), measure=MEASURES[units.measure](), share=share(clause.share),
            value=clause.value, **parties,
        )  # fmt: skip
        if clause.floor is not None:
            yield SAYS_FLOOR(floor=said.price(clause.floor, units.service))
        yield says_level(clause.lag_periods or 0)
    elif sales is not None:
        yield SAYS_SALES(
            sales=said.service(sales.service), measure=MEASURES[sales.measure](), share=share(clause.share), **parties
        )
        if clause.floor is not None and units is not None:
            yield SAYS_FLOOR_SUM(
                floor=said.price(clause.floor, units.service), service=said.service(units.service),
                measure=MEASURES[units.measure](), window=window,
            )  # fmt: skip
    if clause.minimum is not None:
        yield SAYS_MINIMUM(window=window, minimum=said.money(clause.minimum))
        yield SAYS_PRORATE[clause.prorate or "full"]()


def check(clause: Clause) -> Iterable[Fault]:
    """One base of the two, and every other part where it does something."""
    by_value, by_sales = clause.value is not None, clause.sales is not None
    if by_value and by_sales:
        yield BOTH.at("sales")
    elif not by_value and not by_sales:
        yield NEITHER.at()
    if clause.units is None and (by_value or clause.floor is not None):
        yield NO_UNITS.at("units")
    elif clause.units is not None and by_sales and clause.floor is None:
        yield NO_USE.at("units", part="units", other="floor")
    if by_value and clause.lag_periods is None:
        yield NO_LAG.at("lag_periods")
    elif clause.lag_periods is not None and not by_value:
        yield NO_USE.at("lag_periods", part="lag_periods", other="value")
    if clause.minimum is not None and clause.prorate is None:
        yield NO_PRORATE.at("prorate")
    elif clause.prorate is not None and clause.minimum is None:
        yield NO_USE.at("prorate", part="prorate", other="minimum")


def services_of(clause: Clause) -> tuple[str, ...]:
    """The service whose units are counted; sales are in the currency."""
    return (clause.units.service,) if clause.units else ()


KIND = Kind(
    "royalty", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check, services=services_of,
)  # fmt: skip
