"""What is wrong with a request as a whole: what reads well figure by figure and still cannot be levelled on."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from suture.engine.clauses.figure import Figure
from suture.engine.fault import Fault, Path, refusal
from suture.engine.money import CURRENCIES
from suture.engine.quotes.request import Cost, Orders, Region, Request
from suture.engine.terms.currencies import NO_CURRENCY
from suture.engine.terms.measures import NOT_WHOLE, UNIT_DIFFERS, check_figures
from suture.engine.terms.ranges import figures

OTHER_CURRENCY = refusal(
    "request_currency_differs",
    "the figure is in {found}, the request in {wanted}",
    "Convert it to {wanted}, as of one day.",
    "该数值以 {found} 计，询价单以 {wanted} 计",
    "请按同一天的汇率折算为 {wanted}。",
)
UNKNOWN = refusal(
    "request_unknown",
    "this is not known, and nothing stands in for it",
    "Write a value, or a range such as {{low: 1, value: 2, high: 4}}.",
    "该项未知，且没有可替代的数值",
    "请填写数值，或区间，例如 {{low: 1, value: 2, high: 4}}。",
)
DATED = refusal(
    "request_dated",
    "this has values by date, which only a duty and an index may have",
    "Write one value or range.",
    "该项按日期给出数值，而只有关税和指数可以如此",
    "请填写一个数值或区间。",
)
TWO_PLANS = refusal(
    "request_orders_one_way",
    "the plan is not said in one way",
    "Write either 'volumes' (units, year by year) or 'a_year' and 'years'.",
    "订货计划没有以一种方式说明",
    "请只填写“volumes”（逐年数量），或“a_year”与“years”。",
)
NOT_ABOVE_ZERO = refusal(
    "request_not_above_zero",
    "this must be above zero",
    "Write the real figure.",
    "该项必须大于零",
    "请填写实际数值。",
)
MANY_ORDERS = refusal(
    "request_many_orders",
    "the volume makes {found} orders a year, more than {most}",
    "Write a larger order, or look at the volume.",
    "该数量一年需 {found} 份订单，超过 {most}",
    "请增大每份订单的数量，或核对年用量。",
)
OWN_RATE = refusal(
    "request_rate_of_own_currency",
    "{currency} is the currency of the request itself",
    "Leave the rate out.",
    "{currency} 是询价单本身的币种",
    "请删去该汇率。",
)
NO_SHARE = refusal(
    "request_share_missing",
    "leaving is counted by figures, and the share of the tooling balance is not given",
    "Write 'tooling_share', such as 100 %; or 'by: terms'.",
    "退出费用按数值计算，但未给出模具余额的比例",
    "请填写“tooling_share”，例如 100 %；或改为“by: terms”。",
)
SHARE_UNUSED = refusal(
    "request_share_unused",
    "leaving is counted by the terms of each quote, which say themselves what is owed of the tooling",
    "Leave out 'tooling_share', or write 'by: figures'.",
    "退出费用按各报价的条款计算，模具余额由条款本身确定",
    "请删去“tooling_share”，或改为“by: figures”。",
)
MANY_REJECTS = refusal(
    "request_many_rejects",
    "more than half of all units would be rejected",
    "Write the share of rejects, such as 1.5 %.",
    "不合格品将超过半数",
    "请填写不合格品率，例如 1.5 %。",
)
NO_COST = refusal(
    "request_cost_empty",
    "it says no cost",
    "Write 'per_unit', 'per_kg' or 'share'; 0 where there is nothing to pay.",
    "未填写任何费用",
    "请填写“per_unit”、“per_kg”或“share”；没有费用则填 0。",
)
NO_SHARE_HERE = refusal(
    "request_no_share_here",
    "this part of the way is not counted as a share of the goods' value",
    "Write 'per_unit' or 'per_kg'.",
    "该段费用不按货值比例计算",
    "请填写“per_unit”或“per_kg”。",
)
SMALL = refusal(
    "request_too_few",
    "{found} {unit} over the whole plan are too few to level quotes on",
    "Plan for at least two.",
    "整个计划仅 {found} {unit}，不足以比较报价",
    "请至少计划两件。",
)
MOST_ORDERS: Final = 366
"""A year: one a day."""
MOST_REJECTED: Final = Decimal("0.5")


def request_faults(request: Request) -> Iterator[Fault]:
    """Every fault of a request that could be read."""
    if request.currency not in CURRENCIES:
        yield NO_CURRENCY.at("currency", found=request.currency)
    found = [
        *check_figures(
            request.model_copy(update={"beside": {}}), currency=request.currency, units=[request.measured_in],
            differs=OTHER_CURRENCY,
        ),
        *forms(request),
    ]  # fmt: skip
    yield from found
    if not found:
        for part in (plan_faults, rate_faults, exit_faults):
            yield from part(request)
        for name, region in request.regions.items():
            yield from region_faults(region, request, ("regions", name))
        yield from weighed(request.weight, ("weight",))
        yield from many_rejects(request.rejects.share, ("rejects", "share"))


def forms(request: Request) -> Iterator[Fault]:
    """Figures that are not known, or have dates where nothing reads them."""
    for path, figure in figures(request):
        of_a_day = isinstance(path[-1], int) and path[:2] != ("orders", "volumes")
        if of_a_day and not (path[0] == "indices" or path[2:4] == ("duty", "share")):
            yield DATED.at(*path)
        elif not figure.known:
            yield UNKNOWN.at(*path)


def ends(figure: Figure) -> tuple[Decimal, ...]:
    """The values of a figure: of a range its ends and its middle."""
    return tuple(number for number in (figure.low, figure.value, figure.high) if number is not None)


def plan_faults(request: Request) -> Iterator[Fault]:
    """The plan: said in one way, in whole steps, in orders that can be counted."""
    orders, unit = request.orders, request.measured_in
    least = min(ends(orders.size))
    if least <= 0:
        yield NOT_ABOVE_ZERO.at("orders", "size")
        return
    if bool(orders.volumes) == (orders.a_year is not None or orders.years is not None) or (
        not orders.volumes and (orders.a_year is None or orders.years is None)
    ):
        yield TWO_PLANS.at("orders")
        return
    for at, volume in enumerate(orders.volumes):
        if min(ends(volume)) <= 0:
            yield NOT_ABOVE_ZERO.at("orders", "volumes", at)
        elif (count := max(ends(volume)) / least) > MOST_ORDERS:
            yield MANY_ORDERS.at("orders", "volumes", at, found=int(count), most=MOST_ORDERS)
    yield from whole_steps(orders, request)
    least_of_all = total_least(request)
    if least_of_all < 2 * unit.step:
        yield SMALL.at("orders", found=least_of_all, unit=unit.name)


def whole_steps(orders: Orders, request: Request) -> Iterator[Fault]:
    """Ends and middle of a range of units are whole steps as any quantity is."""
    unit = request.measured_in
    for path, figure in ((("orders", "size"), orders.size), *(
        (("orders", "volumes", at), volume) for at, volume in enumerate(orders.volumes)
    )):  # fmt: skip
        if figure.is_range:
            for number in dict.fromkeys((*ends(figure), figure.likely)):
                if not unit.whole(number):
                    yield NOT_WHOLE.at(*path, found=number, step=unit.step, unit=unit.name)


def total_least(request: Request) -> Decimal:
    """The fewest units that the plan may come to."""
    orders = request.orders
    if orders.volumes:
        return sum((min(ends(volume)) for volume in orders.volumes), Decimal(0))
    return min(ends(orders.size)) * (orders.a_year or 0) * (orders.years or 0)


def rate_faults(request: Request) -> Iterator[Fault]:
    """Exchange rates: of another currency that there is, above zero."""
    for currency, exchange in request.rates.items():
        if currency == request.currency:
            yield OWN_RATE.at("rates", currency, currency=currency)
        elif currency not in CURRENCIES:
            yield NO_CURRENCY.at("rates", currency, found=currency)
        if min(ends(exchange.rate)) <= 0:
            yield NOT_ABOVE_ZERO.at("rates", currency, "rate")


def exit_faults(request: Request) -> Iterator[Fault]:
    """What leaving costs is said in one way."""
    given = request.exit.tooling_share is not None
    if request.exit.by == "figures" and not given:
        yield NO_SHARE.at("exit", "tooling_share")
    elif request.exit.by == "terms" and given:
        yield SHARE_UNUSED.at("exit", "tooling_share")


def region_faults(region: Region, request: Request, path: Path) -> Iterator[Fault]:
    """The parts of the way from a region, as far as they are given."""
    for name, cost in (("export", region.export), ("freight", region.freight), ("insurance", region.insurance),
                       ("import", region.import_)):  # fmt: skip
        if cost is not None:
            yield from cost_faults(cost, request.currency, (*path, name), shared=name in ("freight", "insurance"))


def cost_faults(cost: Cost, currency: str, path: Path, *, shared: bool) -> Iterator[Fault]:
    """One part of the way: it says a cost, in units that are known."""
    if cost.per_unit is None and cost.per_kg is None and cost.share is None:
        yield NO_COST.at(*path)
    if cost.share is not None and not shared:
        yield NO_SHARE_HERE.at(*path, "share")
    if cost.per_kg is not None and cost.per_kg.unit not in ("", currency, f"{currency}/kg"):
        yield UNIT_DIFFERS.at(*path, "per_kg", found=cost.per_kg.unit, wanted=f"{currency}/kg")


def weighed(weight: Figure | None, path: Path) -> Iterator[Fault]:
    """A weight is in kilograms."""
    if weight is not None and weight.unit not in ("", "kg"):
        yield UNIT_DIFFERS.at(*path, found=weight.unit, wanted="kg")


def many_rejects(share: Figure, path: Path) -> Iterator[Fault]:
    """A share of rejects with which there is still a supply."""
    if max(ends(share), default=Decimal(0)) > MOST_REJECTED:
        yield MANY_REJECTS.at(*path)
