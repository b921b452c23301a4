"""Several quotes costed on one request, at its likely figures and at others: what every search here asks again.

Rating a quote hangs on the orders and the rejects alone, so it is done once for each of them; rates, duties and freight
are counted on what was rated. Rules: docs/rules/levelling.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.fault import Path
from suture.engine.quotes.costed import Costed, costed, unit_money
from suture.engine.quotes.levelled import Span
from suture.engine.quotes.orders import bought
from suture.engine.quotes.quote import Quote, Rejects
from suture.engine.quotes.rated import Rated, planned, rated
from suture.engine.quotes.request import Request, volumes
from suture.engine.rating.plan import Plan
from suture.engine.terms.ranges import likely, ranges, settled


class Comparison:
    """The quotes at the likely figures; ``plans`` are those of their terms. What was rated is kept."""

    def __init__(self, request: Request, quotes: Sequence[Quote]) -> None:
        self.request = likely(request)
        self.quotes = tuple(likely(quote) for quote in quotes)
        self.plans = tuple(planned(quote.terms, self.request.span.last) for quote in self.quotes)
        self.volumes = volumes(self.request)
        self._rated: dict[tuple[int, tuple[Decimal, ...], Decimal], Rated] = {}

    def rated(self, at: int, units: Sequence[Decimal], rejects: Rejects) -> Rated:
        """One quote rated for so many units a year."""
        key = (at, tuple(units), borne(rejects))
        if key not in self._rated:
            self._rated[key] = rated_for(self.plans[at], self.request, units, rejects)
        return self._rated[key]

    def costs(
        self, *, request: Request | None = None, quotes: Sequence[Quote] | None = None,
        units: Sequence[Decimal] | None = None,
    ) -> list[Costed]:  # fmt: skip
        """What every quote costs, where something is other than likely; the terms are the likely ones."""
        asked, offered = request or self.request, quotes or self.quotes
        return [
            costed(self.rated(at, units or self.volumes, rejects_of(quote, asked)), quote, asked)
            for at, quote in enumerate(offered)
        ]


def rated_for(of: Plan, request: Request, units: Sequence[Decimal], rejects: Rejects) -> Rated:
    """Terms rated for so many units a year."""
    buys = bought(request, units, borne(rejects))
    return rated(of, request, buys, leaves=request.exit.by == "terms")


def rejects_of(quote: Quote, request: Request) -> Rejects:
    """The rejects that count for a quote: its own, or what the request expects."""
    return quote.head.rejects if quote.head.rejects is not None else request.rejects


def borne(rejects: Rejects) -> Decimal:
    """The share of units that is rejected and not replaced free of charge."""
    return rejects.share.likely if rejects.borne_by == "buyer" else Decimal(0)


def cost_of(request: Request, quote: Quote) -> Costed:
    """One quote costed, where figures of the terms too are other than likely; all figures are settled."""
    of = planned(quote.terms, request.span.last)
    return costed(rated_for(of, request, volumes(request), rejects_of(quote, request)), quote, request)


class Places(NamedTuple):
    """Figures that move together: of the request, and of the quote."""

    of_request: Mapping[Path, Figure]
    of_quote: Mapping[Path, Figure]


def spans(request: Request, quote: Quote) -> tuple[Span, tuple[Fraction, Fraction, Fraction]]:
    """The cost of an accepted unit and the total between the best and the worst ends of all ranges.

    Every range is looked at by itself, with all others at their likely value, for its dearer end; then all are set to
    their cheaper and all to their dearer ends. Nothing that was looked at lies outside.
    """
    asked, offered = likely(request), likely(quote)
    middle = cost_of(asked, offered)
    found = [middle]
    together = [*moving(request, quote)]
    by_end = [(costed_at(request, quote, [(each, 0)]), costed_at(request, quote, [(each, 1)])) for each in together]
    found += [cost for pair in by_end for cost in pair]
    if together:
        for measure in (unit_of, total_of):
            dearer = [int(measure(high) >= measure(low)) for low, high in by_end]
            found.append(costed_at(request, quote, [*zip(together, dearer, strict=True)]))
            found.append(
                costed_at(request, quote, [(each, 1 - end) for each, end in zip(together, dearer, strict=True)])
            )
    units, totals = [cost.unit for cost in found], [cost.total for cost in found]
    unit = Span(unit_money(min(units)), unit_money(middle.unit), unit_money(max(units)))
    return unit, (min(totals), middle.total, max(totals))


def unit_of(cost: Costed) -> Fraction:
    """Landed cost of an accepted unit."""
    return cost.unit


def total_of(cost: Costed) -> Fraction:
    """Landed cost and extras."""
    return cost.total


def moving(request: Request, quote: Quote) -> Iterable[Places]:
    """The ranges of both, those of one ``draw`` together."""
    found = [(figure.draw or f"request {path}", path, figure, True) for path, figure in ranges(request).items()]
    found += [(figure.draw or f"quote {path}", path, figure, False) for path, figure in ranges(quote).items()]
    found.sort(key=lambda each: each[0])
    for _, group in groupby(found, key=lambda each: each[0]):
        held = [*group]
        yield Places(
            {path: figure for _, path, figure, asked in held if asked},
            {path: figure for _, path, figure, asked in held if not asked},
        )


def costed_at(request: Request, quote: Quote, ends: Sequence[tuple[Places, int]]) -> Costed:
    """The cost with some ranges at their low (0) or high (1) end, all others at their likely value."""
    of_request: dict[Path, Decimal] = {}
    of_quote: dict[Path, Decimal] = {}
    for places, end in ends:
        of_request.update((path, end_of(figure, end)) for path, figure in places.of_request.items())
        of_quote.update((path, end_of(figure, end)) for path, figure in places.of_quote.items())
    return cost_of(likely(settled(request, of_request)), likely(settled(quote, of_quote)))


def end_of(figure: Figure, end: int) -> Decimal:
    """One end of a range."""
    found = figure.high if end else figure.low
    assert found is not None
    return found


def cheapest(costs: Sequence[Costed]) -> int:
    """The number of the quote with the lowest landed cost of an accepted unit; the first of equals."""
    return min(range(len(costs)), key=lambda at: costs[at].unit)


def reversed_by(costs: Sequence[Costed], first: int) -> bool:
    """Whether another quote is cheaper than the one that was."""
    return any(cost.unit < costs[first].unit for cost in costs)


Costs = Callable[[Decimal], list[Costed]]
"""What every quote costs with an input at a value."""
