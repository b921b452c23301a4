"""Bad input of every sort, through the command: file, line or path, what is wrong and what to do; never a traceback."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from suture.cli import main
from tests.supply import AGREEMENT, FACTS, HEADER, but

INDEXED = AGREEMENT + """\
  - id: cost
    kind: indexation
    on: [price]
    index: ppi
    base: 100
    weight: 50 %
    lag_periods: 0
    threshold: 0 %
    past_threshold: excess
"""  # fmt: skip
FACT = "2027-014,catheter,2027-01-15,800,piece,accepted,,a1,,\n"


@pytest.fixture
def at(tmp_path, monkeypatch):
    """A folder with the supply's files."""
    monkeypatch.chdir(tmp_path)
    Path("supply.yaml").write_text(AGREEMENT, encoding="utf-8")
    Path("facts.csv").write_text(FACTS, encoding="utf-8")
    return tmp_path


def refused(capsys, *words):
    """What is said on stderr; the folder and stdout stay as they were."""
    before = sorted(Path().rglob("*"))
    assert main(words) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert sorted(Path().rglob("*")) == before
    return said.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "make_up: later_excess", "make_up: later_excess\n    colour: red",
            "supply.yaml:34: clauses[1].colour: the key 'colour' is not known here\n"
            "    Known here: currency, id, kind, make_up, measure, minimum, price, prorate, services, stands_for, "
            "window.\n"
            "1 fault\n",
        ),
        (
            "minimum: 12000 piece", "minimum: 12000 box",
            "supply.yaml:31: clauses[1].minimum: the figure is in 'box', not in 'piece'\n"
            "    Write it in piece.\n1 fault\n",
        ),
        (
            "{from: 1000,", "{from: 1200,",
            "supply.yaml:25: clauses[0].tiers[1].from: tier 2 begins at 1200 but the tier before it ends at 1000\n"
            "    Let every tier begin where the one before it ends.\n1 fault\n",
        ),
        (
            "price: 37.00", "price: -37.00",
            "supply.yaml:25: clauses[0].tiers[1].price: -37 is below 0\n"
            "    Write a number of at least 0.\n1 fault\n",
        ),
        (
            "price: 20 USD/piece", "price: .NaN",
            "supply.yaml:32: clauses[1].price: '.NaN' is not a number\n"
            "    Write digits with a decimal point, such as 1250.50, and the unit after it.\n1 fault\n",
        ),
        (
            "price: 20 USD/piece", "price: [{from: 2027-01-01, value: 20}, {from: 2030-01-01, value: 21}]",
            "supply.yaml:32: clauses[1].price[1].from: a value begins on 2030-01-01, when the agreement has ended"
            " (2029-01-01)\n    Correct the date, or extend the agreement.\n1 fault\n",
        ),
        (
            "price: 20 USD/piece", "price: 20 EUR/piece",
            "supply.yaml:32: clauses[1].price: the figure is in EUR, the agreement in USD\n"
            "    Convert it to USD at the rate that was agreed.\n1 fault\n",
        ),
        (
            "buyer: Vena", "buyer: !!python/object/apply:os.system [ls]",
            "supply.yaml:4: parties.buyer: the tag '!!python/object/apply:os.system' asks for another type\n"
            "    Remove the tag; every value is read as text.\n1 fault\n",
        ),
        (
            "buyer: Vena", "buyer: 'Vena",
            "supply.yaml:4: a quoted text never ends\n    Close the quotation mark.\n1 fault\n",
        ),
        (
            "currency: USD", "currency: USD\ncurrency: EUR",
            "supply.yaml:6: currency: the key 'currency' stands here and on line 5\n"
            "    Keep one of the two.\n1 fault\n",
        ),
    ],
)  # fmt: skip
def test_terms(old, new, said, at, capsys):
    Path("supply.yaml").write_text(but(old, new), encoding="utf-8")
    assert refused(capsys, "check", "supply.yaml") == said
    assert refused(capsys, "rate", "supply.yaml", "facts.csv") == said


def test_an_alias_bomb(at, capsys):
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 30))
    Path("supply.yaml").write_text(bomb, encoding="utf-8")
    said = refused(capsys, "check", "supply.yaml")
    assert said.startswith(
        "supply.yaml:1: a0: '&a0' marks a place to be referred to\n"
        "    Remove the mark; references are not read.\n"
        "supply.yaml:2: a1: '&a1' marks a place"
    )
    assert said.endswith("… and 38 more; --json lists them.\n88 faults\n")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "none.yaml", None,
            "none.yaml: there is no such file\n    Check the path; it is read from the folder you are in.\n",
        ),
        (".", None, ".: this is a folder\n    Name a file in it.\n"),
        ("", None, "the name of the file is empty\n    Name a file; a variable may be unset.\n"),
        (
            os.devnull, None,
            f"{os.devnull}: this is a pipe or a device, not a file\n    Save what it gives, and name that file.\n",
        ),
        ("x.yaml", b"\0\1\2", "x.yaml: this is not a text file\n    Export it as YAML text, saved as UTF-8.\n"),
        (
            "x.yaml", b"a: \xe4\n",
            "x.yaml:1: the text is not UTF-8 from byte 4 on\n    Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').\n",
        ),
        (
            "x.yaml", b"a: 1\n" * 300_000,
            "x.yaml: the file has more than 1 MB\n    Give a smaller file; is it the one you meant?\n",
        ),
        (
            "x.yaml", b"",
            "x.yaml: there is nothing in it\n    Write terms into it; `suture schema` and examples/ show their form.\n",
        ),
        (
            "x.yaml", b"[" * 500_000,
            "x.yaml:1: it is nested more than 40 levels deep\n    Remove brackets; no terms are so deep.\n",
        ),
        (
            "x.yaml", b"title: x\n",
            "x.yaml:1: it is neither an agreement nor a case: it has no key 'agreement' or 'case' at its top\n"
            "    Begin an agreement with 'agreement: its number', a case with 'case: its name'.\n",
        ),
    ],
    ids=["gone", "folder", "no name", "device", "binary", "latin", "huge", "empty", "brackets", "neither"],
)  # fmt: skip
def test_files(name, data, said, at, capsys):
    if data is not None:
        Path(name).write_bytes(data)
    assert refused(capsys, "check", name) == said + "1 fault\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            FACT.replace("2027-014", "2027-015"),
            "facts.csv:2: agreement: the fact is of agreement '2027-015', not '2027-014'\n"
            "    Rate each agreement with its own facts.\n",
        ),
        (
            FACT.replace("catheter", "stent"),
            "facts.csv:2: service: the agreement has no service 'stent'\n    Use one of: catheter, engineering.\n",
        ),
        (
            FACT.replace("piece", "box"),
            "facts.csv:2: unit: the fact is in 'box' but catheter is counted in 'piece'\n    Convert it to piece.\n",
        ),
        (
            FACT.replace("800", "800.5"),
            "facts.csv:2: quantity: 800.5 piece is not a whole number of steps of 1\n"
            "    Give a multiple of 1, or declare a smaller step for the service.\n",
        ),
        (
            FACT.replace("2027-01-15", "2030-01-15"),
            "facts.csv:2: date: 2030-01-15 lies outside the agreement, 2027-01-01..2028-12-31\n"
            "    Correct the date, or extend the agreement.\n",
        ),
        (
            FACT + FACT,
            "facts.csv:3: source_id: source_id 'a1' stands here and in row 2\n"
            "    Give every fact a source_id of its own.\n",
        ),
        (
            FACT.replace("a1,,", "a1,a0,"),
            "facts.csv:2: reverses: it reverses 'a0', which is not among the facts\n"
            "    Name the source_id of the fact to cancel.\n",
        ),
        (
            FACT + FACT.replace("a1,,", "a2,a1,").replace("800", "-700"),
            "facts.csv:3: reverses: it reverses 'a1' but is not its opposite: catheter accepted -700 against"
            " catheter accepted -800\n"
            "    A reversing fact repeats the service and kind and has the opposite quantity: -800."
            " To take back a part, leave 'reverses' empty and say in 'note' what it is.\n",
        ),
        (
            FACT.replace("2027-01-15", "15.01.2027"),
            "facts.csv:2: date: '15.01.2027' is not a date\n"
            "    Write a day of the calendar as year-month-day, such as 2027-01-31.\n",
        ),
        (
            FACT.replace("800", '"1,250"'),
            "facts.csv:2: quantity: '1,250' has a comma\n"
            "    Write the number with a decimal point and without grouping, such as 1250.5.\n",
        ),
    ],
)  # fmt: skip
def test_facts(row, said, at, capsys):
    Path("facts.csv").write_text(HEADER + row, encoding="utf-8")
    assert refused(capsys, "rate", "supply.yaml", "facts.csv") == said + "1 fault\n"


def test_all_that_is_wrong_with_facts_is_said_in_one_pass(at, capsys):
    Path("supply.yaml").write_text(INDEXED, encoding="utf-8")
    rows = [
        FACT.replace("800", "NaN").replace("catheter", "stent"), FACT.replace("piece", "box").replace("a1", "a2"),
        FACT.replace("800", "Infinity").replace("2027-01-15", "soon"), FACT.replace("800", "-5").replace("a1", "a4"),
        "2027-014,catheter\n",
    ]  # fmt: skip
    Path("facts.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    said = refused(capsys, "rate", "supply.yaml", "facts.csv")
    assert [line.split(": ")[:2] for line in said.splitlines() if line.startswith("facts.csv")] == [
        ["facts.csv:2", "quantity"], ["facts.csv:2", "service"], ["facts.csv:3", "unit"], ["facts.csv:4", "date"],
        ["facts.csv:4", "quantity"], ["facts.csv:4", "source_id"], ["facts.csv:5", "quantity"],
        ["facts.csv:6", "the row has 2 fields, the first line names 10"], ["facts.csv", "clauses.cost"],
    ]  # fmt: skip
    assert said.endswith("9 faults\n")


def test_what_is_wrong_with_all_three_files_and_the_day_is_said_in_one_pass(at, capsys):
    Path("facts.csv").write_text(HEADER + FACT.replace("800", "NaN"), encoding="utf-8")
    Path("billed.json").write_text("{}", encoding="utf-8")
    said = refused(capsys, "rate", "supply.yaml", "facts.csv", "--billed", "billed.json", "--through", "2026-12-31")
    assert [line.split(":")[0] for line in said.splitlines() if not line.startswith(" ")] == [
        "facts.csv", "billed.json", "--through 2026-12-31 lies before the end of the first period, 2027-01-31",
        "3 faults",
    ]  # fmt: skip


def test_a_kind_of_fact_that_is_not_known(at, capsys):
    Path("facts.csv").write_text(HEADER + FACT.replace("accepted", "eaten"), encoding="utf-8")
    said = refused(capsys, "rate", "supply.yaml", "facts.csv")
    assert said.startswith("facts.csv:2: kind: 'eaten' is not a kind of fact\n    Use one of: ordered, accepted, ")


def test_a_missing_index_value(at, capsys):
    Path("supply.yaml").write_text(INDEXED, encoding="utf-8")
    said = refused(capsys, "rate", "supply.yaml", "facts.csv")
    assert "clause 'cost' needs index 'ppi' for 2027-01-31, and no value is published up to then\n" in said
    assert said.startswith("facts.csv: ")
    assert "    Add a fact of kind index, service ppi, dated on or before 2027-01-31.\n" in said


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_byte_order_mark_and_semicolons_are_no_fault(separator, at, capsys):
    Path("facts.csv").write_text("\ufeff" + FACTS.replace(",", separator), encoding="utf-8")
    assert main(["rate", "supply.yaml", "facts.csv", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["charge"] == "47400.00"


def test_a_day_before_the_agreement(at, capsys):
    assert refused(capsys, "rate", "supply.yaml", "facts.csv", "--through", "2026-12-31") == (
        "--through 2026-12-31 lies before the end of the first period, 2027-01-31\n    Name a later day.\n1 fault\n"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
@pytest.mark.parametrize(
    "words", [["check", "pipe"], ["rate", "pipe", "facts.csv"], ["rate", "supply.yaml", "pipe"], ["choose", "pipe"]],
    ids=" ".join,
)  # fmt: skip
def test_a_pipe_into_which_nobody_writes_is_not_waited_for(words, at, capsys):
    os.mkfifo("pipe")
    said = refused(capsys, *words)
    assert (
        said == "pipe: this is a pipe or a device, not a file\n    Save what it gives, and name that file.\n1 fault\n"
    )


def test_a_quantity_below_zero_without_a_reason(at, capsys):
    Path("facts.csv").write_text(HEADER + FACT + FACT.replace("800", "-5").replace("a1", "a2"), encoding="utf-8")
    assert refused(capsys, "rate", "supply.yaml", "facts.csv") == (
        "facts.csv:3: quantity: -5 is below zero, and nothing says what it takes back\n    Name in 'reverses' the"
        " source_id of the fact that never happened; or, where something is taken back on this day, say so in"
        " 'note'.\n1 fault\n"
    )


def test_a_statement_that_is_none(at, capsys):
    Path("billed.json").write_text("{}", encoding="utf-8")
    assert refused(capsys, "rate", "supply.yaml", "facts.csv", "--billed", "billed.json") == (
        "billed.json: schema: this is no statement ('schema' is not 'rate/1')\n"
        "    Give a file that `suture rate --json` has written.\n1 fault\n"
    )


BILLED = json.dumps(
    {
        "schema": "rate/1",
        "agreement": "2027-014",
        "currency": "USD",
        "charges": [{"clause": "price", "period": {"from": "2027-01-01"}, "amount": "5.00"}],
    }
)
GARBAGE = st.one_of(
    st.binary(max_size=200),
    st.text(st.characters(codec="utf-8"), max_size=200).map(str.encode),
    st.text("[]{}:-&*!?|>'\"%@\n\t ,#a1\\", max_size=60).map(str.encode),
)


@st.composite
def mutated(draw, text):
    """A good text with a few pieces cut out, doubled, or replaced by something else."""
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, len(text)))
        end = draw(st.integers(begin, min(len(text), begin + 40)))
        piece = draw(
            st.sampled_from(
                ["", "0", "-1", "1e999999", "NaN", "9" * 400, "null", "[]", "{}", "[1, {a: b}]", "\n", "  ", "unknown",
                 "{low: 1, high: 2}", "0001-01-01", "9999-12-31", "2027-02-29", "&a", "*a", "%", "USD", ",", ";", '"']
            ) | st.text(st.characters(codec="utf-8"), max_size=8) | st.just(text[begin:end] * 2)
        )  # fmt: skip
        text = text[:begin] + piece + text[end:]
    return text.encode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    terms=st.one_of(GARBAGE, mutated(INDEXED), st.just(INDEXED.encode())),
    facts=st.one_of(GARBAGE, mutated(FACTS), st.just(FACTS.encode())),
)
@example(terms=b"\xff", facts=b"\xff")
def test_nothing_that_is_read_breaks_the_command(terms, facts, at, capsys):
    Path("supply.yaml").write_bytes(terms)
    for name in ("facts.csv", "facts.yaml"):
        Path(name).write_bytes(facts)
        checked, rated = main(["check", "supply.yaml"]), main(["rate", "supply.yaml", name, "--json"])
        assert {checked, rated} <= {0, 1}
    capsys.readouterr()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(billed=st.one_of(GARBAGE, mutated(BILLED)))
def test_no_earlier_statement_breaks_the_command(billed, at, capsys):
    Path("billed.json").write_bytes(billed)
    assert main(["rate", "supply.yaml", "facts.csv", "--billed", "billed.json", "--json"]) in {0, 1}
    capsys.readouterr()
