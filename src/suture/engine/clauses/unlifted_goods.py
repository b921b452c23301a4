"""Unlifted goods: what stood ready for so long and was not taken is paid for; once taken after all, it is credited.

Rules: docs/rules/unlifted_goods.md. The oldest goods are taken first, so what is unlifted is what had become ready by
so many settlement periods ago above all that has been taken since the start.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Price, Share
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.material_stock import Age, OnExit, check_age, said_age
from suture.engine.clauses.saying import MEASURES, Said, in_months, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above
from suture.engine.text import Message, Text

TITLE = Text("unlifted_goods.title", "Unlifted goods", "逾期未提货物")
LEFT = Text(
    "unlifted_goods.left",
    "{moved} {unit} ready and not taken for {age}: × {price} {currency}",
    "{moved} {unit} 已备妥 {age}未提取：× {price} {currency}",
)
ENDED = Text(
    "unlifted_goods.ended",
    "the agreement ends with {left} {unit} ready and not taken, {moved} of them not paid for before: × {price} "
    "{currency}",
    "协议结束时 {left} {unit} 已备妥未提取，其中 {moved} 此前未付款：× {price} {currency}",
)
LIFTED = Text(
    "unlifted_goods.lifted",
    "{moved} {unit} paid for before are taken after all: × {price} {currency} credited",
    "此前已付款的 {moved} {unit} 现已提取：× {price} {currency}，予以抵扣",
)
NOTHING = Text(
    "unlifted_goods.nothing",
    "{left} {unit} unlifted and paid for; nothing changes in this period",
    "逾期未提且已付款 {left} {unit}；本结算期无变化",
)

SAYS = Text(
    "unlifted_goods.says",
    "For {service}, counted as {ready}, that stood ready for {age} and was not taken, counted as {taken}, the buyer "
    "pays {share} of {price} at the end of the settlement period. The oldest goods are taken first.",
    "{service}（按{ready}数量计）备妥满 {age}仍未提取（按{taken}数量计）的，买方应于该结算期末按{price}的 {share} "
    "付款。先备妥的货物视为先提取。",
)
SAYS_KEPT = Text(
    "unlifted_goods.says_kept",
    "The seller keeps what was paid for ready for the buyer for {months}, free of charge.",
    "已付款的货物由卖方免费为买方保管 {months}。",
)
SAYS_CREDIT = Text(
    "unlifted_goods.says_credit",
    "What is taken after it was paid for is credited by the same share of the price in force.",
    "付款后提取的货物，按当时价格的同一比例抵扣。",
)
SAYS_EXIT: Mapping[OnExit, Text] = {
    "due_at_any_end": Text(
        "unlifted_goods.says_any_end",
        "When the agreement ends, by termination or by time, all that is ready and not taken is paid for in the same "
        "way.",
        "协议终止或期满时，已备妥而未提取的全部货物，买方均按上述方式付款。",
    ),
    "due_on_termination": Text(
        "unlifted_goods.says_termination",
        "When the agreement is terminated, all that is ready and not taken is paid for in the same way.",
        "协议提前终止时，已备妥而未提取的全部货物，买方均按上述方式付款。",
    ),
    "nothing_due": Text(
        "unlifted_goods.says_nothing_due",
        "The end of the agreement makes nothing due earlier.",
        "协议终止或期满不使任何款项提前到期。",
    ),
}

SAME = refusal(
    "unlifted_goods_ready_is_taken",
    "goods are counted as {measure} both when they are ready and when they are taken",
    "Write two measures, such as ready: made and taken: accepted.",
    "备妥与提取均按 {measure} 计数",
    "请写两个不同的计量项，例如 ready: made 和 taken: accepted。",
)


class Clause(ClauseBase):
    """Unlifted goods as written. Facts of ``ready`` are told on the day of delivery that was ordered."""

    kind: Literal["unlifted_goods"] = "unlifted_goods"
    service: str
    ready: Measure
    taken: Measure
    after: Age = Field(description="how long goods may stand ready")
    share: Share
    price: Price
    kept_months: int = Field(ge=0, description="for how long what was paid for is kept free; changes no amount")
    on_exit: OnExit


class Terms(NamedTuple, Generic[N]):
    """What a step unlifted costs; 1 for either exit."""

    price: N
    on_termination: N
    at_end: N


class State(NamedTuple, Generic[N]):
    """Ready since the start, and by so long ago; taken; unlifted now; ended; due since the start."""

    ready: N
    then: N
    taken: N
    unlifted: N
    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps that became ready in the period, and so long ago; steps taken; above zero when terminated."""

    ready: N
    ready_then: N
    taken: N
    terminated: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is newly unlifted is due, what was taken after all comes back; on exit all that is ready counts."""
    ready, then, taken = s.ready + x.ready, s.then + x.ready_then, s.taken + x.taken
    ended = s.ended + p.on_termination * x.terminated + p.at_end * w.closes
    unlifted = above(ready if ended > 0 else then, taken)
    return State(ready, then, taken, unlifted, ended, s.due + (unlifted - s.unlifted) * p.price)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        price=at.per_step(clause.price) * at.value(clause.share),
        on_termination=Decimal(clause.on_exit != "nothing_due"),
        at_end=Decimal(clause.on_exit == "due_at_any_end"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services = (clause.service,)
    return (
        QuantityOf(services, clause.ready),
        QuantityOf(services, clause.ready, clause.after.periods),
        QuantityOf(services, clause.taken),
        QuantityOf((AGREEMENT,), "terminated"),
    )


def explain(told: Told) -> Iterable[Message]:
    """What is newly unlifted, or taken after all."""
    after, unit = told.after, told.unit
    moved, left = told.quantity(after.unlifted - told.before.unlifted), told.quantity(after.unlifted)
    what = {"moved": abs(moved), "unit": unit.name, "price": told.terms.price / unit.step, "currency": told.currency}
    if moved < 0:
        yield LIFTED(**what)
    elif moved == 0:
        yield NOTHING(left=left, unit=unit.name)
    elif after.ended > 0:
        yield ENDED(left=left, **what)
    else:
        yield LEFT(age=said_age(told.clause.after), **what)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        service=said.service(clause.service), ready=MEASURES[clause.ready](), taken=MEASURES[clause.taken](),
        age=said_age(clause.after), share=share(clause.share), price=said.price(clause.price, clause.service),
    )  # fmt: skip
    if clause.kept_months:
        yield SAYS_KEPT(months=in_months(clause.kept_months))
    yield SAYS_CREDIT()
    yield SAYS_EXIT[clause.on_exit]()


def check(clause: Clause) -> Iterable[Fault]:
    """Days that fit the calendar, and goods that can be told ready and taken apart."""
    yield from check_age(clause.after, "after")
    if clause.ready == clause.taken:
        yield SAME.at("taken", measure=clause.taken)


KIND = Kind(
    "unlifted_goods", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    check=check,
)  # fmt: skip
