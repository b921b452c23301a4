"""A template as a bidder fills it in: values put into its cells by the key of their line and the name of the cell."""

import io
import re
import zipfile
from datetime import date
from xml.sax.saxutils import escape

from suture.files.quotes.layout import INPUT, pages
from suture.files.quotes.received import address, opened
from suture.files.quotes.template import template

DAY_ZERO = date(1899, 12, 30)

NORTH = {
    ("bidder", "value"): "North", ("quote", "value"): "Q-North", ("valid_until", "value"): date(2027, 2, 1),
    ("prices_until", "value"): date(2029, 12, 31), ("currency", "value"): "USD", ("incoterm", "value"): "DAP",
    ("place", "value"): "Memphis", ("region", "value"): "us", ("change_order", "value"): 2500,
    ("price.1", "order_from"): 1, ("price.1", "price"): 24, ("price.2", "order_from"): 2000,
    ("price.2", "price"): 22, ("price.3", "order_from"): 5000, ("price.3", "price"): 21.5,
    ("lot_size", "value"): 500, ("lot_fee", "value"): 1800, ("tool.1", "name"): "mould",
    ("tool.1", "amount"): 80000, ("scope.tooling", "answer"): "included",
    ("scope.sterilisation", "answer"): "included", ("yield", "value"): 0.95, ("lead_weeks", "value"): 12,
    ("rejects", "value"): 0.01, ("rejects_borne", "value"): "buyer",
    ("value.yield_warranty", "value"): "96 % or the lot is made again",
}  # fmt: skip
"""The quote of North in ``quoted.py``, with prices at three order sizes."""


def cells_of(request):
    """The sheet and the address of every cell of the empty template, by the key of its line and its name."""
    raw, found = opened(template(request)), {}
    for page in pages(request):
        rows = {row[0]: at for at, row in enumerate(raw[page.name].rows) if row}
        for line in page.lines:
            for place, cell in enumerate(line.cells):
                found[line.key, cell.name] = (page.name, address(rows[line.key], INPUT + place))
    return found


def cell_of(request, key, name):
    """The sheet and the address of one cell."""
    return cells_of(request)[key, name]


def filled(request, values, *, at=None, merged=None, rename=None, replace=None):
    """The template with values; ``at`` puts cells as XML by sheet and address, ``merged`` merges an area of a sheet."""
    places = cells_of(request)
    cells = {places[place]: as_cell(value) for place, value in values.items()}
    cells.update(at or {})
    names = [page.name for page in pages(request)]
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template(request))) as before, zipfile.ZipFile(made, "w") as after:
        for part in before.namelist():
            text = before.read(part).decode()
            if found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", part):
                name = names[int(found[1]) - 1]
                for (sheet, place), xml in cells.items():
                    if sheet == name:
                        text = put(text, place, xml)
                if merged and merged[0] == name:
                    area = f'<mergeCells count="1"><mergeCell ref="{merged[1]}"/></mergeCells>'
                    text = text.replace("</sheetData>", f"</sheetData>{area}")
            if part == "xl/workbook.xml" and rename:
                text = text.replace(*rename)
            if part == "xl/sharedStrings.xml" and replace:
                assert replace[0] in text
                text = text.replace(*replace)
            after.writestr(part, text)
    return made.getvalue()


def as_cell(value):
    """What stands in a cell, as XML; a day as the number of days that a spreadsheet counts, under a format of days."""
    if isinstance(value, date):
        return f"<v>{(value - DAY_ZERO).days}</v>"
    if isinstance(value, str):
        return f't="inlineStr"><is><t>{escape(value)}</t></is>'
    return f"<v>{value}</v>"


def cell_style(request, key, name):
    """The number of the format of a cell, with a colon behind it."""
    sheet, place = cell_of(request, key, name)
    at = [page.name for page in pages(request)].index(sheet) + 1
    with zipfile.ZipFile(io.BytesIO(template(request))) as book:
        text = book.read(f"xl/worksheets/sheet{at}.xml").decode()
    found = re.search(rf'<c r="{place}" s="(\d+)"/>', text)
    return f"{found[1]}:"


def put(text, place, xml):
    """The sheet with the contents of one of its blank cells; ``!`` drops its format, or ``!7:`` gives it format 7."""
    blank = re.search(rf'<c r="{place}"( s="\d+")?/>', text)
    assert blank, place
    style = blank[1] or ""
    if xml.startswith("!"):
        number, _, value = xml[1:].rpartition(":")
        style, xml = (f' s="{number}"' if number else ""), f"<v>{value}</v>"
    inside = " " + xml if xml.startswith("t=") else ">" + xml
    return text.replace(blank[0], f'<c r="{place}"{style}{inside}</c>')
