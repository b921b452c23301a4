"""Stair-step fee: one fee for a window by the step that is reached, of one measure or of the worst of several.

Rules: docs/rules/stair_step.md. A step's fee is never below that of the step before, so the worst measure is the one
with the highest fee.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.bands import ALL, BELOW, UP_TO
from suture.engine.clauses.figure import Amount, Quantity, Written
from suture.engine.clauses.figure_faults import crossed
from suture.engine.clauses.kind import (
    ClauseBase,
    InForce,
    Kind,
    Measure,
    Moment,
    Phase,
    QuantityOf,
    Source,
    Told,
    WindowName,
)
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said
from suture.engine.clauses.tiers import MANY, WIDTHS, Bound, ZeroUse, quads
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Quad, Window, higher, jumped, when
from suture.engine.text import Message, Text, listed

MOST = 4
"""As many measures as one clause may compare."""

TITLE = Text("stair_step.title", "Stair-step fee", "分级固定费用")
REACHED = Text(
    "stair_step.reached",
    "{taken} {unit} of {service} in the window: step {number}, {fee} {currency}",
    "本期{service} {taken} {unit}：第 {number} 级，{fee} {currency}",
)
ZERO = Text(
    "stair_step.zero", "nothing used in the window: step 1, {fee} {currency}", "本期未使用：第 1 级，{fee} {currency}"
)
BEFORE = Text(
    "stair_step.before",
    "less {before} {currency} charged before in the window",
    "减去本期此前已收取的 {before} {currency}",
)
NOTHING = Text("stair_step.nothing", "nothing used in the window: no fee", "本期未使用，不收费")

SAYS = Text(
    "stair_step.says",
    "For {window} the buyer pays one fee, by the step that {counted} reach in it.",
    "买方按{counted}在{window}所达到的级别支付一笔固定费用。",
)
SAYS_COUNT = Text("stair_step.says_count", "{service} ({measure})", "{service}（{measure}）")
SAYS_LIMIT = Text("stair_step.says_limit", "{band} of {service}", "{service}{band}")
SAYS_ABOVE = Text("stair_step.says_above", "above that", "超过上述数量")
SAYS_STEP = Text("stair_step.says_step", "Step {number}, {limits}: {fee}.", "第 {number} 级，{limits}：{fee}。")
SAYS_WORST = Text(
    "stair_step.says_worst",
    "Whichever of them reaches the highest step decides.",
    "以其中达到最高级别者为准。",
)
SAYS_ZERO: Mapping[ZeroUse, Text] = {
    "first_fee_due": Text(
        "stair_step.says_first_fee",
        "The fee of step 1 is due even without use, while the agreement is in force.",
        "协议有效期间，即使未使用，仍应支付第 1 级费用。",
    ),
    "nothing_due": Text("stair_step.says_nothing", "Without use no fee is due.", "未使用的，不收费。"),
}
SAYS_WHOLE = Text(
    "stair_step.says_whole",
    "Where the agreement covers only a part of that time, steps and fees are the same.",
    "协议仅覆盖该期间一部分的，级别和费用不变。",
)
SAYS_DATED = Text(
    "stair_step.says_dated",
    "A fee that changes within that time holds for the whole of it.",
    "费用在该期间内变更的，适用于整个期间。",
)

MANY_MEASURES = refusal(
    "stair_step_too_many_measures",
    "{count} measures are more than {most}",
    "Write several clauses.",
    "共 {count} 个计量项，超过 {most} 个",
    "请拆成多条条款。",
)
LIMITS = refusal(
    "stair_step_limits",
    "step {number} has {found} limits for {wanted} measures",
    "Give every step but the last one limit for each measure, in their order, and the last step none.",
    "第 {number} 级有 {found} 个界限，而计量项有 {wanted} 个",
    "除最后一级外，请按顺序为每个计量项写一个界限；最后一级不写界限。",
)
FIXED = refusal(
    "stair_step_limit_not_fixed",
    "limit {which} of step {number} is dated or a range",
    "Write each limit as one number.",
    "第 {number} 级的第 {which} 个界限带有日期或为区间",
    "请将每个界限写成一个确定的数。",
)
RISING = refusal(
    "stair_step_limits_not_rising",
    "limit {which} of step {number} is {found}, not above {before}",
    "Let the limits of each measure rise from step to step.",
    "第 {number} 级的第 {which} 个界限为 {found}，不高于前一级的 {before}",
    "请使每个计量项的界限逐级递增。",
)
FALLING = refusal(
    "stair_step_fee_falls",
    "the fee of step {number}, {found}, is below that of the step before, {before}",
    "Let no fee be below that of the step before; a price that falls with volume is a volume clause.",
    "第 {number} 级的费用 {found} 低于前一级的 {before}",
    "请使费用不低于前一级；随数量下降的价格请用 volume 条款。",
)


class Count(Written):
    """What is counted: a service, and which of its facts."""

    service: str
    measure: Measure


class Step(Written):
    """One step: where it ends for each of the measures, in their order, and its fee. The last step has no end."""

    to: tuple[Quantity, ...] = ()
    fee: Amount


class Clause(ClauseBase):
    """A stair-step fee as written. All measures are counted in one unit."""

    kind: Literal["stair_step"] = "stair_step"
    counts: tuple[Count, ...] = Field(min_length=1)
    window: WindowName
    bound: Bound
    zero_use: ZeroUse
    steps: tuple[Step, ...] = Field(min_length=1)


Table = tuple[Quad[N], ...]


class Terms(NamedTuple, Generic[N]):
    """Fee without use; where each measure enters its steps; by how much the fee rises there."""

    base: N
    first: Table[N]
    second: Table[N]
    third: Table[N]
    fourth: Table[N]
    rises: Table[N]


class State(NamedTuple, Generic[N]):
    """Steps of each measure in this window; above zero if in force in it; its fee; due since the start."""

    first: N
    second: N
    third: N
    fourth: N
    held: N
    fee: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of each measure in the period; the share of it in which the agreement was in force."""

    first: N
    second: N
    third: N
    fourth: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The fee of the highest step that any measure of the window has reached, less what was charged for it before."""
    first = (s.first if w.opens == 0 else 0 * s.first) + x.first
    second = (s.second if w.opens == 0 else 0 * s.second) + x.second
    third = (s.third if w.opens == 0 else 0 * s.third) + x.third
    fourth = (s.fourth if w.opens == 0 else 0 * s.fourth) + x.fourth
    held = higher(s.held if w.opens == 0 else 0 * s.held, x.in_force)
    one = higher(jumped(first, p.first, p.rises), jumped(second, p.second, p.rises))
    other = higher(jumped(third, p.third, p.rises), jumped(fourth, p.fourth, p.rises))
    fee = higher(one, other) + when(held, p.base)
    before = s.fee if w.opens == 0 else 0 * s.fee
    return State(first, second, third, fourth, held, fee, s.due + fee - before)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment. An order window opens with an order, so nothing is due in it without use."""
    fees = [at.value(each.fee) for each in clause.steps]
    at_once = clause.zero_use == "first_fee_due" and clause.window != "order"
    shift = Decimal(1) if clause.bound == "lower_inclusive" else Decimal(0)
    rises = [Decimal(0) if at_once else fees[0], *(after - before for before, after in pairwise(fees))]
    nothing = quads([Decimal(0)] * len(rises))
    tables = [
        quads([Decimal(0), *(at.steps(each.to[i]) - shift for each in clause.steps[:-1])])
        for i in range(len(clause.counts))
    ]
    first, second, third, fourth = [*tables, *[nothing] * (MOST - len(tables))]
    return Terms(fees[0] if at_once else Decimal(0), first, second, third, fourth, quads(rises))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from; a measure that is not written counts nothing."""
    counted = [QuantityOf((count.service,), count.measure) for count in clause.counts[:MOST]]
    nothing = QuantityOf((), clause.counts[0].measure)
    return (*counted, *[nothing] * (MOST - len(counted)), InForce())


def explain(told: Told) -> Iterable[Message]:
    """Which measure has reached which step."""
    clause, p, after = told.clause, told.terms, told.after
    taken = [after.first, after.second, after.third, after.fourth][: len(clause.counts)]
    reached = [
        entered(table, quantity, len(clause.steps))
        for table, quantity in zip([p.first, p.second, p.third, p.fourth], taken, strict=False)
    ]
    worst = max(reached)
    if worst:
        at = reached.index(worst)
        yield REACHED(
            taken=told.quantity(taken[at]), unit=told.unit.name, service=clause.counts[at].service,
            number=worst, fee=after.fee, currency=told.currency,
        )  # fmt: skip
    elif after.fee:
        yield ZERO(fee=after.fee, currency=told.currency)
    else:
        yield NOTHING()
    if before := after.fee - told.due:
        yield BEFORE(before=before, currency=told.currency)


def entered(table: Sequence[Quad[Decimal]], quantity: Decimal, steps: int) -> int:
    """How many of its steps a quantity has entered."""
    return sum(quantity > start for start in [start for four in table for start in four][:steps])


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    counted = [
        SAYS_COUNT(service=said.service(count.service), measure=MEASURES[count.measure]()) for count in clause.counts
    ]
    yield SAYS(window=WINDOWS[clause.window](), counted=listed(counted))
    band = UP_TO if clause.bound == "upper_inclusive" else BELOW
    for number, each in enumerate(clause.steps, 1):
        limits = [
            SAYS_LIMIT(band=band(to=said.quantity(to, count.service)), service=said.service(count.service))
            for to, count in zip(each.to, clause.counts, strict=False)
        ]
        last = SAYS_ABOVE() if len(clause.steps) > 1 else ALL()
        yield SAYS_STEP(number=number, limits=listed(limits) if limits else last, fee=said.money(each.fee))
    if len(clause.counts) > 1:
        yield SAYS_WORST()
    yield SAYS_ZERO["nothing_due" if clause.window == "order" else clause.zero_use]()
    if clause.window != "order":
        yield SAYS_WHOLE()
        if any(each.fee.dated for each in clause.steps):
            yield SAYS_DATED()


def check(clause: Clause) -> Iterable[Fault]:
    """Every step has its limits, and limits and fees rise."""
    counts, steps = len(clause.counts), clause.steps
    if counts > MOST:
        yield MANY_MEASURES.at("counts", count=counts, most=MOST)
    if len(steps) > WIDTHS[-1]:
        yield MANY.at("steps", count=len(steps))
    fitting = True
    for i, each in enumerate(steps):
        wanted = counts if i < len(steps) - 1 else 0
        if len(each.to) != wanted:
            yield LIMITS.at("steps", i, "to", number=i + 1, found=len(each.to), wanted=wanted)
            fitting = False
        for j, limit in enumerate(each.to):
            if limit.dated or limit.value is None or limit.is_range:
                yield FIXED.at("steps", i, "to", j, number=i + 1, which=j + 1)
                fitting = False
    for i, (before, each) in enumerate(pairwise(steps), start=1):
        if found := crossed(before.fee, each.fee):
            yield FALLING.at("steps", i, "fee", number=i + 1, found=found[1], before=found[0])
    if fitting:
        yield from check_limits(clause)


def check_limits(clause: Clause) -> Iterable[Fault]:
    """The limits of each measure rise, from above zero."""
    for j in range(len(clause.counts)):
        last = Decimal(0)
        for i, each in enumerate(clause.steps[:-1]):
            limit = each.to[j].likely
            if limit <= last:
                yield RISING.at("steps", i, "to", j, number=i + 1, which=j + 1, found=limit, before=last)
            last = limit


def services_of(clause: Clause) -> tuple[str, ...]:
    """The services that are counted; all in one unit."""
    return tuple(dict.fromkeys(count.service for count in clause.counts))


KIND = Kind(
    "stair_step", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check, services=services_of,
)  # fmt: skip
