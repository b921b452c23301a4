"""Books: the agreements that one file of facts is of, each with what it has gathered so far."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from suture.engine.fault import Fault, refusal
from suture.engine.period import Period
from suture.engine.rating.exact import Activity
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import check_day, check_fact, check_kind_of, check_service, check_sign_of, counts
from suture.engine.rating.gathering import Gathering, period_of, reading_of
from suture.engine.rating.plan import Plan, once_covered
from suture.engine.rating.rate_days import check_rates
from suture.engine.rating.uncounted import Alike, Told, add
from suture.engine.terms.refused import nearest
from suture.engine.text import NOTHING as NO_GUESS
from suture.engine.text import Message

NOT_GIVEN = refusal(
    "fact_agreement_not_given",
    "the fact is of agreement '{found}', which is not among the {n} given",
    "{guess}Name the file of that agreement too, or take its facts out.",
    "事实属于协议“{found}”，不在所给 {n} 份协议之中",
    "{guess}请同时给出该协议的文件，或移除其事实。",
)
GIVEN_TWICE = refusal(
    "agreement_given_twice",
    "agreement '{number}' is given twice",
    "Name each agreement once.",
    "协议“{number}”给出了两次",
    "每份协议只给出一次。",
)


class Book:
    """One agreement while its facts come in.

    Facts are checked against the agreement up to the latest end that it ever had: what lies beyond the one that it has
    now was told when it still reached there, and is only remembered.
    """

    def __init__(self, plan: Plan, *, named: bool = False) -> None:
        self.plan = plan
        self.terms = once_covered(plan)
        self.reading = reading_of(plan, named=named)
        self.gathering = Gathering(plan, self.reading)
        self.cancelled: set[str] = set()
        self.beyond: dict[Told, Alike] = {}

    def emptied(self) -> None:
        """Begins anew, knowing which facts are cancelled."""
        self.gathering = Gathering(self.plan, self.reading)
        self.beyond = {}

    def wrong_with(self, fact: Fact) -> Iterable[Fault]:
        """Everything that is wrong with one fact by itself."""
        return check_fact(self.terms, self.reading.with_notice, fact)

    def take(self, fact: Fact) -> None:
        """Takes in a faultless fact that counts."""
        if fact.kind != "index" and fact.day >= self.plan.periods[-1].end:
            add(self.beyond, fact)
        else:
            self.gathering.take(fact)

    def knows(self, fact: Fact) -> bool:
        """Whether it has the service or index of a fact, and reaches to its day."""
        return check_service(self.terms, fact) is None and check_day(self.terms, fact) is None

    def check_rates(self) -> Iterable[Fault]:
        """Published rates that late facts need and that were not told."""
        return check_rates(self.plan, self.gathering.published, self.gathering.late)

    def activity(self) -> Activity:
        """What the fold reads."""
        return self.gathering.activity()._replace(beyond=tuple(self.beyond.values()))


MOST_GUESSES: Final = 100
"""Unknown numbers for which a near one is looked for; of a thousand agreements that takes milliseconds each."""


class Places(dict[date, int]):
    """In which of the periods a day lies; all of them lie in one."""

    def __init__(self, periods: tuple[Period, ...]) -> None:
        super().__init__()
        self.periods = periods

    def __missing__(self, day: date) -> int:
        at = period_of(self.periods, day)
        assert at is not None
        self[day] = at
        return at


class Books:
    """All agreements that are given, by number. Of a single one every fact must be; without any, form is checked.

    ``beside`` is another form of a single one: what only that knows is left out here instead of being a fault.
    ``named`` keeps the name of every single event, which takes memory for each: order by order it can be held against
    what was billed.
    """

    def __init__(self, plans: Iterable[Plan], beside: Plan | None = None, *, named: bool = False) -> None:
        self.books = [Book(plan, named=named) for plan in plans]
        self.beside = Book(beside) if beside is not None else None
        self.left_out: dict[Told, Alike] = {}
        self._guesses: dict[str, Message] = {}
        self._known: dict[tuple[Period, ...], Places] = {}
        self.by_number = {book.plan.agreement.agreement: book for book in self.books}

    def book_of(self, fact: Fact) -> Book | None:
        """The book that a fact belongs to, or would be checked against."""
        return self.books[0] if len(self.books) == 1 else self.by_number.get(fact.agreement)

    def wrong_with(self, fact: Fact) -> Iterator[Fault]:
        """Everything that is wrong with one fact by itself."""
        book = self.book_of(fact)
        if book is not None:
            yield from () if self.is_left_out(book, fact) else book.wrong_with(fact)
            return
        if self.books and "agreement" not in fact.unread:
            guess = self._guess(fact.agreement)
            yield NOT_GIVEN.at("agreement", line=fact.row, found=fact.agreement, n=len(self.books), guess=guess)
        if "kind" not in fact.unread and (unknown := check_kind_of(fact)) is not None:
            yield unknown
        if fact.unread.isdisjoint(("quantity", "kind", "reverses", "note")) and (sign := check_sign_of(fact)):
            yield sign

    def _guess(self, number: str) -> Message:
        """Which agreement may be meant, looked for once for each of the first numbers that are not known."""
        if number not in self._guesses:
            if len(self._guesses) == MOST_GUESSES:
                return NO_GUESS()
            self._guesses[number] = nearest(number, self.by_number)
        return self._guesses[number]

    def take(self, fact: Fact) -> None:
        """Takes in a faultless fact, if it counts."""
        book = self.book_of(fact)
        if book is None or not counts(fact, book.cancelled):
            return
        if self.is_left_out(book, fact):
            add(self.left_out, fact)
        else:
            book.take(fact)

    def is_left_out(self, book: Book, fact: Fact) -> bool:
        """Whether only the form of the agreement beside knows a fact, which is faultless there."""
        beside = self.beside
        if beside is None or fact.unread or book.knows(fact):
            return False
        return not any(beside.wrong_with(fact))

    def is_divisible(self, fact: Fact) -> bool:
        """Whether of facts like this one only the sum is read."""
        book = self.book_of(fact)
        return book is None or book.reading.is_divisible(fact.service, fact.kind)

    def covers(self, like: Fact, first: date, last: date) -> bool:
        """Whether such a fact may lie on any day from the first to the last."""
        book = self.book_of(like)
        if book is None:
            return True
        within = book.plan.periods[0].start <= first and last < book.plan.periods[-1].end
        return within and not self.is_left_out(book, like)

    def take_sum(self, like: Fact, sums: Sequence[tuple[date, Decimal]]) -> None:
        """Takes in sums of faultless facts that are alike but for day and quantity, each of one stretch of days."""
        book = self.book_of(like)
        if book is None:
            return
        service = book.plan.agreement.services.get(like.service)
        step = service.step if service is not None and service.step != 1 else None
        places = self._places(book.plan.periods)
        summed = [(places[day], quantity / step if step else quantity) for day, quantity in sums]
        book.gathering.take_sums(like.service, like.kind, summed)

    def _places(self, periods: tuple[Period, ...]) -> "Places":
        """The places of days in these periods, looked up once for all agreements that have them."""
        if periods not in self._known:
            self._known[periods] = Places(periods)
        return self._known[periods]

    def step_of(self, fact: Fact) -> Decimal | None:
        """The smallest part of the fact's service that counts; None where any part does."""
        book = self.book_of(fact)
        service = book.plan.agreement.services.get(fact.service) if book is not None else None
        return service.step if service is not None else None

    def steps(self) -> set[Decimal]:
        """The steps of all services."""
        return {service.step for book in self.books for service in book.plan.agreement.services.values()}

    def cuts(self) -> set[date]:
        """The days on which a settlement period of any agreement begins or ends."""
        calendars = {book.plan.periods for book in self.books}
        return {day for periods in calendars for period in periods for day in period}

    def cancel(self, reversals: Iterable[Fact]) -> None:
        """Empties all books; what these facts reverse will count nowhere."""
        self.left_out = {}
        for book in self.books:
            book.emptied()
        for fact in reversals:
            if (of := self.book_of(fact)) is not None:
                of.cancelled.add(fact.reverses)
