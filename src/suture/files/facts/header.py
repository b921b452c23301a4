"""The line of column names of one table, and how the cells under it become a fact."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from suture.engine.fault import Fault, Path, refusal
from suture.engine.rating.fact import COLUMNS, Fact
from suture.engine.terms.refused import nearest, shown
from suture.files.facts import cells
from suture.files.facts.columns import check_header, fact, is_readable, is_sound
from suture.files.facts.mapping import ISO, Translation, form_of, number_form

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
    """Which cell of a row holds one of our columns, and their values that have another name here."""

    column: str
    at: int
    ours: Mapping[str, str]


class Header:
    """Column names, and the mapping where one is given."""

    def __init__(self, names: Sequence[str], line: int, mapping: Translation | None) -> None:
        self.names = [name.strip() for name in names]
        self.line = line
        self.mapping = mapping
        self.always = mapping.constants.written if mapping is not None else {}
        self.places = tuple(self._places())
        self.day = form_of(mapping.date_format) if mapping is not None and mapping.date_format != ISO else None
        self.number: re.Pattern[str] | None = None
        if mapping is not None and (mapping.decimal_mark, mapping.grouping_mark) != (".", ""):
            self.number = number_form(mapping.decimal_mark, mapping.grouping_mark)

    def _places(self) -> Iterator[Place]:
        lower = [name.lower() for name in self.names]
        if self.mapping is None:
            yield from (Place(name, at, {}) for at, name in enumerate(lower) if name in COLUMNS)
            return
        for column, theirs in self.mapping.columns.written.items():
            if theirs.strip().lower() in lower:
                yield Place(column, lower.index(theirs.strip().lower()), getattr(self.mapping.values, column, {}))

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the column names."""
        lower = [name.lower() for name in self.names]
        if self.mapping is None:
            yield from check_header([name for name in lower if name] if "" in lower else lower, self.line)
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
            return is_readable([name.lower() for name in self.names if name])
        return not any(self.faults())

    @property
    def not_read(self) -> list[str]:
        """The columns that nobody reads."""
        read = {place.at for place in self.places}
        return [name for at, name in enumerate(self.names) if name and at not in read]

    def fact(self, row: Sequence[object], line: int, faults: list[Fault], path: Path = ()) -> Fact:
        """The cells of one row as a fact; what is wrong with it is added to ``faults``."""
        written = dict(self.always)
        unread: list[str] = []
        for column, at, ours in self.places:
            text, wrong = self._text(row[at] if at < len(row) else None, column, ours, line, path)
            if wrong is not None:
                faults.append(wrong)
                unread.append(column)
            written[column] = text
        return fact(written, path, line, faults, unread=unread)

    def alone(self, column: str, cell: object) -> str | None:
        """What a cell of a column of texts says in every row; None where something is wrong with it."""
        place = next(each for each in self.places if each.column == column)
        text, wrong = self._text(cell, column, place.ours, 0, ())
        text = text.strip()
        return text if wrong is None and is_sound(column, text) else None

    def _text(
        self, cell: object, column: str, ours: Mapping[str, str], line: int, path: Path
    ) -> tuple[str, Fault | None]:
        """A cell as text of ours, or what is wrong with it."""
        text = cell if type(cell) is str else cells.text_of(cell, column)
        if isinstance(text, cells.Unfit):
            return "", text.wrong.at(*path, column, line=line, **text.said)
        if self.mapping is not None:
            text = text.strip()
            text = ours.get(text, text)
            if type(cell) is str and text:
                return self._in_their_form(text, column, line, path)
        return text, None

    def _in_their_form(self, text: str, column: str, line: int, path: Path) -> tuple[str, Fault | None]:
        """A date or number as we write it, from the form that the mapping names."""
        assert self.mapping is not None
        if column in cells.DAYS and self.day is not None:
            if found := self.day.fullmatch(text):
                return f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}", None
            form = self.mapping.date_format
            return "", NOT_THAT_DATE.at(*path, column, line=line, found=shown(text), form=form)
        if column == "quantity" and self.number is not None:
            if self.number.fullmatch(text):
                digits = re.sub("[^-+0-9" + re.escape(self.mapping.decimal_mark) + "]", "", text)
                return digits.replace(self.mapping.decimal_mark, "."), None
            form = f"1{self.mapping.grouping_mark}250{self.mapping.decimal_mark}5"
            return "", NOT_THAT_NUMBER.at(*path, column, line=line, found=shown(text), form=form)
        return text, None
