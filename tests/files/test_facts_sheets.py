"""Facts in a spreadsheet: typed cells are read exactly or refused, and rows have the numbers that people see."""

import zipfile
from datetime import date
from decimal import Decimal

import pytest

from suture.engine.fault import Faulty, dotted
from suture.files.facts import facts_of
from suture.files.facts.sheets import letters
from tests.spreadsheet import MOMENT, sheet, workbook

NAMES = ["agreement", "service", "date", "quantity", "unit", "kind", "source_id"]
ROW = ["2027-014", "catheter", date(2027, 1, 15), 800, "piece", "accepted", "a1"]


def read(tmp_path, *rows, merged=(), **how):
    file = tmp_path / "facts.xlsx"
    workbook(file, {"Facts": sheet([NAMES, *rows], **how)}, merged)
    return facts_of(str(file))


def refused(tmp_path, *rows, **how):
    with pytest.raises(Faulty) as raised:
        read(tmp_path, *rows, **how)
    return [(fault.line, dotted(fault.path), str(fault.wrong)) for fault in raised.value.faults]


def with_(column, value):
    return [value if name == column else cell for name, cell in zip(NAMES, ROW, strict=True)]


def test_cells_are_read_as_what_they_are(tmp_path):
    (fact,) = read(tmp_path, ROW)
    assert fact[:6] == ("2027-014", "catheter", date(2027, 1, 15), Decimal(800), "piece", "accepted")
    assert (fact.source_id, fact.row) == ("a1", 2)


def test_rows_have_the_numbers_of_the_spreadsheet_wherever_the_table_stands(tmp_path):
    facts = read(tmp_path, ROW, [], [" "], with_("source_id", "a2"), first_row=4, first_column=3)
    assert [(fact.source_id, fact.row) for fact in facts] == [("a1", 5), ("a2", 8)]


@pytest.mark.parametrize(
    ("written", "quantity"),
    [
        (800, "800"), (0.5, "0.5"), ("0.30000000000000004", "0.30000000000000004"), (0.30000000000000004, "0.3"),
        ("1250.50", "1250.50"), ("<><f>1+2</f><v>3</v></c>", "3"), ('< t="str"><f>"7"</f><v>7</v></c>', "7"),
        ("<><v>1.2E3</v></c>", "1200"),
    ],
)  # fmt: skip
def test_a_number_is_read_to_the_digits_that_a_spreadsheet_shows(tmp_path, written, quantity):
    if len(quantity.partition(".")[2]) > 12:
        assert refused(tmp_path, with_("quantity", written)) == [(2, "quantity", f"'{quantity}' is not a number")]
        return
    (fact,) = read(tmp_path, with_("quantity", written))
    assert fact.quantity == Decimal(quantity)


def test_a_number_that_names_something_is_a_text_without_its_point(tmp_path):
    (fact,) = read(tmp_path, with_("source_id", 10023))
    assert fact.source_id == "10023"


@pytest.mark.parametrize(
    ("column", "written", "wrong"),
    [
        ("date", 46402, "the number 46402 stands where a date belongs"),
        ("date", "15.01.2027", "'15.01.2027' is not a date"),
        ("date", f'< s="{MOMENT}"><v>46402.4375</v></c>', "2027-01-15 10:30:00 has a time of day"),
        ("quantity", date(2027, 1, 15), "the date 2027-01-15 stands where a number belongs"),
        ("quantity", "1.250,5", "'1.250,5' has a comma"),
        ("quantity", True, "'TRUE' is not a number"),
        ("quantity", '< t="e"><f>1/0</f><v>#DIV/0!</v></c>', "the formula of this cell gives an error"),
        ("source_id", '< t="e"><v>#N/A</v></c>', "the formula of this cell gives an error"),
        ("quantity", "<><f>A9</f></c>", "the formula of this cell was saved without its value"),
        ("quantity", "<><f>A9</f><v></v></c>", "the formula of this cell was saved without its value"),
        ("unit", '<><f t="shared" si="0"/><v/></c>', "the formula of this cell was saved without its value"),
    ],
)  # fmt: skip
def test_a_cell_that_is_something_else_is_refused_and_nothing_is_guessed(tmp_path, column, written, wrong):
    assert refused(tmp_path, with_(column, written)) == [(2, column, wrong)]


def test_a_date_with_the_time_of_midnight_is_a_day(tmp_path):
    (fact,) = read(tmp_path, with_("date", f'< s="{MOMENT}"><v>46402</v></c>'))
    assert fact.day == date(2027, 1, 15)


def test_the_day_that_a_number_would_be_is_said(tmp_path):
    with pytest.raises(Faulty) as raised:
        read(tmp_path, with_("date", 46402))
    assert str(raised.value.faults[0].remedy) == "Format the cells of this column as dates (2027-01-15)."


def test_merged_cells_are_not_filled_in(tmp_path):
    rows = [ROW, with_("quantity", None), with_("quantity", 5)]
    assert refused(tmp_path, *rows, merged=["D2:D3"]) == [
        (3, "quantity", "this cell is merged with the one in row 2, which alone has a value")
    ]


def test_a_row_that_is_merged_with_the_one_above_it_is_not_dropped(tmp_path):
    merged = [f"{column}2:{column}3" for column in "ABCDEFG"]
    found = refused(tmp_path, ROW, [None] * 7, with_("source_id", "a2"), merged=merged)
    assert [line for line, _, _ in found] == [3] * 7
    assert found[0][2] == "this cell is merged with the one in row 2, which alone has a value"


def test_a_row_that_is_merged_with_the_column_names_or_in_itself_is_none(tmp_path):
    merged = [*(f"{column}1:{column}2" for column in "ABCDEFG"), "A4:G4"]
    (fact,) = read(tmp_path, [None] * 7, ROW, [None] * 7, merged=merged)
    assert fact.row == 3


def test_a_value_under_no_name_is_not_dropped(tmp_path):
    assert refused(tmp_path, [*ROW, "extra"]) == [(2, "", "a value stands in column H, which has no name")]


def test_which_sheet_is_meant_must_be_said_where_it_is_not_clear(tmp_path):
    file = tmp_path / "facts.xlsx"
    rows = sheet([NAMES, ROW])
    workbook(file, {"May": rows, "June": sheet([NAMES]), "old!": sheet([["x"]])})
    with pytest.raises(Faulty) as raised:
        facts_of(str(file))
    assert str(raised.value.faults[0].remedy) == "Say which one: --sheet with one of: May, June."
    assert len(facts_of(str(file), sheet="May")) == 1
    with pytest.raises(Faulty) as raised:
        facts_of(str(file), sheet="Mai")
    assert str(raised.value.faults[0].wrong) == "there is no sheet 'Mai'"
    workbook(file, {"May": rows, "old!": sheet([["x"]])})
    assert len(facts_of(str(file))) == 1


def test_a_file_whose_sheets_are_all_hidden_says_so(tmp_path):
    file = tmp_path / "facts.xlsx"
    workbook(file, {"May!": sheet([NAMES, ROW]), "old!": sheet([["x"]])})
    with pytest.raises(Faulty) as raised:
        facts_of(str(file))
    (fault,) = raised.value.faults
    assert "all with a table are hidden" in str(fault.wrong)
    assert str(fault.remedy) == "Say which one: --sheet with one of: May, old."
    assert len(facts_of(str(file), sheet="May")) == 1


@pytest.mark.parametrize("place", ["XFD1048576", "ZZ1048576", "A99999999", "AAA5000000"])
def test_cells_far_apart_are_refused_before_they_fill_the_memory(tmp_path, place):
    (fault,) = refused(tmp_path, with_("unit", f'<><v>1</v></c><c r="{place}"><v>1</v></c>'))
    assert fault[2].startswith("its cells reach to row ")


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("suture.files.facts.sheets.UNPACKED_LIMIT", 100_000)
    assert refused(tmp_path, with_("unit", "x" * 100_000)) == [(None, "", "it unpacks to more than 0 MB")]


@pytest.mark.parametrize("damage", ["cut", "other", "sum", "no sheet", "wide letters"])
def test_what_is_no_spreadsheet_is_refused(tmp_path, damage):
    file = tmp_path / "facts.xlsx"
    workbook(file, {"Facts": sheet([NAMES, ROW])})
    data = file.read_bytes()
    if damage == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "other":
        file.write_bytes(b"agreement,service\n")
    elif damage == "sum":
        at = data.index(b"xl/worksheets/sheet1.xml") + 40
        file.write_bytes(data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :])
    else:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("xl/workbook.xml", "<a/>" if damage == "no sheet" else "<a/>".encode("utf-16"))
    with pytest.raises(Faulty) as raised:
        facts_of(str(file))
    assert len(raised.value.faults) == 1


def test_columns_have_the_letters_of_a_spreadsheet():
    assert [letters(column) for column in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
