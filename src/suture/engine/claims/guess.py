"""Guesses: why a group of lines differs from what is due. Rules and their order: docs/rules/claims.md."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from suture.engine.claims.due import Due
from suture.engine.claims.finding import FindingKind
from suture.engine.claims.group import Group
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.text import Message

SAID: Final = 5
"""Lines of one guess of which the arithmetic is said."""


class Guess(NamedTuple):
    """Why so many minor units are too much (below zero: too little), the rows that it lies in, and the arithmetic."""

    kind: FindingKind
    minor: int
    rows: tuple[int, ...]
    reasons: tuple[Message, ...] = ()


Hypothesis = Callable[[Due, Group, int], Guess | None]
"""Reckons whether something gives the difference of a group, to the minor unit; ``None`` where it does not."""


def in_unit(line: InvoiceLine) -> str:
    """The unit of a line as it stands behind a quantity; nothing where the line has none."""
    return f" {line.unit}" if line.unit else ""


def rows_of(lines: Sequence[InvoiceLine]) -> tuple[int, ...]:
    """The rows of lines."""
    return tuple(line.row for line in lines)


def content(line: InvoiceLine) -> tuple[object, ...]:
    """What a line says, wherever it stands."""
    return (
        line.agreement, line.clause, line.service, line.quantity, line.unit_price, line.amount, line.currency,
        line.event, line.sort, line.first, line.last,
    )  # fmt: skip
