"""What stands in a sheet: its columns and cells, how a number is shown, and how much room a text takes."""

import math
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from suture.engine.money import Money, digits

Kind = Literal["text", "day", "number", "money", "share"]
WIDEST: Final = 60
MOST_LINES: Final = 20


class Formula(NamedTuple):
    """A formula and what it gives. ``{key}`` is the cell of that column in this row, ``{key:0}`` in the first row.

    It is shown as its column is, or with ``decimals`` of its own.
    """

    text: str
    value: Decimal | int
    decimals: int | None = None


class Number(NamedTuple):
    """A number that is shown with decimals of its own, whatever its column holds."""

    value: Decimal | int
    decimals: int


Cell: TypeAlias = str | int | Decimal | date | Money | Formula | Number | None


class Column(NamedTuple):
    """A column: ``key`` for formulas, its head, a note at the head, and what its cells are.

    Money is in ``currency`` unless a cell says its own; ``decimals`` are those of a number. ``sum`` sums it below.
    """

    key: str
    head: str
    kind: Kind = "text"
    note: str = ""
    currency: str = ""
    decimals: int | None = None
    sum: bool = False


class Sheet(NamedTuple):
    """A sheet: lines above it, its columns, its rows; so many columns stay in sight when one moves sideways.

    ``bold`` names rows that stand out, as sums within do.
    """

    name: str
    above: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen: int = 1
    bold: frozenset[int] = frozenset()


def amount_of(cell: Cell) -> Decimal:
    """What a cell adds to a sum."""
    if isinstance(cell, Formula | Number):
        return Decimal(cell.value)
    if isinstance(cell, Money):
        return cell.amount
    return Decimal(cell) if isinstance(cell, int | Decimal) else Decimal(0)


def money_format(currency: str) -> str:
    """Thousands grouped, with the decimals of the currency."""
    return "#,##0" + ("." + "0" * digits(currency) if digits(currency) else "")


def number_format(column: Column, value: Decimal | int, own: int | None = None) -> str:
    """How a number of this column is shown, or with decimals of its own."""
    if own is None and column.kind == "money":
        return money_format(column.currency)
    if own is None and column.kind == "share":
        return "0.0%"
    decimals = column.decimals if own is None else own
    if decimals is None:
        exponent = Decimal(value).normalize().as_tuple().exponent
        decimals = min(6, max(0, -exponent)) if isinstance(exponent, int) else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def width(column: Column, cells: Sequence[Cell]) -> float:
    """A width that holds the longest word of the head and most cells; Chinese letters are twice as wide."""
    longest = max((wide(shown(column, cell)) for cell in cells), default=0)
    head = max((wide(word) for word in column.head.split()), default=0)
    return float(min(WIDEST, max(8, head + 3, longest + 2)))


def tallest(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """How many lines the longest text takes where each cell has its width."""
    return min(MOST_LINES, max((lines(cell, size) for cell, size in zip(cells, widths, strict=True)), default=1))


def lines(cell: Cell, size: float) -> int:
    """How many lines a cell takes; only text is wrapped."""
    if not isinstance(cell, str):
        return 1
    return sum(max(1, math.ceil(wide(part) / max(size - 2, 1))) for part in cell.split("\n"))


def shown(column: Column, cell: Cell) -> str:
    """About what a cell shows."""
    if isinstance(cell, str):
        return max(cell.split("\n"), key=wide, default="")
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None:
        return ""
    value = amount_of(cell)
    return f"{value:,.{max(2, column.decimals or 2)}f}"


def wide(words: str) -> int:
    """Columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)
