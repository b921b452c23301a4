"""Package price: units are sold in packages; a package that is started counts whole.

Rules: docs/rules/package.md. Packages are counted on the quantity of the window, so a later unit may still fit in.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Quantity
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told, WindowName
from suture.engine.clauses.said_tiers import says_change
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said
from suture.engine.clauses.tiers import PriceChange
from suture.engine.fault import Fault
from suture.engine.number import N, Window, started
from suture.engine.text import Message, Text

TITLE = Text("package.title", "Package price", "整包价")
TOLD = Text(
    "package",
    "{taken} {unit} taken in the window: packages of {size} {unit} started: {packages}; each {price} {currency}",
    "本期累计 {taken} {unit}：按每包 {size} {unit} 计，已开 {packages} 包，每包 {price} {currency}",
)
LESS = Text(
    "package.less",
    "less {before} {currency} for the {taken} {unit} before",
    "减去此前 {taken} {unit} 已计的 {before} {currency}",
)
SAYS = Text(
    "package.says",
    "{service}, counted as {measure} over {window}, is sold in packages of {size} at {price} a package; a package that "
    "is started is paid whole.",
    "{service}以{window}累计的{measure}数量按包计价，每包 {size}，每包价格 {price}；不足一包的，按一包计。",
)


class Clause(ClauseBase):
    """A package price as written: ``price`` is that of one package of ``size``."""

    kind: Literal["package"] = "package"
    service: str
    measure: Measure
    window: WindowName
    size: Quantity
    price: Amount
    price_change: PriceChange


class Terms(NamedTuple, Generic[N]):
    """Steps in a package, its price, and 1 where a price that is new is for later units only."""

    size: N
    price: N
    anew: N


class State(NamedTuple, Generic[N]):
    """Steps taken in the window, what they cost, due since the start."""

    taken: N
    cost: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period."""

    taken: N


def cost_of(p: Terms[N], quantity: N) -> N:
    """What a window's quantity costs under these terms."""
    return p.price * started(quantity, p.size)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The window's packages are counted anew; what is added is their price less that of the packages before."""
    before = s.taken if w.opens == 0 else 0 * s.taken
    taken = before + x.taken
    cost = cost_of(p, taken)
    priced = cost_of(p, before) if p.anew > 0 else s.cost
    return State(taken, cost, s.due + cost - (priced if w.opens == 0 else 0 * priced))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        size=at.steps(clause.size),
        price=at.value(clause.price),
        anew=Decimal(at.changed and clause.price_change == "later_units"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """The packages started in the window, less what those before had cost."""
    after, terms, unit, currency = told.after, told.terms, told.unit.name, told.currency
    yield TOLD(
        taken=told.quantity(after.taken), unit=unit, size=told.quantity(terms.size),
        packages=started(after.taken, terms.size), price=terms.price, currency=currency,
    )  # fmt: skip
    if before := after.cost - told.due:
        taken = told.quantity(after.taken - told.facts.taken)
        yield LESS(before=before, currency=currency, taken=taken, unit=unit)


def check(clause: Clause) -> Iterable[Fault]:
    """A package holds something."""
    return above_zero(clause.size, "size")


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        service=said.service(clause.service), measure=MEASURES[clause.measure](), window=WINDOWS[clause.window](),
        size=said.quantity(clause.size, clause.service), price=said.money(clause.price),
    )  # fmt: skip
    yield from says_change(clause.price_change, clause.window)


KIND = Kind(
    "package", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
