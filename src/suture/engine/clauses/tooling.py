"""Tooling and one-off engineering (NRE): paid on a day, or with every piece until it is recovered; balance on exit.

Rules: docs/rules/tooling.md.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Quantity, Written
from suture.engine.clauses.figure_faults import above_zero, undated
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.unit_price import UnitPriceDecimals, unit_price
from suture.engine.fault import Fault, refusal
from suture.engine.money import rounded_to
from suture.engine.number import N, Window, above, lower, when
from suture.engine.text import Message, Text

AT_ONCE = Text("tooling", "the tool falls due: {cost} {currency}")
PER_PIECE = Text("tooling.per_piece", "{taken} {unit} × {price} {currency}: {recovered} of {cost} {currency} recovered")
BALANCE = Text(
    "tooling.balance",
    "the agreement ends: {cost} less {recovered} recovered less {resale} resale = {balance} {currency}",
)
FORGIVEN = Text("tooling.forgiven", "the agreement ends: what is not recovered is not owed")
NOTHING = Text("tooling.nothing", "nothing falls due: {recovered} of {cost} {currency} recovered")

ONE_WAY = refusal(
    "tooling_one_way", "{found} ways of paying the tool are written", "Write either 'at_once' or 'per_piece'."
)
NO_RESALE = refusal(
    "tooling_resale_unused", "a resale value is written, but no balance is due on exit", "Leave out 'resale'."
)


class AtOnce(Written):
    """Paid on a day; it falls due in the settlement period that holds it."""

    on: date


class PerPiece(Written):
    """Paid as cost / pieces with every piece until the cost is recovered."""

    service: str
    measure: Measure
    pieces: Quantity
    unit_price_decimals: UnitPriceDecimals


class Clause(ClauseBase):
    """A tool as written: its cost, how it is paid, what is owed when the agreement is terminated, who owns it."""

    kind: Literal["tooling"] = "tooling"
    cost: Amount
    at_once: AtOnce | None = None
    per_piece: PerPiece | None = None
    on_exit: Literal["balance_due", "nothing_due"]
    resale: Amount | None = None
    owner_once_paid: Literal["buyer", "seller"]


class Terms(NamedTuple, Generic[N]):
    """Cost; fallen due by the calendar; due per step; share of the balance owed on exit, less resale."""

    cost: N
    fallen: N
    price: N
    owes_balance: N
    resale: N


class State(NamedTuple, Generic[N]):
    """Steps taken; cost recovered; owed if it ended now; above zero once terminated; due since the start."""

    taken: N
    recovered: N
    balance: N
    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period; above zero where the agreement was terminated in it."""

    taken: N
    terminated: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The cost is recovered, and no more; on exit what is left of it less resale falls due, and nothing later."""
    runs = s.ended <= 0
    taken = s.taken + (x.taken if runs else 0 * x.taken)
    recovered = lower(p.cost, p.fallen + p.price * taken) if runs else s.recovered
    balance = above(p.cost - recovered, p.resale) * p.owes_balance if runs else s.balance
    ended = s.ended + x.terminated
    return State(taken, recovered, balance, ended, recovered + when(ended, balance))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The cost, and how it is paid in this period."""
    cost, once, each, none = at.value(clause.cost), clause.at_once, clause.per_piece, Decimal(0)
    return Terms(
        cost=cost,
        fallen=cost if once and once.on < at.period.end else none,
        price=unit_price(cost / at.value(each.pieces), each.unit_price_decimals, at) if each else none,
        owes_balance=Decimal(clause.on_exit == "balance_due"),
        resale=at.value(clause.resale),
    )


def changes(clause: Clause, start: date) -> Iterable[date]:
    """The day on which the whole cost falls due."""
    return (clause.at_once.on,) if clause.at_once else ()


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    each = clause.per_piece
    pieces = QuantityOf((each.service,), each.measure) if each is not None else QuantityOf((), "accepted")
    return (pieces, QuantityOf((AGREEMENT,), "terminated"))


def explain(told: Told) -> Iterable[Message]:
    """What was recovered, then the balance on exit."""
    p, after, currency = told.terms, told.after, told.currency
    moved, ends = after.recovered - told.before.recovered, after.ended > 0 >= told.before.ended
    state = {"recovered": rounded_to(after.recovered, 6), "cost": p.cost, "currency": currency}
    if moved and told.clause.per_piece:
        price = rounded_to(p.price / told.unit.step, 6)
        yield PER_PIECE(taken=told.quantity(told.facts.taken), unit=told.unit.name, price=price, **state)
    elif moved:
        yield AT_ONCE(cost=p.cost, currency=currency)
    elif not ends:
        yield NOTHING(**state)
    if ends and p.owes_balance:
        yield BALANCE(resale=p.resale, balance=rounded_to(after.balance, 6), **state)
    elif ends:
        yield FORGIVEN()


def check(clause: Clause) -> Iterable[Fault]:
    """Paid in one way, at a cost without dates."""
    if (clause.at_once is None) == (clause.per_piece is None):
        yield ONE_WAY.at(found="no" if clause.at_once is None else "two")
    yield from undated(clause.cost, "cost")
    if clause.per_piece is not None:
        yield from undated(clause.per_piece.pieces, "per_piece", "pieces")
        yield from above_zero(clause.per_piece.pieces, "per_piece", "pieces")
    if clause.on_exit == "nothing_due" and clause.resale is not None:
        yield NO_RESALE.at("resale")


KIND = Kind(
    "tooling", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain,
    check=check, changes=changes, services=lambda clause: (clause.per_piece.service,) if clause.per_piece else (),
)  # fmt: skip
