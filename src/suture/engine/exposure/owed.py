"""What is owed under a scenario: the charges of its facts to the end of the agreement, less what was due before.

It is the statement that the rating engine makes of the same facts, so it equals what would be billed had they happened.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from suture.engine.clauses.causes import Cause, cause_of
from suture.engine.clauses.kind import Effect
from suture.engine.exposure.course import Course
from suture.engine.exposure.rerated import rounded_off
from suture.engine.exposure.scenario import Scenario
from suture.engine.money import Money
from suture.engine.period import Period
from suture.engine.rating.charges import OWED, Billed, Charge, increments
from suture.engine.rating.exact import Folded
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import Plan
from suture.engine.text import Message

SHOWN: Final[frozenset[Effect]] = OWED
"""What is owed to the other party. Freight and duty paid to others, and days on which money moves, are not."""


class Part(NamedTuple):
    """What one clause makes due in one settlement period. ``planned`` is what it owes there when all goes as planned.

    ``low`` and ``high`` bound eight of ten amounts where figures of the terms are ranges; else they are ``money``.
    """

    clause: str
    kind: str
    cause: Cause
    effect: Effect
    period: Period
    money: Money
    planned: Money
    low: Money
    high: Money
    reasons: tuple[Message, ...] = ()


class Owed(NamedTuple):
    """All that is owed under a scenario, the facts that it was rated from, and what is to be said of them."""

    scenario: Scenario
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...]
    notes: tuple[Message, ...] = ()

    def exposed(self) -> tuple[Part, ...]:
        """What is owed for nothing taken: all but the price of goods."""
        return tuple(part for part in self.parts if part.cause != "goods")


def totals(parts: Iterable[Part]) -> Mapping[str, Money]:
    """The sum in each currency; sums of two currencies are never added."""
    found: dict[str, Money] = {}
    for part in parts:
        currency = part.money.currency
        found[currency] = found.get(currency, Money(0, currency)).plus(part.money)
    return found


def billed_before(plan: Plan, folded: Sequence[Folded], on: date) -> Billed:
    """What is due for all settlement periods that ended before a day; ``folded`` are the facts told until then."""
    ended = [at for at, period in enumerate(plan.periods) if period.last < on]
    found = {
        (each.line.name, plan.periods[step.at].start): step.now.minor
        for each in folded
        if each.line.kind.effect != "gate"
        for step in increments(plan, each.line.name, each.line.currency, each.due, ended, {})
    }
    if plan.agreement.rounding.point == "invoice":
        found |= {(each.clause, each.period.start): each.money.minor for each in rounded_off(plan, folded, ended, {})}
    return found


def owing(charges: Iterable[Charge]) -> tuple[Charge, ...]:
    """Those that are owed to the other party."""
    return tuple(charge for charge in charges if charge.effect in SHOWN and not charge.stated)


def owed(scenario: Scenario, course: Course, due: Sequence[Charge], planned: Mapping[tuple[str, date], Money]) -> Owed:
    """The charges of a course as parts, each beside what the same clause owes in the same period as planned."""
    return Owed(scenario, tuple(part(charge, planned) for charge in due), course.facts, course.notes)


def part(charge: Charge, planned: Mapping[tuple[str, date], Money]) -> Part:
    """One charge as a part."""
    money = charge.money
    as_planned = planned.get((charge.clause, charge.period.start), Money(0, money.currency))
    return Part(
        charge.clause, charge.kind, cause_of(charge.kind), charge.effect, charge.period,
        money, as_planned, money, money, charge.reasons,
    )  # fmt: skip
