"""Faults of single figures that several kinds share."""

from collections.abc import Iterable

from suture.engine.clauses.figure import Figure
from suture.engine.fault import Fault, refusal

NOT_ABOVE_ZERO = refusal("figure_not_above_zero", "{found} is not above zero", "Write a number above zero.")
DATED = refusal(
    "figure_dated",
    "this figure has dates, but it falls due only once",
    "Write one number; a change is a clause of its own.",
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
