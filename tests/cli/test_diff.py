"""`suture diff` with facts that only one of the two agreements knows."""

import json
from pathlib import Path

import pytest

from suture.cli import main
from tests.supply import AGREEMENT, FACTS, but

LONGER = but(
    "clauses:\n",
    """clauses:
  - {id: work, kind: time_and_materials, service: lamps, rate: 5.00 USD/piece}
""",
    but("  catheter: {unit", "  lamps: {unit: piece, step: 1}\n  catheter: {unit", but("2029-01-01", "2030-01-01")),
)
LAMPS = "2027-014,lamps,2027-02-20,7,piece,worked,,b1,,\n"
LATER = "2027-014,catheter,2029-03-01,10,piece,accepted,,b2,,\n"


@pytest.fixture
def compared(tmp_path, monkeypatch, capsys):
    """What is said of an old and a new agreement on facts."""
    monkeypatch.chdir(tmp_path)

    def compare(old, new, facts, *more):
        Path("old.yaml").write_text(old, encoding="utf-8")
        Path("new.yaml").write_text(new, encoding="utf-8")
        Path("facts.csv").write_text(facts, encoding="utf-8")
        code = main(["diff", "old.yaml", "new.yaml", "--facts", "facts.csv", *more])
        return code, capsys.readouterr()

    return compare


def test_each_side_is_priced_with_the_facts_that_it_knows(compared):
    code, said = compared(AGREEMENT, LONGER, FACTS + LAMPS + LATER, "--json")
    assert code == 0
    data = json.loads(said.out)
    money = {(each["clause"], each["old"], each["new"]) for each in data["money"]}
    assert ("work", "0.00", "35.00") in money
    assert ("price", "47400.00", "47800.00") in money  # ten more pieces at 40, in a year that the old one does not have
    assert data["not_known"] == {
        "old": [
            {"service": "lamps", "kind": "worked", "quantity": "7", "unit": "piece", "first": "2027-02-20",
             "last": "2027-02-20"},
            {"service": "catheter", "kind": "accepted", "quantity": "10", "unit": "piece", "first": "2029-03-01",
             "last": "2029-03-01"},
        ]
    }  # fmt: skip


def test_what_a_side_does_not_know_is_said(compared):
    code, said = compared(LONGER, AGREEMENT, FACTS + LAMPS)
    assert code == 0
    assert "The new agreement does not know these facts" in said.out
    assert "lamps worked 7 piece (2027-02-20)" in " ".join(said.out.split())
    assert "does not know" not in compared(LONGER, AGREEMENT, FACTS)[1].out


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("2027-014,lamp,2027-02-20,7,piece,worked,,b1,,\n", "no service 'lamp'"),
        ("2027-014,catheter,2031-02-20,7,piece,accepted,,b1,,\n", "lies outside the agreement"),
        ("2027-014,lamps,2027-02-20,7,box,worked,,b1,,\n", "no service 'lamps'"),
    ],
)
def test_a_fact_that_is_right_on_neither_side_is_refused(row, wrong, compared):
    code, said = compared(AGREEMENT, LONGER, FACTS + row)
    assert code != 0
    assert wrong in said.err


def test_a_reversed_fact_that_one_side_does_not_know_is_left_out_with_its_reversal(compared):
    back = "2027-014,lamps,2027-02-20,-7,piece,worked,,b3,b1,never came\n"
    data = json.loads(compared(AGREEMENT, LONGER, FACTS + LAMPS + back, "--json")[1].out)
    assert "not_known" not in data
    assert "work" not in {each["clause"] for each in data["money"]}
