"""A quote rated over the plan: what its clauses charge in every settlement period, by currency, unrounded.

The rating engine prices it, whatever it was received as. What the terms charge with the goods, and what apart from
them, is kept apart, since only the goods travel. Rules: docs/rules/levelling.md.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import DueOf, QuantityOf
from suture.engine.fault import Fault
from suture.engine.period import Period
from suture.engine.quotes.levelled import PriceKind
from suture.engine.quotes.orders import Bought, ended, facts
from suture.engine.quotes.request import Request
from suture.engine.rating.charges import converted
from suture.engine.rating.exact import Folded, fold
from suture.engine.rating.facts import activity, check_facts
from suture.engine.rating.plan import Line, Plan, plan
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Message

ZERO: Final = Decimal(0)


class Charged(NamedTuple):
    """What one clause has charged: in each settlement period, in its own currency."""

    clause: str
    title: Message
    of: PriceKind
    currency: str
    amounts: tuple[Decimal, ...]
    whole: Decimal  # over the plan


class Rated(NamedTuple):
    """All charges of a quote over the plan, and the units ordered in each period.

    ``balance`` is what of the tooling is not recovered at the end; ``leaving`` what the terms ask on top for leaving
    then; both by currency.
    """

    days: tuple[date, ...]  # first day of each period
    units: tuple[Decimal, ...]
    ordered: Decimal
    accepted: Decimal
    charged: tuple[Charged, ...]
    balance: tuple[tuple[str, Decimal], ...]
    leaving: tuple[tuple[str, Decimal], ...]


def planned(terms: Agreement, last: date) -> Plan:
    """The plan of terms, which are taken to go on unchanged up to the end of the plan where they end before."""
    if terms.valid.period.last < last:
        until = last.fromordinal(last.toordinal() + 1)
        terms = terms.model_copy(update={"valid": terms.valid.model_copy(update={"until": until})})
    return plan(terms)


def check_planned(of: Plan, request: Request, buys: Bought) -> Iterator[Fault]:
    """What keeps the plan of a request from being rated under terms."""
    told = [*facts(of, request, buys)]
    yield from check_facts(of.agreement, told)


def rated(of: Plan, request: Request, buys: Bought, *, leaves: bool) -> Rated:
    """The terms rated over the orders; ``leaves``: also what they ask where the agreement is left at the end."""
    told = [*facts(of, request, buys)]
    folded = fold(of, activity(of, told))
    upto = at_of(of, buys.last) + 1
    goods, stated = with_goods(of, request.service), converted(of)
    charged = tuple(
        Charged(
            each.line.name, kind_of(each.line.version(upto - 1).clause).title(),
            "goods" if each.line.name in goods else "other", each.line.currency,
            tuple(grown(each.due[:upto])), each.due[upto - 1],
        )
        for each in folded
        if counts(each.line, stated)
    )  # fmt: skip
    units = [ZERO] * upto
    for order in buys.orders:
        units[at_of(of, order.day)] += order.units
    leaving: dict[str, Decimal] = {}
    if leaves:
        left = fold(of, activity(of, [*told, ended(of, buys.last)]))
        for stays, goes in zip(folded, left, strict=True):
            if counts(stays.line, stated):
                more = goes.due[-1] - stays.due[upto - 1]
                leaving[stays.line.currency] = leaving.get(stays.line.currency, ZERO) + more
    return Rated(
        tuple(period.start for period in of.periods[:upto]), tuple(units), buys.ordered, buys.accepted, charged,
        tuple(balances(folded, upto)), tuple(leaving.items()),
    )  # fmt: skip


def counts(line: Line, stated: frozenset[str]) -> bool:
    """Whether a line moves money between the parties; tax is not a cost, and the way is the asker's own."""
    return line.kind.effect == "charge" and line.name not in stated


def at_of(of: Plan, day: date) -> int:
    """The settlement period that holds a day of the plan."""
    return bisect_right(of.periods, day, key=start_of) - 1


def start_of(period: Period) -> date:
    """Its first day."""
    return period.start


def grown(due: tuple[Decimal, ...]) -> Iterator[Decimal]:
    """By how much a total grows in each period."""
    return (after - before for before, after in pairwise((ZERO, *due)))


def with_goods(of: Plan, service: str) -> set[str]:
    """The clauses that count quantities of the product, and those that read their charges."""
    found: set[str] = set()
    for line in of.lines:  # in the order of counting: what is read stands before
        for source in line.sources:
            if (isinstance(source, QuantityOf) and service in source.services) or (
                isinstance(source, DueOf) and not found.isdisjoint(source.clauses)
            ):
                found.add(line.name)
    return found


def balances(folded: tuple[Folded, ...], upto: int) -> Iterator[tuple[str, Decimal]]:
    """What of every tool is not recovered at the end of the plan: its cost less what was paid of it."""
    for each in folded:
        if each.line.kind.name in ("tooling", "financed_tooling"):
            entries = [entry for entry in each.entries if entry.at < upto]
            if entries:
                yield each.line.currency, max(entries[-1].terms.cost - entries[-1].after.recovered, ZERO)
