"""Forecasts as tables of months: a row for a service, a column for a month, one day on which it was issued.

Every filled cell is a fact, told on the day of issue for the month; an empty one is none, and not zero. Several issues
may stand below one another, each under a line of column names of its own.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, Generic

from suture.engine.fault import Fault, Path, refusal
from suture.engine.terms.refused import shown
from suture.files.facts import cells
from suture.files.facts.columns import Form, R, Row, beside_rows, column_of, row_of
from suture.files.facts.header import Header, Place
from suture.files.facts.learning.words import TOTALS, bare
from suture.files.facts.mapping import Mapped
from suture.files.facts.whole import horizon_of

NO_MONTHS = refusal(
    "horizon_no_months",
    "no line has the names of the mapping and months beside them",
    "Write months as dates, 2027-03, Mar 2027 or 2027年3月; name the row of the years as 'year_row'.",
    "没有一行既含对应表所列列名、又含月份",
    "月份请写作日期、2027-03、Mar 2027 或 2027年3月；年份另占一行时请以“year_row”指明。",
)
MONTH_TWICE = refusal(
    "horizon_month_twice",
    "{month} stands there {n} times",
    "A forecast has one column for a month; weeks are summed up by whoever made it.",
    "{month} 出现了 {n} 次",
    "预测表每月一列；按周的预测请由编制方汇总。",
)
TOTALS_ROW = refusal(
    "horizon_totals",
    "the row '{found}' looks like a row of sums",
    "Name it under 'totals' of 'horizon', and it is left out; else it would be counted twice.",
    "“{found}”一行疑为合计行",
    "请将其列入“horizon”的“totals”以便略去，否则会重复计算。",
)
NAMELESS_ROW = refusal(
    "horizon_no_name",
    "the row has quantities and no name of a service",
    "Fill in the name, or clear the row.",
    "该行有数量而无服务名称",
    "请填写名称，或清空该行。",
)
ISSUE_UNREAD = refusal(
    "horizon_issue_unread",
    "no day of issue was found above this forecast",
    "Look at '{where}' of the mapping and at that cell.",
    "此预测表上方未找到发布日期",
    "请核对对应表的“{where}”及相应单元格。",
)
KIND: Final = "forecast"
_NAMES: Final = (
    ("jan", "january", "januar"), ("feb", "february", "februar"), ("mar", "march", "mär", "mrz", "märz"),
    ("apr", "april"), ("may", "mai"), ("jun", "june", "juni"), ("jul", "july", "juli"), ("aug", "august"),
    ("sep", "sept", "september"), ("oct", "october", "okt", "oktober"), ("nov", "november"),
    ("dec", "december", "dez", "dezember"),
)  # fmt: skip
_MONTHS: Final = {name: at for at, names in enumerate(_NAMES, start=1) for name in names}
_WRITTEN: Final = tuple(
    re.compile(each, re.ASCII)
    for each in (
        r"(?P<y>20\d\d)[-/. ]?m?(?P<m>0[1-9]|1[0-2])([-/.]\d\d)?", r"(?P<y>20\d\d)[-/.](?P<m>[1-9])",
        r"m?(?P<m>0?[1-9]|1[0-2])[-/. ](?P<y>20\d\d)", r"(?P<y>20\d\d)年(?P<m>0?[1-9]|1[0-2])月",
    )
)  # fmt: skip
_NAMED: Final = re.compile(r"([^\W\d_]+)\.?[-/' ]*(20\d\d|\d\d)|(20\d\d)[-/ ]*([^\W\d_]+)\.?")
_ALONE: Final = re.compile(r"m?(0?[1-9]|1[0-2])月?")


def month_of(cell: object, year: int | None = None) -> date | None:
    """The first day of the month that the name of a column says; None where it says none.

    ``year`` is the one that stands above it, for names such as Jan or 3月.
    """
    if isinstance(cell, date):
        return date(cell.year, cell.month, 1)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip().lower() if isinstance(cell, str | int) else ""
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(text):
            return date(int(found["y"]), int(found["m"]), 1)
    if (found := _NAMED.fullmatch(text)) and (month := _MONTHS.get(found[1] or found[4])):
        said = int(found[2] or found[3])
        return date(said if said > 99 else 2000 + said, month, 1)
    if year is not None and (text in _MONTHS or _ALONE.fullmatch(text)):
        alone = _ALONE.fullmatch(text)
        return date(year, int(alone[1]) if alone else _MONTHS[text], 1)
    return None


class Forecast(Generic[R]):
    """One table or sheet of forecasts; ``left`` is the number of its first column, ``shift`` what rows are counted on.

    ``heard`` is told every line of column names that is found.
    """

    def __init__(
        self, mapping: Mapped, form: Form[R], left: int, shift: int, heard: Callable[[Header[R]], None]
    ) -> None:  # fmt: skip
        self.mapping, self.form, self.left, self.shift = mapping, form, left, shift
        self.heard: Callable[[Header[R]], None] = heard
        self.says = horizon_of(mapping)
        self.years: dict[int, int] = {}
        self.issue: object = None
        self.months: dict[int, date] = {}
        self.nearest: tuple[int, Header[R]] | None = None

    def reads(self, rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[Row[R]]:
        """A row for every filled cell under a month."""
        header: Header[R] | None = None
        for line, row in rows:
            self._issued(line, row)
            if line == self.says.year_row:
                self.years = years_of(row)
            if line < self.mapping.header_row or line == self.says.year_row or not any(map(_is_filled, row)):
                continue
            if (begun := self._header(line, row)) is not None:
                header = begun
                self.heard(header)
                wrong = [*header.faults(), *self._twice(header)]
                yield beside_rows(*wrong)
                if wrong:
                    return
            elif header is not None and not self._is_label(row):
                yield from self._row(header, line, row)
        if header is None and self.nearest is not None and (wrong := [*self.nearest[1].faults()]):
            yield beside_rows(*wrong)
        elif header is None:
            yield beside_rows(NO_MONTHS.at(line=None))

    def _header(self, line: int, row: Sequence[object]) -> Header[R] | None:
        """The line of column names that this row is, if it names the columns of the mapping and months."""
        names = [cells.shown(cell) for cell in row]
        header: Header[R] = Header(names, line + self.shift, self.mapping, self.form)
        months = {at: month for at, cell in enumerate(row) if (month := month_of(cell, self.years.get(at)))}
        if header.places and months and (self.nearest is None or len(header.places) > self.nearest[0]):
            self.nearest = (len(header.places), header)
        if not months or any(header.faults()):
            return None
        header.also_read = frozenset(months)
        self.months = months
        return header

    def _twice(self, header: Header[R]) -> Iterator[Fault]:
        found = [*self.months.values()]
        for month in sorted({each for each in found if found.count(each) > 1}):
            yield MONTH_TWICE.at(line=header.line, month=f"{month:%Y-%m}", n=found.count(month))

    def _issued(self, line: int, row: Sequence[object]) -> None:
        """Takes up the day of issue where this row has it."""
        if self.says.issued_cell is not None:
            letters = self.says.issued_cell.rstrip("0123456789")
            at = column_of(letters.encode()) - 1 - self.left
            if line == int(self.says.issued_cell.removeprefix(letters)):
                self.issue = row[at] if 0 <= at < len(row) and _is_filled(row[at]) else None
        elif self._is_label(row):
            at = next(at for at, cell in enumerate(row) if self._says_label(cell))
            self.issue = next((cell for cell in row[at + 1 :] if _is_filled(cell)), None)

    def _is_label(self, row: Sequence[object]) -> bool:
        return self.says.issued_label is not None and any(map(self._says_label, row))

    def _says_label(self, cell: object) -> bool:
        return isinstance(cell, str) and bare(cell) == bare(self.says.issued_label)

    def _row(self, header: Header[R], line: int, row: Sequence[object]) -> Iterator[Row[R]]:
        """The facts of one service, or what is wrong with the row."""
        filled = [
            (at, month) for at, month in self.months.items() if at < len(row) and _is_filled(row[at], merged=True)
        ]
        named = next((place for place in header.places if place.column == "service"), None)
        name = cells.shown(row[named.at]).strip() if named is not None and named.at < len(row) else ""
        if name and bare(name) in {bare(each) for each in self.says.totals}:
            return
        if filled and named is not None and (bare(name) in TOTALS or not name):
            wrong = TOTALS_ROW if name else NAMELESS_ROW
            yield Row(None, [wrong.at("service", line=line + self.shift, found=shown(name))], row)
            return
        for at, month in filled:
            faults: list[Fault] = []
            yield Row(self._fact(header, line + self.shift, row, at, month, faults), faults, row)

    def _fact(
        self, header: Header[R], line: int, row: Sequence[object], at: int, month: date, faults: list[Fault]
    ) -> R:  # fmt: skip
        """One cell as what was forecast for a month."""
        path: Path = (f"{month:%Y-%m}",)
        written, unread = header.texts(row, line, faults, path)
        written.setdefault("kind", KIND)
        written["for"] = month.isoformat()
        written["quantity"] = self._put(
            header, row[at], Place("quantity", at, {}, "number"), line, path, faults, unread
        )
        if "date" not in written:
            if self.issue is None:
                where = "issued_cell" if self.says.issued_cell is not None else "issued_label"
                faults.append(ISSUE_UNREAD.at(*path, "date", line=line, where=where))
                unread.append("date")
            place = Place("date", at, {}, "day")
            written["date"] = self._put(header, self.issue, place, line, path, faults, unread)
        return row_of(self.form, written, path, line, faults, unread=unread)

    def _put(
        self, header: Header[R], cell: object, place: Place, line: int, path: Path, faults: list[Fault],
        unread: list[str],
    ) -> str:  # fmt: skip
        text, wrong = header.text(cell, place, line, path)
        if wrong is not None:
            faults.append(wrong)
            unread.append(place.column)
        return text


def years_of(row: Sequence[object]) -> dict[int, int]:
    """The year above each column: it stands in the first of those that are merged, or that follow empty."""
    found: dict[int, int] = {}
    year: int | None = None
    for at, cell in enumerate(row):
        text = cells.shown(cell).strip() if not isinstance(cell, date) else str(cell.year)
        if said := re.fullmatch(r"\D{0,3}(20\d\d)\D{0,1}", text):
            year = int(said[1])
        elif text:
            year = None
        if year is not None:
            found[at] = year
    return found


def _is_filled(cell: object, *, merged: bool = False) -> bool:
    """Whether a cell says something; one that is merged with another says so only where it is asked for."""
    return (merged and isinstance(cell, cells.Merged)) or not cells.is_blank(cell)
