"""Invoices held against an agreement, as people ask for it: `audit`, and `entitlements` for the seller."""

import json
import os
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from suture.cli import main
from suture.engine.fault import Faulty
from suture.files.documents.pdf import NO_LIBRARY
from tests.files import electronic

TERMS = """\
suture: 1
agreement: 2027-014
model: long_term
parties: {buyer: Vena, seller: North}
currency: USD
valid: {from: 2027-01-01, until: 2028-01-01}
contract_year_starts: 2027-01-01
settlement: {every: month, anchor: 2027-01-01}
rounding: {mode: half_up, point: line}
services:
  catheter: {unit: piece, step: 1}
  pallets: {unit: pallet, step: 1}
clauses:
  - {id: price, kind: unit, service: catheter, measure: accepted, price: 22 USD/piece, stands_for: Annex 2}
  - id: store
    kind: storage
    service: pallets
    fee: FEE
    every_days: 7
    free_days: 30
    title: buyer
    risk: buyer
    insured_by: seller
"""
FACTS = """\
agreement,service,date,quantity,unit,kind,event,source_id,reverses,note,for
2027-014,catheter,2027-01-15,100,piece,accepted,PO-1,a1,,,
2027-014,catheter,2027-02-15,50,piece,accepted,PO-2,a2,,,
2027-014,catheter,2027-03-15,80,piece,accepted,PO-3,a3,,,
2027-014,catheter,2027-03-20,-10,piece,accepted,RMA-1,a4,,came back unopened,
2027-014,pallets,2027-03-31,8,pallet,stored,lot 1,a5,,,2027-01-18
"""  # 72 days, 30 of them free: 6 weeks × 8 × 12 = 576
HEAD = "agreement,invoice,date,line,clause,service,quantity,unit,unit_price,amount,currency,from,to,event,credits\n"
RIGHT = HEAD + (
    "2027-014,N-1,2027-01-31,1,,catheter,100,piece,22,2200,USD,,,PO-1,\n"
    "2027-014,N-2,2027-02-28,1,,catheter,50,piece,22,1100,USD,,,PO-2,\n"
    "2027-014,N-3,2027-03-31,1,,catheter,80,piece,22,1760,USD,,,PO-3,\n"
    "2027-014,CN-1,2027-03-31,1,,catheter,-10,piece,22,-220,USD,,,RMA-1,N-3\n"
    "2027-014,N-3,2027-03-31,2,store,,,,,576,USD,,,,\n"
)
WRONG = HEAD + (
    "2027-014,N-1,2027-01-31,1,,catheter,100,piece,23,2300,USD,,,PO-1,\n"
    "2027-014,N-2,2027-02-28,1,,catheter,50,piece,22,1100,USD,,,PO-2,\n"
    "2027-014,N-3,2027-03-31,1,,catheter,80,piece,22,1760,USD,,,PO-3,\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    tmp_path.joinpath("a.yaml").write_text(TERMS.replace("FEE", "12 USD/pallet"))
    tmp_path.joinpath("open.yaml").write_text(TERMS.replace("FEE", "unknown"))
    for name, text in (("facts", FACTS), ("right", RIGHT), ("wrong", WRONG)):
        tmp_path.joinpath(f"{name}.csv").write_text(text)
    return tmp_path


def told(capsys, command, invoices, *words, agreement="a.yaml"):
    """The exit code, what stdout says on one line, and stderr."""
    code = main([command, agreement, "--facts", "facts.csv", "--invoices", *invoices.split(), *words])
    said = capsys.readouterr()
    return code, " ".join(said.out.split()), " ".join(said.err.split())


def data(capsys, command, invoices, *words, **more):
    """The documented object."""
    code, out, err = told(capsys, command, invoices, "--json", *words, **more)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_all_lines_are_right(folder, capsys):
    assert told(capsys, "audit", "right.csv") == (
        0,
        "All 5 lines under 2027-014 are right, and all that is due through 2027-03-31 is billed. Billed 5,416.00 USD; "
        "right through 2027-03-31 is 5,416.00 USD.",
        "",
    )
    assert told(capsys, "entitlements", "right.csv")[1].startswith(
        "All that North may bill Vena under 2027-014 through 2027-03-31 is billed."
    )


def test_the_answer_comes_first_then_each_finding_with_its_clause_and_arithmetic(folder, capsys):
    code, out, _ = told(capsys, "audit", "wrong.csv")
    assert code == 0
    assert out.startswith(
        "Of 3 lines under 2027-014 1 is right; 2 are wrong: 320.00 USD to ask back, 576.00 USD still to be billed. "
        "Billed 5,160.00 USD; right through 2027-03-31 is 5,416.00 USD."
    )
    for part in (
        "100 at 23; agreed is 22", "Annex 2", "10 piece came back and are billed all the same", "-576.00",
        "may be billed and is not", "due by clause store: 576.00 USD", "N-1 line 1",
    ):  # fmt: skip
        assert part in out
    assert out.index("-576.00") < out.index("returned goods not credited") < out.index("another price than agreed")


def test_the_seller_is_told_what_it_may_bill_and_hears_of_the_other_side(folder, capsys):
    code, out, _ = told(capsys, "entitlements", "wrong.csv")
    assert code == 0
    assert out.startswith(
        "North may still bill Vena 576.00 USD under 2027-014 through 2027-03-31: 1 finding. On the other side 320.00 "
        "USD was billed too much; `suture audit` says where."
    )
    assert "another price" not in out


def test_in_chinese(folder, capsys):
    code = main(["audit", "a.yaml", "--facts", "facts.csv", "--invoices", "wrong.csv", "--lang", "zh"])
    out = "".join(capsys.readouterr().out.split())
    assert code == 0
    assert out.startswith("2027-014项下3行中，1行正确，2行有误：可要求退还320.00USD，尚可开票576.00USD。")
    assert "单价与约定不符" in out
    assert "100按23计；约定为22" in out


def test_the_object_has_every_line_once_and_its_differences_add_up(folder, capsys):
    said = data(capsys, "audit", "wrong.csv")
    assert (said["schema"], said["side"], said["through"]) == ("audit/1", "buyer", "2027-03-31")
    assert [said[name] for name in ("rows", "lines", "right", "wrong", "cannot_be_checked")] == [3, 3, 1, 2, 0]
    assert said["totals"] == [
        {"currency": "USD", "billed": "5160.00", "right": "5416.00", "ask_back": "320.00", "may_bill": "576.00"}
    ]
    assert [(each["kind"], each["difference"], each["rows"]) for each in said["findings"]] == [
        ("not_billed", "-576.00", []), ("returned_not_credited", "220.00", [4]), ("wrong_price", "100.00", [2])
    ]  # fmt: skip
    wrong = said["findings"][2]
    assert wrong["lines"] == [
        {"file": "wrong.csv", "row": 2, "invoice": "N-1", "line": "1", "amount": "2300", "currency": "USD"}
    ]
    assert (wrong["period"], wrong["clauses"]) == ({"from": "2027-01-01", "until": "2027-02-01"}, ["price"])
    assert all(reason["text"] and reason["zh"] for each in said["findings"] for reason in each["reasons"])
    assert {each["row"]: each["verdict"] for each in said["not_right"]} == {2: "wrong", 4: "wrong"}


def test_the_sellers_object_has_what_it_may_bill(folder, capsys):
    said = data(capsys, "entitlements", "wrong.csv")
    assert (said["side"], [each["kind"] for each in said["findings"]]) == ("seller", ["not_billed"])


def test_a_row_of_several_files_is_named_by_its_file(folder, capsys):
    lines = WRONG.splitlines(keepends=True)
    folder.joinpath("jan.csv").write_text("".join(lines[:2]))
    folder.joinpath("more.csv").write_text(HEAD + "".join(lines[2:]))
    said = data(capsys, "audit", "jan.csv more.csv")
    places = [[(line["file"], line["row"]) for line in each["lines"]] for each in said["findings"]]
    assert places == [[], [("more.csv", 3)], [("jan.csv", 2)]]
    assert [(each["file"], each["rows"], each["lines"]) for each in said["files"]] == [
        ("jan.csv", 1, 1), ("more.csv", 2, 2)
    ]  # fmt: skip


def test_a_clause_whose_figure_is_not_known_makes_no_line_wrong(folder, capsys):
    said = data(capsys, "audit", "right.csv", agreement="open.yaml")
    assert [said[name] for name in ("right", "wrong", "cannot_be_checked")] == [4, 0, 1]
    assert (said["not_known"], said["findings"]) == (["store"], [])
    assert said["not_right"] == [{"file": "right.csv", "row": 6, "verdict": "cannot_be_checked"}]
    _, out, _ = told(capsys, "audit", "right.csv", agreement="open.yaml")
    assert "1 line cannot be checked" in out
    assert "store" in out


def test_what_is_not_settled_by_the_day_is_not_wrong(folder, capsys):
    said = data(capsys, "audit", "right.csv", "--through", "2027-02-28")
    assert [said[name] for name in ("right", "wrong", "cannot_be_checked")] == [2, 0, 3]
    assert said["findings"] == []
    out = told(capsys, "audit", "right.csv", "--through", "2027-02-28")[1]
    assert "3 lines cannot be checked: what is billed is not settled by 2027-02-28, or" in out


def test_no_line_at_all(folder, capsys):
    folder.joinpath("none.csv").write_text(HEAD)
    code, out, _ = told(capsys, "entitlements", "none.csv")
    assert (code, out.split(":")[0]) == (
        0, "North may still bill Vena 5,416.00 USD under 2027-014 through 2027-03-31"
    )  # fmt: skip


# Bad input


@pytest.mark.parametrize(
    ("cell", "instead", "says"),
    [
        ("2027-01-31", "44957", "date"), ("2200", "2 200 USD", "amount"), ("USD", "Dollar", "currency"),
        ("N-1", "", "invoice"), ("2027-01-31", "31.01.2027", "date"), ("piece", "piece", ""),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_told_with_its_place_and_nothing_is_audited(folder, capsys, cell, instead, says):
    row = RIGHT.splitlines()[1]
    folder.joinpath("bad.csv").write_text(RIGHT.replace(row, row.replace(cell, instead, 1)))
    code, out, err = told(capsys, "audit", "bad.csv")
    if not says:  # the test itself can fail: as it was it is read
        assert code == 0
        return
    assert (code, out) == (1, "")
    assert f"bad.csv:2: {says}: " in err
    assert "1 fault" in err


def test_faults_of_invoices_facts_and_agreement_come_together_and_no_traceback(folder, capsys):
    folder.joinpath("bad.csv").write_text(RIGHT.replace("USD,,,PO-1", "Dollar,,,PO-1"))
    folder.joinpath("facts.csv").write_text(FACTS.replace("2027-02-15,50", "2027-02-30,50"))
    code, out, err = told(capsys, "audit", "bad.csv")
    assert (code, out) == (1, "")
    assert "bad.csv:2: currency" in err
    assert "facts.csv:3: date" in err
    folder.joinpath("a.yaml").write_text(TERMS.replace("FEE", "twelve"))
    code, out, err = told(capsys, "audit", "bad.csv")
    assert (code, out, "Traceback" in err) == (1, "", False)
    assert "a.yaml" in err
    assert "bad.csv:2: currency" in err


def test_a_file_that_is_not_there_and_a_day_before_the_agreement(folder, capsys):
    assert told(capsys, "audit", "nowhere.csv")[0] == 1
    code, _, err = told(capsys, "audit", "right.csv", "--through", "2026-12-31")
    assert (code, "--through 2026-12-31 lies before the end of the first period, 2027-01-31" in err) == (1, True)


def test_remarks_are_told_and_stand_in_the_way_of_nothing(folder, capsys):
    folder.joinpath("loose.csv").write_text(RIGHT.replace("RMA-1,N-3", "RMA-1,N-99"))
    code, out, _ = told(capsys, "audit", "loose.csv")
    assert code == 0
    assert "it credits invoice N-99, which is not among the invoices" in out
    assert "credit note of an unknown invoice" in out


# What it leaves


def test_the_folder_holds_report_sheets_letters_and_data(folder, capsys):
    code, out, err = told(capsys, "audit", "wrong.csv", "--out", "out")
    assert code == 0
    assert out.endswith("Report, arithmetic, draft letters and data are in out.")
    held = sorted(os.listdir(folder / "out"))
    made = ["audit-letter.en.docx", "audit-letter.zh.docx", "audit.html", "audit.json", "audit.pdf", "audit.xlsx"]
    if "without its PDF" in err:
        made.remove("audit.pdf")
    assert held == made
    assert json.loads((folder / "out" / "audit.json").read_text()) == data(capsys, "audit", "wrong.csv")
    assert "320.00 USD" in (folder / "out" / "audit.html").read_text()
    book = CalamineWorkbook.from_filelike(BytesIO((folder / "out" / "audit.xlsx").read_bytes()))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert sum(isinstance(cell, float) and Decimal(str(cell)) == 220 for cell in cells) >= 1
    told(capsys, "entitlements", "wrong.csv", "--out", "seller")
    assert "entitlements.json" in os.listdir(folder / "seller")


def test_where_all_is_right_there_is_no_letter_and_that_of_an_earlier_run_is_taken_away(folder, capsys):
    told(capsys, "audit", "wrong.csv", "--out", "out")
    _, out, _ = told(capsys, "audit", "right.csv", "--out", "out")
    assert "there is nothing to write a letter about" in " ".join(out.split())
    assert not [name for name in os.listdir(folder / "out") if "letter" in name]


def test_where_the_system_makes_no_pdf_all_else_is_written_and_it_is_said(folder, capsys, monkeypatch):
    def refused(_):
        raise Faulty([NO_LIBRARY.at(why="pango")])

    monkeypatch.setattr("suture.files.report.pdf.pdf", refused)
    code, _, err = told(capsys, "audit", "wrong.csv", "--out", "out")
    assert (code, "The report is written without its PDF." in err) == (0, True)
    assert "audit.pdf" not in os.listdir(folder / "out")
    assert "audit.xlsx" in os.listdir(folder / "out")


def test_a_folder_that_is_a_file_is_told_before_anything_is_read(folder, capsys):
    folder.joinpath("taken").write_text("mine")
    code, _, err = told(capsys, "audit", "wrong.csv", "--out", "taken")
    assert (code, "taken" in err, folder.joinpath("taken").read_text()) == (1, True, "mine")


# XML


XML_TERMS = """\
suture: 1
agreement: 2027-014
model: long_term
parties: {buyer: Vena, seller: North}
currency: EUR
valid: {from: 2027-01-01, until: 2028-01-01}
contract_year_starts: 2027-01-01
settlement: {every: month, anchor: 2027-01-01}
rounding: {mode: half_up, point: line}
services:
  catheter: {unit: piece, step: 1}
  engineering: {unit: hour, step: 0.25}
clauses:
  - {id: price, kind: unit, service: catheter, measure: accepted, price: 2 EUR/piece}
  - {id: hours, kind: unit, service: engineering, measure: worked, price: 118 EUR/hour}
  - id: vat
    kind: tax
    tax: vat
    treatment: charged
    rows: [{on: [price, hours], rate: 25 %}]
    counted_amounts: rounded
    paid_to: seller
"""
XML_FACTS = """\
agreement,service,date,quantity,unit,kind,event
2027-014,catheter,2027-02-24,1200,piece,accepted,PO-88
2027-014,engineering,2027-02-20,7.5,hour,worked,PO-88
"""


def test_a_ubl_invoice_and_its_credit_note_are_held_against_the_agreement(folder, capsys):
    folder.joinpath("a.yaml").write_text(XML_TERMS)
    folder.joinpath("facts.csv").write_text(XML_FACTS)
    folder.joinpath("map.yaml").write_text("values:\n  service: {CATH-10: catheter, ENG: engineering}\n")
    folder.joinpath("inv").mkdir()
    folder.joinpath("inv", "1.xml").write_text(electronic.ubl())
    folder.joinpath("inv", "2.xml").write_text(electronic.credit())
    said = data(capsys, "audit", "inv", "--invoices-map", "map.yaml")
    # billed: 2,400 + 900 − 100 allowance + 50 freight + 812.50 VAT, less 10 + 2.50 credited; due: 3,285 + 821.25 VAT
    assert (said["lines"], said["rows"]) == (7, 7)
    (total,) = said["totals"]
    assert sum(Decimal(each["difference"]) for each in said["findings"]) == (
        Decimal(total["billed"]) - Decimal(total["right"])
    )
    kinds = {each["kind"] for each in said["findings"]}
    assert {"wrong_price", "wrong_tax", "unexplained", "not_supported"} <= kinds
    price = next(each for each in said["findings"] if each["kind"] == "wrong_price")
    assert (price["difference"], price["lines"][0]["file"], price["lines"][0]["invoice"]) == (
        "15.00", os.path.join("inv", "1.xml"), "INV-7"
    )  # fmt: skip
