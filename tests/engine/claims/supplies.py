"""Two forms of agreement on goods that are made to forecast: catheters by the year, pumps by the quarter."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from suture.engine.rating.fact import Fact
from tests.engine.built import published
from tests.engine.claims.telling import Form, Priced, Teller, cents, head, tiers_of


def supply(rng: Random) -> Form:
    """Catheters by tiers of the year, with price-down, index, rebate, credits, damages under a cap, minimum and tax."""
    first = cents(rng, 3800, 4400)
    tiers = ((0, first), (rng.choice([1500, 2000]), first - cents(rng, 150, 250)), (4500, first - cents(rng, 300, 420)))
    price = Priced("price", "catheter", "accepted", "graduated", tiers)
    goods = ["price", "down", "index"]
    clauses: list[dict[str, Any]] = [
        {"id": "price", "kind": "graduated", "service": "catheter", "measure": "accepted", "window": "contract_year",
         "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
         "tiers": tiers_of(tiers, "USD/piece")},
        {"id": "down", "kind": "price_down", "on": ["price"], "each_reduction_on": "first_price",
         "reductions": [{"after_months": rng.choice([4, 5, 6]), "share": f"{rng.choice(['2', '2.5', '3'])} %"}]},
        {"id": "index", "kind": "indexation", "on": ["price"], "index": "ppi", "base": "200", "weight": "40 %",
         "lag_periods": "1", "threshold": "2 %", "past_threshold": "whole_move"},
        {"id": "back", "kind": "rebate", "counts": goods, "counted_amounts": "rounded", "window": "quarter",
         "bound": "lower_inclusive", "applies_to": "whole_turnover", "early_end": "paid", "prorate": "full",
         "bands": [{"from": "0", "to": "50000", "share": "0.5 %"}, {"from": "50000", "share": "1.5 %"}]},
        {"id": "credit", "kind": "service_credit", "services": ["catheter"], "counted": "late", "of": "delivered",
         "counted_is": "missed", "window": "quarter", "on": ["price"], "counted_amounts": "rounded",
         "credits": [{"below": "98 %", "credit": "1 %"}, {"below": "90 %", "credit": "2 %"}]},
        {"id": "damages", "kind": "late_delivery", "services": ["catheter"], "value_per_unit": f"{first} USD/piece",
         "share_per_step": "0.5 %", "step_days": 7, "part_of_step": "counts", "cap": "5 %", "told_by": "buyer"},
        {"id": "ceiling", "kind": "liability_cap", "liable": "seller", "counts": ["damages", "credit"],
         "counted_amounts": "rounded", "window": "contract_year", "consequential_loss": "excluded",
         "amount": f"{rng.choice([800, 1200, 1500])} USD"},
        {"id": "commitment", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted",
         "window": "quarter", "minimum": f"{rng.choice([1500, 1700])} piece", "price": "8.25 USD/piece",
         "make_up": "none", "prorate": "full"},
        {"id": "analysis", "kind": "returns_analysis", "services": ["catheter"], "fee": "65.50 USD/piece",
         "confirmed_are": "replaced"},
        {"id": "change", "kind": "revalidation", "causes": [
            {"service": "design_change", "asked_for_by": "buyer", "seller_spends": "4_500 USD",
             "buyer_spends": "1_200 USD", "buyer_bears": "100 %"}]},
        {"id": "vat", "kind": "tax", "tax": "vat", "treatment": "charged", "rows": [{"on": goods, "rate": "13 %"}],
         "counted_amounts": "rounded", "paid_to": "seller"},
        {"id": "interest", "kind": "late_interest", "service": "invoices", "rate": "8 %", "rate_per": "year_of_365",
         "flat_sum": "40 USD"},
    ]  # fmt: skip
    written = head("2027-014", "USD", date(2027, 1, 1)) | {
        "services": {"catheter": {"unit": "piece", "step": "1"}, "invoices": {"unit": "USD", "step": "0.01"},
                     "design_change": {"unit": "change", "step": "1"}},
        "indices": {"ppi": published("US producer prices")}, "clauses": clauses,
    }  # fmt: skip
    return Form(written, (price,), {"catheter": ("price", "down", "index")}, told_of_supply)


def told_of_supply(teller: Teller) -> None:
    """Deliveries of every month, some late, parts returned, one change of design, invoices paid late."""
    rng, level = teller.rng, Decimal(200)
    for at, period in enumerate(teller.planned.periods):
        level += Decimal(rng.randrange(-10, 40)) / 10
        teller.facts.append(
            Fact(teller.agreement.agreement, "ppi", period.start + timedelta(days=10), level, "", "index",
                 row=len(teller.facts) + 2)
        )  # fmt: skip
        for number, day in enumerate(teller.days(at, rng.randint(2, 4))):
            order, quantity = f"PO-{4700 + at}-{number + 1}", rng.randrange(90, 320, 5)
            fact = teller.told("catheter", "accepted", day, quantity, order)
            teller.told("catheter", "delivered", day, quantity, order)
            if rng.random() < 0.3:
                promised = day - timedelta(days=rng.randrange(2, 45))
                teller.told("catheter", "late", day, quantity, order, for_day=promised)
            if rng.random() < 0.05:
                teller.slip(fact)
    for at in teller.some(range(12), 2, 4):
        day = teller.days(at, 1)[0]
        event, returned = f"RMA-{at + 1:02}", rng.randrange(4, 20)
        teller.told("catheter", "returned", day, returned, event)
        teller.told("catheter", "confirmed", day, rng.randrange(0, 3), event)
    for at in teller.some(range(1, 11), 1, 1):
        teller.told("design_change", "event", teller.days(at, 1)[0], 1, f"ECO-{at + 1:02}")
    for at in teller.some(range(2, 12), 2, 3):
        day = teller.days(at, 1)[0]
        teller.told("invoices", "paid", day, cents(rng, 900_000, 3_000_000, 1), f"P-{at:02}",
                    for_day=day - timedelta(days=rng.randrange(5, 50)))  # fmt: skip


def build(rng: Random) -> Form:
    """Pumps by the volume of the quarter, with discount, minimum, cancellation, parts, carrying, storage, consigned."""
    first = cents(rng, 11000, 14000, 10)
    tiers = ((0, first), (400, first - cents(rng, 400, 600, 10)), (700, first - cents(rng, 800, 1100, 10)))
    price = Priced("price", "pump", "accepted", "volume", tiers, 3)
    part = rng.choice([9, 11])
    clauses: list[dict[str, Any]] = [
        {"id": "price", "kind": "volume", "service": "pump", "measure": "accepted", "window": "quarter",
         "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
         "tiers": tiers_of(tiers, "EUR/piece")},
        {"id": "off", "kind": "discount", "on": ["price"], "counted_amounts": "rounded", "window": "quarter",
         "share": f"{rng.choice(['3', '4', '5'])} %", "threshold": "30000 EUR", "past_threshold": "whole_window"},
        {"id": "spend", "kind": "minimum_commitment", "window": "quarter", "prorate": "full",
         "minimum_spend": f"{rng.choice([60, 70, 80])}000 EUR", "counts": ["price", "off"],
         "counted_amounts": "rounded"},
        {"id": "cancel", "kind": "cancellation", "service": "pump", "price": f"{first} EUR/piece",
         "schedule": [{"days_at_least": 90, "share": "0 %"}, {"days_at_least": 60, "share": "25 %"},
                      {"days_at_least": 30, "share": "50 %"}, {"days_at_least": 0, "share": "100 %"}],
         "material": {"service": "long_lead", "at_most": "no_limit"}},
        {"id": "parts", "kind": "material_liability", "service": "chip", "order_quantity": "160 piece",
         "unit_cost": f"{part}.35 EUR/piece", "on_exit": "nothing_due",
         "excess": {"part_class": "B", "days": 90, "periods": 3}},
        {"id": "carry", "kind": "carrying_charge", "service": "board", "order_quantity": "100 piece",
         "unit_cost": "14.20 EUR/piece", "excess": {"part_class": "A", "days": 30, "periods": 1},
         "rate_per_month": "1.25 %", "carried_periods": 3, "on_exit": "nothing_due"},
        {"id": "store", "kind": "storage", "service": "pallets", "fee": "12.40 EUR/pallet", "every_days": 7,
         "free_days": 30, "title": "buyer", "risk": "buyer", "insured_by": "seller"},
        {"id": "loss", "kind": "consigned_loss", "service": "sensor", "product": "pump", "parts_per_unit": "1",
         "window": "quarter", "allowance": "2 %", "base": "consumed", "replacement": "85.10 EUR/piece"},
    ]  # fmt: skip
    piece, money = {"unit": "piece", "step": "1"}, {"unit": "EUR", "step": "0.01"}
    written = head("2027-031", "EUR", date(2027, 3, 16), "half_even") | {
        "services": {"pump": piece, "chip": piece, "board": piece, "sensor": piece, "long_lead": money,
                     "pallets": {"unit": "pallet", "step": "1"}},
        "indices": {}, "clauses": clauses,
    }  # fmt: skip
    return Form(written, (price,), {"pump": ("price", "off")}, told_of_build)


def told_of_build(teller: Teller) -> None:
    """Pumps of every month, parts authorised and used, boards that nobody needs, stays, cancelled orders."""
    rng = teller.rng
    for at in range(12):
        used = 0
        for number, day in enumerate(teller.days(at, rng.randint(1, 3))):
            order, quantity = f"B-{100 + at}-{number + 1}", rng.randrange(50, 160, 5)
            teller.told("pump", "accepted", day, quantity, order)
            teller.told("pump", "good", day, quantity, order)
            used += quantity
        day = teller.days(at, 1)[0]
        if at < 7:
            teller.told("chip", "authorised", day, used + rng.randrange(0, 90))
        if at < 6:
            teller.told("chip", "used", day, used)
        teller.told("sensor", "issued", day, used + rng.randrange(0, 12))
    for at in teller.some(range(8), 2, 3):
        teller.told("board", "authorised", teller.days(at, 1)[0], rng.randrange(100, 400, 10))
    for at in teller.some(range(2, 12), 3, 5):
        day = teller.days(at, 1)[0]
        teller.told("pallets", "stored", day, rng.randrange(2, 12), f"lot {at + 11}",
                    for_day=day - timedelta(days=rng.randrange(38, 80)))  # fmt: skip
    for at in teller.some(range(12), 2, 3):
        day, order = teller.days(at, 1)[0], f"B-{900 + at}"
        teller.told("pump", "cancelled", day, rng.randrange(20, 200, 10), order,
                    for_day=day + timedelta(days=rng.choice([12, 35, 45, 70])))  # fmt: skip
        if rng.random() < 0.5:
            teller.told("long_lead", "spent", day, cents(rng, 100_000, 300_000, 1), order)
