"""Everything a person reads is a text with a code and parameters, so that it can be said in any language.

A text stands beside the code that says it. Rendering happens at the edge (terminal, report, page): the engine passes
messages on unrendered, and two messages are equal when code and parameters are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias, Union

Language = Literal["en", "zh"]
Value: TypeAlias = Union[str, int, float, Decimal, "Message"]  # a name in quotes allows no |


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence of the product: a stable code and its pattern with named parameters, in English and in Chinese."""

    code: str
    en: str
    zh: str = ""

    def __call__(self, **parameters: Value) -> "Message":
        """The text filled with its parameters, not yet rendered."""
        return Message(self, tuple(parameters.items()))


@dataclass(frozen=True, slots=True)
class Message:
    """A text and its parameters, which may be messages themselves; ``str()`` renders it in English."""

    text: Text
    parameters: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: Language) -> str:
        """The message in a language; a text that has no Chinese yet is said in English."""
        pattern = self.text.zh if language == "zh" and self.text.zh else self.text.en
        return pattern.format_map({name: plain(value, language) for name, value in self.parameters})

    def as_data(self) -> dict[str, object]:
        """The message as plain data for JSON: code, parameters, and the English sentence."""
        return {
            "code": self.text.code,
            "parameters": {name: bare(value) for name, value in self.parameters},
            "text": str(self),
        }


def bare(value: Value) -> object:
    """A parameter for a machine: a number as text without grouping, a message as data."""
    if isinstance(value, Message):
        return value.as_data()
    return value if isinstance(value, str) else plain(value).replace(",", "")


def plain(value: Value, language: Language = "en") -> str:
    """A number as a person writes it: no exponent, from 10,000 on grouped, and no trailing zeros behind the point.

    Two decimals with a last zero stay (22.50), since money is written so.
    """
    if isinstance(value, Message):
        return value.said(language)
    if isinstance(value, str):
        return value
    number = Decimal(repr(round(value, 6))) if isinstance(value, float) else Decimal(value)
    number += 0  # no minus before zero
    shortest = number.normalize()
    whole = number == number.to_integral_value()
    shown = number if not whole and number.as_tuple().exponent == -2 else shortest
    return f"{shown:,f}" if abs(number) >= 10_000 else f"{shown:f}"


ONE = Text("list.one", "{one}", "{one}")
TWO = Text("list.two", "{one} and {other}", "{one}和{other}")
MORE = Text("list.more", "{one}, {other}", "{one}、{other}")


def listed(parts: Sequence[Value]) -> Message:
    """Several parts as one: a, b and c."""
    if len(parts) == 1:
        return parts[0] if isinstance(parts[0], Message) else ONE(one=parts[0])
    head = parts[0]
    for part in parts[1:-1]:
        head = MORE(one=head, other=part)
    return TWO(one=head, other=parts[-1])
