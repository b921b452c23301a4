"""Guesses: why a group of lines differs from what is due. Each is reckoned, and the first that reproduces the billed
amount to the minor unit stands. Rules and their order: docs/rules/claims.md.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from suture.engine.claims.due import Due
from suture.engine.claims.finding import FindingKind
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.claims.matching import Group, minor_of
from suture.engine.clauses.kind import Phase
from suture.engine.money import digits, rounded
from suture.engine.rating.exact import fold
from suture.engine.text import Message, Text

HALF: Final = Decimal("0.5")
SHIFTS: Final = (1, -1, 2, -2, 3, -3)
"""Settlement periods by which an index value may have been taken too late or too early."""
TWICE: Final = Text("guess.twice", "the same line stands there {count} times", "同一行出现 {count} 次")
PRODUCT: Final = Text(
    "guess.product", "{quantity} × {price} is {right}, not {amount}", "{quantity} × {price} 为 {right}，而非 {amount}"
)
CAME_BACK: Final = Text(
    "guess.came_back", "{returned}{unit} came back and are billed all the same", "已退回 {returned}{unit}，仍被开票"
)
NO_ORDER: Final = Text("guess.no_order", "nothing is told of order {event}", "没有关于订单 {event} 的事实")
COUNTED: Final = Text(
    "guess.counted", "{billed}{unit} billed, {happened} happened: {more} × {price}",
    "开票 {billed}{unit}，实际 {happened}：{more} × {price}",
)  # fmt: skip
TIER: Final = Text(
    "guess.tier",
    "{quantity} at {price}; the tier that was reached costs {right}",
    "{quantity} 按 {price} 计；所达到的档位单价为 {right}",
)
PRICE: Final = Text(
    "guess.price", "{quantity} at {price}; agreed is {right}", "{quantity} 按 {price} 计；约定为 {right}"
)
WITHOUT: Final = Text(
    "guess.without", "billed without clause {clause}, which makes {amount} due", "未计入条款 {clause}（应计 {amount}）"
)
OTHER_LEVEL: Final = Text(
    "guess.other_level",
    "clause {clause} with the index value of {period} gives {amount}",
    "若条款 {clause} 采用 {period} 的指数值，则为 {amount}",
)
SHARES: Final = frozenset({Phase.ADJUSTMENT, Phase.DISCOUNT, Phase.REBATE, Phase.TAX})
"""Phases whose clauses take a share of what others charge: who rounds that first comes to another cent."""
MISSED: Final[dict[str, FindingKind]] = {
    "discount": "missed_discount", "price_down": "missed_price_down", "learning_curve": "missed_price_down",
    "indexation": "wrong_index", "currency_corridor": "wrong_index", "material_variance": "wrong_index",
    "rebate": "missed_rebate", "gain_share": "missed_rebate", "service_credit": "missed_credit",
    "quality_adjusted_price": "missed_credit", "quality_cost": "missed_credit", "late_delivery": "missed_damages",
}  # fmt: skip
"""What it is called where a clause of a kind was not counted."""


class Guess(NamedTuple):
    """Why so many minor units are too much (below zero: too little), the rows that it lies in, and the arithmetic."""

    kind: FindingKind
    minor: int
    rows: tuple[int, ...]
    reasons: tuple[Message, ...] = ()


Hypothesis = Callable[[Due, Group, int], Guess | None]


def in_unit(line: InvoiceLine) -> str:
    """The unit of a line as it stands behind a quantity; nothing where the line has none."""
    return f" {line.unit}" if line.unit else ""


def rows_of(lines: Sequence[InvoiceLine]) -> tuple[int, ...]:
    """The rows of lines."""
    return tuple(line.row for line in lines)


def content(line: InvoiceLine) -> tuple[object, ...]:
    """What a line says, wherever it stands."""
    return (
        line.clause, line.service, line.quantity, line.unit_price, line.amount, line.currency, line.event, line.sort,
        line.first, line.last,
    )  # fmt: skip


def rounding(due: Due, group: Group, minor: int) -> Guess | None:
    """Lines that were rounded each by itself; of what is a share of other charges, each may be off by a whole unit."""
    of_shares = all(due.phase(name) in SHARES for name in group.clauses)
    if group.clauses[0] in due.beside:
        return Guess("rounding", minor, rows_of(group.lines))
    if group.lines and abs(minor) * 2 <= len(group.lines) * (2 if of_shares else 1):
        return Guess("rounding", minor, rows_of(group.lines))
    return None


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


def unknown_event(due: Due, group: Group, minor: int) -> Guess | None:
    """An order of which nothing is told."""
    for line in group.lines:
        known = due.of_event(group.clauses[0], line.event) if line.event else None
        if known is not None and not known and minor_of(line.amount, line.currency) == minor:
            return Guess("not_supported", minor, (line.row,), (NO_ORDER(event=line.event),))
    return None


def quantities(due: Due, group: Group) -> tuple[Decimal, Decimal] | None:
    """What was billed and what happened, in units; None where either is not told."""
    counted = [line.quantity for line in group.lines if line.quantity is not None]
    happened = [due.quantity(group.clauses[0], at) for at in group.periods]
    if not counted or any(each is None for each in happened):
        return None
    return sum(counted, Decimal(0)), sum((each for each in happened if each is not None), Decimal(0))


def quantity(due: Due, group: Group, minor: int) -> Guess | None:
    """More or less was billed than happened, at the price of a line; or what came back was not taken off."""
    found = quantities(due, group)
    if found is None or found[0] == found[1]:
        return None
    billed, happened = found
    more = billed - happened
    for line in [*(each for each in group.lines if each.quantity is not None), *group.lines[:1]]:
        price = line.unit_price
        if price is None or abs(minor_of(more * price, line.currency) - minor) > 1:
            continue
        kind: FindingKind = "quantity_above_facts" if more > 0 else "quantity_below_facts"
        kind = "not_supported" if more > 0 and not happened else kind
        said = COUNTED(billed=billed, happened=happened, unit=in_unit(line), more=more, price=price)
        returned = sum((due.returned(group.clauses[0], at) for at in group.periods), Decimal(0))
        if more > 0 and returned and more <= returned and more in returns(due, group):
            came_back = CAME_BACK(returned=more, unit=in_unit(line))
            return Guess("returned_not_credited", minor, rows_of(group.lines), (came_back, said))
        ours = misquoted(due, group, more)
        return Guess(kind, minor, ours or rows_of(group.lines), (said,))
    return None


def returns(due: Due, group: Group) -> set[Decimal]:
    """The quantities that came back in the periods of a group: each, and all of a period."""
    found: set[Decimal] = set()
    told = due.told(group.clauses[0])
    for at in group.periods:
        if told and told[0]:
            found.update(-each * told[1] for each in told[0][at].values() if each < 0)
        found.add(due.returned(group.clauses[0], at))
    return found


def misquoted(due: Due, group: Group, more: Decimal) -> tuple[int, ...]:
    """The rows of the orders of which another quantity was billed than happened."""
    events = {line.event for line in group.lines if line.event}
    rows: list[int] = []
    for event in events:
        known = due.of_event(group.clauses[0], event) or {}
        of_it = [line for line in group.lines if line.event == event and line.quantity is not None]
        counted = sum((line.quantity for line in of_it if line.quantity is not None), Decimal(0))
        if counted - sum(known.values(), Decimal(0)) == more:
            rows.extend(rows_of(of_it))
    return tuple(rows)


def wrong_tier(due: Due, group: Group, minor: int) -> Guess | None:
    """A line at the price of one tier where that of another makes up the difference."""
    known = due.prices(group.clauses[0], group.at)
    for line in group.lines:
        if line.quantity is None or line.unit_price is None or line.unit_price not in known:
            continue
        for price in known - {line.unit_price}:
            if minor_of(line.quantity * (line.unit_price - price), line.currency) == minor:
                said = TIER(quantity=line.quantity, price=line.unit_price, right=price)
                return Guess("wrong_tier", minor, (line.row,), (said,))
    return None


def without(due: Due, group: Group, minor: int) -> Guess | None:
    """A net price in which one of its clauses was not counted."""
    if not group.lines or len(group.clauses) < 2:
        return None
    for near in (0, 1):
        for name in group.clauses[1:]:
            money = sum(due.money((name, at)).minor for at in group.periods)
            if money and abs(minor + money) <= near:
                kind = MISSED.get(due.kind(name), "wrong_price")
                said = WITHOUT(clause=name, amount=str(due.money((name, group.at))))
                return Guess(kind, minor, rows_of(group.lines), (said,))
    return None


def other_level(due: Due, group: Group, minor: int) -> Guess | None:
    """An index clause that was counted with the value of another settlement period."""
    for name in group.clauses:
        if due.kind(name) != "indexation" or not group.lines:
            continue
        for shift, amount in shifted(due, name, group.at):
            if abs(minor_of(amount, due.currency(name)) - due.money((name, group.at)).minor - minor) <= 1:
                of = due.period(min(max(group.at + shift, 0), len(due.plan.periods) - 1))
                said = OTHER_LEVEL(clause=name, period=str(of), amount=str(rounded(amount, due.currency(name))))
                return Guess("wrong_index", minor, rows_of(group.lines), (said,))
    return None


def shifted(due: Due, name: str, at: int) -> Iterator[tuple[int, Decimal]]:
    """What an index clause would add in a period with the values of so many settlement periods later."""
    for shift in SHIFTS:
        levels = {
            index: [values[min(max(i + shift, 0), len(values) - 1)] for i in range(len(values))]
            for index, values in due.activity.levels.items()
        }
        series = next(
            each for each in fold(due.plan, due.activity._replace(levels=levels)) if each.line.name == name
        ).due
        yield shift, series[at] - (series[at - 1] if at else Decimal(0))


def wrong_price(due: Due, group: Group, minor: int) -> Guess | None:
    """A line at a price that is not agreed, where the agreed one makes up the difference; a net price likewise."""
    known = due.prices(group.clauses[0], group.at)
    for line in group.lines:
        if line.quantity is None or line.unit_price is None or line.unit_price in known:
            continue
        for price in known:
            product = minor_of(line.quantity * line.unit_price, line.currency)
            if product - minor_of(line.quantity * price, line.currency) == minor:
                said = PRICE(quantity=line.quantity, price=line.unit_price, right=price)
                return Guess("wrong_price", minor, (line.row,), (said,))
    found = quantities(due, group)
    if found is not None and found[0] == found[1] and all(line.unit_price is not None for line in group.lines):
        priced = [line for line in group.lines if line.unit_price not in known]
        if not priced and len(known) > 1:  # all prices are the clause's own, and not those that were reached
            return Guess("wrong_tier", minor, rows_of(group.lines))
        return Guess("wrong_price", minor, rows_of(priced or group.lines))
    return None


HYPOTHESES: Final[tuple[Hypothesis, ...]] = (
    rounding, billed_twice, wrong_arithmetic, unknown_event, quantity, wrong_tier, without, other_level, wrong_price,
)  # fmt: skip
"""In the order in which they are tried: what the line itself shows, then what happened, then the terms."""
