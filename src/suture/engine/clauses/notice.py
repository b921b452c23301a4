"""Notice: a gate that counts the notices that were given in time, so many days before the day they are for.

Rules: docs/rules/notice.md. Other clauses, such as a renewal, say what a notice does.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, notice_of
from suture.engine.clauses.saying import Said, in_days
from suture.engine.number import N, Window, when
from suture.engine.text import Message, Text

TITLE = Text("notice.title", "Notice", "通知")
IN_TIME = Text(
    "notice.in_time",
    "notice given {given} days before the day it is for, {days} needed: in time",
    "于所涉日期前 {given} 天通知，约定 {days} 天：及时",
)
TOO_LATE = Text(
    "notice.too_late",
    "notice given {given} days before the day it is for, {days} needed: too late, it does not count",
    "于所涉日期前 {given} 天通知，约定 {days} 天：逾期，不生效",
)

SAYS = {
    "buyer": Text(
        "notice.says_buyer",
        "The buyer may give notice of {service} in writing, {days} or more before the day that it is for.",
        "买方可以书面发出{service}通知，但应在所涉日期前至少 {days}发出。",
    ),
    "seller": Text(
        "notice.says_seller",
        "The seller may give notice of {service} in writing, {days} or more before the day that it is for.",
        "卖方可以书面发出{service}通知，但应在所涉日期前至少 {days}发出。",
    ),
    "either": Text(
        "notice.says_either",
        "Either side may give notice of {service} in writing, {days} or more before the day that it is for.",
        "任何一方可以书面发出{service}通知，但应在所涉日期前至少 {days}发出。",
    ),
}
SAYS_LATE = Text("notice.says_late", "A notice that comes later does not count.", "逾期发出的通知不生效。")


class Clause(ClauseBase):
    """A notice as written: the service that stands for it, who may give it, and the days before the day it is for."""

    kind: Literal["notice"] = "notice"
    service: str
    given_by: Literal["buyer", "seller", "either"]
    days: int = Field(ge=0)


class Terms(NamedTuple, Generic[N]):
    """The most days that are too few."""

    too_few: N


class State(NamedTuple, Generic[N]):
    """Notices that came too late; those in time since the start."""

    late: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Notices given, and the days from them to the day that they are for."""

    given: N
    notice: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """A notice counts where it is early enough."""
    in_time = when(x.notice - p.too_few, x.given)
    return State(s.late + x.given - in_time, s.due + in_time)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers, the same at all times."""
    return Terms(Decimal(clause.days - 1))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), "event"), QuantityOf((clause.service,), notice_of("event")))


def explain(told: Told) -> Iterable[Message]:
    """How early a notice was."""
    text = IN_TIME if told.facts.notice > told.terms.too_few else TOO_LATE
    yield text(given=told.facts.notice, days=told.clause.days)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS[clause.given_by](service=said.service(clause.service), days=in_days(clause.days))
    yield SAYS_LATE()


KIND = Kind(
    "notice", Phase.TERM, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    effect="gate", window=lambda clause: "order",
)  # fmt: skip
