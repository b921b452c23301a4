"""Settlement of a million facts over a thousand agreements and twelve months, from one Parquet file.

Our grouping is what `suture settle` does: every fact checked, and exact sums by agreement, service, kind and settlement
period; with and without holding every source_id against the others. DuckDB's is its own grouped sum of the same file.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from benchmarks.measured import bar, least, machine
from benchmarks.memory import peak_of_this_process
from suture.engine.rating.books import Books
from suture.engine.rating.charges import statement
from suture.engine.rating.plan import Plan, plan
from suture.engine.terms.agreement import Agreement
from suture.files.facts.found import Found
from suture.files.facts.intake import Intake, Tally
from suture.files.facts.mapping import Translation
from suture.files.facts.source import source_of

AGREEMENTS = 1_000
FACTS = 1_000_000
SMALLER = (10_000, 100_000)
GROUPING, LINES, MEMORY, LINEAR = 3.0, 30_000, 1.5, 1.2
THROUGH = date(2027, 12, 31)
SERVICES: Mapping[str, tuple[str, str, int]] = {  # unit, kind, and most of it in a fact
    "catheter": ("piece", "accepted", 900), "engineering": ("hour", "worked", 40), "sterilisation": ("load", "made", 4),
}  # fmt: skip
CLAUSES: tuple[Mapping[str, Any], ...] = (
    {
        "id": "price", "kind": "graduated", "service": "catheter", "measure": "accepted", "window": "contract_year",
        "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
        "tiers": [
            {"from": "0", "to": "5000", "price": "22.00"}, {"from": "5000", "to": "20000", "price": "21.50"},
            {"from": "20000", "to": "60000", "price": "20.75"}, {"from": "60000", "price": "19.90"},
        ],
    },
    {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "140.00"},
    {"id": "loads", "kind": "unit", "service": "sterilisation", "measure": "made", "price": "2400.00"},
    {
        "id": "commitment", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted",
        "window": "quarter", "minimum": "60000", "price": "8.00", "make_up": "later_excess", "prorate": "full",
    },
    {
        "id": "spend", "kind": "minimum_commitment", "window": "month", "minimum_spend": "900000",
        "counts": ["price", "hours", "loads"], "counted_amounts": "rounded", "prorate": "full",
    },
)  # fmt: skip


def terms(number: str) -> Agreement:
    """A supply for 2027, settled monthly: tiers of the year, hours, loads, take-or-pay and a minimum of spend."""
    return Agreement.model_validate(
        {
            "suture": 1, "agreement": number, "model": "long_term", "parties": {"buyer": "Vena", "seller": "North"},
            "currency": "USD", "valid": {"from": "2027-01-01", "until": "2028-01-01"},
            "contract_year_starts": "2027-01-01", "settlement": {"every": "month", "anchor": "2027-01-01"},
            "rounding": {"mode": "half_up", "point": "line"},
            "services": {name: {"unit": unit, "step": "1"} for name, (unit, _, _) in SERVICES.items()},
            "clauses": CLAUSES,
        }
    )  # fmt: skip


def number(at: int) -> str:
    """The number of an agreement."""
    return f"2027-{at:04}"


def plans() -> list[Plan]:
    """All agreements, planned."""
    return [plan(terms(number(at))) for at in range(AGREEMENTS)]


def write(path: Path, facts: int) -> None:
    """Facts in no order of agreement or day, each with a source_id of its own, as an export of an ERP has them."""
    chosen = ", ".join(f"({at}, '{s}', '{u}', '{k}', {most})" for at, (s, (u, k, most)) in enumerate(SERVICES.items()))
    duckdb.execute(f"""
        COPY (
            SELECT '2027-' || lpad(CAST(hash(i) % {AGREEMENTS} AS VARCHAR), 4, '0') AS agreement, service,
                DATE '2027-01-01' + CAST(hash(i + 1) % 365 AS INTEGER) AS date,
                CAST(1 + hash(i + 2) % most AS INTEGER) AS quantity, unit, kind, 'E-' || i AS source_id
            FROM range({facts}) facts(i) JOIN (VALUES {chosen}) services(place, service, unit, kind, most)
            ON services.place = CAST(hash(i + 3) % {len(SERVICES)} AS INTEGER)
        ) TO '{path}' (FORMAT parquet)""")


def grouped(path: Path, planned: list[Plan], read: Translation | None = None) -> tuple[Books, Tally]:
    """Our grouping; all columns are read, or those that a mapping names."""
    books, found = Books(planned), Found(str(path))
    tally = Intake(source_of(str(path), read), books, found).taken()
    assert not found.count
    return books, tally


def grouped_by_duckdb(path: Path) -> dict[tuple[str, str, str, int], int]:
    """The sums of DuckDB, by agreement, service, kind and month."""
    rows = duckdb.execute(
        f"SELECT agreement, service, kind, month(date), sum(quantity) FROM read_parquet('{path}') GROUP BY ALL"
    ).fetchall()
    return {(a, service, kind, month): int(total) for a, service, kind, month, total in rows}


def same(books: Books, theirs: Mapping[tuple[str, str, str, int], int]) -> bool:
    """Whether both have the same keys and the same sums."""
    ours = {
        (book.plan.agreement.agreement, service, kind, at + 1): total
        for book in books.books
        for (service, kind), sums in book.gathering.sums.items()
        for at, total in enumerate(sums)
        if total is not None
    }
    return ours == theirs


COLUMNS_SUMMED = {name: name for name in ("agreement", "service", "date", "quantity", "unit", "kind")}
WITHOUT_IDS = Translation.model_validate({"columns": COLUMNS_SUMMED})
"""The columns that DuckDB reads for its sums, and the unit: without the source_ids, which it does not look at."""


class Run(NamedTuple):
    """One settlement in a process of its own: seconds, those of pricing on the one core that it takes, and bytes."""

    grouping: float
    pricing: float
    lines: int
    peak: int


def run(path: Path) -> None:
    """In a process of its own: everything from the agreements to the last reason."""
    planned = plans()
    started = time.perf_counter()
    books, _ = grouped(path, planned)
    begun = time.perf_counter()
    worked = time.process_time()
    lines = 0
    for book in books.books:
        lines += len(statement(book.plan, book.activity(), THROUGH, {}).charges)
    print(json.dumps(Run(begun - started, time.process_time() - worked, lines, peak_of_this_process())))


def told(path: Path) -> Run:
    """What a run of its own says; the least time of three."""
    runs = []
    for _ in range(3):
        command = [sys.executable, "-m", "benchmarks.settlement", str(path)]
        runs.append(Run(*json.loads(subprocess.run(command, check=True, capture_output=True).stdout)))
    return Run(
        min(each.grouping for each in runs), min(each.pricing for each in runs), runs[0].lines,
        max(each.peak for each in runs),
    )  # fmt: skip


def main() -> None:
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        files = {facts: Path(folder, f"{facts}.parquet") for facts in (*SMALLER, FACTS)}
        for facts, path in files.items():
            write(path, facts)
        planned = plans()
        works = {
            "ours": lambda: grouped(files[FACTS], planned, WITHOUT_IDS),
            "ours with source_ids": lambda: grouped(files[FACTS], planned),
            "DuckDB": lambda: grouped_by_duckdb(files[FACTS]),
        }  # fmt: skip
        books, tally = grouped(files[FACTS], planned)
        assert tally.facts == FACTS
        assert same(books, grouped_by_duckdb(files[FACTS]))
        times = least(works, 7)
        for name, took in times.items():
            print(f"{name:>20}: {FACTS:,} facts by agreement, service, kind and month in {took * 1e3:.0f} ms")
        print(f"with source_ids: {times['ours with source_ids'] / times['DuckDB']:.2f} of DuckDB's grouped sums")
        bar("grouping with its checks, in DuckDB's grouped sums", times["ours"] / times["DuckDB"], GROUPING)
        runs = {facts: told(path) for facts, path in files.items()}
        for facts, each in runs.items():
            print(
                f"{facts:>9,} facts: grouping {each.grouping * 1e3:5.0f} ms, {each.lines:,} charges explained in "
                f"{each.pricing:.2f} s, peak {each.peak / 2**20:.0f} MB"
            )
        whole, smaller = runs[FACTS], runs[SMALLER[1]]
        bar("explained charge lines a second per core", whole.lines / whole.pricing, LINES, least=True)
        bar("peak of memory, ten times the facts", whole.peak / smaller.peak, MEMORY)
        bar("time of grouping, ten times the facts, over ten", whole.grouping / smaller.grouping / 10, LINEAR)
    print(machine())


if __name__ == "__main__":
    run(Path(sys.argv[1])) if sys.argv[1:] else main()
