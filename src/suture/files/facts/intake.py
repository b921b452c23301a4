"""Taking facts in: each is read, checked and gathered, and forgotten.

Facts are gone through once; a second time only where a fact is reversed or a source_id may stand there twice: then it
is known which facts count nowhere, and those that are concerned are held against one another. Of the first pass stays
a hash of eight bytes of every source_id.
"""

import gc
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from suture.engine.rating.books import Books
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import Id, check_ids, id_of
from suture.files.facts.columns import Read, plainly
from suture.files.facts.found import Found
from suture.files.facts.source import Shape, Source, Unalike

FEW: Final = 50_000
"""Source ids that are counted one by one."""
EVERY: Final = 20_000
"""Rows after which it is told how far the reading is."""
Progress = Callable[[float], None]
"""Called with the share of the file that has been read."""


class Group(NamedTuple):
    """Facts that are alike but for their day within a month."""

    agreement: str
    service: str
    kind: str
    unit: str
    month: date  # its first day


@dataclass
class Tally:
    """What was read: rows, those without a fault, the last day on which something happened, and sums where asked."""

    rows: int = 0
    facts: int = 0
    last: date | None = None
    published: list[Fact] = field(default_factory=list)  # values of indices
    groups: dict[Group, tuple[int, Decimal]] | None = None
    not_read: Sequence[str] = field(default_factory=list)

    def happened(self, fact: Fact, day: date) -> None:
        """Remembers the last day, which is none of an index; and what was published."""
        if "date" in fact.unread:
            return
        if fact.kind == "index":
            self.published.append(fact)
        else:
            self.last = max(day, self.last or day)

    def withdraw(self, read: Read) -> None:
        """Takes back a row that has turned out to have a fault."""
        self.facts -= 1
        if self.groups is not None and read.fact is not None:
            self.group(read.fact, -1, read.fact.day, -read.fact.quantity)

    def group(self, fact: Fact, rows: int, day: date, quantity: Decimal) -> None:
        """Adds faultless facts that are alike to the sums."""
        assert self.groups is not None
        group = Group(fact.agreement, fact.service, fact.kind, fact.unit, day.replace(day=1))
        before = self.groups.get(group, (0, Decimal(0)))
        self.groups[group] = (before[0] + rows, before[1] + quantity)
        if not self.groups[group][0]:
            del self.groups[group]


class Ids:
    """The hashes of many ids, of which those that stand there twice may be looked up afterwards."""

    def __init__(self) -> None:
        self.hashes = array("q")
        self.twice: frozenset[int] = frozenset()

    def add(self, named: Id) -> None:
        """Adds one."""
        self.hashes.append(hash(named))

    def sorted_out(self) -> None:
        """Keeps the hashes that stand there twice."""
        hashes, self.hashes = self.hashes, array("q")
        if len(hashes) <= FEW:
            self.twice = frozenset(each for each, count in Counter(hashes).items() if count > 1)
            return
        import numpy as np  # half a second to import; a counter of a million would take 100 MB

        rising = np.sort(np.frombuffer(hashes, np.int64))
        self.twice = frozenset(np.unique(rising[1:][rising[1:] == rising[:-1]]).tolist())

    def __contains__(self, named: object) -> bool:
        return hash(named) in self.twice


def unheard(_: float) -> None:
    """Tells nobody."""


@contextmanager
def unsearched() -> Iterator[None]:
    """Keeps what lies in memory, such as a thousand agreements, from being searched for garbage again and again while
    facts come in: half the time of taking in a million. What comes in is searched as always.
    """
    if gc.get_freeze_count():  # somebody else does so already
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class Intake:
    """One file of facts going into the books of its agreements."""

    def __init__(self, source: Source, books: Books, found: Found, progress: Progress = unheard) -> None:
        self.source, self.books, self.found, self.progress = source, books, found, progress
        self.reversals: list[Fact] = []
        self.ids = Ids()

    def taken(self, *, grouped: bool = False) -> Tally:
        """Takes all in; what is wrong is in ``found``, and where anything is the books hold nothing that counts."""
        with unsearched():
            tally = self._first(grouped)
            self.ids.sorted_out()
            twice = self.source.repeated()
            if twice or self.ids.twice or self.reversals:
                self._again(twice, tally)
        if tally.groups is not None:
            tally.groups = {group: (n, plainly(total)) for group, (n, total) in tally.groups.items()}
        tally.not_read = self.source.not_read
        return tally

    def _first(self, grouped: bool) -> Tally:
        """The first pass: each fact by itself."""
        tally = Tally(groups={} if grouped else None)
        try:
            self._bulk(tally)
        except Unalike:
            self.source.one_by_one = True
            self.books.cancel(())
            tally = Tally(groups={} if grouped else None)
            self._bulk(tally)
        for read in self.source.reads():
            fact, faults = read.fact, [*read.faults]
            if read.cells is not None:
                tally.rows += 1
                if tally.rows % EVERY == 0:
                    self.progress(self.source.share)
            if fact is not None:
                faults.extend(self.books.wrong_with(fact))
                tally.happened(fact, fact.day)
                if fact.source_id and not self.source.knows_ids:
                    self.ids.add(id_of(fact))
                if fact.reverses:
                    self.reversals.append(fact)
            if faults:
                self.found.add(map(self.source.placed, faults), read.cells or (), self.source.names)
            elif fact is not None:
                tally.facts += 1
                if tally.groups is not None:
                    tally.group(fact, 1, fact.day, fact.quantity)
                if not self.found.count:
                    self.books.take(fact)
        return tally

    def _bulk(self, tally: Tally) -> None:
        """What can be summed before it is looked at row by row."""
        for shape in self.source.shapes(self.books.cuts(), self.books.steps()):
            if not self._is_sound(shape):
                self.source.leave(shape)
                continue
            self.books.take_sum(shape.like, shape.sums)
            rows = sum(shape.rows)
            tally.rows += rows
            tally.happened(shape.like, max(shape.sums)[0])
            tally.facts += rows
            if tally.groups is not None:
                for (day, quantity), count in zip(shape.sums, shape.rows, strict=True):
                    tally.group(shape.like, count, day, quantity)

    def _is_sound(self, shape: Shape) -> bool:
        """Whether rows of a shape need not be looked at one by one."""
        step = self.books.step_of(shape.like)
        if shape.faults or not (step is None or step in shape.whole_in) or not self.books.is_divisible(shape.like):
            return False
        first, last = min(shape.sums)[0], max(shape.sums)[0]
        return self.books.covers(shape.like, first, last) and not any(self.books.wrong_with(shape.like))

    def _again(self, twice: frozenset[str], tally: Tally) -> None:
        """The second pass: gathers what counts, and holds those facts against one another that are concerned."""
        named = {(fact.agreement, fact.reverses) for fact in self.reversals}
        sound = not self.found.count
        self.books.cancel(self.reversals)
        self.source.set_apart(twice | {name for _, name in named})
        self._bulk(Tally())
        held: dict[int, Read] = {}
        now_faulty: set[int] = set()

        def concerned() -> Iterator[Fact]:
            """Each fact that is reversed, reverses, or may have the source_id of another."""
            for read in self.source.reads():
                fact = read.fact
                if fact is None:
                    continue
                if sound:
                    self.books.take(fact)
                is_named = fact.source_id in twice or id_of(fact) in self.ids or id_of(fact) in named
                if fact.reverses or (fact.source_id and is_named):
                    held[fact.row] = read
                    yield fact
                    if not fact.reverses:
                        del held[fact.row]

        for fault in check_ids(concerned(), all_there=self.found.keeps_ids):
            read = held[fault.line or 0]
            self.found.add([self.source.placed(fault)], read.cells or (), self.source.names)
            if fault.line not in now_faulty and self._was_faultless(read):
                now_faulty.add(fault.line or 0)
                tally.withdraw(read)

    def _was_faultless(self, read: Read) -> bool:
        """Whether a row showed nothing wrong by itself."""
        return read.fact is not None and not read.faults and not any(self.books.wrong_with(read.fact))
