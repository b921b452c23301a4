"""Minimum commitment: when a window closes, what was bought less than promised is paid as a shortfall.

The promise is an amount (charges of named clauses count) or a quantity (with a price for what is missing).
Rules: docs/rules/minimum_commitment.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Price, Quantity
from suture.engine.clauses.kind import (
    ClauseBase,
    DueOf,
    InForce,
    Kind,
    Measure,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
    WindowName,
)
from suture.engine.fault import Fault, refusal
from suture.engine.money import rounded, rounded_to
from suture.engine.number import N, Window, above, when
from suture.engine.text import Message, Text

OPEN = Text("minimum.open", "{counted} {unit} of {minimum} {unit} in the window so far; settled when it closes")
SPEND = Text("minimum.spend", "{minimum} {currency} minimum − {counted} {currency} counted")
UNITS = Text("minimum.units", "{short} {unit} short of {minimum} {unit} × {price} {currency}")
MET = Text("minimum.met", "the minimum of {minimum} {unit} was met")

FORM = refusal(
    "minimum_form",
    "the minimum is written {forms}",
    "Write minimum_spend or minimum_quantity, one of the two.",
)
MISSING = refusal("minimum_part_missing", "{part} is missing beside {form}", "Write {part}.")
FOREIGN = refusal("minimum_part_unused", "{part} does nothing beside {form}", "Leave out {part}.")

PARTS = {
    "minimum_spend": ("counts", "counted_amounts"),
    "minimum_quantity": ("services", "measure", "shortfall_price"),
}


class Clause(ClauseBase):
    """A minimum as written: of spend with what counts toward it, or of quantity with a shortfall price."""

    kind: Literal["minimum_commitment"] = "minimum_commitment"
    window: WindowName
    prorate: Literal["in_force", "full", "days"]
    minimum_spend: Amount | None = None
    counts: tuple[str, ...] = ()
    counted_amounts: Literal["rounded", "unrounded"] | None = None
    minimum_quantity: Quantity | None = None
    services: tuple[str, ...] = ()
    measure: Measure | None = None
    shortfall_price: Price | None = None


class Terms(NamedTuple, Generic[N]):
    """Minimum that falls due with the window and per period in force; price of what is short; 1 for spend.

    Spend is in main units of the currency at price 1, a quantity in steps. ``running`` is 1 where what is counted
    runs on since the start (charges) and 0 where it is that of the period (quantities).
    """

    at_open: N
    per_period: N
    price: N
    running: N


class State(NamedTuple, Generic[N]):
    """Required and counted in this window; the counted series when last seen; due since the start."""

    required: N
    counted: N
    seen: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges since the start, or steps of the period; the share of it that is in force."""

    counted: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What the window counted less than its minimum is due when it closes."""
    required = (s.required if w.opens == 0 else 0 * s.required) + p.per_period * x.in_force
    required += when(x.in_force, p.at_open) * w.opens
    counted = (s.counted if w.opens == 0 else 0 * s.counted) + x.counted - p.running * s.seen
    short = above(required, counted) * w.closes
    return State(required, counted, x.counted, s.due + short * p.price)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The minimum, whole with the window or spread over it; by days, the part of a partial period is rounded."""
    spend = clause.minimum_spend is not None
    minimum = at.value(clause.minimum_spend) if spend else at.steps(clause.minimum_quantity)
    part = minimum * at.share / at.cycles
    if clause.prorate == "days" and at.share != 1:
        part = rounded(part, at.currency, at.rounding).amount if spend else rounded_to(part, 0, at.rounding)
    whole = clause.prorate == "full"
    return Terms(
        at_open=minimum if whole else Decimal(0),
        per_period=Decimal(0) if whole else part,
        price=Decimal(1) if spend else at.per_step(clause.shortfall_price),
        running=Decimal(spend),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    if clause.measure is None:
        return (DueOf(clause.counts, rounded=clause.counted_amounts == "rounded"), InForce())
    return (QuantityOf(clause.services, clause.measure), InForce())


def explain(told: Told) -> Iterable[Message]:
    """What was short, or how far the window has come."""
    spend, after = told.clause.minimum_spend is not None, told.after
    unit = told.currency if spend else told.unit.name
    minimum, counted = told.quantity(after.required), told.quantity(after.counted)
    if told.due != 0 and spend:
        yield SPEND(minimum=minimum, counted=counted, currency=told.currency)
    elif told.due != 0:
        price = told.terms.price / told.unit.step
        yield UNITS(short=minimum - counted, unit=unit, minimum=minimum, price=price, currency=told.currency)
    elif counted >= minimum:
        yield MET(minimum=minimum, unit=unit)
    else:
        yield OPEN(counted=counted, unit=unit, minimum=minimum)


def check(clause: Clause) -> Iterable[Fault]:
    """One form of the two, with all of its parts and none of the other's."""
    forms = [form for form in PARTS if getattr(clause, form) is not None]
    if len(forms) != 1:
        yield FORM.at(forms="as spend and as quantity" if forms else "neither as spend nor as quantity")
        return
    for form, parts in PARTS.items():
        for part in parts:
            written = bool(getattr(clause, part))
            if form in forms and not written:
                yield MISSING.at(part, part=part, form=form)
            elif form not in forms and written:
                yield FOREIGN.at(part, part=part, form=forms[0])


KIND = Kind(
    "minimum_commitment",
    Phase.COMMITMENT,
    Clause,
    Terms,
    State,
    Facts,
    step,
    numbers,
    reads,
    explain,
    check=check,
)
