"""`suture text` and `suture diff` as people call them."""

import json
from pathlib import Path

import pytest

from suture.cli import main

GOOD = Path(__file__).resolve().parents[2] / "examples/agreements/good"
TAKE = GOOD / "take_or_pay.yaml"


@pytest.fixture
def changed(tmp_path):
    new = tmp_path / "new.yaml"
    new.write_text(TAKE.read_text(encoding="utf-8").replace("minimum: 12_000", "minimum: 10_000"), encoding="utf-8")
    assert new.read_text(encoding="utf-8") != TAKE.read_text(encoding="utf-8")
    return str(new)


def test_the_text_is_said_in_both_languages_on_the_screen(capsys):
    assert main(["text", str(TAKE)]) == 0
    out = capsys.readouterr().out
    assert "12,000 pieces" in out
    assert "照付不议" in out


def test_one_language_only(capsys):
    assert main(["text", str(TAKE), "--lang", "en"]) == 0
    assert "照付不议" not in capsys.readouterr().out


def test_files_are_written_and_named(tmp_path, capsys):
    word, pdf = tmp_path / "a.docx", tmp_path / "a.pdf"
    assert main(["text", str(TAKE), "--docx", str(word), "--pdf", str(pdf)]) == 0
    assert word.read_bytes().startswith(b"PK")
    assert pdf.read_bytes().startswith(b"%PDF")
    assert str(word) in capsys.readouterr().out.replace("\n", "")


def test_a_template_goes_out_and_comes_back_restyled(tmp_path):
    own, word = tmp_path / "own.docx", tmp_path / "a.docx"
    assert main(["text", str(TAKE), "--lang", "zh", "--template-out", str(own)]) == 0
    assert main(["text", str(TAKE), "--lang", "zh", "--template", str(own), "--docx", str(word)]) == 0
    assert word.exists()


@pytest.mark.parametrize("place", ["", ".", "/no/such/folder/a.docx"])
def test_a_place_where_nothing_can_be_written_is_a_fault_and_leaves_nothing(place, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["text", str(TAKE), "--docx", place or " ", "--lang", "en"]) in (0, 1)
    assert main(["text", str(TAKE), "--docx", "sub/", "--lang", "en"]) == 1
    assert [*tmp_path.iterdir()] == [] or place == ""


def test_a_difference_is_told_in_terms_text_and_money(changed, capsys):
    assert main(["diff", str(TAKE), changed, "--facts", str(GOOD / "take_or_pay.facts.csv")]) == 0
    out = capsys.readouterr().out
    assert "clauses.commitment.minimum" in out
    assert "[-12,000-]{+10,000+} pieces" in out
    assert "-8,000.00" in out


def test_a_difference_as_one_object(changed, capsys):
    assert main(["diff", str(TAKE), changed, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "diff/1"
    assert data["terms"] == [{"path": "clauses.commitment.minimum", "old": "12000 piece", "new": "10000 piece"}]
    assert data["money"] == []


def test_no_difference_is_said(capsys):
    assert main(["diff", str(TAKE), str(TAKE)]) == 0
    assert capsys.readouterr().out == "The terms are the same.\n"
