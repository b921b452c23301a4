"""A unit price that is worked out from other figures: at how many decimals it is rounded before it is multiplied."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from suture.engine.clauses.kind import Moment
from suture.engine.money import rounded_to
from suture.engine.text import Message, Text

UnitPriceDecimals = Annotated[int, Field(ge=0, le=6)] | Literal["none"]
ROUNDED = Text(
    "unit_price.rounded",
    "Before it is multiplied by the quantity, the unit price is rounded in the way in which charges are; decimals "
    "kept: {decimals}.",
    "单价按与款项相同的舍入方式保留 {decimals} 位小数后，再乘以数量。",
)
NOT_ROUNDED = Text("unit_price.not_rounded", "The unit price is not rounded.", "单价不作舍入。")


def unit_price(price: Decimal, decimals: int | Literal["none"], at: Moment) -> Decimal:
    """The price of a step, from an unrounded price of a unit, in the agreement's rounding mode."""
    return at.unit.price_per_step(price if decimals == "none" else rounded_to(price, decimals, at.rounding))


def said_decimals(decimals: int | Literal["none"]) -> Message:
    """How the unit price is rounded, as people sign it."""
    return NOT_ROUNDED() if decimals == "none" else ROUNDED(decimals=decimals)
