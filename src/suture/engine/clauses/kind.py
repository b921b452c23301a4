"""What a clause kind is made of, and the order in which kinds are counted.

A kind is one module: what people write (``Clause``), the numbers of one segment (``Terms``), what is carried on
(``State``, with ``due`` = charged since the agreement began), what is read (``Facts``), the ``step`` that folds them,
and how an amount is explained. ``KIND`` at the end of the module names the parts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any, Final, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Figure, Written
from suture.engine.fault import Fault
from suture.engine.money import RoundingMode
from suture.engine.period import Period
from suture.engine.quantity import Unit
from suture.engine.text import Message, Text


class Phase(IntEnum):
    """The order of counting. A clause reads charges of earlier phases only, or of earlier clauses of its own phase."""

    TERM = 0  # notice and renewal: whether the agreement is in force at all
    PRICE = 1
    ADJUSTMENT = 2  # index, currency, learning, price-down
    DISCOUNT = 3
    COMMITMENT = 4  # minimum, take-or-pay, reservation
    MAXIMUM = 5
    REBATE = 6  # rebate, gain share
    PERFORMANCE = 7  # damages, credits, cost sharing
    ENDING = 8  # cancellation, material liability, storage, ending
    LANDED = 9
    TAX_BASE = 10
    TAX = 11
    PAYMENT = 12  # deposit, payment days, late interest


Effect = Literal["charge", "tax", "landed", "cash", "gate"]
"""charge: owed to the other party · tax: owed with it, for the tax office · landed: paid to others for the same goods ·
cash: when money moves, owed or not · gate: no money; its ``due`` is a level (1 while something holds, a quantity that
is allowed) which others may read."""

WindowName = Literal["order", "month", "quarter", "calendar_year", "contract_year", "term"]
Measure = Literal[
    "ordered", "accepted", "delivered", "worked", "material", "milestone", "released", "good", "forecast",
    "late", "rejected", "scrapped", "returned", "consigned", "index", "terminated",
    "cancelled", "rescheduled", "started", "issued", "in_process", "confirmed", "stored", "held", "idle", "sold",
    "spent", "lost", "bought", "authorised", "used", "made", "tested", "retained", "event", "paid", "due",
]  # fmt: skip
"""What a fact tells of. Some count money: ``MONEY``."""
MONEY: Final[frozenset[str]] = frozenset({"sold", "spent", "lost", "paid", "due"})
"""Measures of a service whose unit is the currency, in steps of its coin."""


def notice_of(measure: str) -> str:
    """What ``QuantityOf`` reads for the days between a fact and the day it is for (its column ``for``), by event.

    Positive where that day is still to come: an order cancelled 40 days before its delivery. Read under the window
    ``order`` only.
    """
    return f"{measure}.notice"


def told_before(measure: str, periods: int) -> str:
    """What ``QuantityOf`` reads for what was said of this period so many settlement periods before, in the last issue.

    A forecast is such a fact: told on one day, for another (its column ``for``).
    """
    return f"{measure}@{periods}"


FixedBy = Literal["each_half_year", "when_overdue"]
"""When a published rate is fixed: for the days of every calendar half-year by its first day; or once for a whole delay,
by the last day of the half-year before it begins."""


def rate_days_of(measure: str, fixing: FixedBy, series: str) -> str:
    """What ``QuantityOf`` reads for the days by which a fact came late, each times the rate that holds on it, by event.

    The rate is an index that is published in per cent a year; 30 days at 2 % are 0.6. Read under the window ``order``
    only.
    """
    return f"{measure}.{fixing}:{series}"


def series_of(measure: str) -> str | None:
    """The index whose values a measure is made with, where it is one of ``rate_days_of``."""
    return measure.partition(":")[2] or None


AGREEMENT = "agreement"
"""The service name of facts about the agreement itself, such as its termination; counted in ones."""


class QuantityOf(NamedTuple):
    """Reads the facts of one measure of some services, in steps; ``lag`` settlement periods late."""

    services: tuple[str, ...]
    measure: str
    lag: int = 0


class DueOf(NamedTuple):
    """Reads what earlier clauses have charged since the agreement began; ``lag`` settlement periods late.

    ``gates``: reads the levels of gates instead.
    """

    clauses: tuple[str, ...]
    lag: int = 0
    rounded: bool = False
    gates: bool = False


class LevelOf(NamedTuple):
    """Reads the last published value of an index; ``lag`` settlement periods late."""

    series: str
    lag: int = 0


class InForce(NamedTuple):
    """Reads 1 in a period in which the agreement is in force, 0 after it was terminated, a share of days between."""


Source = QuantityOf | DueOf | LevelOf | InForce


class Moment(NamedTuple):
    """One segment of the agreement's time, in which its numbers do not change: what dated figures are read at."""

    period: Period
    share: Decimal  # of the days of the whole settlement cycle
    month: int  # whole months since the agreement began
    cycles: Decimal  # settlement periods in a full accumulation window; over the term partial ones count in part
    unit: Unit
    currency: str
    rounding: RoundingMode
    changed: bool = False  # first settlement period in which its figures are others than in the one before

    def value(self, figure: Figure | None) -> Decimal:
        """The figure in force; zero where none is written."""
        return figure.on(self.period.start).likely if figure is not None else Decimal(0)

    def steps(self, figure: Figure | None) -> Decimal:
        """A written quantity in steps of the unit."""
        return self.unit.steps(self.value(figure))

    def per_step(self, figure: Figure | None) -> Decimal:
        """A written price per unit as a price per step."""
        return self.unit.price_per_step(self.value(figure))


class Told(NamedTuple):
    """All that an explanation may speak of: one line in one period, before and after."""

    clause: Any
    terms: Any
    facts: Any
    before: Any
    after: Any
    unit: Unit
    currency: str

    @property
    def due(self) -> Decimal:
        """What the line has added in this period, unrounded."""
        amount: Decimal = self.after.due - self.before.due
        return amount

    def quantity(self, steps: Decimal) -> Decimal:
        """Steps as units."""
        return self.unit.quantity(steps)


class ClauseBase(Written):
    """What every written clause has."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)
    stands_for: str = Field(default="", description="the clause of the signed text that this stands for")
    currency: str | None = Field(
        default=None, pattern=r"^[A-Z]{3}$", description="of its own amounts; left out: that of the agreement"
    )


UNTITLED = Text("kind.untitled", "Clause", "条款")


@dataclass(frozen=True, slots=True)
class Kind:
    """The parts of one clause kind."""

    name: str
    phase: Phase
    clause: type[ClauseBase]
    terms: Any
    state: Any
    facts: Any
    step: Callable[..., Any]
    numbers: Callable[[Any, Moment], Any]
    """(clause, moment) -> Terms of Decimals for the segment that begins there."""
    reads: Callable[[Any], tuple[Source, ...]]
    """clause -> where each field of Facts comes from, in their order."""
    explain: Callable[[Told], Iterable[Message]]
    says: Callable[[Any, Any], Iterable[Message]] = lambda clause, said: ()
    """(clause, ``saying.Said``) -> the sentences that people sign."""
    title: Text = UNTITLED
    """As the heading of its article, and in lists."""
    effect: Effect = "charge"
    governs: bool = False
    """A gate by which the agreement itself is in force: where its level is 0, ``InForce`` is 0 for every other line."""
    window: Callable[[Any], WindowName] = lambda clause: getattr(clause, "window", "term")
    check: Callable[[Any], Iterable[Fault]] = lambda clause: ()
    """clause -> faults that only the whole clause shows (gaps in tiers, ...), paths below the clause."""
    services: Callable[[Any], tuple[str, ...]] = lambda clause: services_of(clause)
    converts: Callable[[Any], tuple[str, ...]] = lambda clause: ()
    """clause -> clauses that only state their amounts, since this one charges them in another currency."""
    changes: Callable[[Any, date], Iterable[date]] = lambda clause, start: ()
    """(clause, first day of the agreement) -> days on which its numbers change, beside those of its dated figures."""


def services_of(clause: Any) -> tuple[str, ...]:
    """The services a clause names: its ``service`` or its ``services``."""
    if (service := getattr(clause, "service", None)) is not None:
        return (service,)
    return tuple(getattr(clause, "services", ()))
