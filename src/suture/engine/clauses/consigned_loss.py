"""Loss of consigned parts: what the buyer issued and the seller can no longer show, over an allowance, is replaced.

Rules: docs/rules/consigned_loss.md. Settled when a window closes, on the parts that are counted in process then.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Price, Ratio, Share
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import WINDOWS, Said, number, share
from suture.engine.fault import Fault
from suture.engine.number import N, Window, above
from suture.engine.text import Message, Text

OPEN = Text(
    "consigned_loss.open",
    "{issued} {unit} issued in the window so far; settled on the count when it closes",
    "本期迄今已发料 {issued} {unit}；期末按盘点结算",
)
LOSS = Text(
    "consigned_loss.loss",
    "{issued} {unit} issued + {opening} in process before − {good} in good units − {closing} in process − {returned} "
    "returned = {lost} lost",
    "发料 {issued} {unit} + 期初在制 {opening} − 合格品用料 {good} − 期末在制 {closing} − 退回 {returned} = "
    "损耗 {lost}",
)
OVER = Text(
    "consigned_loss.over",
    "{lost} − {allowance} % × {base} = {over} over the allowance × {price} {currency} credited",
    "{lost} − {allowance} % × {base} = 超出允许损耗 {over} × {price} {currency}，予以抵扣",
)
WITHIN = Text(
    "consigned_loss.within",
    "no more than the allowance of {allowance} % × {base}: nothing is credited",
    "未超过允许损耗 {allowance} % × {base}，不予抵扣",
)

SAYS = Text(
    "consigned_loss.says",
    "The buyer consigns {service} to the seller for making {product}; the parts stay the buyer's. A good unit counts "
    "for {parts} of them.",
    "买方向卖方提供{service}用于生产{product}，所有权归买方。每一合格品计用料 {parts}。",
)
SAYS_LOST = Text(
    "consigned_loss.says_lost",
    "Lost in {window} is what was issued, and in process before, and is neither in good units, nor returned, nor "
    "counted in process when that time closes.",
    "{window}的损耗为本期发料加期初在制，减合格品用料、退回及期末盘点在制后的差额。",
)
SAYS_OVER = Text(
    "consigned_loss.says_over",
    "The seller credits the buyer {price} for what is lost above {allowance} of {base}.",
    "损耗超过{base}的 {allowance} 的部分，卖方按{price}向买方抵扣。",
)
SAYS_LESS = Text(
    "consigned_loss.says_less",
    "A loss below that is not charged, and does not count for another time.",
    "低于该比例的损耗不予追偿，也不结转至其他期间。",
)
BASES = {
    "consumed": Text(
        "consigned_loss.base_consumed", "the parts consumed (in good units or lost)", "消耗数量（合格品用料及损耗）"
    ),
    "issued": Text("consigned_loss.base_issued", "the parts issued", "发料数量"),
    "good": Text("consigned_loss.base_good", "the parts in good units", "合格品用料数量"),
    "used": Text("consigned_loss.base_used", "the parts booked as used", "登记的耗用数量"),
}


class Clause(ClauseBase):
    """A consigned-loss clause as written: parts, what they are used for, and the allowance on its stated base."""

    kind: Literal["consigned_loss"] = "consigned_loss"
    service: str
    product: str
    parts_per_unit: Ratio
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    allowance: Share
    base: Literal["consumed", "issued", "good", "used"]
    replacement: Price


class Terms(NamedTuple, Generic[N]):
    """Parts of a unit; allowance, and 1 at its base; price of a step."""

    parts: N
    allowance: N
    on_consumed: N
    on_issued: N
    on_good: N
    on_used: N
    price: N


class State(NamedTuple, Generic[N]):
    """Issued, in good units, returned and booked as used in this window; in process before it, and counted last.

    ``lost``, ``base`` and ``settled`` are those of the window that closes; due since the start (negative).
    """

    issued: N
    good: N
    returned: N
    used: N
    opening: N
    closing: N
    lost: N
    base: N
    settled: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of parts issued, counted in process, returned, booked as used; of product found good."""

    issued: N
    in_process: N
    returned: N
    used: N
    good: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """When a window closes, what is lost in it above the allowance is credited."""
    issued = (s.issued if w.opens == 0 else 0 * s.issued) + x.issued
    good = (s.good if w.opens == 0 else 0 * s.good) + p.parts * x.good
    returned = (s.returned if w.opens == 0 else 0 * s.returned) + x.returned
    used = (s.used if w.opens == 0 else 0 * s.used) + x.used
    opening = s.opening if w.opens == 0 else s.closing
    closing = x.in_process if w.closes > 0 else s.closing
    settled = 0 * x.issued + w.closes
    consumed = issued + opening - returned - closing
    lost = (consumed - good) * settled
    base = (p.on_consumed * consumed + p.on_issued * issued + p.on_good * good + p.on_used * used) * settled
    due = s.due - above(lost, p.allowance * base) * p.price
    return State(issued, good, returned, used, opening, closing, lost, base, settled, due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        parts=at.value(clause.parts_per_unit),
        allowance=at.value(clause.allowance),
        on_consumed=Decimal(clause.base == "consumed"),
        on_issued=Decimal(clause.base == "issued"),
        on_good=Decimal(clause.base == "good"),
        on_used=Decimal(clause.base == "used"),
        price=at.per_step(clause.replacement),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    parts = (clause.service,)
    return (
        QuantityOf(parts, "issued"),
        QuantityOf(parts, "in_process"),
        QuantityOf(parts, "returned"),
        QuantityOf(parts, "used"),
        QuantityOf((clause.product,), "good"),
    )


def explain(told: Told) -> Iterable[Message]:
    """What was lost, and what of it is over the allowance."""
    p, after, unit = told.terms, told.after, told.unit
    if not after.settled:
        yield OPEN(issued=told.quantity(after.issued), unit=unit.name)
        return
    shown = {part: told.quantity(getattr(after, part)) for part in State._fields if part not in ("settled", "due")}
    yield LOSS(unit=unit.name, **{part: value for part, value in shown.items() if part not in ("base", "used")})
    over = above(after.lost, p.allowance * after.base)
    limit = {"allowance": p.allowance * 100, "base": shown["base"]}
    if over:
        price = p.price / unit.step
        yield OVER(lost=shown["lost"], over=told.quantity(over), price=price, currency=told.currency, **limit)
    else:
        yield WITHIN(**limit)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        service=said.service(clause.service), product=said.service(clause.product), parts=number(clause.parts_per_unit)
    )
    yield SAYS_LOST(window=WINDOWS[clause.window]())
    yield SAYS_OVER(
        price=said.price(clause.replacement, clause.service), allowance=share(clause.allowance),
        base=BASES[clause.base](),
    )  # fmt: skip
    yield SAYS_LESS()


def check(clause: Clause) -> Iterable[Fault]:
    """A good unit holds some of the part."""
    return above_zero(clause.parts_per_unit, "parts_per_unit")


KIND = Kind(
    "consigned_loss", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("consigned_loss.title", "Loss of consigned parts", "客供物料损耗"), check=check,
    services=lambda clause: (clause.service, clause.product),
)  # fmt: skip
