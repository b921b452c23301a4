"""The grid every fact is drawn on: rows are scenarios, columns are months from the start of the case."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Number = float | Floats
"""One number for all scenarios, or one per scenario, shape (n,)."""

NEVER: Final = 1_000_000
"""The month of what does not happen: beyond every horizon, so that comparing months needs no second case."""

DAYS_PER_MONTH: Final = 365.25 / 12


def month_of(time: Floats) -> Wholes:
    """The month in which each time (in months from the start) falls; from ``NEVER`` on it is ``NEVER``."""
    return np.minimum(np.floor(time), NEVER).astype(np.int64)
