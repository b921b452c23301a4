"""Faults of single figures that several kinds share."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from suture.engine.clauses.figure import Figure
from suture.engine.fault import Fault, refusal

NOT_ABOVE_ZERO = refusal(
    "figure_not_above_zero",
    "{found} is not above zero",
    "Write a number above zero.",
    "{found} 不大于零",
    "请填写大于零的数。",
)
DATED = refusal(
    "figure_dated",
    "this figure has dates, but it falls due only once",
    "Write one number; a change is a clause of its own.",
    "该数带有日期，但只到期一次",
    "请只写一个数；变更请另立条款。",
)


def above_zero(figure: Figure, *path: str | int) -> Iterable[Fault]:
    """A figure that something is divided by must be above zero on every date and over its whole range."""
    for i, plain in enumerate(figure.figures()):
        least = plain.low if plain.low is not None else plain.value
        if least is not None and least <= 0:
            yield NOT_ABOVE_ZERO.at(*path, *([i] if figure.dated else []), found=least)


def undated(figure: Figure | None, *path: str | int) -> Iterable[Fault]:
    """A figure that falls due once cannot change with time."""
    if figure is not None and figure.dated:
        yield DATED.at(*path)


def crossed(low: Figure, high: Figure) -> tuple[Decimal, Decimal] | None:
    """Values that two bounds may have on one day with the lower one above the upper; None where that cannot be."""
    days = [entry.from_ for bound in (low, high) for entry in bound.dated] or [date.min]
    for day in days:
        lower, upper = ([n for n in (f.low, f.value, f.high) if n is not None] for f in (low.on(day), high.on(day)))
        if lower and upper and max(lower) > min(upper):
            return max(lower), min(upper)
    return None
