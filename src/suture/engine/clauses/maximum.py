"""Maximum: the charges of named clauses are capped per window; what is above the cap is credited.

Rules: docs/rules/maximum.md.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Amount
from suture.engine.clauses.kind import (
    ClauseBase,
    DueOf,
    InForce,
    Kind,
    Moment,
    Phase,
    Source,
    Told,
)
from suture.engine.clauses.saying import COUNTED_AMOUNTS, WINDOWS, Said
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, when
from suture.engine.text import Message, Text

TITLE = Text("maximum.title", "Maximum", "费用上限")
OVER = Text(
    "maximum.over",
    "{counted} {currency} counted − {cap} {currency} maximum, the excess credited",
    "计入 {counted} {currency} − 上限 {cap} {currency}，超出部分予以冲抵",
)
MORE = Text(
    "maximum.more",
    "{counted} {currency} counted − {cap} {currency} maximum − {before} {currency} credited before in the window",
    "计入 {counted} {currency} − 上限 {cap} {currency} − 本期此前已冲抵 {before} {currency}",
)
BACK = Text(
    "maximum.back",
    "{counted} {currency} counted in the window now, maximum {cap} {currency}: of {before} {currency} credited before, "
    "{credited} {currency} stand",
    "本期现计入 {counted} {currency}，上限 {cap} {currency}：此前已冲抵 {before} {currency}，保留 {credited}",
)
WAITS = Text(
    "maximum.waits",
    "{counted} {currency} counted, maximum {cap} {currency}: the excess is credited when the window closes",
    "计入 {counted} {currency}，上限 {cap} {currency}：超出部分于期末冲抵",
)
STAYS = Text(
    "maximum.stays",
    "{counted} {currency} counted, maximum {cap} {currency}: all of the excess was credited before",
    "计入 {counted} {currency}，上限 {cap} {currency}：超出部分此前已全部冲抵",
)
UNDER = Text(
    "maximum.under",
    "{counted} {currency} counted, maximum {cap} {currency}: no excess to credit",
    "计入 {counted} {currency}，上限 {cap} {currency}：没有超出部分",
)
SAYS = Text(
    "maximum.says",
    "In {window} the charges of {clauses} come to no more than {maximum}; what is above is credited to the buyer.",
    "{window}内，{clauses}的款项合计不超过 {maximum}；超出部分向买方冲抵。",
)
SAYS_CREDITED: Mapping[str, Text] = {
    "when_passed": Text(
        "maximum.says_when_passed",
        "It is credited as soon as the maximum is passed; where the charges fall again in that time, the credit is "
        "taken back.",
        "超出时即予冲抵；该期间内款项回落的，收回相应冲抵。",
    ),
    "when_window_closes": Text(
        "maximum.says_when_closed", "It is credited at the end of that time.", "于该期间结束时冲抵。"
    ),
}
SAYS_PRORATE: Mapping[str, Text] = {
    "full": Text(
        "maximum.says_full", "The whole maximum holds however short that time is.", "期间不足的，上限仍按全额适用。"
    ),
    "in_force": Text(
        "maximum.says_in_force",
        "The maximum follows the part of that time in which the agreement is in force.",
        "上限按协议在该期间内的有效时间比例计算。",
    ),
}
SAYS_ENDED = Text(
    "maximum.says_ended",
    "Charges made after the agreement has ended are not counted.",
    "协议终止后产生的款项不计入。",
)

LATER = refusal(
    "maximum_not_known_yet",
    "a maximum prorated by the periods in force is known only when its window closes",
    "Write 'credited: when_window_closes', or 'prorate: full'.",
    "按有效期间比例计算的上限，须到期间结束时才能确定",
    "请写 'credited: when_window_closes'，或 'prorate: full'。",
)


class Clause(ClauseBase):
    """A maximum as written: which clauses count, what they may charge in a window, when excess is credited."""

    kind: Literal["maximum"] = "maximum"
    counts: tuple[str, ...] = Field(min_length=1)
    counted_amounts: Literal["rounded", "unrounded"]
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    maximum: Amount
    credited: Literal["when_passed", "when_window_closes"]
    prorate: Literal["in_force", "full"]


class Terms(NamedTuple, Generic[N]):
    """Maximum from the opening of the window and per period in force; 1 where excess is credited at once."""

    at_open: N
    per_period: N
    at_once: N


class State(NamedTuple, Generic[N]):
    """Cap, counted and credited in this window; charges when last seen; due since the start (negative)."""

    cap: N
    counted: N
    credited: N
    seen: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start; the share of the period that is in force."""

    counted: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What the window counts above its cap is credited; charges after a termination do not count."""
    cap = (s.cap if w.opens == 0 else 0 * s.cap) + p.per_period * x.in_force + p.at_open * w.opens
    counted = (s.counted if w.opens == 0 else 0 * s.counted) + when(x.in_force, x.counted - s.seen)
    before = s.credited if w.opens == 0 else 0 * s.credited
    credited = above(counted, cap) if p.at_once + w.closes > 0 else before
    return State(cap, counted, credited, x.counted, s.due - (credited - before))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The maximum, whole with the window or spread over the periods in force."""
    maximum = at.value(clause.maximum)
    spread = clause.prorate == "in_force"
    return Terms(
        at_open=Decimal(0) if spread else maximum,
        per_period=maximum * at.share / at.cycles if spread else Decimal(0),
        at_once=Decimal(clause.credited == "when_passed"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (DueOf(clause.counts, rounded=clause.counted_amounts == "rounded"), InForce())


def explain(told: Told) -> Iterable[Message]:
    """The window's charges against its maximum."""
    after, currency = told.after, told.currency
    before = after.credited + told.due
    said = {"counted": after.counted, "cap": after.cap, "currency": currency}
    if told.due < 0:
        yield MORE(before=before, **said) if before else OVER(**said)
    elif told.due > 0:
        yield BACK(before=before, credited=after.credited, **said)
    elif after.counted <= after.cap:
        yield UNDER(**said)
    else:
        yield STAYS(**said) if after.credited else WAITS(**said)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(window=WINDOWS[clause.window](), clauses=said.clauses(clause.counts), maximum=said.money(clause.maximum))
    yield COUNTED_AMOUNTS[clause.counted_amounts]()
    yield SAYS_CREDITED[clause.credited]()
    yield SAYS_PRORATE[clause.prorate]()
    yield SAYS_ENDED()


def check(clause: Clause) -> Iterable[Fault]:
    """A prorated cap cannot be applied before it is known."""
    if clause.prorate == "in_force" and clause.credited == "when_passed":
        yield LATER.at("credited")


KIND = Kind(
    "maximum", Phase.MAXIMUM, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
