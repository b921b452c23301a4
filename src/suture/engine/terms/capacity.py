"""Commitments beyond a stated capacity: what is to be taken in a window, and cannot be made in it. Warned about.

Capacity is stated by the month, by clauses of kind allocation and dedicated_cell; what several state adds up.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from suture.engine.clauses import allocation, dedicated_cell, minimum_commitment, reservation, take_or_pay
from suture.engine.clauses.figure import Figure
from suture.engine.clauses.kind import ClauseBase, WindowName
from suture.engine.clauses.saying import WINDOWS
from suture.engine.fault import Fault, Path, refusal
from suture.engine.period import WINDOW_MONTHS, months_between
from suture.engine.terms.agreement import Agreement

ABOVE = refusal(
    "commitment_above_capacity",
    "{quantity} {unit} are committed in {window}, but {capacity} can be made: {monthly} a month",
    "Lower what is committed, or state the capacity that is meant.",
    "{window}承诺 {quantity} {unit}，而产能只有 {capacity}：每月 {monthly}",
    "请降低承诺数量，或更正所写产能。",
)


class Committed(NamedTuple):
    """A quantity to be taken of services in a window, and where it is written."""

    services: tuple[str, ...]
    window: WindowName
    quantity: Figure
    path: Path


def above_capacity(agreement: Agreement) -> Iterator[Fault]:
    """Commitments that cannot be made, of the clauses as they are first agreed; each on the first day it is so."""
    stated = [found for clause in agreement.clauses if (found := capacity_of(clause)) is not None]
    valid = agreement.valid.period
    for at, clause in enumerate(agreement.clauses):
        if (committed := committed_by(clause)) is None:
            continue
        months = WINDOW_MONTHS.get(committed.window, 0)
        if committed.window == "term":
            months = months_between(valid.start, valid.end)
        able = [figure for services, figure in stated if set(committed.services) <= set(services)]
        figures = [committed.quantity, *able]
        if not months or not able or not all(figure.known for figure in figures):
            continue
        days = {valid.start, *(entry.from_ for figure in figures for entry in figure.dated if entry.from_ in valid)}
        for day in sorted(days):
            quantity, monthly = value(committed.quantity, day), sum((value(each, day) for each in able), Decimal(0))
            if quantity > monthly * months:
                yield ABOVE.at(
                    "clauses", at, *committed.path, quantity=quantity, capacity=monthly * months, monthly=monthly,
                    unit=agreement.services[committed.services[0]].unit, window=WINDOWS[committed.window](),
                )  # fmt: skip
                break


def capacity_of(clause: ClauseBase) -> tuple[tuple[str, ...], Figure] | None:
    """What can be made in a month of some services, where a clause states it."""
    if isinstance(clause, allocation.Clause):
        return clause.services, clause.capacity
    if isinstance(clause, dedicated_cell.Clause):
        return (clause.service,), clause.capacity
    return None


def committed_by(clause: ClauseBase) -> Committed | None:
    """What a clause lets somebody take, where it says a quantity."""
    if isinstance(clause, take_or_pay.Clause):
        return Committed(clause.services, clause.window, clause.minimum, ("minimum",))
    if isinstance(clause, reservation.Clause):
        return Committed(clause.services, clause.window, clause.reserved, ("reserved",))
    if isinstance(clause, minimum_commitment.Clause) and clause.minimum_quantity is not None:
        return Committed(clause.services, clause.window, clause.minimum_quantity, ("minimum_quantity",))
    return None


def value(figure: Figure, day: date) -> Decimal:
    """A figure on a day; zero where it is not known then."""
    found = figure.on(day)
    return found.likely if found.known else Decimal(0)
