"""Facts as a table of text (CSV), line by line.

A spreadsheet's habits are taken: a byte-order mark, semicolons or tabs, quoted fields, columns in any order, empty
lines. What would have to be guessed is refused: a decimal comma, a date of another form, a column that is not known.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import IO, Any, Final, Generic

from suture.engine.fault import Fault, refusal
from suture.files.facts.columns import Form, R, Row, beside_rows, nothing_below
from suture.files.facts.header import Header
from suture.files.facts.mapping import Mapped
from suture.files.facts.whole import horizon_of
from suture.files.opening import BINARY

LONGEST_LINE: Final = 1_000_000
"""Characters: the fields of a row may have thousands, not a book each."""
FAR: Final = 60
"""Lines among which the column names of a forecast are looked for, to know its separator."""

FIELDS = refusal(
    "fields_differ",
    "the row has {found} fields, the first line names {wanted}",
    "Quote a field that holds the separator '{separator}'.",
    "该行有 {found} 个字段，首行列出 {wanted} 个",
    "字段中含分隔符“{separator}”时请加引号。",
)
NOT_A_TABLE = refusal(
    "not_a_table",
    "the table cannot be read here: {why}",
    "Close the quotation mark, or save the table again as CSV.",
    "表格在此处无法读取：{why}",
    "请补全引号，或将表格重新另存为 CSV。",
)
LONG_LINE = refusal(
    "line_too_long",
    "the line has more than {most} characters",
    "Save the table again as CSV, with a line for every row.",
    "该行超过 {most} 个字符",
    "请将表格重新另存为 CSV，每行一条。",
)


class Unfit(Exception):
    """A line that is none of a table: what is wrong with it, without its place."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class Table(Generic[R]):
    """A table of text."""

    def __init__(self, mapping: Mapped | None, form: Form[R]) -> None:
        self.mapping, self.form = mapping, form
        self.header: Header[R] | None = None

    def reads(self, stream: IO[str]) -> Iterator[Row[R]]:
        """Every row of a text."""
        self.header = None
        lines = limited(stream)
        if self.mapping is not None and horizon_of(self.mapping) is not None:
            yield from self._forecast(lines, self.mapping)
            return
        above = self.mapping.header_row - 1 if self.mapping is not None else 0
        head: list[str] = []
        try:
            for _ in zip(range(above), lines, strict=False):
                pass
            for line in lines:
                head.append(line)
                if line.strip():
                    break
        except Unfit as unfit:
            yield beside_rows(replace(unfit.fault, line=above + len(head) + 1))
            return
        yield from self._rows(chain(head, lines), above, separator_of(head[-1] if head else "", self._known()))

    def _forecast(self, lines: Iterator[str], mapping: Mapped) -> Iterator[Row[R]]:
        """The rows of a forecast whose months are columns: its line of column names is found by what it says."""
        from suture.files.facts.horizon import Forecast

        try:
            head = list(islice(lines, FAR))
            best = max(head, key=lambda line: named_in(line, self._known()), default="")
            reader = csv.reader(chain(head, lines), delimiter=separator_of(best, self._known()), strict=True)
            yield from Forecast(mapping, self.form, 0, 0, self._heard).reads(numbered(reader))
        except csv.Error as error:
            yield beside_rows(NOT_A_TABLE.at(why=str(error)))
        except Unfit as unfit:
            yield beside_rows(unfit.fault)

    def _heard(self, header: Header[R]) -> None:
        self.header = header

    def _known(self) -> set[str]:
        named = self.form.columns if self.mapping is None else self.mapping.columns.written.values()
        return {name.strip().lower() for name in named}

    def _rows(self, lines: Iterable[str], before: int, separator: str) -> Iterator[Row[R]]:
        """The rows below the column names; ``before`` lines stand above."""
        reader = csv.reader(lines, delimiter=separator, strict=True)
        line = before + 1
        try:
            for fields in reader:
                if not any(field.strip() for field in fields):
                    pass
                elif self.header is None:
                    self.header = Header(fields, line, self.mapping, self.form)
                    yield beside_rows(*self.header.faults())
                    if not self.header.is_readable:
                        return  # nobody knows what the fields below are
                elif len(fields) != len(self.header.names):
                    said = {"found": len(fields), "wanted": len(self.header.names), "separator": separator}
                    yield Row(None, [FIELDS.at(line=line, **said)], fields)
                else:
                    faults: list[Fault] = []
                    yield Row(self.header.fact(fields, line, faults), faults, fields)
                line = before + reader.line_num + 1
        except csv.Error as error:
            yield beside_rows(NOT_A_TABLE.at(line=line, why=str(error)))
        except Unfit as unfit:
            yield beside_rows(replace(unfit.fault, line=line))
        else:
            if self.header is None:
                yield beside_rows(nothing_below(before, self.form))


def limited(stream: IO[str]) -> Iterator[str]:
    """The lines of a text, none longer than a row may be. Raises ``Unfit``."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise Unfit(LONG_LINE.at(most=f"{LONGEST_LINE:,}"))
        if "\0" in line:
            raise Unfit(BINARY.at(form="CSV text"))
        yield line


def separator_of(first: str, known: Iterable[str]) -> str:
    """Comma, semicolon or tab: the one that finds the most known columns in the line of column names."""
    named = set(known)
    return max(",;\t", key=lambda mark: _named(first, mark, named))


def named_in(line: str, known: Iterable[str]) -> int:
    """How many known columns a line names, with the separator that finds the most."""
    named = set(known)
    return max(_named(line, mark, named) for mark in ",;\t")


def _named(line: str, mark: str, known: set[str]) -> int:
    return len({name.strip(' "\r\n').lower() for name in line.split(mark)} & known)


def numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with the line in which each begins."""
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num
