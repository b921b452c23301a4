"""Facts of which nothing comes: those that no clause counts, and those that lie where the agreement no longer reaches.

They are no fault: a delivery may be told that is not priced by itself. But they are said, for it may be a slip.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from suture.engine.clauses.kind import QuantityOf
from suture.engine.rating.fact import MEASURES, Fact
from suture.engine.rating.plan import Plan

Told = tuple[str, str]
"""A service and a kind of fact."""
ELSEWHERE = frozenset({"index", "terminated"})
"""Kinds that are read otherwise than as a quantity."""


class Alike(NamedTuple):
    """Facts of one service and kind, in sum, and from which day to which they are told."""

    service: str
    kind: str
    quantity: Decimal
    unit: str
    first: date
    last: date


def add(sums: MutableMapping[Told, Alike], fact: Fact) -> None:
    """Adds a fact to those that are like it."""
    before = sums.get((fact.service, fact.kind))
    sums[fact.service, fact.kind] = Alike(
        fact.service, fact.kind, fact.quantity + (before.quantity if before else 0), fact.unit,
        min(fact.day, before.first) if before else fact.day, max(fact.day, before.last) if before else fact.day,
    )  # fmt: skip


def uncounted(
    plan: Plan, events: Mapping[Told, Sequence[Mapping[str, Decimal]]], ended: Collection[int]
) -> Iterator[Alike]:
    """The facts of these settlement periods that no clause counts."""
    for (service, kind), told in events.items():
        if kind not in MEASURES or kind in ELSEWHERE:
            continue
        missed = [at for at in ended if any(told[at].values())]
        if missed:
            counted = counted_in(plan, service, kind)
            missed = [at for at in missed if at not in counted]
        if missed:
            steps = sum((sum(told[at].values(), Decimal(0)) for at in missed), Decimal(0))
            declared = plan.agreement.services.get(service)
            yield Alike(
                service, kind, declared.measured_in.quantity(steps) if declared else steps,
                declared.unit if declared else "", plan.periods[missed[0]].start, plan.periods[missed[-1]].last,
            )  # fmt: skip


def counted_in(plan: Plan, service: str, kind: str) -> set[int]:
    """The settlement periods of which some clause counts such facts, at once or late."""
    return {
        at
        for line in plan.lines
        for version, span in line.spans()
        for source in version.reads
        if isinstance(source, QuantityOf) and service in source.services
        for at in counted_by(source, span, kind)
        if at < line.until and (at >= line.first or source.measure != kind)
    }


def counted_by(source: QuantityOf, span: range, kind: str) -> Iterable[int]:
    """The settlement periods of which a source, read in these, counts facts of a kind.

    Of a delivery that was cancelled, or told before, nobody knows from the source when the fact itself was told.
    """
    if source.measure == kind:
        return range(span.start - source.lag, span.stop - source.lag)
    derived = source.measure.partition("@")[0].partition(".")[0]
    return range(span.stop) if derived == kind else ()
