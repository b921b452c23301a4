"""Last-time buy: when a part or the agreement comes to its end, the need of some years is bought once.

Rules: docs/rules/last_time_buy.md. What is on hand then comes off, and no more is bought than keeps.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Price, Quantity, Ratio
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said, in_years, shown
from suture.engine.fault import Fault
from suture.engine.number import N, Window, above, when
from suture.engine.text import Message, Text, Value

BOUGHT = Text(
    "last_time_buy",
    "{years} × {per_year} {unit} − {held} on hand = {bought} × {price} {currency}, bought once",
    "{years} × {per_year} {unit} − 库存 {held} = {bought} × {price} {currency}，一次性采购",
)
ENOUGH = Text(
    "last_time_buy.enough",
    "{held} {unit} on hand, not less than {years} × {per_year}: nothing is bought",
    "库存 {held} {unit}，不少于 {years} × {per_year}：无须采购",
)
BEFORE = Text("last_time_buy.before", "bought before; nothing is bought again", "此前已采购，不再采购")
NONE = Text("last_time_buy.none", "no end was told in this period", "本结算期未通知停产或终止")

SAYS_TRIGGER = {
    "end_of_life": Text(
        "last_time_buy.says_end_of_life",
        "When the end of {service} is announced, the buyer buys once what is needed of it for {years}, at {per_year} a "
        "year, less what is on hand.",
        "{service}宣布停产时，买方一次性采购 {years}的需求量，每年按 {per_year} 计，扣除库存。",
    ),
    "termination": Text(
        "last_time_buy.says_termination",
        "When the agreement is terminated, the buyer buys once what it needs of {service} for {years}, at {per_year} a "
        "year, less what is on hand.",
        "协议终止时，买方一次性采购{service} {years}的需求量，每年按 {per_year} 计，扣除库存。",
    ),
}
SAYS_KEEPS = Text(
    "last_time_buy.says_keeps",
    "No more is bought than for {years}, for which it keeps.",
    "采购量不超过其保质期 {years}内的需求量。",
)
SAYS_PRICE = Text(
    "last_time_buy.says_price",
    "It pays {price}; what is not used in the end is not taken back.",
    "价格为{price}；最终未使用的部分不予退回。",
)
SAYS_STORED = {
    "buyer": Text("last_time_buy.says_buyer_stores", "The buyer stores it.", "由买方保管。"),
    "seller": Text("last_time_buy.says_seller_stores", "The seller stores it for the buyer.", "由卖方为买方保管。"),
}


class Clause(ClauseBase):
    """A last-time buy as written; without ``keeps_years`` shelf life sets no bound. ``stored_by`` changes no amount."""

    kind: Literal["last_time_buy"] = "last_time_buy"
    service: str
    trigger: Literal["end_of_life", "termination"]
    years: Ratio
    per_year: Quantity
    keeps_years: Ratio | None = None
    price: Price
    stored_by: Literal["buyer", "seller"]


class Terms(NamedTuple, Generic[N]):
    """Years that are bought, steps needed in one, price of a step."""

    years: N
    per_year: N
    price: N


class State(NamedTuple, Generic[N]):
    """Above zero once the end was told; steps on hand and bought; due since the start."""

    ended: N
    held: N
    bought: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Above zero when the end is told; steps told to be on hand."""

    ended: N
    held: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The first end that is told buys the need of the years, less what is on hand."""
    held = s.held + x.held
    need = above(p.years * p.per_year, held) if s.ended <= 0 else 0 * held
    bought = when(x.ended, need)
    return State(s.ended + above(x.ended, 0 * x.ended), held, s.bought + bought, s.due + bought * p.price)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    years = at.value(clause.years)
    return Terms(
        years=min(years, at.value(clause.keeps_years)) if clause.keeps_years else years,
        per_year=at.steps(clause.per_year),
        price=at.per_step(clause.price),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    services = (clause.service,)
    ends = QuantityOf(services, "event") if clause.trigger == "end_of_life" else QuantityOf((AGREEMENT,), "terminated")
    return (ends, QuantityOf(services, "held"))


def explain(told: Told) -> Iterable[Message]:
    """What is bought, if this is the end."""
    p, after, unit = told.terms, told.after, told.unit
    if told.facts.ended <= 0:
        yield NONE()
    elif told.before.ended > 0:
        yield BEFORE()
    else:
        need: dict[str, Value] = {
            "years": in_years(p.years), "per_year": told.quantity(p.per_year), "unit": unit.name,
            "held": told.quantity(after.held),
        }  # fmt: skip
        if bought := told.quantity(after.bought - told.before.bought):
            yield BOUGHT(bought=bought, price=p.price / unit.step, currency=told.currency, **need)
        else:
            yield ENOUGH(**need)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS_TRIGGER[clause.trigger](
        service=said.service(clause.service), years=shown(clause.years, in_years),
        per_year=said.quantity(clause.per_year, clause.service),
    )  # fmt: skip
    if clause.keeps_years is not None:
        yield SAYS_KEEPS(years=shown(clause.keeps_years, in_years))
    yield SAYS_PRICE(price=said.price(clause.price, clause.service))
    yield SAYS_STORED[clause.stored_by]()


def check(clause: Clause) -> Iterable[Fault]:
    """Some years are bought, and something keeps."""
    yield from above_zero(clause.years, "years")
    if clause.keeps_years is not None:
        yield from above_zero(clause.keeps_years, "keeps_years")


KIND = Kind(
    "last_time_buy", Phase.ENDING, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("last_time_buy.title", "Last-time buy", "最后采购"), check=check,
)  # fmt: skip
