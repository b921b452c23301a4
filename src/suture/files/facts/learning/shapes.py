"""How the dates and numbers of a column are written: the one form that fits every cell, or the forms that all fit."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from suture.files.facts.mapping import ISO, form_of, number_form

DATES: Final = (
    ISO, "DD.MM.YYYY", "D.M.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "D/M/YYYY", "M/D/YYYY", "YYYY/MM/DD", "YYYY/M/D",
    "DD-MM-YYYY", "MM-DD-YYYY", "D-M-YYYY", "M-D-YYYY", "YYYY.MM.DD", "YYYY.M.D", "YYYY-M-D", "MM.DD.YYYY", "M.D.YYYY",
    "YYYYMMDD", "YYYY年M月D日", "YYYY年MM月DD日",
)  # fmt: skip
"""The padded form of a date stands before the one that fits it, too."""
NUMBERS: Final = ((".", ""), (",", ""), (".", ","), (",", "."), (".", "'"), (",", "'"), (".", " "), (",", " "))
_THOUSANDS: Final = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}", re.ASCII)
"""1.250 and 1,250: a thousand and more, or a part of two."""


def date_forms(texts: Iterable[str]) -> list[str]:
    """The forms that every text fits, without those that say the same of all of them."""
    held = list(dict.fromkeys(texts))
    fitting: dict[tuple[date, ...], str] = {}
    for form in DATES:
        pattern = form_of(form)
        days = []
        for text in held:
            found = pattern.fullmatch(text) if pattern is not None else None
            day = _day(found) if found is not None else None
            if day is None:
                break
            days.append(day)
        else:
            fitting.setdefault(tuple(days), form)
    return [*fitting.values()] if held else []


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


def number_marks(texts: Iterable[str]) -> list[tuple[str, str]]:
    """The decimal and grouping marks that every text fits: none, one, or two where they give different numbers."""
    held = list(dict.fromkeys(texts))
    fitting = [marks for marks in NUMBERS if all(_fits(text, marks) for text in held)]
    return different(held, fitting)


def _fits(text: str, marks: tuple[str, str]) -> bool:
    """Whether a number can be written so; no thousands begin with a zero."""
    grouped = marks[1] and re.match(rf"[-+]?0+{re.escape(marks[1])}", text)
    return not grouped and number_form(*marks).fullmatch(text) is not None


def different(texts: Sequence[str], fitting: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of marks that fit all texts the first, and others where they read another number in one."""
    if not fitting:
        return []
    told = [text for text in texts if _THOUSANDS.fullmatch(text)]
    others = [marks for marks in fitting[1:] if any(value(text, marks) != value(text, fitting[0]) for text in told)]
    return [fitting[0], *others[:1]]


def value(text: str, marks: tuple[str, str]) -> str:
    """A number as we write it."""
    decimal, grouping = marks
    plain = text.replace(grouping, "") if grouping else text
    whole, _, part = plain.replace(decimal, ".").partition(".")
    return f"{whole}.{part.rstrip('0')}".rstrip(".")
