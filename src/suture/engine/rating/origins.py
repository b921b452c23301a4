"""What a statement was made from, as sums that a later one compares: the terms, and the facts of each period.

An issued statement is never changed. Where the next one corrects it, these sums say why: terms that were changed, or
the periods in which facts were added, corrected or reversed since.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from suture.engine.period import Period
from suture.engine.rating.exact import Activity
from suture.engine.rating.plan import Plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.writing import plain
from suture.engine.text import Message, Text, listed

LENGTH = 16
"""Hexadecimal digits that are kept: two different sets of facts share them once in 10^19."""
TERMS_CHANGED = Text("charge.terms_changed", "since then the terms were changed", "此后协议条款有变更")
FACTS_CHANGED = Text(
    "charge.facts_changed",
    "since then facts of {periods} were added, corrected or reversed",
    "此后 {periods} 的事实有新增、更正或冲销",
)


class Origin(NamedTuple):
    """The sum of the terms, and that of the facts of each settlement period, by its first day."""

    terms: str = ""
    facts: Mapping[date, str] = {}


def origin(plan: Plan, activity: Activity) -> Origin:
    """What a statement over a plan and what happened is made from."""
    facts = {period.start: sum_of(activity, at) for at, period in enumerate(plan.periods)}
    return Origin(sum_of_terms(plan.written), facts)


def sum_of_terms(agreement: Agreement) -> str:
    """The sum of all that is written in an agreement."""
    return digest(json.dumps(plain(agreement)))


def sum_of(activity: Activity, at: int) -> str:
    """The sum of what happened in one period, in whatever order it was told."""
    told = sorted(
        f"{service} {measure} {name} {quantity.normalize():f}"
        for (service, measure), events in activity.events.items()
        for name, quantity in events[at].items()
        if quantity
    )
    levels = sorted(f"{name} {series[at].normalize():f}" for name, series in activity.levels.items())
    return digest("\n".join([*told, *levels, f"{activity.in_force[at].normalize():f}"]))


def digest(text: str) -> str:
    """A short sum of a text."""
    return sha256(text.encode()).hexdigest()[:LENGTH]


def causes(before: Origin, now: Origin, period: Period, periods: Sequence[Period]) -> Iterator[Message]:
    """Why an amount of a period differs from what was billed: what has changed since, in or before that period."""
    if before.terms and before.terms != now.terms:
        yield TERMS_CHANGED()
    changed = [
        str(each)
        for each in periods
        if each.start <= period.start and before.facts.get(each.start, "") not in ("", now.facts[each.start])
    ]
    if changed:
        yield FACTS_CHANGED(periods=listed(changed))
