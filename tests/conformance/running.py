"""A few clauses and facts as an agreement, folded exactly and in lanes; both must say the same."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from suture.engine.clauses.kind import AGREEMENT, DueOf, Told
from suture.engine.clauses.money_facts import coin
from suture.engine.money import digits
from suture.engine.period import later
from suture.engine.quantity import Unit
from suture.engine.rating import exact
from suture.engine.rating.charges import statement
from suture.engine.rating.plan import plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.faults import faults
from suture.engine.text import Message
from tests.conformance.words import Cannot
from tests.engine.built import in_lanes, published

START = date(2027, 1, 1)
CURRENCIES = {0: "JPY", 2: "USD", 3: "KWD"}
"""A currency of so many decimals; a case names none."""
A_BILLIONTH = Decimal("1e-9")
FINEST = 9
"""Decimals that the step of a service may have."""

Event = Mapping[str, Decimal]
Happened = Mapping[tuple[str, str], Sequence[Decimal | Event]]
"""By service and measure, the quantity of each settlement period, or its events."""


def currency_of(decimals: int) -> str:
    """A currency with so many decimals."""
    if decimals not in CURRENCIES:
        raise Cannot(f"no currency with {decimals} decimals")
    return CURRENCIES[decimals]


class Ran:
    """Clauses after their folds: what each has charged, and the states that it went through."""

    def __init__(self, terms: Agreement, happened: exact.Activity) -> None:
        self.plan = plan(terms)
        self.activity = happened
        self.folded = {folded.line.name: folded for folded in exact.fold(self.plan, happened)}
        for name, which in self.unlike():
            raise Cannot(f"exact and float differ in clause {name}: {which}")

    def due(self, clause: str) -> Decimal:
        """What a clause has charged since the start, unrounded."""
        return self.folded[clause].due[-1]

    def level(self, clause: str) -> Decimal:
        """A quantity that a gate has come to, in units."""
        return self.units(clause, self.due(clause))

    def added(self, *clauses: str) -> list[Decimal]:
        """What clauses (all that charge, where none is named) add in each period, unrounded."""
        named = clauses or [name for name, folded in self.folded.items() if folded.line.kind.effect == "charge"]
        return [sum((self.by_period(name)[at] for name in named), Decimal(0)) for at in range(len(self.plan.periods))]

    def by_period(self, clause: str) -> list[Decimal]:
        """What a clause adds in each period, unrounded."""
        due = self.folded[clause].due
        return [after - before for before, after in zip([Decimal(0), *due], due, strict=False)]

    def billed(self) -> list[Decimal]:
        """What the statement of each period comes to, as money."""
        through = self.plan.periods[-1].last
        charges = statement(self.plan, self.activity, through, {}).charges
        return [
            sum((c.money.amount for c in charges if c.period == period and c.effect == "charge"), Decimal(0))
            for period in self.plan.periods
        ]

    def last(self, clause: str) -> exact.Entry:
        """The last fold of a clause."""
        return self.folded[clause].entries[-1]

    def units(self, clause: str, steps: Decimal) -> Decimal:
        """Steps of a clause's service as units."""
        return self.folded[clause].line.unit.quantity(steps)

    def told(self, clause: str, code: str) -> Message:
        """What a clause says of its last fold under a code."""
        line, entry = self.folded[clause].line, self.last(clause)
        told = Told(
            line.version(entry.at).clause, entry.terms, entry.facts, entry.before, entry.after, line.unit, line.currency
        )
        return next(message for message in line.kind.explain(told) if message.text.code == code)

    def unlike(self) -> Iterable[tuple[str, str]]:
        """Clauses of which the lanes say another amount, by more than half a minor unit.

        In lanes the orders of a period are one order, so a clause by event, and what reads one, is left out where a
        period has several.
        """
        several = any(len(period) > 1 for events in self.activity.events.values() for period in events)
        left_out: set[str] = set()
        half = Decimal(5).scaleb(-1 - digits(self.plan.agreement.currency))
        floats = in_lanes(self.plan.agreement, self.activity)
        for name, folded in self.folded.items():
            read = {n for source in folded.line.sources if isinstance(source, DueOf) for n in source.clauses}
            if several and (folded.line.by_order or read & left_out):
                left_out.add(name)
                continue
            for exactly, nearly in zip(folded.due, floats[name], strict=True):
                if abs(exactly - Decimal(nearly)) > half + abs(exactly) * A_BILLIONTH:
                    yield name, f"{exactly} and {nearly}"


def run(
    clauses: Sequence[Mapping[str, Any]],
    happened: Happened,
    *,
    services: Mapping[str, str] | None = None,
    coins: Sequence[str] = (),
    steps: Mapping[str, Decimal] | None = None,
    months: int = 1,
    currency: str = "USD",
    levels: Mapping[str, Sequence[Decimal]] | None = None,
    in_force: Sequence[Decimal] = (),
    start: date = START,
    until: date | None = None,
    every: str = "month",
    anchor: date | None = None,
    rounding: str = "half_up",
) -> Ran:
    """The clauses over so many months (or until a day), with what happened in units of each service.

    ``services`` names units, also of services of which nothing is told; those in ``coins`` count money, and
    those in ``steps`` have a step of their own.
    """
    step = finest_step(numbers_in([clauses, happened]))
    units = {name: "unit" for name, _ in happened if name != AGREEMENT} | dict(services or {})
    counted = {name: Unit(unit, (steps or {}).get(name, step)) for name, unit in units.items()}
    counted |= {name: Unit(currency, coin(currency)) for name in coins}
    terms = Agreement.model_validate(
        {
            "suture": 1,
            "agreement": "2027-014",
            "model": "long_term",
            "parties": {"buyer": "Vena", "seller": "North"},
            "currency": currency,
            "valid": {"from": start, "until": until or later(start, months)},
            "contract_year_starts": start,
            "settlement": {"every": every, "anchor": anchor or start},
            "rounding": {"mode": rounding, "point": "line"},
            "services": {name: {"unit": unit.name, "step": unit.step} for name, unit in counted.items()},
            "indices": dict.fromkeys(levels or {}, published("as told by the case")),
            "clauses": clauses,
        }
    )
    if found := faults(terms):
        raise Cannot("the terms are refused: " + "; ".join(str(fault) for fault in found))
    return Ran(terms, activity(terms, happened, counted, levels or {}, in_force))


def activity(
    terms: Agreement,
    happened: Happened,
    counted: Mapping[str, Unit],
    levels: Mapping[str, Sequence[Decimal]],
    in_force: Sequence[Decimal],
) -> exact.Activity:
    """What happened, in steps by settlement period; days of notice and terminations are counted in ones."""
    periods = len(plan(terms).periods)

    def events(key: tuple[str, str]) -> list[dict[str, Decimal]]:
        service, measure = key
        unit = None if service == AGREEMENT or measure.endswith(".notice") else counted[service]
        told: list[Event] = [v if isinstance(v, Mapping) else {"e": v} for v in happened[key]]
        told += [{}] * (periods - len(told))
        return [{name: unit.steps(v) if unit else v for name, v in period.items()} for period in told]

    series = {name: [*values, *[values[-1]] * (periods - len(values))] for name, values in levels.items()}
    return exact.Activity({key: events(key) for key in happened}, series, list(in_force) or [Decimal(1)] * periods)


def numbers_in(written: object) -> Iterable[Decimal]:
    """Every number in clauses and facts."""
    if isinstance(written, Decimal):
        yield written
    elif isinstance(written, Mapping):
        for value in written.values():
            yield from numbers_in(value)
    elif isinstance(written, Sequence) and not isinstance(written, str):
        for value in written:
            yield from numbers_in(value)


def finest_step(numbers: Iterable[Decimal]) -> Decimal:
    """A step of which all numbers are whole ones."""
    return Decimal(1).scaleb(max(min((decimals(each) for each in numbers), default=0), -FINEST))


def decimals(value: Decimal) -> int:
    """The place of the last digit: -2 for 0.25, 0 for whole numbers."""
    exponent = value.normalize().as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0


def percent(value: Decimal) -> str:
    """A number of per cent as terms write it."""
    return f"{value:f} %"
