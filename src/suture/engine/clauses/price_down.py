"""Price-down: the charges of named clauses fall by agreed shares, from agreed months or days on.

Rules: docs/rules/price_down.md.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import prod
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Figure, Share, Written
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Moment, Phase, Source, Told
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window
from suture.engine.period import later
from suture.engine.text import Message, Text

DOWN = Text("price_down", "{charged} {currency} charged × {cut} % credited")
NONE = Text("price_down.none", "no price-down has begun")

WHEN = refusal(
    "price_down_when",
    "reduction {number} says {said} of 'after_months' and 'from'",
    "Say when the reduction begins: by 'after_months' or by 'from', one of the two.",
)
TWICE = refusal(
    "price_down_twice",
    "reductions {first} and {second} begin at the same time",
    "Merge them into one reduction.",
)
WHOLE = refusal(
    "price_down_over_all",
    "the reductions add up to {total} % of the first price",
    "Let them add up to less than 100 %.",
)


class Reduction(Written):
    """One reduction: from how many whole months after the start, or from which day on, and by which share."""

    after_months: int | None = Field(default=None, ge=0)
    from_: date | None = Field(default=None, alias="from")
    share: Share


class Clause(ClauseBase):
    """A price-down as written. ``each_reduction_on`` says whether reductions compound."""

    kind: Literal["price_down"] = "price_down"
    on: tuple[str, ...] = Field(min_length=1)
    each_reduction_on: Literal["first_price", "reduced_price"]
    reductions: tuple[Reduction, ...] = Field(min_length=1)


class Terms(NamedTuple, Generic[N]):
    """The share by which charges are lower now than at first."""

    cut: N


class State(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start, and what has been credited (negative) since the start."""

    charged: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start."""

    charged: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is charged in the period is credited by the share in force; earlier charges stay as they were."""
    return State(x.charged, s.due - p.cut * (x.charged - s.charged))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """All reductions that have begun, as one share of the first price."""
    shares = [at.value(reduction.share) for reduction in clause.reductions if has_begun(reduction, at)]
    if clause.each_reduction_on == "first_price":
        return Terms(sum(shares, Decimal(0)))
    return Terms(1 - prod((1 - share for share in shares), start=Decimal(1)))


def has_begun(reduction: Reduction, at: Moment) -> bool:
    """Whether a reduction holds in the segment: on its first day it has begun."""
    if reduction.after_months is not None:
        return reduction.after_months <= at.month
    return reduction.from_ is not None and reduction.from_ <= at.period.start


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (DueOf(clause.on),)


def explain(told: Told) -> Iterable[Message]:
    """The charges and the share."""
    if told.terms.cut == 0:
        yield NONE()
    else:
        charged = told.after.charged - told.before.charged
        yield DOWN(charged=charged, cut=told.terms.cut * 100, currency=told.currency)


def check(clause: Clause) -> Iterable[Fault]:
    """Each reduction begins once, by months or by date; together they leave a price."""
    begun: dict[int | date, int] = {}
    for i, reduction in enumerate(clause.reductions):
        said = [when for when in (reduction.after_months, reduction.from_) if when is not None]
        if len(said) != 1:
            yield WHEN.at("reductions", i, number=i + 1, said="both" if said else "neither")
        elif said[0] in begun:
            yield TWICE.at("reductions", i, first=begun[said[0]] + 1, second=i + 1)
        else:
            begun[said[0]] = i
    most = sum((largest(reduction.share) for reduction in clause.reductions), Decimal(0))
    if clause.each_reduction_on == "first_price" and most >= 1:
        yield WHOLE.at("reductions", total=most * 100)


def largest(share: Figure) -> Decimal:
    """The largest value that a share may take; zero for an unknown one."""
    named = [value for each in share.figures() for value in (each.value, each.high)]
    return max((value for value in named if value is not None), default=Decimal(0))


def changes(clause: Clause, start: date) -> Iterable[date]:
    """The days on which a reduction begins."""
    for reduction in clause.reductions:
        if reduction.after_months is not None:
            yield later(start, reduction.after_months)
        elif reduction.from_ is not None:
            yield reduction.from_


KIND = Kind(
    "price_down",
    Phase.ADJUSTMENT,
    Clause,
    Terms,
    State,
    Facts,
    step,
    numbers,
    reads,
    explain,
    check=check,
    changes=changes,
)
