"""Money: whole minor units of a currency, the one place where an amount is rounded, and splitting without loss.

The fold counts in ``Decimal`` main units and never rounds. An amount becomes money here, once, when it is charged.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple

# ISO 4217 (list one, 2024): currencies of the trade's places whose minor unit is not 2 are named; all others have 2.
MINOR_DIGITS: Final = {
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "CLP": 0,
    "ISK": 0,
    "KWD": 3,
    "BHD": 3,
    "OMR": 3,
    "JOD": 3,
    "TND": 3,
}
_OTHERS: Final = (
    "AED ARS AUD BGN BRL CAD CHF CNY COP CRC CZK DKK DOP EGP EUR GBP HKD HUF IDR ILS INR MAD MXN MYR NOK NZD PEN PHP"
    " PKR PLN QAR RON RSD SAR SEK SGD THB TRY TWD UAH USD UYU ZAR"
)
CURRENCIES: Final = frozenset(_OTHERS.split()) | frozenset(MINOR_DIGITS)

RoundingMode = Literal["half_up", "half_even", "up", "down", "ceiling", "floor"]
_MODES: Final = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
    "ceiling": ROUND_CEILING,
    "floor": ROUND_FLOOR,
}


class Money(NamedTuple):
    """Whole minor units (cents) of one currency. Adding two currencies is a mistake in the program and raises."""

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """The money in main units, with exactly the currency's decimals."""
        return Decimal(self.minor).scaleb(-digits(self.currency))

    def plus(self, other: "Money") -> "Money":
        """The sum; both of one currency."""
        return Money(self.minor + other.minor, same_currency(self, other))

    def minus(self, other: "Money") -> "Money":
        """The difference; both of one currency."""
        return Money(self.minor - other.minor, same_currency(self, other))

    def __str__(self) -> str:
        return f"{self.amount:,f} {self.currency}"


class CurrenciesDiffer(ValueError):
    """Money of two currencies was added."""


def same_currency(one: Money, other: Money) -> str:
    """The currency of both, else raises ``CurrenciesDiffer``."""
    if one.currency != other.currency:
        raise CurrenciesDiffer(f"{one} and {other} are of different currencies")
    return one.currency


def digits(currency: str) -> int:
    """Decimals of the currency's minor unit: USD 2, JPY 0, KWD 3 (ISO 4217)."""
    return MINOR_DIGITS.get(currency, 2)


def rounded(amount: Decimal, currency: str, mode: RoundingMode = "half_up") -> Money:
    """The amount as whole minor units. The only place in the engine where an amount is rounded."""
    shifted = amount.scaleb(digits(currency))
    return Money(int(shifted.to_integral_value(rounding=_MODES[mode])), currency)


def rounded_to(number: Decimal, decimals: int, mode: RoundingMode = "half_up") -> Decimal:
    """A price or a prorated figure at the decimals its terms name."""
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=_MODES[mode])


def split(money: Money, weights: Sequence[int | Decimal]) -> tuple[Money, ...]:
    """The money in parts by weight that add up to it exactly (largest remainder; ties to the earlier part).

    A credit is split as the charge of the same size, so that a reversal takes back every part to the cent.
    Raises ValueError when no weight is above zero or one is below.
    """
    shares = [Fraction(weight) for weight in weights]
    total = sum(shares, Fraction(0))
    if total <= 0 or min(shares) < 0:
        raise ValueError("the weights of a split must not be negative and need one above zero")
    size, sign = abs(money.minor), -1 if money.minor < 0 else 1
    exact = [size * share / total for share in shares]
    parts = [part.numerator // part.denominator for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: size - sum(parts)]:
        parts[i] += 1
    return tuple(Money(sign * part, money.currency) for part in parts)
