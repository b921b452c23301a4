"""Price re-opener: a price that is agreed late and applied back to its date, with a true-up of what was taken since.

Rules: docs/rules/price_reopener.md. While it is open an interim price may hold; in a simulation the new price may be a
range.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Written
from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, Said
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window
from suture.engine.text import Message, Text

TITLE = Text("price_reopener.title", "Price with re-opener", "可重新议定的价格")
TAKEN = Text("price_reopener.taken", "{taken} {unit} × {price} {currency}", "{taken} {unit} × {price} {currency}")
OPEN = Text(
    "price_reopener.open",
    "the price is re-opened and not agreed yet: {waiting} {unit} so far wait for it",
    "价格正在重新议定：迄今 {waiting} {unit} 待按新价结算",
)
TRUE_UP = Text(
    "price_reopener.true_up",
    "true-up: {waiting} {unit} since the price was re-opened × {price} {currency} − {charged} {currency} charged",
    "补差：重新议价以来 {waiting} {unit} × {price} {currency} − 已收 {charged} {currency}",
)
NOTHING = Text("price_reopener.nothing", "nothing taken in this period", "本结算期未提取")

SAYS = Text(
    "price_reopener.says",
    "{service} is charged at {price}, counted as {measure}.",
    "{service}的价格为{price}，按{measure}数量计。",
)
SAYS_OPENED = Text(
    "price_reopener.says_opened",
    "The price is re-opened as from {day}. Trigger: {trigger}. Evidence: {evidence}.",
    "价格自 {day} 起重新议定。触发条件：{trigger}。依据：{evidence}。",
)
SAYS_INTERIM = Text(
    "price_reopener.says_interim",
    "Until the new price is agreed, {price} is charged.",
    "新价格议定前，暂按{price}计价。",
)
SAYS_BEFORE = Text(
    "price_reopener.says_before",
    "Until the new price is agreed, the price before is charged.",
    "新价格议定前，仍按原价格计价。",
)
SAYS_AGREED = Text(
    "price_reopener.says_agreed",
    "The new price is {price}, agreed on {agreed}. It holds for the settlement periods that begin on or after {day}; "
    "with the first one that begins on or after {agreed}, what was taken in them is billed or credited with the "
    "difference.",
    "新价格为{price}，于 {agreed} 议定，适用于 {day} 当日或之后开始的各结算期；自 {agreed} 当日或之后开始的"
    "第一个结算期，就其间已提取的数量补收或退还差额。",
)
SAYS_NOT_AGREED = Text(
    "price_reopener.says_not_agreed",
    "The new price is not agreed yet.",
    "新价格尚未议定。",
)
SAYS_FAILED: Mapping[str, Text] = {
    "price_before_stays": Text(
        "price_reopener.says_stays",
        "Where the parties do not agree on a price, the price before stays.",
        "双方未能议定价格的，原价格继续适用。",
    ),
    "expert_decides": Text(
        "price_reopener.says_expert",
        "Where the parties do not agree on a price, an independent expert decides it.",
        "双方未能议定价格的，由独立专家裁定。",
    ),
    "either_may_end": Text(
        "price_reopener.says_end",
        "Where the parties do not agree on a price, either of them may end the agreement.",
        "双方未能议定价格的，任何一方可终止协议。",
    ),
}

HALF = refusal(
    "reopener_half_agreed",
    "re-opening {number} says {said} but not {missing}",
    "Write 'agreed' and 'price' together, or neither while it is still open.",
    "第 {number} 次重新议价写了 {said}，但没有写 {missing}",
    "请同时写明“agreed”和“price”；尚未议定时两者均不写。",
)
EARLY = refusal(
    "reopener_agreed_before_its_date",
    "re-opening {number} is agreed on {agreed}, before its date {day}",
    "A price that is agreed before it holds is a dated price: write it in 'price'.",
    "第 {number} 次重新议价于 {agreed} 议定，早于其生效日 {day}",
    "生效前已议定的价格属于带日期的价格，请写入“price”。",
)
OVERLAP = refusal(
    "reopener_before_the_last_is_agreed",
    "re-opening {number} begins on {day}, when the one before is still open",
    "Let each re-opening begin after the one before is agreed.",
    "第 {number} 次重新议价自 {day} 开始，而前一次尚未议定",
    "请使每次重新议价在前一次议定之后开始。",
)


class Reopening(Written):
    """One re-opening: the day from which its price holds, why, and, once it is agreed, when and at which price."""

    effective: date
    trigger: str = Field(min_length=1)
    evidence: str = Field(min_length=1)
    interim: Price | None = None
    agreed: date | None = None
    price: Price | None = None


class Clause(ClauseBase):
    """A price with its re-openings as written. Without ``interim`` the price before is charged while one is open."""

    kind: Literal["price_reopener"] = "price_reopener"
    service: str
    measure: Measure
    price: Price
    if_not_agreed: Literal["price_before_stays", "expert_decides", "either_may_end"]
    reopenings: tuple[Reopening, ...] = Field(min_length=1)


class Terms(NamedTuple, Generic[N]):
    """Price of a step that is charged now; 1 while it is re-opened and not agreed."""

    price: N
    open: N


class State(NamedTuple, Generic[N]):
    """Steps that wait for a price, and what was charged for them; due since the start."""

    waiting: N
    charged: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period."""

    taken: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Units at the price of their period; once a price is agreed, what has waited for it is trued up."""
    amount = x.taken * p.price
    true_up = s.waiting * p.price - s.charged
    waits = p.open > 0
    return State(
        s.waiting + x.taken if waits else 0 * s.waiting,
        s.charged + amount if waits else 0 * s.charged,
        s.due + amount + (0 * true_up if waits else true_up),
    )


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The price of one segment: that of the last re-opening which is agreed, or what is charged while one is open."""
    price, is_open = clause.price, False
    for each in clause.reopenings:
        if each.effective > at.period.start:
            break
        is_open = each.agreed is None or each.agreed > at.period.start
        now = each.interim if is_open else each.price
        price = now if now is not None else price
    return Terms(at.per_step(price), Decimal(is_open))


def changes(clause: Clause, start: date) -> Iterable[date]:
    """The days on which a price is re-opened or agreed."""
    for each in clause.reopenings:
        yield each.effective
        if each.agreed is not None:
            yield each.agreed


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """The units at their price, what waits, and what is trued up."""
    p, before, after, unit, currency = told.terms, told.before, told.after, told.unit, told.currency
    price, taken = p.price / unit.step, told.quantity(told.facts.taken)
    if taken:
        yield TAKEN(taken=taken, unit=unit.name, price=price, currency=currency)
    if p.open:
        yield OPEN(waiting=told.quantity(after.waiting), unit=unit.name)
    elif before.waiting or before.charged:
        waiting, charged = told.quantity(before.waiting), before.charged
        yield TRUE_UP(waiting=waiting, unit=unit.name, price=price, charged=charged, currency=currency)
    elif not taken:
        yield NOTHING()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service = clause.service
    yield SAYS(
        service=said.service(service), price=said.price(clause.price, service), measure=MEASURES[clause.measure]()
    )
    for each in clause.reopenings:
        day = each.effective.isoformat()
        yield SAYS_OPENED(day=day, trigger=each.trigger, evidence=each.evidence)
        yield SAYS_INTERIM(price=said.price(each.interim, service)) if each.interim is not None else SAYS_BEFORE()
        if each.agreed is not None:
            yield SAYS_AGREED(price=said.price(each.price, service), agreed=each.agreed.isoformat(), day=day)
        else:
            yield SAYS_NOT_AGREED()
    yield SAYS_FAILED[clause.if_not_agreed]()


def check(clause: Clause) -> Iterable[Fault]:
    """Each re-opening is agreed whole, on or after its date, before the next."""
    for i, each in enumerate(clause.reopenings):
        if (each.agreed is None) != (each.price is None):
            said, missing = ("price", "agreed") if each.agreed is None else ("agreed", "price")
            yield HALF.at("reopenings", i, number=i + 1, said=said, missing=missing)
        elif each.agreed is not None and each.agreed < each.effective:
            yield EARLY.at("reopenings", i, "agreed", number=i + 1, agreed=each.agreed, day=each.effective)
    for i, (before, each) in enumerate(pairwise(clause.reopenings), start=1):
        if before.agreed is None or each.effective < before.agreed:
            yield OVERLAP.at("reopenings", i, "effective", number=i + 1, day=each.effective)


KIND = Kind(
    "price_reopener", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check, changes=changes,
)  # fmt: skip
