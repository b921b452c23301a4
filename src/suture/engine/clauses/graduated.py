"""Graduated price: every slice of the quantity at the price of its own tier; a tier's fee when it is entered.

Rules: docs/rules/graduated.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told, WindowName
from suture.engine.clauses.said_tiers import says_change, says_tiers, says_zero_use
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said
from suture.engine.clauses.tiers import Bound, PriceChange, Tier, ZeroUse, check_tiers, tariff
from suture.engine.clauses.told_tiers import entered, slices
from suture.engine.fault import Fault
from suture.engine.number import N, Quad, Window, jumped, sliced
from suture.engine.text import Message, Text

TITLE = Text("graduated.title", "Graduated price", "分段累进价")
TOLD = Text(
    "graduated",
    "{taken} {unit} taken in the window, {before} before:",
    "本期累计 {taken} {unit}，此前 {before} {unit}：",
)
SLICE = Text(
    "graduated.slice",
    "tier {number}: {counted} {unit} × {price} {currency}",
    "第 {number} 档：{counted} {unit} × {price} {currency}",
)
FEE = Text("graduated.fee", "+ fee of tier {number}: {fee} {currency}", "+ 第 {number} 档固定费用：{fee} {currency}")
LESS = Text(
    "graduated.less",
    "less {before} {currency} charged before in the window",
    "减去本期此前已收取的 {before} {currency}",
)
SAYS = Text(
    "graduated.says",
    "For {service}, counted as {measure} over {window}, every slice of the quantity is charged at the price of its own "
    "tier.",
    "{service}以{window}累计的{measure}数量分段计价，每段数量适用其所在档的价格。",
)
SAYS_FEES = Text(
    "graduated.says_fees",
    "The fee of every tier that the quantity enters is due once in that time.",
    "数量进入某档的，该档固定费用在该期间内收取一次。",
)


class Clause(ClauseBase):
    """A graduated price as written."""

    kind: Literal["graduated"] = "graduated"
    service: str
    measure: Measure
    window: WindowName
    bound: Bound
    zero_use: ZeroUse
    price_change: PriceChange
    tiers: tuple[Tier, ...] = Field(min_length=1)


class Terms(NamedTuple, Generic[N]):
    """The table as differences per step, and 1 where a price that is new is for later units only."""

    base: N
    starts: tuple[Quad[N], ...]
    rises: tuple[Quad[N], ...]
    enters: tuple[Quad[N], ...]
    jumps: tuple[Quad[N], ...]
    anew: N


class State(NamedTuple, Generic[N]):
    """Steps taken in the window, what they cost, due since the start."""

    taken: N
    cost: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period."""

    taken: N


def price(p: Terms[N], quantity: N) -> N:
    """What a window's quantity costs under these terms."""
    return p.base + sliced(quantity, p.starts, p.rises) + jumped(quantity, p.enters, p.jumps)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The window's quantity is priced anew; what is added is its price less that of the quantity before."""
    before = s.taken if w.opens == 0 else 0 * s.taken
    taken = before + x.taken
    cost = price(p, taken)
    priced = price(p, before) if p.anew > 0 else s.cost
    return State(taken, cost, s.due + cost - (priced if w.opens == 0 else 0 * priced))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    table = tariff(clause.tiers, clause.bound, clause.zero_use, at, by_order=clause.window == "order", every_fee=True)
    return Terms(*table, anew=Decimal(at.changed and clause.price_change == "later_units"))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """The slices and fees that are added; those of the whole window, less what it cost before, at a new price."""
    p, after, unit, currency, tiers = told.terms, told.after, told.unit, told.currency, len(told.clause.tiers)
    before, charged = after.taken - told.facts.taken, after.cost - told.due
    yield TOLD(taken=told.quantity(after.taken), before=told.quantity(before), unit=unit.name)
    anew = charged != price(p, before)
    start = Decimal(0) if anew else before
    for each in slices(p.starts, p.rises, tiers, start, after.taken):
        yield SLICE(
            number=each.number, counted=told.quantity(each.counted), unit=unit.name, price=each.price / unit.step,
            currency=currency,
        )  # fmt: skip
    if anew and p.base:
        yield FEE(number=1, fee=p.base, currency=currency)
    for tier in entered(p.enters, p.jumps, tiers, start, after.taken):
        yield FEE(number=tier.number, fee=tier.fee, currency=currency)
    if anew and charged:
        yield LESS(before=charged, currency=currency)


def check(clause: Clause) -> Iterable[Fault]:
    """Gaps and ends of the table."""
    return check_tiers(clause.tiers, "tiers")


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service, window = clause.service, clause.window
    yield SAYS(service=said.service(service), measure=MEASURES[clause.measure](), window=WINDOWS[window]())
    yield from says_tiers(clause.tiers, clause.bound, service, said)
    if any(tier.fee is not None for tier in clause.tiers):
        yield SAYS_FEES()
        yield says_zero_use(clause.zero_use, window)
    yield from says_change(clause.price_change, window)


KIND = Kind(
    "graduated", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
