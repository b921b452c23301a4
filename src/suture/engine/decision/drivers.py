"""What drives a difference: how it moves with each uncertain input over the input draws, and where it would turn.

A straight line through the draws' mean differences. It costs no further simulation and shows the inputs that matter;
what it calls a flip is then verified by a run with the input held there (``turning``).
"""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from suture.engine.clauses.figure import Figure
from suture.engine.simulation.draw import Inputs
from suture.engine.strategy.case import Case
from suture.engine.terms.ranges import figures
from suture.engine.world.grid import Floats


class Driver(NamedTuple):
    """One input: its range, share of the spread of the difference that it explains, and value at which that is zero."""

    name: str
    low: float
    likely: float
    high: float
    explains: float
    slope: float
    turns_at: float | None


def drivers(case: Case, known: Inputs, differences: Floats, partners: Collection[str]) -> tuple[Driver, ...]:
    """Every uncertain input that can matter by the share it explains, most first; ``differences`` is (draws,).

    Inputs of other partners than those compared cannot matter, whatever few draws suggest.
    """
    spread = float(differences.var())
    if spread == 0.0 or len(differences) < 8:
        return ()
    found: dict[str, Driver] = {}
    for _, figure in figures(case):
        owner = figure.draw.split(".")
        if owner[0] == "partners" and owner[1] not in partners:
            continue
        if figure.draw in known.uniforms and figure.draw not in found:
            found[figure.draw] = driver(figure, known, differences, spread)
    return tuple(sorted(found.values(), key=lambda d: (-d.explains, d.name)))


def driver(figure: Figure, known: Inputs, differences: Floats, spread: float) -> Driver:
    """One input against the differences."""
    values = known.of(figure)[: len(differences)]
    slope, constant = np.polyfit(values, differences, 1)
    explained = float(np.var(slope * values) / spread)
    low, high = float(figure.low or 0), float(figure.high or 0)
    turns = -constant / slope if slope else None
    inside = turns is not None and low <= turns <= high
    return Driver(
        figure.draw,
        low,
        float(figure.likely),
        high,
        explained,
        float(slope),
        float(turns) if inside and turns else None,
    )
