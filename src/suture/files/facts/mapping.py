"""A mapping: how the columns of somebody else's table become those of facts. Itself a YAML text.

Nothing is guessed: a column that the mapping does not name is not read, a value that it does not translate stays as it
is, and a date or a number that has not the form that it names is a fault.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, Literal

from pydantic import Field

from suture.engine.clauses.figure import Written
from suture.engine.fault import Fault, refusal
from suture.engine.rating.fact import COLUMNS
from suture.engine.terms.reading import read
from suture.engine.terms.refused import shown
from suture.files.facts import columns
from suture.files.facts.columns import REQUIRED
from suture.files.opening import text_of

BOTH = refusal(
    "mapping_twice",
    "'{column}' is read from a column and is a constant too",
    "Keep it under 'columns' or under 'constants'.",
    "“{column}”既取自某列，又是常数",
    "请只保留在“columns”或“constants”之下。",
)
NEITHER = refusal(
    "mapping_missing",
    "nothing says what '{column}' is",
    "Name their column for it under 'columns', or what it always is under 'constants'.",
    "未说明“{column}”取自何处",
    "请在“columns”下写出对应的列名，或在“constants”下写出其固定值。",
)
NOT_READ = refusal(
    "mapping_of_nothing",
    "values of '{column}' are translated, and no column is read for it",
    "Name their column for it under 'columns', or take its values out.",
    "“{column}”有取值对照，却没有读取任何列",
    "请在“columns”下写出对应的列名，或删去其取值对照。",
)
SAME_MARK = refusal(
    "mapping_marks",
    "decimal mark and grouping mark are the same",
    "Name two marks, or leave 'grouping_mark' out.",
    "小数点与分组符相同",
    "请使用两个不同的符号，或省略“grouping_mark”。",
)
NO_FORMAT = refusal(
    "mapping_date_format",
    "'{found}' is no form of a date",
    "Write YYYY, MM and DD (or M and D) once each with what stands between them, such as DD.MM.YYYY.",
    "“{found}”不是日期格式",
    "请以 YYYY、MM、DD（或 M、D）各一次及其间的符号表示，例如 DD.MM.YYYY。",
)
ISO: Final = "YYYY-MM-DD"
_PARTS: Final = {"YYYY": r"(?P<y>\d{4})", "MM": r"(?P<m>\d{2})", "DD": r"(?P<d>\d{2})",
                 "M": r"(?P<m>\d{1,2})", "D": r"(?P<d>\d{1,2})"}  # fmt: skip
_PART: Final = re.compile("YYYY|MM|DD|M|D")
Text = Field(default=None, min_length=1, max_length=columns.LONGEST_TEXT)


class Fields(Written):
    """Something for each column of facts."""

    agreement: str | None = Text
    service: str | None = Text
    date: str | None = Text
    quantity: str | None = Text
    unit: str | None = Text
    kind: str | None = Text
    event: str | None = Text
    source_id: str | None = Text
    reverses: str | None = Text
    note: str | None = Text
    for_: str | None = Field(default=None, alias="for", min_length=1, max_length=columns.LONGEST_TEXT)

    @cached_property
    def written(self) -> Mapping[str, str]:
        """What is written, by column."""
        return {column: value for column in COLUMNS if (value := getattr(self, _name(column))) is not None}


class Values(Written):
    """Translations of values: theirs to ours."""

    agreement: dict[str, str] = Field(default_factory=dict)
    service: dict[str, str] = Field(default_factory=dict)
    unit: dict[str, str] = Field(default_factory=dict)
    kind: dict[str, str] = Field(default_factory=dict)


class Translation(Written):
    """How a table becomes facts."""

    columns: Fields = Field(default_factory=Fields, description="for each of our columns, the name of theirs")
    constants: Fields = Field(default_factory=Fields, description="what is the same in every row")
    values: Values = Field(default_factory=Values, description="their value: ours")
    date_format: str = Field(default=ISO, min_length=3, max_length=20, description="such as DD.MM.YYYY")
    decimal_mark: Literal[".", ","] = "."
    grouping_mark: Literal[".", ",", "'", " ", ""] = ""
    header_row: int = Field(default=1, ge=1, le=1000, description="the row of the column names")


def _name(column: str) -> str:
    return "for_" if column == "for" else column


def translation_in(path: str) -> Translation:
    """The mapping in a file. Raises ``Faulty``."""
    return read(text_of(path), Translation, file=path, check=faults)


def faults(mapping: Translation) -> Iterator[Fault]:
    """What only the whole mapping shows."""
    theirs, always = mapping.columns.written, mapping.constants.written
    for column in COLUMNS:
        if column in theirs and column in always:
            yield BOTH.at("constants", column, column=column)
        elif column in REQUIRED and column not in theirs and column not in always:
            yield NEITHER.at("columns", column=column)
    for column in Values.model_fields:
        if getattr(mapping.values, column) and column not in theirs:
            yield NOT_READ.at("values", column, column=column)
    if mapping.decimal_mark == mapping.grouping_mark:
        yield SAME_MARK.at("grouping_mark")
    if form_of(mapping.date_format) is None:
        yield NO_FORMAT.at("date_format", found=shown(mapping.date_format))
    wrong: list[Fault] = []
    columns.fact(always, ("constants",), 0, wrong, unread=set(REQUIRED) - always.keys())
    for fault in wrong:
        yield Fault(fault.path, None, fault.wrong, fault.remedy)


def form_of(date_format: str) -> re.Pattern[str] | None:
    """The pattern of a form of a date; None where it is none."""
    parts = [part[0] for part in _PART.findall(date_format)]
    between = _PART.split(date_format)
    runs_on = any(len(part) == 1 for part in _PART.findall(date_format)) and "" in between[1:-1]
    if sorted(parts) != ["D", "M", "Y"] or any(re.search(r"[0-9A-Za-z]", text) for text in between) or runs_on:
        return None
    found = _PART.findall(date_format)
    pattern = re.escape(between[0]) + "".join(
        _PARTS[part] + re.escape(text) for part, text in zip(found, between[1:], strict=True)
    )
    return re.compile(pattern, re.ASCII)


def number_form(decimal_mark: str, grouping_mark: str) -> re.Pattern[str]:
    """The pattern of a number with these marks; groups have three digits."""
    mark = re.escape(decimal_mark)
    if not grouping_mark:
        return re.compile(rf"[-+]?(\d+({mark}\d+)?|{mark}\d+)", re.ASCII)
    group = "[ \u00a0\u202f]" if grouping_mark == " " else "['’]" if grouping_mark == "'" else re.escape(grouping_mark)
    return re.compile(rf"[-+]?(\d+|\d{{1,3}}({group}\d{{3}})+)({mark}\d+)?", re.ASCII)
