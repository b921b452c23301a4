"""The examples that users copy: good ones rate to their expected charges, bad ones give exactly their faults."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from suture.cli import main
from suture.engine.clauses import KINDS
from suture.engine.clauses.figure import Figure, Written
from suture.engine.fault import Faulty, dotted
from suture.engine.terms.document import parse
from suture.engine.terms.reading import read_agreement
from suture.engine.terms.schema import agreement_schema
from suture.engine.terms.writing import write
from tests.engine.terms.test_schema import fits

EXAMPLES = Path(__file__).parents[1] / "examples" / "agreements"
GOOD = sorted(path for path in EXAMPLES.glob("good/*.yaml") if not path.name.endswith(".expected.yaml"))
BAD = sorted(EXAMPLES.glob("bad/*.yaml"))
EXPECTED = re.compile(r"^# expected: (?:(\S*): )?(\w+)$", re.MULTILINE)


def name(path: Path) -> str:
    return path.stem


def rated(capsys: pytest.CaptureFixture[str], agreement: Path, facts: Path, *more: str) -> dict[str, object]:
    assert main(["rate", str(agreement), str(facts), "--json", *more]) == 0, capsys.readouterr().err
    said = capsys.readouterr()
    assert said.err == ""
    return json.loads(said.out)


def test_every_kind_has_a_good_example():
    shown = {clause["kind"] for path in GOOD for clause in yaml.safe_load(path.read_text(encoding="utf-8"))["clauses"]}
    assert KINDS.keys() - shown == set()


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_good_example_has_no_faults(path, capsys):
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr()
    assert (said.err, said.out.count("no faults")) == ("", 1)


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_good_example_rates_to_exactly_its_expected_charges(path, capsys):
    expected = yaml.load(path.with_suffix(".expected.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    done = rated(capsys, path, path.with_suffix(".facts.csv"), "--through", expected["through"])
    charges = [
        {"clause": charge["clause"], "period": charge["period"]["from"], "amount": charge["amount"]}
        for charge in done["charges"]
    ]
    order = lambda charge: (charge["period"], charge["clause"])  # noqa: E731  # within a period the order is the phase's
    assert sorted(charges, key=order) == sorted(expected["charges"], key=order)
    assert done["totals"]["charge"] == expected["total"]
    assert done["totals"]["tax"] == expected.get("tax", "0.00")
    assert all(charge["reasons"] for charge in done["charges"])


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_rerun_of_a_good_example_bills_nothing(path, capsys, tmp_path):
    facts = path.with_suffix(".facts.csv")
    first = rated(capsys, path, facts)
    billed = tmp_path / "billed.json"
    billed.write_text(json.dumps(first), encoding="utf-8")
    again = rated(capsys, path, facts, "--billed", str(billed))
    assert again["charges"] == []


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_the_explanation_of_a_good_example_adds_up(path, capsys):
    done = rated(capsys, path, path.with_suffix(".facts.csv"), "--explain")
    for charge in done["charges"]:
        moved = sum(Decimal(entry["after"]["due"]) - Decimal(entry["before"]["due"]) for entry in charge["entries"])
        assert abs(moved - Decimal(charge["amount"])) <= 1  # each clause is rounded on its total


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_good_example_is_written_back_as_the_same_terms(path):
    agreement = read_agreement(path.read_text(encoding="utf-8"))
    assert read_agreement(write(agreement)) == agreement


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_good_example_fits_the_schema(path):
    schema = agreement_schema()
    assert fits(parse(path.read_text(encoding="utf-8")).data, schema, schema["$defs"])


@pytest.mark.parametrize("path", BAD, ids=name)
def test_a_bad_example_gives_exactly_its_expected_faults(path):
    text = path.read_text(encoding="utf-8")
    expected = [(place or "", code) for place, code in EXPECTED.findall(text)]
    assert expected, "write '# expected: path: code' for every fault"
    with pytest.raises(Faulty) as raised:
        read_agreement(text, file=path.name)
    assert sorted((dotted(f.path), f.wrong.text.code) for f in raised.value.faults) == sorted(expected)
    assert all(f.file == path.name and str(f.remedy) for f in raised.value.faults)


@pytest.mark.parametrize("path", BAD, ids=name)
def test_a_bad_example_is_refused_on_the_screen_with_file_and_line(path, capsys):
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert re.match(rf"{re.escape(str(path))}:\d+: ", said.err)


def figures(written: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the figures of an agreement stand, dated ones as a whole."""
    if isinstance(written, Figure):
        yield path
    elif isinstance(written, Written):
        for key, field in type(written).model_fields.items():
            yield from figures(getattr(written, key), (*path, field.alias or key))
    elif isinstance(written, tuple):
        for i, part in enumerate(written):
            yield from figures(part, (*path, i))


FORMS = [
    "unknown", "0", "-3", "7.5 %", "999999999999999", {"low": "1", "high": "2"},
    {"low": "0", "value": "0", "high": "0"},
    [{"from": "2020-01-01", "value": "1"}, {"from": "2027-07-01", "value": "2"}], [], {},
    [{"from": "2020-01-01", "low": "1", "high": "2"}], {"value": "1", "dated": [{"from": "2020-01-01", "value": "1"}]},
    [{"from": "2020-01-01", "value": "1", "dated": [{"from": "2020-01-01", "value": "1"}]}],
]  # fmt: skip


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_figure_of_any_form_in_any_place_is_read_or_refused_and_rates_where_it_is_exact(path, tmp_path, capsys):
    text = path.read_text(encoding="utf-8")
    facts = str(path.with_suffix(".facts.csv"))
    for place in figures(read_agreement(text)):
        if place not in parse(text).lines:  # a profile fills it
            continue
        for form in FORMS:
            data = parse(text).data
            within = data
            for part in place[:-1]:
                within = within[part]
            within[place[-1]] = form
            changed = tmp_path / "changed.yaml"
            changed.write_text(json.dumps(data), encoding="utf-8")
            checked = main(["check", str(changed)])
            rated = main(["rate", str(changed), facts, "--json"])
            said = capsys.readouterr()
            assert (checked, rated) in {(0, 0), (0, 1), (1, 1)}, (place, form, said.err)
