"""The plan of a request as facts: its orders, what of them is good and what is rejected, and what is needed beside.

The orders of a year lie evenly over its months; the last one holds what is left of the year's volume. Rejects are whole
steps that add up to their share of everything that was ordered so far, so that no order is rounded by itself.
Rules: docs/rules/levelling.md.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from suture.engine.clauses.kind import AGREEMENT, QuantityOf
from suture.engine.period import later
from suture.engine.quantity import Unit
from suture.engine.quotes.request import Request, volumes
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import Plan
from suture.engine.rating.trial import SUPPLIED

ZERO: Final = Decimal(0)
GOOD: Final = frozenset({"accepted", "good", "released", "sold"})
"""Measures that tell of good units only; the other measures of supply tell of all that were ordered."""


class Order(NamedTuple):
    """One order: its day, units, and those of them that are rejected and not replaced."""

    name: str
    day: date
    units: Decimal
    rejected: Decimal


class Bought(NamedTuple):
    """What is rated: orders in the order of their days; and the last day of the plan."""

    orders: tuple[Order, ...]
    last: date

    @property
    def ordered(self) -> Decimal:
        """Units over the plan."""
        return sum((order.units for order in self.orders), ZERO)

    @property
    def accepted(self) -> Decimal:
        """Units that are good when they are used."""
        return self.ordered - sum((order.rejected for order in self.orders), ZERO)


def bought(request: Request, units: Sequence[Decimal], rejected: Decimal) -> Bought:
    """The orders of a settled request for so many units a year; ``rejected`` is the share that the buyer bears."""
    size, found = request.orders.size.likely, list[Order]()
    ordered = turned_down = ZERO
    for year, volume in enumerate(units):
        sizes = sizes_of(volume, size)
        for at, of_order in enumerate(sizes):
            ordered += of_order
            share = whole_steps(ordered * rejected, request.measured_in)
            day = later(request.starts, 12 * year + 12 * at // len(sizes))
            found.append(Order(f"year {year + 1} order {at + 1}", day, of_order, share - turned_down))
            turned_down = share
    return Bought(tuple(found), request.span.last)


def sizes_of(volume: Decimal, size: Decimal) -> list[Decimal]:
    """A year's volume as orders of one size, the last of what is left."""
    whole = int(volume / size)
    rest = volume - whole * size
    return [size] * whole + ([rest] if rest else [])


def whole_steps(quantity: Decimal, unit: Unit) -> Decimal:
    """The quantity in the nearest whole number of steps; half a step is one."""
    return unit.quantity(unit.steps(quantity).to_integral_value(rounding=ROUND_HALF_UP))


def spread(total: Decimal, planned: Sequence[Decimal], unit: Unit) -> tuple[Decimal, ...]:
    """So many units over the years as they are planned: each year reaches its share of all units so far."""
    whole = sum(planned, ZERO)
    reached = given = ZERO
    found: list[Decimal] = []
    for volume in planned:
        reached += volume
        upto = whole_steps(total * reached / whole, unit)
        found.append(upto - given)
        given = upto
    return tuple(found)


def facts(plan: Plan, request: Request, buys: Bought) -> Iterator[Fact]:
    """All that happens under the plan, as the terms of one quote read it."""
    agreement, service = plan.agreement, request.service
    measures = sorted(read_of(plan, service))
    for order in buys.orders:
        for measure in measures:
            quantity = told_of(order, measure)
            if quantity:
                yield Fact(agreement.agreement, service, order.day, quantity, request.unit, measure, event=order.name)
    yield from beside(plan, request, len(volumes(request)))
    for name, figure in request.indices.items():
        if name in agreement.indices:
            for entry in figure.figures():
                day = getattr(entry, "from_", None) or min(request.starts, agreement.valid.from_)
                yield Fact(agreement.agreement, name, day, entry.likely, "", "index")
    yield from milestones(plan, request)


def told_of(order: Order, measure: str) -> Decimal:
    """What a measure tells of an order; nothing where it tells of something that is not planned."""
    if measure in GOOD:
        return order.units - order.rejected
    if measure == "rejected":
        return order.rejected
    return order.units if measure in SUPPLIED else ZERO


def beside(plan: Plan, request: Request, years: int) -> Iterator[Fact]:
    """What is needed of other services, on the first day of every year, in every measure of supply that is read."""
    for name, figure in request.beside.items():
        service = plan.agreement.services.get(name)
        for year in range(years if service is not None else 0):
            for measure in sorted(read_of(plan, name) & SUPPLIED):
                assert service is not None
                yield Fact(
                    plan.agreement.agreement, name, later(request.starts, 12 * year), figure.likely, service.unit,
                    measure, event=f"year {year + 1}",
                )  # fmt: skip


def milestones(plan: Plan, request: Request) -> Iterator[Fact]:
    """Every milestone of the terms is reached and released on the first day of the plan, once."""
    for name, service in plan.agreement.services.items():
        for measure in sorted(read_of(plan, name) & {"milestone", "released"}):
            if name != request.service and name not in request.beside and "milestone" in read_of(plan, name):
                yield Fact(plan.agreement.agreement, name, request.starts, Decimal(1), service.unit, measure)


def unplanned(plan: Plan, request: Request) -> list[str]:
    """Services that the terms price by what is supplied of them, and of which the request plans nothing."""
    return [
        name
        for name in plan.agreement.services
        if name != request.service and name not in request.beside
        and read_of(plan, name) & SUPPLIED and "milestone" not in read_of(plan, name)
    ]  # fmt: skip


def ended(plan: Plan, last: date) -> Fact:
    """That the agreement is left on the last day of the plan."""
    return Fact(plan.agreement.agreement, AGREEMENT, last, Decimal(1), "", "terminated")


def read_of(plan: Plan, service: str) -> set[str]:
    """The measures that clauses read of a service."""
    read = (source for line in plan.lines for source in line.sources if isinstance(source, QuantityOf))
    return {source.measure for source in read if service in source.services}
