"""A file of facts: opened by what it is, and gone through row by row as often as needed."""

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Generic, NamedTuple

from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.rating.fact import Fact
from suture.engine.terms.refused import nearest, shown
from suture.files.facts.columns import FACTS, Form, R, Row, beside_rows
from suture.files.facts.header import Header
from suture.files.facts.lists import Listed
from suture.files.facts.mapping import Mapped, Translation
from suture.files.facts.tables import Table
from suture.files.facts.whole import by_sheet, horizon_of
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
SHIFT: Final = 10_000_000
"""Rows of one sheet and more: by so much the rows of the next are counted on, so that each has a number of its own."""
Sheets = str | Sequence[str] | None
"""The sheet or sheets that are asked for."""

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
NO_SHEETS_MAPPED = refusal(
    "facts_no_sheets_mapped",
    "the mapping names sheets, and this file has none",
    "Give the XLSX file, or a mapping of the one table.",
    "对应表列出了工作表，而该文件没有工作表",
    "请给出 XLSX 文件，或单一表格的对应表。",
)
NO_HORIZON = refusal(
    "facts_no_horizon",
    "the mapping reads months as columns, and this file is no table or sheet",
    "Give the forecast as CSV or XLSX, or take 'horizon' out.",
    "对应表将月份读作列，而该文件不是表格或工作表",
    "请以 CSV 或 XLSX 给出预测，或删去“horizon”。",
)
NOT_MAPPED = refusal(
    "sheet_not_mapped",
    "the mapping says nothing of the sheet '{sheet}'",
    "{guess}It has: {known}.",
    "对应表未提及工作表“{sheet}”",
    "{guess}其中有：{known}。",
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


class Rows(Generic[R]):
    """A file that is read row by row: a table, a list or sheets of what ``form`` says."""

    def __init__(self, path: str, mapping: Mapped | None, sheet: Sheets, form: Form[R]) -> None:
        self.path = path
        self.mapping = mapping
        self.wanted = (sheet,) if isinstance(sheet, str) else tuple(sheet or ())
        self.form = form
        self.header: Header[R] | None = None
        self.share = 0.0
        """How much of it has been read."""
        self.sheets: tuple[str, ...] = ()
        """The sheets that are read, where they are several: rows of the next are counted on by ``SHIFT``."""
        self._not_read: dict[str, None] = {}
        self._seen: tuple[int, int] | None = None
        self._table = Table(mapping, form)

    @property
    def names(self) -> Sequence[str]:
        """The names of its columns, once it has been read."""
        return self.header.names if self.header is not None else ()

    @property
    def not_read(self) -> Sequence[str]:
        """The columns that nobody reads, once it has been read."""
        if self.sheets:
            return [*self._not_read]
        return self.header.not_read if self.header is not None else ()

    def reads(self) -> Iterator[Row[R]]:
        """Every row, and what is wrong with the file. Raises ``Faulty`` where it cannot be read at all."""
        end = Path(self.path).suffix.lower()
        if self.wanted and end not in SHEETS:
            yield beside_rows(NO_SHEETS.at())
        elif by_sheet(self.mapping) and end not in SHEETS:
            yield beside_rows(NO_SHEETS_MAPPED.at())
        elif end in (*LISTS, *PARQUET) and horizon_of(self.mapping) is not None:
            yield beside_rows(NO_HORIZON.at())
        elif end in OTHER_SHEETS:
            yield beside_rows(OTHER_SHEET.at())
        elif end in LISTS:
            yield from self._listed()
        elif end in SHEETS:
            yield from self._sheets()
        else:
            yield from self._lines()

    def placed(self, fault: Fault) -> Fault:
        """A fault with the row and the sheet that people see, where several sheets are read."""
        if not self.sheets or fault.line is None:
            return fault
        sheet, line = divmod(fault.line, SHIFT)
        return replace(self._other_rows(fault), line=line or None, file=f"{self.path} [{self.sheets[sheet]}]")

    def _other_rows(self, fault: Fault) -> Fault:
        """The same for a row that a fault names beside its own."""
        seen = tuple(
            (name, f"{value % SHIFT} [{self.sheets[value // SHIFT]}]")
            if name == "other" and isinstance(value, int) else (name, value)
            for name, value in fault.wrong.parameters
        )  # fmt: skip
        return replace(fault, wrong=replace(fault.wrong, parameters=seen))

    def _listed(self) -> Iterator[Row[R]]:
        listed = Listed(text_of(self.path, limit=TERMS_LIMIT, form="YAML or CSV text"), self.mapping, self.form)
        self.header = Header(listed.names, 0, self.mapping, self.form)
        yield from listed.reads()

    def _parts(self) -> list[tuple[str | None, Mapped | None]]:
        """The sheets that are asked for, or that the mapping names, each with its mapping. Raises ``Faulty``."""
        mapped = by_sheet(self.mapping)
        if not mapped:
            return [(sheet, self.mapping) for sheet in self.wanted] or [(None, self.mapping)]
        known = [sheet for sheet, _ in mapped]
        if strange := [sheet for sheet in self.wanted if sheet not in known]:
            raise Faulty(
                NOT_MAPPED.at(sheet=shown(sheet), guess=nearest(sheet, known), known=", ".join(known))
                for sheet in strange
            )
        return [part for part in mapped if not self.wanted or part[0] in self.wanted]

    def _sheets(self) -> Iterator[Row[R]]:
        from suture.files.facts.sheets import PACKED_LIMIT, Sheet  # its library is loaded for it alone

        try:
            parts = self._parts()
            data = bytes_of(self.path, limit=PACKED_LIMIT)
        except Faulty as faulty:
            yield beside_rows(*faulty.faults)
            return
        self.sheets = tuple(str(sheet) for sheet, _ in parts) if len(parts) > 1 else ()
        for at, (name, mapping) in enumerate(parts):
            try:
                sheet = Sheet(data, name, mapping, self.form, at * SHIFT)
            except Faulty as faulty:
                yield beside_rows(*faulty.faults)
                continue
            for read in sheet.reads():
                self.header = sheet.header
                yield read
            if sheet.header is not None:
                self._not_read.update(dict.fromkeys(f"{name}: {column}" for column in sheet.header.not_read))
            self.share = (at + 1) / len(parts)

    def _lines(self) -> Iterator[Row[R]]:
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


class Source(Rows[Fact]):
    """A file of facts."""

    def __init__(self, path: str, mapping: Translation | None = None, sheet: Sheets = None) -> None:
        super().__init__(path, mapping, sheet, FACTS)
        self.one_by_one = False
        self.knows_ids = False
        """Whether it finds repeated source_ids itself."""

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


def source_of(path: str, mapping: Translation | None = None, sheet: Sheets = None) -> Source:
    """The file of facts by what its name says that it is."""
    if path.lower().endswith(PARQUET) and not (sheet or by_sheet(mapping) or horizon_of(mapping)):
        from suture.files.facts.parquet import Parquet  # its library is loaded for it alone

        return Parquet(path, mapping)
    return Source(path, mapping, sheet)
