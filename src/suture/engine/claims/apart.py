"""Several errors in one group: its lines against the facts order by order, each error by itself.

One pass over the lines, since a month may have many thousands: only what is off is looked at more closely.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from suture.engine.claims.due import Due
from suture.engine.claims.finding import FindingKind
from suture.engine.claims.from_facts import COUNTED, NO_ORDER
from suture.engine.claims.from_lines import PRODUCT, TWICE, tolerance
from suture.engine.claims.from_terms import PRICE
from suture.engine.claims.group import Group, currency_of, minor_of
from suture.engine.claims.guess import SAID, Guess, content, in_unit, rows_of
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.text import Message

ZERO: Final = Decimal(0)


def apart(due: Due, group: Group) -> list[Guess]:
    """The errors that single lines and orders show, one guess for each kind; they need not come to the difference."""
    currency = currency_of(due, group)
    lines = [line for line in group.lines if line.currency == currency]
    found = [*by_order(due, group, lines), *products(lines)]
    kinds = dict.fromkeys(guess.kind for guess in found)
    return [one([guess for guess in found if guess.kind == kind]) for kind in kinds]


def one(guesses: Sequence[Guess]) -> Guess:
    """Guesses of one kind as one."""
    return Guess(
        guesses[0].kind, sum(guess.minor for guess in guesses),
        tuple(sorted({row for guess in guesses for row in guess.rows})),
        tuple(message for guess in guesses[:SAID] for message in guess.reasons),
    )  # fmt: skip


def products(lines: Sequence[InvoiceLine]) -> Iterator[Guess]:
    """Amounts that are not the product of their line."""
    for line in lines:
        quantity, price = line.quantity, line.unit_price
        if quantity is None or price is None:
            continue
        product = quantity * price
        if product == line.amount or abs(product - line.amount) <= tolerance(line):
            continue
        said = PRODUCT(quantity=quantity, price=price, right=product.normalize(), amount=line.amount)
        yield Guess("wrong_arithmetic", minor_of(line.amount - product, line.currency), (line.row,), (said,))


def by_order(due: Due, group: Group, of_it: Sequence[InvoiceLine]) -> Iterator[Guess]:
    """The lines of every order against what happened of it."""
    told = due.told(group.clauses[0])
    if told is None:
        return
    prices, happened = due.prices(group.clauses[0], group.at), orders(told, group.periods)
    for event, lines in odd(of_it, happened, prices).items():
        units = happened.get(event)
        if units is None:
            if not due.of_event(group.clauses[0], event):
                minor = minor_of(sum((line.amount for line in lines), ZERO), lines[0].currency)
                yield Guess("not_supported", minor, rows_of(lines), (NO_ORDER(event=event),))
        elif len(lines) > 1 or lines[0].quantity != units:
            yield from miscounted(lines, units)
        else:
            yield from mispriced(lines[0], prices)


def odd(
    lines: Sequence[InvoiceLine], happened: Mapping[str, Decimal], prices: frozenset[Decimal]
) -> dict[str, list[InvoiceLine]]:
    """The orders that are not one line with what happened at an agreed price, each with its lines."""
    once: dict[str, InvoiceLine] = {}
    found: dict[str, list[InvoiceLine]] = {}
    for line in lines:
        event = line.event
        if not event or line.quantity is None or line.unit_price is None or anew(line, prices):
            continue
        if event in once:
            found.setdefault(event, [once[event]]).append(line)
            continue
        once[event] = line
        if line.quantity != happened.get(event) or line.unit_price not in prices:
            found[event] = [line]
    return found


def orders(told: tuple[list[Mapping[str, Decimal]], Decimal], periods: Sequence[int]) -> dict[str, Decimal]:
    """What happened in some periods, by order, in units."""
    events, step = told
    found: dict[str, Decimal] = {}
    for at in periods if events else ():
        for event, steps in events[at].items():
            found[event] = found.get(event, ZERO) + steps * step
    return found


def anew(line: InvoiceLine, prices: frozenset[Decimal]) -> bool:
    """Whether a line prices anew what was taken before: its price is the difference of two that are agreed."""
    price = line.unit_price
    return (
        price is not None and price not in prices and len(prices) > 1 and any(price + each in prices for each in prices)
    )


def miscounted(lines: Sequence[InvoiceLine], units: Decimal) -> Iterator[Guess]:
    """An order of which more or less was billed than happened: a line that stands there again, or another quantity."""
    total = sum((line.quantity for line in lines if line.quantity is not None), ZERO)
    more = total - units
    if not more:
        return
    counts = Counter(map(content, lines))
    for line in lines:
        times = counts[content(line)]
        if times > 1 and line.quantity is not None and more == line.quantity * (times - 1):
            alike = [each for each in lines if content(each) == content(line)]
            minor = minor_of(line.amount * (times - 1), line.currency)
            yield Guess("billed_twice", minor, rows_of(alike), (TWICE(count=times),))
            return
    last = lines[-1]
    assert last.unit_price is not None
    kind: FindingKind = "quantity_above_facts" if more > 0 else "quantity_below_facts"
    said = COUNTED(billed=total, happened=units, unit=in_unit(last), more=more, price=last.unit_price)
    yield Guess(kind, minor_of(more * last.unit_price, last.currency), rows_of(lines), (said,))


def mispriced(line: InvoiceLine, prices: frozenset[Decimal]) -> Iterator[Guess]:
    """A price that is not agreed, where there is one that is."""
    assert line.quantity is not None
    assert line.unit_price is not None
    if len(prices) == 1:
        price = next(iter(prices))
        minor = minor_of(line.quantity * line.unit_price, line.currency) - minor_of(
            line.quantity * price, line.currency
        )
        said: Message = PRICE(quantity=line.quantity, price=line.unit_price, right=price)
        yield Guess("wrong_price", minor, (line.row,), (said,))
