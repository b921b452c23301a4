"""Deferred fee: a part of the fees is paid later, as a share of sales, until a multiple of it is reached.

Rules: docs/rules/deferred_fee.md. The seller shares the buyer's risk; without sales the part is never paid.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Ratio, Share, Written
from suture.engine.clauses.figure_faults import undated
from suture.engine.clauses.kind import (
    AGREEMENT,
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
from suture.engine.clauses.saying import MEASURES, Said, number, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, higher, lower
from suture.engine.text import Message, Text

TITLE = Text("deferred_fee.title", "Deferred fee", "递延费用")
DEFERRED = Text(
    "deferred_fee.deferred",
    "{percent} % of {charged} {currency} charged so far, less {before} {currency} deferred before: credited",
    "迄今款项 {charged} {currency} × {percent} % − 此前已递延 {before} {currency}：予以冲减",
)
REPAID = Text(
    "deferred_fee.repaid",
    "{percent} % of {sales} {currency} of sales pay {paid} {currency}: {repaid} of at most {most} so far",
    "销售额 {sales} {currency} 的 {percent} %，本期支付 {paid} {currency}：迄今已付 {repaid}，上限 {most}",
)
MOST_MOVED = Text(
    "deferred_fee.most_moved",
    "earlier sales pay {paid} {currency}, since at most {most} may be paid now: {repaid} so far",
    "上限变为 {most}，此前销售额本期支付 {paid} {currency}：迄今已付 {repaid}",
)
ENDED = Text(
    "deferred_fee.ended",
    "the agreement is terminated: {multiple} × {deferred} {currency} deferred, less {repaid} paid, fall due at once",
    "协议终止：递延款 {deferred} {currency} × {multiple} − 已付 {repaid}，立即到期",
)
NOTHING = Text(
    "deferred_fee.nothing",
    "nothing falls due: {repaid} of at most {most} {currency} paid so far",
    "无应付款项：迄今已付 {repaid} {currency}，上限 {most} {currency}",
)

SAYS_ON = Text(
    "deferred_fee.says_on",
    "Of the charges of {clauses} the seller defers {share}: that part is credited when they are charged, and paid "
    "later.",
    "{clauses}的款项，卖方递延其中的 {share}：计收时先予冲减，留待以后支付。",
)
SAYS_AMOUNT = Text(
    "deferred_fee.says_amount",
    "The seller has deferred {amount} of its fees; no other clause charges them.",
    "卖方递延费用 {amount}，该金额不由其他条款计收。",
)
SAYS_REPAID = Text(
    "deferred_fee.says_repaid",
    "The buyer pays {rate} of {sales}, counted as {measure} since the start of the agreement, until it has paid "
    "{multiple} times the deferred part.",
    "买方按协议开始以来{sales}（按{measure}计）的 {rate} 支付，直至付足递延部分的 {multiple} 倍。",
)
SAYS_TERMINATED: Mapping[str, Text] = {
    "sales_go_on": Text(
        "deferred_fee.says_goes_on",
        "Where the agreement is terminated, that share is paid on as before.",
        "协议终止的，仍按上述比例继续支付。",
    ),
    "deferred_part_due": Text(
        "deferred_fee.says_part_due",
        "Where the agreement is terminated, what has been paid less than the deferred part itself falls due at once, "
        "and nothing after it.",
        "协议终止的，已付金额不足递延部分本身的差额立即到期，此后不再支付。",
    ),
    "multiple_due": Text(
        "deferred_fee.says_multiple_due",
        "Where the agreement is terminated, what is missing to that multiple falls due at once, and nothing after it.",
        "协议终止的，不足上述倍数的差额立即到期，此后不再支付。",
    ),
    "forgiven": Text(
        "deferred_fee.says_forgiven",
        "Where the agreement is terminated, nothing more is paid.",
        "协议终止的，不再支付。",
    ),
}

BOTH = refusal(
    "deferred_fee_in_two_forms",
    "the deferred part is written as an amount and as a share of charges",
    "Write 'amount', or 'on' with 'share', one of the two.",
    "递延部分同时写明了金额和款项比例",
    "请只写“amount”，或只写“on”和“share”。",
)
NEITHER = refusal(
    "deferred_fee_without_form",
    "nothing says how much is deferred",
    "Write 'amount', or 'on' with 'share'.",
    "未说明递延多少",
    "请写明“amount”，或写明“on”和“share”。",
)
HALF = refusal(
    "deferred_fee_half_written",
    "'on' and 'share' stand only together",
    "Write both: the clauses, and the share of their charges that is deferred.",
    "“on”和“share”必须同时写明",
    "请同时写明条款及其款项中递延的比例。",
)


class Sales(Written):
    """The money facts that the deferred part is paid from."""

    service: str
    measure: Measure


class Clause(ClauseBase):
    """A deferred fee as written: an ``amount`` that no clause charges, or a ``share`` of the charges of ``on``."""

    kind: Literal["deferred_fee"] = "deferred_fee"
    amount: Amount | None = None
    on: tuple[str, ...] = ()
    share: Share | None = None
    sales: Sales
    rate: Share
    multiple: Ratio
    if_terminated: Literal["sales_go_on", "deferred_part_due", "multiple_due", "forgiven"]


class Terms(NamedTuple, Generic[N]):
    """Amount deferred, share of charges deferred; rate of a step of sales; most and least, as multiples.

    ``ends`` is 1 where a termination ends it; then ``least`` times the deferred part has been paid, at least.
    """

    amount: N
    share: N
    rate: N
    multiple: N
    ends: N
    least: N


class State(NamedTuple, Generic[N]):
    """Deferred; earned by the share of sales; paid of it; above zero once ended; due since the start."""

    deferred: N
    earned: N
    paid: N
    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges since the start; steps of sales of the period; above zero in the period of the termination."""

    charged: N
    sales: N
    terminated: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Charges are deferred in their share; sales pay what is deferred, up to its multiple; a termination may end it."""
    goes_on = s.ended == 0
    deferred = p.amount + p.share * x.charged if goes_on else s.deferred
    earned = s.earned + (p.rate * x.sales if goes_on else 0 * x.sales)
    paid = above(lower(earned, p.multiple * deferred), 0 * earned) if goes_on else s.paid
    ends = p.ends * x.terminated
    paid = higher(paid, p.least * deferred) if ends > 0 else paid
    credited = deferred if p.share > 0 else 0 * deferred
    return State(deferred, earned, paid, higher(s.ended, ends), paid - credited)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    multiple = at.value(clause.multiple)
    least = {"deferred_part_due": lower(Decimal(1), multiple), "multiple_due": multiple}
    return Terms(
        amount=at.value(clause.amount),
        share=at.value(clause.share),
        rate=at.per_step(clause.rate),
        multiple=multiple,
        ends=Decimal(clause.if_terminated != "sales_go_on"),
        least=least.get(clause.if_terminated, Decimal(0)),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (
        DueOf(clause.on),
        QuantityOf((clause.sales.service,), clause.sales.measure),
        QuantityOf((AGREEMENT,), "terminated"),
    )


def explain(told: Told) -> Iterable[Message]:
    """What is deferred, what sales have paid of it, and what a termination makes due."""
    p, before, after, unit = told.terms, told.before, told.after, told.unit
    currency, most = told.currency, p.multiple * after.deferred
    if p.share and after.deferred != before.deferred:
        charged = told.facts.charged
        yield DEFERRED(percent=p.share * 100, charged=charged, before=before.deferred, currency=currency)
    by_sales = above(lower(after.earned, most), 0 * most) if before.ended == 0 else before.paid
    state = {"paid": by_sales - before.paid, "repaid": by_sales, "most": most, "currency": currency}
    if told.facts.sales and before.ended == 0:
        yield REPAID(percent=p.rate / unit.step * 100, sales=told.quantity(told.facts.sales), **state)
    elif by_sales != before.paid:
        yield MOST_MOVED(**state)
    if after.ended > before.ended and after.paid > by_sales:
        yield ENDED(multiple=p.least, deferred=after.deferred, repaid=by_sales, currency=currency)
    elif told.due == 0:
        yield NOTHING(repaid=after.paid, most=most, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    if clause.amount is not None:
        yield SAYS_AMOUNT(amount=said.money(clause.amount))
    else:
        yield SAYS_ON(clauses=said.clauses(clause.on), share=share(clause.share))
    yield SAYS_REPAID(
        rate=share(clause.rate), sales=said.service(clause.sales.service), multiple=number(clause.multiple),
        measure=MEASURES[clause.sales.measure](),
    )  # fmt: skip
    yield SAYS_TERMINATED[clause.if_terminated]()


def check(clause: Clause) -> Iterable[Fault]:
    """One form of the two; what is deferred and its multiple hold for the whole agreement."""
    shared = bool(clause.on) or clause.share is not None
    if clause.amount is not None and shared:
        yield BOTH.at("amount")
    elif clause.amount is None and not shared:
        yield NEITHER.at()
    elif shared and (not clause.on or clause.share is None):
        yield HALF.at("share" if clause.share is None else "on")
    for part in ("amount", "share", "multiple"):
        yield from undated(getattr(clause, part), part)


def services_of(clause: Clause) -> tuple[str, ...]:
    """The service whose facts count the sales."""
    return (clause.sales.service,)


KIND = Kind(
    "deferred_fee", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check, services=services_of,
)  # fmt: skip
