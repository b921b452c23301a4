"""`suture exposure`: what is owed if one cancels, cuts, delays or leaves on a day, and the last day to avoid each."""

import argparse
import heapq
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final, NamedTuple

from suture.cli import DONE
from suture.cli.exposed import FEW, ROWS, show
from suture.cli.facts import FactsFile, file_in
from suture.cli.language import spoken
from suture.cli.rate import kept
from suture.cli.screen import noted, progress
from suture.cli.screen import told as said
from suture.cli.what_if import OUTSIDE, Terms, named_twice, terms_in
from suture.engine.clauses.kind import ClauseBase
from suture.engine.exposure.deadlines import Deadline
from suture.engine.exposure.exposure import Exposure, exposure
from suture.engine.exposure.open import known
from suture.engine.exposure.portfolio import Portfolio, most_of
from suture.engine.exposure.scenario import USUAL, Scenario, scenario_of
from suture.engine.fault import Fault, Faulty
from suture.engine.rating.books import GIVEN_TWICE
from suture.engine.rating.fact import Fact
from suture.engine.rating.fixings import NO_LEVEL, check_levels
from suture.engine.rating.plan import Plan, plan
from suture.engine.rating.rate_days import check_rates
from suture.engine.terms.assumed import NO_FIGURE, names
from suture.engine.terms.document import Tree
from suture.engine.terms.partial import written_clauses
from suture.engine.terms.profiles import filled_in
from suture.engine.terms.ranges import likely, ranges
from suture.engine.terms.reading import agreement_in, in_file, mapping
from suture.engine.text import Text
from suture.files.exposures import HTML, PDF, Told, is_facts_beside, reports
from suture.files.facts.found import Found, fault_table
from suture.files.facts.mapping import translation_in
from suture.files.facts.partition import Partition
from suture.files.facts.source import source_of
from suture.files.opening import text_of
from suture.files.saving import saved, tried

READING: Final = Text("exposure.reading", "reading facts", "正在读取事实")
COUNTING: Final = Text("exposure.counting", "counting exposure", "正在计算敞口")
NO_PDF: Final = Text("exposure.no_pdf", "The report is written without its PDF.", "报告已写出，但未生成 PDF。")
NO_FACTS: Final = Text(
    "exposure.no_facts",
    "no fact at all is told of it, so nothing is on order or forecast",
    "未告知任何事实，因此没有订单或预测",
)
MANY_WITHOUT: Final = Text(
    "exposure.many_without_facts",
    "Agreements of which no fact at all is told ({n}): {named}.",
    "未告知任何事实的协议（{n} 份）：{named}。",
)
LARGEST: Final = 20
"""Agreements in each currency that are told of by themselves where there are many; ``--json`` has all."""
REPORTED: Final = 5
"""Of them those that the report tells of by themselves: each takes some pages."""
EXAMPLE: Final = "clauses[0].price"
SOONEST: Final = 1_000
"""Last days to act that stay in memory; of many agreements nobody reads more."""


class Seen:
    """What is remembered of the agreements that went by: their sums, the largest of them, and the soonest last days."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.rows = 0
        self.without: list[str] = []
        """Agreements of which no fact at all is told."""
        self._largest: dict[str, list[tuple[int, int, Exposure]]] = {}
        self._soonest: list[tuple[int, int, str, Deadline]] = []

    def add(self, found: Exposure) -> None:
        """Remembers an agreement."""
        self.portfolio.add(found)
        self.without.extend([found.agreement] if any(note.text is NO_FACTS for note in found.notes) else [])
        order = self.portfolio.agreements
        largest = self._largest.setdefault(found.currency, [])
        heapq.heappush(largest, (most_of(found), -order, found))
        if len(largest) > LARGEST:
            heapq.heappop(largest)
        for at, each in enumerate(found.deadlines):
            heapq.heappush(self._soonest, (-each.last.toordinal(), -order * 10_000 - at, found.agreement, each))
            if len(self._soonest) > SOONEST:
                heapq.heappop(self._soonest)

    def largest(self, most: int = LARGEST) -> list[Exposure]:
        """So many agreements of each currency, those with most at stake; of few all."""
        ranked = [sorted(of, key=lambda each: each[:2], reverse=True)[:most] for of in self._largest.values()]
        return [found for of in ranked for *_, found in of]

    def soonest(self) -> list[tuple[str, Deadline]]:
        """The last days that come first, each with its agreement."""
        return [(number, each) for *_, number, each in sorted(self._soonest, key=lambda each: each[:2])[::-1]]


class Asked(NamedTuple):
    """What is asked of every agreement."""

    on: date
    scenarios: tuple[Scenario, ...]
    assumptions: dict[str, Tree]


def run(asked: argparse.Namespace) -> int:
    """Counts, writes and says it. Raises ``Faulty``."""
    wanted = wanted_in(asked)
    with Told(wanted.scenarios, with_facts=asked.out is not None) as told:
        if asked.out is not None:
            tried(asked.out, [*told.names()], [])
        seen = counted(asked, wanted, told)
        if asked.out is not None:
            files = {**told.files(seen.portfolio, wanted.on, seen.rows), **written(seen, wanted.on)}
            saved(files, asked.out, replaces="facts-*.csv", own=is_facts_beside(asked.facts))
        if asked.json:
            for piece in told.pieces(seen.portfolio, wanted.on, seen.rows):
                print(piece, end="")
        else:
            show(seen.portfolio, seen.largest(), seen.soonest(), wanted.on, asked.out, seen.rows)
            if seen.without and seen.portfolio.agreements > FEW:  # of few each has its note
                named = ", ".join([*seen.without[:ROWS], *(["…"] if len(seen.without) > ROWS else [])])
                said(MANY_WITHOUT(n=f"{len(seen.without):,}", named=named))
    return DONE


def written(seen: Seen, on: date) -> dict[str, str | bytes]:
    """What people read; without the PDF, and it is said, where the system makes none."""
    from suture.files.report.pdf import pdf  # its library is loaded for it alone

    made = reports(seen.portfolio, seen.largest(REPORTED), seen.soonest(), on, spoken())
    try:
        return {**made, PDF: pdf(str(made[HTML]))}
    except Faulty as faulty:
        for each in (NO_PDF(), *(part for fault in faulty.faults for part in fault.said(spoken()))):
            noted(each, stream=sys.stderr)
        return made


def wanted_in(asked: argparse.Namespace) -> Asked:
    """The day, the scenarios and the assumptions. Raises ``Faulty``."""
    read = [scenario_of(text) for text in asked.scenario] or [*USUAL]
    faults = [each for each in read if isinstance(each, Fault)]
    faults.extend(named_twice("assume", asked.assume))
    if faults:
        raise Faulty(faults)
    scenarios = dict.fromkeys(each for each in read if isinstance(each, Scenario))
    return Asked(asked.on or date.today(), tuple(scenarios), dict(asked.assume))


def counted(asked: argparse.Namespace, wanted: Asked, told: Told) -> Seen:
    """Goes through all agreements, one after the other. Raises ``Faulty`` with the faults of all."""
    seen = Seen(Portfolio(asked.side))
    with parted(file_in(asked), asked.agreements) as (found, partition), progress(COUNTING().said(spoken())) as share:
        seen.rows = partition.rows
        pass_by = Passing(wanted, partition, found, alone=len(asked.agreements) == 1)
        for at, path in enumerate(asked.agreements, start=1):
            for exposed, facts in pass_by.agreement(path):
                seen.add(exposed)
                told.add(exposed, known(facts, wanted.on))
            share(at / len(asked.agreements))
        faults = pass_by.ended()
    if faults or found.count:
        raise Faulty([*faults, *found.listed()])
    return seen


class Passing:
    """Agreements passing by: each is read, takes in its facts, and is counted unless anything was wrong so far."""

    def __init__(self, wanted: Asked, partition: Partition, found: Found, *, alone: bool) -> None:
        self.wanted, self.partition, self.found, self.alone = wanted, partition, found, alone
        self.faults: list[Fault] = []
        self.numbers: dict[str, None] = {}
        self.assumed: set[str] = set()
        self.unread = False

    def agreement(self, path: str) -> Iterator[tuple[Exposure, list[Fact]]]:
        """What an agreement exposes to, with its facts; nothing where anything is wrong."""
        terms = kept(self.faults, lambda: self._terms(path))
        planned = kept(self.faults, lambda: plan(likely(terms.counted))) if terms is not None else None
        if terms is None or planned is None:
            self.unread = True
            return
        number = planned.agreement.agreement
        if number in self.numbers:
            self.faults.extend(in_file([GIVEN_TWICE.at("agreement", number=number)], path))
            return
        self.numbers[number] = None
        facts = self.partition.facts_of(planned, self.found)
        self.faults.extend(in_file(outside(planned, self.wanted.on), path))
        if not self.found.count:
            told = known(facts, self.wanted.on)
            self.faults.extend(in_file(missing(planned, told, self.wanted.on), path))
            self.found.add(map(self.partition.source.placed, check_rates(planned, told, told)))
        if not self.faults and not self.found.count:
            exposed = exposure(planned, facts, self.wanted.on, self.wanted.scenarios, left_out(terms))
            without = () if facts or self.alone else (NO_FACTS(),)
            exposed = exposed._replace(not_known=not_known(terms), notes=(*without, *exposed.notes))
            yield self._between(terms, exposed, facts), facts

    def _between(self, terms: Terms, exposed: Exposure, facts: list[Fact]) -> Exposure:
        """Between what it lies, where figures are ranges."""
        if not ranges((terms.counted.clauses, terms.counted.amendments)):
            return exposed
        from suture.engine.simulation.exposed import ranged  # only ranges wait for what draws them

        return ranged(terms.counted, exposed, known(facts, self.wanted.on))

    def _terms(self, path: str) -> Terms:
        """The terms of a file under those assumptions that are about a figure of it; a single one has all."""
        assumptions = self.wanted.assumptions
        if assumptions and not self.alone:
            words = figures_of(path)
            assumptions = {place: figure for place, figure in assumptions.items() if place in words}
        self.assumed |= assumptions.keys()
        return terms_in(path, assumptions)

    def ended(self) -> list[Fault]:
        """What is wrong beside the facts, now that all have passed by; what is wrong with other facts is found."""
        if not self.unread:  # without its agreement every fact would have a fault
            self.partition.rest([*self.numbers], self.found)
            left = [place for place in self.wanted.assumptions if place not in self.assumed]
            self.faults.extend(NO_FIGURE.at("assume", place=place, guess="", example=EXAMPLE) for place in left)
        return self.faults


@contextmanager
def parted(file: FactsFile, agreements: Sequence[str]) -> Iterator[tuple[Found, Partition]]:
    """The facts of a file by agreement, and what is wrong with them. Raises ``Faulty`` where nothing can be read."""
    translation = translation_in(file.mapping, issued=file.issued) if file.mapping is not None else None
    reading = [file.path, *agreements, *([file.mapping] if file.mapping else [])]
    with fault_table(file.faults, spoken(), reading) as table:
        with progress(READING().said(spoken())) as share:
            alone = len(agreements) == 1
            partition = Partition(source_of(file.path, translation, file.sheet), alone=alone, progress=share)
        with partition:
            yield Found(file.path, table), partition


def figures_of(path: str) -> set[str]:
    """Every word by which a figure of an agreement can be assumed. Raises ``Faulty``."""
    try:
        return {word for word, _ in names(agreement_in(filled_in(mapping(text_of(path), path)).document))}
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, path)) from None


def not_known(terms: Terms) -> tuple[str, ...]:
    """The clauses that cannot be counted since a figure of theirs is not known."""
    return tuple(sorted({name for each in terms.left_out for name in each.clauses}))


def left_out(terms: Terms) -> tuple[ClauseBase, ...]:
    """These clauses themselves."""
    names = not_known(terms)
    return tuple(clause for _, clause in written_clauses(terms.whole) if clause.id in names)


def outside(planned: Plan, on: date) -> Iterator[Fault]:
    """That the day lies outside the agreement."""
    valid = planned.agreement.valid
    if on not in valid.period:
        yield OUTSIDE.at("on", day=on, valid=valid.period, first=valid.from_)


def missing(planned: Plan, facts: Sequence[Fact], on: date) -> Iterator[Fault]:
    """Index values that are missing: those of settled periods, and of an index that is still to be read any value at
    all; ahead the last one stands."""
    ended = [period.last for period in planned.periods if period.last < on]
    settled = [*check_levels(planned, facts, ended[-1])] if ended else []
    yield from settled
    for fault in check_levels(planned, facts, planned.periods[-1].last):
        if fault not in settled and fault.wrong.text is NO_LEVEL.wrong:
            yield fault
