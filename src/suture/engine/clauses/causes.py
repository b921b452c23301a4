"""Why something is owed: the heading under which each clause kind stands in an exposure."""

from collections.abc import Mapping
from typing import Final, Literal

from suture.engine.text import Text

Cause = Literal[
    "goods", "orders", "forecast", "minimum", "material", "tooling", "stock", "ending", "fees", "performance"
]  # fmt: skip
TITLES: Final[Mapping[Cause, Text]] = {
    "goods": Text("cause.goods", "goods taken", "已提取货物"),
    "orders": Text("cause.orders", "orders", "订单"),
    "forecast": Text("cause.forecast", "binding forecast", "约束性预测"),
    "minimum": Text("cause.minimum", "minimum", "最低承诺"),
    "material": Text("cause.material", "material", "物料"),
    "tooling": Text("cause.tooling", "tooling and equipment", "模具与设备"),
    "stock": Text("cause.stock", "stock", "库存"),
    "ending": Text("cause.ending", "ending", "终止"),
    "fees": Text("cause.fees", "fees", "费用"),
    "performance": Text("cause.performance", "performance", "履约"),
}
KINDS_BY_CAUSE: Final[Mapping[Cause, tuple[str, ...]]] = {
    # the price of what is supplied, and what lowers, raises or shares that price
    "goods": (
        "block_tiers", "conversion", "cost_build_up", "currency_corridor", "discount", "gain_share", "graduated",
        "graduated_time_prorated", "indexation", "landed_cost", "learning_curve", "lot_economics",
        "material_variance", "maximum", "milestone", "overage", "package", "payment", "percentage", "prepayment",
        "price_down", "price_reopener", "quality_adjusted_price", "rebate", "royalty", "stair_step", "tax",
        "time_and_materials", "unit", "volume",
    ),
    "orders": ("cancellation", "order_acceptance", "reschedule"),
    "forecast": ("forecast_commitment",),
    "minimum": (
        "allocation", "declared_volume", "exclusivity", "exclusivity_top_up", "minimum_commitment", "reservation",
        "take_or_pay",
    ),
    "material": ("carrying_charge", "consigned_loss", "material_liability"),
    "tooling": ("dedicated_cell", "financed_tooling", "tool_life", "tooling"),
    "stock": ("last_time_buy", "safety_stock", "storage", "unlifted_goods"),
    "ending": (
        "early_termination", "escrow", "licence", "notice", "renewal", "retention", "step_in", "transfer_assistance",
        "wind_down",
    ),
    "fees": ("credit_limit", "deferred_fee", "periodic_fee"),
    "performance": (
        "audit", "cover_purchase", "late_delivery", "late_interest", "liability_cap", "line_down", "quality_cost",
        "returns_analysis", "revalidation", "service_credit", "supply_failure", "warranty", "yield_band",
    ),
}  # fmt: skip
"""Every kind has its cause, kinds that charge nothing too: a test holds it."""
CAUSES: Final[Mapping[str, Cause]] = {kind: cause for cause, kinds in KINDS_BY_CAUSE.items() for kind in kinds}


def cause_of(kind: str) -> Cause:
    """The cause of what a clause of a kind charges; the rounding of an invoice belongs to the goods."""
    return CAUSES.get(kind, "goods")
