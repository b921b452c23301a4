"""A trial: what would be charged if so much were supplied on a day, and where the next threshold lies.

Nothing is estimated: a trial is facts that did not happen, rated as if they had. A threshold is a quantity from which
the next unit costs another amount; a cliff is one at which more units cost less than fewer.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import ClauseBase, QuantityOf
from suture.engine.rating.charges import Statement, converted, ending_of, statement
from suture.engine.rating.exact import fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import Line, Plan
from suture.engine.terms.measures import measured

ZERO = Decimal(0)
SUPPLIED = frozenset({"ordered", "accepted", "delivered", "good", "released", "made", "worked", "started", "sold"})
"""Measures of which a supply brings its whole quantity; what goes wrong (late, rejected, cancelled) is none of them."""


class Threshold(NamedTuple):
    """From ``quantity`` on the next step of the service costs ``next_step`` instead of what it costs before."""

    service: str
    quantity: Decimal
    total: Decimal  # for exactly this quantity
    next_step: Decimal
    currency: str


class Cliff(NamedTuple):
    """``quantity`` of a service, more than was asked for, costs ``less`` in all."""

    service: str
    quantity: Decimal
    less: Decimal
    currency: str


def tried(plan: Plan, quantities: Mapping[str, Decimal], day: date, known: Iterable[Fact] = ()) -> Statement:
    """The statement of the period that holds the day; ``known`` are facts beside the trial, such as index values."""
    facts = [*known, *facts_of(plan, quantities, day)]
    return statement(plan, activity(plan, facts), ending_of(plan, day), {})


def until(plan: Plan, day: date) -> Plan:
    """A plan up to the end of the day's settlement period."""
    end = next(at for at, period in enumerate(plan.periods) if day in period) + 1
    lines = tuple(cut(line, end) for line in plan.lines if line.first < end)
    return plan._replace(periods=plan.periods[:end], lines=lines)


def cut(line: Line, end: int) -> Line:
    """A line up to a settlement period."""
    stands = end - line.first
    versions = tuple(version for version in line.versions if version.first < end)
    return line._replace(versions=versions, windows=line.windows[:stands], terms=line.terms[:stands])


def facts_of(plan: Plan, quantities: Mapping[str, Decimal], day: date) -> Iterator[Fact]:
    """Each quantity as one event, told in every measure of supply that a clause reads of its service."""
    for service, quantity in quantities.items():
        unit = plan.agreement.services[service].unit
        for measure in measures_of(plan, service):
            yield Fact(plan.agreement.agreement, service, day, quantity, unit, measure, event=f"trial {service}")


def measures_of(plan: Plan, service: str) -> list[str]:
    """The measures of supply that clauses read of a service."""
    read = (source for line in plan.lines for source in line.sources if isinstance(source, QuantityOf))
    return list(dict.fromkeys(s.measure for s in read if service in s.services and s.measure in SUPPLIED))


def totals(plan: Plan, quantities: Mapping[str, Decimal], day: date, known: Iterable[Fact] = ()) -> dict[str, Decimal]:
    """What all clauses charge up to the end of the day's period, by currency, unrounded.

    What a clause only states, since it is converted, is not counted.
    """
    happened = activity(plan, [*known, *facts_of(plan, quantities, day)])
    last = next(at for at, period in enumerate(plan.periods) if day in period)
    stated = converted(plan)
    found = {plan.agreement.currency: Decimal(0)}
    for folded in fold(plan, happened):
        if folded.line.kind.effect == "charge" and folded.line.name not in stated:
            currency = folded.line.currency
            found[currency] = found.get(currency, Decimal(0)) + folded.due[last]
    return found


def ahead(
    plan: Plan, quantities: Mapping[str, Decimal], service: str, day: date, known: Iterable[Fact] = ()
) -> tuple[Threshold | None, Cliff | None]:
    """The next threshold of a service above its quantity, and the nearest cliff: each None where there is none."""
    beside = list(known)
    step = plan.agreement.services[service].step

    def at(quantity: Decimal) -> dict[str, Decimal]:
        return totals(plan, {**quantities, service: quantity}, day, beside)

    asked = quantities[service]
    here = at(asked)
    now = rises(here, at(asked + step))
    threshold: Threshold | None = None
    cliff: Cliff | None = None
    taken = counted_beside(plan, quantities, service, day, beside)
    turns = {quantity for used in taken for quantity in candidates(plan, service, asked, used)}
    turns.add(asked + step)  # where the next step alone starts a lot, what turns is the one behind it
    for before, quantity in pairwise([asked, *sorted(turns)]):
        there = at(quantity)
        following = rises(there, at(quantity + step))
        for currency in here:
            if cliff is None and there[currency] < here[currency]:
                cliff = Cliff(service, quantity, here[currency] - there[currency], currency)
            if threshold is None and following[currency] != now[currency] and quantity > before:
                threshold = Threshold(service, quantity, there[currency], following[currency], currency)
        if threshold is not None and cliff is not None:
            break
    return threshold, cliff


def rises(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """By how much each total grows."""
    return {currency: after[currency] - total for currency, total in before.items()}


def counted_beside(
    plan: Plan, quantities: Mapping[str, Decimal], service: str, day: date, known: Iterable[Fact]
) -> set[Decimal]:
    """What clauses that read a service have counted in their windows beside its quantity, so that a threshold is
    reached so much sooner: what the facts tell, and the other quantities that are tried. None is 0.
    """
    events, services = activity(plan, [*known]).events, plan.agreement.services
    found = {ZERO}
    for line in plan.lines:
        open_ones = window_at(plan, line, day)
        for source in line.sources:
            if not isinstance(source, QuantityOf) or service not in source.services:
                continue
            told = tried_too = ZERO
            for name in source.services:
                happened = events.get((name, source.measure))
                steps = sum((sum(happened[at].values(), ZERO) for at in open_ones), ZERO) if happened else ZERO
                told += steps * services[name].step
                tried_too += quantities.get(name, ZERO) if name != service else ZERO
            found |= {tried_too, told, told + tried_too}
    return found


def window_at(plan: Plan, line: Line, day: date) -> range:
    """The settlement periods from the first of the line's window that holds the day up to that of the day itself."""
    last = next(at for at, period in enumerate(plan.periods) if day in period)
    opened = [at for at, window in enumerate(line.windows, start=line.first) if window.opens and at <= last]
    return range(opened[-1] if opened else last, last + 1)


def candidates(plan: Plan, service: str, asked: Decimal, used: Decimal = ZERO) -> list[Decimal]:
    """Quantities above the one asked for at which something may turn: written ones, their next multiples, and one less.

    Where so much is ``used`` already, they are reached so much sooner.
    At a bound that is inclusive above, it is the step after it that costs another amount; at one that is inclusive
    below, the bound itself is another tier: the step before it is looked at too.
    """
    step = plan.agreement.services[service].step
    found: set[Decimal] = set()
    for clause in plan.agreement.clauses:
        if service in services_read(clause):
            for _, figure, dimension in measured(clause):
                if dimension.measures == "quantity" and figure.known and figure.likely > 0:
                    multiple = ((asked + used) // figure.likely + 1) * figure.likely
                    at = figure.likely - used, multiple - used
                    found.update(quantity - less for quantity in at for less in (step, 0))
    return sorted(quantity for quantity in found if quantity > asked)


def services_read(clause: ClauseBase) -> set[str]:
    """The services of which a clause reads quantities."""
    sources = kind_of(clause).reads(clause)
    return {name for source in sources if isinstance(source, QuantityOf) for name in source.services}
