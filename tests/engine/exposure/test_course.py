"""What would be told as facts if the buyer acted so: each scenario by hand."""

from datetime import date
from decimal import Decimal

from suture.engine.exposure.course import follows
from suture.engine.exposure.open import Demand, Open, OpenOrder
from suture.engine.exposure.scenario import CANCEL, LEAVE, PLAN, Scenario
from suture.engine.rating.plan import plan
from tests.engine.built import agreement

D = Decimal
ON = date(2027, 6, 10)
JULY, SEPTEMBER = date(2027, 7, 20), date(2027, 9, 1)
PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "25 USD/piece"}
MINIMUM = {
    "id": "minimum", "kind": "take_or_pay", "window": "contract_year", "services": ["catheter"],
    "measure": "ordered", "minimum": "5000 piece", "price": "8 USD/piece", "make_up": "none", "prorate": "full",
}  # fmt: skip
FLEX = {
    "id": "flex", "kind": "reschedule", "service": "catheter", "price": "25 USD/piece", "beyond": "10 %",
    "table": [{"days_at_least": 60, "moves": 2, "days": 90}, {"days_at_least": 0, "moves": 0, "days": 0}],
}  # fmt: skip
NOTICE = {"id": "notice", "kind": "notice", "service": "leaving", "given_by": "either", "days": 90}
RENEWAL = {
    "id": "renewal", "kind": "renewal", "first_until": "2027-07-01", "by_months": 6, "renews": "unless_notice",
    "notice": "notice",
}  # fmt: skip
ORDER = OpenOrder("catheter", "PO-1", D(1000), JULY)
OPEN = Open((ORDER,), (Demand("catheter", SEPTEMBER, D(600)),))


def fee(months):
    row = {"from_month": 0, "fee": "30000 USD"}
    return {"id": f"fee{months}", "kind": "early_termination", "notice_months": months, "fees": [row]}


def course(scenario, *clauses, found=OPEN, on=ON, **changes):
    return follows(plan(agreement(*(clauses or (PRICE,)), **changes)), found, on, scenario)


def facts(scenario, *clauses, **more):
    return [
        (fact.kind, int(fact.quantity), fact.event, fact.day, fact.for_day)
        for fact in course(scenario, *clauses, **more).facts
    ]


def notes(scenario, *clauses, **more):
    return [str(note) for note in course(scenario, *clauses, **more).notes]


def test_as_planned_orders_and_forecast_are_taken_in_every_measure_that_clauses_read():
    assert facts(PLAN) == [
        ("accepted", 1000, "PO-1", JULY, None),
        ("accepted", 600, "plan catheter 2027-09", SEPTEMBER, None),
    ]
    # what is on order already is not ordered again; what is forecast is
    assert facts(PLAN, PRICE, MINIMUM) == [
        ("accepted", 1000, "PO-1", JULY, None),
        ("accepted", 600, "plan catheter 2027-09", SEPTEMBER, None),
        ("ordered", 600, "plan catheter 2027-09", SEPTEMBER, None),
    ]


def test_cancelling_and_leaving_cancel_what_is_open_on_the_day_for_its_delivery():
    assert facts(CANCEL) == [("cancelled", 1000, "PO-1", ON, JULY)]
    assert facts(LEAVE) == [("terminated", 1, "", ON, None), ("cancelled", 1000, "PO-1", ON, JULY)]


def test_a_cut_is_in_whole_steps_and_half_a_step_is_cancelled():
    odd = Open((OpenOrder("catheter", "PO-1", D(5), JULY),), (Demand("catheter", SEPTEMBER, D(3)),))
    assert facts(Scenario("cut", D("0.5")), found=odd) == [
        ("cancelled", 3, "PO-1", ON, JULY),
        ("accepted", 2, "PO-1", JULY, None),
        ("accepted", 1, "plan catheter 2027-09", SEPTEMBER, None),
    ]


def test_a_delay_reschedules_orders_on_the_day_and_takes_all_so_much_later():
    assert facts(Scenario("delay", months=3), PRICE, FLEX) == [
        ("rescheduled", 1000, "PO-1", ON, JULY),
        ("confirmed", 1000, "PO-1", ON, date(2027, 10, 20)),
        ("accepted", 1000, "PO-1", date(2027, 10, 20), None),
        ("accepted", 600, "plan catheter 2027-12", date(2027, 12, 1), None),
    ]


def test_several_deliveries_of_one_order_are_told_under_a_name_each():
    lines = Open((ORDER, OpenOrder("catheter", "PO-1", D(200), SEPTEMBER)), ())
    assert facts(CANCEL, found=lines) == [
        ("cancelled", 1000, "PO-1 2027-07-20", ON, JULY),
        ("cancelled", 200, "PO-1 2027-09-01", ON, SEPTEMBER),
    ]


def test_what_is_overdue_comes_on_the_next_day_and_without_a_day_it_is_due_at_once():
    late = Open((OpenOrder("catheter", "PO-1", D(10), date(2027, 6, 1)), OpenOrder("catheter", "PO-2", D(5), None)), ())
    next_day = date(2027, 6, 11)
    assert facts(PLAN, found=late) == [
        ("accepted", 10, "PO-1", next_day, None),
        ("accepted", 5, "PO-2", next_day, None),
    ]
    assert facts(CANCEL, found=late) == [
        ("cancelled", 10, "PO-1", ON, date(2027, 6, 1)),
        ("cancelled", 5, "PO-2", ON, ON),
    ]
    assert notes(CANCEL, found=late) == ["1 open order has no day of delivery; it counts as due at once"]


def test_what_would_come_after_the_end_is_not_taken_and_that_is_said():
    assert facts(Scenario("delay", months=18)) == [("rescheduled", 1000, "PO-1", ON, JULY)]
    assert notes(Scenario("delay", months=18)) == [
        "1600 catheter would come after the end of the agreement; they are not taken",
    ]


def test_one_leaves_with_the_shortest_notice_that_a_clause_asks_for():
    assert facts(LEAVE, PRICE, fee(6), fee(2))[0] == ("terminated", 1, "", date(2027, 8, 10), None)
    assert notes(LEAVE, PRICE, fee(6), fee(2)) == ["with a notice of 2 months the agreement ends on 2027-08-10"]
    assert facts(LEAVE, PRICE, fee(0))[0][3] == ON


def test_a_notice_that_is_of_no_renewal_may_let_one_go_and_what_it_changes_is_not_counted():
    services = {"catheter": {"unit": "piece", "step": "1"}, "leaving": {"unit": "piece", "step": "1"}}
    assert notes(LEAVE, PRICE, NOTICE, services=services) == [
        "clause notice may let you go after 90 days; what that would change is not counted",
        "this is what would be owed if it ended by consent on 2027-06-10",
    ]
    beside = NOTICE | {"id": "no_cause", "days": 200}  # until 27 December 2027, before the renewal of January
    assert notes(LEAVE, PRICE, NOTICE, RENEWAL, beside, services=services) == [
        "notice is given for 2028-01-01; the agreement runs until then",
        "clause no_cause may let you go after 200 days; what that would change is not counted",
    ]
    assert len(notes(LEAVE, PRICE, NOTICE, RENEWAL, beside | {"days": 220}, services=services)) == 1
    theirs = NOTICE | {"given_by": "seller"}
    assert notes(LEAVE, PRICE, theirs, services=services) == [
        "no clause lets the buyer leave before 2028-12-31; this is what would be owed if it ended by consent on "
        "2027-06-10"
    ]


def test_where_notice_takes_longer_than_the_agreement_it_runs_to_its_end():
    assert facts(LEAVE, PRICE, fee(24)) == [("cancelled", 1000, "PO-1", ON, JULY)]
    assert notes(LEAVE, PRICE, fee(24)) == [
        "leaving takes until after the end of the agreement, 2028-12-31; it runs to its end"
    ]


def test_what_was_terminated_before_is_not_terminated_again():
    ended = Open((ORDER,), (), ended=date(2027, 5, 31))
    assert facts(LEAVE, found=ended) == [("cancelled", 1000, "PO-1", ON, JULY)]
    assert (
        notes(LEAVE, found=ended)
        == notes(PLAN, found=ended)
        == ["the agreement was terminated on 2027-05-31: nothing is ordered any more, orders that are open stay so"]
    )


def test_a_renewal_is_stopped_by_a_notice_that_is_in_time_in_whole_steps():
    def services(step):
        return {"catheter": {"unit": "piece", "step": "1"}, "leaving": {"unit": "piece", "step": step}}

    in_time, late = date(2027, 4, 2), date(2027, 4, 3)  # 90 and 89 days before 1 July
    assert facts(LEAVE, PRICE, NOTICE, RENEWAL, on=in_time, services=services("1"))[0] == (
        "event", 1, "notice 2027-04-02", in_time, date(2027, 7, 1),
    )  # fmt: skip
    first = facts(LEAVE, PRICE, NOTICE, RENEWAL, on=late, services=services("10"))[0]
    assert first == ("event", 10, "notice 2027-07-01", date(2027, 7, 1), date(2028, 1, 1))


def test_what_nobody_can_know_is_said_and_not_made_up():
    help_ = {
        "id": "transfer", "kind": "transfer_assistance", "service": "engineering", "given": "after_termination",
        "for_months": 6, "free": "100 hour", "rate": "120 USD/hour",
    }  # fmt: skip
    orders = {
        "id": "orders", "kind": "cancellation", "service": "catheter", "price": "25 USD/piece",
        "schedule": [{"days_at_least": 0, "share": "100 %"}], "material": {"service": "spent", "at_most": "no_limit"},
    }  # fmt: skip
    services = {
        "catheter": {"unit": "piece", "step": "1"}, "engineering": {"unit": "hour", "step": "0.25"},
        "spent": {"unit": "USD", "step": "0.01"},
    }  # fmt: skip
    assert notes(LEAVE, PRICE, fee(0), help_, orders, services=services) == [
        "how many hours of help the transfer takes is not known; clause transfer charges those beyond the free ones",
        "material spent for cancelled orders counts as far as it is told; clause orders charges it",
    ]
