"""Running strategies on a case: blocks of scenarios on a few threads, the same bytes for every number of them.

Kept are eight bytes per scenario, strategy and outcome; all else lives for one block. Threads serve, not processes:
the kernels and the large NumPy calls release the interpreter, and nothing has to be sent anywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from suture.engine.rating.lanes import Floats, Lane
from suture.engine.simulation.accounts import account, prepare
from suture.engine.simulation.activity import make_months, month_table
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
    tables: Mapping[tuple[str, str], Floats]  # by strategy and product
    terms: Mapping[Deal, tuple[Lane, ...]]


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
) -> Results:
    """Every strategy in every scenario of a filled case. ``progress`` returning False cancels (``Cancelled``)."""
    ready = prepared(case, strategies, sampling)
    kept = np.empty((len(ready.strategies), len(OUTCOMES), sampling.scenarios))
    starts = range(0, sampling.scenarios, BLOCK)

    def one(start: int) -> None:
        stop = min(start + BLOCK, sampling.scenarios)
        kept[:, :, start:stop] = run_block(ready, start, stop, drill)

    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        waiting = [pool.submit(one, start) for start in starts]
        for done, each in enumerate(waiting, 1):
            each.result()
            if progress(done, len(waiting)) is False:
                pool.shutdown(cancel_futures=True)
                raise Cancelled
    return Results(ready.strategies, sampling, kept)


def prepared(case: Case, strategies: Sequence[Strategy], sampling: Sampling) -> Prepared:
    """Inputs drawn, month tables and agreements made ready, each agreement once however many strategies share it."""
    known = draw_inputs(case, sampling)
    tables = {
        (strategy.name, name): month_table(case, strategy, name, known)
        for strategy in strategies
        if strategy.first is not None
        for name in case.products
    }
    wanted = dict.fromkeys(key for strategy in strategies for key in deals(case, strategy))
    terms = {key: prepare(offer(case, key), known) for key in wanted}
    return Prepared(case, tuple(strategies), sampling, known, tables, terms)


def run_block(ready: Prepared, start: int, stop: int, drill: Drill) -> Floats:
    """Outcomes of every strategy in the scenarios [start, stop): (strategies, outcomes, n)."""
    world = draw_world(ready.case, ready.sampling, ready.known, start, stop)
    if drill.demand != 1.0:
        world = world._replace(demand={name: np.rint(d * drill.demand) for name, d in world.demand.items()})
    kept = np.empty((len(ready.strategies), len(OUTCOMES), stop - start))
    for i, strategy in enumerate(ready.strategies):
        found = run_strategy(ready, strategy, drilled(world, strategy, drill))
        for j, name in enumerate(OUTCOMES):
            kept[i, j] = found[name]
    return kept


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
    when = timeline(case, strategy, world, known)
    made = {}
    if strategy.first is not None:
        for name in case.products:
            table = ready.tables[strategy.name, name]
            made[name] = make_months(case, strategy, name, table, world, when, known)
    developed = develop(case, world, when)
    draw = np.ascontiguousarray(world.row[::LANES])
    charged = [
        account(ready.terms[each.deal], each, world.reopened[each.deal.partner], draw)
        for each in engagements(case, strategy, Doing(world, when, made, developed), known)
    ]
    return outcomes(case, strategy, world, when, made, developed, charged, known)
