"""The plan of an agreement: its clauses as lines in the order of phases, each with its numbers for every period.

One plan serves both number types. The exact fold and the lanes read the same lines in the same order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from suture.engine.clauses import kind_of
from suture.engine.clauses.figure import Figure, Written
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Moment, Source
from suture.engine.number import Window
from suture.engine.period import (
    MONTHS,
    Every,
    Period,
    boundaries,
    months_between,
    settlement_periods,
    share_of_days,
    whole_period,
    windows,
)
from suture.engine.quantity import ONE, Unit
from suture.engine.terms.agreement import Agreement

ZERO = Decimal(0)
WINDOW_MONTHS = {"month": 1, "quarter": 3, "calendar_year": 12, "contract_year": 12}


class Line(NamedTuple):
    """One clause, ready to be folded: what it reads, and terms and window of every period."""

    clause: ClauseBase
    kind: Kind
    unit: Unit
    reads: tuple[Source, ...]
    by_order: bool
    windows: tuple[Window, ...]
    terms: tuple[Any, ...]

    @property
    def name(self) -> str:
        """The clause's id."""
        return self.clause.id


class Plan(NamedTuple):
    """Lines in the order of counting over the settlement periods of an agreement."""

    agreement: Agreement
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]


def plan(agreement: Agreement) -> Plan:
    """The plan of an agreement without faults whose figures are all settled (no range is left)."""
    settlement = agreement.settlement
    periods = tuple(p for p, _, _ in settled_in(agreement.valid.period, settlement.every, settlement.anchor))
    return Plan(agreement, periods, tuple(line(agreement, periods, clause) for clause in in_order(agreement.clauses)))


@lru_cache(maxsize=64)
def settled_in(span: Period, every: Every, anchor: date) -> tuple[tuple[Period, Decimal, int], ...]:
    """Each settlement period with its share of the days of a whole one, and whole months since the span began."""
    return tuple(
        (period, share_of_days(period, whole_period(period, every, anchor)), months_between(span.start, period.start))
        for period in settlement_periods(span, every, anchor)
    )


def in_order(clauses: Sequence[ClauseBase]) -> list[ClauseBase]:
    """Clauses by phase, then as written, but each after those it reads. Raises ValueError on a circle."""
    waiting = sorted(clauses, key=lambda clause: kind_of(clause).phase)
    names = {clause.id for clause in clauses}
    done: dict[str, ClauseBase] = {}
    while waiting:
        ready = next((c for c in waiting if all(n in done for n in charges_read(c) if n in names)), None)
        if ready is None:
            raise ValueError("clauses read one another in a circle: " + ", ".join(clause.id for clause in waiting))
        waiting.remove(ready)
        done[ready.id] = ready
    return list(done.values())


def charges_read(clause: ClauseBase) -> Iterable[str]:
    """The clauses whose charges a clause reads."""
    for source in kind_of(clause).reads(clause):
        if isinstance(source, DueOf):
            yield from source.clauses


def line(agreement: Agreement, periods: Sequence[Period], clause: ClauseBase) -> Line:
    """One clause over the periods: its window flags and its numbers."""
    kind = kind_of(clause)
    window = kind.window(clause)
    months = WINDOW_MONTHS.get(window)
    starts = list(boundaries(window_anchor(agreement, window), months, agreement.valid.period)) if months else []
    starts.extend(kind.restarts(clause))
    flags = windows(periods, starts)
    cut = segments(agreement, clause)
    terms = numbers(clause, cut)
    by_period = tuple(terms[at] for at in cut.of_period)
    unit = unit_of(agreement, clause)
    return Line(clause, kind, unit, kind.reads(clause), window == "order", flags, by_period)


class Segments(NamedTuple):
    """The stretches of an agreement's time in which the numbers of a clause cannot change."""

    moments: tuple[Moment, ...]
    of_period: tuple[int, ...]  # the segment of every settlement period


def segments(agreement: Agreement, clause: ClauseBase) -> Segments:
    """Where the numbers of a clause may change: at its dates, its own changes, and with the length of a period."""
    kind = kind_of(clause)
    settlement, span = agreement.settlement, agreement.valid.period
    settled = settled_in(span, settlement.every, settlement.anchor)
    months = WINDOW_MONTHS.get(kind.window(clause))
    cycles = Decimal(max(1, months // MONTHS[settlement.every])) if months else sum((s for _, s, _ in settled), ZERO)
    changes = sorted({*dates_in(clause), *kind.changes(clause, span.start)})
    unit = unit_of(agreement, clause)
    moments: dict[tuple[object, ...], Moment] = {}
    of_period: list[int] = []
    before = 0
    for period, share, month in settled:
        begun = bisect_right(changes, period.start)
        changed, before = begun > before, begun
        key = (share, begun, bisect_left(changes, period.end), changed)
        if key not in moments:
            moments[key] = Moment(
                period, share, month, cycles, unit, agreement.currency, agreement.rounding.mode, changed
            )
        of_period.append(list(moments).index(key))
    return Segments(tuple(moments.values()), tuple(of_period))


def numbers(clause: ClauseBase, cut: Segments) -> tuple[Any, ...]:
    """The Terms of a clause in every segment."""
    kind = kind_of(clause)
    return tuple(kind.numbers(clause, moment) for moment in cut.moments)


def unit_of(agreement: Agreement, clause: ClauseBase) -> Unit:
    """The unit a clause counts in: that of its first service."""
    services = kind_of(clause).services(clause)
    return agreement.services[services[0]].measured_in if services else ONE


def window_anchor(agreement: Agreement, window: str) -> date:
    """A day on which a window of that name begins."""
    if window == "contract_year":
        return agreement.contract_year_starts
    if window == "calendar_year":
        return date(agreement.valid.from_.year, 1, 1)
    return agreement.settlement.anchor


def dates_in(written: object) -> Iterable[date]:
    """Every day on which a dated figure of a clause changes."""
    if isinstance(written, Figure):
        for entry in written.dated:
            yield entry.from_
    elif isinstance(written, Written):
        for name in type(written).model_fields:
            yield from dates_in(getattr(written, name))
    elif isinstance(written, tuple | list):
        for part in written:
            yield from dates_in(part)


def flat(terms: Any) -> list[Decimal]:
    """A Terms as one row of numbers, tier tables laid out in place."""
    row: list[Decimal] = []
    for value in terms:
        row.extend(flat(value) if isinstance(value, tuple) else [value])
    return row
