"""Invoices and credit notes as people have them: tables of lines, XML (UBL, CII), PDF with XML attached.

Their lines come one by one and are forgotten. Every row is a line or has a fault.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.fault import Fault, Faulty, refusal
from suture.files.facts.found import Found
from suture.files.facts.source import LISTS, OTHER_SHEETS, SHEETS, SHIFT, Rows, Sheets
from suture.files.invoices.across import Across
from suture.files.invoices.form import INVOICES, InvoiceMapping, invoice_mapping_in, wrong_in

TABLES: Final = (".csv", ".tsv", ".txt", *LISTS, *SHEETS)
ELECTRONIC: Final = (".xml", ".pdf")
PARQUET: Final = (".parquet", ".pq")
EVERY: Final = 20_000
"""Rows after which it is told how far the reading is."""

EMPTY_FOLDER = refusal(
    "invoices_empty_folder",
    "the folder holds no invoices",
    "Put them there as CSV, XLSX, XML or PDF, or name another folder.",
    "文件夹中没有发票",
    "请放入 CSV、XLSX、XML 或 PDF 格式的发票，或给出其他文件夹。",
)
NAMED_TWICE = refusal(
    "invoices_file_twice",
    "this file is named twice, so every line of it would be billed twice",
    "Name it once.",
    "该文件被指定了两次，其中每一行都会重复计入",
    "请只指定一次。",
)
NOT_INVOICES = refusal(
    "invoices_other_file",
    "this file is not read: invoices are CSV, XLSX, XML or PDF with XML attached",
    "Look whether it holds invoices; if so, save them in one of these forms.",
    "未读取该文件：发票须为 CSV、XLSX、XML 或附有 XML 的 PDF",
    "请核对其中是否有发票；如有，请另存为上述格式之一。",
)


class Count(NamedTuple):
    """Of one file: its rows, and those that are lines; all others have a fault."""

    file: str
    rows: int
    lines: int
    not_read: Sequence[str] = ()
    """Columns that nobody reads."""


class Lines(Iterator[InvoiceLine]):
    """The lines of invoices, read while one asks for them; what is wrong goes into ``found``.

    When all are read, ``counts`` has the rows and lines of each file, and ``remarks`` what is to be looked at and
    stands in the way of nothing: the same invoice twice, a credit of no invoice, several currencies, files not read.
    """

    def __init__(
        self, files: Sequence[str], mapping: InvoiceMapping | None, sheet: Sheets, found: Found, agreement: str
    ) -> None:
        self.mapping, self.sheet, self.found, self.agreement = mapping, sheet, found, agreement
        self.counts: list[Count] = []
        self.remarks: list[Fault] = []
        self.progress: Callable[[float], None] = unheard
        self._across = Across()
        self._files = files
        self._lines = self._all()

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> InvoiceLine:
        return next(self._lines)

    @property
    def rows(self) -> int:
        """All rows read so far."""
        return sum(count.rows for count in self.counts)

    @property
    def lines(self) -> int:
        """Those of them without a fault."""
        return sum(count.lines for count in self.counts)

    def _all(self) -> Iterator[InvoiceLine]:
        for at, path in enumerate(self._files):
            yield from self._of(path, at)
        self.remarks.extend(self._across.remarks())

    def _of(self, path: str, at: int) -> Iterator[InvoiceLine]:
        """The sound lines of one file."""
        if path.lower().endswith((*PARQUET, *OTHER_SHEETS)):
            self.found.add([replace(NOT_INVOICES.at(), file=path)])
            self.counts.append(Count(path, 0, 0))
            return
        source = source_of(path, self.mapping, self.sheet, self.agreement)
        self._across.begin(path)
        rows = lines = 0
        try:
            for line, faults, cells in source.reads():
                if cells is not None:
                    rows += 1
                    if rows % EVERY == 0:
                        self.progress((at + source.share) / len(self._files))
                found = [*faults]
                if line is not None:
                    found += wrong_in(line)
                    at_row = line.row
                    if source.sheets:  # rows are counted on from sheet to sheet
                        line = line._replace(row=at_row % SHIFT)
                    if not found and (wrong := self._across.add(line)) is not None:
                        found.append(replace(wrong, line=at_row))
                if found:
                    names = source.header.names if source.header is not None else ()
                    placed = (source.placed(each) for each in found)
                    self.found.add((replace(each, file=each.file or path) for each in placed), cells or (), names)
                elif line is not None:
                    lines += 1
                    yield line
        except Faulty as faulty:  # of the file as a whole
            self.found.add(replace(each, file=each.file or path) for each in faulty.faults)
        self.counts.append(Count(path, rows, lines, source.not_read))


def lines_in(paths: Sequence[str], mapping: str | None, sheet: Sheets, found: Found, *, agreement: str = "") -> Lines:
    """The lines of the invoices in files and folders, read as the mapping in another file says.

    ``agreement`` is the number of the agreement of XML invoices that name no contract. Raises ``Faulty`` where the
    mapping cannot be read; what is wrong with the invoices goes into ``found``.
    """
    files, beside = files_in(paths, found)
    electronic = all(file.lower().endswith(ELECTRONIC) for file in files)
    translation = invoice_mapping_in(mapping, electronic=electronic) if mapping is not None else None
    lines = Lines(files, translation, sheet, found, agreement)
    lines.remarks.extend(beside)
    return lines


def files_in(paths: Sequence[str], found: Found) -> tuple[list[str], list[Fault]]:
    """The files that are named and those in folders that are named, by name; and remarks on what is not read there."""
    files: list[str] = []
    beside: list[Fault] = []
    for path in paths:
        if not path or not Path(path).is_dir():
            files.append(path)
            continue
        inside = sorted(str(each) for each in Path(path).iterdir() if each.is_file() and each.name[0] != ".")
        known = [each for each in inside if each.lower().endswith((*TABLES, *ELECTRONIC))]
        beside.extend(replace(NOT_INVOICES.at(), file=each) for each in inside if each not in known)
        if not known:
            found.add([replace(EMPTY_FOLDER.at(), file=path)])
        files.extend(known)
    seen: set[Path] = set()
    for file in files:
        if (place := Path(file).resolve() if file else Path()) in seen:
            found.add([replace(NAMED_TWICE.at(), file=file)])
        seen.add(place)
    return files, beside


def source_of(path: str, mapping: InvoiceMapping | None, sheet: Sheets, agreement: str = "") -> Rows[InvoiceLine]:
    """A file of invoices by what its name says that it is."""
    if path.lower().endswith(ELECTRONIC):
        from suture.files.invoices.electronic import Electronic  # its libraries are loaded for it alone

        return Electronic(path, mapping, agreement)
    return Rows(path, mapping, sheet, INVOICES)


def unheard(_: float) -> None:
    """Tells nobody."""
