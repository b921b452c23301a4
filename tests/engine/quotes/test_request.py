"""A request as it is read: what is wrong with it is said with its place, all at once; and its plan as orders."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.fault import Faulty
from suture.engine.quantity import Unit
from suture.engine.quotes.orders import bought, spread
from suture.engine.quotes.request import volumes
from tests.engine.quotes.quoted import request

D = Decimal
PIECE = Unit("piece", D(1))


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (("currency: USD", "currency: XXX"), "currency_unknown", ("currency",)),
        (("incoterm: DAP", "incoterm: DDU"), "not_a_choice", ("delivery", "incoterm")),
        (("award: 2026-12-15", "award: 46371"), "not_a_date", ("award",)),
        (("{size: 2000, volumes: [20000, 24000, 30000]}", "{size: 2000}"), "request_orders_one_way", ("orders",)),
        (("volumes: [20000, 24000, 30000]", "volumes: [20000], years: 3"), "request_orders_one_way", ("orders",)),
        (("size: 2000", "size: 0"), "request_not_above_zero", ("orders", "size")),
        (("size: 2000", "size: 1"), "request_many_orders", ("orders", "volumes", 0)),
        (("size: 2000", "size: 2000.5"), "figure_not_whole_steps", ("orders", "size")),
        (("[20000, 24000, 30000]", "[{low: 9, value: 20000, high: 30000.5}, 24000]"), "figure_not_whole_steps",
         ("orders", "volumes", 0)),
        (("upkeep: 45000", "upkeep: unknown"), "request_unknown", ("upkeep",)),
        (("upkeep: 45000", "upkeep: [{from: 2027-01-01, value: 1}]"), "request_dated", ("upkeep", 0)),
        (("upkeep: 45000", "upkeep: 45000 EUR"), "request_currency_differs", ("upkeep",)),
        (("CNY: {rate: 14.0", "USD: {rate: 14.0"), "request_rate_of_own_currency", ("rates", "USD")),
        (("CNY: {rate: 14.0", "CNY: {rate: 0"), "request_not_above_zero", ("rates", "CNY", "rate")),
        (("tooling_share: 100 %, ", ""), "request_share_missing", ("exit", "tooling_share")),
        (("by: figures", "by: terms"), "request_share_unused", ("exit", "tooling_share")),
        (("export: {per_unit: 0.05}", "export: {share: 1 %}"), "request_no_share_here",
         ("regions", "cn", "export", "share")),
        (("export: {per_unit: 0.05}", "export: {}"), "request_cost_empty", ("regions", "cn", "export")),
        (("4.20 USD/kg", "4.20 EUR/kg"), "unit_differs", ("regions", "cn", "freight", "per_kg")),
        (("weight: 0.12 kg", "weight: 120 g"), "unit_differs", ("weight",)),
        (("share: 1.5 %, borne", "share: 51 %, borne"), "request_many_rejects", ("rejects", "share")),
        (("scope: [tooling,", "scope: [moulds,"), "not_a_choice", ("scope", 0)),
        (("{size: 2000, volumes: [20000, 24000, 30000]}", "{size: 1, volumes: [1]}"), "request_too_few", ("orders",)),
    ],
)  # fmt: skip
def test_a_fault_of_a_request_names_its_place(change, code, place):
    with pytest.raises(Faulty) as faulty:
        request(change)
    assert (code, place) in [(fault.wrong.text.code, fault.path) for fault in faulty.value.faults]


def test_a_weight_is_asked_for_where_the_way_is_paid_by_the_kilogram():
    from suture.engine.quotes.level import level
    from tests.engine.quotes.quoted import EAST, quote

    with pytest.raises(Faulty) as faulty:
        level(request(("weight: 0.12 kg\n", "")), [("e", quote(EAST))])
    assert [fault.wrong.text.code for fault in faulty.value.faults] == ["quote_weight_missing"]


def test_orders_of_one_size_lie_evenly_over_the_year_and_the_last_holds_what_is_left():
    asked = request(("volumes: [20000, 24000, 30000]", "volumes: [5000]"))
    orders = bought(asked, volumes(asked), D(0)).orders
    assert [(order.day, order.units) for order in orders] == [
        (date(2027, 1, 1), 2000), (date(2027, 5, 1), 2000), (date(2027, 9, 1), 1000),
    ]  # fmt: skip


def test_so_many_orders_a_year_for_so_many_years_are_the_same_plan():
    asked = request(("volumes: [20000, 24000, 30000]", "a_year: 10, years: 2"))
    assert asked.years == 2
    assert volumes(asked) == (20_000, 20_000)


def test_rejects_are_whole_units_that_add_up_to_their_share():
    asked = request(("size: 2000, volumes: [20000, 24000, 30000]", "size: 10, volumes: [1000]"))
    orders = bought(asked, volumes(asked), D("0.015")).orders
    assert {order.rejected for order in orders} == {0, 1}  # 0.15 of an order of ten
    assert sum(order.rejected for order in orders) == 15


@given(st.integers(2, 10**6), st.lists(st.integers(1, 10**5), min_size=1, max_size=5))
def test_units_are_spread_over_the_years_without_losing_one(total, planned):
    years = spread(D(total), [D(volume) for volume in planned], PIECE)
    assert sum(years) == total
    assert min(years) >= 0
    assert spread(D(sum(planned)), [D(volume) for volume in planned], PIECE) == tuple(planned)
