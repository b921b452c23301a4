"""Facts: what happened, as rows that are never changed. A wrong one is cancelled by another that reverses it.

A quantity below zero that reverses nothing takes something back on its own day, such as goods that are returned; it
must say so, because else it looks like a slip of the pen and credits money.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import AGREEMENT, QuantityOf, notice_of, told_before
from suture.engine.fault import Fault, refusal
from suture.engine.period import Period
from suture.engine.rating.exact import Activity
from suture.engine.rating.fact import MEASURES, Fact
from suture.engine.rating.fixings import levels
from suture.engine.rating.plan import Plan
from suture.engine.terms.agreement import Agreement

NO_SUCH_AGREEMENT = refusal(
    "fact_other_agreement",
    "the fact is of agreement '{found}', not '{wanted}'",
    "Rate each agreement with its own facts.",
)
NO_SUCH_SERVICE = refusal("fact_unknown_service", "the agreement has no service '{service}'", "Use one of: {known}.")
NO_SUCH_MEASURE = refusal("fact_unknown_kind", "'{kind}' is not a kind of fact", "Use one of: {known}.")
WRONG_UNIT = refusal(
    "fact_wrong_unit", "the fact is in '{found}' but {service} is counted in '{wanted}'", "Convert it to {wanted}."
)
NOT_WHOLE = refusal(
    "fact_not_whole_steps",
    "{quantity} {unit} is not a whole number of steps of {step}",
    "Give a multiple of {step}, or declare a smaller step for the service.",
)
OUTSIDE = refusal(
    "fact_outside_term", "{day} lies outside the agreement, {valid}", "Correct the date, or extend the agreement."
)
TWICE = refusal(
    "fact_twice", "source_id '{source_id}' stands here and in row {other}", "Give every fact a source_id of its own."
)
BELOW_ZERO = refusal(
    "fact_below_zero",
    "{quantity} is below zero, and nothing says what it takes back",
    "Name in 'reverses' the source_id of the fact that never happened; or, where something is taken back on this day, "
    "say so in 'note'.",
)
NO_DAY_FOR = refusal(
    "fact_no_day_for",
    "a fact of kind '{kind}' must say which day it is for, since that decides its amount",
    "Fill in the column 'for': the delivery that was cancelled or promised, the day that it was stored until.",
    "“{kind}”类事实须注明其所针对的日期，金额据此确定",
    "请填写“for”列：被取消或承诺的交付日、存放的截止日等。",
)
REVERSES_NOTHING = refusal(
    "fact_reverses_nothing",
    "it reverses '{reverses}', which is not among the facts",
    "Name the source_id of the fact to cancel.",
)
REVERSES_OTHER = refusal(
    "fact_reverses_other",
    "it reverses '{reverses}' but is not its opposite: {found} against {wanted}",
    "A reversing fact repeats the service and kind and has the opposite quantity: {opposite}. To take back a part, "
    "leave 'reverses' empty and say in 'note' what it is.",
)
REVERSES_AGAIN = refusal(
    "fact_reversed_twice",
    "it reverses '{reverses}', which is a reversal itself or was reversed before",
    "Tell what holds in a new fact instead.",
)


def check_facts(agreement: Agreement, facts: Sequence[Fact], *, all_there: bool = True) -> Iterable[Fault]:
    """Everything that is wrong with the facts of one agreement.

    Where not all are there, because the source_id of some row could not be read, none is said to be missing.
    """
    for fact in facts:
        for needed, check in CHECKS:
            if fact.unread.isdisjoint(needed) and (fault := check(agreement, fact)) is not None:
                yield fault
    with_notice = notice_read(agreement)
    for fact in facts:
        if (fact.service, fact.kind) in with_notice and fact.for_day is None and "for" not in fact.unread:
            yield NO_DAY_FOR.at("for", line=fact.row, kind=fact.kind)
    seen: dict[str, Fact] = {}
    for fact in facts:
        if fact.source_id and fact.source_id in seen:
            yield TWICE.at("source_id", line=fact.row, source_id=fact.source_id, other=seen[fact.source_id].row)
        elif fact.source_id:
            seen[fact.source_id] = fact
    yield from check_reversals(facts, seen, all_there=all_there)


def notice_read(agreement: Agreement) -> frozenset[tuple[str, str]]:
    """The services and kinds of facts of which a clause counts the days to the day that they are for."""
    read = (source for clause in agreement.clauses for source in kind_of(clause).reads(clause))
    named = {(name, s.measure) for s in read if isinstance(s, QuantityOf) for name in s.services}
    return frozenset((name, kind) for name, measure in named for kind in MEASURES if measure == notice_of(kind))


def check_agreement(agreement: Agreement, fact: Fact) -> Fault | None:
    """It is a fact of this agreement."""
    if fact.agreement != agreement.agreement:
        return NO_SUCH_AGREEMENT.at("agreement", line=fact.row, found=fact.agreement, wanted=agreement.agreement)
    return None


def check_kind(_: Agreement, fact: Fact) -> Fault | None:
    """Its kind is known."""
    if fact.kind not in MEASURES:
        return NO_SUCH_MEASURE.at("kind", line=fact.row, kind=fact.kind, known=", ".join(MEASURES))
    return None


def check_day(agreement: Agreement, fact: Fact) -> Fault | None:
    """It lies within the agreement; an index value may be older."""
    if fact.day not in agreement.valid.period and fact.kind != "index":
        return OUTSIDE.at("date", line=fact.row, day=fact.day, valid=agreement.valid.period)
    return None


def check_service(agreement: Agreement, fact: Fact) -> Fault | None:
    """Its service or index is declared."""
    known = agreement.indices if fact.kind == "index" else agreement.services
    if fact.service not in known and (fact.kind == "index" or fact.service != AGREEMENT):
        named = ", ".join(known) or "none is declared"
        return NO_SUCH_SERVICE.at("service", line=fact.row, service=fact.service, known=named)
    return None


def check_unit(agreement: Agreement, fact: Fact) -> Fault | None:
    """It is in the unit of its service."""
    if fact.kind != "index" and fact.service in agreement.services:
        unit = agreement.services[fact.service].measured_in
        if fact.unit != unit.name:
            return WRONG_UNIT.at("unit", line=fact.row, found=fact.unit, service=fact.service, wanted=unit.name)
    return None


def check_steps(agreement: Agreement, fact: Fact) -> Fault | None:
    """It is in whole steps of the unit; of another unit nothing can be said."""
    if fact.kind != "index" and fact.service in agreement.services:
        unit = agreement.services[fact.service].measured_in
        if fact.unit == unit.name and not unit.whole(fact.quantity):
            return NOT_WHOLE.at("quantity", line=fact.row, quantity=fact.quantity, unit=unit.name, step=unit.step)
    return None


def check_sign(_: Agreement, fact: Fact) -> Fault | None:
    """Below zero it reverses another, or says what it takes back."""
    if fact.quantity < 0 and fact.kind != "index" and not fact.reverses and not fact.note:
        return BELOW_ZERO.at("quantity", line=fact.row, quantity=fact.quantity)
    return None


CHECKS: tuple[tuple[tuple[str, ...], Callable[[Agreement, Fact], Fault | None]], ...] = (
    (("agreement",), check_agreement),
    (("kind",), check_kind),
    (("date", "kind"), check_day),
    (("service", "kind"), check_service),
    (("unit", "service", "kind"), check_unit),
    (("quantity", "unit", "service", "kind"), check_steps),
    (("quantity", "kind", "reverses", "note"), check_sign),
)
"""What is looked at in one fact by itself, and the columns that must have been read for it."""


def check_reversals(facts: Sequence[Fact], by_id: Mapping[str, Fact], *, all_there: bool) -> Iterable[Fault]:
    """Every reversing fact is the opposite of one that is there, which is no reversal and was not reversed before."""
    reversed_before: set[str] = set()
    for fact in facts:
        if not fact.reverses:
            continue
        original = by_id.get(fact.reverses)
        if original is not None:
            yield from check_reversal(fact, original)
        elif all_there:
            yield REVERSES_NOTHING.at("reverses", line=fact.row, reverses=fact.reverses)
        if fact.reverses in reversed_before or (original is not None and original.reverses):
            yield REVERSES_AGAIN.at("reverses", line=fact.row, reverses=fact.reverses)
        reversed_before.add(fact.reverses)


def check_reversal(fact: Fact, original: Fact) -> Iterable[Fault]:
    """A reversing fact is the opposite of the one it reverses, as far as both could be read."""
    wanted = (original.service, original.kind, -original.quantity)
    found = (fact.service, fact.kind, fact.quantity)
    if found != wanted and not (fact.unread | original.unread) & {"service", "kind", "quantity"}:
        yield REVERSES_OTHER.at(
            "reverses", line=fact.row, reverses=fact.reverses, opposite=-original.quantity,
            found=" ".join(map(str, found)), wanted=" ".join(map(str, wanted)),
        )  # fmt: skip


def activity(plan: Plan, facts: Sequence[Fact]) -> Activity:
    """Faultless facts as what the fold reads. A cancelled fact and the one that cancels it count nowhere."""
    cancelled = {fact.reverses for fact in facts if fact.reverses}
    counting = [fact for fact in facts if not fact.reverses and not (fact.source_id and fact.source_id in cancelled)]
    periods = plan.periods
    events: Events = {}
    for fact in counting:
        if fact.kind == "index" or (at := period_of(periods, fact.day)) is None:
            continue
        service = plan.agreement.services.get(fact.service)
        steps = service.measured_in.steps(fact.quantity) if service else fact.quantity
        name = fact.event or fact.source_id or f"row {fact.row}"
        told_in(events, fact.service, fact.kind, periods, at)[name] += steps
        if fact.for_day is not None:
            notice = told_in(events, fact.service, notice_of(fact.kind), periods, at)
            notice[name] = Decimal((fact.for_day - fact.day).days)
    for (service_name, kind, ahead, at), steps in issued(plan, counting).items():
        told_in(events, service_name, told_before(kind, ahead), periods, at)["issue"] = steps
    return Activity(events, levels(plan, counting), in_force(periods, counting))


Events = dict[tuple[str, str], list[defaultdict[str, Decimal]]]


def told_in(
    events: Events, service: str, measure: str, periods: Sequence[Period], at: int
) -> defaultdict[str, Decimal]:
    """Where the events of one service and measure in one period are gathered."""
    series = events.setdefault((service, measure), [defaultdict(Decimal) for _ in periods])
    return series[at]


def issued(plan: Plan, facts: Sequence[Fact]) -> dict[tuple[str, str, int, int], Decimal]:
    """What was told of a period some periods before, by service, kind, periods before, and period.

    Of several issues in one period the last one counts; within one issue the parts of a period add up.
    """
    last: dict[tuple[str, str, int, int], tuple[date, Decimal]] = {}
    for fact in facts:
        if fact.for_day is None or fact.for_day <= fact.day:
            continue
        told, about = period_of(plan.periods, fact.day), period_of(plan.periods, fact.for_day)
        if told is None or about is None:
            continue
        service = plan.agreement.services.get(fact.service)
        steps = service.measured_in.steps(fact.quantity) if service else fact.quantity
        key = (fact.service, fact.kind, about - told, about)
        day, before = last.get(key, (fact.day, Decimal(0)))
        if fact.day >= day:
            last[key] = (fact.day, steps + (before if fact.day == day else 0))
    return {key: steps for key, (_, steps) in last.items()}


def period_of(periods: Sequence[Period], day: date) -> int | None:
    """Which period holds a day."""
    return next((at for at, period in enumerate(periods) if day in period), None)


def in_force(periods: Sequence[Period], facts: Sequence[Fact]) -> list[Decimal]:
    """1 until the agreement is terminated, the share of days in that period, 0 after; the day itself still counts."""
    ends = [fact.day for fact in facts if fact.kind == "terminated" and fact.quantity > 0]
    if not ends:
        return [Decimal(1)] * len(periods)
    last = min(ends)
    return [
        Decimal(min(max((last - period.start).days + 1, 0), period.days)) / Decimal(period.days) for period in periods
    ]
