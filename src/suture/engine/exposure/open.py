"""What is open on a day: orders that were placed and not taken, and what is forecast beyond them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import ClauseBase, QuantityOf
from suture.engine.exposure.rerated import DERIVED
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import counts
from suture.engine.rating.gathering import period_of
from suture.engine.rating.plan import Plan
from suture.engine.rating.trial import SUPPLIED

ZERO: Final = Decimal(0)
TAKEN: Final = frozenset({"delivered", "accepted", "worked", "sold"})
"""Measures by which an order is served. Of several the one that tells of most counts: they tell of the same units."""
BEGUN: Final = SUPPLIED - TAKEN - {"ordered"}
"""Measures of a supply that is under way: what is told of them already is not told again when the rest is taken."""


class OpenOrder(NamedTuple):
    """What is left of one delivery of an order. ``delivery`` is None where nobody told the day; ``moves`` so far.

    ``begun`` is how much of it is told already in each measure of a supply under way: made, and not taken.
    """

    service: str
    event: str
    quantity: Decimal
    delivery: date | None
    moves: int = 0
    begun: tuple[tuple[str, Decimal], ...] = ()


class Demand(NamedTuple):
    """What the last issue of the forecast says of a day, beyond what is ordered for its settlement period."""

    service: str
    day: date
    quantity: Decimal


class Open(NamedTuple):
    """All that is open. ``unserved``: services of which orders are told, never any supply, and no clause reads one, so
    that an order counts as taken on its day; ``later`` are facts told after the day, which are not known on it;
    ``ended`` is the day on which the agreement was terminated already; ``astray`` is how much of a service was taken
    and set off against no order."""

    orders: tuple[OpenOrder, ...]
    demand: tuple[Demand, ...]
    unserved: tuple[str, ...] = ()
    later: int = 0
    ended: date | None = None
    astray: tuple[tuple[str, Decimal], ...] = ()


Line = tuple[str, date | None]
"""What is ordered under one number for one day."""


def known(facts: Iterable[Fact], on: date) -> list[Fact]:
    """The facts that are told by the end of a day and count: no reversals, and none that is reversed by then."""
    told = [fact for fact in facts if fact.day <= on]
    cancelled = {fact.reverses for fact in told if fact.reverses}
    return [fact for fact in told if counts(fact, cancelled)]


def read_by(plan: Plan, left_out: Iterable[ClauseBase]) -> frozenset[tuple[str, str]]:
    """The services and measures that clauses read, those that are left out too."""
    sources = [source for line in plan.lines for source in line.sources]
    sources += [source for clause in left_out for source in kind_of(clause).reads(clause)]
    return frozenset((name, s.measure) for s in sources if isinstance(s, QuantityOf) for name in s.services)


def open_on(plan: Plan, facts: Sequence[Fact], on: date, left_out: Sequence[ClauseBase] = ()) -> Open:
    """What is open at the end of a day under an agreement; ``facts`` are all that are told, also later ones, and
    ``left_out`` are clauses that the plan lacks."""
    told = known(facts, on)
    by_service: dict[str, list[Fact]] = defaultdict(list)
    for fact in told:
        by_service[fact.service].append(fact)
    supplied = {name for name, measure in read_by(plan, left_out) if DERIVED.split(measure)[0] in TAKEN}
    orders: list[OpenOrder] = []
    unserved, astray = [], []
    for service, of_it in by_service.items():
        if not any(fact.kind == "ordered" for fact in of_it):
            continue
        if service not in supplied and not any(fact.kind in TAKEN for fact in of_it):
            unserved.append(service)
            of_it = [fact for fact in of_it if fact.kind != "ordered" or (fact.for_day or fact.day) > on]
        left, beyond = open_orders(service, of_it)
        orders.extend(left)
        astray.extend([(service, beyond)] if beyond > 0 else [])
    ended = min((fact.day for fact in told if fact.kind == "terminated" and fact.quantity > 0), default=None)
    demand = () if ended else tuple(demand_of(plan, told, orders, on))
    later = sum(1 for fact in facts if fact.day > on)
    return Open(tuple(orders), demand, tuple(unserved), later, ended, tuple(astray))


def open_orders(service: str, facts: Sequence[Fact]) -> tuple[list[OpenOrder], Decimal]:
    """What is left of the orders of a service, and what was taken and is set off against none of them.

    Off goes what was cancelled and taken: what names an order off that one, what names none off the oldest ones that
    were placed by then. What names an order that is not told is set off against none.
    """
    left: dict[Line, Decimal] = {}
    placed: dict[Line, date] = {}
    moves: dict[str, int] = defaultdict(int)
    for fact in facts:
        if fact.kind == "ordered":
            line = (fact.event or fact.source_id, fact.for_day)
            left[line] = left.get(line, ZERO) + fact.quantity
            placed[line] = min(placed.get(line, fact.day), fact.day)
        elif fact.kind == "rescheduled":
            moves[fact.event or fact.source_id] += 1
    for fact in facts:
        if fact.kind == "confirmed" and fact.for_day is not None:
            moved(left, placed, fact)
    gone: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.kind in TAKEN or fact.kind == "cancelled":
            gone[fact.event][fact.kind].append(fact)
    orders = {event for event, _ in left if event}
    astray = ZERO
    for event in sorted(gone, key=lambda event: event == ""):  # what names its order first
        taken, cancelled = most_told(gone[event]), of_days(gone[event].get("cancelled", ()))
        if event and event not in orders:
            astray += sum(taken.values(), ZERO)
            continue
        of_it = [line for line in in_time(left) if event in ("", line[0])]
        for told, counted in ((cancelled, False), (taken, True)):
            for day, quantity in told.items():
                rest = take_off([line for line in of_it if event or placed[line] <= day], left, quantity)
                astray += rest if counted and not event else ZERO
    begun = begun_of(facts, {event: sum(most_told(told).values(), ZERO) for event, told in gone.items()}, left)
    found = [
        OpenOrder(service, event, quantity, day, moves[event], tuple(begun[event, day].items()))
        for (event, day), quantity in left.items()
        if quantity > 0
    ]
    return found, astray


def most_told(told: dict[str, list[Fact]]) -> dict[date, Decimal]:
    """What was taken on each day, by the measure that tells of most."""
    by_measure = [of_days(facts) for kind, facts in told.items() if kind in TAKEN]
    return max(by_measure, key=lambda of: sum(of.values(), ZERO), default={})


def of_days(facts: Iterable[Fact]) -> dict[date, Decimal]:
    """What facts come to on each day, in the order of days; what is given back is taken off the last days before."""
    summed: dict[date, Decimal] = defaultdict(Decimal)
    for fact in facts:
        summed[fact.day] += fact.quantity
    found, back = {}, ZERO
    for day in sorted(summed, reverse=True):
        quantity = summed[day] + back
        back = min(quantity, ZERO)
        if quantity > 0:
            found[day] = quantity
    return dict(sorted(found.items()))


def begun_of(
    facts: Iterable[Fact], taken: dict[str, Decimal], left: dict[Line, Decimal]
) -> dict[Line, dict[str, Decimal]]:
    """What of each open line is under way: told in such a measure beyond what was ``taken`` of its order, the first
    lines first. What is told without an order counts for the oldest ones."""
    orders = {event for event, _ in left if event}
    under_way: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for fact in facts:
        if fact.kind in BEGUN:
            event = fact.event or fact.source_id
            under_way[event if event in orders else "", fact.kind] += fact.quantity
    for event, quantity in taken.items():
        for kind in BEGUN:
            own = event if (event, kind) in under_way and event in orders else ""
            if (own, kind) in under_way:
                under_way[own, kind] -= quantity
    found: dict[Line, dict[str, Decimal]] = defaultdict(dict)
    for (event, kind), rest in under_way.items():
        for line in in_time(left):
            if rest > 0 and left[line] > 0 and event in ("", line[0]):
                found[line][kind] = found[line].get(kind, ZERO) + min(rest, left[line])
                rest -= min(rest, left[line])
    return found


def in_time(left: dict[Line, Decimal]) -> list[Line]:
    """The lines of orders by their day; those without one last."""
    return sorted(left, key=lambda line: (line[1] is None, line[1] or date.min))


def take_off(lines: Sequence[Line], left: dict[Line, Decimal], gone: Decimal) -> Decimal:
    """Takes a quantity off the lines of orders, the first ones first; returns what is beyond them."""
    for line in lines:
        off = min(max(left[line], ZERO), gone)
        left[line] -= off
        gone -= off
    return gone


def moved(left: dict[Line, Decimal], placed: dict[Line, date], fact: Fact) -> None:
    """A new day was confirmed: what is confirmed of the order goes from its first days to that one."""
    event, new, rest = fact.event or fact.source_id, fact.for_day, fact.quantity
    for line in [each for each in in_time(left) if each[0] == event and each[1] != new]:
        off = min(max(left[line], ZERO), rest)
        if off > 0:
            left[line] -= off
            left[event, new] = left.get((event, new), ZERO) + off
            placed[event, new] = min(placed.get((event, new), placed[line]), placed[line])
            rest -= off


def demand_of(plan: Plan, told: Sequence[Fact], orders: Sequence[OpenOrder], on: date) -> Iterator[Demand]:
    """What the last issue says of each day to come, less what is ordered for that day's settlement period."""
    issued: dict[tuple[str, date], tuple[date, Decimal]] = {}
    for fact in told:
        if fact.kind == "forecast" and fact.for_day is not None and fact.for_day > on:
            key = (fact.service, fact.for_day)
            day, before = issued.get(key, (fact.day, ZERO))
            if fact.day >= day:
                issued[key] = (fact.day, fact.quantity + (before if fact.day == day else ZERO))
    ordered: dict[tuple[str, int | None], Decimal] = defaultdict(Decimal)
    for order in orders:
        if order.delivery is not None:
            ordered[order.service, period_of(plan.periods, order.delivery)] += order.quantity
    for (service, day), (_, quantity) in sorted(issued.items()):
        at = (service, period_of(plan.periods, day))
        covered = min(ordered[at], quantity)
        ordered[at] -= covered
        if quantity > covered:
            yield Demand(service, day, quantity - covered)
