"""From the cells of a row to a fact: which column says what, and what a cell must look like."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from suture.engine.fault import Fault, Path, Refusal, refusal
from suture.engine.rating.fact import COLUMNS, Fact
from suture.engine.terms.reading import FAR_DAY, YEARS
from suture.engine.terms.refused import NO_DATE, nearest, shown
from suture.engine.text import Text

REQUIRED: Final = ("agreement", "service", "date", "quantity", "unit", "kind")
LONGEST_TEXT: Final = 2_000
"""Characters of one field: a note may be a paragraph, not a book."""
MOST_COLUMNS: Final = 1_000
"""Of a table: exports of the trade have some hundred."""

EMPTY = refusal(
    "facts_empty",
    "there is nothing in it, not even the line of column names",
    "Begin with the line: {columns}",
    "其中没有任何内容，连列名行也没有",
    "请以此行开头：{columns}",
)
NOTHING_BELOW = refusal(
    "facts_header_row",
    "there is nothing from row {row} on, where the mapping says that the column names stand",
    "Correct 'header_row' in the mapping, or look whether it is the file or sheet you meant.",
    "第 {row} 行起没有任何内容，而对应表指明列名在该行",
    "请更正对应表中的“header_row”，或检查文件或工作表是否有误。",
)
NO_COLUMN = refusal(
    "column_missing",
    "the column '{column}' is missing",
    "{guess}The first line must name: {required}.",
    "缺少列“{column}”",
    "{guess}首行须列出：{required}。",
)
UNKNOWN_COLUMN = refusal(
    "column_unknown",
    "the column '{column}' is not known",
    "{guess}Known: {known}. Columns of other names are read with --map.",
    "列“{column}”无法识别",
    "{guess}可识别的列：{known}。其他列名请用 --map 对应。",
)
TWO_COLUMNS = refusal(
    "column_twice",
    "the column '{column}' stands there {count} times",
    "Keep one of them.",
    "列“{column}”出现了 {count} 次",
    "请只保留一列。",
)
MANY_COLUMNS = refusal(
    "columns_too_many",
    "the line of column names has {found} columns, more than {most}",
    "Give the table itself; is it the file you meant?",
    "列名行有 {found} 列，超过 {most} 列",
    "请给出事实表本身；文件是否有误？",
)
NOTHING = refusal(
    "fact_nothing_written",
    "nothing is written",
    "Every fact has: {required}.",
    "此处为空",
    "每条事实须有：{required}。",
)
COMMA = refusal(
    "decimal_comma",
    "'{found}' has a comma",
    "Write the number with a decimal point and without grouping, such as 1250.5.",
    "“{found}”中有逗号",
    "数字请用小数点且不分组，例如 1250.5。",
)
NO_NUMBER = refusal(
    "fact_not_a_number",
    "'{found}' is not a number",
    "Write digits with a decimal point, such as 1250.5; the unit has its own column.",
    "“{found}”不是数字",
    "请填写数字和小数点，例如 1250.5；单位另有一列。",
)
TOO_LONG = refusal(
    "field_too_long",
    "the field has more than {most} characters",
    "Shorten it.",
    "该字段超过 {most} 个字符",
    "请缩短。",
)
IS_IT = Text("column_guess", "Is it the column '{near}'? ", "是否为列“{near}”？")

_REQUIRED: Final = frozenset(REQUIRED)
_NEVER_EMPTY: Final = _REQUIRED - {"unit"}  # an index has none
_BLANK: Final = dict.fromkeys(COLUMNS, "")
_NUMBER: Final = re.compile(r"[-+]?(\d{1,15}(\.\d{1,12})?|\.\d{1,12})", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Read(NamedTuple):
    """A row: its fact as far as it could be read, what is wrong with it, and its cells as the file has them.

    What is wrong with a file as a whole has no row: no ``cells`` and no fact.
    """

    fact: Fact | None
    faults: Sequence[Fault]
    cells: Sequence[object] | None = None


def beside_rows(*faults: Fault) -> Read:
    """What is wrong with a file and not with a row."""
    return Read(None, faults)


def nothing_below(above: int) -> Fault:
    """That a table has no line of column names; ``above`` are the rows that the mapping skips."""
    return NOTHING_BELOW.at(row=above + 1) if above else EMPTY.at(columns=",".join(COLUMNS))


def keeps_ids(faults: Iterable[Fault]) -> bool:
    """Whether with these faults no row is lost and every source_id could be read."""
    return all(fault.path and fault.path[-1] in COLUMNS and fault.path[-1] != "source_id" for fault in faults)


def check_header(header: Sequence[str], line: int) -> Iterator[Fault]:
    """What is wrong with the column names."""
    if len(header) > MOST_COLUMNS:
        yield MANY_COLUMNS.at(line=line, found=len(header), most=MOST_COLUMNS)
        return
    counts = Counter(header)
    unknown = [name for name in counts if name not in COLUMNS]
    for column in REQUIRED:
        if column not in counts:
            guess = IS_IT(near=near) if (near := _near(column, unknown)) else ""
            yield NO_COLUMN.at(column, line=line, column=column, guess=guess, required=", ".join(REQUIRED))
    for name in unknown:
        yield UNKNOWN_COLUMN.at(line=line, column=shown(name), guess=nearest(name, COLUMNS), known=", ".join(COLUMNS))
    for name, count in counts.items():
        if count > 1:
            yield TWO_COLUMNS.at(line=line, column=shown(name), count=count)


def is_readable(header: Sequence[str]) -> bool:
    """Whether it is known what stands in the fields below the column names."""
    return set(header) >= _REQUIRED and len(set(header)) == len(header) <= MOST_COLUMNS


def _near(column: str, names: Iterable[str]) -> str:
    return next((name for name in names if f"'{column}'" in str(nearest(name, COLUMNS))), "")


def fact(written: Mapping[str, str], path: Path, line: int, faults: list[Fault], *, unread: Iterable[str] = ()) -> Fact:
    """One row as a fact; what is wrong with it is added to ``faults``, and what could not be read is left out."""
    missing = {*unread, *(_REQUIRED - written.keys())}
    row = dict(_BLANK)
    for column, text in written.items():
        if column in missing or column not in _BLANK:
            continue
        value = text.strip()
        wrong = _wrong(column, value)
        if wrong is None:
            row[column] = value
        else:
            faults.append(wrong.at(*path, column, line=line, **_said_of(wrong, value)))
            missing.add(column)
    day, about, quantity = row.pop("date"), row.pop("for"), row.pop("quantity")
    return Fact(
        day=date.fromisoformat(day) if day else date.min, quantity=Decimal(quantity or 0), row=line,
        for_day=date.fromisoformat(about) if about else None, unread=frozenset(missing), **row,
    )  # fmt: skip


def is_sound(column: str, text: str) -> bool:
    """Whether a text without white space around it can be read as what its column holds."""
    return _wrong(column, text) is None


def _wrong(column: str, value: str) -> Refusal | None:
    """Why a field cannot be read."""
    if not value:
        return NOTHING if column in _NEVER_EMPTY else None
    if len(value) > LONGEST_TEXT:
        return TOO_LONG
    if column == "quantity" and not _NUMBER.fullmatch(value):
        return COMMA if "," in value else NO_NUMBER
    return wrong_day(value) if column in ("date", "for") else None


@lru_cache(maxsize=4096)
def wrong_day(value: str) -> Refusal | None:
    """Why a text is no day that a fact can have."""
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        return NO_DATE
    return FAR_DAY if day.year not in YEARS else None


def _said_of(wrong: Refusal, value: str) -> dict[str, object]:
    """The parameters of a refusal of one field."""
    if wrong is NOTHING:
        return {"required": ", ".join(REQUIRED)}
    return {"most": LONGEST_TEXT} if wrong is TOO_LONG else {"found": shown(value)}
