"""Fixings: the published values of the indices that clauses read, by settlement period."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from suture.engine.clauses.kind import LevelOf
from suture.engine.fault import Fault, refusal
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import Plan

NO_LEVEL = refusal(
    "index_missing",
    "clause '{clause}' needs index '{index}' for {month}, and no value is published up to then",
    "Add a fact of kind index, service {index}, dated on or before {month}.",
)


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
