"""Matching: each billed line to the clauses and the settlement period that it bills.

A line of a clause bills that clause. A line of a service alone bills the net price of the service: all its price
clauses that have no line of their own. A line that says of which days it is bills their period; else the one of its
order, or that of its invoice's day or the one before, whichever fits this biller better.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from suture.engine.claims.due import Due
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money, rounded

Clauses = tuple[str, ...]
Key = tuple[Clauses, int]
"""Clauses that are billed together, and a settlement period."""


@dataclass(slots=True)
class Group:
    """Lines that bill the same clauses for the same period; ``before`` are earlier ones that they bill with it."""

    clauses: Clauses
    at: int
    lines: list[InvoiceLine] = field(default_factory=list)
    before: tuple[int, ...] = ()

    @property
    def periods(self) -> tuple[int, ...]:
        """The settlement periods that are billed."""
        return (*self.before, self.at)


@dataclass(slots=True)
class Matched:
    """All lines in groups; ``outside`` fit nothing in the agreement, ``loose`` name neither clause nor service."""

    groups: dict[Key, Group]
    outside: list[InvoiceLine]
    loose: list[InvoiceLine]


UNKNOWN: Final[Clauses] = ()


def matched(due: Due, lines: Iterable[InvoiceLine]) -> Matched:
    """Every line in exactly one place."""
    held = list(lines)
    own = {line.clause for line in held if line.clause}
    nets: dict[str, Clauses] = {
        service: tuple(name for name in names if name not in own) or names for service, names in due.by_service.items()
    }
    tax = tuple(name for name in due.taxes if name not in own)
    outside, loose = [], []
    sure: dict[Clauses, dict[int, list[InvoiceLine]]] = defaultdict(lambda: defaultdict(list))
    unsure: dict[Clauses, list[InvoiceLine]] = defaultdict(list)
    spanning: list[tuple[Clauses, int, int, InvoiceLine]] = []
    for line in held:
        clauses = billed_by(due, line, nets, tax)
        if clauses is None:
            outside.append(line)
        elif not clauses:
            loose.append(line)
        elif line.last is not None or line.first is not None:
            ends = period_ends(due, line)
            if ends is None:
                outside.append(line)
            elif ends[0] == ends[1]:
                sure[clauses][ends[1]].append(line)
            else:
                spanning.append((clauses, *ends, line))
        elif line.event and (at := of_event(due, clauses, line)) is not None:
            sure[clauses][at].append(line)
        else:
            unsure[clauses].append(line)
    groups: dict[Key, Group] = {}
    for clauses, by_period in sure.items():
        for at, of_it in by_period.items():
            groups[clauses, at] = Group(clauses, at, of_it)
    outside.extend(undated(due, groups, unsure))
    for clauses, first, last, line in sorted(spanning, key=lambda each: (each[2], each[3].row)):
        put_span(due, groups, clauses, first, last, line)
    for (clause, at), charge in due.charges.items():  # what is due and has no line
        if charge.money.minor and not any((names, at) in groups for names in candidates(clause, nets, own, tax)):
            groups[(clause,), at] = Group((clause,), at)
    return Matched(merged(groups), outside, loose)


def candidates(clause: str, nets: Mapping[str, Clauses], own: set[str], tax: Clauses) -> Iterable[Clauses]:
    """The groups in which a clause may be billed."""
    yield (clause,)
    if clause not in own:
        yield from (names for names in nets.values() if clause in names)
        if clause in tax:
            yield tax


def merged(groups: dict[Key, Group]) -> dict[Key, Group]:
    """A group of several periods takes in what is due in them and has no line of its own."""
    for group in [each for each in groups.values() if each.before]:
        for at in group.before:
            for names in (group.clauses, *((name,) for name in group.clauses)):
                if (beside := groups.get((names, at))) is not None and not beside.lines:
                    del groups[names, at]
    return groups


def billed_by(due: Due, line: InvoiceLine, nets: Mapping[str, Clauses], tax: Clauses) -> Clauses | None:
    """The clauses that a line bills; None where the agreement has none such, empty where it names nothing."""
    if line.clause:
        return (line.clause,) if line.clause in due.lines else None
    if line.service:
        return nets.get(line.service)
    if line.sort == "tax":
        return tax or None
    return UNKNOWN


def period_ends(due: Due, line: InvoiceLine) -> tuple[int, int] | None:
    """The first and the last settlement period of the days that a line names; None where they lie outside."""
    last = due.period_of(line.last or line.first or line.day)
    first = due.period_of(line.first or line.last or line.day)
    return None if last is None or first is None else (first, last)


def of_event(due: Due, clauses: Clauses, line: InvoiceLine) -> int | None:
    """The settlement period in which the order of a line happened; of several the one nearest to its invoice."""
    found = due.events_of(clauses[0]).get(line.event)
    if not found:
        return None
    of_day = due.period_of(line.day)
    return found[-1] if of_day is None else min(found, key=lambda at: abs(at - of_day))


def undated(due: Due, groups: dict[Key, Group], unsure: Mapping[Clauses, Sequence[InvoiceLine]]) -> list[InvoiceLine]:
    """Puts lines without days: by the period of the invoice's day or the one before, as fits more of the clauses'
    periods. What then lies outside the agreement comes back."""
    outside: list[InvoiceLine] = []
    for clauses, of_it in unsure.items():
        placed: list[dict[int, list[InvoiceLine]]] = []
        for back in (0, 1):
            by_period: dict[int, list[InvoiceLine]] = defaultdict(list)
            for line in of_it:
                at = due.period_of(line.day)
                if at is None and line.day >= due.plan.periods[-1].end:
                    at = len(due.plan.periods)
                by_period[-1 if at is None else max(at - back, -1)].append(line)
            placed.append(by_period)
        best = max((0, 1), key=lambda back: (fits(due, groups, clauses, placed[back]), -back))
        for at, lines in placed[best].items():
            if 0 <= at < len(due.plan.periods):
                groups.setdefault((clauses, at), Group(clauses, at)).lines.extend(lines)
            else:
                outside.extend(lines)
    return outside


def fits(
    due: Due, groups: Mapping[Key, Group], clauses: Clauses, by_period: Mapping[int, Sequence[InvoiceLine]]
) -> int:
    """In how many periods what is billed is what is due."""
    count = 0
    for at, lines in by_period.items():
        beside = groups.get((clauses, at))
        count += not difference(due, Group(clauses, at, [*(beside.lines if beside else ()), *lines]))
    return count


def put_span(due: Due, groups: dict[Key, Group], clauses: Clauses, first: int, last: int, line: InvoiceLine) -> None:
    """Puts a line that names the days of several periods: to the last, since what is counted over them falls due with
    it; to all of them that have no line, where it bills what they come to together."""
    group = groups.setdefault((clauses, last), Group(clauses, last))
    group.lines.append(line)
    open_ones = tuple(
        at for at in range(first, last)
        if not (beside := groups.get((clauses, at))) or not beside.lines
        if any(due.money((name, at)).minor for name in clauses)
    )  # fmt: skip
    together = Group(clauses, last, group.lines, open_ones)
    if open_ones and difference(due, group) and not difference(due, together):
        group.before = open_ones


def currency_of(due: Due, group: Group) -> str:
    """The currency in which its clauses are due."""
    return due.currency(group.clauses[0])


def right(due: Due, group: Group) -> Money:
    """What is due for a group."""
    currency = currency_of(due, group)
    return Money(
        sum(
            due.money((name, at)).minor for name in group.clauses for at in group.periods
            if due.currency(name) == currency
        ),
        currency,
    )  # fmt: skip


def billed(due: Due, group: Group) -> Money:
    """What was billed for a group in the currency in which it is due."""
    currency = currency_of(due, group)
    return sum_of([line for line in group.lines if line.currency == currency], currency)


def sum_of(lines: Iterable[InvoiceLine], currency: str) -> Money:
    """The sum of lines of one currency."""
    return rounded(sum((line.amount for line in lines), Decimal(0)), currency)


def difference(due: Due, group: Group) -> int:
    """Billed less right, in minor units."""
    return billed(due, group).minor - right(due, group).minor
