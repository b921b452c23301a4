"""Books: the agreements that one file of facts is of, each with what it has gathered so far."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from suture.engine.fault import Fault, refusal
from suture.engine.period import Period
from suture.engine.rating.exact import Activity
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import check_fact, check_kind_of, check_sign_of, counts
from suture.engine.rating.gathering import Gathering, period_of, reading_of
from suture.engine.rating.plan import Plan
from suture.engine.rating.rate_days import check_rates
from suture.engine.terms.refused import nearest

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
    """One agreement while its facts come in."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.reading = reading_of(plan)
        self.gathering = Gathering(plan, self.reading)
        self.cancelled: set[str] = set()

    def emptied(self) -> None:
        """Begins anew, knowing which facts are cancelled."""
        self.gathering = Gathering(self.plan, self.reading)

    def check_rates(self) -> Iterable[Fault]:
        """Published rates that late facts need and that were not told."""
        return check_rates(self.plan, self.gathering.published, self.gathering.late)

    def activity(self) -> Activity:
        """What the fold reads."""
        return self.gathering.activity()


class Books:
    """All agreements that are given, by number. Of a single one every fact must be; without any, form is checked."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self.books = [Book(plan) for plan in plans]
        self._known: dict[tuple[Period, ...], dict[date, int]] = {}
        self.by_number = {book.plan.agreement.agreement: book for book in self.books}

    def book_of(self, fact: Fact) -> Book | None:
        """The book that a fact belongs to, or would be checked against."""
        return self.books[0] if len(self.books) == 1 else self.by_number.get(fact.agreement)

    def wrong_with(self, fact: Fact) -> Iterator[Fault]:
        """Everything that is wrong with one fact by itself."""
        book = self.book_of(fact)
        if book is not None:
            yield from check_fact(book.plan.agreement, book.reading.with_notice, fact)
            return
        if self.books and "agreement" not in fact.unread:
            guess = nearest(fact.agreement, self.by_number)
            yield NOT_GIVEN.at("agreement", line=fact.row, found=fact.agreement, n=len(self.books), guess=guess)
        if "kind" not in fact.unread and (unknown := check_kind_of(fact)) is not None:
            yield unknown
        if fact.unread.isdisjoint(("quantity", "kind", "reverses", "note")) and (sign := check_sign_of(fact)):
            yield sign

    def take(self, fact: Fact) -> None:
        """Takes in a faultless fact, if it counts."""
        book = self.book_of(fact)
        if book is not None and counts(fact, book.cancelled):
            book.gathering.take(fact)

    def is_divisible(self, fact: Fact) -> bool:
        """Whether of facts like this one only the sum is read."""
        book = self.book_of(fact)
        return book is None or book.reading.is_divisible(fact.service, fact.kind)

    def covers(self, like: Fact, first: date, last: date) -> bool:
        """Whether such a fact may lie on any day from the first to the last."""
        book = self.book_of(like)
        return book is None or (book.plan.periods[0].start <= first and last < book.plan.periods[-1].end)

    def take_sum(self, like: Fact, sums: Sequence[tuple[date, Decimal]]) -> None:
        """Takes in sums of faultless facts that are alike but for day and quantity, each of one stretch of days."""
        book = self.book_of(like)
        if book is None:
            return
        service = book.plan.agreement.services.get(like.service)
        step = service.step if service is not None and service.step != 1 else None
        place = self._places(book.plan.periods)
        for day, quantity in sums:
            book.gathering.take_sum(like.service, like.kind, place(day), quantity / step if step else quantity)

    def _places(self, periods: tuple[Period, ...]) -> Callable[[date], int]:
        """In which of the periods a stretch of days lies, looked up once for all agreements that have them."""
        known = self._known.setdefault(periods, {})

        def place(day: date) -> int:
            at = known.get(day)
            if at is None:
                at = period_of(periods, day)
                assert at is not None
                known[day] = at
            return at

        return place

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
        for book in self.books:
            book.emptied()
        for fact in reversals:
            if (of := self.book_of(fact)) is not None:
                of.cancelled.add(fact.reverses)
