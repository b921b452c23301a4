"""A request: what is asked for, on whose terms quotes are levelled, and what the asker knows of the way and of itself.

Figures may be ranges. What changes an amount has no default. Rules: docs/rules/levelling.md.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field

from suture.engine.clauses.figure import (
    ZERO,
    Amount,
    Dimension,
    Figure,
    Hours,
    Level,
    Price,
    Quantity,
    Ratio,
    Share,
    Written,
)
from suture.engine.clauses.landed_cost import Incoterm
from suture.engine.period import Period, later
from suture.engine.quantity import Unit
from suture.engine.quotes.quote import Assumptions, Rejects, ScopeItem, Weight
from suture.engine.terms.agreement import Name

MOST_YEARS: Final = 5
Rate = Annotated[Figure, Dimension("share", least=ZERO)]


class Orders(Written):
    """The plan: so many units a year in orders of one size; or so many orders a year for so many years."""

    size: Quantity
    volumes: tuple[Quantity, ...] = Field(default=(), max_length=MOST_YEARS, description="units, year by year")
    a_year: int | None = Field(default=None, ge=1, le=366)
    years: int | None = Field(default=None, ge=1, le=MOST_YEARS)


class Delivery(Written):
    """Where the goods are wanted, and the Incoterms 2020 rule under which quotes are asked for."""

    place: str = Field(min_length=1)
    incoterm: Incoterm


class Cost(Written):
    """A part of the way: of a unit, of a kilogram, as a share of the value of the goods; their sum. 0 is written."""

    per_unit: Price | None = None
    per_kg: Weight | None = Field(default=None, description="in the currency of the request")
    share: Rate | None = Field(default=None, description="of the value of the goods where they leave")


class Duty(Written):
    """Import duty: its share, often dated, of the value where the goods leave (fob) or where they arrive (cif)."""

    share: Rate
    on: Literal["fob", "cif"]


class Region(Written):
    """The way from one region to the asker's door; it may have gaps only where all quotes from there are DDP."""

    describes: str = ""
    export: Cost | None = Field(default=None, description="loading and export clearance")
    freight: Cost | None = None
    insurance: Cost | None = None
    import_: Cost | None = Field(default=None, alias="import", description="import clearance and handling")
    duty: Duty | None = None


class Exchange(Written):
    """What one unit of another currency (or 100, or 1,000) is worth in that of the request; who says so, of when."""

    rate: Ratio
    for_: Literal["1", "100", "1000"] = Field(alias="for", description="units of the other currency")
    source: str = Field(min_length=1)
    on: date


class Oversight(Written):
    """Hours a month that a partner takes, and what an hour costs."""

    hours: Hours
    hour_cost: Amount


class Changes(Written):
    """Change orders that are expected a year, and what one costs where a quote does not say."""

    a_year: Ratio
    cost: Amount


class Exit(Written):
    """What leaving at the end of the plan costs: by the terms, or as a share of the tooling that is not recovered.

    ``transfer`` is what moving the product elsewhere costs the asker itself.
    """

    by: Literal["terms", "figures"]
    tooling_share: Share | None = Field(default=None, description="of the tooling balance; needed with 'by: figures'")
    transfer: Amount


class Partnering(Written):
    """What differs for one bidder from what the request says of all."""

    upkeep: Amount | None = None
    oversight: Oversight | None = None
    transfer: Amount | None = None


class Request(Written):
    """A request for quotes, as it is levelled."""

    suture: int = Field(ge=1, le=1, description="version of this format")
    request: str = Field(min_length=1, max_length=80, description="number of the request")
    title: str = ""
    buyer: str = Field(min_length=1)
    service: Name = Field(description="the product, as the terms of a quote name it")
    unit: str = Field(min_length=1)
    step: Decimal = Field(gt=0, max_digits=15, decimal_places=9)
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    award: date = Field(description="the day on which is decided: quotes must still hold then")
    starts: date = Field(description="first day of the plan")
    orders: Orders
    delivery: Delivery
    weight: Weight | None = Field(default=None, description="kg of a unit as it is shipped")
    regions: dict[Name, Region] = Field(min_length=1)
    rates: dict[Annotated[str, Field(pattern="^[A-Z]{3}$")], Exchange] = Field(default_factory=dict)
    rejects: Rejects = Field(description="counted where a quote does not say")
    accepts: Assumptions = Field(default=Assumptions(), description="what a quote may assume")
    scope: tuple[ScopeItem, ...] = Field(description="what the price must hold")
    upkeep: Amount = Field(description="of a site, a year")
    oversight: Oversight
    changes: Changes
    exit: Exit
    partners: dict[str, Partnering] = Field(default_factory=dict, description="what differs, by bidder")
    beside: dict[Name, Quantity] = Field(
        default_factory=dict, description="what is needed a year of other services of the terms"
    )
    indices: dict[Name, Level] = Field(default_factory=dict, description="values of the indices that the terms name")

    @property
    def measured_in(self) -> Unit:
        """What the product is counted in."""
        return Unit(self.unit, self.step)

    @property
    def years(self) -> int:
        """Years of the plan."""
        return len(self.orders.volumes) or self.orders.years or 0

    @property
    def span(self) -> Period:
        """The days of the plan."""
        return Period(self.starts, later(self.starts, 12 * self.years))


def volumes(request: Request) -> tuple[Decimal, ...]:
    """Units of each year, of a request whose figures are settled."""
    orders = request.orders
    if orders.volumes:
        return tuple(figure.likely for figure in orders.volumes)
    return (orders.size.likely * (orders.a_year or 0),) * request.years
