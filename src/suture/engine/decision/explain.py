"""Why: the answer in one sentence with its number and how sure, then the reasons, each with its number.

All that is said is read from the decision; nothing is judged beyond its numbers. Every sentence holds on the inputs of
the case, and says so where it stands alone.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from suture.engine.decision.advantage import advantage, by_place, compared_with, draws_of, money, same_in
from suture.engine.decision.causes import causes
from suture.engine.decision.choose import Decision, Judged
from suture.engine.decision.compare import Difference, difference
from suture.engine.decision.turns import turns
from suture.engine.decision.unknowns import calls, thumb
from suture.engine.decision.wording import MODELS, amount, figure, in_ten, label, listed, spread_step, sure, worded
from suture.engine.strategy.models import supplies
from suture.engine.text import Message, Text

CLEAR = Text("answer.clear", "{do}: worth {worth} more than {other}, better in {better}; sure {sure}, on your inputs.")
CLEAR_TIES = Text(
    "answer.clear_ties",
    "{do}: worth {worth} more than {other}, better in {better} and the same in {same}; sure {sure}, on your inputs.",
)
ALONE = Text("answer.alone", "{do}: nothing else passes its gates, on your inputs.")
UNCLEAR = Text(
    "answer.no_clear_difference",
    "No clear difference, on your inputs: {one} comes out {worth} ahead of {other}, better in {better}; sure {sure} "
    "where {least} is asked for.",
)
NOTHING = Text(
    "answer.nothing_feasible",
    "Nothing passes its gates, on your inputs. Of what fails, {doing} is worth most: {worth}.",
)
LEVEL_COSTS = Text("why.level_costs", "Worth today of all costs, nothing being sold: {p50} (P10 {p10}, P90 {p90}).")
LEVEL = Text("why.level", "Worth today of sales less all costs: {p50} (P10 {p10}, P90 {p90}); below zero in {below}.")
BEST_OF_MODEL = Text(
    "why.model", "The best {model} way, {doing}, is worth {worth} less, and less in {better}; sure {sure}."
)
NEAR = Text("why.near", "Cannot be told apart from {others}: sure less than {least}.")
SAME = Text("why.same_as_today", "These are the terms and the partner of today.")
OPEN = Text("gate.open_is", "Open: {gate}.")
FAILS = Text("gate.fails", "Fails: {gate}.")
BARRED = Text("gate.barred", "{label} would be worth {worth} more, but fails: {gate}.")
NOT_PRICED = Text("not_priced", "Terms that no figure holds yet: {terms}.")
DIRECTIONS = {
    "costs_buyer": Text("not_priced.buyer", "{terms} (likely to cost the company)"),
    "costs_seller": Text("not_priced.seller", "{terms} (likely to cost the partner)"),
    "either": Text("not_priced.either", "{terms} (either way)"),
}
TERM = Text("not_priced.term", "{term}")
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
    """The first sentence."""
    case, best = decision.case, decision.best.strategy
    do, doing = worded(case, best)
    if decision.verdict == "nothing_feasible":
        mean = decision.best.numbers[0].spread
        assert mean is not None
        shown = amount(mean.mean or 0.0, 0.0, case.currency, step=spread_step(mean, draws_of(decision)))
        return NOTHING(doing=doing, worth=shown)
    d = advantage(decision)
    if d is None:
        return ALONE(do=do)
    other = worded(case, by_place(decision, d.other).strategy, after=best)[1]
    said = {"worth": money(decision, d), "other": other, "better": in_ten(d.futures)}
    certain = sure(d.confidence, draws_of(decision))
    if decision.verdict == "no_clear_difference":
        return UNCLEAR(one=doing, **said, sure=certain, least=f"{decision.clear_from:.2f}")
    same = same_in(decision, d)
    if same >= TIES:
        return CLEAR_TIES(do=do, **said, same=round(10 * same), sure=certain)
    return CLEAR(do=do, **said, sure=certain)


def why(decision: Decision) -> Iterator[Message]:
    """How good it is at all, what it does better and worse, and how far other models lie behind."""
    draws = draws_of(decision)
    spread = decision.best.numbers[0].spread
    if spread is not None and spread.p50 is not None:
        step = spread_step(spread, draws)
        below = float(np.mean(decision.results.of(decision.best.place, "worth") < 0.0))
        currency = decision.case.currency
        said = {
            "p50": amount(spread.p50, 0.0, currency, step=step),
            "p10": figure(spread.p10, step),
            "p90": figure(spread.p90, step),
        }
        yield LEVEL(**said, below=in_ten(below)) if supplies(decision.case) else LEVEL_COSTS(**said)
    if any(judged.strategy.kind == "stay" and same(decision, judged) for judged in decision.judged):
        yield SAME()
    if (rival := compared_with(decision)) is not None:
        told = causes(decision, by_place(decision, rival.other))
        yield from [told] if told is not None else []
    next_to = advantage(decision)
    for d in decision.by_model:
        other = by_place(decision, d.other)
        if other.feasible and (next_to is None or d.other != next_to.other):
            yield BEST_OF_MODEL(
                model=MODELS[other.strategy.model](), worth=money(decision, d),
                doing=worded(decision.case, other.strategy, after=decision.best.strategy)[1],
                better=in_ten(d.futures), sure=sure(d.confidence, draws),
            )  # fmt: skip
    if decision.near:
        others = [label(by_place(decision, d.other).strategy) for d in decision.near]
        yield NEAR(others=listed(others), least=f"{decision.clear_from:.2f}")


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
        yield BARRED(label=label(judged.strategy), worth=money(decision, d), gate=gate.message)


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
        yield NOT_PRICED(terms=listed(parts))
