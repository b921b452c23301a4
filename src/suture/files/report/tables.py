"""The tables of the report: flips, all strategies, pairs, assumptions, terms that are not priced."""

from collections.abc import Sequence
from typing import NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.decision.advantage import draws_of, same_in
from suture.engine.decision.choose import Decision
from suture.engine.decision.compare import difference
from suture.engine.decision.drivers import out_of_noise
from suture.engine.decision.inputs import Input, by_draw_name, inputs_of, value_of
from suture.engine.decision.names import title
from suture.engine.decision.numbers import Spread
from suture.engine.decision.turns import at
from suture.engine.decision.wording import MODELS, figure, labelled, ranged, step_of, sure
from suture.engine.strategy.case import Case
from suture.engine.text import Message
from suture.files.numerals import in_columns, number_of
from suture.files.report.figures import unit_of
from suture.files.report.ranked import Ranked
from suture.files.report.texts import MARKS, SHAPES, TEXTS, said

FIRST = 24
"""Assumptions shown before the others are folded away on a screen."""


class Cell(NamedTuple):
    """A simulated figure: its median, and its range below it."""

    middle: str
    range: str


class Row(NamedTuple):
    """One strategy of the ranking; a gate is its shape, its word, its state and its sentence."""

    label: str
    others: str
    model: str
    cells: tuple[Cell, ...]
    gates: tuple[tuple[str, str, str, str], ...]
    best: bool
    failed: bool


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
                "input": str(each.name), "at": in_unit(at(decision, each, flip.driver, flip.at)), "likely": likely,
                "range": between, "instead": str(labelled(decision.case, flip.instead)),
            })  # fmt: skip
    return found


def valued(each: Input, case: Case) -> tuple[str, str]:
    """The likely value of an input and its range; a dash without one."""
    kept: Figure = each.figure
    if not kept.known:
        return "–", "–"
    likely = in_unit(value_of(kept.likely, each.named.unit, case.currency))
    if kept.low is None or kept.high is None or kept.low == kept.high:
        return likely, "–"
    low, high = (value_of(end, each.named.unit, case.currency) for end in (kept.low, kept.high))
    return likely, said("between", low=number_of(low), high=in_columns(high))


def in_unit(value: Message) -> str:
    """A value with its unit, of which there may be one: 1 month, 2 months."""
    text, one = in_columns(value), f"one.{value.text.code}"
    return said(one) if one in TEXTS and number_of(value) == "1" else text


def strategies(decision: Decision, shown: Sequence[Ranked]) -> tuple[list[tuple[str, str, str]], list[Row]]:
    """Heads (code, name, unit) and one row for each strategy."""
    currency, draws = decision.case.currency, draws_of(decision)
    measures = [number.measure for number in decision.best.numbers if number.spread is not None]
    heads = [(measure.code, str(measure.text()), unit_of(measure, currency)) for measure in measures]
    return heads, [
        Row(
            str(labelled(decision.case, each.judged.strategy)), each.others(decision.case),
            str(MODELS[each.judged.strategy.model]()),
            tuple(cell(number.spread, draws) for number in each.judged.numbers if number.spread is not None),
            tuple((SHAPES[g.status], said(g.status), g.status, in_columns(g.message)) for g in each.gates),
            best=each.judged is decision.best, failed=not each.judged.feasible,
        )
        for each in shown
    ]  # fmt: skip


def cell(spread: Spread | None, draws: int) -> Cell:
    """A figure of a table; a dash where it has no meaning."""
    if spread is None:
        return Cell("–", "")
    middle, _, between = str(ranged(spread, draws)).partition(" (")
    return Cell(middle, between.rstrip(")"))


def pairs(decision: Decision, shown: Sequence[Ranked]) -> list[list[str]]:
    """The recommended less every other: mean, P10, P90, share of futures, sure."""
    rows = []
    for each in shown[1:]:
        d = difference(decision.results, decision.best.place, each.judged.place)
        mean = step_of((d.high - d.low) / 2, d.mean)
        ends = step_of((d.high - d.low) / 2, max(abs(d.p10), abs(d.p90)))
        rows.append([
            str(labelled(decision.case, each.judged.strategy)), str(figure(d.mean, mean)), str(figure(d.p10, ends)),
            str(figure(d.p90, ends)), said("share_of_futures", n=round(100 * d.futures)),
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
    held += [(t, title(case, name)) for name in partners for t in case.partners[name].not_priced]
    return [(t.term, whose, t.says, said(t.direction)) for t, whose in held]
