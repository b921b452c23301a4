"""The facts of one file by agreement: read once, and each agreement's then taken in by itself.

``settle`` holds the books of all agreements while the facts come in. Here no more than one agreement is in memory: the
rows wait on disk, each with its number, and come back as a source of their own. So every check of ``intake`` holds as
it does there, and no row is lost: it is taken in with its agreement, or with those that have none.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from suture.engine.fault import Fault
from suture.engine.rating.books import MOST_GUESSES, NOT_GIVEN, Books
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import counts
from suture.engine.rating.plan import Plan
from suture.engine.terms.refused import nearest
from suture.engine.text import NOTHING as NO_GUESS
from suture.engine.text import Message
from suture.files.facts.columns import Read, keeps_ids
from suture.files.facts.found import Found
from suture.files.facts.intake import EVERY, Intake, Progress, unheard
from suture.files.facts.source import Source
from suture.files.waiting import Waiting

NOBODYS: Final = None
"""The key of rows whose agreement cannot be read, and of what is wrong with the file."""


class Told(Books):
    """The book of one agreement that keeps its facts as they were told: those that count."""

    def __init__(self, plan: Plan) -> None:
        super().__init__([plan])
        self.facts: list[Fact] = []

    def take(self, fact: Fact) -> None:
        """Keeps a faultless fact, if it counts."""
        if counts(fact, self.books[0].cancelled):
            self.facts.append(fact)

    def cancel(self, reversals: Iterable[Fact]) -> None:
        """Begins anew; what these facts reverse will count nowhere."""
        self.facts = []
        super().cancel(reversals)


class Strangers(Books):
    """What stands in for books of agreements that are not given, or cannot be read."""

    def __init__(self, given: Collection[str]) -> None:
        super().__init__(())
        self.given = given
        self.guesses: dict[str, Message] = {}

    def wrong_with(self, fact: Fact) -> Iterator[Fault]:
        """That the agreement of a fact is not given, and what can be said without it."""
        if "agreement" not in fact.unread:
            if fact.agreement not in self.guesses and len(self.guesses) < MOST_GUESSES:
                self.guesses[fact.agreement] = nearest(fact.agreement, self.given)
            guess = self.guesses.get(fact.agreement, NO_GUESS())
            yield NOT_GIVEN.at("agreement", line=fact.row, found=fact.agreement, n=len(self.given), guess=guess)
        yield from super().wrong_with(fact)


class Part(Source):
    """The rows of one agreement out of a file that was read."""

    def __init__(self, whole: "Partition", key: str | None) -> None:
        super().__init__(whole.source.path)
        self.whole, self.key = whole, key
        self.header, self.sheets = whole.source.header, whole.source.sheets

    def reads(self) -> Iterator[Read]:
        """Its rows in their order, with what is wrong with each."""
        return self.whole.waiting.of(self.key)


class Partition:
    """One file of facts. Of a single agreement all rows are that one's, so that what is of another is said.

    Use it in a ``with``. Raises ``Faulty`` where the file cannot be read at all.
    """

    def __init__(self, source: Source, *, alone: bool = False, progress: Progress = unheard) -> None:
        self.source, self.alone = source, alone
        self.rows = 0
        self.keeps_ids = True
        self.waiting: Waiting[str | None, Read] = Waiting()
        try:
            for read in source.reads():
                self._put(read, progress)
        except BaseException:
            self.waiting.__exit__(None, None, None)
            raise
        self._left = dict.fromkeys(self.waiting.keys())

    def __enter__(self) -> "Partition":
        return self

    def __exit__(self, *_: object) -> None:
        self.waiting.__exit__(None, None, None)

    def _put(self, read: Read, progress: Progress) -> None:
        """Lets a row wait under its agreement."""
        if read.cells is not None:
            self.rows += 1
            if self.rows % EVERY == 0:
                progress(self.source.share)
        self.keeps_ids = self.keeps_ids and keeps_ids(read.faults)
        known = read.fact is not None and "agreement" not in read.fact.unread
        self.waiting.add(read.fact.agreement if known and read.fact is not None and not self.alone else NOBODYS, read)

    def facts_of(self, plan: Plan, found: Found) -> list[Fact]:
        """The facts of an agreement that count; what is wrong with them is found, and then none of them is of use."""
        books = Told(plan)
        self._taken(books, NOBODYS if self.alone else plan.agreement.agreement, found)
        return books.facts

    def rest(self, given: Collection[str], found: Found) -> None:
        """What is wrong with the rows that are of none of the agreements that are given, by their numbers."""
        for key in [*self._left]:
            self._taken(Strangers(given), key, found)

    def _taken(self, books: Books, key: str | None, found: Found) -> None:
        """The rows of a key into these books."""
        self._left.pop(key, None)
        found.keeps_ids = found.keeps_ids and self.keeps_ids
        Intake(Part(self, key), books, found).taken()
