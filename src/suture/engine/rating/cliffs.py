"""Price cliffs: written thresholds from which on more costs less in all. They are warned about, for some are meant.

Every service is tried by itself, in one delivery on the first day of the agreement and on later days from which a
written figure holds; at every written quantity, and where charges reach a written amount. Ranges count with their
likely values. Clauses that cannot be counted without facts or figures that are missing are left out, and those that
read them. What is tried is limited by count, never by a clock.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from suture.engine.clauses.figure import Written
from suture.engine.clauses.kind import DueOf, QuantityOf, Source
from suture.engine.fault import Fault, Path, refusal
from suture.engine.money import Money, rounded
from suture.engine.rating.exact import Folded, fold, fold_line, governed
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import Line, Plan, dates_in, plan
from suture.engine.rating.trial import SUPPLIED, cut, facts_of
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.measures import measured
from suture.engine.terms.partial import on_an_index, unknown, with_readers, without, written_clauses
from suture.engine.terms.ranges import likely
from suture.engine.text import Message, Text

MOST_STEPS: Final = 60_000
"""Folds of one clause over one settlement period in all: well below a second."""
MOST_DAYS: Final = 8
MOST_AMOUNTS: Final = 16
MOST_TRIED: Final = 1 << 40
"""Steps of a service beyond which no amount is looked for."""
MOST_SEARCHED: Final = 40
"""Trials in which an amount is usually found: an order of a million steps."""

CLIFF = refusal(
    "price_cliff",
    "{service}: from {before} to {quantity} {unit} the total falls by {less}{when}",
    "Leave it where that is meant. Else lower the price for the units above the bound only, or set the price there so "
    "that more never costs less.",
    "{service}：从 {before} {unit} 增至 {quantity} {unit}，合计反而减少 {less}{when}",
    "如系有意安排，可保留。否则请仅对超出部分降价，或调整该处价格，使数量增加时合计不减少。",
)
ON = Text("price_cliff.on", ", delivered on {day}", "（{day} 交付）")
ALWAYS = Text("price_cliff.always", "", "")
NOT_TRIED = refusal(
    "price_cliffs_not_tried",
    "{services} of {all} services were not tried for prices at which more costs less: there are too many terms",
    "Look at them one by one with suture what-if.",
    "条款过多，{all} 项服务中有 {services} 项未检查数量增加时合计是否减少",
    "请用 suture what-if 逐项查看。",
)


class Bound(NamedTuple):
    """A written quantity of a service, and where it is written."""

    quantity: Decimal
    path: Path


class Amount(NamedTuple):
    """A written amount that a clause compares with charges of others, and where it is written."""

    clause: str
    amount: Decimal
    path: Path


class Part(NamedTuple):
    """What a supply of one service on one day can move: those lines, up to the close of the windows open then.

    ``still`` are all lines, folded once with nothing happening.
    """

    plan: Plan
    service: str
    day: date
    still: Mapping[str, Folded]
    in_force: Sequence[Decimal]


def cliffs(agreement: Agreement) -> Iterator[Fault]:
    """Where more of a service costs less, for an agreement without faults."""
    missing = {clause.id for clause in unknown(agreement).values()} | on_an_index(agreement)
    counted = likely(without(agreement, with_readers(agreement, missing)))
    if not counted.clauses:
        return
    whole, left = plan(counted), MOST_STEPS
    still = {folded.line.name: folded for folded in fold(whole, activity(whole, []))}
    for at, service in enumerate(agreement.services):
        moved = moved_by(whole, service)
        bounds, amounts = written_bounds(agreement, moved, service), written_amounts(agreement, moved)
        if not bounds and not amounts:
            continue
        parts = [part_of(whole, still, moved, service, day) for day in days_of(whole, moved)]
        left -= sum(3 * (len(bounds) + len(amounts)) * steps(part) for part in parts)
        left -= MOST_SEARCHED * len(amounts) * steps(parts[0])
        if left < 0:
            yield NOT_TRIED.at("services", services=len(agreement.services) - at, all=len(agreement.services))
            return
        yield from cliffs_of(parts, [*bounds, *reached(parts[0], amounts)])


def cliffs_of(parts: Sequence[Part], bounds: Sequence[Bound]) -> Iterator[Fault]:
    """The cliffs of one service, each on the first day on which it stands."""
    known: set[tuple[Decimal, Money]] = set()
    for part in parts:
        unit = part.plan.agreement.services[part.service].measured_in
        tried: dict[Decimal, Mapping[str, Decimal]] = {}
        for bound in bounds:
            for before in (bound.quantity - unit.step, bound.quantity):
                after = before + unit.step
                for quantity in (before, after):
                    if quantity not in tried:
                        tried[quantity] = tried_with(part, quantity)
                for less in fallen(part.plan, tried[before], tried[after]):
                    if (before, less) not in known:
                        known.add((before, less))
                        when: Message = ALWAYS() if part is parts[0] else ON(day=part.day.isoformat())
                        yield CLIFF.at(
                            *bound.path, service=part.service, before=before, quantity=after, unit=unit.name,
                            less=str(less), when=when,
                        )  # fmt: skip


def tried_with(part: Part, quantity: Decimal) -> dict[str, Decimal]:
    """What the moved lines charge for a quantity by the close of their windows, by currency, unrounded."""
    done, found = folded_with(part, quantity), dict[str, Decimal]()
    for line in part.plan.lines:
        if line.kind.effect == "charge":
            found[line.currency] = found.get(line.currency, Decimal(0)) + done[line.name].due[-1]
    return found


def folded_with(part: Part, quantity: Decimal) -> dict[str, Folded]:
    """All lines folded with a quantity of the service."""
    happened = activity(part.plan, [*facts_of(part.plan, {part.service: quantity}, part.day)])
    happened = happened._replace(in_force=part.in_force)
    done = dict(part.still)
    for line in part.plan.lines:
        done[line.name] = fold_line(part.plan, line, happened, done)
    return done


def reached(part: Part, amounts: Sequence[Amount]) -> Iterator[Bound]:
    """The first quantities for which what a clause counts of others comes to the amounts that it writes."""
    step = part.plan.agreement.services[part.service].step
    counts = {line.name: charges_of(line) for line in part.plan.lines}

    def short(steps: int, amount: Amount) -> bool:
        done = folded_with(part, steps * step)
        return sum((done[name].due[-1] for name in counts.get(amount.clause, ())), Decimal(0)) < amount.amount

    for amount in amounts:
        high = 1
        while high < MOST_TRIED and short(high, amount):
            high *= 2
        low = high // 2
        if low == 0 or high == MOST_TRIED:  # reached by the first step, or by none
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if short(middle, amount) else (low, middle)
        yield Bound(high * step, amount.path)


def fallen(plan: Plan, one: Mapping[str, Decimal], more: Mapping[str, Decimal]) -> Iterator[Money]:
    """By how much less would be billed, in every currency in which it would be less."""
    mode = plan.agreement.rounding.mode
    for currency, total in one.items():
        less = rounded(total, currency, mode).minus(rounded(more[currency], currency, mode))
        if less.minor > 0:
            yield less


def moved_by(whole: Plan, service: str) -> tuple[Line, ...]:
    """The lines that a supply of a service can move, in the order of counting."""
    moved: dict[str, Line] = {}
    for line in whole.lines:
        if service in supplied(line) or not moved.keys().isdisjoint(charges_of(line)):
            moved[line.name] = line
    return tuple(moved.values())


def part_of(whole: Plan, still: Mapping[str, Folded], moved: Sequence[Line], service: str, day: date) -> Part:
    """What a supply on one day can move, cut off where the windows have closed that are open then."""
    at = next(at for at, period in enumerate(whole.periods) if day in period)
    end = max((closes(line, at) for line in moved), default=at) + 1
    stand = [line for line in whole.lines if line.first < end]
    lines = {line.name: cut(line, end) for line in stand}
    names = [line.name for line in moved if line.name in lines]
    others = {name: still[name]._replace(line=line, due=still[name].due[:end]) for name, line in lines.items()}
    in_force: Sequence[Decimal] = [Decimal(1)] * end
    for name, line in lines.items():
        if line.kind.governs:
            in_force = governed(line, in_force, others[name].due)
    idle = {name for name, folded in others.items() if name not in names and not any(folded.due)}
    lines_moved = tuple(without_idle(lines[name], idle) for name in names)
    return Part(whole._replace(periods=whole.periods[:end], lines=lines_moved), service, day, others, in_force)


def without_idle(line: Line, idle: Collection[str]) -> Line:
    """A line that does not read those that come to nothing anyway: most of what a minimum counts."""

    def busy(source: Source) -> Source:
        if not isinstance(source, DueOf):
            return source
        return source._replace(clauses=tuple(name for name in source.clauses if name not in idle))

    versions = (version._replace(reads=tuple(map(busy, version.reads))) for version in line.versions)
    return line._replace(versions=tuple(versions))


def closes(line: Line, at: int) -> int:
    """The settlement period in which the window of a line closes that is open in ``at``; a lag is waited for.

    Where an amendment ends the line before that, it is the first one without it (``exact.closed``).
    """
    lag = max((getattr(source, "lag", 0) for source in line.sources), default=0)
    if line.by_order or not has_window(line):
        return min(at + lag, line.end - 1)
    ahead = range(max(at, line.first), line.end)
    close = next((each for each in ahead if line.windows[each - line.first].closes), None)
    return line.end if close is None else min(close + lag, line.end - 1)


def has_window(line: Line) -> bool:
    """Whether people wrote a window; else the kind counts without one."""
    return any("window" in written.model_fields_set for written in parts_of(line.versions[-1].clause))


def parts_of(written: Written) -> Iterator[Written]:
    """Something written and what is written inside it, lists left out."""
    yield written
    for name in type(written).model_fields:
        if isinstance(inside := getattr(written, name), Written):
            yield from parts_of(inside)


def steps(part: Part) -> int:
    """How many folds of one line over one period a trial takes; to read the charges of another line is half of one."""
    return sum(len(line.windows) * (2 + len(charges_of(line))) // 2 for line in part.plan.lines)


def supplied(line: Line) -> set[str]:
    """The services of whose supply a line reads."""
    sources = (s for s in line.sources if isinstance(s, QuantityOf) and s.measure in SUPPLIED)
    return {name for source in sources for name in source.services}


def charges_of(line: Line) -> list[str]:
    """The lines whose charges a line reads."""
    return [name for source in line.sources if isinstance(source, DueOf) for name in source.clauses]


def written_bounds(agreement: Agreement, moved: Sequence[Line], service: str) -> list[Bound]:
    """The quantities that clauses write of a service, each where it is written last: where the tier above it begins."""
    of_service = {line.name for line in moved if service in supplied(line)}
    step = agreement.services[service].step
    found: dict[Decimal, Bound] = {}
    for place, clause in written_clauses(agreement):
        for path, figure, dimension in measured(clause) if clause.id in of_service else ():
            if dimension.measures == "quantity" and figure.known and figure.likely > 0:
                quantity = figure.likely // step * step
                if quantity > 0:
                    found[quantity] = Bound(quantity, (*place, *path))
    return [found[quantity] for quantity in sorted(found)]


def written_amounts(agreement: Agreement, moved: Sequence[Line]) -> list[Amount]:
    """The amounts that clauses write which count the charges of others, each once."""
    counting = {line.name for line in moved if charges_of(line)}
    found: dict[tuple[str, Decimal], Amount] = {}
    for place, clause in written_clauses(agreement):
        for path, figure, dimension in measured(clause) if clause.id in counting else ():
            if dimension.measures == "amount" and figure.known and figure.likely > 0:
                found[clause.id, figure.likely] = Amount(clause.id, figure.likely, (*place, *path))
    return list(found.values())[:MOST_AMOUNTS]


def days_of(whole: Plan, moved: Sequence[Line]) -> list[date]:
    """The days on which a delivery is tried: the first, and those from which written figures or versions hold."""
    valid = whole.agreement.valid.period
    found = {valid.start}
    for line in moved:
        found.update(whole.periods[version.first].start for version in line.versions)
        found.update(day for version in line.versions for day in dates_in(version.clause) if day in valid)
    return sorted(found)[:MOST_DAYS]
