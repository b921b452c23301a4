"""How an amount by tiers is explained: every slice of the quantity at its price, and the fees of the tiers entered."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from suture.engine.number import Quad, higher, lower

Table = tuple[Quad[Decimal], ...]


class Slice(NamedTuple):
    """So much of what is counted lies in the tier of this number, at its price; below zero where it was taken back."""

    number: int
    counted: Decimal
    price: Decimal


class Entered(NamedTuple):
    """The fee of the tier of this number; below zero where the quantity has fallen below the tier again."""

    number: int
    fee: Decimal


def rows_of(table: Table, tiers: int) -> list[Decimal]:
    """The numbers of a table without its padding."""
    return [value for four in table for value in four][:tiers]


def slices(starts: Table, rises: Table, tiers: int, before: Decimal, after: Decimal) -> Iterator[Slice]:
    """What lies between two quantities, tier by tier."""
    price = Decimal(0)
    begins = [*rows_of(starts, tiers), Decimal("Infinity")]
    for number, ((start, end), rise) in enumerate(zip(pairwise(begins), rows_of(rises, tiers), strict=True), 1):
        price += rise
        if counted := within(start, end, after) - within(start, end, before):
            yield Slice(number, counted, price)


def within(start: Decimal, end: Decimal, quantity: Decimal) -> Decimal:
    """Where a quantity stands in a tier: at its start, inside it or at its end."""
    return higher(start, lower(end, quantity))


def entered(enters: Table, jumps: Table, tiers: int, before: Decimal, after: Decimal) -> Iterator[Entered]:
    """The fees of the tiers that are entered between two quantities; a table without fees has none."""
    rows = zip(rows_of(enters, tiers), rows_of(jumps, tiers), strict=True) if jumps else ()
    for number, (start, fee) in enumerate(rows, 1):
        if fee and (times := (after > start) - (before > start)):
            yield Entered(number, fee * times)
