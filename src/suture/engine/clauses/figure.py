"""Numbers as people write them in terms and cases: a value, a range, or values with dates; with unit and source.

``22.00``, ``22.00 USD/piece`` and ``8 %`` are values; ``{low: 5, value: 9, high: 16, assumption: trade habit}`` is a
range; ``[{from: 2027-01-01, value: 22}, {from: 2028-01-01, value: 21}]`` is dated. ``unknown`` is a range without
figures, to be filled from a default or a phone call.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

# A unit begins with a letter or %, so that 22,00 and 1 000 are no numbers with a unit; neither is 1e5.
_WRITTEN = re.compile(
    r"\s*([-+]?[0-9][0-9_]*(?:\.[0-9]+)?|[-+]?\.[0-9]+)(?![eE][-+]?[0-9])\s*((?:[^\W\d_]|%).*?|)\s*\Z",
    re.DOTALL,
)
_SCHEMA_NUMBER = r"^\s*[-+]?([0-9][0-9_]*(\.[0-9]+)?|\.[0-9]+)(\s*[^0-9\s.,_+-].*)?$"
_NUMBERS = ("value", "low", "high")
_WHOLE_DIGITS, _DECIMALS = (
    15,
    12,
)  # what Decimal still multiplies and adds exactly, and more than any price has
PER_CENT = Decimal("0.01")


class Written(BaseModel):
    """Base of everything a person writes: frozen, and a key that is not known is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, strict=False)


class Figure(Written):
    """One written number. ``value`` is the likely one; ``low`` and ``high`` make it a range."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    dated: "tuple[DatedFigure, ...]" = ()
    source: str = Field(default="", description="where the number comes from")
    assumption: str = Field(default="", description="why this is assumed, when there is no source")
    draw: str = Field(default="", description="the uncertain input that this is; figures of one name move together")

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, written: Any) -> Any:
        if isinstance(written, str | int | float | Decimal):
            return _scalar(str(written))
        if isinstance(written, list | tuple):
            return {"dated": written}
        if isinstance(written, Mapping) and "value" not in written and "likely" in written:
            written = {("value" if key == "likely" else key): value for key, value in written.items()}
        return _units_read(written) if isinstance(written, Mapping) else written

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.dated:
            days = [entry.from_ for entry in self.dated]
            if days != sorted(set(days)):
                raise PydanticCustomError("dates_not_rising", "the dated values are not in rising order of date")
        elif (self.low is None) != (self.high is None):
            raise PydanticCustomError("range_half_open", "a range needs both low and high")
        elif self.low is not None and self.high is not None:
            likely = self.value if self.value is not None else (self.low + self.high) / 2
            if not self.low <= likely <= self.high:
                raise PydanticCustomError(
                    "range_not_rising", "low {low}, value {value} and high {high} are not in rising order",
                    {"low": str(self.low), "value": str(likely), "high": str(self.high)},
                )  # fmt: skip
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """All forms in which a figure may be written; the validators above turn each into the one kept here."""
        kept = handler.resolve_ref_schema(handler(schema))
        number = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _SCHEMA_NUMBER}]}
        parts = kept["properties"] | {name: {"title": name.capitalize(), **number} for name in _NUMBERS}
        keys = {"type": "object", "properties": {**parts, "likely": number}, "additionalProperties": False}
        if cls is not Figure:
            return {**keys, "title": kept["title"], "required": kept["required"]}
        text = {"type": "string", "pattern": f"{_SCHEMA_NUMBER}|^(unknown|don't know)$"}
        return {"title": kept["title"], "anyOf": [{"type": "number"}, text, keys, parts["dated"]]}

    @property
    def known(self) -> bool:
        """Whether there is any figure at all."""
        return bool(self.dated) or self.value is not None or self.low is not None

    @property
    def is_range(self) -> bool:
        """Whether it must be drawn before it can be counted with; false for a range of no width."""
        if self.dated:
            return any(entry.is_range for entry in self.dated)
        return self.low is not None and self.low != self.high

    @property
    def likely(self) -> Decimal:
        """The value, or the middle of a range without one. Raises ValueError when unknown or dated."""
        if self.value is not None:
            return self.value
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        raise ValueError("this figure is unknown or dated")

    def on(self, day: date) -> "Figure":
        """The figure in force on a day: itself, or the last dated one that has begun (before the first: the first)."""
        begun = [entry for entry in self.dated if entry.from_ <= day]
        return (begun[-1] if begun else self.dated[0]) if self.dated else self

    def times(self, factor: Decimal) -> "Figure":
        """The same figure in another measure and without unit: value and range scaled, source and draw kept."""
        scaled = {part: None if (n := getattr(self, part)) is None else n * factor for part in ("value", "low", "high")}
        return self.model_copy(update={**scaled, "unit": ""})

    def figures(self) -> "tuple[Figure, ...]":
        """The plain figures it holds: itself, or its dated ones."""
        return self.dated if self.dated else (self,)


class DatedFigure(Figure):
    """A figure that holds from a day on."""

    from_: date = Field(alias="from")


Figure.model_rebuild()


def _scalar(text: str) -> dict[str, Any]:
    if text.strip() in {"unknown", "don't know"}:
        return {}
    number, unit = _number(text)
    return _units_read({"value": number, "unit": unit})


def _number(text: str) -> tuple[str, str]:
    """The digits and the unit of a written number."""
    match = _WRITTEN.match(text)
    if not match:
        raise PydanticCustomError("not_a_number", "'{written}' is not a number", {"written": text[:60]})
    number = match[1].replace("_", "")
    whole, _, decimals = number.lstrip("+-").partition(".")
    if len(whole) > _WHOLE_DIGITS or len(decimals) > _DECIMALS:
        raise PydanticCustomError(
            "figure_too_long",
            "{written} has more than {whole} digits before or {decimals} behind the point",
            {"written": text[:60], "whole": _WHOLE_DIGITS, "decimals": _DECIMALS},
        )
    return number, match[2]


def _units_read(written: Mapping[Any, Any]) -> dict[Any, Any]:
    """A figure in per cent becomes a share; its unit stays, so that a wrong one can be refused."""
    read = dict(written)
    for part in ("value", "low", "high"):
        text = read.get(part)
        if isinstance(text, str):
            read[part], unit = _number(text)
            if unit and read.get("unit", unit) not in ("", unit):
                raise PydanticCustomError(
                    "units_in_one_figure",
                    "one figure is written in '{one}' and in '{other}'",
                    {"one": str(read["unit"])[:60], "other": unit[:60]},
                )
            read["unit"] = unit or read.get("unit", "")
    if read.get("unit") == "%":
        for part in ("value", "low", "high"):
            if isinstance(read.get(part), str | int | float | Decimal):
                read[part] = Decimal(str(read[part])) * PER_CENT
    return read


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a figure measures, hence which units it may be written in, and its bounds."""

    measures: Literal["price", "amount", "quantity", "share", "months", "days", "hours", "rate", "level"]
    least: Decimal | None = None
    most: Decimal | None = None


ZERO, FULL = Decimal(0), Decimal(1)

Price = Annotated[Figure, Dimension("price", least=ZERO)]
Amount = Annotated[Figure, Dimension("amount", least=ZERO)]
Quantity = Annotated[Figure, Dimension("quantity", least=ZERO)]
Share = Annotated[Figure, Dimension("share", least=ZERO, most=FULL)]
Change = Annotated[Figure, Dimension("share", least=-FULL)]
Ratio = Annotated[Figure, Dimension("rate", least=ZERO)]
Months = Annotated[Figure, Dimension("months", least=ZERO)]
Days = Annotated[Figure, Dimension("days", least=ZERO)]
Hours = Annotated[Figure, Dimension("hours", least=ZERO)]
Level = Annotated[Figure, Dimension("level", least=ZERO)]


def exactly(value: Decimal | int | str) -> Figure:
    """A figure of one value, as code writes it."""
    return Figure(value=Decimal(value))
