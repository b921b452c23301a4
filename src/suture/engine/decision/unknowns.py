"""The rule of thumb and the inputs that make it hold or fail; the unknowns that are worth a phone call."""

from collections.abc import Iterator

from suture.engine.decision.advantage import money
from suture.engine.decision.choose import THUMB, Decision
from suture.engine.decision.compare import Difference
from suture.engine.decision.inputs import by_draw_name
from suture.engine.decision.turns import held
from suture.engine.decision.wording import MODELS, amount, worded
from suture.engine.text import NOTHING, Message, Text, listed

CALLS_OF = Text(
    "calls",
    "They are told by how far they move the difference to {other}.",
    "按其使本方案与“{other}”之差变动的幅度排列。",
)
CALL = Text(
    "call",
    "Ask {who}: {input}. {taken} {likely}, between {low} and {high}; over that range it moves by {worth}.",
    "请向{who}核实：{input}。{taken} {likely}，区间 {low} 至 {high}；在该区间内，差额变动 {worth}。",
)
NO_CALL = Text(
    "call.none",
    "No single unknown moves the difference to {other} by enough to be worth one.",
    "没有哪一项未知数据会使本方案与“{other}”之差变动到值得专门核实的程度。",
)
TAKEN = {
    "stand_in": Text("call.stand_in", "Nobody gave it, and the trade's range stands in:", "无人提供，按行业区间取"),
    "assumption": Text("call.assumption", "It is assumed to be", "目前假设为"),
}
KINDS = {
    "startup": Text("kind.startup", "an early-stage firm", "初创企业"),
    "mature": Text("kind.mature", "a mature firm", "成熟企业"),
    "institute": Text("kind.institute", "an institute", "科研机构"),
}
THUMB_HOLDS = Text(
    "thumb.holds",
    "The trade's rule of thumb ({models} for {kind}) holds in this case{unclear}.",
    "行业经验法则（{kind}宜采用 {models} 模式）在本案例中成立{unclear}。",
)
THUMB_FAILS = Text(
    "thumb.fails",
    "The trade's rule of thumb ({models} for {kind}) does not hold in this case: "
    "its best, {doing}, is worth {worth} less on average.",
    "行业经验法则（{kind}宜采用 {models} 模式）在本案例中不成立：其最优方案“{doing}”的净现值平均低 {worth}。",
)
THUMB_BARRED = Text(
    "thumb.barred",
    "The trade's rule of thumb ({models} for {kind}) cannot be followed: {why}.",
    "行业经验法则（{kind}宜采用 {models} 模式）在本案例中行不通：{why}。",
)
THUMB_NONE = Text("thumb.none", "no such way is open in this case", "本案例中没有这样的方案可选")
THUMB_UNCLEAR = Text("thumb.unclear", ", though the answer is not clear", "，但结论尚不明确")
THUMB_MADE_BY = Text(
    "thumb.made_by",
    "What moves the difference to {other} most: {inputs}.",
    "对本方案与“{other}”之差影响最大的是：{inputs}。",
)
SHARE_OF = Text("thumb.share", "{input} ({share} % of its spread)", "{input}（占其波动的 {share}%）")
TURNS = Text("thumb.turns", "Between {one} and {other} it turns at {where}.", "“{one}”与“{other}”之间的拐点：{where}。")
TURNS_NOWHERE = Text(
    "thumb.turns_nowhere",
    "Between {one} and {other} it turns at no discount and no volume looked at.",
    "在所考察的折扣和销量范围内，“{one}”与“{other}”之间没有拐点。",
)
AT_DISCOUNT = Text("thumb.at_discount", "a discount for committing of {at} %", "承诺折扣为 {at}%")
AT_PREMIUM = Text("thumb.at_premium", "a premium for committing of {at} %", "承诺溢价为 {at}%")
AT_VOLUME = Text("thumb.at_volume", "{at} times the planned volume", "销量为计划的 {at} 倍")
CALLS, MOVERS = 3, 3


def thumb(decision: Decision) -> Iterator[Message]:
    """Whether the trade's rule of thumb holds, and the inputs that make it."""
    kind = decision.case.company.kind
    models = listed([MODELS[model]() for model in THUMB[kind]])
    said = {"models": models, "kind": KINDS[kind]()}
    other, compared = decision.by_thumb, decision.compared
    if decision.thumb_holds:
        yield THUMB_HOLDS(**said, unclear=NOTHING() if decision.verdict == "clear" else THUMB_UNCLEAR())
    elif other is None:
        yield THUMB_BARRED(**said, why=THUMB_NONE())
    elif not other.feasible or compared is None:
        yield THUMB_BARRED(**said, why=next(gate.message for gate in other.gates if gate.status == "failed"))
    else:
        doing = worded(decision.case, other.strategy)[1]
        yield THUMB_FAILS(**said, doing=doing, worth=money(decision, compared))
    if compared is not None and (decision.thumb_holds or (other is not None and other.feasible)):
        yield from made_by(decision, compared)
    yield from where_it_turns(decision)


def made_by(decision: Decision, compared: Difference) -> Iterator[Message]:
    """The inputs that move the difference which the rule of thumb is judged by."""
    moved = [driver for driver in decision.thumb_drivers if driver.clear][:MOVERS]
    if moved:
        known = by_draw_name(decision.case, decision.assumed)
        parts = [SHARE_OF(input=known[d.name].name, share=round(100 * d.explains)) for d in moved]
        yield THUMB_MADE_BY(other=doing_of(decision, compared), inputs=listed(parts))


def where_it_turns(decision: Decision) -> Iterator[Message]:
    """Where the one at the top and its twin change places, if one of them is what the rule of thumb names."""
    pair, discount, volume = decision.discount_pair, decision.discount, decision.volume
    models = THUMB[decision.case.company.kind]
    if pair is None or decision.best.strategy not in pair or not {s.model for s in pair}.intersection(models):
        return
    found = []
    if discount is not None and (share := discount.zero_at) is not None:
        found.append((AT_DISCOUNT if share > 0 else AT_PREMIUM)(at=f"{abs(100 * share):.1f}"))
    if volume is not None and (times := volume.zero_at) is not None:
        found.append(AT_VOLUME(at=f"{times:.1f}"))
    one, other = (worded(decision.case, strategy)[1] for strategy in pair)
    yield TURNS(one=one, other=other, where=listed(found)) if found else TURNS_NOWHERE(one=one, other=other)


def doing_of(decision: Decision, d: Difference) -> Message:
    """The other strategy of a difference, as an activity."""
    return worded(decision.case, decision.results.strategies[d.other])[1]


def calls(decision: Decision) -> Iterator[Message]:
    """The unknowns that are worth a phone call: what stands in or was assumed, and moves the difference."""
    if not decision.drivers or decision.rival is None:
        return
    known, other = by_draw_name(decision.case, decision.assumed), doing_of(decision, decision.rival)
    clear = [d for d in decision.drivers if d.clear]
    unknown = [d for d in clear if known[d.name].mark in {"stand_in", "assumption", "source_and_assumption"}]
    yield CALLS_OF(other=other) if unknown else NO_CALL(other=other)
    for driver in unknown[:CALLS]:
        found = known[driver.name]
        taken = TAKEN["stand_in" if found.mark == "stand_in" else "assumption"]()
        moved = abs(driver.slope) * (driver.high - driver.low)
        yield CALL(
            who=found.named.who(), taken=taken, worth=amount(moved, moved / 5, decision.case.currency),
            **held(decision, found, driver),
        )  # fmt: skip
