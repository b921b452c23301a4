"""Yield band: inside an agreed band nobody pays for scrap; below it the maker does, above it the owner shares the gain.

Rules: docs/rules/yield_band.md. A lot by itself, or all that a window closes.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Price, Quantity, Share
from suture.engine.clauses.figure_faults import crossed
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, WindowName
from suture.engine.clauses.saying import WINDOWS, Said, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above
from suture.engine.text import Message, Text, Value

TITLE = Text("yield_band.title", "Yield band and scrap", "良率区间与报废")
COUNTED = Text(
    "yield_band.counted",
    "{good} of {started} {unit} good in the window",
    "本期投产 {started} {unit}，合格 {good}",
)
WITHOUT = Text(
    "yield_band.without",
    "{good} of {started} {unit} good in the window, without {scrapped} now scrapped by the buyer's cause",
    "本期投产 {started} {unit}（已扣除本次买方原因报废 {scrapped}），合格 {good}",
)
BELOW = Text(
    "yield_band.below",
    "{units} {unit} under the band's {bound} × {value} {currency} × {share} %: credited",
    "低于区间下限 {bound}，差 {units} {unit} × {value} {currency} × {share} %：予以抵扣",
)
OVER = Text(
    "yield_band.over",
    "{units} {unit} over the band's {bound} × {value} {currency} × {share} %: due",
    "高于区间上限 {bound}，多 {units} {unit} × {value} {currency} × {share} %：应付",
)
INSIDE = Text(
    "yield_band.inside", "inside the band from {low} to {high} {unit}: nothing is due",
    "在 {low} 至 {high} {unit} 的区间内：无应付款",
)  # fmt: skip
OPEN = Text("yield_band.open", "settled when the window closes", "期末结算")
EXEMPT = Text(
    "yield_band.exempt",
    "among the first {exempt} {unit} started: the band does not count yet",
    "属于最先投产的 {exempt} {unit}：不适用良率区间",
)

A_LOT = Text("yield_band.a_lot", "each lot", "每批")
SAYS = Text(
    "yield_band.says",
    "The yield of {service} in {window}, which is what is good of what was started, lies between {low} and {high}; "
    "inside this band nothing is due for it.",
    "{window}{service}的良率（合格数量占投产数量的比例）应在 {low} 至 {high} 之间；在此区间内，双方均不因良率付款。",
)
SAYS_BELOW = Text(
    "yield_band.says_below",
    "Below the band the seller credits the buyer with {share} of what is missing, at {value}.",
    "低于区间的，卖方就不足部分按{value}的 {share} 向买方抵扣。",
)
SAYS_OVER = Text(
    "yield_band.says_over",
    "Above the band the buyer pays the seller {share} of what is gained, at the same value.",
    "高于区间的，买方就增加部分按同一价值的 {share} 向卖方付款。",
)
SAYS_VALUE = {
    "material": Text(
        "yield_band.says_material", "That value is that of the material in a unit.", "该价值为单位产品的材料价值。"
    ),
    "price": Text("yield_band.says_price", "That value is the full price of a unit.", "该价值为单位产品的全价。"),
}
SAYS_CAUSE = {
    "left_out": Text(
        "yield_band.says_left_out",
        "What is scrapped by the buyer's cause is told as scrapped and left out.",
        "因买方原因报废的，按报废数量申报，不计入良率。",
    ),
    "counted": Text(
        "yield_band.says_cause_counted",
        "Scrap counts whoever caused it.",
        "报废不论由何方造成，一律计入良率。",
    ),
}
SAYS_EXEMPT = Text(
    "yield_band.says_exempt",
    "A lot of which a part is among the first {exempt} started does not count.",
    "最先投产的 {exempt} 所涉及的批次，不适用本条。",
)
SAYS_CLOSED = Text(
    "yield_band.says_closed",
    "A lot is told when it is closed: what was started of it, and what of it is good.",
    "每批于结批时申报其投产数量和合格数量。",
)

ORDER = refusal(
    "yield_band_not_rising",
    "the band from {low} % to {high} % is not in rising order",
    "Let 'low' be at most 'high'.",
    "区间 {low} % 至 {high} % 上下限颠倒",
    "请使 low 不大于 high。",
)
BY_LOT = refusal(
    "yield_band_exempt_without_lots",
    "the first units are exempt, but a window of '{window}' does not tell its lots apart",
    "Write 'window: order', so that every lot is looked at by itself; or date 'low' and 'high'.",
    "写有首批豁免数量，但结算窗口“{window}”不区分批次",
    "请写 window: order，逐批计算；或为 low 和 high 写明起始日期。",
)


class Clause(ClauseBase):
    """A yield band as written. Without ``exempt`` the band counts from the first unit on."""

    kind: Literal["yield_band"] = "yield_band"
    service: str
    window: WindowName
    low: Share
    high: Share
    value_per_unit: Price
    valued_at: Literal["material", "price"]
    seller_bears_below: Share
    seller_gains_above: Share
    scrap_by_buyer: Literal["left_out", "counted"]
    exempt: Quantity | None = None


class Terms(NamedTuple, Generic[N]):
    """Bounds of the band; value of a step, and shares of it below and above; 1 where the buyer's scrap is left out."""

    low: N
    high: N
    value: N
    bears: N
    gains: N
    left_out: N
    exempt: N


class State(NamedTuple, Generic[N]):
    """Started (without what is left out) and good in this window; started since the start; due since the start."""

    started: N
    good: N
    ever: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps started and good of what was closed in the period, and scrapped by the buyer's cause."""

    started: N
    good: N
    scrapped: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """When the window closes, what is good of it is held against the band; a lot that is exempt is not added to it."""
    counts = 0 * s.ever if s.ever < p.exempt else 1 + 0 * s.ever
    started = (s.started if w.opens == 0 else 0 * s.started) + counts * (x.started - p.left_out * x.scrapped)
    good = (s.good if w.opens == 0 else 0 * s.good) + counts * x.good
    owed = p.gains * above(good, p.high * started) - p.bears * above(p.low * started, good)
    return State(started, good, s.ever + x.started, s.due + owed * p.value * w.closes)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        low=at.value(clause.low),
        high=at.value(clause.high),
        value=at.per_step(clause.value_per_unit),
        bears=at.value(clause.seller_bears_below),
        gains=at.value(clause.seller_gains_above),
        left_out=Decimal(clause.scrap_by_buyer == "left_out"),
        exempt=at.steps(clause.exempt),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services = (clause.service,)
    return (QuantityOf(services, "started"), QuantityOf(services, "good"), QuantityOf(services, "scrapped"))


def explain(told: Told) -> Iterable[Message]:
    """What was good of what was started, and what is outside the band."""
    p, after, unit, currency = told.terms, told.after, told.unit.name, told.currency
    if told.before.ever < p.exempt:
        yield EXEMPT(exempt=told.quantity(p.exempt), unit=unit)
        if not told.due:
            return
    started, good = told.quantity(after.started), told.quantity(after.good)
    if scrapped := told.quantity(told.facts.scrapped * p.left_out):
        yield WITHOUT(started=started, good=good, unit=unit, scrapped=scrapped)
    else:
        yield COUNTED(started=started, good=good, unit=unit)
    low, high = p.low * started, p.high * started
    missing, gained = above(low, good), above(good, high)
    value = p.value / told.unit.step
    if missing + gained == 0:
        yield INSIDE(low=low, high=high, unit=unit)
    elif told.due == 0:
        yield OPEN()
    else:
        said: dict[str, Value] = {"unit": unit, "value": value, "currency": currency}
        if missing:
            yield BELOW(units=missing, bound=low, share=p.bears * 100, **said)
        if gained:
            yield OVER(units=gained, bound=high, share=p.gains * 100, **said)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    window = A_LOT() if clause.window == "order" else WINDOWS[clause.window]()
    yield SAYS(service=said.service(clause.service), window=window, low=share(clause.low), high=share(clause.high))
    yield SAYS_BELOW(share=share(clause.seller_bears_below), value=said.price(clause.value_per_unit, clause.service))
    yield SAYS_OVER(share=share(clause.seller_gains_above))
    yield SAYS_VALUE[clause.valued_at]()
    yield SAYS_CAUSE[clause.scrap_by_buyer]()
    if clause.exempt:
        yield SAYS_EXEMPT(exempt=said.quantity(clause.exempt, clause.service))
    yield SAYS_CLOSED()


def check(clause: Clause) -> Iterable[Fault]:
    """The band has a width or none, but is not upside down; what is exempt is told apart."""
    if bounds := crossed(clause.low, clause.high):
        yield ORDER.at("low", low=bounds[0] * 100, high=bounds[1] * 100)
    if clause.exempt is not None and clause.window != "order":
        yield BY_LOT.at("exempt", window=clause.window)


KIND = Kind(
    "yield_band", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    check=check,
)  # fmt: skip
