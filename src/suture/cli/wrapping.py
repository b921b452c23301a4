"""Words on lines by the columns of a terminal: a Chinese letter takes two, and a line may end beside it."""

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len

from suture.engine.text import is_wide

LEAST_OF_CHINESE: Final = 10
"""Columns that Chinese in a table should have, though it can be broken at nearly every letter."""
_OPENING: Final = frozenset("（《【〔「『“‘(")
_CLOSING: Final = frozenset("，。；：？！、）》】〕」』”’…%")


def wrapped(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """The lines of a sentence; a word that is longer than a line, such as a path, stays whole."""
    lines: list[str] = []
    line, begun = first, False
    for spaces, part in parts_of(text):
        if begun and cell_len(line + spaces + part) > columns:
            lines.append(line)
            line, begun = rest, False
        line += (spaces if begun or not lines else "") + part
        begun = True
    return [*lines, line] if begun else [first.rstrip()]


def parts_of(text: str) -> Iterator[tuple[str, str]]:
    """What a line cannot be broken in, each with the spaces before it: a word, or a Chinese letter with its marks."""
    for spaces, word in re.findall(r"([ \t\n]*)([^ \t\n]+)", text):
        begins, before = 0, re.sub(r"\s", " ", spaces)
        for at in range(1, len(word)):
            if is_breakable(word[at - 1], word[at]):
                yield before, word[begins:at]
                begins, before = at, ""
        yield before, word[begins:]


def is_breakable(left: str, right: str) -> bool:
    """Whether a line may end between two letters: beside a Chinese one, but marks stay at what they open or close."""
    return (is_wide(left) or is_wide(right)) and left not in _OPENING and right not in _CLOSING


def least_of(line: str) -> int:
    """The columns that a line cannot do without."""
    longest = max((cell_len(part) for _, part in parts_of(line)), default=0)
    return max(longest, min(cell_len(line), LEAST_OF_CHINESE)) if any(map(is_wide, line)) else longest
