"""What a strategy's agreements charge for what happened, by the very terms that would be signed.

An agreement lives in its own time: it begins when it is engaged, in a month that differs between scenarios. Activity
is moved into that time, folded by the lanes, and the charges are moved back into the months of the case.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from suture.engine.clauses.figure import Figure
from suture.engine.clauses.kind import Phase
from suture.engine.rating import lanes
from suture.engine.rating.lanes import LANES, Floats, Lane
from suture.engine.rating.plan import Line, line, plan
from suture.engine.simulation.draw import Inputs, belief
from suture.engine.strategy.offers import REOPENER, Mode
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.ranges import likely, ranges, settled
from suture.engine.world.grid import Wholes
from suture.engine.world.shape import triangular


class Engagement(NamedTuple):
    """One agreement in force for one strategy in a block: what it is asked for, from when to when."""

    key: tuple[str, Mode]  # partner
    begins: Wholes  # (n,) month of the case
    ends: Wholes  # (n,) first month no longer covered
    quantities: Mapping[tuple[str, str], Floats]
    """By service and measure, (block, month, 16), months of the case: only what falls under this agreement. Goods that
    were ordered under it fall under it still when they arrive after its end."""


class Charged(NamedTuple):
    """Money by month of the case, (block, month, 16)."""

    owed: Floats  # to the other party
    landed: Floats  # to others, for the same goods
    paid: Floats  # of what is owed, when it is paid
    bound: Floats  # of what is owed, for commitments not used


def prepare(agreement: Agreement, known: Inputs) -> tuple[Lane, ...]:
    """An agreement as lanes: one set of numbers where nothing is a range, else one for every input draw."""
    usual = plan(likely(agreement))
    prepared: list[Lane] = []
    for each in usual.lines:
        clause = agreement.clause(each.name)
        uncertain = ranges(clause)
        if not uncertain:
            prepared.append(lanes.lane([each]))
            continue
        drawn = {path: drawn_values(known, figure) for path, figure in uncertain.items()}
        variants: list[Line] = []
        for draw in range(known.draws):
            values = {path: Decimal(repr(float(column[draw]))) for path, column in drawn.items()}
            variants.append(line(usual.agreement, usual.periods, settled(clause, values)))
        prepared.append(lanes.lane(variants))
    return tuple(prepared)


def drawn_values(known: Inputs, figure: Figure) -> Floats:
    """A range of an agreement under every input draw: by its name's draw, or its likely value when it has none."""
    if figure.draw not in known.uniforms:
        return np.full(known.draws, float(figure.likely))
    return triangular(known.uniforms[figure.draw], *belief(figure))


def account(prepared: Sequence[Lane], engagement: Engagement, reopened: Floats, draw: Wholes) -> Charged:
    """The charges of one engagement in the months of the case; ``draw`` is the input draw of each block."""
    blocks, months = reopened.shape[0], reopened.shape[1]
    begins = np.minimum(engagement.begins, months).reshape(blocks, LANES)
    ends = np.minimum(engagement.ends, months).reshape(blocks, LANES)
    own_month = np.arange(months)[np.newaxis, :, np.newaxis]
    in_force = (own_month < (ends - begins)[:, np.newaxis, :]).astype(np.float64)
    moves = bool(begins.any())
    quantities = {key: into(values, begins) if moves else values for key, values in engagement.quantities.items()}
    level = into(reopened, begins) if moves else reopened
    due = lanes.charge(prepared, lanes.Activity(quantities, {REOPENER: level}, in_force), draw)
    sums = {name: np.zeros_like(reopened) for name in Charged._fields}
    for each in prepared:
        monthly = due[each.line.name]
        field = {"charge": "owed", "landed": "landed", "cash": "paid"}[each.line.kind.effect]
        sums[field] += monthly
        if each.line.kind.phase == Phase.COMMITMENT:
            sums["bound"] += monthly
    return Charged(**{name: back(by_month(total), begins) if moves else by_month(total) for name, total in sums.items()})


def by_month(due: Floats) -> Floats:
    """Due since the start as what each month adds."""
    added = due.copy()
    added[:, 1:] -= due[:, :-1]
    return added


def into(values: Floats, begins: Wholes) -> Floats:
    """Months of the case as months of an agreement that begins at ``begins`` (block, 16); nothing after the case."""
    months = values.shape[1]
    at = np.arange(months)[np.newaxis, :, np.newaxis] + begins[:, np.newaxis, :]
    return np.where(at < months, np.take_along_axis(values, np.minimum(at, months - 1), axis=1), 0.0)


def back(values: Floats, begins: Wholes) -> Floats:
    """Months of an agreement as months of the case; nothing before it begins."""
    months = values.shape[1]
    at = np.arange(months)[np.newaxis, :, np.newaxis] - begins[:, np.newaxis, :]
    return np.where(at >= 0, np.take_along_axis(values, np.maximum(at, 0), axis=1), 0.0)
