"""How a decision is worded: amounts with no more digits than the sampling error allows, chances, strategies by name."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from suture.engine.decision.compare import FEWEST_DRAWS
from suture.engine.decision.names import title
from suture.engine.decision.numbers import Spread
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.terms.agreement import Model
from suture.engine.text import Message, Scaled, Text, Value

DIGITS = 3
"""Most significant digits of a simulated figure."""
PLAIN = Text("amount.plain", "{number} {unit}", "{number} {unit}")
THOUSANDS = Text("amount.thousands", "{number} k {unit}", "{number} {unit}")
MILLIONS = Text("amount.millions", "{number} M {unit}", "{number} {unit}")
BARE = {
    1.0: Text("number.plain", "{number}", "{number}"),
    1e3: Text("number.k", "{number} k", "{number}"),
    1e6: Text("number.m", "{number} M", "{number}"),
}
RANGED = Text("number.ranged", "{p50} ({ends})", "{p50}（{ends}）")
ENDS = Text("number.ends", "{p10} to {p90}", "{p10} 至 {p90}")
IN_TEN = Text("chance.in_ten", "{n} out of 10 futures", "10 个情景中有 {n} 个")
NEARLY_ALL = Text("chance.nearly_all", "more than 9 out of 10 futures", "10 个情景中有 9 个以上")
HARDLY_ANY = Text("chance.hardly_any", "less than 1 out of 10 futures", "10 个情景中不到 1 个")
SURE = Text("sure", "{share}", "{share}")
SURE_ABOVE = Text("sure.above", "above {share}", "高于 {share}")
NOT_KNOWN = Text("sure.not_known", "not known", "未知")
THEM, SAME_PLACE = Text("partner.them", "them", "同一合作方"), Text("partner.same_place", "the same place", "同一处")


class Phrase(NamedTuple):
    """One way of working together as an instruction, as an activity, and as the label of a row."""

    do: Text
    doing: Text
    label: Text


def phrase(code: str, do: str, doing: str, label: str, zh: str, label_zh: str) -> Phrase:
    """The three texts of a strategy under one code; in Chinese an instruction and an activity are one."""
    return Phrase(
        Text(f"strategy.{code}.do", do, zh),
        Text(f"strategy.{code}.doing", doing, zh),
        Text(f"strategy.{code}.label", label, label_zh),
    )


PHRASES = {
    "on_demand_one": phrase(
        "on_demand_one",
        "Order on demand from {a}",
        "ordering on demand from {a}",
        "On demand · {a}",
        "向 {a} 按需下单",
        "按需 · {a}",
    ),
    "on_demand_two": phrase(
        "on_demand_two",
        "Order on demand from {a} and {b}",
        "ordering on demand from {a} and {b}",
        "On demand · {a} + {b}",
        "向 {a} 和 {b} 按需下单",
        "按需 · {a} + {b}",
    ),
    "long_term_one": phrase(
        "long_term_one",
        "Commit to {a} from the first order",
        "committing to {a} from the first order",
        "Committed · {a}",
        "自首单起向 {a} 承诺采购",
        "承诺 · {a}",
    ),
    "long_term_two": phrase(
        "long_term_two",
        "Commit to {a} and {b} from the first order",
        "committing to {a} and {b} from the first order",
        "Committed · {a} + {b}",
        "自首单起向 {a} 和 {b} 承诺采购",
        "承诺 · {a} + {b}",
    ),
    "phase_hybrid": phrase(
        "phase_hybrid",
        "Start on demand with {a} and commit after {n} months of sales",
        "starting on demand with {a} and committing after {n} months of sales",
        "On demand, then committed · {a}",
        "先向 {a} 按需下单，销售满 {n} 个月后转为承诺采购",
        "先按需后承诺 · {a}",
    ),
    "base_and_peak": phrase(
        "base_and_peak",
        "Commit a base to {a} and order peaks on demand from {b}",
        "committing a base to {a} and ordering peaks on demand from {b}",
        "Base {a} · peak {b}",
        "向 {a} 承诺基本量，高峰部分向 {b} 按需下单",
        "基本量 {a} · 高峰 {b}",
    ),
    "platform": phrase(
        "platform",
        "Develop at {h} and order on demand from {a}",
        "developing at {h} and ordering on demand from {a}",
        "Developed at {h} · on demand {a}",
        "在 {h} 开发，并向 {a} 按需下单",
        "在 {h} 开发 · 按需 {a}",
    ),
    "stay": phrase(
        "stay",
        "Stay with {a} as today",
        "staying with {a} as today",
        "As today · {a}",
        "维持目前与 {a} 的合作",
        "维持现状 · {a}",
    ),
    "on_demand_one.builds": phrase(
        "on_demand_one.builds",
        "Buy hours and builds from {a} order by order",
        "buying hours and builds from {a} order by order",
        "Order by order · {a}",
        "逐单向 {a} 采购工时和试制",
        "逐单 · {a}",
    ),
    "on_demand_two.builds": phrase(
        "on_demand_two.builds",
        "Buy hours from {h} and builds from {a}, order by order",
        "buying hours from {h} and builds from {a}, order by order",
        "Hours {h} · builds {a}",
        "逐单采购，工时向 {h}、试制向 {a}",
        "工时 {h} · 试制 {a}",
    ),
    "long_term_one.builds": phrase(
        "long_term_one.builds",
        "Commit a yearly minimum of builds to {a}, who also develops",
        "committing a yearly minimum of builds to {a}, who also develops",
        "Frame · {a}",
        "向 {a} 承诺每年最低试制量，并由其开发",
        "框架 · {a}",
    ),
    "platform.builds": phrase(
        "platform.builds",
        "Work at {h} and order builds from {a}",
        "working at {h} and ordering builds from {a}",
        "Work at {h} · builds {a}",
        "在 {h} 开展研发，试制向 {a} 下单",
        "在 {h} 研发 · 试制 {a}",
    ),
    "phase_hybrid.builds": phrase(
        "phase_hybrid.builds",
        "Work at {h} and commit a yearly minimum of builds to {a}",
        "working at {h} and committing a yearly minimum of builds to {a}",
        "Work at {h} · frame {a}",
        "在 {h} 开展研发，并向 {a} 承诺每年最低试制量",
        "在 {h} 研发 · 框架 {a}",
    ),
}
MODELS: dict[Model, Text] = {
    "on_demand": Text("model.on_demand", "on demand", "按需"),
    "long_term": Text("model.long_term", "long-term", "长期"),
    "hybrid": Text("model.hybrid", "hybrid", "混合"),
    "platform": Text("model.platform", "platform", "平台"),
}


def worded(case: Case, strategy: Strategy, *, after: Strategy | None = None) -> tuple[Message, Message]:
    """A strategy as an instruction and as an activity, with the partners' titles.

    ``after`` is a strategy that was named just before: its partner, or its platform, is not named again where nobody
    else of either could be meant.
    """
    found = phrase_of(strategy)
    before = after.partners if after is not None else ()
    names: dict[str, str | Message] = {letter: title(case, name) for letter, name in letters(strategy).items()}
    if len(strategy.partners) == 1 and before == strategy.partners:
        names["a"] = THEM()
    elif after is not None and strategy.hours_from == after.hours_from and len(strategy.partners) == len(before) == 2:
        names["h"] = SAME_PLACE()
    return found.do(**names, n=strategy.demand_months), found.doing(**names, n=strategy.demand_months)


def labelled(case: Case, strategy: Strategy) -> Message:
    """A strategy as the label of a row, with the partners' titles."""
    return phrase_of(strategy).label(**{letter: title(case, name) for letter, name in letters(strategy).items()})


def phrase_of(strategy: Strategy) -> Phrase:
    """The texts of a strategy: of goods for sale, or of builds only."""
    return PHRASES[strategy.kind if strategy.first is not None else f"{strategy.kind}.builds"]


def letters(strategy: Strategy) -> dict[str, str]:
    """Who is a (first maker, or of builds), b (second maker) and h (whose hours) in the phrases."""
    maker = strategy.first or strategy.builds
    found = {"a": maker.partner if maker is not None else None, "h": strategy.hours_from}
    found["b"] = strategy.second.partner if strategy.second is not None else None
    return {letter: name for letter, name in found.items() if name is not None}


def step_of(error: float, value: float) -> float:
    """The power of ten to which a figure is rounded: its sampling error, and no more than three digits."""
    least = 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1) if value else 0.0
    allowed = 10.0 ** math.floor(math.log10(error)) if error > 0 else 0.0
    return max(least, allowed) or 1.0


def power_of(value: float, step: float) -> float:
    """The power of ten (1, a thousand, a million) that a number is told in."""
    size = abs(round(value / step) * step)
    return 1e6 if size >= 1e6 else 1e3 if size >= 1e4 or (size >= 1e3 and step >= 1e3) else 1.0


def digits_of(value: float, step: float, power: float = 0.0) -> tuple[str, float]:
    """A number rounded to the step, and the power of ten that it is told in (its own, where none is given)."""
    rounded = round(value / step) * step
    power = power or power_of(value, step)
    decimals = max(0, math.ceil(math.log10(power / step) - 1e-9))
    text = f"{abs(rounded) / power:,.{decimals}f}"
    return ("−" if rounded < 0 and float(text.replace(",", "")) else "") + text, power


def amount(value: float, error: float, currency: str, *, step: float = 0.0) -> Message:
    """An amount of money; ``error`` is half its 95 % interval (or give the step it is rounded to)."""
    number, power = digits_of(value, step or step_of(error, value))
    return {1.0: PLAIN, 1e3: THOUSANDS, 1e6: MILLIONS}[power](number=scaled(number, power), unit=currency)


def scaled(number: str, power: float) -> Value:
    """The digits of a number in the power of ten that they are told in."""
    return number if power == 1.0 else Scaled(number, round(math.log10(power)))


def figure(value: float | None, step: float) -> Message:
    """A number without its unit; a dash where it has no meaning."""
    if value is None:
        return BARE[1.0](number="–")
    number, power = digits_of(value, step)
    return BARE[power](number=scaled(number, power))


def ranged(spread: Spread, draws: int) -> Message:
    """A spread in one measure: its median, and its tenth and ninetieth percentile in brackets."""
    if spread.p10 is None or spread.p50 is None or spread.p90 is None:
        return BARE[1.0](number="–")
    if spread.p10 == spread.p90:
        return figure(spread.p50, step_of(0.0, spread.p50))
    step = spread_step(spread, draws)
    power = power_of(max(abs(spread.p10), abs(spread.p50), abs(spread.p90)), step)
    told = (digits_of(value, step, power)[0] for value in (spread.p10, spread.p50, spread.p90))
    p10, p50, p90 = alike([scaled(number, power) for number in told])
    return RANGED(p50=BARE[power](number=p50), ends=ENDS(p10=p10, p90=p90))


def alike(numbers: Sequence[Value]) -> list[Value]:
    """Low, middle and high counted in one power in Chinese, too, which the middle one names."""
    counted = max((number.own for number in numbers if isinstance(number, Scaled)), default=0)
    return [
        replace(number, counted=counted, named=at == 1) if isinstance(number, Scaled) else number
        for at, number in enumerate(numbers)
    ]


def spread_step(spread: Spread, draws: int) -> float:
    """To what the three figures of a spread are rounded: the sampling error of its median over the input draws."""
    if spread.p10 is None or spread.p90 is None:
        return 1.0
    width = spread.p90 - spread.p10
    largest = max(abs(spread.p10), abs(spread.p90))
    return step_of(2.5 * width / 2.56 / draws**0.5, largest)


def in_ten(share: float) -> Message:
    """A share of futures in words."""
    n = round(10 * share)
    if n == 10 and share < 1.0:
        return NEARLY_ALL()
    if n == 0 and share > 0.0:
        return HARDLY_ANY()
    return IN_TEN(n=n)


def sure(confidence: float, draws: int) -> Message:
    """The confidence; where every input draw agrees, what so many draws can vouch for (the rule of three)."""
    if draws < FEWEST_DRAWS:
        return NOT_KNOWN()
    if confidence >= 1.0:
        return SURE_ABOVE(share=f"{math.floor(100 * (1.0 - 3.0 / draws)) / 100:.2f}")
    return SURE(share=f"{confidence:.2f}")
