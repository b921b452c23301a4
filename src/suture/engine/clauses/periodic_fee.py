"""Periodic fee: a membership or retainer, billed in advance, in arrears or with every settlement, while in force.

Rules: docs/rules/periodic_fee.md.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount
from suture.engine.clauses.kind import ClauseBase, InForce, Kind, Moment, Phase, Source, Told
from suture.engine.clauses.saying import Said
from suture.engine.number import N, Window, when
from suture.engine.text import Message, Text

TITLE = Text("periodic_fee.title", "Periodic fee", "定期费用")
ADVANCE = Text("periodic_fee.advance", "{fee} {currency} per {per}, in advance", "每{per} {fee} {currency}，预先收取")
SETTLED = Text(
    "periodic_fee",
    "{fee} {currency} per {per}, for {share} of it: {owed} {currency}",
    "每{per} {fee} {currency}，按 {share} 计：{owed} {currency}",
)
EARLIER = Text(
    "periodic_fee.earlier",
    "{earlier} {currency} for the earlier part of the {per}",
    "该{per}此前部分 {earlier} {currency}",
)
LESS = Text("periodic_fee.less", "less {before} {currency} billed before", "减去此前已计的 {before} {currency}")
NOTHING = Text(
    "periodic_fee.nothing",
    "{fee} {currency} per {per}: nothing falls due in this settlement",
    "每{per} {fee} {currency}：本次结算无应付款项",
)
NAMES: Mapping[str, Text] = {
    "month": Text("periodic_fee.month", "month", "月"),
    "quarter": Text("periodic_fee.quarter", "quarter", "季度"),
    "calendar_year": Text("periodic_fee.calendar_year", "calendar year", "日历年"),
    "contract_year": Text("periodic_fee.contract_year", "contract year", "合同年"),
}
SAYS = Text(
    "periodic_fee.says",
    "While the agreement is in force the buyer pays a fee of {fee} per {per}.",
    "协议有效期间，买方每{per}支付费用 {fee}。",
)
SAYS_BILLED: Mapping[str, Text] = {
    "in_advance": Text(
        "periodic_fee.says_in_advance",
        "It is billed in advance, when the {per} begins.",
        "费用于每{per}开始时预先收取。",
    ),
    "in_arrears": Text(
        "periodic_fee.says_in_arrears", "It is billed in arrears, when the {per} ends.", "费用于每{per}结束时收取。"
    ),
    "each_settlement": Text(
        "periodic_fee.says_each_settlement",
        "It is billed in equal parts with every settlement in the {per}.",
        "费用在每{per}内随各次结算等额收取。",
    ),
}
SAYS_BY_DAYS = Text(
    "periodic_fee.says_by_days",
    "For a part of a {per} it is owed by the days in force, every settlement period in the {per} counting alike; what "
    "was billed beyond that is credited.",
    "不足一个{per}的，按有效天数计收，其间各结算期等额计；多收的部分予以冲抵。",
)
SAYS_WHOLE = Text(
    "periodic_fee.says_whole", "A {per} that has begun is owed whole.", "一个{per}一经开始，即按全额计收。"
)
SAYS_WHOLE_PARTS = Text(
    "periodic_fee.says_whole_parts",
    "A part of the {per} that has begun is owed whole.",
    "一个{per}内的各结算期一经开始，该期部分即按全额计收。",
)
DIGITS_OF_A_DIVISION = Decimal("1e-12")


class Clause(ClauseBase):
    """A periodic fee as written: how much per what, when it is billed, and what a part of a period costs."""

    kind: Literal["periodic_fee"] = "periodic_fee"
    fee: Amount
    per: Literal["month", "quarter", "calendar_year", "contract_year"]
    billed: Literal["in_advance", "in_arrears", "each_settlement"]
    part_of_a_period: Literal["by_days", "whole"]


class Terms(NamedTuple, Generic[N]):
    """Billed when the fee's period opens; owed then; owed per settlement period by its share in force, or once begun.

    ``each`` is 1 where every settlement bills what is owed so far. ``fee`` is only told.
    """

    at_open: N
    whole: N
    by_days: N
    begun: N
    each: N
    fee: N


class State(NamedTuple, Generic[N]):
    """Owed and billed in this period of the fee; due since the start."""

    owed: N
    billed: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """The share of the period in which the agreement was in force."""

    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is owed grows while in force; it is billed when the period closes, with an advance when it opens."""
    owed = (
        (s.owed if w.opens == 0 else 0 * s.owed)
        + p.by_days * x.in_force
        + when(x.in_force, p.begun + p.whole * w.opens)
    )
    before = s.billed if w.opens == 0 else 0 * s.billed
    advance = before + when(x.in_force, p.at_open) * w.opens
    billed = owed if w.closes + p.each > 0 else advance
    return State(owed, billed, s.due + billed - before)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The fee whole, or in equal parts for the settlement periods of its period, each by its days."""
    fee, none = at.value(clause.fee), Decimal(0)
    part = fee / at.cycles
    by_days, each = clause.part_of_a_period == "by_days", clause.billed == "each_settlement"
    return Terms(
        at_open=fee if clause.billed == "in_advance" else none,
        whole=none if by_days or each else fee,
        by_days=part * at.share if by_days else none,
        begun=part if each and not by_days else none,
        each=Decimal(each),
        fee=fee,
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (InForce(),)


def explain(told: Told) -> Iterable[Message]:
    """Advance, settlement, or nothing yet."""
    p, after, currency, per = told.terms, told.after, told.currency, NAMES[told.clause.per]()
    if told.due == 0:
        yield NOTHING(fee=p.fee, per=per, currency=currency)
    elif told.due == p.at_open:
        yield ADVANCE(fee=p.fee, per=per, currency=currency)
    elif told.clause.part_of_a_period == "whole" and not p.each:  # owed at the fee of the day on which it opened
        yield SETTLED(fee=after.owed, per=per, share=Decimal(1), owed=after.owed, currency=currency)
        yield from less(told)
    else:
        now = p.by_days * told.facts.in_force + p.begun
        earlier = Decimal(0) if p.each or alike(after.owed, now) else after.owed - now
        if alike(after.owed, p.fee) and not p.each:
            earlier, now = Decimal(0), p.fee
        if earlier:
            yield EARLIER(earlier=earlier, per=per, currency=currency)
        if now:
            yield SETTLED(fee=p.fee, per=per, share=now / p.fee, owed=now, currency=currency)
        yield from () if p.each else less(told)


def less(told: Told) -> Iterable[Message]:
    """What was billed before in the fee's period."""
    if not alike(told.after.billed, told.due):
        yield LESS(before=told.before.billed, currency=told.currency)


def alike(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts are the same but for the last digits of a division."""
    return abs(one - other) < DIGITS_OF_A_DIVISION


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    per = NAMES[clause.per]()
    yield SAYS(fee=said.money(clause.fee), per=per)
    yield SAYS_BILLED[clause.billed](per=per)
    if clause.part_of_a_period == "by_days":
        yield SAYS_BY_DAYS(per=per)
    else:
        yield (SAYS_WHOLE_PARTS if clause.billed == "each_settlement" else SAYS_WHOLE)(per=per)


KIND = Kind(
    "periodic_fee", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, window=lambda clause: clause.per,
)  # fmt: skip
