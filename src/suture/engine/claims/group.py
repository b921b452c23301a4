"""A group: lines that bill the same clauses for the same settlement period, and what it comes to beside what is due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from suture.engine.claims.due import Due, Place
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money, rounded

ZERO: Final = Decimal(0)
Clauses = tuple[str, ...]
Key = tuple[Clauses, int]
"""Clauses that are billed together, and a settlement period."""


@dataclass(slots=True)
class Group:
    """Lines that bill the same clauses for the same period; ``before`` are earlier ones that they bill with it."""

    clauses: Clauses
    at: int
    lines: list[InvoiceLine] = field(default_factory=list)
    before: tuple[int, ...] = ()

    @property
    def periods(self) -> tuple[int, ...]:
        """The settlement periods that are billed."""
        return (*self.before, self.at)

    @property
    def places(self) -> Iterator[Place]:
        """Each of its clauses in each of its periods."""
        return ((name, at) for name in self.clauses for at in self.periods)


def currency_of(due: Due, group: Group) -> str:
    """The currency in which its clauses are due."""
    return due.currency(group.clauses[0])


def right(due: Due, group: Group) -> Money:
    """What is due for a group."""
    return Money(sum(due.money(place).minor for place in group.places), currency_of(due, group))


def billed(due: Due, group: Group) -> Money:
    """What was billed for a group in the currency in which it is due."""
    currency = currency_of(due, group)
    return rounded(sum([line.amount for line in group.lines if line.currency == currency], ZERO), currency)


def minor_of(amount: Decimal, currency: str) -> int:
    """An amount in minor units."""
    return rounded(amount, currency).minor


def sum_of(lines: Iterable[InvoiceLine], currency: str) -> Money:
    """The sum of lines of one currency."""
    return rounded(sum([line.amount for line in lines], ZERO), currency)


def difference(due: Due, group: Group) -> int:
    """Billed less right, in minor units."""
    return billed(due, group).minor - right(due, group).minor
