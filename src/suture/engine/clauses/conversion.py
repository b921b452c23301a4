"""Conversion: amounts that are agreed in one currency are charged in another, at a published rate of each period.

Rules: docs/rules/conversion.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, LevelOf, Moment, Phase, Source, Told
from suture.engine.clauses.saying import COUNTED_AMOUNTS, Said, in_periods
from suture.engine.number import N, Window
from suture.engine.text import Message, Text

TITLE = Text("conversion.title", "Conversion of currency", "货币折算")
CONVERTED = Text(
    "conversion",
    "{charged} {from_currency} × {rate} {currency} for {quoted_for} {from_currency}",
    "{charged} {from_currency} × {rate}（{quoted_for} {from_currency} 折合的 {currency}）",
)
SAYS = Text(
    "conversion.says",
    "What is due under {clauses} in {from_currency} is charged in {currency}, at the rate {index} in {currency} for "
    "{quoted_for} {from_currency}.",
    "{clauses}项下以 {from_currency} 计得的款项，按“{index}”（{quoted_for} {from_currency} 折合的 {currency}）折算为 "
    "{currency} 支付。",
)
SAYS_NOW = Text(
    "conversion.says_now",
    "For a settlement period counts the last rate published up to its end; what was charged before stays at its own "
    "rate.",
    "每个结算期适用截至该期末最近公布的汇率；此前各期款项仍按各期汇率折算。",
)
SAYS_BEFORE = Text(
    "conversion.says_before",
    "For a settlement period counts the last rate published up to the end of the one that lies {periods} "
    "earlier; what was charged before stays at its own rate.",
    "每个结算期适用截至其前 {periods}末最近公布的汇率；此前各期款项仍按各期汇率折算。",
)


class Clause(ClauseBase):
    """A conversion as written; its ``currency`` is the one that is charged."""

    kind: Literal["conversion"] = "conversion"
    of: tuple[str, ...] = Field(min_length=1, description="the clauses that state their amounts in the other currency")
    from_currency: str = Field(pattern=r"^[A-Z]{3}$", description="the currency of those clauses")
    index: str = Field(description="the rate: units of the currency charged for so many of the other")
    quoted_for: Literal["1", "100", "1000"] = Field(description="units of the other currency that the rate is for")
    lag_periods: int = Field(ge=0, description="settlement periods between the rate and the charge")
    counted_amounts: Literal["rounded", "unrounded"]


class Terms(NamedTuple, Generic[N]):
    """The share of the rate that one unit of the other currency is charged at."""

    per: N


class State(NamedTuple, Generic[N]):
    """Stated since the start, in the other currency; charged since the start."""

    stated: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Stated since the start by the clauses that are converted; the rate that counts for the period."""

    stated: N
    rate: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is stated anew in a period is charged at its rate; a late fact at the rate of the period it belongs to."""
    return State(x.stated, s.due + (x.stated - s.stated) * x.rate * p.per)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers, the same at all times."""
    return Terms(1 / Decimal(clause.quoted_for))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    rounded = clause.counted_amounts == "rounded"
    return (DueOf(clause.of, rounded=rounded), LevelOf(clause.index, clause.lag_periods))


def explain(told: Told) -> Iterable[Message]:
    """What was stated, and the rate."""
    yield CONVERTED(
        charged=told.after.stated - told.before.stated,
        from_currency=told.clause.from_currency,
        rate=told.facts.rate,
        quoted_for=told.clause.quoted_for,
        currency=told.currency,
    )


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        clauses=said.clauses(clause.of), from_currency=clause.from_currency, currency=said.currency,
        index=clause.index, quoted_for=clause.quoted_for,
    )  # fmt: skip
    yield SAYS_BEFORE(periods=in_periods(clause.lag_periods)) if clause.lag_periods else SAYS_NOW()
    yield COUNTED_AMOUNTS[clause.counted_amounts]()


KIND = Kind(
    "conversion", Phase.ADJUSTMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    converts=lambda clause: clause.of,
)  # fmt: skip
