"""Books: each fact goes into the agreement it is of, and is checked against that one alone."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.clauses.kind import AGREEMENT
from suture.engine.fault import dotted
from suture.engine.rating.books import MOST_GUESSES, Book, Books, Places
from suture.engine.rating.exact import fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import plan
from suture.engine.rating.uncounted import Alike
from tests.engine.built import agreement
from tests.engine.clauses.test_late_delivery import SAMPLES as LATE
from tests.engine.clauses.test_late_interest import MONEY, WHEN_OVERDUE

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20"}
HOURS = {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100"}
NORTH = plan(agreement(PRICE, HOURS))
SOUTH = plan(
    agreement(
        PRICE, LATE[0] | {"id": "late"}, agreement="2028-007", contract_year_starts="2028-01-01",
        valid={"from": "2028-01-01", "until": "2029-01-01"},
        settlement={"every": "quarter", "anchor": "2028-01-01"},
        services={"catheter": {"unit": "box", "step": "10"}},
    )
)  # fmt: skip


def accepted(quantity="100", day="2028-02-10", number="2027-014", unit="piece", **more):
    return Fact(number, "catheter", date.fromisoformat(day), Decimal(quantity), unit, "accepted", **more)


def in_south(quantity="100", **more):
    return accepted(quantity, number="2028-007", unit="box", **more)


def said(books, fact):
    return [f"{dotted(fault.path)}: {fault.wrong}" for fault in books.wrong_with(fact)]


def due(books):
    """What each agreement charges in all, by clause, for what its book has gathered."""
    return {
        book.plan.agreement.agreement: {
            each.line.name: each.due[-1] for each in fold(book.plan, book.activity()) if each.due[-1]
        }
        for book in books.books
    }


def test_each_fact_is_taken_into_the_book_of_its_agreement():
    books = Books([NORTH, SOUTH])
    for fact in (accepted("3"), in_south("50"), accepted("4", day="2027-05-05"), accepted(number="1999-001")):
        books.take(fact)
    assert due(books) == {"2027-014": {"price": 140}, "2028-007": {"price": 1000}}


def test_each_fact_is_checked_against_its_own_agreement():
    books = Books([NORTH, SOUTH])
    assert said(books, accepted(day="2027-05-05")) == []
    assert said(books, in_south()) == []
    outside, wrong_unit, not_whole = in_south(day="2027-05-05"), accepted(unit="box"), in_south("105")
    assert said(books, outside) == ["date: 2027-05-05 lies outside the agreement, 2028-01-01..2028-12-31"]
    assert said(books, wrong_unit) == ["unit: the fact is in 'box' but catheter is counted in 'piece'"]
    assert said(books, not_whole) == ["quantity: 105 box is not a whole number of steps of 10"]


@pytest.mark.parametrize("plans", [[NORTH], [NORTH, SOUTH]])
def test_a_fact_must_say_which_day_it_is_for_only_where_its_own_agreement_counts_the_days(plans):
    late = Fact("2028-007", "catheter", date(2028, 2, 10), Decimal(10), "box", "late")
    assert said(Books(plans), late._replace(agreement="2027-014", unit="piece")) == []
    assert said(Books([SOUTH]), late) == [
        "for: a fact of kind 'late' must say which day it is for, since that decides its amount"
    ]


def test_of_several_agreements_a_number_that_is_none_of_them_is_refused_with_a_guess():
    (fault,) = Books([NORTH, SOUTH]).wrong_with(accepted(number="2028-008", row=7))
    assert (dotted(fault.path), fault.line) == ("agreement", 7)
    assert str(fault.wrong) == "the fact is of agreement '2028-008', which is not among the 2 given"
    assert str(fault.remedy) == ("Did you mean '2028-007'? Name the file of that agreement too, or take its facts out.")
    assert fault.wrong.said("zh") == "事实属于协议“2028-008”，不在所给 2 份协议之中"


def test_a_guess_is_looked_for_for_the_first_numbers_that_are_not_known_and_said_again_for_these():
    books = Books([NORTH, SOUTH])
    asked = [f"2028-{100 + at}" for at in range(MOST_GUESSES + 1)]
    guessed = [str(next(books.wrong_with(accepted(number=number))).remedy) for number in [*asked, asked[0]]]
    assert guessed[0] == guessed[-1]
    assert guessed[0].startswith("Did you mean '2028-007'?")
    assert guessed[-2] == "Name the file of that agreement too, or take its facts out."


def test_what_only_another_form_of_the_agreement_knows_is_left_out_and_no_fault():
    """An old form without hours, rated on the facts of the new one; what is wrong under both stays wrong."""
    books = Books([plan(agreement(PRICE, services={"catheter": {"unit": "piece", "step": "1"}}))], NORTH)
    worked = Fact("2027-014", "engineering", date(2028, 2, 10), Decimal("1.5"), "hour", "worked")
    assert said(books, worked) == []
    assert len(said(books, worked._replace(quantity=Decimal("1.1")))) == 1
    assert said(books, accepted(unit="box")) == ["unit: the fact is in 'box' but catheter is counted in 'piece'"]
    for fact in (worked, accepted("3")):
        books.take(fact)
    assert due(books) == {"2027-014": {"price": 60}}
    assert len(books.left_out) == 1
    assert not books.covers(worked, date(2028, 2, 1), date(2028, 2, 20))


def test_what_is_left_out_is_counted_anew_where_the_books_are_begun_anew():
    more = plan(agreement(PRICE, HOURS, services={
        name: {"unit": "piece" if name != "engineering" else "hour", "step": "0.25"}
        for name in ("catheter", "engineering", "stent")
    }))  # fmt: skip
    books = Books([NORTH], beside=more)
    told = accepted("3", day="2027-05-05")._replace(service="stent")
    for _ in range(2):
        books.take(told)
        assert [each.quantity for each in books.left_out.values()] == [3]
        books.cancel([])
        assert books.left_out == {}


def test_a_single_agreement_claims_every_fact():
    assert said(Books([NORTH]), in_south()) == [
        "agreement: the fact is of agreement '2028-007', not '2027-014'",
        "unit: the fact is in 'box' but catheter is counted in 'piece'",
    ]


@pytest.mark.parametrize("plans", [[], [NORTH, SOUTH]], ids=["no agreement", "another's"])
def test_where_its_agreement_is_not_there_the_form_of_a_fact_is_checked_all_the_same(plans):
    of_nobody = accepted("-5", number="1999-001")._replace(kind="eaten", unit="furlong", day=date(1999, 1, 1))
    about_itself = [each for each in said(Books(plans), of_nobody) if not each.startswith("agreement")]
    assert about_itself == [
        "kind: 'eaten' is not a kind of fact", "quantity: -5 is below zero, and nothing says what it takes back",
    ]  # fmt: skip
    assert said(Books([]), accepted("-5", number="1999-001", note="goods returned")) == []


@pytest.mark.parametrize(
    ("unread", "left"),
    [
        ("agreement", ["kind", "quantity"]), ("kind", ["agreement"]), ("quantity", ["agreement", "kind"]),
        ("reverses", ["agreement", "kind"]), ("note", ["agreement", "kind"]),
        ("unit", ["agreement", "kind", "quantity"]),
    ],
)  # fmt: skip
def test_of_what_could_not_be_read_nothing_more_is_said(unread, left):
    fact = accepted("-5", number="1999-001", unread=frozenset([unread]))._replace(kind="eaten")
    found = [dotted(fault.path) for fault in Books([NORTH, SOUTH]).wrong_with(fact)]
    assert found == left


def test_what_is_reversed_counts_in_no_book_once_the_books_are_begun_anew():
    books = Books([NORTH, SOUTH])
    wrong, right = accepted("100", source_id="a"), accepted("10", source_id="b")
    reversal = accepted("-100", source_id="r", reverses="a")
    same_name_elsewhere = in_south("100", source_id="a")
    for fact in (wrong, right, same_name_elsewhere):
        books.take(fact)
    assert due(books)["2027-014"] == {"price": 2200}
    books.cancel([reversal, accepted(number="1999-001", reverses="b")])
    assert due(books) == {"2027-014": {}, "2028-007": {}}
    for fact in (wrong, right, reversal, same_name_elsewhere):
        books.take(fact)
    assert due(books) == {"2027-014": {"price": 200}, "2028-007": {"price": 2000}}


def test_sums_are_taken_in_the_steps_of_the_service_and_in_the_periods_of_each_agreement():
    books = Books([NORTH, SOUTH])
    months = [(date(2028, 1, 1), Decimal(20)), (date(2028, 2, 1), Decimal(30)), (date(2028, 4, 1), Decimal(50))]
    for like in (accepted(), in_south(), accepted(number="1999-001")):
        books.take_sum(like, months)
    north, south = (book.activity().events["catheter", "accepted"] for book in books.books)
    assert [dict(each) for each in north[12:17]] == [{"": 20}, {"": 30}, {}, {"": 50}, {}]
    assert [dict(each) for each in south] == [{"": 5}, {"": 5}, {}, {}]
    assert due(books) == {"2027-014": {"price": 2000}, "2028-007": {"price": 2000}}


def test_sums_and_single_facts_of_one_period_add_up():
    books = Books([NORTH, SOUTH])
    books.take_sum(in_south(), [(date(2028, 2, 1), Decimal(30))])
    books.take(in_south("20"))
    books.take_sum(in_south(), [(date(2028, 1, 1), Decimal(50))])
    assert due(books)["2028-007"] == {"price": 2000}


def test_facts_of_which_a_clause_counts_the_single_one_are_not_divisible():
    books = Books([NORTH, SOUTH])
    assert books.is_divisible(accepted())
    assert books.is_divisible(in_south())
    assert not books.is_divisible(in_south()._replace(kind="late"))
    assert books.is_divisible(accepted()._replace(kind="late")), "North's agreement counts no days"
    assert not books.is_divisible(accepted()._replace(service=AGREEMENT, kind="terminated"))
    assert books.is_divisible(accepted(number="1999-001")._replace(kind="late")), "nobody reads it"


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        ("2028-01-01", "2028-12-31", True), ("2027-12-31", "2028-06-01", False), ("2028-06-01", "2029-01-01", False),
        ("2028-03-31", "2028-03-31", True),
    ],
)  # fmt: skip
def test_days_are_covered_from_the_first_of_the_first_period_to_the_last_of_the_last(first, last, covered):
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert Books([NORTH, SOUTH]).covers(in_south(), *days) is covered
    assert Books([NORTH, SOUTH]).covers(accepted(number="1999-001"), *days), "no agreement, no days outside it"


def test_the_step_is_that_of_the_service_in_the_facts_own_agreement():
    books = Books([NORTH, SOUTH])
    assert (books.step_of(accepted()), books.step_of(in_south())) == (1, 10)
    assert books.step_of(accepted()._replace(service="engineering")) == Decimal("0.25")
    assert books.step_of(in_south()._replace(service="engineering")) is None
    assert books.step_of(accepted(number="1999-001")) is None
    assert books.steps() == {Decimal(1), Decimal("0.25"), Decimal(10)}


def test_sums_may_not_reach_over_the_beginning_or_end_of_any_settlement_period():
    cuts = Books([SOUTH]).cuts()
    assert sorted(map(str, cuts)) == ["2028-01-01", "2028-04-01", "2028-07-01", "2028-10-01", "2029-01-01"]
    assert Books([NORTH, SOUTH]).cuts() == cuts | {end for period in NORTH.periods for end in period}
    assert Books([]).cuts() == Books([]).steps() == set()


def test_a_rate_that_a_late_payment_needs_is_asked_for_by_the_book_that_needs_it_and_no_more_once_it_is_told():
    books = Books([NORTH, plan(agreement(WHEN_OVERDUE, agreement="2028-007", **MONEY))])
    paid = Fact(
        "2028-007", "invoices", date(2028, 3, 1), Decimal("500.00"), "USD", "paid", for_day=date(2028, 2, 1), row=4
    )
    rate = Fact("2028-007", "ecb", date(2027, 12, 1), Decimal("2.5"), "", "index", row=5)
    books.take(paid)
    north, south = ([(fault.line, str(fault.wrong)) for fault in book.check_rates()] for book in books.books)
    assert north == []
    assert south == [
        (4, "the payment is late, and no value of 'ecb' is published by 2027-12-31, the day on which its rate is fixed")
    ]
    books.take(rate)
    assert [*books.books[1].check_rates()] == []


def test_what_lies_beyond_the_end_is_remembered_and_an_index_value_of_then_is_one_all_the_same():
    ends = [{"number": "1", "signed": "2027-04-01", "from": "2027-04-01", "until": "2027-07-16"}]
    book = Book(plan(agreement(PRICE, amendments=ends)))
    book.take(accepted("3", day="2027-07-15"))
    book.take(accepted("5", day="2027-07-16"))
    book.take(accepted("7", day="2028-12-31"))
    book.take(accepted("300", day="2027-07-16")._replace(service="cpi", kind="index"))
    told = book.activity()
    assert told.beyond == (Alike("catheter", "accepted", Decimal(12), "piece", date(2027, 7, 16), date(2028, 12, 31)),)
    assert [sum(at.values()) for at in told.events["catheter", "accepted"]] == [0] * 6 + [3]


def test_the_period_of_a_day_is_looked_up_once_and_stays():
    places = Places(NORTH.periods)
    assert [places[date(2027, 3, 5)], places[date(2027, 3, 5)]] == [2, 2]
    assert dict(places) == {date(2027, 3, 5): 2}


def test_a_sum_of_what_is_told_of_the_agreement_itself_has_no_step():
    books = Books([NORTH])
    event = Fact("2027-014", AGREEMENT, date(2027, 1, 1), Decimal(1), "", "event")
    books.take_sum(event, [(date(2027, 2, 1), Decimal(2))])
    assert [sum(at.values()) for at in books.books[0].activity().events[AGREEMENT, "event"]][:3] == [0, 2, 0]
