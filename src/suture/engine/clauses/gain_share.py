"""Gain share: what a unit costs less than its baseline is shared when a window closes; an overrun perhaps too.

Rules: docs/rules/gain_share.md. The cost of a unit is reported as an index.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Amount, Level, Share
from suture.engine.clauses.index_level import says_level
from suture.engine.clauses.kind import ClauseBase, Kind, LevelOf, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.payer import OTHERS, PAYEES, PAYERS, SIDES, Payer, sign
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said, share
from suture.engine.number import N, Window, above, lower
from suture.engine.text import Message, Text, Value

TITLE = Text("gain_share.title", "Gain share", "节约分享")
MOVED = Text(
    "gain_share.moved",
    "{units} {unit} × ({baseline} − {cost}) {currency}: {saving} {currency} saved in the window so far",
    "{units} {unit} × ({baseline} − {cost}) {currency}：本期迄今节约 {saving} {currency}",
)
SHARED = Text(
    "gain_share.shared",
    "{saving} {currency} saved in the window × {percent} %: {side}",
    "本期节约 {saving} {currency} × {percent} %：{side}",
)
OVERRUN = Text(
    "gain_share.overrun",
    "{overrun} {currency} over the baseline in the window × {percent} %: {side}",
    "本期超出基准 {overrun} {currency} × {percent} %：{side}",
)
HELD = Text(
    "gain_share.held",
    "− {over} {currency} above the most of {most} {currency}, of what is {side}",
    "− 超过上限 {most} {currency} 的部分 {over} {currency}（指{side}的金额）",
)
NOTHING = Text("gain_share.nothing", "nothing counted in this period", "本结算期无计量")

SAYS = Text(
    "gain_share.says",
    "Where {service}, counted as {measure}, costs less over {window} than its baseline of {baseline} per unit, the "
    "{payer} pays the {payee} {share} of the saving at the end of that time.",
    "{window}内{service}（按{measure}数量计）的成本合计低于每单位 {baseline} 的基准的，{payer}于该期间结束时"
    "向{payee}支付节约额的 {share}。",
)
SAYS_COST = Text(
    "gain_share.says_cost",
    "The cost of a unit is the {cost} as reported.",
    "单位成本以所申报的{cost}为准。",
)
SAYS_OVERRUN = Text(
    "gain_share.says_overrun",
    "Where it costs more, the {payee} pays the {payer} {share} of the overrun.",
    "成本高于基准的，{payee}向{payer}支付超支额的 {share}。",
)
SAYS_NO_OVERRUN = Text(
    "gain_share.says_no_overrun",
    "Where it costs more, nothing is shared; within that time overruns and savings are set off.",
    "成本高于基准的，不作分担；该期间内的超支与节约相互抵销。",
)
SAYS_MOST = Text(
    "gain_share.says_most", "Not more than {most} is paid for {window}.", "{window}支付的金额不超过 {most}。"
)
SAYS_CLOSE = Text(
    "gain_share.says_close",
    "Shares and limits are those in force at the end of that time.",
    "比例和上限以该期间结束时有效者为准。",
)


class Clause(ClauseBase):
    """A gain share as written. ``paid_by`` is who has the saving first: the seller at a fixed price."""

    kind: Literal["gain_share"] = "gain_share"
    service: str
    measure: Measure
    cost: str = Field(description="the index that the cost of a unit is told by")
    baseline: Level
    lag_periods: int = Field(ge=0, description="settlement periods between the cost and the units")
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    paid_by: Payer
    share: Share
    overrun_share: Share | None = None
    maximum: Amount | None = None


class Terms(NamedTuple, Generic[N]):
    """Baseline of a unit, and how much of a unit a step is; shares of saving and overrun; most; sign."""

    baseline: N
    unit: N
    share: N
    overrun: N
    most: N
    sign: N


class State(NamedTuple, Generic[N]):
    """Saved in this window (below zero where it is overrun); due since the start."""

    saved: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period; the cost of a unit that counts for it."""

    taken: N
    cost: N


def shared(p: Terms[N], saved: N) -> N:
    """What is paid for a window: a part of the saving, or, below zero, of the overrun."""
    gain = p.share * above(saved, 0 * saved)
    loss = p.overrun * above(0 * saved, saved)
    return lower(gain, p.most) - lower(loss, p.most)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Savings and overruns of the window add up; their share is paid when it closes."""
    saved = (s.saved if w.opens == 0 else 0 * s.saved) + x.taken * p.unit * (p.baseline - x.cost)
    return State(saved, s.due + p.sign * shared(p, saved) * w.closes)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        baseline=at.value(clause.baseline),
        unit=at.unit.step,
        share=at.value(clause.share),
        overrun=at.value(clause.overrun_share),
        most=at.value(clause.maximum) if clause.maximum is not None else Decimal("Infinity"),
        sign=sign(clause.paid_by),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure), LevelOf(clause.cost, clause.lag_periods))


def explain(told: Told) -> Iterable[Message]:
    """What the period has saved, and what is paid at the close."""
    p, x, after, currency = told.terms, told.facts, told.after, told.currency
    saved = after.saved
    if x.taken:
        yield MOVED(
            units=told.quantity(x.taken), unit=told.unit.name, baseline=p.baseline, cost=x.cost, saving=saved,
            currency=currency,
        )  # fmt: skip
    elif told.due == 0:
        yield NOTHING()
    if told.due != 0:
        saves = saved > 0
        share, payer = (p.share, told.clause.paid_by) if saves else (p.overrun, OTHERS[told.clause.paid_by])
        said: dict[str, Value] = {"percent": share * 100, "currency": currency, "side": SIDES[payer]()}
        yield SHARED(saving=saved, **said) if saves else OVERRUN(overrun=-saved, **said)
        if (over := share * abs(saved) - abs(told.due)) > 0:
            yield HELD(over=over, most=p.most, currency=currency, side=SIDES[payer]())


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    window, parties = WINDOWS[clause.window](), {"payer": PAYERS[clause.paid_by](), "payee": PAYEES[clause.paid_by]()}
    yield SAYS(
        service=said.service(clause.service), measure=MEASURES[clause.measure](), window=window,
        baseline=said.money(clause.baseline), share=share(clause.share), **parties,
    )  # fmt: skip
    yield SAYS_COST(cost=clause.cost)
    yield says_level(clause.lag_periods)
    if clause.overrun_share is None:
        yield SAYS_NO_OVERRUN()
    else:
        yield SAYS_OVERRUN(share=share(clause.overrun_share), **parties)
    if clause.maximum is not None:
        yield SAYS_MOST(most=said.money(clause.maximum), window=window)
    if any(figure is not None and figure.dated for figure in (clause.share, clause.overrun_share, clause.maximum)):
        yield SAYS_CLOSE()


KIND = Kind("gain_share", Phase.REBATE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, title=TITLE)
