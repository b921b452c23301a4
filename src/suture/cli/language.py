"""The language that a command speaks: chosen once, in ``main``, and heard wherever something is said."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, get_args

from suture.engine.text import Language, Message
from suture.files.numerals import in_columns

SETTING: Final = "SUTURE_LANG"
"""The environment variable that says it where ``--lang`` does not."""
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
ENGLISH: Final[Language] = "en"
_spoken: list[Language] = [ENGLISH]


def spoken() -> Language:
    """The language that is spoken now."""
    return _spoken[-1]


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speaks a language, then again the one before."""
    _spoken.append(language)
    try:
        yield
    finally:
        _spoken.pop()


def usual() -> str:
    """What the environment asks for, which may be no language."""
    return os.environ.get(SETTING) or ENGLISH


def language_of(word: str) -> Language | None:
    """A language by its name."""
    return next((each for each in LANGUAGES if each == word), None)


def words(value: object) -> str:
    """A message in the language that is spoken, its numbers grouped; anything else as it is."""
    return in_columns(value, spoken()) if isinstance(value, Message) else str(value)


def plainly(value: object) -> str:
    """A message in the language that is spoken, its numbers as in a sentence; anything else as it is."""
    return value.said(spoken()) if isinstance(value, Message) else str(value)
