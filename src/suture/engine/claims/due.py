"""What may be billed: the charges of each clause and settlement period, and what lines can be held against."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from suture.engine.clauses.kind import AGREEMENT, ClauseBase, DueOf, Phase, QuantityOf
from suture.engine.money import Money, digits
from suture.engine.period import Period
from suture.engine.rating.charges import OWED, Charge, conversions, currency_billed, statement
from suture.engine.rating.exact import Activity, Folded, fold
from suture.engine.rating.gathering import period_of
from suture.engine.rating.plan import Line, Plan
from suture.engine.terms.currencies import INVOICE_ROUNDING
from suture.engine.terms.measures import measured

ZERO: Final = Decimal(0)
NET: Final = frozenset({Phase.PRICE, Phase.ADJUSTMENT, Phase.DISCOUNT})
"""Phases whose clauses a net unit price holds."""
Place = tuple[str, int]
"""A clause and a settlement period."""


class Due:
    """All that an agreement makes due through a day, by clause and settlement period."""

    def __init__(self, plan: Plan, activity: Activity, through: date | None) -> None:
        self.plan, self.activity = plan, activity
        self.through = through or plan.periods[-1].last
        self.lines: dict[str, Line] = {line.name: line for line in plan.lines if line.kind.effect in OWED}
        self.paid = {line.name for line in plan.lines if line.kind.effect in ("cash", "landed")}
        at = {period.start: number for number, period in enumerate(plan.periods)}
        self.charges: dict[Place, Charge] = {
            (charge.clause, at[charge.period.start]): charge
            for charge in statement(plan, activity, self.through, {}).charges
            if charge.effect in OWED and not charge.stated
        }

    def leave_out(self, clauses: Collection[str]) -> None:
        """Lets nothing be due by some clauses."""
        for place in [each for each in self.charges if each[0] in clauses]:
            del self.charges[place]

    def leave_out_of(self, places: Iterable[Place]) -> None:
        """Lets nothing be due by some clauses in some periods."""
        for place in places:
            self.charges.pop(place, None)

    def money(self, place: Place) -> Money:
        """What a clause makes due in a period."""
        found = self.charges.get(place)
        return found.money if found else Money(0, self.currency(place[0]))

    @cached_property
    def converter(self) -> Mapping[str, str]:
        """By clause that only states its amounts, the conversion that charges them."""
        return {name: line.name for line in self.plan.lines for name, _ in conversions(line)}

    def currency(self, clause: str) -> str:
        """The currency in which a clause is billed, or what rounds an invoice."""
        clause = self.converter.get(clause, clause)
        return currency_billed(self.plan, clause) or self.plan.agreement.currency

    def has(self, clause: str) -> bool:
        """Whether there is such a clause, or something due under that name, as the rounding of an invoice is."""
        return clause in self.lines or clause in self.beside

    @cached_property
    def beside(self) -> frozenset[str]:
        """What is due under names that are no clauses: the rounding of invoices."""
        return frozenset(name for name, _ in self.charges if name not in self.lines)

    def kind(self, clause: str) -> str:
        """The kind of a clause."""
        return self.lines[clause].kind.name if clause in self.lines else INVOICE_ROUNDING

    def phase(self, clause: str) -> Phase:
        """When a clause is counted; the rounding of an invoice with the taxes, after everything."""
        return self.lines[clause].kind.phase if clause in self.lines else Phase.TAX

    def period(self, at: int) -> Period:
        """A settlement period."""
        return self.plan.periods[at]

    def period_of(self, day: date) -> int | None:
        """The settlement period that holds a day."""
        return period_of(self.plan.periods, day)

    @cached_property
    def folded(self) -> Mapping[str, Folded]:
        """Every clause folded, for what an explanation needs."""
        return {each.line.name: each for each in fold(self.plan, self.activity)}

    @cached_property
    def by_service(self) -> Mapping[str, tuple[str, ...]]:
        """The clauses that a line of a service may bill: its prices with what adjusts and discounts them; where nothing
        prices it, all that name it."""
        named: dict[str, list[str]] = defaultdict(list)
        for line in self.lines.values():
            for service in services(line):
                named[service].append(line.name)
        found = {}
        for service, names in named.items():
            prices = [name for name in names if self.lines[name].kind.phase == Phase.PRICE]
            together = self.with_adjustments(prices) if prices else names
            together += [each for name in together if (each := self.converter.get(name)) and each not in together]
            currency = self.currency(together[0])
            found[service] = tuple(name for name in together if self.currency(name) == currency)
        return found

    def with_adjustments(self, prices: list[str]) -> list[str]:
        """Prices, and the clauses of a net price that read their charges and no others."""
        found = list(prices)
        for line in self.plan.lines:
            read = {name for source in line.sources if isinstance(source, DueOf) for name in source.clauses}
            if line.name in self.lines and line.kind.phase in NET and read and read <= set(found):
                found.append(line.name)
        return found

    @cached_property
    def taxes(self) -> Mapping[str, tuple[str, ...]]:
        """The clauses that charge tax, by currency."""
        found: dict[str, tuple[str, ...]] = {}
        for name, line in self.lines.items():
            if line.kind.effect == "tax":
                found[line.currency] = (*found.get(line.currency, ()), name)
        return found

    def quantity(self, clause: str, at: int) -> Decimal | None:
        """How much of what a clause prices happened in a period, in units; None where it prices no quantity."""
        found = self.told(clause)
        if found is None:
            return None
        events, step = found
        return sum(events[at].values(), ZERO) * step if events else ZERO

    def of_event(self, clause: str, event: str) -> dict[int, Decimal] | None:
        """How much of one order or lot happened, in units by period; None where the clause prices no quantity."""
        found = self.told(clause)
        if found is None:
            return None
        events, step = found
        if not events:
            return {}
        at = self.events_of(clause).get(event, ())
        return {each: events[each][event] * step for each in at}

    def returned(self, clause: str, at: int) -> Decimal:
        """How much of what a clause prices came back in a period, in units."""
        found = self.told(clause)
        if found is None or not found[0]:
            return ZERO
        events, step = found
        return -sum((quantity for quantity in events[at].values() if quantity < 0), ZERO) * step

    def told(self, clause: str) -> "tuple[list[Mapping[str, Decimal]], Decimal] | None":
        """The events of the measure that a clause prices, by period in steps, and the size of a step."""
        if clause not in self.lines:
            return None
        line = self.lines[clause]
        source = next((s for s in line.sources if isinstance(s, QuantityOf) and s.services), None)
        if source is None or source.services[0] == AGREEMENT:
            return None
        events = self.activity.events.get((source.services[0], source.measure))
        return list(events) if events else [], self.plan.agreement.services[source.services[0]].step

    def events_of(self, clause: str) -> Mapping[str, tuple[int, ...]]:
        """In which periods each order or lot of what a clause prices happened."""
        if clause not in self._events:
            found: dict[str, tuple[int, ...]] = {}
            told = self.told(clause)
            for at, events in enumerate(told[0] if told else ()):
                for name in events:
                    found[name] = (*found.get(name, ()), at)
            self._events[clause] = found
        return self._events[clause]

    @cached_property
    def at_other_levels(self) -> dict[tuple[str, int], Sequence[Decimal]]:
        """What clauses are due with index values of so many settlement periods later; a fold of all for each."""
        return {}

    @cached_property
    def _events(self) -> dict[str, Mapping[str, tuple[int, ...]]]:
        return {}

    def is_broken(self, place: Place) -> bool:
        """Whether what a clause adds in a period is no whole number of minor units, so that rounding carries some."""
        if place[0] not in self.folded:
            return False
        due = self.folded[place[0]].due
        added = (due[place[1]] - (due[place[1] - 1] if place[1] else ZERO)).scaleb(digits(self.currency(place[0])))
        return added != added.to_integral_value()

    def has_tiers(self, clause: str) -> bool:
        """Whether a clause has one price or another by how much is taken, and not one at a time."""
        written = self.lines[clause].versions if clause in self.lines else ()
        return any(hasattr(version.clause, "tiers") for version in written)

    def prices(self, clause: str, at: int) -> frozenset[Decimal]:
        """Every price that a clause writes, as it reads in a period."""
        if clause not in self.lines:
            return frozenset()
        line = self.lines[clause]
        written = line.version(min(max(at, line.first), line.end - 1)).clause
        return frozenset(prices_in(written))


def services(line: Line) -> tuple[str, ...]:
    """The services that a clause names, in any version."""
    return tuple(dict.fromkeys(name for version in line.versions for name in line.kind.services(version.clause)))


def prices_in(written: ClauseBase) -> Iterator[Decimal]:
    """The prices that are written in a clause."""
    for _, figure, dimension in measured(written):
        if dimension.measures == "price" and figure.known:
            yield figure.likely
