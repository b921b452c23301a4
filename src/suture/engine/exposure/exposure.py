"""The exposure of one agreement on one day: what is owed under each scenario, until when what of it can be avoided, and
what nothing in the agreement provides for."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from suture.engine.clauses.kind import ClauseBase
from suture.engine.clauses.unlifted_goods import Clause as UnliftedGoods
from suture.engine.exposure.course import Course, follows
from suture.engine.exposure.deadlines import Deadline, deadlines
from suture.engine.exposure.open import Open, known, open_on, read_by
from suture.engine.exposure.owed import Owed, billed_before, owed, owing
from suture.engine.exposure.rerated import Before, happened
from suture.engine.exposure.scenario import PLAN, USUAL, Scenario
from suture.engine.money import rounded
from suture.engine.rating.charges import Charge
from suture.engine.rating.exact import Folded, fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.gathering import period_of, reading_of
from suture.engine.rating.plan import Plan
from suture.engine.text import Message, Text

NO_CANCELLATION: Final = Text(
    "exposure.no_cancellation",
    "{quantity} {service} on order: no clause says what cancelling costs",
    "已订购 {quantity} {service}：没有条款约定取消的费用",
)
NO_MATERIAL: Final = Text(
    "exposure.no_material",
    "{quantity} {service} authorised and neither used nor returned: no clause says who answers for them",
    "已授权采购而未耗用、未退回 {quantity} {service}：没有条款约定由谁承担",
)
NO_BALANCE: Final = Text(
    "exposure.no_balance",
    "{money} of {clause} not paid back yet: none of it is due if the agreement ends",
    "{clause} 尚有 {money} 未收回：协议终止时无需支付",
)
LATER: Final = Text(
    "exposure.later_facts",
    "{n} facts were told after {on} and are left out",
    "有 {n} 条事实晚于 {on}，未计入",
)
LATER_ONE: Final = Text(
    "exposure.later_fact",
    "{n} fact was told after {on} and is left out",
    "有 {n} 条事实晚于 {on}，未计入",
)
UNSERVED: Final = Text(
    "exposure.unserved",
    "{service}: no delivery is told at all, so an order counts as taken on its day",
    "{service}：未告知任何交付，订单视为于交付日提取",
)
ASTRAY: Final = Text(
    "exposure.astray",
    "{quantity} {service} delivered under orders that are not told; not set off",
    "{quantity} {service} 的交付所属订单未告知，未作抵减",
)
TOOLING: Final = ("tooling", "financed_tooling")
"""Kinds of which a cost is paid back."""


class Exposure(NamedTuple):
    """What is owed on a day; ``planned`` is the reference, ``not_known`` are clauses that could not be counted."""

    agreement: str
    buyer: str
    seller: str
    currency: str
    on: date
    planned: Owed
    owed: tuple[Owed, ...]
    deadlines: tuple[Deadline, ...]
    uncovered: tuple[Message, ...] = ()
    not_known: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()


def exposure(
    plan: Plan, facts: Sequence[Fact], on: date, scenarios: Iterable[Scenario] = USUAL,
    left_out: Sequence[ClauseBase] = (),
) -> Exposure:  # fmt: skip
    """What an agreement's buyer owes if it acts so on a day.

    ``facts`` are faultless and of this agreement; those told after the day are left out. The plan is one whose figures
    are settled. Each scenario is rated once, and of it only what it touches. ``left_out`` are clauses that the plan
    lacks since a figure of theirs is not known: they charge nothing here, but what they read is provided for.
    """
    told = known(facts, on)
    found = open_on(plan, facts, on, left_out)
    reading = reading_of(plan)
    folded = fold(plan, happened(plan, reading, told))
    before = Before(plan, folded, billed_before(plan, folded, on))

    def course_of(scenario: Scenario) -> Course:
        return follows(plan, found, on, scenario)

    def due_of(course: Course) -> tuple[Charge, ...]:
        return owing(before.charges(happened(plan, reading, [*told, *course.facts]), course.facts))

    as_planned = course_of(PLAN)
    due = due_of(as_planned)
    planned = {(charge.clause, charge.period.start): charge.money for charge in due}
    done = []
    for scenario in scenarios:
        course = course_of(scenario)
        done.append(owed(scenario, course, due_of(course), planned))
    parties = plan.agreement.parties
    return Exposure(
        plan.agreement.agreement, parties.buyer, parties.seller, plan.agreement.currency, on,
        owed(PLAN, as_planned, due, planned), tuple(done), deadlines(plan, folded, found, on),
        (*uncovered(read_by(plan, left_out), when_ready(plan, left_out), told, found),
         *without_balance(plan, folded, on)), (),
        tuple(notes(found, on)),
    )  # fmt: skip


def notes(found: Open, on: date) -> Iterable[Message]:
    """What was taken for granted about the facts."""
    if found.later:
        yield (LATER_ONE if found.later == 1 else LATER)(n=found.later, on=str(on))
    for service in found.unserved:
        yield UNSERVED(service=service)
    for service, quantity in found.astray:
        yield ASTRAY(quantity=quantity, service=service)


def when_ready(plan: Plan, left_out: Iterable[ClauseBase]) -> frozenset[tuple[str, str]]:
    """The services with the measure in which their goods are ready, that are paid for if they are not lifted."""
    written = [version.clause for line in plan.lines for version in line.versions]
    return frozenset((one.service, one.ready) for one in (*written, *left_out) if isinstance(one, UnliftedGoods))


def uncovered(
    read: Container[tuple[str, str]], ready: Container[tuple[str, str]], told: Sequence[Fact], found: Open
) -> Iterable[Message]:
    """What is open and no clause charges: the seller has no cover, the buyer no certainty. Goods of an order that are
    ``ready`` are covered by the clause that prices goods not lifted."""
    for service in dict.fromkeys(order.service for order in found.orders):
        if (service, "cancelled") not in read and (service, "rescheduled") not in read:
            quantity = Decimal(0)
            for order in found.orders:
                if order.service == service:
                    made = (of for measure, of in order.begun if (service, measure) in ready)
                    quantity += order.quantity - max(made, default=Decimal(0))
            if quantity > 0:
                yield NO_CANCELLATION(quantity=quantity, service=service)
    for service in dict.fromkeys(fact.service for fact in told if fact.kind == "authorised"):
        if (service, "authorised") not in read:
            left = material_left(told, service)
            if left > 0:
                yield NO_MATERIAL(quantity=left, service=service)


def without_balance(plan: Plan, folded: Sequence[Folded], on: date) -> Iterable[Message]:
    """Tools and equipment that are not paid back on a day, and of which nothing is due if the agreement ends then."""
    at = period_of(plan.periods, on)
    for each in folded:
        entry = next((entry for entry in each.entries if entry.at == at), None)
        if entry is None or each.line.kind.name not in TOOLING or entry.terms.owes_balance > 0:
            continue
        left = rounded(entry.terms.cost - entry.after.recovered, each.line.currency, plan.agreement.rounding.mode)
        if left.minor > 0:
            yield NO_BALANCE(money=str(left), clause=each.line.name)


def material_left(told: Sequence[Fact], service: str) -> Decimal:
    """Parts that were authorised and have been neither used nor returned."""
    signs = {"authorised": 1, "used": -1, "returned": -1}
    return sum(
        (fact.quantity * signs[fact.kind] for fact in told if fact.service == service and fact.kind in signs),
        Decimal(0),
    )
