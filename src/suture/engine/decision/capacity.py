"""What a maker can make for us in our place of the queue, and what the plan asks of it, at likely figures.

Counted in units of a catheter's work a month.
"""

from typing import NamedTuple

from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.offers import Mode
from suture.engine.strategy.planned import YEAR, planned_units


class Ends(NamedTuple):
    """Where capacity ends: the maker that is full first, and the multiple of the plan at which it is."""

    partner: str
    times: float


def modes_of(strategy: Strategy, name: str) -> tuple[Mode, ...]:
    """Under which modes a maker supplies in a strategy."""
    for slot in (strategy.first, strategy.second, strategy.builds):
        if slot is not None and slot.partner == name:
            return slot.modes
    return ("on_demand",)


def room(case: Case, strategy: Strategy, name: str) -> float:
    """What a maker has for us: all of its capacity where we commit in the end, else what the queue leaves open."""
    partner = case.partners[name]
    capacity = float(partner.capacity.likely) if partner.capacity else 0.0
    on_order = modes_of(strategy, name)[-1] == "on_demand"
    return capacity * (float(partner.open_share.likely) if on_order and partner.open_share else 1.0)


def needed(case: Case) -> float:
    """What the plan of the best year needs a month."""
    products = case.products.values()
    by_year = zip(
        *([units * product.work for units in planned_units(case, product)] for product in products), strict=True
    )
    return max(float(sum(year)) for year in by_year) / YEAR


def ends(case: Case, strategy: Strategy) -> Ends | None:
    """Where the makers of a strategy are full, each with its share of the plan; None where nothing is planned."""
    whole = needed(case)
    makers = [slot.partner for slot in (strategy.first, strategy.second) if slot is not None]
    found = [
        Ends(name, room(case, strategy, name) / asked) for name in makers if (asked := whole * strategy.share_of(name))
    ]
    return min(found, key=lambda each: each.times, default=None)
