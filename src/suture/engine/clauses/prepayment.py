"""Prepayment: an amount is paid when a window opens and drawn down by charges; what is left at its close is settled.

Rules: docs/rules/prepayment.md. It is owed and may be lost, unlike a deposit, which only moves the money of charges.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Amount
from suture.engine.clauses.kind import ClauseBase, DueOf, InForce, Kind, Moment, Phase, Source, Told
from suture.engine.clauses.saying import COUNTED_AMOUNTS, WINDOWS, Said
from suture.engine.number import N, Window, above, higher, lower, when
from suture.engine.text import Message, Text

TITLE = Text("prepayment.title", "Prepayment", "预付款")
PAID = Text("prepayment.paid", "{paid} {currency} paid in advance", "预付 {paid} {currency}")
COVERED = Text(
    "prepayment.covered",
    "{covered} of {charged} {currency} charged are drawn from the balance",
    "本期款项 {charged} {currency}，其中 {covered} 由余额抵付",
)
RESTORED = Text(
    "prepayment.restored",
    "{restored} {currency} credited go back into the balance",
    "冲减款项 {restored} {currency} 退回余额",
)
LEAST = Text(
    "prepayment.least",
    "{lost} {currency} are drawn without use, up to the least of {least}",
    "未使用而扣减 {lost} {currency}，以达到最低扣减额 {least}",
)
RETURNED = Text(
    "prepayment.returned", "{returned} {currency} of the balance are paid back", "退还余额 {returned} {currency}"
)
FORFEITED = Text("prepayment.forfeited", "{lost} {currency} of the balance are lost", "余额 {lost} {currency} 作废")
BALANCE = Text("prepayment.balance", "{balance} {currency} are left", "余额 {balance} {currency}")

SAYS = Text(
    "prepayment.says",
    "At the beginning of {window} the buyer pays {amount} in advance.",
    "{window}开始时，买方预付 {amount}。",
)
SAYS_TOPPED = Text(
    "prepayment.says_topped",
    "At the beginning of {window} the buyer tops its balance up to {amount}.",
    "{window}开始时，买方将余额补足至 {amount}。",
)
SAYS_DRAWN = Text(
    "prepayment.says_drawn",
    "The charges of {clauses} are drawn from the balance as long as it lasts; what is above is paid. Credits go back "
    "into it, as far as charges were drawn in that time.",
    "{clauses}的款项在余额范围内由余额抵付，超出部分另行支付；冲减的款项以该期间内已抵付的金额为限退回余额。",
)
SAYS_LEAST = Text(
    "prepayment.says_least",
    "In every settlement period in which the agreement is in force at least {least} are drawn, used or not.",
    "协议有效的每个结算期，无论是否使用，至少扣减 {least}。",
)
SAYS_UNUSED: Mapping[str, Text] = {
    "forfeited": Text(
        "prepayment.says_forfeited", "What is left at the end of that time is lost.", "该期间结束时的余额作废。"
    ),
    "refunded": Text(
        "prepayment.says_refunded", "What is left at the end of that time is paid back.", "该期间结束时的余额予以退还。"
    ),
    "carried_over": Text(
        "prepayment.says_carried",
        "What is left at the end of that time is carried into the next; at the end of the agreement it is lost.",
        "该期间结束时的余额转入下一期间；协议期满时的余额作废。",
    ),
}
SAYS_TERMINATED: Mapping[str, Text] = {
    "forfeited": Text(
        "prepayment.says_lost_on_end",
        "What is left when the agreement is terminated is lost.",
        "协议终止时的余额作废。",
    ),
    "refunded": Text(
        "prepayment.says_refunded_on_end",
        "What is left when the agreement is terminated is paid back.",
        "协议终止时的余额予以退还。",
    ),
    "drawn_down": Text(
        "prepayment.says_drawn_down",
        "What is left when the agreement is terminated can still be drawn until the end of that time.",
        "协议终止时的余额在该期间结束前仍可抵付。",
    ),
}
SAYS_WHOLE = Text(
    "prepayment.says_whole",
    "The amounts are the same where the agreement covers only a part of that time.",
    "协议仅覆盖该期间一部分的，上述金额不变。",
)


class Clause(ClauseBase):
    """A prepayment as written: what is paid when a window opens, what draws it, what becomes of the rest."""

    kind: Literal["prepayment"] = "prepayment"
    counts: tuple[str, ...] = Field(min_length=1)
    counted_amounts: Literal["rounded", "unrounded"]
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    amount: Amount
    at_open: Literal["whole", "topped_up"]
    least_draw: Amount | None = None
    unused: Literal["forfeited", "refunded", "carried_over"]
    if_terminated: Literal["forfeited", "refunded", "drawn_down"]


class Terms(NamedTuple, Generic[N]):
    """Amount, 1 where the balance is only topped up to it; least draw of a period.

    Then 1 where the balance is carried over, 1 where it is paid back at a close; 1 where a termination ends it, and 1
    where it is paid back then.
    """

    amount: N
    tops_up: N
    least: N
    carries: N
    refunds: N
    ends: N
    refunds_on_end: N


class State(NamedTuple, Generic[N]):
    """Balance; drawn by charges in this window; of the period: paid in, drawn without use, lost at its end, paid back.

    Then the charges last seen, and due since the start.
    """

    balance: N
    covered: N
    paid: N
    unused: N
    lost: N
    returned: N
    seen: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges of the named clauses since the start; the share of the period in which the agreement was in force."""

    charged: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Paid in when the window opens; drawn by the charges of the period; settled at the close or a termination."""
    wanted = above(p.amount, s.balance) if p.tops_up > 0 else p.amount
    paid = when(x.in_force, wanted) * w.opens
    balance = s.balance + paid
    covered_before = s.covered if w.opens == 0 else 0 * s.covered
    covered = lower(higher(x.charged - s.seen, -covered_before), balance)
    unused = when(x.in_force, lower(above(p.least, above(covered, 0 * covered)), balance - covered))
    left = balance - covered - unused
    ended = p.ends if x.in_force < 1 else 0 * p.ends
    closing = (1 - p.carries) * w.closes
    kept = (1 - ended) * (1 - closing)
    refunds = p.refunds_on_end if ended > 0 else p.refunds
    returned = left * (1 - kept) * refunds
    lost = left * (1 - kept) * (1 - refunds)
    due = s.due + paid - covered - returned
    return State(left * kept, covered_before + covered, paid, unused, lost, returned, x.charged, due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(
        amount=at.value(clause.amount),
        tops_up=Decimal(clause.at_open == "topped_up"),
        least=at.value(clause.least_draw),
        carries=Decimal(clause.unused == "carried_over"),
        refunds=Decimal(clause.unused == "refunded"),
        ends=Decimal(clause.if_terminated != "drawn_down"),
        refunds_on_end=Decimal(clause.if_terminated == "refunded"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (DueOf(clause.counts, rounded=clause.counted_amounts == "rounded"), InForce())


def explain(told: Told) -> Iterable[Message]:
    """What was paid in, drawn, lost or paid back, and what is left."""
    after, currency = told.after, told.currency
    charged = after.seen - told.before.seen
    covered = after.paid - after.returned - told.due
    if after.paid:
        yield PAID(paid=after.paid, currency=currency)
    if charged > 0:
        yield COVERED(covered=covered, charged=charged, currency=currency)
    elif covered < 0:
        yield RESTORED(restored=-covered, currency=currency)
    if after.unused:
        yield LEAST(lost=after.unused, least=told.terms.least, currency=currency)
    if after.returned:
        yield RETURNED(returned=after.returned, currency=currency)
    elif after.lost:
        yield FORFEITED(lost=after.lost, currency=currency)
    else:
        yield BALANCE(balance=after.balance, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    text = SAYS_TOPPED if clause.at_open == "topped_up" else SAYS
    yield text(window=WINDOWS[clause.window](), amount=said.money(clause.amount))
    yield SAYS_DRAWN(clauses=said.clauses(clause.counts))
    yield COUNTED_AMOUNTS[clause.counted_amounts]()
    if clause.least_draw is not None:
        yield SAYS_LEAST(least=said.money(clause.least_draw))
    yield SAYS_UNUSED[clause.unused]()
    yield SAYS_TERMINATED[clause.if_terminated]()
    yield SAYS_WHOLE()


KIND = Kind(
    "prepayment", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, title=TITLE
)
