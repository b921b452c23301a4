"""Amendments: terms with a date. What was agreed before its day stays as it was; what reads anew reads so from then on.

Rules: docs/rules/amendments.md. Every clause has a course through the agreement's time: the versions in which it reads,
each from a day on, and the day on which it ends. The plan folds the course; ``as_of`` is the agreement as it reads on a
day, which is what people check, sign and read.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from itertools import takewhile
from typing import NamedTuple

from suture.engine.clauses.kind import ClauseBase
from suture.engine.period import Period, settlement_periods
from suture.engine.terms.agreement import Agreement, Amendment

Versions = tuple[tuple[date, ClauseBase], ...]
"""How a clause reads, each from a day on, in rising order."""


class Course(NamedTuple):
    """One clause over time: how it reads from which day on, and the first day on which it no longer stands."""

    versions: Versions
    until: date

    @property
    def last(self) -> ClauseBase:
        """As it reads at its end."""
        return self.versions[-1][1]


def courses(agreement: Agreement) -> tuple[Course, ...]:
    """The clauses of an agreement over its time, in the order in which they were first written."""
    begins, until = agreement.valid.from_, validity(agreement).end
    found = {clause.id: Course(((begins, clause),), until) for clause in agreement.clauses}
    for amendment in agreement.amendments:
        for name in found.keys() & set(amendment.ends):
            found[name] = found[name]._replace(until=amendment.from_)
        for clause in amendment.clauses:
            new = (amendment.from_, clause)
            before = found.get(clause.id)
            found[clause.id] = Course((*before.versions, new) if before else (new,), until)
    return tuple(found.values())


def validity(agreement: Agreement, day: date | None = None) -> Period:
    """From its first day to its end, as the amendments in force on a day say; by default all of them."""
    ends = [each.until for each in agreement.amendments if each.until and (day is None or each.from_ <= day)]
    return Period(agreement.valid.from_, ends[-1] if ends else agreement.valid.until)


def once_valid(agreement: Agreement) -> Period:
    """From its first day to the latest end that was ever agreed: nothing was told or billed beyond."""
    ends = (each.until for each in agreement.amendments if each.until)
    return Period(agreement.valid.from_, max([agreement.valid.until, *ends]))


def held(agreement: Agreement, day: date) -> tuple[Amendment, ...]:
    """The amendments that hold on a day: those of the settlement period that it lies in."""
    span, settlement = validity(agreement), agreement.settlement
    if day in span:
        periods = settlement_periods(span, settlement.every, settlement.anchor)
        day = next(period.start for period in periods if day in period)
    return tuple(takewhile(lambda each: each.from_ <= day, agreement.amendments))


def as_of(agreement: Agreement, day: date) -> Agreement:
    """The agreement as it reads on a day: the amendments that hold folded in, the later ones left out."""
    return folded(agreement, held(agreement, day))


def whole(agreement: Agreement) -> Agreement:
    """The agreement with everything that ever stands in it, each clause as it reads at its end."""
    if not agreement.amendments:
        return agreement
    last = folded(agreement, agreement.amendments)
    return last.model_copy(update={"clauses": tuple(course.last for course in courses(agreement))})


def folded(agreement: Agreement, amendments: Sequence[Amendment]) -> Agreement:
    """An agreement with these of its amendments folded in, and without the others."""
    return reduce(amended, amendments, agreement.model_copy(update={"amendments": ()}))


def amended(agreement: Agreement, amendment: Amendment) -> Agreement:
    """An agreement with one amendment folded in."""
    new = {clause.id: clause for clause in amendment.clauses}
    stays = [new.pop(clause.id, clause) for clause in agreement.clauses if clause.id not in amendment.ends]
    valid = agreement.valid
    if amendment.until is not None:
        valid = valid.model_copy(update={"until": amendment.until})
    changed: Mapping[str, object] = {
        "clauses": (*stays, *new.values()),
        "services": {**agreement.services, **amendment.services},
        "indices": {**agreement.indices, **amendment.indices},
        "valid": valid,
    }
    return agreement.model_copy(update=changed)
