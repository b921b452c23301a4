"""Volume price: the whole quantity of the window at the price of the tier reached, plus that tier's fee.

Rules: docs/rules/volume.md. Reaching a cheaper tier credits what was charged at the dearer one.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told, WindowName
from suture.engine.clauses.said_tiers import says_change, says_tiers, says_zero_use
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said
from suture.engine.clauses.tiers import Bound, PriceChange, Tier, ZeroUse, check_tiers, tariff
from suture.engine.fault import Fault
from suture.engine.number import N, Quad, Window, jumped
from suture.engine.text import Message, Text

TITLE = Text("volume.title", "Volume price", "全量阶梯价")
PLAIN = Text(
    "volume",
    "{taken} {unit} taken in the window × {price} {currency}",
    "本期累计 {taken} {unit} × {price} {currency}",
)
FEE = Text(
    "volume.fee",
    "{taken} {unit} taken in the window × {price} {currency} + fee {fee} {currency}",
    "本期累计 {taken} {unit} × {price} {currency} + 固定费用 {fee} {currency}",
)
LESS = Text(
    "volume.less",
    "less {before} {currency} for the {taken} {unit} before",
    "减去此前 {taken} {unit} 已计的 {before} {currency}",
)
SAYS = Text(
    "volume.says",
    "For {service}, counted as {measure} over {window}, the whole quantity is charged at the price of the tier that it "
    "reaches; what was charged at another tier before is credited.",
    "{service}以{window}累计的{measure}数量计价，全部数量适用所达到档的价格；此前按其他档计收的款项予以冲抵。",
)
SAYS_FEE = Text("volume.says_fee", "Only the fee of the tier reached is due.", "仅收取所达到档的固定费用。")


class Clause(ClauseBase):
    """A volume price as written."""

    kind: Literal["volume"] = "volume"
    service: str
    measure: Measure
    window: WindowName
    bound: Bound
    zero_use: ZeroUse
    price_change: PriceChange
    tiers: tuple[Tier, ...] = Field(min_length=1)


class Terms(NamedTuple, Generic[N]):
    """The table as differences per step, and 1 where a price that is new is for later units only."""

    base: N
    first: N
    enters: tuple[Quad[N], ...]
    rises: tuple[Quad[N], ...]
    jumps: tuple[Quad[N], ...]
    anew: N


class State(NamedTuple, Generic[N]):
    """Steps taken in the window, what they cost, due since the start."""

    taken: N
    cost: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period."""

    taken: N


def level(p: Terms[N], quantity: N) -> N:
    """The price of a step at this quantity."""
    return p.first + jumped(quantity, p.enters, p.rises)


def cost_of(p: Terms[N], quantity: N) -> N:
    """What a window's quantity costs under these terms."""
    return p.base + quantity * level(p, quantity) + jumped(quantity, p.enters, p.jumps)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The window's quantity is priced anew; what is added is its price less that of the quantity before."""
    before = s.taken if w.opens == 0 else 0 * s.taken
    taken = before + x.taken
    cost = cost_of(p, taken)
    priced = cost_of(p, before) if p.anew > 0 else s.cost
    return State(taken, cost, s.due + cost - (priced if w.opens == 0 else 0 * priced))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    by_order = clause.window == "order"
    table = tariff(clause.tiers, clause.bound, clause.zero_use, at, by_order=by_order, every_fee=False)
    first, *others = table.rises
    return Terms(
        base=table.base,
        first=first[0],
        enters=table.enters,
        rises=((Decimal(0), *first[1:]), *others),
        jumps=table.jumps,
        anew=Decimal(at.changed and clause.price_change == "later_units"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """The whole quantity at the price reached, less what the quantity before had cost."""
    after, unit, currency = told.after, told.unit.name, told.currency
    taken, rate = told.quantity(after.taken), level(told.terms, after.taken)
    fee = after.cost - after.taken * rate
    told_price = {"taken": taken, "unit": unit, "price": rate / told.unit.step, "currency": currency}
    yield FEE(**told_price, fee=fee) if fee else PLAIN(**told_price)
    if before := after.cost - told.due:
        yield LESS(before=before, currency=currency, taken=taken - told.quantity(told.facts.taken), unit=unit)


def check(clause: Clause) -> Iterable[Fault]:
    """Gaps and ends of the table."""
    return check_tiers(clause.tiers, "tiers")


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service, window = clause.service, clause.window
    yield SAYS(service=said.service(service), measure=MEASURES[clause.measure](), window=WINDOWS[window]())
    yield from says_tiers(clause.tiers, clause.bound, service, said)
    if any(tier.fee is not None for tier in clause.tiers):
        yield SAYS_FEE()
        yield says_zero_use(clause.zero_use, window)
    yield from says_change(clause.price_change, window)


KIND = Kind(
    "volume", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
