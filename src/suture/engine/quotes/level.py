"""Levelling: quotes on the asker's own terms, who is cheapest there, what is missing, and what would reverse it.

Rules: docs/rules/levelling.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from suture.engine.clauses import kind_of
from suture.engine.clauses.saying import unit
from suture.engine.fault import Fault, Faulty
from suture.engine.quotes.comparing import Comparison, rejects_of, spans
from suture.engine.quotes.costed import (
    Costed,
    in_request,
    money,
    rate_of,
    rounded_fraction,
    unit_money,
)
from suture.engine.quotes.incoterms import BORNE_BY_SELLER, PARTS
from suture.engine.quotes.levelled import (
    EXTRAS,
    AtVolume,
    ClauseCost,
    ExtraCost,
    Levelled,
    Levelling,
    MoneySpan,
    PartCost,
    Stated,
)
from suture.engine.quotes.orders import ZERO, spread, unplanned
from suture.engine.quotes.questions import questions, scope_of
from suture.engine.quotes.quote import SCOPE, VALUE, Quote
from suture.engine.quotes.quote_faults import Counted, check_bidders, check_partners, counted, quote_faults
from suture.engine.quotes.rated import Charged
from suture.engine.quotes.request import Request
from suture.engine.quotes.turning import turned
from suture.engine.rating.plan import Plan
from suture.engine.terms.partial import written_clauses
from suture.engine.text import Message, Text, Value, listed

MULTIPLES: Final = tuple(map(Decimal, ("0.5", "0.75", "1", "1.25", "1.5", "2")))
"""Of the planned volume, at which the quotes are shown."""
LEAST: Final = Decimal("0.1")
"""Per cent: the smallest difference that is told as a number."""
ANSWER = Text(
    "levelled.answer",
    "{bidder} is cheapest: {cost} {currency} for an accepted {unit} at {place}, {less} % below {second}.",
    "{bidder} 最低：每 {unit} 合格品运抵 {place} 的成本为 {cost} {currency}，比 {second} 低 {less} %。",
)
ANSWER_CLOSE = Text(
    "levelled.answer_close",
    "{bidder} is cheapest: {cost} {currency} for an accepted {unit} at {place}, less than {least} % below {second}.",
    "{bidder} 最低：每 {unit} 合格品运抵 {place} 的成本为 {cost} {currency}，比 {second} 低不到 {least} %。",
)
ANSWER_EQUAL = Text(
    "levelled.answer_equal",
    "{bidders} come out the same: {cost} {currency} for an accepted {unit} at {place}.",
    "{bidders} 结果相同：每 {unit} 合格品运抵 {place} 的成本为 {cost} {currency}。",
)
ANSWER_ALONE = Text(
    "levelled.answer_alone",
    "{bidder} comes to {cost} {currency} for an accepted {unit} at {place}.",
    "{bidder}：每 {unit} 合格品运抵 {place} 的成本为 {cost} {currency}。",
)
IN_ALL = Text(
    "levelled.in_all",
    "With site upkeep, oversight, change orders and exit it comes to {total} {currency} over the plan.",
    "计入场地维护、监督工时、变更和退出费用，整个计划合计 {total} {currency}。",
)
IN_ALL_OTHER = Text(
    "levelled.in_all_other",
    "With site upkeep, oversight, change orders and exit {other} is lower for an accepted {unit}: {cost} {currency} "
    "against {own}.",
    "计入场地维护、监督工时、变更和退出费用后，每 {unit} 合格品以 {other} 为低：{cost} {currency}，对 {own}。",
)
MISSING = Text(
    "levelled.missing",
    "{bidder} does not price, or does not mention: {items}. Ask before you decide; the questions are ready.",
    "{bidder} 未报价或未提及：{items}。请在决定前询问，问题已备好。",
)
OVERLAP = Text(
    "levelled.overlap",
    "The ranges overlap: {one} may cost {one_low} to {one_high}, {other} {other_low} to {other_high} {currency}.",
    "区间重叠：{one} 为 {one_low} 至 {one_high}，{other} 为 {other_low} 至 {other_high} {currency}。",
)
CONVERTED = Text(
    "levelled.rate",
    "{per} {currency} = {rate} {own} ({source}, {on})",
    "{per} {currency} = {rate} {own}（{source}，{on}）",
)
NOTE_LANDED = Text(
    "levelled.note_landed",
    "The terms tell of freight and duty themselves ({clauses}); the request's own figures are counted instead.",
    "条款自身载有运费与关税（{clauses}）；此处改按询价单的数值计算。",
)
NOTE_TAX = Text(
    "levelled.note_tax",
    "Tax is kept apart and not counted: {clauses}.",
    "税款单列，不计入：{clauses}。",
)
NOTE_LEFT_OUT = Text(
    "levelled.note_left_out",
    "Not counted, since a figure is not known: {clauses}.",
    "因有数值未知而未计入：{clauses}。",
)
NOTE_UNPLANNED = Text(
    "levelled.note_unplanned",
    "The terms price {services} too, of which the request plans nothing ('beside').",
    "条款还对 {services} 计价，而询价单未计划其用量（“beside”）。",
)
NOTE_EXTENDED = Text(
    "levelled.note_extended",
    "The terms end with {last}; they are taken to go on unchanged until the plan ends.",
    "条款于 {last} 终止；此处视为不变并延续至计划结束。",
)


def level(request: Request, quotes: Sequence[tuple[str, Quote]]) -> Levelling:
    """The quotes levelled; each stands with the name of the file that it came from. Raises ``Faulty``."""
    if wrong := [*faults(request, quotes)]:
        raise Faulty(wrong)
    held = [counted(quote) for _, quote in quotes]
    of = Comparison(request, [each.quote for each in held])
    costs = of.costs()
    order = sorted(range(len(costs)), key=lambda at: (costs[at].unit, held[at].quote.head.bidder))
    held, costs = [held[at] for at in order], [costs[at] for at in order]
    of = Comparison(request, [each.quote for each in held])
    found = tuple(
        levelled(of, request, each, cost, at) for at, (each, cost) in enumerate(zip(held, costs, strict=True))
    )
    flips, unflipped = turned(of)
    exact = of.request
    return Levelling(
        request.request, request.title, request.buyer, request.service, request.unit, request.currency,
        request.delivery.incoterm, request.delivery.place, request.starts, request.years, of.volumes,
        exact.orders.size.likely, tuple(rates(of)), answer(exact, found, costs), tuple(because(exact, found, costs)),
        found, tuple(at_volumes(of)), tuple(flips), tuple(unflipped),
    )  # fmt: skip


def faults(request: Request, quotes: Sequence[tuple[str, Quote]]) -> Iterator[Fault]:
    """Everything that keeps quotes from being levelled on a request, each in its file."""
    offered = [quote for _, quote in quotes]
    for at, fault in check_bidders(offered):
        yield replace(fault, file=quotes[at][0])
    yield from check_partners(request, offered)
    for file, quote in quotes:
        for fault in quote_faults(quote, request):
            yield replace(fault, file=file)


def levelled(of: Comparison, request: Request, held: Counted, cost: Costed, at: int) -> Levelled:
    """One quote as it is shown."""
    quote, exact = of.quotes[at], of.request
    head, currency = quote.head, request.currency
    done = of.rated(at, of.volumes, rejects_of(quote, exact))
    of_unit, totals = spans(request, held.quote)
    low, middle, high = (money(each, currency) for each in totals)
    clauses = tuple(
        ClauseCost(
            each.clause, each.title, each.of, money(Fraction(each.whole), each.currency),
            rounded_fraction(rate_of(exact, each.currency), 6), money(in_request(each, exact), currency),
        )
        for each in done.charged
    )  # fmt: skip
    borne = BORNE_BY_SELLER[head.incoterm]
    return Levelled(
        head.bidder, head.quote, head.region, head.place, head.incoterm, quote.terms.currency, head.valid_until,
        done.ordered, done.accepted, clauses, money(cost.goods, currency), money(cost.other, currency),
        tuple(PartCost(part, money(cost.parts[part], currency), part in borne) for part in PARTS),
        unit_money(cost.at_incoterm / cost.ordered) if cost.at_incoterm is not None else None,
        money(cost.landed, currency), of_unit,
        tuple(ExtraCost(kind, money(cost.extras[kind], currency)) for kind in EXTRAS),
        MoneySpan(low, middle, high), unit_money(cost.total / cost.accepted), tuple(scope_of(held.quote, exact)),
        tuple(questions(held, exact)), tuple(Stated(VALUE[each.item](), each.says) for each in head.value),
        tuple(notes(held, exact, of.plans[at])),
    )  # fmt: skip


def notes(held: Counted, request: Request, of: Plan) -> Iterator[Message]:
    """What of a quote is not counted as it stands, or is taken to be otherwise."""
    terms = held.quote.terms
    for effect, text in (("landed", NOTE_LANDED), ("tax", NOTE_TAX)):
        names = [clause.id for _, clause in written_clauses(terms) if kind_of(clause).effect == effect]
        if names:
            yield text(clauses=listed(list(dict.fromkeys(names))))
    out = list(dict.fromkeys(name for _, names in held.left_out for name in names))
    if out:
        yield NOTE_LEFT_OUT(clauses=listed(out))
    if services := unplanned(of, request):
        yield NOTE_UNPLANNED(services=listed(services))
    if terms.valid.period.last < request.span.last:
        yield NOTE_EXTENDED(last=terms.valid.period.last.isoformat())


def rates(of: Comparison) -> Iterator[Message]:
    """The exchange rates that were used."""
    used = {each.currency for at in range(len(of.quotes)) for each in charged(of, at)}
    for currency, exchange in of.request.rates.items():
        if currency in used:
            yield CONVERTED(
                per=exchange.for_, currency=currency, rate=exchange.rate.likely, own=of.request.currency,
                source=exchange.source, on=exchange.on.isoformat(),
            )  # fmt: skip


def charged(of: Comparison, at: int) -> Sequence[Charged]:
    """What one quote charges over the plan."""
    return of.rated(at, of.volumes, rejects_of(of.quotes[at], of.request)).charged


def answer(request: Request, found: Sequence[Levelled], costs: Sequence[Costed]) -> Message:
    """Who is cheapest, and by how much."""
    first = found[0]
    about: dict[str, Value] = {
        "cost": first.unit_cost.likely, "currency": request.currency, "unit": unit(request.unit),
        "place": request.delivery.place,
    }  # fmt: skip
    equal = [each.bidder for each, cost in zip(found, costs, strict=True) if cost.unit == costs[0].unit]
    if len(found) == 1:
        return ANSWER_ALONE(bidder=first.bidder, **about)
    if len(equal) > 1:
        return ANSWER_EQUAL(bidders=listed(equal), **about)
    less = (costs[1].unit - costs[0].unit) / costs[1].unit * 100
    if less < LEAST:
        return ANSWER_CLOSE(bidder=first.bidder, second=found[1].bidder, least=LEAST, **about)
    return ANSWER(bidder=first.bidder, second=found[1].bidder, less=rounded_fraction(less, 1), **about)


def because(request: Request, found: Sequence[Levelled], costs: Sequence[Costed]) -> Iterator[Message]:
    """What must be known beside the answer: all in all, ranges that overlap, and what is missing."""
    first, currency = found[0], request.currency
    whole = [cost.total / cost.accepted for cost in costs]
    best = min(range(len(whole)), key=lambda at: whole[at])
    yield IN_ALL(total=first.total.likely.amount, currency=currency)
    if whole[best] < whole[0]:
        yield IN_ALL_OTHER(
            other=found[best].bidder, unit=unit(request.unit), cost=found[best].total_unit, currency=currency,
            own=first.total_unit,
        )  # fmt: skip
    for other in found[1:]:
        one, two = first.unit_cost, other.unit_cost
        if (one.is_range or two.is_range) and two.low < one.high:
            yield OVERLAP(
                one=first.bidder, one_low=one.low, one_high=one.high, other=other.bidder, other_low=two.low,
                other_high=two.high, currency=currency,
            )  # fmt: skip
    for each in found:
        if each.missing:
            yield MISSING(bidder=each.bidder, items=listed([SCOPE[item]() for item in each.missing]))


def at_volumes(of: Comparison) -> Iterator[AtVolume]:
    """The quotes at multiples of the plan."""
    planned, counted_in = sum(of.volumes, ZERO), of.request.measured_in
    for multiple in MULTIPLES:
        total = counted_in.quantity((counted_in.steps(planned) * multiple).to_integral_value())
        if total < 2 * counted_in.step:
            continue
        costs = of.costs(units=spread(total, of.volumes, counted_in))
        least = min(cost.unit for cost in costs)
        first, *equal = (
            quote.head.bidder for quote, cost in zip(of.quotes, costs, strict=True) if cost.unit == least
        )  # fmt: skip
        yield AtVolume(multiple, total, tuple(unit_money(cost.unit) for cost in costs), first, tuple(equal))
