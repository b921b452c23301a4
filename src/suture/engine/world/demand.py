"""Units a month: from the plan of the first years, or from an adoption curve; then moved to the launch.

Monthly noise is independent from month to month, so its covariance is diagonal and its principal components
are the months themselves: no reordering is to be had, and the one level of a scenario stands first.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from suture.engine.world.grid import Floats
from suture.engine.world.shape import Range, lognormal_factor, triangular


class SeriesTooShort(ValueError):
    """A monthly series needs twelve months, which repeat, or as many as the horizon has."""

    def __init__(self, given: int, needed: int) -> None:
        self.given, self.needed = given, needed
        super().__init__(f"the series has {given} months; give 12, which repeat every year, or at least {needed}")


class SeriesIsNotDemand(ValueError):
    """A monthly series holds finite numbers from zero up, not all of them zero."""


class YearsMissing(ValueError):
    """A plan has at least one year."""


class AdoptionOutOfBounds(ValueError):
    """Innovation is above zero, imitation from zero up, both finite."""


class Adoption(NamedTuple):
    """A market that fills by innovation and imitation: Bass, Management Science 15(5) (1969) 215-227."""

    market: Range
    """All units that are ever bought."""
    innovation: float
    """p, a year."""
    imitation: float
    """q, a year."""


def dimensions(months: int) -> tuple[str, ...]:
    """The uniforms that ``from_years`` and ``adopted`` read: one level, one noise a month."""
    return ("level", *(f"month {m}" for m in range(1, months + 1)))


def monthly_shape(series: Sequence[float], months: int) -> Floats:
    """Weights of the months, mean 1 over the series, shape (months,). Twelve repeat; a longer series must
    reach.

    Raises SeriesTooShort, SeriesIsNotDemand.
    """
    weights = np.asarray(series, dtype=np.float64)
    if len(weights) < 12 or 12 < len(weights) < months:
        raise SeriesTooShort(len(weights), max(months, 12))
    if not (np.all(np.isfinite(weights)) and np.all(weights >= 0) and weights.sum() > 0):
        raise SeriesIsNotDemand("a monthly series holds finite numbers from zero up, not all of them zero")
    return np.resize(weights / weights.mean(), months)


def from_years(u: Floats, years: Sequence[Range], shape: Floats, cv: float) -> Floats:
    """Units in each month after launch, shape (n, len(shape)).

    ``u`` has the columns of ``dimensions(len(shape))``. ``years`` are units a year of the first, second, ...
    year; one uniform sets the level of all of them, for who is wrong about the first year is wrong about the
    second the same way. After the last given year demand stays flat. ``cv`` is that of a month around its
    level. Raises YearsMissing, RangeOutOfOrder, SpreadBelowZero.
    """
    if not years:
        raise YearsMissing("a plan needs the units of at least one year")
    months = len(shape)
    units = lognormal_factor(u[:, 1:], cv)
    for first in range(0, months, 12):
        level = triangular(u[:, 0], *years[min(first // 12, len(years) - 1)])
        units[:, first : first + 12] *= level[:, np.newaxis]
    units *= shape / 12.0
    return units


def adopted(u: Floats, adoption: Adoption, months: int, cv: float) -> Floats:
    """Units in each month after launch by an adoption curve, shape (n, months); ``u`` as for ``from_years``.

    Raises AdoptionOutOfBounds, RangeOutOfOrder, SpreadBelowZero.
    """
    units = lognormal_factor(u[:, 1:], cv)
    units *= np.diff(bass_share(np.arange(months + 1) / 12.0, adoption.innovation, adoption.imitation))
    units *= triangular(u[:, 0], *adoption.market)[:, np.newaxis]
    return units


def bass_share(years: Floats, innovation: float, imitation: float) -> Floats:
    """The share of the market that has bought ``years`` after launch. Raises AdoptionOutOfBounds."""
    if not (0 < innovation < np.inf and 0 <= imitation < np.inf):
        raise AdoptionOutOfBounds(f"innovation {innovation}, imitation {imitation}")
    decay = np.exp(-(innovation + imitation) * years)
    share: Floats = (1.0 - decay) / (1.0 + imitation / innovation * decay)
    return share
