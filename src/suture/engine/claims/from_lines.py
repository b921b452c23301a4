"""What the lines of a group show by themselves: roundings, lines that stand there twice, sums that are wrong."""

from collections import Counter
from decimal import Decimal
from typing import Final

from suture.engine.claims.due import Due
from suture.engine.claims.group import Group, minor_of
from suture.engine.claims.guess import Guess, content, rows_of
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.clauses.kind import Phase
from suture.engine.money import digits
from suture.engine.text import Text

HALF: Final = Decimal("0.5")
TWICE: Final = Text("guess.twice", "the same line stands there {count} times", "同一行出现 {count} 次")
PRODUCT: Final = Text(
    "guess.product", "{quantity} × {price} is {right}, not {amount}", "{quantity} × {price} 为 {right}，而非 {amount}"
)
SHARES: Final = frozenset({Phase.ADJUSTMENT, Phase.DISCOUNT, Phase.REBATE, Phase.TAX})
"""Phases whose clauses take a share of what others charge: who rounds that first comes to another cent."""


def rounding(due: Due, group: Group, minor: int) -> Guess | None:
    """Lines that were rounded each by itself; of what is a share of other charges, each may be off by a whole unit."""
    if group.clauses[0] in due.beside:
        return Guess("rounding", minor, rows_of(group.lines))
    of_shares = all(due.phase(name) in SHARES for name in group.clauses)
    could = sum(1 for line in group.lines if of_shares or broken(line))
    carried = sum(1 for place in group.places if due.is_broken(place))
    if group.lines and 0 < abs(minor) * 2 <= max(could * (2 if of_shares else 1), 2 * min(carried, 1)):
        return Guess("rounding", minor, rows_of(group.lines))
    return None


def broken(line: InvoiceLine) -> bool:
    """Whether the amount of a line had to be rounded."""
    if line.quantity is None or line.unit_price is None:
        return False
    product = (line.quantity * line.unit_price).scaleb(digits(line.currency))
    return product != product.to_integral_value()


def billed_twice(_: Due, group: Group, minor: int) -> Guess | None:
    """One line stands there once too often."""
    counts = Counter(map(content, group.lines))
    for line in group.lines if minor > 0 else ():
        times, each = counts[content(line)], minor_of(line.amount, line.currency)
        if times > 1 and each > 0 and minor % each == 0 and minor // each < times:
            alike = [other for other in group.lines if content(other) == content(line)]
            return Guess("billed_twice", minor, rows_of(alike), (TWICE(count=times),))
    return None


def tolerance(line: InvoiceLine) -> Decimal:
    """By how much a product may miss its amount: half a minor unit, and where the price is shown with more decimals
    than the currency has, what its own rounding makes of the quantity."""
    assert line.unit_price is not None and line.quantity is not None  # noqa: PT018 - one condition of the caller
    exponent = line.unit_price.as_tuple().exponent
    shown = -exponent if isinstance(exponent, int) else 0
    half = HALF.scaleb(-digits(line.currency))
    return half + abs(line.quantity) * HALF.scaleb(-shown) if shown > digits(line.currency) else half


def wrong_arithmetic(_: Due, group: Group, minor: int) -> Guess | None:
    """Quantity times price is not the amount."""
    for line in group.lines:
        if line.quantity is None or line.unit_price is None:
            continue
        product, near = line.quantity * line.unit_price, tolerance(line)
        off = line.amount - product
        whole = Decimal(minor).scaleb(-digits(line.currency))
        if abs(off) > near and abs(off - whole) <= near:
            said = PRODUCT(quantity=line.quantity, price=line.unit_price, right=product.normalize(), amount=line.amount)
            return Guess("wrong_arithmetic", minor, (line.row,), (said,))
    return None
