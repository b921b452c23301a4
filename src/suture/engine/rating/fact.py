"""One fact: a row that tells what happened, as it was written."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple, get_args

from suture.engine.clauses.kind import Measure

MEASURES: tuple[str, ...] = get_args(Measure)
COLUMNS = ("agreement", "service", "date", "quantity", "unit", "kind", "event", "source_id", "reverses", "note", "for")


class Fact(NamedTuple):
    """One row. ``quantity`` in the unit, as written; ``event`` names what may not be split; ``row`` is its line.

    ``for_day`` is the day that it is about, where that is not the day on which it happened: the delivery that was
    cancelled, the month that is forecast.
    """

    agreement: str
    service: str
    day: date
    quantity: Decimal
    unit: str
    kind: str
    event: str = ""
    source_id: str = ""
    reverses: str = ""
    note: str = ""
    for_day: date | None = None
    row: int = 0
    unread: frozenset[str] = frozenset()
