"""Between what an exposure lies where figures of the terms are ranges."""

from datetime import date
from decimal import Decimal

from suture.engine.exposure.exposure import exposure
from suture.engine.exposure.scenario import CANCEL, LEAVE
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import plan
from suture.engine.simulation.exposed import ranged
from suture.engine.terms.ranges import likely
from tests.engine.built import agreement

ON = date(2027, 6, 10)
PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "25"}
MINIMUM = {
    "id": "minimum", "kind": "take_or_pay", "window": "contract_year", "services": ["catheter"],
    "measure": "accepted", "minimum": "100 piece", "price": "8", "make_up": "none", "prorate": "full",
}  # fmt: skip
ORDERS = {
    "id": "orders", "kind": "cancellation", "service": "catheter", "price": "25",
    "schedule": [{"days_at_least": 0, "share": "100 %"}],
}  # fmt: skip
TOLD = [
    Fact(
        "2027-014", "catheter", date(2027, 1, 5), Decimal(60), "piece", "ordered", event="o1", for_day=date(2027, 2, 1)
    ),
    Fact("2027-014", "catheter", date(2027, 2, 1), Decimal(60), "piece", "accepted", event="o1"),
    Fact(
        "2027-014", "catheter", date(2027, 6, 1), Decimal(10), "piece", "ordered", event="o2", for_day=date(2027, 9, 1)
    ),
]


def seen(*clauses):
    agreed = agreement(*clauses)
    found = exposure(plan(likely(agreed)), TOLD, ON, (CANCEL, LEAVE))
    return found, ranged(agreed, found, TOLD)


def ends(found, clause):
    return [
        (part.low.amount, part.money.amount, part.high.amount)
        for part in found.owed[0].parts
        if part.clause == clause and part.period.start.year == 2027
    ]


def test_without_ranges_every_part_is_its_amount():
    found, between = seen(PRICE, MINIMUM, ORDERS)
    assert between is found
    assert ends(found, "orders") == [(250, 250, 250)]


def test_a_range_of_a_price_is_a_range_of_what_it_prices_and_of_nothing_else():
    """10 cancelled at 20 to 30, 25 likely: eight of ten draws lie within 200 to 300, and on both sides of 250."""
    found, between = seen(PRICE, MINIMUM, {**ORDERS, "price": {"low": "20", "value": "25", "high": "30"}})
    ((low, likely_one, high),) = ends(between, "orders")
    assert likely_one == 250
    assert 200 < low < 240
    assert 260 < high < 300
    assert ends(between, "minimum") == ends(found, "minimum") == [(320, 320, 320)]


def test_what_is_nothing_with_likely_figures_may_be_something():
    """60 are taken: of a minimum of 40 to 100 nothing is missing with the likely 50, and up to 40 at 8.00 may be."""
    minimum = {**MINIMUM, "minimum": {"low": "40", "value": "50", "high": "100"}}
    found, between = seen(PRICE, minimum, ORDERS)
    assert ends(found, "minimum") == []
    ((low, likely_one, high),) = ends(between, "minimum")
    assert (low, likely_one) == (0, 0)
    assert 8 * 10 < high < 8 * 40


def test_figures_of_one_draw_move_together():
    of = {"low": "20", "value": "25", "high": "30", "draw": "price"}
    _, between = seen(PRICE, {**MINIMUM, "price": of}, {**ORDERS, "price": of})
    ((low, _, high),) = ends(between, "orders")
    ((low_minimum, _, high_minimum),) = ends(between, "minimum")
    assert abs(low_minimum - 4 * low) <= Decimal("0.02")  # 40 not taken, 10 cancelled, each rounded
    assert abs(high_minimum - 4 * high) <= Decimal("0.02")


def test_what_is_likely_lies_between_the_ends_also_where_it_is_one_of_them():
    _, between = seen(PRICE, MINIMUM, {**ORDERS, "price": {"low": "20", "value": "20", "high": "30"}})
    ((low, likely_one, high),) = ends(between, "orders")
    assert low == likely_one == 200
    assert 200 < high < 300
