"""Line down: a line that stands idle for the buyer's reasons costs its crew and its room by the day, after free days.

Rules: docs/rules/line_down.md.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Quantity, Ratio
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, WindowName
from suture.engine.clauses.saying import WINDOWS, Said, number
from suture.engine.number import N, Window, above
from suture.engine.text import Message, Text

TITLE = Text("line_down.title", "Line down", "停线")
DOWN = Text(
    "line_down",
    "{counted} {unit} idle × ({crew} × {hours} h × {rate} + room {room}) {currency}",
    "停线 {counted} {unit} ×（{crew} 人 × {hours} 小时 × {rate} + 场地 {room}）{currency}",
)
FREE = Text(
    "line_down.free",
    "{idle} {unit} idle in the window so far, {free} of them free",
    "本期累计停线 {idle} {unit}，其中 {free} 免费",
)

SAYS = Text(
    "line_down.says",
    "When {service} stands idle because the buyer's parts or decisions are late, the buyer pays for every {unit} a "
    "crew of {crew} for {hours} hours at {rate}, and {room} for the room.",
    "因买方物料或决定迟延致使{service}停线的，买方按每{unit}支付 {crew} 人、各 {hours} 小时的人工费（{rate}），"
    "另加场地费 {room}。",
)
SAYS_FREE = Text(
    "line_down.says_free",
    "In {window} nothing is due for the first {free}.",
    "{window}的前 {free}不收费。",
)
STOP = Text("line_down.stop", "each stop", "每次停线")
SAYS_STOP = Text(
    "line_down.says_stop",
    "A stop is told when it ends, with all of its days.",
    "每次停线于结束时申报其全部停线时间。",
)


class Clause(ClauseBase):
    """Line down as written: the crew and hours of a day and their rate, the room, and what is free in a window."""

    kind: Literal["line_down"] = "line_down"
    service: str
    window: WindowName
    free: Quantity
    crew: Ratio
    hours_per_day: Ratio
    hourly_rate: Ratio
    room_per_day: Amount


class Terms(NamedTuple, Generic[N]):
    """Steps that are free; what a step costs; the parts of it, per day, which are only told."""

    free: N
    price: N
    crew: N
    hours: N
    rate: N
    room: N


class State(NamedTuple, Generic[N]):
    """Steps idle in this window; due since the start."""

    idle: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps idle in the period."""

    idle: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What the window has above its free days costs its price."""
    before = s.idle if w.opens == 0 else 0 * s.idle
    idle = before + x.idle
    return State(idle, s.due + (above(idle, p.free) - above(before, p.free)) * p.price)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    crew, hours, rate = at.value(clause.crew), at.value(clause.hours_per_day), at.value(clause.hourly_rate)
    room = at.value(clause.room_per_day)
    price = at.unit.price_per_step(crew * hours * rate + room)
    return Terms(at.steps(clause.free), price, crew, hours, rate, room)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), "idle"),)


def explain(told: Told) -> Iterable[Message]:
    """The days above the free ones, and what one of them costs."""
    p, unit = told.terms, told.unit
    idle = told.after.idle
    if counted := above(idle, p.free) - above(idle - told.facts.idle, p.free):
        yield DOWN(
            counted=told.quantity(counted), unit=unit.name, crew=p.crew, hours=p.hours, rate=p.rate,
            room=p.room, currency=told.currency,
        )  # fmt: skip
    yield FREE(
        idle=told.quantity(told.after.idle), unit=unit.name,
        free=told.quantity(told.after.idle - above(told.after.idle, p.free)),
    )  # fmt: skip


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        service=said.service(clause.service), unit=said.unit(clause.service), crew=number(clause.crew),
        hours=number(clause.hours_per_day), rate=said.per_hour(clause.hourly_rate),
        room=said.money(clause.room_per_day),
    )  # fmt: skip
    by_stop = clause.window == "order"
    window = STOP() if by_stop else WINDOWS[clause.window]()
    yield SAYS_FREE(window=window, free=said.quantity(clause.free, clause.service))
    if by_stop:
        yield SAYS_STOP()


KIND = Kind("line_down", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE)
