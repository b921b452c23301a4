"""What is wrong with a case as a whole: what figure by figure reads well and still cannot be decided on."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from math import floor

from pydantic import ValidationError

from suture.engine.clauses.figure import Figure
from suture.engine.clauses.tiers import check_tiers
from suture.engine.fault import Fault, Path, refusal
from suture.engine.money import CURRENCIES
from suture.engine.strategy.answers import filled
from suture.engine.strategy.case import Case, Partner, Product
from suture.engine.strategy.models import supplies
from suture.engine.strategy.month import LONGEST_LEAD
from suture.engine.strategy.offers import MODES, Deal, Mode, offer, tooled
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.currencies import NO_CURRENCY
from suture.engine.terms.document import Document
from suture.engine.terms.faults import faults
from suture.engine.terms.measures import check_figures
from suture.engine.terms.ranges import figures
from suture.engine.terms.refused import refused
from suture.engine.world.demand import SeriesIsNotDemand, SeriesTooShort, monthly_shape

OTHER_CURRENCY = refusal(
    "case_currency_differs",
    "the figure is in {found}, the case in {wanted}",
    "Convert it to {wanted}, as of one day.",
    "该数值以 {found} 计，案例以 {wanted} 计",
    "请按同一天的汇率折算为 {wanted}。",
)
NO_MAKER = refusal(
    "case_no_maker",
    "no partner makes goods or builds",
    "Leave 'supplies: false' out of one partner, or add a maker.",
    "没有合作方生产产品或试制品",
    "请去掉某一合作方的“supplies: false”，或增加一家生产商。",
)
NO_CASH = refusal(
    "case_no_cash",
    "the free cash is not known",
    "Ask finance; a range will do: {{low: 1_000_000, high: 2_000_000}}.",
    "可用现金未知",
    "请向财务核实；给出区间亦可：{{low: 1_000_000, high: 2_000_000}}。",
)
NO_TODAY = refusal(
    "case_today_unknown",
    "today's partner '{name}' is not among the partners",
    "Use one of: {known}, or add it.",
    "目前的合作方“{name}”不在合作方之列",
    "请使用以下之一：{known}，或将其加入。",
)
TODAY_MAKES_NOTHING = refusal(
    "case_today_no_maker",
    "today's partner '{name}' does not supply",
    "Take 'supplies: false' from it, or name its maker.",
    "目前的合作方“{name}”不供货",
    "请去掉其“supplies: false”，或填写其生产商。",
)
NOTHING_NEEDED = refusal(
    "case_nothing_needed",
    "nothing is to be made of it: it has neither units nor an adoption curve nor stages",
    "Give the units of years 1, 2, 3, or take the product out.",
    "无需生产任何东西：既无销量，也无导入曲线，也无研发阶段",
    "请给出第 1、2、3 年的销量，或删去该产品。",
)
UNITS_TWICE = refusal(
    "case_units_twice",
    "it has units a year and an adoption curve",
    "Keep the one that you believe; they say the same.",
    "同时给出了年销量和导入曲线",
    "二者含义相同，请保留您认为可信的一项。",
)
NO_UNITS = refusal(
    "case_no_units",
    "the plan has no unit in any year",
    "Give the units of at least one year.",
    "各年计划销量均为零",
    "请至少给出一年的销量。",
)
SERIES_SHORT = refusal(
    "case_series_short",
    "the series has {given} months",
    "Give 12, which repeat every year, or {needed}, one for each month of the case.",
    "序列只有 {given} 个月",
    "请给出 12 个月（逐年重复），或给出 {needed} 个月（案例的每个月）。",
)
SERIES_WRONG = refusal(
    "case_series_no_demand",
    "the weights are not demand",
    "Give numbers from zero up, not all of them zero.",
    "权重不能表示需求",
    "请填写不小于零的数，且不能全部为零。",
)
QUOTE_FOR_NOTHING = refusal(
    "case_quote_unknown_product",
    "there is no product '{name}'",
    "Quote one of: {known}.",
    "没有产品“{name}”",
    "请对以下之一报价：{known}。",
)
QUOTE_EMPTY = refusal(
    "case_quote_empty",
    "the quote has no step",
    "Give a price with 'order_from: 0'.",
    "报价没有任何档位",
    "请给出“order_from: 0”的价格。",
)
QUOTE_TWICE = refusal(
    "case_quote_step_twice",
    "two steps begin at {size}",
    "Keep one price for an order of this size.",
    "有两档都从 {size} 开始",
    "同一订单量请只保留一个价格。",
)
NO_PRICE = refusal(
    "case_no_price",
    "nothing says what {partner} asks for '{product}'",
    "Give 'quote', or what builds the price up: 'labour', 'minutes', and 'material' of the product.",
    "没有说明 {partner} 对“{product}”的价格",
    "请填写“quote”，或价格的构成：“labour”、“minutes”以及产品的“material”。",
)
NO_DUTY = refusal(
    "case_no_duty",
    "{partner} lies in {region}, outside the markets {markets}, and no duty is given",
    "Give what holds on the day of import; {{low: 0 %, high: 50 %}} will do.",
    "{partner} 位于 {region}，不在市场 {markets} 之内，且未给出关税",
    "请填写进口当日适用的税率；{{low: 0 %, high: 50 %}} 亦可。",
)
UNKNOWN = refusal(
    "case_unknown",
    "this is unknown, and nothing stands in for it",
    "Give a value or a range.",
    "该项未知，且没有可替代的数值",
    "请给出数值或区间。",
)
DATED = refusal(
    "case_dated",
    "this has values by date, and a case holds for one day",
    "Write one value or range.",
    "该项按日期给出数值，而案例只对应某一天",
    "请填写一个数值或区间。",
)
ZERO = refusal(
    "case_zero",
    "this must be above zero",
    "Write the real figure, or leave it out: a range stands in.",
    "该项必须大于零",
    "请填写实际数值，或不填：将以区间代替。",
)
SLIP = refusal(
    "case_slip",
    "the slip of {least} to {most} months is no range",
    "Write least and most months, such as [0, 9].",
    "推迟 {least} 至 {most} 个月不是有效区间",
    "请填写最少和最多月数，例如 [0, 9]。",
)
LATE = refusal(
    "case_funding_late",
    "month {month} lies after the {months} months of the case",
    "Leave it out, or add months.",
    "第 {month} 个月超出案例的 {months} 个月",
    "请删去该项，或延长案例月数。",
)
TOO_OFTEN = refusal(
    "case_outage_too_often",
    "{most} outages of a month or longer a year leave nothing to supply",
    "Give outages a year, such as {{low: 0.02, value: 0.05, high: 0.12}}; at most {limit}.",
    "每年 {most} 次、每次一个月以上的停产，将无法供货",
    "请填写每年停产次数，例如 {{low: 0.02, value: 0.05, high: 0.12}}；不超过 {limit}。",
)
REOPENED = refusal(
    "case_reopener_absurd",
    "a yearly change of the price from {low} % to {high} % leaves no price",
    "Write a share of the price a year, such as {{low: -3 %, value: 2 %, high: 7 %}}; within −50 % and 100 %.",
    "价格每年变动 {low}% 至 {high}%，价格将不复存在",
    "请填写每年调价占价格的比例，例如 {{low: -3 %, value: 2 %, high: 7 %}}；应在 −50 % 至 100 % 之间。",
)
LEAD = refusal(
    "case_lead_too_long",
    "lead and transit take up to {weeks} weeks, and a case can hold {most}",
    "Give the weeks from order to making and from making to arrival; stock that is made ahead is no lead time.",
    "交货期与运输最长达 {weeks} 周，而案例最多允许 {most} 周",
    "请分别填写从下单到生产、从生产到到货的周数；预先备货不计入交货期。",
)
OFFER = refusal(
    "case_offer",
    "the agreement made from it ({mode}) is faulty at {at}: {wrong}",
    "{remedy}",
    "由此生成的协议（{mode}）在 {at} 处有误：{wrong}",
    "{remedy}",
)
NOT_WRITTEN = Document({}, {})
"""An offer is made, not written: its places have no lines."""
SUPPLY_MODES: tuple[Mode, ...] = ("on_demand", "committed", "base")
BUILD_MODES: tuple[Mode, ...] = ("builds", "frame")
MOST_OUTAGES = 2
"""A year, each of a month or longer: beyond it a maker is out more often than not."""
REOPENER_WITHIN = (Decimal("-0.5"), Decimal(1))
MOST_LEAD_WEEKS = floor(LONGEST_LEAD * 365.25 / 12 / 7)
ABOVE_ZERO = ("lot_size", "load_units", "capacity", "yield_start", "yield_steady", "yield_half_life")


def case_faults(case: Case) -> Iterator[Fault]:
    """Every fault of a case: of its figures, then of the whole."""
    found = [] if case.currency in CURRENCIES else [NO_CURRENCY.at("currency", found=case.currency)]
    found.extend(check_figures(case, currency=case.currency, units=None, differs=OTHER_CURRENCY))
    for part in (company(case), products(case), partners(case)):
        found.extend(part)
    found.extend(stands_in_nowhere(case, {fault.path for fault in found}))
    yield from found
    if not found:  # only then can agreements be made from it
        yield from offers(case)


def company(case: Case) -> Iterator[Fault]:
    """Cash, funding, and who supplies today."""
    if not case.company.cash.known:
        yield NO_CASH.at("company", "cash")
    for i, event in enumerate(case.company.funding):
        least, most = event.slip_months
        if not 0 <= least <= most:
            yield SLIP.at("company", "funding", i, "slip_months", least=least, most=most)
        if event.month >= case.months:
            yield LATE.at("company", "funding", i, "month", month=event.month, months=case.months)
    if all(not partner.supplies for partner in case.partners.values()):
        yield NO_MAKER.at("partners")
    if case.today is not None:
        partner = case.partners.get(case.today.partner)
        if partner is None:
            yield NO_TODAY.at("today", "partner", name=case.today.partner, known=", ".join(case.partners))
        elif not partner.supplies:
            yield TODAY_MAKES_NOTHING.at("today", "partner", name=case.today.partner)


def products(case: Case) -> Iterator[Fault]:
    """What is needed of each product, and when in the year."""
    for name, product in case.products.items():
        path: Path = ("products", name)
        if product.units and product.adoption is not None:
            yield UNITS_TWICE.at(*path, "adoption")
        if not product.units and product.adoption is None and (supplies(case) or not product.stages):
            yield NOTHING_NEEDED.at(*path)
        if product.units and all(plain(year) and year.likely == 0 for year in product.units):
            yield NO_UNITS.at(*path, "units")
        if product.shape:
            yield from shape(product, case.months, (*path, "shape"))


def shape(product: Product, months: int, path: Path) -> Iterator[Fault]:
    """The weights of the months."""
    try:
        monthly_shape([float(weight) for weight in product.shape], months)
    except SeriesTooShort as short:
        yield SERIES_SHORT.at(*path, given=short.given, needed=short.needed)
    except SeriesIsNotDemand:
        yield SERIES_WRONG.at(*path)


def partners(case: Case) -> Iterator[Fault]:
    """What each partner asks and where it lies."""
    for name, partner in case.partners.items():
        path: Path = ("partners", name)
        for field in ABOVE_ZERO:
            figure: Figure | None = getattr(partner, field)
            if figure is not None and plain(figure) and (figure.likely <= 0 or (figure.low or figure.likely) <= 0):
                yield ZERO.at(*path, field)
        yield from within_reason(partner, path)
        yield from quotes(case, partner, path)
        if partner.supplies:
            yield from asked(case, partner, path)
        if partner.rate_card is not None:
            for tiers in ("tiers", "member_tiers"):
                written = getattr(partner.rate_card, tiers)
                if written:
                    yield from (fault.under(*path, "rate_card") for fault in check_tiers(written, tiers))


def within_reason(partner: Partner, path: Path) -> Iterator[Fault]:
    """Outages, price changes and lead times that a month of the simulation can hold."""
    for field in ("outage_rate", "region_outage_rate"):
        if (most := highest(getattr(partner, field))) > MOST_OUTAGES:
            yield TOO_OFTEN.at(*path, field, most=most, limit=MOST_OUTAGES)
    reopener = partner.reopener
    if reopener is not None and plain(reopener):
        low, high = min(reopener.likely, reopener.low or reopener.likely), highest(reopener)
        if low < REOPENER_WITHIN[0] or high > REOPENER_WITHIN[1]:
            yield REOPENED.at(*path, "reopener", low=100 * low, high=100 * high)
    if (weeks := highest(partner.lead_weeks) + highest(partner.transit_weeks)) > MOST_LEAD_WEEKS:
        yield LEAD.at(*path, "lead_weeks", weeks=weeks, most=MOST_LEAD_WEEKS)


def highest(figure: Figure | None) -> Decimal:
    """The largest value that a figure may take; zero where none is known."""
    if figure is None or not plain(figure):
        return Decimal(0)
    return figure.high if figure.high is not None else figure.likely


def quotes(case: Case, partner: Partner, path: Path) -> Iterator[Fault]:
    """Quotes are for products of the case, each order size once."""
    for product, steps in partner.quote.items():
        where = (*path, "quote", product)
        if product not in case.products:
            yield QUOTE_FOR_NOTHING.at(*where, name=product, known=", ".join(case.products))
        if not steps:
            yield QUOTE_EMPTY.at(*where)
        sizes = [step.order_from.likely for step in steps if plain(step.order_from)]
        for i, size in enumerate(sizes):
            if size in sizes[:i]:
                yield QUOTE_TWICE.at(*where, i, "order_from", size=size)


def asked(case: Case, partner: Partner, path: Path) -> Iterator[Fault]:
    """A maker has a price for every product, and a duty where its goods cross a border."""
    told = any((partner.labour, partner.minutes, partner.overhead))
    for name, product in case.products.items():
        if name not in partner.quote and not told and product.material is None:
            yield NO_PRICE.at(*path, partner=partner.title or path[-1], product=name)
    if supplies(case) and (partner.duty is None or not partner.duty.known):
        markets = sorted({market for product in case.products.values() for market in product.markets})
        if partner.region.upper() not in markets:
            yield NO_DUTY.at(
                *path, partner=partner.title or path[-1], region=partner.region, markets=", ".join(markets)
            )


def plain(figure: Figure) -> bool:
    """Whether it has one likely value."""
    return figure.known and not figure.dated


def stands_in_nowhere(case: Case, told: Iterable[Path]) -> Iterator[Fault]:
    """Figures by date, and unknown ones that have no stand-in."""
    before = {*told}
    for path, figure in figures(case):
        if path and isinstance(path[-1], int) and hasattr(figure, "from_") and path[:-1] not in before:
            before.add(path[:-1])
            yield DATED.at(*path[:-1])
    for path, figure in figures(filled(case)[0]):
        if not figure.known and path not in before:
            yield UNKNOWN.at(*path)


def offers(case: Case) -> Iterator[Fault]:
    """The agreements that would be made from the case read without fault."""
    full = filled(case)[0]
    for deal in wanted(full):
        if (first := wrong_with(full, deal)) is not None:
            yield OFFER.at(
                "partners", deal.partner, mode=MODES[deal.mode](), at=".".join(map(str, first.path)),
                wrong=first.wrong, remedy=first.remedy,
            )  # fmt: skip


def wrong_with(case: Case, deal: Deal) -> Fault | None:
    """The first thing that is wrong with an offer, in it and not in the case."""
    try:
        return next(iter(faults(offer(case, deal))), None)
    except ValidationError as error:
        first, *_ = refused(error, NOT_WRITTEN, Agreement)
        return replace(first, path=error.errors()[0]["loc"])


def wanted(case: Case) -> Iterator[Deal]:
    """Every offer that a partner could be asked for in this case."""
    for name, partner in case.partners.items():
        yield Deal(name, "hours")
        if not partner.supplies:
            continue
        if supplies(case):
            yield from (Deal(name, mode) for mode in SUPPLY_MODES)
        if any(product.stages for product in case.products.values()):
            yield from (Deal(name, mode) for mode in BUILD_MODES)
        yield from (Deal(name, "tools", product=product) for product in tooled(case))
