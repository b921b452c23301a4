"""Two forms of agreement that run order by order: development by the hour, stents and sheaths by the order."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.engine.claims.telling import Form, Priced, Teller, cents, head, tiers_of


def development(rng: Random) -> Form:
    """Engineering by the hour, a laboratory paid in euros, milestones, tax, and a fee that an amendment raises."""
    hour = cents(rng, 12000, 15000, 20)
    lab = cents(rng, 9000, 11000, 20)
    hours = Priced("hours", "engineering", "worked", "graduated", ((0, hour),))
    tests = Priced("tests", "laboratory", "worked", "graduated", ((0, lab),))
    fee = rng.choice([2900, 3000, 3300])
    clauses: list[dict[str, Any]] = [
        {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": f"{hour} USD/hour"},
        {"id": "tests", "kind": "unit", "service": "laboratory", "measure": "worked", "currency": "EUR",
         "price": f"{lab} EUR/hour"},
        {"id": "fee", "kind": "periodic_fee", "fee": f"{fee} USD", "per": "quarter", "billed": "in_arrears",
         "part_of_a_period": "by_days"},
        {"id": "protocol", "kind": "milestone", "service": "protocol_approved", "amount": "30_000 USD"},
        {"id": "qualified", "kind": "milestone", "service": "process_qualified", "amount": "90_000 USD",
         "holdback": "10 %"},
        {"id": "launch", "kind": "milestone", "service": "launched", "amount": "55_000 USD"},
        {"id": "change", "kind": "revalidation", "causes": [
            {"service": "design_change", "asked_for_by": "buyer", "seller_spends": "4_500 USD",
             "buyer_spends": "1_200 USD", "buyer_bears": "100 %"}]},
        {"id": "vat", "kind": "tax", "tax": "vat", "treatment": "charged", "paid_to": "seller",
         "rows": [{"on": ["hours"], "rate": "6 %"}], "counted_amounts": "rounded"},
        {"id": "interest", "kind": "late_interest", "service": "invoices", "rate": "0.05 %", "rate_per": "day"},
    ]  # fmt: skip
    gate = {"unit": "acceptance", "step": "1"}
    written = head("2027-017", "USD", date(2027, 1, 1)) | {
        "services": {"engineering": {"unit": "hour", "step": "0.25"}, "laboratory": {"unit": "hour", "step": "0.25"},
                     "protocol_approved": gate, "process_qualified": gate, "launched": gate,
                     "design_change": {"unit": "change", "step": "1"}, "invoices": {"unit": "USD", "step": "0.01"}},
        "indices": {}, "clauses": clauses,
        "amendments": [{"number": "1", "signed": "2027-06-20", "from": "2027-07-01", "clauses": [
            {"id": "fee", "kind": "periodic_fee", "fee": f"{fee + 600} USD", "per": "quarter", "billed": "in_arrears",
             "part_of_a_period": "by_days"}]}],
    }  # fmt: skip
    net = {"engineering": ("hours",), "laboratory": ("tests",)}
    return Form(written, (hours, tests), net, told_of_development)


def told_of_development(teller: Teller) -> None:
    """Hours of most months, milestones reached in spring and autumn, invoices paid late."""
    rng = teller.rng
    idle = rng.randrange(1, 11)
    for at in range(12):
        if at == idle:
            continue
        for number, day in enumerate(teller.days(at, rng.randint(2, 5))):
            teller.told("engineering", "worked", day, Decimal(rng.randrange(12, 160)) / 4, f"WP-{at + 1}.{number + 1}")
        for number, day in enumerate(teller.days(at, rng.randint(1, 2))):
            teller.told("laboratory", "worked", day, Decimal(rng.randrange(8, 60)) / 4, f"LAB-{at + 1}.{number + 1}")
    first, second = rng.randrange(1, 4), rng.randrange(5, 8)
    teller.told("protocol_approved", "milestone", teller.days(first, 1)[0], 1)
    teller.told("process_qualified", "milestone", teller.days(second, 1)[0], 1)
    teller.told("process_qualified", "released", teller.days(second + 2, 1)[0], 1)
    for at in teller.some(range(1, 11), 1, 2):
        teller.told("design_change", "event", teller.days(at, 1)[0], 1, f"ECO-{at + 1:02}")
    for at in teller.some(range(2, 12), 2, 3):
        day = teller.days(at, 1)[0]
        teller.told("invoices", "paid", day, cents(rng, 900_000, 3_000_000, 1), f"P-{at:02}",
                    for_day=day - timedelta(days=rng.randrange(5, 50)))  # fmt: skip


def lots(rng: Random) -> Form:
    """Stents by the size of each order, sheaths at one price with goods taken back, price-down, rebate, storage."""
    first, sheath = cents(rng, 9000, 12000, 10), cents(rng, 1500, 1900)
    tiers = ((0, first), (100, first - cents(rng, 300, 500, 10)), (250, first - cents(rng, 700, 900, 10)))
    stents = Priced("price", "stent", "delivered", "order", tiers)
    sheaths = Priced("sheaths", "sheath", "delivered", "graduated", ((0, sheath),))
    clauses: list[dict[str, Any]] = [
        {"id": "price", "kind": "volume", "service": "stent", "measure": "delivered", "window": "order",
         "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
         "tiers": tiers_of(tiers, "USD/piece")},
        {"id": "sheaths", "kind": "unit", "service": "sheath", "measure": "delivered", "price": f"{sheath} USD/piece"},
        {"id": "down", "kind": "price_down", "on": ["price"], "each_reduction_on": "reduced_price",
         "reductions": [{"after_months": 3, "share": "1.5 %"}, {"after_months": 8, "share": "2 %"}]},
        {"id": "back", "kind": "rebate", "counts": ["price", "sheaths"], "counted_amounts": "unrounded",
         "window": "contract_year", "bound": "upper_inclusive", "applies_to": "each_band", "early_end": "paid",
         "prorate": "full", "bands": [{"from": "0", "to": "80000", "share": "0 %"}, {"from": "80000", "share": "3 %"}]},
        {"id": "damages", "kind": "late_delivery", "services": ["stent"], "value_per_unit": f"{first} USD/piece",
         "share_per_step": "0.4 %", "step_days": 5, "part_of_step": "does_not_count", "cap": "4 %",
         "told_by": "buyer"},
        {"id": "store", "kind": "storage", "service": "pallets", "fee": "9.85 USD/pallet", "every_days": 7,
         "free_days": 14, "title": "buyer", "risk": "buyer", "insured_by": "seller"},
        {"id": "site", "kind": "periodic_fee", "fee": "450 USD", "per": "month", "billed": "in_arrears",
         "part_of_a_period": "by_days"},
    ]  # fmt: skip
    piece = {"unit": "piece", "step": "1"}
    written = head("2027-052", "USD", date(2027, 7, 1)) | {
        "services": {"stent": piece, "sheath": piece, "pallets": {"unit": "pallet", "step": "1"}},
        "indices": {}, "clauses": clauses,
    }  # fmt: skip
    return Form(written, (stents, sheaths), {"stent": ("price", "down"), "sheath": ("sheaths",)}, told_of_lots)


def told_of_lots(teller: Teller) -> None:
    """Orders of every size, some late, sheaths that come back, pallets that stay."""
    rng = teller.rng
    for at in range(12):
        for number, day in enumerate(teller.days(at, rng.randint(1, 3))):
            order, quantity = f"SO-{at + 1:02}{number + 1}", rng.randrange(30, 380, 10)
            fact = teller.told("stent", "delivered", day, quantity, order)
            if rng.random() < 0.25:
                teller.told("stent", "late", day, quantity, order, for_day=day - timedelta(days=rng.randrange(6, 30)))
            if rng.random() < 0.05:
                teller.slip(fact)
        for number, day in enumerate(teller.days(at, rng.randint(1, 2))):
            teller.told("sheath", "delivered", day, rng.randrange(100, 900, 10), f"SH-{at + 1:02}{number + 1}")
    for at in teller.some(range(1, 12), 2, 4):
        teller.told("sheath", "delivered", teller.days(at, 1)[0], -rng.randrange(10, 60), f"RET-{at + 1:02}",
                    "returned unopened")  # fmt: skip
    for at in teller.some(range(2, 12), 3, 5):
        day = teller.days(at, 1)[0]
        teller.told("pallets", "stored", day, rng.randrange(2, 12), f"lot {at + 11}",
                    for_day=day - timedelta(days=rng.randrange(20, 60)))  # fmt: skip
