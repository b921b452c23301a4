"""A mapping: how the columns of somebody else's table become ours. Itself a YAML text.

Nothing is guessed: a column that the mapping does not name is not read, a value that it does not translate stays as it
is, and a date or a number that has not the form that it names is a fault.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property, partial
from typing import Final, Literal, TypeVar

from pydantic import Field

from suture.engine.clauses.figure import Written
from suture.engine.terms.reading import read
from suture.files.facts.columns import FACTS, LONGEST_TEXT, Form, R
from suture.files.opening import text_of

ISO: Final = "YYYY-MM-DD"
_PARTS: Final = {"YYYY": r"(?P<y>\d{4})", "MM": r"(?P<m>\d{2})", "DD": r"(?P<d>\d{2})",
                 "M": r"(?P<m>\d{1,2})", "D": r"(?P<d>\d{1,2})"}  # fmt: skip
_PART: Final = re.compile("YYYY|MM|DD|M|D")
Text = Field(default=None, min_length=1, max_length=LONGEST_TEXT)
Translated = Field(default_factory=dict[str, str])
M = TypeVar("M", bound="Mapped")


class Fields(Written):
    """Something for columns of a row."""

    @cached_property
    def written(self) -> Mapping[str, str]:
        """What is written, by column."""
        fields = type(self).model_fields
        return {
            field.alias or name: value for name, field in fields.items() if (value := getattr(self, name)) is not None
        }


class Values(Written):
    """Translations of values: theirs to ours."""

    @cached_property
    def written(self) -> Mapping[str, Mapping[str, str]]:
        """What is translated, by column."""
        return {name: value for name in type(self).model_fields if (value := getattr(self, name))}


class Mapped(Written):
    """How a table becomes rows of ours. What a row is adds its columns."""

    columns: Fields = Field(default_factory=Fields, description="for each of our columns, the name of theirs")
    constants: Fields = Field(default_factory=Fields, description="what is the same in every row")
    values: Values = Field(default_factory=Values, description="their value: ours")
    date_format: str = Field(default=ISO, min_length=3, max_length=20, description="such as DD.MM.YYYY")
    decimal_mark: Literal[".", ","] = "."
    grouping_mark: Literal[".", ",", "'", " ", ""] = ""
    header_row: int = Field(default=1, ge=1, le=1000, description="the row of the column names")


class FactFields(Fields):
    """Something for each column of facts."""

    agreement: str | None = Text
    service: str | None = Text
    date: str | None = Text
    quantity: str | None = Text
    unit: str | None = Text
    kind: str | None = Text
    event: str | None = Text
    source_id: str | None = Text
    reverses: str | None = Text
    note: str | None = Text
    for_: str | None = Field(default=None, alias="for", min_length=1, max_length=LONGEST_TEXT)


class FactValues(Values):
    """Translations of values of facts."""

    agreement: dict[str, str] = Translated
    service: dict[str, str] = Translated
    unit: dict[str, str] = Translated
    kind: dict[str, str] = Translated


class Horizon(Written):
    """A table with a row for a service and a column for a month, as forecasts are sent.

    When it was issued says a column, a constant ``date``, a cell, the cell beside a label, or the command.
    """

    issued_cell: str | None = Field(default=None, pattern=r"^[A-Z]{1,3}[1-9][0-9]{0,6}$", description="such as B2")
    issued_label: str | None = Field(
        default=None, min_length=1, max_length=200, description="the text left of the date"
    )
    year_row: int | None = Field(default=None, ge=1, le=1000, description="the row of the years above the months")
    totals: tuple[str, ...] = Field(default=(), description="what rows of sums are called; they are left out")


class FactMapping(Mapped):
    """How a table, or one sheet, becomes facts."""

    columns: FactFields = Field(default_factory=FactFields, description="for each of our columns, the name of theirs")
    constants: FactFields = Field(default_factory=FactFields, description="what is the same in every row")
    values: FactValues = Field(default_factory=FactValues, description="their value: ours")
    horizon: Horizon | None = Field(default=None, description="a forecast: months are columns")


class SheetOfFacts(FactMapping):
    """What is different in one sheet."""

    sheet: str = Field(min_length=1, max_length=200)


class Translation(FactMapping):
    """How a file becomes facts; ``sheets`` say of each what the file as a whole does not."""

    sheets: tuple[SheetOfFacts, ...] = Field(default=(), description="several sheets, each read in its own way")


def translation_in(path: str, *, issued: date | None = None) -> Translation:
    """The mapping in a file; ``issued`` is the day of a forecast where the file does not say it. Raises ``Faulty``."""
    return mapped_in(path, Translation, FACTS, issued=issued)


def mapped_in(path: str, model: type[M], form: Form[R], *, complete: bool = True, issued: date | None = None) -> M:
    """The mapping in a file, of what a row of this form is. Raises ``Faulty``."""
    from suture.files.facts.whole import check, issued_on

    written = read(text_of(path), model, file=path, check=partial(check, form=form, complete=complete, issued=issued))
    return written if issued is None else issued_on(written, issued)


def form_of(date_format: str) -> re.Pattern[str] | None:
    """The pattern of a form of a date; None where it is none."""
    parts = [part[0] for part in _PART.findall(date_format)]
    between = _PART.split(date_format)
    runs_on = any(len(part) == 1 for part in _PART.findall(date_format)) and "" in between[1:-1]
    if sorted(parts) != ["D", "M", "Y"] or any(re.search(r"[0-9A-Za-z]", text) for text in between) or runs_on:
        return None
    found = _PART.findall(date_format)
    pattern = re.escape(between[0]) + "".join(
        _PARTS[part] + re.escape(text) for part, text in zip(found, between[1:], strict=True)
    )
    return re.compile(pattern, re.ASCII)


def number_form(decimal_mark: str, grouping_mark: str) -> re.Pattern[str]:
    """The pattern of a number with these marks; groups have three digits."""
    mark = re.escape(decimal_mark)
    if not grouping_mark:
        return re.compile(rf"[-+]?(\d+({mark}\d+)?|{mark}\d+)", re.ASCII)
    group = "[ \u00a0\u202f]" if grouping_mark == " " else "['’]" if grouping_mark == "'" else re.escape(grouping_mark)
    return re.compile(rf"[-+]?(\d+|\d{{1,3}}({group}\d{{3}})+)({mark}\d+)?", re.ASCII)
