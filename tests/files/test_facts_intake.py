"""Facts taken in row by row, or in bulk from Parquet, come out as they do all at once: same faults, same statement."""

import csv
import gc
import signal
import subprocess
import sys
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suture.cli import main
from suture.engine.fault import dotted
from suture.engine.rating import books
from suture.engine.rating.books import Books
from suture.engine.rating.charges import statement
from suture.engine.rating.fact import COLUMNS
from suture.engine.rating.facts import activity, check_facts
from suture.engine.rating.plan import plan
from suture.engine.terms.refused import nearest
from suture.files.facts import from_table, intake
from suture.files.facts.found import KEPT, Found, fault_table
from suture.files.facts.intake import Intake
from suture.files.facts.mapping import Translation
from suture.files.facts.source import source_of
from tests.engine.built import agreement
from tests.engine.rating.test_gathering import PLANNED
from tests.spreadsheet import sheet, workbook

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.5"}
ANCHORED = plan(
    agreement(
        PRICE,
        settlement={"every": "quarter", "anchor": "2027-01-15"},
    )
)
NUMBERS = {"quantity": "DECIMAL(9,2)", "date": "DATE", "for": "DATE"}


@st.composite
def tables(draw):
    """Rows as text by column, some of them with faults; in a typed file the faults are those that types allow."""
    rows = []
    for at in range(draw(st.integers(0, 25))):
        kind = draw(st.sampled_from(["accepted", "accepted", "ordered", "worked", "late", "forecast"]))
        day = date(2027, 1, 1) + timedelta(draw(st.integers(0, 700)))
        hours = kind == "worked"
        quantity = draw(st.integers(0, 400)) / (4 if hours else 1)
        row = {
            "agreement": "2027-014", "service": "engineering" if hours else "catheter", "date": str(day),
            "quantity": f"{quantity:.2f}", "unit": "hour" if hours else "piece", "kind": kind,
            "event": draw(st.sampled_from(["", "", "o1", " o1 "])), "source_id": draw(st.sampled_from(["", f"s{at}"])),
            "reverses": "", "note": "",
            "for": str(day + timedelta(40)) if kind in ("late", "forecast") else "",
        }  # fmt: skip
        rows.append(row)
        if row["source_id"] and draw(st.integers(0, 5)) == 0:
            back = row | {"quantity": f"-{row['quantity']}", "source_id": f"r{at}", "reverses": row["source_id"]}
            rows.insert(draw(st.integers(0, len(rows))), back)
    wrong = st.sampled_from(
        [
            {"agreement": "2027-015"}, {"service": "stent"}, {"kind": "eaten"}, {"date": "2031-05-05"},
            {"quantity": "0.50"}, {"quantity": "-7.00"}, {"unit": "box"}, {"source_id": "s1"}, {"reverses": "s99"},
            {"note": "n" * 2_001}, {"source_id": " s1"}, {"unit": ""}, {"for": "1800-01-01"},
        ]
    )  # fmt: skip
    for row in rows if draw(st.booleans()) else []:
        if draw(st.integers(0, 6)) == 0:
            row |= draw(wrong)
    return rows


def written(folder, rows, form):
    """The rows as a file of one form; row numbers of a table begin with 2, of Parquet with 1."""
    if form == "xlsx":
        file = folder / "facts.xlsx"
        workbook(file, {"Facts": sheet([COLUMNS, *([row[name] for name in COLUMNS] for row in rows)])})
        return file
    table = folder / "facts.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    if form == "csv":
        return table
    file = folder / "facts.parquet"
    types = {name: NUMBERS.get(name, "VARCHAR") if form == "typed" else "VARCHAR" for name in COLUMNS}
    columns = ", ".join(f'CAST(nullif("{name}", \'\') AS {kind}) AS "{name}"' for name, kind in types.items())
    duckdb.execute(
        f"COPY (SELECT {columns} FROM read_csv('{table}', all_varchar = true, header = true, quote = '\"')) "
        f"TO '{file}' (FORMAT parquet)"
    )
    return file


def taken(file, planned, **more):
    found = Found(str(file))
    books = Books([planned])
    tally = Intake(source_of(str(file), **more), books, found).taken(grouped=True)
    return books, tally, found


def faults_of(faults, first_row=2):
    return sorted((fault.line - first_row, dotted(fault.path), fault.wrong.text.code) for fault in faults)


def billed(planned, happened):
    done = statement(planned, happened, date(2028, 12, 31), {})
    return [(c.clause, c.period, c.money, [str(reason) for reason in c.reasons]) for c in done.charges]


@pytest.mark.parametrize("form", ["csv", "xlsx", "text", "typed"])
@pytest.mark.parametrize("planned", [PLANNED, ANCHORED], ids=["months", "quarters from the 15th"])
@settings(max_examples=25)
@given(rows=tables())
def test_every_form_of_file_gives_the_faults_and_the_statement_of_all_rows_at_once(
    tmp_path_factory, form, planned, rows
):
    folder = tmp_path_factory.mktemp("facts")
    whole = from_table(written(folder, rows, "csv").read_text(encoding="utf-8"))
    wanted = [*whole.faults, *check_facts(planned.agreement, whole.facts, all_there=whole.all_there)]
    file = written(folder, rows, form)
    books, tally, found = taken(file, planned)
    assert faults_of(found.listed(), 1 if "parquet" in file.name else 2) == faults_of(wanted)
    assert tally.rows == len(rows)
    assert tally.facts + len({fault.line for fault in found.listed()}) == len(rows)
    assert sum(count for count, _ in tally.groups.values()) == tally.facts
    if not wanted:
        assert billed(planned, books.books[0].activity()) == billed(planned, activity(planned, whole.facts))


def test_what_is_plain_is_read_in_bulk_and_the_rest_row_by_row(tmp_path):
    row = {
        "agreement": "2027-014", "service": "catheter", "date": "2027-03-04", "quantity": "5.00", "unit": "piece",
        "kind": "accepted", "event": "", "source_id": "", "reverses": "", "note": "", "for": "",
    }  # fmt: skip
    rows = [
        row | {"source_id": "s1"}, row, row | {"kind": "ordered"}, row | {"source_id": "s1"}, row | {"note": "back"},
    ]  # fmt: skip
    source = source_of(str(written(tmp_path, rows, "typed")))
    books = Books([PLANNED])
    shapes = [*source.shapes(books.cuts(), books.steps())]
    assert sorted((shape.like.kind, sum(shape.rows)) for shape in shapes) == [("accepted", 4), ("ordered", 1)]
    source.leave(next(shape for shape in shapes if shape.like.kind == "ordered"))
    assert [read.fact.row for read in source.reads()] == [3]
    assert source.repeated() == {"s1"}


def test_a_file_that_is_too_little_alike_is_read_row_by_row(tmp_path, monkeypatch):
    monkeypatch.setattr("suture.files.facts.parquet.MOST_LEFT", 2)
    row = dict.fromkeys(COLUMNS, "") | {"date": "2027-03-04", "quantity": "5", "unit": "piece", "kind": "accepted"}
    rows = [row | {"agreement": f"x{at}", "service": "catheter"} for at in range(6)]
    file = written(tmp_path, rows, "typed")
    _, tally, found = taken(file, PLANNED)
    assert (tally.rows, tally.facts, found.count) == (6, 0, 6)


def test_a_file_whose_name_has_signs_of_a_pattern_is_that_file(tmp_path):
    row = dict.fromkeys(COLUMNS, "") | {
        "agreement": "2027-014", "service": "catheter", "date": "2027-03-04", "quantity": "5", "unit": "piece",
        "kind": "accepted",
    }  # fmt: skip
    file = written(tmp_path, [row], "typed").rename(tmp_path / "facts[1]*?'.parquet")
    assert taken(file, PLANNED)[1].facts == 1


def test_a_mapping_reads_parquet_in_bulk_too(tmp_path):
    file = tmp_path / "export.parquet"
    duckdb.execute(
        f"COPY (SELECT 'EA' AS uom, TIMESTAMP '2027-03-04' AS posted, CAST(5 AS BIGINT) AS qty, 'x' AS other) TO "
        f"'{file}' (FORMAT parquet)"
    )
    mapping = Translation.model_validate(
        {
            "columns": {"unit": "UOM", "date": "posted", "quantity": "qty"}, "values": {"unit": {"EA": "piece"}},
            "constants": {"agreement": "2027-014", "service": "catheter", "kind": "accepted"},
        }
    )  # fmt: skip
    books, tally, found = taken(file, PLANNED, mapping=mapping)
    assert (tally.rows, tally.facts, found.count, tally.not_read) == (1, 1, 0, ["other"])
    assert books.books[0].gathering.sums["catheter", "accepted"][2] == 5


def test_a_fact_of_an_agreement_that_is_not_given_is_a_fault(tmp_path):
    other = plan(agreement(*SOME_CLAUSE, agreement="2027-015"))
    table = "agreement,service,date,quantity,unit,kind\n2027-016,catheter,2027-01-05,1,piece,accepted\n"
    file = tmp_path / "facts.csv"
    file.write_text(table)
    found = Found(str(file))
    Intake(source_of(str(file)), Books([PLANNED, other]), found).taken()
    (fault,) = found.listed()
    assert str(fault.wrong) == "the fact is of agreement '2027-016', which is not among the 2 given"
    assert str(fault.remedy).startswith("Did you mean '2027-01")


SOME_CLAUSE = [{"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.5"}]
BROKEN = "agreement,service,date,quantity,unit,kind\n" + "2027-014,catheter,2027-01-05,x,piece,accepted\n" * 3


def test_every_fault_is_written_with_its_row_and_its_remedy(tmp_path):
    file, out = tmp_path / "facts.csv", tmp_path / "faults.csv"
    file.write_text(BROKEN + "2027-014,catheter\n")
    with fault_table(str(out), "en", [str(file)]) as table:
        found = Found(str(file), table)
        Intake(source_of(str(file)), Books([]), found).taken()
    rows = [*csv.reader(out.read_text(encoding="utf-8-sig").splitlines())]
    assert rows[0] == [
        "row", "column", "wrong", "remedy", "agreement", "service", "date", "quantity", "unit", "kind",
    ]  # fmt: skip
    assert [row[:2] for row in rows[1:]] == [["2", "quantity"], ["3", "quantity"], ["4", "quantity"], ["5", ""]]
    assert rows[1][4:] == ["2027-014", "catheter", "2027-01-05", "x", "piece", "accepted"]
    assert {place.name for place in tmp_path.iterdir()} == {"facts.csv", "faults.csv"}


def test_faults_beyond_those_that_are_kept_are_counted(tmp_path):
    file = tmp_path / "facts.csv"
    head, row = BROKEN.splitlines(keepends=True)[:2]
    file.write_text(head + row * (KEPT + 5))
    found = Found(str(file))
    Intake(source_of(str(file)), Books([]), found).taken()
    assert found.count == KEPT + 5
    assert len(found.listed()) == KEPT + 1
    assert str(found.listed()[-1].wrong) == "5 more faults are not listed here"
    assert sum(fault.stands_for for fault in found.listed()) == KEPT + 5


def test_faults_beyond_those_that_are_kept_are_told_on_the_screen_and_counted(tmp_path, capsys):
    file = tmp_path / "facts.csv"
    head, row = BROKEN.splitlines(keepends=True)[:2]
    file.write_text(head + row * (KEPT + 5))
    assert main(["facts", str(file)]) == 1
    err = capsys.readouterr().err
    assert "5 more faults are not listed here" in err
    assert "--faults faults.csv" in err
    assert err.endswith(f"… and {KEPT - 50:,} more; --json lists them.\n{KEPT + 5:,} faults\n")


def test_a_run_that_is_killed_leaves_nothing_of_its_table_of_faults(tmp_path):
    program = """if True:
        import os, signal, sys
        from suture.engine.fault import refusal
        from suture.files.facts.found import fault_table
        with fault_table(sys.argv[1], "en", []) as table:
            table.write(refusal("x", "x", "x", "x", "x").at(line=1), ["cell" * 100_000], ["name"])
            os.kill(os.getpid(), signal.SIGKILL)
    """
    out = tmp_path / "faults.csv"
    out.write_text("of an earlier run")
    killed = subprocess.run([sys.executable, "-c", program, str(out)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [place.name for place in tmp_path.iterdir()] == ["faults.csv"]
    assert out.read_text() == "of an earlier run"


def test_a_near_number_is_looked_for_once_for_each_that_is_unknown(tmp_path, monkeypatch):
    looked_for = []
    monkeypatch.setattr(books, "nearest", lambda word, known: looked_for.append(word) or nearest(word, known))
    monkeypatch.setattr(books, "MOST_GUESSES", 2)
    file = tmp_path / "facts.csv"
    head, row = BROKEN.splitlines(keepends=True)[:2]
    numbers = ["2027-01", "2027-01", "2027-02", "2027-03"]
    file.write_text(head + "".join(row.replace("2027-014", number) for number in numbers))
    found = Found(str(file))
    planned = [plan(agreement(PRICE, agreement=number)) for number in ("2027-014", "2027-015")]
    Intake(source_of(str(file)), Books(planned), found).taken()
    assert looked_for == ["2027-01", "2027-02"]
    guesses = [str(fault.remedy) for fault in found.listed() if fault.path == ("agreement",)]
    assert ["Did you mean" in each for each in guesses] == [True, True, True, False]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_column_names_that_are_said_to_stand_beyond_the_end_are_said_not_to_be_there(tmp_path, form):
    file = tmp_path / f"facts.{form}"
    if form == "csv":
        file.write_text(BROKEN)
    else:
        workbook(file, {"Facts": sheet([["agreement"], ["2027-014"]])})
    mapping = Translation.model_validate({"columns": {"service": "Item"}, "header_row": 40})
    found = Found(str(file))
    Intake(source_of(str(file), mapping), Books([]), found).taken()
    assert "there is nothing from row 40 on" in str(found.listed()[0].wrong)
    assert "'header_row'" in str(found.listed()[0].remedy)


def test_shapes_that_differ_in_their_agreement_alone_are_each_checked(tmp_path):
    file = tmp_path / "facts.parquet"
    numbers = ["2027-014", " 2027-015 ", "", "x" * 2_001, "2027-014"]
    rows = ", ".join(
        f"('{number}', 'catheter', DATE '2027-01-05', {at + 1}, 'piece', 'accepted')"
        for at, number in enumerate(numbers)
    )
    duckdb.execute(f"""COPY (SELECT * FROM (VALUES {rows}) t(agreement, service, date, quantity, unit, kind))
        TO '{file}' (FORMAT parquet)""")
    shapes = [*source_of(str(file)).shapes((), ())]
    told = {(shape.like.agreement, len(shape.faults), sum(quantity for _, quantity in shape.sums)) for shape in shapes}
    assert told == {("2027-014", 0, 6), ("2027-015", 0, 2), ("", 1, 3), ("", 1, 4)}


@pytest.mark.parametrize("few", [0, 100], ids=["sorted in bulk", "counted"])
def test_a_source_id_that_stands_there_twice_is_found_however_many_there_are(few, monkeypatch):
    monkeypatch.setattr(intake, "FEW", few)
    ids = intake.Ids()
    for name in ("a", "b", "c", "b", "d", "a", "b"):
        ids.add(("2027-014", name))
    ids.sorted_out()
    assert [name for name in "abcd" if ("2027-014", name) in ids] == ["a", "b"]


@pytest.mark.parametrize("white", ["\t", "\n", "\u00a0", " ", "\u3000"], ids=ascii)
@pytest.mark.parametrize("column", ["source_id", "agreement"])
def test_white_space_around_an_id_hides_no_fact_that_stands_there_twice(tmp_path, column, white):
    """In bulk as row by row: else one delivery would be billed twice."""
    row = dict.fromkeys(COLUMNS, "") | {
        "agreement": PLANNED.agreement.agreement, "service": "catheter", "date": "2027-01-10", "quantity": "5",
        "unit": "piece", "kind": "accepted", "source_id": "s1",
    }  # fmt: skip
    rows = [row, row | {column: row[column] + white}]
    for form in ("csv", "typed"):
        _, _, found = taken(written(tmp_path, rows, form), PLANNED)
        assert [fault.wrong.text.code for fault in found.listed()] == ["fact_twice"], form


def test_what_lay_in_memory_is_searched_for_garbage_again_once_the_facts_are_in(tmp_path, monkeypatch):
    before = gc.get_freeze_count()
    during = []
    monkeypatch.setattr(Books, "wrong_with", lambda self, fact: during.append(gc.get_freeze_count()) or ())
    file = tmp_path / "facts.csv"
    file.write_text(BROKEN)
    Intake(source_of(str(file)), Books([]), Found(str(file))).taken()
    assert during[0] > 0
    assert gc.get_freeze_count() == before
