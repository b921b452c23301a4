"""What keeps a quote from being levelled on a request; and what of its terms is not known and so not counted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from suture.engine.clauses.kind import LevelOf
from suture.engine.fault import Fault, Path, dotted, refusal
from suture.engine.quotes.costed import all_known
from suture.engine.quotes.incoterms import BORNE_BY_SELLER, PARTS
from suture.engine.quotes.orders import bought
from suture.engine.quotes.quote import Quote
from suture.engine.quotes.rated import check_planned, planned, rated
from suture.engine.quotes.request import Region, Request, volumes
from suture.engine.quotes.request_faults import DATED, UNKNOWN, many_rejects, weighed
from suture.engine.rating.plan import Plan
from suture.engine.terms.amendments import whole
from suture.engine.terms.measures import check_figures
from suture.engine.terms.partial import unknown, with_readers, without, written_clauses
from suture.engine.terms.ranges import figures, likely

BIDDER_TWICE = refusal(
    "quote_bidder_twice",
    "'{bidder}' has quoted already, in {other}",
    "Level one quote of a bidder; name its alternatives apart, such as '{bidder} (site 2)'.",
    "“{bidder}”已有报价（{other}）",
    "每个报价方只比较一份报价；如有备选方案，请以不同名称区分，例如“{bidder}（二厂）”。",
)
NO_REGION = refusal(
    "quote_region_unknown",
    "the request says nothing of the region '{found}'",
    "Add it to 'regions' of the request, or use one of: {known}.",
    "询价单没有地区“{found}”",
    "请在询价单的“regions”中补充该地区，或使用以下之一：{known}。",
)
NO_RATE = refusal(
    "quote_rate_missing",
    "the request has no rate for {currency}",
    "Add it to 'rates' of the request, with its source and day.",
    "询价单没有 {currency} 的汇率",
    "请在询价单的“rates”中补充该汇率，并注明来源和日期。",
)
NO_SERVICE = refusal(
    "quote_service_missing",
    "the terms do not name the product '{wanted}'",
    "Name the service as the request does; the terms have: {known}.",
    "条款中没有产品“{wanted}”",
    "请使服务名称与询价单一致；条款中有：{known}。",
)
OTHER_UNIT = refusal(
    "quote_unit_differs",
    "the terms count {service} in '{found}', the request in '{wanted}'",
    "Ask for a price of a {wanted}.",
    "条款以“{found}”计 {service}，询价单以“{wanted}”计",
    "请要求按“{wanted}”报价。",
)
OTHER_STEP = refusal(
    "quote_step_differs",
    "the terms count {service} in steps of {found}, the orders in steps of {wanted}",
    "Let the step of the request be a multiple of it.",
    "条款中 {service} 的步长为 {found}，订单的步长为 {wanted}",
    "询价单的步长应为其整数倍。",
)
NO_PRICE = refusal(
    "quote_price_missing",
    "nothing in the terms charges for '{service}'",
    "Ask for the price: without it there is nothing to level.",
    "条款中没有任何一条对“{service}”计价",
    "请索取价格：没有价格无从比较。",
)
NO_PART = refusal(
    "quote_way_missing",
    "{bidder} quotes {incoterm}, and the request does not say what the way from '{region}' costs",
    "Add '{part}' to the region; 0 where there is nothing to pay.",
    "{bidder} 按 {incoterm} 报价，而询价单没有给出自“{region}”起该段的费用",
    "请在该地区填写“{part}”；没有费用则填 0。",
)
NO_WEIGHT = refusal(
    "quote_weight_missing",
    "the way from '{region}' is paid by the kilogram, and nothing says what a unit weighs",
    "Write 'weight' in the quote or in the request, such as 0.12 kg.",
    "自“{region}”起的费用按公斤计，但没有给出单件重量",
    "请在报价或询价单中填写“weight”，例如 0.12 kg。",
)
TERMS_LATE = refusal(
    "quote_terms_late",
    "the terms begin on {begins}, the plan on {starts}",
    "Ask for terms that hold from the first order on, or let the plan start later.",
    "条款自 {begins} 起生效，而计划自 {starts} 开始",
    "请索取自首份订单起适用的条款，或推迟计划开始日。",
)
TERMS_ENDED = refusal(
    "quote_terms_ended",
    "an amendment ends the terms on {until}, before the plan does",
    "Take the amendment out of the quote, or shorten the plan.",
    "一份修订使条款于 {until} 终止，早于计划结束",
    "请从报价中删去该修订，或缩短计划。",
)
NO_CLAUSE = refusal(
    "quote_scope_clause_unknown",
    "the terms have no clause '{clause}' that prices it",
    "Name one of: {known}.",
    "条款中没有为其定价的条款“{clause}”",
    "请使用以下之一：{known}。",
)
NO_LEVEL = refusal(
    "quote_index_missing",
    "the terms read the index '{index}', and the request gives no value of it",
    "Add it to 'indices' of the request: what it stands at, or what you expect.",
    "条款引用指数“{index}”，而询价单没有给出其数值",
    "请在询价单的“indices”中填写：现值，或您预期的数值。",
)
NO_BIDDER = refusal(
    "request_partner_unknown",
    "no quote is of '{bidder}'",
    "Write the name as the quote has it: {known}.",
    "没有“{bidder}”的报价",
    "请按报价中的名称填写：{known}。",
)


class Counted(NamedTuple):
    """A quote with what of it can be counted, and the clauses that are left out since a figure is not known."""

    quote: Quote
    left_out: tuple[tuple[str, tuple[str, ...]], ...]  # place of the figure, clauses


def counted(quote: Quote) -> Counted:
    """The quote without the clauses of which a figure is not known, and those that read them."""
    open_ones = unknown(quote.terms)
    if not open_ones:
        return Counted(quote, ())
    rest = without(quote.terms, with_readers(quote.terms, {of.id for of in open_ones.values()}))
    there = {clause.id for _, clause in written_clauses(rest)}
    left_out = tuple(
        (dotted(path), tuple(sorted(with_readers(quote.terms, [of.id]) - there))) for path, of in open_ones.items()
    )
    return Counted(quote.model_copy(update={"terms": rest}), left_out)


def check_bidders(quotes: Sequence[Quote]) -> Iterator[tuple[int, Fault]]:
    """Bidders that stand twice, by the number of the quote."""
    first: dict[str, str] = {}
    for at, quote in enumerate(quotes):
        name = " ".join(quote.head.bidder.split()).casefold()
        if name in first:
            yield at, BIDDER_TWICE.at("bidder", bidder=quote.head.bidder, other=first[name])
        first.setdefault(name, quote.head.quote)


def check_partners(request: Request, quotes: Sequence[Quote]) -> Iterator[Fault]:
    """What the request says of a bidder who has not quoted."""
    names = [quote.head.bidder for quote in quotes]
    for name in request.partners:
        if name not in names:
            yield NO_BIDDER.at("partners", name, bidder=name, known=", ".join(names))


def quote_faults(quote: Quote, request: Request) -> Iterator[Fault]:
    """Everything that keeps one quote from being levelled."""
    head, terms = quote.head, quote.terms
    found = [*head_faults(quote), *way_faults(quote, request), *currency_faults(quote, request)]
    service = terms.services.get(request.service)
    if service is None:
        known = ", ".join(terms.services) or "–"
        found.append(NO_SERVICE.at("terms", "services", wanted=request.service, known=known))
    elif service.unit != request.unit:
        found.append(
            OTHER_UNIT.at("terms", "services", request.service, "unit", service=request.service, found=service.unit,
                          wanted=request.unit)
        )  # fmt: skip
    elif request.step % service.step:
        found.append(
            OTHER_STEP.at("terms", "services", request.service, "step", service=request.service, found=service.step,
                          wanted=request.step)
        )  # fmt: skip
    if terms.valid.from_ > request.starts:
        found.append(TERMS_LATE.at("terms", "valid", "from", begins=terms.valid.from_, starts=request.starts))
    until = whole(terms).valid.until
    if until < terms.valid.until and until < request.span.end:
        found.append(TERMS_ENDED.at("terms", "amendments", until=until))
    ids = {clause.id for _, clause in written_clauses(terms)}
    for item, said in head.scope.items():
        if said.clause and said.clause not in ids:
            found.append(NO_CLAUSE.at("scope", item, "clause", clause=said.clause, known=", ".join(sorted(ids))))
    yield from found
    if not found:
        yield from plan_faults(quote, request)


def head_faults(quote: Quote) -> Iterator[Fault]:
    """Figures of the head: units, bounds, and that there is one."""
    head, terms = quote.head, quote.terms
    services = [service.measured_in for service in terms.services.values()]
    yield from check_figures(head, currency=terms.currency, units=services)
    for path, figure in figures(head):
        if isinstance(path[-1], int):
            yield DATED.at(*path)
        elif not figure.known:
            yield UNKNOWN.at(*path)
        elif path == ("rejects", "share"):
            yield from many_rejects(figure, path)
    yield from weighed(head.weight, ("weight",))


def way_faults(quote: Quote, request: Request) -> Iterator[Fault]:
    """The way from the quote's region: every part that its Incoterm leaves to the buyer, and what a unit weighs."""
    head = quote.head
    region = request.regions.get(head.region)
    if region is None:
        yield NO_REGION.at("region", found=head.region, known=", ".join(request.regions))
        return
    if BORNE_BY_SELLER[head.incoterm] != frozenset(PARTS) and not all_known(region):
        part = next(part for part in PARTS if part_of(region, part) is None)
        yield NO_PART.at("region", bidder=head.bidder, incoterm=head.incoterm, region=head.region, part=part)
    by_weight = any(
        cost is not None and cost.per_kg is not None
        for cost in (region.export, region.freight, region.insurance, region.import_)
    )
    if by_weight and head.weight is None and request.weight is None:
        yield NO_WEIGHT.at("weight", region=head.region)


def part_of(region: Region, part: str) -> object:
    """What a region says of a part of the way."""
    return getattr(region, "import_" if part == "import" else part)


def currency_faults(quote: Quote, request: Request) -> Iterator[Fault]:
    """Currencies of the terms for which the request has no rate."""
    used: dict[str, Path] = {quote.terms.currency: ("terms", "currency")}
    for path, clause in written_clauses(quote.terms):
        if clause.currency is not None:
            used.setdefault(clause.currency, ("terms", *path, "currency"))
    for currency, place in used.items():
        if currency != request.currency and currency not in request.rates:
            yield NO_RATE.at(*place, currency=currency)


def plan_faults(quote: Quote, request: Request) -> Iterator[Fault]:
    """What only rating the plan shows: values of indices that are missing, and that nothing charges for the product."""
    left = counted(quote).quote
    if not left.terms.clauses:
        yield NO_PRICE.at("terms", "clauses", service=request.service)
        return
    settled, exact = likely(left), likely(request)
    of = planned(settled.terms, exact.span.last)
    missing = [*levels_missing(of, request)]
    yield from missing
    buys = bought(exact, volumes(exact), exact.rejects.share.likely)
    wrong = [fault.under("terms") for fault in check_planned(of, exact, buys)]
    yield from wrong
    if not missing and not wrong:
        done = rated(of, exact, buys, leaves=False)
        if not any(amount > 0 for each in done.charged if each.of == "goods" for amount in each.amounts):
            yield NO_PRICE.at("terms", "clauses", service=request.service)


def levels_missing(of: Plan, request: Request) -> Iterator[Fault]:
    """Indices that lines read and the request does not give."""
    read = Counter(source.series for line in of.lines for source in line.sources if isinstance(source, LevelOf))
    for name in read:
        if name not in request.indices:
            yield NO_LEVEL.at("terms", "indices", name, index=name)
