"""Price-down: the charges of named clauses fall by agreed shares, from agreed months or days on.

Rules: docs/rules/price_down.md.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from math import prod
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Figure, Share, Written
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Moment, Phase, Source, Told
from suture.engine.clauses.saying import Said, in_months
from suture.engine.clauses.saying import share as said_share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window
from suture.engine.period import later
from suture.engine.text import Message, Text

TITLE = Text("price_down.title", "Price-down", "定期降价")
DOWN = Text(
    "price_down", "{charged} {currency} charged × {cut} % credited", "已计 {charged} {currency} × {cut} %，予以冲抵"
)
NONE = Text("price_down.none", "no price-down has begun", "降价尚未开始")
SAYS = Text(
    "price_down.says",
    "The charges of {clauses} fall by agreed shares; earlier charges stay as they were.",
    "{clauses}的款项按约定比例下降；以前的款项不作调整。",
)
SAYS_AFTER = Text(
    "price_down.says_after",
    "From {months} after the first day of the agreement on they fall by {share}.",
    "自协议首日起满 {months}后，下降 {share}。",
)
SAYS_FROM = Text("price_down.says_from", "From {day} on they fall by {share}.", "自 {day} 起，下降 {share}。")
SAYS_ON: Mapping[str, Text] = {
    "first_price": Text(
        "price_down.says_first_price",
        "Each share is of the first price; shares add up.",
        "各项比例均以最初价格为基数，累加计算。",
    ),
    "reduced_price": Text(
        "price_down.says_reduced_price",
        "Each share is of the price that has fallen already.",
        "各项比例以已下降的价格为基数，逐次计算。",
    ),
}
SAYS_BEGINS = Text(
    "price_down.says_begins",
    "A share holds from the first settlement period that begins on or after its day.",
    "各项比例自该日或其后首个开始的结算期起适用。",
)

BOTH = refusal(
    "price_down_when",
    "reduction {number} says both of 'after_months' and 'from'",
    "Say when the reduction begins: by 'after_months' or by 'from', one of the two.",
    "第 {number} 项降价同时填写了 'after_months' 和 'from'",
    "请用 'after_months' 或 'from' 之一说明降价何时开始。",
)
NEITHER = refusal(
    "price_down_no_day",
    "reduction {number} says neither of 'after_months' and 'from'",
    "Say when the reduction begins: by 'after_months' or by 'from', one of the two.",
    "第 {number} 项降价未填写 'after_months' 或 'from'",
    "请用 'after_months' 或 'from' 之一说明降价何时开始。",
)
TWICE = refusal(
    "price_down_twice",
    "reductions {first} and {second} begin at the same time",
    "Merge them into one reduction.",
    "第 {first} 项与第 {second} 项降价同时开始",
    "请合并为一项。",
)
WHOLE = refusal(
    "price_down_over_all",
    "the reductions add up to {total} % of the first price",
    "Let them add up to less than 100 %.",
    "各项降价合计为最初价格的 {total} %",
    "请使合计低于 100 %。",
)


class Reduction(Written):
    """One reduction: from how many whole months after the start, or from which day on, and by which share."""

    after_months: int | None = Field(default=None, ge=0, le=1200)
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


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(clauses=said.clauses(clause.on))
    for reduction in clause.reductions:
        share = said_share(reduction.share)
        if reduction.after_months is not None:
            yield SAYS_AFTER(months=in_months(reduction.after_months), share=share)
        elif reduction.from_ is not None:
            yield SAYS_FROM(day=reduction.from_.isoformat(), share=share)
    yield SAYS_ON[clause.each_reduction_on]()
    yield SAYS_BEGINS()


def check(clause: Clause) -> Iterable[Fault]:
    """Each reduction begins once, by months or by date; together they leave a price."""
    begun: dict[int | date, int] = {}
    for i, reduction in enumerate(clause.reductions):
        said = [when for when in (reduction.after_months, reduction.from_) if when is not None]
        if len(said) != 1:
            yield (BOTH if said else NEITHER).at("reductions", i, number=i + 1)
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
    says,
    title=TITLE,
    check=check,
    changes=changes,
)
