"""Payment: when the money of named clauses moves: a deposit with the order, the rest after the payment days.

Rules: docs/rules/payment.md. ``due`` is what has been paid since the start; it adds nothing to what is owed.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Quantity, Share, Written
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
from suture.engine.number import N, Window, above, lower, when
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
SAYS_ABOVE = Text(
    "payment.says_above",
    "In a settlement period in which that quantity comes to more than {quantity}, the deposit is {share} of that "
    "value, for all of that quantity.",
    "某结算期内该数量合计超过 {quantity} 的，其全部数量的预付款为上述价值的 {share}。",
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
ABOVE_SHARE = refusal(
    "deposit_above_set_off_by_share",
    "two shares of deposit are written, and set_off: share_of_charge does not say which of them a charge takes off",
    "Write set_off: until_used_up.",
    "写明了两个预付款比例，而 set_off: share_of_charge 未说明按哪一个抵扣",
    "请写 set_off: until_used_up。",
)
DAYS_OF_A_MONTH = 30


class Above(Written):
    """Another share for all that is ordered in a settlement period where it comes to more than a quantity."""

    quantity: Quantity
    share: Share


class Deposit(Written):
    """What is paid with an order: a share of its value, and how it is set off against later charges."""

    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    share: Share
    value_per_unit: Price
    above: Above | None = None
    set_off: Literal["share_of_charge", "until_used_up"]


class Clause(ClauseBase):
    """Payment as written. ``payment_periods`` is ``payment_days`` in whole settlement periods."""

    kind: Literal["payment"] = "payment"
    on: tuple[str, ...] = Field(min_length=1)
    payment_days: int = Field(ge=0, description="from the end of the settlement period of the charge")
    payment_periods: int = Field(ge=0)
    deposit: Deposit | None = None


class Terms(NamedTuple, Generic[N]):
    """Deposit of a step ordered; the share of a charge that deposits may pay; where another deposit holds, and which.

    ``large`` are the steps of a settlement period above which a step pays ``deposit + more``.
    """

    deposit: N
    set_off: N
    large: N
    more: N


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


def deposit_of(p: Terms[N], ordered: N) -> N:
    """What is paid at once for the orders of a settlement period."""
    return ordered * (p.deposit + when(ordered - p.large, p.more))


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Deposits of new orders are paid, and charges that fall due less the deposits set off against them."""
    charge = x.charged - s.charged
    held = s.held + deposit_of(p, x.ordered_then)
    set_off = lower(held, p.set_off * above(charge, 0 * charge))
    return State(x.charged, held - set_off, s.due + deposit_of(p, x.ordered) + charge - set_off)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    if (deposit := clause.deposit) is None:
        return Terms(Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    share, value, large = at.value(deposit.share), at.per_step(deposit.value_per_unit), deposit.above
    return Terms(
        deposit=value * share,
        set_off=Decimal(1) if deposit.set_off == "until_used_up" else share,
        large=at.steps(large.quantity) if large else Decimal(0),
        more=value * (at.value(large.share) - share) if large else Decimal(0),
    )


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
    if paid := deposit_of(p, told.facts.ordered):
        ordered = told.quantity(told.facts.ordered)
        yield DEPOSIT(ordered=ordered, unit=unit.name, deposit=paid / ordered, currency=currency)
    charged = told.after.charged - told.before.charged
    if charged:
        yield PAID(charged=charged, periods=told.clause.payment_periods, currency=currency)
    set_off = told.before.held + deposit_of(p, told.facts.ordered_then) - told.after.held
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
        if (large := deposit.above) is not None:
            quantity = said.quantity(large.quantity, deposit.services[0])
            yield SAYS_ABOVE(quantity=quantity, share=share(large.share))
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
        if clause.deposit.above is not None:
            for part in ("quantity", "share"):
                if getattr(clause.deposit.above, part).dated:
                    yield DATED.at("deposit", "above", part, part=f"above.{part}")
            if clause.deposit.set_off == "share_of_charge":
                yield ABOVE_SHARE.at("deposit", "set_off")


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
