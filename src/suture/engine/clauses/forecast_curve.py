"""Forecasts by horizon: what was said of a settlement period 0 to 12 settlement periods before it, in the last issue.

A nearer issue replaces the farther one; where none was made, the farther one stands.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from suture.engine.clauses.kind import QuantityOf, told_before
from suture.engine.clauses.saying import in_periods
from suture.engine.fault import Fault, refusal
from suture.engine.number import N
from suture.engine.text import Message, Text

FARTHEST = 12
"""Settlement periods before a period, beyond which a forecast of it is not read."""

AHEAD = Text("forecast.ahead", "{periods} before it", "提前 {periods}")
SAME = Text("forecast.same", "in the settlement period itself", "在该结算期当期")

ORDER = refusal(
    "forecast_curve_order",
    "row {row} is for {periods} settlement periods before, not more than the {before} of the row before it",
    "Write the rows by rising periods_ahead, each once.",
    "第 {row} 行为提前 {periods} 个结算期，未大于上一行的 {before} 个",
    "各行按 periods_ahead 由小到大书写，每个只写一次。",
)


class Ahead(Protocol):
    """What every row of a curve has: how many settlement periods before."""

    @property
    def periods_ahead(self) -> int:
        """The horizon."""
        ...


def standing(said: N, before: N) -> N:
    """The issue that stands: the nearer one where one was made, else the one before."""
    return said if said > 0 else before


def issues(services: tuple[str, ...], farthest: int) -> tuple[QuantityOf, ...]:
    """The forecasts made 0, 1, ... settlement periods before; those beyond ``farthest`` are not read."""
    return tuple(
        QuantityOf(services if ahead <= farthest else (), told_before("forecast", ahead))
        for ahead in range(FARTHEST + 1)
    )


def by_horizon(rows: Sequence[Ahead], values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The values of the rows by horizon, zero where there is no row."""
    written = {row.periods_ahead: value for row, value in zip(rows, values, strict=True)}
    return tuple(written.get(ahead, Decimal(0)) for ahead in range(FARTHEST + 1))


def said_horizon(periods: int) -> Message:
    """How long before: 2 settlement periods before it."""
    return AHEAD(periods=in_periods(periods)) if periods else SAME()


def check_curve(rows: Sequence[Ahead], *path: str) -> Iterable[Fault]:
    """Every horizon once, in order."""
    for i, (before, row) in enumerate(pairwise(rows), start=1):
        if row.periods_ahead <= before.periods_ahead:
            yield ORDER.at(*path, i, "periods_ahead", row=i + 1, periods=row.periods_ahead, before=before.periods_ahead)
