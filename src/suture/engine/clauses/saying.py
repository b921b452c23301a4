"""How a clause is said as contract text: its figures, services, windows and references in both languages.

Every kind has ``says``: from what was written to the sentences that people sign. What is written there is written here;
a figure that is unknown is said to be open, a range as a range, a dated figure with its dates.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.clauses.kind import AGREEMENT, WindowName
from suture.engine.text import Message, Text, Value, listed

OPEN = Text("said.open", "[to be agreed]", "[待商定]")
RANGE = Text("said.range", "between {low} and {high}", "{low} 至 {high} 之间")
LIKELY = Text("said.likely", "{likely} (between {low} and {high})", "{likely}（{low} 至 {high} 之间）")
LATER = Text("said.later", "{before} ({value} from {day})", "{before}（{day} 起：{value}）")
MONEY = Text("said.money", "{amount} {currency}", "{amount} {currency}")
PER = Text("said.per", "{money} per {unit}", "每{unit} {money}")
SHARE = Text("said.share", "{percent} %", "{percent} %")
COUNTED = Text("said.counted", "{number} {unit}", "{number} {unit}")
BARE = Text("said.number", "{number}", "{number}")
CLAUSE = Text("said.clause", "clause {number}", "第 {number} 条")
THE_AGREEMENT = Text("said.agreement", "the agreement", "本协议")
MONTH = Text("said.month", "{number} month", "{number} 个月")
MONTHS = Text("said.months", "{number} months", "{number} 个月")
DAY = Text("said.day", "{number} day", "{number} 天")
DAYS = Text("said.days", "{number} days", "{number} 天")
YEAR = Text("said.year", "{number} year", "{number} 年")
YEARS = Text("said.years", "{number} years", "{number} 年")
PERIOD = Text("said.period", "{number} settlement period", "{number} 个结算期")
PERIODS = Text("said.periods", "{number} settlement periods", "{number} 个结算期")

WINDOWS: Mapping[WindowName, Text] = {
    "order": Text("window.order", "each order", "每份订单"),
    "month": Text("window.month", "each month", "每月"),
    "quarter": Text("window.quarter", "each quarter", "每季度"),
    "calendar_year": Text("window.calendar_year", "each calendar year", "每个日历年"),
    "contract_year": Text("window.contract_year", "each contract year", "每个合同年"),
    "term": Text("window.term", "the whole term", "整个有效期"),
}
UNITS: Mapping[str, Text] = {
    word: Text(f"unit.{word}", word, zh)
    for word, zh in {
        "piece": "件", "hour": "小时", "day": "天", "lot": "批", "pallet": "托盘", "month": "月", "kg": "千克",
        "unit": "单位", "week": "周", "acceptance": "次验收", "notice": "份通知", "t": "吨",
        "batch": "批次", "set": "套", "kit": "套", "box": "盒", "load": "锅次", "sample": "份样品", "booking": "次预订",
        "year": "年", "g": "克", "metre": "米",
    }.items()
}  # fmt: skip

MEASURES: Mapping[str, Text] = {
    measure: Text(f"measure.{measure}", en, zh)
    for measure, (en, zh) in {
        "ordered": ("ordered", "订购"), "accepted": ("accepted", "验收合格"), "delivered": ("delivered", "交付"),
        "worked": ("worked", "实际工作"), "material": ("material", "材料"), "milestone": ("milestones", "里程碑"),
        "released": ("released", "放行"), "good": ("good", "合格"), "forecast": ("forecast", "预测"),
        "late": ("delivered late", "迟交"), "rejected": ("rejected", "拒收"), "scrapped": ("scrapped", "报废"),
        "returned": ("returned", "退回"), "consigned": ("consigned", "寄存"), "index": ("index", "指数"),
        "terminated": ("terminated", "终止"), "cancelled": ("cancelled", "取消"),
        "rescheduled": ("rescheduled", "改期"),
        "started": ("started", "投产"), "issued": ("issued", "发放"), "in_process": ("in process", "在制"),
        "confirmed": ("confirmed", "确认"), "stored": ("stored", "仓储"), "held": ("held", "持有"),
        "idle": ("idle", "停工"), "sold": ("sold", "销售"), "spent": ("spent", "支出"), "lost": ("lost", "损失"),
        "bought": ("bought elsewhere", "另行采购"), "authorised": ("authorised", "授权采购"), "used": ("used", "耗用"),
        "made": ("made", "生产"), "tested": ("tested", "检验耗用"), "retained": ("retained", "留样"),
        "event": ("events", "事件"), "paid": ("paid", "已付"), "due": ("due", "应付"),
    }.items()
}  # fmt: skip

COUNTED_AMOUNTS: Mapping[Literal["rounded", "unrounded"], Text] = {
    "rounded": Text(
        "said.counted_rounded", "Charges count as they are billed, rounded.", "款项按开票金额（舍入后）计入。"
    ),
    "unrounded": Text("said.counted_unrounded", "Charges count unrounded.", "款项按未舍入的金额计入。"),
}
"""How the charges of other clauses count where they are counted."""

PLURALS: Mapping[str, Text] = {
    word: Text(f"units.{word}", f"{word}s" if len(word) > 2 else word, text.zh) for word, text in UNITS.items()
}


class Said(NamedTuple):
    """What a clause's sentences may refer to beside the clause."""

    currency: str
    services: Mapping[str, tuple[str, str]]
    """By name: as people call it, and its unit."""
    numbers: Mapping[str, str]
    """The number under which each clause stands in the text, by id."""

    def service(self, name: str) -> Value:
        """A service as people call it."""
        return THE_AGREEMENT() if name == AGREEMENT else self.services[name][0]

    def unit(self, name: str) -> Message:
        """The unit of a service."""
        return unit(self.services[name][1])

    def units(self, name: str) -> Message:
        """The unit of a service, of several."""
        word = self.services[name][1]
        return PLURALS[word]() if word in PLURALS else unit(word)

    def listed(self, names: Sequence[str]) -> Message:
        """Several services: a, b and c."""
        return listed([self.service(name) for name in names])

    def clauses(self, ids: Sequence[str]) -> Message:
        """Other clauses by their numbers: clause 2 and clause 5."""
        return listed([CLAUSE(number=self.numbers.get(name, name)) for name in ids])

    def money(self, figure: Figure | None) -> Message:
        """An amount."""
        return shown(figure, lambda value: MONEY(amount=value, currency=self.currency))

    def price(self, figure: Figure | None, service: str) -> Message:
        """A price per unit of a service."""
        return shown(
            figure, lambda value: PER(money=MONEY(amount=value, currency=self.currency), unit=self.unit(service))
        )

    def per_hour(self, figure: Figure | None) -> Message:
        """A price per hour, whatever the service is counted in."""
        return shown(figure, lambda value: PER(money=MONEY(amount=value, currency=self.currency), unit=UNITS["hour"]()))

    def quantity(self, figure: Figure | None, service: str) -> Message:
        """A quantity of a service."""
        return shown(
            figure,
            lambda value: COUNTED(number=value, unit=self.unit(service) if value == 1 else self.units(service)),
        )


def shown(figure: Figure | None, one: Callable[[Decimal], Message]) -> Message:
    """A figure with its range or dates; ``one`` says a single value."""
    if figure is None or not figure.known:
        return OPEN()
    if figure.dated:
        first, *later = figure.dated
        message = shown_plain(first, one)
        for each in later:
            message = LATER(before=message, value=shown_plain(each, one), day=each.from_.isoformat())
        return message
    return shown_plain(figure, one)


def shown_plain(figure: Figure, one: Callable[[Decimal], Message]) -> Message:
    """A figure without dates."""
    if not figure.known:
        return OPEN()
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return one(figure.likely)
    if figure.value is None:
        return RANGE(low=one(figure.low), high=one(figure.high))
    return LIKELY(likely=one(figure.value), low=one(figure.low), high=one(figure.high))


def share(figure: Figure | None) -> Message:
    """A share in per cent."""
    return shown(figure, lambda value: SHARE(percent=value * 100))


def number(figure: Figure | None) -> Message:
    """A number without unit."""
    return shown(figure, lambda value: BARE(number=value))


def in_months(value: Decimal | int) -> Message:
    """So many months."""
    return (MONTH if value == 1 else MONTHS)(number=value)


def in_days(value: Decimal | int) -> Message:
    """So many days."""
    return (DAY if value == 1 else DAYS)(number=value)


def in_years(value: Decimal | int) -> Message:
    """So many years."""
    return (YEAR if value == 1 else YEARS)(number=value)


def in_periods(value: Decimal | int) -> Message:
    """So many settlement periods."""
    return (PERIOD if value == 1 else PERIODS)(number=value)


def unit(word: str) -> Message:
    """A unit as people call it."""
    return UNITS[word]() if word in UNITS else BARE(number=word)
