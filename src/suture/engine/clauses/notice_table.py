"""Tables by notice: what holds when the notice is so many days or more; the first row whose days are kept holds.

A schedule of cancellation and a flex table are such tables. Rows fall in days, and the last begins at 0: it holds for
any shorter notice, and for one that comes after the day it is about.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from suture.engine.clauses.bands import NEARLY_A_STEP, Levels, levels
from suture.engine.clauses.saying import in_days
from suture.engine.clauses.tiers import WIDTHS
from suture.engine.fault import Fault, refusal
from suture.engine.text import Message, Text

ANY = Text("notice.any", "whatever the notice", "无论提前多久通知")
FIRST = Text("notice.first", "{days} or more before the agreed day", "在约定日前 {days}或更早通知")
BETWEEN = Text(
    "notice.between",
    "{days} or more, but less than {before}, before the agreed day",
    "在约定日前不足 {before}但不少于 {days}通知",
)
LAST = Text(
    "notice.last",
    "less than {before} before the agreed day, or after it",
    "在约定日前不足 {before}或逾期通知",
)

ORDER = refusal(
    "notice_rows_order",
    "row {row} begins at {days} days, not below the {before} days of the row before it",
    "Write the rows by falling days_at_least.",
    "第 {row} 行自 {days} 天起，未低于上一行的 {before} 天",
    "各行按 days_at_least 由大到小书写。",
)
LEAST = refusal(
    "notice_rows_end",
    "the last row begins at {days} days, so nothing is written for less",
    "Let the last row have days_at_least: 0.",
    "最后一行自 {days} 天起，更短的提前期没有约定",
    "最后一行写 days_at_least: 0。",
)
MANY = refusal(
    "notice_rows_many",
    "{count} rows are more than {most}",
    "Merge rows.",
    "共 {count} 行，超过 {most} 行",
    "合并部分行。",
)


def check_notice(days: Sequence[int], *path: str) -> Iterable[Fault]:
    """The faults of a table, by the days of its rows."""
    if len(days) > WIDTHS[-1]:
        yield MANY.at(*path, count=len(days), most=WIDTHS[-1])
    for i, (before, following) in enumerate(pairwise(days), start=1):
        if following >= before:
            yield ORDER.at(*path, i, "days_at_least", row=i + 1, days=following, before=before)
    if days[-1] != 0:
        yield LEAST.at(*path, len(days) - 1, "days_at_least", days=days[-1])


def by_notice(days: Sequence[int], values: Sequence[Decimal]) -> Levels:
    """The values of the rows as differences, for ``number.jumped`` of the notice in days."""
    rising = [Decimal(each) for each in reversed(days)]
    return levels(rising, list(reversed(values)), "lower_inclusive", NEARLY_A_STEP)


def said_notice(days: Sequence[int], row: int) -> Message:
    """For which notice a row holds: 30 days or more, but less than 60 days, before the agreed day."""
    if len(days) == 1:
        return ANY()
    if row == 0:
        return FIRST(days=in_days(days[0]))
    before = in_days(days[row - 1])
    if row == len(days) - 1:
        return LAST(before=before)
    return BETWEEN(days=in_days(days[row]), before=before)
