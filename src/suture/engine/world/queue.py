"""What the others leave: the share of a partner's open capacity that is ours without a commitment."""

import numpy as np
from scipy.special import ndtr, ndtri

from suture.engine.world.grid import Floats
from suture.engine.world.shape import Range, triangular


class ShareOutOfBounds(ValueError):
    """A share and its persistence lie between 0 and 1."""


def dimensions(months: int) -> tuple[str, ...]:
    """The uniforms that ``open_share`` reads: how busy the partner is, then each month's own part."""
    return ("queue level", *(f"queue month {m}" for m in range(1, months + 1)))


def open_share(u: Floats, share: Range, persistence: float) -> Floats:
    """The share of the uncommitted capacity that is left to us, shape (n, months).

    ``u`` has the columns of ``dimensions(months)``. In each month the share is triangular between low and
    high. ``persistence`` is how much of it is one fate for the whole horizon: 0, the months are independent;
    1, a partner that is full stays full. It is the correlation of two months on the normal scale. Raises
    ShareOutOfBounds, RangeOutOfOrder.
    """
    if share.low < 0 or share.high > 1 or not 0 <= persistence <= 1:
        raise ShareOutOfBounds(f"share {tuple(share)}, persistence {persistence}")
    mixed = ndtri(u[:, 1:]) * np.sqrt(1.0 - persistence)
    mixed += ndtri(u[:, :1]) * np.sqrt(persistence)
    return triangular(ndtr(mixed), *share)
