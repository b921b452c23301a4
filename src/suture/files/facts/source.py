"""A file of facts: opened by what it is, and gone through row by row as often as needed."""

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.rating.fact import Fact
from suture.files.facts.columns import Read, beside_rows
from suture.files.facts.header import Header
from suture.files.facts.lists import Listed
from suture.files.facts.mapping import Translation
from suture.files.facts.tables import Table
from suture.files.opening import (
    BINARY,
    TABLE_LIMIT,
    TERMS_LIMIT,
    UTF16,
    bytes_of,
    not_utf8,
    opened,
    text_of,
)

LISTS: Final = (".yaml", ".yml")
SHEETS: Final = (".xlsx", ".xlsm")
OTHER_SHEETS: Final = (".xls", ".xlsb", ".ods", ".numbers")
PARQUET: Final = (".parquet", ".pq")
HEAD: Final = 1 << 16

OTHER_SHEET = refusal(
    "facts_other_spreadsheet",
    "spreadsheets are read as XLSX",
    "Save it as XLSX, or as CSV UTF-8.",
    "电子表格只读取 XLSX 格式",
    "请另存为 XLSX 或 CSV UTF-8。",
)
NAMED_OTHERWISE = refusal(
    "facts_named_otherwise",
    "it is {what} under the name of a table",
    "Let its name end in {end}.",
    "内容为 {what}，文件名却是表格",
    "请使文件名以 {end} 结尾。",
)
NO_SHEETS = refusal(
    "facts_no_sheets",
    "--sheet names a sheet, and this file has none",
    "Leave --sheet out, or give an XLSX file.",
    "--sheet 指定了工作表，但该文件没有工作表",
    "请省略 --sheet，或给出 XLSX 文件。",
)
CHANGED = refusal(
    "facts_changed",
    "the file was changed while it was read",
    "Wait until nobody writes it, and try again.",
    "读取过程中文件被更改",
    "请待无人写入后重试。",
)
_MAGIC: Final = ((b"PK\x03\x04", "XLSX", ".xlsx"), (b"PAR1", "Parquet", ".parquet"))


class Shape(NamedTuple):
    """Plain rows that are alike, as one fact without day and quantity, with their number and sum by stretch of days."""

    like: Fact
    faults: Sequence[Fault]
    raw: tuple[object, ...]
    sums: Sequence[tuple[date, Decimal]]  # first day of the stretch
    rows: Sequence[int]
    whole_in: frozenset[Decimal]  # the steps of which every quantity is a whole number


class Unalike(Exception):
    """The rows are too little alike to be read in bulk."""


class Source:
    """A file of facts that is read row by row: a table, a list or a sheet."""

    def __init__(self, path: str, mapping: Translation | None = None, sheet: str | None = None) -> None:
        self.path = path
        self.mapping = mapping
        self.sheet = sheet
        self.header: Header | None = None
        self.one_by_one = False
        self.knows_ids = False
        """Whether it finds repeated source_ids itself."""
        self.share = 0.0
        """How much of it has been read."""
        self._seen: tuple[int, int] | None = None
        self._table = Table(mapping)

    @property
    def names(self) -> Sequence[str]:
        """The names of its columns, once it has been read."""
        return self.header.names if self.header is not None else ()

    def reads(self) -> Iterator[Read]:
        """Every row, and what is wrong with the file. Raises ``Faulty`` where it cannot be read at all."""
        end = Path(self.path).suffix.lower()
        if self.sheet is not None and end not in SHEETS:
            yield beside_rows(NO_SHEETS.at())
        elif end in OTHER_SHEETS:
            yield beside_rows(OTHER_SHEET.at())
        elif end in LISTS:
            yield from self._listed()
        elif end in SHEETS:
            yield from self._sheet()
        else:
            yield from self._lines()

    def shapes(self, cuts: Collection[date], steps: Collection[Decimal]) -> Iterable[Shape]:
        """What can be read in bulk before ``reads`` gives the rest; ``cuts`` are days on which a period may begin."""
        return ()

    def leave(self, shape: Shape) -> None:
        """Lets the rows of a shape come one by one; where there is nothing in bulk they do."""

    def repeated(self) -> frozenset[str]:
        """The source_ids that may stand there twice in an agreement, where it knows them."""
        return frozenset()

    def set_apart(self, ids: Iterable[str]) -> None:
        """Lets the rows with these source_ids come one by one; where there is nothing in bulk they do."""

    def _listed(self) -> Iterator[Read]:
        listed = Listed(text_of(self.path, limit=TERMS_LIMIT, form="YAML or CSV text"), self.mapping)
        self.header = Header(listed.names, 0, self.mapping)
        yield from listed.reads()

    def _sheet(self) -> Iterator[Read]:
        from suture.files.facts.sheets import PACKED_LIMIT, Sheet  # its library is loaded for it alone

        try:
            sheet = Sheet(bytes_of(self.path, limit=PACKED_LIMIT), self.sheet, self.mapping)
        except Faulty as faulty:
            yield beside_rows(*faulty.faults)
            return
        for read in sheet.reads():
            self.header = sheet.header
            yield read

    def _lines(self) -> Iterator[Read]:
        with opened(self.path, limit=TABLE_LIMIT) as stream:
            size = self._unchanged()
            head = stream.read(HEAD)
            stream.seek(0)
            if found := [NAMED_OTHERWISE.at(what=what, end=end) for magic, what, end in _MAGIC if head[:4] == magic]:
                yield beside_rows(*found)
            elif head.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield beside_rows(UTF16.at())
            elif b"\0" in head:
                yield beside_rows(BINARY.at(form="YAML or CSV text"))
            else:
                try:
                    with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
                        for read in self._table.reads(text):
                            self.header = self._table.header
                            self.share = stream.tell() / size
                            yield read
                except UnicodeDecodeError:
                    yield beside_rows(not_utf8(self.path, limit=TABLE_LIMIT))

    def _unchanged(self) -> int:
        """The size of the file. Raises ``Faulty`` where it is not the one that was read before."""
        seen = Path(self.path).stat()
        now = (seen.st_size, seen.st_mtime_ns)
        if self._seen not in (None, now):
            raise Faulty([replace(CHANGED.at(), file=self.path)])
        self._seen = now
        return max(seen.st_size, 1)


def source_of(path: str, mapping: Translation | None = None, sheet: str | None = None) -> Source:
    """The file of facts by what its name says that it is."""
    if path.lower().endswith(PARQUET) and sheet is None:
        from suture.files.facts.parquet import Parquet  # its library is loaded for it alone

        return Parquet(path, mapping)
    return Source(path, mapping, sheet)
