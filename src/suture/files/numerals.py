"""Numbers as a table shows them: in columns, where 1200 beside 30,000 looks like another kind of number."""

import re
from decimal import Decimal
from typing import Final

from suture.engine.text import Language, Message, Scaled, Value, plain

_UNGROUPED: Final = re.compile(r"-?\d{4,}(\.\d+)?", re.ASCII)


def grouped(number: int | float | Decimal) -> str:
    """A number with its thousands grouped, from 1,000 on."""
    return f"{Decimal(plain(number).replace(',', '')):,f}"


def in_columns(value: Value, language: Language = "en") -> str:
    """A message with all its numbers grouped; text stays, but for a parameter that is called ``number``."""
    if isinstance(value, Message):
        return value.text.filled({name: _shown(name, part, language) for name, part in value.parameters}, language)
    if isinstance(value, Scaled):
        return value.said(language)
    return value if isinstance(value, str) else grouped(value)


def number_of(value: Message, language: Language = "en") -> str:
    """The number of a value with a unit, without the unit."""
    return _shown("number", dict(value.parameters)["number"], language)


def _shown(name: str, value: Value, language: Language) -> str:
    if isinstance(value, str) and name == "number" and _UNGROUPED.fullmatch(value):
        return grouped(Decimal(value))
    return in_columns(value, language)
