"""Sheets: what is written is read again, text stays text, and formulas carry their value."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from suture.engine.money import Money
from suture.files.cells import Column, Formula, Sheet, wide, width
from suture.files.workbook import workbook

COLUMNS = (
    Column("clause", "Clause", note="Where it stands in the agreement."),
    Column("day", "Day", "day"),
    Column("quantity", "Quantity", "number"),
    Column("price", "Price, USD", "money", currency="USD", decimals=2),
    Column("right", "Right, USD", "money", currency="USD", sum=True),
)
ROWS = (
    ("price", date(2027, 1, 31), Decimal(1200), Decimal("22.50"), Formula("={quantity}*{price}", Decimal("27000.00"))),
    ("=1+1", date(2027, 2, 28), Decimal("3.5"), Decimal(20), Formula("={quantity}*{price}+{right:0}", Decimal(27070))),
)
SHEET = Sheet("Right: what is owed?", ("Vena against North", "as of 2027-03-01"), COLUMNS, ROWS)


def read(data: bytes, name: str | None = None) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return book.get_sheet_by_name(name or book.sheet_names[0]).to_python()


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def test_cells_are_read_as_what_they_are():
    rows = read(workbook([SHEET], "en", title="t"))
    assert rows[0][0] == "Vena against North"
    assert rows[3] == ["Clause", "Day", "Quantity", "Price, USD", "Right, USD"]
    assert rows[4] == ["price", date(2027, 1, 31), 1200, 22.5, 27000]
    assert rows[6] == ["Sum", "", "", "", 54070]


def test_a_formula_names_its_cells_and_holds_its_value():
    sheet = part(workbook([SHEET], "en", title="t"), "xl/worksheets/sheet1.xml")
    assert "<f>C5*D5</f><v>27000.00</v>" in sheet
    assert "<f>C6*D6+E5</f><v>27070</v>" in sheet
    assert "<f>SUM(E5:E6)</f><v>54070.00</v>" in sheet


@pytest.mark.parametrize("typed", ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "{=1}", "http://a.b", "\t=1"])
def test_what_somebody_typed_is_never_a_formula_or_a_link(typed):
    data = workbook([Sheet("s", (typed,), (Column("a", typed, note=typed),), ((typed,),))], "en", title=typed)
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert [row[0] for row in read(data) if row[0]] == [typed] * 3


def test_rows_that_are_sums_themselves_are_not_summed_again():
    rows = ((Decimal(1),), (Decimal(2),), (Formula("=SUM({a:0}:{a:1})", Decimal(3)),), (Decimal(4),))
    sheet = Sheet("s", (), (Column("a", "A", "number", sum=True),), rows, bold=frozenset({2}))
    assert "<f>SUM(A2:A3,A5:A5)</f><v>7</v>" in part(workbook([sheet], "en", title="t"), "xl/worksheets/sheet1.xml")


def test_money_of_each_currency_has_its_decimals():
    rows = ((Money(1200, "JPY"),), (Money(1234, "KWD"),), (Money(-1234, "USD"),))
    data = workbook([Sheet("s", (), (Column("m", "Money", "money", currency="USD"),), rows)], "en", title="t")
    assert [row[0] for row in read(data)] == ["Money", 1200, 1.234, -12.34]
    styles = part(data, "xl/styles.xml")
    assert re.findall(r'formatCode="([^"]+)"', styles) == ["#,##0", "#,##0.000", "#,##0.00"]


def test_heads_stay_are_filtered_and_have_their_note():
    data = workbook([SHEET], "en", title="t")
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert 'ySplit="4"' in sheet
    assert 'xSplit="1"' in sheet
    assert '<autoFilter ref="A4:E6"/>' in sheet
    assert "Where it stands in the agreement." in part(data, "xl/comments1.xml")


def test_names_of_sheets_are_such_as_a_spreadsheet_allows():
    sheets = [SHEET._replace(name=name) for name in ("a/b", "a/b", "A B", "x" * 40, "", "'")]
    names = CalamineWorkbook.from_filelike(BytesIO(workbook(sheets, "en", title="t"))).sheet_names
    assert names == ["a b", "a b 2", "A B 3", "x" * 31, "-", "- 6"]


def test_chinese_is_twice_as_wide():
    assert wide("最低采购量") == 10
    assert width(Column("a", "条款"), ["最低采购量协议条款"]) == 20
    assert width(Column("a", "A"), ["x" * 500]) == 60


def test_the_same_sheets_give_the_same_bytes():
    assert workbook([SHEET], "zh", title="t") == workbook([SHEET], "zh", title="t")


def test_a_sheet_without_rows_has_its_heads():
    assert read(workbook([SHEET._replace(rows=(), above=())], "en", title="t")) == [[c.head for c in COLUMNS]]
