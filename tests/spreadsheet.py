"""Spreadsheets as tests write them: cells as XML, so that a test can say what no program would write."""

import zipfile
from datetime import date, timedelta
from decimal import Decimal
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs>'
    "</styleSheet>"
)
DAY_ZERO = date(1899, 12, 30)
DATE, MOMENT = 1, 2


def letters(column):
    text = ""
    while column:
        column, last = divmod(column - 1, 26)
        text = chr(65 + last) + text
    return text


def cell(place, value):
    """A cell; a text that begins with < is XML of its own."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f'<c r="{place}" s="{DATE}"><v>{(value - DAY_ZERO) // timedelta(1)}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f'<c r="{place}"><v>{value}</v></c>'
    if value.startswith("<"):
        return f'<c r="{place}" {value[1:]}'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def sheet(rows, first_row=1, first_column=1):
    """The rows of a sheet as XML; an empty row is left out, as spreadsheets do."""
    lines = []
    for at, row in enumerate(rows, start=first_row):
        cells = "".join(cell(f"{letters(first_column + i)}{at}", value) for i, value in enumerate(row))
        lines.append(f'<row r="{at}">{cells}</row>' if cells else "")
    return "".join(lines)


def workbook(path, sheets, merged=()):
    """A workbook of sheets by name, each as XML rows; a name that ends in ! is hidden."""
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merging = f"<mergeCells>{cells}</mergeCells>" if merged else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def write(name, text):
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')

        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>'
            for at in range(1, len(sheets) + 1)
        )
        write(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}</Types>',
        )
        write(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        named = "".join(
            f'<sheet name="{escape(name.rstrip("!"))}" sheetId="{at}" r:id="rId{at}"'
            + (' state="hidden"' if name.endswith("!") else "")
            + "/>"
            for at, name in enumerate(sheets, start=1)
        )
        write("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>')
        related = "".join(
            f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at in range(1, len(sheets) + 1)
        )
        write(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}<Relationship Id="rId99" '
            f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        write("xl/styles.xml", STYLES)
        for at, rows in enumerate(sheets.values(), start=1):
            write(
                f"xl/worksheets/sheet{at}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merging}</worksheet>',
            )
