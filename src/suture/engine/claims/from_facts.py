"""What the facts show: orders of which nothing is told, other quantities than happened, goods that came back."""

from collections import defaultdict
from decimal import Decimal
from typing import Final

from suture.engine.claims.due import Due
from suture.engine.claims.finding import FindingKind
from suture.engine.claims.group import Group, minor_of
from suture.engine.claims.guess import Guess, in_unit, rows_of
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.text import Text

CAME_BACK: Final = Text(
    "guess.came_back", "{returned}{unit} came back and are billed all the same", "已退回 {returned}{unit}，仍被开票"
)
NO_ORDER: Final = Text("guess.no_order", "nothing is told of order {event}", "没有关于订单 {event} 的事实")
COUNTED: Final = Text(
    "guess.counted", "{billed}{unit} billed, {happened} happened: {more} × {price}",
    "开票 {billed}{unit}，实际 {happened}：{more} × {price}",
)  # fmt: skip


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
    by_event: dict[str, list[InvoiceLine]] = defaultdict(list)
    for line in group.lines:
        if line.event and line.quantity is not None:
            by_event[line.event].append(line)
    rows: list[int] = []
    for event, of_it in by_event.items():
        known = due.of_event(group.clauses[0], event) or {}
        counted = sum((line.quantity for line in of_it if line.quantity is not None), Decimal(0))
        if counted - sum(known.values(), Decimal(0)) == more:
            rows.extend(rows_of(of_it))
    return tuple(rows)
