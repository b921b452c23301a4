"""Findings: what is wrong with what was billed, by how much, by which clause, and the arithmetic."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from suture.engine.money import Money
from suture.engine.period import Period
from suture.engine.text import Message, Text

FindingKind = Literal[
    "billed_twice", "invoice_twice", "quantity_above_facts", "quantity_below_facts", "not_supported", "wrong_price",
    "wrong_tier", "missed_discount", "missed_price_down", "wrong_index", "missed_rebate", "missed_credit",
    "missed_damages", "claim_not_justified", "minimum_wrong", "wrong_arithmetic", "wrong_currency", "wrong_tax",
    "outside_agreement", "wrong_period", "cancellation_wrong", "returned_not_credited", "fee_wrong",
    "milestone_not_reached", "interest_wrong", "credit_unlinked", "cap_exceeded", "credit_below_cap", "credit_too_high",
    "rounding", "not_billed", "unexplained",
]  # fmt: skip
Verdict = Literal["right", "wrong", "cannot_be_checked"]
"""cannot_be_checked: its clause has figures that are not known."""

TITLES: Final[Mapping[FindingKind, Text]] = {
    "billed_twice": Text("finding.billed_twice", "billed twice", "重复开票"),
    "invoice_twice": Text("finding.invoice_twice", "invoice sent twice", "同一发票重复提交"),
    "quantity_above_facts": Text("finding.quantity_above", "more billed than happened", "开票数量多于实际"),
    "quantity_below_facts": Text("finding.quantity_below", "less billed than happened", "开票数量少于实际"),
    "not_supported": Text("finding.not_supported", "nothing happened that supports it", "没有事实支持"),
    "wrong_price": Text("finding.wrong_price", "another price than agreed", "单价与约定不符"),
    "wrong_tier": Text("finding.wrong_tier", "price of another tier", "适用了错误的价格档"),
    "missed_discount": Text("finding.missed_discount", "discount not given", "未给予折扣"),
    "missed_price_down": Text("finding.missed_price_down", "price reduction not given", "未执行降价"),
    "wrong_index": Text("finding.wrong_index", "adjusted by another index value", "指数调整有误"),
    "missed_rebate": Text("finding.missed_rebate", "rebate not given", "未给予返利"),
    "missed_credit": Text("finding.missed_credit", "credit not given", "未给予服务抵扣"),
    "missed_damages": Text("finding.missed_damages", "damages not credited", "未扣除违约金"),
    "claim_not_justified": Text("finding.claim_not_justified", "claim beyond the terms", "索赔超出约定"),
    "minimum_wrong": Text("finding.minimum_wrong", "shortfall wrong or not due yet", "短缺款有误或尚未到期"),
    "wrong_arithmetic": Text("finding.wrong_arithmetic", "quantity × price is not the amount", "数量 × 单价与金额不符"),
    "wrong_currency": Text("finding.wrong_currency", "billed in another currency", "币种有误"),
    "wrong_tax": Text("finding.wrong_tax", "tax wrong", "税额有误"),
    "outside_agreement": Text("finding.outside_agreement", "not in the agreement", "不属于本协议"),
    "wrong_period": Text("finding.wrong_period", "billed for another period", "开票期间有误"),
    "cancellation_wrong": Text("finding.cancellation_wrong", "cancellation charge wrong", "取消费有误"),
    "returned_not_credited": Text("finding.returned_not_credited", "returned goods not credited", "退货未冲减"),
    "fee_wrong": Text("finding.fee_wrong", "fee wrong", "费用有误"),
    "milestone_not_reached": Text("finding.milestone_not_reached", "milestone not reached", "里程碑尚未达成"),
    "interest_wrong": Text("finding.interest_wrong", "late interest wrong", "逾期利息有误"),
    "credit_unlinked": Text("finding.credit_unlinked", "credit note of an unknown invoice", "贷项通知单所指发票不存在"),
    "cap_exceeded": Text("finding.cap_exceeded", "more credited than the cap allows", "抵扣超过责任上限"),
    "credit_below_cap": Text("finding.credit_below_cap", "less credited than the cap allows", "抵扣低于责任上限"),
    "credit_too_high": Text("finding.credit_too_high", "more credited than the terms give", "抵扣超过约定"),
    "rounding": Text("finding.rounding", "rounding", "舍入差异"),
    "not_billed": Text("finding.not_billed", "may be billed and is not", "可开票而未开票"),
    "unexplained": Text("finding.unexplained", "difference without an explanation", "差异原因不明"),
}


class Finding(NamedTuple):
    """One thing that is wrong. ``difference`` is billed less right: above zero the buyer may ask it back, below zero
    the seller may still bill it.

    ``rows`` are the lines that it is in, none where something was not billed at all; ``reasons`` the arithmetic: how it
    was billed, then how it is right.
    """

    kind: FindingKind
    difference: Money
    billed: Money
    right: Money
    clauses: tuple[str, ...]
    period: Period | None
    rows: tuple[int, ...]
    reasons: tuple[Message, ...] = ()
