"""Sheets as people work in them: typed cells, money by its currency, and formulas that carry their value.

Text is written as text whatever it begins with, so that nothing that somebody typed becomes a formula. A formula
holds the value that it gives, for readers that do not calculate. The same sheets give the same bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from suture.engine.money import Money
from suture.engine.text import Language, Text
from suture.files.cells import (
    Cell,
    Column,
    Formula,
    Number,
    Sheet,
    amount_of,
    money_format,
    number_format,
    tallest,
    width,
)

LONGEST: Final = 32_000
"""Letters that a cell may hold, less a little; Excel ends at 32,767."""
HIGH: Final = 15
"""Points that a line of text takes; a height is written since not every reader finds it by itself."""
MADE: Final = datetime(2000, 1, 1)
"""The day that a file says it was made: none, since the same result gives the same bytes."""
SUM: Final = Text("workbook.sum", "Sum", "合计")
PAGE: Final = Text("workbook.page", "page &P / &N", "第 &P / &N 页")
FONTS: Final[dict[Language, str]] = {"en": "Arial", "zh": "Microsoft YaHei"}


def workbook(sheets: Sequence[Sheet], language: Language, *, title: str) -> bytes:
    """The file as XLSX."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": MADE, "comments": ""})
        styles = _Styles(book, language)
        for sheet, name in zip(sheets, _names(sheets), strict=True):
            _written(book.add_worksheet(name), sheet, styles, language)
    return held.getvalue()


class _Styles:
    """Formats by what a cell is; each is made once."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book, self.language, self.made = book, language, dict[tuple[str, bool], Any]()

    def of(self, number: str, *, bold: bool = False, **more: object) -> Any:
        """The format of a number, a day, or of text."""
        key = (f"{number}|{sorted(more.items())}", bold)
        if key not in self.made:
            self.made[key] = self.book.add_format(
                {"font_name": FONTS[self.language], "font_size": 10, "valign": "top", "bold": bold,
                 **({"num_format": number} if number else {}), **more}
            )  # fmt: skip
        return self.made[key]

    def head(self, column: Column, place: int) -> Any:
        """The format of a head: as its column stands, to the left or to the right."""
        left = column.kind in ("text", "day")
        more = {"indent": 1, "align": "left"} if left and place else {} if left else {"align": "right"}
        return self.of("", bold=True, bg_color="#EEF0F2", bottom=1, text_wrap=True, **more)


class _Here:
    """A column as a formula names it: its cell in this row, or with a number behind a colon in that row."""

    def __init__(self, column: int, row: int, first: int) -> None:
        self.column, self.row, self.first = column, row, first

    def __format__(self, row: str) -> str:
        """The address of the cell."""
        return _address(self.first + int(row) if row else self.row, self.column)


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Names that a spreadsheet allows: up to 31 letters, none of []:*?/\\, no two alike."""
    taken: list[str] = []
    for sheet in sheets:
        name = "".join(" " if letter in "[]:*?/\\" else letter for letter in sheet.name).strip("' ")[:31] or "-"
        if name.casefold() in (other.casefold() for other in taken):
            end = f" {len(taken) + 1}"
            name = name[: 31 - len(end)] + end
        taken.append(name)
    return taken


def _written(at: Any, sheet: Sheet, styles: _Styles, language: Language) -> None:
    """One sheet: the lines above, the heads, the rows, the sums."""
    for row, words in enumerate(sheet.above):
        at.write_string(row, 0, words[:LONGEST], styles.of("", bold=row == 0))
    head = len(sheet.above) + (1 if sheet.above else 0)
    for place, column in enumerate(sheet.columns):
        at.write_string(head, place, column.head, styles.head(column, place))
        if column.note:
            at.write_comment(head, place, column.note, {"x_scale": 2, "y_scale": 1 + len(column.note) / 120})
    first = head + 1
    for row, cells in enumerate(sheet.rows):
        here = {c.key: _Here(place, first + row, first) for place, c in enumerate(sheet.columns)}
        for place, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True)):
            _cell(at, first + row, place, cell, column, here, styles, bold=row in sheet.bold)
    _sums(at, sheet, first, styles, language)
    widths = [width(column, [cells[place] for cells in sheet.rows]) for place, column in enumerate(sheet.columns)]
    for place, wanted in enumerate(widths):
        at.set_column(place, place, wanted)
    at.set_row(head, HIGH * tallest([column.head for column in sheet.columns], [size + 1 for size in widths]))
    for row, cells in enumerate(sheet.rows):
        if (lines := tallest(cells, widths)) > 1:
            at.set_row(first + row, HIGH * lines)
    at.freeze_panes(first, sheet.frozen)
    if sheet.rows:
        at.autofilter(head, 0, first + len(sheet.rows) - 1, len(sheet.columns) - 1)
    at.set_paper(9)
    at.set_landscape()
    at.fit_to_pages(1, 0)
    at.repeat_rows(head)
    at.set_footer(f"&L&8&A&R&8{PAGE().said(language)}")


def _cell(
    at: Any, row: int, place: int, cell: Cell, column: Column, here: Mapping[str, _Here], styles: _Styles, *, bold: bool
) -> None:  # fmt: skip
    """One cell by its type; nothing is guessed from how it looks."""
    if cell is None:
        return
    if isinstance(cell, str):
        style = styles.of("", bold=bold, text_wrap=True, **({"indent": 1, "align": "left"} if place else {}))
        at.write_string(row, place, cell[:LONGEST], style)
    elif isinstance(cell, date):
        at.write_datetime(
            row, place, datetime(cell.year, cell.month, cell.day),
            styles.of("yyyy-mm-dd", bold=bold, align="left", **({"indent": 1} if place else {})),
        )  # fmt: skip
    elif isinstance(cell, Money):
        at.write_number(row, place, cell.amount, styles.of(money_format(cell.currency), bold=bold))
    elif isinstance(cell, Formula):
        style = styles.of(number_format(column, cell.value, cell.decimals), bold=bold)
        at.write_formula(row, place, cell.text.format_map(here), style, cell.value)
    elif isinstance(cell, Number):
        at.write_number(row, place, cell.value, styles.of(number_format(column, cell.value, cell.decimals), bold=bold))
    else:
        at.write_number(row, place, cell, styles.of(number_format(column, cell), bold=bold))


def _sums(at: Any, sheet: Sheet, first: int, styles: _Styles, language: Language) -> None:
    """The sums below the rows, as formulas; rows that are sums themselves are not summed again."""
    if not sheet.rows or not any(column.sum for column in sheet.columns):
        return
    row = first + len(sheet.rows)
    for place, column in enumerate(sheet.columns):
        if column.sum:
            summed = [n for n in range(len(sheet.rows)) if n not in sheet.bold]
            value = sum((amount_of(sheet.rows[n][place]) for n in summed), Decimal(0))
            cells = ",".join(f"{_address(first + n, place)}:{_address(first + m, place)}" for n, m in runs(summed))
            style = styles.of(number_format(column, value), bold=True, top=1)
            at.write_formula(row, place, f"=SUM({cells})", style, value)
        elif place == 0:
            at.write_string(row, place, SUM().said(language), styles.of("", bold=True, top=1))
        else:
            at.write_blank(row, place, None, styles.of("", bold=True, top=1))


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in order as runs without a gap: first and last of each."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _address(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))
