"""Where the answer turns: along the discount for committing, along volume, and at single inputs."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from suture.engine.clauses.figure import Figure
from suture.engine.decision.capacity import modes_of
from suture.engine.decision.choose import Decision
from suture.engine.decision.drivers import Driver
from suture.engine.decision.inputs import Input, by_draw_name, value_of
from suture.engine.decision.names import title
from suture.engine.decision.turning import Crossing
from suture.engine.decision.wording import amount, worded
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.offers import LONG
from suture.engine.text import NOTHING, Message, Text, listed

Ways: TypeAlias = Mapping[str, Message]
"""The two ways that are compared, as activities."""

ASIDE = Text(
    "turns.aside",
    "The one at the top has no counterpart that could be chosen instead, committed or on demand; the discount and the "
    "volume are told of two other ways.",
    "排名第一的方案没有可以互换的另一种做法（承诺采购或按需下单），因此折扣和销量的拐点按另外两种方案说明。",
)
NEEDED = Text(
    "discount.needed",
    "Against {other}, {one} pays at a discount for committing of {at} % or more{quoted}; each percentage point is "
    "worth {point}.",
    "与“{other}”相比，承诺折扣达到 {at}% 以上时，“{one}”才划算{quoted}；每一个百分点值 {point}。",
)
PREMIUM = Text(
    "discount.premium",
    "Against {other}, {one} pays without any discount for committing, and even at prices up to {at} % higher{quoted}; "
    "each percentage point is worth {point}.",
    "与“{other}”相比，即使没有承诺折扣，甚至价格高出 {at}% 以内，“{one}”也划算{quoted}；每一个百分点值 {point}。",
)
ALWAYS = Text(
    "discount.always",
    "Against {other}, {one} pays without any discount for committing, and even at prices {most} % higher{quoted}; "
    "each percentage point is worth {point}.",
    "与“{other}”相比，即使没有承诺折扣，甚至价格高出 {most}%，“{one}”也划算{quoted}；每一个百分点值 {point}。",
)
NEVER = Text(
    "discount.never",
    "Against {other}, {one} pays at no discount for committing up to {most} %{quoted}; each percentage point is worth "
    "{point}.",
    "与“{other}”相比，承诺折扣即使高达 {most}%，“{one}”也不划算{quoted}；每一个百分点值 {point}。",
)
QUOTED = Text("discount.quoted", " (the case takes {likely})", "（本案例取 {likely}）")
RANGE = Text("discount.range", "{likely} %, between {low} and {high} %", "{likely}%，区间 {low}% 至 {high}%")
POINT = Text("discount.point", "{likely} %", "{likely}%")
AT_PARTNER = Text("discount.at_partner", "{share} at {partner}", "{partner} {share}")
VOLUME_FROM = Text(
    "volume.from",
    "Against {other}, {one} pays at {at} times the planned volume or more, and not below{ends}.",
    "与“{other}”相比，销量达到计划的 {at} 倍及以上时，“{one}”才划算{ends}。",
)
VOLUME_TO = Text(
    "volume.to",
    "Against {other}, {one} pays up to {at} times the planned volume, and not beyond{ends}.",
    "与“{other}”相比，销量不超过计划的 {at} 倍时，“{one}”划算，再高则不划算{ends}。",
)
VOLUME_ALWAYS = Text(
    "volume.always",
    "Against {other}, {one} pays at every volume from {least} to {most} times the plan{ends}.",
    "与“{other}”相比，销量在计划的 {least} 至 {most} 倍之间时，“{one}”始终划算{ends}。",
)
VOLUME_NEVER = Text(
    "volume.never",
    "Against {other}, {one} pays at no volume from {least} to {most} times the plan{ends}.",
    "与“{other}”相比，销量在计划的 {least} 至 {most} 倍之间时，“{one}”始终不划算{ends}。",
)
ENDS = Text("volume.ends", ", where the capacity of {partner} ends", "（{partner} 的产能到此为止）")
LOOKED_AT = Text(
    "volume.looked_at",
    " (looked at up to {most} times, where the capacity of {partner} ends)",
    "（已考察至 {most} 倍，{partner} 的产能到此为止）",
)
FLIP = {
    side: Text(
        f"flip.{side}",
        f"With {{input}} {side} {{at}} (taken as {{likely}}, between {{low}} and {{high}}), {{doing}} comes out ahead.",
        f"若{{input}}{zh} {{at}}（取 {{likely}}，区间 {{low}} 至 {{high}}），则“{{doing}}”领先。",
    )
    for side, zh in (("above", "高于"), ("below", "低于"))
}
NO_FLIP = Text(
    "flip.none",
    "No single input, moved through its range, was found to put {doing} ahead.",
    "没有发现哪一项数据在其区间内变动会使“{doing}”领先。",
)
FLIPS = 3


def turns(decision: Decision) -> Iterator[Message]:
    """Where the answer turns: discount, volume, single inputs."""
    yield from committing_turns(decision)
    known = by_draw_name(decision.case, decision.assumed)
    for flip in decision.flips[:FLIPS]:
        found = known[flip.driver.name]
        side = "below" if flip.driver.slope > 0 else "above"
        yield FLIP[side](
            doing=worded(decision.case, flip.instead)[1], **held(decision, found, flip.driver),
            at=at(decision, found, flip.driver, flip.at),
        )  # fmt: skip
    if not decision.flips and (rival := decision.rival) is not None:
        yield NO_FLIP(doing=worded(decision.case, decision.results.strategies[rival.other])[1])


def committing_turns(decision: Decision) -> Iterator[Message]:
    """The discount and the volume at which committing pays, and of which two ways that is said."""
    if decision.discount_pair is None:
        return
    one, other = decision.discount_pair
    ways = {"one": worded(decision.case, one)[1], "other": worded(decision.case, other)[1]}
    found = [*discount_turns(decision, one, ways), *volume_turns(decision, ways)]
    if found and decision.best.strategy not in (one, other):
        yield ASIDE()
    yield from found


def discount_turns(decision: Decision, one: Strategy, ways: Ways) -> Iterator[Message]:
    """The discount for committing at which the answer turns; nothing where it changes nothing."""
    found = decision.discount
    if found is None or flat(found):
        return
    said: Ways = {**ways, "quoted": quoted(decision.case, one)}
    point = amount(abs(slope(found)) / 100, abs(slope(found)) / 1000, decision.case.currency)
    if found.zero_at is None:
        paid = found.points[-1][1] > 0
        most = abs(round(100 * found.points[0 if paid else -1][0]))
        yield (ALWAYS if paid else NEVER)(**said, most=most, point=point)
    else:
        text = NEEDED if found.zero_at > 0 else PREMIUM
        yield text(**said, at=f"{abs(100 * found.zero_at):.1f}", point=point)


def quoted(case: Case, strategy: Strategy) -> Message:
    """What the case says of the discount at the partners that the strategy commits to."""
    names = [name for name in strategy.partners if modes_of(strategy, name)[-1] in LONG]
    taken = {name: terms.discount for name in names if (terms := case.partners[name].committed) and terms.discount}
    if not taken:
        return NOTHING()
    if len(taken) == 1:
        return QUOTED(likely=percent(*taken.values()))
    parts = [AT_PARTNER(share=percent(figure), partner=title(case, name)) for name, figure in taken.items()]
    return QUOTED(likely=listed(parts))


def percent(share: Figure) -> Message:
    """A share with its range."""
    if share.low is None or share.high is None:
        return POINT(likely=100 * share.likely)
    return RANGE(likely=100 * share.likely, low=100 * share.low, high=100 * share.high)


def volume_turns(decision: Decision, ways: Ways) -> Iterator[Message]:
    """The multiple of the planned volume at which the answer turns; nothing where volume changes nothing."""
    found = decision.volume
    if found is None or flat(found):
        return
    (least, first), (most, _) = found.points[0], found.points[-1]
    full, shown = decision.volume_ends, f"{most:.2g}"
    partner = None if full is None else title(decision.case, full)
    if found.zero_at is not None:
        text = VOLUME_FROM if first < 0 else VOLUME_TO
        ends = NOTHING() if partner is None else LOOKED_AT(most=shown, partner=partner)
        yield text(**ways, at=f"{found.zero_at:.1f}", ends=ends)
    else:
        text = VOLUME_ALWAYS if first > 0 else VOLUME_NEVER
        yield text(**ways, least=least, most=shown, ends=NOTHING() if partner is None else ENDS(partner=partner))


def slope(found: Crossing) -> float:
    """How much the difference changes a unit along the line, from end to end."""
    (first, at_first), (last, at_last) = found.points[0], found.points[-1]
    return (at_last - at_first) / (last - first)


def flat(found: Crossing) -> bool:
    """Whether the difference is the same everywhere."""
    return len({value for _, value in found.points}) < 2


def held(decision: Decision, found: Input, driver: Driver) -> dict[str, Message]:
    """The name of an input and its range."""
    unit, currency = found.named.unit, decision.case.currency
    return {
        "input": found.name,
        "likely": value_of(found.figure.likely, unit, currency),
        "low": value_of(driver.low if found.figure.low is None else found.figure.low, unit, currency),
        "high": value_of(driver.high if found.figure.high is None else found.figure.high, unit, currency),
    }


def at(decision: Decision, found: Input, driver: Driver, value: float) -> Message:
    """A value within the range of an input."""
    return value_of(value, found.named.unit, decision.case.currency, width=driver.high - driver.low)
