"""Everything a person reads is a text with a code and parameters, so that it can be said in any language.

A text stands beside the code that says it. Rendering happens at the edge (terminal, report, page): the engine passes
messages on unrendered, and two messages are equal when code and parameters are.
"""

from dataclasses import dataclass
from decimal import Decimal

Value = str | int | float | Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence of the product: a stable code and its English pattern with named parameters."""

    code: str
    en: str

    def __call__(self, **parameters: Value) -> "Message":
        """The text filled with its parameters, not yet rendered."""
        return Message(self, tuple(parameters.items()))


@dataclass(frozen=True, slots=True)
class Message:
    """A text and its parameters; ``str()`` renders it in English."""

    text: Text
    parameters: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return self.text.en.format_map({name: plain(value) for name, value in self.parameters})

    def as_data(self) -> dict[str, object]:
        """The message as plain data for JSON: code, parameters, and the English sentence."""
        return {
            "code": self.text.code,
            "parameters": {name: plain(value) for name, value in self.parameters},
            "text": str(self),
        }


def plain(value: Value) -> str:
    """A number as a person writes it: no exponent, no trailing zeros behind the point, thousands grouped."""
    if isinstance(value, float):
        value = Decimal(repr(round(value, 6)))
    if isinstance(value, Decimal):
        whole = value.normalize() if value == value.to_integral_value() else value
        return f"{whole:,f}" if abs(value) >= 10_000 else f"{whole:f}"
    return str(value)
