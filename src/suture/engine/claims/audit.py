"""The audit of what was invoiced: every line has its verdict, every difference a finding with its arithmetic.

The sum of all differences is what was billed less what is due, to the minor unit, in each currency.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from suture.engine.claims.across import (
    currencies,
    elsewhere,
    finding,
    invoices_twice,
    outside,
    periods,
    placed,
    twice,
    unlinked,
)
from suture.engine.claims.apart import apart
from suture.engine.claims.arithmetic import how_billed, how_due
from suture.engine.claims.by_kind import by_kind
from suture.engine.claims.checkable import NOTHING_OPEN, Open, beyond_reach
from suture.engine.claims.due import Due
from suture.engine.claims.finding import Finding, FindingKind, Verdict
from suture.engine.claims.from_facts import quantity, unknown_event
from suture.engine.claims.from_lines import billed_twice, rounding, wrong_arithmetic
from suture.engine.claims.from_terms import other_level, without, wrong_price, wrong_tier
from suture.engine.claims.group import Group, currency_of, difference, minor_of, sum_of
from suture.engine.claims.guess import Guess, Hypothesis, content
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.claims.matching import matched
from suture.engine.money import Money, rounded
from suture.engine.period import Period
from suture.engine.rating.exact import Activity
from suture.engine.rating.plan import Plan
from suture.engine.text import Text

NO_CLAUSE: Final = Text(
    "finding.names_nothing", "it names neither clause nor service, and nothing due is that amount",
    "该行既未注明条款也未注明服务，亦无相同金额的应付款项",
)  # fmt: skip
HYPOTHESES: Final[tuple[Hypothesis, ...]] = (
    rounding, billed_twice, wrong_arithmetic, unknown_event, quantity, wrong_tier, without, other_level, wrong_price,
)  # fmt: skip
"""In the order in which they are tried: what the lines themselves show, then what happened, then the terms."""


class Audit(NamedTuple):
    """What an agreement's invoices come to: findings by money, and the verdict of every row."""

    agreement: str
    buyer: str
    seller: str
    currency: str
    through: date
    lines: int
    findings: tuple[Finding, ...]
    verdicts: Mapping[int, Verdict]
    billed: tuple[Money, ...]
    right: tuple[Money, ...]

    def asked_back(self) -> tuple[Finding, ...]:
        """What the buyer may ask back."""
        return tuple(each for each in self.findings if each.difference.minor > 0)

    def entitled(self) -> tuple[Finding, ...]:
        """What the seller may still bill."""
        return tuple(each for each in self.findings if each.difference.minor < 0)


def audit(
    plan: Plan, activity: Activity, lines: Iterable[InvoiceLine], through: date | None = None,
    open_: Open = NOTHING_OPEN,
) -> Audit:  # fmt: skip
    """Holds lines against what is due for all settlement periods that have ended by ``through`` (all of them where it
    is left out). What is ``open_`` cannot be counted, since its figures are not known.
    """
    held = list(lines)
    due = Due(plan, activity, through)
    unchecked = beyond_reach(due, held, open_)
    findings = [*found(due, [line for line in held if line.row not in unchecked] if unchecked else held, held)]
    if open_.clauses:  # a line that says nothing may be of them
        unchecked.update(row for each in findings if says_nothing(each) for row in each.rows)
        findings = [each for each in findings if not says_nothing(each)]
    findings.sort(key=lambda each: (-abs(each.difference.minor), each.rows, each.kind, each.clauses))
    verdicts: dict[int, Verdict] = dict.fromkeys((line.row for line in held), "right")
    verdicts.update(dict.fromkeys(unchecked, "cannot_be_checked"))
    for each in findings:
        verdicts.update(dict.fromkeys(each.rows, "wrong") if each.kind != "rounding" else {})
    parties = plan.agreement.parties
    return Audit(
        plan.agreement.agreement, parties.buyer, parties.seller, plan.agreement.currency, due.through, len(held),
        tuple(findings), verdicts,
        tuple(totals(line for line in held if line.row not in unchecked)),
        tuple(sums(charge.money for charge in due.charges.values())),
    )  # fmt: skip


def says_nothing(finding: Finding) -> bool:
    """Whether a finding is of a line that names neither clause nor service."""
    return bool(finding.reasons) and finding.reasons[0].text is NO_CLAUSE


def totals(lines: Iterable[InvoiceLine]) -> Iterator[Money]:
    """What lines come to in each currency."""
    total: dict[str, Decimal] = {}
    for line in lines:
        total[line.currency] = total.get(line.currency, Decimal(0)) + line.amount
    return (rounded(amount, currency) for currency, amount in sorted(total.items()))


def sums(moneys: Iterable[Money]) -> Iterator[Money]:
    """The sum in each currency."""
    total: dict[str, int] = {}
    for money in moneys:
        total[money.currency] = total.get(money.currency, 0) + money.minor
    return (Money(minor, currency) for currency, minor in sorted(total.items()))


def found(due: Due, lines: Sequence[InvoiceLine], everything: Sequence[InvoiceLine]) -> Iterator[Finding]:
    """All findings, in no order. ``everything`` are the lines that cannot be checked, too."""
    match, copies = matched(due, lines), invoices_twice(lines)
    if copies:
        copies = sent_twice(due, match.groups.values(), copies)
        sent_again = {id(line) for again in copies for line in again}
        match = matched(due, [line for line in lines if id(line) not in sent_again])
    yield from twice(copies)
    yield from outside(due, match.outside)
    for line in placed(due, match):
        money = rounded(line.amount, line.currency)
        if not money.minor:
            continue
        kind: FindingKind = "not_supported" if money.minor > 0 else "unexplained"
        yield finding(kind, [line], line.currency, money, reasons=(NO_CLAUSE(),))
    yield from currencies(due, [*match.groups.values()])
    differing = [group for group in match.groups.values() if difference(due, group)]
    done: set[int] = set()
    for there, missing in periods(due, differing):
        if id(there) not in done and id(missing) not in done:
            done |= {id(there), id(missing)}
            yield from elsewhere(due, there, missing)
    for group in differing:
        if id(group) not in done:
            yield from diagnosed(due, group)
    yield from unlinked(lines, everything)


def sent_twice(due: Due, groups: Iterable[Group], copies: Sequence[list[InvoiceLine]]) -> list[list[InvoiceLine]]:
    """The copies without which every group that they are in comes nearer to what is due; the others were taken back."""
    of_line = {id(line): group for group in groups for line in group.lines}
    kept = []
    for again in copies:
        less: dict[int, int] = {}
        touched = {id(of_line[id(line)]): of_line[id(line)] for line in again if id(line) in of_line}
        for line in again:
            if id(line) in of_line:
                at = id(of_line[id(line)])
                less[at] = less.get(at, 0) + minor_of(line.amount, line.currency)
        if all(abs(difference(due, touched[at]) - off) < abs(difference(due, touched[at])) for at, off in less.items()):
            kept.append(again)
    return kept


def diagnosed(due: Due, group: Group) -> Iterator[Finding]:
    """The findings of a group that differ from what is due, which come to the difference."""
    minor, currency = difference(due, group), currency_of(due, group)
    by_row = {line.row: line for line in group.lines}
    for guess in guesses(due, group, minor):
        money = Money(guess.minor, currency)
        of_it = [by_row[row] for row in guess.rows]
        said = (*guess.reasons, *how_billed(of_it), *how_due(due, group))
        billed = sum_of([line for line in of_it if line.currency == currency], currency)
        span = Period(due.period(min(group.periods)).start, due.period(group.at).end)
        yield Finding(guess.kind, money, billed, billed.minus(money), group.clauses, span, guess.rows, said)


def guesses(due: Due, group: Group, minor: int) -> Iterator[Guess]:
    """What orders and lines show one by one, where that comes to all of it; else one guess that explains all; else
    lines that stand there twice and what explains the rest."""
    parts = apart(due, group)
    left = minor - sum(part.minor for part in parts)
    if parts and not left:
        yield from parts
        return
    for hypothesis in HYPOTHESES:
        if guess := hypothesis(due, group, minor):
            yield guess
            return
    if (peeled := doubled(group)) is not None and minor > 0:
        again = minor_of(peeled.amount, peeled.currency)
        twice_there = billed_twice(due, group, again)
        if twice_there is not None:
            yield twice_there
            rest = Group(group.clauses, group.at, [line for line in group.lines if line is not peeled], group.before)
            if minor != again:
                yield from guesses(due, rest, minor - again)
            return
    if parts and abs(left) < abs(minor):
        yield from parts
        yield by_kind(due, group, left)
        return
    yield by_kind(due, group, minor)


def doubled(group: Group) -> InvoiceLine | None:
    """A line that stands there again."""
    seen = set()
    for line in group.lines:
        if content(line) in seen and line.amount > 0:
            return line
        seen.add(content(line))
    return None
