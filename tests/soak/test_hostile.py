"""Broken input of every sort, by the thousand: no traceback, none slow, every fault with its place and its remedy."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from suture.cli import main
from suture.cli.check import check
from suture.cli.facts import FactsFile
from suture.cli.rate import read
from suture.engine.contract.articles import articles
from suture.engine.fault import Fault, Faulty
from suture.engine.rating.charges import statement
from suture.engine.terms.reading import read_agreement
from suture.engine.terms.writing import write
from suture.files.opening import text_of
from tests.soak.hostile import Broken, broken, broken_case

SLOWEST = 1.0
"""Seconds of work; how busy the machine is else does not count."""
OF_THE_WHOLE_FILE = {
    "empty", "facts_empty", "through_missing", "file_binary", "file_utf16", "file_too_large", "text_too_long",
    "sheet_not_read", "parquet_not_read", "facts_other_spreadsheet",
}  # fmt: skip
"""What is wrong with a file as such: its place is the file."""
many = pytest.mark.parametrize("cases", [300, pytest.param(100_000, marks=pytest.mark.soak)])
some = pytest.mark.parametrize("cases", [60, pytest.param(600, marks=pytest.mark.soak)])


def faults_of(work: Callable[[], object]) -> tuple[list[Fault], float]:
    """The faults that are found, and how long it took; what took long is done again, by the processor's own clock."""
    begun = time.perf_counter()
    found = faulted(work)
    took = time.perf_counter() - begun
    if took > SLOWEST:
        begun = time.process_time()
        faulted(work)
        took = time.process_time() - begun
    return found, took


def faulted(work: Callable[[], object]) -> list[Fault]:
    """The faults that are found."""
    try:
        work()
    except Faulty as faulty:
        return list(faulty.faults)
    return []


def wrong_with(found: list[Fault], took: float) -> list[str]:
    """What is wrong with an answer: it took too long, or a fault has no place or no remedy."""
    wrong = [f"took {took:.1f} s"] if took > SLOWEST else []
    for fault in found:
        if not fault.path and fault.line is None and fault.wrong.text.code not in OF_THE_WHOLE_FILE:
            wrong.append(f"no place: {fault}")
        if not fault.file or not str(fault.wrong).strip() or not str(fault.remedy).strip():
            wrong.append(f"no file or remedy: {fault}")
    return wrong


def written(folder: Path, case: Broken) -> tuple[Path, Path]:
    """The two files of a case."""
    terms, facts = folder / "terms.yaml", folder / f"facts{case.ending}"
    terms.write_bytes(case.terms)
    facts.write_bytes(case.facts)
    return terms, facts


def rated_and_read(terms: Path, facts: Path) -> None:
    """What `rate` and `text` do with the files, up to the screen."""
    asked = read(str(terms), FactsFile(str(facts)), [], None)
    statement(asked.planned, asked.happened, asked.through, asked.before.billed)
    agreed = read_agreement(text_of(str(terms)), file=str(terms))
    for article in articles(agreed):
        for sentence in article.sentences:
            sentence.said("en"), sentence.said("zh")
    assert read_agreement(write(agreed)) == agreed


@many
def test_broken_terms_and_facts_are_refused_with_place_and_remedy_and_never_fail(cases, tmp_path):
    wrong: dict[int, object] = {}
    for seed in range(cases):
        terms, facts = written(tmp_path, broken(seed))
        try:
            found = wrong_with(*faults_of(lambda terms=terms, facts=facts: rated_and_read(terms, facts)))
        except Exception as error:
            found = [f"{type(error).__name__}: {error}"[:300]]
        if found:
            wrong[seed] = found
    assert wrong == {}


@some
def test_broken_cases_are_refused_with_place_and_remedy_and_never_fail(cases, tmp_path):
    file, wrong = tmp_path / "case.yaml", {}
    for seed in range(cases):
        file.write_bytes(broken_case(seed))
        try:
            found = wrong_with(*faults_of(lambda: check(str(file))))
        except Exception as error:
            found = [f"{type(error).__name__}: {error}"[:300]]
        if found:
            wrong[seed] = found
    assert wrong == {}


@some
def test_the_command_answers_broken_files_in_its_own_words(cases, tmp_path, capsys):
    for seed in range(cases):
        terms, facts = written(tmp_path, broken(seed))
        code = main(["rate", str(terms), str(facts), "--json"])
        said = capsys.readouterr()
        assert code in (0, 1), seed
        assert "Traceback" not in said.err
        if code:
            assert said.err.strip(), seed
        else:
            assert json.loads(said.out)["schema"] == "rate/1", seed
