"""The line of column names of one table, and how the cells under it become what a row says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple

from suture.engine.fault import Fault, Path, refusal
from suture.engine.terms.refused import nearest, shown
from suture.files.facts import cells
from suture.files.facts.columns import Form, R, check_header, is_readable, row_of, wrong_with
from suture.files.facts.mapping import ISO, Mapped, form_of, number_form

NOT_IN_FILE = refusal(
    "mapped_column_missing",
    "there is no column '{theirs}', which the mapping reads as '{column}'",
    "{guess}The line of column names has: {known}.",
    "没有列“{theirs}”，而对应表将其读作“{column}”",
    "{guess}列名行有：{known}。",
)
MAPPED_TWICE = refusal(
    "mapped_column_twice",
    "the column '{theirs}' stands there {count} times, and the mapping reads it as '{column}'",
    "Give the columns different names.",
    "列“{theirs}”出现了 {count} 次，而对应表将其读作“{column}”",
    "请为各列取不同的名称。",
)
NOT_THAT_DATE = refusal(
    "mapped_date",
    "'{found}' is not a date in the form {form}",
    "Write it so, or change 'date_format' in the mapping.",
    "“{found}”不是 {form} 格式的日期",
    "请按该格式填写，或修改对应表中的“date_format”。",
)
NOT_THAT_NUMBER = refusal(
    "mapped_number",
    "'{found}' is not a number such as {form}",
    "Write it so, or change 'decimal_mark' and 'grouping_mark' in the mapping.",
    "“{found}”不是形如 {form} 的数字",
    "请按该格式填写，或修改对应表中的“decimal_mark”和“grouping_mark”。",
)


class Place(NamedTuple):
    """Which cell of a row holds one of our columns, what it holds, and their values that have another name here."""

    column: str
    at: int
    ours: Mapping[str, str]
    holds: cells.Holds = "text"


class Header(Generic[R]):
    """Column names, and the mapping where one is given."""

    def __init__(self, names: Sequence[str], line: int, mapping: Mapped | None, form: Form[R]) -> None:
        self.form = form
        self.names = [name.strip() for name in names]
        self.line = line
        self.mapping = mapping
        self.always = mapping.constants.written if mapping is not None else {}
        self.places = tuple(self._places())
        self.also_read: frozenset[int] = frozenset()
        """Columns that are read beside those that have a name of ours: the months of a forecast."""
        self.day = form_of(mapping.date_format) if mapping is not None and mapping.date_format != ISO else None
        self.number: re.Pattern[str] | None = None
        if mapping is not None and (mapping.decimal_mark, mapping.grouping_mark) != (".", ""):
            self.number = number_form(mapping.decimal_mark, mapping.grouping_mark)

    def _places(self) -> Iterator[Place]:
        lower = [name.lower() for name in self.names]
        if self.mapping is None:
            known = self.form.columns
            yield from (Place(name, at, {}, self.form.holds(name)) for at, name in enumerate(lower) if name in known)
            return
        for column, theirs in self.mapping.columns.written.items():
            if theirs.strip().lower() in lower:
                ours = self.mapping.values.written.get(column, {})
                yield Place(column, lower.index(theirs.strip().lower()), ours, self.form.holds(column))

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the column names."""
        lower = [name.lower() for name in self.names]
        if self.mapping is None:
            yield from check_header([each for each in lower if each] if "" in lower else lower, self.line, self.form)
            return
        counts = Counter(lower)
        for column, theirs in self.mapping.columns.written.items():
            count = counts[theirs.strip().lower()]
            said = {"theirs": shown(theirs), "column": column}
            if not count:
                guess, known = nearest(theirs, self.names), shown(", ".join(filter(None, self.names)))
                yield NOT_IN_FILE.at(column, line=self.line, guess=guess, known=known, **said)
            elif count > 1:
                yield MAPPED_TWICE.at(column, line=self.line, count=count, **said)

    @property
    def is_readable(self) -> bool:
        """Whether it is known what stands in the cells below."""
        if self.mapping is None:
            return is_readable([name.lower() for name in self.names if name], self.form)
        return not any(self.faults())

    @property
    def not_read(self) -> list[str]:
        """The columns that nobody reads."""
        read = {place.at for place in self.places} | self.also_read
        return [name for at, name in enumerate(self.names) if name and at not in read]

    def fact(self, row: Sequence[object], line: int, faults: list[Fault], path: Path = ()) -> R:
        """The cells of one row as what they say; what is wrong with it is added to ``faults``."""
        written, unread = self.texts(row, line, faults, path)
        return row_of(self.form, written, path, line, faults, unread=unread)

    def texts(
        self, row: Sequence[object], line: int, faults: list[Fault], path: Path
    ) -> tuple[dict[str, str], list[str]]:  # fmt: skip
        """The text of every column of ours that has a cell or a constant, and the columns that cannot be read."""
        written = dict(self.always)
        unread: list[str] = []
        for place in self.places:
            column, at = place.column, place.at
            cell = row[at] if at < len(row) else None
            if type(cell) is str and self.mapping is None:
                if cell or column in self.form.wanted:
                    written[column] = cell
                continue
            text, wrong = self.text(cell, place, line, path)
            if wrong is not None:
                faults.append(wrong)
                unread.append(column)
            written[column] = text
        return written, unread

    def alone(self, column: str, cell: object) -> str | None:
        """What a cell of a column of texts says in every row; None where something is wrong with it."""
        place = next(each for each in self.places if each.column == column)
        text, wrong = self.text(cell, place, 0, ())
        text = text.strip()
        return text if wrong is None and wrong_with(self.form, column, text) is None else None

    def text(self, cell: object, place: Place, line: int, path: Path) -> tuple[str, Fault | None]:
        """A cell as text of ours, or what is wrong with it."""
        text = cell if type(cell) is str else cells.text_of(cell, place.holds)
        if isinstance(text, cells.Unfit):
            return "", text.wrong.at(*path, place.column, line=line, **text.said)
        if self.mapping is not None:
            text = text.strip()
            text = place.ours.get(text, text)
            if type(cell) is str and text and place.holds != "text":
                return self._in_their_form(text, place, line, path)
        return text, None

    def _in_their_form(self, text: str, place: Place, line: int, path: Path) -> tuple[str, Fault | None]:
        """A date or number as we write it, from the form that the mapping names."""
        assert self.mapping is not None
        column = place.column
        if place.holds == "day" and self.day is not None:
            if found := self.day.fullmatch(text):
                return f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}", None
            form = self.mapping.date_format
            return "", NOT_THAT_DATE.at(*path, column, line=line, found=shown(text), form=form)
        if place.holds == "number" and self.number is not None:
            if self.number.fullmatch(text):
                digits = re.sub("[^-+0-9" + re.escape(self.mapping.decimal_mark) + "]", "", text)
                return digits.replace(self.mapping.decimal_mark, "."), None
            form = f"1{self.mapping.grouping_mark}250{self.mapping.decimal_mark}5"
            return "", NOT_THAT_NUMBER.at(*path, column, line=line, found=shown(text), form=form)
        return text, None
