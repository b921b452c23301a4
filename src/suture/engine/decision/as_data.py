"""A decision as the documented JSON object (docs/json.md): same case, seed and version, same bytes."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from suture.engine.decision.advantage import advantage, draws_of, same_in
from suture.engine.decision.choose import THUMB, Decision, Flip, Judged
from suture.engine.decision.compare import Difference, difference
from suture.engine.decision.drivers import Driver
from suture.engine.decision.explain import Reasons, explained
from suture.engine.decision.inputs import Input, by_draw_name
from suture.engine.decision.numbers import Number
from suture.engine.decision.turning import Crossing
from suture.engine.decision.wording import labelled
from suture.engine.fault import dotted
from suture.engine.strategy.case import Case
from suture.engine.terms.agreement import NotPriced

SCHEMA: Final = "choose/1"
DIGITS: Final = 6
"""Significant digits of a number: more than any sampling error allows, fewer than machines differ in."""


def as_data(decision: Decision, *, version: str, case_hash: str = "") -> dict[str, Any]:
    """The decision as plain data, its keys in a fixed order."""
    case, sampled, found = decision.case, decision.sampling, explained(decision)
    return {
        "suture": version,
        "schema": SCHEMA,
        "case": {"name": case.case, "title": case.title, "hash": case_hash},
        "currency": case.currency,
        "seed": sampled.seed,
        "scenarios": sampled.scenarios,
        "sampling": {
            "method": sampled.method, "input_draws": draws_of(decision), "futures_per_input": sampled.futures_per_input,
        },
        "recommendation": recommendation(decision, found),
        "gates": [
            {"strategy": judged.strategy.name, "name": gate.name, "status": gate.status, **gate.message.as_data()}
            for judged in decision.judged
            for gate in judged.gates
        ],
        "strategies": [strategy(case, judged) for judged in decision.judged],
        "comparisons": [comparison(decision, judged) for judged in decision.judged[1:]],
        "flips": [flip(decision, each) for each in decision.flips],
        "drivers": drivers(decision),
        "break_even": {
            "between": [each.name for each in decision.discount_pair] if decision.discount_pair else None,
            "discount": crossing(decision.discount),
            "volume": crossing(decision.volume),
            "volume_ends": decision.volume_ends,
        },
        "rule_of_thumb": {
            "kind": case.company.kind,
            "models": list(THUMB[case.company.kind]),
            "holds": decision.thumb_holds,
            "reasons": [message.as_data() for message in found.thumb],
        },
        "assumed": [
            {
                "path": dotted(each.path), "low": number(each.figure.low), "value": number(each.figure.likely),
                "high": number(each.figure.high), "source": each.figure.source, "assumption": each.figure.assumption,
            }
            for each in decision.assumed
        ],
        "not_priced": not_priced(case),
    }  # fmt: skip


def recommendation(decision: Decision, found: Reasons) -> dict[str, Any]:
    """What is recommended, against whom, how far ahead and how sure."""
    best = decision.best.strategy
    d = advantage(decision)
    sentences = [found.answer, *(message for part in found[1:] for message in part)]
    return {
        "strategy": best.name,
        "label": str(labelled(decision.case, best)),
        "model": best.model,
        "partners": list(best.partners),
        "verdict": decision.verdict,
        "clear_from": decision.clear_from,
        "against": named(decision, d.other) if d else None,
        "confidence": number(d.confidence) if d else None,
        "futures": number(d.futures) if d else None,
        "futures_same": number(same_in(decision, d)) if d else None,
        "advantage": spread(d) if d else None,
        "reasons": [message.as_data() for message in sentences],
    }


def spread(d: Difference) -> dict[str, Any]:
    """A paired difference in worth: mean with its 95 % interval, and the tenth and ninetieth percentile."""
    return {part: number(getattr(d, part)) for part in ("mean", "low", "high", "p10", "p90")}


def named(decision: Decision, place: int) -> str:
    """The strategy at a place of the results."""
    return decision.results.strategies[place].name


def strategy(case: Case, judged: Judged) -> dict[str, Any]:
    """One strategy with its outcomes."""
    return {
        "name": judged.strategy.name,
        "label": str(labelled(case, judged.strategy)),
        "model": judged.strategy.model,
        "partners": list(judged.strategy.partners),
        "feasible": judged.feasible,
        "outcomes": {each.measure.code: outcome(each) for each in judged.numbers},
    }


def outcome(each: Number) -> dict[str, Any]:
    """One number over the futures, or the sentences where it is a yes or no."""
    measure = {"unit": each.measure.unit, "better": each.measure.better}
    if each.spread is None:
        return {**measure, "words": [message.as_data() for message in each.words]}
    return {**{part: number(value) for part, value in each.spread._asdict().items()}, **measure}


def comparison(decision: Decision, judged: Judged) -> dict[str, Any]:
    """The recommended less another strategy."""
    d = difference(decision.results, decision.best.place, judged.place)
    return {
        "other": judged.strategy.name,
        "feasible": judged.feasible,
        **spread(d),
        "futures": number(d.futures),
        "futures_same": number(same_in(decision, d)),
        "confidence": number(d.confidence),
        "near": any(near.other == judged.place for near in decision.near),
    }


def flip(decision: Decision, each: Flip) -> dict[str, Any]:
    """An input at which another strategy would be recommended."""
    known = by_draw_name(decision.case, decision.assumed)
    instead = {"strategy": each.instead.name, "model": each.instead.model}
    return {**entry(each.driver, known), "at": number(each.at), "instead": instead}


def drivers(decision: Decision) -> list[dict[str, Any]]:
    """What moves the difference to the best of another model; ``clear`` where it moves it by enough to be told."""
    known = by_draw_name(decision.case, decision.assumed)
    return [
        {
            **entry(driver, known), "explains": number(driver.explains), "slope": number(driver.slope),
            "turns_at": number(driver.turns_at), "clear": driver.clear,
        }
        for driver in decision.drivers
    ]  # fmt: skip


def entry(driver: Driver, known: Mapping[str, Input]) -> dict[str, Any]:
    """An input with its range."""
    found = known[driver.name]
    return {
        "input": driver.name,
        "label": str(found.name),
        "unit": found.named.unit,
        "mark": found.mark,
        "low": number(driver.low),
        "likely": number(driver.likely),
        "high": number(driver.high),
    }


def crossing(found: Crossing | None) -> dict[str, Any] | None:
    """A difference along one quantity, and where it is zero."""
    if found is None:
        return None
    return {"points": [[number(x), number(y)] for x, y in found.points], "zero_at": number(found.zero_at)}


def not_priced(case: Case) -> list[dict[str, Any]]:
    """Terms that no figure holds yet, of the case and of each partner."""
    return [*terms(case.not_priced, None), *(t for name, p in case.partners.items() for t in terms(p.not_priced, name))]


def terms(found: Iterable[NotPriced], partner: str | None) -> list[dict[str, Any]]:
    """Terms of one partner, or of the case itself."""
    return [{"partner": partner, "term": t.term, "says": t.says, "direction": t.direction} for t in found]


def number(value: Any) -> float | int | None:
    """A number with six significant digits; null where there is none."""
    if value is None or not math.isfinite(value):
        return None
    rounded = float(f"{float(value):.{DIGITS}g}")
    return int(rounded) if rounded == int(rounded) else rounded
