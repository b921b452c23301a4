"""What is open on a day: orders that were placed and not taken, and what is forecast beyond them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

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
    """All that is open. ``unserved``: services of which orders are told and never any supply, so that an order counts
    as taken on its day; ``later`` are facts told after the day, which are not known on it; ``ended`` is the day on
    which the agreement was terminated already."""

    orders: tuple[OpenOrder, ...]
    demand: tuple[Demand, ...]
    unserved: tuple[str, ...] = ()
    later: int = 0
    ended: date | None = None


def known(facts: Iterable[Fact], on: date) -> list[Fact]:
    """The facts that are told by the end of a day and count: no reversals, and none that is reversed by then."""
    told = [fact for fact in facts if fact.day <= on]
    cancelled = {fact.reverses for fact in told if fact.reverses}
    return [fact for fact in told if counts(fact, cancelled)]


def open_on(plan: Plan, facts: Sequence[Fact], on: date) -> Open:
    """What is open at the end of a day under an agreement; ``facts`` are all that are told, also later ones."""
    told = known(facts, on)
    by_service: dict[str, list[Fact]] = defaultdict(list)
    for fact in told:
        by_service[fact.service].append(fact)
    orders: list[OpenOrder] = []
    unserved = []
    for service, of_it in by_service.items():
        if not any(fact.kind == "ordered" for fact in of_it):
            continue
        if not any(fact.kind in TAKEN for fact in of_it):
            unserved.append(service)
            of_it = [fact for fact in of_it if fact.kind != "ordered" or (fact.for_day or fact.day) > on]
        orders.extend(open_orders(service, of_it))
    ended = min((fact.day for fact in told if fact.kind == "terminated" and fact.quantity > 0), default=None)
    demand = () if ended else tuple(demand_of(plan, told, orders, on))
    return Open(tuple(orders), demand, tuple(unserved), sum(1 for fact in facts if fact.day > on), ended)


def open_orders(service: str, facts: Sequence[Fact]) -> Iterator[OpenOrder]:
    """What is left of the orders of a service: less what was cancelled and taken, by order, else the oldest first."""
    left: dict[tuple[str, date | None], Decimal] = {}
    moves: dict[str, int] = defaultdict(int)
    for fact in facts:
        if fact.kind == "ordered":
            line = (fact.event or fact.source_id, fact.for_day)
            left[line] = left.get(line, ZERO) + fact.quantity
        elif fact.kind == "rescheduled":
            moves[fact.event or fact.source_id] += 1
    for fact in facts:
        if fact.kind == "confirmed" and fact.for_day is not None:
            moved(left, fact)
    gone: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for fact in facts:
        if fact.kind in TAKEN:
            gone[fact.event or fact.source_id][fact.kind] += fact.quantity
        elif fact.kind == "cancelled":
            gone[fact.event or fact.source_id]["cancelled"] += fact.quantity
    orders = {event for event, _ in left}
    beside: dict[str, Decimal] = defaultdict(Decimal)
    for event, told in gone.items():
        if event in orders:
            take_off([line for line in in_time(left) if line[0] == event], left, served(told))
        else:
            for kind, quantity in told.items():
                beside[kind] += quantity
    take_off(in_time(left), left, served(beside))
    begun = begun_of(facts, gone, left)
    for (event, day), quantity in left.items():
        if quantity > 0:
            yield OpenOrder(service, event, quantity, day, moves[event], tuple(begun[event, day].items()))


def begun_of(
    facts: Iterable[Fact], gone: dict[str, dict[str, Decimal]], left: dict[tuple[str, date | None], Decimal]
) -> dict[tuple[str, date | None], dict[str, Decimal]]:
    """What of each open line is under way: told in such a measure beyond what was taken of its order, the first lines
    first. What is told without an order counts for the oldest ones."""
    orders = {event for event, _ in left}
    under_way: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for fact in facts:
        if fact.kind in BEGUN:
            event = fact.event or fact.source_id
            under_way[event if event in orders else "", fact.kind] += fact.quantity
    for event, told in gone.items():
        taken = served({kind: quantity for kind, quantity in told.items() if kind != "cancelled"})
        for kind in BEGUN:
            if (of := (event if event in orders else "", kind)) in under_way:
                under_way[of] -= taken
    found: dict[tuple[str, date | None], dict[str, Decimal]] = defaultdict(dict)
    for (event, kind), quantity in under_way.items():
        rest = quantity
        for line in in_time(left):
            if rest > 0 and left[line] > 0 and event in ("", line[0]):
                found[line][kind] = found[line].get(kind, ZERO) + min(rest, left[line])
                rest -= min(rest, left[line])
    return found


def served(told: dict[str, Decimal]) -> Decimal:
    """What of an order is no longer open: cancelled, and the most that any measure tells was taken."""
    return told.get("cancelled", ZERO) + max((told[kind] for kind in told if kind in TAKEN), default=ZERO)


def in_time(left: dict[tuple[str, date | None], Decimal]) -> list[tuple[str, date | None]]:
    """The lines of orders by their day; those without one last."""
    return sorted(left, key=lambda line: (line[1] is None, line[1] or date.min))


def take_off(
    lines: Sequence[tuple[str, date | None]], left: dict[tuple[str, date | None], Decimal], gone: Decimal
) -> None:
    """Takes a quantity off the lines of orders, the first ones first."""
    for line in lines:
        off = min(max(left[line], ZERO), gone)
        left[line] -= off
        gone -= off


def moved(left: dict[tuple[str, date | None], Decimal], fact: Fact) -> None:
    """A new day was confirmed: what is confirmed of the order goes from its first days to that one."""
    event, new, rest = fact.event or fact.source_id, fact.for_day, fact.quantity
    for line in [each for each in in_time(left) if each[0] == event and each[1] != new]:
        off = min(max(left[line], ZERO), rest)
        if off > 0:
            left[line] -= off
            left[event, new] = left.get((event, new), ZERO) + off
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
