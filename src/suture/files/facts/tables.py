"""Facts as a table of text (CSV), line by line.

A spreadsheet's habits are taken: a byte-order mark, semicolons or tabs, quoted fields, columns in any order, empty
lines. What would have to be guessed is refused: a decimal comma, a date of another form, a column that is not known.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import IO, Final

from suture.engine.fault import Fault, refusal
from suture.engine.rating.fact import COLUMNS
from suture.files.facts.columns import Read, beside_rows, nothing_below
from suture.files.facts.header import Header
from suture.files.facts.mapping import Translation
from suture.files.opening import BINARY

LONGEST_LINE: Final = 1_000_000
"""Characters: the fields of a row may have thousands, not a book each."""

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


class Table:
    """A table of text."""

    def __init__(self, mapping: Translation | None) -> None:
        self.mapping = mapping
        self.header: Header | None = None

    def reads(self, stream: IO[str]) -> Iterator[Read]:
        """Every row of a text."""
        self.header = None
        lines = limited(stream)
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

    def _known(self) -> set[str]:
        named = COLUMNS if self.mapping is None else self.mapping.columns.written.values()
        return {name.strip().lower() for name in named}

    def _rows(self, lines: Iterable[str], before: int, separator: str) -> Iterator[Read]:
        """The rows below the column names; ``before`` lines stand above."""
        reader = csv.reader(lines, delimiter=separator, strict=True)
        line = before + 1
        try:
            for fields in reader:
                if not any(field.strip() for field in fields):
                    pass
                elif self.header is None:
                    self.header = Header(fields, line, self.mapping)
                    yield beside_rows(*self.header.faults())
                    if not self.header.is_readable:
                        return  # nobody knows what the fields below are
                elif len(fields) != len(self.header.names):
                    said = {"found": len(fields), "wanted": len(self.header.names), "separator": separator}
                    yield Read(None, [FIELDS.at(line=line, **said)], fields)
                else:
                    faults: list[Fault] = []
                    yield Read(self.header.fact(fields, line, faults), faults, fields)
                line = before + reader.line_num + 1
        except csv.Error as error:
            yield beside_rows(NOT_A_TABLE.at(line=line, why=str(error)))
        except Unfit as unfit:
            yield beside_rows(replace(unfit.fault, line=line))
        else:
            if self.header is None:
                yield beside_rows(nothing_below(before))


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
    return max(",;\t", key=lambda mark: len({name.strip(' "\r\n').lower() for name in first.split(mark)} & named))
