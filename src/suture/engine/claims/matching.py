"""Matching: each billed line to the clauses and the settlement period that it bills.

A line of a clause bills that clause. A line of a service alone bills the net price of the service: all its price
clauses that have no line of their own. A line that says of which days it is bills their period; else the one of its
order, or that of its invoice's day or the one before, whichever fits this biller better.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from suture.engine.claims.due import Due, Place
from suture.engine.claims.group import Clauses, Group, Key, difference, minor_of
from suture.engine.claims.invoice_line import InvoiceLine


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
    tax = {of: tuple(name for name in names if name not in own) or names for of, names in due.taxes.items()}
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
        elif line.event and (ends := of_event(due, clauses, line)) is not None:
            if ends[0] == ends[1]:
                sure[clauses][ends[1]].append(line)
            else:
                spanning.append((clauses, *ends, line))
        else:
            unsure[clauses].append(line)
    groups: dict[Key, Group] = {}
    for clauses, by_period in sure.items():
        for at, of_it in by_period.items():
            groups[clauses, at] = Group(clauses, at, of_it)
    outside.extend(undated(due, groups, unsure))
    for clauses, first, last, line in sorted(spanning, key=lambda each: (each[2], each[3].row)):
        put_span(due, groups, clauses, first, last, line)
    taken_back(due, groups, held)
    return Matched(parted(due, groups), outside, loose)


def taken_back(due: Due, groups: Mapping[Key, Group], held: Sequence[InvoiceLine]) -> None:
    """Moves a line without days, of a credit note that names an invoice, to the period of that invoice, where the two
    periods then come nearer to what is due."""
    named = {line.credits for line in held if line.credits and line.first is None and line.last is None}
    if not named:
        return
    there: dict[tuple[str, Clauses], Group] = {}
    for group in groups.values():
        there.update({(line.invoice, group.clauses): group for line in group.lines if line.invoice in named})
    for group in groups.values():
        for line in [each for each in group.lines if each.credits and each.first is None and each.last is None]:
            credited = there.get((line.credits, group.clauses))
            if credited is None or credited is group:
                continue
            moved = minor_of(line.amount, line.currency)
            here, other = difference(due, group), difference(due, credited)
            if abs(here - moved) + abs(other + moved) < abs(here) + abs(other):
                group.lines.remove(line)
                credited.lines.append(line)


def parted(due: Due, groups: dict[Key, Group]) -> dict[Key, Group]:
    """Groups of which no two bill the same clause for the same period: those that do are one. What is due and has no
    line is a group by itself."""
    owner: dict[Place, Group] = {}
    for group in sorted(groups.values(), key=lambda each: (each.at, each.clauses)):
        whole = group
        while others := {id(owner[place]): owner[place] for place in whole.places if place in owner}:
            for other in others.values():
                for place in other.places:
                    del owner[place]
                whole = joined(whole, other)
        owner.update(dict.fromkeys(whole.places, whole))
    for place, charge in due.charges.items():
        if charge.money.minor and place not in owner:
            owner[place] = held_in(due, owner, place) or Group((place[0],), place[1])
    return {(group.clauses, group.at): group for group in owner.values()}


def held_in(due: Due, owner: Mapping[Place, Group], place: Place) -> Group | None:
    """The group whose net price holds what is due and has no line, though in other periods it has lines of its own:
    with it, and only with it, what is billed is what is due."""
    name, at = place
    for names in due.by_service.values():
        group = owner.get((names[0], at)) if name in names else None
        if group is not None and group.lines and difference(due, group) == due.money(place).minor:
            group.clauses = (*group.clauses, name)
            return group
    return None


def joined(one: Group, other: Group) -> Group:
    """Two groups as one."""
    periods = {*one.periods, *other.periods}
    at = max(periods)
    clauses = dict.fromkeys([*max(one.clauses, other.clauses, key=len), *one.clauses, *other.clauses])
    return Group(tuple(clauses), at, [*one.lines, *other.lines], tuple(sorted(periods - {at})))


def billed_by(due: Due, line: InvoiceLine, nets: Mapping[str, Clauses], tax: Mapping[str, Clauses]) -> Clauses | None:
    """The clauses that a line bills; None where the agreement has none such, empty where it names nothing."""
    if line.agreement not in ("", due.plan.agreement.agreement):
        return None
    if line.clause:
        return (line.clause,) if due.has(line.clause) else None
    if line.sort == "tax":
        return tax.get(line.currency) or next(iter(tax.values()), None)
    if line.service:
        return nets.get(line.service)
    return UNKNOWN


def period_ends(due: Due, line: InvoiceLine) -> tuple[int, int] | None:
    """The first and the last settlement period of the days that a line names; None where they lie outside."""
    last = due.period_of(line.last or line.first or line.day)
    first = due.period_of(line.first or line.last or line.day)
    return None if last is None or first is None else (first, last)


def of_event(due: Due, clauses: Clauses, line: InvoiceLine) -> tuple[int, int] | None:
    """The first and the last settlement period in which the order of a line happened."""
    found = due.events_of(clauses[0]).get(line.event)
    return (found[0], found[-1]) if found else None


def undated(due: Due, groups: dict[Key, Group], unsure: Mapping[Clauses, Sequence[InvoiceLine]]) -> list[InvoiceLine]:
    """Puts lines without days: by the period of the invoice's day or the one before, as fits more of the clauses'
    periods, or else as comes nearer to what is due. What then lies outside the agreement comes back."""
    outside: list[InvoiceLine] = []
    for clauses, of_it in unsure.items():
        placed: list[dict[int, list[InvoiceLine]]] = []
        for back in (0, 1):
            by_period: dict[int, list[InvoiceLine]] = defaultdict(list)
            for line in of_it:
                at = due.period_of(line.day)
                if at is None:  # a fee in advance may be billed before the agreement begins
                    at = len(due.plan.periods) if line.day >= due.plan.periods[-1].end else 0
                by_period[max(at - back, 0)].append(line)
            placed.append(by_period)
        off = [misses(due, groups, clauses, each, {*placed[0], *placed[1]}) for each in placed]
        best = max((0, 1), key=lambda back: (off[back].count(0), -sum(off[back]), -back))
        for at, lines in placed[best].items():
            if 0 <= at < len(due.plan.periods):
                groups.setdefault((clauses, at), Group(clauses, at)).lines.extend(lines)
            else:
                outside.extend(lines)
    return outside


def misses(
    due: Due, groups: Mapping[Key, Group], clauses: Clauses, by_period: Mapping[int, Sequence[InvoiceLine]],
    periods: Iterable[int],
) -> list[int]:  # fmt: skip
    """By how many minor units what is billed misses what is due in each of some periods; none of those without a line
    in which nothing is due."""
    found = []
    for at in periods:
        beside = groups.get((clauses, at))
        group = Group(clauses, at, [*(beside.lines if beside else ()), *by_period.get(at, ())])
        off = abs(difference(due, group))
        if off or at in by_period:
            found.append(off)
    return found


def put_span(due: Due, groups: dict[Key, Group], clauses: Clauses, first: int, last: int, line: InvoiceLine) -> None:
    """Puts a line that names the days of several periods, or whose order happened in several: to the last, since what
    is counted over them falls due with it; with earlier ones, where together they come nearer to what is due."""
    group = groups.setdefault((clauses, last), Group(clauses, last))
    group.lines.append(line)
    open_ones = tuple(
        at for at in range(first, last)
        if (beside := groups.get((clauses, at))) is None or not beside.lines
        if any(due.money((name, at)).minor for name in clauses)
    )  # fmt: skip
    together = Group(clauses, last, group.lines, tuple(sorted({*group.before, *open_ones})))
    if open_ones and abs(difference(due, together)) < abs(difference(due, group)):
        group.before = together.before
    for at in range(first, last):
        beside = groups.get((clauses, at))
        if beside is None or beside is group or not beside.lines or group.before:
            continue
        both = abs(difference(due, beside)) + abs(difference(due, group))
        whole = joined(group, beside)
        if abs(difference(due, whole)) < both:
            del groups[clauses, at]
            group.lines, group.before = whole.lines, whole.before
