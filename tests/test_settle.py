"""One file of facts for many agreements, as people run it."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from suture.cli import main
from tests.supply import HEADER

TERMS = """\
suture: 1
agreement: {number}
model: long_term
parties: {{buyer: Vena, seller: North}}
currency: {currency}
valid: {{from: {begins}, until: 2028-01-01}}
contract_year_starts: 2027-01-01
settlement: {{every: month, anchor: 2027-01-01}}
rounding: {{mode: half_up, point: line}}
services: {{catheter: {{unit: piece, step: 1}}}}
clauses:
  - {{id: price, kind: unit, service: catheter, measure: accepted, price: {price}}}
"""
FACTS = HEADER + (
    "A/1,catheter,2027-01-15,800,piece,accepted,,a1,,\n"
    "B-2,catheter,2027-02-03,50,piece,accepted,,a1,,\n"
    "A/1,catheter,2027-02-20,10,piece,accepted,,a2,,\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = {"a": ("A/1", "USD", "2027-01-01", "2.50"), "b": ("B-2", "EUR", "2027-01-01", "3"),
             "late": ("C-3", "EUR", "2027-07-01", "3")}  # fmt: skip
    for name, (number, currency, begins, price) in given.items():
        text = TERMS.format(number=number, currency=currency, begins=begins, price=price)
        (tmp_path / f"{name}.yaml").write_text(text)
    (tmp_path / "facts.csv").write_text(FACTS)
    return tmp_path


def settle(*words):
    return main(["settle", "a.yaml", "b.yaml", "late.yaml", "--facts", "facts.csv", *words])


def test_each_agreement_has_its_statement_and_currencies_are_not_added_up(folder, capsys):
    assert settle("--out", "may") == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0] == "150.00 EUR and 2,025.00 USD due in all under 3 agreements; 3 facts were read."
    assert sorted(os.listdir("may")) == [
        "statement-A-1-2027-02-28.json", "statement-B-2-2027-02-28.json", "statement-C-3-2027-02-20.json",
    ]  # fmt: skip
    first = json.loads((folder / "may/statement-A-1-2027-02-28.json").read_text())
    assert [charge["amount"] for charge in first["charges"]] == ["2000.00", "25.00"]


def test_what_was_billed_before_is_not_billed_again(folder, capsys):
    settle("--out", "may", "--through", "2027-01-31")
    capsys.readouterr()
    assert settle("--billed", "may", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["totals"] == {"EUR": {"charge": "150.00"}, "USD": {"charge": "25.00"}}
    assert [each["agreement"] for each in told["statements"]] == ["A/1", "B-2", "C-3"]


def test_an_issued_statement_is_never_changed(folder, capsys):
    settle("--out", "may")
    assert settle("--out", "may") == 0
    before = {place.name: place.read_text() for place in (folder / "may").iterdir()}
    (folder / "facts.csv").write_text(FACTS + "B-2,catheter,2027-02-04,5,piece,accepted,,b9,,\n")
    assert settle("--out", "may") == 1
    assert "what was issued never changes" in " ".join(capsys.readouterr().err.split())
    assert {place.name: place.read_text() for place in (folder / "may").iterdir()} == before


def test_facts_of_an_agreement_that_is_not_given_are_faults_and_nothing_is_written(folder, capsys):
    assert main(["settle", "a.yaml", "late.yaml", "--facts", "facts.csv", "--out", "may", "--faults", "f.csv"]) == 1
    assert "facts.csv:3: agreement: the fact is of agreement 'B-2', which is not among the 2 given" in (
        capsys.readouterr().err
    )
    assert not (folder / "may").exists()
    assert (folder / "f.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("3,agreement,")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["settle", "a.yaml", "a.yaml", "--facts", "facts.csv"], "agreement 'A/1' is given twice"),
        (["settle", "a.yaml", "b.yaml", "--facts", "facts.csv", "--billed", "."], "there is no statement (.json)"),
        (["settle", "a.yaml", "b.yaml", "--facts", "facts.csv", "--billed", "facts.csv"], "not readable as JSON"),
        (["settle", "a.yaml", "b.yaml", "--facts", "none.csv"], "there is no such file"),
        (["settle", "a.yaml", "b.yaml", "--facts", "facts.csv", "--out", "facts.csv"], "this is a file, not a folder"),
    ],
)
def test_what_cannot_be_settled_is_said(folder, capsys, words, wrong):
    assert main(words) == 1
    assert wrong in " ".join(capsys.readouterr().err.split())


def test_a_statement_of_another_agreement_is_refused(folder, capsys):
    settle("--out", "may")
    words = ["settle", "a.yaml", "--facts", "facts.csv", "--billed", "may"]
    (folder / "facts.csv").write_text("".join(line for line in FACTS.splitlines(keepends=True) if "B-2" not in line))
    assert main(words) == 1
    assert "the statement is of agreement 'B-2', which is not given" in capsys.readouterr().err


def test_a_settlement_that_is_killed_leaves_no_statement_half_written(folder):
    for at in range(60):
        text = TERMS.format(number=f"K-{at}", currency="USD", begins="2027-01-01", price="2.50")
        (folder / f"k{at}.yaml").write_text(text)
    rows = "".join(
        f"K-{at},catheter,2027-{month:02}-15,5,piece,accepted,,,,\n" for at in range(60) for month in range(1, 13)
    )
    (folder / "facts.csv").write_text(HEADER + rows)
    words = ["settle", *(f"k{at}.yaml" for at in range(60)), "--facts", "facts.csv", "--out", "may"]
    child = subprocess.Popen([sys.executable, "-m", "suture", *words], stdout=subprocess.DEVNULL)
    while child.poll() is None and not [*folder.glob("may/.suture-half-*")]:
        time.sleep(0.001)
    child.send_signal(signal.SIGKILL)
    child.wait()
    for place in folder.glob("may/*.json"):
        assert json.loads(place.read_text())["schema"] == "rate/1"
    assert main(words) == 0
    assert sorted(place.suffix for place in (folder / "may").iterdir()) == [".json"] * 60


def test_a_dry_run_says_what_was_read_and_prices_nothing(folder, capsys):
    assert main(["facts", "facts.csv"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines() if "catheter" in line] == [
        ["A/1", "catheter", "accepted", "2027-01", "1", "800", "piece"],
        ["A/1", "catheter", "accepted", "2027-02", "1", "10", "piece"],
        ["B-2", "catheter", "accepted", "2027-02", "1", "50", "piece"],
    ]
    assert main(["facts", "facts.csv", "--agreement", "a.yaml", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["rows"], told["facts"], len(told["faults"])) == ("facts/1", 3, 2, 1)
