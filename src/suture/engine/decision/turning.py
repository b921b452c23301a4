"""Where the answer turns: along the discount for committing, along volume, and at single inputs.

Every point is a run of two strategies on the same drawn world with one thing changed; crossings are chords (Illinois).
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from suture.engine.clauses.figure import Figure, exactly
from suture.engine.decision.compare import difference
from suture.engine.simulation.run import simulate
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.terms.ranges import figures, settled
from suture.engine.world.streams import Sampling

DISCOUNTS = (-0.3, 0.0, 0.3)
"""Below zero it is a premium that would be paid for committing."""
VOLUMES = (0.25, 0.5, 1.0, 2.0, 4.0)
STEPS = 4


class Crossing(NamedTuple):
    """A difference (first strategy less second) along one quantity: points run, and where it is zero, if it is."""

    points: tuple[tuple[float, float], ...]
    zero_at: float | None


class Pair(NamedTuple):
    """Two strategies to be run under changed cases: the first commits (or is recommended), the second is the other."""

    case: Case
    one: Strategy
    other: Strategy
    sampling: Sampling
    workers: int


def worth_of(pair: Pair, case: Case) -> float:
    """Mean worth of the first less that of the second under a changed case."""
    results = simulate(case, [pair.one, pair.other], pair.sampling, workers=pair.workers)
    return difference(results, 0, 1).mean


def along(points: Sequence[float], value: Callable[[float], float]) -> Crossing:
    """A difference run at some points; the first change of sign is narrowed to its zero."""
    run = [(x, value(x)) for x in points]
    for (low, at_low), (high, at_high) in pairwise(run):
        if at_low == 0.0:
            return Crossing(tuple(run), low)
        if at_low * at_high < 0.0:
            return Crossing(tuple(run), crossing(low, at_low, high, at_high, value))
    return Crossing(tuple(run), run[-1][0] if run[-1][1] == 0.0 else None)


def crossing(low: float, at_low: float, high: float, at_high: float, value: Callable[[float], float]) -> float:
    """Where the value is zero between two points of opposite sign: chords, a stale end halved (the Illinois rule).

    G. Dahlquist and A. Bjorck, Numerical Methods (1974), section 6.4. A minimum bends the line, so plain chords stick.
    """
    scale = max(abs(at_low), abs(at_high))
    for _ in range(STEPS):
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        at_middle = value(middle)
        if abs(at_middle) <= 1e-6 * scale:
            return middle
        if at_middle * at_high < 0.0:
            low, at_low = high, at_high
        else:
            at_low /= 2.0
        high, at_high = middle, at_middle
    return (low * at_high - high * at_low) / (at_high - at_low)


def discount_to_commit(pair: Pair) -> Crossing:
    """Along the discount for committing, the same at every partner: where committing is worth as much as not."""
    return along(DISCOUNTS, lambda share: worth_of(pair, with_discount(pair.case, share)))


def with_discount(case: Case, share: float) -> Case:
    """The case with one discount for committing at every partner."""
    partners = {
        name: partner
        if partner.committed is None
        else partner.model_copy(
            update={"committed": partner.committed.model_copy(update={"discount": exactly(str(round(share, 6)))})}
        )
        for name, partner in case.partners.items()
    }
    return case.model_copy(update={"partners": partners})


def volume_break_even(pair: Pair) -> Crossing:
    """Along the size of the business as a multiple: demand, the plan, and what is sized by the plan."""
    return along(VOLUMES, lambda factor: worth_of(pair, with_volume(pair.case, factor)))


def with_volume(case: Case, factor: float) -> Case:
    """The case with all units of all years, and all adoption markets, multiplied."""
    scale = Decimal(repr(factor))
    products = {}
    for name, product in case.products.items():
        changed: dict[str, object] = {"units": tuple(scaled(year, scale) for year in product.units)}
        if product.adoption is not None:
            market = scaled(product.adoption.market, scale)
            changed["adoption"] = product.adoption.model_copy(update={"market": market})
        products[name] = product.model_copy(update=changed)
    return case.model_copy(update={"products": products})


def scaled(figure: Figure, factor: Decimal) -> Figure:
    """A figure multiplied, its unit kept."""
    return figure.times(factor).model_copy(update={"unit": figure.unit})


def with_input(case: Case, draw: str, value: float) -> Case:
    """The case with one uncertain input held at a value."""
    held = Decimal(repr(round(value, 9)))
    return settled(case, {path: held for path, figure in figures(case) if figure.draw == draw and figure.is_range})


def with_cash(case: Case, factor: float) -> Case:
    """The case with the company's cash multiplied."""
    cash = scaled(case.company.cash, Decimal(repr(factor)))
    return case.model_copy(update={"company": case.company.model_copy(update={"cash": cash})})
