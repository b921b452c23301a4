"""Charges: what is due now less what was billed before, each with its reason.

Every clause is rounded on its total since the start of the agreement, so roundings telescope: however facts are split
or late, what was billed adds up to the rounded whole. A rerun bills zero. An issued charge is never changed: what a
late fact alters in an earlier period comes as a further charge of that period, marked as a correction.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from suture.engine.clauses.kind import Effect, Told
from suture.engine.money import Money, rounded
from suture.engine.period import Period
from suture.engine.rating.exact import Activity, Entry, Folded, fold
from suture.engine.rating.plan import Plan
from suture.engine.text import Message, Text

CORRECTION = Text("charge.correction", "corrects {billed} billed before for the same period to {now}")
Billed = Mapping[tuple[str, date], int]
"""Minor units already billed, by clause and first day of the period."""


class Charge(NamedTuple):
    """One amount of one clause in one period, and why."""

    clause: str
    kind: str
    effect: Effect
    period: Period
    money: Money
    reasons: tuple[Message, ...]
    entries: tuple[Entry, ...]


class Statement(NamedTuple):
    """The charges of an agreement for all periods that have ended by ``through``, less what was billed before."""

    agreement: str
    currency: str
    through: date
    charges: tuple[Charge, ...]

    def total(self, effect: Effect = "charge") -> Money:
        """The sum of all charges of one effect; only ``charge`` is owed to the other party."""
        return Money(sum(c.money.minor for c in self.charges if c.effect == effect), self.currency)


def statement(plan: Plan, activity: Activity, through: date, billed: Billed) -> Statement:
    """What is due for every period that has ended by ``through``, less what was billed before."""
    agreement = plan.agreement
    ended = [at for at, period in enumerate(plan.periods) if period.last <= through]
    charges = [charge for folded in fold(plan, activity) for charge in charges_of(plan, folded, ended, billed)]
    charges.sort(key=lambda charge: charge.period.start)
    return Statement(agreement.agreement, agreement.currency, through, tuple(charges))


def charges_of(plan: Plan, folded: Folded, ended: Sequence[int], billed: Billed) -> Iterable[Charge]:
    """The charges of one clause: per period, its rounded total since the start less that of the period before."""
    line, agreement = folded.line, plan.agreement
    if line.kind.effect == "gate":
        return
    before = Money(0, agreement.currency)
    for at in ended:
        period = plan.periods[at]
        total = rounded(folded.due[at], agreement.currency, agreement.rounding.mode)
        added = total.minus(before)
        before = total
        paid = Money(billed.get((line.name, period.start), 0), agreement.currency)
        now = added.minus(paid)
        if now.minor == 0:
            continue
        entries = tuple(entry for entry in folded.entries if entry.at == at and entry.before != entry.after)
        reasons = [message for entry in entries for message in line.kind.explain(told(plan, folded, entry))]
        if paid.minor:
            reasons.insert(0, CORRECTION(billed=str(paid), now=str(added)))
        yield Charge(line.name, line.kind.name, line.kind.effect, period, now, tuple(reasons), entries)


def told(plan: Plan, folded: Folded, entry: Entry) -> Told:
    """An entry as its kind's explanation reads it."""
    line = folded.line
    return Told(line.clause, entry.terms, entry.facts, entry.before, entry.after, line.unit, plan.agreement.currency)


def ending_of(plan: Plan, facts_through: date) -> date:
    """The last day of the period that holds a day: how far a statement goes that has facts up to it."""
    return next((period.last for period in plan.periods if facts_through in period), plan.periods[-1].last)
