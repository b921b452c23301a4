"""The grid of a simulation: arrays (block, month, 16), sixteen scenarios of one input draw side by side.

Worlds are drawn in rows (scenario, month) and turned once; from there on all is in lanes, so that the compiled steps
read and write what NumPy adds up, without turning again.
"""

import numpy as np

from suture.engine.rating.lanes import LANES, machine_code
from suture.engine.world.grid import Floats, Wholes


def in_lanes(rows: Floats) -> Floats:
    """(n, months) as (block, month, 16)."""
    n, months = rows.shape
    return np.ascontiguousarray(rows.reshape(n // LANES, LANES, months).transpose(0, 2, 1))


def beside(values: Wholes) -> Wholes:
    """One whole number per scenario, (n,), set beside the months: (block, 1, 16)."""
    return np.ascontiguousarray(values).reshape(-1, 1, LANES)


def of_draws(by_draw: Floats, row: Wholes) -> Floats:
    """One number per input draw as (block, 1, 1): the lanes of a block share their draw."""
    return by_draw[row[::LANES]][:, np.newaxis, np.newaxis]


def from_month(month: Wholes, months: int) -> Floats:
    """1 from a month on; ``month`` is (n,)."""
    return (np.arange(months)[np.newaxis, :, np.newaxis] >= beside(month)).astype(np.float64)


def later_by(values: Floats, months: Wholes) -> Floats:
    """Every lane moved later by its own whole months (n,); nothing before, and what passes the end is gone."""
    out = np.zeros_like(values)
    machine_code(_move)(values, months.reshape(-1, LANES), out)
    return out


def earlier_by(values: Floats, months: Wholes) -> Floats:
    """Every lane moved earlier by its own whole months (n,); nothing after the end."""
    out = np.zeros_like(values)
    machine_code(_move)(values, -months.reshape(-1, LANES), out)
    return out


def added(due: Floats, begins: Wholes, *, settled: bool = False) -> Floats:
    """Due since the start of an agreement, which begins at ``begins``, as what each month of the case adds.

    ``settled``: the last month adds also what falls due after it, in the agreement's own time beyond the case.
    """
    out = np.zeros_like(due)
    machine_code(_add)(due, begins.reshape(-1, LANES), out, settled)
    return out


def put(lanes: Floats, month: Wholes, amount: Floats) -> None:
    """Adds an amount per scenario, (n,), in its month, where that lies within the case."""
    hit = np.flatnonzero(month < lanes.shape[1])
    np.add.at(lanes, (hit // LANES, month[hit], hit % LANES), amount[hit])


def _move(values: Floats, months: Wholes, out: Floats) -> None:
    blocks, periods, lanes = values.shape
    for b in range(blocks):
        for lane in range(lanes):
            by = months[b, lane]
            for t in range(max(0, by), min(periods, periods + by)):
                out[b, t, lane] = values[b, t - by, lane]


def _add(due: Floats, begins: Wholes, out: Floats, settled: bool) -> None:
    blocks, periods, lanes = due.shape
    for b in range(blocks):
        for lane in range(lanes):
            before = 0.0
            for t in range(begins[b, lane], periods):
                now = due[b, t - begins[b, lane], lane]
                out[b, t, lane] = now - before
                before = now
            if settled and begins[b, lane] < periods:
                out[b, periods - 1, lane] += due[b, periods - 1, lane] - before
