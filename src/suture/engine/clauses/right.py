"""A right that rests until something releases it: told facts, gates of other clauses, or a day.

Licence, escrow and step-in are such rights. Each is a gate: 1 while it holds. Rules: docs/rules/licence.md, escrow.md,
step_in.md.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Written
from suture.engine.clauses.kind import ClauseBase, DueOf, Moment, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, higher, when
from suture.engine.text import Message, Text

HOLDS = Text("right.holds", "released: it holds", "已触发：有效")
RESTS = Text("right.rests", "not released: it rests", "未触发：不生效")

SAYS_TOLD = Text("right.says_told", "It holds when its release by {service} is told.", "申报因{service}触发时生效。")
SAYS_GATE = Text("right.says_gate", "It holds when {gate} holds.", "{gate}成立时生效。")
SAYS_FROM = Text("right.says_from", "It holds from {day} on.", "自 {day} 起生效。")
SAYS_LASTS = {
    "while_it_is_so": Text(
        "right.says_while",
        "It holds for whole settlement periods and ends when none of this is so any longer; that a release has ended "
        "is told as well.",
        "以完整结算期计；上述情形均不存在时失效，触发情形的结束亦应申报。",
    ),
    "for_good": Text(
        "right.says_for_good",
        "Once it holds it holds for good, also after the end of the agreement.",
        "一经生效即持续有效，本协议终止后亦然。",
    ),
}

NEVER = refusal(
    "right_never_released",
    "nothing releases this right",
    "Write 'service', 'gates' or 'from' under 'release'.",
    "未写明该权利的触发条件",
    "请在 release 下写 service、gates 或 from。",
)


class Release(Written):
    """What releases a right, each by itself: facts of kind ``released`` of a service, gates that hold, a day."""

    service: str | None = None
    gates: tuple[str, ...] = ()
    from_: date | None = Field(default=None, alias="from")
    lasts: Literal["while_it_is_so", "for_good"]


class Right(ClauseBase):
    """What every such clause has."""

    release: Release


class Terms(NamedTuple, Generic[N]):
    """1 once its day has come; 1 where it stays."""

    begun: N
    stays: N


class State(NamedTuple, Generic[N]):
    """Releases told, less their ends; 1 while it holds."""

    told: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Releases told in the period, less their ends; above zero while a gate holds."""

    told: N
    gates: N


def released_by(begun: N, told: N, gates: N) -> N:
    """1 where any of them releases it."""
    one = 1 + 0 * told
    return higher(begun, higher(when(told, one), when(gates, one)))


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """It holds while something releases it, or for good."""
    told = s.told + x.told
    return State(told, higher(released_by(p.begun, told, x.gates), p.stays * s.due))


def numbers(clause: Right, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    release = clause.release
    begun = release.from_ is not None and release.from_ <= at.period.start
    return Terms(Decimal(begun), Decimal(release.lasts == "for_good"))


def changes(clause: Right, start: date) -> Iterable[date]:
    """The day on which it begins, where it has one."""
    return () if clause.release.from_ is None else (clause.release.from_,)


def reads(clause: Right) -> tuple[Source, ...]:
    """Where each fact comes from."""
    service = clause.release.service
    return (QuantityOf(() if service is None else (service,), "released"), DueOf(clause.release.gates, gates=True))


def explain(told: Told) -> Iterable[Message]:
    """Whether it holds."""
    yield HOLDS() if told.after.due > 0 else RESTS()


def said_release(release: Release, said: Said) -> Iterable[Message]:
    """What releases it and how long it lasts, as people sign it."""
    if release.from_ is not None:
        yield SAYS_FROM(day=release.from_.isoformat())
    for gate in release.gates:
        yield SAYS_GATE(gate=said.clauses([gate]))
    if release.service is not None:
        yield SAYS_TOLD(service=said.service(release.service))
    yield SAYS_LASTS[release.lasts]()


def check(clause: Right) -> Iterable[Fault]:
    """Something can release it."""
    release = clause.release
    if release.service is None and not release.gates and release.from_ is None:
        yield NEVER.at("release")
