"""The known answers of trade, each through exposure: an agreement, its facts, and what is owed to the cent.

The cases are those of ``tests/conformance/cases/trade_cases.json``; their numbers stand there and here in sight.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from suture.engine.exposure.exposure import exposure
from suture.engine.exposure.scenario import CANCEL, LEAVE
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import check_facts
from suture.engine.rating.plan import plan
from tests.engine.built import agreement

D = Decimal
NUMBER = "2027-014"
CASES = Path(__file__).parents[2] / "conformance" / "cases" / "trade_cases.json"
JANUARY, ON = date(2027, 1, 1), date(2027, 6, 10)
SERVICES = {
    "catheter": {"unit": "piece", "step": "1"}, "resin": {"unit": "kg", "step": "1"},
    "spent": {"unit": "USD", "step": "0.01"}, "stock": {"unit": "piece", "step": "1"},
}  # fmt: skip
PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "delivered", "price": "25 USD/piece"}


@pytest.fixture(scope="module")
def expected():
    found = json.loads(CASES.read_text(encoding="utf-8"))
    return {
        case["id"]: {name: D(value) for name, value in case["expected"].items() if isinstance(value, str)}
        for case in found["cases"]
    }


def told(service, kind, quantity, day=JANUARY, event="", for_day=None):
    unit = SERVICES[service]["unit"]
    return Fact(NUMBER, service, day, D(quantity), unit, kind, event, for_day=for_day)


def owed(clauses, facts, scenario, on=ON):
    """What each clause owes, by the month in which it is due."""
    planned = plan(agreement(*clauses, services=SERVICES))
    assert [str(fault) for fault in check_facts(planned.agreement, facts)] == []
    found: dict[str, list[tuple[str, Decimal]]] = {}
    for part in exposure(planned, facts, on, (scenario,)).owed[0].parts:
        found.setdefault(part.clause, []).append((f"{part.period.start:%Y-%m}", part.money.amount))
    return found


def test_an_order_of_25_000_cancelled_40_days_before_delivery_with_material_spent(expected):
    clause = {
        "id": "orders", "kind": "cancellation", "service": "catheter", "price": "25 USD/piece",
        "schedule": [
            {"days_at_least": 90, "share": "0 %"}, {"days_at_least": 60, "share": "25 %"},
            {"days_at_least": 30, "share": "50 %"}, {"days_at_least": 0, "share": "100 %"},
        ],
        "material": {"service": "spent", "at_most": "no_limit"},
    }  # fmt: skip
    facts = [
        told("catheter", "ordered", 1000, event="PO-1", for_day=date(2027, 7, 20)),
        told("spent", "spent", 3000, day=ON, event="PO-1"),
        told("spent", "used", 1000, day=ON, event="PO-1"),
    ]
    assert owed([PRICE, clause], facts, CANCEL) == {"orders": [("2027-06", expected["cancellation-1"]["amount"])]}


def test_material_that_a_forecast_authorised_is_bought_when_one_leaves(expected):
    clause = {
        "id": "resin", "kind": "material_liability", "service": "resin", "order_quantity": "1600 kg",
        "unit_cost": "9 USD/kg", "on_exit": "due_at_any_end",
    }  # fmt: skip
    facts = [told("resin", "authorised", 4500), told("resin", "used", 2000, day=date(2027, 3, 1))]
    liability = expected["forecast_material_liability-1"]["liability"]
    assert owed([PRICE, clause], facts, LEAVE) == {"resin": [("2027-06", liability)]}


def test_excess_material_is_carried_for_three_months_and_then_bought_back(expected):
    clause = {
        "id": "resin", "kind": "carrying_charge", "service": "resin", "order_quantity": "1600 kg",
        "unit_cost": "9 USD/kg", "excess": {"days": 90, "periods": 3, "part_class": "A"}, "rate_per_month": "1.25 %",
        "carried_periods": 3, "on_exit": "nothing_due",
    }  # fmt: skip
    # authorised in April, so it is excess from July on and bought in October
    facts = [told("resin", "authorised", 4500, day=date(2027, 4, 1)), told("resin", "used", 2000, day=ON)]
    parts = owed([PRICE, clause], facts, CANCEL)["resin"]
    assert parts == [("2027-07", D("315.00")), ("2027-08", D("315.00")), ("2027-09", D("315.00")),
                     ("2027-10", expected["carrying_then_buy_back-1"]["buy_back"])]  # fmt: skip
    assert sum(amount for _, amount in parts[:3]) == expected["carrying_then_buy_back-1"]["carrying"]


def test_the_balance_of_dedicated_equipment_less_resale_is_owed_on_leaving(expected):
    clause = {
        "id": "tool", "kind": "tooling", "cost": "480000 USD", "on_exit": "balance_due", "resale": "60000 USD",
        "owner_once_paid": "buyer",
        "per_piece": {
            "service": "catheter", "measure": "delivered", "pieces": "240000 piece", "unit_price_decimals": "none",
        },
    }  # fmt: skip
    facts = [told("catheter", "delivered", 90_000)]
    assert owed([clause], facts, LEAVE) == {"tool": [("2027-06", expected["dedicated_equipment-1"]["due_on_exit"])]}


def test_a_cell_is_paid_by_the_month_until_the_notice_has_run(expected):
    cell = {
        "id": "cell", "kind": "dedicated_cell", "service": "catheter", "fee_per_month": "42000 USD",
        "capacity": "2200 piece",
    }  # fmt: skip
    fee = {"id": "fee", "kind": "early_termination", "notice_months": 2, "fees": [{"from_month": 0, "fee": "0 USD"}]}
    facts = [told("catheter", "made", 2200, day=date(2027, 6, 1))]
    months = owed([cell, fee], facts, LEAVE, on=date(2027, 6, 30))["cell"]
    # two months' notice from 30 June: all of June and July, 30 of 31 days of August
    assert months == [("2027-06", D("42000.00")), ("2027-07", D("42000.00")), ("2027-08", D("40645.16"))]
    assert (months[0][1] / 2200).quantize(D("0.01")) == expected["dedicated_cell-1"]["per_piece"]


def test_safety_stock_is_carried_until_one_leaves_and_bought_but_for_what_is_short_dated(expected):
    clause = {
        "id": "stock", "kind": "safety_stock", "service": "stock", "units": "3000 piece", "value": "25 USD/piece",
        "rate_per_month": "1 %", "rebuild_days": 30, "on_exit": "due_on_termination",
    }  # fmt: skip
    on = date(2027, 6, 30)
    facts = [told("stock", "held", 3000), told("stock", "rejected", 400, day=on)]
    case = expected["safety_stock_carrying-1"]
    # nothing lets one leave before the end, so it ends by consent on the day: all of June is carried
    assert owed([PRICE, clause], facts, LEAVE, on=on) == {"stock": [("2027-06", case["per_month"] + case["buy_out"])]}
    assert owed([PRICE, clause], facts, CANCEL, on=on)["stock"][0] == ("2027-06", case["per_month"])


def test_exclusivity_is_kept_by_paying_what_a_year_of_380_000_misses_of_500_000(expected):
    clause = {
        "id": "top_up", "kind": "exclusivity_top_up", "holder": "buyer",
        "minimum": {
            "window": "contract_year", "prorate": "full", "spend": "500000 USD", "counts": ["price"],
            "counted_amounts": "rounded",
        },
    }  # fmt: skip
    facts = [told("catheter", "delivered", 15_200)]
    year, next_year = owed([PRICE, clause], facts, CANCEL)["top_up"]
    assert year == ("2027-12", expected["exclusivity_top_up-1"]["top_up"])
    assert next_year == ("2028-12", D("500000.00"))


def test_goods_stored_past_their_free_days_are_billed_by_started_weeks(expected):
    clause = {
        "id": "stay", "kind": "storage", "service": "stock", "fee": "12 USD/piece", "every_days": 7, "free_days": 30,
        "title": "buyer", "risk": "buyer", "insured_by": "seller",
    }  # fmt: skip
    since = date(2027, 3, 30)  # 72 days
    facts = [told("stock", "stored", 8, day=ON, event="S-1", for_day=since)]
    assert owed([PRICE, clause], facts, LEAVE) == {"stay": [("2027-06", expected["storage-1"]["amount"])]}


def test_a_year_of_12_000_at_the_price_declared_for_20_000_is_billed_back(expected):
    clause = {
        "id": "price", "kind": "declared_volume", "service": "catheter", "measure": "delivered",
        "window": "contract_year", "refund": "none", "declared": "20000 piece", "bound": "lower_inclusive",
        "prorate": "full",
        "tiers": [
            {"from": "0", "to": "10000", "price": "31 USD/piece"}, {"from": "10000", "to": "20000",
             "price": "27 USD/piece"}, {"from": "20000", "price": "24 USD/piece"},
        ],
    }  # fmt: skip
    facts = [told("catheter", "delivered", 12_000)]
    back = expected["declared_annual_volume-1"]["bill_back"]
    assert owed([clause], facts, CANCEL) == {"price": [("2027-12", back)]}


def test_the_shortfall_of_a_minimum_is_owed_in_the_month_that_closes_its_year():
    clause = {
        "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "full",
        "minimum_quantity": "12000 piece", "services": ["catheter"], "measure": "delivered",
        "shortfall_price": "20 USD/piece",
    }  # fmt: skip
    facts = [told("catheter", "delivered", 9_000)]
    # 3,000 short of the first year, all 12,000 of the second
    assert owed([PRICE, clause], facts, CANCEL) == {
        "minimum": [("2027-12", D("60000.00")), ("2028-12", D("240000.00"))]
    }
