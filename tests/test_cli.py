"""The command `suture`: what it prints where, and how it ends."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import suture
from suture.cli import main
from suture.cli.screen import progress
from tests.supply import AGREEMENT, FACTS, HEADER, but


@pytest.fixture
def at(tmp_path, monkeypatch):
    """The supply's files in the folder that one is in."""
    monkeypatch.chdir(tmp_path)
    Path("supply.yaml").write_text(AGREEMENT, encoding="utf-8")
    Path("facts.csv").write_text(FACTS, encoding="utf-8")
    return tmp_path


def run(capsys, *words):
    try:
        code = main(words)
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    return code, said.out, said.err


def test_check_says_what_a_good_file_holds(at, capsys):
    assert run(capsys, "check", "supply.yaml") == (
        0, "supply.yaml: agreement 2027-014, 2027-01-01..2028-12-31, 2 clauses, no faults\n", "",
    )  # fmt: skip


def test_check_says_when_figures_are_still_open(at, capsys):
    Path("open.yaml").write_text(but("12000 piece", "{low: 9000, high: 12000}"), encoding="utf-8")
    assert run(capsys, "check", "open.yaml") == (
        0,
        "open.yaml: agreement 2027-014, 2027-01-01..2028-12-31, 2 clauses, no faults; 1 figure is a range or unknown,"
        " so it can be simulated but not invoiced yet\n",
        "",
    )
    code, out, err = run(capsys, "rate", "open.yaml", "facts.csv")
    assert (code, out) == (1, "")
    assert err == (
        "open.yaml:31: clauses[1].minimum: the figure is a range from 9000 to 12,000\n"
        "    Write the value that was agreed; an invoice needs one.\n1 fault\n"
    )


def test_check_goes_on_after_a_file_with_faults(at, capsys):
    Path("bad.yaml").write_text(but("currency: USD", "currency: XXX"), encoding="utf-8")
    code, out, err = run(capsys, "check", "bad.yaml", "none.yaml", "supply.yaml")
    assert code == 1
    assert out.startswith("supply.yaml: agreement")
    assert err == (
        "bad.yaml:5: currency: 'XXX' is no currency that is known\n"
        "    Write the code of ISO 4217, such as USD, EUR or CNY.\n"
        "none.yaml: there is no such file\n"
        "    Check the path; it is read from the folder you are in.\n"
        "2 faults\n"
    )


def test_check_as_json(at, capsys):
    Path("bad.yaml").write_text("a: 1\n", encoding="utf-8")
    code, out, _ = run(capsys, "check", "bad.yaml", "supply.yaml", "--json")
    said = json.loads(out)
    assert (code, said["suture"], said["schema"]) == (1, suture.__version__, "check/1")
    assert said["files"] == [
        {"file": "bad.yaml", "holds": None, "name": None, "faults": 1},
        {"file": "supply.yaml", "holds": "agreement", "name": "2027-014", "faults": 0},
    ]
    (fault,) = said["faults"]
    assert (fault["file"], fault["line"], fault["wrong"]["code"]) == ("bad.yaml", 1, "neither_agreement_nor_case")


def test_rate_begins_with_the_answer_and_fits_a_hundred_columns(at, capsys):
    code, out, err = run(capsys, "rate", "supply.yaml", "facts.csv")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "47,400.00 USD due under 2027-014 for the periods up to 2027-02-28: 2 charges."
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in out
    amounts = [line for line in lines if line.startswith("2027-")]
    assert [line.index(".00") for line in amounts] == [amounts[0].index(".00")] * 2  # one under the other


@pytest.mark.parametrize("columns", [40, 80])
def test_rate_and_check_fit_a_narrow_page(columns, at, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in (["rate", "supply.yaml", "facts.csv", "--explain"], ["check", "supply.yaml"]):
        code, out, _ = run(capsys, *words)
        assert code == 0
        assert max(map(len, out.splitlines())) <= columns


def test_a_thousand_is_grouped_as_the_amount_beside_it(at, capsys):
    more = FACTS.replace(",800,", ",1800,")
    Path("facts.csv").write_text(more, encoding="utf-8")
    _, out, _ = run(capsys, "rate", "supply.yaml", "facts.csv")
    assert "1,800 piece taken in the window, 0 before" in out
    assert "1800" not in out


def test_rate_shows_every_fold_where_it_is_asked_to(at, capsys):
    _, out, _ = run(capsys, "rate", "supply.yaml", "facts.csv", "--explain")
    assert "2027-02-01..2027-02-28  price (graduated)  15,400.00 USD; quantities in steps of 1 piece" in out
    assert "  facts   taken 400" in out
    assert "due 47400" in out


def test_rate_without_anything_due(at, capsys):
    Path("none.csv").write_text(HEADER, encoding="utf-8")
    assert run(capsys, "rate", "supply.yaml", "none.csv", "--through", "2027-03-31") == (
        0, "Nothing is due under 2027-014 for the periods up to 2027-03-31.\n", "",
    )  # fmt: skip
    assert run(capsys, "rate", "supply.yaml", "none.csv")[2] == (
        "none.csv: there are no facts, so no day up to which to settle\n    Say it: --through 2027-12-31.\n1 fault\n"
    )


def test_rate_takes_the_facts_of_both_files_at_once_when_they_have_faults(at, capsys):
    Path("bad.yaml").write_text(but("currency: USD", "currency: XXX"), encoding="utf-8")
    Path("bad.csv").write_text(HEADER, encoding="utf-16")
    code, out, err = run(capsys, "rate", "bad.yaml", "bad.csv", "--json")
    said = json.loads(out)
    assert (code, said["schema"]) == (1, "faults/1")
    assert [fault["file"] for fault in said["faults"]] == ["bad.yaml", "bad.csv"]
    assert "bad.csv: the text is UTF-16" in err


def test_json_is_one_object_and_nothing_else(at, capsys):
    code, out, err = run(capsys, "rate", "supply.yaml", "facts.csv", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["schema"] == "rate/1"


@pytest.mark.parametrize("of", ["agreement", "case", "facts", "mapping"])
def test_schema_prints_a_schema(of, capsys):
    code, out, err = run(capsys, "schema", of)
    assert (code, err) == (0, "")
    assert json.loads(out)["$id"] == f"urn:suture:{of}:1"


@pytest.mark.parametrize(
    "words",
    [
        [], ["chose"], ["check"], ["rate", "supply.yaml"], ["rate", "supply.yaml", "facts.csv", "--thru", "2027-01-01"],
        ["rate", "supply.yaml", "facts.csv", "--through", "tomorrow"], ["schema", "order"], ["--verbose"],
    ],
)  # fmt: skip
def test_wrong_use_ends_with_two_and_says_how_on_stderr(words, at, capsys):
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith("usage: suture")


def test_version(capsys):
    assert run(capsys, "--version") == (0, f"suture {suture.__version__}\n", "")


def test_nothing_is_written_but_on_the_screen(at, capsys):
    before = sorted(at.rglob("*"))
    run(capsys, "check", "supply.yaml")
    run(capsys, "rate", "supply.yaml", "facts.csv", "--explain")
    assert sorted(at.rglob("*")) == before


def test_the_user_stops_it(at, capsys, monkeypatch):
    def stopped(asked):
        raise KeyboardInterrupt

    monkeypatch.setattr("suture.cli.check.run", stopped)
    assert run(capsys, "check", "supply.yaml") == (130, "", "Stopped; nothing was written.\n")


@pytest.mark.parametrize("where", ["suture.cli", "suture.cli.check", "suture.engine.terms.reading"])
def test_the_user_stops_it_while_modules_are_loaded(at, where):
    program = f"""if True:
        import builtins, sys
        load = builtins.__import__
        def stopping(name, *rest):
            if name == {where!r}:
                raise KeyboardInterrupt
            return load(name, *rest)
        builtins.__import__ = stopping
        from suture.__main__ import main
        sys.argv[1:] = ["check", "supply.yaml"]
        sys.exit(main())
    """
    left = subprocess.run(
        [sys.executable, "-c", program], env=ELSEWHERE, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (left.returncode, left.stdout) == (130, "")
    assert left.stderr.startswith("Stopped; nothing was written.")
    assert left.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["what-if", "supply.yaml", "--set", "catheter=1", "--map", "m.yaml"], "--map does nothing without --facts"),
        (["what-if", "supply.yaml", "--set", "catheter=1", "--sheet", "May"], "--sheet does nothing without --facts"),
        (["diff", "supply.yaml", "supply.yaml", "--sheet", "May"], "--sheet does nothing without --facts"),
        (["text", "supply.yaml", "--template", "own.docx"], "--template does nothing without --docx"),
        (["text", "supply.yaml", "--template", "own.docx", "--pdf", "a.pdf"], "--template does nothing without --docx"),
    ],
)
def test_an_option_without_the_one_that_it_is_for_is_wrong_use(at, capsys, words, says):
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert err.endswith(f"error: {says}\n")
    assert err.startswith(f"usage: suture {words[0]}")


ELSEWHERE = os.environ | {"PYTHONPATH": str(Path(suture.__file__).parents[1])}


def started(*words, **environment):
    return subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ELSEWHERE | environment
    )


def test_a_reader_that_has_enough_is_no_fault(at):
    done = started("-m", "suture", "schema", "agreement")
    done.stdout.close()
    assert (done.stderr.read(), done.wait()) == (b"", 0)
    done.stderr.close()


def test_a_terminal_that_cannot_show_a_letter_still_gets_the_answer(at):
    (at / "supply.yaml").write_text(but("id: price", "id: 价格"), encoding="utf-8")
    done = started("-m", "suture", "check", "supply.yaml", PYTHONIOENCODING="ascii")
    _, err = done.communicate()
    assert done.returncode == 1
    assert b"\\u4ef7\\u683c" in err


def test_what_would_steer_the_terminal_is_shown_and_not_sent(at, capsys):
    facts = HEADER + "2027-014,\u202ecath\x1b[31meter,2027-01-15,800,piece,accepted,,,,\n"
    Path("facts.csv").write_text(facts, encoding="utf-8")
    code, _, err = run(capsys, "rate", "supply.yaml", "facts.csv")
    assert code == 1
    assert "\\x1b[31m" in err
    assert "\x1b" not in err
    assert "\u202e" not in err


@pytest.mark.parametrize("words", [["--version"], ["check", "supply.yaml"], ["rate", "supply.yaml", "facts.csv"]])
def test_a_command_does_not_wait_for_the_compiler(words, at):
    program = (
        "import sys; from suture.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "sys.exit(str(sorted({'numba', 'scipy', 'numpy'} & set(sys.modules))))"
    )
    _, err = started("-c", program, *words).communicate()
    assert err == b"[]\n"


def test_progress_is_silent_where_nobody_watches(capsys):
    with progress("Simulating") as done:
        done(0.5)
        done(1.0)
    assert tuple(capsys.readouterr()) == ("", "")


@pytest.mark.parametrize("words", [["text", "supply.yaml", "--pdf"], ["facts", "facts.csv", "--faults"]])
def test_a_file_that_cannot_be_written_is_refused_without_naming_another_option(at, capsys, words):
    for place, says in (("missing/out", "this file cannot be written"), ("..", "names no file|can be replaced")):
        code, _, err = run(capsys, *words, place)
        assert code == 1
        assert re.search(says, err)
        assert not re.search("--(out|docx)", err)
