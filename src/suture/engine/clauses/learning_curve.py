"""Learning curve: a part of the unit price falls with the quantity made so far, by an agreed rate for every doubling.

Rules: docs/rules/learning_curve.md. The curve is agreed as a table: at some quantities the price is set anew.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Figure, Price, Quantity, Share
from suture.engine.clauses.figure_faults import above_zero, undated
from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, Said, share
from suture.engine.clauses.tiers import quads
from suture.engine.clauses.unit_price import UnitPriceDecimals, said_decimals, unit_price
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Quad, Window, higher, lower, sliced
from suture.engine.text import Message, Text, listed

TITLE = Text("learning_curve.title", "Learning curve", "学习曲线降价")
LESS = Text(
    "learning_curve",
    "{units} {unit} from number {begins} on × ({first} − {price}) {currency} less by learning",
    "自第 {begins} {unit}起的 {units} {unit} ×（{first} − {price}）{currency}，学习曲线降价",
)
FIRST = Text(
    "learning_curve.first", "{made} {unit} made so far: the first price still holds",
    "累计已生产 {made} {unit}：仍适用首价",
)  # fmt: skip

SAYS = Text(
    "learning_curve.says",
    "Of the unit price of {service}, {price} follows a learning curve: with every doubling of what was {measure} so "
    "far it falls to {rate} of what it was.",
    "{service}单价中的{price}适用学习曲线：累计{measure}数量每翻一倍，该部分降为原来的 {rate}。",
)
SAYS_TABLE = Text(
    "learning_curve.says_table",
    "It holds in full up to {first}, and is set anew from {resets} on: to the full amount times the rate to the power "
    "of the number of doublings since {first}. After the last of these it stays.",
    "累计 {first}以内按全额计；自累计 {resets}起重新核定，为上述比例按自 {first}起翻倍次数的乘方；"
    "最后一次核定后不再变动。",
)
SAYS_BEFORE = Text(
    "learning_curve.says_before",
    "{made} made before this agreement count as made so far.",
    "本协议之前已生产的 {made}计入累计数量。",
)
SAYS_LATER = Text(
    "learning_curve.says_later",
    "Units that were charged before a price was set anew stay as they were.",
    "重新核定之前已计价的数量不作调整。",
)

FIXED = refusal(
    "learning_quantity_not_fixed",
    "a quantity of the curve is unknown, dated or a range",
    "Write it as one number.",
    "曲线上的数量未定、带有日期或为区间",
    "请写为一个确定的数。",
)
ORDER = refusal(
    "learning_quantities_not_rising",
    "the price is set anew at {found}, not above {before} before it",
    "Write the quantities in rising order, all above 'first'.",
    "重新核定价格的数量 {found} 未大于前一数量 {before}",
    "请按由小到大书写，且均大于 first。",
)


class Clause(ClauseBase):
    """A learning curve as written. ``price`` is the part of the unit price that learns, ``rate`` what a doubling "
    "leaves."""

    kind: Literal["learning_curve"] = "learning_curve"
    service: str
    measure: Measure
    price: Price
    rate: Share
    first: Quantity
    resets: tuple[Quantity, ...] = Field(min_length=1, max_length=16)
    made_before: Quantity | None = None
    unit_price_decimals: UnitPriceDecimals


class Terms(NamedTuple, Generic[N]):
    """Made before the agreement; price of a step at first; where it is set anew, and by how much it falls there."""

    before: N
    first: N
    starts: tuple[Quad[N], ...]
    falls: tuple[Quad[N], ...]


class State(NamedTuple, Generic[N]):
    """Steps made since the start of the agreement; due since then (negative: prices have fallen)."""

    made: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps made in the period."""

    made: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is made in the period costs less by what the table says for its place in the whole quantity."""
    before = p.before + s.made
    less = sliced(before + x.made, p.starts, p.falls) - sliced(before, p.starts, p.falls)
    return State(s.made + x.made, s.due - less)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The table of one segment: the unit that is named is the first one at its price."""
    price, rate, first = at.value(clause.price), at.value(clause.rate), at.value(clause.first)
    factors = [Decimal(1), *(left(rate, at.value(reset) / first) for reset in clause.resets)]
    prices = [unit_price(price * factor, clause.unit_price_decimals, at) for factor in factors]
    return Terms(
        before=at.steps(clause.made_before),
        first=prices[0],
        starts=quads([at.steps(reset) - 1 for reset in clause.resets]),
        falls=quads([before - after for before, after in pairwise(prices)]),
    )


def left(rate: Decimal, multiple: Decimal) -> Decimal:
    """The share of the first price that is left at a multiple of the first quantity; whole doublings are exact."""
    doublings = multiple.ln() / Decimal(2).ln()
    whole = int(doublings.to_integral_value())
    return rate**whole if 2**whole == multiple else (doublings * rate.ln()).exp()


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """What was made at each lower price."""
    p, unit = told.terms, told.unit
    made, before = p.before + told.after.made, p.before + told.before.made
    first = p.first / unit.step
    slices = [each for each in below_first(p) if overlap(each, before, made)]
    for each in slices:
        yield LESS(
            units=told.quantity(overlap(each, before, made)), unit=unit.name, begins=told.quantity(each.starts + 1),
            first=first, price=first - each.less / unit.step, currency=told.currency,
        )  # fmt: skip
    if not slices:
        yield FIRST(made=told.quantity(made), unit=unit.name)


class Slice(NamedTuple):
    """Steps from above ``starts`` up to ``ends`` cost so much less than the first."""

    starts: Decimal
    ends: Decimal
    less: Decimal


def below_first(p: Terms[Decimal]) -> Iterator[Slice]:
    """The table as slices; its padding is none."""
    rows = [row for four in zip(p.starts, p.falls, strict=True) for row in zip(*four, strict=True) if row[0] > 0]
    less = Decimal(0)
    for (starts, fall), (ends, _) in pairwise([*rows, (Decimal("Infinity"), Decimal(0))]):
        less += fall
        yield Slice(starts, ends, less)


def overlap(each: Slice, before: Decimal, made: Decimal) -> Decimal:
    """How much of a slice was made between two quantities; below zero where it was taken back."""
    within = [higher(each.starts, lower(each.ends, quantity)) for quantity in (before, made)]
    return within[1] - within[0]


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service = clause.service
    first = said.quantity(clause.first, service)
    yield SAYS(
        service=said.service(service), price=said.price(clause.price, service), measure=MEASURES[clause.measure](),
        rate=share(clause.rate),
    )  # fmt: skip
    yield SAYS_TABLE(first=first, resets=listed([said.quantity(reset, service) for reset in clause.resets]))
    if clause.made_before is not None:
        yield SAYS_BEFORE(made=said.quantity(clause.made_before, service))
    yield SAYS_LATER()
    yield said_decimals(clause.unit_price_decimals)


def check(clause: Clause) -> Iterable[Fault]:
    """Fixed quantities in rising order, and a rate that leaves something."""
    yield from above_zero(clause.rate, "rate")
    yield from above_zero(clause.first, "first")
    yield from undated(clause.made_before, "made_before")
    quantities: list[tuple[tuple[str | int, ...], Figure]] = [(("first",), clause.first)]
    quantities += [(("resets", i), reset) for i, reset in enumerate(clause.resets)]
    loose = [path for path, figure in quantities if figure.dated or figure.value is None or figure.is_range]
    for path in loose:
        yield FIXED.at(*path)
    if loose:
        return
    for (_, before), (path, reset) in pairwise(quantities):
        if reset.likely <= before.likely:
            yield ORDER.at(*path, found=reset.likely, before=before.likely)


KIND = Kind(
    "learning_curve", Phase.ADJUSTMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    check=check,
)  # fmt: skip
