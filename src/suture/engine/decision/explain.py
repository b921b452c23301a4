"""Why: the answer in one sentence with its number and how sure, then the reasons, each with its number.

All that is said is read from the decision; nothing is judged beyond its numbers. Every sentence holds on the inputs of
the case, and says so where it stands alone.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from suture.engine.decision.advantage import advantage, by_place, draws_of, money, same_in
from suture.engine.decision.causes import causes
from suture.engine.decision.choose import Decision, Judged
from suture.engine.decision.compare import Difference, by_draw, difference
from suture.engine.decision.numbers import spread
from suture.engine.decision.turns import turns
from suture.engine.decision.unknowns import calls, thumb
from suture.engine.decision.wording import MODELS, amount, figure, in_ten, labelled, spread_step, sure, worded
from suture.engine.simulation.outcomes import OUTCOMES
from suture.engine.strategy.models import supplies
from suture.engine.text import NOTHING as NOTHING_TO_SAY
from suture.engine.text import Message, Text, listed

CLEAR = Text(
    "answer.clear",
    "{do}: worth {worth} more on average than {other}, better in {better}; sure {sure}, on your inputs.{warning}",
    "建议{do}：净现值平均比“{other}”高 {worth}，{better}更优；置信度 {sure}，以所填数据为准。{warning}",
)
CLEAR_TIES = Text(
    "answer.clear_ties",
    "{do}: worth {worth} more on average than {other}, better in {better} and the same in {same}; sure {sure}, on your "
    "inputs.{warning}",
    "建议{do}：净现值平均比“{other}”高 {worth}，{better}更优，{same} 个持平；置信度 {sure}，以所填数据为准。{warning}",
)
ALONE = Text(
    "answer.alone",
    "{do}: nothing else passes its gates, on your inputs.{warning}",
    "建议{do}：除此之外没有方案通过全部门槛，以所填数据为准。{warning}",
)
UNCLEAR = Text(
    "answer.no_clear_difference",
    "No clear difference, on your inputs: {one} comes out ahead of {other} by {worth} on average, better in {better}; "
    "sure {sure} where {least} is asked for.{warning}",
    "以所填数据为准，尚无明显差异：“{one}”的净现值平均比“{other}”高 {worth}，{better}更优；"
    "置信度 {sure}，低于所要求的 {least}。{warning}",
)
NOTHING = Text(
    "answer.nothing_feasible",
    "Nothing passes its gates, on your inputs. Of what fails, {doing} is worth most: {worth} on average.",
    "以所填数据为准，没有方案通过全部门槛。未通过的方案中，“{doing}”净现值最高，平均为 {worth}。",
)
LOSES = Text(
    "answer.loses",
    " Every way loses money, the one at the top {lost} on average.",
    "所有方案均亏损，排名第一的方案平均亏损 {lost}。",
)
RUNS_OUT = Text(
    "answer.runs_out",
    " Cash runs out under it in {short} of 100 futures.",
    "该方案在每 100 个情景中有 {short} 个会耗尽现金。",
)
LOSES_AND_RUNS_OUT = Text(
    "answer.loses_and_runs_out",
    " Every way loses money, the one at the top {lost} on average, and cash runs out under it in {short} of 100 "
    "futures.",
    "所有方案均亏损，排名第一的方案平均亏损 {lost}，并且在每 100 个情景中有 {short} 个会耗尽现金。",
)
LEVEL_COSTS = Text(
    "why.level_costs",
    "Worth today of all costs, nothing being sold: {mean} on average (P10 {p10}, P90 {p90}).",
    "本案例没有销售，全部成本折算到今天：平均 {mean}（P10 {p10}，P90 {p90}）。",
)
LEVEL = Text(
    "why.level",
    "Worth today of sales less all costs: {mean} on average (P10 {p10}, median {p50}, P90 {p90}); below zero in "
    "{below}.",
    "净现值（销售收入减全部成本）：平均 {mean}（P10 {p10}，中位数 {p50}，P90 {p90}）；{below}为负。",
)
BEST_OF_MODEL = Text(
    "why.model",
    "The best {model} way, {doing}, is worth {worth} less on average, and less in {less}; sure {sure}.",
    "{model}模式下的最优方案是“{doing}”，净现值平均低 {worth}，{less}更低；置信度 {sure}。",
)
NEAR = Text(
    "why.near",
    "Cannot be told apart from {others}: sure less than {least}.",
    "与以下方案难分高下：{others}（置信度低于 {least}）。",
)
SAME = Text("why.same_as_today", "These are the terms and the partner of today.", "这就是目前的条款和合作方。")
OPEN = Text("gate.open_is", "Open: {gate}.", "待确认：{gate}。")
FAILS = Text("gate.fails", "Fails: {gate}.", "未通过：{gate}。")
BARRED = Text(
    "gate.barred",
    "{label} would be worth {worth} more on average, but fails: {gate}.",
    "“{label}”的净现值平均会高 {worth}，但未通过门槛：{gate}。",
)
NOT_PRICED = Text("not_priced", "Terms that no figure holds yet: {terms}.", "尚未计价的条款：{terms}。")
DIRECTIONS = {
    "costs_buyer": Text("not_priced.buyer", "{terms} (likely to cost the company)", "{terms}（可能增加本企业成本）"),
    "costs_seller": Text("not_priced.seller", "{terms} (likely to cost the partner)", "{terms}（可能增加合作方成本）"),
    "either": Text("not_priced.either", "{terms} (either way)", "{terms}（对哪一方不利尚不确定）"),
}
TERM = Text("not_priced.term", "{term}", "{term}")
TIES = 0.05
"""From this share of futures without any difference on, it is said: a tie is not a loss."""


class Reasons(NamedTuple):
    """The answer, and what stands behind it by subject."""

    answer: Message
    why: tuple[Message, ...]
    gates: tuple[Message, ...]
    turns: tuple[Message, ...]
    thumb: tuple[Message, ...]
    calls: tuple[Message, ...]
    not_priced: tuple[Message, ...]


def reasons(decision: Decision) -> tuple[Message, ...]:
    """All sentences in their order; the first is the answer."""
    found = explained(decision)
    return (found.answer, *(message for part in found[1:] for message in part))


def explained(decision: Decision) -> Reasons:
    """The sentences by subject."""
    return Reasons(
        answer(decision),
        tuple(why(decision)),
        tuple(gates(decision)),
        tuple(turns(decision)),
        tuple(thumb(decision)),
        tuple(calls(decision)),
        tuple(not_priced(decision)),
    )


def answer(decision: Decision) -> Message:
    """The first sentence, and what must be said beside it."""
    case, best = decision.case, decision.best.strategy
    do, doing = worded(case, best)
    if decision.verdict == "nothing_feasible":
        return NOTHING(doing=doing, worth=mean_worth(decision))
    d = advantage(decision)
    if d is None:
        return ALONE(do=do, warning=warning(decision))
    said = {
        "worth": money(decision, d), "other": worded(case, by_place(decision, d.other).strategy, after=best)[1],
        "better": in_ten(d.futures), "sure": sure(d.confidence, draws_of(decision)), "warning": warning(decision),
    }  # fmt: skip
    if decision.verdict == "no_clear_difference":
        return UNCLEAR(one=doing, **said, least=f"{decision.clear_from:.2f}")
    same = same_in(decision, d)
    if same >= TIES:
        return CLEAR_TIES(do=do, **said, same=round(10 * same))
    return CLEAR(do=do, **said)


def warning(decision: Decision) -> Message:
    """That even the best way loses money, and that cash runs out under it; nothing where neither is so."""
    worth = decision.results.kept[:, OUTCOMES.index("worth")].mean(axis=1)
    loses = supplies(decision.case) and float(worth.max()) < 0.0
    runs_out = any(gate.name == "cash" and gate.status != "passed" for gate in decision.best.gates)
    short = round(100 * float(np.mean(decision.results.of(decision.best.place, "cash_low") < 0.0)))
    lost = mean_worth(decision, lost=True)
    if loses:
        return LOSES_AND_RUNS_OUT(lost=lost, short=short) if runs_out else LOSES(lost=lost)
    return RUNS_OUT(short=short) if runs_out else NOTHING_TO_SAY()


def mean_worth(decision: Decision, *, lost: bool = False) -> Message:
    """Mean worth of the best, or what it loses, with no more digits than its input draws allow."""
    values = by_draw(decision.results, decision.results.of(decision.best.place, "worth"))
    error = 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return amount(-float(values.mean()) if lost else float(values.mean()), error, decision.case.currency)


def why(decision: Decision) -> Iterator[Message]:
    """How good it is at all, what it does better and worse than others, and how far other models lie behind."""
    yield from level(decision)
    if any(judged.strategy.kind == "stay" and same(decision, judged) for judged in decision.judged):
        yield SAME()
    next_to = advantage(decision)
    yield from against(decision, next_to)
    for d in decision.by_model:
        other = by_place(decision, d.other)
        if other.feasible and (next_to is None or not difference(decision.results, d.other, next_to.other).same):
            yield BEST_OF_MODEL(
                model=MODELS[other.strategy.model](), doing=worded(decision.case, other.strategy)[1],
                worth=money(decision, d), less=in_ten(d.futures), sure=sure(d.confidence, draws_of(decision)),
            )  # fmt: skip
    if decision.near:
        others = [labelled(decision.case, by_place(decision, d.other).strategy) for d in decision.near]
        yield NEAR(others=listed(others), least=f"{decision.clear_from:.2f}")


def level(decision: Decision) -> Iterator[Message]:
    """How good the best is at all: its mean, by which it is ranked, and the middle and the ends of its futures."""
    worth = decision.results.of(decision.best.place, "worth")
    found = spread(worth)
    step = spread_step(found, draws_of(decision))
    said = {"mean": amount(float(worth.mean()), 0.0, decision.case.currency, step=step)}
    said |= {part: figure(getattr(found, part), step) for part in ("p10", "p50", "p90")}
    if supplies(decision.case):
        yield LEVEL(**said, below=in_ten(float(np.mean(worth < 0.0))))
    else:
        yield LEVEL_COSTS(**said)


def against(decision: Decision, next_to: Difference | None) -> Iterator[Message]:
    """What it does better and worse: than the one in the answer, then than the rule of thumb or another model.

    Two who differ from it in the same things, to the digits that are told, are not told of twice.
    """
    told: list[object] = []
    for d in (next_to, decision.compared):
        found = None if d is None else causes(decision, by_place(decision, d.other))
        if found is not None and (what := dict(found.parameters)["causes"]) not in told:
            told.append(what)
            yield found


def same(decision: Decision, judged: Judged) -> bool:
    """Whether a strategy is the recommended one under another label."""
    place = decision.best.place
    return judged.place == place or difference(decision.results, place, judged.place).same


def gates(decision: Decision) -> Iterator[Message]:
    """Gates of the recommended that are open or failed, and what would be worth more but is barred."""
    for gate in decision.best.gates:
        if gate.status != "passed":
            yield (OPEN if gate.status == "open" else FAILS)(gate=gate.message)
    better: list[tuple[Judged, Difference]] = []
    for judged in decision.judged:
        if not judged.feasible and decision.best.feasible:
            d = difference(decision.results, judged.place, decision.best.place)
            if d.mean > 0 and not any(same_pair(decision, judged, other) for other, _ in better):
                better.append((judged, d))
    for judged, d in sorted(better, key=lambda each: -each[1].mean)[:2]:
        gate = next(gate for gate in judged.gates if gate.status == "failed")
        yield BARRED(label=labelled(decision.case, judged.strategy), worth=money(decision, d), gate=gate.message)


def same_pair(decision: Decision, one: Judged, other: Judged) -> bool:
    """Whether two strategies never differ."""
    return difference(decision.results, one.place, other.place).same


def not_priced(decision: Decision) -> Iterator[Message]:
    """Terms of the recommended partners and of the case that no figure holds yet."""
    case = decision.case
    found = [*case.not_priced, *(t for name in decision.best.strategy.partners for t in case.partners[name].not_priced)]
    parts = []
    for direction, text in DIRECTIONS.items():
        terms = dict.fromkeys(term.term for term in found if term.direction == direction)
        if terms:
            parts.append(text(terms=listed([TERM(term=term) for term in terms])))
    if parts:
        yield NOT_PRICED(terms=listed(parts, clauses=True))
