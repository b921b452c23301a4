"""Several sheets of one workbook in one run: orders, receipts and a forecast, each read in its own way."""

import csv
import json
from datetime import date

import pytest

from suture.cli import main
from suture.engine.fault import Faulty, dotted
from suture.files.facts import facts_of
from tests.spreadsheet import sheet, workbook
from tests.supply import AGREEMENT

MAPPING = """\
columns: {service: Item, date: Date, quantity: Qty, source_id: No.}
constants: {agreement: 2027-014, unit: piece}
sheets:
  - {sheet: Orders, constants: {kind: ordered}, columns: {event: PO}}
  - {sheet: Receipts, constants: {kind: accepted}, columns: {reverses: Undoes}, header_row: 2}
"""
ORDERS = [["No.", "Item", "Date", "Qty", "PO"], ["o1", "catheter", date(2027, 1, 5), 100, "P-1"]]
RECEIPTS = [["Goods in"], ["No.", "Item", "Date", "Qty", "Undoes", "Dock"],
            ["r1", "catheter", date(2027, 1, 20), 60, None, 3],
            ["r2", "catheter", date(2027, 1, 25), -60, "r1", 3]]  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    (tmp_path / "a.yaml").write_text(AGREEMENT)
    return tmp_path


def book(folder, orders=ORDERS, receipts=RECEIPTS):
    workbook(folder / "book.xlsx", {"Orders": sheet(orders), "Receipts": sheet(receipts), "Notes": sheet([["x"]])})


def faults(folder, **rows):
    book(folder, **rows)
    with pytest.raises(Faulty) as raised:
        facts_of("book.xlsx", mapping="mapping.yaml")
    return [(fault.file, fault.line, dotted(fault.path), str(fault.wrong)) for fault in raised.value.faults]


def test_every_sheet_has_its_own_columns_and_constants_and_what_is_said_for_all(folder, capsys):
    book(folder)
    made = facts_of("book.xlsx", mapping="mapping.yaml")
    assert [(fact.kind, fact.event, fact.source_id, fact.unit) for fact in made] == [
        ("ordered", "P-1", "o1", "piece"), ("accepted", "", "r1", "piece"), ("accepted", "", "r2", "piece"),
    ]  # fmt: skip
    assert main(["facts", "book.xlsx", "--map", "mapping.yaml", "--agreement", "a.yaml", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["facts"], said["columns_not_read"]) == (3, 3, ["Receipts: Dock"])


def test_a_fault_names_the_sheet_and_the_row_that_it_shows(folder):
    assert faults(folder, orders=[ORDERS[0], [*ORDERS[1][:3], "many", "P-1"]]) == [
        ("book.xlsx [Orders]", 2, "quantity", "'many' is not a number")
    ]
    broken = [*RECEIPTS[:2], [*RECEIPTS[2][:2], 46000, *RECEIPTS[2][3:]]]
    assert faults(folder, receipts=broken) == [
        ("book.xlsx [Receipts]", 3, "date", "the number 46000 stands where a date belongs")
    ]


def test_a_source_id_in_two_sheets_is_a_fault_that_names_both_places(folder, capsys):
    book(folder, orders=[ORDERS[0], ["r1", *ORDERS[1][1:]]])
    words = ["facts", "book.xlsx", "--map", "mapping.yaml", "--agreement", "a.yaml", "--faults", "faults.csv"]
    assert main(words) == 1
    assert "book.xlsx [Receipts]:3: source_id: source_id 'r1' stands here and in row 2 [Orders]" in (
        capsys.readouterr().err
    )
    with open("faults.csv", encoding="utf-8-sig", newline="") as stream:
        rows = [*csv.DictReader(stream)]
    assert rows[0]["row"] == "book.xlsx [Receipts]:3"


def test_sheets_with_our_own_columns_are_named_one_after_the_other(folder, capsys):
    names = ["agreement", "service", "date", "quantity", "unit", "kind"]
    row = ["2027-014", "catheter", date(2027, 1, 5), 100, "piece"]
    workbook(folder / "own.xlsx", {"A": sheet([names, [*row, "ordered"]]), "B": sheet([names, [*row, "accepted"]])})
    assert main(["facts", "own.xlsx", "--sheet", "A", "--sheet", "B", "--json"]) == 0
    assert [each["kind"] for each in json.loads(capsys.readouterr().out)["groups"]] == ["accepted", "ordered"]
    assert main(["facts", "own.xlsx", "--sheet", "A", "--sheet", "C"]) == 1
    assert "there is no sheet 'C'" in capsys.readouterr().err


def test_one_of_the_sheets_of_a_mapping_may_be_asked_for(folder, capsys):
    book(folder)
    assert len(facts_of("book.xlsx", mapping="mapping.yaml", sheet="Orders")) == 1
    assert main(["facts", "book.xlsx", "--map", "mapping.yaml", "--sheet", "Order"]) == 1
    assert "the mapping says nothing of the sheet 'Order'" in capsys.readouterr().err


def test_what_is_wrong_with_the_mapping_of_a_sheet_is_said_there(folder):
    (folder / "mapping.yaml").write_text(MAPPING.replace("constants: {kind: accepted}, ", ""))
    book(folder)
    with pytest.raises(Faulty) as raised:
        facts_of("book.xlsx", mapping="mapping.yaml")
    (fault,) = raised.value.faults
    assert (dotted(fault.path), fault.line) == ("sheets[1].columns", 5)
    assert str(fault.wrong) == "nothing says what 'kind' is"


def test_a_mapping_of_sheets_reads_no_table_of_text(folder, capsys):
    (folder / "facts.csv").write_text("No.,Item\n")
    assert main(["facts", "facts.csv", "--map", "mapping.yaml"]) == 1
    assert "the mapping names sheets, and this file has none" in capsys.readouterr().err


def test_a_forecast_stands_beside_orders(folder):
    months = ["Item", date(2027, 3, 1), date(2027, 4, 1)]
    forecast = sheet([["Issued", date(2027, 1, 31)], months, ["catheter", 10, 20]])
    workbook(folder / "book.xlsx", {"Orders": sheet(ORDERS), "FC": forecast})
    (folder / "mapping.yaml").write_text(
        "columns: {service: Item}\nconstants: {agreement: 2027-014, unit: piece}\nsheets:\n"
        "  - {sheet: Orders, constants: {kind: ordered}, columns: {date: Date, quantity: Qty}}\n"
        "  - {sheet: FC, horizon: {issued_label: Issued}}\n"
    )
    made = facts_of("book.xlsx", mapping="mapping.yaml")
    assert [(fact.kind, fact.quantity, fact.for_day) for fact in made] == [
        ("ordered", 100, None), ("forecast", 10, date(2027, 3, 1)), ("forecast", 20, date(2027, 4, 1)),
    ]  # fmt: skip
