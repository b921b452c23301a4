"""What the recommended does better and worse than another, in its own measures: price, units, hours, cash, dates."""

from typing import NamedTuple

import numpy as np

from suture.engine.decision.choose import Decision, Judged
from suture.engine.decision.compare import by_draw
from suture.engine.decision.wording import figure, step_of, worded
from suture.engine.text import Message, Text, listed
from suture.engine.world.grid import Floats

MOST = 4
LEAST = 0.005
"""Differences smaller than this share of what there is are not told."""
TOLD_BY = {"landed": {"unit_cost"}, "spent": {"unit_cost", "landed"}, "sold": {"off_market"}}
"""The same thing seen in another measure."""
AGAINST = Text("why.against", "Against {other}, it {causes}.", "与“{other}”相比：{causes}。")


class Cause(NamedTuple):
    """One outcome: how it is said when the recommended has less or more of it."""

    outcome: str
    unit: str
    less: Text
    more: Text


def cause(outcome: str, unit: str, less: str, more: str, less_zh: str, more_zh: str) -> Cause:
    """An outcome with its two sentences, in English and in Chinese."""
    return Cause(
        outcome, unit, Text(f"cause.{outcome}.less", less, less_zh), Text(f"cause.{outcome}.more", more, more_zh)
    )


CAUSES = (
    cause(
        "unit_cost",
        "money",
        "lands an accepted unit {by} {unit} cheaper ({one} against {two})",
        "lands an accepted unit {by} {unit} dearer ({one} against {two})",
        "每件合格产品的到岸成本低 {by} {unit}（{one} 对 {two}）",
        "每件合格产品的到岸成本高 {by} {unit}（{one} 对 {two}）",
    ),
    cause(
        "landed",
        "money",
        "pays {by} {unit} less for goods, freight and duty",
        "pays {by} {unit} more for goods, freight and duty",
        "货款、运费和关税少 {by} {unit}",
        "货款、运费和关税多 {by} {unit}",
    ),
    cause(
        "off_market",
        "weeks",
        "loses {by} fewer weeks of sales for want of goods ({one} against {two})",
        "loses {by} more weeks of sales for want of goods ({one} against {two})",
        "因缺货损失的销售周数少 {by} 周（{one} 对 {two}）",
        "因缺货损失的销售周数多 {by} 周（{one} 对 {two}）",
    ),
    cause(
        "sold",
        "units",
        "sells {by} fewer units ({one} against {two})",
        "sells {by} more units ({one} against {two})",
        "销量少 {by} 件（{one} 对 {two}）",
        "销量多 {by} 件（{one} 对 {two}）",
    ),
    cause(
        "cash_low",
        "money",
        "has {by} {unit} less at the worst month",
        "has {by} {unit} more at the worst month",
        "现金最低月份的余额少 {by} {unit}",
        "现金最低月份的余额多 {by} {unit}",
    ),
    cause(
        "hours",
        "hours",
        "takes {by} fewer hours of oversight a month ({one} against {two})",
        "takes {by} more hours of oversight a month ({one} against {two})",
        "每月管理工时少 {by} 小时（{one} 对 {two}）",
        "每月管理工时多 {by} 小时（{one} 对 {two}）",
    ),
    cause(
        "bound",
        "money",
        "pays {by} {unit} less for minimums without goods",
        "pays {by} {unit} more for minimums without goods",
        "为未提货的最低采购量少付 {by} {unit}",
        "为未提货的最低采购量多付 {by} {unit}",
    ),
    cause(
        "expired",
        "units",
        "lets {by} fewer units expire ({one} against {two})",
        "lets {by} more units expire ({one} against {two})",
        "过期报废少 {by} 件（{one} 对 {two}）",
        "过期报废多 {by} 件（{one} 对 {two}）",
    ),
    cause(
        "first_lot",
        "months",
        "has its first saleable lot {by} months earlier ({one} against {two})",
        "has its first saleable lot {by} months later ({one} against {two})",
        "首批可销售产品早 {by} 个月（{one} 对 {two}）",
        "首批可销售产品晚 {by} 个月（{one} 对 {two}）",
    ),
    cause(
        "spent",
        "money",
        "spends {by} {unit} less within the case",
        "spends {by} {unit} more within the case",
        "案例期内支出少 {by} {unit}",
        "案例期内支出多 {by} {unit}",
    ),
    cause(
        "iterations",
        "builds",
        "tries {by} fewer builds ({one} against {two})",
        "tries {by} more builds ({one} against {two})",
        "试制次数少 {by} 次（{one} 对 {two}）",
        "试制次数多 {by} 次（{one} 对 {two}）",
    ),
)


class Found(NamedTuple):
    """A cause with its size: the means of both, the mean difference and half its 95 % interval."""

    cause: Cause
    one: float
    two: float
    mean: float
    error: float

    @property
    def weight(self) -> float:
        """How large it is beside what there is of it."""
        return abs(self.mean) / max(abs(self.one), abs(self.two), 1e-12)


def causes(decision: Decision, other: Judged) -> Message | None:
    """One sentence, the largest difference in proportion first; what sampling error could have made is left out."""
    found = [f for each in CAUSES if (f := measured(decision, other, each)) is not None and abs(f.mean) > f.error]
    told = {f.cause.outcome for f in found}
    doubled = {name for name, by in TOLD_BY.items() if by & told}
    found = [f for f in found if f.cause.outcome not in doubled and f.weight >= LEAST]
    if not found:
        return None
    parts = [said(decision, each) for each in sorted(found, key=lambda f: -f.weight)[:MOST]]
    return AGAINST(other=worded(decision.case, other.strategy)[1], causes=listed(parts, clauses=True))


def measured(decision: Decision, other: Judged, each: Cause) -> Found | None:
    """The paired difference of an outcome over the futures in which both have it."""
    results = decision.results
    one, two = results.of(decision.best.place, each.outcome), results.of(other.place, each.outcome)
    both = ~(np.isnan(one) | np.isnan(two))
    if not both.any():
        return None
    paired: Floats = np.where(both, one - two, 0.0)
    draws = by_draw(results, paired) / float(both.mean())
    error = 1.96 * float(draws.std(ddof=1)) / len(draws) ** 0.5 if len(draws) > 1 else 0.0
    return Found(each, float(one[both].mean()), float(two[both].mean()), float(paired[both].mean()), error)


def said(decision: Decision, found: Found) -> Message:
    """What is different, and how far."""
    step = step_of(found.error, found.mean)
    text = found.cause.less if found.mean < 0 else found.cause.more
    return text(
        by=figure(abs(found.mean), step), one=figure(found.one, min(step, step_of(0.0, found.one))),
        two=figure(found.two, min(step, step_of(0.0, found.two))), unit=decision.case.currency,
    )  # fmt: skip
