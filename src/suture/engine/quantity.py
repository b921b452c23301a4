"""Quantities as whole steps of their unit.

Each unit of a service declares its smallest step (piece 1, hour 0.25). Inside the engine a quantity is a whole number
of steps and a price is per step: then a threshold means the same on Decimal and on float (with fractions, clauses that
jump disagreed by up to 180.00).
"""

from decimal import Decimal
from typing import NamedTuple


class Unit(NamedTuple):
    """What a service is counted in, and the smallest part of it that can be ordered or billed."""

    name: str
    step: Decimal

    def steps(self, quantity: Decimal) -> Decimal:
        """The quantity in steps; ``whole`` tells whether it is one."""
        return quantity / self.step

    def whole(self, quantity: Decimal) -> bool:
        """Whether the quantity is a whole number of steps."""
        return quantity % self.step == 0

    def quantity(self, steps: Decimal) -> Decimal:
        """Steps as a quantity of the unit again."""
        return steps * self.step

    def price_per_step(self, price: Decimal) -> Decimal:
        """A price per unit as a price per step."""
        return price * self.step


ONE = Unit("", Decimal(1))
