"""A unit price that is worked out from other figures: at how many decimals it is rounded before it is multiplied."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from suture.engine.clauses.kind import Moment
from suture.engine.money import rounded_to

UnitPriceDecimals = Annotated[int, Field(ge=0, le=6)] | Literal["none"]


def unit_price(price: Decimal, decimals: int | Literal["none"], at: Moment) -> Decimal:
    """The price of a step, from an unrounded price of a unit, in the agreement's rounding mode."""
    return at.unit.price_per_step(price if decimals == "none" else rounded_to(price, decimals, at.rounding))
