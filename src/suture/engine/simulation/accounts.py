"""What a strategy's agreements charge for what happened, by the very terms that would be signed.

An agreement lives in its own time: it begins when it is engaged, in a month that differs between scenarios. Activity
is moved into that time, folded by the lanes, and the charges are moved back into the months of the case.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from suture.engine.clauses.kind import Phase
from suture.engine.rating import lanes
from suture.engine.rating.lanes import Floats, Lane
from suture.engine.rating.plan import Line, numbers, plan, segments
from suture.engine.simulation.draw import Inputs
from suture.engine.simulation.grid import added, earlier_by, from_month
from suture.engine.strategy.offers import REOPENER, SUPPLY, Deal
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.amendments import Course, courses
from suture.engine.terms.ranges import likely, ranges, settled
from suture.engine.world.grid import Wholes


class Engagement(NamedTuple):
    """One agreement in force for one strategy in a block: what it is asked for, from when to when."""

    deal: Deal
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
    goods: Floats  # owed and landed where the agreement is one of supply


Kept = dict[Hashable, Lane]
"""Lanes made before under the same sampling, for cases that differ in a figure only: most of their clauses do not."""


def prepare(agreement: Agreement, known: Inputs, kept: Kept) -> tuple[Lane, ...]:
    """An agreement as lanes: one set of numbers where nothing is a range, else one for every input draw."""
    usual = plan(likely(agreement))
    stands = {course.last.id: course for course in courses(agreement)}
    prepared: list[Lane] = []
    for each in usual.lines:
        course = stands[each.name]
        key = (course, each.unit, each.currency, agreement.valid, agreement.settlement, agreement.rounding)
        if key not in kept:
            kept[key] = prepared_line(each, course, agreement, known)
        prepared.append(kept[key])
    return tuple(prepared)


def prepared_line(line: Line, course: Course, agreement: Agreement, known: Inputs) -> Lane:
    """One clause as a lane, its numbers under every input draw where it has a range."""
    drawn = {path: known.of(figure) for path, figure in ranges(course.versions).items()}
    cut = segments(agreement, course)
    variants = [
        numbers(cut, settled(course.versions, {path: exact(column[draw]) for path, column in drawn.items()}))
        for draw in range(known.draws if drawn else 0)
    ]
    return lanes.lane(line, variants, cut.of_period)


def exact(number: float) -> Decimal:
    """A drawn number as the terms know it."""
    return Decimal(repr(float(number)))


def account(prepared: Sequence[Lane], engagement: Engagement, reopened: Floats, draw: Wholes) -> Charged:
    """The charges of one engagement in the months of the case; ``draw`` is the input draw of each block.

    What is owed for windows that are open when the case ends, as far as the months in force go, is owed at its end.
    """
    months = reopened.shape[1]
    begins = np.minimum(engagement.begins, months)
    lasts = np.minimum(engagement.ends, months) - begins
    in_force = 1.0 - from_month(lasts, months)
    moves = bool(begins.any())
    quantities, level = engagement.quantities, reopened
    if moves:
        quantities = {key: earlier_by(values, begins) for key, values in quantities.items()}
        level = earlier_by(reopened, begins)
    due = lanes.charge(prepared, lanes.Activity(quantities, {REOPENER: level}, in_force), draw)
    nothing = np.zeros_like(reopened)
    owed, landed, paid, bound = (total(prepared, due, counts, nothing) for counts in COUNTS)
    owed, bound = added(owed, begins, settled=True), added(bound, begins, settled=True)
    landed, paid = added(landed, begins), added(paid, begins)
    supplies = engagement.deal.mode in SUPPLY
    return Charged(owed, landed, paid, bound, owed + landed if supplies else nothing)


COUNTS: tuple[Callable[[Line], bool], ...] = (
    lambda line: line.kind.effect == "charge",
    lambda line: line.kind.effect == "landed",
    lambda line: line.kind.effect == "cash",
    lambda line: line.kind.phase == Phase.COMMITMENT,
)
"""Which lines make up what is owed, landed, paid and bound."""


def total(
    prepared: Sequence[Lane], due: Mapping[str, Floats], counts: Callable[[Line], bool], nothing: Floats
) -> Floats:
    """What the lines that count have charged since the start."""
    parts = [due[each.line.name] for each in prepared if counts(each.line)]
    summed = parts[0] if parts else nothing
    for part in parts[1:]:
        summed = summed + part
    return summed
