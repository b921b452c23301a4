"""Faults in what somebody wrote: where, what is wrong, what to do. They come as a list, all of them at once.

A fault is data about the input, never an exception about the program: broken code raises, faulty input is listed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from suture.engine.text import Language, Message, Text

Path = tuple[str | int, ...]
LINE = Text("fault.line", "line {line}", "第 {line} 行")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What can be wrong, and how it is mended: two texts that share their parameters."""

    wrong: Text
    remedy: Text

    def at(self, *path: str | int, line: int | None = None, **parameters: object) -> "Fault":
        """This refusal at one place of the input."""
        values = {
            name: value if isinstance(value, int | float | Decimal | Message) else str(value)
            for name, value in parameters.items()
        }
        return Fault(path, line, self.wrong(**values), self.remedy(**values))


def refusal(code: str, wrong: str, remedy: str, wrong_zh: str, remedy_zh: str) -> Refusal:
    """A refusal under one code: what is wrong and what to do, in English, then the same in Chinese."""
    return Refusal(Text(code, wrong, wrong_zh), Text(f"{code}.remedy", remedy, remedy_zh))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input, with its place and its remedy."""

    path: Path
    line: int | None
    wrong: Message
    remedy: Message
    file: str = ""
    stands_for: int = 1
    """How many faults it tells of; more than one only where they are not listed by themselves."""

    def under(self, *prefix: str | int) -> "Fault":
        """The same fault, seen from a document that holds this one at ``prefix``."""
        return replace(self, path=(*prefix, *self.path))

    def __str__(self) -> str:
        return "\n    ".join(self.said("en"))

    def said(self, language: Language) -> tuple[str, str]:
        """Where it is with what is wrong, and the remedy."""
        line = f":{self.line}" if self.file else LINE(line=str(self.line)).said(language)
        place = self.file + (line if self.line else "")
        where = "".join(f"{part}: " for part in (place, dotted(self.path)) if part)
        return where + self.wrong.said(language), self.remedy.said(language)

    def as_data(self) -> dict[str, object]:
        """The fault as plain data for JSON."""
        return {
            "file": self.file,
            "line": self.line,
            "path": dotted(self.path),
            "wrong": self.wrong.as_data(),
            "remedy": self.remedy.as_data(),
        }


class Faulty(Exception):
    """The input has faults; they are in ``faults``, every one of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: Sequence[Fault] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def dotted(path: Path) -> str:
    """A path as people write it: ``clauses[2].tiers[0].price``."""
    words = ""
    for part in path:
        words += f"[{part}]" if isinstance(part, int) else f".{part}" if words else part
    return words
