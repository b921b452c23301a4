"""What was found wrong with a file of facts: the first faults to be shown, all of them counted, and written to a file.

A file of a million rows can have a million faults. Those that a person reads are kept; every one of them goes row by
row into a table, with the row as it stands there, if one is asked for.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

from suture.engine.fault import Fault, Faulty, dotted, refusal
from suture.engine.text import Language
from suture.files.facts import cells
from suture.files.facts.columns import keeps_ids
from suture.files.saving import FILE_NOT_WRITTEN, NO_FILE_NAME, put

KEPT: Final = 10_000
"""Faults in memory, about ten megabytes."""
HEAD: Final = ("row", "column", "wrong", "remedy")

MORE = refusal(
    "facts_more_faults",
    "{n} more faults are not listed here",
    "Mend these first, or write all into a table: --faults faults.csv.",
    "另有 {n} 处问题未在此列出",
    "请先更正以上问题，或用 --faults faults.csv 将全部问题写入表格。",
)
SAME_FILE = refusal(
    "faults_over_facts",
    "the faults would be written over this file, which is read",
    "Name another file: --faults faults.csv.",
    "问题清单将覆盖正在读取的文件",
    "请指定另一个文件：--faults faults.csv。",
)
IN_THE_WAY = refusal(
    "faults_no_file",
    "this is no file that can be replaced",
    "Name another file: --faults faults.csv.",
    "此处不是可以替换的文件",
    "请指定另一个文件：--faults faults.csv。",
)


class Found:
    """The faults of one file of facts."""

    def __init__(self, file: str, table: "FaultTable | None" = None) -> None:
        self.file = file
        self.table = table
        self.kept: list[Fault] = []
        self.count = 0
        self.keeps_ids = True

    def add(self, faults: Iterable[Fault], row: Sequence[object] = (), names: Sequence[str] = ()) -> None:
        """Adds what is wrong with a row, or with the file."""
        for fault in faults:
            self.count += 1
            self.keeps_ids = self.keeps_ids and keeps_ids([fault])
            if len(self.kept) < KEPT:
                self.kept.append(replace(fault, file=fault.file or self.file))
            if self.table is not None:
                self.table.write(fault, row, names, elsewhere=fault.file not in ("", self.file))

    def raised(self) -> None:
        """Raises ``Faulty`` with the faults that are kept, in the order of their lines, if there are any."""
        if self.count:
            raise Faulty(self.listed())

    def listed(self) -> list[Fault]:
        """The faults that are kept, in the order of their lines, and how many more there are."""
        shown = sorted(self.kept, key=lambda fault: (fault.line is None, fault.line or 0))
        more = self.count - len(shown)
        return [*shown, replace(MORE.at(n=f"{more:,}"), file=self.file, stands_for=more)] if more else shown


class FaultTable:
    """A table (CSV) of every fault: row, column, what is wrong, the remedy, and the row as it is in the file."""

    def __init__(self, place: str, stream: IO[str], language: Language) -> None:
        self.place = place
        self.rows = csv.writer(stream, lineterminator="\r\n")
        self.language = language
        self.begun = False

    def write(self, fault: Fault, row: Sequence[object], names: Sequence[str], *, elsewhere: bool = False) -> None:
        """One fault, and above the first the column names. Raises ``Faulty``.

        Of several sheets or files the one that the fault is in stands before its row: it is ``elsewhere``.
        """
        column = dotted(fault.path[1:] if fault.path and isinstance(fault.path[0], int) else fault.path)
        said = (fault.wrong.said(self.language), fault.remedy.said(self.language))
        with _refused(self.place):
            if not self.begun:
                self.rows.writerow([*HEAD, *names])
                self.begun = True
            place = f"{fault.file}:{fault.line or ''}" if elsewhere else fault.line or ""
            self.rows.writerow([place, column, *said, *map(cells.shown, row)])


@contextmanager
def fault_table(place: str | None, language: Language, reading: Iterable[str]) -> Iterator[FaultTable | None]:
    """The table of faults at a place that was asked for; it stands there when all is written, also where there is none.

    Raises ``Faulty`` where it cannot be written, or would be written over a file that is read.
    """
    if place is None:
        yield None
        return
    into = Path(place)
    if not place or not into.name:
        raise Faulty([NO_FILE_NAME.at(place)])
    with ExitStack() as held:
        with _refused(place):
            if into.exists() and not into.is_file():
                raise Faulty([IN_THE_WAY.at(place)])
            if any(into.exists() and Path(read).exists() and into.samefile(read) for read in reading):
                raise Faulty([SAME_FILE.at(place)])
            # without a name in the folder until it is whole: nothing stays of a run that is killed
            hidden = held.enter_context(tempfile.TemporaryFile(dir=into.parent))
        stream = io.TextIOWrapper(hidden, encoding="utf-8-sig", newline="")
        held.callback(_closed, stream)
        table = FaultTable(place, stream, language)
        yield table
        with _refused(place):
            if not table.begun:
                table.rows.writerow(HEAD)
            stream.flush()
            hidden.seek(0)
            put(hidden, into)


def _closed(stream: IO[str]) -> None:
    """Closes a stream whose content nobody needs any more, written or not."""
    with suppress(OSError):
        stream.close()


@contextmanager
def _refused(place: str) -> Iterator[None]:
    """An error of the system as a fault of the place. Raises ``Faulty``."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Faulty([FILE_NOT_WRITTEN.at(place, why=getattr(error, "strerror", None) or str(error))]) from None
