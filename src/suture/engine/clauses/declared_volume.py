"""Declared volume: priced at the step of the volume declared for a window, billed back at the step really reached.

Rules: docs/rules/declared_volume.md. The trade's price by estimated annual usage with bill-back.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.bands import NEARLY_A_STEP, levels, said_band
from suture.engine.clauses.figure import Price, Quantity, Written
from suture.engine.clauses.kind import ClauseBase, InForce, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said
from suture.engine.clauses.tiers import Bound, check_tiers
from suture.engine.fault import Fault
from suture.engine.number import N, Quad, Window, above, jumped, when
from suture.engine.text import Message, Text

TITLE = Text("declared_volume.title", "Price by declared volume", "按申报量定价")
TAKEN = Text(
    "declared_volume.taken",
    "{taken} {unit} × {price} {currency}, the price for {declared} {unit} declared",
    "{taken} {unit} × {price} {currency}（申报量 {declared} {unit} 对应的价格）",
)
BILLED_BACK = Text(
    "declared_volume.billed_back",
    "{taken} {unit} taken in the window, {declared} declared: {taken} × ({reached} − {price}) {currency} billed back",
    "本期申报 {declared} {unit}，实际提取 {taken} {unit}：补收差价 {taken} × ({reached} − {price}) {currency}",
)
REFUNDED = Text(
    "declared_volume.refunded",
    "{taken} {unit} taken in the window, {declared} declared: {taken} × ({price} − {reached}) {currency} paid back",
    "本期申报 {declared} {unit}，实际提取 {taken} {unit}：退还差价 {taken} × ({price} − {reached}) {currency}",
)
BROUGHT = Text(
    "declared_volume.brought",
    "for a full window that is {whole} {unit}",
    "折算为完整期间相当于 {whole} {unit}",
)
NOTHING = Text("declared_volume.nothing", "nothing taken in this period", "本结算期未提取")

SAYS = Text(
    "declared_volume.says",
    "{service} is priced by the volume that the buyer has declared for {window}, {declared}, counted as {measure}.",
    "{service}按买方为{window}申报的数量定价；申报量为 {declared}，按{measure}数量计。",
)
SAYS_TIER = Text("declared_volume.says_tier", "For {band} the price is {price}.", "数量{band}的，价格为{price}。")
SAYS_SETTLED = Text(
    "declared_volume.says_settled",
    "At the end of that time all of its units are priced again at the step that was really reached. If that price is "
    "higher, the buyer pays the difference for all of them.",
    "期间结束时，该期间的全部数量按实际达到的阶梯重新计价；价格较高的，买方就全部数量补付差价。",
)
SAYS_REFUND = Text(
    "declared_volume.says_refund", "If it is lower, the seller pays the difference back.", "价格较低的，卖方退还差价。"
)
SAYS_NO_REFUND = Text(
    "declared_volume.says_no_refund", "If it is lower, nothing is paid back.", "价格较低的，不予退还。"
)
SAYS_HELD = Text(
    "declared_volume.says_held",
    "The volume declared on the first day of that time holds until its end; the difference is that of the prices in "
    "force at its end.",
    "申报量以期间首日有效者为准，直至期间结束；差价按期间结束时有效的价格计算。",
)
SAYS_IN_FORCE = Text(
    "declared_volume.says_in_force",
    "If the agreement is in force in a part of that time only, what was taken is first brought to the whole of it.",
    "协议仅在期间的部分时间内有效的，实际提取量先折算为完整期间的数量。",
)
SAYS_FULL = Text(
    "declared_volume.says_full",
    "The steps are the same where the agreement is in force in a part of that time only.",
    "协议仅在期间的部分时间内有效的，阶梯不变。",
)


class Tier(Written):
    """One step of the price list: from which yearly volume to which, and the price of every unit at it."""

    from_: Quantity = Field(alias="from")
    to: Quantity | None = None
    price: Price


class Clause(ClauseBase):
    """A price by declared volume as written. ``refund`` says what happens when a cheaper step is reached."""

    kind: Literal["declared_volume"] = "declared_volume"
    service: str
    measure: Measure
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    declared: Quantity
    bound: Bound
    tiers: tuple[Tier, ...] = Field(min_length=1)
    refund: Literal["none", "difference"]
    prorate: Literal["in_force", "full"]


class Terms(NamedTuple, Generic[N]):
    """Steps declared; prices of a step; 1 where refunded; 1 where brought to a full window, its length, this part."""

    declared: N
    first: N
    enters: tuple[Quad[N], ...]
    jumps: tuple[Quad[N], ...]
    refunds: N
    brings: N
    cycles: N
    part: N


class State(NamedTuple, Generic[N]):
    """Declared for this window; taken in it; settlement periods of it in force; due since the start."""

    declared: N
    taken: N
    held: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period; the share of it in which the agreement was in force."""

    taken: N
    in_force: N


def level(p: Terms[N], quantity: N) -> N:
    """The price of a step at this volume of a full window."""
    return p.first + jumped(quantity, p.enters, p.jumps)


def brought(p: Terms[N], taken: N, held: N) -> N:
    """What was taken, as a quantity of a full window where that is agreed."""
    return taken * p.cycles / held if p.brings * held > 0 else taken


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Units at the price declared; when the window closes, all of them at the price reached instead."""
    declared = s.declared if w.opens == 0 else p.declared
    taken = (s.taken if w.opens == 0 else 0 * s.taken) + x.taken
    held = (s.held if w.opens == 0 else 0 * s.held) + p.part * x.in_force
    price = level(p, declared)
    rise = level(p, brought(p, taken, held)) - price
    settled = rise if p.refunds > 0 else above(rise, 0 * rise)
    return State(declared, taken, held, s.due + x.taken * price + when(held, taken * settled) * w.closes)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    starts = [at.steps(tier.from_) for tier in clause.tiers]
    table = levels(starts, [at.per_step(tier.price) for tier in clause.tiers], clause.bound, NEARLY_A_STEP)
    return Terms(
        declared=at.steps(clause.declared),
        first=table.first,
        enters=table.enters,
        jumps=table.jumps,
        refunds=Decimal(clause.refund == "difference"),
        brings=Decimal(clause.prorate == "in_force"),
        cycles=at.cycles,
        part=at.share,
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure), InForce())


def explain(told: Told) -> Iterable[Message]:
    """The units at the price declared, then what the close makes of it."""
    p, after, unit = told.terms, told.after, told.unit
    price = level(p, after.declared)
    said = {
        "unit": unit.name, "currency": told.currency, "price": price / unit.step,
        "declared": told.quantity(after.declared),
    }  # fmt: skip
    if told.facts.taken:
        yield TAKEN(taken=told.quantity(told.facts.taken), **said)
    if settled := told.due - told.facts.taken * price:
        whole = brought(p, after.taken, after.held)
        text = BILLED_BACK if settled > 0 else REFUNDED
        yield text(taken=told.quantity(after.taken), reached=level(p, whole) / unit.step, **said)
        if whole != after.taken:
            yield BROUGHT(whole=told.quantity(whole), unit=unit.name)
    elif not told.facts.taken:
        yield NOTHING()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        service=said.service(clause.service), window=WINDOWS[clause.window](), measure=MEASURES[clause.measure](),
        declared=said.quantity(clause.declared, clause.service),
    )  # fmt: skip
    for tier in clause.tiers:
        band = said_band(tier, clause.bound, lambda figure: said.quantity(figure, clause.service))
        yield SAYS_TIER(band=band, price=said.price(tier.price, clause.service))
    yield SAYS_SETTLED()
    yield SAYS_REFUND() if clause.refund == "difference" else SAYS_NO_REFUND()
    yield SAYS_HELD()
    yield SAYS_IN_FORCE() if clause.prorate == "in_force" else SAYS_FULL()


def check(clause: Clause) -> Iterable[Fault]:
    """Gaps and ends of the table."""
    return check_tiers(clause.tiers, "tiers")


KIND = Kind(
    "declared_volume", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
