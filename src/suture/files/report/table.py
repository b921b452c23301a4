"""A table as reports show it: the unit in the head, figures to the right, sums where they mean something."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from markupsafe import Markup

Kind = Literal["words", "figure", "day", "state"]


class Column(NamedTuple):
    """A column: its head, the unit of its figures, and what stands in it."""

    head: str
    unit: str = ""
    kind: Kind = "words"


class Cell(NamedTuple):
    """What stands in a cell; ``below`` in small, ``mark`` a shape before it, ``look`` a word of the style."""

    shown: str
    below: str | Markup = ""
    mark: str | Markup = ""
    look: str = ""


class Line(NamedTuple):
    """A row; ``look`` is a word of the style: sum, group, best. ``anchor`` lets a link lead here."""

    cells: tuple[Cell, ...]
    look: str = ""
    anchor: str = ""


class Table(NamedTuple):
    """A table; ``sums`` stand below it, one for each column."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    sums: tuple[str, ...] = ()


def row(*cells: "str | Cell", look: str = "", anchor: str = "") -> Line:
    """A row of plain words and cells."""
    return Line(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells), look, anchor)


def table(columns: Sequence[Column], lines: Iterable[Line], sums: Sequence[str] = ()) -> Table:
    """A table of which every row has a cell for every column."""
    held = tuple(lines)
    assert all(len(line.cells) == len(columns) for line in held), "a row has as many cells as there are columns"
    assert len(sums) in (0, len(columns))
    return Table(tuple(columns), held, tuple(sums))
