"""Audit: what an audit finds is paid or credited; its cost is the auditor's, or shifts where it finds more than agreed.

Rules: docs/rules/audit.md. What is found and spent in one settlement period is one audit.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.bands import half_a_minor_unit
from suture.engine.clauses.figure import Amount, Share, Written
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.money_facts import coin
from suture.engine.clauses.payer import OTHERS, PAYERS, SIDES, Payer, sign
from suture.engine.clauses.saying import Said, in_days, in_months, in_periods, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above
from suture.engine.text import Message, Text

TITLE = Text("audit.title", "Audit of charges", "款项审计")
FOUND = Text(
    "audit.found",
    "found in favour of the {auditor}: {found} {currency}, {side}",
    "审计结果对{auditor}有利的差额：{found} {currency}，{side}",
)
SHIFTED = Text(
    "audit.shifted",
    "more than {limit} {currency} was found: the {audited} bears the cost of the audit, {cost} {currency}, {side}",
    "差额超过 {limit} {currency}：审计费用 {cost} {currency} 由{audited}承担，{side}",
)
KEPT = Text(
    "audit.kept",
    "the cost of the audit stays with the {auditor}: {cost} {currency}",
    "审计费用 {cost} {currency} 由{auditor}自行承担",
)
NOTHING = Text("audit.nothing", "no audit in this period", "本结算期无审计")

SAYS: Mapping[Payer, Text] = {
    "buyer": Text(
        "audit.says_buyer",
        "The buyer may have the charges of {clauses} audited with a notice of {notice}, at most once in {months}.",
        "买方可提前 {notice}通知，对{clauses}的款项进行审计，每 {months}不超过一次。",
    ),
    "seller": Text(
        "audit.says_seller",
        "The seller may have the charges of {clauses} audited with a notice of {notice}, at most once in {months}.",
        "卖方可提前 {notice}通知，对{clauses}的款项进行审计，每 {months}不超过一次。",
    ),
}
SAYS_FOUND = Text(
    "audit.says_found",
    "Amounts found by {service} to have been charged too much or too little are credited or paid in the settlement "
    "period in which they are told.",
    "经{service}发现多计或少计的款项，于申报所在的结算期抵扣或补付。",
)
SAYS_NO_SHIFT = Text("audit.says_no_shift", "The {auditor} bears the cost of its audits.", "审计费用由{auditor}承担。")
SAYS_SHIFT = Text(
    "audit.says_shift",
    "The {auditor} bears the cost of its audits; where more than {limit} is found in its favour, the {audited} bears "
    "that cost.",
    "审计费用由{auditor}承担；发现对其有利的差额超过{limit}的，该费用由{audited}承担。",
)
OF_CHARGES = Text(
    "audit.of_charges",
    "{share} of those charges in {periods} up to and with that of the audit",
    "审计所在结算期（含）为止 {periods}内该等款项的 {share}",
)

ONE = refusal(
    "audit_threshold_in_two_forms",
    "the threshold is an amount and a share of the charges at once, or neither",
    "Write 'amount', or 'share' with 'periods'.",
    "费用转移的界限同时写了金额与比例，或均未写",
    "请写 'amount'，或写 'share' 与 'periods'。",
)


class Threshold(Written):
    """Above what is found the cost shifts: an amount, or a share of the audited charges of so many periods."""

    amount: Amount | None = None
    share: Share | None = None
    periods: int | None = Field(default=None, gt=0)


class Clause(ClauseBase):
    """An audit as written; without ``cost_shifts_above`` the auditor bears its cost. Notice and rhythm are duties."""

    kind: Literal["audit"] = "audit"
    of: tuple[str, ...] = Field(min_length=1)
    auditor: Payer
    service: str = Field(description="of what is found and spent, counted in the currency of the agreement")
    notice_days: int = Field(ge=0)
    every_months: int = Field(gt=0, description="at most one audit in so many months")
    cost_shifts_above: Threshold | None = None


class Terms(NamedTuple, Generic[N]):
    """Worth of a step of money, below zero where it is credited; the threshold; 1 where cost can shift."""

    coin: N
    sign: N
    amount: N
    share: N
    nearly: N
    shifts: N


class State(NamedTuple, Generic[N]):
    """1 where the cost of this period's audit has shifted; due since the start."""

    shifted: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of money found and spent; the audited charges since the start, to now and to the first period's start."""

    found: N
    spent: N
    charged: N
    charged_before: N


def limit_of(p: Terms[N], x: Facts[N]) -> N:
    """What may be found before the cost shifts."""
    return p.amount + p.share * above(x.charged, x.charged_before)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is found is due; with it the cost of the audit where enough was found."""
    shifted = p.shifts if x.found * p.coin > limit_of(p, x) + p.nearly else 0 * p.shifts
    return State(shifted, s.due + p.sign * p.coin * (x.found + shifted * x.spent))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    threshold = clause.cost_shifts_above
    return Terms(
        coin=coin(at.currency),
        sign=sign(OTHERS[clause.auditor]),
        amount=at.value(threshold.amount) if threshold else Decimal(0),
        share=at.value(threshold.share) if threshold else Decimal(0),
        nearly=half_a_minor_unit(at.currency),
        shifts=Decimal(threshold is not None),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    threshold = clause.cost_shifts_above
    periods = threshold.periods or 0 if threshold else 0
    return (
        QuantityOf((clause.service,), "confirmed"),
        QuantityOf((clause.service,), "spent"),
        DueOf(clause.of, rounded=True),
        DueOf(clause.of, periods, rounded=True),
    )


def explain(told: Told) -> Iterable[Message]:
    """What was found, and who bears the cost."""
    p, x, currency = told.terms, told.facts, told.currency
    auditor: Payer = told.clause.auditor
    audited = OTHERS[auditor]
    cost = x.spent * p.coin
    if x.found:
        yield FOUND(auditor=PAYERS[auditor](), found=x.found * p.coin, currency=currency, side=SIDES[audited]())
    if x.spent and told.after.shifted:
        yield SHIFTED(
            limit=limit_of(p, x), audited=PAYERS[audited](), cost=cost, currency=currency, side=SIDES[audited]()
        )
    elif x.spent:
        yield KEPT(auditor=PAYERS[auditor](), cost=cost, currency=currency)
    elif not x.found:
        yield NOTHING()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS[clause.auditor](
        clauses=said.clauses(clause.of), notice=in_days(clause.notice_days), months=in_months(clause.every_months)
    )
    yield SAYS_FOUND(service=said.service(clause.service))
    auditor, audited = PAYERS[clause.auditor](), PAYERS[OTHERS[clause.auditor]]()
    if (threshold := clause.cost_shifts_above) is None:
        yield SAYS_NO_SHIFT(auditor=auditor)
    else:
        yield SAYS_SHIFT(auditor=auditor, audited=audited, limit=said_limit(threshold, said))


def said_limit(threshold: Threshold, said: Said) -> Message:
    """The threshold: 5,000 USD, or 5 % of those charges in 12 settlement periods."""
    if threshold.share is None:
        return said.money(threshold.amount)
    return OF_CHARGES(share=share(threshold.share), periods=in_periods(threshold.periods or 0))


def check(clause: Clause) -> Iterable[Fault]:
    """The threshold has one form."""
    if (threshold := clause.cost_shifts_above) is not None:
        forms = (threshold.amount is not None, threshold.share is not None, threshold.periods is not None)
        if forms not in ((True, False, False), (False, True, True)):
            yield ONE.at("cost_shifts_above")


KIND = Kind(
    "audit", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE, check=check,
)  # fmt: skip
