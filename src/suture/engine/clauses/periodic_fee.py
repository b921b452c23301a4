"""Periodic fee: a membership or retainer, billed in advance, in arrears or with every settlement, while in force.

Rules: docs/rules/periodic_fee.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount
from suture.engine.clauses.kind import ClauseBase, InForce, Kind, Moment, Phase, Source, Told
from suture.engine.money import rounded_to
from suture.engine.number import N, Window, when
from suture.engine.text import Message, Text

ADVANCE = Text("periodic_fee.advance", "{fee} {currency} per {per}, in advance")
SETTLED = Text("periodic_fee", "{fee} {currency} per {per}, for {share} of it: {owed} {currency}")
LESS = Text("periodic_fee.less", "less {before} {currency} billed before")
NOTHING = Text("periodic_fee.nothing", "{fee} {currency} per {per}: nothing falls due in this settlement")
NAMES = {
    "month": "month",
    "quarter": "quarter",
    "calendar_year": "calendar year",
    "contract_year": "contract year",
}


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
    p, after, currency, per = told.terms, told.after, told.currency, NAMES[told.clause.per]
    if told.due == 0:
        yield NOTHING(fee=p.fee, per=per, currency=currency)
    elif told.due == p.at_open:
        yield ADVANCE(fee=p.fee, per=per, currency=currency)
    else:
        share = rounded_to(after.owed / p.fee, 4).normalize()
        yield SETTLED(fee=p.fee, per=per, share=share, owed=rounded_to(after.owed, 6), currency=currency)
        if before := after.billed - told.due:
            yield LESS(before=rounded_to(before, 6), currency=currency)


KIND = Kind(
    "periodic_fee", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain,
    window=lambda clause: clause.per,
)  # fmt: skip
