"""What levelling finds: every quote as landed cost per accepted unit, what is missing of it, and what would reverse it.

All amounts are in the currency of the request, rounded once, where they are shown. Rules: docs/rules/levelling.md.
"""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from suture.engine.money import Money
from suture.engine.quotes.incoterms import Part
from suture.engine.quotes.quote import ScopeItem
from suture.engine.text import Message

PriceKind = Literal["goods", "other"]
"""What the terms charge with the goods; and what they charge apart from them (tooling at once, fees)."""
ExtraKind = Literal["upkeep", "oversight", "changes", "exit"]
EXTRAS: Final[tuple[ExtraKind, ...]] = ("upkeep", "oversight", "changes", "exit")
UNIT_DECIMALS: Final = 4
"""Decimals of a cost per unit, as it is shown."""


class Span(NamedTuple):
    """A figure as it is likely, and between what it lies where figures are ranges; else all three are the same."""

    low: Decimal
    likely: Decimal
    high: Decimal

    @property
    def is_range(self) -> bool:
        """Whether it has any width."""
        return self.low != self.high


class MoneySpan(NamedTuple):
    """The same of an amount of money."""

    low: Money
    likely: Money
    high: Money


class ClauseCost(NamedTuple):
    """What one clause of a quote charges over the plan: as it states it, and converted."""

    clause: str
    title: Message
    of: PriceKind
    stated: Money  # in the currency of the clause
    rate: Decimal  # of the request's currency for one of the clause's
    amount: Money


class PartCost(NamedTuple):
    """A part of the way to the asker's door over the plan, and whose it is under the quote's Incoterm."""

    part: Part
    amount: Money
    borne_by_seller: bool  # then it is in the price already


class ExtraCost(NamedTuple):
    """What the asker spends beside the landed cost over the plan."""

    kind: ExtraKind
    amount: Money


class Asked(NamedTuple):
    """A question that is ready to be sent; ``about`` names what is missing or unlike."""

    about: Literal["scope", "assumption", "delivery", "terms"]
    words: Message


class Stated(NamedTuple):
    """A value item that a bidder states beside its price: what it is, and in whose words."""

    title: Message
    says: str


class ScopeCell(NamedTuple):
    """How a quote answers one item: ``unpriced`` apart without a price, ``none`` where it says nothing."""

    item: ScopeItem
    answer: Literal["included", "apart", "unpriced", "excluded", "none"]
    required: bool


class Levelled(NamedTuple):
    """One quote on the asker's own terms, over the whole plan."""

    bidder: str
    quote: str
    region: str
    place: str
    incoterm: str
    currency: str
    valid_until: date
    ordered: Decimal  # units
    accepted: Decimal  # units that are good when they are used
    clauses: tuple[ClauseCost, ...]
    goods: Money
    other: Money
    parts: tuple[PartCost, ...]
    at_incoterm: Decimal | None  # price of an ordered unit under the Incoterm that is asked for; None where not known
    landed: Money
    unit_cost: Span  # landed cost of an accepted unit
    extras: tuple[ExtraCost, ...]
    total: MoneySpan  # landed cost and extras
    total_unit: Decimal  # of an accepted unit
    scope: tuple[ScopeCell, ...]
    questions: tuple[Asked, ...]
    stated: tuple[Stated, ...]
    notes: tuple[Message, ...]

    @property
    def missing(self) -> tuple[ScopeItem, ...]:
        """What is asked for and not in the price, as far as the quote says."""
        return tuple(cell.item for cell in self.scope if cell.required and cell.answer not in ("included", "apart"))


class AtVolume(NamedTuple):
    """Landed cost of an accepted unit of every quote at another volume, in the order of the quotes."""

    multiple: Decimal
    units: Decimal  # ordered over the plan
    unit_costs: tuple[Decimal, ...]
    cheapest: str
    equal: tuple[str, ...] = ()  # the other bidders that cost exactly the same

    @property
    def lowest(self) -> tuple[str, ...]:
        """All that are cheapest there, in the order of the quotes."""
        return (self.cheapest, *self.equal)


class Flip(NamedTuple):
    """The nearest value of an input, in one direction, at which another bidder becomes cheapest.

    At ``at`` it is the cheapest, at ``before`` (one step nearer to ``now``) it is not yet.
    """

    input: str  # a name for machines, such as rates.EUR.rate
    words: Message  # what it is, such as "units over the plan"
    now: Decimal
    before: Decimal
    at: Decimal
    step: Decimal
    unit: str  # piece, USD, %; a share is told as it is, 0.05 with the unit %
    cheapest: str
    unit_costs: tuple[Decimal, ...]  # there, in the order of the quotes


class Unflipped(NamedTuple):
    """An input that reverses nothing within the range that was looked at."""

    input: str
    words: Message
    now: Decimal
    low: Decimal
    high: Decimal
    unit: str


class Levelling(NamedTuple):
    """All quotes for one request; ``quotes`` with the lowest landed cost per accepted unit first."""

    request: str
    title: str
    buyer: str
    service: str
    unit: str
    currency: str
    incoterm: str
    place: str
    starts: date
    years: int
    volumes: tuple[Decimal, ...]  # of each year
    order_size: Decimal
    rates: tuple[Message, ...]  # as they were used, with source and date
    answer: Message
    because: tuple[Message, ...]  # what must be known beside the answer
    quotes: tuple[Levelled, ...]
    volumes_tried: tuple[AtVolume, ...]
    flips: tuple[Flip, ...]
    unflipped: tuple[Unflipped, ...]
