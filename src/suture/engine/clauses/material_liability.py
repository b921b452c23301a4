"""Material liability: the buyer answers for parts that its forecast authorised and that nobody needs any more.

Rules: docs/rules/material_liability.md. Excess and obsolete parts are bought back, and what is left on exit.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Price, Quantity, Share
from suture.engine.clauses.kind import (
    AGREEMENT,
    ClauseBase,
    InForce,
    Kind,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
)
from suture.engine.clauses.material_stock import (
    SAYS_CREDIT,
    SAYS_EXIT,
    Age,
    Excess,
    OnExit,
    bought,
    check_age,
    check_size,
    said_age,
)
from suture.engine.clauses.saying import Said, in_days, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, lower, when
from suture.engine.text import Message, Text

STOCK = Text(
    "material_liability.stock",
    "{authorised} {unit} authorised, {bought} bought − {gone} used and returned − {taken} bought back before = {left}",
    "授权采购 {authorised} {unit}，已采购 {bought} − 已耗用及退回 {gone} − 此前已买下 {taken} = {left}",
)
EXCESS = Text(
    "material_liability.excess",
    "excess, without need for {days}: {moved} × {cost} {currency}",
    "超过 {days}无需求的过剩物料：{moved} × {cost} {currency}",
)
OBSOLETE = Text(
    "material_liability.obsolete",
    "obsolete, neither used nor authorised for {days}: {moved} × {cost} {currency}",
    "{days}内既未耗用也未授权采购的呆滞物料：{moved} × {cost} {currency}",
)
ENDED = Text(
    "material_liability.ended",
    "the agreement ends, all is bought: {moved} × {cost} {currency}",
    "协议结束，全部买下：{moved} × {cost} {currency}",
)
CREDITED = Text(
    "material_liability.credited",
    "used or returned after it was bought: {moved} × {cost} {currency} credited",
    "买下后又被耗用或退回：{moved} × {cost} {currency}，予以抵扣",
)
NOTHING = Text("material_liability.nothing", "nothing is bought back in this period", "本结算期无须买下物料")

SAYS = Text(
    "material_liability.says",
    "The seller buys {service} as far as the buyer's forecast authorises it, in order quantities of {size}. The buyer "
    "answers at {cost} for what was bought and has been neither used nor returned.",
    "卖方在买方预测授权的范围内采购{service}，订购批量为 {size}。已采购而未耗用、未退回的部分，买方按{cost}承担责任。",
)
SAYS_EXCESS = Text(
    "material_liability.says_excess",
    "Parts of class {part_class} without need for {age} are excess, the oldest being used first; the buyer buys them "
    "at that cost at the end of the settlement period.",
    "{part_class} 类物料超过 {age}无需求的为过剩物料（先进先出），买方应于该结算期末按上述成本买下。",
)
SAYS_OBSOLETE = Text(
    "material_liability.says_obsolete",
    "Where the part is neither used nor authorised for {age}, all that is on hand is obsolete, and the buyer buys it.",
    "物料在 {age}内既未耗用也未授权采购的，全部在库数量为呆滞物料，由买方买下。",
)
SAYS_HANDLING = Text(
    "material_liability.says_handling",
    "For handling, {handling} of that cost is added to it.",
    "另按上述成本的 {handling} 加收管理费。",
)
SAYS_NO_EXCESS = Text(
    "material_liability.says_no_excess",
    "While the agreement is in force nothing is bought as excess.",
    "协议有效期内，买方无须买下过剩物料。",
)
SAYS_NO_OBSOLETE = Text(
    "material_liability.says_no_obsolete",
    "While the agreement is in force nothing is bought as obsolete.",
    "协议有效期内，买方无须买下呆滞物料。",
)

NEVER = refusal(
    "material_never_due",
    "neither excess, obsolete parts nor an exit makes anything due",
    "Write 'excess', 'obsolete' or another 'on_exit'; else leave the clause out.",
    "过剩、呆滞和退出均不产生任何应付款",
    "写 'excess'、'obsolete' 或其他 'on_exit'；否则删去本条。",
)
AT_ONCE = refusal(
    "obsolete_at_once",
    "parts would be obsolete in the settlement period in which they are bought",
    "Write at least 1 period.",
    "物料在采购的当期即为呆滞",
    "至少写 1 个结算期。",
)


class Clause(ClauseBase):
    """A material liability as written, for one part; without ``excess`` or ``obsolete`` there is no such buy-back.

    ``handling`` is what the seller adds to the cost of what is bought.
    """

    kind: Literal["material_liability"] = "material_liability"
    service: str
    order_quantity: Quantity
    unit_cost: Price
    handling: Share | None = None
    excess: Excess | None = None
    obsolete: Age | None = None
    on_exit: OnExit


class Terms(NamedTuple, Generic[N]):
    """Order quantity, cost of a step; 1 where excess is bought; periods to obsolete (0: never); 1 for either exit."""

    size: N
    cost: N
    excess: N
    obsolete: N
    on_termination: N
    at_end: N


class State(NamedTuple, Generic[N]):
    """Authorised, and by so long ago; used and returned; bought back; periods without need; ended; due."""

    authorised: N
    then: N
    gone: N
    taken: N
    idle: N
    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps authorised now and so long ago, used, returned; above zero when terminated; the share in force."""

    authorised: N
    authorised_then: N
    used: N
    returned: N
    terminated: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Excess is bought back, all where the part is obsolete or the agreement ends; what is needed after all returns."""
    authorised, then = s.authorised + x.authorised, s.then + x.authorised_then
    gone = s.gone + x.used + x.returned
    idle = s.idle + 1 if x.authorised <= 0 and x.used <= 0 else 0 * s.idle
    ended = s.ended + p.on_termination * x.terminated + p.at_end * w.closes
    left = bought(authorised, p.size) - gone - s.taken
    whole = ended + when(x.in_force, when(p.obsolete, above(idle + 1, p.obsolete)))
    aged = p.excess * when(x.in_force, above(bought(then, p.size), gone + s.taken))
    back = lower(above(0 * left, left), s.taken)
    moved = (above(left, 0 * left) if whole > 0 else aged) - back
    return State(authorised, then, gone, s.taken + moved, idle, ended, s.due + moved * p.cost)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        size=at.steps(clause.order_quantity),
        cost=at.per_step(clause.unit_cost) * (1 + at.value(clause.handling)),
        excess=Decimal(clause.excess is not None),
        obsolete=Decimal(clause.obsolete.periods if clause.obsolete else 0),
        on_termination=Decimal(clause.on_exit != "nothing_due"),
        at_end=Decimal(clause.on_exit == "due_at_any_end"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services, excess = (clause.service,), clause.excess
    return (
        QuantityOf(services, "authorised"),
        QuantityOf(services, "authorised", excess.periods) if excess else QuantityOf((), "authorised"),
        QuantityOf(services, "used"),
        QuantityOf(services, "returned"),
        QuantityOf((AGREEMENT,), "terminated"),
        InForce(),
    )


def explain(told: Told) -> Iterable[Message]:
    """The stock, and what of it is bought back and why."""
    p, before, after, clause = told.terms, told.before, told.after, told.clause
    all_bought = bought(after.authorised, p.size)
    yield STOCK(
        authorised=told.quantity(after.authorised), unit=told.unit.name, bought=told.quantity(all_bought),
        gone=told.quantity(after.gone), taken=told.quantity(before.taken),
        left=told.quantity(all_bought - after.gone - before.taken),
    )  # fmt: skip
    moved = told.quantity(after.taken - before.taken)
    cost = {"moved": abs(moved), "cost": p.cost / told.unit.step, "currency": told.currency}
    if moved == 0:
        yield NOTHING()
    elif moved < 0:
        yield CREDITED(**cost)
    elif after.ended > 0:
        yield ENDED(**cost)
    elif clause.obsolete and after.idle >= p.obsolete:
        yield OBSOLETE(days=in_days(clause.obsolete.days), **cost)
    else:
        yield EXCESS(days=in_days(clause.excess.days), **cost)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        service=said.service(clause.service), size=said.quantity(clause.order_quantity, clause.service),
        cost=said.price(clause.unit_cost, clause.service),
    )  # fmt: skip
    if clause.handling is not None:
        yield SAYS_HANDLING(handling=share(clause.handling))
    if clause.excess:
        yield SAYS_EXCESS(part_class=clause.excess.part_class, age=said_age(clause.excess))
    else:
        yield SAYS_NO_EXCESS()
    yield SAYS_OBSOLETE(age=said_age(clause.obsolete)) if clause.obsolete else SAYS_NO_OBSOLETE()
    yield SAYS_EXIT[clause.on_exit]()
    yield SAYS_CREDIT()


def check(clause: Clause) -> Iterable[Fault]:
    """An order quantity to divide by that stays, ages that fit the calendar, and something that can fall due."""
    yield from check_size(clause.order_quantity)
    if clause.excess:
        yield from check_age(clause.excess, "excess")
    if clause.obsolete and clause.obsolete.periods == 0:
        yield AT_ONCE.at("obsolete", "periods")
    elif clause.obsolete:
        yield from check_age(clause.obsolete, "obsolete")
    if clause.on_exit == "nothing_due" and not clause.excess and not clause.obsolete:
        yield NEVER.at("on_exit")


KIND = Kind(
    "material_liability", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("material_liability.title", "Liability for material", "物料责任"), check=check,
)  # fmt: skip
