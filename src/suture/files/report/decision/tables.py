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
from suture.engine.decision.wording import MODELS, RANGED, figure, labelled, ranged, step_of, sure
from suture.engine.strategy.answers import REASONS
from suture.engine.strategy.case import Case
from suture.engine.text import Message, plain
from suture.files.report.decision.figures import unit_of
from suture.files.report.decision.ranked import Ranked
from suture.files.report.decision.texts import MARKS, SHAPES, TEXTS
from suture.files.report.reader import Reader

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


def flips(decision: Decision, reader: Reader) -> list[dict[str, str]]:
    """The inputs at which another strategy comes out ahead."""
    known = by_draw_name(decision.case, decision.assumed)
    found = []
    for flip in decision.flips:
        if (each := known.get(flip.driver.name)) is not None:
            likely, between = valued(each, decision.case, reader)
            found.append({
                "input": reader.plainly(each.name), "likely": likely,
                "at": in_unit(at(decision, each, flip.driver, flip.at), reader),
                "range": between, "instead": reader.plainly(labelled(decision.case, flip.instead)),
            })  # fmt: skip
    return found


def valued(each: Input, case: Case, reader: Reader) -> tuple[str, str]:
    """The likely value of an input and its range; a dash without one."""
    kept: Figure = each.figure
    if not kept.known:
        return "–", "–"
    likely = in_unit(value_of(kept.likely, each.named.unit, case.currency), reader)
    if kept.low is None or kept.high is None or kept.low == kept.high:
        return likely, "–"
    low, high = (value_of(end, each.named.unit, case.currency) for end in (kept.low, kept.high))
    return likely, reader.said("between", low=reader.number(low), high=reader.words(high))


def in_unit(value: Message, reader: Reader) -> str:
    """A value with its unit, of which there may be one: 1 month, 2 months."""
    text, one = reader.words(value), f"one.{value.text.code}"
    return reader.said(one) if one in TEXTS and reader.number(value) == "1" else text


def strategies(
    decision: Decision, reader: Reader, shown: Sequence[Ranked]
) -> tuple[list[tuple[str, str, str]], list[Row]]:
    """Heads (code, name, unit) and one row for each strategy."""
    currency, draws = decision.case.currency, draws_of(decision)
    measures = [number.measure for number in decision.best.numbers if number.spread is not None]
    heads = [(measure.code, reader.plainly(measure.text()), unit_of(measure, currency, reader)) for measure in measures]
    return heads, [
        Row(
            reader.plainly(labelled(decision.case, each.judged.strategy)), each.others(decision.case, reader),
            reader.plainly(MODELS[each.judged.strategy.model]()),
            tuple(cell(number.spread, draws, reader) for number in each.judged.numbers if number.spread is not None),
            tuple((SHAPES[g.status], reader.said(g.status), g.status, reader.words(g.message)) for g in each.gates),
            best=each.judged is decision.best, failed=not each.judged.feasible,
        )
        for each in shown
    ]  # fmt: skip


def cell(spread: Spread | None, draws: int, reader: Reader) -> Cell:
    """A figure of a table; a dash where it has no meaning."""
    if spread is None:
        return Cell("–", "")
    told = ranged(spread, draws)
    if told.text is not RANGED:
        return Cell(reader.plainly(told), "")
    parts = dict(told.parameters)
    return Cell(*(plain(parts[name], reader.language) for name in ("p50", "ends")))


def pairs(decision: Decision, reader: Reader, shown: Sequence[Ranked]) -> list[list[str]]:
    """The recommended less every other: mean, P10, P90, share of futures, sure."""
    rows = []
    for each in shown[1:]:
        d = difference(decision.results, decision.best.place, each.judged.place)
        mean = step_of((d.high - d.low) / 2, d.mean)
        ends = step_of((d.high - d.low) / 2, max(abs(d.p10), abs(d.p90)))
        rows.append([
            *map(reader.plainly, (labelled(decision.case, each.judged.strategy), figure(d.mean, mean))),
            *map(reader.plainly, (figure(d.p10, ends), figure(d.p90, ends))),
            reader.said("share_of_futures", n=round(100 * d.futures)),
            reader.said("share_of_futures", n=round(100 * same_in(decision, d))),
            reader.plainly(sure(d.confidence, draws_of(decision))) if not d.same else "–",
        ])  # fmt: skip
    return rows


def assumptions(decision: Decision, reader: Reader) -> tuple[list[Assumption], list[Assumption]]:
    """Every figure of the case by what it moves: the first ones, and the others."""
    clear = {driver.name: driver.explains for driver in out_of_noise(decision.drivers, draws_of(decision))}
    moved = {driver.name: driver.explains for driver in decision.drivers}
    held = [each for each in inputs_of(decision.case, decision.assumed) if each.figure.known]
    held.sort(key=lambda each: (-moved.get(each.figure.draw, 0.0), not each.figure.is_range))
    found = []
    for each in held:
        likely, between = valued(each, decision.case, reader)
        share = clear.get(each.figure.draw)
        because = reader.said("semicolon").join(part for part in reasons(each, reader) if part)
        found.append(
            Assumption(
                reader.plainly(each.name), likely, between, MARKS[each.mark], reader.said(f"mark.{each.mark}"),
                because or "–",
                reader.said("share_of_futures", n=round(100 * share)) if share is not None else "",
            )
        )  # fmt: skip
    return found[:FIRST], found[FIRST:]


def reasons(each: Input, reader: Reader) -> tuple[str, str]:
    """The source of a figure and why it is assumed, as somebody wrote it; a stand-in's in the reader's language."""
    source, assumption = each.figure.source, each.figure.assumption
    if each.mark != "stand_in":
        return source, assumption
    known = {words: reader.plainly(text()) for words, text in REASONS.items()}
    return known.get(source, source), known.get(assumption, assumption)


def not_priced(decision: Decision, reader: Reader) -> list[tuple[str, str, str, str]]:
    """Terms that no figure holds: term, whose, what it says, direction; each once."""
    case, partners = decision.case, decision.best.strategy.partners
    held = [(t, reader.said("the_case")) for t in case.not_priced]
    held += [(t, title(case, name)) for name in partners for t in case.partners[name].not_priced]
    return [(t.term, whose, t.says, reader.said(t.direction)) for t, whose in held]
