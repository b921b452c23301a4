"""`suture check` as people call it: warnings that are no faults, and what profiles filled."""

import json
from pathlib import Path

import pytest

from suture.cli import main

GOOD = Path(__file__).resolve().parents[2] / "examples/agreements/good"
VOLUME, UNIT, SHORT = (str(GOOD / f"{name}.yaml") for name in ("volume", "unit", "profiles"))
CLIFF = "catheter: from 999 to 1000 piece the total falls by 3,226.00 USD"


def said(capsys):
    return " ".join(capsys.readouterr().out.split())


def test_a_price_cliff_is_a_warning_with_its_line_and_no_fault(capsys):
    assert main(["check", VOLUME]) == 0
    out = said(capsys)
    assert f"volume.yaml:37: clauses[0].tiers[1].from: warning: {CLIFF}" in out
    assert out.count("Leave it where that is meant.") == 1
    assert main(["check", UNIT]) == 0
    assert "warning" not in said(capsys)


def test_one_remedy_serves_all_warnings_of_a_kind(capsys):
    assert main(["check", str(GOOD / "declared_volume.yaml")]) == 0
    out = said(capsys)
    assert (out.count("warning:"), out.count("Leave it where that is meant.")) == (2, 1)


def test_warnings_are_said_in_chinese(capsys):
    assert main(["check", VOLUME, "--lang", "zh"]) == 0
    assert "提示：catheter：从 999 piece 增至 1000 piece，合计反而减少 3,226.00 USD" in said(capsys)


def test_warnings_stand_beside_the_faults_of_the_object(capsys, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("agreement: x\n", encoding="utf-8")
    assert main(["check", VOLUME, str(broken), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [each["wrong"]["code"] for each in data["warnings"]] == ["price_cliff"]
    assert (data["warnings"][0]["file"], data["warnings"][0]["line"]) == (VOLUME, 37)
    assert data["faults"]
    assert "filled" not in data["files"][0]


def test_what_a_profile_filled_is_listed_when_asked_for(capsys):
    assert main(["check", SHORT]) == 0
    assert "trade/1" not in said(capsys)
    assert main(["check", "--filled", SHORT, UNIT]) == 0
    out = said(capsys)
    assert "clauses[0].price_change: later_units (by profile trade/1)" in out
    assert "clauses[2].flat_sum: 40 EUR (by profile eu/1)" in out
    assert out.endswith("no profile filled anything")
    assert main(["check", "--filled", "--json", SHORT]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert {"path": "clauses[1].payment_periods", "value": "1", "profile": "trade/1"} in file["filled"]


@pytest.mark.parametrize("columns", ["80", "100"])
def test_no_line_is_longer_than_the_page(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["check", "--filled", VOLUME, SHORT]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= int(columns)
