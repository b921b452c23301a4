"""Graduated price by the day: a number of places, benches or lines is held, each slice at its tier, for days held.

Rules: docs/rules/graduated_time_prorated.md. A fact tells a number held from its day up to the day that it is for.
"""

from collections.abc import Iterable
from datetime import MAXYEAR, date
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told, notice_of
from suture.engine.clauses.said_tiers import says_tiers
from suture.engine.clauses.saying import MEASURES, Said
from suture.engine.clauses.tiers import Bound, Tier, check_tiers, tariff
from suture.engine.clauses.told_tiers import entered, slices
from suture.engine.fault import Fault
from suture.engine.money import rounded_to
from suture.engine.number import N, Quad, Window, above, higher, jumped, sliced
from suture.engine.period import later
from suture.engine.text import Message, Text, Value

MONTHS_OF_A_CENTURY = 1200  # no agreement is longer

HELD = Text(
    "graduated_time_prorated",
    "{held} {unit} held for {days} of {whole} days:",
    "占用 {held} {unit}，{days} / {whole} 天：",
)
SLICE = Text(
    "graduated_time_prorated.slice",
    "tier {number}: {counted} {unit} × {price} {currency} × {days} / {whole}",
    "第 {number} 档：{counted} {unit} × {price} {currency} × {days} / {whole}",
)
FEE = Text(
    "graduated_time_prorated.fee",
    "+ fee of tier {number}, entered in the period: {fee} {currency}",
    "+ 本期进入第 {number} 档，固定费用：{fee} {currency}",
)
SAYS = Text(
    "graduated_time_prorated.says",
    "For {service}, counted as {measure}, the buyer pays for a number held through a settlement period; every slice of "
    "that number is charged at the price of its own tier.",
    "{service}按{measure}数量在结算期内的占用计价；该数量分段计价，每段适用其所在档的价格。",
)
SAYS_DAYS = Text(
    "graduated_time_prorated.says_days",
    "A number held for a part of a settlement period is charged by its days over all days of the whole period.",
    "占用不足一个结算期的，按占用天数占该完整结算期天数的比例计收。",
)
SAYS_FEES = Text(
    "graduated_time_prorated.says_fees",
    "The fee of every tier that is entered at any time in a settlement period is due once for it, undivided, even if "
    "the number falls back.",
    "结算期内任何时候进入某档的，该档固定费用在该期全额收取一次；数量回落的，亦不退还。",
)


class Clause(ClauseBase):
    """A graduated price by the day as written: price and fee of a tier are those of a settlement period."""

    kind: Literal["graduated_time_prorated"] = "graduated_time_prorated"
    service: str
    measure: Measure
    bound: Bound
    tiers: tuple[Tier, ...] = Field(min_length=1)


class Terms(NamedTuple, Generic[N]):
    """The table as differences per step; the settlement period, by its first day, and the days of a whole one."""

    starts: tuple[Quad[N], ...]
    rises: tuple[Quad[N], ...]
    enters: tuple[Quad[N], ...]
    jumps: tuple[Quad[N], ...]
    period: N
    days: N


class State(NamedTuple, Generic[N]):
    """The settlement period of the last fact; the most held in it; due since the start."""

    period: N
    most: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps held, and for how many days."""

    held: N
    days: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is held for its days, and the fees of the tiers that are entered for the first time in the period."""
    before = s.most if s.period == p.period else 0 * s.most
    most = higher(before, x.held)
    fees = jumped(most, p.enters, p.jumps) - jumped(before, p.enters, p.jumps)
    held = sliced(x.held, p.starts, p.rises) * above(x.days, 0 * x.days) / p.days
    return State(p.period, most, s.due + held + fees)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The table, and the calendar of one settlement period."""
    table = tariff(clause.tiers, clause.bound, "nothing_due", at, by_order=True, every_fee=True)
    return Terms(
        starts=table.starts,
        rises=table.rises,
        enters=table.enters,
        jumps=table.jumps,
        period=Decimal(at.period.start.toordinal()),
        days=rounded_to(at.period.days / at.share, 0),
    )


def changes(clause: Clause, start: date) -> Iterable[date]:
    """Every month has its own days."""
    months = min(MONTHS_OF_A_CENTURY, 12 * (MAXYEAR - start.year))
    return (later(start, month) for month in range(months))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (
        QuantityOf((clause.service,), clause.measure),
        QuantityOf((clause.service,), notice_of(clause.measure)),
    )


def explain(told: Told) -> Iterable[Message]:
    """What is held, slice by slice, then the fees that it enters."""
    p, x, unit, currency, tiers = told.terms, told.facts, told.unit, told.currency, len(told.clause.tiers)
    held: dict[str, Value] = {"unit": unit.name, "days": above(x.days, 0 * x.days), "whole": p.days}
    yield HELD(held=told.quantity(x.held), **held)
    for each in slices(p.starts, p.rises, tiers, 0 * x.held, x.held):
        counted, price = told.quantity(each.counted), each.price / unit.step
        yield SLICE(number=each.number, counted=counted, price=price, currency=currency, **held)
    before = told.before.most if told.before.period == p.period else Decimal(0)
    for tier in entered(p.enters, p.jumps, tiers, before, told.after.most):
        yield FEE(number=tier.number, fee=tier.fee, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service = clause.service
    yield SAYS(service=said.service(service), measure=MEASURES[clause.measure]())
    yield from says_tiers(clause.tiers, clause.bound, service, said)
    yield SAYS_DAYS()
    if any(tier.fee is not None for tier in clause.tiers):
        yield SAYS_FEES()


def check(clause: Clause) -> Iterable[Fault]:
    """Gaps and ends of the table."""
    return check_tiers(clause.tiers, "tiers")


KIND = Kind(
    "graduated_time_prorated", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=Text("graduated_time_prorated.title", "Graduated price by the day", "按日分段计价"),
    window=lambda clause: "order", check=check, changes=changes,
)  # fmt: skip
