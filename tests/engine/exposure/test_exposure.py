"""What is owed on a day, worked by hand, and equal to what rating the same ending as facts bills."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suture.engine.exposure.exposure import exposure
from suture.engine.exposure.owed import totals
from suture.engine.exposure.scenario import LEAVE, USUAL
from suture.engine.rating.charges import OWED, statement
from suture.engine.rating.fact import COLUMNS, Fact
from suture.engine.rating.facts import activity, check_facts
from suture.engine.rating.plan import plan
from suture.files.facts import from_table
from tests.engine.built import agreement
from tests.engine.exposure.told import days, supplies
from tests.engine.generated import HANDS, agreements, hand

D = Decimal
ON = date(2027, 6, 10)
PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "25 USD/piece"}
CANCELLATION = {
    "id": "cancel", "kind": "cancellation", "service": "catheter", "price": "25 USD/piece",
    "schedule": [
        {"days_at_least": 90, "share": "0 %"}, {"days_at_least": 60, "share": "25 %"},
        {"days_at_least": 30, "share": "50 %"}, {"days_at_least": 0, "share": "100 %"},
    ],
}  # fmt: skip
MINIMUM = {
    "id": "minimum", "kind": "take_or_pay", "window": "contract_year", "services": ["catheter"],
    "measure": "accepted", "minimum": "5000 piece", "price": "8 USD/piece", "make_up": "none",
    "prorate": "in_force",
}  # fmt: skip
FEE = {
    "id": "fee", "kind": "early_termination", "notice_months": 2,
    "fees": [{"from_month": 0, "fee": "30000 USD"}, {"from_month": 12, "fee": "10000 USD"}],
}  # fmt: skip
NUMBER = "2027-014"


def ordered(event, quantity, day, delivery):
    return Fact(NUMBER, "catheter", day, D(quantity), "piece", "ordered", event=event, for_day=delivery)


def accepted(event, quantity, day):
    return Fact(NUMBER, "catheter", day, D(quantity), "piece", "accepted", event=event)


TOLD = [
    ordered("PO-1", 1000, date(2027, 2, 1), date(2027, 5, 20)),
    accepted("PO-1", 1000, date(2027, 5, 20)),
    ordered("PO-2", 1000, date(2027, 4, 1), date(2027, 7, 20)),
]


def found(*clauses, told=TOLD):
    return exposure(plan(agreement(*clauses)), told, ON)


def amounts(owed):
    return {(part.clause, str(part.period.start)): part.money.amount for part in owed.parts}


def test_leaving_cancels_open_orders_ends_the_agreement_and_owes_what_each_clause_says():
    leave = found(PRICE, CANCELLATION, MINIMUM, FEE).owed[-1]
    # the order is cancelled 40 days before its delivery; the agreement ends on 10 August with two months' notice, when
    # 222 of 365 days are gone: 7 whole months and 10 of 31 days; 1,000 were taken
    in_force = 7 + D(10) / 31
    short = 5000 * in_force / 12 - 1000
    assert amounts(leave)["cancel", "2027-06-01"] == D("12500.00")
    assert amounts(leave)["fee", "2027-08-01"] == D("30000.00")
    assert abs(amounts(leave)["minimum", "2027-12-01"] - short * 8) < D("0.01")
    assert [str(note) for note in leave.notes] == ["with a notice of 2 months the agreement ends on 2027-08-10"]
    assert [fact.kind for fact in leave.facts] == ["terminated", "cancelled"]


def test_cancelling_orders_nothing_more_and_owes_every_minimum_to_the_end():
    cancel = found(PRICE, CANCELLATION, MINIMUM).owed[0]
    assert amounts(cancel) == {
        ("cancel", "2027-06-01"): D("12500.00"),
        ("minimum", "2027-12-01"): D("32000.00"),
        ("minimum", "2028-12-01"): D("40000.00"),
    }
    assert {part.cause for part in cancel.exposed()} == {"orders", "minimum"}


def test_a_cut_cancels_its_share_and_takes_the_rest_on_its_day():
    forecast = Fact(NUMBER, "catheter", date(2027, 6, 1), D(500), "piece", "forecast", for_day=date(2027, 9, 15))
    cut = found(PRICE, CANCELLATION, told=[*TOLD, forecast]).owed[1]
    assert amounts(cut) == {
        ("cancel", "2027-06-01"): D("3750.00"),  # 300 of 1,000
        ("price", "2027-07-01"): D("17500.00"),  # 700
        ("price", "2027-09-01"): D("8750.00"),  # 350 of the 500 that are forecast
    }
    assert [part.planned.amount for part in cut.parts] == [D("0.00"), D("25000.00"), D("12500.00")]


def test_a_delay_moves_orders_and_forecast_and_what_comes_after_the_end_is_not_taken():
    forecast = Fact(NUMBER, "catheter", date(2027, 6, 1), D(500), "piece", "forecast", for_day=date(2028, 11, 15))
    flex = {
        "id": "flex", "kind": "reschedule", "service": "catheter", "price": "25 USD/piece", "beyond": "10 %",
        "table": [{"days_at_least": 60, "moves": 2, "days": 90}, {"days_at_least": 0, "moves": 0, "days": 0}],
    }  # fmt: skip
    delay = found(PRICE, flex, told=[*TOLD, forecast]).owed[2]
    assert amounts(delay) == {("flex", "2027-06-01"): D("2500.00"), ("price", "2027-10-01"): D("25000.00")}
    assert str(delay.notes[0]) == "500 catheter would come after the end of the agreement; they are not taken"


def test_what_was_due_for_periods_before_counts_as_billed():
    leave = found(PRICE, told=[*TOLD, accepted("PO-9", 10, date(2027, 6, 2))]).owed[-1]
    assert amounts(leave) == {("price", "2027-06-01"): D("250.00")}
    assert leave.exposed() == ()


def test_where_no_clause_lets_one_leave_that_is_said():
    done = found(PRICE)
    assert "no clause lets the buyer leave before 2028-12-31" in str(done.owed[-1].notes[0])
    assert [str(each) for each in done.uncovered] == ["1000 catheter on order: no clause says what cancelling costs"]


def test_evergreen_renewal_is_stopped_by_the_notice_that_is_in_time():
    notice = {"id": "notice", "kind": "notice", "service": "leaving", "given_by": "either", "days": 90}
    renewal = {
        "id": "renewal", "kind": "renewal", "first_until": "2027-07-01", "by_months": 6, "renews": "unless_notice",
        "notice": "notice",
    }  # fmt: skip
    fee = {
        "id": "membership", "kind": "periodic_fee", "fee": "100 USD", "per": "month", "billed": "in_advance",
        "part_of_a_period": "whole",
    }  # fmt: skip
    services = {"catheter": {"unit": "piece", "step": "1"}, "leaving": {"unit": "piece", "step": "1"}}
    done = exposure(plan(agreement(PRICE, notice, renewal, fee, services=services)), TOLD, ON, (LEAVE,))
    told = done.owed[0].facts[0]
    # the end of June is too near; what is told in the term that begins in July stops it at the end of the year
    assert (told.service, told.kind, told.day, told.for_day) == ("leaving", "event", date(2027, 7, 1), date(2028, 1, 1))
    assert sorted({part.period.start for part in done.owed[0].parts if part.clause == "membership"})[-1] < date(
        2028, 1, 1
    )


def test_what_came_under_an_order_that_is_not_told_leaves_other_orders_open_and_is_said():
    """40 days before its delivery 1,000 × 25.00 × 50 % = 12,500; 100 are overdue: 100 × 25.00 = 2,500."""
    told = [
        ordered("PO-2", 1000, date(2027, 4, 1), date(2027, 7, 20)),
        ordered("PO-3", 100, date(2027, 4, 1), date(2027, 5, 20)),
        accepted("PO-1", 1000, date(2027, 3, 1)),
    ]
    done = found(PRICE, CANCELLATION, told=told)
    assert amounts(done.owed[0]) == {("cancel", "2027-06-01"): D(15_000)}
    assert [str(note) for note in done.notes] == ["1000 catheter delivered under orders that are not told; not set off"]


def test_facts_of_later_days_are_left_out_and_counted():
    done = found(PRICE, told=[*TOLD, accepted("PO-2", 1000, date(2027, 7, 20))])
    assert [str(note) for note in done.notes] == ["1 fact was told after 2027-06-10 and is left out"]


def as_table(facts):
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for at, fact in enumerate(facts):
        about = fact.for_day or ""
        name = fact.source_id or f"x{at}"
        rows.writerow(
            [fact.agreement, fact.service, fact.day, f"{fact.quantity:f}", fact.unit, fact.kind,
             fact.event, name, fact.reverses, fact.note, about]
        )  # fmt: skip
    return text.getvalue()


def test_what_nothing_in_the_agreement_provides_for_is_named():
    resin = Fact(NUMBER, "resin", date(2027, 3, 1), D(500), "kg", "authorised")
    used = Fact(NUMBER, "resin", date(2027, 4, 1), D(200), "kg", "used")
    tool = {
        "id": "tool", "kind": "tooling", "cost": "480000 USD", "on_exit": "nothing_due", "owner_once_paid": "buyer",
        "per_piece": {
            "service": "catheter", "measure": "accepted", "pieces": "240000 piece", "unit_price_decimals": "none",
        },
    }  # fmt: skip
    services = {"catheter": {"unit": "piece", "step": "1"}, "resin": {"unit": "kg", "step": "1"}}
    planned = plan(agreement(PRICE, tool, services=services))
    assert [str(each) for each in exposure(planned, [*TOLD, resin, used], ON).uncovered] == [
        "1000 catheter on order: no clause says what cancelling costs",
        "300 resin authorised and neither used nor returned: no clause says who answers for them",
        "478,000.00 USD of tool not paid back yet: none of it is due if the agreement ends",
    ]
    # a clause whose figures are not known charges nothing, but it provides
    left_out = agreement(PRICE, CANCELLATION).clauses[1:]
    assert "cancelling" not in str(exposure(planned, TOLD, ON, left_out=left_out).uncovered[0])
    owing = tool | {"on_exit": "balance_due", "resale": "0 USD"}
    assert exposure(plan(agreement(PRICE, owing, CANCELLATION, services=services)), TOLD, ON).uncovered == ()


def test_the_worked_table_of_the_rules():
    forecast = Fact(NUMBER, "catheter", date(2027, 6, 1), D(600), "piece", "forecast", for_day=date(2027, 9, 1))
    done = found(PRICE, CANCELLATION, MINIMUM, FEE, told=[*TOLD, forecast])
    tables = {owed.scenario.name: amounts(owed) for owed in (done.planned, *done.owed)}
    beside = {owed.scenario.name: totals(owed.exposed())["USD"].amount for owed in (done.planned, *done.owed)}
    orders, price, fee = ("cancel", "2027-06-01"), "price", ("fee", "2027-08-01")
    first, second = ("minimum", "2027-12-01"), ("minimum", "2028-12-01")
    assert tables == {
        "plan": {(price, "2027-07-01"): D(25_000), (price, "2027-09-01"): D(15_000), first: D(19_200),
                 second: D(40_000)},
        "cancel": {orders: D(12_500), first: D(32_000), second: D(40_000)},
        "cut:30%": {orders: D(3_750), (price, "2027-07-01"): D(17_500), (price, "2027-09-01"): D(10_500),
                    first: D(23_040), second: D(40_000)},
        "delay:3m": {(price, "2027-10-01"): D(25_000), (price, "2027-12-01"): D(15_000), first: D(19_200),
                     second: D(40_000)},
        "leave": {orders: D(12_500), fee: D(30_000), first: D("16408.60")},
    }  # fmt: skip
    assert beside == {
        "plan": D(59_200), "cancel": D(84_500), "cut:30%": D(66_790), "delay:3m": D(59_200), "leave": D("58908.60"),
    }  # fmt: skip


@pytest.mark.parametrize("kinds", [hand(at) for at in range(HANDS)], ids=lambda kinds: kinds[0])
@settings(max_examples=max(settings.default.max_examples // 16, 1), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_leaving_today_owes_what_is_billed_when_the_same_ending_is_told_as_facts(kinds, data):
    agreed = data.draw(agreements(kinds, amendments=True))
    planned = plan(agreed)
    told = data.draw(supplies(planned.agreement, ends=True))
    on = data.draw(days(planned.agreement))
    before = [fact for fact in told if fact.day <= on]
    scenario = data.draw(st.sampled_from([LEAVE, LEAVE, *USUAL]))
    done = exposure(planned, told, on, (scenario,)).owed[0]
    rows = from_table(as_table([*before, *done.facts]))
    assert not rows.faults
    assert not [str(fault) for fault in check_facts(planned.agreement, rows.facts)]
    ended = [period.last for period in planned.periods if period.last < on]
    first = statement(planned, activity(planned, before), max(ended, default=on), {})
    billed = {(c.clause, c.period.start): c.money.minor for c in first.charges} if ended else {}
    last = statement(planned, activity(planned, rows.facts), planned.periods[-1].last, billed)
    owed = totals(done.parts)
    for currency in {charge.money.currency for charge in last.charges} | set(owed):
        due = sum((last.total(effect, currency).amount for effect in OWED), D(0))
        assert (owed[currency].amount if currency in owed else D(0)) == due
    charged = [c for c in last.charges if c.effect in OWED and not c.stated]
    assert [(p.clause, p.period, p.money) for p in done.parts] == [(c.clause, c.period, c.money) for c in charged]
