"""`suture what-if` as people call it."""

import json
from pathlib import Path

import pytest

from suture.cli import main

GOOD = Path(__file__).resolve().parents[2] / "examples/agreements/good"
VOLUME = str(GOOD / "volume.yaml")


def test_it_says_what_is_due_where_the_price_turns_and_that_more_costs_less(capsys):
    assert main(["what-if", VOLUME, "--set", "catheter=900"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "22,350.00 USD due" in out  # 900 x 24 + the fee of 750
    assert "1,000 piece would cost 850 USD less in all" in out  # 1,000 x 21.50 = 21,500
    assert "at 999 piece (24,726 USD in all) the price turns" in out


def test_it_answers_as_one_object(capsys):
    assert main(["what-if", VOLUME, "--set", "catheter=2000", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "what-if/1"
    assert data["totals"]["charge"] == "43000.00"
    assert data["ahead"] == [{"service": "catheter", "threshold": None, "cliff": None}]


def test_all_that_is_wrong_is_said_at_once(capsys):
    assert main(["what-if", VOLUME, "--set", "cath=700", "--on", "2020-01-01"]) == 1
    err = capsys.readouterr().err
    assert "no service 'cath'" in err
    assert "2020-01-01 lies outside the agreement" in err


def test_a_part_of_a_step_is_refused(capsys):
    assert main(["what-if", VOLUME, "--set", "catheter=0.5"]) == 1
    assert "whole number of steps" in capsys.readouterr().err


@pytest.mark.parametrize("said", ["catheter", "catheter=", "=5", "catheter=many", "catheter=NaN", "catheter=-1"])
def test_what_is_no_quantity_is_wrong_use(said, capsys):
    with pytest.raises(SystemExit) as left:
        main(["what-if", VOLUME, "--set", said])
    assert left.value.code == 2


def test_an_index_that_is_needed_comes_from_the_facts(tmp_path, capsys):
    terms = str(GOOD / "indexation.yaml")
    service = "catheter"
    assert main(["what-if", terms, "--set", f"{service}=10"]) == 1
    assert "needs index" in capsys.readouterr().err
    facts = str(GOOD / "indexation.facts.csv")
    assert main(["what-if", terms, "--set", f"{service}=10", "--facts", facts]) == 0
