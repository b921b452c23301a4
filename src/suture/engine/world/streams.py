"""Named streams of uniforms: each number depends on seed, entity, dimension, scenario and the sampling, on
nothing else.

So the world is the same for every strategy (common random numbers), for every split into blocks and number of
workers, and a device that is added leaves the draws of the others alone.

Two roles. *Futures* (demand, review, outage, funding) differ in every scenario. *Inputs* (what nobody has
told us: prices, yields, lead times given as ranges) are constant within a group of scenarios, so that the
terms of an agreement are fixed there and confidence can be taken over the input draws.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from suture.engine.world.directions import DIMENSIONS
from suture.engine.world.grid import Floats, Wholes
from suture.engine.world.sobol import points, shuffled

Method = Literal["sobol", "plain"]

LANES: Final = 16
"""Scenarios that a compiled step takes side by side; blocks start on a multiple of it."""

MOST_DRAWS: Final = 256


class ScenariosMustBePositive(ValueError):
    """There must be at least one scenario."""


class BlockIsNotOnTheLanes(ValueError):
    """A block starts on a multiple of sixteen, ends after its start, and lies within the simulation."""


class DimensionNamedTwice(ValueError):
    """Two dimensions of one entity carry the same name and would be equal."""


class EntityHasTooManyDimensions(ValueError):
    """An entity asks for more dimensions than the Sobol table has; split it into two entities."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a simulation draws; make it with ``sampling``, which rounds ``scenarios`` and chooses the group."""

    seed: int
    scenarios: int
    method: Method
    futures_per_input: int


def rounded(scenarios: int, method: Method) -> int:
    """The number of scenarios really drawn: up to a power of two for Sobol, to a multiple of 16 for plain."""
    if scenarios < 1:
        raise ScenariosMustBePositive(f"{scenarios} scenarios were asked for; ask for at least 1.")
    lanes = -(-scenarios // LANES) * LANES
    return _power_of_two_from(lanes) if method == "sobol" else lanes


def sampling(seed: int, scenarios: int, method: Method = "sobol") -> Sampling:
    """A sampling of at least ``scenarios``.

    Futures per input draw: a power of two, 64 in the usual case; more where 256 draws would not do, less
    (never below 16) where 64 would leave fewer than 16 draws.
    """
    count = rounded(scenarios, method)
    group = max(-(-count // MOST_DRAWS), min(64, count // LANES), LANES)
    return Sampling(seed, count, method, _power_of_two_from(group))


def input_draws(s: Sampling) -> int:
    """How many input draws there are, at most 256; with plain sampling the last may have fewer futures."""
    return -(-s.scenarios // s.futures_per_input)


def draw_of(s: Sampling, start: int, stop: int) -> Wholes:
    """The input draw of each scenario of the block [start, stop), shape (stop - start,)."""
    _check_block(s, start, stop)
    return np.arange(start, stop, dtype=np.int64) // s.futures_per_input


def futures(s: Sampling, entity: str, names: Sequence[str], start: int, stop: int) -> Floats:
    """Uniforms in (0, 1), open, of the scenarios [start, stop): shape (stop - start, len(names)), C order.

    With Sobol the place of a name decides its Sobol dimension, so put what drives the outcome first and add
    new names at the end; then the earlier ones stay as they were.
    """
    _check_block(s, start, stop)
    _check_names(entity, names)
    return _uniforms(s, ("futures", entity), names, start, stop, s.scenarios)


def inputs(s: Sampling, entity: str, names: Sequence[str]) -> Floats:
    """Uniforms in (0, 1), open, of the input draws: shape (input_draws(s), len(names)), C order."""
    _check_names(entity, names)
    draws = input_draws(s)
    return _uniforms(s, ("inputs", entity), names, 0, draws, draws)


def parts(u: Floats, *sizes: int) -> tuple[Floats, ...]:
    """The columns of ``u`` cut into runs of ``sizes``: one view per fact, in the order of their names."""
    edges = np.cumsum([0, *sizes])
    if edges[-1] != u.shape[1]:
        raise ValueError(f"the parts have {edges[-1]} columns together, the uniforms {u.shape[1]}")
    return tuple(u[:, low:high] for low, high in pairwise(edges))


def _uniforms(s: Sampling, stream: tuple[str, str], names: Sequence[str], start: int, stop: int, total: int) -> Floats:
    if s.method == "plain":
        out = np.empty((stop - start, len(names)))
        for column, name in enumerate(names):
            out[:, column] = _plain(_hash(s.seed, *stream, name), start, stop)
        return out
    bits = (total - 1).bit_length()
    shifts = np.array([_hash(s.seed, *stream, name) >> 96 for name in names], dtype=np.uint32)
    order = shuffled(np.arange(start, stop, dtype=np.uint64), bits, _hash(s.seed, *stream) >> 64)
    return points(order, bits, shifts)


def _plain(key: int, start: int, stop: int) -> Floats:
    """Uniforms start .. stop of the Philox stream of ``key``; it gives four numbers a step it is advanced."""
    stream = np.random.Philox(np.random.SeedSequence(key)).advance(start // 4)
    raw = stream.random_raw(stop - start)
    # 52 bits, not 53: with 53 the middle of the last cell would round to 1.
    uniforms: Floats = ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    return uniforms


def _hash(*key: int | str) -> int:
    """128 bits that are the same in every process, unlike ``hash``."""
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=16).digest(), "big")


def _power_of_two_from(count: int) -> int:
    return 1 << (count - 1).bit_length()


def _check_block(s: Sampling, start: int, stop: int) -> None:
    if start % LANES or not 0 <= start < stop <= s.scenarios:
        raise BlockIsNotOnTheLanes(f"block [{start}, {stop}) of {s.scenarios} scenarios")


def _check_names(entity: str, names: Sequence[str]) -> None:
    if len(names) > DIMENSIONS:
        raise EntityHasTooManyDimensions(f"{entity} asks for {len(names)} dimensions, there are {DIMENSIONS}")
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise DimensionNamedTwice(f"{entity}: {', '.join(twice)}")
