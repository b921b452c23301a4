"""Facts that count money: those of a service whose unit is the agreement's currency and whose step is its coin."""

from decimal import Decimal

from suture.engine.money import digits


def coin(currency: str) -> Decimal:
    """The smallest coin of a currency, which is what one step of such a fact is worth: USD 0.01, JPY 1."""
    return Decimal(1).scaleb(-digits(currency))
