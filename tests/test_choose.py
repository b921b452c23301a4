"""`suture choose` as its user meets it: the answer first, files that are whole, faults with their remedy."""

import json
import re
import signal
from pathlib import Path

import pytest

from suture.cli import main
from suture.engine.simulation.run import Cancelled

CASES = Path(__file__).resolve().parents[1] / "examples" / "cases"
MINIMAL = str(CASES / "minimal.yaml")


@pytest.fixture
def at(tmp_path, monkeypatch):
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys, *words):
    code = main(["choose", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_it_begins_with_the_answer_fits_a_hundred_columns_and_says_where_the_files_lie(at, capsys):
    code, out, err = run(capsys, MINIMAL, "--scenarios", "256")
    lines = out.splitlines()
    data = json.loads(Path("out/decision.json").read_text(encoding="utf-8"))
    assert code == 0
    assert " ".join(lines[: lines.index("")]) == data["recommendation"]["reasons"][0]["text"]
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in out
    assert lines[-len(list(Path("out").iterdir()))] == "Report: out/report.html"
    assert err == "futures …\nturning points …\n"


def test_its_agreements_pass_the_check(at, capsys):
    run(capsys, MINIMAL, "--scenarios", "64", "--out", "there")
    written = sorted(str(path) for path in Path("there").glob("agreement-*.yaml"))
    assert written
    assert main(["check", *written]) == 0


def test_json_is_the_file_and_nothing_else(at, capsys):
    code, out, _ = run(capsys, MINIMAL, "--scenarios", "64", "--json")
    assert code == 0
    assert out == Path("out/decision.json").read_text(encoding="utf-8")
    assert json.loads(out)["schema"] == "choose/1"


def test_a_number_of_scenarios_that_is_rounded_is_said(at, capsys):
    err = run(capsys, MINIMAL, "--scenarios", "100")[2]
    assert "128 futures were drawn, a power of two; asked for: 100.\n" in err
    plain = run(capsys, MINIMAL, "--scenarios", "1", "--sampling", "plain")[2]
    assert "16 futures were drawn, a multiple of 16; asked for: 1.\n" in plain


def test_two_runs_give_the_same_bytes(at, capsys):
    run(capsys, MINIMAL, "--scenarios", "64", "--out", "one", "--workers", "1")
    run(capsys, MINIMAL, "--scenarios", "64", "--out", "two", "--workers", "2")
    one, two = ({path.name: path.read_bytes() for path in Path(folder).iterdir()} for folder in ("one", "two"))
    assert one == two


def test_a_case_with_faults_is_refused_with_all_of_them_and_nothing_is_written(at, capsys):
    text = Path(MINIMAL).read_text(encoding="utf-8").replace("cash: 2_000_000", "cash: unknown")
    Path("mine.yaml").write_text(text + "today: {partner: nobody, committed: true}\n", encoding="utf-8")
    code, out, err = run(capsys, "mine.yaml")
    assert (code, out) == (1, "")
    assert err == (
        "mine.yaml:8: company.cash: the free cash is not known\n"
        "    Ask finance; a range will do: {low: 1_000_000, high: 2_000_000}.\n"
        "mine.yaml:20: today.partner: today's partner 'nobody' is not among the partners\n"
        "    Use one of: quoting_maker, or add it.\n"
        "2 faults\n"
    )
    assert [path.name for path in Path().iterdir()] == ["mine.yaml"]


def test_an_agreement_is_no_case(at, capsys):
    Path("other.yaml").write_text("suture: 1\nagreement: A-1\n", encoding="utf-8")
    assert run(capsys, "other.yaml")[2] == (
        "other.yaml:1: this is no case: it has no key 'case' at its top\n"
        "    Begin with 'case: its name'; see examples/cases.\n1 fault\n"
    )


@pytest.fixture
def nothing_decided(monkeypatch):
    """A decision would take minutes: here it is a failure to begin one."""

    def decide(case, **_):
        raise AssertionError("it was decided before the folder was tried")

    monkeypatch.setattr("suture.cli.choose.choose", decide)


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("taken", "taken: this is a file, not a folder\n    Name a folder: --out results.\n1 fault\n"),
        (
            "taken/below", "taken/below: nothing can be written here: Not a directory\n"
            "    Name a folder of yours: --out results; look at the disk.\n1 fault\n",
        ),
        ("", "the name of the folder is empty\n    Name a folder: --out results.\n1 fault\n"),
        (
            "mine", "mine/agreement-quoting_maker-committed.yaml: this file is in the way: suture did not write it, or"
            " it was changed since\n    Move it elsewhere, or name another folder: --out results.\n1 fault\n",
        ),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_written_is_a_fault_before_anything_is_decided(out, said, at, capsys, nothing_decided):
    Path("taken").write_text("mine", encoding="utf-8")
    Path("mine").mkdir()
    Path("mine/agreement-quoting_maker-committed.yaml").write_text("mine", encoding="utf-8")
    assert run(capsys, MINIMAL, "--out", out) == (1, "", said)
    assert Path("taken").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in Path().iterdir()) == ["mine", "taken"]


def test_agreements_of_an_earlier_case_are_taken_away_and_those_that_people_changed_stay(at, capsys):
    other = Path(MINIMAL).read_text(encoding="utf-8").replace("quoting_maker", "other_maker")
    Path("other.yaml").write_text(other, encoding="utf-8")
    run(capsys, "other.yaml", "--scenarios", "64")
    earlier = Path("out/agreement-other_maker-committed.yaml")
    Path("out/agreement-mine.yaml").write_text("mine", encoding="utf-8")
    assert earlier.exists()
    run(capsys, MINIMAL, "--scenarios", "64")
    agreements = ["agreement-mine.yaml", "agreement-quoting_maker-committed.yaml"]
    assert sorted(path.name for path in Path("out").glob("agreement-*")) == agreements
    changed = Path("out", agreements[1])
    changed.write_text(changed.read_text(encoding="utf-8") + "# agreed\n", encoding="utf-8")
    assert run(capsys, MINIMAL, "--scenarios", "64")[0] == 1
    assert changed.read_text(encoding="utf-8").endswith("# agreed\n")


@pytest.mark.parametrize("columns", [40, 80])
def test_it_fits_a_narrow_page(columns, at, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, _ = run(capsys, str(CASES / "research.yaml"), "--scenarios", "64")
    table, places = out.split("Report: ")
    assert code == 0
    assert max(map(len, table.splitlines())) <= columns
    assert max(map(len, table.splitlines())) > columns - 12
    assert places.splitlines()[0] == "out/report.html"


def test_strategies_that_never_differ_are_one_row_that_names_the_other_and_partners_by_their_titles(at, capsys):
    _, out, _ = run(capsys, str(CASES / "mature.yaml"), "--scenarios", "64")
    table = out[out.index("Strategy and model") : out.index("Ranked by mean")]
    assert "the same: As today · Mid-size CDMO" in table
    assert [line for line in table.splitlines() if line.startswith("As today")] == []


def test_ctrl_c_stops_cleanly_and_leaves_nothing(at, capsys, monkeypatch):
    def interrupted(case, *, progress, **rest):
        signal.raise_signal(signal.SIGINT)
        assert progress("futures", 1, 8) is False
        raise Cancelled

    monkeypatch.setattr("suture.cli.choose.choose", interrupted)
    before = signal.getsignal(signal.SIGINT)
    code, out, err = run(capsys, MINIMAL)
    assert (code, out) == (130, "")
    assert err.endswith("Stopped; nothing was written.\n")
    assert list(at.iterdir()) == []
    assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.parametrize(
    "words", [["--scenarios", "0"], ["--workers", "none"], ["--seed", "-1"], ["--sampling", "x"], []]
)
def test_wrong_use_leaves_with_2(words, capsys):
    with pytest.raises(SystemExit) as left:
        main(["choose", *words, *([MINIMAL] if words else [])])
    assert left.value.code == 2


def test_every_gate_has_a_short_name_for_the_table():
    from suture.cli.choose import GATES
    from suture.engine.decision import gates

    named = set(re.findall(r'Gate\(\s*"(\w+)"', Path(gates.__file__).read_text(encoding="utf-8")))
    assert named - set(GATES) == set()
