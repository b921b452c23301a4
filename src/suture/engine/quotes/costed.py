"""What a rated quote costs its asker: converted, carried to the door, with what it takes beside the price.

Exact to the last: fractions, so that two quotes which say the same in other words come out the same.
Rules: docs/rules/levelling.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.money import Money, rounded
from suture.engine.quotes.incoterms import BORNE_BY_SELLER, PARTS, Part, Way, dispatch_value, parts, quoted_under
from suture.engine.quotes.levelled import EXTRAS, UNIT_DECIMALS, ExtraKind
from suture.engine.quotes.quote import Head, Quote
from suture.engine.quotes.rated import Charged, Rated
from suture.engine.quotes.request import Cost, Region, Request

NOTHING = Fraction(0)


class Costed(NamedTuple):
    """One quote over the plan in the currency of the request, exactly."""

    ordered: Fraction
    accepted: Fraction
    goods: Fraction
    other: Fraction
    parts: dict[Part, Fraction]
    at_incoterm: Fraction | None  # all goods under the Incoterm that is asked for
    landed: Fraction
    extras: dict[ExtraKind, Fraction]

    @property
    def unit(self) -> Fraction:
        """Landed cost of an accepted unit."""
        return self.landed / self.accepted

    @property
    def total(self) -> Fraction:
        """Landed cost and what the partner takes beside it."""
        return self.landed + sum(self.extras.values(), NOTHING)


def costed(of: Rated, quote: Quote, request: Request) -> Costed:
    """The cost of a rated quote under a settled request."""
    head, region = quote.head, request.regions[quote.head.region]
    borne, known = BORNE_BY_SELLER[head.incoterm], all_known(region)
    carried, wanted, goods = dict.fromkeys(PARTS, NOTHING), NOTHING, NOTHING
    for duty, periods in by_duty(of, region):  # of one duty all periods at once, which searches do again and again
        quoted = sum((in_request(each, request, periods) for each in of.charged if each.of == "goods"), NOTHING)
        goods += quoted
        if known:
            units = Fraction(of.ordered if periods is None else sum((of.units[at] for at in periods), Decimal(0)))
            way = way_of(region, weight_of(head, request), units, duty)
            value = dispatch_value(quoted, way, borne)
            of_these = parts(value, way)
            for part, amount in of_these.items():
                carried[part] += amount
            wanted += quoted_under(value, of_these, request.delivery.incoterm)
    other = sum((in_request(each, request) for each in of.charged if each.of == "other"), NOTHING)
    landed = goods + other + sum((amount for part, amount in carried.items() if part not in borne), NOTHING)
    return Costed(
        Fraction(of.ordered), Fraction(of.accepted), goods, other, carried, wanted if known else None, landed,
        dict(zip(EXTRAS, extras(of, quote, request), strict=True)),
    )  # fmt: skip


def by_duty(of: Rated, region: Region) -> Iterable[tuple[Fraction, Sequence[int] | None]]:
    """The settlement periods in groups of one duty, None for all of them: within a group all amounts add up."""
    if region.duty is None or not region.duty.share.dated:
        return [(value_of(region.duty.share) if region.duty is not None else NOTHING, None)]
    groups: dict[Fraction, list[int]] = {}
    for at, day in enumerate(of.days):
        groups.setdefault(value_of(region.duty.share.on(day)), []).append(at)
    return [*groups.items()]


def rate_of(request: Request, currency: str) -> Fraction:
    """What one unit of a currency is worth in that of the request."""
    if currency == request.currency:
        return Fraction(1)
    exchange = request.rates[currency]
    return Fraction(exchange.rate.likely) / int(exchange.for_)


def in_request(of: Charged, request: Request, periods: Sequence[int] | None = None) -> Fraction:
    """What a clause charges in these periods, or over the plan, converted."""
    amount = of.whole if periods is None else sum((of.amounts[at] for at in periods), Decimal(0))
    return Fraction(amount) * rate_of(request, of.currency)


def all_known(region: Region) -> bool:
    """Whether every part of the way is given."""
    return None not in (region.export, region.freight, region.insurance, region.import_, region.duty)


def weight_of(head: Head, request: Request) -> Fraction:
    """Kilograms of a unit; the quote's own before the request's."""
    return value_of(head.weight if head.weight is not None else request.weight)


def value_of(figure: Figure | None) -> Fraction:
    """A settled figure; nothing where none is written."""
    return NOTHING if figure is None else Fraction(figure.likely)


def way_of(region: Region, weight: Fraction, units: Fraction, duty: Fraction) -> Way:
    """What the way of so many units costs under a duty."""

    def fixed(cost: Cost | None) -> Fraction:
        return (value_of(cost.per_unit) + value_of(cost.per_kg) * weight) * units if cost is not None else NOTHING

    def share(cost: Cost | None) -> Fraction:
        return value_of(cost.share) if cost is not None else NOTHING

    return Way(
        fixed(region.export), fixed(region.freight), share(region.freight), fixed(region.insurance),
        share(region.insurance), fixed(region.import_), duty,
        int(region.duty is not None and region.duty.on == "cif"),
    )  # fmt: skip


def extras(of: Rated, quote: Quote, request: Request) -> Iterator[Fraction]:
    """What a partner takes beside the landed cost over the plan, in the order of ``EXTRAS``."""
    own, years = request.partners.get(quote.head.bidder), request.years
    upkeep = own.upkeep if own is not None and own.upkeep is not None else request.upkeep
    oversight = own.oversight if own is not None and own.oversight is not None else request.oversight
    transfer = own.transfer if own is not None and own.transfer is not None else request.exit.transfer
    yield value_of(upkeep) * years
    yield value_of(oversight.hours) * value_of(oversight.hour_cost) * 12 * years
    yield value_of(request.changes.a_year) * years * change_cost(quote, request)
    yield value_of(transfer) + leaving(of, request)


def change_cost(quote: Quote, request: Request) -> Fraction:
    """What a change order costs: as the quote says, in its currency; else what the request expects."""
    said = quote.head.change_order
    if said is None:
        return value_of(request.changes.cost)
    return value_of(said) * rate_of(request, quote.terms.currency)


def leaving(of: Rated, request: Request) -> Fraction:
    """What leaving at the end of the plan costs under the terms, or as a share of the tooling balance."""
    if request.exit.by == "terms":
        return sum((Fraction(amount) * rate_of(request, currency) for currency, amount in of.leaving), NOTHING)
    balance = sum((Fraction(amount) * rate_of(request, currency) for currency, amount in of.balance), NOTHING)
    return balance * value_of(request.exit.tooling_share)


def money(amount: Fraction, currency: str) -> Money:
    """An amount, rounded once."""
    return rounded(decimal(amount), currency)


def unit_money(amount: Fraction) -> Decimal:
    """A cost per unit as it is shown."""
    return rounded_fraction(amount, UNIT_DECIMALS)


def rounded_fraction(amount: Fraction, decimals: int) -> Decimal:
    """A fraction at so many decimals, half away from zero, as money is."""
    scaled = amount * 10**decimals
    whole = (abs(scaled) * 2 + 1).__floor__() // 2
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-decimals)


def decimal(amount: Fraction) -> Decimal:
    """A fraction as a number of twelve decimals, cut so that no rounding of money changes: a half stays a half."""
    cut = (abs(amount) * 10**12).__floor__()
    return Decimal(cut if amount >= 0 else -cut).scaleb(-12)
