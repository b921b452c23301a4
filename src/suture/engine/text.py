"""Everything a person reads is a text with a code and parameters, so that it can be said in any language.

A text stands beside the code that says it. Rendering happens at the edge (terminal, report, page): the engine passes
messages on unrendered, and two messages are equal when code and parameters are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter
from typing import Final, Literal, TypeAlias, Union

Language = Literal["en", "zh"]
Value: TypeAlias = Union[str, int, float, Decimal, "Scaled", "Message"]  # a name in quotes allows no |
POWERS: Final = {0: "", 4: " 万", 8: " 亿"}
"""Powers of ten in which Chinese counts, and their words."""
MOST_DECIMALS: Final = 12
"""Of a number that a person writes; one with more was calculated."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence of the product: a stable code and its pattern with named parameters, in English and in Chinese."""

    code: str
    en: str
    zh: str

    def __call__(self, **parameters: Value) -> "Message":
        """The text filled with its parameters, not yet rendered."""
        return Message(self, tuple(parameters.items()))

    def filled(self, values: Mapping[str, str], language: Language) -> str:
        """The pattern of a language with its parameters in words."""
        return self.en.format_map(values) if language == "en" else closed(self.zh, values)


@dataclass(frozen=True, slots=True)
class Message:
    """A text and its parameters, which may be messages themselves; ``str()`` renders it in English."""

    text: Text
    parameters: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: Language) -> str:
        """The message in a language, with all the messages that it holds."""
        return self.text.filled({name: plain(value, language) for name, value in self.parameters}, language)

    def as_data(self) -> dict[str, object]:
        """The message as plain data for JSON: code, parameters, and the sentence in English and in Chinese."""
        return {
            "code": self.text.code,
            "parameters": {name: bare(value) for name, value in self.parameters},
            "text": str(self),
            "zh": self.said("zh"),
        }


@dataclass(frozen=True, slots=True)
class Scaled:
    """A number that is told in thousands or millions: its digits in them, and their power of ten.

    English names the power behind it (1.25 M), which is the work of the text. Chinese counts in 万 and 亿: in the power
    of the number itself or in ``counted``, whose word is said unless another number beside it says it.
    """

    digits: str
    power: int
    counted: int | None = None
    named: bool = True

    def said(self, language: Language) -> str:
        """The digits; in Chinese with the power in which Chinese counts."""
        if language == "en":
            return self.digits
        counted = self.own if self.counted is None else self.counted
        told = f"{self.value.scaleb(-counted):,f}".replace("-", "−")
        told = told.rstrip("0").rstrip(".") if "." in told else told
        return told + POWERS[counted] if self.named else told

    @property
    def value(self) -> Decimal:
        """The number."""
        return Decimal(self.digits.replace(",", "").replace("−", "-")).scaleb(self.power)

    @property
    def own(self) -> int:
        """The power in which Chinese counts it."""
        return max(counted for counted in POWERS if abs(self.value) >= 10**counted or not counted)


def closed(pattern: str, values: Mapping[str, str]) -> str:
    """A Chinese pattern filled: a space beside a parameter goes where it would stand between two Chinese letters."""
    words = ""
    for literal, name, _, _ in Formatter().parse(pattern):
        for part in (literal, "" if name is None else values[name]):
            if words.endswith(" ") and is_wide(words[-2:-1]) and is_wide(part[:1]):
                words = words[:-1]
            words += part[1:] if part.startswith(" ") and is_wide(words[-1:]) and is_wide(part[1:2]) else part
    return words


def is_wide(letter: str) -> bool:
    """Whether a letter is Chinese, or a mark that is as wide."""
    return "\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or "\uff00" <= letter <= "\uff60"


def bare(value: Value) -> object:
    """A parameter for a machine: a number as text, whole and without grouping, a message as data."""
    if isinstance(value, Message):
        return value.as_data()
    if isinstance(value, Scaled):
        return value.digits
    return value if isinstance(value, str) else f"{written(value):f}"


def plain(value: Value, language: Language = "en") -> str:
    """A number as a person writes it: no exponent, from 10,000 on grouped, and no trailing zeros behind the point.

    Two decimals with a last zero stay (22.50), since money is written so. A number without end, which was divided, is
    shown shortened; its message carries it whole.
    """
    if isinstance(value, Message | Scaled):
        return value.said(language)
    if isinstance(value, str):
        return value
    shown = shortened(written(value))
    return f"{shown:,f}" if abs(shown) >= 10_000 else f"{shown:f}"


def written(value: int | float | Decimal) -> Decimal:
    """A number with the digits that it is written with: those that count, and the last zero of money."""
    number = Decimal(repr(round(value, 6))) if isinstance(value, float) else Decimal(value)
    number += 0  # no minus before zero
    whole = number == number.to_integral_value()
    return number if not whole and number.as_tuple().exponent == -2 else number.normalize()


def shortened(number: Decimal) -> Decimal:
    """What has more decimals than anybody writes, at four that count; everything else as it is."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -MOST_DECIMALS:
        return number
    return number.quantize(Decimal(1).scaleb(min(-4, number.adjusted() - 3))).normalize()


NOTHING = Text("text.nothing", "", "")
"""Where a part of a sentence has nothing to say."""
ONE = Text("list.one", "{one}", "{one}")
TWO = Text("list.two", "{one} and {other}", "{one} 和 {other}")
MORE = Text("list.more", "{one}, {other}", "{one}、{other}")


TWO_CLAUSES = Text("list.two_clauses", "{one} and {other}", "{one}；{other}")
MORE_CLAUSES = Text("list.more_clauses", "{one}, {other}", "{one}；{other}")


def listed(parts: Sequence[Value], *, clauses: bool = False) -> Message:
    """Several parts as one: a, b and c; ``clauses`` have commas of their own, so Chinese keeps them further apart."""
    two, more = (TWO_CLAUSES, MORE_CLAUSES) if clauses else (TWO, MORE)
    if len(parts) == 1:
        return parts[0] if isinstance(parts[0], Message) else ONE(one=parts[0])
    head = parts[0]
    for part in parts[1:-1]:
        head = more(one=head, other=part)
    return two(one=head, other=parts[-1])


OR = Text("list.or", "{one} or {other}", "{one} 或 {other}")


def either(parts: Sequence[Value]) -> Message:
    """One of several: a or b or c."""
    found = parts[0] if isinstance(parts[0], Message) else ONE(one=parts[0])
    for part in parts[1:]:
        found = OR(one=found, other=part)
    return found
