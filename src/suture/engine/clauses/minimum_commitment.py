"""Minimum commitment: when a window closes, what was bought less than promised is paid as a shortfall.

The promise is an amount (charges of named clauses count) or a quantity (with a price for what is missing).
Rules: docs/rules/minimum_commitment.md.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Amount, Price, Quantity, Share, Written
from suture.engine.clauses.kind import (
    ClauseBase,
    DueOf,
    InForce,
    Kind,
    Measure,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
)
from suture.engine.clauses.saying import COUNTED_AMOUNTS, MEASURES, WINDOWS, Said, share
from suture.engine.fault import Fault, refusal
from suture.engine.money import rounded, rounded_to
from suture.engine.number import N, Window, above, when
from suture.engine.text import Message, Text

TITLE = Text("minimum.title", "Minimum commitment", "最低采购承诺")
OPEN = Text(
    "minimum.open",
    "{counted} {unit} of {minimum} {unit} in the window so far; settled when it closes",
    "本期迄今计入 {counted} {unit}，最低为 {minimum} {unit}；期末结算",
)
SPEND = Text(
    "minimum.spend",
    "{minimum} {currency} minimum − {counted} {currency} counted",
    "最低金额 {minimum} {currency} − 计入 {counted} {currency}",
)
UNITS = Text(
    "minimum.units",
    "{short} {unit} short of {minimum} {unit} × {price} {currency}",
    "低于最低数量 {minimum} {unit}，差 {short} {unit} × {price} {currency}",
)
MET = Text("minimum.met", "the minimum of {minimum} {unit} was met", "已达到最低 {minimum} {unit}")
RELIEVED = Text(
    "minimum.relieved",
    "the minimum of the window is {relieved} {unit} lower in this period by relief",
    "本结算期因减免，本期间最低减少 {relieved} {unit}",
)
SAYS_SPEND = Text(
    "minimum.says_spend",
    "In {window} the charges of {clauses} come to at least {minimum}; what they are short of it the buyer pays when "
    "that time ends.",
    "{window}内，{clauses}的款项合计不低于 {minimum}；不足部分由买方于该期间结束时补足。",
)
SAYS_QUANTITY = Text(
    "minimum.says_quantity",
    "In {window} the buyer takes at least {minimum} of {services}, counted as {measure}; for what it is short of that "
    "it pays {price} when that time ends.",
    "{window}内，买方至少提取{services} {minimum}（按{measure}数量计）；不足部分由买方于该期间结束时按{price} 付款。",
)
SAYS_PRORATE: Mapping[str, Text] = {
    "full": Text(
        "minimum.says_full",
        "The whole minimum stands wherever that time begins while the agreement is in force.",
        "该期间开始时协议有效的，最低承诺按全额适用。",
    ),
    "in_force": Text(
        "minimum.says_in_force",
        "The minimum follows the part of that time in which the agreement is in force.",
        "最低承诺按协议在该期间内的有效时间比例计算。",
    ),
    "days": Text(
        "minimum.says_days",
        "The minimum follows the part of that time in which the agreement is in force; the part of a settlement period "
        "that is not a whole one is rounded.",
        "最低承诺按协议在该期间内的有效时间比例计算；不足一个结算期的部分，其最低承诺予以舍入。",
    ),
}
SAYS_RELIEF: Mapping[str, Text] = {
    "holds": Text(
        "minimum.says_relief_holds",
        "For every settlement period at whose end {clause} holds, only {share} of its part of the minimum stands.",
        "凡结算期末{clause}所述情形存在的，该结算期对应的最低承诺仅按 {share} 计算。",
    ),
    "does_not_hold": Text(
        "minimum.says_relief_does_not_hold",
        "For every settlement period at whose end {clause} does not hold, only {share} of its part of the minimum "
        "stands.",
        "凡结算期末{clause}所述情形不存在的，该结算期对应的最低承诺仅按 {share} 计算。",
    ),
}

TWO_FORMS = refusal(
    "minimum_form",
    "the minimum is written as spend and as quantity",
    "Write minimum_spend or minimum_quantity, one of the two.",
    "最低承诺同时写成了金额和数量",
    "请只写 minimum_spend 或 minimum_quantity 之一。",
)
NO_FORM = refusal(
    "minimum_form_missing",
    "the minimum is written neither as spend nor as quantity",
    "Write minimum_spend or minimum_quantity, one of the two.",
    "最低承诺既未写成金额，也未写成数量",
    "请写 minimum_spend 或 minimum_quantity 之一。",
)
MISSING = refusal(
    "minimum_part_missing", "{part} is missing beside {form}", "Write {part}.", "{form} 缺少 {part}", "请填写 {part}。"
)
FOREIGN = refusal(
    "minimum_part_unused",
    "{part} does nothing beside {form}",
    "Leave out {part}.",
    "{part} 与 {form} 并用时不起作用",
    "请删去 {part}。",
)

PARTS = {
    "minimum_spend": ("counts", "counted_amounts"),
    "minimum_quantity": ("services", "measure", "shortfall_price"),
}


class Relief(Written):
    """While a gate holds (or does not), only a share of the minimum stands; 0 % lifts it."""

    by: str = Field(description="the gate: a clause whose level is above zero while it holds")
    while_: Literal["holds", "does_not_hold"] = Field(alias="while")
    stands: Share


class Clause(ClauseBase):
    """A minimum as written: of spend with what counts toward it, or of quantity with a shortfall price."""

    kind: Literal["minimum_commitment"] = "minimum_commitment"
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    prorate: Literal["in_force", "full", "days"]
    minimum_spend: Amount | None = None
    counts: tuple[str, ...] = ()
    counted_amounts: Literal["rounded", "unrounded"] | None = None
    minimum_quantity: Quantity | None = None
    services: tuple[str, ...] = ()
    measure: Measure | None = None
    shortfall_price: Price | None = None
    relief: Relief | None = None


class Terms(NamedTuple, Generic[N]):
    """Minimum that falls due with the window and per period in force; price of what is short; 1 for spend.

    Spend is in main units of the currency at price 1, a quantity in steps. ``running`` is 1 where what is counted
    runs on since the start (charges) and 0 where it is that of the period (quantities). ``part`` is that of the period
    in its window; ``off_held`` and ``off_else`` are the shares that are relieved while the gate holds, and while not.
    """

    at_open: N
    per_period: N
    price: N
    running: N
    part: N
    off_held: N
    off_else: N


class State(NamedTuple, Generic[N]):
    """Stood at the opening of this window; required and counted in it; counted when last seen; due since the start."""

    opened: N
    required: N
    counted: N
    seen: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges since the start, or steps of the period; the share of it that is in force; the level of the gate."""

    counted: N
    in_force: N
    gate: N


def relieved(p: Terms[N], opened: N, x: Facts[N]) -> N:
    """What relief takes off the minimum in a period: of its part, as long as the agreement is in force."""
    off = p.off_held if x.gate > 0 else p.off_else
    return off * x.in_force * (p.per_period + p.part * opened)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What the window counted less than its minimum is due when it closes."""
    opened = s.opened if w.opens == 0 else when(x.in_force, p.at_open)
    required = (s.required if w.opens == 0 else opened) + p.per_period * x.in_force - relieved(p, opened, x)
    counted = (s.counted if w.opens == 0 else 0 * s.counted) + x.counted - p.running * s.seen
    short = above(required, counted) * w.closes
    return State(opened, required, counted, x.counted, s.due + short * p.price)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The minimum, whole with the window or spread over it; by days, the part of a partial period is rounded."""
    spend = clause.minimum_spend is not None
    minimum = at.value(clause.minimum_spend) if spend else at.steps(clause.minimum_quantity)
    part = minimum * at.share / at.cycles
    if clause.prorate == "days" and at.share != 1:
        part = rounded(part, at.currency, at.rounding).amount if spend else rounded_to(part, 0, at.rounding)
    whole, relief = clause.prorate == "full", clause.relief
    off = 1 - at.value(relief.stands) if relief else Decimal(0)
    while_held = relief is not None and relief.while_ == "holds"
    return Terms(
        at_open=minimum if whole else Decimal(0),
        per_period=Decimal(0) if whole else part,
        price=Decimal(1) if spend else at.per_step(clause.shortfall_price),
        running=Decimal(spend),
        part=at.share / at.cycles,
        off_held=off if while_held else Decimal(0),
        off_else=Decimal(0) if while_held else off,
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    gate = DueOf((clause.relief.by,) if clause.relief else (), gates=True)
    if clause.measure is None:
        return (DueOf(clause.counts, rounded=clause.counted_amounts == "rounded"), InForce(), gate)
    return (QuantityOf(clause.services, clause.measure), InForce(), gate)


def explain(told: Told) -> Iterable[Message]:
    """What was short, or how far the window has come."""
    spend, after = told.clause.minimum_spend is not None, told.after
    unit = told.currency if spend else told.unit.name
    minimum, counted = told.quantity(after.required), told.quantity(after.counted)
    if off := relieved(told.terms, after.opened, told.facts):
        yield RELIEVED(relieved=told.quantity(off), unit=unit)
    if told.due != 0 and spend:
        yield SPEND(minimum=minimum, counted=counted, currency=told.currency)
    elif told.due != 0:
        price = told.terms.price / told.unit.step
        yield UNITS(short=minimum - counted, unit=unit, minimum=minimum, price=price, currency=told.currency)
    elif counted >= minimum:
        yield MET(minimum=minimum, unit=unit)
    else:
        yield OPEN(counted=counted, unit=unit, minimum=minimum)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    window, relief = WINDOWS[clause.window](), clause.relief
    if clause.minimum_spend is not None:
        yield SAYS_SPEND(window=window, clauses=said.clauses(clause.counts), minimum=said.money(clause.minimum_spend))
    elif clause.measure is not None:
        yield SAYS_QUANTITY(
            window=window, minimum=said.quantity(clause.minimum_quantity, clause.services[0]),
            services=said.listed(clause.services), measure=MEASURES[clause.measure](),
            price=said.price(clause.shortfall_price, clause.services[0]),
        )  # fmt: skip
    if clause.counted_amounts is not None:
        yield COUNTED_AMOUNTS[clause.counted_amounts]()
    yield SAYS_PRORATE[clause.prorate]()
    if relief is not None:
        yield SAYS_RELIEF[relief.while_](clause=said.clauses((relief.by,)), share=share(relief.stands))


def check(clause: Clause) -> Iterable[Fault]:
    """One form of the two, with all of its parts and none of the other's."""
    forms = [form for form in PARTS if getattr(clause, form) is not None]
    if len(forms) != 1:
        yield (TWO_FORMS if forms else NO_FORM).at()
        return
    for form, parts in PARTS.items():
        for part in parts:
            written = bool(getattr(clause, part))
            if form in forms and not written:
                yield MISSING.at(part, part=part, form=form)
            elif form not in forms and written:
                yield FOREIGN.at(part, part=part, form=forms[0])


KIND = Kind(
    "minimum_commitment",
    Phase.COMMITMENT,
    Clause,
    Terms,
    State,
    Facts,
    step,
    numbers,
    reads,
    explain,
    says,
    title=TITLE,
    check=check,
)
