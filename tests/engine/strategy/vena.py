"""Small cases of Vena (device company) with North and South (CDMOs): every figure is one value, seen here."""

from collections.abc import Mapping
from typing import Any

from suture.engine.strategy.answers import filled
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy, strategies

COMPANY: Mapping[str, Any] = {
    "name": "Vena", "kind": "mature", "cash": 5_000_000, "burn": 0, "discount_rate": "10 %", "bridge_rate": "10 %",
    "oversight_hours": 400, "hour_cost": 90,
}  # fmt: skip
CATHETER: Mapping[str, Any] = {
    "on_market": True, "price": 60, "units": [12_000], "month_variation": "25 %", "shelf_life": 24,
    "least_life": "50 %", "margin_lost": "60 %", "material": 9, "sterile": "no", "tooling": 100_000,
    "validation": 60_000, "validation_months": 4,
}  # fmt: skip
COMMITTED: Mapping[str, Any] = {
    "discount": "8 %", "years": 3, "minimum_share": "75 %", "exit_notice": 6, "exit_fee_share": "25 %",
    "price_down": "0 %", "deposit": "0 %", "payment_days": 30,
}  # fmt: skip
MAKER: Mapping[str, Any] = {
    "quote": {"catheter": [{"order_from": 0, "price": 25}]}, "lot_size": 100, "lot_fee": 200, "minimum_order": 100,
    "lead_weeks": 8, "transit_weeks": 0, "build_weeks": 4, "change_weeks": 10, "capacity": 4_000, "open_share": "60 %",
    "yield_start": "96 %", "yield_steady": "96 %", "yield_half_life": 5, "lots_rejected": "0 %", "outage_rate": 0,
    "region_outage_rate": 0, "outage_months": {"low": 2, "high": 4}, "takes_from": 0, "deposit": "0 %",
    "payment_days": 30, "engineering": 150, "reopener": {"low": "0 %", "high": "0 %"}, "freight": "5 %", "duty": "0 %",
    "qualification": 20_000, "qualification_months": 3, "upkeep": 30_000, "oversight_on_order": 20,
    "oversight_committed": 15, "oversight_lot": 2, "transfer": 150_000, "transfer_months": 6, "process_licence": "yes",
    "licences": ["US"], "minutes": 14, "labour": 62, "handling": "8 %", "overhead": "2.50", "margin": "15 %",
    "licence_fee": 0, "sterilisation_load": 0, "load_units": 3_000, "committed": COMMITTED,
}  # fmt: skip
STAGES = [
    {"name": "design", "iterations": {"low": 1, "value": 2, "high": 4}, "own_months": {"low": 1, "value": 2, "high": 3},
     "hours": 80, "build_units": 50, "success": "0.9"},
    {"name": "validation", "iterations": 1, "own_months": 2, "hours": 40, "build_units": 300, "success": "0.95"},
]  # fmt: skip


def maker(**changes: Any) -> dict[str, Any]:
    """A maker as North is, with changes; ``committed`` changes what is said there and keeps the rest."""
    terms = {**COMMITTED, **changes.pop("committed", {})}
    return {**MAKER, "committed": terms, **changes}


def catheter(**changes: Any) -> dict[str, Any]:
    """Vena's catheter, with changes."""
    return {**CATHETER, **changes}


def vena(
    *,
    north: Mapping[str, Any] | None = None,
    south: Mapping[str, Any] | None = None,
    company: Mapping[str, Any] | None = None,
    products: Mapping[str, Mapping[str, Any]] | None = None,
    **changes: Any,
) -> Case:
    """The filled case: North makes the catheter today, South could. Mappings change what is said of each."""
    written = {
        "suture": 1, "case": "vena", "starts": "2027-01-01", "months": 36, "currency": "USD",
        "company": {**COMPANY, **(company or {})},
        "products": products or {"catheter": catheter()},
        "partners": {"north": maker(**(north or {})), "south": maker(**(south or {}))},
        "today": {"partner": "north", "committed": False},
    }  # fmt: skip
    return filled(Case.model_validate({**written, **changes}))[0]


def developing(**changes: Any) -> Case:
    """Vena's catheter before its market: two stages and a 510(k); nobody makes it today."""
    product = catheter(on_market=False, stages=STAGES, review={"route": "k510", "fee": 6_500})
    return vena(**{"products": {"catheter": product}, "today": None, "months": 60, **changes})


def strategy(case: Case, name: str) -> Strategy:
    """The strategy of the case that has this name."""
    return next(found for found in strategies(case) if found.name == name)
