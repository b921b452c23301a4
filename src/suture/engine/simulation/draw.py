"""The world of a block of scenarios: every uncertain fact of a case, drawn once and shared by all strategies."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suture.engine.clauses.figure import Figure
from suture.engine.simulation.grid import in_lanes
from suture.engine.strategy.case import Case, Product
from suture.engine.terms.ranges import figures
from suture.engine.world import demand, funding, outage, phases, price_path, queue, review
from suture.engine.world.grid import DAYS_PER_MONTH, Floats, Wholes
from suture.engine.world.shape import Range, triangular
from suture.engine.world.streams import Sampling, draw_of, futures, inputs, parts

ROUTES: Mapping[str, review.Route] = {
    "k510": review.K510, "pma": review.PMA, "de_novo": review.DE_NOVO, "nmpa_2": review.NMPA_2, "nmpa_3": review.NMPA_3,
}  # fmt: skip
BEYOND = 18
"""Months beyond the case for which is planned: the longest lead time, twice, and the cover of stock."""
PERSISTENCE = 0.5
"""How much of a partner's queue is one fate for the whole horizon: assumption."""
OF_THE_FUTURE = frozenset({"units", "market", "iterations", "own_months", "reopener", "open_share", "outage_months"})
"""Figures whose range is what the future brings, drawn per scenario; every other range is an input not told to us."""


Drawn = tuple[str, Decimal | None, Decimal | None, Decimal | None]
"""What a figure is drawn by: its name and its range."""


def drawn_as(figure: Figure) -> Drawn:
    """By what a figure is drawn."""
    return figure.draw, figure.value, figure.low, figure.high


def drawn(figure: Figure, uniforms: Mapping[str, Floats], draws: int) -> Floats:
    """A figure under every input draw: by its name's draw, or its likely value where it is not drawn."""
    if not figure.is_range or figure.draw not in uniforms:
        return np.full(draws, float(figure.likely))
    return triangular(uniforms[figure.draw], *belief(figure))


class Inputs(NamedTuple):
    """Every input of the case as drawn: by its name, one value per input draw; and what the case plans."""

    draws: int
    uniforms: Mapping[str, Floats]
    plan: Mapping[str, Floats]
    """By product, units planned for each month after launch, some months beyond the case."""
    by_figure: Mapping[Drawn, Floats]
    """The figures of the case under every input draw, not to be written to."""

    def of(self, figure: Figure | None) -> Floats:
        """A figure under every input draw, shape (draws,); zero where none is written."""
        if figure is None:
            return np.zeros(self.draws)
        found = self.by_figure.get(drawn_as(figure))
        return drawn(figure, self.uniforms, self.draws) if found is None else found


class Course(NamedTuple):
    """Development of one product: its stages, then the review."""

    stages: phases.Course
    review_months: Floats  # (n,)
    granted: NDArray[np.bool_]  # (n,)


class World(NamedTuple):
    """A block [start, stop) of scenarios, n of them; what goes by month is in lanes: (block, month, 16)."""

    start: int
    stop: int
    row: Wholes  # (n,) the input draw of each scenario
    demand: Mapping[str, Floats]  # by product, after launch
    course: Mapping[str, Course]  # by product
    hours: Floats  # a factor on development hours, mean 1
    paid_in: Floats  # funding
    funded: Wholes  # (n, events) month each event pays
    up: Mapping[str, Floats]  # by partner, share of capacity that is up
    open: Mapping[str, Floats]  # by partner, share of capacity open without commitment
    reopened: Mapping[str, Floats]  # by partner, price level
    chance: Mapping[tuple[str, str], Floats]  # by partner and product, which lots are rejected


def draw_inputs(case: Case, s: Sampling) -> Inputs:
    """The inputs of a case, each from the stream of who or what it belongs to."""
    names: dict[str, list[str]] = {}
    for path, figure in figures(case):
        if figure.is_range and not OF_THE_FUTURE.intersection(map(str, path)):
            entity = ".".join(map(str, path[:2]))
            names.setdefault(entity, []).append(figure.draw)
    uniforms: dict[str, Floats] = {}
    draws = 0
    for entity, wanted in names.items():
        columns = inputs(s, entity, tuple(dict.fromkeys(wanted)))
        draws = len(columns)
        uniforms |= {name: np.ascontiguousarray(columns[:, i]) for i, name in enumerate(dict.fromkeys(wanted))}
    plan = {name: planned(product, case.months + BEYOND) for name, product in case.products.items()}
    draws = draws or len(inputs(s, "none", ("none",)))
    by_figure = {}
    for _, figure in figures(case):
        by_figure[drawn_as(figure)] = values = drawn(figure, uniforms, draws)
        values.flags.writeable = False
    return Inputs(draws, uniforms, plan, by_figure)


def draw_world(
    case: Case, s: Sampling, known: Inputs, start: int, stop: int, partners: Collection[str] | None = None
) -> World:
    """The world of the scenarios [start, stop), of the partners named, else of all: their fates are their own."""
    months = case.months
    row = draw_of(s, start, stop)
    events = funding_events(case)
    funded = np.zeros((stop - start, 0), dtype=np.int64)
    if events:
        funded = funding.realised(futures(s, "funding", funding.dimensions(events), start, stop), events)
    region_u = {
        name: futures(s, f"region:{name}", outage.dimensions(outage.events_needed(rate, months)), start, stop)
        for name, rate in regional_rates(case).items()
    }
    up, free, level, chance = {}, {}, {}, {}
    month_names = tuple(f"month {m}" for m in range(1, months + 1))
    for name in case.partners if partners is None else partners:
        partner = case.partners[name]
        often = outage.dimensions(outage.events_needed(belief(partner.outage_rate).high, months))
        sizes = (often, queue.dimensions(months), price_path.reopener_dimensions(months))
        u = futures(s, f"partner:{name}", tuple(n for size in sizes for n in size), start, stop)
        outage_u, queue_u, reopened_u = parts(u, *map(len, sizes))
        lasts = belief(partner.outage_months)
        own = outage.share_up(outage_u, known.of(partner.outage_rate)[row], lasts.low, lasts.high, months)
        rate = known.of(partner.region_outage_rate)[row]
        regional = outage.share_up(region_u[partner.region], rate, lasts.low, lasts.high, months)
        up[name] = in_lanes(outage.together(own, regional))
        free[name] = in_lanes(queue.open_share(queue_u, belief(partner.open_share), PERSISTENCE))
        path = belief(partner.reopener)
        level[name] = in_lanes(price_path.reopened(reopened_u, path.low, path.high, months))
        for product in case.products:
            chance[name, product] = in_lanes(futures(s, f"lots:{name}:{product}", month_names, start, stop))
    return World(
        start=start,
        stop=stop,
        row=row,
        demand={
            name: in_lanes(units_asked(product, name, s, months, start, stop))
            for name, product in case.products.items()
        },
        course={name: course(product, name, s, start, stop) for name, product in case.products.items()},
        hours=in_lanes(hours_factor(s, months, start, stop)),
        paid_in=in_lanes(funding.inflow(funded, events, months) if events else np.zeros((stop - start, months))),
        funded=funded,
        up=up,
        open=free,
        reopened=level,
        chance=chance,
    )


def regional_rates(case: Case) -> dict[str, float]:
    """The highest yearly rate of outages that any partner of a region gives for it."""
    rates: dict[str, float] = {}
    for partner in case.partners.values():
        rates[partner.region] = max(rates.get(partner.region, 0.0), belief(partner.region_outage_rate).high)
    return rates


def units_asked(product: Product, name: str, s: Sampling, months: int, start: int, stop: int) -> Floats:
    """Whole units asked for in each month after launch, (n, months)."""
    if not product.units and product.adoption is None:
        return np.zeros((stop - start, months))
    u = futures(s, f"product:{name}", demand.dimensions(months), start, stop)
    spread = float(product.month_variation.likely) if product.month_variation else 0.0
    if product.adoption is not None:
        curve = product.adoption
        market = demand.Adoption(belief(curve.market), float(curve.innovation), float(curve.imitation))
        return np.rint(demand.adopted(u, market, months, spread))
    shape = demand.monthly_shape([float(weight) for weight in product.shape] or [1.0] * 12, months)
    return np.rint(demand.from_years(u, [belief(year) for year in product.units], shape, spread))


def planned(product: Product, months: int) -> Floats:
    """Units planned for each month after launch: the likely plan in its monthly shape, shape (months,).

    Beyond the months of a shape its last year repeats; beyond the last planned year the plan stays flat.
    """
    if product.adoption is not None:
        curve = product.adoption
        share = demand.bass_share(np.arange(months + 1) / 12.0, float(curve.innovation), float(curve.imitation))
        return np.diff(share) * float(curve.market.likely)
    if not product.units:
        return np.zeros(months)
    weights = [float(weight) for weight in product.shape] or [1.0] * 12
    shape = demand.monthly_shape(weights, len(weights))
    shape = np.concatenate([shape, np.resize(shape[-12:], max(months - len(shape), 0))])[:months]
    years = [float(year.likely) for year in product.units]
    yearly = np.array([years[min(month // 12, len(years) - 1)] for month in range(months)])
    return yearly * shape / 12.0


def course(product: Product, name: str, s: Sampling, start: int, stop: int) -> Course:
    """How the development of a product goes, apart from how long its makers let it wait."""
    stages = [
        phases.Stage(stage.name, belief(stage.iterations), belief(stage.own_months), float(stage.success))
        for stage in product.stages
    ]
    route = ROUTES[product.review.route] if product.review is not None else None
    names = phases.dimensions(stages), review.dimensions(route) if route is not None else ()
    n = stop - start
    u = futures(s, f"development:{name}", names[0] + names[1], start, stop) if any(names) else np.empty((n, 0))
    stages_u, review_u = parts(u, *map(len, names))
    developed = phases.course(stages_u, stages)
    if route is None:
        return Course(developed, np.zeros(n), np.ones(n, dtype=bool))
    went = review.course(review_u, route)
    return Course(developed, went.days / DAYS_PER_MONTH, went.granted)


def hours_factor(s: Sampling, months: int, start: int, stop: int) -> Floats:
    """How far the hours bought in a month stray from the plan: uniform from nothing to twice, as bookings do."""
    u = futures(s, "hours", tuple(f"month {m}" for m in range(1, months + 1)), start, stop)
    factor: Floats = 2.0 * u
    return factor


def funding_events(case: Case) -> tuple[funding.Event, ...]:
    """The funding of the company as events of the world."""
    return tuple(
        funding.Event(e.name, e.month, float(e.amount.likely), float(e.chance.likely), *e.slip_months)
        for e in case.company.funding
    )


def belief(figure: Figure | None) -> Range:
    """A figure as a range; one value is a range of no width."""
    if figure is None:
        return Range(0.0, 0.0, 0.0)
    likely = float(figure.likely)
    if figure.low is None or figure.high is None:
        return Range(likely, likely, likely)
    return Range(float(figure.low), likely, float(figure.high))
