"""Real supply and development agreements as terms: they check, read in both languages, and simulate as they price."""

import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from suture.cli import main
from suture.engine.clauses.kind import DueOf, QuantityOf
from suture.engine.contract.articles import articles
from suture.engine.period import later
from suture.engine.rating import exact, lanes
from suture.engine.rating.plan import Line, plan
from suture.engine.simulation.accounts import prepare
from suture.engine.simulation.draw import Inputs
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.document import Tree, parse
from suture.engine.terms.faults import not_exact
from suture.engine.terms.ranges import likely, ranges, settled
from suture.engine.terms.reading import read_agreement
from suture.engine.terms.writing import write
from tests.contracts import CONTRACTS, HALF_A_CENT, NAMES, PUBLIC, UNKNOWN, Told, filled, path_of, terms, unknown
from tests.engine.built import in_lanes


def test_all_eleven_agreements_are_there():
    assert sorted(path.stem for path in CONTRACTS.glob("*.yaml")) == NAMES
    assert len(NAMES) == 11 == len(PUBLIC)


@pytest.mark.parametrize("name", NAMES)
def test_an_agreement_has_no_faults_and_says_that_it_is_not_to_be_invoiced_yet(name, capsys):
    assert main(["check", str(path_of(name))]) == 0
    said = capsys.readouterr()
    assert (said.err, said.out.count("no faults")) == ("", 1)


@pytest.mark.parametrize("name", NAMES)
def test_an_agreement_is_written_back_as_the_same_terms(name):
    assert read_agreement(write(terms(name))) == terms(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_text_in_both_languages_has_the_numbers_of_the_public_clauses(name):
    said = {article.clause: article.sentences for article in articles(terms(name))}
    for clause, numbers in PUBLIC[name].items():
        for language in ("en", "zh"):
            text = re.sub(r"(?<=\d),(?=\d{3})", "", " ".join(s.said(language) for s in said[clause]))
            for number in numbers:
                assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", text), (clause, language, number, text)


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_the_clauses_is_there_in_both_languages(name, capsys):
    for language in ("en", "zh"):
        assert main(["text", str(path_of(name)), "--lang", language]) == 0
    assert capsys.readouterr().err == ""
    ids = {clause.id for clause in terms(name).clauses}
    assert ids <= {article.clause for article in articles(terms(name))}


@pytest.mark.parametrize("name", NAMES)
def test_every_unknown_is_named_listed_and_read_as_open(name):
    """What was redacted is no figure: it is unknown under a name that the tests fill, or a range with its reason."""
    agreed = terms(name)
    assert {figure.draw for figure in unknown(agreed).values()} == set(UNKNOWN[name])
    assert all(figure.assumption for figure in ranges(agreed).values())
    listed = {fault.path for fault in not_exact(agreed)}
    open_now = {place for place in unknown(agreed) if place[0] == "clauses"}
    assert open_now <= listed
    said = {article.clause: article.sentences for article in articles(agreed)}
    for place in open_now:
        sentences = said[agreed.clauses[int(place[1])].id]
        assert any("[to be agreed]" in sentence.said("en") for sentence in sentences), place
        assert any("[待商定]" in sentence.said("zh") for sentence in sentences), place


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_names_the_section_of_the_signed_text(name):
    amended = [clause for amendment in terms(name).amendments for clause in amendment.clauses]
    assert [clause.id for clause in (*terms(name).clauses, *amended) if not clause.stands_for] == []


def history(agreed: Agreement) -> exact.Activity:
    """A made history in whole steps: every measure that some clause reads, for every service, in every period.

    Orders, deliveries and what is made for stock rise and fall; the rarer things (money told, rejects) come now and
    then. Levels move, and the agreement runs on where it is renewed.
    """
    planned = plan(agreed)
    periods = len(planned.periods)
    keys = sorted(
        {
            (name, s.measure)
            for line in planned.lines
            for s in line.sources
            if isinstance(s, QuantityOf)
            for name in s.services
        }
    )
    events = {key: [made(key, i, at) for at in range(periods)] for i, key in enumerate(keys)}
    levels = {
        index: [Decimal(12 + (at + i) % 7) * 8 for at in range(periods)] for i, index in enumerate(agreed.indices)
    }
    return exact.Activity(events, levels, [Decimal(1)] * periods)


REGULAR = {
    "ordered",
    "delivered",
    "made",
    "accepted",
    "sold",
    "issued",
    "good",
    "forecast",
    "held",
    "authorised",
    "used",
}


def made(key: tuple[str, str], i: int, at: int) -> dict[str, Decimal]:
    """One event of a measure in a period; of the rarer measures only every fifth."""
    service, measure = key
    root = measure.split("@")[0].split(".")[0]
    if service == "agreement" or (root not in REGULAR and (at + i) % 5):
        return {}
    if "." in measure:  # days between a fact and the day that it is for
        return {"e": Decimal((at * 37 + i) % 160 - 20)}
    return {"e": Decimal(20 + (at * 53 + i * 17) % 140)}


@pytest.mark.parametrize("at", ["low", "value", "high"])
@pytest.mark.parametrize("name", NAMES)
def test_over_the_range_the_exact_engine_and_the_lanes_price_a_history_alike(name, at):
    agreed = filled(name, at)
    assert [f for f in not_exact(agreed) if f.path[0] == "clauses"] == []
    happened = history(agreed)
    found = in_lanes(agreed, happened)
    compared = 0
    for folded in exact.fold(plan(agreed), happened):
        line, exactly = folded.line, [float(due) for due in folded.due]
        assert found[line.name] == pytest.approx(exactly, rel=1e-11, abs=within(line)), line.name
        compared += folded.due[-1] != 0
    assert compared >= len(plan(agreed).lines) // 2


def as_ranges(name: str) -> Agreement:
    """The agreement with every unknown as a range: 4 % to either side of what the tests state, under its name."""

    def ranged(part: Tree) -> Tree:
        if isinstance(part, dict) and part.keys() <= {"draw", "from"} and "draw" in part:
            stated = Decimal(UNKNOWN[name][str(part["draw"])])
            bounds = {"low": stated * Decimal("0.96"), "value": stated, "high": stated * Decimal("1.04")}
            return {**part, **{bound: str(value) for bound, value in bounds.items()}}
        if isinstance(part, dict):
            return {key: ranged(value) for key, value in part.items()}
        return [ranged(each) for each in part] if isinstance(part, list) else part

    return read_agreement(json.dumps(ranged(parse(path_of(name).read_text(encoding="utf-8")).data)))


@pytest.mark.parametrize("name", NAMES)
def test_an_agreement_is_simulated_over_its_ranges_as_it_would_be_invoiced(name):
    """Four input draws side by side, each a block of lanes; each is what the exact engine says of its numbers."""
    agreed = as_ranges(name)
    assert unknown(agreed) == {}
    drawn = sorted({figure.draw for figure in ranges(agreed).values()})
    uniforms = {draw: np.array([0.05, 0.35, 0.65, 0.95])[np.arange(i, i + 4) % 4] for i, draw in enumerate(drawn)}
    known = Inputs(4, uniforms, {}, {})
    happened = history(likely(agreed))
    charged = lanes.charge(prepare(agreed, known, {}), in_four_blocks(happened), np.arange(4))
    moved = 0
    for draw in range(4):
        signed = settled(agreed, {at: Decimal(repr(float(known.of(f)[draw]))) for at, f in ranges(agreed).items()})
        for folded in exact.fold(plan(signed), happened):
            found, exactly = charged[folded.line.name][draw, :, 7], [float(due) for due in folded.due]
            assert found == pytest.approx(exactly, rel=1e-11, abs=within(folded.line)), (folded.line.name, draw)
            moved += charged[folded.line.name][draw, -1, 0] != charged[folded.line.name][0, -1, 0]
    assert moved > 0


def within(line: Line) -> float:
    """Half a cent for each amount that is counted as billed: the lanes round none."""
    rounded = sum(len(source.clauses) for source in line.sources if isinstance(source, DueOf) and source.rounded)
    return HALF_A_CENT * (1 + rounded * sum(window.closes for window in line.windows))


def in_four_blocks(happened: exact.Activity) -> lanes.Activity:
    """The same in every lane of four blocks."""

    def wide(values: Sequence[Decimal]) -> lanes.Floats:
        return np.tile(np.array([float(value) for value in values])[None, :, None], (4, 1, lanes.LANES))

    quantities = {key: wide([sum(told.values(), Decimal(0)) for told in at]) for key, at in happened.events.items()}
    levels = {name: wide(values) for name, values in happened.levels.items()}
    return lanes.Activity(quantities, levels, wide(happened.in_force))


def test_a_range_moves_what_is_charged():
    """Vapotherm's share of the forecast, 60 % to 90 %: 1,000 forecast a month ahead, 500 ordered, 18.00 each."""
    owed = {}
    for at in ("low", "value", "high"):
        told = Told(filled("vapotherm-medica", at))
        told.fact("cartridge", "forecast", 0, 1000, ahead=1).fact("cartridge", "ordered", 1, 500)
        owed[at] = told.due()["forecast"][1]
    assert owed == {"low": 1800, "value": 4500, "high": 7200}


def lines_of(text: str) -> Iterable[list[str]]:
    """The rows of the tables of the README."""
    return ([cell.strip() for cell in row.strip("|").split("|")] for row in text.splitlines() if row.startswith("| ["))


def test_the_readme_counts_the_clauses_and_unknowns_of_every_agreement():
    rows: dict[str, Any] = {}
    for cells in lines_of((CONTRACTS / "README.md").read_text(encoding="utf-8")):
        rows[cells[0].split("](")[1].removesuffix(".yaml)")] = cells
    assert sorted(rows) == NAMES
    for name, cells in rows.items():
        agreed = terms(name)
        clauses = len({c.id for c in (*agreed.clauses, *(c for a in agreed.amendments for c in a.clauses))})
        assert [int(count) for count in cells[-3:]] == [clauses, len(unknown(agreed)), len(agreed.not_priced)], name


def test_nothing_is_asked_of_the_agreements_beyond_their_term():
    for name in NAMES:
        valid = terms(name).valid
        assert valid.until > later(valid.from_, 12), name
