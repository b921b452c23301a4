"""A quantity is the same fact however many zeros it is written with, in whichever file."""

import json
from decimal import Decimal

import duckdb
import pytest

from suture.cli import main
from suture.files.facts import facts_of, from_list, from_table
from tests.spreadsheet import sheet, workbook
from tests.supply import AGREEMENT, HEADER

FACTS = HEADER + (
    "2027-014,engineering,2027-01-12,51.50,hour,worked,,a1,,\n"
    "2027-014,engineering,2027-01-13,0.50,hour,worked,,a2,,\n"
    "2027-014,catheter,2027-01-15,100.00,piece,accepted,,a3,,\n"
    "2027-014,engineering,2027-01-20,-2.50,hour,worked,,a4,,returned\n"
)


def parquet(place, places):
    duckdb.sql(
        "COPY (SELECT agreement, service, CAST(date AS DATE) AS date, "
        f"CAST(quantity AS DECIMAL(12, {places})) AS quantity, unit, kind, source_id, note "
        f"FROM read_csv('{place / 'facts.csv'}', all_varchar = true)) TO '{place}/facts{places}.parquet' "
        "(FORMAT parquet)"
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.csv").write_text(FACTS)
    (tmp_path / "a.yaml").write_text(AGREEMENT)
    parquet(tmp_path, 1)
    parquet(tmp_path, 2)
    parquet(tmp_path, 4)
    return tmp_path


def test_a_fact_has_no_zeros_behind_its_quantity():
    made = [str(fact.quantity) for fact in from_table(FACTS).facts]
    assert made == ["51.5", "0.5", "100", "-2.5"]
    (listed,) = from_list("- {agreement: A, service: s, date: 2027-01-01, quantity: 0.00, unit: u, kind: worked}").facts
    assert str(listed.quantity) == "0"


def test_a_statement_from_a_table_is_the_one_from_parquet_and_is_not_refused(folder, capsys):
    assert main(["settle", "a.yaml", "--facts", "facts.csv", "--out", "may"]) == 0
    (place,) = (folder / "may").glob("statement-*.json")
    first = json.loads(place.read_text())
    assert [each["quantity"] for each in first["not_counted"]] == ["49.5"]
    for name in ("facts1.parquet", "facts2.parquet", "facts4.parquet"):
        assert main(["settle", "a.yaml", "--facts", name, "--out", "may"]) == 0, capsys.readouterr().err
    assert json.loads(place.read_text()) == first


PRICE = "  - {id: hours, kind: unit, service: engineering, measure: worked, price: 120 USD/hour}\n"


def test_a_charge_for_parts_of_a_unit_is_explained_alike_from_every_file(folder, capsys):
    (folder / "a.yaml").write_text(AGREEMENT + PRICE)
    made = set()
    for name in ("facts.csv", "facts1.parquet", "facts2.parquet", "facts4.parquet"):
        assert main(["settle", "a.yaml", "--facts", name, "--out", "may"]) == 0, capsys.readouterr().err
        made.add(next((folder / "may").glob("statement-*.json")).read_text())
    (one,) = made
    assert "49.50 hour × 120 USD" in one


def test_the_sums_by_month_and_what_a_fault_says_are_the_same_from_every_file(folder, capsys):
    said = []
    for name in ("facts.csv", "facts1.parquet", "facts4.parquet"):
        assert main(["facts", name, "--json"]) == 0
        said.append(json.loads(capsys.readouterr().out)["groups"])
    assert said[0] == said[1] == said[2]
    assert [each["quantity"] for each in said[0]] == ["100", "49.5"]
    (folder / "a.yaml").write_text(AGREEMENT.replace("step: 0.25", "step: 1"))
    wrong = []
    for name in ("facts.csv", "facts4.parquet"):
        assert main(["facts", name, "--agreement", "a.yaml", "--json"]) == 1
        wrong.append([each["wrong"]["text"] for each in json.loads(capsys.readouterr().out)["faults"]])
    assert wrong[0] == wrong[1]
    assert "51.5 hour is not a whole number of steps of 1" in wrong[0]


def test_a_spreadsheet_that_keeps_its_zeros_is_the_same(tmp_path):
    names = HEADER.strip().split(",")
    row = ["2027-014", "engineering", "<><v>x</v></c>", "51.50", "hour", "worked", "", "a1", "", ""]
    row[2] = "2027-01-12"
    workbook(tmp_path / "facts.xlsx", {"Facts": sheet([names, row])})
    (fact,) = facts_of(str(tmp_path / "facts.xlsx"))
    assert (str(fact.quantity), fact.quantity) == ("51.5", Decimal("51.50"))
