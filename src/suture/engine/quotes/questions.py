"""Questions that are ready to be sent: what a quote leaves out or does not say, and what it assumes otherwise."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from suture.engine.clauses.figure import Figure
from suture.engine.quotes.levelled import Asked, ScopeCell
from suture.engine.quotes.quote import SCOPE, Quote, plain
from suture.engine.quotes.quote_faults import Counted
from suture.engine.quotes.request import Request
from suture.engine.terms.amendments import whole
from suture.engine.text import Message, Text, listed

EXCLUDED = Text(
    "ask.excluded",
    "Your quote leaves out {item}. We need it: at what price would you supply it?",
    "贵方报价不含{item}。我方需要该项：请报价格。",
)
UNSAID = Text(
    "ask.scope_unsaid",
    "Does your price include {item}? If not, please quote it apart.",
    "贵方价格是否包含{item}？如不包含，请单独报价。",
)
UNPRICED = Text(
    "ask.unpriced",
    "You charge {item} apart, but no price is given. What does it cost, and per what?",
    "贵方对{item}另行收费，但未给出价格。请说明价格及计价单位。",
)
INCOTERM = Text(
    "ask.incoterm",
    "You quote {quoted} {from_place} (Incoterms 2020); we asked for {wanted} {place}. What is your price under it?",
    "贵方按 {quoted} {from_place}（Incoterms 2020）报价；我方要求 {wanted} {place}。请按该术语报价。",
)
EXPIRES = Text(
    "ask.expires",
    "Your quote ends on {until}; we decide on {award}. Will you hold it until then?",
    "贵方报价有效期至 {until}；我方于 {award} 决定。能否将报价保留至该日？",
)
TERMS_END = Text(
    "ask.terms_end",
    "Your terms end with {last}; we plan until {until}. Do your prices hold until then?",
    "贵方条款于 {last} 终止；我方计划至 {until}。价格能否维持至该日？",
)
NOT_KNOWN = Text(
    "ask.not_known",
    "In your terms a figure is open ({place}), so we could not count: {clauses}. What is it?",
    "贵方条款中有一项数值未定（{place}），因此未能计入：{clauses}。请予说明。",
)
REJECTS = Text(
    "ask.rejects",
    "What share of delivered units do you expect to be found bad, and do you replace them free of charge?",
    "预计交付产品的不合格率为多少？不合格品是否免费更换？",
)
BESIDE = Text(
    "ask.beside",
    "We also need {service}, which your terms do not price. What does it cost?",
    "我方还需要“{service}”，贵方条款未对其计价。费用为多少？",
)
CHANGE_ORDER = Text("ask.change_order", "What does a change order cost?", "一次变更的费用是多少？")
UNSTATED = Text(
    "ask.assumption_unsaid",
    "We assume {wanted}. What does your price assume?",
    "我方以{wanted}为前提。贵方价格以何为前提？",
)
UNLIKE = Text(
    "ask.assumption_unlike",
    "Your price assumes {found}; we asked for {wanted}. What would it be then?",
    "贵方价格以{found}为前提；我方要求{wanted}。届时价格为多少？",
)
LOTS = Text(
    "ask.lots",
    "You make lots of {lot} {unit}; we order {order}. What happens with the rest of a started lot?",
    "贵方每批 {lot} {unit}；我方每单 {order}。未用完的部分批次如何处理？",
)
MINIMUM = Text(
    "ask.minimum",
    "Your minimum order is {least} {unit}; we order {order}. Will you take our orders, and at what price?",
    "贵方最低订购量为 {least} {unit}；我方每单 {order}。能否接受，价格如何？",
)
ASSUMED: Final = {
    "yield_": Text("assumed.yield", "a yield of {n}", "良率 {n}"),
    "lot_size": Text("assumed.lot_size", "lots of {n} {unit}", "每批 {n} {unit}"),
    "minimum_order": Text("assumed.minimum_order", "orders of at least {n} {unit}", "每单至少 {n} {unit}"),
    "lead_weeks": Text("assumed.lead_weeks", "a lead time of {n} weeks", "交货周期 {n} 周"),
    "payment_days": Text("assumed.payment_days", "payment within {n} days", "{n} 天内付款"),
}
BETWEEN = Text("assumed.between", "{low} to {high}", "{low} 至 {high}")
PER_CENT: Final = frozenset({"yield_"})
MORE_IS_BETTER: Final = frozenset({"yield_", "payment_days"})
LESS_IS_BETTER: Final = frozenset({"minimum_order", "lead_weeks"})


def scope_of(quote: Quote, request: Request) -> Iterator[ScopeCell]:
    """How a quote answers every item that is asked for, and those that it answers beside."""
    for item in dict.fromkeys((*request.scope, *quote.head.scope)):
        said = quote.head.scope.get(item)
        required = item in request.scope
        if said is None:
            yield ScopeCell(item, "none", required)
        elif said.answer == "apart" and not said.clause:
            yield ScopeCell(item, "unpriced", required)
        else:
            yield ScopeCell(item, said.answer, required)


def questions(of: Counted, request: Request) -> Iterator[Asked]:
    """What must be asked of a bidder before its quote can be held against the others."""
    quote, head = of.quote, of.quote.head
    for cell in scope_of(quote, request):
        text = {"excluded": EXCLUDED, "none": UNSAID, "unpriced": UNPRICED}.get(cell.answer)
        if cell.required and text is not None:
            yield Asked("scope", text(item=SCOPE[cell.item]()))
    if head.incoterm != request.delivery.incoterm:
        yield Asked(
            "delivery",
            INCOTERM(quoted=head.incoterm, from_place=head.place, wanted=request.delivery.incoterm,
                     place=request.delivery.place),
        )  # fmt: skip
    yield from (Asked("assumption", words) for words in unlike(quote, request))
    yield from (Asked("terms", words) for words in of_terms(of, request))


def unlike(quote: Quote, request: Request) -> Iterator[Message]:
    """What the quote assumes otherwise than asked, or does not say."""
    head, accepts, assumes, unit = quote.head, request.accepts, quote.head.assumes, request.unit
    for name, text in ASSUMED.items():
        wanted, found = getattr(accepts, name), getattr(assumes, name)
        if wanted is not None:
            asked = text(n=said(wanted, shares=name in PER_CENT), unit=unit)
            if found is None:
                yield UNSTATED(wanted=asked)
            elif is_worse(name, found, wanted):
                yield UNLIKE(found=text(n=said(found, shares=name in PER_CENT), unit=unit), wanted=asked)
    order = request.orders.size.likely
    if assumes.lot_size is not None and accepts.lot_size is None and order % assumes.lot_size.likely:
        yield LOTS(lot=assumes.lot_size.likely, order=order, unit=unit)
    if assumes.minimum_order is not None and accepts.minimum_order is None and order < assumes.minimum_order.likely:
        yield MINIMUM(least=assumes.minimum_order.likely, order=order, unit=unit)
    if head.rejects is None:
        yield REJECTS()


def of_terms(of: Counted, request: Request) -> Iterator[Message]:
    """What the terms leave open, or end before."""
    head = of.quote.head
    if head.valid_until < request.award:
        yield EXPIRES(until=day(head.valid_until), award=day(request.award))
    last = whole(of.quote.terms).valid.period.last
    if last < request.span.last:
        yield TERMS_END(last=day(last), until=day(request.span.last))
    for place, clauses in of.left_out:
        yield NOT_KNOWN(place=place, clauses=listed(clauses) if clauses else place)
    for name in request.beside:
        if name not in of.quote.terms.services:
            yield BESIDE(service=name)
    if head.change_order is None and request.changes.a_year.likely > 0:
        yield CHANGE_ORDER()


def is_worse(name: str, found: Figure, wanted: Figure) -> bool:
    """Whether what is assumed is unlike what is asked for, and not better for the asker."""
    if values(found) == values(wanted):
        return False
    if name in MORE_IS_BETTER:
        return values(found)[0] < values(wanted)[0]
    return name not in LESS_IS_BETTER or values(found)[2] > values(wanted)[2]


def values(figure: Figure) -> tuple[Decimal, Decimal, Decimal]:
    """A figure without its unit and source: low, likely and high, which are the same where it is no range."""
    likely = figure.likely
    return (
        figure.low if figure.low is not None else likely,
        likely,
        figure.high if figure.high is not None else likely,
    )


def said(figure: Figure, *, shares: bool) -> Message | str:
    """A figure as people write it."""

    def one(number: Decimal) -> str:
        return f"{plain(number * 100)} %" if shares else plain(number)

    if figure.low is not None and figure.high is not None and figure.is_range:
        return BETWEEN(low=one(figure.low), high=one(figure.high))
    return one(figure.likely)


def day(on: date) -> str:
    """A day as people write it."""
    return on.isoformat()
