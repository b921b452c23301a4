"""A mapping learned from a table: what can be told is written with its reason, what cannot is asked."""

import json
from datetime import date

import pytest

from suture.cli import main
from suture.files.facts.learning.shapes import date_forms, number_marks
from suture.files.facts.mapping import translation_in
from suture.files.invoices.form import invoice_mapping_in
from tests.spreadsheet import sheet, workbook
from tests.supply import AGREEMENT

SAP = """\
North, receipts;;;;;;;
;;;;;;;
Buchungsdatum;Materialnummer;Kurztext;Menge;ME;Belegart;Materialbeleg;Bestellung
15.01.2027;Catheter;Cath 10F;1.250;ST;Wareneingang;500001;4500
16.02.2027;catheter;Cath 10F;300,0;EA;Wareneingang;500002;4500
"""
CENTRAL = """\
Posting Date,Item No.,Quantity,Unit of Measure Code,Entry No.
2027-01-15,catheter,"1,250.0",PCS,77
2027-01-16,catheter,3.0,PCS,78
"""
CHINESE = """\
过账日期,物料编码,收货数量,单位,凭证号,备注
2027年1月5日,catheter,100,个,5001,
2027年2月15日,catheter,50,个,5002,
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(AGREEMENT)
    return tmp_path


def learn(folder, table, *words, name="export.csv", code=0):
    if table is not None:
        (folder / name).write_text(table, encoding="utf-8")
    (folder / "m.yaml").unlink(missing_ok=True)
    assert main(["facts", name, "--learn", "m.yaml", *words]) == code
    return (folder / "m.yaml").read_text(encoding="utf-8")


def columns(folder):
    return dict(translation_in("m.yaml").columns.written)


def test_a_german_sap_export_is_learned_and_read_with_what_was_learned(folder, capsys):
    text = learn(folder, SAP, "--agreement", "a.yaml")
    assert columns(folder) == {
        "service": "Materialnummer", "date": "Buchungsdatum", "quantity": "Menge", "unit": "ME", "kind": "Belegart",
        "event": "Bestellung", "source_id": "Materialbeleg", "note": "Kurztext",
    }  # fmt: skip
    made = translation_in("m.yaml")
    assert (made.header_row, made.date_format, made.decimal_mark, made.grouping_mark) == (3, "DD.MM.YYYY", ",", ".")
    assert made.values.written == {
        "service": {"Catheter": "catheter"}, "unit": {"ST": "piece", "EA": "piece"},
        "kind": {"Wareneingang": "accepted"},
    }  # fmt: skip
    assert made.constants.written == {"agreement": "2027-014"}
    lines = [line for line in text.splitlines() if not line.startswith("#") and not line.endswith(":")]
    assert all(" # sure: " in line or " # likely: " in line for line in lines)
    capsys.readouterr()
    assert main(["facts", "export.csv", "--map", "m.yaml", "--agreement", "a.yaml"]) == 0
    assert "Rows read from export.csv: 2; without a fault 2, with one 0." in capsys.readouterr().out


def test_an_english_export_says_what_it_cannot_tell(folder, capsys):
    text = learn(folder, CENTRAL, "--agreement", "a.yaml", code=1)
    assert "nothing in the table says what 'kind' is" in capsys.readouterr().err
    assert "# columns.kind: nothing in the table says what 'kind' is" in text
    assert '  service: "Item No." # sure: what the column is called' in text
    assert 'grouping_mark: "," # sure: every number is written so' in text


def test_the_name_of_the_file_may_say_what_happened(folder):
    text = learn(folder, CENTRAL, "--agreement", "a.yaml", name="purchase orders 2027.csv")
    assert "  kind: ordered # likely: the file or sheet is called 'purchase orders 2027'; look at it" in text


def test_a_chinese_export_is_learned_and_its_remarks_are_chinese(folder):
    text = learn(folder, CHINESE, "--agreement", "a.yaml", "--lang", "zh", code=1)
    assert '  service: "物料编码" # 确定：列名即此意' in text
    assert 'date_format: "YYYY年M月D日" # 确定：所有日期均如此书写' in text
    assert '    "个": piece # 确定：行业通用说法' in text
    assert "# columns.kind: 表中没有内容说明“kind”是什么" in text


@pytest.mark.parametrize("name", ["item no", "ITEM-NO.", "Item_No", "Iten Number", "Our item number"])
def test_names_are_known_without_case_and_marks_and_nearly_spelled(folder, name):
    learn(folder, CENTRAL.replace("Item No.", name), "--agreement", "a.yaml", code=1)
    assert f"service: {name}" in (folder / "m.yaml").read_text().replace('"', "")


def test_a_column_of_another_name_is_known_by_the_services_of_the_agreement(folder):
    text = learn(folder, CENTRAL.replace("Item No.", "Gegenstand"), "--agreement", "a.yaml", code=1)
    assert "service: Gegenstand # likely: 100 % of its cells are known as such" in text


def test_dates_that_may_be_of_two_forms_are_asked_and_not_guessed(folder, capsys):
    table = CENTRAL.replace("2027-01-15", "03/04/2027").replace("2027-01-16", "05/04/2027")
    text = learn(folder, table, "--agreement", "a.yaml", code=1)
    said = "every date fits DD/MM/YYYY and MM/DD/YYYY alike, such as 03/04/2027"
    assert said in capsys.readouterr().err
    assert f"# date_format: {said}" in text
    assert "\ndate_format:" not in text
    assert "DD/MM/YYYY" in learn(folder, table.replace("05/04", "25/04"), "--agreement", "a.yaml", code=1)


def test_a_number_that_may_be_two_is_asked(folder, capsys):
    table = CENTRAL.replace('"1,250.0"', "1.250").replace("3.0", "12")
    hours = table.replace("PCS", "HR").replace("catheter", "engineering")  # in quarters: 1.25 and 1250 are whole steps
    text = learn(folder, hours, "--agreement", "a.yaml", code=1)
    assert "in 'Quantity' 1.250 may be 1.250 or 1250" in capsys.readouterr().err
    assert "\ndecimal_mark" not in text


def test_a_number_that_may_be_two_is_told_where_only_one_is_whole_steps(folder):
    table = CENTRAL.replace('"1,250.0"', "1.250").replace("3.0", "12")
    text = learn(folder, table, "--agreement", "a.yaml", code=1)
    assert 'grouping_mark: "." # sure: only so is every quantity whole steps of its unit' in text


def test_values_that_nobody_knows_are_asked(folder, capsys):
    table = CENTRAL.replace("2027-01-16,catheter", "2027-01-16,4711").replace("PCS,78", "BX,78")
    learn(folder, table, "--agreement", "a.yaml", code=1)
    said = capsys.readouterr().err
    assert "of 'service' these values are not known: 4711" in said
    assert "of 'unit' these values are not known: BX" in said


def test_goods_in_are_no_kind_where_the_agreement_counts_both(folder, capsys):
    delivered = "  - {id: d, kind: unit, service: engineering, measure: delivered, price: 1 USD/hour}\n"
    (folder / "a.yaml").write_text(AGREEMENT + delivered)
    learn(folder, SAP, "--agreement", "a.yaml", code=1)
    assert "of 'kind' these values are not known: Wareneingang" in capsys.readouterr().err


def test_a_mapping_is_never_written_over_a_file(folder, capsys):
    (folder / "export.csv").write_text(SAP)
    (folder / "m.yaml").write_text("mine")
    assert main(["facts", "export.csv", "--learn", "m.yaml"]) == 1
    assert "m.yaml: a file of this name stands here, and a mapping is never written over" in capsys.readouterr().err
    assert (folder / "m.yaml").read_text() == "mine"


def test_a_spreadsheet_is_learned_from_its_typed_cells(folder):
    names = ["Document No.", "Posting Date", "Item No.", "Qty.", "UoM"]
    rows = [["Receipts"], [], names, ["d1", date(2027, 1, 5), "catheter", 5, "EA"]]
    workbook(folder / "receipts.xlsx", {"Sheet1": sheet(rows)})
    text = learn(folder, None, "--agreement", "a.yaml", name="receipts.xlsx", code=1)
    assert "header_row: 3 #" in text
    assert "date_format" not in text


def test_invoices_are_learned_the_same_way(folder, capsys):
    table = (
        "Vendor Invoice No.,Posting Date,Description,Quantity,Unit of Measure,Direct Unit Cost,Line Amount,Line No.\n"
        "INV-1,2027-02-05,Catheters,800,PCS,2.50,2000.00,10000\nINV-1,2027-02-05,Freight,,,,50.00,20000\n"
    )
    learn(folder, table, "--of", "invoices", "--agreement", "a.yaml")
    made = invoice_mapping_in("m.yaml")
    assert made.columns.written == {
        "invoice": "Vendor Invoice No.", "date": "Posting Date", "line": "Line No.", "quantity": "Quantity",
        "unit": "Unit of Measure", "unit_price": "Direct Unit Cost", "amount": "Line Amount", "note": "Description",
    }  # fmt: skip
    assert made.constants.written == {"agreement": "2027-014", "currency": "USD"}
    capsys.readouterr()
    assert main(["facts", "export.csv", "--of", "invoices", "--map", "m.yaml", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["rows"], said["lines"]) == ("invoices/1", 2, 2)
    assert said["groups"][0]["amount"] == "2050.00"


def test_months_as_columns_are_learned_as_a_forecast_whose_issue_is_asked(folder, capsys):
    table = "Item No.,UoM,Mar 2027,Apr 2027,May 2027,Total\ncatheter,EA,10,20,30,60\n"
    text = learn(folder, table, "--agreement", "a.yaml", code=1)
    assert "horizon: {} # likely: 3 columns are called after months" in text
    assert "nothing says when the forecast was issued" in capsys.readouterr().err
    assert main(["facts", "export.csv", "--map", "m.yaml", "--issued", "2027-02-01", "--agreement", "a.yaml"]) == 0
    assert "Rows read from export.csv: 3; without a fault 3" in capsys.readouterr().out


@pytest.mark.parametrize("table", ["", "1,2\n3,4\n", "\0\0"])
def test_a_file_without_names_of_columns_is_a_fault_and_writes_nothing(folder, capsys, table):
    (folder / "export.csv").write_text(table)
    assert main(["facts", "export.csv", "--learn", "m.yaml"]) == 1
    assert not (folder / "m.yaml").exists()
    assert "Traceback" not in capsys.readouterr().err


def test_names_that_yaml_or_a_terminal_would_read_otherwise_are_quoted(folder):
    table = 'Posting Date,"Item: #1 ""x""",Qty,UoM\n2027-01-05,catheter,5,no\n'
    text = learn(folder, table, "--agreement", "a.yaml", code=1)
    assert translation_in_part(text)["columns"]["service"] == 'Item: #1 "x"'


def translation_in_part(text):
    import yaml

    return yaml.safe_load(text)


@pytest.mark.parametrize(
    ("texts", "forms"),
    [
        (["2027-01-05"], ["YYYY-MM-DD"]), (["5.1.2027"], ["D.M.YYYY", "M.D.YYYY"]), (["25.01.2027"], ["DD.MM.YYYY"]),
        (["01/25/2027"], ["MM/DD/YYYY"]), (["01/02/2027", "13/02/2027"], ["DD/MM/YYYY"]), (["20270105"], ["YYYYMMDD"]),
        (["05/05/2027"], ["DD/MM/YYYY"]), (["5/1/27"], []), (["2027-01-05", "05.01.2027"], []),
    ],
)  # fmt: skip
def test_the_forms_that_dates_fit(texts, forms):
    assert date_forms(texts) == forms


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["1250", "3"], [(".", "")]), (["1.250,5"], [(",", ".")]), (["1,250.5"], [(".", ",")]), (["3,5"], [(",", "")]),
        (["1.250"], [(".", ""), (",", ".")]), (["0.250"], [(".", "")]), (["1'250.00"], [(".", "'")]),
        (["1.250", "3,5"], [(",", ".")]), (["1.250", "1.2"], [(".", "")]), (["12 pcs"], []),
    ],
)  # fmt: skip
def test_the_marks_that_numbers_fit(texts, marks):
    assert number_marks(texts) == marks
