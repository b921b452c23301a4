"""Parts that the seller buys for the buyer: what is bought, and when it is excess.

What a forecast authorises is bought in whole order quantities, counted over all authorisations since the start: what
was rounded up covers the next. The oldest parts are used first, so parts are excess when what had been bought by so
many settlement periods ago exceeds all that has been used, returned or bought back since the start.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from suture.engine.clauses.figure import Figure, Written
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.saying import in_days, in_periods
from suture.engine.fault import Fault, Path, refusal
from suture.engine.number import N, started
from suture.engine.period import MONTHS
from suture.engine.text import Message, Text

DAYS_OF_A_MONTH = 30

OnExit = Literal["due_at_any_end", "due_on_termination", "nothing_due"]

AGE = Text("material.age", "{days} ({periods})", "{days}（{periods}）")
SAYS_EXIT: dict[OnExit, Text] = {
    "due_at_any_end": Text(
        "material.says_any_end",
        "When the agreement ends, by termination or by time, the buyer buys all that is on hand.",
        "协议终止或期满时，买方应买下全部在库物料。",
    ),
    "due_on_termination": Text(
        "material.says_termination",
        "When the agreement is terminated, the buyer buys all that is on hand; when its time ends it need not.",
        "协议提前终止时，买方应买下全部在库物料；期满时无须买下。",
    ),
    "nothing_due": Text(
        "material.says_nothing_due",
        "When the agreement ends, the buyer need not buy what is on hand.",
        "协议终止或期满时，买方无须买下在库物料。",
    ),
}
SAYS_CREDIT = Text(
    "material.says_credit",
    "What is used or returned after the buyer has bought it is credited at the same cost.",
    "买方买下后又被耗用或退回的部分，按同一成本予以抵扣。",
)

FIT = refusal(
    "days_do_not_fit",
    "{days} days are not {periods} settlement periods",
    "Write periods: {monthly} (settled monthly), {quarterly} (quarterly) or {yearly} (yearly).",
    "{days} 天与 {periods} 个结算期不符",
    "写 periods: {monthly}（按月结算）、{quarterly}（按季度结算）或 {yearly}（按年结算）。",
)
SIZE_DATED = refusal(
    "order_quantity_dated",
    "the order quantity has dates, but it rounds up all that was ever bought",
    "Write one order quantity.",
    "订购批量不得按日期变动：全部已采购数量均按其取整",
    "只写一个订购批量。",
)


class Age(Written):
    """A number of days, and the same in settlement periods, which is what is counted."""

    days: int = Field(ge=0)
    periods: int = Field(ge=0)


class Excess(Age):
    """After how long without need parts are excess, and the class of parts that this is agreed for."""

    part_class: Literal["A", "B", "C"]


def bought(authorised: N, size: N) -> N:
    """What is bought for all that was authorised: whole order quantities."""
    return started(authorised, size) * size


def said_age(age: Age) -> Message:
    """90 days (3 settlement periods)."""
    return AGE(days=in_days(age.days), periods=in_periods(age.periods))


def check_size(size: Figure) -> Iterable[Fault]:
    """An order quantity to divide by, that stays."""
    yield from above_zero(size, "order_quantity")
    if size.dated:
        yield SIZE_DATED.at("order_quantity")


def check_age(age: Age, *path: str | int) -> Iterable[Fault]:
    """Days and settlement periods say the same under one of the settlement calendars."""
    months = -(-age.days // DAYS_OF_A_MONTH)
    monthly, quarterly, yearly = (-(-months // length) for length in MONTHS.values())
    if age.periods not in (monthly, quarterly, yearly):
        where: Path = (*path, "periods")
        yield FIT.at(*where, days=age.days, periods=age.periods, monthly=monthly, quarterly=quarterly, yearly=yearly)
