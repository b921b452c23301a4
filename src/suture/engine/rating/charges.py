"""Charges: what is due now less what was billed before, each with its reason.

Every clause is rounded on its total since the start of the agreement, so roundings telescope: however facts are split
or late, what was billed adds up to the rounded whole. A rerun bills zero. An issued charge is never changed: what a
late fact alters in an earlier period comes as a further charge of that period, marked as a correction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from suture.engine.clauses.kind import Effect, Told
from suture.engine.money import Money, rounded
from suture.engine.period import Period
from suture.engine.rating.exact import Activity, Entry, Folded, fold
from suture.engine.rating.origins import Origin, causes, origin
from suture.engine.rating.plan import Line, Plan, lapsed
from suture.engine.rating.uncounted import Alike, uncounted
from suture.engine.terms.currencies import INVOICE_ROUNDING
from suture.engine.text import Message, Text

CORRECTION = Text(
    "charge.correction",
    "corrects {billed} billed before for the same period to {now}",
    "更正同一期间此前已开票的 {billed}，应为 {now}",
)
CARRIED = Text(
    "charge.carried",
    "{amount} {currency} brought forward from the rounding of earlier periods",
    "此前各期舍入结转 {amount} {currency}",
)
ROUNDED = Text(
    "charge.invoice_rounding",
    "since the start {exact} {currency} unrounded, which is {due}; the lines make {lines}, and {before} was rounded "
    "before",
    "自协议开始以来未舍入合计 {exact} {currency}，舍入为 {due}；各行合计 {lines}，此前各期已舍入 {before}",
)
LAPSED = Text(
    "charge.lapsed",
    "the agreement now ends with {last}, so nothing is due for this period",
    "协议现于 {last} 终止，本期无应付款项",
)
NOTHING_BEFORE: Final = Origin()
Billed = Mapping[tuple[str, date], int]
"""Minor units already billed, by clause and first day of the period."""


class Charge(NamedTuple):
    """One amount of one clause in one period, and why. ``stated``: priced only, and charged by a conversion."""

    clause: str
    kind: str
    effect: Effect
    period: Period
    money: Money
    reasons: tuple[Message, ...]
    entries: tuple[Entry, ...]
    stated: bool = False


class Statement(NamedTuple):
    """The charges of an agreement for all periods that have ended by ``through``, less what was billed before.

    ``uncounted`` are facts of these periods of which no clause counts anything.
    """

    agreement: str
    currency: str
    through: date
    charges: tuple[Charge, ...]
    uncounted: tuple[Alike, ...] = ()

    def total(self, effect: Effect = "charge", currency: str = "") -> Money:
        """The sum of all charges of one effect in one currency; ``charge`` and ``tax`` are owed to the other party."""
        counted = currency or self.currency
        return Money(
            sum(c.money.minor for c in self.charges if counts(c, effect) and c.money.currency == counted), counted
        )

    def totals(self, effect: Effect = "charge") -> tuple[Money, ...]:
        """The sums of all charges of one effect, one for each currency that has any; the agreement's own first."""
        held = {charge.money.currency for charge in self.charges if counts(charge, effect)}
        return tuple(self.total(effect, each) for each in sorted(held, key=lambda name: (name != self.currency, name)))


def counts(charge: Charge, effect: Effect) -> bool:
    """Whether a charge is one of this effect; what is only stated moves no money."""
    return charge.effect == effect and not charge.stated


def statement(
    plan: Plan, activity: Activity, through: date, billed: Billed, before: Origin = NOTHING_BEFORE
) -> Statement:
    """What is due for every period that has ended by ``through``, less what was billed before.

    ``before`` is what the statements before were made from: where an amount of theirs is corrected, it tells why.
    """
    agreement = plan.agreement
    ended = [at for at, period in enumerate(plan.periods) if period.last <= through]
    folded = fold(plan, activity)
    charges = [charge for each in folded for charge in charges_of(plan, each, ended, billed)]
    if agreement.rounding.point == "invoice":
        owed = [each for each in folded if each.line.kind.effect in OWED]
        for currency in sorted({each.line.currency for each in owed}):
            lines = [each for each in owed if each.line.currency == currency]
            charges.extend(roundings(plan, lines, currency, ended, billed))
    charges.extend(given_back(plan, billed))
    charges.sort(key=lambda charge: charge.period.start)
    if before != NOTHING_BEFORE:
        now = origin(plan, activity)
        charges = [corrected(charge, before, now, plan.periods) for charge in charges]
    nothing_of = (*uncounted(plan, activity.events, ended), *activity.beyond)
    return Statement(agreement.agreement, agreement.currency, through, tuple(charges), nothing_of)


def corrected(charge: Charge, before: Origin, now: Origin, periods: Sequence[Period]) -> Charge:
    """A charge, with what has changed since where it corrects one that was billed."""
    if not charge.reasons or charge.reasons[0].text is not CORRECTION:
        return charge
    correction, *reasons = charge.reasons
    return charge._replace(reasons=(correction, *causes(before, now, charge.period, periods), *reasons))


def given_back(plan: Plan, billed: Billed) -> Iterator[Charge]:
    """What was billed for periods after an end that an amendment has moved: credited whole, whatever is settled.

    Money that was told to have moved has moved; it is not taken back.
    """
    periods = {period.start: period for period in lapsed(plan)}
    lines = {line.name: line for line in plan.lines}
    for (name, start), minor in sorted(billed.items()):
        currency = currency_billed(plan, name)
        if not minor or start not in periods or currency is None:
            continue
        line = lines.get(name)
        if line is not None and line.kind.effect == "cash":
            continue
        back = Money(-minor, currency)
        yield Charge(
            name, line.kind.name if line else INVOICE_ROUNDING, line.kind.effect if line else "charge", periods[start],
            back, (CORRECTION(billed=str(Money(minor, currency)), now=str(Money(0, currency))),
                   LAPSED(last=str(plan.periods[-1].last))), (), len(plan.periods) - 1 in stated_in(plan, name),
        )  # fmt: skip


OWED: Final[frozenset[Effect]] = frozenset({"charge", "tax"})
"""What an invoice asks for."""


def converted(plan: Plan) -> frozenset[str]:
    """The clauses that at some time only state an amount, since a conversion charges it in another currency."""
    return frozenset(name for line in plan.lines for name, _ in conversions(line))


def conversions(line: Line) -> Iterator[tuple[str, range]]:
    """The clauses that a line converts, each with the settlement periods in which it does."""
    for version, span in line.spans():
        for name in line.kind.converts(version.clause):
            yield name, span


def stated_in(plan: Plan, name: str) -> frozenset[int]:
    """The settlement periods in which a clause only states what it comes to."""
    found = (span for line in plan.lines for converted, span in conversions(line) if converted == name)
    return frozenset(at for span in found for at in span)


def charges_of(plan: Plan, folded: Folded, ended: Sequence[int], billed: Billed) -> Iterable[Charge]:
    """The charges of one clause: per period, its rounded total since the start less that of the period before."""
    line, mode = folded.line, plan.agreement.rounding.mode
    if line.kind.effect == "gate":
        return
    stated = stated_in(plan, line.name)
    for step in increments(plan, line.name, line.currency, folded.due, ended, billed):
        entries = tuple(entry for entry in folded.entries if entry.at == step.at and entry.before != entry.after)
        reasons = [message for entry in entries for message in line.kind.explain(told(folded, entry))]
        if step.carried and rounded(step.exact, line.currency, mode) != step.added:  # it re-adds from its own reasons
            reasons.insert(0, CARRIED(amount=step.carried, currency=line.currency))
        if step.added.minor != step.now.minor:
            reasons.insert(0, CORRECTION(billed=str(step.added.minus(step.now)), now=str(step.added)))
        period, only_stated = plan.periods[step.at], step.at in stated
        yield Charge(
            line.name, line.kind.name, line.kind.effect, period, step.now, tuple(reasons), entries, only_stated
        )  # fmt: skip


class Increment(NamedTuple):
    """What a total has grown by in one period: exactly, rounded, and what of that is still to be billed.

    ``carried`` is what earlier periods have left unrounded.
    """

    at: int
    exact: Decimal
    carried: Decimal
    added: Money
    now: Money


def increments(
    plan: Plan, name: str, currency: str, due: Sequence[Decimal], ended: Sequence[int], billed: Billed
) -> Iterable[Increment]:
    """Period by period, what a rounded total has grown by, where something of it is still to be billed."""
    before, exactly = Money(0, currency), Decimal(0)
    for at in ended:
        total = rounded(due[at], currency, plan.agreement.rounding.mode)
        added = total.minus(before)
        now = added.minus(Money(billed.get((name, plan.periods[at].start), 0), currency))
        if now.minor:
            yield Increment(at, due[at] - exactly, exactly - before.amount, added, now)
        before, exactly = total, due[at]


def roundings(
    plan: Plan, lines: Sequence[Folded], currency: str, ended: Sequence[int], billed: Billed
) -> Iterable[Charge]:
    """What makes the lines of each period the rounded sum that they would be without being rounded themselves."""
    mode, name = plan.agreement.rounding.mode, rounding_of(currency)
    exact, by_line = [Decimal(0)] * len(plan.periods), [0] * len(plan.periods)
    for folded in lines:
        stated, so_far, minor = stated_in(plan, folded.line.name), Decimal(0), 0
        for at, (before, due) in enumerate(pairwise([Decimal(0), *folded.due])):
            if at not in stated:
                so_far += due - before
                minor += rounded(due, currency, mode).minor - rounded(before, currency, mode).minor
            exact[at] += so_far
            by_line[at] += minor
    apart = [
        rounded(whole, currency, mode).minus(Money(minor, currency)).amount
        for whole, minor in zip(exact, by_line, strict=True)
    ]
    for at, _, _, added, now in increments(plan, name, currency, apart, ended, billed):
        why = ROUNDED(
            exact=exact[at], currency=currency, due=str(rounded(exact[at], currency, mode)),
            lines=str(Money(by_line[at], currency)), before=f"{apart[at - 1] if at else 0} {currency}",
        )  # fmt: skip
        reasons = (why,) if added == now else (CORRECTION(billed=str(added.minus(now)), now=str(added)), why)
        yield Charge(name, INVOICE_ROUNDING, "charge", plan.periods[at], now, reasons, ())


def rounding_of(currency: str) -> str:
    """The name under which the sum of an invoice in a currency is rounded."""
    return f"{INVOICE_ROUNDING}_{currency.lower()}"


def currency_billed(plan: Plan, clause: str) -> str | None:
    """The currency in which a clause, or the rounding of an invoice, is billed; None for one that there is not."""
    billed = {line.name: line.currency for line in plan.lines}
    return billed.get(clause) or next((c for c in billed.values() if clause == rounding_of(c)), None)


def told(folded: Folded, entry: Entry) -> Told:
    """An entry as its kind's explanation reads it."""
    line, clause = folded.line, folded.line.version(entry.at).clause
    return Told(clause, entry.terms, entry.facts, entry.before, entry.after, line.unit, line.currency)


def ending_of(plan: Plan, facts_through: date) -> date:
    """The last day of the period that holds a day: how far a statement goes that has facts up to it."""
    return next((period.last for period in plan.periods if facts_through in period), plan.periods[-1].last)
