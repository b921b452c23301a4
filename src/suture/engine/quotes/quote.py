"""A quote: terms of ours with a small head, which says who offers, delivered how, with what in it and on which
assumptions.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field

from suture.engine.clauses.figure import ZERO, Amount, Dimension, Figure, Quantity, Ratio, Share, Written
from suture.engine.clauses.landed_cost import Incoterm
from suture.engine.terms.agreement import Agreement, Name
from suture.engine.text import Text

ScopeItem = Literal[
    "tooling", "validation", "sterilisation", "packaging", "labelling", "release_testing", "incoming_inspection",
    "freight", "documentation", "regulatory_support", "change_support", "storage", "complaint_handling", "training",
]  # fmt: skip
"""What a price may hold or leave out; a closed list, so that two quotes answer the same question."""
SCOPE: Final = {
    "tooling": Text("scope.tooling", "tooling", "模具"),
    "validation": Text("scope.validation", "process validation", "工艺确认"),
    "sterilisation": Text("scope.sterilisation", "sterilisation", "灭菌"),
    "packaging": Text("scope.packaging", "packaging", "包装"),
    "labelling": Text("scope.labelling", "labelling", "标签"),
    "release_testing": Text("scope.release_testing", "release testing", "放行检验"),
    "incoming_inspection": Text("scope.incoming_inspection", "inspection of incoming parts", "来料检验"),
    "freight": Text("scope.freight", "freight", "运输"),
    "documentation": Text("scope.documentation", "batch documentation", "批记录文件"),
    "regulatory_support": Text("scope.regulatory_support", "regulatory support", "注册支持"),
    "change_support": Text("scope.change_support", "support of changes", "变更支持"),
    "storage": Text("scope.storage", "storage", "仓储"),
    "complaint_handling": Text("scope.complaint_handling", "analysis of complaints", "投诉分析"),
    "training": Text("scope.training", "training", "培训"),
}
ValueName = Literal["yield_warranty", "named_engineer", "safety_stock", "other"]
VALUE: Final = {
    "yield_warranty": Text("value.yield_warranty", "yield warranty", "良率保证"),
    "named_engineer": Text("value.named_engineer", "named engineer", "指定工程师"),
    "safety_stock": Text("value.safety_stock", "safety stock", "安全库存"),
    "other": Text("value.other", "other", "其他"),
}
Answer = Literal["included", "apart", "excluded"]
Weight = Annotated[Figure, Dimension("rate", least=ZERO)]
"""Kilograms of a unit as it is shipped; ``faults`` look at its unit."""


class Rejects(Written):
    """The share of units that are found bad, and who bears them: the seller who replaces them free of charge."""

    share: Share
    borne_by: Literal["buyer", "seller"]


class ScopeAnswer(Written):
    """How a quote answers an item: in the price, priced apart by a clause of the terms, or not offered."""

    answer: Answer
    clause: str = Field(default="", description="the clause of the terms that prices it apart")
    note: str = ""


class Assumptions(Written):
    """What a price rests on; what is left out is not stated."""

    yield_: Share | None = Field(default=None, alias="yield", description="good units of those that are started")
    lot_size: Quantity | None = None
    minimum_order: Quantity | None = None
    lead_weeks: Ratio | None = Field(default=None, description="from order to dispatch")
    payment_days: Ratio | None = None


class ValueItem(Written):
    """What a bidder offers beside its price, in its own words."""

    item: ValueName
    says: str = Field(min_length=1, max_length=500)


class Head(Written):
    """The head of a quote: all but the terms."""

    suture: int = Field(ge=1, le=1, description="version of this format")
    quote: str = Field(min_length=1, max_length=80, description="number of the quote")
    bidder: str = Field(min_length=1, max_length=80)
    valid_until: date
    incoterm: Incoterm
    region: Name = Field(description="of the request: where the goods come from")
    place: str = Field(min_length=1, description="the place that the Incoterm names")
    weight: Weight | None = Field(default=None, description="kg of a unit as it is shipped; left out: the request's")
    rejects: Rejects | None = Field(default=None, description="left out: the request's")
    scope: dict[ScopeItem, ScopeAnswer] = Field(default_factory=dict)
    assumes: Assumptions = Assumptions()
    change_order: Amount | None = Field(default=None, description="of a change order; left out: the request's")
    value: tuple[ValueItem, ...] = ()


class Quote(Written):
    """A quote as it is levelled: its head and its terms, the same agreement that is rated, signed and billed."""

    head: Head
    terms: Agreement


def plain(number: Decimal) -> str:
    """A number without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
