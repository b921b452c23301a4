"""Late delivery: the buyer is credited a share of the value of what is late, for every step of days, up to a cap.

Rules: docs/rules/late_delivery.md. Every late delivery stands alone: what was late, and the day that was promised.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.delay import Grace, counted_days, days_late, grace_of, said_grace
from suture.engine.clauses.figure import Price, Share
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told, notice_of
from suture.engine.clauses.saying import Said, in_days, share
from suture.engine.number import N, Window, lower, started
from suture.engine.text import Message, Text

TITLE = Text("late_delivery.title", "Late delivery", "迟延交货")
LATE = Text(
    "late_delivery",
    "{late} {unit} × {value} {currency}, {days} days late: {steps} × {share} % credited",
    "{late} {unit} × {value} {currency}，迟 {days} 天：按 {steps} × {share} % 抵扣",
)
CAPPED = Text(
    "late_delivery.capped",
    "{late} {unit} × {value} {currency}, {days} days late: {steps} × {share} %, at most {cap} % credited",
    "{late} {unit} × {value} {currency}，迟 {days} 天：{steps} × {share} %，以 {cap} % 为限抵扣",
)
NONE = Text(
    "late_delivery.none",
    "{late} {unit}, {days} days late: no step of days is reached, nothing is credited",
    "{late} {unit}，迟 {days} 天：未满计算期，不予抵扣",
)

SAYS = Text(
    "late_delivery.says",
    "Where {services} is delivered after the promised day, the seller credits the buyer for every {step} of delay with "
    "{share} of the value of what is late, taken at {value}.",
    "{services}迟于约定日期交付的，每迟 {step}，卖方按迟交部分价值的 {share} 向买方抵扣，迟交部分按{value}计值。",
)
SAYS_PART = {
    "counts": Text(
        "late_delivery.says_part_counts", "A part of {step} counts as a whole one.", "不足 {step}的，按 {step}计。"
    ),
    "does_not_count": Text(
        "late_delivery.says_part_does_not_count", "A part of {step} does not count.", "不足 {step}的，不计。"
    ),
}
SAYS_CAP = Text(
    "late_delivery.says_cap", "For one delivery no more than {cap} of that value is credited.",
    "每次交付的抵扣额以该价值的 {cap} 为限。",
)  # fmt: skip
SAYS_TOLD = {
    "buyer": Text(
        "late_delivery.says_told_by_buyer",
        "The buyer tells the seller of every late delivery, with the promised day and the day of delivery.",
        "每次迟延交货由买方通知卖方，并载明约定日期和实际交付日期。",
    ),
    "seller": Text(
        "late_delivery.says_told_by_seller",
        "The seller tells the buyer of every late delivery, with the promised day and the day of delivery.",
        "每次迟延交货由卖方通知买方，并载明约定日期和实际交付日期。",
    ),
}


class Clause(ClauseBase):
    """Damages for late delivery as written; without ``grace`` the first day counts, without ``cap`` there is none."""

    kind: Literal["late_delivery"] = "late_delivery"
    services: tuple[str, ...] = Field(min_length=1)
    value_per_unit: Price
    share_per_step: Share
    step_days: int = Field(gt=0)
    part_of_step: Literal["counts", "does_not_count"]
    grace: Grace | None = None
    cap: Share | None = None
    told_by: Literal["buyer", "seller"]


class Terms(NamedTuple, Generic[N]):
    """Value of a step of goods; share per step of days, and the most of it; all that makes steps of days, in days.

    ``part`` are the days that a step may miss and not count; ``back`` those of grace that count once it is passed.
    """

    value: N
    share: N
    cap: N
    step_days: N
    part: N
    grace: N
    back: N


class State(NamedTuple, Generic[N]):
    """Due since the start (negative: credited to the buyer)."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of goods delivered late, and the days from their delivery to the promised day (negative)."""

    late: N
    notice: N


def steps_of_days(p: Terms[N], notice: N) -> int:
    """How many steps of days a delay counts for."""
    return started(counted_days(notice, p.grace, p.back) - p.part, p.step_days)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every late delivery is credited by its days, up to the cap."""
    return State(s.due - x.late * p.value * lower(steps_of_days(p, x.notice) * p.share, p.cap))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    days, (grace, back) = Decimal(clause.step_days), grace_of(clause.grace)
    return Terms(
        value=at.per_step(clause.value_per_unit),
        share=at.value(clause.share_per_step),
        cap=at.value(clause.cap) if clause.cap else Decimal("Infinity"),
        step_days=days,
        part=Decimal(0) if clause.part_of_step == "counts" else days - 1,
        grace=grace,
        back=back,
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf(clause.services, "late"), QuantityOf(clause.services, notice_of("late")))


def explain(told: Told) -> Iterable[Message]:
    """What was late, by how many days, and the share that is credited."""
    p, unit, days = told.terms, told.unit, days_late(told.facts.notice)
    late, steps = told.quantity(told.facts.late), steps_of_days(p, told.facts.notice)
    if steps == 0:
        yield NONE(late=late, unit=unit.name, days=days)
        return
    what = {"late": late, "unit": unit.name, "value": p.value / unit.step, "currency": told.currency, "days": days}
    if steps * p.share > p.cap:
        yield CAPPED(**what, steps=steps, share=p.share * 100, cap=p.cap * 100)
    else:
        yield LATE(**what, steps=steps, share=p.share * 100)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    one_step = in_days(clause.step_days)
    yield SAYS(
        services=said.listed(clause.services), step=one_step, share=share(clause.share_per_step),
        value=said.price(clause.value_per_unit, clause.services[0]),
    )  # fmt: skip
    yield SAYS_PART[clause.part_of_step](step=one_step)
    if clause.grace:
        yield said_grace(clause.grace)
    if clause.cap:
        yield SAYS_CAP(cap=share(clause.cap))
    yield SAYS_TOLD[clause.told_by]()


KIND = Kind(
    "late_delivery", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    window=lambda clause: "order",
)  # fmt: skip
