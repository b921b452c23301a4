"""The decision: strategies run, gates held, pairs compared, turning points found, and the reasons said.

Rules: docs/rules/decision.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, NamedTuple

from suture.engine.decision.capacity import Ends, ends
from suture.engine.decision.compare import CLEAR, FEWEST_DRAWS, Difference, difference, ranking
from suture.engine.decision.drivers import MEASURED, Driver, drivers
from suture.engine.decision.gates import Gate, gates
from suture.engine.decision.numbers import DRILLED, SIX, Number, Runs, numbers
from suture.engine.decision.turning import (
    VOLUMES,
    Crossing,
    Pair,
    along_input,
    committing,
    discount_to_commit,
    volume_break_even,
)
from suture.engine.simulation.accounts import Kept
from suture.engine.simulation.draw import Inputs, draw_inputs
from suture.engine.simulation.run import Drill, Results, simulate
from suture.engine.strategy.answers import Assumed, filled
from suture.engine.strategy.case import Case, CompanyKind
from suture.engine.strategy.models import Strategy, strategies
from suture.engine.terms.agreement import Model
from suture.engine.world.streams import Method, Sampling, sampling

FEWER, FEWEST = 1024, 512
"""Scenarios for drills, and for the many runs of turning points: differences on common random numbers need no more."""
THUMB: dict[CompanyKind, tuple[Model, ...]] = {
    "startup": ("on_demand",), "mature": ("long_term",), "institute": ("hybrid", "platform"),
}  # fmt: skip
"""The trade's rule of thumb: early-stage firms on demand, mature firms long-term, institutes a hybrid or a platform."""
DOWN_MONTHS = 6
"""How long the first maker is down in the drill, from the middle of the case on."""
LESS = Drill(demand=0.7)
Verdict = Literal["clear", "no_clear_difference", "nothing_feasible"]
Progress = Callable[[str, int, int], bool | None]


class Judged(NamedTuple):
    """One strategy with its gates and numbers; ``place`` is where it stands in the results."""

    strategy: Strategy
    place: int
    gates: tuple[Gate, ...]
    numbers: tuple[Number, ...]

    @property
    def feasible(self) -> bool:
        """Whether no gate failed."""
        return all(gate.status != "failed" for gate in self.gates)


class Flip(NamedTuple):
    """An input at which another strategy would come out ahead of the recommended: found by running both there."""

    driver: Driver
    instead: Strategy
    at: float


@dataclass(frozen=True, slots=True)
class Decision:
    """All that was found; ``judged`` from the best down, ``judged[0]`` is recommended when the verdict is clear."""

    case: Case
    sampling: Sampling
    results: Results
    judged: tuple[Judged, ...]
    verdict: Verdict
    runner_up: Difference | None  # the recommended less the next that is really another
    by_model: tuple[Difference, ...]  # the recommended less the best of every other model
    near: tuple[Difference, ...]  # those from which it does not differ clearly
    discount_pair: tuple[Strategy, Strategy] | None  # a strategy that commits, and its twin that does not
    discount: Crossing | None  # the first of them less the second, along the discount
    volume: Crossing | None  # ... and along the size of the business
    volume_ends: str | None  # the maker whose capacity ends that line
    drivers: tuple[Driver, ...]  # of the difference to ``rival``
    thumb_drivers: tuple[Driver, ...]  # of the difference to ``compared``
    flips: tuple[Flip, ...]
    assumed: tuple[Assumed, ...]
    clear_from: float

    @property
    def best(self) -> Judged:
        """The strategy at the top."""
        return self.judged[0]

    @property
    def rival(self) -> Difference | None:
        """The difference whose drivers and flips are looked for: to the best of another model, else to the next."""
        return next(iter(self.by_model), self.runner_up)

    @property
    def thumb_holds(self) -> bool:
        """Whether the trade's rule of thumb for this kind of company names the model at the top."""
        return self.best.strategy.model in THUMB[self.case.company.kind]

    @property
    def by_thumb(self) -> Judged | None:
        """The best strategy of the models that the rule of thumb names."""
        models = THUMB[self.case.company.kind]
        return next((judged for judged in self.judged if judged.strategy.model in models), None)

    @property
    def compared(self) -> Difference | None:
        """To what the rule of thumb names, where it fails and may be followed; else to the best of another model."""
        if not self.thumb_holds and (thumb := self.by_thumb) is not None and thumb.feasible:
            return difference(self.results, self.best.place, thumb.place)
        feasible = {judged.place for judged in self.judged if judged.feasible}
        return next((d for d in self.by_model if d.other in feasible), self.runner_up)


def choose(
    case: Case,
    *,
    scenarios: int = 4096,
    seed: int = 1,
    workers: int = 2,
    method: Method = "sobol",
    clear_from: float = CLEAR,
    progress: Progress = lambda stage, done, of: None,
) -> Decision:
    """Decides a case without faults (``strategy.case_faults``).

    Same case, seed, scenarios and version: the same decision for any number of workers.

    Raises NothingToChoose when no partner can do anything of what the case needs; ``Cancelled`` by progress.
    """
    full, assumed = filled(case)
    options = strategies(full)
    if not options:
        raise NothingToChoose("no partner of the case makes goods or builds, or sells hours")
    s = sampling(seed, scenarios, method)
    few, fewest = (sampling(seed, min(scenarios, most), method) for most in (FEWER, FEWEST))
    plain = simulate(full, options, s, workers=workers, progress=lambda d, n: progress("futures", d, n))
    known = draw_inputs(full, s)
    runs = Runs(plain, *drills(full, options, few, workers, progress))
    gated = [gates(full, strategy, plain, at) for at, strategy in enumerate(options)]
    feasible = [all(gate.status != "failed" for gate in each) for each in gated]
    order = ranking(plain, feasible)
    judged = tuple(Judged(options[at], at, gated[at], numbers(full, options[at], runs, known)) for at in order)
    others = different(plain, order, feasible)
    near = tuple(d for d in others if d.confidence < clear_from)
    ranked = Decision(
        case=full, sampling=s, results=plain, judged=judged, verdict=verdict(judged, others, near, known.draws),
        runner_up=others[0] if others else None, by_model=tuple(best_by_model(plain, options, order, feasible)),
        near=near, discount_pair=None, discount=None, volume=None, volume_ends=None, drivers=(), thumb_drivers=(),
        flips=(), assumed=assumed, clear_from=clear_from,
    )  # fmt: skip
    return turned(ranked, known, fewest, workers, progress)


class NothingToChoose(ValueError):
    """The case leaves no strategy at all."""


def drills(
    case: Case, options: Sequence[Strategy], few: Sampling, workers: int, progress: Progress
) -> tuple[Results | None, Results | None]:
    """The two bad futures, run where a number that decides for this kind of company is read from them."""
    if not DRILLED.intersection(SIX[case.company.kind]):
        return None, None
    down = Drill(down_from=case.months // 2, down_months=DOWN_MONTHS)
    first = simulate(case, options, few, workers=workers, drill=down, progress=stage(progress, 0))
    return first, simulate(case, options, few, workers=workers, drill=LESS, progress=stage(progress, 1))


def stage(progress: Progress, drill: int) -> Callable[[int, int], bool | None]:
    """The progress of one of the two drills."""
    return lambda done, of: progress("drills", drill * of + done, 2 * of)


def different(results: Results, order: Sequence[int], feasible: Sequence[bool]) -> list[Difference]:
    """The best less every other that is as feasible and really another, in the order of ranking."""
    alike = [at for at in order[1:] if feasible[at] == feasible[order[0]]]
    return [found for at in alike if not (found := difference(results, order[0], at)).same]


def verdict(judged: Sequence[Judged], others: Sequence[Difference], near: Sequence[Difference], draws: int) -> Verdict:
    """Clear, unless nothing is feasible, nothing differs, another is near, or too few inputs were drawn to tell."""
    if not judged[0].feasible:
        return "nothing_feasible"
    if near or draws < FEWEST_DRAWS or (not others and len(judged) > 1):
        return "no_clear_difference"
    return "clear"


def best_by_model(
    results: Results, options: Sequence[Strategy], order: Sequence[int], feasible: Sequence[bool]
) -> list[Difference]:
    """The best strategy less the best of every other model, in the order of ranking."""
    seen = {options[order[0]].model}
    found: list[Difference] = []
    for at in order[1:]:
        if not feasible[at] and feasible[order[0]]:
            continue  # what may not be done is no alternative
        if options[at].model not in seen and not (d := difference(results, order[0], at)).same:
            seen.add(options[at].model)
            found.append(d)
    return found


def turned(decision: Decision, known: Inputs, few: Sampling, workers: int, progress: Progress) -> Decision:
    """The decision with the places at which it turns."""

    kept: Kept = {}

    def pair(one: Strategy, other: Strategy) -> Pair:
        return Pair(decision.case, one, other, few, workers, kept)

    def driving(d: Difference | None, most: int = MEASURED) -> tuple[Driver, ...]:
        if d is None:
            return ()
        run = pair(*(decision.results.strategies[place] for place in (d.one, d.other)))
        return drivers(decision.case, known, decision.results, d.one, d.other, partial(along_input, run), most)

    options = [judged.strategy for judged in decision.judged]
    feasible = [judged.strategy for judged in decision.judged if judged.feasible]
    twins = committing(feasible) or committing(options)
    discount = discount_to_commit(pair(*twins)) if twins else None
    progress("turning points", 1, 4)
    end = ends(decision.case, twins[0]) if twins else None
    volume = volume_break_even(pair(*twins), end.times) if twins and end and end.times > VOLUMES[0] else None
    progress("turning points", 2, 4)
    rival, compared = decision.rival, decision.compared
    moved = driving(rival)
    progress("turning points", 3, 4)
    thumb = moved if compared == rival else driving(compared, MEASURED // 2)
    progress("turning points", 4, 4)
    return replace(
        decision, discount_pair=twins, discount=discount, volume=volume, volume_ends=full(end), drivers=moved,
        thumb_drivers=thumb, flips=flips(decision, moved),
    )  # fmt: skip


def full(end: Ends | None) -> str | None:
    """The maker whose capacity ends the line of volumes; None where it would not be full."""
    return end.partner if end is not None and end.times < VOLUMES[-1] else None


def flips(decision: Decision, found: Sequence[Driver]) -> tuple[Flip, ...]:
    """Inputs within whose range the rival comes out ahead, the nearest to its likely value first."""
    if decision.rival is None:
        return ()
    instead = decision.results.strategies[decision.rival.other]
    turning = [Flip(driver, instead, driver.turns_at) for driver in found if driver.turns_at is not None]
    return tuple(sorted(turning, key=lambda f: abs(f.at - f.driver.likely) / (f.driver.high - f.driver.low)))
