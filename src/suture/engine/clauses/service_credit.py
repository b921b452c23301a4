"""Service credit: when a measured rate is missed in a window, a share of its charges is credited, up to a cap.

Rules: docs/rules/service_credit.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Amount, Share, Written
from suture.engine.clauses.figure_faults import crossed
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said, share
from suture.engine.clauses.tiers import quads
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Quad, Window, above, jumped, lower
from suture.engine.text import Message, Text

TITLE = Text("service_credit.title", "Service credits", "服务水平抵扣")
RATE = Text(
    "service_credit.rate",
    "{hit} of {total} {unit} in the window met what was agreed",
    "本期 {total} {unit} 中达标 {hit}",
)
CREDITED = Text(
    "service_credit.credited",
    "{charged} {currency} charged × {credit} % credited",
    "款项 {charged} {currency} × {credit} %，予以抵扣",
)
CAPPED = Text(
    "service_credit.capped",
    "{charged} {currency} charged × {credit} %, at most {cap} {currency} credited",
    "款项 {charged} {currency} × {credit} %，以 {cap} {currency} 为限抵扣",
)
MET = Text("service_credit.met", "the rate is met: nothing is credited", "服务水平达标：不予抵扣")
OPEN = Text("service_credit.open", "settled when the window closes", "期末结算")

SAYS = {
    "met": Text(
        "service_credit.says_met",
        "For {window} the share of {services}, counted as {of}, that is {counted} is measured.",
        "{window}计量{services}中{counted}数量占{of}数量的比例。",
    ),
    "missed": Text(
        "service_credit.says_missed",
        "For {window} the share of {services}, counted as {of}, that is not {counted} is measured.",
        "{window}计量{services}{of}数量中未{counted}部分所占的比例。",
    ),
}
SAYS_ROW = Text(
    "service_credit.says_row",
    "Below {below}, {credit} of what was charged for it under {clauses} is credited.",
    "低于 {below} 的，按{clauses}项下该期间款项的 {credit} 抵扣。",
)
SAYS_LOWEST = Text(
    "service_credit.says_lowest",
    "Of several rows the lowest that is missed holds. Where nothing is measured nothing is credited.",
    "同时低于多档的，适用最低一档；无计量数据的，不予抵扣。",
)
SAYS_CAP = Text(
    "service_credit.says_cap",
    "No more than {cap} is credited for it.",
    "每一该等期间的抵扣额以{cap}为限。",
)
SAYS_AMOUNTS = {
    "rounded": Text(
        "service_credit.says_rounded", "Charges count as they are billed.", "款项按开票金额计。"
    ),
    "unrounded": Text(
        "service_credit.says_unrounded", "Charges count unrounded.", "款项按未舍入的金额计。"
    ),
}  # fmt: skip

FALLING = refusal(
    "service_credit_not_falling",
    "row {number} begins below {below} %, not under the {before} % of the row before it",
    "Write the rows from the highest rate to the lowest.",
    "第 {number} 档的比例 {below} % 未低于前一档的 {before} %",
    "请按比例由高到低排列。",
)
RISING = refusal(
    "service_credit_not_rising",
    "row {number} credits {credit} %, less than the {before} % of the row before it",
    "Let a lower rate credit at least as much.",
    "第 {number} 档抵扣 {credit} %，低于前一档的 {before} %",
    "请使比例越低、抵扣越多。",
)


class Row(Written):
    """Below which rate which share of the charges is credited."""

    below: Share
    credit: Share


class Clause(ClauseBase):
    """Service credits as written: what is measured of what, whether it is what was met or missed, and the rows."""

    kind: Literal["service_credit"] = "service_credit"
    services: tuple[str, ...] = Field(min_length=1)
    counted: Measure
    of: Measure
    counted_is: Literal["met", "missed"]
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    on: tuple[str, ...] = Field(min_length=1)
    counted_amounts: Literal["rounded", "unrounded"]
    credits: tuple[Row, ...] = Field(min_length=1, max_length=16)
    cap: Amount | None = None


class Terms(NamedTuple, Generic[N]):
    """The rows as a table of differences over the rate below zero; the cap; 1 where what is counted was missed."""

    enters: tuple[Quad[N], ...]
    jumps: tuple[Quad[N], ...]
    cap: N
    missed: N


class State(NamedTuple, Generic[N]):
    """Met and all that is measured in this window; its charges; charges when last seen; due since the start."""

    hit: N
    total: N
    charged: N
    seen: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps counted, and those of which they are counted; charges of the named clauses since the start."""

    counted: N
    of: N
    charged: N


def credit_of(p: Terms[N], hit: N, total: N) -> N:
    """The share that a rate credits; nothing where nothing is measured."""
    missed = -hit / total if total > 0 else 0 * total - 1
    return jumped(missed, p.enters, p.jumps)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """When the window closes, its charges are credited by the lowest row that was missed."""
    hit = (s.hit if w.opens == 0 else 0 * s.hit) + (x.of - x.counted if p.missed > 0 else x.counted)
    total = (s.total if w.opens == 0 else 0 * s.total) + x.of
    charged = (s.charged if w.opens == 0 else 0 * s.charged) + x.charged - s.seen
    credit = lower(credit_of(p, hit, total) * above(charged, 0 * charged), p.cap)
    return State(hit, total, charged, x.charged, s.due - credit * w.closes)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    credits = [Decimal(0), *(at.value(row.credit) for row in clause.credits)]
    return Terms(
        enters=quads([-at.value(row.below) for row in clause.credits]),
        jumps=quads([after - before for before, after in pairwise(credits)]),
        cap=at.value(clause.cap) if clause.cap else Decimal("Infinity"),
        missed=Decimal(clause.counted_is == "missed"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (
        QuantityOf(clause.services, clause.counted),
        QuantityOf(clause.services, clause.of),
        DueOf(clause.on, rounded=clause.counted_amounts == "rounded"),
    )


def explain(told: Told) -> Iterable[Message]:
    """The rate of the window, and what it credits."""
    p, after, currency = told.terms, told.after, told.currency
    yield RATE(hit=told.quantity(after.hit), total=told.quantity(after.total), unit=told.unit.name)
    credit = credit_of(p, after.hit, after.total)
    if credit == 0:
        yield MET()
    elif told.due == 0:
        yield OPEN()
    elif credit * after.charged > p.cap:
        yield CAPPED(charged=after.charged, credit=credit * 100, cap=p.cap, currency=currency)
    else:
        yield CREDITED(charged=after.charged, credit=credit * 100, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS[clause.counted_is](
        window=WINDOWS[clause.window](), services=said.listed(clause.services), of=MEASURES[clause.of](),
        counted=MEASURES[clause.counted](),
    )  # fmt: skip
    for row in clause.credits:
        yield SAYS_ROW(below=share(row.below), credit=share(row.credit), clauses=said.clauses(clause.on))
    yield SAYS_LOWEST()
    if clause.cap:
        yield SAYS_CAP(cap=said.money(clause.cap))
    yield SAYS_AMOUNTS[clause.counted_amounts]()


def check(clause: Clause) -> Iterable[Fault]:
    """Rates fall and credits rise from row to row."""
    for i, (before, row) in enumerate(pairwise(clause.credits), start=1):
        if bounds := crossed(row.below, before.below):
            yield FALLING.at("credits", i, "below", number=i + 1, below=bounds[0] * 100, before=bounds[1] * 100)
        if bounds := crossed(before.credit, row.credit):
            yield RISING.at("credits", i, "credit", number=i + 1, credit=bounds[1] * 100, before=bounds[0] * 100)


KIND = Kind(
    "service_credit", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    check=check,
)  # fmt: skip
