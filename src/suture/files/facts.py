"""Facts from a table (CSV) or a YAML list to rows of the engine.

A spreadsheet's habits are taken: a byte-order mark, semicolons or tabs, quoted fields, columns in any order, empty
lines. What would have to be guessed is refused: a decimal comma, a date of another form, a column that is not known.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from suture.engine.fault import Fault, Faulty, Path, refusal
from suture.engine.rating.fact import COLUMNS, Fact
from suture.engine.terms.document import Document, parse
from suture.engine.terms.reading import FAR_DAY, YEARS
from suture.engine.terms.refused import NO_DATE, NO_TEXT, nearest, shown
from suture.files.opening import FACTS_LIMIT, TERMS_LIMIT, text_of

REQUIRED: Final = ("agreement", "service", "date", "quantity", "unit", "kind")
LONGEST_TEXT: Final = 2_000
"""Characters of one field: a note may be a paragraph, not a book."""

EMPTY = refusal(
    "facts_empty",
    "there is nothing in it, not even the line of column names",
    "Begin with the line: {columns}",
)
NO_COLUMN = refusal(
    "column_missing", "the column '{column}' is missing", "{guess}The first line must name: {required}."
)
UNKNOWN_COLUMN = refusal("column_unknown", "the column '{column}' is not known", "{guess}Known: {known}.")
TWO_COLUMNS = refusal("column_twice", "the column '{column}' stands there {count} times", "Keep one of them.")
FIELDS = refusal(
    "fields_differ",
    "the row has {found} fields, the first line names {wanted}",
    "Quote a field that holds the separator '{separator}'.",
)
NOT_A_TABLE = refusal(
    "not_a_table",
    "the table cannot be read here: {why}",
    "Close the quotation mark, or save the table again as CSV.",
)
NOT_A_LIST = refusal(
    "facts_not_a_list", "facts are not a list here", "Begin every fact with '- ' and its keys: {columns}."
)
NOT_KEYS = refusal("fact_not_keys", "this fact is no keys and values", "Write the keys: {columns}.")
NO_KEY = refusal("fact_key_missing", "'{column}' is missing", "Every fact has: {required}.")
UNKNOWN_KEY = refusal("fact_key_unknown", "the key '{column}' is not known", "{guess}Known: {known}.")
NOTHING = refusal("fact_nothing_written", "nothing is written", "Every fact has: {required}.")
COMMA = refusal(
    "decimal_comma",
    "'{found}' has a comma",
    "Write the number with a decimal point and without grouping, such as 1250.5.",
)
NO_NUMBER = refusal(
    "fact_not_a_number",
    "'{found}' is not a number",
    "Write digits with a decimal point, such as 1250.5; the unit has its own column.",
)
TOO_LONG = refusal("field_too_long", "the field has more than {most} characters", "Shorten it.")

_REQUIRED: Final = frozenset(REQUIRED)
_BLANK: Final = dict.fromkeys(COLUMNS, "")
_NUMBER: Final = re.compile(r"[-+]?(\d{1,15}(\.\d{1,12})?|\.\d{1,12})", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Rows(NamedTuple):
    """What could be read of the facts in a file, row by row, and what could not."""

    facts: list[Fact]
    faults: list[Fault]

    @property
    def all_there(self) -> bool:
        """Whether no row was lost and every source_id could be read."""
        return all(fault.path and fault.path[-1] in COLUMNS and fault.path[-1] != "source_id" for fault in self.faults)


def nothing_more(_: Rows) -> Iterable[Fault]:
    """No further faults."""
    return ()


def facts_of(path: str, check: Callable[[Rows], Iterable[Fault]] = nothing_more) -> list[Fact]:
    """The facts of a file; one that ends in .yaml or .yml is a list, any other a table. Raises ``Faulty``.

    ``check`` finds what is wrong with what could be read, so that one pass over the file finds all.
    """
    listed = path.lower().endswith((".yaml", ".yml"))
    text = text_of(path, limit=TERMS_LIMIT if listed else FACTS_LIMIT, form="YAML or CSV text")
    rows = from_list(text) if listed else from_table(text)
    if found := [*rows.faults, *check(rows)]:
        raise Faulty(
            replace(fault, file=path)
            for fault in sorted(found, key=lambda fault: (fault.line is None, fault.line or 0))
        )
    return rows.facts


def from_table(text: str) -> Rows:
    """The facts of a CSV text."""
    text = text.removeprefix("\ufeff")
    separator = separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] | None = None
    rows = Rows([], [])
    line = 1
    try:
        for fields in reader:
            if not any(field.strip() for field in fields):
                pass
            elif header is None:
                header = [name.strip().lower() for name in fields]
                rows.faults.extend(check_header(header, line))
                if set(REQUIRED) - set(header) or len(set(header)) < len(header):
                    break  # nobody knows what the fields below are
            elif len(fields) != len(header):
                rows.faults.append(FIELDS.at(line=line, found=len(fields), wanted=len(header), separator=separator))
            else:
                rows.facts.append(fact(dict(zip(header, fields, strict=True)), (), line, rows.faults))
            line = reader.line_num + 1
    except csv.Error as error:
        rows.faults.append(NOT_A_TABLE.at(line=line, why=error))
    if header is None and not rows.faults:
        rows.faults.append(EMPTY.at(columns=",".join(COLUMNS)))
    return rows


def separator_of(text: str) -> str:
    """Comma, semicolon or tab: the one that finds the most known columns in the first line that is not empty."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=lambda mark: len({name.strip(' "').lower() for name in first.split(mark)} & set(COLUMNS)))


def check_header(header: Sequence[str], line: int) -> Iterator[Fault]:
    """What is wrong with the column names."""
    counts = Counter(header)
    unknown = [name for name in counts if name not in COLUMNS]
    for column in REQUIRED:
        if column not in counts:
            guess = f"Is it the column '{near}'? " if (near := _near(column, unknown)) else ""
            yield NO_COLUMN.at(column, line=line, column=column, guess=guess, required=", ".join(REQUIRED))
    for name in unknown:
        yield UNKNOWN_COLUMN.at(line=line, column=shown(name), guess=nearest(name, COLUMNS), known=", ".join(COLUMNS))
    for name, count in counts.items():
        if count > 1:
            yield TWO_COLUMNS.at(line=line, column=shown(name), count=count)


def _near(column: str, names: Iterable[str]) -> str:
    return next((name for name in names if f"'{column}'" in nearest(name, COLUMNS)), "")


def from_list(text: str) -> Rows:
    """The facts of a YAML list."""
    columns = ", ".join(COLUMNS)
    try:
        document = parse(text)
    except Faulty as faulty:
        return Rows([], [*faulty.faults])
    rows = Rows([], [])
    if not isinstance(document.data, list):
        rows.faults.append(NOT_A_LIST.at(line=document.line(()), columns=columns))
        return rows
    for i, row in enumerate(document.data):
        line = document.line((i,)) or 0
        if not isinstance(row, dict):
            rows.faults.append(NOT_KEYS.at(i, line=line, columns=columns))
            continue
        rows.faults.extend(_wrong_keys(row, i, document))
        texts = {key: value for key, value in row.items() if isinstance(value, str)}
        rows.facts.append(fact(texts, (i,), line, rows.faults, unread=row.keys() - texts.keys()))
    return rows


def _wrong_keys(row: Mapping[str, object], at: int, document: Document) -> Iterator[Fault]:
    required, known = ", ".join(REQUIRED), ", ".join(COLUMNS)
    for key, value in row.items():
        line = document.line((at, key))
        if key not in COLUMNS:
            yield UNKNOWN_KEY.at(at, key, line=line, column=shown(key), guess=nearest(key, COLUMNS), known=known)
        elif not isinstance(value, str):
            yield NO_TEXT.at(at, key, line=line)
    for column in REQUIRED:
        if column not in row:
            yield NO_KEY.at(at, column, line=document.line((at,)), column=column, required=required)


def fact(written: Mapping[str, str], path: Path, line: int, faults: list[Fault], *, unread: Iterable[str] = ()) -> Fact:
    """One row as a fact; what is wrong with it is added to ``faults``, and what could not be read is left out."""
    row = {column: written[column].strip() for column in COLUMNS if column in written}
    wrong = [*_wrong_fields(row, path, line)]
    faults.extend(wrong)
    missing = frozenset((*unread, *(str(fault.path[-1]) for fault in wrong), *(_REQUIRED - row.keys())))
    told = _BLANK | row | dict.fromkeys(missing & _BLANK.keys(), "")
    day, about, quantity = told.pop("date"), told.pop("for"), told.pop("quantity")
    return Fact(
        day=date.fromisoformat(day) if day else date.min, quantity=Decimal(quantity or 0), row=line,
        for_day=date.fromisoformat(about) if about else None, unread=missing, **told,
    )  # fmt: skip


def _wrong_fields(row: Mapping[str, str], path: Path, line: int) -> Iterator[Fault]:
    for column, value in row.items():
        if not value and column in REQUIRED and column != "unit":  # an index has no unit
            yield NOTHING.at(*path, column, line=line, required=", ".join(REQUIRED))
        elif len(value) > LONGEST_TEXT:
            yield TOO_LONG.at(*path, column, line=line, most=LONGEST_TEXT)
        elif column == "quantity" and not _NUMBER.fullmatch(value):
            yield (COMMA if "," in value else NO_NUMBER).at(*path, column, line=line, found=shown(value))
        elif column == "date" or (column == "for" and value):
            yield from _wrong_day(value, (*path, column), line)


def _wrong_day(value: str, path: Path, line: int) -> Iterator[Fault]:
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        yield NO_DATE.at(*path, line=line, found=shown(value))
    elif day.year not in YEARS:
        yield FAR_DAY.at(*path, line=line, found=value)
