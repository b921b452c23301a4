"""Scenarios: what a buyer may do on a day, as people write it and as a value."""

import re
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from suture.engine.clauses.saying import in_months
from suture.engine.fault import Fault, refusal
from suture.engine.text import Message, Text

Doing = Literal["plan", "cancel", "cut", "delay", "leave"]
"""plan: what is ordered and forecast is taken · cancel: open orders are cancelled, nothing more is ordered, the
agreement runs on · cut: a share of orders and forecast falls away · delay: both come so many months later ·
leave: open orders are cancelled and the agreement ends as soon as it can."""
MOST_MONTHS: Final = 120

TITLES: Final = {
    "plan": Text("exposure.plan", "as planned", "按计划履行"),
    "cancel": Text("exposure.cancel", "cancel", "取消"),
    "cut": Text("exposure.cut", "cut by {share} %", "削减 {share} %"),
    "delay": Text("exposure.delay", "delay by {months}", "推迟 {months}"),
    "leave": Text("exposure.leave", "leave", "退出"),
}
UNKNOWN = refusal(
    "scenario_unknown",
    "'{found}' is no scenario",
    "Write cancel, cut:30% (more than 0, at most 100), delay:3m (1 to {most} months) or leave.",
    "“{found}”不是可用的情景",
    "请写 cancel、cut:30%（大于 0，至多 100）、delay:3m（1 至 {most} 个月）或 leave。",
)
_CUT: Final = re.compile(r"cut:(\d{1,3}(?:\.\d{1,4})?) ?%")
_DELAY: Final = re.compile(r"delay:(\d{1,3}) ?m")


class Scenario(NamedTuple):
    """What the buyer does: ``share`` is what is cut, a fraction of one; ``months`` by which it is delayed."""

    what: Doing
    share: Decimal = Decimal(0)
    months: int = 0

    @property
    def name(self) -> str:
        """As it is written: ``cut:30%``."""
        if self.what == "cut":
            return f"cut:{percent(self.share)}%"
        return f"delay:{self.months}m" if self.what == "delay" else self.what

    @property
    def title(self) -> Message:
        """As people say it."""
        return TITLES[self.what](share=percent(self.share), months=in_months(self.months))


PLAN: Final = Scenario("plan")
CANCEL: Final = Scenario("cancel")
LEAVE: Final = Scenario("leave")
USUAL: Final = (CANCEL, Scenario("cut", Decimal("0.3")), Scenario("delay", months=3), LEAVE)
"""What is looked at where nothing is asked for."""


def percent(share: Decimal) -> str:
    """A fraction as per cent, without needless zeros."""
    return f"{(share * 100).normalize():f}"


def scenario_of(text: str) -> Scenario | Fault:
    """The scenario that a text names, or why it names none."""
    written = text.strip().lower()
    if written in ("cancel", "leave"):
        return CANCEL if written == "cancel" else LEAVE
    if (found := _CUT.fullmatch(written)) and 0 < Decimal(found[1]) <= 100:
        return Scenario("cut", Decimal(found[1]) / 100)
    if (found := _DELAY.fullmatch(written)) and 0 < int(found[1]) <= MOST_MONTHS:
        return Scenario("delay", months=int(found[1]))
    return UNKNOWN.at("scenario", found=text, most=MOST_MONTHS)
