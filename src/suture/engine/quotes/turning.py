"""Which input reverses the order, and exactly where: the nearest value in each direction at which another is cheapest.

Every input is moved alone, in whole steps from where it stands, ever further until the order is reversed; then what
lies between is halved until the two values are one step apart. At both the quotes are costed: at the one the order
holds, at the other it does not. Rules: docs/rules/levelling.md.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil
from typing import Final, NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.clauses.saying import unit as unit_of
from suture.engine.fault import Path
from suture.engine.quotes.comparing import Comparison, Costs, borne, cheapest, reversed_by
from suture.engine.quotes.costed import Costed, unit_money
from suture.engine.quotes.levelled import Flip, Unflipped
from suture.engine.quotes.orders import ZERO, spread
from suture.engine.quotes.quote import Quote
from suture.engine.quotes.request import Request
from suture.engine.quotes.request_faults import MOST_ORDERS, MOST_REJECTED
from suture.engine.terms.ranges import settled
from suture.engine.text import Message, Text

VOLUME = Text("turn.volume", "units over the whole plan", "计划期总量")
RATE = Text("turn.rate", "{own} for {per} {currency}", "{per} {currency} 折合 {own}")
DUTY = Text("turn.duty", "duty on goods from '{region}'", "自“{region}”进口的关税")
DUTY_DATED = Text(
    "turn.duty_dated",
    "what is added to every dated duty on goods from '{region}'",
    "自“{region}”进口的各期关税的增加额",
)
FREIGHT = Text("turn.freight", "freight of a {unit} from '{region}'", "自“{region}”起每 {unit} 的运费")
FREIGHT_KG = Text("turn.freight_kg", "freight of a kilogram from '{region}'", "自“{region}”起每公斤的运费")
FREIGHT_SHARE = Text(
    "turn.freight_share", "freight from '{region}' as a share of the goods' value", "自“{region}”起运费占货值的比例"
)
REJECTS = Text("turn.rejects", "rejects of {bidder}", "{bidder} 的不合格品率")
REJECTS_ALL = Text("turn.rejects_all", "rejects where a quote does not say", "报价未说明时的不合格品率")

SHARE_STEP: Final = Decimal("0.0001")
MONEY_STEP: Final = Decimal("0.0001")
KILOGRAM_STEP: Final = Decimal("0.01")
TIMES: Final = 10
"""How far volume, freight and rates are looked at: up to ten times, and down to a tenth."""
MOST_DUTY: Final = Decimal(2)
GRID: Final = 24
"""Points at equal distances that are looked at in each direction, beside those at doubling distances."""


class Input(NamedTuple):
    """One input: what it is, where it stands, its step and bounds, and the costs with it at a value."""

    name: str
    words: Message
    unit: str
    now: Decimal
    step: Decimal
    low: Decimal
    high: Decimal
    costs: Costs


def turned(of: Comparison) -> tuple[list[Flip], list[Unflipped]]:
    """The flips of every input, nearest first as a share of where it stands; and the inputs that reverse nothing."""
    flips: list[Flip] = []
    rest: list[Unflipped] = []
    if len(of.quotes) < 2:
        return flips, rest
    first = cheapest(of.costs())
    for each in inputs(of):
        found = [flip for way in (-1, 1) if (flip := flip_of(of, each, first, way)) is not None]
        flips.extend(found)
        if not found:
            rest.append(Unflipped(each.name, each.words, each.now, each.low, each.high, each.unit))
    flips.sort(key=distance)
    return flips, rest


def distance(flip: Flip) -> Decimal:
    """How far a flip lies, as a share of where its input stands; behind all others where that is nought."""
    return abs(flip.at - flip.now) / abs(flip.now) if flip.now else Decimal("Infinity")


def flip_of(of: Comparison, each: Input, first: int, way: int) -> Flip | None:
    """The nearest flip of one input in one direction: scanned, then halved down to one step."""
    bound = each.high if way > 0 else each.low
    most = int(abs(bound - each.now) / each.step)
    holds = 0
    for steps in scan(most):
        if reversed_by(each.costs(each.now + way * steps * each.step), first):
            while steps - holds > 1:
                middle = (steps + holds) // 2
                if reversed_by(each.costs(each.now + way * middle * each.step), first):
                    steps = middle
                else:
                    holds = middle
            at, before = (each.now + way * n * each.step for n in (steps, holds))
            there = each.costs(at)
            return Flip(
                each.name, each.words, each.now, before, at, each.step, each.unit,
                of.quotes[cheapest(there)].head.bidder, tuple(unit_money(cost.unit) for cost in there),
            )  # fmt: skip
        holds = steps
    return None


def scan(most: int) -> list[int]:
    """The distances, in steps, that are looked at: doubling ones and those of an even grid, up to the bound."""
    doubling = {1 << at for at in range(most.bit_length())}
    even = {most * at // GRID for at in range(1, GRID + 1)}
    return sorted(step for step in doubling | even if 0 < step <= most)


def inputs(of: Comparison) -> Iterator[Input]:
    """Everything that is moved: volume, each rate, and of each region duty and freight; the rejects."""
    yield volume(of)
    yield from rates(of)
    used = {quote.head.region for quote in of.quotes}
    for region in of.request.regions:
        if region in used:
            yield from duty(of, region)
            yield from freight(of, region)
    yield from rejects(of)


def volume(of: Comparison) -> Input:
    """Units over the plan, over its years as they are planned, in orders of the same size."""
    unit, now = of.request.measured_in, sum(of.volumes, ZERO)

    def costs(value: Decimal) -> list[Costed]:
        return of.costs(units=spread(value, of.volumes, unit))

    low = max(2 * unit.step, unit.quantity((unit.steps(now) / TIMES).to_integral_value()))
    daily = of.request.orders.size.likely * MOST_ORDERS * len(of.volumes)
    high = max(2 * now, min(now * TIMES, daily))
    return Input("volume", VOLUME(), unit.name, now, unit.step, low, high, costs)


def rates(of: Comparison) -> Iterator[Input]:
    """Every exchange rate that a quote uses."""
    used = {clause.currency or quote.terms.currency for quote in of.quotes for clause in quote.terms.clauses}
    used |= {quote.terms.currency for quote in of.quotes}
    for currency, exchange in of.request.rates.items():
        if currency in used:
            now, path = exchange.rate.likely, ("rates", currency, "rate")
            words = RATE(own=of.request.currency, per=exchange.for_, currency=currency)
            step = Decimal(1).scaleb(now.adjusted() - 4)
            yield in_request(of, path, exchange.rate, words, of.request.currency, step, now / TIMES, now * TIMES)


def duty(of: Comparison, region: str) -> Iterator[Input]:
    """The duty of a region; where it is dated, what is added to every one of its values."""
    said = of.request.regions[region].duty
    if said is None:
        return
    path: Path = ("regions", region, "duty", "share")
    if not said.share.dated:
        yield in_request(of, path, said.share, DUTY(region=region), "%", SHARE_STEP, ZERO, MOST_DUTY)
        return
    values = [entry.likely for entry in said.share.dated]

    def costs(value: Decimal) -> list[Costed]:
        moved = {(*path, at): each + value for at, each in enumerate(values)}
        return of.costs(request=settled(of.request, moved))

    yield Input(
        ".".join(map(str, path)), DUTY_DATED(region=region), "%", ZERO, SHARE_STEP, -min(values), MOST_DUTY, costs
    )


def freight(of: Comparison, region: str) -> Iterator[Input]:
    """The freight of a region, in the form in which it is written; the first of several."""
    cost = of.request.regions[region].freight
    if cost is None:
        return
    dear = Decimal(2 * ceil(max(each.unit for each in of.costs())))
    for form, text, step, unit in (
        ("per_unit", FREIGHT(region=region, unit=unit_of(of.request.unit)), MONEY_STEP, of.request.currency),
        ("per_kg", FREIGHT_KG(region=region), KILOGRAM_STEP, of.request.currency),
        ("share", FREIGHT_SHARE(region=region), SHARE_STEP, "%"),
    ):
        figure: Figure | None = getattr(cost, form)
        if figure is not None:
            most = max(figure.likely * TIMES, MOST_DUTY if form == "share" else dear)
            yield in_request(of, ("regions", region, "freight", form), figure, text, unit, step, ZERO, most)
            return


def rejects(of: Comparison) -> Iterator[Input]:
    """The share of rejects that buyers bear: of each quote that says it, and of all that do not."""
    for at, quote in enumerate(of.quotes):
        said = quote.head.rejects
        if said is not None and said.borne_by == "buyer":
            yield Input(
                f"rejects.{quote.head.bidder}", REJECTS(bidder=quote.head.bidder), "%", borne(said), SHARE_STEP, ZERO,
                MOST_REJECTED, rejected_in(of, at),
            )  # fmt: skip
    if of.request.rejects.borne_by == "buyer" and any(quote.head.rejects is None for quote in of.quotes):
        figure = of.request.rejects.share
        yield in_request(of, ("rejects", "share"), figure, REJECTS_ALL(), "%", SHARE_STEP, ZERO, MOST_REJECTED)


def rejected_in(of: Comparison, at: int) -> Costs:
    """The costs with another share of rejects in one quote."""

    def costs(value: Decimal) -> list[Costed]:
        moved: Quote = settled(of.quotes[at], {("head", "rejects", "share"): value})
        return of.costs(quotes=[*of.quotes[:at], moved, *of.quotes[at + 1 :]])

    return costs


def in_request(
    of: Comparison, path: Path, figure: Figure, words: Message, unit: str, step: Decimal, low: Decimal, high: Decimal
) -> Input:  # fmt: skip
    """A figure of the request that is moved by itself."""

    def costs(value: Decimal) -> list[Costed]:
        moved: Request = settled(of.request, {path: value})
        return of.costs(request=moved)

    return Input(".".join(map(str, path)), words, unit, figure.likely, step, low, high, costs)
