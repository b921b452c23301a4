"""Invoices from tables: every row is a line or has a fault; what only several lines show is told."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.fault import Faulty, dotted
from suture.files.facts.found import Found
from suture.files.invoices import files_in, lines_in
from tests.spreadsheet import sheet, workbook

HEAD = "agreement,invoice,date,line,service,quantity,unit,unit_price,amount,currency,from,to,credits,sort,note\n"
FIRST = "2027-014,INV-1,2027-02-05,1,catheter,800,piece,2.50,2000.00,USD,2027-01-01,2027-01-31,,,\n"
SECOND = "2027-014,INV-1,2027-02-05,2,,,,,-50.00,USD,,,,allowance,Rebate\n"
MAPPING = """\
columns: {invoice: Document No., date: Posting Date, line: Line, service: Item, quantity: Menge, unit: ME,
          amount: Betrag, currency: Curr.}
constants: {agreement: 2027-014}
values: {unit: {ST: piece}}
date_format: DD.MM.YYYY
decimal_mark: ","
grouping_mark: "."
"""
EXPORT = """\
Document No.;Posting Date;Line;Item;Menge;ME;Betrag;Curr.;Text
77;05.02.2027;10;catheter;1.200;ST;3.000,00;EUR;x
78;06.02.2027;10;catheter;10;ST;25,5;EUR;x
"""


def read(tmp_path, table, name="invoices.csv", mapping=None, sheet=None):
    if isinstance(table, str):
        (tmp_path / name).write_text(table, encoding="utf-8")
    if mapping is not None:
        (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
    found = Found("invoices")
    made = lines_in([str(tmp_path / name)], mapping and str(tmp_path / "mapping.yaml"), sheet, found)
    return [*made], made, [(fault.line, dotted(fault.path), str(fault.wrong)) for fault in found.listed()]


def remarks(tmp_path, table):
    made, counted, faults = read(tmp_path, table)
    assert (faults, len(made)) == ([], counted.rows)
    place = str(tmp_path)
    return [(each.line, str(each.wrong).replace(place, "")) for each in counted.remarks]


def test_a_row_is_a_line_with_what_it_bills(tmp_path):
    (first, second), made, faults = read(tmp_path, HEAD + FIRST + SECOND)
    assert first[:5] == ("2027-014", "INV-1", date(2027, 2, 5), Decimal(2000), "USD")
    assert (first.line, first.service, first.quantity, first.unit, first.unit_price, first.first, first.last) == (
        "1", "catheter", Decimal(800), "piece", Decimal("2.5"), date(2027, 1, 1), date(2027, 1, 31),
    )  # fmt: skip
    assert (second.sort, second.quantity, second.unit_price, second.row) == ("allowance", None, None, 3)
    assert (faults, made.rows, made.lines, made.remarks) == ([], 2, 2, [])


def test_somebody_elses_columns_are_read_with_the_mapping_of_facts(tmp_path):
    (first, second), made, faults = read(tmp_path, EXPORT, mapping=MAPPING)
    assert (first.agreement, first.quantity, first.unit, first.amount) == ("2027-014", 1200, "piece", Decimal(3000))
    assert (second.day, second.amount) == (date(2027, 2, 6), Decimal("25.5"))
    assert (faults, made.counts[0].not_read) == ([], ["Text"])


def test_a_mapping_that_leaves_out_what_every_line_has_is_refused(tmp_path):
    with pytest.raises(Faulty) as raised:
        read(tmp_path, EXPORT, mapping=MAPPING.replace("invoice: Document No., ", ""))
    assert [str(fault.wrong) for fault in raised.value.faults] == ["nothing says what 'invoice' is"]


def test_a_spreadsheet_is_read_and_a_date_that_is_a_number_is_a_fault(tmp_path):
    names = ["agreement", "invoice", "date", "amount", "currency"]
    rows = [names, ["A", "1", date(2027, 2, 5), 12.5, "USD"], ["A", "2", 46000, 3, "USD"]]
    workbook(tmp_path / "invoices.xlsx", {"Sheet": sheet(rows)})
    made, counted, faults = read(tmp_path, None, "invoices.xlsx")
    assert [(line.invoice, line.amount) for line in made] == [("1", Decimal("12.5"))]
    assert faults == [(3, "date", "the number 46000 stands where a date belongs")]
    assert (counted.rows, counted.lines) == (2, 1)


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        ("2000.00", "", "amount", "nothing is written"),
        ("2000.00", "2.000,00", "amount", "'2.000,00' has a comma"),
        ("2.50,", "two,", "unit_price", "'two' is not a number"),
        ("USD", "US$", "currency", "'US$' is no currency"),
        ("2027-02-05", "05/02/2027", "date", "'05/02/2027' is not a date"),
        ("2027-01-31", "2026-12-31", "to", "the line ends on 2026-12-31, before it begins on 2027-01-01"),
        (",,,\n", ",,bonus,\n", "sort", "'bonus' is none of the values that this column may have"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_by_row_and_column_and_the_others_are_read(tmp_path, old, new, column, said):
    first = FIRST.replace(old, f'"{new}"' if "," in new and not new.startswith(",") and len(new) > 4 else new)
    made, counted, faults = read(tmp_path, HEAD + first + SECOND)
    assert faults == [(2, column, said)]
    assert ([line.row for line in made], counted.rows, counted.lines) == ([3], 2, 1)


def test_two_currencies_in_one_invoice_are_a_fault_and_in_the_file_a_remark(tmp_path):
    _, counted, faults = read(tmp_path, HEAD + FIRST + SECOND.replace("USD", "EUR"))
    assert faults == [(3, "currency", "the line is in EUR, and invoice INV-1 began in USD")]
    assert (counted.rows, counted.lines) == (2, 1)
    other = SECOND.replace("USD", "EUR").replace("INV-1", "INV-2")
    assert remarks(tmp_path, HEAD + FIRST + other) == [(None, "the invoices are in 2 currencies: EUR, USD")]


def test_an_invoice_that_stands_there_twice_is_told_and_read_twice(tmp_path):
    assert remarks(tmp_path, HEAD + FIRST + FIRST) == [(3, "this line of the invoice stands in /invoices.csv:2, too")]
    other = FIRST.replace("2027-02-05,1,", "2027-02-06,2,")
    assert remarks(tmp_path, HEAD + FIRST + other) == [
        (3, "invoice INV-1 is of 2027-02-06 here and of 2027-02-05 in /invoices.csv:2")
    ]


def test_an_invoice_in_two_files_is_told_with_both_places(tmp_path):
    (tmp_path / "a.csv").write_text(HEAD + FIRST)
    (tmp_path / "b.csv").write_text(HEAD + FIRST.replace(",1,catheter", ",2,catheter"))
    (tmp_path / "notes.docx").write_text("nothing")
    made = lines_in([str(tmp_path)], None, None, Found("invoices"))
    assert (len([*made]), [count.rows for count in made.counts]) == (2, [1, 1])
    assert [(each.file.rpartition("/")[2], str(each.wrong).replace(str(tmp_path), "")) for each in made.remarks] == [
        ("notes.docx", "this file is not read: invoices are CSV, XLSX, XML or PDF with XML attached"),
        ("b.csv", "invoice INV-1 stands in /a.csv:2, too"),
    ]


def test_credits_that_name_no_invoice_are_told(tmp_path):
    back = "2027-014,CN-1,2027-03-01,{},catheter,-5,piece,2.50,-12.50,USD,,,{},,\n"
    assert remarks(tmp_path, HEAD + FIRST + back.format(1, "INV-1")) == []
    assert remarks(tmp_path, HEAD + FIRST + back.format(1, "INV-9")) == [
        (3, "it credits invoice INV-9, which is not among the invoices")
    ]
    assert remarks(tmp_path, HEAD + FIRST + back.format(1, "") + back.format(2, "")) == [
        (3, "invoice CN-1 credits 2 lines and does not say which invoice it corrects")
    ]


def test_a_folder_without_invoices_and_a_form_that_is_not_read_are_faults(tmp_path):
    (tmp_path / "empty").mkdir()
    assert read(tmp_path, None, "empty")[2] == [(None, "", "the folder holds no invoices")]
    assert read(tmp_path, "", "a.parquet")[2][0][2].startswith("this file is not read: invoices are")
    assert read(tmp_path, None, "gone.csv")[2] == [(None, "", "there is no such file")]


def test_lines_are_forgotten_as_they_are_taken(tmp_path):
    """Of every line stay sixteen bytes: what is taken is forgotten before the next one comes."""
    import tracemalloc

    rows = "".join(FIRST.replace(",1,cath", f",{at},cath") for at in range(4_000))
    (tmp_path / "many.csv").write_text(HEAD + rows)
    made = lines_in([str(tmp_path / "many.csv")], None, None, Found("invoices"))
    next(made)
    tracemalloc.start()
    for _ in range(3_998):
        next(made)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held < 150 * 4_000


def test_several_sheets_are_read_in_one_run_and_faults_name_the_sheet(tmp_path):
    names = ["agreement", "invoice", "date", "line", "amount", "currency"]
    day = date(2027, 1, 5)
    second = [names, ["A", "1", day, "2", 5, "EUR"], ["A", "2", day, "1", 5, "USD"]]
    workbook(tmp_path / "i.xlsx", {"May": sheet([names, ["A", "1", day, "1", 5, "USD"]]), "June": sheet(second)})
    found = Found("invoices")
    made = lines_in([str(tmp_path / "i.xlsx")], None, ["May", "June"], found)
    assert [(line.invoice, line.row) for line in made] == [("1", 2), ("2", 3)]
    assert (made.rows, made.lines) == (3, 2)
    (fault,) = found.listed()
    assert (fault.file.rpartition("/")[2], fault.line) == ("i.xlsx [June]", 2)


def test_a_file_that_is_named_twice_is_a_fault_whatever_it_is_called(tmp_path):
    tmp_path.joinpath("a.csv").write_text("agreement\n")
    tmp_path.joinpath("link.csv").symlink_to("a.csv")
    found = Found("", None)
    files_in([str(tmp_path / "a.csv"), str(tmp_path / "link.csv")], found)
    (fault,) = found.kept
    assert str(fault).startswith(f"{tmp_path / 'link.csv'}: this file is named twice")
