"""From the cells of a row to what it says: which column says what, and what a cell must look like.

What a row is says its ``Form``: a fact here, a line of an invoice in ``files.invoices``. All readers serve both.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from suture.engine.fault import Fault, Path, Refusal, refusal
from suture.engine.rating.fact import COLUMNS, Fact
from suture.engine.terms.reading import FAR_DAY, YEARS
from suture.engine.terms.refused import NO_DATE, nearest, shown
from suture.engine.text import Text
from suture.files.facts.cells import Holds

R = TypeVar("R")
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
NO_CHOICE = refusal(
    "field_no_choice",
    "'{found}' is none of the values that this column may have",
    "Write one of: {known}.",
    "“{found}”不是该列可用的值",
    "请填写以下之一：{known}。",
)
IS_IT = Text("column_guess", "Is it the column '{near}'? ", "是否为列“{near}”？")

_NUMBER: Final = re.compile(r"[-+]?(\d{1,15}(\.\d{1,12})?|\.\d{1,12})", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Form(Generic[R]):
    """What a row is: its columns, what they hold, and how their texts become a value.

    ``made`` gets the text of every column, sound or empty, the row and the columns that could not be read.
    """

    columns: tuple[str, ...]
    required: tuple[str, ...]
    days: frozenset[str]
    numbers: frozenset[str]
    translated: tuple[str, ...]
    """Columns whose values a mapping may translate."""
    made: Callable[[Mapping[str, str], int, frozenset[str]], R]
    nothing: Refusal
    unknown: Refusal
    may_be_empty: frozenset[str] = frozenset()
    """Of the required ones."""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    blank: Mapping[str, str] = field(init=False)
    never_empty: frozenset[str] = field(init=False)
    wanted: frozenset[str] = field(init=False)
    """What is required, to be looked up."""
    plain: frozenset[str] = field(init=False)
    """Columns of any text."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "blank", dict.fromkeys(self.columns, ""))
        object.__setattr__(self, "wanted", frozenset(self.required))
        object.__setattr__(self, "plain", frozenset(self.columns) - self.days - self.numbers - self.choices.keys())
        object.__setattr__(self, "never_empty", frozenset(self.required) - self.may_be_empty)

    def holds(self, column: str) -> Holds:
        """What a column holds."""
        return "day" if column in self.days else "number" if column in self.numbers else "text"


class Row(NamedTuple, Generic[R]):
    """A row: what it says as far as it could be read, what is wrong with it, and its cells as the file has them.

    What is wrong with a file as a whole has no row: no ``cells`` and no fact.
    """

    fact: R | None
    faults: Sequence[Fault]
    cells: Sequence[object] | None = None


Read = Row[Fact]


def beside_rows(*faults: Fault) -> Row[R]:
    """What is wrong with a file and not with a row."""
    return Row(None, faults)


def nothing_below(above: int, form: Form[R]) -> Fault:
    """That a table has no line of column names; ``above`` are the rows that the mapping skips."""
    return NOTHING_BELOW.at(row=above + 1) if above else EMPTY.at(columns=",".join(form.columns))


def keeps_ids(faults: Iterable[Fault]) -> bool:
    """Whether with these faults no row is lost and every source_id could be read."""
    return all(fault.path and fault.path[-1] in COLUMNS and fault.path[-1] != "source_id" for fault in faults)


def check_header(header: Sequence[str], line: int, form: Form[R]) -> Iterator[Fault]:
    """What is wrong with the column names."""
    if len(header) > MOST_COLUMNS:
        yield MANY_COLUMNS.at(line=line, found=len(header), most=MOST_COLUMNS)
        return
    counts = Counter(header)
    unknown = [name for name in counts if name not in form.columns]
    for column in form.required:
        if column not in counts:
            guess = IS_IT(near=near) if (near := _near(column, unknown, form)) else ""
            yield NO_COLUMN.at(column, line=line, column=column, guess=guess, required=", ".join(form.required))
    for name in unknown:
        known = ", ".join(form.columns)
        yield form.unknown.at(line=line, column=shown(name), guess=nearest(name, form.columns), known=known)
    for name, count in counts.items():
        if count > 1:
            yield TWO_COLUMNS.at(line=line, column=shown(name), count=count)


def is_readable(header: Sequence[str], form: Form[R]) -> bool:
    """Whether it is known what stands in the fields below the column names."""
    return set(header) >= form.wanted and len(set(header)) == len(header) <= MOST_COLUMNS


def _near(column: str, names: Iterable[str], form: Form[R]) -> str:
    return next((name for name in names if f"'{column}'" in str(nearest(name, form.columns))), "")


def row_of(
    form: Form[R], written: Mapping[str, str], path: Path, line: int, faults: list[Fault], *,
    unread: Iterable[str] = (),
) -> R:  # fmt: skip
    """One row as what it says; what is wrong is added to ``faults``, and what could not be read is left out."""
    missing = {*unread, *(form.wanted - written.keys())}
    row = dict(form.blank)
    for column, text in written.items():
        if column in missing or column not in form.blank:
            continue
        value = text.strip()
        if column in form.plain and len(value) <= LONGEST_TEXT and (value or column not in form.never_empty):
            row[column] = value  # what most cells are
            continue
        wrong = wrong_with(form, column, value)
        if wrong is None:
            row[column] = value
        else:
            faults.append(wrong.at(*path, column, line=line, **_said_of(form, column, wrong, value)))
            missing.add(column)
    return form.made(row, line, frozenset(missing))


def column_of(letter: bytes) -> int:
    """The number of a column from its letters: A is 1."""
    at = 0
    for each in letter:
        at = at * 26 + each - 64
    return at


def decimal_of(text: str) -> Decimal:
    """A sound number without the zeros that it is written with: 51.50 in one file and 51.5 in another are the same."""
    return Decimal(text.rstrip("0").rstrip(".") or 0) if "." in text else Decimal(text)


def plainly(number: Decimal) -> Decimal:
    """A number that was counted, without zeros behind the point."""
    exponent = number.as_tuple().exponent
    return decimal_of(f"{number:f}") if isinstance(exponent, int) and exponent < 0 else number


def wrong_with(form: Form[R], column: str, value: str) -> Refusal | None:
    """Why a text without white space around it cannot be read as what its column holds; None where it can."""
    if not value:
        return form.nothing if column in form.never_empty else None
    if len(value) > LONGEST_TEXT:
        return TOO_LONG
    if column in form.numbers and not _NUMBER.fullmatch(value):
        return COMMA if "," in value else NO_NUMBER
    if column in form.choices and value not in form.choices[column]:
        return NO_CHOICE
    return wrong_day(value) if column in form.days else None


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


def _said_of(form: Form[R], column: str, wrong: Refusal, value: str) -> dict[str, object]:
    """The parameters of a refusal of one field."""
    if wrong is form.nothing:
        return {"required": ", ".join(form.required)}
    if wrong is NO_CHOICE:
        return {"found": shown(value), "known": ", ".join(form.choices[column])}
    return {"most": LONGEST_TEXT} if wrong is TOO_LONG else {"found": shown(value)}


def _fact(row: Mapping[str, str], line: int, unread: frozenset[str]) -> Fact:
    """The texts of one row as a fact."""
    day, about, quantity = row["date"], row["for"], row["quantity"]
    return Fact(
        row["agreement"], row["service"], date.fromisoformat(day) if day else date.min,
        decimal_of(quantity) if quantity else NONE, row["unit"], row["kind"], row["event"], row["source_id"],
        row["reverses"], row["note"], date.fromisoformat(about) if about else None, line, unread,
    )  # fmt: skip


NONE: Final = Decimal(0)
FACTS: Final = Form(
    COLUMNS, REQUIRED, frozenset(("date", "for")), frozenset(("quantity",)),
    ("agreement", "service", "unit", "kind"), _fact, NOTHING, UNKNOWN_COLUMN, frozenset(("unit",)),
)  # fmt: skip
"""What happened; an index has no unit."""
