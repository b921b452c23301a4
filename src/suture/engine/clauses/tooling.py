"""Tooling and one-off engineering (NRE): paid on a day, or with every piece until it is recovered; balance on exit.

Rules: docs/rules/tooling.md.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from suture.engine.clauses.figure import Amount, Quantity, Written
from suture.engine.clauses.figure_faults import above_zero, undated
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, Said
from suture.engine.clauses.unit_price import UnitPriceDecimals, said_decimals, unit_price
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, lower, when
from suture.engine.text import Message, Text, Value

TITLE = Text("tooling.title", "Tooling", "模具与一次性开发费")
AT_ONCE = Text("tooling", "the tool falls due: {cost} {currency}", "模具款到期：{cost} {currency}")
PER_PIECE = Text(
    "tooling.per_piece",
    "{taken} {unit} × {price} {currency}: {recovered} of {cost} {currency} recovered",
    "{taken} {unit} × {price} {currency}：模具款 {cost} {currency}，已回收 {recovered}",
)
NO_MORE = Text(
    "tooling.no_more",
    "− {over} {currency}: no more than the cost is recovered",
    "− {over} {currency}：回收以模具款为限",
)
STILL = Text(
    "tooling.still",
    "+ {back} {currency} that was above the cost before",
    "+ 此前超出模具款的 {back} {currency}",
)
BALANCE = Text(
    "tooling.balance",
    "the agreement ends: {cost} less {recovered} recovered less {resale} resale = {balance} {currency}",
    "协议终止：{cost} − 已回收 {recovered} − 残值 {resale} = {balance} {currency}",
)
NO_BALANCE = Text(
    "tooling.no_balance",
    "the agreement ends: {cost} less {recovered} recovered is not more than {resale} {currency} resale: nothing due",
    "协议终止：{cost} − 已回收 {recovered}，不超过残值 {resale} {currency}：无须支付余额",
)
WITHDRAWN = Text(
    "tooling.withdrawn",
    "the agreement does not end after all: the balance of {balance} {currency} is given back",
    "终止已撤回：退回余额 {balance} {currency}",
)
FORGIVEN = Text(
    "tooling.forgiven", "the agreement ends: what is not recovered is not owed", "协议终止：未回收部分无需支付"
)
NOTHING = Text(
    "tooling.nothing",
    "nothing falls due: {recovered} of {cost} {currency} recovered",
    "无应付款项：模具款 {cost} {currency}，已回收 {recovered}",
)
SAYS_AT_ONCE = Text(
    "tooling.says_at_once",
    "The buyer pays {cost} for the tool; it falls due on {day}.",
    "买方支付模具款 {cost}，于 {day} 到期。",
)
SAYS_PER_PIECE = Text(
    "tooling.says_per_piece",
    "The buyer pays {cost} for the tool together with {service}: divided by {pieces}, with every one of them counted "
    "as {measure}, until the cost is recovered.",
    "模具款 {cost} 由买方随{service}支付：按 {pieces}平均分摊，依{measure}数量逐件支付，直至全部回收。",
)
SAYS_NOTHING_DUE = Text(
    "tooling.says_nothing_due",
    "Where the agreement is terminated before, what is not paid by then is not owed.",
    "协议提前终止的，届时未支付的部分无需支付。",
)
SAYS_BALANCE_DUE = Text(
    "tooling.says_balance_due",
    "Where the agreement is terminated before, what is not paid by then falls due.",
    "协议提前终止的，届时未支付的部分立即到期。",
)
SAYS_RESALE = Text(
    "tooling.says_resale",
    "A resale value of {resale} is taken off that, as far as it goes.",
    "该部分先扣除残值 {resale}，以扣完为限。",
)
SAYS_OWNER: Mapping[Literal["buyer", "seller"], Text] = {
    "buyer": Text("tooling.says_buyer", "Once it is paid the tool belongs to the buyer.", "付清后，模具归买方所有。"),
    "seller": Text(
        "tooling.says_seller", "Once it is paid the tool belongs to the seller.", "付清后，模具归卖方所有。"
    ),
}

NO_WAY = refusal(
    "tooling_no_way",
    "no way of paying the tool is written",
    "Write either 'at_once' or 'per_piece'.",
    "未填写模具款的支付方式",
    "请填写 'at_once' 或 'per_piece'。",
)
TWO_WAYS = refusal(
    "tooling_one_way",
    "two ways of paying the tool are written",
    "Write either 'at_once' or 'per_piece'.",
    "填写了两种模具款支付方式",
    "请只填写 'at_once' 或 'per_piece'。",
)
NO_RESALE = refusal(
    "tooling_resale_unused",
    "a resale value is written, but no balance is due on exit",
    "Leave out 'resale'.",
    "已填写残值，但终止时无需支付余额",
    "请删去 'resale'。",
)


OnExit = Literal["balance_due", "nothing_due"]


class AtOnce(Written):
    """Paid on a day; it falls due in the settlement period that holds it."""

    on: date


class PerPiece(Written):
    """Paid as cost / pieces with every piece until the cost is recovered."""

    service: str
    measure: Measure
    pieces: Quantity
    unit_price_decimals: UnitPriceDecimals


class Clause(ClauseBase):
    """A tool as written: its cost, how it is paid, what is owed when the agreement is terminated, who owns it."""

    kind: Literal["tooling"] = "tooling"
    cost: Amount
    at_once: AtOnce | None = None
    per_piece: PerPiece | None = None
    on_exit: OnExit
    resale: Amount | None = None
    owner_once_paid: Literal["buyer", "seller"]


class Terms(NamedTuple, Generic[N]):
    """Cost; fallen due by the calendar; due per step; share of the balance owed on exit, less resale."""

    cost: N
    fallen: N
    price: N
    owes_balance: N
    resale: N


class State(NamedTuple, Generic[N]):
    """Steps taken; cost recovered; owed if it ended now; above zero once terminated; due since the start."""

    taken: N
    recovered: N
    balance: N
    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period; above zero where the agreement was terminated in it."""

    taken: N
    terminated: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The cost is recovered, and no more; on exit what is left of it less resale falls due, and nothing later."""
    runs = s.ended <= 0
    taken = s.taken + (x.taken if runs else 0 * x.taken)
    recovered = lower(p.cost, p.fallen + p.price * taken) if runs else s.recovered
    balance = above(p.cost - recovered, p.resale) * p.owes_balance if runs else s.balance
    ended = s.ended + x.terminated
    return State(taken, recovered, balance, ended, recovered + when(ended, balance))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The cost, and how it is paid in this period."""
    cost, once, each, none = at.value(clause.cost), clause.at_once, clause.per_piece, Decimal(0)
    return Terms(
        cost=cost,
        fallen=cost if once and once.on < at.period.end else none,
        price=unit_price(cost / at.value(each.pieces), each.unit_price_decimals, at) if each else none,
        owes_balance=Decimal(clause.on_exit == "balance_due"),
        resale=at.value(clause.resale),
    )


def changes(clause: Clause, start: date) -> Iterable[date]:
    """The day on which the whole cost falls due."""
    return (clause.at_once.on,) if clause.at_once else ()


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    each = clause.per_piece
    pieces = QuantityOf((each.service,), each.measure) if each is not None else QuantityOf((), "accepted")
    return (pieces, QuantityOf((AGREEMENT,), "terminated"))


def explain(told: Told) -> Iterable[Message]:
    """What was recovered, then the balance on exit."""
    p, after, currency = told.terms, told.after, told.currency
    moved = after.recovered - told.before.recovered
    ends, withdrawn = after.ended > 0 >= told.before.ended, told.before.ended > 0 >= after.ended
    state = {"recovered": after.recovered, "cost": p.cost, "currency": currency}
    if moved and told.clause.per_piece:
        price = p.price / told.unit.step
        yield PER_PIECE(taken=told.quantity(told.facts.taken), unit=told.unit.name, price=price, **state)
        over = p.price * told.facts.taken - moved
        if over > 0:
            yield NO_MORE(over=over, currency=currency)
        elif over < 0:
            yield STILL(back=-over, currency=currency)
    elif moved:
        yield AT_ONCE(cost=moved, currency=currency)
    elif not (ends or withdrawn):
        yield NOTHING(**state)
    if ends and p.owes_balance:
        yield said_balance(p.resale, after.balance, **state)
    elif ends:
        yield FORGIVEN()
    elif withdrawn and p.owes_balance:
        yield WITHDRAWN(balance=told.before.balance, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    cost = said.money(clause.cost)
    if clause.at_once is not None:
        yield SAYS_AT_ONCE(cost=cost, day=clause.at_once.on.isoformat())
    if (each := clause.per_piece) is not None:
        yield SAYS_PER_PIECE(
            cost=cost, pieces=said.quantity(each.pieces, each.service), service=said.service(each.service),
            measure=MEASURES[each.measure](),
        )  # fmt: skip
        yield said_decimals(each.unit_price_decimals)
    yield from says_exit(clause.on_exit, clause.resale, said)
    yield SAYS_OWNER[clause.owner_once_paid]()


def says_exit(on_exit: OnExit, resale: Amount | None, said: Said) -> Iterable[Message]:
    """What is owed when the agreement is terminated, of a tool that is not paid yet."""
    yield SAYS_BALANCE_DUE() if on_exit == "balance_due" else SAYS_NOTHING_DUE()
    if resale is not None:
        yield SAYS_RESALE(resale=said.money(resale))


def said_balance(resale: Decimal, balance: Decimal, **state: Value) -> Message:
    """What is owed on exit."""
    return BALANCE(resale=resale, balance=balance, **state) if balance else NO_BALANCE(resale=resale, **state)


def check(clause: Clause) -> Iterable[Fault]:
    """Paid in one way, at a cost without dates."""
    ways = (clause.at_once is not None) + (clause.per_piece is not None)
    if ways != 1:
        yield (TWO_WAYS if ways else NO_WAY).at()
    yield from undated(clause.cost, "cost")
    if clause.per_piece is not None:
        yield from undated(clause.per_piece.pieces, "per_piece", "pieces")
        yield from above_zero(clause.per_piece.pieces, "per_piece", "pieces")
    yield from check_exit(clause.on_exit, clause.resale)


def check_exit(on_exit: OnExit, resale: Amount | None) -> Iterable[Fault]:
    """A resale value lowers a balance that is due."""
    if on_exit == "nothing_due" and resale is not None:
        yield NO_RESALE.at("resale")


KIND = Kind(
    "tooling", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check, changes=changes,
    services=lambda clause: (clause.per_piece.service,) if clause.per_piece else (),
)  # fmt: skip
