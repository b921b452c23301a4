"""Running strategies on a case: blocks of scenarios on a few threads, the same bytes for every number of them.

Kept are eight bytes per scenario, strategy and outcome; all else lives for one block. Threads serve, not processes:
the kernels and the large NumPy calls release the interpreter, and nothing has to be sent anywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event
from typing import NamedTuple

import numpy as np

from suture.engine.rating.lanes import Floats, Lane
from suture.engine.simulation.accounts import Kept, account, prepare
from suture.engine.simulation.activity import Seats, make_months, month_table, seats
from suture.engine.simulation.development import develop
from suture.engine.simulation.draw import Inputs, World, draw_inputs, draw_world
from suture.engine.simulation.engagements import Doing, deals, engagements
from suture.engine.simulation.outcomes import OUTCOMES, outcomes
from suture.engine.simulation.timeline import timeline
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.offers import Deal, offer
from suture.engine.world.streams import LANES, Sampling

BLOCK = 512
"""Scenarios at a time: small enough for the cache, large enough that calls do not count."""


POLL = 0.2
"""Seconds after which a caller that wants to stop is heard."""


class Drill(NamedTuple):
    """A bad future to be lived through: demand scaled, the first maker down for some months from a month on."""

    demand: float = 1.0
    down_from: int = 0
    down_months: int = 0


PLAIN = Drill()


@dataclass(frozen=True, slots=True)
class Results:
    """What was kept: ``kept[strategy, outcome, scenario]``; scenarios of one input draw lie together."""

    strategies: tuple[Strategy, ...]
    sampling: Sampling
    kept: Floats

    def of(self, strategy: int | str, outcome: str) -> Floats:
        """One outcome of one strategy, (scenarios,)."""
        at = strategy if isinstance(strategy, int) else [s.name for s in self.strategies].index(strategy)
        values: Floats = self.kept[at, OUTCOMES.index(outcome)]
        return values


class Prepared(NamedTuple):
    """All that does not depend on the block."""

    case: Case
    strategies: tuple[Strategy, ...]
    sampling: Sampling
    known: Inputs
    tables: Mapping[tuple[Seats, str], Floats]  # by makers and product
    terms: Mapping[Deal, tuple[Lane, ...]]

    @property
    def partners(self) -> tuple[str, ...]:
        """Whose fates matter to any of the strategies: those they work with, and who makes today."""
        today = (self.case.today.partner,) if self.case.today is not None else ()
        return tuple(dict.fromkeys([*today, *(name for each in self.strategies for name in each.partners)]))


class Cancelled(Exception):
    """The caller asked to stop."""


def simulate(
    case: Case,
    strategies: Sequence[Strategy],
    sampling: Sampling,
    *,
    workers: int = 1,
    drill: Drill = PLAIN,
    progress: Callable[[int, int], bool | None] = lambda done, of: None,
    before: Kept | None = None,
) -> Results:
    """Every strategy in every scenario of a filled case. ``progress`` returning False cancels (``Cancelled``).

    ``before`` is shared by runs of one sampling whose cases differ little: what was made ready for one serves all.
    """
    block = block_for(sampling.scenarios, max(workers, 1))
    starts = range(0, sampling.scenarios, block)
    stopped = Event()

    def go_on(done: int) -> None:
        if progress(done, len(starts)) is False:
            stopped.set()
            raise Cancelled

    ready = prepared(case, strategies, sampling, lambda: go_on(0), {} if before is None else before)
    kept = np.empty((len(ready.strategies), len(OUTCOMES), sampling.scenarios))

    def one(start: int) -> None:
        stop = min(start + block, sampling.scenarios)
        run_block(ready, start, drill, kept[:, :, start:stop], stopped)

    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        waiting = {pool.submit(one, start) for start in starts}
        try:
            while waiting:
                finished, waiting = wait(waiting, timeout=POLL, return_when=FIRST_COMPLETED)
                for each in finished:
                    each.result()
                go_on(len(starts) - len(waiting))
        except BaseException:
            stopped.set()
            pool.shutdown(cancel_futures=True)
            raise
    return Results(ready.strategies, sampling, kept)


def block_for(scenarios: int, workers: int) -> int:
    """Scenarios at a time: few enough that every worker has some."""
    return min(BLOCK, -(-scenarios // (workers * LANES)) * LANES)


def prepared(
    case: Case,
    strategies: Sequence[Strategy],
    sampling: Sampling,
    go_on: Callable[[], None] = lambda: None,
    before: Kept | None = None,
) -> Prepared:
    """Inputs drawn, month tables and agreements made ready, each once however many strategies share it.

    ``go_on`` is called before each of them and may raise.
    """
    known = draw_inputs(case, sampling)
    terms: dict[Deal, tuple[Lane, ...]] = {}
    made = {} if before is None else before
    for strategy in strategies:
        for deal in deals(case, strategy):
            if deal not in terms:
                go_on()
                terms[deal] = prepare(offer(case, deal), known, made)
    return Prepared(case, tuple(strategies), sampling, known, month_tables(case, strategies, known), terms)


def month_tables(case: Case, strategies: Sequence[Strategy], known: Inputs) -> dict[tuple[Seats, str], Floats]:
    """The numbers of the months by makers and product."""
    wanted = {
        (seats(case, strategy), name) for strategy in strategies if strategy.first is not None for name in case.products
    }
    return {key: month_table(case, *key, known) for key in wanted}


def run_block(ready: Prepared, start: int, drill: Drill, kept: Floats, stopped: Event) -> None:
    """Outcomes of every strategy in a block into ``kept`` (strategies, outcomes, n); ends early when stopped."""
    world = draw_world(ready.case, ready.sampling, ready.known, start, start + kept.shape[2], ready.partners)
    if drill.demand != 1.0:
        world = world._replace(demand={name: np.rint(d * drill.demand) for name, d in world.demand.items()})
    for i, strategy in enumerate(ready.strategies):
        if stopped.is_set():
            return
        found = run_strategy(ready, strategy, drilled(world, strategy, drill))
        for j, name in enumerate(OUTCOMES):
            kept[i, j] = found[name]


def drilled(world: World, strategy: Strategy, drill: Drill) -> World:
    """The world with the first maker of the strategy down for the drill's months."""
    if not drill.down_months or strategy.first is None:
        return world
    name = strategy.first.partner
    up = world.up[name].copy()
    up[:, drill.down_from : drill.down_from + drill.down_months] = 0.0
    return world._replace(up={**world.up, name: up})


def run_strategy(ready: Prepared, strategy: Strategy, world: World) -> dict[str, Floats]:
    """Outcomes of one strategy in a block: months first, terms after them."""
    case, known = ready.case, ready.known
    doing = lived(ready, strategy, world)
    draw = np.ascontiguousarray(world.row[::LANES])
    charged = [
        account(ready.terms[each.deal], each, world.reopened[each.deal.partner], draw)
        for each in engagements(case, strategy, doing, known)
    ]
    return outcomes(case, strategy, world, doing.when, doing.made, doing.developed, charged, known)


def lived(ready: Prepared, strategy: Strategy, world: World) -> Doing:
    """The months of one strategy in a block: what happens, and nothing about money."""
    case, known = ready.case, ready.known
    when = timeline(case, strategy, world, known)
    made = {}
    if strategy.first is not None:
        for name in case.products:
            table = ready.tables[seats(case, strategy), name]
            made[name] = make_months(case, strategy, name, table, world, when, known)
    return Doing(world, when, made, develop(case, world, when, known))


class Term(NamedTuple):
    """When an agreement typically begins and ends: months of the case, medians of the futures in which it begins."""

    begins: int
    ends: int


def typical_terms(case: Case, strategy: Strategy, sampling: Sampling) -> dict[Deal, Term]:
    """When each agreement of a strategy is in force, in the first block of scenarios; left out if it never begins."""
    known = draw_inputs(case, sampling)
    ready = Prepared(case, (strategy,), sampling, known, month_tables(case, [strategy], known), {})
    doing = lived(ready, strategy, draw_world(case, sampling, known, 0, min(BLOCK, sampling.scenarios)))
    found: dict[Deal, Term] = {}
    for each in engagements(case, strategy, doing, known):
        within = each.begins < np.minimum(each.ends, case.months)
        if within.any():
            begins, ends = (int(np.median(months[within])) for months in (each.begins, each.ends))
            found[each.deal] = Term(begins, min(ends, case.months))
    return found
