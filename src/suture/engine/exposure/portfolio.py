"""Exposures of many agreements added up: by scenario, and in it by partner, month and cause.

Sums of two currencies are never added. Lows and highs are added as they are: that all are low together is less likely
than that one is, so they bound the sum more widely than its parts. Of every agreement nothing but its sums stays here.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, get_args

from suture.engine.clauses.causes import Cause
from suture.engine.exposure.exposure import Exposure
from suture.engine.exposure.owed import Owed, Part
from suture.engine.exposure.scenario import PLAN, Scenario
from suture.engine.money import Money

Side = Literal["buyer", "seller"]
ORDER: Final[tuple[Cause, ...]] = get_args(Cause)
"""Causes as they are told: goods first, for they are what is bought."""


class Total(NamedTuple):
    """A sum with likely figures, and what bounds it where figures are ranges."""

    money: Money
    low: Money
    high: Money

    def plus(self, other: "Total") -> "Total":
        """Both together; of one currency."""
        return Total(self.money.plus(other.money), self.low.plus(other.low), self.high.plus(other.high))

    @property
    def is_range(self) -> bool:
        """Whether figures behind it are ranges."""
        return self.low != self.high


def total_of(part: Part) -> Total:
    """What one part adds."""
    return Total(part.money, part.low, part.high)


def nothing(currency: str) -> Total:
    """A sum of nothing."""
    return Total(Money(0, currency), Money(0, currency), Money(0, currency))


class Place(NamedTuple):
    """Where a sum stands: a scenario and a currency, and what it is narrowed to.

    ``month`` is that in which the settlement period ends, as 2027-09; ``tax`` stands apart from what is owed.
    """

    scenario: Scenario
    currency: str
    partner: str = ""
    month: str = ""
    cause: Cause | Literal[""] = ""
    tax: bool = False


class Portfolio:
    """What has been added up so far, as one side sees it."""

    def __init__(self, side: Side = "buyer") -> None:
        self.side = side
        self.agreements = 0
        self.days = 0
        """Last days ahead, of all agreements."""
        self.incomplete = 0
        """Agreements of which a clause is not known."""
        self.not_known: dict[str, None] = {}
        """Clauses of which a figure is not known."""
        self.scenarios: dict[Scenario, None] = {}
        self.currencies: dict[str, None] = {}
        self._exposed: dict[Place, Total] = {}
        self._by_cause: dict[Place, Total] = {}

    def add(self, found: Exposure) -> None:
        """Adds one agreement."""
        self.agreements += 1
        self.days += len(found.deadlines)
        self.incomplete += bool(found.not_known)
        self.not_known.update(dict.fromkeys(found.not_known))
        self.currencies[found.currency] = None
        partner = partner_of(found, self.side)
        for owed in (found.planned, *found.owed):
            if owed.scenario != PLAN:
                self.scenarios[owed.scenario] = None
            self._add(Place(owed.scenario, found.currency, partner), nothing(found.currency))
            for part in owed.parts:
                self._part(owed, part, partner)

    def _part(self, owed: Owed, part: Part, partner: str) -> None:
        """Adds one part wherever it counts."""
        currency, total = part.money.currency, total_of(part)
        self.currencies[currency] = None
        place = Place(owed.scenario, currency)
        if part.effect == "tax":
            self._put(self._by_cause, place._replace(tax=True), total)
            return
        month = f"{part.period.last:%Y-%m}"
        self._put(self._by_cause, place._replace(cause=part.cause, month=month), total)
        if part.cause != "goods":
            self._add(place._replace(partner=partner), total)

    def _add(self, place: Place, total: Total) -> None:
        """Adds to what is exposed: in all, and with this partner."""
        self._put(self._exposed, place, total)
        self._put(self._exposed, place._replace(partner=""), total)

    def _put(self, into: dict[Place, Total], place: Place, total: Total) -> None:
        """Adds to one sum."""
        before = into.get(place)
        into[place] = total if before is None else before.plus(total)

    def exposed(self, scenario: Scenario, currency: str, partner: str = "") -> Total:
        """What is owed for nothing taken: in all, or with a partner."""
        return self._exposed.get(Place(scenario, currency, partner), nothing(currency))

    def tax(self, scenario: Scenario, currency: str) -> Total:
        """Tax on all that is owed."""
        return self._by_cause.get(Place(scenario, currency, tax=True), nothing(currency))

    def of(self, scenario: Scenario, currency: str, *, month: str = "", cause: Cause | Literal[""] = "") -> Total:
        """What is owed of a month, of a cause, or both; of neither, all that is owed, goods too."""
        found = nothing(currency)
        if month and cause:
            return self._by_cause.get(Place(scenario, currency, month=month, cause=cause), found)
        for place, total in self._by_cause.items():
            is_in = (place.scenario, place.currency, place.tax) == (scenario, currency, False)
            if is_in and month in ("", place.month) and cause in ("", place.cause):
                found = found.plus(total)
        return found

    def partners(self, currency: str) -> list[str]:
        """Partners with whom anything is in a currency; those with most at stake first, then by name."""
        most: dict[str, int] = {}
        for place, total in self._exposed.items():
            if place.partner and place.currency == currency and place.scenario != PLAN:
                most[place.partner] = max(total.money.minor, most.get(place.partner, 0))
        return sorted(most, key=lambda name: (-most[name], name))

    def months(self, currency: str) -> list[str]:
        """Months in which anything is due in a currency, in their order."""
        return sorted({place.month for place in self._places(currency)})

    def causes(self, currency: str) -> list[Cause]:
        """Causes for which anything is due in a currency, in the order in which they are told."""
        held = {place.cause for place in self._places(currency)}
        return [cause for cause in ORDER if cause in held]

    def cells(self, currency: str) -> list[tuple[str, Cause]]:
        """Months with causes for which anything is due in a currency, in their order."""
        held = {(place.month, place.cause) for place in self._places(currency)}
        return [(month, cause) for month in self.months(currency) for cause in ORDER if (month, cause) in held]

    def _places(self, currency: str) -> Iterator[Place]:
        """Where anything that is owed stands."""
        return (place for place in self._by_cause if place.currency == currency and not place.tax)


def partner_of(found: Exposure, side: Side) -> str:
    """The other party as one side sees it."""
    return found.seller if side == "buyer" else found.buyer


def exposed_in(owed: Owed) -> dict[str, Total]:
    """What one scenario of one agreement comes to for nothing taken, by currency; tax stands apart."""
    return _summed(part for part in owed.exposed() if part.effect != "tax")


def all_in(owed: Owed) -> dict[str, Total]:
    """All that it comes to, goods too, by currency; tax stands apart."""
    return _summed(part for part in owed.parts if part.effect != "tax")


def most_of(found: Exposure) -> int:
    """The most that any scenario of an agreement exposes to, in minor units of its own currency."""
    sums = (exposed_in(owed).get(found.currency, nothing(found.currency)) for owed in found.owed)
    return max((total.money.minor for total in sums), default=0)


def _summed(parts: Iterator[Part]) -> dict[str, Total]:
    found: dict[str, Total] = {}
    for part in parts:
        currency = part.money.currency
        found[currency] = found.get(currency, nothing(currency)).plus(total_of(part))
    return found
