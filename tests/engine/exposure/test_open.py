"""What is open on a day: orders less what was taken and cancelled, and what is forecast beyond them."""

from datetime import date
from decimal import Decimal

from suture.engine.exposure.open import known, open_on
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import plan
from tests.engine.built import agreement

D = Decimal
ON = date(2027, 6, 10)
JULY, AUGUST, SEPTEMBER = date(2027, 7, 20), date(2027, 8, 20), date(2027, 9, 20)
PLAN = plan(
    agreement({"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "25 USD/piece"})
)


def told(kind, quantity, day=date(2027, 5, 1), event="PO-1", for_day=None, **more):
    return Fact("2027-014", "catheter", day, D(quantity), "piece", kind, event=event, for_day=for_day, **more)


def orders(*facts, on=ON):
    return [(each.event, int(each.quantity), each.delivery) for each in open_on(PLAN, facts, on).orders]


def demand(*facts, on=ON):
    return [(each.day, int(each.quantity)) for each in open_on(PLAN, facts, on).demand]


def test_an_order_is_open_until_it_is_taken_or_cancelled():
    order = told("ordered", 1000, for_day=JULY)
    assert orders(order) == [("PO-1", 1000, JULY)]
    assert orders(order, told("accepted", 300)) == [("PO-1", 700, JULY)]
    assert orders(order, told("accepted", 300), told("cancelled", 200, for_day=JULY)) == [("PO-1", 500, JULY)]
    assert orders(order, told("accepted", 1000)) == []


def test_measures_of_the_same_units_count_once():
    order = told("ordered", 1000, for_day=JULY)
    assert orders(order, told("delivered", 400), told("accepted", 350)) == [("PO-1", 600, JULY)]


def test_of_several_deliveries_the_earlier_is_served_first():
    lines = (told("ordered", 100, for_day=AUGUST), told("ordered", 100, for_day=JULY))
    assert orders(*lines, told("accepted", 150)) == [("PO-1", 50, AUGUST)]


def test_without_a_number_of_an_order_the_oldest_is_served_first():
    lines = (told("ordered", 100, for_day=AUGUST, event="PO-2"), told("ordered", 100, for_day=JULY))
    assert orders(*lines, told("accepted", 130, event="")) == [("PO-2", 70, AUGUST)]


def test_what_is_confirmed_for_a_new_day_goes_there():
    order = told("ordered", 1000, for_day=JULY)
    moved = (told("rescheduled", 400, for_day=JULY), told("confirmed", 400, for_day=SEPTEMBER))
    found = open_on(PLAN, [order, *moved], ON).orders
    assert [(int(each.quantity), each.delivery, each.moves) for each in found] == [(600, JULY, 1), (400, SEPTEMBER, 1)]


def test_supply_under_an_order_that_is_not_told_is_set_off_against_no_other():
    """PO-1 was told nowhere: its 1,000 serve neither PO-2 nor PO-3."""
    lines = (
        told("ordered", 1000, day=date(2027, 4, 1), event="PO-2", for_day=JULY),
        told("ordered", 100, day=date(2027, 4, 1), event="PO-3", for_day=date(2027, 5, 20)),
    )
    early, known_one = told("accepted", 1000, day=date(2027, 3, 1)), told("accepted", 40, event="PO-3")
    found = open_on(PLAN, [*lines, early, known_one], ON)
    assert [(each.event, int(each.quantity)) for each in found.orders] == [("PO-2", 1000), ("PO-3", 60)]
    assert found.astray == (("catheter", 1000),)
    assert open_on(PLAN, [*lines, known_one], ON).astray == ()


def test_supply_without_an_order_serves_none_that_was_placed_after_it():
    first = told("ordered", 100, day=date(2027, 2, 1), event="PO-1", for_day=AUGUST)
    second = told("ordered", 100, day=date(2027, 4, 1), event="PO-2", for_day=JULY)
    march, april = (told("accepted", 130, day=date(2027, month, 1), event="") for month in (3, 4))
    assert orders(first, second, march) == [("PO-2", 100, JULY)]
    assert open_on(PLAN, [first, second, march], ON).astray == (("catheter", 30),)
    assert orders(first, second, april) == [("PO-1", 70, AUGUST)]


def test_what_was_given_back_is_open_again():
    order = told("ordered", 1000, for_day=JULY)
    back = told("accepted", -200, day=date(2027, 5, 9))
    assert orders(order, told("accepted", 500), back) == [("PO-1", 700, JULY)]
    assert orders(order, told("accepted", 500, event=""), back._replace(event="")) == [("PO-1", 700, JULY)]


def test_where_no_supply_is_told_and_no_clause_reads_one_an_order_counts_as_taken_on_its_day():
    past, ahead = told("ordered", 100, for_day=date(2027, 6, 1)), told("ordered", 200, event="PO-2", for_day=JULY)
    by_order = plan(
        agreement({"id": "price", "kind": "unit", "service": "catheter", "measure": "ordered", "price": "25"})
    )
    found = open_on(by_order, [past, ahead], ON)
    assert [each.event for each in found.orders] == ["PO-2"]
    assert found.unserved == ("catheter",)


def test_where_a_clause_reads_supply_the_first_order_stays_open_though_it_is_overdue():
    overdue, undated = told("ordered", 100, for_day=date(2027, 6, 1)), told("ordered", 50, event="PO-2")
    assert orders(overdue, undated) == [("PO-1", 100, date(2027, 6, 1)), ("PO-2", 50, None)]
    assert open_on(PLAN, [overdue, undated], ON).unserved == ()
    # a clause that is left out since a figure is not known reads it too
    by_order = plan(
        agreement({"id": "price", "kind": "unit", "service": "catheter", "measure": "ordered", "price": "25"})
    )
    assert len(open_on(by_order, [overdue], ON, PLAN.agreement.clauses).orders) == 1


def test_an_order_without_a_day_of_delivery_is_open():
    assert orders(told("ordered", 100)) == [("PO-1", 100, None)]


def test_what_is_told_later_is_not_known_and_what_is_reversed_counts_nowhere():
    order = told("ordered", 1000, for_day=JULY, source_id="o1")
    back = told("ordered", -1000, for_day=JULY, source_id="r1", reverses="o1", day=ON)
    assert known([order, back], ON) == []
    assert known([order, back], date(2027, 6, 9)) == [order]
    found = open_on(PLAN, [order, told("accepted", 1000, day=JULY)], ON)
    assert (found.later, int(found.orders[0].quantity)) == (1, 1000)


def test_demand_is_the_last_issue_less_what_is_on_order_for_its_period():
    first = told("forecast", 900, day=date(2027, 4, 1), event="", for_day=SEPTEMBER)
    last = told("forecast", 500, day=date(2027, 5, 1), event="", for_day=SEPTEMBER)
    assert demand(last, first) == [(SEPTEMBER, 500)]
    assert demand(first, last, told("ordered", 200, for_day=date(2027, 9, 1))) == [(SEPTEMBER, 300)]
    assert demand(first, last, told("ordered", 600, for_day=date(2027, 9, 1))) == []


def test_parts_of_one_issue_add_up_and_days_that_are_past_are_no_demand():
    parts = [told("forecast", 100, event="", for_day=SEPTEMBER) for _ in range(2)]
    assert demand(*parts, told("forecast", 70, event="", for_day=ON)) == [(SEPTEMBER, 200)]


def test_after_the_agreement_was_terminated_nothing_more_is_in_demand():
    forecast = told("forecast", 500, event="", for_day=SEPTEMBER)
    ended = Fact("2027-014", "agreement", date(2027, 5, 31), D(1), "", "terminated")
    found = open_on(PLAN, [told("ordered", 100, for_day=JULY), forecast, ended], ON)
    assert (len(found.orders), found.demand, found.ended) == (1, (), date(2027, 5, 31))
