"""What drives a difference: the inputs that move it, found in the input draws and measured by runs.

Some hundred inputs stand against a few dozen draws, so a line through the draws shows what may matter, not what does.
The input that looks strongest is therefore run at both ends of its range, all else drawn as before; what it explains is
taken out, and the next is looked for in what is left. Rules: docs/rules/decision.md.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from suture.engine.clauses.figure import Figure
from suture.engine.decision.compare import FEWEST_DRAWS, by_draw
from suture.engine.decision.turning import Crossing
from suture.engine.simulation.draw import Inputs
from suture.engine.simulation.run import Results
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.terms.ranges import figures
from suture.engine.world.grid import Floats

MEASURED = 6
"""Inputs that are run: two runs of two strategies each, and as many are told at most."""
MATTERS = 0.05
"""From this share of the spread on an input is said to move the difference; six below it may together be a third."""
NOTHING = 1e-6
"""Below this share of the spread nothing has moved: the ends differ by rounding alone."""

Along = Callable[[str, Sequence[float]], Crossing]
"""The difference of the two strategies along one input, by its name, run at some of its values."""


class Driver(NamedTuple):
    """One input, and how the mean difference of two strategies moves when it goes through its range."""

    name: str
    low: float
    likely: float
    high: float
    explains: float  # of what all inputs that were run, and the rest, spread the difference over the draws
    slope: float  # money for one unit of the input, from end to end
    turns_at: float | None  # where the other comes out ahead from, going away from the likely value

    @property
    def clear(self) -> bool:
        """Whether it moves the difference by enough to be told."""
        return self.explains >= MATTERS


def drivers(
    case: Case, known: Inputs, results: Results, one: int, other: int, along: Along, most: int = MEASURED
) -> tuple[Driver, ...]:
    """The inputs that move the difference of two strategies of a run, the strongest first; at most ``most`` are run."""
    left = by_draw(results, results.of(one, "worth") - results.of(other, "worth"))
    if len(left) < FEWEST_DRAWS or float(np.ptp(left)) <= 1e-9 * float(np.abs(left).max()):
        return ()
    untried: dict[str, Figure] = {}
    for figure in inputs(case, known, results.strategies[one], results.strategies[other]):
        untried.setdefault(figure.draw, figure)
    spreads: dict[Driver, float] = {}
    for _ in range(min(most, len(untried))):
        figure = untried.pop(max(untried, key=lambda name: share_of(left, known.of(untried[name]))))
        values, run = known.of(figure)[: len(left)], driver(figure, along)
        left = left - run.slope * values
        spreads[run] = float((run.slope * values).var())
    whole = sum(spreads.values()) + float(left.var())
    found = [run._replace(explains=part / whole) for run, part in spreads.items() if part > NOTHING * whole]
    return tuple(sorted(found, key=lambda d: (-d.explains, d.name)))


def inputs(case: Case, known: Inputs, one: Strategy, other: Strategy) -> Iterator[Figure]:
    """The uncertain inputs of a case, but for those of partners that neither strategy deals with."""
    partners = {*one.partners, *other.partners, *([case.today.partner] if case.today is not None else [])}
    for _, figure in figures(case):
        owner = figure.draw.split(".")
        if figure.draw in known.uniforms and (owner[0] != "partners" or owner[1] in partners):
            yield figure


def share_of(differences: Floats, values: Floats) -> float:
    """The share of the spread of differences that a straight line in the values makes."""
    together = np.vstack([differences, values[: len(differences)]])
    if not together.std(axis=1).all():
        return 0.0
    return float(np.corrcoef(together)[0, 1] ** 2)


def driver(figure: Figure, along: Along) -> Driver:
    """One input run at its ends; what it explains is seen only beside the others."""
    low, likely, high = float(figure.low or 0), float(figure.likely), float(figure.high or 0)
    line = along(figure.draw, (low, high))
    (_, at_low), (_, at_high) = line.points
    slope = (at_high - at_low) / (high - low)
    turns = line.zero_at if line.zero_at is not None and slope * (likely - line.zero_at) > 0.0 else None
    return Driver(figure.draw, low, likely, high, 0.0, slope, turns)


def out_of_noise(found: tuple[Driver, ...], draws: int) -> tuple[Driver, ...]:
    """Those that move the difference by enough to be told; too few draws tell nothing."""
    return tuple(driver for driver in found if driver.clear and draws >= FEWEST_DRAWS)
