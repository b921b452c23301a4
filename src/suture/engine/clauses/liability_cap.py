"""Liability cap: what one side owes under named clauses in a window is bounded by an amount or by charges of a while.

Rules: docs/rules/liability_cap.md. What is not named is carved out; what is above the cap is taken back.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import ZERO, Amount, Dimension, Figure, Price, Written
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.payer import OTHERS, SIDES
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said, in_periods, share
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, higher, lower
from suture.engine.text import Message, Text

TITLE = Text("liability_cap.title", "Liability cap", "责任限额")
UNDER = Text(
    "liability_cap.under", "{owed} {currency} owed in the window, cap {cap} {currency}: owed in full",
    "本期应承担 {owed} {currency}，限额 {cap} {currency}：全额承担",
)  # fmt: skip
OVER = Text(
    "liability_cap.over",
    "{owed} {currency} owed in the window, cap {cap} {currency}: {more} {currency} more above it taken back, {side}",
    "本期应承担 {owed} {currency}，限额 {cap} {currency}：超出部分另冲回 {more} {currency}，{side}",
)
BACK = Text(
    "liability_cap.back",
    "{owed} {currency} owed in the window now, cap {cap} {currency}: {less} {currency} less above it, {side}",
    "本期应承担额现为 {owed} {currency}，限额 {cap} {currency}：超出部分减少 {less} {currency}，{side}",
)
STAYS = Text(
    "liability_cap.stays", "{owed} {currency} owed in the window, cap {cap} {currency}: nothing more to take back",
    "本期应承担 {owed} {currency}，限额 {cap} {currency}：无需再冲回",
)  # fmt: skip

SAYS = {
    "seller": Text(
        "liability_cap.says_seller",
        "Under {clauses} the seller owes for {window} no more than {cap}.",
        "卖方在{clauses}项下，{window}承担的责任以{cap}为限。",
    ),
    "buyer": Text(
        "liability_cap.says_buyer",
        "Under {clauses} the buyer owes for {window} no more than {cap}.",
        "买方在{clauses}项下，{window}承担的责任以{cap}为限。",
    ),
}
CHARGES = {
    "up_to_the_claim": Text(
        "liability_cap.charges_up_to",
        "{share} of the charges under {clauses} in {periods} up to and with that of the claim",
        "索赔所在结算期（含）为止 {periods}内{clauses}项下款项的 {share}",
    ),
    "before_the_claim": Text(
        "liability_cap.charges_before",
        "{share} of the charges under {clauses} in {periods} before that of the claim",
        "索赔所在结算期之前 {periods}内{clauses}项下款项的 {share}",
    ),
}
BOTH = {
    "higher": Text("liability_cap.higher", "the higher of {amount} and {charges}", "{amount}与{charges}中的较高者"),
    "lower": Text("liability_cap.lower", "the lower of {amount} and {charges}", "{amount}与{charges}中的较低者"),
}
GOODS = Text(
    "liability_cap.goods",
    "{price} for the goods that the claim is about, told as {measure} of {services} in its settlement period",
    "索赔所涉货物（以索赔所在结算期申报的{services}{measure}数量计）{price}",
)
SAYS_EACH = Text(
    "liability_cap.says_each",
    "A claim is held against the price of its own goods; what one claim leaves of it is of no use to another.",
    "每项索赔以其所涉货物的价款为限；一项索赔未用的额度不得用于另一项索赔。",
)
SAYS_WHEN = Text(
    "liability_cap.says_when",
    "A claim is held against the cap of its own settlement period, less what the window has used of it; a cap that "
    "changes later changes no claim before it.",
    "每项索赔按其所在结算期的限额及该期间内已占用的额度核定；限额此后变化的，不影响此前的索赔。",
)
SAYS_CARVED = Text(
    "liability_cap.says_carved", "The cap holds for no other clause.", "其他条款项下的责任不受本限额约束。"
)
SAYS_LOSS = {
    "excluded": Text(
        "liability_cap.says_loss_excluded",
        "Lost profit and other consequential loss is owed by neither side.",
        "任何一方均不承担利润损失及其他间接损失。",
    ),
    "included": Text(
        "liability_cap.says_loss_included",
        "Lost profit and other consequential loss that is told counts toward the cap.",
        "申报的利润损失及其他间接损失计入本限额。",
    ),
}
SAYS_AMOUNTS = {
    "rounded": Text("liability_cap.says_rounded", "Amounts count as they are billed.", "各项金额按开票金额计。"),
    "unrounded": Text("liability_cap.says_unrounded", "Amounts count unrounded.", "各项金额按未舍入的金额计。"),
}

NO_CAP = refusal(
    "liability_cap_missing",
    "neither an amount nor charges say how high the cap is",
    "Write 'amount', or 'charges', or both with 'of_both'; or 'goods'.",
    "未写明限额金额，也未写明作为限额的款项",
    "请写 amount 或 charges；两者都写时另写 of_both；或者写 goods。",
)
GOODS_ALONE = refusal(
    "liability_cap_goods_alone",
    "the price of the goods concerned is a cap by itself, but '{other}' is written too",
    "Leave out '{other}', or write it as a clause of its own that counts this one.",
    "所涉货物价款本身即为限额，但同时写了“{other}”",
    "请删去“{other}”，或将其另写为一条计入本条的限额条款。",
)
WHICH = refusal(
    "liability_cap_which_of_both",
    "there are an amount and charges, but not which of them is the cap",
    "Write 'of_both: higher' or 'of_both: lower'.",
    "金额与款项都已写明，但未写明以哪一个为限额",
    "请写 of_both: higher 或 of_both: lower。",
)
ONE = refusal(
    "liability_cap_only_one",
    "'of_both: {of_both}' compares two caps, but only one is written",
    "Leave out 'of_both', or write both 'amount' and 'charges'.",
    "“of_both: {of_both}”用于比较两个限额，但只写了一个",
    "请删去 of_both，或同时写 amount 和 charges。",
)

Multiple = Annotated[Figure, Dimension("share", least=ZERO)]
"""A share that may be more than all: 150 % of a year's charges."""


class Charges(Written):
    """A cap by what was charged: of which clauses, in how many settlement periods, and how much of it."""

    of: tuple[str, ...] = Field(min_length=1)
    periods: int = Field(gt=0)
    counted: Literal["up_to_the_claim", "before_the_claim"]
    share: Multiple


class Goods(Written):
    """A cap by the goods that a claim is about: which facts tell of them, and the price of a unit."""

    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    price: Price


class Clause(ClauseBase):
    """A liability cap as written: whose liability, under which clauses, over which window, and how high."""

    kind: Literal["liability_cap"] = "liability_cap"
    liable: Literal["seller", "buyer"]
    counts: tuple[str, ...] = Field(min_length=1)
    counted_amounts: Literal["rounded", "unrounded"]
    window: Literal["calendar_year", "contract_year", "term"]
    amount: Amount | None = None
    charges: Charges | None = None
    goods: Goods | None = None
    of_both: Literal["higher", "lower"] | None = None
    consequential_loss: Literal["excluded", "included"]


class Terms(NamedTuple, Generic[N]):
    """The amount; share of charges; 1 for the higher of the two; -1 where what is owed are credits; goods by the step.

    ``by_goods`` is 1 where the price of the goods concerned is the cap.
    """

    amount: N
    share: N
    higher: N
    sign: N
    goods: N
    by_goods: N


class State(NamedTuple, Generic[N]):
    """Owed in this window and allowed of it; charges when last seen; due since the start."""

    owed: N
    allowed: N
    seen: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges that are capped, since the start; charges that make the cap, to its last and before its first period.

    ``concerned`` are the steps of goods that a claim of this period is about.
    """

    claimed: N
    charged: N
    charged_before: N
    concerned: N


def cap_of(p: Terms[N], x: Facts[N]) -> N:
    """How high the cap is in a period."""
    if p.by_goods > 0:
        return p.goods * above(x.concerned, 0 * x.concerned)
    by_charges = p.share * above(x.charged, x.charged_before)
    return higher(p.amount, by_charges) if p.higher > 0 else lower(p.amount, by_charges)


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Of a new claim is allowed what the cap leaves room for; a claim taken back frees what was above the cap first."""
    owed_before = s.owed if w.opens == 0 else 0 * s.owed
    allowed_before = s.allowed if w.opens == 0 else 0 * s.allowed
    claim = p.sign * (x.claimed - s.seen)
    cap = cap_of(p, x)
    room = cap if p.by_goods > 0 else above(cap, allowed_before)
    owed = owed_before + claim
    allowed = lower(owed, allowed_before + lower(above(claim, 0 * claim), room))
    above_cap = (owed - allowed) - (owed_before - allowed_before)
    return State(owed, allowed, x.claimed, s.due - p.sign * above_cap)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; a form that is not written is zero beside the other."""
    return Terms(
        amount=at.value(clause.amount),
        share=at.value(clause.charges.share) if clause.charges else Decimal(0),
        higher=Decimal(clause.of_both != "lower"),
        sign=Decimal(-1 if clause.liable == "seller" else 1),
        goods=at.per_step(clause.goods.price) if clause.goods else Decimal(0),
        by_goods=Decimal(clause.goods is not None),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    rounded, charges = clause.counted_amounts == "rounded", clause.charges
    of = charges.of if charges else ()
    last = 1 if charges and charges.counted == "before_the_claim" else 0
    return (
        DueOf(clause.counts, rounded=rounded),
        DueOf(of, last, rounded=rounded),
        DueOf(of, last + charges.periods if charges else last, rounded=rounded),
        QuantityOf(services_of(clause), clause.goods.measure if clause.goods else "rejected"),
    )


def services_of(clause: Clause) -> tuple[str, ...]:
    """The services of the goods concerned, where these make the cap."""
    return clause.goods.services if clause.goods else ()


def explain(told: Told) -> Iterable[Message]:
    """What is owed against the cap, and what is above it."""
    owed, cap = told.after.owed, cap_of(told.terms, told.facts)
    more = told.due * -told.terms.sign
    what = {"owed": owed, "cap": cap, "currency": told.currency}
    if more > 0:
        yield OVER(**what, more=more, side=SIDES[OTHERS[told.clause.liable]]())
    elif more < 0:
        yield BACK(**what, less=-more, side=SIDES[told.clause.liable]())
    else:
        yield (UNDER if owed == told.after.allowed else STAYS)(**what)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS[clause.liable](
        clauses=said.clauses(clause.counts), window=WINDOWS[clause.window](), cap=said_cap(clause, said)
    )
    yield SAYS_EACH() if clause.goods else SAYS_WHEN()
    yield SAYS_CARVED()
    yield SAYS_LOSS[clause.consequential_loss]()
    yield SAYS_AMOUNTS[clause.counted_amounts]()


def said_cap(clause: Clause, said: Said) -> Message:
    """How high the cap is: an amount, charges, the higher or lower of both, or the price of the goods concerned."""
    if (goods := clause.goods) is not None:
        return GOODS(
            price=said.price(goods.price, goods.services[0]), measure=MEASURES[goods.measure](),
            services=said.listed(goods.services),
        )  # fmt: skip
    amount, charges = said.money(clause.amount), clause.charges
    if charges is None:
        return amount
    by_charges = CHARGES[charges.counted](
        share=share(charges.share), clauses=said.clauses(charges.of), periods=in_periods(charges.periods)
    )
    if clause.of_both is None:
        return by_charges
    return BOTH[clause.of_both](amount=amount, charges=by_charges)


def check(clause: Clause) -> Iterable[Fault]:
    """There is a cap, and of two it is said which one holds."""
    forms = [form for form in (clause.amount, clause.charges) if form is not None]
    if clause.goods is not None:
        for other in ("amount", "charges", "of_both"):
            if getattr(clause, other) is not None:
                yield GOODS_ALONE.at(other, other=other)
    elif not forms:
        yield NO_CAP.at()
    elif len(forms) == 2 and clause.of_both is None:
        yield WHICH.at("of_both")
    elif len(forms) == 1 and clause.of_both is not None:
        yield ONE.at("of_both", of_both=clause.of_both)


KIND = Kind(
    "liability_cap", Phase.PERFORMANCE, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    check=check, services=services_of,
)  # fmt: skip
