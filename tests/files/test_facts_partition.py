"""Facts of one file that wait on disk by agreement: what is wrong with them is what it was in one pass over all."""

import os
import subprocess
import sys
import tempfile
from decimal import Decimal

import duckdb
import pytest

from suture.engine.fault import Faulty
from suture.engine.rating.books import Books
from suture.engine.rating.plan import plan
from suture.engine.terms.reading import read_agreement
from suture.files.facts.found import Found
from suture.files.facts.intake import Intake
from suture.files.facts.partition import Partition
from suture.files.facts.source import source_of
from suture.files.waiting import Waiting
from tests.spreadsheet import sheet, workbook
from tests.supply import HEADER

TERMS = """\
suture: 1
agreement: {number}
model: long_term
parties: {{buyer: Vena, seller: North}}
currency: USD
valid: {{from: 2027-01-01, until: 2028-01-01}}
contract_year_starts: 2027-01-01
settlement: {{every: month, anchor: 2027-01-01}}
rounding: {{mode: half_up, point: line}}
services: {{catheter: {{unit: piece, step: 1}}}}
clauses:
  - {{id: price, kind: unit, service: catheter, measure: accepted, price: 2.50}}
"""
SOUND = (
    "A-1,catheter,2027-01-15,800,piece,accepted,,a1,,",
    "B-2,catheter,2027-02-03,50,piece,accepted,,a1,,",  # the same source_id in another agreement
    "A-1,catheter,2027-02-20,10,piece,accepted,,a2,,",
    "B-2,catheter,2027-02-04,-50,piece,accepted,,b2,a1,",
    "B-2,catheter,2027-02-05,45,piece,accepted,,b3,,",
)
WRONG = (
    "A-1,catheter,2027-03-01,10,piece,accepted,,a2,,",  # row 7: a source_id twice
    "C-3,catheter,2027-03-01,10,piece,accepted,,c1,,",  # not given
    "A-1,catheter,2027-03-01,10.5,piece,accepted,,a4,,",  # no whole step
    ",catheter,2027-03-01,10,piece,accepted,,n1,,",  # of no agreement
    "B-2,catheter,2026-03-01,10,piece,accepted,,b4,,",  # before the agreement
    "B-2,catheter,2027-03-01,-1,piece,accepted,,b5,none,",  # reverses nothing
    "B-2,catheter,2027-03-01,1,box,accepted,,b6,,",  # in another unit
    "A-1,catheter,2027-13-01,1,piece,accepted,,a5,,",  # on no day
    "A-1,catheter,2027-03-01,1,piece",  # of too few fields
    "A-2,catheter,2027-03-01,-3,piece,wished,,x1,,",  # a near number, an unknown kind, below zero
)


def planned(*numbers):
    return [plan(read_agreement(TERMS.format(number=number))) for number in numbers]


def written(tmp_path, *rows):
    (tmp_path / "facts.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return str(tmp_path / "facts.csv")


def parted(path, plans):
    """The facts by agreement, how many rows there were, and what was wrong."""
    found, facts = Found(path), {}
    with Partition(source_of(path)) as partition:
        for each in plans:
            facts[each.agreement.agreement] = partition.facts_of(each, found)
        partition.rest([*facts], found)
    return facts, partition.rows, found


def said(found):
    return sorted((fault.line or 0, fault.path, fault.wrong.text.code) for fault in found.listed())


def test_each_agreement_gets_its_own_facts_without_what_was_reversed(tmp_path):
    facts, rows, found = parted(written(tmp_path, *SOUND), planned("A-1", "B-2", "D-4"))
    assert (rows, found.count) == (5, 0)
    assert {number: [(fact.row, fact.quantity) for fact in of] for number, of in facts.items()} == {
        "A-1": [(2, Decimal(800)), (4, Decimal(10))], "B-2": [(6, Decimal(45))], "D-4": [],
    }  # fmt: skip


def test_what_is_wrong_is_what_one_pass_over_all_finds_row_by_row(tmp_path):
    path, plans = written(tmp_path, *SOUND, *WRONG), planned("A-1", "B-2")
    together = Found(path)
    tally = Intake(source_of(path), Books(plans), together).taken()
    facts, rows, found = parted(path, plans)
    assert said(found) == said(together)
    assert rows == tally.rows == len(SOUND) + len(WRONG)
    assert {fault.line for fault in found.listed()} == set(range(7, 17)) - {12}  # no one knows what a lost row said
    assert "Did you mean 'B-2'?" in str(next(f.remedy for f in found.listed() if f.line == 16))
    assert len(facts["A-1"]) < 3  # it is not gone on with


@pytest.mark.parametrize("left_out", range(len(WRONG)))
def test_each_fault_alone_is_found_as_it_is_in_one_pass(tmp_path, left_out):
    path, plans = written(tmp_path, *SOUND, WRONG[left_out]), planned("A-1", "B-2")
    together = Found(path)
    Intake(source_of(path), Books(plans), together).taken()
    assert together.count
    assert said(parted(path, plans)[2]) == said(together)


def test_a_reversal_of_nothing_is_found_where_every_source_id_could_be_read(tmp_path):
    _, _, found = parted(written(tmp_path, *SOUND, WRONG[5]), planned("A-1", "B-2"))
    assert said(found) == [(7, ("reverses",), "fact_reverses_nothing")]


def test_of_a_single_agreement_every_fact_must_be(tmp_path):
    path = written(tmp_path, *SOUND)
    found = Found(path)
    with Partition(source_of(path), alone=True) as partition:
        partition.facts_of(planned("A-1")[0], found)
        partition.rest(["A-1"], found)
    assert said(found) == [(row, ("agreement",), "fact_other_agreement") for row in (3, 5, 6)]


def test_parquet_is_parted_too(tmp_path):
    duckdb.execute(
        f"COPY (SELECT * FROM read_csv('{written(tmp_path, *SOUND)}', all_varchar = true)) "
        f"TO '{tmp_path / 'facts.parquet'}' (FORMAT parquet)"
    )
    facts, rows, found = parted(str(tmp_path / "facts.parquet"), planned("A-1", "B-2"))
    assert (rows, found.count, [fact.quantity for fact in facts["B-2"]]) == (5, 0, [Decimal(45)])


def test_a_file_that_is_no_table_says_so_once(tmp_path):
    (tmp_path / "facts.csv").write_text("a book\nof no facts\n")
    _, rows, found = parted(str(tmp_path / "facts.csv"), planned("A-1", "B-2"))
    together = Found("facts")
    Intake(source_of(str(tmp_path / "facts.csv")), Books(planned("A-1", "B-2")), together).taken()
    assert (rows, said(found)) == (0, said(together))


def test_a_missing_file_is_refused():
    with pytest.raises(Faulty, match="no such file"):
        Partition(source_of("nowhere.csv"))


def test_values_wait_by_key_and_all_together_in_their_order():
    with Waiting[str, int]() as waiting:
        for at in range(1_000):
            waiting.add("even" if at % 2 == 0 else "odd", at)
        assert list(waiting.of("odd")) == [*range(1, 1_000, 2)]
        assert list(zip(waiting.of("even"), waiting.of("odd"), strict=True))[7] == (14, 15)  # read at the same time
        assert list(waiting.all()) == [*range(1_000)]
        assert (waiting.keys(), list(waiting.of("none"))) == (["even", "odd"], [])


def test_what_waits_is_gone_when_the_process_is_killed(tmp_path):
    script = (
        "import os, signal\nfrom suture.files.waiting import Waiting\nwaiting = Waiting()\n"
        "for at in range(100_000): waiting.add(at % 7, 'x' * 50)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)}, check=False)
    assert [*tmp_path.iterdir()] == []


def test_a_full_disk_is_said_with_its_folder(monkeypatch):
    class Full:
        def seek(self, place): ...

        def write(self, data):
            raise OSError(28, "No space left on device")

        def close(self): ...

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full())
    with Waiting[str, str]() as waiting, pytest.raises(Faulty, match="takes no more: No space left on device"):
        waiting.add("a", "b")


def test_rows_of_several_sheets_are_told_with_their_sheet(tmp_path):
    file = tmp_path / "facts.xlsx"
    rows = [row.split(",") for row in (SOUND[0], WRONG[2], SOUND[1])]
    names = HEADER.strip().split(",")
    workbook(file, {"May": sheet([names, *rows[:2]]), "June": sheet([names, *rows[2:], WRONG[6].split(",")])})
    found = Found(str(file))
    with Partition(source_of(str(file), None, ["May", "June"])) as partition:
        for each in planned("A-1", "B-2"):
            partition.facts_of(each, found)
    assert [str(fault).split("\n")[0] for fault in found.listed()] == [
        f"{file} [May]:3: quantity: 10.5 piece is not a whole number of steps of 1",
        f"{file} [June]:3: unit: the fact is in 'box' but catheter is counted in 'piece'",
    ]
