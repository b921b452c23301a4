"""Facts of which nothing comes are said: in sum, with the days from which to which they are told."""

from datetime import date
from decimal import Decimal

from suture.engine.clauses.kind import QuantityOf
from suture.engine.rating.books import Book
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import plan
from suture.engine.rating.uncounted import Alike, add, counted_by, counted_in, uncounted
from tests.engine.built import agreement

D = Decimal
JANUARY, MARCH = date(2027, 1, 1), date(2027, 3, 31)
PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
FAILS = {
    "id": "fails", "kind": "supply_failure", "services": ["catheter"], "failing": "rejected", "of": "delivered",
    "share": "7 %", "periods": 2, "event": "hold", "lasts": "while_it_is_so",
}  # fmt: skip
CANCELS = {
    "id": "end", "kind": "cancellation", "service": "catheter", "price": "20 USD/piece",
    "schedule": [{"days_at_least": 30, "share": "0 %"}, {"days_at_least": 0, "share": "50 %"}],
}  # fmt: skip
SERVICES = {
    "catheter": {"unit": "piece", "step": "1"}, "engineering": {"unit": "hour", "step": "0.25"},
    "hold": {"unit": "event", "step": "1"},
}  # fmt: skip


def said(planned, events, ended=range(24)):
    whole = {key: [*values, *[{}] * (24 - len(values))] for key, values in events.items()}
    return list(uncounted(planned, whole, ended))


def test_facts_that_are_alike_are_one_sum_from_the_first_day_to_the_last():
    sums = {}
    for day, quantity in [(5, 30), (9, -4), (2, 10)]:
        add(sums, Fact("2027-014", "catheter", date(2027, 3, day), D(quantity), "piece", "accepted"))
    add(sums, Fact("2027-014", "catheter", date(2027, 3, 7), D(1), "piece", "ordered"))
    assert list(sums.values()) == [
        Alike("catheter", "accepted", D(36), "piece", date(2027, 3, 2), date(2027, 3, 9)),
        Alike("catheter", "ordered", D(1), "piece", date(2027, 3, 7), date(2027, 3, 7)),
    ]


def test_what_no_clause_counts_is_said_in_the_unit_of_its_service():
    planned = plan(agreement(PRICE))
    events = {
        ("cpi", "index"): [{"e": D(300)}],
        ("agreement", "terminated"): [{}, {"e": D(1)}],
        ("catheter", "accepted"): [{"e": D(5)}],
        ("catheter", "accepted.notice"): [{"e": D(5)}],
        ("engineering", "worked"): [{"e": D(5), "f": D(2)}, {}, {"e": D(3)}],
        ("agreement", "event"): [{"e": D(2)}],
    }
    assert said(planned, events) == [
        Alike("engineering", "worked", D("2.5"), "hour", JANUARY, MARCH),
        Alike("agreement", "event", D(2), "", JANUARY, date(2027, 1, 31)),
    ]
    assert said(planned, events, [1]) == []  # nothing is told of February


def test_before_a_clause_stands_and_after_it_has_ended_it_counts_nothing():
    amendments = [
        {"number": "1", "signed": "2027-03-01", "from": "2027-03-01", "clauses": [PRICE | {"id": "later"}]},
        {"number": "2", "signed": "2027-05-01", "from": "2027-05-01", "ends": ["later"]},
    ]
    alone = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "1 USD/hour"}
    planned = plan(agreement(alone, amendments=amendments))
    assert counted_in(planned, "catheter", "accepted") == {2, 3}
    assert counted_in(planned, "engineering", "worked") == set(range(24))
    assert counted_in(planned, "catheter", "ordered") == set()


def test_what_is_read_late_counts_for_the_periods_of_which_it_is_told():
    planned = plan(agreement(FAILS, services=SERVICES))
    late = QuantityOf(("catheter",), "rejected", 2)
    assert counted_by(late, range(3, 7), "rejected") == range(1, 5)
    assert counted_in(planned, "catheter", "rejected") == set(range(24))
    assert counted_by(late, range(3, 7), "delivered") == ()


def test_what_is_counted_beyond_its_end_counts_no_facts_of_then():
    deposit = {"services": ["catheter"], "measure": "ordered", "share": "30 %", "value_per_unit": "20 USD/piece",
               "set_off": "share_of_charge"}  # fmt: skip
    paid = {"id": "paid", "kind": "payment", "on": ["price"], "payment_days": "60", "payment_periods": "2",
            "deposit": deposit}  # fmt: skip
    ends = [{"number": "1", "signed": "2027-05-01", "from": "2027-05-01", "ends": ["paid"]}]
    planned = plan(agreement(PRICE, paid, amendments=ends))
    assert counted_in(planned, "catheter", "ordered") == {0, 1, 2, 3}


def test_a_fact_that_is_read_for_the_day_it_is_for_counts_whenever_it_was_told():
    for measure, kind in [("cancelled.notice", "cancelled"), ("forecast@3", "forecast")]:
        read = QuantityOf(("catheter",), measure)
        assert counted_by(read, range(3, 7), kind) == range(7)
        assert counted_by(read, range(3, 7), "accepted") == ()
    assert counted_in(plan(agreement(CANCELS)), "catheter", "cancelled") == set(range(24))


def test_a_book_knows_the_facts_of_its_services_within_its_days():
    book = Book(plan(agreement(PRICE)))
    good = Fact("2027-014", "catheter", JANUARY, D(1), "piece", "accepted")
    assert book.knows(good)
    assert not book.knows(good._replace(service="stent"))
    assert not book.knows(good._replace(day=date(2029, 1, 1)))
    assert not book.knows(good._replace(service="stent", day=date(2029, 1, 1)))
