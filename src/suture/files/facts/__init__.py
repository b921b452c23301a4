"""Facts from a table (CSV), a spreadsheet (XLSX), a YAML list or Parquet to rows of the engine, with column mapping.

Here they are read whole, for the few that stand beside a trial; ``intake`` takes millions in, one after the other.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from suture.engine.fault import Fault, Faulty
from suture.engine.rating.fact import Fact
from suture.files.facts.columns import FACTS, Read, keeps_ids
from suture.files.facts.lists import Listed
from suture.files.facts.mapping import translation_in
from suture.files.facts.source import Sheets, source_of
from suture.files.facts.tables import Table


class Rows(NamedTuple):
    """What could be read of the facts in a file, row by row, and what could not."""

    facts: list[Fact]
    faults: list[Fault]

    @property
    def all_there(self) -> bool:
        """Whether no row was lost and every source_id could be read."""
        return keeps_ids(self.faults)


def nothing_more(_: Rows) -> Iterable[Fault]:
    """No further faults."""
    return ()


def facts_of(
    path: str, check: Callable[[Rows], Iterable[Fault]] = nothing_more, mapping: str | None = None,
    sheet: Sheets = None, issued: date | None = None,
) -> list[Fact]:  # fmt: skip
    """The facts of a file, read as the mapping in another file says. Raises ``Faulty``.

    ``check`` finds what is wrong with what could be read, so that one pass over the file finds all.
    """
    translation = translation_in(mapping, issued=issued) if mapping is not None else None
    source = source_of(path, translation, sheet)
    rows = rows_of(source.reads())
    if found := [*rows.faults, *check(rows)]:
        found.sort(key=lambda fault: (fault.line is None, fault.line or 0))
        raise Faulty(replace(each, file=each.file or path) for each in map(source.placed, found))
    return rows.facts


def rows_of(reads: Iterable[Read]) -> Rows:
    """All rows together."""
    rows = Rows([], [])
    for read in reads:
        rows.faults.extend(read.faults)
        if read.fact is not None:
            rows.facts.append(read.fact)
    return rows


def from_table(text: str) -> Rows:
    """The facts of a CSV text."""
    return rows_of(Table(None, FACTS).reads(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def from_list(text: str) -> Rows:
    """The facts of a YAML list."""
    return rows_of(Listed(text, None, FACTS).reads())
