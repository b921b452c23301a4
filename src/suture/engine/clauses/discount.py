"""Discount: a share or a fixed amount off the charges of named clauses in a window, from a threshold on.

Rules: docs/rules/discount.md. A discount that names an earlier one among its clauses counts what that has left.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.bands import half_a_minor_unit
from suture.engine.clauses.figure import Amount, Share
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Moment, Phase, Source, Told
from suture.engine.clauses.saying import COUNTED_AMOUNTS, WINDOWS, Said, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, lower, when
from suture.engine.text import Message, Text, Value

TITLE = Text("discount.title", "Discount", "折扣")
OFF_SHARE = Text(
    "discount.share",
    "{counted} {currency} charged in the window × {percent} %",
    "本期款项 {counted} {currency} × {percent} %",
)
OFF_EXCESS = Text(
    "discount.excess",
    "({whole} − {threshold}) {currency} charged in the window × {percent} %",
    "本期款项（{whole} − {threshold}）{currency} × {percent} %",
)
PART_OF_EXCESS = Text(
    "discount.part_of_excess",
    "({whole} − {threshold}) {currency} charged in the window × {percent} %, of which {counted} / {whole} falls here",
    "本期款项（{whole} − {threshold}）{currency} × {percent} %，其中本条分摊 {counted} / {whole}",
)
OFF_AMOUNT = Text(
    "discount.amount",
    "{off} {currency} off {whole} {currency} charged in the window",
    "本期款项 {whole} {currency}，减收 {off} {currency}",
)
PART_OF_AMOUNT = Text(
    "discount.part_of_amount",
    "{off} {currency} off {whole} {currency} charged in the window, of which {counted} / {whole} falls here",
    "本期款项 {whole} {currency}，减收 {off} {currency}，其中本条分摊 {counted} / {whole}",
)
UNMET = Text(
    "discount.unmet",
    "{whole} {currency} charged in the window, threshold {threshold} {currency}: no discount",
    "本期款项 {whole} {currency}，未达到门槛 {threshold} {currency}，无折扣",
)
BEFORE = Text(
    "discount.before",
    "less {before} {currency} given before in the window",
    "减去本期此前已给予的 {before} {currency}",
)

SAYS_SHARE = Text(
    "discount.says_share",
    "The seller takes {share} off the charges of {clauses} in {window}.",
    "{window}内，卖方对{clauses}的款项给予 {share} 的折扣。",
)
SAYS_AMOUNT = Text(
    "discount.says_amount",
    "The seller takes {amount} off the charges of {clauses} in {window}, but never more than they come to.",
    "{window}内，卖方对{clauses}的款项减收 {amount}，但以该等款项为限。",
)
SAYS_THRESHOLD = Text(
    "discount.says_threshold",
    "It does so once the charges of {counted} in that time come to {threshold} or more.",
    "该期间内{counted}的款项达到 {threshold}（含）时，方给予上述折扣。",
)
SAYS_WHOLE = Text(
    "discount.says_whole",
    "The discount is then given on all charges of that time, from the first one on.",
    "达到后，折扣适用于该期间的全部款项。",
)
SAYS_EXCESS = Text(
    "discount.says_excess",
    "The discount is given only on the part of the charges of {counted} in that time that is above {threshold}.",
    "折扣仅适用于该期间内{counted}的款项超过 {threshold} 的部分。",
)
SAYS_PART = Text(
    "discount.says_part",
    "The discount is found on the charges of {within} together; this clause takes off the part of {clauses}, pro rata "
    "to their charges.",
    "折扣按{within}的款项合并计算；本条仅减收{clauses}按各自款项比例分摊的部分。",
)
SAYS_DATED: Mapping[bool, Text] = {
    True: Text(
        "discount.says_later",
        "A share or threshold that changes within that time holds for later charges.",
        "比例或门槛在期间内变更的，仅适用于其后的款项。",
    ),
    False: Text(
        "discount.says_anew",
        "An amount or threshold that changes within that time holds for the whole of it.",
        "金额或门槛在期间内变更的，适用于整个期间。",
    ),
}
SAYS_CUT = Text(
    "discount.says_cut",
    "Amounts and thresholds are the same where the agreement covers only a part of that time.",
    "协议仅覆盖期间一部分的，金额和门槛不变。",
)

BOTH = refusal(
    "discount_in_two_forms",
    "the discount is written as a share and as an amount",
    "Write 'share' or 'amount', one of the two.",
    "折扣同时写明了比例和金额",
    "请只写“share”或“amount”其中之一。",
)
NEITHER = refusal(
    "discount_without_form",
    "the discount is written neither as a share nor as an amount",
    "Write 'share' or 'amount', one of the two.",
    "折扣既未写明比例，也未写明金额",
    "请写明“share”或“amount”其中之一。",
)
NO_BASE = refusal(
    "discount_past_threshold_missing",
    "a share from a threshold on does not say of what",
    "Write 'past_threshold': whole_window or excess.",
    "设有门槛的折扣比例未说明适用于哪一部分",
    "请写明“past_threshold”：whole_window 或 excess。",
)
NO_USE = refusal(
    "discount_past_threshold_unused",
    "'past_threshold' does nothing without a share and a threshold",
    "Leave out 'past_threshold'.",
    "未同时写明比例和门槛时，“past_threshold”不起作用",
    "请删去“past_threshold”。",
)
OUTSIDE = refusal(
    "discount_outside_within",
    "'{clause}' is not among the clauses in 'within'",
    "Let 'within' name every clause of 'on', and the others that share in the discount.",
    "“within”中没有“{clause}”",
    "请在“within”中列出“on”的全部条款以及其他参与分摊的条款。",
)
UNSPREAD = refusal(
    "discount_within_unused",
    "a share of all charges, without a threshold, is spread over nothing",
    "Leave out 'within'.",
    "无门槛的比例折扣无需分摊",
    "请删去“within”。",
)


class Clause(ClauseBase):
    """A discount as written. ``within`` are the clauses that it is found on, where ``on`` are only some of them."""

    kind: Literal["discount"] = "discount"
    on: tuple[str, ...] = Field(min_length=1)
    within: tuple[str, ...] = ()
    counted_amounts: Literal["rounded", "unrounded"]
    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    share: Share | None = None
    amount: Amount | None = None
    threshold: Amount | None = None
    past_threshold: Literal["whole_window", "excess"] | None = None


class Terms(NamedTuple, Generic[N]):
    """Share of all charges, share of those above the threshold, fixed amount; threshold and where it is met.

    ``later`` is 1 where numbers that are new hold for later charges only. Charges of no more than ``nearly`` are none
    to spread anything over.
    """

    share: N
    excess: N
    amount: N
    threshold: N
    met: N
    later: N
    nearly: N


class State(NamedTuple, Generic[N]):
    """Charged in this window by the clauses, and by all within; given in it; charges last seen; due (negative)."""

    counted: N
    whole: N
    given: N
    seen: N
    seen_within: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges since the start of the clauses that bear the discount, and of all that it is found on."""

    counted: N
    whole: N


def found(p: Terms[N], whole: N) -> N:
    """The discount that is spread: on the excess, or the fixed amount as far as there are charges."""
    fixed = lower(when(whole - p.met, p.amount), above(whole, 0 * whole))
    return p.excess * above(whole, p.threshold) + fixed


def discount(p: Terms[N], counted: N, whole: N) -> N:
    """What a window's charges are discounted by."""
    part = counted / whole if whole > p.nearly else 0 * whole
    return when(whole - p.met, p.share * counted) + found(p, whole) * part


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The window's charges are discounted anew; what is added is that less what was given before."""
    counted_before = s.counted if w.opens == 0 else 0 * s.counted
    whole_before = s.whole if w.opens == 0 else 0 * s.whole
    counted, whole = counted_before + x.counted - s.seen, whole_before + x.whole - s.seen_within
    before = discount(p, counted_before, whole_before) if p.later > 0 else s.given
    given = discount(p, counted, whole)
    added = given - (before if w.opens == 0 else 0 * before)
    return State(counted, whole, given, x.counted, x.whole, s.due - added)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment. Without a threshold it is met by any charges, also below zero."""
    rate, threshold = at.value(clause.share), at.value(clause.threshold)
    excess = clause.past_threshold == "excess"
    limited, nearly = clause.threshold is not None, half_a_minor_unit(at.currency)
    return Terms(
        share=Decimal(0) if excess else rate,
        excess=rate if excess else Decimal(0),
        amount=at.value(clause.amount),
        threshold=threshold,
        met=threshold - nearly if limited else Decimal("-Infinity"),
        later=Decimal(at.changed and clause.share is not None),
        nearly=nearly,
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    as_billed = clause.counted_amounts == "rounded"
    return (DueOf(clause.on, rounded=as_billed), DueOf(clause.within or clause.on, rounded=as_billed))


def explain(told: Told) -> Iterable[Message]:
    """The discount of the window as far as it falls here, less what was given before."""
    p, after, currency = told.terms, told.after, told.currency
    spread = found(p, after.whole) if after.whole > p.nearly else Decimal(0)
    all_here = after.counted == after.whole
    said: dict[str, Value] = {"counted": after.counted, "whole": after.whole, "currency": currency}
    if p.share and after.whole > p.met:
        yield OFF_SHARE(percent=p.share * 100, **said)
    elif spread and p.excess:
        text = OFF_EXCESS if all_here else PART_OF_EXCESS
        yield text(percent=p.excess * 100, threshold=p.threshold, **said)
    elif spread:
        yield (OFF_AMOUNT if all_here else PART_OF_AMOUNT)(off=spread, **said)
    else:
        yield UNMET(threshold=p.threshold, **said)
    if before := after.given + told.due:
        yield BEFORE(before=before, currency=currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    clauses, counted = said.clauses(clause.on), said.clauses(clause.within or clause.on)
    window, threshold = WINDOWS[clause.window](), said.money(clause.threshold)
    if clause.share is not None:
        yield SAYS_SHARE(share=share(clause.share), clauses=clauses, window=window)
    else:
        yield SAYS_AMOUNT(amount=said.money(clause.amount), clauses=counted, window=window)
    if clause.past_threshold == "excess":
        yield SAYS_EXCESS(counted=counted, threshold=threshold)
    elif clause.threshold is not None:
        yield SAYS_THRESHOLD(counted=counted, threshold=threshold)
        if clause.share is not None:
            yield SAYS_WHOLE()
    if clause.within and clause.past_threshold != "whole_window":
        yield SAYS_PART(within=counted, clauses=clauses)
    yield COUNTED_AMOUNTS[clause.counted_amounts]()
    if any(figure is not None and figure.dated for figure in (clause.share, clause.amount, clause.threshold)):
        yield SAYS_DATED[clause.share is not None]()
    if clause.amount is not None or clause.threshold is not None:
        yield SAYS_CUT()


def check(clause: Clause) -> Iterable[Fault]:
    """One form of the two, and every other part only where it does something."""
    if clause.share is not None and clause.amount is not None:
        yield BOTH.at("amount")
    elif clause.share is None and clause.amount is None:
        yield NEITHER.at()
    limited = clause.share is not None and clause.threshold is not None
    if limited and clause.past_threshold is None:
        yield NO_BASE.at("past_threshold")
    elif clause.past_threshold is not None and not limited:
        yield NO_USE.at("past_threshold")
    for i, name in enumerate(clause.on):
        if clause.within and name not in clause.within:
            yield OUTSIDE.at("on", i, clause=name)
    if clause.within and clause.share is not None and clause.threshold is None:
        yield UNSPREAD.at("within")


KIND = Kind(
    "discount", Phase.DISCOUNT, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=TITLE, check=check,
)  # fmt: skip
