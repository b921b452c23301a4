"""Cells: what a spreadsheet or a Parquet file holds in one place, as the text that a table would have.

A number is read to the fifteen digits that a spreadsheet shows; a date is a date only where the cell says so.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from suture.engine.fault import Refusal, refusal
from suture.engine.terms.refused import NO_TEXT

DATE_IS_NUMBER = refusal(
    "cell_date_is_number",
    "the number {found} stands where a date belongs",
    "Format the cells of this column as dates{would}.",
    "应为日期之处是数字 {found}",
    "请将该列单元格设为日期格式{would}。",
)
HAS_TIME = refusal(
    "cell_has_time",
    "{found} has a time of day",
    "Write the day alone: it decides the settlement period.",
    "{found} 含有时刻",
    "请只填写日期：结算期间由日期决定。",
)
IS_DATE = refusal(
    "cell_is_date",
    "the date {found} stands where a number belongs",
    "Format the cells of this column as numbers, and look at what they hold.",
    "应为数字之处是日期 {found}",
    "请将该列单元格设为数字格式，并核对其内容。",
)
IS_ERROR = refusal(
    "cell_is_error",
    "the formula of this cell gives an error",
    "Mend the formula, or write the value.",
    "该单元格的公式返回错误",
    "请更正公式，或直接填写数值。",
)
NOT_SAVED = refusal(
    "cell_not_saved",
    "the formula of this cell was saved without its value",
    "Open the file in a spreadsheet and save it again, or write the value.",
    "该单元格的公式未保存计算结果",
    "请在电子表格软件中打开并重新保存，或直接填写数值。",
)
IS_MERGED = refusal(
    "cell_is_merged",
    "this cell is merged with the one in row {row}, which alone has a value",
    "Undo the merging, and fill in every row.",
    "该单元格与第 {row} 行合并，数值只在该行",
    "请取消合并，并逐行填写。",
)
DAY_ZERO: Final = date(1899, 12, 30)
"""From which spreadsheets count days."""
_MOST_PLACES: Final = 12


class Unfit(NamedTuple):
    """A cell that cannot be what its column holds."""

    wrong: Refusal
    said: dict[str, object]


class Error(NamedTuple):
    """A cell whose formula gives an error."""


class Unsaved(NamedTuple):
    """A cell whose formula was saved without its value."""


class Merged(NamedTuple):
    """An empty cell that is merged with one further up or to the left, in ``row``."""

    row: int


Holds = Literal["text", "day", "number"]
"""What a column holds."""


def text_of(cell: object, holds: Holds) -> str | Unfit:
    """A cell as text, or why it cannot be read as what its column holds."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float | Decimal):
        return (
            Unfit(DATE_IS_NUMBER, {"found": number(cell), "would": would_be(cell)}) if holds == "day" else number(cell)
        )
    if isinstance(cell, date):
        return day(cell, holds)
    if isinstance(cell, Error):
        return Unfit(IS_ERROR, {})
    if isinstance(cell, Unsaved):
        return Unfit(NOT_SAVED, {})
    if isinstance(cell, Merged):
        return Unfit(IS_MERGED, {"row": cell.row})
    return str(cell) if isinstance(cell, time | timedelta) else Unfit(NO_TEXT, {})


def number(cell: int | float | Decimal) -> str:
    """A number without exponent; one of float to fifteen digits."""
    exact = Decimal(format(cell, ".15g")) if isinstance(cell, float) else Decimal(cell)
    if not exact.is_finite():
        return str(exact)
    text = f"{exact:f}"
    places = text.partition(".")[2]
    padded = len(places) > _MOST_PLACES or (isinstance(cell, float) and places)
    return text.rstrip("0").rstrip(".") if padded else text


def would_be(cell: int | float | Decimal) -> str:
    """What day a spreadsheet would show for a number; nothing where it would show none of our time."""
    if not 1 <= cell < 146_000:
        return ""
    return f" ({DAY_ZERO + timedelta(days=int(cell))})"


def day(cell: date, holds: Holds) -> str | Unfit:
    """A date, or a moment at midnight, as a day."""
    moment = isinstance(cell, datetime) and cell.time() != time.min
    said = cell.isoformat(sep=" ") if isinstance(cell, datetime) and moment else cell.isoformat()[:10]
    if holds == "number":
        return Unfit(IS_DATE, {"found": said})
    return Unfit(HAS_TIME, {"found": said}) if moment and holds == "day" else said


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing of its own."""
    return cell is None or isinstance(cell, Merged) or (isinstance(cell, str) and not cell.strip())


def shown(cell: object) -> str:
    """A cell as the fault file repeats it."""
    text = text_of(cell, "text")
    return text if isinstance(text, str) else ""
