"""An agreement: who, from when to when, in which money, what is supplied, and the clauses that price it."""

from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field

from suture.engine.clauses import KINDS
from suture.engine.clauses.figure import Written
from suture.engine.clauses.kind import ClauseBase
from suture.engine.money import RoundingMode
from suture.engine.period import Every, Period
from suture.engine.quantity import Unit
from suture.engine.terms.published import ProfileName
from suture.engine.text import Language

SCHEMA_VERSION = 1
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
if TYPE_CHECKING:
    AnyClause = ClauseBase
else:  # the union of all kinds, told apart by ``kind``
    AnyClause = Annotated[reduce(or_, (kind.clause for kind in KINDS.values())), Field(discriminator="kind")]
Model = Literal["on_demand", "long_term", "hybrid", "platform"]


def _number(written: object) -> object:
    """A version as the text that a document has."""
    return (
        int(written)
        if isinstance(written, str) and written.isascii() and written.isdigit() and len(written) < 5
        else written
    )


class Parties(Written):
    """Who orders and who supplies."""

    buyer: str = Field(min_length=1)
    seller: str = Field(min_length=1)


class Validity(Written):
    """First day, and the first day no longer covered (half-open)."""

    from_: date = Field(alias="from")
    until: date

    @property
    def period(self) -> Period:
        """As a period."""
        return Period(self.from_, self.until)


class Settlement(Written):
    """How often is settled, counted from which day."""

    every: Every
    anchor: date


class Rounding(Written):
    """How a charge becomes money: each clause's by itself, or also the sum of an invoice."""

    mode: RoundingMode
    point: Literal["line", "invoice"]


class Service(Written):
    """What is supplied, its unit, and the smallest step of it that can be ordered or billed."""

    unit: str = Field(min_length=1)
    step: Decimal = Field(gt=0, max_digits=15, decimal_places=9)
    describes: str = ""

    @property
    def measured_in(self) -> Unit:
        """As a unit."""
        return Unit(self.unit, self.step)


class Index(Written):
    """A published series that clauses read: what it is, who publishes it, and what counts where it has gaps."""

    describes: str = Field(min_length=1)
    source: str = Field(min_length=1, description="who publishes it, and where")
    missing: Literal["last_stands", "needed"] = Field(
        description="a settlement period without a new value: the last one stands, or one is needed"
    )
    revised: Literal["first_stands", "last_counts"] = Field(
        description="a value published again for the same day: the first stands, or the last counts"
    )


class Amendment(Written):
    """What an agreement becomes from a day on: clauses that are replaced (by id), added or ended, or a new end."""

    number: str = Field(min_length=1, max_length=40)
    signed: date
    from_: date = Field(alias="from", description="holds from the first settlement period that begins on or after it")
    why: str = ""
    services: dict[Name, Service] = Field(default_factory=dict, description="services that are added")
    indices: dict[Name, Index] = Field(default_factory=dict, description="indices that are added")
    clauses: tuple[AnyClause, ...] = Field(
        default=(), description="as they read from then on: an id that is there is replaced, another is added"
    )
    ends: tuple[str, ...] = Field(default=(), description="clauses that end")
    until: date | None = Field(default=None, description="the new first day that is no longer covered")


class Agreement(Written):
    """The terms, whole. What changes an amount has no default."""

    suture: Annotated[Literal[1], BeforeValidator(_number)] = Field(description="version of this format")
    agreement: str = Field(min_length=1, max_length=80, description="number of the agreement")
    title: str = ""
    model: Model
    profiles: tuple[ProfileName, ...] = Field(
        default=(), description="published term choices that fill what is left out: docs/rules/profiles.md"
    )
    parties: Parties
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    valid: Validity
    contract_year_starts: date
    settlement: Settlement
    rounding: Rounding
    services: dict[Name, Service] = Field(default_factory=dict)
    indices: dict[Name, Index] = Field(default_factory=dict, description="index series by name")
    not_priced: tuple["NotPriced", ...] = Field(
        default=(), description="terms that are agreed but have no clause kind yet"
    )
    precedence: "Precedence | None" = Field(default=None, description="what prevails; left out: still to be agreed")
    clauses: tuple[AnyClause, ...] = Field(min_length=1)
    amendments: tuple[Amendment, ...] = Field(default=(), description="in the order in which they take effect")

    def clause(self, name: str) -> ClauseBase:
        """The clause of that id."""
        return next(clause for clause in self.clauses if clause.id == name)

    def currency_of(self, clause: ClauseBase) -> str:
        """The currency of a clause's own amounts."""
        return clause.currency or self.currency


Prevails = Literal["text", "data"]


class Precedence(Written):
    """What prevails where the text, the data that it is made from, and a computed amount differ; in which language."""

    prevails: Prevails
    language: Language


class NotPriced(Written):
    """A term that stands in the agreement and is not counted yet, with the direction in which it would count."""

    term: str
    says: str
    direction: Literal["costs_buyer", "costs_seller", "either"]


Agreement.model_rebuild()
