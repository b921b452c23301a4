"""Payment: when the money of named clauses moves: a deposit with the order, the rest after the payment days.

Rules: docs/rules/payment.md. ``due`` is what has been paid since the start; it adds nothing to what is owed.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Share, Written
from suture.engine.clauses.kind import (
    ClauseBase,
    DueOf,
    Kind,
    Measure,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
)
from suture.engine.clauses.saying import MEASURES, Said, in_days, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, lower
from suture.engine.period import MONTHS
from suture.engine.text import Message, Text

TITLE = Text("payment.title", "Payment", "付款")
DEPOSIT = Text(
    "payment.deposit",
    "deposit: {ordered} {unit} ordered × {deposit} {currency}",
    "预付款：订购 {ordered} {unit} × {deposit} {currency}",
)
PAID = Text(
    "payment.charges",
    "{charged} {currency} charged; settlement periods ago: {periods}",
    "{periods} 个结算期前计收的 {charged} {currency}",
)
SET_OFF = Text("payment.set_off", "less {set_off} {currency} of deposits", "减去抵扣的预付款 {set_off} {currency}")
NONE = Text("payment.none", "nothing falls due for payment", "本期无到期付款")
SAYS = Text(
    "payment.says",
    "The charges of {clauses} are paid as billed, {days} after the end of their settlement period; in whole settlement "
    "periods: {periods}.",
    "{clauses}的款项按开票金额，于其结算期结束后 {days}内支付；该期限按 {periods} 个结算期计。",
)
SAYS_DEPOSIT = Text(
    "payment.says_deposit",
    "For what is counted as {measure} of {services} the buyer pays a deposit at once: {share} of {value}.",
    "买方就{services}的{measure}数量即时支付预付款：{value} 的 {share}。",
)
SAYS_SET_OFF: Mapping[str, Text] = {
    "share_of_charge": Text(
        "payment.says_share_of_charge",
        "Deposits are set off against charges by that share of each charge, as long as any are left.",
        "预付款按该比例抵扣各笔款项，直至抵扣完毕。",
    ),
    "until_used_up": Text(
        "payment.says_until_used_up",
        "Deposits are set off against the whole of each charge until they are used up.",
        "预付款全额抵扣各笔款项，直至抵扣完毕。",
    ),
}
SAYS_CREDIT = Text(
    "payment.says_credit",
    "A credit is paid back after the same time.",
    "冲抵款项按同一期限退还。",
)

FIT = refusal(
    "payment_periods_do_not_fit",
    "{days} payment days do not make payment_periods: {periods}",
    "Write payment_periods: {monthly} (settled monthly), {quarterly} (quarterly) or {yearly} (yearly).",
    "付款期限 {days} 天与 {periods} 个结算期不符",
    "请写 payment_periods: {monthly}（按月结算）、{quarterly}（按季度结算）或 {yearly}（按年结算）。",
)
DATED = refusal(
    "deposit_dated",
    "{part} of the deposit changes with the date, so what is set off would differ from what was paid",
    "Write one figure, or a payment clause for each value.",
    "预付款的 {part} 随日期变动，抵扣金额将与已付金额不符",
    "请写一个数，或为每个数各写一条付款条款。",
)
DAYS_OF_A_MONTH = 30


class Deposit(Written):
    """What is paid with an order: a share of its value, and how it is set off against later charges."""

    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    share: Share
    value_per_unit: Price
    set_off: Literal["share_of_charge", "until_used_up"]


class Clause(ClauseBase):
    """Payment as written. ``payment_periods`` is ``payment_days`` in whole settlement periods."""

    kind: Literal["payment"] = "payment"
    on: tuple[str, ...] = Field(min_length=1)
    payment_days: int = Field(ge=0, description="from the end of the settlement period of the charge")
    payment_periods: int = Field(ge=0)
    deposit: Deposit | None = None


class Terms(NamedTuple, Generic[N]):
    """Deposit of a step ordered; the share of a charge that deposits may pay."""

    deposit: N
    set_off: N


class State(NamedTuple, Generic[N]):
    """Charges that have fallen due; deposits not set off when they were charged; paid since the start."""

    charged: N
    held: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps ordered now, and when the charges now falling due were made; those charges since the start, rounded."""

    ordered: N
    ordered_then: N
    charged: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Deposits of new orders are paid, and charges that fall due less the deposits set off against them."""
    charge = x.charged - s.charged
    held = s.held + x.ordered_then * p.deposit
    set_off = lower(held, p.set_off * above(charge, 0 * charge))
    return State(x.charged, held - set_off, s.due + x.ordered * p.deposit + charge - set_off)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    if (deposit := clause.deposit) is None:
        return Terms(Decimal(0), Decimal(0))
    share = at.value(deposit.share)
    whole = deposit.set_off == "until_used_up"
    return Terms(at.per_step(deposit.value_per_unit) * share, Decimal(1) if whole else share)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services, lag = services_of(clause), clause.payment_periods
    measure = clause.deposit.measure if clause.deposit else "ordered"
    return (
        QuantityOf(services, measure),
        QuantityOf(services, measure, lag),
        DueOf(clause.on, lag, rounded=True),
    )


def services_of(clause: Clause) -> tuple[str, ...]:
    """The services whose orders pay a deposit."""
    return clause.deposit.services if clause.deposit else ()


def explain(told: Told) -> Iterable[Message]:
    """What is paid: deposits, charges, less deposits."""
    p, unit, currency = told.terms, told.unit, told.currency
    if told.facts.ordered and p.deposit:
        ordered = told.quantity(told.facts.ordered)
        yield DEPOSIT(ordered=ordered, unit=unit.name, deposit=p.deposit / unit.step, currency=currency)
    charged = told.after.charged - told.before.charged
    if charged:
        yield PAID(charged=charged, periods=told.clause.payment_periods, currency=currency)
    set_off = told.before.held + told.facts.ordered_then * p.deposit - told.after.held
    if set_off:
        yield SET_OFF(set_off=set_off, currency=currency)
    if told.due == 0:
        yield NONE()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        clauses=said.clauses(clause.on), days=in_days(clause.payment_days), periods=clause.payment_periods
    )  # fmt: skip
    if (deposit := clause.deposit) is not None:
        yield SAYS_DEPOSIT(
            measure=MEASURES[deposit.measure](), services=said.listed(deposit.services), share=share(deposit.share),
            value=said.price(deposit.value_per_unit, deposit.services[0]),
        )  # fmt: skip
        yield SAYS_SET_OFF[deposit.set_off]()
    yield SAYS_CREDIT()


def check(clause: Clause) -> Iterable[Fault]:
    """Days and periods say the same under one of the settlement calendars; a deposit has one value."""
    months = -(-clause.payment_days // DAYS_OF_A_MONTH)
    monthly, quarterly, yearly = (-(-months // length) for length in MONTHS.values())
    if clause.payment_periods not in (monthly, quarterly, yearly):
        yield FIT.at(
            "payment_periods",
            days=clause.payment_days,
            periods=clause.payment_periods,
            monthly=monthly,
            quarterly=quarterly,
            yearly=yearly,
        )
    if clause.deposit:
        for part in ("share", "value_per_unit"):
            if getattr(clause.deposit, part).dated:
                yield DATED.at("deposit", part, part=part)


KIND = Kind(
    "payment",
    Phase.PAYMENT,
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
    effect="cash",
    check=check,
    services=services_of,
)
