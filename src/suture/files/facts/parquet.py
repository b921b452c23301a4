"""Facts in bulk (Parquet): what is plain is checked and summed by kind of row, the rest read row by row.

A row is plain where its cells by themselves show nothing to look at: a quantity of zero or more, no reversal, no day
that it is for. Plain rows that are alike in agreement, service, unit and kind are a **shape**: what is wrong with one
is wrong with all, so that one of them is checked like any row. A shape with a fault, and one of which single facts are
read, is then read row by row like everything that is not plain.
"""

import contextlib
import re
import shutil
import tempfile
import weakref
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb
import numpy as np

from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.rating.fact import Fact
from suture.engine.terms.reading import YEARS
from suture.engine.terms.refused import shown
from suture.files.facts.columns import FACTS, LONGEST_TEXT, Read, Row, beside_rows, plainly
from suture.files.facts.header import Header
from suture.files.facts.mapping import Translation
from suture.files.facts.source import Shape, Source, Unalike
from suture.files.opening import TABLE_LIMIT, opened

NOT_PARQUET = refusal(
    "parquet_not_read",
    "this is not readable as Parquet: {why}",
    "Write it again, without a password.",
    "无法作为 Parquet 读取：{why}",
    "请重新写出该文件，勿设密码。",
)
AT_ONCE: Final = 8_192
"""Rows that are read row by row at a time."""
CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": "1GB",  # it goes to disk for more
    "temp_directory": tempfile.gettempdir(),
    "autoinstall_known_extensions": "false",  # nothing is fetched
    "autoload_known_extensions": "false",
}
SHAPE: Final = ("agreement", "service", "unit", "kind")
WHOLE_NUMBERS: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
SHORT: Final = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT")
"""Whole numbers of which two billion have a sum of eight bytes; what is longer takes twice as long to fetch."""
MOMENTS: Final = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
MOST_DIGITS: Final = 18
"""Of an exact number that is summed: eight bytes."""
MOST_PLACES: Final = 12
MOST_STEPS: Final = 20
"""Different steps of services that are looked at in bulk; of more, the rows are read one by one."""
FIRST_DAY, LAST_DAY = f"DATE '{YEARS[0]}-01-01'", f"DATE '{YEARS[-1]}-12-31'"
MOST_LEFT: Final = 50_000
"""Shapes that are read row by row; of a file that has more, everything is."""
FIRST_ROW: Final = 1
ALWAYS, NEVER = "true", "false"
WHITE: Final = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""All white space; what DuckDB trims by itself is the blank only."""
UNTIDY: Final = 0
"""In place of the hash of a source_id that is long, or has spaces around it."""


class Column(NamedTuple):
    """One of our columns as the file has it."""

    sql: str
    type: str

    @property
    def is_text(self) -> bool:
        """Whether its cells are texts."""
        return self.type == "VARCHAR" or self.type.startswith("ENUM")

    @property
    def places(self) -> int | None:
        """Digits behind the point of its exact numbers; None where it has others."""
        if self.type in WHOLE_NUMBERS:
            return 0
        found = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", self.type)
        return int(found[2]) if found and int(found[1]) <= MOST_DIGITS and int(found[2]) <= MOST_PLACES else None


class Days(dict[date | int, date]):
    """The first day of each stretch that was asked for: itself, or that of a month by its number."""

    def __missing__(self, stretch: date | int) -> date:
        day = stretch if isinstance(stretch, date) else date(stretch // 12, stretch % 12 + 1, 1)
        self[stretch] = day
        return day


class Likes:
    """The fact that stands for a shape. Of shapes that differ in their agreement alone, one is read cell by cell."""

    def __init__(self, header: Header[Fact], names: Sequence[str]) -> None:
        self.header = header
        self.places = {place.column: place.at for place in header.places}
        self.names = names
        self.with_agreement = names[:1] == ["agreement"]
        self.known: dict[tuple[object, ...], Fact] = {}
        self.agreements: dict[object, str | None] = {}

    def of(self, raw: tuple[object, ...], day: date) -> tuple[Fact, Sequence[Fault]]:
        """The fact, of this day, and what is wrong with it; ``raw`` are the cells of ``names``."""
        if not self.with_agreement:
            return self._read(raw, day)
        known = self.known.get(raw[1:])
        agreement = self._agreement(raw[0]) if known is not None else None
        if known is not None and agreement is not None:
            return known._replace(agreement=agreement, day=day), ()
        like, faults = self._read(raw, day)
        if not faults:
            self.known[raw[1:]] = like
        return like, faults

    def _agreement(self, cell: object) -> str | None:
        """What the cell of an agreement says; None where it must be read with its row."""
        if cell not in self.agreements:
            self.agreements[cell] = self.header.alone("agreement", cell)
        return self.agreements[cell]

    def _read(self, raw: Sequence[object], day: date) -> tuple[Fact, Sequence[Fault]]:
        """The cells as those of a row."""
        cells: list[object] = [None] * len(self.header.names)
        for name, cell in zip(self.names, raw, strict=True):
            cells[self.places[name]] = cell
        cells[self.places["date"]], cells[self.places["quantity"]] = day, 0
        faults: list[Fault] = []
        return self.header.fact(cells, 0, faults), faults


class Parquet(Source):
    """A Parquet file of facts."""

    def __init__(self, path: str, mapping: Translation | None = None) -> None:
        super().__init__(path, mapping)
        self.broken: list[Fault] = []
        self.left: list[tuple[object, ...]] = []
        self.apart: list[str] = []
        self.summed = False
        self.knows_ids = True
        self._tidy_ids = True
        self._ids_looked_at = False
        self._twice: frozenset[str] = frozenset()
        self.columns: dict[str, Column] = {}
        self._base = duckdb.connect(config=CONFIG)
        with opened(path, limit=TABLE_LIMIT):
            pass
        try:
            self._described()
        except duckdb.Error as error:
            self.broken = [NOT_PARQUET.at(why=shown(str(error).split("\n")[0]))]

    def _described(self) -> None:
        """Looks at the columns. Raises ``duckdb.Error`` where the file is no Parquet."""
        file = self.path
        if set(file) & set("*?["):  # by which the reader would look for several files
            folder = tempfile.mkdtemp()
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            file = str(Path(folder, "facts.parquet"))
            Path(file).symlink_to(Path(self.path).absolute())
        self._base.execute(f"CREATE VIEW facts AS SELECT * FROM read_parquet({_text(file)}, file_row_number = true)")
        described = [row[:2] for row in self._base.execute("DESCRIBE facts").fetchall()][:-1]
        names = [name for name, _ in described]
        self.header = Header(names, 0, self.mapping, FACTS)
        self.broken = [*self.header.faults()]
        for column, at, *_ in self.header.places:
            self.columns[column] = Column('"' + names[at].replace('"', '""') + '"', described[at][1])

    @property
    def is_typed(self) -> bool:
        """Whether day and quantity are of types that can be summed, and the rest is text."""
        day, quantity = self.columns.get("date"), self.columns.get("quantity")
        return (
            not self.broken
            and day is not None and day.type in ("DATE", *MOMENTS)
            and quantity is not None and quantity.places is not None
            and all(self.columns[name].is_text for name in SHAPE if name in self.columns)
        )  # fmt: skip

    def plain(self) -> str:
        """The condition of a row that shows nothing to look at."""
        day, quantity = self.columns["date"], self.columns["quantity"]
        held = [f"{quantity.sql} >= 0", f"{quantity.sql} < {10**15}", f"{day.sql} BETWEEN {FIRST_DAY} AND {LAST_DAY}"]
        if day.type in MOMENTS:
            held.append(f"{day.sql} = CAST({day.sql} AS DATE)")
        for name, column in self.columns.items():
            if name in ("reverses", "for"):
                empty = f" OR {column.sql} = ''" if column.is_text else ""
                held.append(f"({column.sql} IS NULL{empty})")
            elif name in ("event", "note") or (name == "source_id" and not (column.is_text and self._tidy_ids)):
                short = f" OR strlen({column.sql}) <= {LONGEST_TEXT}" if column.is_text else ""
                held.append("true" if column.type in WHOLE_NUMBERS else f"({column.sql} IS NULL{short})")
        if self.apart and "source_id" in self.columns:
            named = trimmed(self.columns["source_id"].sql)
            held.append(f"({named} IS NULL OR {named} NOT IN (SELECT id FROM apart))")
        return f"coalesce({' AND '.join(held)}, false)"

    def _id(self) -> str:
        """The source_id as it counts: text without white space around it."""
        sql = self.columns["source_id"].sql
        return sql if self._tidy_ids else trimmed(sql)

    def shapes(self, cuts: Collection[date], steps: Collection[Decimal]) -> Iterator[Shape]:
        """Its plain rows; every stretch of days lies within one month and between two of the cuts."""
        self.left, self.summed = [], self.is_typed and not self.one_by_one
        if not self.summed:
            return
        assert self.header is not None
        self._look_at_ids()
        names = [name for name in SHAPE if name in self.columns]
        quantity, known = self.columns["quantity"], sorted(steps)[:MOST_STEPS]
        fits = {step: is_whole(quantity, step) for step in known}
        looked_at = [step for step, sql in fits.items() if sql not in (ALWAYS, NEVER)]
        always = frozenset(step for step, sql in fits.items() if sql == ALWAYS)
        likes, days = Likes(self.header, names), Days()
        with self._readable():
            found = self._base.cursor().execute(self._listed_by_shape(names, cuts, [fits[step] for step in looked_at]))
            while rows := found.fetchmany(AT_ONCE):
                for row in rows:
                    raw, (stretches, totals, counts, *whole) = row[: len(names)], row[len(names) :]
                    firsts = [days[each] for each in stretches]
                    like, faults = likes.of(raw, firsts[0])
                    sums = list(zip(firsts, (plainly(Decimal(total)) for total in totals), strict=True))
                    fit = always.union(step for step, fits_it in zip(looked_at, whole, strict=True) if fits_it)
                    yield Shape(like, faults, raw, sums, counts, fit)

    def _listed_by_shape(self, names: Sequence[str], cuts: Collection[date], conditions: Sequence[str]) -> str:
        """The question for plain rows by shape: stretches, sums, counts, and whether all meet each of the conditions.

        Of a stretch that is a month its number comes, which is quicker than its first day.
        """
        day, quantity = f"CAST({self.columns['date'].sql} AS DATE)", self.columns["quantity"].sql
        stretch, joined = f"year({day}) * 12 + month({day}) - 1", ""
        if any(cut.day != 1 for cut in cuts):
            self._stretches(sorted(cuts))
            joined = f"LEFT JOIN stretches ON {day} = stretches.day"
            stretch = f"coalesce(stretches.first_day, CAST(date_trunc('month', {day}) AS DATE))"
        keys = "".join(f"{self.columns[name].sql} AS {name}, " for name in names)
        total = f"CAST(sum({quantity}) AS BIGINT)" if self.columns["quantity"].type in SHORT else f"sum({quantity})"
        whole = "".join(f", bool_and({sql}) AS w{at}" for at, sql in enumerate(conditions))
        both = "".join(f", bool_and(w{at})" for at in range(len(conditions)))
        return f"""
            SELECT {"".join(f"{name}, " for name in names)} list(stretch), list(total), list(n) {both} FROM (
                SELECT {keys} {stretch} AS stretch, {total} AS total, count(*) AS n {whole}
                FROM facts {joined} WHERE {self.plain()} GROUP BY ALL
            ) GROUP BY ALL"""

    def _stretches(self, begins: Sequence[date]) -> None:
        """The stretch of every day from the first to the last cut."""
        days = [date.fromordinal(at) for at in range(begins[0].toordinal(), begins[-1].toordinal() + 1)]
        firsts = [max(begins[bisect_right(begins, each) - 1], each.replace(day=1)) for each in days]
        sql = "CREATE OR REPLACE TABLE stretches AS SELECT unnest(?::DATE[]) AS day, unnest(?::DATE[]) AS first_day"
        self._base.execute(sql, [days, firsts])

    def leave(self, shape: Shape) -> None:
        """Lets the rows of a shape be read row by row. Raises ``Unalike`` where that are too many."""
        self.left.append(shape.raw)
        if len(self.left) > MOST_LEFT:
            raise Unalike

    def reads(self) -> Iterator[Read]:
        """Every row that is not in a shape; all of them before there are shapes."""
        assert self.header is not None or self.broken
        if self.broken:
            yield beside_rows(*self.broken)
        if self.header is None or not self.header.is_readable:
            return
        cursor = self._base.cursor()
        with self._readable():
            rest = self._rest(cursor)
            found = cursor.execute(f"SELECT file_row_number, * EXCLUDE (file_row_number) FROM facts {rest}")
            while rows := found.fetchmany(AT_ONCE):
                for at, *row in rows:
                    faults: list[Fault] = []
                    yield Row(self.header.fact(row, at + FIRST_ROW, faults), faults, row)

    def _rest(self, cursor: duckdb.DuckDBPyConnection) -> str:
        """The condition of the rows that are in no shape."""
        if not self.summed:
            return ""
        names = [name for name in SHAPE if name in self.columns]
        if not names:
            return "" if self.left else f"WHERE NOT {self.plain()}"
        lists = [[row[at] for row in self.left] for at in range(len(names))]
        columns = ", ".join(f"unnest(?::VARCHAR[]) AS {name}" for name in names)
        cursor.execute(f"CREATE OR REPLACE TABLE left_out AS SELECT {columns}", lists)
        alike = " AND ".join(f"left_out.{name} IS NOT DISTINCT FROM facts.{self.columns[name].sql}" for name in names)
        return f"WHERE NOT {self.plain()} OR EXISTS (SELECT 1 FROM left_out WHERE {alike})"

    def repeated(self) -> frozenset[str]:
        """The source_ids that may stand there more than once in one agreement."""
        self._look_at_ids()
        return self._twice

    def _look_at_ids(self) -> None:
        """Finds repeated source_ids, once: by their hashes, then by themselves."""
        if self._ids_looked_at or "source_id" not in self.columns or self.broken:
            return
        self._ids_looked_at = True
        with self._readable():
            hashes = self._hashes()
            if self.columns["source_id"].is_text and len(hashes) and hashes[0] == UNTIDY:
                self._tidy_ids = False
                hashes = self._hashes()
            twice = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
            if len(twice):
                cursor = self._base.cursor()
                cursor.execute("CREATE OR REPLACE TABLE twice AS SELECT unnest(?::UBIGINT[]) AS id", [twice.tolist()])
                ids = cursor.execute(
                    f"SELECT DISTINCT CAST({self._id()} AS VARCHAR) FROM facts WHERE {self._has_id()} "
                    f"AND {self._hashed()} IN (SELECT id FROM twice)"
                )
                self._twice = frozenset(row[0] for row in ids.fetchall())

    def _hashes(self) -> Any:
        """The sorted hashes of all source_ids, of each within its agreement; ``UNTIDY`` where one must be trimmed."""
        hashed = self._hashed()
        if self._tidy_ids and self.columns["source_id"].is_text:
            told = [self.columns[name].sql for name in ("source_id", "agreement") if name in self.columns]
            untidy = [f"strlen({told[0]}) > {LONGEST_TEXT}", *map(untidily, told)]
            hashed = f"CASE WHEN {' OR '.join(untidy)} THEN {UNTIDY} ELSE {hashed} END"
        hashes = self._base.cursor().execute(f"SELECT {hashed} AS id FROM facts WHERE {self._has_id()}").fetchnumpy()
        found = hashes["id"]
        found.sort()
        return found

    def _hashed(self) -> str:
        """A source_id with its agreement as eight bytes."""
        agreement = self.columns.get("agreement")
        if agreement is None or (self.mapping is not None and "agreement" in self.mapping.values.written):
            return f"hash({self._id()})"
        return f"hash({self._id()}, {agreement.sql if self._tidy_ids else trimmed(agreement.sql)})"

    def _has_id(self) -> str:
        """The condition of a row that has a source_id."""
        return (
            f"{self._id()} <> ''"
            if self.columns["source_id"].is_text
            else f"{self.columns['source_id'].sql} IS NOT NULL"
        )

    @contextlib.contextmanager
    def _readable(self) -> Iterator[None]:
        """Raises ``Faulty`` where a part of the file cannot be read."""
        try:
            yield
        except duckdb.Error as error:
            raise Faulty([replace(NOT_PARQUET.at(why=shown(str(error).split("\n")[0])), file=self.path)]) from None

    def set_apart(self, ids: Iterable[str]) -> None:
        """Lets facts with these source_ids be read row by row."""
        self.apart = sorted(ids)
        self._base.execute("CREATE OR REPLACE TABLE apart AS SELECT unnest(?::VARCHAR[]) AS id", [self.apart])


def is_whole(quantity: Column, step: Decimal) -> str:
    """The condition that a quantity is a whole number of steps."""
    assert quantity.places is not None
    finest = Decimal(1).scaleb(-quantity.places)
    if finest % step == 0:
        return ALWAYS
    if step % finest:
        return NEVER  # some are, but that is found out row by row
    return f"{quantity.sql} % CAST('{step:f}' AS DECIMAL({MOST_DIGITS}, {quantity.places})) = 0"


def trimmed(sql: str) -> str:
    """A column as text without white space around it, as it is read row by row."""
    return f"trim(CAST({sql} AS VARCHAR), {_text(WHITE)})"


def untidily(sql: str) -> str:
    """The condition of a text that may have white space around it: it begins or ends with no printable ASCII letter.

    Trimming a million texts of all white space takes thirty times as long as this.
    """
    return f"{sql} < '!' OR {sql} >= chr(127) OR {sql}[-1] <= ' ' OR {sql}[-1] >= chr(127)"


def _text(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
