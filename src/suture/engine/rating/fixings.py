"""Fixings: the published values of the indices that clauses read, by settlement period.

A fixing is a fact of kind ``index``: its date is the day of publication, its column ``for`` the day that the value is
about (left out: the same day), its note the source. A value published again for the same day is a revision.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from suture.engine.clauses.kind import LevelOf
from suture.engine.fault import Fault, refusal
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import Line, Plan

NO_LEVEL = refusal(
    "index_missing",
    "clause '{clause}' needs index '{index}' for {month}, and no value is published up to then",
    "Add a fact of kind index, service {index}, dated on or before {month}.",
    "条款“{clause}”需要指数“{index}”在 {month} 的数值，而截至该日尚未公布",
    "请补充一条 index 类事实，service 为 {index}，日期不晚于 {month}。",
)
NOT_NEW = refusal(
    "index_not_published",
    "clause '{clause}' needs a new value of index '{index}' in {period}, and none is published in it",
    "Add a fact of kind index, service {index}, dated in {period}; or let 'missing' of the index be last_stands.",
    "条款“{clause}”需要指数“{index}”在 {period} 公布的新值，而该期未公布",
    "请补充一条 index 类事实，service 为 {index}，日期在 {period} 内；或将该指数的 missing 设为 last_stands。",
)


NO_RATE = refusal(
    "conversion_rate_not_above_zero",
    "clause '{clause}' converts at '{index}', and {found} is no rate",
    "Correct the fact of kind index, service {index}: a rate is above 0.",
    "条款“{clause}”按“{index}”折算，而 {found} 不是有效汇率",
    "请更正 kind 为 index、service 为 {index} 的事实：汇率应大于 0。",
)


class Fixing(NamedTuple):
    """One published value: the day that it is about, and the day of its publication."""

    about: date
    published: date
    value: Decimal


def fixings(facts: Iterable[Fact]) -> Mapping[str, Sequence[Fixing]]:
    """The published values of every index, by the day that they are about, then by publication."""
    found: dict[str, list[Fixing]] = {}
    for fact in facts:
        if fact.kind == "index":
            found.setdefault(fact.service, []).append(Fixing(fact.for_day or fact.day, fact.day, fact.quantity))
    return {name: sorted(of, key=lambda fixing: fixing[:2]) for name, of in found.items()}


def levels(plan: Plan, facts: Iterable[Fact]) -> dict[str, list[Decimal]]:
    """The level of every index in each period: the value for the latest day of all that were published by its end.

    Where a value was revised, the index says whether the first or the last published for that day counts. Before the
    first publication it is zero (refused where a clause needs it).
    """
    published = fixings(facts)
    return {
        name: [
            level(published.get(name, ()), period.end, last=index.revised == "last_counts") for period in plan.periods
        ]
        for name, index in plan.agreement.indices.items()
    }


def level(fixings: Sequence[Fixing], end: date, *, last: bool) -> Decimal:
    """The value that counts for a period that ends before ``end``; a revision counts also where it comes later."""
    about = max((fixing.about for fixing in fixings if fixing.published < end), default=None)
    same = [fixing.value for fixing in fixings if fixing.about == about]
    return same[-1 if last else 0] if same else Decimal(0)


def check_levels(plan: Plan, facts: Iterable[Fact], through: date) -> Iterable[Fault]:
    """Index values that clauses need in the periods up to ``through`` and that nobody has published."""
    published = fixings(facts)
    for line in plan.lines:
        for version, span in line.spans():
            for source in version.reads:
                if isinstance(source, LevelOf):
                    yield from check_level(plan, line, source, span, published.get(source.series, ()), through)


def check_level(
    plan: Plan, line: Line, source: LevelOf, span: range, fixings: Sequence[Fixing], through: date
) -> Iterator[Fault]:
    """What one clause misses of one index in the periods in which it reads it."""
    charged = [at for at in span if plan.periods[at].last <= through]
    needed = list(dict.fromkeys(plan.periods[max(0, at - source.lag)] for at in charged))
    first_published = {fixing.about: fixing.published for fixing in reversed(fixings)}  # what comes later is a revision
    days = sorted(first_published.values())
    if needed and (not days or days[0] > needed[0].last):
        yield NO_LEVEL.at("clauses", line.name, clause=line.name, index=source.series, month=needed[0].last)
        return
    if plan.agreement.indices[source.series].missing == "needed":
        for period in needed:
            if not any(day in period for day in days):
                yield NOT_NEW.at("clauses", line.name, clause=line.name, index=source.series, period=period)
    if line.kind.converts(line.version(span.start).clause):
        for fixing in fixings:
            if fixing.value <= 0:
                yield NO_RATE.at("clauses", line.name, clause=line.name, index=source.series, found=fixing.value)
