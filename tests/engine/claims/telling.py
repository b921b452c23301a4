"""What the forms of agreement are made with: prices as a biller counts them, and facts as they are told.

How the lines of a price are found is said beside the clause (``Priced``), with figures of its own: what is planted must
not be counted by what is tested.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from suture.engine.period import later
from suture.engine.rating.exact import Activity
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import Plan
from suture.engine.terms.agreement import Agreement

Tiers = tuple[tuple[int, Decimal], ...]
"""From which quantity on which price, with the upper bound still in the tier below."""


class Priced(NamedTuple):
    """How the lines of a price clause are found: each unit in its tier, all of a window, or every order by itself."""

    clause: str
    service: str
    measure: str
    how: str  # graduated · volume · order
    tiers: Tiers
    months: int = 12  # of its window

    def reached(self, quantity: Decimal) -> Decimal:
        """The price of the tier that a quantity reaches."""
        return [price for start, price in self.tiers if start == 0 or quantity > start][-1]

    def slices(self, before: Decimal, after: Decimal) -> list[tuple[Decimal, Decimal]]:
        """The units from one quantity of the window to another, each slice with the price of its tier."""
        ends = [*(Decimal(start) for start, _ in self.tiers[1:]), max(before, after) + 1]
        low, high, sign = min(before, after), max(before, after), 1 if after >= before else -1
        cut = [
            (sign * (min(high, end) - max(low, Decimal(start))), price)
            for (start, price), end in zip(self.tiers, ends, strict=True)
        ]
        return [(units, price) for units, price in cut if units * sign > 0]


class Form(NamedTuple):
    """One form of agreement with its figures: what the biller needs to know to write it as invoices."""

    written: Mapping[str, Any]
    priced: tuple[Priced, ...]
    net: Mapping[str, tuple[str, ...]]  # by service, the clauses that its net price holds
    tell: Callable[["Teller"], None]


class Happened(NamedTuple):
    """The agreement, planned, with its facts."""

    form: Form
    agreement: Agreement
    planned: Plan
    facts: tuple[Fact, ...]
    activity: Activity


class Teller:
    """Writes the facts of a year, each with a source_id of its own."""

    def __init__(self, agreement: Agreement, rng: Random, planned: Plan) -> None:
        self.agreement, self.rng, self.planned = agreement, rng, planned
        self.facts: list[Fact] = []

    def days(self, at: int, count: int) -> list[date]:
        """Days in a settlement period, in their order."""
        period = self.planned.periods[at]
        return sorted(period.start + timedelta(days=self.rng.randrange(period.days)) for _ in range(count))

    def told(
        self, service: str, kind: str, day: date, quantity: Decimal | int | str, event: str = "", note: str = "",
        for_day: date | None = None,
    ) -> Fact:  # fmt: skip
        """One fact more."""
        unit = self.agreement.services[service].unit if service in self.agreement.services else ""
        row = len(self.facts) + 2
        fact = Fact(
            self.agreement.agreement, service, day, Decimal(quantity), unit, kind, event, f"F-{row:04}", "", note,
            for_day, row,
        )  # fmt: skip
        self.facts.append(fact)
        return fact

    def slip(self, fact: Fact) -> None:
        """A fact told by mistake and taken back by another that reverses it."""
        wrong = self.told(fact.service, fact.kind, fact.day, fact.quantity + 5, f"{fact.event}-typed-wrong")
        row = len(self.facts) + 2
        self.facts.append(
            wrong._replace(quantity=-wrong.quantity, reverses=wrong.source_id, source_id=f"F-{row:04}", row=row)
        )

    def some(self, periods: Sequence[int], least: int, most: int) -> list[int]:
        """A few of the periods, in their order."""
        count = min(len(periods), self.rng.randint(least, most))
        return sorted(self.rng.sample(list(periods), count))


def cents(rng: Random, low: int, high: int, step: int = 5) -> Decimal:
    """An amount between two, in cents, on a step of them."""
    return Decimal(rng.randrange(low, high, step)) / 100


def tiers_of(tiers: Tiers, unit: str) -> list[dict[str, str]]:
    """Tiers as they are written."""
    ends: list[int | None] = [*(start for start, _ in tiers[1:]), None]
    return [
        {"from": str(start), "price": f"{price} {unit}"} | ({} if end is None else {"to": str(end)})
        for (start, price), end in zip(tiers, ends, strict=True)
    ]


def head(number: str, currency: str, start: date, mode: str = "half_up", every: str = "month") -> dict[str, Any]:
    """A year from a day on, with that day as its anchor."""
    until = later(start, 12)
    return {
        "suture": 1, "agreement": number, "model": "long_term", "parties": {"buyer": "Vena", "seller": "North"},
        "currency": currency, "valid": {"from": start.isoformat(), "until": until.isoformat()},
        "contract_year_starts": start.isoformat(), "settlement": {"every": every, "anchor": start.isoformat()},
        "rounding": {"mode": mode, "point": "line"},
    }  # fmt: skip
