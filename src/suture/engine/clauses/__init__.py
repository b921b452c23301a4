"""Clause kinds: one module each. A new kind is a new module and one name here."""

from importlib import import_module

from suture.engine.clauses.kind import ClauseBase, Kind

NAMES = (
    "allocation", "audit", "block_tiers", "cancellation", "carrying_charge", "consigned_loss", "conversion",
    "cost_build_up", "cover_purchase", "credit_limit", "currency_corridor", "declared_volume", "dedicated_cell",
    "deferred_fee", "discount", "early_termination", "escrow", "exclusivity", "exclusivity_top_up", "financed_tooling",
    "forecast_commitment", "gain_share", "graduated", "graduated_time_prorated", "indexation", "landed_cost",
    "last_time_buy", "late_delivery", "late_interest", "learning_curve", "liability_cap", "licence", "line_down",
    "lot_economics", "material_liability", "material_variance", "maximum", "milestone", "minimum_commitment",
    "notice", "order_acceptance", "overage", "package", "payment", "percentage", "periodic_fee", "prepayment",
    "price_down", "price_reopener", "quality_adjusted_price", "quality_cost", "rebate", "renewal", "reschedule",
    "reservation", "retention", "returns_analysis", "revalidation", "royalty", "safety_stock", "service_credit",
    "stair_step", "step_in", "storage", "supply_failure", "take_or_pay", "tax", "time_and_materials", "tool_life",
    "tooling", "transfer_assistance", "unit", "unlifted_goods", "volume", "warranty", "wind_down", "yield_band",
)  # fmt: skip
KINDS: dict[str, Kind] = {name: import_module(f"{__name__}.{name}").KIND for name in NAMES}


def kind_of(clause: ClauseBase) -> Kind:
    """The kind of a written clause."""
    return KINDS[getattr(clause, "kind")]  # noqa: B009  # every concrete clause names its kind
