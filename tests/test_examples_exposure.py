"""The exposures of the examples are those that their page works out by hand."""

import json
import re
import shlex
from pathlib import Path

import pytest

from suture.cli import main

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "examples" / "exposure" / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^suture (exposure .*)$", PAGE, re.MULTILINE)
WORKED = {
    "APOLLO-2014-EX-10.19": {
        "cancel": "456150.00", "leave": "336150.00", "cut:30%": "414150.00", "delay:3m": "436650.00",
    },
    "PROFOUND-2017-EX-4.5": {
        "cancel": "769600.00", "leave": "769600.00", "cut:30%": "469600.00", "delay:3m": "469600.00",
    },
    "INMODE-2011-EX-10.9": {
        "cancel": "85350.00", "leave": "85350.00", "cut:30%": "66450.00", "delay:3m": "58350.00",
    },
}  # fmt: skip


@pytest.mark.parametrize(("command", "number"), [*zip(COMMANDS, WORKED, strict=True)], ids=WORKED)
def test_what_the_page_works_out_by_hand_is_what_the_command_says(command, number, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main([*shlex.split(command), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["agreements"]
    assert found["agreement"] == number
    said = {each["scenario"]: each["totals"][0]["amount"] for each in found["scenarios"]}
    assert {name: said[name] for name in WORKED[number]} == WORKED[number]
    for amount in WORKED[number].values():
        assert f"{int(float(amount)):,}" in PAGE
