"""The tables of the report: flips, all strategies, pairs, assumptions, terms that are not priced."""

from typing import NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.decision.advantage import draws_of, same_in
from suture.engine.decision.choose import Decision
from suture.engine.decision.compare import difference
from suture.engine.decision.inputs import Input, by_draw_name, inputs_of, value_of
from suture.engine.decision.turns import at
from suture.engine.decision.unknowns import out_of_noise
from suture.engine.decision.wording import MODELS, figure, label, ranged, step_of, sure
from suture.engine.strategy.case import Case
from suture.files.report.figures import unit_of
from suture.files.report.texts import MARKS, SHAPES, said

FIRST = 24
"""Assumptions shown before the others are folded away on a screen."""


class Cell(NamedTuple):
    """A simulated figure: its median, and its range below it."""

    middle: str
    range: str


class Assumption(NamedTuple):
    """One figure of the case."""

    input: str
    value: str
    range: str
    shape: str
    mark: str
    because: str
    moves: str


def flips(decision: Decision) -> list[dict[str, str]]:
    """The inputs at which another strategy comes out ahead."""
    known = by_draw_name(decision.case, decision.assumed)
    found = []
    for flip in decision.flips:
        if (each := known.get(flip.driver.name)) is not None:
            likely, between = valued(each, decision.case)
            found.append({
                "input": str(each.name), "at": str(at(decision, each, flip.driver, flip.at)), "likely": likely,
                "range": between, "instead": str(label(flip.instead)),
            })  # fmt: skip
    return found


def valued(each: Input, case: Case) -> tuple[str, str]:
    """The likely value of an input and its range; a dash without one."""
    kept: Figure = each.figure
    if not kept.known:
        return "–", "–"
    likely = str(value_of(kept.likely, each.named.unit, case.currency))
    if kept.low is None or kept.high is None or kept.low == kept.high:
        return likely, "–"
    low, high = (str(value_of(end, each.named.unit, case.currency)) for end in (kept.low, kept.high))
    return likely, f"{low} – {high}"


def strategies(decision: Decision) -> tuple[list[tuple[str, str, str]], list[dict[str, object]]]:
    """Heads (code, name, unit) and one row for each strategy."""
    currency, draws = decision.case.currency, draws_of(decision)
    measures = [number.measure for number in decision.best.numbers if number.spread is not None]
    heads = [(measure.code, str(measure.text()), unit_of(measure, currency)) for measure in measures]
    rows: list[dict[str, object]] = []
    for judged in decision.judged:
        cells = []
        for number in judged.numbers:
            if number.spread is not None:
                middle, _, between = str(ranged(number.spread, draws)).partition(" (")
                cells.append(Cell(middle, between.rstrip(")")))
        rows.append({
            "label": str(label(judged.strategy)), "model": str(MODELS[judged.strategy.model]()), "cells": cells,
            "best": judged.place == decision.best.place,
            "gates": [(SHAPES[g.status], said(g.status), g.status, str(g.message)) for g in judged.gates],
            "failed": not judged.feasible,
        })  # fmt: skip
    return heads, rows


def pairs(decision: Decision) -> list[list[str]]:
    """The recommended less every other: mean, P10, P90, share of futures, sure."""
    rows = []
    for judged in decision.judged[1:]:
        d = difference(decision.results, decision.best.place, judged.place)
        mean = step_of((d.high - d.low) / 2, d.mean)
        ends = step_of((d.high - d.low) / 2, max(abs(d.p10), abs(d.p90)))
        rows.append([
            str(label(judged.strategy)), str(figure(d.mean, mean)), str(figure(d.p10, ends)), str(figure(d.p90, ends)),
            said("share_of_futures", n=round(100 * d.futures)),
            said("share_of_futures", n=round(100 * same_in(decision, d))),
            str(sure(d.confidence, draws_of(decision))) if not d.same else "–",
        ])  # fmt: skip
    return rows


def assumptions(decision: Decision) -> tuple[list[Assumption], list[Assumption]]:
    """Every figure of the case by what it moves: the first ones, and the others."""
    clear = {driver.name: driver.explains for driver in out_of_noise(decision.drivers, draws_of(decision))}
    moved = {driver.name: driver.explains for driver in decision.drivers}
    held = [each for each in inputs_of(decision.case, decision.assumed) if each.figure.known]
    held.sort(key=lambda each: (-moved.get(each.figure.draw, 0.0), not each.figure.is_range))
    found = []
    for each in held:
        likely, between = valued(each, decision.case)
        share = clear.get(each.figure.draw)
        because = "; ".join(part for part in (each.figure.source, each.figure.assumption) if part)
        found.append(
            Assumption(
                str(each.name), likely, between, MARKS[each.mark], said(f"mark.{each.mark}"), because or "–",
                said("share_of_futures", n=round(100 * share)) if share is not None else "",
            )
        )  # fmt: skip
    return found[:FIRST], found[FIRST:]


def not_priced(decision: Decision) -> list[tuple[str, str, str, str]]:
    """Terms that no figure holds: term, whose, what it says, direction; each once."""
    case, partners = decision.case, decision.best.strategy.partners
    held = [(t, said("the_case")) for t in case.not_priced]
    held += [(t, case.partners[name].title or name) for name in partners for t in case.partners[name].not_priced]
    return [(t.term, whose, t.says, said(t.direction)) for t, whose in held]
