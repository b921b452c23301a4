"""Days of delay, of goods or of money: how many count, past days of grace.

A fact told on one day for another (its column ``for``) carries the days to that day; they are below zero where it came
late.
"""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from suture.engine.clauses.figure import Written
from suture.engine.clauses.saying import in_days
from suture.engine.number import N, above, when
from suture.engine.text import Message, Text

SAYS_GRACE = {
    "not_counted": Text(
        "delay.says_grace_free", "The first {grace} of a delay do not count.", "迟延的前 {grace}不计入迟延天数。"
    ),
    "counted": Text(
        "delay.says_grace_counted",
        "A delay of up to {grace} costs nothing; once it is longer, all of its days count.",
        "迟延不超过 {grace}的，不予计算；超过的，自首日起全部计入。",
    ),
}


class Grace(Written):
    """Days of delay that cost nothing, and whether they count once the delay is longer."""

    days: int = Field(gt=0)
    once_passed: Literal["counted", "not_counted"]


def days_late(notice: N) -> N:
    """The days between the day that a fact was for and its own, where it came later."""
    return above(0 * notice, notice)


def counted_days(notice: N, grace: N, back: N) -> N:
    """The days of a delay that count; ``back`` are the days of grace that count once they are passed."""
    over = above(days_late(notice), grace)
    return over + when(over, back)


def grace_of(grace: Grace | None) -> tuple[Decimal, Decimal]:
    """Days of grace, and those of them that count once they are passed; none where none are written."""
    if grace is None:
        return Decimal(0), Decimal(0)
    days = Decimal(grace.days)
    return days, days if grace.once_passed == "counted" else Decimal(0)


def said_grace(grace: Grace) -> Message:
    """The days of grace as people sign them."""
    return SAYS_GRACE[grace.once_passed](grace=in_days(grace.days))
