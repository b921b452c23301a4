"""What would be charged, and from where on otherwise."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import plan
from suture.engine.rating.trial import Cliff, Threshold, ahead, candidates, counted_beside, facts_of, totals, tried
from tests.engine.built import agreement

D = Decimal
DAY = date(2027, 3, 15)
VOLUME = {
    "id": "price", "kind": "volume", "service": "catheter", "measure": "accepted", "window": "month",
    "bound": "lower_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
    "tiers": [{"from": 0, "to": 100, "price": 10}, {"from": 100, "price": 8}],
}  # fmt: skip
GRADUATED = VOLUME | {"kind": "graduated", "bound": "upper_inclusive"}
LOTS = {
    "id": "lots", "kind": "lot_economics", "service": "catheter", "bills": "ordered", "unit_price": "22",
    "lot": {"size": 500, "fee": 1800},
}  # fmt: skip


def found(clause, quantity):
    return ahead(plan(agreement(clause)), {"catheter": D(quantity)}, "catheter", DAY)


def test_a_trial_is_rated_as_if_it_had_happened():
    done = tried(plan(agreement(VOLUME)), {"catheter": D(150)}, DAY)
    assert done.total().amount == D("1200.00")
    assert [str(charge.period.start) for charge in done.charges] == ["2027-03-01"]
    assert done.charges[0].reasons


def test_an_order_is_told_in_every_measure_that_is_read():
    both = plan(agreement(VOLUME, LOTS))
    assert totals(both, {"catheter": D(200)}, DAY) == {"USD": 200 * 8 + 1800 + 200 * 22}


@pytest.mark.parametrize(("quantity", "threshold", "then"), [(40, 100, 5), (99, 100, 5)])
def test_the_next_threshold_of_tiers_that_hold_their_upper_bound(quantity, threshold, then):
    clause = GRADUATED | {"tiers": [{"from": 0, "to": 100, "price": 10}, {"from": 100, "price": 5}]}
    assert found(clause, quantity)[0] == Threshold("catheter", D(threshold), D(threshold) * 10, D(then), "USD")


def test_at_a_lower_bound_the_step_into_the_tier_is_the_threshold():
    assert found(VOLUME, 40)[0] == Threshold("catheter", D(99), D(990), D(800 - 990), "USD")


def test_more_may_cost_less():
    assert found(VOLUME, 95)[1] == Cliff("catheter", D(100), D(950 - 800), "USD")
    assert found(VOLUME, 80)[1] is None


def test_the_next_lot_is_a_threshold_wherever_it_begins():
    assert found(LOTS, 1200)[0] == Threshold("catheter", D(1500), D(3 * 1800 + 1500 * 22), D(1800 + 22), "USD")


def test_after_a_full_lot_the_price_turns_behind_the_first_of_the_next():
    assert found(LOTS, 1500)[0] == Threshold("catheter", D(1501), D(4 * 1800 + 1501 * 22), D(22), "USD")


def test_where_nothing_turns_there_is_no_threshold():
    flat = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": 5}
    assert found(flat, 10) == (None, None)


def test_a_trial_is_stated_to_the_end_of_the_period_of_its_day():
    fee = {"id": "fee", "kind": "periodic_fee", "fee": "10", "per": "month", "billed": "in_arrears",
           "part_of_a_period": "by_days"}  # fmt: skip
    done = tried(plan(agreement(VOLUME, fee)), {"catheter": D(1)}, DAY)
    assert (done.through, done.total().amount) == (date(2027, 3, 31), D(10 + 3 * 10))


def test_a_quantity_is_told_as_one_event_in_every_measure_that_is_read_of_its_own_service():
    work = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100"}
    planned = plan(agreement(VOLUME, LOTS, work))
    assert list(facts_of(planned, {"catheter": D(5), "engineering": D(2)}, DAY)) == [
        Fact("2027-014", "catheter", DAY, D(5), "piece", "accepted", "trial catheter"),
        Fact("2027-014", "catheter", DAY, D(5), "piece", "ordered", "trial catheter"),
        Fact("2027-014", "catheter", DAY, D(5), "piece", "good", "trial catheter"),
        Fact("2027-014", "engineering", DAY, D(2), "hour", "worked", "trial engineering"),
    ]


def test_totals_are_by_currency_without_tax_and_without_what_is_only_stated():
    unit = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "10"}
    tax = {"id": "vat", "kind": "tax", "tax": "vat", "treatment": "charged", "paid_to": "seller",
           "rows": [{"on": ["price"], "rate": "13 %"}], "counted_amounts": "unrounded"}  # fmt: skip
    euro = unit | {"id": "euro", "currency": "EUR", "price": "3"}
    assert totals(plan(agreement(unit, tax, euro)), {"catheter": D(2)}, DAY) == {"USD": 20, "EUR": 6}


def test_thresholds_are_looked_for_with_what_is_known_beside():
    indexed = {"id": "indexed", "kind": "indexation", "on": ["price"], "index": "cpi", "base": "300", "weight": "60 %",
               "lag_periods": "0", "threshold": "0 %", "past_threshold": "whole_move"}  # fmt: skip
    known = [Fact("2027-014", "cpi", date(2027, 1, 12), D(330), "", "index")]
    planned = plan(agreement(GRADUATED, indexed))
    assert ahead(planned, {"catheter": D(40)}, "catheter", DAY, iter(known))[0] == Threshold(
        "catheter", D(100), D("1060.00"), D("8.48"), "USD"
    )


def test_a_cliff_before_the_next_threshold_does_not_hide_it():
    # up to 1,000.00 half of it is paid back, from there on half of all more: the price of a piece stays 5.00
    tiers = [{"from": 0, "to": 150, "price": 10}, {"from": 150, "price": 12}]
    below = {
        "id": "below", "kind": "rebate", "counts": ["price"], "counted_amounts": "unrounded", "window": "month",
        "bound": "lower_inclusive", "applies_to": "each_band", "early_end": "paid", "prorate": "full",
        "bands": [{"from": 0, "to": 1000, "share": "50 %"}, {"from": 1000, "share": "0 %"}],
    }  # fmt: skip
    from_there = below | {
        "id": "from_there", "applies_to": "whole_turnover",
        "bands": [{"from": 0, "to": 1000, "share": "0 %"}, {"from": 1000, "share": "50 %"}],
    }  # fmt: skip
    planned = plan(agreement(GRADUATED | {"tiers": tiers}, below, from_there))
    assert ahead(planned, {"catheter": D(95)}, "catheter", DAY) == (
        Threshold("catheter", D(150), D("250"), D("6"), "USD"),  # 1,500.00 less 500.00 and 750.00
        Cliff("catheter", D(149), D("230"), "USD"),  # 475.00 for 95
    )


def test_the_first_step_may_be_a_threshold():
    clause = GRADUATED | {"tiers": [{"from": 0, "to": 1, "price": 10}, {"from": 1, "price": 5}]}
    assert found(clause, 0)[0] == Threshold("catheter", D(1), D(10), D(5), "USD")


@pytest.mark.parametrize(
    ("clause", "asked", "looked_at"),
    [
        (VOLUME, 40, [99, 100]),
        (VOLUME, 99, [100]),
        (LOTS, 1200, [1499, 1500]),
        (LOTS, 1500, [1999, 2000]),
    ],
)
def test_what_is_written_and_its_next_multiple_are_looked_at_with_the_step_before(clause, asked, looked_at):
    assert candidates(plan(agreement(clause)), "catheter", D(asked)) == looked_at


def happened(quantity, day=date(2027, 2, 3), **more):
    return Fact("2027-014", "catheter", day, D(quantity), "piece", "accepted", **more)


OF_THE_YEAR = GRADUATED | {
    "window": "contract_year", "tiers": [{"from": 0, "to": 100, "price": 10}, {"from": 100, "price": 5}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "there"),
    [
        ([happened(60)], 40),
        ([happened(30), happened(50), happened(-20, note="came back")], 40),
        ([happened(60), happened(25, source_id="a"), happened(-25, source_id="b", reverses="a")], 40),
        ([happened(60, date(2027, 6, 1))], 100),  # after the day that is tried
        ([happened(60, date(2027, 4, 1) - date.resolution)], 40),  # in its settlement period
    ],
)
def test_what_has_happened_brings_the_threshold_nearer(facts, there):
    planned = plan(agreement(OF_THE_YEAR))
    threshold, _ = ahead(planned, {"catheter": D(10)}, "catheter", DAY, facts)
    assert (threshold.quantity, threshold.next_step) == (D(there), D(5))


def test_a_window_that_is_over_brings_no_threshold_nearer():
    planned = plan(agreement(OF_THE_YEAR))
    threshold, _ = ahead(planned, {"catheter": D(10)}, "catheter", date(2028, 3, 15), [happened(60)])
    assert threshold.quantity == D(100)


def test_another_quantity_that_is_tried_brings_the_threshold_nearer():
    services = {name: {"unit": "piece", "step": 1} for name in ("catheter", "sheath")}
    both = {
        "id": "pay",
        "kind": "take_or_pay",
        "services": ["catheter", "sheath"],
        "measure": "accepted",
        "window": "contract_year",
        "minimum": 100,
        "price": 8,
        "make_up": "none",
        "prorate": "full",
    }
    planned = plan(agreement(both, services=services))
    assert D(70) in candidates(planned, "catheter", D(10), D(30))
    assert D(30) in counted_beside(planned, {"catheter": D(10), "sheath": D(30)}, "catheter", DAY, ())


WORK = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "1 USD/hour"}
BOTH = {
    "id": "least", "kind": "minimum_commitment", "window": "quarter", "prorate": "full",
    "minimum_quantity": "100 piece",
    "services": ["catheter", "stent"], "measure": "accepted", "shortfall_price": "9 USD/piece",
}  # fmt: skip
IN_TENS = {
    "catheter": {"unit": "piece", "step": "10"}, "stent": {"unit": "piece", "step": "10"},
    "engineering": {"unit": "hour", "step": "0.25"},
}  # fmt: skip


def piece(service, month, day, quantity):
    return Fact("2027-014", service, date(2027, month, day), D(quantity), "piece", "accepted")


def test_what_was_counted_beside_is_told_and_tried_of_all_services_of_a_clause():
    planned = plan(agreement(WORK, BOTH, services=IN_TENS))
    facts = [piece("catheter", 2, 3, 30), piece("catheter", 3, 5, 10), piece("stent", 2, 9, 50)]
    outside = [piece("catheter", 4, 1, 100), piece("stent", 5, 1, 1000)]
    quantities = {"catheter": D(20), "stent": D(70), "engineering": D(1)}
    # told in the quarter up to the month of the day: 30 + 10 + 50; tried too: 70 of the other service
    assert counted_beside(planned, quantities, "catheter", DAY, [*facts, *outside]) == {D(0), D(90), D(70), D(160)}
    assert counted_beside(planned, quantities, "stent", DAY, facts) == {D(0), D(90), D(20), D(110)}
    # asked of a day in the first month of a quarter, only that month
    first = counted_beside(planned, {"catheter": D(20)}, "catheter", date(2027, 4, 9), [*facts, *outside])
    assert first == {D(0), D(100)}


def test_the_window_of_a_clause_that_an_amendment_adds_begins_with_it():
    amendment = {"number": "1", "signed": "2027-02-01", "from": "2027-02-01", "clauses": [BOTH]}
    planned = plan(agreement(WORK, services=IN_TENS, amendments=[amendment]))
    facts = [piece("catheter", 1, 3, 30), piece("catheter", 2, 5, 10)]
    assert counted_beside(planned, {"catheter": D(20)}, "catheter", DAY, facts) == {D(0), D(10)}
    # of a day before the clause stands, what that month has
    assert counted_beside(planned, {"catheter": D(20)}, "catheter", date(2027, 1, 20), facts) == {D(0), D(30)}


def test_bounds_are_nearer_by_what_is_used():
    planned = plan(agreement(VOLUME))
    assert candidates(planned, "catheter", D(40), D(30)) == [D(69), D(70)]
    assert candidates(planned, "catheter", D(75), D(30)) == [D(169), D(170)]


def test_a_threshold_is_nearer_by_what_is_tried_of_another_service():
    planned = plan(agreement(WORK, BOTH, services=IN_TENS))
    threshold, _ = ahead(planned, {"catheter": D(10), "stent": D(70)}, "catheter", DAY)
    assert threshold == Threshold("catheter", D(30), D(0), D(0), "USD")


def test_a_service_that_a_clause_reads_after_others_counts_too():
    loss = {
        "id": "loss", "kind": "consigned_loss", "service": "chip", "product": "catheter", "parts_per_unit": "1",
        "window": "quarter", "allowance": "2 %", "base": "consumed", "replacement": "85 USD/piece",
    }  # fmt: skip
    pieces = {name: {"unit": "piece", "step": "1"} for name in ("chip", "catheter")}
    good = piece("catheter", 3, 2, 7)._replace(kind="good")
    planned = plan(agreement(loss, services=pieces))
    assert counted_beside(planned, {"catheter": D(1)}, "catheter", DAY, [good]) == {D(0), D(7)}
