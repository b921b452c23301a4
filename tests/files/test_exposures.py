"""What `suture exposure --out` leaves: of an earlier run nothing that this one does not say."""

import pytest

from suture.cli import main
from tests.cli.test_exposure import FACTS, HEAD, TERMS


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An agreement and its facts."""
    monkeypatch.chdir(tmp_path)
    of = {"number": "A/1", "seller": "North", "currency": "USD", "price": 10, "minimum": 1000}
    (tmp_path / "a.yaml").write_text(TERMS.format(**of), encoding="utf-8")
    rows = [row for row in FACTS.splitlines(keepends=True) if row.startswith("A/1,")]
    (tmp_path / "facts.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    return tmp_path


def exposed(*scenarios, facts="facts.csv"):
    """Runs it for these scenarios."""
    asked = [word for name in scenarios for word in ("--scenario", name)]
    assert main(["exposure", "a.yaml", "--facts", facts, "--on", "2027-04-15", "--out", "out", *asked]) == 0


def facts_in(folder):
    """The files of facts in the folder of the results."""
    return sorted(place.name for place in (folder / "out").glob("facts-*"))


def test_facts_of_an_earlier_run_that_asked_otherwise_do_not_stay(folder, capsys):
    exposed("cut:30%", "delay:3m", "leave")
    assert facts_in(folder) == ["facts-cut-30.csv", "facts-delay-3m.csv", "facts-leave.csv", "facts-plan.csv"]
    exposed("cut:12.5%", "cancel")
    assert facts_in(folder) == ["facts-cancel.csv", "facts-cut-12_5.csv", "facts-plan.csv"]
    capsys.readouterr()


def test_files_of_others_stay_whatever_their_name_or_their_head(folder, capsys):
    exposed("cancel")
    others = {
        "facts-mine.csv": HEAD,  # no scenario is called so
        "facts-leave.csv": "agreement,service,date,quantity,unit,kind\n",  # another head
        "facts-delay-3m.csv": "",
        "facts-cut-30.txt": HEAD,
    }
    for name, text in others.items():
        (folder / "out" / name).write_text(text, encoding="utf-8")
    exposed("cancel")
    for name, text in others.items():
        assert (folder / "out" / name).read_text(encoding="utf-8") == text
    capsys.readouterr()


def test_the_facts_that_the_run_itself_has_read_stay(folder, capsys):
    exposed("leave")
    exposed("cancel", facts="out/facts-leave.csv")
    assert facts_in(folder) == ["facts-cancel.csv", "facts-leave.csv", "facts-plan.csv"]
    capsys.readouterr()
