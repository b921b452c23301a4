"""Rebate: at the close of a window a share of its charges is paid back, by the band that they have reached.

Rules: docs/rules/rebate.md.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.bands import half_a_minor_unit, levels, said_band
from suture.engine.clauses.figure import Amount, Share, Written
from suture.engine.clauses.kind import ClauseBase, DueOf, InForce, Kind, Moment, Phase, Source, Told
from suture.engine.clauses.saying import COUNTED_AMOUNTS, WINDOWS, Said, share
from suture.engine.clauses.tiers import Bound, check_tiers, quads
from suture.engine.clauses.told_tiers import slices
from suture.engine.fault import Fault
from suture.engine.number import N, Quad, Window, above, jumped, sliced, when
from suture.engine.text import Message, Text

TITLE = Text("rebate.title", "Rebate", "返利")
REACHED = Text(
    "rebate.reached",
    "{turnover} {currency} charged in the window × {percent} %, the band reached",
    "本期款项 {turnover} {currency} × {percent} %（所达档次）",
)
BY_BAND = Text(
    "rebate.by_band",
    "{turnover} {currency} charged in the window, band by band:",
    "本期款项 {turnover} {currency}，逐档计算：",
)
BAND = Text(
    "rebate.band",
    "band {number}: {counted} {currency} × {percent} %",
    "第 {number} 档：{counted} {currency} × {percent} %",
)
BROUGHT = Text(
    "rebate.brought",
    "for a full window that is {whole} {currency}",
    "折算为完整期间相当于 {whole} {currency}",
)
FORFEITED = Text(
    "rebate.forfeited",
    "the agreement ended before the window closed: no rebate",
    "协议在期间结束前终止，不予返利",
)
OPEN = Text(
    "rebate.open",
    "{turnover} {currency} charged in the window so far; the rebate is found when it closes",
    "本期迄今款项 {turnover} {currency}；期末计算返利",
)

SAYS = Text(
    "rebate.says",
    "At the end of {window} the seller pays the buyer back a share of the charges of {clauses} in that time.",
    "{window}结束时，卖方就{clauses}在该期间的款项按比例向买方返利。",
)
SAYS_BAND = Text(
    "rebate.says_band", "For charges of {band} the share is {share}.", "款项{band}的，返利比例为 {share}。"
)
SAYS_APPLIES: Mapping[str, Text] = {
    "whole_turnover": Text(
        "rebate.says_whole",
        "The share of the band that the charges have reached holds for all of them.",
        "所达档次的比例适用于全部款项。",
    ),
    "each_band": Text(
        "rebate.says_each", "Each share holds for the charges within its own band.", "各档比例仅适用于该档内的款项。"
    ),
}
SAYS_PRORATE: Mapping[str, Text] = {
    "in_force": Text(
        "rebate.says_in_force",
        "If the agreement is in force in a part of that time only, the charges are first brought to the whole of it, "
        "and the rebate back to that part.",
        "协议仅在该期间的部分时间内有效的，款项先折算为完整期间的金额以确定档次，返利再按同一比例折回。",
    ),
    "full": Text(
        "rebate.says_full",
        "The bands are the same where the agreement is in force in a part of that time only.",
        "协议仅在该期间的部分时间内有效的，档次不变。",
    ),
}
SAYS_EARLY_END: Mapping[str, Text] = {
    "paid": Text(
        "rebate.says_paid",
        "The rebate is paid also where the agreement ends within that time.",
        "协议在该期间内终止的，仍予返利。",
    ),
    "forfeited": Text(
        "rebate.says_forfeited",
        "Nothing is paid where the agreement is terminated before the end of that time.",
        "协议在该期间结束前被终止的，不予返利。",
    ),
}
SAYS_CLOSE = Text(
    "rebate.says_close",
    "Shares that change with a date are those in force at the end of that time.",
    "比例随日期变更的，以该期间结束时有效者为准。",
)

NO_SLICES = quads([Decimal(0)])


class Band(Written):
    """One band: from which turnover to which, and the share that is paid back."""

    from_: Amount = Field(alias="from")
    to: Amount | None = None
    share: Share


class Clause(ClauseBase):
    """A rebate as written. ``applies_to`` says whether the band reached holds for all charges or only its own."""

    kind: Literal["rebate"] = "rebate"
    counts: tuple[str, ...] = Field(min_length=1)
    counted_amounts: Literal["rounded", "unrounded"]
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    bound: Bound
    applies_to: Literal["whole_turnover", "each_band"]
    bands: tuple[Band, ...] = Field(min_length=1)
    early_end: Literal["paid", "forfeited"]
    prorate: Literal["in_force", "full"]


class Terms(NamedTuple, Generic[N]):
    """Shares by the band reached, or as slices (the other table adds nothing); 1 where forfeited by an early end.

    Then 1 where the turnover is brought to a full window, its length in settlement periods, and this part of one.
    """

    first: N
    enters: tuple[Quad[N], ...]
    jumps: tuple[Quad[N], ...]
    starts: tuple[Quad[N], ...]
    rises: tuple[Quad[N], ...]
    forfeits: N
    brings: N
    cycles: N
    part: N


class State(NamedTuple, Generic[N]):
    """Charged in this window; settlement periods of it in force; charges last seen; due since the start (negative)."""

    turnover: N
    held: N
    seen: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start; the share of the period in which the agreement was in force."""

    charged: N
    in_force: N


def reached(p: Terms[N], turnover: N) -> N:
    """The share of the band that a turnover of a full window has reached, where it holds for all of it."""
    return p.first + jumped(turnover, p.enters, p.jumps)


def fraction(p: Terms[N], held: N) -> N:
    """The part of a full window that the turnover is taken as."""
    return held / p.cycles if p.brings * held > 0 else 1 + 0 * held


def rebate(p: Terms[N], turnover: N, held: N) -> N:
    """What is paid back for a window."""
    part = fraction(p, held)
    whole = above(turnover, 0 * turnover) / part
    return when(held, (whole * reached(p, whole) + sliced(whole, p.starts, p.rises)) * part)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The window's charges are counted, and paid back in their share when it closes."""
    turnover = (s.turnover if w.opens == 0 else 0 * s.turnover) + x.charged - s.seen
    held = (s.held if w.opens == 0 else 0 * s.held) + p.part * x.in_force
    lost = p.forfeits if x.in_force < 1 else 0 * p.forfeits
    return State(turnover, held, x.charged, s.due - rebate(p, turnover, held) * (1 - lost) * w.closes)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    starts = [at.value(band.from_) for band in clause.bands]
    shares = [at.value(band.share) for band in clause.bands]
    whole = clause.applies_to == "whole_turnover"
    table = levels(starts, shares, clause.bound, half_a_minor_unit(at.currency))
    rises = [shares[0], *(after - before for before, after in pairwise(shares))]
    return Terms(
        first=table.first if whole else Decimal(0),
        enters=table.enters if whole else (),
        jumps=table.jumps if whole else (),
        starts=NO_SLICES if whole else quads(starts),
        rises=NO_SLICES if whole else quads(rises),
        forfeits=Decimal(clause.early_end == "forfeited"),
        brings=Decimal(clause.prorate == "in_force"),
        cycles=at.cycles,
        part=at.share,
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (DueOf(clause.counts, rounded=clause.counted_amounts == "rounded"), InForce())


def explain(told: Told) -> Iterable[Message]:
    """The turnover and its share, or how far the window has come."""
    p, after, currency = told.terms, told.after, told.currency
    turnover, part = after.turnover, fraction(p, after.held)
    whole = turnover / part
    if told.due != 0 and told.clause.applies_to == "each_band":
        yield BY_BAND(turnover=turnover, currency=currency)
        for band in slices(p.starts, p.rises, len(told.clause.bands), 0 * whole, whole):
            yield BAND(number=band.number, counted=band.counted * part, percent=band.price * 100, currency=currency)
    elif told.due != 0:
        yield REACHED(turnover=turnover, percent=reached(p, whole) * 100, currency=currency)
    elif p.forfeits and told.facts.in_force < 1:
        yield FORFEITED()
    else:
        yield OPEN(turnover=turnover, currency=currency)
    if told.due != 0 and part != 1:
        yield BROUGHT(whole=whole, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(window=WINDOWS[clause.window](), clauses=said.clauses(clause.counts))
    for band in clause.bands:
        yield SAYS_BAND(band=said_band(band, clause.bound, said.money), share=share(band.share))
    yield SAYS_APPLIES[clause.applies_to]()
    yield COUNTED_AMOUNTS[clause.counted_amounts]()
    yield SAYS_PRORATE[clause.prorate]()
    yield SAYS_EARLY_END[clause.early_end]()
    if any(band.share.dated for band in clause.bands):
        yield SAYS_CLOSE()


def check(clause: Clause) -> Iterable[Fault]:
    """Gaps and ends of the table."""
    return check_tiers(clause.bands, "bands")


KIND = Kind(
    "rebate", Phase.REBATE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
