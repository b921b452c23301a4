"""Reschedule: a flex table says how often and how far an order may be put off; beyond it a share of its value is due.

Rules: docs/rules/reschedule.md. Every move is an event: the fact of kind rescheduled is for the day agreed before, the
fact of kind confirmed under the same event for the new one.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Share, Written
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, notice_of
from suture.engine.clauses.notice_table import by_notice, check_notice, said_notice
from suture.engine.clauses.saying import Said, in_days, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Quad, Window, above, higher, jumped, when
from suture.engine.text import Message, Text

MOVED = Text(
    "reschedule.moved",
    "{moved} {unit} put off by {far} at {notice} days of notice, move {times} of the order",
    "提前 {notice} 天通知，{moved} {unit} 推迟 {far}，为该订单第 {times} 次改期",
)
WITHIN = Text("reschedule.within", "within the table: nothing is due", "在允许范围内，无须付费")
BEYOND = Text(
    "reschedule.beyond",
    "beyond the table (by at most {most}, moves in all: {moves}): {moved} × {price} {currency} × {share} %",
    "超出允许范围（最多推迟 {most}，累计改期次数 {moves}）：{moved} × {price} {currency} × {share} %",
)

SAYS = Text(
    "reschedule.says",
    "The buyer may put off deliveries of {service} that it has ordered within this table. Its rows follow the notice, "
    "counted in days to the day of delivery agreed before.",
    "买方可在下列范围内推迟已订购的{service}的交付。各档按改期通知日至原约定交付日之间的天数确定。",
)
SAYS_ROW = Text(
    "reschedule.says_row",
    "Moved {notice}: by at most {days}; moves of one order in all: at most {moves}.",
    "{notice}改期的：最多推迟 {days}，同一订单累计改期不超过 {moves} 次。",
)
SAYS_NONE = Text("reschedule.says_none", "Moved {notice}: not allowed.", "{notice}改期的：不允许。")
SAYS_BEYOND = Text(
    "reschedule.says_beyond",
    "For what is put off further or more often the buyer pays {share} of its value, taken at {price}. What is moved to "
    "an earlier day is not limited here.",
    "超出上述天数或次数推迟的部分，买方按其价值（以{price}计）的 {share} 支付改期费。提前交付不受本条限制。",
)

HALF = refusal(
    "reschedule_row_half",
    "the row allows {moves} moves by {days} days, so none at all",
    "Write both above zero, or 'moves: 0' and 'days: 0' where nothing may be moved.",
    "该行允许改期 {moves} 次、最多推迟 {days} 天，即不允许任何改期",
    "两项均请填写大于零的数；不允许改期的，请填写“moves: 0”和“days: 0”。",
)


class Row(Written):
    """From how many days of notice on: how often an order may be moved in all, and by how many days at most."""

    days_at_least: int = Field(ge=0)
    moves: int = Field(ge=0)
    days: int = Field(ge=0)


class Clause(ClauseBase):
    """A flex table as written. ``beyond`` is the share of the value that is due for what goes beyond it."""

    kind: Literal["reschedule"] = "reschedule"
    service: str
    price: Price
    table: tuple[Row, ...] = Field(min_length=1)
    beyond: Share


class Terms(NamedTuple, Generic[N]):
    """Price of a step, share due beyond; moves and days at the shortest notice, and where and by how much they rise."""

    price: N
    share: N
    moves: N
    days: N
    enters: tuple[Quad[N], ...]
    more_moves: tuple[Quad[N], ...]
    more_days: tuple[Quad[N], ...]


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Of one move: steps, days to the day agreed before and to the new one, which move of the order it is."""

    moved: N
    notice: N
    new: N
    times: N


def put_off(x: Facts[N]) -> N:
    """By how many days; nothing where the new day is earlier."""
    return above(x.new, x.notice)


def move(x: Facts[N]) -> N:
    """Which move of its order it is: the first where nothing is told."""
    return higher(x.times, 1 + 0 * x.times)


def days_allowed(p: Terms[N], x: Facts[N]) -> N:
    """By how many days it may be put off at this notice."""
    return p.days + jumped(x.notice, p.enters, p.more_days)


def moves_allowed(p: Terms[N], x: Facts[N]) -> N:
    """How often its order may be moved in all at this notice."""
    return p.moves + jumped(x.notice, p.enters, p.more_moves)


def beyond(p: Terms[N], x: Facts[N]) -> N:
    """Above zero where the move goes beyond the table."""
    far = put_off(x)
    return above(far, days_allowed(p, x)) + when(far, above(move(x), moves_allowed(p, x)))


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every move beyond the table owes its share of the value."""
    return State(s.due + when(beyond(p, x), x.moved * p.price * p.share))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    notice = [row.days_at_least for row in clause.table]
    moves = by_notice(notice, [Decimal(row.moves) for row in clause.table])
    days = by_notice(notice, [Decimal(row.days) for row in clause.table])
    return Terms(
        price=at.per_step(clause.price),
        share=at.value(clause.beyond),
        moves=moves.first,
        days=days.first,
        enters=moves.enters,
        more_moves=moves.jumps,
        more_days=days.jumps,
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services = (clause.service,)
    return (
        QuantityOf(services, "rescheduled"),
        QuantityOf(services, notice_of("rescheduled")),
        QuantityOf(services, notice_of("confirmed")),
        QuantityOf((AGREEMENT,), "event"),
    )


def explain(told: Told) -> Iterable[Message]:
    """How far and how often, and whether that is within the table."""
    p, x, unit = told.terms, told.facts, told.unit
    moved, far, times = told.quantity(x.moved), put_off(x), move(x)
    yield MOVED(moved=moved, unit=unit.name, far=in_days(far), notice=x.notice, times=times)
    if beyond(p, x) <= 0:
        yield WITHIN()
    else:
        yield BEYOND(
            most=in_days(days_allowed(p, x)), moves=moves_allowed(p, x), moved=moved, price=p.price / unit.step,
            share=p.share * 100, currency=told.currency,
        )  # fmt: skip


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(service=said.service(clause.service))
    days = [row.days_at_least for row in clause.table]
    for i, row in enumerate(clause.table):
        notice = said_notice(days, i)
        if row.moves and row.days:
            yield SAYS_ROW(notice=notice, days=in_days(row.days), moves=row.moves)
        else:
            yield SAYS_NONE(notice=notice)
    yield SAYS_BEYOND(share=share(clause.beyond), price=said.price(clause.price, clause.service))


def check(clause: Clause) -> Iterable[Fault]:
    """The table says something for every notice, and what a row allows it allows whole."""
    yield from check_notice([row.days_at_least for row in clause.table], "table")
    for i, row in enumerate(clause.table):
        if bool(row.moves) != bool(row.days):
            yield HALF.at("table", i, moves=row.moves, days=row.days)


KIND = Kind(
    "reschedule", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("reschedule.title", "Rescheduling", "订单改期"), window=lambda clause: "order", check=check,
)  # fmt: skip
