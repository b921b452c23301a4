"""Percentage: a rate on facts that count money, with a least and a most per order or window and a free amount.

Rules: docs/rules/percentage.md. Handling on what is bought for the buyer, a share of net sales, an agent's fee.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Share
from suture.engine.clauses.figure_faults import crossed
from suture.engine.clauses.kind import (
    ClauseBase,
    Kind,
    Measure,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
    WindowName,
)
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, higher, lower, when
from suture.engine.period import later
from suture.engine.text import Message, Text

TITLE = Text("percentage.title", "Percentage fee", "按比例收费")
TOLD = Text("percentage", "{value} {unit} × {percent} %", "{value} {unit} × {percent} %")
FREE = Text(
    "percentage.free",
    "({value} − {free} free) {unit} × {percent} %",
    "（{value} − 免费额度 {free}）{unit} × {percent} %",
)
LEAST = Text(
    "percentage.least",
    "+ {more} {currency} up to the least, {fee} {currency}",
    "+ 补足至最低额 {fee} {currency}：{more} {currency}",
)
MOST = Text(
    "percentage.most",
    "− {less} {currency} above the most, {fee} {currency}",
    "− 超过最高额 {fee} {currency} 的部分：{less} {currency}",
)
BEFORE = Text(
    "percentage.before",
    "less {before} {currency} charged before in the window",
    "减去本期此前已收取的 {before} {currency}",
)

SAYS = Text(
    "percentage.says",
    "The buyer pays {rate} of {service} for {window}, counted as {measure}.",
    "买方按{window}{service}金额的 {rate} 支付费用，金额按{measure}计。",
)
SAYS_LEAST = Text(
    "percentage.says_least",
    "Where anything is charged, {window} bears at least {least}.",
    "{window}有应收费用的，不低于 {least}。",
)
SAYS_MOST = Text(
    "percentage.says_most", "Not more than {most} is charged for {window}.", "{window}的费用不超过 {most}。"
)
SAYS_FREE = Text("percentage.says_free", "In {window} the first {free} are free.", "{window}的前 {free} 免费。")
SAYS_POOL: Mapping[str, Text] = {
    "never": Text(
        "percentage.says_free_once",
        "The first {free} under the agreement are free, in the order in which they arise.",
        "协议项下的前 {free} 免费，按发生先后抵用。",
    ),
    "each_year": Text(
        "percentage.says_free_each_year",
        "In every twelve months from the first day of the agreement the first {free} are free, in the order in which "
        "they arise.",
        "自协议首日起每十二个月内的前 {free} 免费，按发生先后抵用。",
    ),
}
SAYS_BACK = Text(
    "percentage.says_back",
    "What is taken back first restores what was free, then credits the fee of an amount of its size.",
    "退回的金额先恢复免费额度，其余按同等金额应收的费用冲减。",
)
SAYS_LATER = Text(
    "percentage.says_later",
    "Figures that change within that time hold for later amounts.",
    "比例和金额在该期间内变更的，仅适用于其后的金额。",
)
SAYS_CUT = Text(
    "percentage.says_cut",
    "These amounts are the same where the agreement covers only a part of that time.",
    "协议仅覆盖该期间一部分的，上述金额不变。",
)

LEAST_ABOVE = refusal(
    "percentage_least_above_most",
    "the least, {least}, is above the most, {most}",
    "Let 'minimum' be no more than 'maximum'.",
    "最低额 {least} 高于最高额 {most}",
    "请使“minimum”不大于“maximum”。",
)
NOT_SAID = refusal(
    "percentage_free_again_missing",
    "with a fee on each order nothing says whether the free amount comes again",
    "Write 'free_again': never or each_year.",
    "按订单收费时，未说明免费额度是否重新计算",
    "请写明“free_again”：never 或 each_year。",
)
NO_USE = refusal(
    "percentage_free_again_unused",
    "'free_again' does nothing without a free amount on single orders",
    "Leave out 'free_again'.",
    "没有按订单计的免费额度时，“free_again”不起作用",
    "请删去“free_again”。",
)


class Clause(ClauseBase):
    """A percentage as written. With the window ``order`` least and most hold for each order, else for each window."""

    kind: Literal["percentage"] = "percentage"
    service: str
    measure: Measure
    window: WindowName
    rate: Share
    minimum: Amount | None = None
    maximum: Amount | None = None
    free_amount: Amount | None = None
    free_again: Literal["never", "each_year"] | None = None


class Terms(NamedTuple, Generic[N]):
    """Rate of a step; least and most; free steps; 1 where they run on from order to order, and in which year.

    ``later`` is 1 where numbers that are new hold for later amounts only.
    """

    rate: N
    least: N
    most: N
    free: N
    pooled: N
    year: N
    later: N


class State(NamedTuple, Generic[N]):
    """Steps of this window; free steps used by the orders of the year before now, and that year; fee; due."""

    value: N
    used: N
    year: N
    fee: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the order or of the period."""

    value: N


def spent(p: Terms[N], used: N, value: N) -> N:
    """Free steps that are used once this value has come."""
    return higher(lower(used + value, p.free), 0 * used)


def fee_of(p: Terms[N], billable: N) -> N:
    """The fee of what is not free; below zero the credit of the same size."""
    size = higher(billable, -billable)
    fee = when(size, lower(higher(p.rate * size, p.least), p.most))
    return fee if billable > 0 else -fee


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The value of the order, or of the window so far, at the rate; what is added is that less what was charged."""
    value = (s.value if w.opens == 0 else 0 * s.value) + x.value
    start = s.used if p.year == s.year else 0 * s.used
    used = spent(p, start, value)
    fee = fee_of(p, value - (used - start))
    past = value - x.value
    charged = fee_of(p, past - spent(p, 0 * past, past)) if p.later > 0 else s.fee
    added = fee - (charged if w.opens == 0 else 0 * charged)
    return State(value, p.pooled * used, p.year, fee, s.due + added)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        rate=at.per_step(clause.rate),
        least=at.value(clause.minimum),
        most=at.value(clause.maximum) if clause.maximum else Decimal("Infinity"),
        free=at.steps(clause.free_amount),
        pooled=Decimal(clause.window == "order"),
        year=Decimal(at.month // 12 if clause.free_again == "each_year" else 0),
        later=Decimal(at.changed),
    )


def changes(clause: Clause, start: date) -> Iterable[date]:
    """The days on which the free amount comes again."""
    if clause.free_again == "each_year":
        for year in range(1, 100):
            yield later(start, 12 * year)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """The value and its rate, what is free, and where the least or the most stands in."""
    p, before, after, unit = told.terms, told.before, told.after, told.unit
    start = before.used if p.year == before.year else Decimal(0)
    free = spent(p, start, after.value) - start
    said = {"value": told.quantity(after.value), "unit": unit.name, "percent": p.rate / unit.step * 100}
    yield FREE(free=told.quantity(free), **said) if free else TOLD(**said)
    plain = p.rate * (after.value - free)
    if abs(after.fee) > abs(plain):
        yield LEAST(more=after.fee - plain, fee=after.fee, currency=told.currency)
    elif abs(after.fee) < abs(plain):
        yield MOST(less=plain - after.fee, fee=after.fee, currency=told.currency)
    if charged := after.fee - told.due:
        yield BEFORE(before=charged, currency=told.currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    window = WINDOWS[clause.window]()
    yield SAYS(
        rate=share(clause.rate), service=said.service(clause.service), window=window,
        measure=MEASURES[clause.measure](),
    )  # fmt: skip
    if clause.minimum is not None:
        yield SAYS_LEAST(window=window, least=said.money(clause.minimum))
    if clause.maximum is not None:
        yield SAYS_MOST(window=window, most=said.money(clause.maximum))
    if clause.free_again is not None:
        yield SAYS_POOL[clause.free_again](free=said.money(clause.free_amount))
    elif clause.free_amount is not None:
        yield SAYS_FREE(window=window, free=said.money(clause.free_amount))
    yield SAYS_BACK()
    if clause.window != "order":
        amounts = (clause.minimum, clause.maximum, clause.free_amount)
        if any(figure is not None and figure.dated for figure in (clause.rate, *amounts)):
            yield SAYS_LATER()
        if any(figure is not None for figure in amounts):
            yield SAYS_CUT()


def check(clause: Clause) -> Iterable[Fault]:
    """The least fits under the most; how often the free amount comes is said where the window does not say it."""
    least, most = clause.minimum, clause.maximum
    if least is not None and most is not None and (found := crossed(least, most)):
        yield LEAST_ABOVE.at("minimum", least=found[0], most=found[1])
    pooled = clause.free_amount is not None and clause.window == "order"
    if pooled and clause.free_again is None:
        yield NOT_SAID.at("free_again")
    elif clause.free_again is not None and not pooled:
        yield NO_USE.at("free_again")


KIND = Kind(
    "percentage", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check, changes=changes,
)  # fmt: skip
