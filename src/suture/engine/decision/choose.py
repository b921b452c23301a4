"""The decision: strategies run, gates held, pairs compared, turning points found, and the reasons said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from suture.engine.decision.compare import CLEAR, Difference, by_draw, difference, ranking
from suture.engine.decision.drivers import Driver, drivers
from suture.engine.decision.gates import Gate, gates
from suture.engine.decision.numbers import DRILLED, SIX, Number, Runs, numbers
from suture.engine.decision.turning import (
    Crossing,
    Pair,
    along,
    discount_to_commit,
    volume_break_even,
    with_input,
    worth_of,
)
from suture.engine.simulation.draw import Inputs, draw_inputs
from suture.engine.simulation.run import Drill, Results, simulate
from suture.engine.strategy.answers import Assumed, filled
from suture.engine.strategy.case import Case, CompanyKind
from suture.engine.strategy.models import Strategy, strategies
from suture.engine.terms.agreement import Model
from suture.engine.world.streams import Method, Sampling, sampling

FEWER = 1024
"""Scenarios for drills and turning points: differences on common random numbers need no more."""
VERIFIED = 4
"""Flips that are verified by a run."""
THUMB: dict[CompanyKind, tuple[Model, ...]] = {
    "startup": ("on_demand",), "mature": ("long_term",), "institute": ("hybrid", "platform"),
}  # fmt: skip
"""The trade's rule of thumb: early-stage firms on demand, mature firms long-term, institutes a hybrid or a platform."""
DOWN_MONTHS = 6
"""How long the first maker is down in the drill, from the middle of the case on."""
FEWEST_DRAWS = 8
"""Below so many input draws a confidence says nothing."""
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
    """An input at which another strategy would be recommended: verified by running both there."""

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
    discount: Crossing | None  # committing less ordering on demand, along the discount
    discount_pair: tuple[Strategy, Strategy] | None
    volume: Crossing | None
    drivers: tuple[Driver, ...]
    flips: tuple[Flip, ...]
    assumed: tuple[Assumed, ...]
    clear_from: float

    @property
    def best(self) -> Judged:
        """The strategy at the top."""
        return self.judged[0]

    @property
    def thumb_holds(self) -> bool:
        """Whether the trade's rule of thumb for this kind of company names the model at the top."""
        return self.best.strategy.model in THUMB[self.case.company.kind]


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
    few = sampling(seed, min(scenarios, FEWER), method)
    plain = simulate(full, options, s, workers=workers, progress=lambda d, n: progress("futures", d, n))
    known = draw_inputs(full, s)
    runs = Runs(plain, *drills(full, options, few, workers, progress))
    gated = [gates(full, strategy, plain, at) for at, strategy in enumerate(options)]
    feasible = [all(gate.status != "failed" for gate in each) for each in gated]
    order = ranking(plain, feasible)
    judged = tuple(Judged(options[at], at, gated[at], numbers(full, options[at], runs, known)) for at in order)
    others = different(plain, order, feasible)
    near = tuple(d for d in others if d.confidence < clear_from)
    turn = Turning(full, few, workers, options, order, plain)
    pair = turn.committing()
    discount = discount_to_commit(turn.pair(*pair)) if pair else None
    progress("turning points", 1, 3)
    volume = volume_break_even(turn.pair(*pair)) if pair else None
    progress("turning points", 2, 3)
    by_model = tuple(best_by_model(plain, options, order, feasible))
    rival = by_model[0].other if by_model else others[0].other if others else None
    found = turn.drivers(known, rival) if rival is not None else ()
    flips = turn.flips(found, rival) if rival is not None else ()
    progress("turning points", 3, 3)
    return Decision(
        case=full, sampling=s, results=plain, judged=judged, verdict=verdict(judged, others, near, known.draws),
        runner_up=others[0] if others else None, by_model=by_model, near=near, discount=discount, discount_pair=pair,
        volume=volume, drivers=found, flips=flips, assumed=assumed, clear_from=clear_from,
    )  # fmt: skip


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


class Turning(NamedTuple):
    """What is needed to look for turning points."""

    case: Case
    sampling: Sampling
    workers: int
    options: Sequence[Strategy]
    order: Sequence[int]
    results: Results

    def pair(self, one: Strategy, other: Strategy) -> Pair:
        """Two strategies to be run under changed cases."""
        return Pair(self.case, one, other, self.sampling, self.workers)

    def committing(self) -> tuple[Strategy, Strategy] | None:
        """The best that commits with one maker, and ordering on demand from the same maker."""
        ranked = [self.options[at] for at in self.order]
        for strategy in ranked:
            if strategy.kind != "long_term_one":
                continue
            same = (s for s in ranked if s.kind == "on_demand_one" and s.partners == strategy.partners)
            if (other := next(same, None)) is not None:
                return strategy, other
        return None

    def drivers(self, known: Inputs, rival: int) -> tuple[Driver, ...]:
        """What drives the difference of the best and its rival."""
        best = self.order[0]
        paired = by_draw(self.results, self.results.of(best, "worth") - self.results.of(rival, "worth"))
        partners = {*self.options[best].partners, *self.options[rival].partners}
        if self.case.today is not None:
            partners.add(self.case.today.partner)
        return drivers(self.case, known, paired, partners)

    def along_input(self, best: Strategy, other: Strategy, draw: str, points: Sequence[float]) -> Crossing:
        """The best less another along one input, all else drawn as before."""
        pair = self.pair(best, other)
        return along(points, lambda value: worth_of(pair, with_input(self.case, draw, value)))

    def flips(self, found: Sequence[Driver], rival: int) -> tuple[Flip, ...]:
        """Inputs within whose range the best and its rival change places: where, by runs from the likely value on."""
        best, other = self.options[self.order[0]], self.options[rival]
        flips: list[Flip] = []
        for each in [d for d in found if d.turns_at is not None][:VERIFIED]:
            assert each.turns_at is not None
            beyond = each.high if each.slope < 0 else each.low
            turn = self.along_input(best, other, each.name, (each.likely, beyond))
            if turn.zero_at is not None and turn.points[0][1] > 0.0:
                flips.append(Flip(each, other, turn.zero_at))
        return tuple(
            sorted(flips, key=lambda f: abs(f.at - f.driver.likely) / max(f.driver.high - f.driver.low, 1e-12))
        )
