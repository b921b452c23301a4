"""Late interest: what is paid after its due day bears simple interest by the day, and a flat sum for the trouble.

Rules: docs/rules/late_interest.md. A payment is a fact: what was paid, when, and the day on which it was due.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.delay import Grace, counted_days, days_late, grace_of, said_grace
from suture.engine.clauses.figure import Amount, Share
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, notice_of
from suture.engine.clauses.saying import Said, share
from suture.engine.number import N, Window, when
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
SAYS_FLAT = Text(
    "late_interest.says_flat",
    "Every late payment also bears a flat sum of {flat}.",
    "每笔逾期付款另计固定金额 {flat}。",
)
YEARS = {"day": 1, "year_of_365": 365, "year_of_360": 360}
"""Days over which the rate is spread."""


class Clause(ClauseBase):
    """Late interest as written. ``service`` stands for what is paid, counted in the currency of the agreement."""

    kind: Literal["late_interest"] = "late_interest"
    service: str
    rate: Share
    rate_per: Literal["day", "year_of_365", "year_of_360"]
    grace: Grace | None = None
    flat_sum: Amount | None = None


class Terms(NamedTuple, Generic[N]):
    """Rate for a step of money, and the days it is for; days of grace, those that count once passed; the flat sum."""

    rate: N
    year: N
    grace: N
    back: N
    flat: N


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of money paid, and the days from their payment to the due day (below zero where late)."""

    paid: N
    notice: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every late payment bears its days, and the flat sum once."""
    days = counted_days(x.notice, p.grace, p.back)
    return State(s.due + x.paid * p.rate * days / p.year + when(x.paid, when(days, p.flat)))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    grace, back = grace_of(clause.grace)
    rate, year = at.unit.price_per_step(at.value(clause.rate)), Decimal(YEARS[clause.rate_per])
    return Terms(rate, year, grace, back, at.value(clause.flat_sum))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), "paid"), QuantityOf((clause.service,), notice_of("paid")))


def explain(told: Told) -> Iterable[Message]:
    """What was paid how late, and what it bears."""
    p, currency = told.terms, told.currency
    paid, days = told.quantity(told.facts.paid), days_late(told.facts.notice)
    counted, rate = counted_days(told.facts.notice, p.grace, p.back), p.rate / told.unit.step * 100
    if counted == 0:
        yield NONE(paid=paid, days=days, currency=currency)
        return
    if p.year == 1:
        yield BY_DAY(paid=paid, days=days, counted=counted, rate=rate, currency=currency)
    else:
        yield BY_YEAR(paid=paid, days=days, counted=counted, year=p.year, rate=rate, currency=currency)
    if p.flat and paid > 0:
        yield FLAT(flat=p.flat, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service, rate, year = said.service(clause.service), share(clause.rate), YEARS[clause.rate_per]
    yield SAYS_BY_DAY(service=service, rate=rate) if year == 1 else SAYS_BY_YEAR(service=service, rate=rate, year=year)
    yield SAYS_DAYS()
    if clause.grace:
        yield said_grace(clause.grace)
    if clause.flat_sum:
        yield SAYS_FLAT(flat=said.money(clause.flat_sum))


KIND = Kind(
    "late_interest", Phase.PAYMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    window=lambda clause: "order",
)  # fmt: skip
