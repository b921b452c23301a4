"""Lot economics: what an order costs when goods are made in lots, sampled, and sterilised in loads.

Rules: docs/rules/lot_economics.md. Every order stands alone, so an order is a fact that may not be split.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Price, Quantity, Written
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, lower, started, when
from suture.engine.text import Message, Text

TITLE = Text("lot_economics.title", "Lots and orders", "批次与订单计价")
UNITS = Text("lot_economics.units", "{units} {unit} × {price} {currency}", "{units} {unit} × {price} {currency}")
LOT = Text(
    "lot_economics.lot",
    "1 lot × {fee} {currency} + {units} {unit} × {price} {currency}",
    "1 批 × {fee} {currency} + {units} {unit} × {price} {currency}",
)
LOTS = Text(
    "lot_economics.lots",
    "{lots} lots × {fee} {currency} + {units} {unit} × {price} {currency}",
    "{lots} 批 × {fee} {currency} + {units} {unit} × {price} {currency}",
)
RAISED = Text(
    "lot_economics.raised",
    "{ordered} {unit} ordered, raised to the minimum order of {minimum}",
    "订购 {ordered} {unit}，按最低订购量 {minimum} {unit} 计",
)
SURCHARGE = Text(
    "lot_economics.surcharge",
    "+ {surcharge} {currency}: {ordered} {unit} is under the minimum order of {minimum}",
    "+ 小批量附加费 {surcharge} {currency}：订购 {ordered} {unit}，低于最低订购量 {minimum} {unit}",
)
SHIPPED = Text(
    "lot_economics.shipped",
    "{good} {unit} good − {drawn} tested and retained = {shipped} shipped; {free} free",
    "合格 {good} {unit} − 检验与留样 {drawn} = 发货 {shipped}；其中不计价 {free}",
)
LOADS = Text(
    "lot_economics.loads",
    "+ started loads of up to {capacity} {unit}: {loads} × {fee} {currency}",
    "+ 装载（每次至多 {capacity} {unit}）：{loads} 次 × {fee} {currency}",
)
SAYS: Mapping[str, Text] = {
    "ordered": Text(
        "lot_economics.says_ordered",
        "Every order of {service} is charged by itself; what is made for it is charged at {price}.",
        "{service}按每份订单单独计价；为该订单生产的数量，按{price} 计价。",
    ),
    "good": Text(
        "lot_economics.says_good",
        "Every order of {service} is charged by itself; what is found good of it is charged at {price}, when it is "
        "found good.",
        "{service}按每份订单单独计价；其中检验合格的数量，在判定合格时按{price} 计价。",
    ),
}
SAYS_TAKE_MINIMUM = Text(
    "lot_economics.says_take_minimum",
    "An order below {quantity} is made and taken as {quantity}.",
    "订购量低于 {quantity}的订单，按 {quantity}生产和提取。",
)
SAYS_SURCHARGE = Text(
    "lot_economics.says_surcharge",
    "An order below {quantity} is made as it is and bears a surcharge of {surcharge}, once.",
    "订购量低于 {quantity}的订单，按订购量生产，并一次性收取附加费 {surcharge}。",
)
SAYS_LOT = Text(
    "lot_economics.says_lot",
    "It is made in lots of {size}; every lot that is started bears a fee of {fee}.",
    "每批 {size}；每开始一批，收取批次费 {fee}。",
)
SAYS_SAMPLES: Mapping[str, Text] = {
    "billed": Text(
        "lot_economics.says_samples_billed",
        "Of every lot {tested} for testing and {retained} to be retained do not ship; they are charged all the same.",
        "每批中，检验耗用 {tested}和留样 {retained}不发货，仍照常计价。",
    ),
    "free": Text(
        "lot_economics.says_samples_free",
        "Of every lot {tested} for testing and {retained} to be retained do not ship; they are not charged.",
        "每批中，检验耗用 {tested}和留样 {retained}不发货，不计价。",
    ),
}
SAYS_LOAD = Text(
    "lot_economics.says_load",
    "What is made for an order goes in loads of up to {capacity}; every load that is started bears a fee of {fee}, "
    "whatever its filling.",
    "为订单生产的货物分次装载，每次至多 {capacity}；每开始一次装载，不论装载量多少，均收取装载费 {fee}。",
)

NO_LOT = refusal(
    "lot_samples_without_lot",
    "samples are drawn from every lot, but no lot is written",
    "Write the lot.",
    "约定每批取样，但未填写批次",
    "请填写批次。",
)
NO_SURCHARGE = refusal(
    "lot_surcharge_missing",
    "an order under the minimum bears no written surcharge",
    "Write it.",
    "低于最低订购量的订单未填写附加费",
    "请填写附加费。",
)
NO_USE = refusal(
    "lot_surcharge_unused",
    "a surcharge is written, but an order under the minimum is raised to it",
    "Leave out 'surcharge', or write 'below: surcharge'.",
    "已填写附加费，但低于最低订购量的订单已按最低订购量计",
    "请删去 'surcharge'，或写成 'below: surcharge'。",
)


class Lot(Written):
    """How many units a lot holds, and the fee of a started lot: set-up, clearance, record review, release test."""

    size: Quantity
    fee: Amount


class MinimumOrder(Written):
    """The least order; below it the minimum is made and billed, or the order bears a surcharge."""

    quantity: Quantity
    below: Literal["take_minimum", "surcharge"]
    surcharge: Amount | None = None


class Samples(Written):
    """Good units of every lot that are tested or retained instead of shipped, and whether they are billed."""

    tested: Quantity
    retained: Quantity
    billed: Literal["billed", "free"]


class Load(Written):
    """How many units a sterilisation or transport load holds, and its fee whatever its filling."""

    capacity: Quantity
    fee: Amount


class Clause(ClauseBase):
    """Lot economics as written; a part that is left out does not exist. ``bills`` names the units billed."""

    kind: Literal["lot_economics"] = "lot_economics"
    service: str
    bills: Literal["ordered", "good"]
    unit_price: Price
    lot: Lot | None = None
    minimum_order: MinimumOrder | None = None
    samples: Samples | None = None
    load: Load | None = None


class Terms(NamedTuple, Generic[N]):
    """In steps and per step: what is made at least; samples drawn from a lot, and those of them that are free."""

    price: N
    bills_good: N
    lot_size: N
    lot_fee: N
    minimum: N
    made_least: N
    surcharge: N
    drawn: N
    free: N
    capacity: N
    load_fee: N


class State(NamedTuple, Generic[N]):
    """Free samples of lots whose good units are still to come; due since the start."""

    samples: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of one order: ordered, and found good."""

    ordered: N
    good: N


def made(p: Terms[N], x: Facts[N]) -> N:
    """What is made for an order: what is ordered, raised to the minimum where that is agreed."""
    return x.ordered + when(x.ordered, above(p.made_least, x.ordered))


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Lots, units, surcharge and loads of one order; free samples come off its units, or off the next good ones."""
    start = made(p, x)
    lots = started(start, p.lot_size)
    units = x.good if p.bills_good > 0 else start
    samples = s.samples + p.free * lots
    off = lower(samples, above(units, 0 * units))
    small = when(x.ordered, when(p.minimum - x.ordered, p.surcharge))
    fees = lots * p.lot_fee + started(start, p.capacity) * p.load_fee + small
    return State(samples - off, s.due + fees + (units - off) * p.price)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment. Lots and loads that do not exist hold one step and cost nothing."""
    lot, least, samples, load = clause.lot, clause.minimum_order, clause.samples, clause.load
    none, one = Decimal(0), Decimal(1)
    minimum = at.steps(least.quantity) if least else none
    drawn = at.steps(samples.tested) + at.steps(samples.retained) if samples else none
    return Terms(
        price=at.per_step(clause.unit_price),
        bills_good=one if clause.bills == "good" else none,
        lot_size=at.steps(lot.size) if lot else one,
        lot_fee=at.value(lot.fee) if lot else none,
        minimum=minimum,
        made_least=minimum if least and least.below == "take_minimum" else none,
        surcharge=at.value(least.surcharge) if least else none,
        drawn=drawn,
        free=drawn if samples and samples.billed == "free" else none,
        capacity=at.steps(load.capacity) if load else one,
        load_fee=at.value(load.fee) if load else none,
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), "ordered"), QuantityOf((clause.service,), "good"))


def explain(told: Told) -> Iterable[Message]:
    """Lots and units first, then what else the order bears."""
    clause, p, x = told.clause, told.terms, told.facts
    unit, currency, start = told.unit.name, told.currency, made(told.terms, told.facts)
    lots = started(start, p.lot_size) if clause.lot else 0
    off = told.before.samples + p.free * lots - told.after.samples
    units = told.quantity((x.good if p.bills_good else start) - off)
    price = {"units": units, "unit": unit, "price": p.price / told.unit.step, "currency": currency}
    if lots in (0, 1):
        yield LOT(fee=p.lot_fee, **price) if lots else UNITS(**price)
    else:
        yield LOTS(lots=lots, fee=p.lot_fee, **price)
    ordered, minimum = told.quantity(x.ordered), told.quantity(p.minimum)
    if 0 < ordered < minimum and p.made_least:
        yield RAISED(ordered=ordered, minimum=minimum, unit=unit)
    elif 0 < ordered < minimum:
        yield SURCHARGE(surcharge=p.surcharge, currency=currency, ordered=ordered, minimum=minimum, unit=unit)
    if clause.samples and lots and x.good:
        good, drawn = told.quantity(x.good), told.quantity(p.drawn * lots)
        yield SHIPPED(good=good, drawn=drawn, shipped=above(good, drawn), unit=unit, free=told.quantity(off))
    if clause.load and start:
        capacity, loads = told.quantity(p.capacity), started(start, p.capacity)
        yield LOADS(capacity=capacity, unit=unit, loads=loads, fee=p.load_fee, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service, lot, least, samples, load = (
        clause.service, clause.lot, clause.minimum_order, clause.samples, clause.load,
    )  # fmt: skip
    yield SAYS[clause.bills](service=said.service(service), price=said.price(clause.unit_price, service))
    if least is not None:
        quantity = said.quantity(least.quantity, service)
        if least.below == "take_minimum":
            yield SAYS_TAKE_MINIMUM(quantity=quantity)
        else:
            yield SAYS_SURCHARGE(quantity=quantity, surcharge=said.money(least.surcharge))
    if lot is not None:
        yield SAYS_LOT(size=said.quantity(lot.size, service), fee=said.money(lot.fee))
    if samples is not None:
        tested, retained = said.quantity(samples.tested, service), said.quantity(samples.retained, service)
        yield SAYS_SAMPLES[samples.billed](tested=tested, retained=retained)
    if load is not None:
        yield SAYS_LOAD(capacity=said.quantity(load.capacity, service), fee=said.money(load.fee))


def check(clause: Clause) -> Iterable[Fault]:
    """Sizes are above zero; samples and a surcharge have what they stand on."""
    lot, least, load = clause.lot, clause.minimum_order, clause.load
    if lot:
        yield from above_zero(lot.size, "lot", "size")
    elif clause.samples:
        yield NO_LOT.at("samples")
    if load:
        yield from above_zero(load.capacity, "load", "capacity")
    if least and least.below == "surcharge" and least.surcharge is None:
        yield NO_SURCHARGE.at("minimum_order", "surcharge")
    elif least and least.below != "surcharge" and least.surcharge is not None:
        yield NO_USE.at("minimum_order", "surcharge")


KIND = Kind(
    "lot_economics", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, window=lambda clause: "order", check=check,
)  # fmt: skip
