"""Overage: a commitment per window at the base price, what is above it at a factor, what is not used perhaps paid too.

Rules: docs/rules/overage.md. What is charged is always committed use + overage + true-up.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Price, Quantity, Ratio
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
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said, number
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, lower, when
from suture.engine.text import Message, Text, Value

TITLE = Text("overage.title", "Commitment with overage", "承诺量及超量价格")
USED = Text(
    "overage.used",
    "{taken} {unit} × {price} {currency} = {used} {currency}:",
    "{taken} {unit} × {price} {currency} = {used} {currency}：",
)
WITHIN = Text(
    "overage.within",
    "{amount} {currency} within the commitment of {commitment} {currency}",
    "承诺 {commitment} {currency} 以内：{amount} {currency}",
)
OVER = Text(
    "overage.over",
    "+ {amount} {currency} above the commitment × {factor}",
    "+ 超出承诺部分 {amount} {currency} × {factor}",
)
TRUE_UP = Text(
    "overage.true_up",
    "+ true-up: {short} {currency} not used of {required} {currency}",
    "+ 补足：约定 {required} {currency}，未使用 {short} {currency}",
)
WITHIN_UNITS = Text(
    "overage.within_units",
    "{units} {unit} within the commitment of {commitment} × {price} {currency}",
    "承诺 {commitment} {unit} 以内：{units} {unit} × {price} {currency}",
)
OVER_UNITS = Text(
    "overage.over_units",
    "+ {units} {unit} above the commitment × {price} {currency} × {factor}",
    "+ 超出承诺部分 {units} {unit} × {price} {currency} × {factor}",
)
TRUE_UP_UNITS = Text(
    "overage.true_up_units",
    "+ true-up: {short} {unit} not used of {required} × {price} {currency}",
    "+ 补足：约定 {required} {unit}，未使用 {short} {unit} × {price} {currency}",
)
NOTHING = Text("overage.nothing", "nothing used in this period", "本结算期未使用")

SAYS_QUANTITY = Text(
    "overage.says_quantity",
    "{service} is charged at {price}, counted as {measure}, up to {commitment} in {window}; what is above is charged "
    "at {factor} times that price.",
    "{window}内{service}在 {commitment}以内的部分，按{price}计价（按{measure}数量计）；超出部分按该价格的 {factor} 倍"
    "计价。",
)
SAYS_SPEND = Text(
    "overage.says_spend",
    "{service} is charged at {price}, counted as {measure}, until {commitment} are reached in {window}; what is above "
    "is charged at {factor} times that price.",
    "{window}内{service}按{price}计价（按{measure}数量计）；款项达到 {commitment} 后，超出部分按该价格的 {factor} 倍"
    "计价。",
)
SAYS_TRUE_UP: Mapping[str, Text] = {
    "difference": Text(
        "overage.says_true_up",
        "What is not used of the commitment by the end of that time is paid at the price itself.",
        "该期间结束时未使用的承诺部分，按基价支付。",
    ),
    "none": Text(
        "overage.says_no_true_up",
        "What is not used of the commitment is not paid.",
        "未使用的承诺部分无需支付。",
    ),
}
SAYS_PRORATE: Mapping[str, Text] = {
    "in_force": Text(
        "overage.says_in_force",
        "For that payment the commitment follows the part of that time in which the agreement is in force; overage "
        "begins at the whole commitment.",
        "计算该补足时，承诺按协议在该期间内的有效时间比例计算；超量仍以全部承诺为界。",
    ),
    "full": Text(
        "overage.says_full",
        "The whole commitment stands however short that time is.",
        "期间不足的，承诺仍按全额计算。",
    ),
}
SAYS_HELD = Text(
    "overage.says_held",
    "The commitment in force at the beginning of that time holds until its end; a new price holds for what is used "
    "later.",
    "承诺以该期间开始时有效者为准，直至期间结束；新价格仅适用于其后的使用。",
)

BOTH = refusal(
    "overage_in_two_forms",
    "the commitment is written as spend and as quantity",
    "Write 'committed_spend' or 'committed_quantity', one of the two.",
    "承诺同时写明了金额和数量",
    "请只写“committed_spend”或“committed_quantity”其中之一。",
)
NEITHER = refusal(
    "overage_without_commitment",
    "the commitment is written neither as spend nor as quantity",
    "Write 'committed_spend' or 'committed_quantity', one of the two.",
    "承诺既未写明金额，也未写明数量",
    "请写明“committed_spend”或“committed_quantity”其中之一。",
)


class Clause(ClauseBase):
    """A commitment with overage as written. ``true_up`` says whether what is not used is paid."""

    kind: Literal["overage"] = "overage"
    service: str
    measure: Measure
    window: WindowName
    price: Price
    committed_spend: Amount | None = None
    committed_quantity: Quantity | None = None
    overage_factor: Ratio
    true_up: Literal["none", "difference"]
    prorate: Literal["in_force", "full"]


class Terms(NamedTuple, Generic[N]):
    """The commitment, in money or in steps; what a step counts toward it, and what one of what is counted costs.

    Then the factor, and what of the commitment must be used: with the window, and per period in force. ``alone`` is 1
    where an order is the window: without one nothing must be used.
    """

    commitment: N
    counts: N
    costs: N
    factor: N
    at_open: N
    per_period: N
    alone: N


class State(NamedTuple, Generic[N]):
    """Commitment of this window; counted in it; what must be used of it; due since the start."""

    commitment: N
    used: N
    required: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period or of the order; the share of the period in which the agreement was in force."""

    taken: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is used at the price within the commitment and at its multiple above; at the close what was not used."""
    commitment = s.commitment if w.opens == 0 else p.commitment
    before = s.used if w.opens == 0 else 0 * s.used
    used = before + x.taken * p.counts
    required = (s.required if w.opens == 0 else 0 * s.required) + p.per_period * x.in_force
    needed = x.in_force if p.alone == 0 else when(x.in_force, x.taken)
    required += when(needed, p.at_open) * w.opens
    within = lower(used, commitment) - lower(before, commitment)
    over = above(used, commitment) - above(before, commitment)
    return State(
        commitment, used, required, s.due + (within + p.factor * over + above(required, used) * w.closes) * p.costs
    )


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment. An order is a whole window, so nothing of its commitment is spread."""
    price, by_quantity = at.per_step(clause.price), clause.committed_quantity is not None
    commitment = at.steps(clause.committed_quantity) if by_quantity else at.value(clause.committed_spend)
    must = commitment if clause.true_up == "difference" else Decimal(0)
    spread = clause.prorate == "in_force" and clause.window != "order"
    return Terms(
        commitment=commitment,
        counts=Decimal(1) if by_quantity else price,
        costs=price if by_quantity else Decimal(1),
        factor=at.value(clause.overage_factor),
        at_open=Decimal(0) if spread else must,
        per_period=must * at.share / at.cycles if spread else Decimal(0),
        alone=Decimal(clause.window == "order"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure), InForce())


def explain(told: Told) -> Iterable[Message]:
    """The three parts: committed use, overage, true-up."""
    p, after, x, unit = told.terms, told.after, told.facts, told.unit
    by_quantity = told.clause.committed_quantity is not None
    before = after.used - x.taken * p.counts
    within = lower(after.used, after.commitment) - lower(before, after.commitment)
    over = above(after.used, after.commitment) - above(before, after.commitment)
    short = told.due - (within + over * p.factor) * p.costs
    if x.taken and not by_quantity:
        taken, used = told.quantity(x.taken), x.taken * p.counts
        yield USED(taken=taken, unit=unit.name, price=p.counts / unit.step, used=used,
                   currency=told.currency)  # fmt: skip
    said: dict[str, Value] = {"currency": told.currency}
    if by_quantity:
        said |= {"unit": unit.name, "price": p.costs / unit.step}
    if within:
        commitment = counted(after.commitment, told)
        yield (WITHIN_UNITS if by_quantity else WITHIN)(commitment=commitment, **part(within, told), **said)
    if over:
        yield (OVER_UNITS if by_quantity else OVER)(factor=p.factor, **part(over, told), **said)
    if short:
        missed, required = counted(after.required - after.used, told), counted(after.required, told)
        yield (TRUE_UP_UNITS if by_quantity else TRUE_UP)(short=missed, required=required, **said)
    if not (x.taken or short):
        yield NOTHING()


def counted(used: Decimal, told: Told) -> Decimal:
    """What counts toward the commitment, as people write it: units, or money."""
    return told.quantity(used) if told.clause.committed_quantity is not None else used


def part(used: Decimal, told: Told) -> dict[str, Value]:
    """What lies on one side of the commitment, under the name that it has in the sentence."""
    return {"units" if told.clause.committed_quantity is not None else "amount": counted(used, told)}


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    by_quantity = clause.committed_quantity is not None
    yield (SAYS_QUANTITY if by_quantity else SAYS_SPEND)(
        service=said.service(clause.service), price=said.price(clause.price, clause.service),
        measure=MEASURES[clause.measure](), window=WINDOWS[clause.window](), factor=number(clause.overage_factor),
        commitment=said.quantity(clause.committed_quantity, clause.service)
        if by_quantity
        else said.money(clause.committed_spend),
    )  # fmt: skip
    yield SAYS_TRUE_UP[clause.true_up]()
    if clause.true_up == "difference" and clause.window != "order":
        yield SAYS_PRORATE[clause.prorate]()
    commitment = clause.committed_quantity or clause.committed_spend
    dated = [clause.price, clause.overage_factor, *([commitment] if commitment is not None else [])]
    if clause.window != "order" and any(figure.dated for figure in dated):
        yield SAYS_HELD()


def check(clause: Clause) -> Iterable[Fault]:
    """One form of the two."""
    if clause.committed_spend is not None and clause.committed_quantity is not None:
        yield BOTH.at("committed_quantity")
    elif clause.committed_spend is None and clause.committed_quantity is None:
        yield NEITHER.at()


KIND = Kind(
    "overage", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
