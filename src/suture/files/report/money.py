"""Money as reports write it: grouped, with the decimals of its currency, and as a range where it is one."""

from collections.abc import Iterable

from suture.engine.money import Money
from suture.engine.text import Text
from suture.files.report.reader import Reader

RANGE = Text("report.money.range", "{low} to {high}", "{low} 至 {high}")
OF = Text("report.money.of", "{amount} {currency}", "{amount} {currency}")


def amount(money: Money) -> str:
    """The figure alone; a minus as wide as a plus."""
    return f"{money.amount:,f}".replace("-", "−")


def with_currency(money: Money, reader: Reader) -> str:
    """The figure and its currency."""
    return reader.words(OF(amount=amount(money), currency=money.currency))


def between(low: Money, high: Money, reader: Reader) -> str:
    """A range; nothing where both ends are the same."""
    return "" if low == high else reader.words(RANGE(low=amount(low), high=amount(high)))


def total(currency: str, moneys: Iterable[Money]) -> Money:
    """The sum of money of one currency; nought of it where there is none."""
    held = Money(0, currency)
    for money in moneys:
        held = held.plus(money)
    return held


def whole(money: Money) -> float:
    """For a chart."""
    return float(money.amount)
