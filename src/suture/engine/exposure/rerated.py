"""Rating what follows anew: only clauses that it touches are folded again.

It is the statement of all facts together, as ``rating/charges.statement`` makes it; a test holds one to the other.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from suture.engine.clauses.kind import DueOf, InForce, QuantityOf, Source
from suture.engine.rating.charges import OWED, Billed, Charge, charges_of, given_back, roundings
from suture.engine.rating.exact import Activity, Folded, fold_line, governed
from suture.engine.rating.fact import Fact
from suture.engine.rating.gathering import Gathering, Reading
from suture.engine.rating.plan import Line, Plan

DERIVED: Final = re.compile(r"[.@:]")
"""Behind it a measure says what of a kind of fact it counts: days of notice, an issue, days at a rate."""


def happened(plan: Plan, reading: Reading, facts: Iterable[Fact]) -> Activity:
    """What the fold reads of facts that all count: single events only where a clause reads them."""
    gathering = Gathering(plan, reading)
    for fact in facts:
        gathering.take(fact)
    return gathering.activity()


class Before:
    """All facts told so far, rated: what of it stays when more follows need not be counted again."""

    def __init__(self, plan: Plan, folded: Sequence[Folded], billed: Billed) -> None:
        self.plan, self.billed = plan, billed
        self.folded = {each.line.name: each for each in folded}
        self._charges: dict[str, tuple[Charge, ...]] = {}

    def charges(self, activity: Activity, follows: Sequence[Fact]) -> list[Charge]:
        """What is still to be billed to the end of the agreement; ``activity`` is of all facts together."""
        folded = self._folded(activity, follows)
        found = [charge for each in folded for charge in self._of(each)]
        if self.plan.agreement.rounding.point == "invoice":
            found.extend(rounded_off(self.plan, folded, range(len(self.plan.periods)), self.billed))
        found.extend(given_back(self.plan, self.billed))
        return sorted(found, key=lambda charge: charge.period.start)

    def _folded(self, activity: Activity, follows: Sequence[Fact]) -> list[Folded]:
        """Every line, folded again where what follows touches it, or a line that it reads."""
        told = {(fact.service, fact.kind) for fact in follows}
        ends = any(kind == "terminated" for _, kind in told)
        done: dict[str, Folded] = {}
        for line in self.plan.lines:
            if touched(line, told, {name for name in done if done[name] is not self.folded[name]}, ends=ends):
                done[line.name] = fold_line(self.plan, line, activity, done)
                ends = ends or line.kind.governs
            else:
                done[line.name] = self.folded[line.name]
            if line.kind.governs:
                activity = activity._replace(in_force=governed(line, activity.in_force, done[line.name].due))
        return list(done.values())

    def _of(self, folded: Folded) -> tuple[Charge, ...]:
        """The charges of a line; of one that stays counted once for all scenarios."""
        name = folded.line.name
        stays = folded is self.folded[name]
        if stays and name in self._charges:
            return self._charges[name]
        found = tuple(charges_of(self.plan, folded, range(len(self.plan.periods)), self.billed))
        if stays:
            self._charges[name] = found
        return found


def rounded_off(plan: Plan, folded: Sequence[Folded], ended: Sequence[int], billed: Billed) -> Iterator[Charge]:
    """What the rounding of whole invoices adds, in each currency."""
    lines = [each for each in folded if each.line.kind.effect in OWED]
    for currency in sorted({each.line.currency for each in lines}):
        yield from roundings(plan, [each for each in lines if each.line.currency == currency], currency, ended, billed)


def touched(line: Line, told: set[tuple[str, str]], changed: set[str], *, ends: bool) -> bool:
    """Whether a line reads what is told, lines that have changed, or how long the agreement is in force."""

    def reads(source: Source) -> bool:
        if isinstance(source, QuantityOf):
            kind = DERIVED.split(source.measure)[0]
            return any((service, kind) in told for service in source.services)
        if isinstance(source, DueOf):
            return not changed.isdisjoint(source.clauses)
        return ends and isinstance(source, InForce)

    return any(map(reads, line.sources))
