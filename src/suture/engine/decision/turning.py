"""Where the answer turns: along the discount for committing, along volume, and at single inputs.

Every point is a run of two strategies on the same drawn world with one thing changed; crossings are chords (Illinois).
Rules: docs/rules/decision.md.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from suture.engine.clauses.figure import Figure, Written, exactly
from suture.engine.decision.compare import difference
from suture.engine.simulation.accounts import Kept
from suture.engine.simulation.run import simulate
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.offers import LONG
from suture.engine.world.streams import Sampling

DISCOUNTS = (-0.3, 0.0, 0.3)
"""Below zero it is a premium that would be paid for committing."""
VOLUMES = (0.25, 0.5, 1.0, 2.0, 4.0)
STEPS, NEAR_ZERO = 4, 1e-3
"""Chords at most, and the share of the larger end at which a difference counts as none: places are told to two or three
digits."""
WIDTH = Decimal("1e-9")
"""Of a range that is held at one value. It stays a range, for a name that is no longer drawn would move the draws of
those after it."""


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
    kept: Kept
    """What was made ready for one point serves the others."""


def committing(ranked: Sequence[Strategy]) -> tuple[Strategy, Strategy] | None:
    """Of strategies from the best down: one that commits, and its twin that does not.

    The first of them and its best twin; where it has none, the best that commits and has one.
    """
    for strategy in (*ranked[:1], *filter(commits, ranked)):
        twins = (s for s in ranked if seats(s) == seats(strategy) and commits(s) != commits(strategy))
        if (twin := next(twins, None)) is not None:
            return (strategy, twin) if commits(strategy) else (twin, strategy)
    return None


def commits(strategy: Strategy) -> bool:
    """Whether anything is promised to any of its partners, at once or later."""
    slots = (strategy.first, strategy.second, strategy.builds)
    return any(slot is not None and slot.modes[-1] in LONG for slot in slots)


def seats(strategy: Strategy) -> tuple[str | None, ...]:
    """Who makes, who builds, and whose hours are bought."""
    slots = (strategy.first, strategy.second, strategy.builds)
    return (*(None if slot is None else slot.partner for slot in slots), strategy.hours_from)


def worth_of(pair: Pair, case: Case) -> float:
    """Mean worth of the first less that of the second under a changed case."""
    results = simulate(case, [pair.one, pair.other], pair.sampling, workers=pair.workers, before=pair.kept)
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
        if abs(at_middle) <= NEAR_ZERO * scale:
            return middle
        if at_middle * at_high < 0.0:
            low, at_low = high, at_high
        else:
            at_low /= 2.0
        high, at_high = middle, at_middle
    return (low * at_high - high * at_low) / (at_high - at_low)


def along_input(pair: Pair, draw: str, points: Sequence[float]) -> Crossing:
    """Along one uncertain input, all else drawn as before."""
    return along(points, lambda value: worth_of(pair, with_input(pair.case, draw, value)))


def discount_to_commit(pair: Pair) -> Crossing:
    """Along the discount for committing, the same at every partner: where committing is worth as much as not."""
    return along(DISCOUNTS, lambda share: worth_of(pair, with_discount(pair.case, share)))


def volume_break_even(pair: Pair, most: float) -> Crossing:
    """Along the size of the business as a multiple, up to ``most``: demand, the plan, and what is sized by the plan."""
    last = min(most, VOLUMES[-1])
    points = (*(each for each in VOLUMES if each < last), last)
    return along(points, lambda factor: worth_of(pair, with_volume(pair.case, factor)))


def with_discount(case: Case, share: float) -> Case:
    """The case with one discount for committing at every partner."""
    partners = {
        name: partner
        if partner.committed is None
        else partner.model_copy(
            update={
                "committed": partner.committed.model_copy(
                    update={"discount": held(partner.committed.discount or exactly(0), exact(share))}
                )
            }
        )
        for name, partner in case.partners.items()
    }
    return case.model_copy(update={"partners": partners})


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
    """The case with one uncertain input held at a value, wherever it is used."""
    changed: Case = _with(case, draw, exact(value))
    return changed


def _with(written: Any, draw: str, value: Decimal) -> Any:
    if isinstance(written, Figure) and not written.dated:
        return held(written, value) if written.draw == draw and written.is_range else written
    if isinstance(written, Written):
        parts = {name: getattr(written, name) for name in type(written).model_fields}
        return written.model_copy(update={name: _with(part, draw, value) for name, part in parts.items()})
    if isinstance(written, tuple):
        return tuple(_with(part, draw, value) for part in written)
    if isinstance(written, dict):
        return {name: _with(part, draw, value) for name, part in written.items()}
    return written


def held(figure: Figure, value: Decimal) -> Figure:
    """A figure at one value; a range is held there, within its ends."""
    if not figure.is_range:
        return figure.model_copy(update={"value": value, "low": None, "high": None})
    below = figure.high is not None and value >= figure.high
    low, high = (value - WIDTH, value) if below else (value, value + WIDTH)
    return figure.model_copy(update={"value": value, "low": low, "high": high})


def exact(value: float) -> Decimal:
    """A number as a figure knows it, without the last digits that chords leave."""
    return Decimal(repr(round(value, 9)))
