"""Early termination: who ends the agreement before its time pays a fee that declines with its age.

Rules: docs/rules/early_termination.md. The termination is a fact of the reserved service ``agreement``.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Amount, Written
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said, in_months
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, higher, when
from suture.engine.period import later
from suture.engine.text import Message, Text

TITLE = Text("early_termination.title", "Early termination", "提前终止")
FEE = Text(
    "early_termination",
    "terminated: fee of {fee} {currency}, in force from month {from_month} on",
    "协议终止：终止费 {fee} {currency}，自第 {from_month} 个月起适用",
)
NONE = Text("early_termination.none", "not terminated in this period", "本期未终止")
BEFORE = Text("early_termination.before", "terminated before; the fee was due then", "此前已终止，终止费已在当时计收")
SAYS = Text(
    "early_termination.says",
    "The buyer may end the agreement before its time with a notice of {notice}; it then pays a fee once, by the age of "
    "the agreement.",
    "买方可提前 {notice}通知终止本协议，并按协议已履行的时间一次性支付终止费。",
)
SAYS_AGE = Text(
    "early_termination.says_age",
    "The age is the number of whole months from the first day of the agreement to the first day of the settlement "
    "period in which it ends.",
    "已履行的时间，自协议首日起至终止所在结算期的首日止，按整月计算。",
)
SAYS_FEE = Text(
    "early_termination.says_fee", "From an age of {age} on the fee is {fee}.", "已履行满 {age}起，终止费为 {fee}。"
)

FIRST = refusal(
    "termination_fees_first",
    "the first fee begins in month {begins}",
    "Let the first fee begin in month 0; write 0 where none is due at first.",
    "第一档终止费从第 {begins} 个月开始",
    "请让第一档从第 0 个月开始；起初不收费的，写 0。",
)
ORDER = refusal(
    "termination_fees_order",
    "fee {number} begins in month {begins}, not after month {before} of the fee before it",
    "Write the fees in rising order of from_month.",
    "第 {number} 档终止费从第 {begins} 个月开始，不晚于前一档的第 {before} 个月",
    "请按 from_month 由小到大排列。",
)


class Fee(Written):
    """A fee, and the whole months since the start from which it holds."""

    from_month: int = Field(ge=0, le=1200)
    fee: Amount


class Clause(ClauseBase):
    """An early-termination fee as written. The notice is a gate: it changes no amount here."""

    kind: Literal["early_termination"] = "early_termination"
    notice_months: int = Field(ge=0)
    fees: tuple[Fee, ...] = Field(min_length=1)


class Terms(NamedTuple, Generic[N]):
    """The fee of a termination in this period, and the month from which it holds."""

    fee: N
    from_month: N


class State(NamedTuple, Generic[N]):
    """Above zero once terminated; due since the start."""

    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Above zero in the period of the termination."""

    terminated: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The first termination owes the fee of its month; an agreement ends once."""
    fee = p.fee if s.ended == 0 else 0 * p.fee
    return State(higher(s.ended, x.terminated), s.due + when(x.terminated, fee))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The last fee whose month has come."""
    begun = [fee for fee in clause.fees if fee.from_month <= at.month]
    fee = begun[-1] if begun else clause.fees[0]
    return Terms(at.value(fee.fee), Decimal(fee.from_month))


def changes(clause: Clause, start: date) -> Iterable[date]:
    """The days on which another fee begins."""
    return (later(start, fee.from_month) for fee in clause.fees)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((AGREEMENT,), "terminated"),)


def explain(told: Told) -> Iterable[Message]:
    """The fee and since when it holds."""
    if told.facts.terminated <= 0:
        yield NONE()
    elif told.before.ended > 0:
        yield BEFORE()
    else:
        yield FEE(fee=told.terms.fee, from_month=told.terms.from_month, currency=told.currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(notice=in_months(clause.notice_months))
    yield SAYS_AGE()
    for fee in clause.fees:
        yield SAYS_FEE(age=in_months(fee.from_month), fee=said.money(fee.fee))


def check(clause: Clause) -> Iterable[Fault]:
    """The schedule covers every month, in order."""
    if clause.fees[0].from_month != 0:
        yield FIRST.at("fees", 0, "from_month", begins=clause.fees[0].from_month)
    for i, (before, fee) in enumerate(pairwise(clause.fees), start=1):
        if fee.from_month <= before.from_month:
            yield ORDER.at("fees", i, "from_month", number=i + 1, begins=fee.from_month, before=before.from_month)


KIND = Kind(
    "early_termination",
    Phase.ENDING,
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
    changes=changes,
)
