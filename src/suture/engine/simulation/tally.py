"""One pass over the money of a strategy: what is earned, spent, owed and held, month by month and discounted."""

from typing import NamedTuple

import numpy as np

from suture.engine.rating.lanes import LANES, machine_code
from suture.engine.world.grid import Floats, Wholes

COLLECTION = 2
"""Months from a sale to its money: assumption, 60 days."""


class Flows(NamedTuple):
    """Money by month of the case, in lanes; costs are positive."""

    sales: Floats
    hours: Floats  # hours of oversight, no money
    owed: Floats
    landed: Floats
    paid: Floats
    bound: Floats
    goods: Floats
    own: Floats  # qualification, validation, transfer, fees: once
    upkeep: Floats  # of makers
    paid_in: Floats  # funding


class Rates(NamedTuple):
    """One number per block, or per block and month."""

    weight: Floats  # (block, month) worth today of money in a month
    hour_cost: Floats
    bridge: Floats  # a month, on money that is missing
    burn: Floats  # a month


class Tally(NamedTuple):
    """Sums over the months, (n,)."""

    earned: Floats  # collected sales, discounted
    cost: Floats  # all that is spent and the price of missing money, discounted
    cash_low: Floats
    uncollected: Floats  # sales whose money comes after the end
    owed: Floats
    goods: Floats
    paid: Floats
    bound: Floats
    running: Floats  # upkeep and hours
    spent: Floats
    hours: Floats


def tally(flows: Flows, rates: Rates, cash: float, ends: Wholes) -> Tally:
    """Sums of the flows; ``cash`` is there at the start, ``ends`` (n,) is when the company stops burning."""
    blocks = len(flows.sales)
    out = np.zeros((len(Tally._fields), blocks, LANES))
    machine_code(_tally)(*flows, *rates, cash, ends.reshape(-1, LANES), out)
    return Tally(*(each.reshape(-1) for each in out))


def _tally(
    sales: Floats, hours: Floats, owed: Floats, landed: Floats, paid: Floats, bound: Floats, goods: Floats, own: Floats,
    upkeep: Floats, paid_in: Floats, weight: Floats, hour_cost: Floats, bridge: Floats, burn: Floats, cash: float,
    ends: Wholes, out: Floats,
) -> None:  # fmt: skip
    blocks, months, lanes = sales.shape
    for b in range(blocks):
        for lane in range(lanes):
            held = cash
            low = np.inf
            for t in range(months):
                collected = sales[b, t - COLLECTION, lane] if t >= COLLECTION else 0.0
                running = upkeep[b, t, lane] + hours[b, t, lane] * hour_cost[b]
                spent = paid[b, t, lane] + landed[b, t, lane] + own[b, t, lane] + running
                held += collected - spent + paid_in[b, t, lane] - (burn[b] if t < ends[b, lane] else 0.0)
                low = min(low, held)
                missing = -held if held < 0.0 else 0.0
                out[0, b, lane] += collected * weight[b, t]
                out[1, b, lane] += (spent + missing * bridge[b]) * weight[b, t]
                out[3, b, lane] += sales[b, t, lane] if t >= months - COLLECTION else 0.0
                out[4, b, lane] += owed[b, t, lane]
                out[5, b, lane] += goods[b, t, lane]
                out[6, b, lane] += paid[b, t, lane]
                out[7, b, lane] += bound[b, t, lane]
                out[8, b, lane] += running
                out[9, b, lane] += spent
                out[10, b, lane] += hours[b, t, lane] / months
            out[2, b, lane] = low
