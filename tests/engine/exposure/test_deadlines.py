"""Last days: acting on one costs less for its clause than acting on the next, by the rating engine itself."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suture.engine.clauses.kind import AGREEMENT, DueOf, QuantityOf
from suture.engine.exposure.deadlines import (
    CANCEL_BY,
    FEE_FALLS,
    FEE_FALLS_BY_NOTICE,
    FORECAST_BY,
    NOTICE_BY,
    PAID_OFF,
    PAID_OFF_BY_NOTICE,
    TAKE_BY,
    USED,
    Deadline,
    deadlines,
    last_notice,
)
from suture.engine.exposure.open import Open, known, open_on
from suture.engine.period import later
from suture.engine.rating.exact import fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.gathering import period_of
from suture.engine.rating.plan import plan
from tests.engine.built import agreement
from tests.engine.exposure.told import days, supplies
from tests.engine.generated import agreements

D = Decimal
DAY = timedelta(1)
TURNING = (
    "minimum_commitment", "take_or_pay", "exclusivity_top_up", "reservation", "declared_volume", "material_liability",
    "carrying_charge", "consigned_loss", "safety_stock", "storage", "unlifted_goods", "last_time_buy",
    "cancellation", "forecast_commitment", "early_termination", "financed_tooling",
)  # fmt: skip


def ahead_of(planned, told, on):
    told = known(told, on)
    return deadlines(planned, fold(planned, activity(planned, told)), open_on(planned, told, on), on)


def due(planned, told, clause, by: date | None = None):
    """What a clause has charged by the settlement period of a day, else by the end."""
    folded = next(each for each in fold(planned, activity(planned, told)) if each.line.name == clause)
    return folded.due[-1 if by is None else period_of(planned.periods, by)]


def stated(each: Deadline):
    """What a deadline says of."""
    return dict(each.says.parameters)


def fact(planned, service, day, quantity, kind, event="act", for_day=None):
    declared = planned.agreement.services.get(service)
    unit = declared.unit if declared else ""
    return Fact(planned.agreement.agreement, service, day, D(quantity), unit, kind, event, for_day=for_day)


def acts(planned, each: Deadline) -> Iterator[Callable[[date], Fact]]:
    """What one may do by a last day: told as a fact of the day on which one does it."""
    line = next(line for line in planned.lines if line.name == each.clause)
    clause, says = line.version(line.first).clause, stated(each)
    if each.says.text is CANCEL_BY:
        due_day = date.fromisoformat(says["delivery"])
        yield lambda day: fact(planned, clause.service, day, says["quantity"], "cancelled", "act", due_day)
    elif each.says.text is FORECAST_BY:
        about = next(period for period in planned.periods if str(period) == says["month"])
        yield lambda day: fact(planned, clause.services[0], day, line.unit.step, "forecast", "", about.last)
    elif each.says.text in (FEE_FALLS, FEE_FALLS_BY_NOTICE):
        yield lambda day: fact(planned, AGREEMENT, later(day, clause.notice_months), 1, "terminated")
    else:
        told = [s for s in line.sources if isinstance(s, QuantityOf) and s.measure in USED and s.services and not s.lag]
        tiers = [tier.from_.value for tier in clause.tiers] if each.kind == "declared_volume" else []
        for source, steps in product(told, (1, 1_000, 1_000_000, *tiers)):
            name = source.services[0]
            quantity = planned.agreement.services[name].measured_in.quantity(D(steps))
            yield partial(supply, planned, name, quantity, source.measure)


def supply(planned, service, quantity, measure, day):
    return fact(planned, service, day, quantity, measure)


def is_told_on(told, each: Deadline) -> bool:
    """Whether a forecast of the last day is there already: parts of one issue add up, so it cannot be lowered then."""
    return each.says.text is FORECAST_BY and any(f.kind == "forecast" and f.day == each.last for f in told)


def by_spend(planned, each: Deadline) -> bool:
    """Whether a clause counts what is spent."""
    line = next(line for line in planned.lines if line.name == each.clause)
    return any(isinstance(source, DueOf) and not source.gates for source in line.sources)


def differs_later(planned, each: Deadline) -> bool:
    """Whether a clause that prices goods too prices those of other windows otherwise, so that acting a day later may
    save more in the next window than it costs in this one."""
    line = next(line for line in planned.lines if line.name == each.clause)
    return each.kind == "declared_volume" and len(set(line.terms)) > 1


@pytest.mark.parametrize("kind", TURNING)
@settings(max_examples=max(settings.default.max_examples // 8, 1), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_acting_on_the_last_day_costs_less_than_a_day_later(kind, data):
    agreed = data.draw(agreements([kind]))
    planned, told = plan(agreed), data.draw(supplies(agreed))
    on = data.draw(days(agreed))
    told = known(told, on)
    for each in ahead_of(planned, told, on):
        if (
            each.says.text in (NOTICE_BY, PAID_OFF, PAID_OFF_BY_NOTICE)
            or is_told_on(told, each)
            or by_spend(planned, each)
            or differs_later(planned, each)
        ):
            continue
        next_day = each.last + DAY
        is_last = next_day not in planned.agreement.valid.period
        if each.kind == "declared_volume" and is_last:
            continue  # whoever takes more pays more; less of it on the last day than on the next, but there is none
        # what falls due with a period may be made up in a later one; goods that are priced too come in either
        by = each.last if each.says.text is TAKE_BY and each.kind != "declared_volume" else None
        found = []
        for act in acts(planned, each):
            in_time, late = [*told, act(each.last)], [*told, *([] if is_last else [act(next_day)])]
            found.append(due(planned, in_time, each.clause, by) - due(planned, late, each.clause, by))
        assert any(one < 0 for one in found) == (each.turns == "rises"), each


PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "delivered", "price": "25 USD/piece"}
MINIMUM = {
    "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "full",
    "minimum_quantity": "12000 piece", "services": ["catheter"], "measure": "delivered",
    "shortfall_price": "20 USD/piece",
}  # fmt: skip
SERVICES = {name: {"unit": "piece", "step": "1"} for name in ("catheter", "resin", "leaving")}
ON = date(2027, 6, 10)


def told(kind, quantity, day, service="catheter", event="PO-1", for_day=None):
    return Fact("2027-014", service, day, D(quantity), "piece", kind, event=event, for_day=for_day)


def found(*clauses, facts=()):
    planned = plan(agreement(*clauses, services=SERVICES))
    return [
        (each.clause, str(each.last), each.turns, str(each.money or ""), str(each.says))
        for each in ahead_of(planned, facts, ON)
    ]


def test_each_row_of_a_cancellation_schedule_that_lies_ahead_has_its_last_day():
    orders = {
        "id": "orders", "kind": "cancellation", "service": "catheter", "price": "25 USD/piece",
        "schedule": [
            {"days_at_least": 90, "share": "0 %"}, {"days_at_least": 30, "share": "50 %"},
            {"days_at_least": 0, "share": "100 %"},
        ],
    }  # fmt: skip
    facts = [
        told("delivered", 5, date(2027, 4, 2), event=""),
        told("ordered", 1005, date(2027, 4, 1), for_day=date(2027, 9, 10)),
    ]
    # what has no order is taken off this one, so 1,000 are left: 90 days before 10 September is 12 June
    assert found(PRICE, orders, facts=facts) == [
        ("orders", "2027-06-12", "rises", "12,500.00 USD",
         "cancel 1000 catheter of order PO-1, due 2027-09-10: after this day it costs 12,500.00 USD instead of "
         "0.00 USD"),
        ("orders", "2027-08-11", "rises", "12,500.00 USD",
         "cancel 1000 catheter of order PO-1, due 2027-09-10: after this day it costs 25,000.00 USD instead of "
         "12,500.00 USD"),
    ]  # fmt: skip


def test_a_forecast_can_be_lowered_until_the_period_before_it_binds_for_more():
    forecast = {
        "id": "forecast", "kind": "forecast_commitment", "services": ["catheter"], "measure": "ordered",
        "window": "month", "curve": [{"periods_ahead": 1, "binding": "100 %"}, {"periods_ahead": 2, "binding": "50 %"}],
        "price": "12 USD/piece", "prorate": "in_force",
    }  # fmt: skip
    facts = [told("forecast", 401, date(2027, 6, 1), event="", for_day=date(2027, 8, 1))]
    # another issue of June replaces it; from July on 50 % of 401 stay bound, not 1
    assert found(PRICE, forecast, facts=facts) == [
        ("forecast", "2027-06-30", "rises", "2,394.00 USD",
         "lower the forecast of 2027-08-01..2027-08-31, 401 piece: after this day 2,394.00 USD more is due if "
         "nothing is taken"),
    ]  # fmt: skip


def test_a_minimum_is_made_up_by_the_end_of_the_period_that_closes_its_window():
    assert found(PRICE, MINIMUM, facts=[told("delivered", 9_000, date(2027, 3, 1))]) == [
        ("minimum", "2027-12-31", "rises", "60,000.00 USD",
         "minimum: what is taken or used by then counts; without it 60,000.00 USD more is due"),
        ("minimum", "2028-12-31", "rises", "240,000.00 USD",
         "minimum: what is taken or used by then counts; without it 240,000.00 USD more is due"),
    ]  # fmt: skip
    assert [day for _, day, *_ in found(PRICE, MINIMUM, facts=[told("delivered", 12_000, date(2027, 3, 1))])] == [
        "2028-12-31"
    ]


def test_a_minimum_of_spend_is_made_up_by_spending_and_by_nothing_where_only_a_fixed_fee_counts():
    fee = {"id": "fee", "kind": "periodic_fee", "fee": "100 USD", "per": "month", "billed": "in_advance",
           "part_of_a_period": "whole"}  # fmt: skip

    def top_up(counts):
        minimum = {"window": "contract_year", "prorate": "full", "spend": "500000 USD", "counts": [counts]}
        return {"id": "top_up", "kind": "exclusivity_top_up", "holder": "buyer",
                "minimum": minimum | {"counted_amounts": "rounded"}}  # fmt: skip

    facts = [told("delivered", 15_200, date(2027, 3, 1))]
    assert [each[:4] for each in found(PRICE, fee, top_up("price"), facts=facts)] == [
        ("top_up", "2027-12-31", "rises", "120,000.00 USD"),
        ("top_up", "2028-12-31", "rises", "500,000.00 USD"),
    ]
    assert found(PRICE, fee, top_up("fee"), facts=facts) == []


def test_a_reservation_puts_at_stake_only_what_use_sets_off():
    reserved = {
        "id": "reserved", "kind": "reservation", "services": ["catheter"], "measure": "delivered", "window": "month",
        "reserved": "1000 piece", "fee": "3 USD/piece", "prorate": "full",
    }  # fmt: skip
    told_of = found(PRICE, reserved | {"set_off": "50 %"})
    assert [each[:4] for each in told_of[:2]] == [
        ("reserved", "2027-06-30", "rises", "1,500.00 USD"),
        ("reserved", "2027-07-31", "rises", "1,500.00 USD"),
    ]
    assert len(told_of) == 19  # every month to the end of 2028 is a window of its own
    assert found(PRICE, reserved | {"set_off": "0 %"}) == []


def test_excess_material_can_be_used_until_the_end_of_the_period_in_which_it_is_bought():
    resin = {
        "id": "resin", "kind": "material_liability", "service": "resin", "order_quantity": "100 piece",
        "unit_cost": "9 USD/piece", "excess": {"days": 90, "periods": 3, "part_class": "A"},
        "on_exit": "due_at_any_end",
    }  # fmt: skip
    facts = [told("authorised", 450, date(2027, 4, 1), "resin"), told("used", 200, date(2027, 5, 1), "resin")]
    # 450 are bought as 500; 300 are left when April lies three months back
    assert [each[:4] for each in found(PRICE, resin, facts=facts)] == [("resin", "2027-07-31", "rises", "2,700.00 USD")]


def test_of_a_declared_volume_only_what_is_billed_back_is_at_stake():
    tiers = [{"from": "0", "to": "10000", "price": "31 USD/piece"}, {"from": "10000", "to": "20000", "price": "27"},
             {"from": "20000", "price": "24"}]  # fmt: skip
    declared = {
        "id": "price", "kind": "declared_volume", "service": "catheter", "measure": "delivered",
        "window": "contract_year", "refund": "none", "declared": "20000 piece", "bound": "lower_inclusive",
        "prorate": "full", "tiers": tiers,
    }  # fmt: skip
    facts = [told("delivered", 12_000, date(2027, 3, 1))]
    assert [each[:4] for each in found(declared, facts=facts)] == [("price", "2027-12-31", "rises", "36,000.00 USD")]


def test_notice_that_stops_a_renewal_is_given_so_many_days_before_the_end_of_the_term():
    notice = {"id": "notice", "kind": "notice", "service": "leaving", "given_by": "either", "days": 90}
    renewal = {
        "id": "renewal", "kind": "renewal", "first_until": "2027-10-01", "by_months": 6, "renews": "unless_notice",
        "notice": "notice",
    }  # fmt: skip
    fee = {"id": "fee", "kind": "periodic_fee", "fee": "100 USD", "per": "month", "billed": "in_advance",
           "part_of_a_period": "whole"}  # fmt: skip
    assert found(PRICE, notice, renewal, fee) == [
        ("renewal", "2027-07-03", "rises", "", "give notice: after this day the agreement renews to 2028-03-31")
    ]
    planned = plan(agreement(PRICE, notice, renewal, fee, services=SERVICES))
    last, end = date(2027, 7, 3), date(2027, 10, 1)
    in_time, late = (
        due(planned, [told("event", 1, day, "leaving", "n", end)], "fee") for day in (last, last + DAY)
    )  # fmt: skip
    assert (in_time, late) == (900, 2400)


FEE = {
    "id": "fee", "kind": "early_termination", "notice_months": 2,
    "fees": [{"from_month": 0, "fee": "30000 USD"}, {"from_month": 12, "fee": "10000 USD"}],
}  # fmt: skip
MOULD = {
    "id": "mould", "kind": "financed_tooling", "cost": "5000 USD", "instalments": 10, "first": "2027-02-15",
    "interest_from": "2027-01-01", "yearly_interest": "8 %", "days_in_year": "365", "on_exit": "balance_due",
    "resale": "0 USD", "owner_once_paid": "buyer",
}  # fmt: skip


def test_a_fee_falls_with_the_age_of_the_agreement_and_a_balance_with_its_last_instalment():
    assert found(PRICE, FEE | {"notice_months": 0}, MOULD) == [
        ("mould", "2027-11-15", "falls", "",
         "mould: the last instalment is paid; after this day leaving owes no balance"),
        ("fee", "2027-12-31", "falls", "20,000.00 USD",
         "an ending after this day costs a fee of 10,000.00 USD instead of 30,000.00 USD"),
    ]  # fmt: skip
    assert [each[0] for each in found(PRICE, FEE, MOULD | {"on_exit": "nothing_due"})] == ["fee"]


def test_where_leaving_takes_notice_the_last_day_is_the_one_on_which_it_is_given():
    """Endings from 1 January 2028 on cost 10,000: notice of six months after 30 June 2027; the mould is paid on 15
    November 2027: notice of two months after 15 September."""
    assert found(PRICE, FEE | {"notice_months": 6}) == [
        ("fee", "2027-06-30", "falls", "20,000.00 USD",
         "an ending of which notice is given after this day, 6 months ahead, costs a fee of 10,000.00 USD instead of "
         "30,000.00 USD"),
    ]  # fmt: skip
    assert found(PRICE, FEE, MOULD)[0] == (
        "mould", "2027-09-15", "falls", "",
        "mould: the last instalment is paid on 2027-11-15; leaving, of which notice is given after this day, 2 months "
        "ahead, owes no balance",
    )  # fmt: skip
    assert found(PRICE, FEE | {"notice_months": 7}) == []  # notice for it may be given already


@pytest.mark.parametrize(
    ("before", "months", "last"),
    [
        (date(2029, 1, 1), 6, date(2028, 6, 30)), (date(2029, 3, 1), 6, date(2028, 8, 31)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)), (date(2029, 1, 1), 0, date(2028, 12, 31)),
    ],
)  # fmt: skip
def test_the_last_notice_is_the_last_day_from_which_the_months_end_before_a_day(before, months, last):
    assert last_notice(before, months) == last
    assert later(last, months) < before <= later(last + DAY, months)


def test_once_the_agreement_was_terminated_nothing_turns_of_fees_renewal_and_minimum():
    notice = {"id": "notice", "kind": "notice", "service": "leaving", "given_by": "either", "days": 90}
    renewal = {
        "id": "renewal", "kind": "renewal", "first_until": "2027-10-01", "by_months": 6, "renews": "unless_notice",
        "notice": "notice",
    }  # fmt: skip
    clauses = (PRICE, MINIMUM, FEE, MOULD, notice, renewal)
    assert {each[0] for each in found(*clauses)} == {"minimum", "fee", "mould", "renewal"}
    ended = Fact("2027-014", "agreement", date(2027, 5, 31), D(1), "", "terminated")
    assert found(*clauses, facts=[ended]) == []


def test_of_material_each_rise_has_its_day_and_a_charge_that_goes_on_is_told_once():
    carried = {
        "id": "carried", "kind": "carrying_charge", "service": "resin", "order_quantity": "1 piece",
        "unit_cost": "9 USD/piece", "excess": {"days": 90, "periods": 3, "part_class": "A"}, "rate_per_month": "2 %",
        "carried_periods": 3, "on_exit": "due_at_any_end",
    }  # fmt: skip
    facts = [told("authorised", 100, date(2027, 4, 1), "resin")]
    # excess from July on: 900 × 2 % = 18 a month, the same in each; bought back in October, 900
    assert [each[:4] for each in found(PRICE, carried, facts=facts)] == [
        ("carried", "2027-07-31", "rises", "18.00 USD"),
        ("carried", "2027-10-31", "rises", "900.00 USD"),
    ]


def test_a_gate_never_turns_anything():
    queue = {
        "id": "queue", "kind": "allocation", "services": ["catheter"], "measure": "ordered",
        "capacity": "10000 piece", "idle": "resin", "standing": "firm", "firm_of_others": "leaving",
        "pro_rata_on": "orders",
    }  # fmt: skip
    facts = [told("ordered", 20_000, ON, for_day=date(2027, 9, 1)), told("forecast", 500, ON, for_day=date(2027, 9, 1))]
    assert found(PRICE, queue, facts=facts) == []


def test_a_day_outside_the_agreement_has_no_deadlines():
    planned = plan(agreement(PRICE, MINIMUM))
    assert deadlines(planned, fold(planned, activity(planned, [])), Open((), ()), date(2030, 1, 1)) == ()
