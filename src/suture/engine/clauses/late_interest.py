"""Late interest: what is paid after its due day bears simple interest by the day, and a flat sum for the trouble.

Rules: docs/rules/late_interest.md. A payment is a fact: what was paid, when, and the day on which it was due.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.bands import NEARLY_A_STEP, levels
from suture.engine.clauses.delay import Grace, counted_days, days_late, grace_of, said_grace
from suture.engine.clauses.figure import Amount, Share, Written
from suture.engine.clauses.kind import (
    ClauseBase,
    FixedBy,
    Kind,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
    notice_of,
    rate_days_of,
)
from suture.engine.clauses.saying import Said, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Quad, Window, jumped, when
from suture.engine.text import Message, Text

TITLE = Text("late_interest.title", "Late interest", "逾期付款利息")
BY_DAY = Text(
    "late_interest.by_day",
    "{paid} {currency} paid {days} days late: {counted} × {rate} %",
    "逾期 {days} 天支付 {paid} {currency}：{counted} × {rate} %",
)
BY_YEAR = Text(
    "late_interest.by_year",
    "{paid} {currency} paid {days} days late: {counted} / {year} × {rate} %",
    "逾期 {days} 天支付 {paid} {currency}：{counted} / {year} × {rate} %",
)
BY_REFERENCE = Text(
    "late_interest.by_reference",
    "{paid} {currency} paid {days} days late: {counted} / {year} × ({points} % + {reference} %, the mean of the "
    "reference rate over these days)",
    "逾期 {days} 天支付 {paid} {currency}：{counted} / {year} × ({points} % + {reference} %，即这些天参考利率的平均值)",
)
FLAT = Text("late_interest.flat", "+ flat sum of {flat} {currency}", "另加固定金额 {flat} {currency}")
NONE = Text(
    "late_interest.none", "{paid} {currency} paid, {days} days late: no interest",
    "支付 {paid} {currency}，逾期 {days} 天：不计息",
)  # fmt: skip

SAYS_BY_DAY = Text(
    "late_interest.says_by_day",
    "What the buyer pays on {service} after the due day bears simple interest of {rate} for every day.",
    "买方逾期支付{service}的，按逾期金额每日 {rate} 支付单利利息。",
)
SAYS_BY_YEAR = Text(
    "late_interest.says_by_year",
    "What the buyer pays on {service} after the due day bears simple interest of {rate} a year, by the day, on a year "
    "of {year} days.",
    "买方逾期支付{service}的，按逾期金额年利率 {rate} 支付单利利息，按日计算，一年按 {year} 天计。",
)
SAYS_DAYS = Text(
    "late_interest.says_days",
    "The days run from the day after the due day up to and with the day of payment. The rate is that of the settlement "
    "period of the payment, and the interest is charged in that period.",
    "逾期天数自到期日次日起，算至付款当日（含）。利率以付款所在结算期的利率为准，利息计入该结算期。",
)
SAYS_BY_REFERENCE = Text(
    "late_interest.says_by_reference",
    "What the buyer pays on {service} after the due day bears simple interest of {points} a year above the reference "
    "rate {index}, by the day, on a year of {year} days.",
    "买方逾期支付{service}的，按逾期金额以参考利率 {index} 加 {points} 的年利率支付单利利息，按日计算，一年按 {year} "
    "天计。",
)
SAYS_FIXED: Mapping[FixedBy, Text] = {
    "each_half_year": Text(
        "late_interest.says_each_half_year",
        "For the days in a calendar half-year the reference rate is the last one published by its first day, 1 January "
        "or 1 July.",
        "每个日历半年内的逾期天数，按截至该半年首日（1 月 1 日或 7 月 1 日）最近公布的参考利率计算。",
    ),
    "when_overdue": Text(
        "late_interest.says_when_overdue",
        "For the whole of a delay the reference rate is the last one published by 30 June or 31 December, whichever "
        "comes last before the half-year in which the delay begins.",
        "整个逾期期间适用同一参考利率，即逾期开始所在半年之前的 6 月 30 日或 12 月 31 日当日最近公布的利率。",
    ),
}
SAYS_REFERENCE_DAYS = Text(
    "late_interest.says_reference_days",
    "The days run from the day after the due day up to and with the day of payment. The interest is charged in the "
    "settlement period of the payment.",
    "逾期天数自到期日次日起，算至付款当日（含）。利息计入付款所在结算期。",
)
SAYS_FLAT = Text(
    "late_interest.says_flat",
    "Every late payment also bears a flat sum of {flat}.",
    "每笔逾期付款另计固定金额 {flat}。",
)
SAYS_FLAT_FROM = Text(
    "late_interest.says_flat_from",
    "Where {begins} or more is paid late the flat sum is {flat} instead.",
    "逾期支付 {begins}（含）以上的，固定金额改为 {flat}。",
)

ONE_RATE = refusal(
    "late_interest_rate_in_one_form",
    "interest has {forms} rates",
    "Write either 'rate' or 'reference': a rate that was agreed, or a published one and points above it.",
    "利率的写法有 {forms} 种",
    "请在 rate 与 reference 中择一：约定利率，或公布的参考利率加点。",
)
BY_YEAR_ONLY = refusal(
    "late_interest_reference_by_day",
    "a reference rate is a rate by the year",
    "Write rate_per: year_of_365 or year_of_360.",
    "参考利率为年利率",
    "请写 rate_per: year_of_365 或 year_of_360。",
)
NO_GRACE = refusal(
    "late_interest_reference_with_grace",
    "days of grace are not counted beside a reference rate",
    "Leave 'grace' out, or write 'rate' as a dated figure.",
    "参考利率不与宽限期并用",
    "请删去 grace，或将 rate 写为带日期的数。",
)
ONE_SUM = refusal(
    "late_interest_sum_in_two_forms",
    "the flat sum is written as one and by size",
    "Write either 'flat_sum' or 'flat_sums'.",
    "固定金额同时写为单一金额和分级金额",
    "请在 flat_sum 与 flat_sums 中择一。",
)
SUMS_RISE = refusal(
    "late_interest_sums_not_rising",
    "the flat sums begin at {begins}",
    "Let the first begin at 0 and every other one above the one before it.",
    "固定金额的起点为 {begins}",
    "请让第一级从 0 开始，其后逐级上升。",
)
YEARS = {"day": 1, "year_of_365": 365, "year_of_360": 360}
"""Days over which the rate is spread."""


class Reference(Written):
    """A published rate, in per cent a year, the points above it, and when it is fixed."""

    index: str
    points: Share
    fixed: FixedBy


class FlatSum(Written):
    """The flat sum of a late payment of this size or more."""

    from_: Amount = Field(alias="from")
    sum: Amount


class Clause(ClauseBase):
    """Late interest as written. ``service`` stands for what is paid, counted in the currency of the agreement."""

    kind: Literal["late_interest"] = "late_interest"
    service: str
    rate: Share | None = None
    reference: Reference | None = None
    rate_per: Literal["day", "year_of_365", "year_of_360"]
    grace: Grace | None = None
    flat_sum: Amount | None = None
    flat_sums: tuple[FlatSum, ...] = Field(default=(), max_length=16)


class Terms(NamedTuple, Generic[N]):
    """Rate, or points above a reference rate, for a step of money; the money of a step; the days the rate is for.

    Then days of grace, those that count once passed; the flat sum of a small payment, where larger ones have another,
    and by how much it changes there.
    """

    rate: N
    coin: N
    year: N
    grace: N
    back: N
    flat: N
    enters: tuple[Quad[N], ...]
    jumps: tuple[Quad[N], ...]


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of money paid; the days from their payment to the due day (below zero where late); and those days that are
    late, each times the per cent of the reference rate that holds on it."""

    paid: N
    notice: N
    rate_days: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every late payment bears its days, and the flat sum once."""
    days = counted_days(x.notice, p.grace, p.back)
    flat = when(x.paid, when(days, p.flat + jumped(x.paid, p.enters, p.jumps)))
    return State(s.due + x.paid * (p.rate * days + p.coin * x.rate_days / 100) / p.year + flat)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    grace, back = grace_of(clause.grace)
    rate = at.per_step(clause.reference.points if clause.reference else clause.rate)
    sums = [(at.steps(each.from_), at.value(each.sum)) for each in clause.flat_sums]
    starts, values = zip(*(sums or [(Decimal(0), at.value(clause.flat_sum))]), strict=True)
    flat = levels(starts, values, "lower_inclusive", NEARLY_A_STEP)
    return Terms(
        rate, at.unit.step, Decimal(YEARS[clause.rate_per]), grace, back, flat.first, flat.enters, flat.jumps
    )  # fmt: skip


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    service = (clause.service,)
    rate_days = QuantityOf((), "paid")
    if clause.reference is not None:
        rate_days = QuantityOf(service, rate_days_of("paid", clause.reference.fixed, clause.reference.index))
    return (QuantityOf(service, "paid"), QuantityOf(service, notice_of("paid")), rate_days)


def explain(told: Told) -> Iterable[Message]:
    """What was paid how late, and what it bears."""
    p, currency = told.terms, told.currency
    paid, days = told.quantity(told.facts.paid), days_late(told.facts.notice)
    counted, rate = counted_days(told.facts.notice, p.grace, p.back), p.rate / told.unit.step * 100
    if counted == 0:
        yield NONE(paid=paid, days=days, currency=currency)
        return
    if told.clause.reference is not None:
        reference = told.facts.rate_days / days
        yield BY_REFERENCE(
            paid=paid, days=days, counted=counted, year=p.year, points=rate, reference=reference, currency=currency
        )  # fmt: skip
    elif p.year == 1:
        yield BY_DAY(paid=paid, days=days, counted=counted, rate=rate, currency=currency)
    else:
        yield BY_YEAR(paid=paid, days=days, counted=counted, year=p.year, rate=rate, currency=currency)
    flat = p.flat + jumped(told.facts.paid, p.enters, p.jumps)
    if flat and paid > 0:
        yield FLAT(flat=flat, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service, rate, year = said.service(clause.service), share(clause.rate), YEARS[clause.rate_per]
    if (reference := clause.reference) is not None:
        points = share(reference.points)
        yield SAYS_BY_REFERENCE(service=service, points=points, index=reference.index, year=year)
        yield SAYS_FIXED[reference.fixed]()
        yield SAYS_REFERENCE_DAYS()
    else:
        one = SAYS_BY_DAY(service=service, rate=rate)
        yield one if year == 1 else SAYS_BY_YEAR(service=service, rate=rate, year=year)
        yield SAYS_DAYS()
    if clause.grace:
        yield said_grace(clause.grace)
    if clause.flat_sum:
        yield SAYS_FLAT(flat=said.money(clause.flat_sum))
    for at, each in enumerate(clause.flat_sums):
        flat = said.money(each.sum)
        yield SAYS_FLAT_FROM(begins=said.money(each.from_), flat=flat) if at else SAYS_FLAT(flat=flat)


def check(clause: Clause) -> Iterable[Fault]:
    """One rate, which a reference gives by the year; one form of the flat sum, and sizes that rise from nothing."""
    if (forms := sum(form is not None for form in (clause.rate, clause.reference))) != 1:
        yield ONE_RATE.at(forms=forms)
    if clause.reference is not None:
        if clause.rate_per == "day":
            yield BY_YEAR_ONLY.at("rate_per")
        if clause.grace is not None:
            yield NO_GRACE.at("grace")
    if clause.flat_sum is not None and clause.flat_sums:
        yield ONE_SUM.at("flat_sums")
    begins = [each.from_.on(date.min).value for each in clause.flat_sums]
    if begins and begins[0]:
        yield SUMS_RISE.at("flat_sums", 0, "from", begins=begins[0])
    for at, (before, after) in enumerate(pairwise(begins), 1):
        if before is not None and after is not None and after <= before:
            yield SUMS_RISE.at("flat_sums", at, "from", begins=f"{before}, {after}")


KIND = Kind(
    "late_interest", Phase.PAYMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    window=lambda clause: "order", check=check,
)  # fmt: skip
