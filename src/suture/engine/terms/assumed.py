"""Assumptions: figures of an agreement set to something else for a while, by the place that a fault names.

A place is ``clauses[0].price``, or with the id of the clause, ``clauses.price.price``; or the ``draw`` that figures are
written with, which stands for all of them at once.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import cast

from suture.engine.fault import Faulty, Path, dotted, refusal
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.document import Document, Tree
from suture.engine.terms.partial import unknown
from suture.engine.terms.ranges import figures
from suture.engine.terms.refused import nearest

NO_FIGURE = refusal(
    "assumed_no_figure",
    "there is no figure at '{place}'",
    "{guess}Name one by its place, such as {example}.",
    "“{place}”处没有数值",
    "{guess}请按位置指定数值，例如 {example}。",
)


TWICE = refusal(
    "assumed_twice",
    "'{place}' and '{other}' are the same figure",
    "Assume it by one of them.",
    "“{place}”与“{other}”为同一数值",
    "请只用其中之一作出假设。",
)


def assumed(document: Document, agreement: Agreement, assumptions: Mapping[str, Tree]) -> Document:
    """The document that the agreement was read from, with other figures in these places. Raises ``Faulty``."""
    places: dict[str, list[Path]] = {}
    for word, path in names(agreement):
        places.setdefault(word, []).append(path)
    open_ones = [dotted(path) for path in unknown(agreement)]
    example = next(iter([*open_ones, *places]), "clauses[0].price")
    wrong = [
        NO_FIGURE.at("assume", place=place, guess=nearest(place, [*open_ones, *places]), example=example)
        for place in assumptions
        if place not in places
    ]
    if wrong:
        raise Faulty(wrong)
    named: dict[Path, str] = {}
    for place in assumptions:
        others = {other for path in places[place] if (other := named.setdefault(path, place)) != place}
        wrong.extend(TWICE.at("assume", place=other, other=place) for other in sorted(others))
    if wrong:
        raise Faulty(wrong)
    data = deepcopy(document.data)
    for place, figure in assumptions.items():
        together = {"draw": place} if len(places[place]) > 1 and isinstance(figure, dict) else {}
        for path in places[place]:
            put(data, path, {**figure, **together} if isinstance(figure, dict) else figure)
    return document._replace(data=data)


def names(agreement: Agreement) -> Iterator[tuple[str, Path]]:
    """Every figure of the clauses by the words for its place, and by its draw."""
    for part in ("clauses", "amendments"):
        for path, figure in figures(getattr(agreement, part), (part,)):
            yield dotted(path), path
            yield dotted(by_id(agreement, path)), path
            if figure.draw:
                yield figure.draw, path


def by_id(agreement: Agreement, path: Path) -> Path:
    """A place with the id of its clause in place of its number."""
    match path:
        case ("clauses", int(at), *rest):
            return ("clauses", agreement.clauses[at].id, *rest)
        case ("amendments", int(number), "clauses", int(at), *rest):
            amendment = agreement.amendments[number]
            return ("amendments", amendment.number, "clauses", amendment.clauses[at].id, *rest)
    return path


def put(data: Tree, path: Path, figure: Tree) -> None:
    """Puts a figure in the place of another; a dated one keeps its day."""
    here = data
    for at, part in enumerate(path):
        if isinstance(here, dict) and isinstance(part, int):
            here = here["dated"]
        holder, last = cast(dict[str | int, Tree], here), at == len(path) - 1
        if not last:
            here = holder[part]
            continue
        before = holder[part]
        if isinstance(part, int) and isinstance(before, dict) and "from" in before:
            parts = figure if isinstance(figure, dict) else {"value": figure}
            figure = {"from": before["from"], **parts}
        holder[part] = figure
