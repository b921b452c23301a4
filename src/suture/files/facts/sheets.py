"""Facts in a spreadsheet (XLSX): the cells of one sheet, rows numbered as the spreadsheet shows them.

The archive is looked at before it is read: how much it unpacks to, how far its cells lie apart, and which of them hold
an error. A few bytes could otherwise mean a table as large as the memory.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Final, Generic
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.terms.refused import nearest, shown
from suture.files.facts import cells
from suture.files.facts.cells import Error, Merged, Unsaved
from suture.files.facts.columns import MOST_COLUMNS, Form, R, Row, beside_rows, column_of, nothing_below
from suture.files.facts.header import Header
from suture.files.facts.mapping import Mapped
from suture.files.facts.whole import horizon_of

PACKED_LIMIT: Final = 200_000_000
"""Bytes of the file: a full sheet of a million rows has 50 to 100 MB."""
UNPACKED_LIMIT: Final = 2_000_000_000
"""Bytes that it may unpack to."""
MOST_CELLS: Final = 25_000_000
"""From the first to the last cell of a sheet: a full sheet of twenty columns."""
PIECE: Final = 1 << 20

NOT_A_SHEET = refusal(
    "sheet_not_read",
    "this is not readable as a spreadsheet: {why}",
    "Save it again as XLSX without a password, or as CSV UTF-8.",
    "无法作为电子表格读取：{why}",
    "请另存为不带密码的 XLSX，或 CSV UTF-8。",
)
TOO_LARGE = refusal(
    "sheet_too_large",
    "it unpacks to more than {most} MB",
    "Save the sheet of the facts alone, as XLSX or as CSV UTF-8.",
    "解压后超过 {most} MB",
    "请只将事实所在的工作表另存为 XLSX 或 CSV UTF-8。",
)
FAR_CELLS = refusal(
    "sheet_cells_far",
    "its cells reach to row {rows}, column {columns}, further than a table of facts",
    "Delete what stands far from the table, or save it as CSV UTF-8.",
    "单元格一直延伸到第 {rows} 行、第 {columns} 列，超出事实表的范围",
    "请删除远离表格的内容，或另存为 CSV UTF-8。",
)
WHICH_SHEET = refusal(
    "sheet_not_named",
    "the file has {n} sheets",
    "Say which one: --sheet with one of: {known}.",
    "文件有 {n} 个工作表",
    "请用 --sheet 指明其一：{known}。",
)
ALL_HIDDEN = refusal(
    "sheets_all_hidden",
    "no sheet of the file is to be seen: all with a table are hidden",
    "Say which one: --sheet with one of: {known}.",
    "文件中没有可见的工作表：含表格的工作表均已隐藏",
    "请用 --sheet 指明其一：{known}。",
)
NO_SHEET = refusal(
    "sheet_not_there",
    "there is no sheet '{sheet}'",
    "{guess}Name one of: {known}.",
    "没有工作表“{sheet}”",
    "{guess}请使用以下之一：{known}。",
)
NO_NAME_ABOVE = refusal(
    "cell_under_no_name",
    "a value stands in column {column}, which has no name",
    "Name the column in the line of column names, or clear the cell.",
    "第 {column} 列没有列名，却有内容",
    "请在列名行为该列命名，或清空该单元格。",
)
ENCODED = refusal(
    "sheet_encoding",
    "its parts are not written in UTF-8",
    "Open it in a spreadsheet and save it again as XLSX.",
    "其内部文件不是 UTF-8 编码",
    "请在电子表格软件中打开并重新另存为 XLSX。",
)
_CELL: Final = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,4})([0-9]{1,9})["'][^>]*""")
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,4})([0-9]{1,9})["']""")
_FAR: Final = re.compile(rb"""\sr\s*=\s*["'](?:[A-Z]{2,}[0-9]|[A-Z]*[0-9]{6,})""")
_ERROR: Final = re.compile(rb"""\st\s*=\s*["']e["']""")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_UNSAVED: Final = re.compile(
    rb"""<(?:\w+:)?c\s(?![^>]*\bt\s*=\s*["']str["'])[^>]*?\br\s*=\s*["']([A-Z]{1,4})([0-9]{1,9})["'][^>]*>\s*"""
    rb"""<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*"""
    rb"""</(?:\w+:)?c>"""
)
"""A cell with a formula and no value; a text that is empty is one."""
_TAIL: Final = 500
"""Bytes of a piece that are looked at again with the next: no cell is cut in two."""
_LONG_TAIL: Final = 10_000
"""So, too, where there are formulas, which are longer."""
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Sheet(Generic[R]):
    """One sheet of a workbook. Raises ``Faulty`` where the file is none or has no such sheet."""

    def __init__(
        self, data: bytes, sheet: str | None, mapping: Mapped | None, form: Form[R], shift: int = 0
    ) -> None:  # fmt: skip
        self.mapping, self.form, self.shift = mapping, form, shift
        self.header: Header[R] | None = None
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                weighed(archive)
                book = CalamineWorkbook.from_filelike(io.BytesIO(data))
                name = named(book, sheet)
                self.errors = looked_at(archive, parts_of(archive, book.sheet_names.index(name)))
            self.cells: CalamineSheet = book.get_sheet_by_name(name)
        except PasswordError:
            raise Faulty([NOT_A_SHEET.at(why="it has a password")]) from None
        except (CalamineError, zipfile.BadZipFile, zlib.error, ElementTree.ParseError) as error:
            raise Faulty([NOT_A_SHEET.at(why=shown(error))]) from None
        except (OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError) as error:  # of the archive
            raise Faulty([NOT_A_SHEET.at(why=shown(error))]) from None

    def reads(self) -> Iterator[Row[R]]:
        """Every row of the sheet that is not empty; ``shift`` is added to the numbers of its rows."""
        self.header = None
        if self.mapping is not None and horizon_of(self.mapping) is not None:
            from suture.files.facts.horizon import Forecast

            yield from Forecast(self.mapping, self.form, self.left, self.shift, self._heard).reads(self.rows())
            return
        above = self.mapping.header_row - 1 if self.mapping is not None else 0
        for line, row in self.rows():
            if line <= above or (all(cells.is_blank(cell) for cell in row) and not self._merged_with_facts(row, line)):
                continue
            if self.header is None:
                self.header = Header(list(map(cells.shown, row)), line + self.shift, self.mapping, self.form)
                yield beside_rows(*self.header.faults())
                if not self.header.is_readable:
                    return
                continue
            faults = [*self._unnamed(row, line + self.shift)]
            yield Row(self.header.fact(row, line + self.shift, faults), faults, row)
        if self.header is None:
            yield beside_rows(nothing_below(above, self.form))

    def _heard(self, header: Header[R]) -> None:
        self.header = header

    def _merged_with_facts(self, row: Sequence[object], line: int) -> bool:
        """Whether a row has no cell of its own since all that hold anything are merged with those of a fact above."""
        top = self.header.line - self.shift if self.header is not None else line
        return any(isinstance(cell, Merged) and top < cell.row < line for cell in row)

    @property
    def left(self) -> int:
        """The number of the first column that holds anything, from 0."""
        return self.cells.start[1] if self.cells.start is not None else 0

    def rows(self) -> Iterator[tuple[int, list[object]]]:
        """Every row with its number; what is merged or an error says so."""
        left = self.left
        merged = sorted(self.cells.merged_cell_ranges or ())
        begun, here = 0, []
        for line, read in enumerate(self.cells.iter_rows(), start=1):
            row: list[object] = [*read]
            while begun < len(merged) and merged[begun][0][0] < line:
                here.append(merged[begun])
                begun += 1
            here = [each for each in here if each[1][0] >= line - 1]
            for (top, first), (_, last) in here:
                for at in range(max(first, left), min(last, left + len(row) - 1) + 1):
                    if (line - 1, at) != (top, first) and row[at - left] == "":
                        row[at - left] = Merged(top + 1)
            for at, wrong in self.errors.get(line, {}).items():
                if 0 <= at - left < len(row):
                    row[at - left] = wrong
            yield line, row

    def _unnamed(self, row: Sequence[object], line: int) -> Iterator[Fault]:
        """Values that stand under no name; where a mapping says what is read they do not matter."""
        assert self.header is not None
        if self.mapping is None:
            for at, name in enumerate(self.header.names):
                if not name and not cells.is_blank(row[at]):
                    yield NO_NAME_ABOVE.at(line=line, column=letters(at + self.left + 1))


def named(book: CalamineWorkbook, sheet: str | None) -> str:
    """The sheet that is asked for, or the only one that is not hidden. Raises ``Faulty``."""
    tables = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    names = [each.name for each in tables]
    if sheet is not None:
        if sheet not in names:
            raise Faulty([NO_SHEET.at(sheet=shown(sheet), guess=nearest(sheet, names), known=shown(", ".join(names)))])
        return sheet
    seen = [each.name for each in tables if each.visible == SheetVisibleEnum.Visible]
    if not seen and names:
        raise Faulty([ALL_HIDDEN.at(known=shown(", ".join(names)))])
    if len(seen) != 1:
        raise Faulty([WHICH_SHEET.at(n=len(seen), known=shown(", ".join(seen)))])
    return seen[0]


def weighed(archive: zipfile.ZipFile) -> None:
    """Sees to it that the archive unpacks to what it says, and that this is not too much. Raises ``Faulty``."""
    parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise Faulty([TOO_LARGE.at(most=UNPACKED_LIMIT // 1_000_000)])
    for part in parts:
        with archive.open(part) as stream:  # it reads no more than the size that is said, and then checks the sum
            if b"\0" in stream.read(100):
                raise Faulty([ENCODED.at()])
            while stream.read(PIECE):
                pass


def parts_of(archive: zipfile.ZipFile, at: int) -> list[str]:
    """The parts of the archive that hold the sheet which is number ``at``; all sheets where that is not to be told."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    sheets = book.findall(f"{_MAIN}sheets/{_MAIN}sheet")
    wanted = sheets[at].get(_RELATION) if at < len(sheets) else None
    targets = [each.get("Target", "") for each in relations if each.get("Id") == wanted]
    ends = [target.rpartition("/")[2].lower() for target in targets]
    held = [name for name in archive.namelist() if name.lower().startswith("xl/worksheets/")]
    return [name for name in held if name.rpartition("/")[2].lower() in ends] or held


def looked_at(archive: zipfile.ZipFile, names: Sequence[str]) -> dict[int, dict[int, Error | Unsaved]]:
    """Cells that hold an error, or a formula and no value, by row and column.

    Raises ``Faulty`` where cells lie too far apart.
    """
    errors: dict[int, dict[int, Error | Unsaved]] = {}
    rows = columns = 0
    for name in names:
        tail = b""
        with archive.open(name) as stream:
            while read := stream.read(PIECE):
                piece = tail + read
                if _FAR.search(piece):
                    for letter, number in _PLACE.findall(piece):
                        rows, columns = max(rows, int(number)), max(columns, column_of(letter))
                if _ERROR.search(piece):
                    for found in _CELL.finditer(piece):
                        if _ERROR.search(found[0]):
                            errors.setdefault(int(found[2]), {})[column_of(found[1]) - 1] = Error()
                has_formulas = _FORMULA.search(piece) is not None
                for found in _UNSAVED.finditer(piece) if has_formulas else ():
                    errors.setdefault(int(found[2]), {})[column_of(found[1]) - 1] = Unsaved()
                tail = piece[-(_LONG_TAIL if has_formulas else _TAIL) :]
    if rows * columns > MOST_CELLS or columns > MOST_COLUMNS:
        raise Faulty([FAR_CELLS.at(rows=rows, columns=letters(columns))])
    return errors


def letters(column: int) -> str:
    """The letters of a column from its number."""
    text = ""
    while column:
        column, last = divmod(column - 1, 26)
        text = chr(65 + last) + text
    return text
