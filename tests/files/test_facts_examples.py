"""The files of examples/imports are read as their page says, and the learned mapping is what is learned."""

import json
import re
from pathlib import Path

import pytest

from suture.cli import main

HERE = Path(__file__).resolve().parents[2]
FOLDER = HERE / "examples" / "imports"
COMMANDS = re.findall(r"^suture (facts .*--map .*)$", (FOLDER / "README.md").read_text(), re.MULTILINE)
COUNTS = {"receipts.csv": 3, "forecast.csv": 5, "planning.xlsx": 6, "invoices": 12}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_row_of_an_example_is_read(command, monkeypatch, capsys):
    monkeypatch.chdir(HERE)
    words = command.split()
    assert main([*words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["rows"] == said.get("facts", said.get("lines")) == COUNTS[Path(words[1]).name]


def test_the_mapping_of_the_receipts_is_the_one_that_is_learned(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(FOLDER)
    place = tmp_path / "mine.yaml"
    assert main(["facts", "receipts.csv", "--learn", str(place), "--agreement", "supply.yaml"]) == 0
    assert place.read_text() == Path("receipts.mapping.yaml").read_text()
    assert "Wareneingang" in capsys.readouterr().out


def test_all_examples_of_imports_are_shown_on_their_page():
    assert len(COMMANDS) == len(COUNTS)
