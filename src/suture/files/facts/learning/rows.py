"""A table as it stands, without knowing what its columns are: the first rows, to guess from."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from suture.engine.fault import Faulty, refusal
from suture.files.facts import cells
from suture.files.facts.columns import FACTS
from suture.files.facts.learning.words import bare
from suture.files.facts.source import LISTS, PARQUET, SHEETS
from suture.files.opening import BINARY, TABLE_LIMIT, not_utf8, opened

MOST_ROWS: Final = 50_000
"""That are guessed from."""
FAR: Final = 30
"""Rows among which the line of column names is looked for."""

NOT_LEARNED = refusal(
    "learn_other_file",
    "a mapping is learned from CSV and XLSX",
    "Save the table in one of these forms; a YAML list has our own names, and Parquet needs few words.",
    "对应表只能从 CSV 和 XLSX 学习",
    "请将表格另存为其中一种格式；YAML 列表使用本系统列名，Parquet 可手写对应表。",
)
NO_NAMES = refusal(
    "learn_no_names",
    "no line of column names was found among the first {n} rows that are not empty",
    "Name the columns in the line above the table.",
    "在前 {n} 个非空行中未找到列名行",
    "请在表格上方一行写明列名。",
)


class Raw(NamedTuple):
    """The names of the columns, the row that they stand in, and the cells of each column below."""

    line: int
    names: list[str]
    columns: list[list[object]]


def raw_of(path: str, sheet: str | None, known: Collection[str]) -> Raw:
    """The table in a file; ``known`` are the names, bare, that a column may have. Raises ``Faulty``."""
    end = Path(path).suffix.lower()
    if end in (*LISTS, *PARQUET):
        raise Faulty([NOT_LEARNED.at()])
    rows = _of_sheet(path, sheet) if end in SHEETS else _of_text(path, known)
    held = [(line, row) for line, row in islice(rows, MOST_ROWS) if any(not cells.is_blank(cell) for cell in row)]
    best = max(held[:FAR], key=lambda row: _named(row[1], known), default=None)
    if best is None or not _named(best[1], known):
        raise Faulty([NO_NAMES.at(n=FAR)])
    names = [cells.shown(cell).strip() for cell in best[1]]
    below = [row for line, row in held if line > best[0]]
    columns = [[row[at] if at < len(row) else None for row in below] for at in range(len(names))]
    return Raw(best[0], names, columns)


def _named(row: Sequence[object], known: Collection[str]) -> int:
    """How many cells of a row are names that a column may have."""
    return len({bare(cell) for cell in row if isinstance(cell, str)} & set(known))


def _of_sheet(path: str, sheet: str | None) -> Iterator[tuple[int, Sequence[object]]]:
    from suture.files.facts.sheets import PACKED_LIMIT, Sheet  # its library is loaded for it alone
    from suture.files.opening import bytes_of

    yield from Sheet(bytes_of(path, limit=PACKED_LIMIT), sheet, None, FACTS).rows()


def _of_text(path: str, known: Collection[str]) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows of a text, cut at the mark by which most known names are found."""
    try:
        with opened(path, limit=TABLE_LIMIT) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
            lines = list(islice(text, MOST_ROWS))
    except UnicodeDecodeError:
        raise Faulty([not_utf8(path, limit=TABLE_LIMIT)]) from None
    if any("\0" in line for line in lines[:FAR]):
        raise Faulty([BINARY.at(form="CSV text")])
    mark = max(",;\t", key=lambda each: max((_named(line.strip().replace('"', "").split(each), known)
                                              for line in lines[:FAR]), default=0))  # fmt: skip
    reader = csv.reader(lines, delimiter=mark)
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num
