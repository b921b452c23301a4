"""Material variance: a move of a material's price against its baseline passes into the price of every unit.

Rules: docs/rules/material_variance.md. The trade's purchase price variance, one clause for each component.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Level, Ratio, Share
from suture.engine.clauses.index_level import says_level
from suture.engine.clauses.kind import ClauseBase, Kind, LevelOf, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, Said, number, share
from suture.engine.number import N, Window, above
from suture.engine.text import Message, Text

TITLE = Text("material_variance.title", "Material price variance", "材料价差")
PASSES = Text(
    "material_variance.passes",
    "{material} at {level} against {base}: {taken} {unit} × {content} × {move} {currency} × {percent} %",
    "{material}价格 {level}，基准 {base}：{taken} {unit} × {content} × {move} {currency} × {percent} %",
)
INSIDE = Text(
    "material_variance.inside",
    "{material} at {level} is not outside {low} to {high}: nothing passes",
    "{material}价格 {level} 未超出 {low} 至 {high}：不作传导",
)
STAYS = Text(
    "material_variance.stays",
    "{material} at {level} against {base}: falls do not pass",
    "{material}价格 {level}，基准 {base}：降价不作传导",
)

SAYS = Text(
    "material_variance.says",
    "The price of {service} moves with the price of {material}, against a baseline of {base}: for each unit, counted "
    "as {measure}, the buyer bears {share} of {content} times the move of that price.",
    "{service}的价格随{material}价格相对基准 {base} 的变动调整：每单位（按{measure}数量计），买方承担该价格变动额乘以 "
    "{content} 所得金额的 {share}。",
)
SAYS_FALLS: Mapping[str, Text] = {
    "pass": Text("material_variance.says_falls", "Falls pass to the buyer as a credit.", "降价的，相应退还买方。"),
    "stay": Text("material_variance.says_no_falls", "Falls do not pass.", "降价的，不作传导。"),
}
SAYS_THRESHOLD = Text(
    "material_variance.says_threshold",
    "While that price differs from the baseline by no more than {threshold} of it, nothing passes.",
    "该价格与基准相差不超过基准的 {threshold} 时，不作传导。",
)
SAYS_PAST: Mapping[str, Text] = {
    "whole_move": Text(
        "material_variance.says_whole", "Beyond that the whole move passes.", "超过的，全部变动额传导。"
    ),
    "excess": Text("material_variance.says_excess", "Beyond that only the excess passes.", "超过的，仅传导超出部分。"),
}


class Clause(ClauseBase):
    """A material variance as written. ``content`` is how much of the material one unit of the service holds."""

    kind: Literal["material_variance"] = "material_variance"
    service: str
    measure: Measure
    material: str = Field(description="the index that its price is told by")
    baseline: Level
    content: Ratio
    lag_periods: int = Field(ge=0, description="settlement periods between the material's price and the charge")
    threshold: Share
    past_threshold: Literal["whole_move", "excess"]
    falls: Literal["pass", "stay"]
    share: Share


class Terms(NamedTuple, Generic[N]):
    """Baseline; prices between which nothing passes; 1 for the whole move; 1 where falls pass.

    ``passed`` is the material of a step times the share that passes; content of a unit and share are only told.
    """

    base: N
    floor: N
    ceiling: N
    whole: N
    falls: N
    passed: N
    content: N
    share: N


class State(NamedTuple, Generic[N]):
    """Due since the start."""

    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period; the price of the material that counts for it."""

    taken: N
    level: N


def move(p: Terms[N], level: N) -> N:
    """By how much the material's price has moved, as far as it passes."""
    past = above(level, p.ceiling) - p.falls * above(p.floor, level)
    whole = level - p.base if past != 0 else 0 * level
    return whole if p.whole > 0 else past


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Every unit of the period bears the move of its period; earlier units stay as they were."""
    return State(s.due + x.taken * p.passed * move(p, x.level))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; bounds are prices, since a price at a bound means the same in both types."""
    base, threshold = at.value(clause.baseline), at.value(clause.threshold)
    return Terms(
        base=base,
        floor=base * (1 - threshold),
        ceiling=base * (1 + threshold),
        whole=Decimal(clause.past_threshold == "whole_move"),
        falls=Decimal(clause.falls == "pass"),
        passed=at.per_step(clause.content) * at.value(clause.share),
        content=at.value(clause.content),
        share=at.value(clause.share),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure), LevelOf(clause.material, clause.lag_periods))


def explain(told: Told) -> Iterable[Message]:
    """The price against its baseline, and what it makes of the units."""
    clause, p, level = told.clause, told.terms, told.facts.level
    said = {"material": clause.material, "level": level}
    if p.floor <= level <= p.ceiling:
        yield INSIDE(low=p.floor, high=p.ceiling, **said)
    elif level < p.floor and not p.falls:
        yield STAYS(base=p.base, **said)
    else:
        yield PASSES(
            base=p.base, taken=told.quantity(told.facts.taken), unit=told.unit.name, content=p.content,
            move=move(p, level), percent=p.share * 100, currency=told.currency, **said,
        )  # fmt: skip


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        service=said.service(clause.service), material=clause.material, base=said.money(clause.baseline),
        measure=MEASURES[clause.measure](), content=number(clause.content), share=share(clause.share),
    )  # fmt: skip
    yield SAYS_FALLS[clause.falls]()
    yield says_level(clause.lag_periods)
    if clause.threshold.is_range or clause.threshold.value != 0:
        yield SAYS_THRESHOLD(threshold=share(clause.threshold))
        yield SAYS_PAST[clause.past_threshold]()


KIND = Kind(
    "material_variance", Phase.ADJUSTMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, title=TITLE
)
