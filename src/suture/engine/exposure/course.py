"""The course of a scenario: what would be told as facts if the buyer acted so on a day.

Nothing is estimated here: the rating engine prices these facts as it would price them had they happened, and anybody
can write them into a file and rate them. Rules: docs/rules/exposure.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from suture.engine.clauses.early_termination import Clause as EarlyTermination
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, QuantityOf, notice_of
from suture.engine.clauses.notice import Clause as Notice
from suture.engine.clauses.renewal import Clause as Renewal
from suture.engine.clauses.renewal import changes as term_ends
from suture.engine.clauses.saying import in_days, in_months
from suture.engine.clauses.transfer_assistance import Clause as TransferAssistance
from suture.engine.exposure.open import Open, OpenOrder
from suture.engine.exposure.scenario import Scenario
from suture.engine.period import later
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import Plan
from suture.engine.rating.trial import measures_of
from suture.engine.terms.amendments import as_of
from suture.engine.text import Message, Text

NO_WAY_OUT: Final = Text(
    "exposure.no_way_out",
    "no clause lets the buyer leave before {end}; this is what would be owed if it ended by consent on {day}",
    "没有条款允许买方在 {end} 之前退出；以下为经协商于 {day} 终止时的应付金额",
)
LEAVES_ON: Final = Text(
    "exposure.leaves_on",
    "with a notice of {months} the agreement ends on {day}",
    "提前 {months}通知，协议于 {day} 终止",
)
NOTICE_GIVEN: Final = Text(
    "exposure.notice_given",
    "notice is given for {day}; the agreement runs until then",
    "发出以 {day} 为止的通知；协议履行至该日",
)
TOO_LATE: Final = Text(
    "exposure.ends_anyway",
    "leaving takes until after the end of the agreement, {end}; it runs to its end",
    "退出须待协议期满（{end}）之后，协议履行至期满",
)
ENDED: Final = Text(
    "exposure.ended",
    "the agreement was terminated on {day}: nothing is ordered any more, orders that are open stay so",
    "协议已于 {day} 终止：不再下达新订单，未完成订单仍然有效",
)
NOTICE_BESIDE: Final = Text(
    "exposure.notice_beside",
    "clause {clause} may let you go after {days}; what that would change is not counted",
    "条款 {clause} 可能允许贵方在 {days}后退出；由此产生的变化未计入",
)
BY_CONSENT: Final = Text(
    "exposure.by_consent",
    "this is what would be owed if it ended by consent on {day}",
    "以下为经协商于 {day} 终止时的应付金额",
)
NO_DAY: Final = Text(
    "exposure.no_delivery_day",
    "{n} open orders have no day of delivery; they count as due at once",
    "有 {n} 份未完成订单未注明交付日，视为即时到期",
)
NO_DAY_ONE: Final = Text(
    "exposure.no_delivery_day_one",
    "{n} open order has no day of delivery; it counts as due at once",
    "有 {n} 份未完成订单未注明交付日，视为即时到期",
)
BEYOND: Final = Text(
    "exposure.beyond_end",
    "{quantity} {service} would come after the end of the agreement; they are not taken",
    "{quantity} {service} 的交付日在协议终止之后，不予提取",
)
MATERIAL: Final = Text(
    "exposure.material_not_told",
    "material spent for cancelled orders counts as far as it is told; clause {clause} charges it",
    "被取消订单的物料支出仅就已告知部分计入；条款 {clause} 对其计费",
)
HELP: Final = Text(
    "exposure.help_not_told",
    "how many hours of help the transfer takes is not known; clause {clause} charges those beyond the free ones",
    "转移所需协助工时未知；条款 {clause} 对超出免费额度的工时计费",
)


class Course(NamedTuple):
    """The facts of a scenario, and what is to be said of them."""

    facts: tuple[Fact, ...]
    notes: tuple[Message, ...] = ()


def follows(plan: Plan, found: Open, on: date, scenario: Scenario) -> Course:
    """What would be told from a day on if the buyer acted so; ``found`` is what is open on it."""
    facts: list[Fact] = []
    notes: list[Message] = []
    if undated := sum(1 for order in found.orders if order.delivery is None):
        notes.append((NO_DAY_ONE if undated == 1 else NO_DAY)(n=undated))
    ends = plan.agreement.valid.until
    if found.ended:
        notes.append(ENDED(day=str(found.ended)))
    elif scenario.what == "leave":
        ending = leaving(plan, on)
        facts.extend(ending.facts)
        notes.extend(ending.notes)
        notes.extend(HELP(clause=clause.id) for clause in standing(plan, on) if isinstance(clause, TransferAssistance))
    names = Names(found)
    beyond: dict[str, Decimal] = defaultdict(Decimal)
    for order in found.orders:
        gone, kept, day = split(plan, order, on, scenario)
        if gone:
            facts.append(told(plan, order.service, on, gone, "cancelled", names.of(order), order.delivery or on))
        if kept and scenario.what == "delay" and order.delivery is not None:
            facts.extend(put_off(plan, order, on, day, names.of(order)))
        if kept and day < ends:
            facts.extend(
                supplied(plan, order.service, day, kept, names.of(order), {"ordered": kept, **dict(order.begun)})
            )
        elif kept:
            beyond[order.service] += kept
    for need in found.demand if scenario.what in ("plan", "cut", "delay") else ():
        day = later(need.day, scenario.months) if scenario.what == "delay" else need.day
        quantity = need.quantity - whole(plan, need.service, need.quantity * scenario.share)
        if day < ends:
            event = f"plan {need.service} {day:%Y-%m}"
            facts.extend(supplied(plan, need.service, day, quantity, event, {}))
        else:
            beyond[need.service] += quantity
    notes.extend(BEYOND(quantity=quantity, service=service) for service, quantity in beyond.items() if quantity)
    if any(fact.kind == "cancelled" for fact in facts):
        notes.extend(MATERIAL(clause=name) for name in charging_material(plan, on))
    return Course(tuple(facts), tuple(notes))


def split(plan: Plan, order: OpenOrder, on: date, scenario: Scenario) -> tuple[Decimal, Decimal, date]:
    """What of an open order is cancelled, what is taken, and on which day: none in the past, so the next day at the
    earliest."""
    nothing = Decimal(0)
    tomorrow = on + timedelta(1)
    day = max(order.delivery or tomorrow, tomorrow)
    if scenario.what in ("cancel", "leave"):
        return order.quantity, nothing, day
    if scenario.what == "cut":
        gone = whole(plan, order.service, order.quantity * scenario.share)
        return gone, order.quantity - gone, day
    if scenario.what == "delay" and order.delivery is not None:
        return nothing, order.quantity, max(later(order.delivery, scenario.months), tomorrow)
    return nothing, order.quantity, day


def whole(plan: Plan, service: str, quantity: Decimal) -> Decimal:
    """A quantity in whole steps of its service; half a step counts as one."""
    step = plan.agreement.services[service].step
    return (quantity / step).quantize(Decimal(1), ROUND_HALF_UP) * step


class Names:
    """Under which event each open order is told: its own, unless several deliveries of it are open, since one event
    has one day of delivery."""

    def __init__(self, found: Open) -> None:
        self.count = Counter((order.service, order.event) for order in found.orders)

    def of(self, order: OpenOrder) -> str:
        """The event of one open order."""
        if self.count[order.service, order.event] > 1 or not order.event:
            return f"{order.event or order.service} {order.delivery or 'open'}"
        return order.event


def told(plan: Plan, service: str, day: date, quantity: Decimal, kind: str, event: str, for_day: date | None) -> Fact:
    """A fact of the course."""
    declared = plan.agreement.services.get(service)
    unit = declared.unit if declared else ""
    return Fact(plan.agreement.agreement, service, day, quantity, unit, kind, event=event, for_day=for_day)


def supplied(
    plan: Plan, service: str, day: date, quantity: Decimal, event: str, before: Mapping[str, Decimal]
) -> Iterator[Fact]:
    """A supply in every measure that clauses read, less what was told ``before``: what is ordered or made already is
    not ordered or made again."""
    for measure in measures_of(plan, service):
        left = quantity - before.get(measure, Decimal(0))
        if left > 0:
            needs_day = reads(plan, service, notice_of(measure))
            yield told(plan, service, day, left, measure, event, day if needs_day else None)


def put_off(plan: Plan, order: OpenOrder, on: date, new: date, event: str) -> Iterator[Fact]:
    """An order is moved to a new day: as many facts as clauses read of it."""
    assert order.delivery is not None
    yield told(plan, order.service, on, order.quantity, "rescheduled", event, order.delivery)
    if reads(plan, order.service, notice_of("confirmed")) or reads(plan, order.service, "confirmed"):
        yield told(plan, order.service, on, order.quantity, "confirmed", event, new)
    if order.moves and reads(plan, AGREEMENT, "event"):
        yield told(plan, AGREEMENT, on, Decimal(order.moves + 1), "event", event, None)


def reads(plan: Plan, service: str, measure: str) -> bool:
    """Whether any clause reads a measure of a service."""
    return any(
        isinstance(source, QuantityOf) and service in source.services and source.measure == measure
        for line in plan.lines
        for source in line.sources
    )


def once(plan: Plan, service: str) -> Decimal:
    """One of a service that is only told of, such as a notice: in whole steps, so more where its step is larger."""
    step = plan.agreement.services[service].step
    return (1 / step).to_integral_value(ROUND_CEILING) * step


def standing(plan: Plan, on: date) -> Sequence[ClauseBase]:
    """The clauses in force on a day."""
    return as_of(plan.written, on).clauses if plan.written.amendments else plan.written.clauses


def charging_material(plan: Plan, on: date) -> Iterator[str]:
    """The cancellation clauses that charge material spent for an order."""
    return (clause.id for clause in standing(plan, on) if getattr(clause, "material", None) is not None)


def leaving(plan: Plan, on: date) -> Course:
    """How the agreement ends: terminated with the notice that its clause asks for, else by notice of renewal, else by
    consent on the day itself. Where that takes longer than it runs, it runs to its end."""
    clauses, valid = standing(plan, on), plan.agreement.valid
    months = shortest_notice(clauses)
    if months is not None:
        day = later(on, months)
        if day >= valid.until:
            return Course((), (TOO_LATE(end=str(valid.period.last)),))
        said = (LEAVES_ON(months=in_months(months), day=str(day)),) if months else ()
        return Course((ended(plan, day),), said)
    beside = list(notices_beside(clauses))
    if notice := next(renewal_notices(plan, clauses, on), None):
        assert notice.for_day is not None
        sooner = [each for each in beside if on + timedelta(each.days) < notice.for_day]
        return Course((notice,), (NOTICE_GIVEN(day=str(notice.for_day)), *map(not_counted, sooner)))
    if beside:
        return Course((ended(plan, on),), (*map(not_counted, beside), BY_CONSENT(day=str(on))))
    return Course((ended(plan, on),), (NO_WAY_OUT(end=str(valid.period.last), day=str(on)),))


def not_counted(notice: Notice) -> Message:
    """That a notice may end the agreement, though no clause tells what it ends."""
    return NOTICE_BESIDE(clause=notice.id, days=in_days(notice.days))


def notices_beside(clauses: Sequence[ClauseBase]) -> Iterator[Notice]:
    """The notices that no renewal names and that the buyer may give: what they end no clause tells."""
    named = {clause.notice for clause in clauses if isinstance(clause, Renewal)}
    for clause in clauses:
        if isinstance(clause, Notice) and clause.id not in named and clause.given_by != "seller":
            yield clause


def shortest_notice(clauses: Iterable[ClauseBase]) -> int | None:
    """The fewest months of notice with which a clause lets the buyer terminate; None where none does."""
    return min((clause.notice_months for clause in clauses if isinstance(clause, EarlyTermination)), default=None)


def ended(plan: Plan, day: date) -> Fact:
    """The termination as a fact."""
    return told(plan, AGREEMENT, day, Decimal(1), "terminated", "", None)


def renewal_notices(plan: Plan, clauses: Iterable[ClauseBase], on: date) -> Iterator[Fact]:
    """The notice that stops an evergreen renewal at the earliest end for which it can be in time, as a fact.

    A notice is for the end of the term in which it is told; one that is too late for it is told in the next term.
    """
    by_id = {clause.id: clause for clause in clauses}
    for clause in clauses:
        if not isinstance(clause, Renewal) or clause.renews != "unless_notice":
            continue
        notice = by_id.get(clause.notice)
        if isinstance(notice, Notice):
            told_on = on
            for end in term_ends(clause, plan.agreement.valid.from_):
                if told_on < end < plan.agreement.valid.until and (end - told_on).days >= notice.days:
                    one = once(plan, notice.service)
                    yield told(plan, notice.service, told_on, one, "event", f"notice {told_on}", end)
                    break
                told_on = max(told_on, end)
