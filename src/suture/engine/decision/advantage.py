"""Which differences the explanation speaks of: to the next, to the best of another model, to the rule of thumb."""

import numpy as np

from suture.engine.decision.choose import Decision, Judged
from suture.engine.decision.compare import Difference, by_draw
from suture.engine.decision.wording import amount
from suture.engine.text import Message


def draws_of(decision: Decision) -> int:
    """How many input draws there are."""
    return len(by_draw(decision.results, decision.results.of(decision.best.place, "worth")))


def advantage(decision: Decision) -> Difference | None:
    """The difference that the answer speaks of: to the next, or to the one it can be told apart from least."""
    if decision.verdict == "no_clear_difference" and decision.near:
        return min(decision.near, key=lambda d: d.confidence)
    return decision.runner_up


def same_in(decision: Decision, d: Difference) -> float:
    """The share of futures in which there is no difference."""
    paired = decision.results.of(d.one, "worth") - decision.results.of(d.other, "worth")
    return float(np.mean(paired == 0.0))


def by_place(decision: Decision, place: int) -> Judged:
    """The strategy at a place of the results."""
    return next(judged for judged in decision.judged if judged.place == place)


def money(decision: Decision, d: Difference) -> Message:
    """The mean of a difference."""
    return amount(abs(d.mean), (d.high - d.low) / 2, decision.case.currency)


def compared_with(decision: Decision) -> Difference | None:
    """Against whom the causes are told beside the answer: what the rule of thumb names, else another model."""
    return decision.compared


def best_by_thumb(decision: Decision) -> Judged | None:
    """The best strategy of the models that the rule of thumb names."""
    return decision.by_thumb
