"""A filled-in template: its cells by key, and everything in it that cannot be read. Nothing is silently dropped."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from suture.engine.clauses.figure import Figure
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.quotes.request import Request
from suture.engine.terms.document import Document
from suture.engine.terms.measures import TOO_SMALL
from suture.engine.terms.reading import validated
from suture.engine.terms.refused import NO_CHOICE, NO_DATE, nearest, shown
from suture.files.facts import cells
from suture.files.facts.cells import IS_ERROR, Error, Unfit, Unsaved
from suture.files.facts.sheets import NOT_A_SHEET, letters, looked_at, parts_of, weighed
from suture.files.opening import bytes_of
from suture.files.quotes.layout import HEADS, INPUT, KIND, VERSION, Cell, Holds, Line, headed, pages

LIMIT: Final = 5_000_000
"""Bytes of a filled-in template; an empty one has 20,000."""
MOST_TEXT: Final = 500
NOT_OURS = refusal(
    "template_not_ours",
    "this is not a quote template of suture",
    "Let the bidder fill in the spreadsheet that `suture level REQUEST.yaml --template FILE.xlsx` writes.",
    "这不是 suture 的报价模板",
    "请让报价方填写由 `suture level REQUEST.yaml --template FILE.xlsx` 写出的表格。",
)
LATER = refusal(
    "template_later",
    "the template is of version {found}; this version of suture reads {known}",
    "Update suture, or send the bidder a template that this version writes.",
    "模板版本为 {found}，而本版 suture 只读取版本 {known}",
    "请升级 suture，或向报价方另发由本版写出的模板。",
)
OTHER_REQUEST = refusal(
    "template_other_request",
    "the template is of request '{found}', not '{wanted}'",
    "Level it with its own request.",
    "该模板属于询价单“{found}”，而非“{wanted}”",
    "请与其对应的询价单一起比较。",
)
SHEET_MISSING = refusal(
    "template_sheet_missing",
    "the sheet '{sheet}' is not there",
    "Take the sheet from the template again; leave its name as it is.",
    "缺少工作表“{sheet}”",
    "请从模板重新取回该工作表，并保留其名称。",
)
SHEET_UNKNOWN = refusal(
    "template_sheet_unknown",
    "the sheet '{sheet}' is not of the template, so nobody reads it",
    "Move what it says to a note or to sheet 7, and delete the sheet.",
    "工作表“{sheet}”不属于模板，不会被读取",
    "请将其内容移至备注或工作表 7，并删除该工作表。",
)
LINE_MISSING = refusal(
    "template_line_missing",
    "the line '{asked}' is not there",
    "Take the sheet from the template again; no line of it may be deleted.",
    "缺少“{asked}”一行",
    "请从模板重新取回该工作表；不得删除其中任何一行。",
)
LINE_TWICE = refusal(
    "template_line_twice",
    "the line '{key}' stands here and in row {other}",
    "Keep one of the two.",
    "“{key}”一行在此处与第 {other} 行重复",
    "请保留其一。",
)
NO_LINE = refusal(
    "template_no_line",
    "'{found}' stands in a cell that the template does not ask for",
    "Move it to a note or to sheet 7, and clear the cell.",
    "“{found}”所在单元格不是模板要求填写的",
    "请将其移至备注或工作表 7，并清空该单元格。",
)
NEEDED = refusal(
    "template_cell_needed",
    "'{asked}' is not filled in",
    "Fill in the cell; ● marks what must be filled in.",
    "未填写“{asked}”",
    "请填写该单元格；标 ● 者必填。",
)
FORMULA = refusal(
    "template_formula",
    "a formula stands in the cell",
    "Write the value that it gives: what a formula shows depends on the program that opens it.",
    "单元格中是公式",
    "请填写其结果数值：公式的显示结果取决于打开它的软件。",
)
FORMULA_UNSAVED = refusal(
    "template_formula_unsaved",
    "a formula stands in the cell, and the file does not hold its value",
    "Write the value that it gives in its place.",
    "单元格中是公式，且文件未保存其结果",
    "请以其结果数值替换公式。",
)
MERGED = refusal(
    "template_merged",
    "the cells {area} are merged",
    "Undo the merging, and fill in every cell.",
    "单元格 {area} 已合并",
    "请取消合并，并逐格填写。",
)
PER_CENT = refusal(
    "template_share_large",
    "{found} is more than all of it",
    "Write per cent: 95 % is 0.95 in a cell that is formatted as a percentage.",
    "{found} 超过百分之百",
    "请按百分比填写：在百分比格式的单元格中，95 % 即 0.95。",
)
LONG = refusal(
    "template_text_long",
    "the text has {found} letters, more than {most}",
    "Shorten it, and send the rest as a letter.",
    "文字有 {found} 个字符，超过 {most}",
    "请缩短，其余内容另函说明。",
)
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE: Final = re.compile(r"([A-Z]+)([0-9]+)")
READ_AS: Final[dict[Holds, cells.Holds]] = {
    "text": "text", "choice": "text", "number": "number", "share": "number", "day": "day",
}  # fmt: skip
"""As what a cell is read."""


class Received(NamedTuple):
    """What stands in a template: by key and cell; where, by sheet and address; and what cannot be read of it."""

    filled: dict[tuple[str, str], str]
    places: dict[tuple[str, str], tuple[str, str]]
    unread: set[tuple[str, str]]
    faults: list[Fault]


class Raw(NamedTuple):
    """One sheet: its rows, and the cells with a formula, with one that was saved without its value, with an error."""

    rows: list[list[object]]
    formulas: frozenset[tuple[int, int]]
    unsaved: frozenset[tuple[int, int]]
    errors: frozenset[tuple[int, int]]
    merged: tuple[tuple[int, int, int, int], ...]


def received(path: str, request: Request) -> Received:
    """The cells of a filled-in template, and everything that cannot be read. Raises ``Faulty`` where it is none."""
    raw = opened(bytes_of(path, limit=LIMIT))
    if wrong := [*recognised(raw, request)]:
        raise Faulty(wrong)
    names = [page.name for page in pages(request)]
    found = Received({}, {}, set(), [SHEET_MISSING.at(sheet=name) for name in names if name not in raw])
    for name, sheet in raw.items():
        if name not in names and any(cells_held(sheet)):
            found.faults.append(SHEET_UNKNOWN.at(name, sheet=shown(name)))
    for page in pages(request):
        if page.name in raw:
            found.faults.extend(taken(page.name, page.lines, raw[page.name], found))
        else:
            found.unread.update((line.key, cell.name) for line in page.lines for cell in line.cells)
    return found


def opened(data: bytes) -> dict[str, Raw]:
    """Every sheet of a workbook by its name. Raises ``Faulty`` where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            weighed(archive)
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            tables = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            return {name: raw_of(archive, book, name) for name in tables}
    except PasswordError:
        raise Faulty([NOT_A_SHEET.at(why="it has a password")]) from None
    except (CalamineError, zipfile.BadZipFile, zlib.error, ElementTree.ParseError) as error:
        raise Faulty([NOT_A_SHEET.at(why=shown(error))]) from None
    except (OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError) as error:  # of the archive
        raise Faulty([NOT_A_SHEET.at(why=shown(error))]) from None


def raw_of(archive: zipfile.ZipFile, book: CalamineWorkbook, name: str) -> Raw:
    """One sheet of a workbook."""
    parts = parts_of(archive, book.sheet_names.index(name))
    wrong = looked_at(archive, parts)
    sheet = book.get_sheet_by_name(name)
    left = sheet.start[1] if sheet.start is not None else 0
    rows: list[list[object]] = [[*[""] * left, *row] for row in sheet.iter_rows()]
    merged = tuple((top, first, bottom, last) for (top, first), (bottom, last) in sheet.merged_cell_ranges or ())
    return Raw(
        rows, frozenset(at for part in parts for at in formulas(archive.read(part))),
        frozenset(wrong_at(wrong, Unsaved)), frozenset(wrong_at(wrong, Error)), merged,
    )  # fmt: skip


def wrong_at(
    wrong: Mapping[int, Mapping[int, Error | Unsaved]], kind: type[Error | Unsaved]
) -> Iterator[tuple[int, int]]:
    """The cells of which one thing is wrong, by row and column from 0."""
    return (
        (row - 1, column) for row, of in wrong.items() for column, found in of.items() if isinstance(found, kind)
    )  # fmt: skip


def formulas(xml: bytes) -> Iterator[tuple[int, int]]:
    """The cells of a sheet that hold a formula, by row and column from 0."""
    for cell in ElementTree.fromstring(xml).iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is not None and (match := _PLACE.fullmatch(cell.get("r", ""))):
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            yield int(match[2]) - 1, column - 1


def recognised(raw: dict[str, Raw], request: Request) -> Iterator[Fault]:
    """Whether it is a template, of a version that is read, for this request: column A of its first lines."""
    head = next((found for sheet in raw.values() if (found := top(sheet))[:1] == [KIND]), None)
    if head is None:
        yield NOT_OURS.at()
        return
    version, of_request = head[1], head[2]
    if version != str(VERSION):
        yield LATER.at(found=shown(version), known=VERSION)
    elif of_request != request.request:
        yield OTHER_REQUEST.at(found=shown(of_request), wanted=request.request)


def top(sheet: Raw) -> list[str]:
    """What stands in column A of the first three rows."""
    return [cells.shown(row[0]) if row else "" for row in (*sheet.rows[:3], [], [], [])][:3]


def cells_held(sheet: Raw) -> Iterator[object]:
    """Cells of a sheet that hold anything."""
    return (cell for row in sheet.rows for cell in row if cells.shown(cell).strip())


def taken(name: str, lines: Sequence[Line], sheet: Raw, into: Received) -> Iterator[Fault]:
    """Takes in the cells of one sheet, and yields what is wrong with them."""
    by_key, rows = {line.key: line for line in lines}, dict[str, int]()
    asked: set[tuple[int, int]] = set()
    for at, row in enumerate(sheet.rows):
        key = cells.shown(row[0]).strip() if row else ""
        if key in by_key:
            if key in rows:
                yield LINE_TWICE.at(name, f"A{at + 1}", key=key, other=rows[key] + 1)
                continue
            rows[key] = at
            asked |= {(at, INPUT + place) for place in range(len(by_key[key].cells))}
    for line in lines:
        if line.key not in rows:
            into.unread.update((line.key, cell.name) for cell in line.cells)
            yield LINE_MISSING.at(name, asked=line.asks())
            continue
        for place, cell in enumerate(line.cells):
            wrong = [*one(name, line, cell, sheet, (rows[line.key], INPUT + place), into)]
            if wrong:
                into.unread.add((line.key, cell.name))
            yield from wrong
    yield from beside(name, sheet, asked)
    for first_row, first, last_row, last in sheet.merged:
        if any(first_row <= row <= last_row and first <= column <= last for row, column in asked):
            yield MERGED.at(name, area=f"{address(first_row, first)}:{address(last_row, last)}")


def one(name: str, line: Line, cell: Cell, sheet: Raw, at: tuple[int, int], into: Received) -> Iterator[Fault]:
    """Takes in one cell as what it must hold."""
    row, column = at
    here = address(row, column)
    into.places[line.key, cell.name] = (name, here)
    if at in sheet.unsaved:
        yield FORMULA_UNSAVED.at(name, here)
        return
    if at in sheet.errors:
        yield IS_ERROR.at(name, here)
        return
    if at in sheet.formulas:
        yield FORMULA.at(name, here)
        return
    held = sheet.rows[row][column] if column < len(sheet.rows[row]) else ""
    text = cells.text_of(held, READ_AS[cell.holds])
    if isinstance(text, Unfit):
        said: dict[str, Any] = text.said
        yield text.wrong.at(name, here, **said)
        return
    text = " ".join(text.split())
    if not text:
        if cell.needed:
            yield NEEDED.at(name, here, asked=line.asks())
        return
    if cell.choices and (chosen := choice_of(text, cell.choices)) is None:
        yield NO_CHOICE.at(
            name, here, found=shown(text), guess=nearest(text, cell.choices), choices=", ".join(cell.choices)
        )
        return
    elif cell.choices:
        text = str(chosen)
    if cell.holds == "text" and len(text) > MOST_TEXT:
        yield LONG.at(name, here, found=len(text), most=MOST_TEXT)
        return
    if cell.holds == "share" and not text.endswith("%") and isinstance(held, int | float) and held > 1:
        yield PER_CENT.at(name, here, found=text)
        return
    if cell.holds == "day" and not is_day(text):
        yield NO_DATE.at(name, here, found=shown(text))
        return
    if cell.holds in ("number", "share"):
        figure, wrong = validated(Document(text, {}), Figure)
        if figure is not None and figure.value is not None and figure.value < 0:
            wrong = [TOO_SMALL.at(found=text, least=0)]
        if wrong:
            yield from (replace(fault, path=(name, here), line=None) for fault in wrong)
            return
    into.filled[line.key, cell.name] = text


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def choice_of(text: str, choices: Sequence[str]) -> str | None:
    """The choice that a text means, in any case."""
    return next((each for each in choices if each.casefold() == text.casefold()), None)


def beside(name: str, sheet: Raw, asked: set[tuple[int, int]]) -> Iterator[Fault]:
    """What stands in cells that nobody asks for: it would be read by nobody.

    The heads above the cells of a line stand in rows without a key, in words of the template itself.
    """
    heads = {headed(head) for head in HEADS}
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row[INPUT:], start=INPUT):
            words = cells.shown(cell).strip()
            if words and (at, column) not in asked and words not in heads:
                yield NO_LINE.at(name, address(at, column), found=shown(words[:60]))


def address(row: int, column: int) -> str:
    """The address of a cell from its row and column, counted from 0."""
    return f"{letters(column + 1)}{row + 1}"
