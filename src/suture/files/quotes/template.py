"""The spreadsheet that bidders fill in, as it is sent out: both languages, a line per item, input cells marked."""

from io import BytesIO
from typing import Any, Final

import xlsxwriter

from suture.engine.clauses.saying import unit
from suture.engine.quotes.request import Request, volumes
from suture.engine.terms.ranges import likely
from suture.engine.text import Message, Text
from suture.files.quotes.layout import INPUT, KIND, VERSION, Cell, Holds, Page, headed, pages
from suture.files.workbook import MADE

YELLOW: Final = "#FFF4CC"
FONT: Final = "Arial"
TITLE = Text("template.title", "Quote for {request}: {title}", "{request} 报价：{title}")
FILL = Text(
    "template.fill",
    "Fill in the yellow cells with values, no formulas; ● must be filled. Amounts in your currency.",
    "请在黄色单元格内填写数值，勿用公式；标 ● 者必填。金额以贵方币种填写。",
)
ASKED = Text(
    "template.asked",
    "We ask for {service}, priced by the {unit}: {volumes} a year from {starts} on, in orders of {size}; {incoterm} "
    "{place}.",
    "询价内容：{service}，按 {unit} 计价；自 {starts} 起每年 {volumes}，每单 {size}；{incoterm} {place}。",
)
FORMATS: Final[dict[Holds, str]] = {"text": "@", "choice": "@", "number": "#,##0.######", "share": "0.0#%",
                                    "day": "yyyy-mm-dd"}  # fmt: skip
NEEDED: Final = "●"
HEAD_LINES: Final = 4


def template(request: Request) -> bytes:
    """The spreadsheet as XLSX; the same request gives the same bytes."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": request.request, "created": MADE, "comments": ""})
        for page in pages(request):
            _page(book, book.add_worksheet(page.name), page, request)
    return held.getvalue()


def _page(book: Any, at: Any, page: Page, request: Request) -> None:
    """One sheet: what it is of, what to do, and its lines."""
    bold = book.add_format({"font_name": FONT, "bold": True, "font_size": 12, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"font_name": FONT, "font_size": 10, "text_wrap": True, "valign": "top"})
    title = TITLE(request=request.request, title=request.title or request.service)
    top = ((KIND, title, 34), (str(VERSION), page.says(), 30), (request.request, FILL(), 45), ("", asked(request), 58))
    for row, (key, text, high) in enumerate(top):
        at.set_row(row, high)
        at.write_string(row, 0, key, plain)
        at.write_string(row, 1, text.said("en"), bold if row == 0 else plain)
        at.write_string(row, 2, text.said("zh"), bold if row == 0 else plain)
    row, heads = HEAD_LINES, None
    for line in page.lines:
        of_line = tuple(cell.head for cell in line.cells)
        if of_line != heads and any(of_line):
            for place, head in enumerate(of_line):
                at.write_string(row, INPUT + place, headed(head) if head is not None else "", plain)
            at.set_row(row, 58)
            row += 1
        heads = of_line
        needed = f"{NEEDED} " if any(cell.needed for cell in line.cells) else ""
        at.write_string(row, 0, line.key, plain)
        at.write_string(row, 1, needed + line.asks().said("en"), plain)
        at.write_string(row, 2, needed + line.asks().said("zh"), plain)
        for place, cell in enumerate(line.cells):
            _cell(book, at, row, INPUT + place, cell)
        row += 1
    at.set_column(0, 0, None, None, {"hidden": True})
    at.set_column(1, 2, 42)
    at.set_column(INPUT, INPUT + 3, 24)
    at.freeze_panes(HEAD_LINES, INPUT)
    at.set_paper(9)
    at.set_landscape()
    at.fit_to_pages(1, 0)


def asked(request: Request) -> Message:
    """What is asked for, in a sentence; of ranges what is likely."""
    exact = likely(request)
    return ASKED(
        service=request.service, unit=unit(request.unit), volumes=" / ".join(f"{each:,f}" for each in volumes(exact)),
        starts=request.starts.isoformat(), size=f"{exact.orders.size.likely:,f}", incoterm=request.delivery.incoterm,
        place=request.delivery.place,
    )  # fmt: skip


def _cell(book: Any, at: Any, row: int, column: int, cell: Cell) -> None:
    """One input cell: marked, formatted, and with its choices."""
    style = {"font_name": FONT, "font_size": 10, "bg_color": YELLOW, "border": 1, "border_color": "#C9B458",
             "num_format": FORMATS[cell.holds], "text_wrap": cell.holds == "text", "valign": "top"}  # fmt: skip
    at.write_blank(row, column, None, book.add_format(style))
    if cell.choices:
        at.data_validation(row, column, row, column, {"validate": "list", "source": list(cell.choices)})
    elif cell.holds == "share":
        at.data_validation(
            row, column, row, column,
            {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_type": "warning"},
        )  # fmt: skip
