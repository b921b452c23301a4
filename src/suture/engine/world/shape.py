"""Shapes of uncertainty: functions that turn uniforms in (0, 1) into numbers of a given distribution.

Each is an inverse distribution function and rises with ``u``, so a Sobol point stays evenly spread. Shapes of
the arguments broadcast: ``u`` (n,) or (n, months), parameters one number or, as (n,) or (n, 1), one per
scenario.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from suture.engine.world.grid import Floats, Number


class RangeOutOfOrder(ValueError):
    """A range must be finite and rise: low, then likely, then high."""


class SpreadBelowZero(ValueError):
    """A coefficient of variation is a finite number from zero up."""


class QuantilesDoNotRise(ValueError):
    """Published quantiles start at probability 0, and probabilities and values rise."""


class MeanOutsideTheQuantiles(ValueError):
    """No tail beyond the last inner quantile gives the published mean."""


class Range(NamedTuple):
    """What somebody believes of one number."""

    low: float
    likely: float
    high: float

    def times(self, factor: float) -> "Range":
        """The same belief in another unit."""
        return Range(self.low * factor, self.likely * factor, self.high * factor)


def triangular(u: Floats, low: Number, likely: Number, high: Number) -> Floats:
    """The triangular distribution; where low = high it is that number. Raises RangeOutOfOrder."""
    width, rise = np.subtract(high, low), np.subtract(likely, low)
    if not (np.all(np.isfinite(width)) and np.all(rise >= 0) and np.all(width >= rise)):
        raise RangeOutOfOrder(f"low {low}, likely {likely}, high {high}")
    fall = width - rise
    below = low + np.sqrt(u * width * rise)
    above = high - np.sqrt((1.0 - u) * width * fall)
    return np.where(u * width < rise, below, above)


def between(u: Floats, low: Number, high: Number) -> Floats:
    """The uniform distribution from low to high. Raises RangeOutOfOrder."""
    width = np.subtract(high, low)
    if not (np.all(np.isfinite(width)) and np.all(width >= 0)):
        raise RangeOutOfOrder(f"low {low}, high {high}")
    numbers: Floats = low + u * width
    return numbers


def lognormal_factor(u: Floats, cv: Number) -> Floats:
    """A factor of mean 1 and coefficient of variation ``cv`` (0.25 is 25 %). Raises SpreadBelowZero."""
    spread = np.asarray(cv, dtype=np.float64)
    if not (np.all(np.isfinite(spread)) and np.all(spread >= 0)):
        raise SpreadBelowZero(f"coefficient of variation {cv}")
    variance = np.log1p(spread * spread)
    factor: Floats = ndtri(u)
    factor *= np.sqrt(variance)
    factor -= 0.5 * variance
    return np.exp(factor, out=factor)


def from_quantiles(
    u: Floats, probabilities: Sequence[float], values: Sequence[float], mean: float | None = None
) -> Floats:
    """A number known by published quantiles: linear between them, the tail so that the mean is the published
    one.

    ``probabilities`` start at 0. If they end at 1 the last value is the maximum; else the tail is open and
    ``mean`` is needed. The tail lies beyond the last quantile below 1: up to a maximum it is ``q + (max - q)
    v**a`` with v from 0 to 1, open it is exponential; ``a`` or the scale follows from the mean. Without
    ``mean`` the tail is linear. Raises QuantilesDoNotRise, MeanOutsideTheQuantiles.
    """
    p, x = np.asarray(probabilities, dtype=np.float64), np.asarray(values, dtype=np.float64)
    closed = bool(p[-1] == 1)
    in_order = len(p) == len(x) >= 2 and p[0] == 0 and np.all(np.diff(p) > 0) and np.all(np.diff(x) >= 0)
    if not (in_order and p[-1] <= 1 and (closed or mean is not None)):
        raise QuantilesDoNotRise(f"probabilities {probabilities}, values {values}")
    inner = np.interp(u, p, x)
    if mean is None:
        return inner
    last = len(p) - 2 if closed else len(p) - 1
    before = float(np.sum(np.diff(p[: last + 1]) * (x[1 : last + 1] + x[:last]) / 2))
    share = 1.0 - float(p[last])
    excess = (mean - before) / share - float(x[last])
    width = float(x[-1] - x[last]) if closed else math.inf
    if not 0 < excess < width:
        least, most = before + share * float(x[last]), before + share * (float(x[last]) + width)
        raise MeanOutsideTheQuantiles(f"mean {mean} is not between {least} and {most}")
    within = np.clip((u - p[last]) / share, 0.0, 1.0 - 2.0**-53)  # rounding must not reach 1: its log has no value
    beyond = width * within ** (width / excess - 1) if closed else -excess * np.log1p(-within)
    return np.where(u > p[last], x[last] + beyond, inner)
