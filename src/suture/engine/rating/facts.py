"""Facts: what happened, as rows that are never changed. A wrong one is cancelled by another that reverses it."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, get_args

from suture.engine.clauses.kind import AGREEMENT, LevelOf, Measure
from suture.engine.fault import Fault, refusal
from suture.engine.period import Period
from suture.engine.rating.exact import Activity
from suture.engine.rating.plan import Plan
from suture.engine.terms.agreement import Agreement

MEASURES: tuple[str, ...] = get_args(Measure)
COLUMNS = ("agreement", "service", "date", "quantity", "unit", "kind", "event", "source_id", "reverses", "note")
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
REVERSES_NOTHING = refusal(
    "fact_reverses_nothing",
    "it reverses '{reverses}', which is not among the facts",
    "Name the source_id of the fact to cancel.",
)
REVERSES_OTHER = refusal(
    "fact_reverses_other",
    "it reverses '{reverses}' but is not its opposite: {found} against {wanted}",
    "A reversing fact repeats the service and kind and has the opposite quantity: {opposite}.",
)
REVERSES_AGAIN = refusal(
    "fact_reversed_twice",
    "it reverses '{reverses}', which is a reversal itself or was reversed before",
    "Tell what holds in a new fact instead.",
)
NO_LEVEL = refusal(
    "index_missing",
    "clause '{clause}' needs index '{index}' for {month}, and no value is published up to then",
    "Add a fact of kind index, service {index}, dated on or before {month}.",
)


class Fact(NamedTuple):
    """One row. ``quantity`` in the unit, as written; ``event`` names what may not be split; ``row`` is its line."""

    agreement: str
    service: str
    day: date
    quantity: Decimal
    unit: str
    kind: str
    event: str = ""
    source_id: str = ""
    reverses: str = ""
    note: str = ""
    row: int = 0


def check_facts(agreement: Agreement, facts: Sequence[Fact]) -> Iterable[Fault]:
    """Everything that is wrong with the facts of one agreement."""
    seen: dict[str, Fact] = {}
    for fact in facts:
        yield from check_fact(agreement, fact)
        if fact.source_id and fact.source_id in seen:
            yield TWICE.at("source_id", line=fact.row, source_id=fact.source_id, other=seen[fact.source_id].row)
        elif fact.source_id:
            seen[fact.source_id] = fact
    reversed_before: set[str] = set()
    for fact in facts:
        if fact.reverses:
            yield from check_reversal(fact, seen.get(fact.reverses))
            original = seen.get(fact.reverses)
            if fact.reverses in reversed_before or (original is not None and original.reverses):
                yield REVERSES_AGAIN.at("reverses", line=fact.row, reverses=fact.reverses)
            reversed_before.add(fact.reverses)


def check_fact(agreement: Agreement, fact: Fact) -> Iterable[Fault]:
    """What is wrong with one fact by itself."""
    if fact.agreement != agreement.agreement:
        yield NO_SUCH_AGREEMENT.at("agreement", line=fact.row, found=fact.agreement, wanted=agreement.agreement)
    if fact.kind not in MEASURES:
        yield NO_SUCH_MEASURE.at("kind", line=fact.row, kind=fact.kind, known=", ".join(MEASURES))
    if fact.day not in agreement.valid.period and fact.kind != "index":
        yield OUTSIDE.at("date", line=fact.row, day=fact.day, valid=agreement.valid.period)
    if fact.kind == "index":
        if fact.service not in agreement.indices:
            known = ", ".join(agreement.indices) or "none is declared"
            yield NO_SUCH_SERVICE.at("service", line=fact.row, service=fact.service, known=known)
    elif fact.service in agreement.services:
        unit = agreement.services[fact.service].measured_in
        if fact.unit != unit.name:
            yield WRONG_UNIT.at("unit", line=fact.row, found=fact.unit, service=fact.service, wanted=unit.name)
        elif not unit.whole(fact.quantity):
            yield NOT_WHOLE.at("quantity", line=fact.row, quantity=fact.quantity, unit=unit.name, step=unit.step)
    elif fact.service != AGREEMENT:
        known = ", ".join(agreement.services)
        yield NO_SUCH_SERVICE.at("service", line=fact.row, service=fact.service, known=known)


def check_reversal(fact: Fact, reversed_: Fact | None) -> Iterable[Fault]:
    """A reversing fact must be the opposite of one that is there."""
    if reversed_ is None:
        yield REVERSES_NOTHING.at("reverses", line=fact.row, reverses=fact.reverses)
        return
    wanted = (reversed_.service, reversed_.kind, -reversed_.quantity)
    found = (fact.service, fact.kind, fact.quantity)
    if found != wanted:
        yield REVERSES_OTHER.at(
            "reverses", line=fact.row, reverses=fact.reverses, opposite=-reversed_.quantity,
            found=" ".join(map(str, found)), wanted=" ".join(map(str, wanted)),
        )  # fmt: skip


def check_levels(plan: Plan, facts: Sequence[Fact], through: date) -> Iterable[Fault]:
    """Index values that clauses need in the periods up to ``through`` and that nobody has published."""
    for line in plan.lines:
        for source in line.reads:
            if not isinstance(source, LevelOf):
                continue
            known = sorted(fact.day for fact in facts if fact.kind == "index" and fact.service == source.series)
            first = plan.periods[0]
            if first.last <= through and (not known or known[0] > first.last):
                yield NO_LEVEL.at("clauses", line.name, clause=line.name, index=source.series, month=first.last)


def activity(plan: Plan, facts: Sequence[Fact]) -> Activity:
    """Faultless facts as what the fold reads. A cancelled fact and the one that cancels it count nowhere."""
    cancelled = {fact.reverses for fact in facts if fact.reverses}
    counting = [fact for fact in facts if not fact.reverses and not (fact.source_id and fact.source_id in cancelled)]
    periods = plan.periods
    events: dict[tuple[str, str], list[dict[str, Decimal]]] = {}
    for fact in counting:
        if fact.kind == "index" or (at := period_of(periods, fact.day)) is None:
            continue
        service = plan.agreement.services.get(fact.service)
        steps = service.measured_in.steps(fact.quantity) if service else fact.quantity
        told = events.setdefault((fact.service, fact.kind), [{} for _ in periods])[at]
        name = fact.event or fact.source_id or f"row {fact.row}"
        told[name] = told.get(name, Decimal(0)) + steps
    return Activity(events, levels(plan, counting), in_force(periods, counting))


def period_of(periods: Sequence[Period], day: date) -> int | None:
    """Which period holds a day."""
    return next((at for at, period in enumerate(periods) if day in period), None)


def levels(plan: Plan, facts: Sequence[Fact]) -> dict[str, list[Decimal]]:
    """The last value of every index published in or before each period; before the first, zero (refused if needed)."""
    series: dict[str, list[Decimal]] = {}
    for index in plan.agreement.indices:
        published = sorted(
            (fact for fact in facts if fact.kind == "index" and fact.service == index), key=lambda f: f.day
        )
        series[index] = [
            next((fact.quantity for fact in reversed(published) if fact.day < period.end), Decimal(0))
            for period in plan.periods
        ]
    return series


def in_force(periods: Sequence[Period], facts: Sequence[Fact]) -> list[Decimal]:
    """1 until the agreement is terminated, the share of days in that period, 0 after; the day itself still counts."""
    ends = [fact.day for fact in facts if fact.kind == "terminated" and fact.quantity > 0]
    if not ends:
        return [Decimal(1)] * len(periods)
    last = min(ends)
    return [
        Decimal(min(max((last - period.start).days + 1, 0), period.days)) / Decimal(period.days) for period in periods
    ]
