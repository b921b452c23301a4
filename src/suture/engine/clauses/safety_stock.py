"""Safety stock: the seller keeps finished units; the buyer pays a monthly rate on their value and buys them on exit.

Rules: docs/rules/safety_stock.md. The stock is a service of its own, so that its units are not mixed with deliveries.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Quantity, Ratio, Share, Written
from suture.engine.clauses.kind import (
    AGREEMENT,
    ClauseBase,
    InForce,
    Kind,
    Measure,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
    told_before,
)
from suture.engine.clauses.material_stock import OnExit
from suture.engine.clauses.per_month import months_of
from suture.engine.clauses.saying import MEASURES, Said, in_days, in_months, in_periods, number, share
from suture.engine.fault import Fault, refusal
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
MORE = Text(
    "safety_stock.more",
    "{moved} {unit} more of it are bought: × {value} {currency}",
    "另买下 {moved} {unit} × {value} {currency}",
)
WITHDRAWN = Text(
    "safety_stock.withdrawn",
    "the agreement does not end after all: {moved} {unit} bought × {value} {currency} credited",
    "终止已撤回：已买下的 {moved} {unit} × {value} {currency}，予以抵扣",
)
NONE = Text("safety_stock.none", "nothing in stock", "无库存")

SAYS = Text(
    "safety_stock.says",
    "The seller owns, finances and rotates a safety stock of {units} of {service}, and fills it up again within "
    "{rebuild} after it was drawn on.",
    "卖方自有、自筹并轮换{service}的安全库存 {units}，动用后应在 {rebuild}内补足。",
)
SAYS_COVER = Text(
    "safety_stock.says_cover",
    "The seller owns, finances and rotates a safety stock of {service} of at least {least} and at most {most} times "
    "{need}, and fills it up again within {rebuild} after it was drawn on.",
    "卖方自有、自筹并轮换{service}的安全库存，数量不低于{need}的 {least} 倍、不高于 {most} 倍，动用后应在 {rebuild}内"
    "补足。",
)
NEED = {
    "week": Text(
        "safety_stock.need_week",
        "a week's need of {of}, counted as {measure} on the average of {periods}",
        "{of}一周平均需求（按最近 {periods}的{measure}数量计）",
    ),
    "month": Text(
        "safety_stock.need_month",
        "a month's need of {of}, counted as {measure} on the average of {periods}",
        "{of}一个月平均需求（按最近 {periods}的{measure}数量计）",
    ),
}
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


ONE_SIZE = refusal(
    "safety_stock_in_two_sizes",
    "the size of the stock is written as units and as cover at once, or not at all",
    "Write either 'units' or 'cover'.",
    "库存规模同时写了数量与覆盖期，或均未写",
    "请只写“units”或“cover”其中之一。",
)
ONE_ISSUE = refusal(
    "safety_stock_forecast_average",
    "a forecast is averaged over {periods} settlement periods, but only the last issue counts",
    "Write periods: 1.",
    "预测按 {periods} 个结算期取平均，但仅以最近一期预测为准",
    "请写 periods: 1。",
)
WEEKS = Decimal(12) / Decimal(52)
"""Months in a week, by the year."""


class Cover(Written):
    """A stock by need: so many weeks or months of what is ordered or forecast, on the average of settlement periods."""

    least: Ratio
    most: Ratio
    need: Literal["week", "month"]
    of: str = Field(description="the service whose need it covers")
    measure: Measure
    periods: int = Field(gt=0, le=120)


class Clause(ClauseBase):
    """A safety stock as written: how much, at which value, carried at which rate. ``rebuild_days`` is a duty."""

    kind: Literal["safety_stock"] = "safety_stock"
    service: str
    units: Quantity | None = None
    cover: Cover | None = Field(default=None, description="its size by need, in the place of units")
    value: Price
    rate_per_month: Share
    rebuild_days: int = Field(gt=0)
    on_exit: OnExit


class Terms(NamedTuple, Generic[N]):
    """Steps to be kept, value of a step, rate of a month, months of the period; 1 for either exit.

    ``cover`` is what is kept of a step needed in ``rolling`` settlement periods, or in this one alone.
    """

    units: N
    value: N
    rate: N
    months: N
    on_termination: N
    at_end: N
    cover: N
    rolling: N


class State(NamedTuple, Generic[N]):
    """Steps in stock; those carried now; short-dated ones, steps bought on exit; ended; due since the start.

    ``needed`` are the steps of the settlement periods that the size goes by.
    """

    needed: N
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
    needed: N
    needed_then: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is in stock is carried; on exit it is bought out but for what is short-dated."""
    level = s.level + x.held - x.released if s.ended <= 0 else s.level
    needed = s.needed + x.needed - x.needed_then if p.rolling > 0 else x.needed
    carried = when(x.in_force, lower(above(level, 0 * level), p.units + p.cover * needed))
    ended = s.ended + p.on_termination * x.terminated + p.at_end * w.closes
    short = s.short + when(ended, x.rejected)
    out = when(ended, above(level, short))
    due = s.due + carried * p.value * p.rate * p.months * x.in_force + (out - s.out) * p.value
    return State(needed, level, carried, short, out, ended, due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    cover, kept = clause.cover, Decimal(0)
    if cover is not None:
        a_month = at.value(cover.most) / (cover.periods * months_of(at) / at.share)
        kept = a_month * (WEEKS if cover.need == "week" else 1)
    return Terms(
        units=at.steps(clause.units) if clause.units is not None else Decimal(0),
        value=at.per_step(clause.value),
        rate=at.value(clause.rate_per_month),
        months=months_of(at),
        on_termination=Decimal(clause.on_exit != "nothing_due"),
        at_end=Decimal(clause.on_exit == "due_at_any_end"),
        cover=kept,
        rolling=Decimal(cover is not None and cover.measure != "forecast"),
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
        *needs(clause.cover),
    )


def needs(cover: Cover | None) -> tuple[Source, Source]:
    """What is needed in a settlement period, and what was needed in the one that falls out of the average."""
    if cover is None:
        return QuantityOf((), "ordered"), QuantityOf((), "ordered")
    if cover.measure == "forecast":  # what the last issue before the settlement period says of it
        return QuantityOf((cover.of,), told_before("forecast", 1)), QuantityOf((), "ordered")
    return QuantityOf((cover.of,), cover.measure), QuantityOf((cover.of,), cover.measure, cover.periods)


def explain(told: Told) -> Iterable[Message]:
    """What is carried, then what is bought out."""
    p, after, unit = told.terms, told.after, told.unit
    level, moved = told.quantity(after.level), told.quantity(after.out - told.before.out)
    value = {"unit": unit.name, "value": p.value / unit.step, "currency": told.currency}
    if after.carried:
        months = in_months(p.months * told.facts.in_force)
        yield CARRIED(carried=told.quantity(after.carried), level=level, rate=p.rate * 100, months=months, **value)
    if moved > 0 and told.before.out:
        yield MORE(moved=moved, **value)
    elif moved > 0:
        yield BOUGHT(level=level, short=told.quantity(after.short), out=told.quantity(after.out), **value)
    elif moved < 0:
        yield (LESS if after.ended > 0 else WITHDRAWN)(moved=-moved, **value)
    elif not after.carried:
        yield NONE()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service, rebuild = said.service(clause.service), in_days(clause.rebuild_days)
    if (cover := clause.cover) is None:
        yield SAYS(units=said.quantity(clause.units, clause.service), service=service, rebuild=rebuild)
    else:
        need = NEED[cover.need](
            of=said.service(cover.of), measure=MEASURES[cover.measure](), periods=in_periods(cover.periods)
        )
        yield SAYS_COVER(
            service=service, least=number(cover.least), most=number(cover.most), need=need, rebuild=rebuild
        )
    yield SAYS_CARRIED(rate=share(clause.rate_per_month), value=said.price(clause.value, clause.service))
    yield SAYS_EXIT[clause.on_exit]()


def check(clause: Clause) -> Iterable[Fault]:
    """One size; a forecast is that of its last issue."""
    if (clause.units is None) == (clause.cover is None):
        yield ONE_SIZE.at()
    if clause.cover is not None and clause.cover.measure == "forecast" and clause.cover.periods != 1:
        yield ONE_ISSUE.at("cover", "periods", periods=clause.cover.periods)


def services_of(clause: Clause) -> tuple[str, ...]:
    """The stock, and the service whose need it covers; both in one unit."""
    return (clause.service, clause.cover.of) if clause.cover else (clause.service,)


KIND = Kind(
    "safety_stock", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("safety_stock.title", "Safety stock", "安全库存"), check=check, services=services_of,
)  # fmt: skip
