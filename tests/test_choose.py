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
    assert (
        "100 futures were asked for; 128 were drawn, a power of two.\n" in run(capsys, MINIMAL, "--scenarios", "100")[2]
    )
    plain = run(capsys, MINIMAL, "--scenarios", "100", "--sampling", "plain")[2]
    assert "100 futures were asked for; 112 were drawn, a multiple of 16.\n" in plain


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


def test_a_folder_that_cannot_be_written_is_a_fault(at, capsys):
    Path("taken").write_text("mine", encoding="utf-8")
    code, out, err = run(capsys, MINIMAL, "--scenarios", "64", "--out", "taken")
    assert (code, out) == (1, "")
    assert err.endswith("taken: this is a file, not a folder\n    Name a folder: --out results.\n1 fault\n")
    assert Path("taken").read_text(encoding="utf-8") == "mine"


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
