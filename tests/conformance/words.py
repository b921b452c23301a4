"""What a case says, word by word: numbers are read exactly, and a word that nobody has read is noticed."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

PROSE = frozenset({"rule", "note", "settlement", "billing", "measured", "allocation", "flat_fee_rule", "source"})
"""Words that explain; an adapter that decides by one of them reads it all the same."""


class Cannot(Exception):
    """A case that cannot be put to the engine, and why."""


class Words:
    """A table of a case. A missing word is a ``Cannot`` that names it; ``null`` is as good as left out."""

    def __init__(self, written: object, path: str) -> None:
        if not isinstance(written, Mapping):
            raise Cannot(f"{path} is not a table of words")
        self.written: Mapping[str, Any] = written
        self.path = path
        self.read: set[str] = set()
        self.inner: list[Words] = []

    def __contains__(self, word: str) -> bool:
        return self.written.get(word) is not None

    def __getitem__(self, word: str) -> Any:
        if word not in self:
            raise Cannot(f"{self.path}.{word} is missing")
        self.read.add(word)
        return self.written[word]

    def get(self, word: str, default: Any = None) -> Any:
        """What stands under a word, or the default where it is left out."""
        self.read.add(word)
        value = self.written.get(word)
        return default if value is None else value

    def number(self, word: str, default: str | None = None) -> Decimal:
        """The number under a word."""
        return number(self[word] if default is None else self.get(word, default), f"{self.path}.{word}")

    def whole(self, word: str, default: str | None = None) -> int:
        """A number that counts, such as days."""
        value = self.number(word, default)
        if value != value.to_integral_value():
            raise Cannot(f"{self.path}.{word} is not a whole number: {value}")
        return int(value)

    def one_of(self, word: str, meanings: Mapping[str, Any], default: str | None = None) -> Any:
        """The meaning of a word of which only some values are known."""
        value = self[word] if default is None else self.get(word, default)
        if not isinstance(value, str) or value not in meanings:
            raise Cannot(f"{self.path}.{word} is {value!r}; known: {', '.join(meanings)}")
        return meanings[value]

    def rows(self, word: str) -> Sequence[Any]:
        """The list under a word."""
        value = self[word]
        if not isinstance(value, list):
            raise Cannot(f"{self.path}.{word} is not a list")
        return value

    def numbers(self, word: str) -> list[Decimal]:
        """The list of numbers under a word."""
        return [number(value, f"{self.path}.{word}[{i}]") for i, value in enumerate(self.rows(word))]

    def table(self, word: str) -> "Words":
        """The table under a word."""
        return self.under(self[word], word)

    def tables(self, word: str) -> "list[Words]":
        """The tables in the list under a word."""
        return [self.under(value, f"{word}[{i}]") for i, value in enumerate(self.rows(word))]

    def under(self, written: object, name: str) -> "Words":
        """A table below this one."""
        inner = Words(written, f"{self.path}.{name}")
        self.inner.append(inner)
        return inner

    def words(self) -> list[str]:
        """The words that stand here with a value and do not only explain."""
        return [word for word in self.written if word in self and word not in PROSE]

    def unread(self) -> Iterable[str]:
        """What the case says and nobody has read: it would be counted as if it were not there."""
        yield from (f"{self.path}.{word}" for word in self.words() if word not in self.read)
        for inner in self.inner:
            yield from inner.unread()


def number(value: object, path: str) -> Decimal:
    """A written number, exactly."""
    if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        try:
            found = Decimal(value)
        except InvalidOperation:
            found = Decimal("NaN")
        if found.is_finite():
            return found
    raise Cannot(f"{path} is not a number: {value!r}")
