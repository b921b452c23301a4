"""Tax: what the seller adds to charges for the tax office, by rate; or why it adds nothing.

Rules: docs/rules/tax.md. Rates are written, none is built in; the tax is kept apart from the charges it is taken of.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Share, Written
from suture.engine.clauses.kind import ClauseBase, DueOf, Kind, Moment, Phase, Source, Told
from suture.engine.clauses.saying import Said, share
from suture.engine.clauses.tiers import quads
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Quad, Window
from suture.engine.text import Message, Text

TITLE = Text("tax.title", "Tax", "税费")
TAXED = Text("tax", "{charged} {currency} × {rate} %", "{charged} {currency} × {rate} %")
UNTAXED = Text("tax.none", "no tax is added", "不计税")

TAXES = {
    "vat": Text("tax.vat", "value-added tax", "增值税"),
    "gst": Text("tax.gst", "goods and services tax", "商品及服务税"),
    "sales_tax": Text("tax.sales_tax", "sales tax", "销售税"),
}
SAYS_RATE = Text(
    "tax.says_rate",
    "To charges under {clauses} the seller adds {tax} of {rate}.",
    "{clauses}项下款项，卖方另计 {rate} 的{tax}。",
)
SAYS_UNTAXED = {
    "reverse_charge": Text(
        "tax.says_reverse_charge",
        "To charges under {clauses} the seller adds no {tax}: the buyer declares and pays it (reverse charge).",
        "{clauses}项下款项，卖方不计{tax}，由买方自行申报缴纳（反向征收）。",
    ),
    "zero_rated": Text(
        "tax.says_zero_rated",
        "To charges under {clauses} the seller adds no {tax}: they are zero-rated.",
        "{clauses}项下款项适用零税率，卖方不计{tax}。",
    ),
    "exempt": Text(
        "tax.says_exempt",
        "To charges under {clauses} the seller adds no {tax}: they are exempt.",
        "{clauses}项下款项免征{tax}。",
    ),
}
SAYS_OF = {
    "rounded": Text(
        "tax.says_of_rounded",
        "It is taken of the charges as they are billed and rounded once for this clause; a credit lowers it in the "
        "same way.",
        "税额按款项开票金额计算，本条合计后一次舍入；款项冲减的，税额同比冲减。",
    ),
    "unrounded": Text(
        "tax.says_of_unrounded",
        "It is taken of the charges before they are rounded and rounded once for this clause; a credit lowers it in "
        "the same way.",
        "税额按未舍入的款项计算，本条合计后一次舍入；款项冲减的，税额同比冲减。",
    ),
}
SAYS_PAID = {
    "seller": Text("tax.says_paid_to_seller", "It is paid with the charges.", "税款与款项一并支付。"),
    "tax_account": Text(
        "tax.says_paid_to_account",
        "The buyer pays it to the seller's tax account, apart from the charges (split payment).",
        "税款由买方单独支付至卖方的税款专户（分离支付）。",
    ),
}

NO_RATE = refusal(
    "tax_rate_missing",
    "tax is charged on {clauses}, but not at what rate",
    "Write 'rate'; 0 % is 'treatment: zero_rated'.",
    "{clauses} 计税，但未写明税率",
    "请写 rate；税率为 0 % 的请写 treatment: zero_rated。",
)
UNUSED = refusal(
    "tax_rate_unused",
    "a rate is written, but no tax is charged ({treatment})",
    "Leave out 'rate', or write 'treatment: charged'.",
    "写有税率，但不计税（{treatment}）",
    "请删去 rate，或写 treatment: charged。",
)
TWICE = refusal(
    "tax_of_a_clause_twice",
    "'{clause}' is taxed in rows {first} and {second}",
    "Name it in one row.",
    "“{clause}”在第 {first} 行和第 {second} 行重复计税",
    "请只在一行中列出。",
)


class Row(Written):
    """The clauses of one rate."""

    on: tuple[str, ...] = Field(min_length=1)
    rate: Share | None = None


class Clause(ClauseBase):
    """A tax as written: which one, how it is treated, up to four rates, and to whom it is paid."""

    kind: Literal["tax"] = "tax"
    tax: Literal["vat", "gst", "sales_tax"]
    treatment: Literal["charged", "reverse_charge", "zero_rated", "exempt"]
    rows: tuple[Row, ...] = Field(min_length=1, max_length=4)
    counted_amounts: Literal["rounded", "unrounded"]
    paid_to: Literal["seller", "tax_account"]


class Terms(NamedTuple, Generic[N]):
    """The rate of each row."""

    rates: Quad[N]


class State(NamedTuple, Generic[N]):
    """Charges of each row when last seen; due since the start."""

    first: N
    second: N
    third: N
    fourth: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges of each row since the start."""

    first: N
    second: N
    third: N
    fourth: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What the period has charged is taxed at its rates; earlier charges stay as they were."""
    due = s.due + p.rates[0] * (x.first - s.first) + p.rates[1] * (x.second - s.second)
    due += p.rates[2] * (x.third - s.third) + p.rates[3] * (x.fourth - s.fourth)
    return State(x.first, x.second, x.third, x.fourth, due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The rates of one segment; none where no tax is charged."""
    charged = clause.treatment == "charged"
    (rates,) = quads([at.value(row.rate) if charged else Decimal(0) for row in clause.rows])
    return Terms(rates)


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from; a row that is not written has none."""
    rounded = clause.counted_amounts == "rounded"
    return tuple(DueOf(on, rounded=rounded) for on in (*(row.on for row in clause.rows), (), (), ())[:4])


def explain(told: Told) -> Iterable[Message]:
    """The charges of the period at each rate."""
    if told.clause.treatment != "charged":
        yield UNTAXED()
        return
    for i in range(len(told.clause.rows)):
        if charged := told.after[i] - told.before[i]:
            yield TAXED(charged=charged, rate=told.terms.rates[i] * 100, currency=told.currency)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    tax = TAXES[clause.tax]()
    if clause.treatment != "charged":
        on = [name for row in clause.rows for name in row.on]
        yield SAYS_UNTAXED[clause.treatment](clauses=said.clauses(on), tax=tax)
        return
    for row in clause.rows:
        yield SAYS_RATE(clauses=said.clauses(row.on), tax=tax, rate=share(row.rate))
    yield SAYS_OF[clause.counted_amounts]()
    yield SAYS_PAID[clause.paid_to]()


def check(clause: Clause) -> Iterable[Fault]:
    """A rate where tax is charged, and only there; no clause twice."""
    seen: dict[str, int] = {}
    for i, row in enumerate(clause.rows):
        if clause.treatment == "charged" and row.rate is None:
            yield NO_RATE.at("rows", i, "rate", clauses=", ".join(row.on))
        elif clause.treatment != "charged" and row.rate is not None:
            yield UNUSED.at("rows", i, "rate", treatment=clause.treatment)
        for name in row.on:
            if name in seen:
                yield TWICE.at("rows", i, "on", clause=name, first=seen[name] + 1, second=i + 1)
            seen.setdefault(name, i)


KIND = Kind(
    "tax", Phase.TAX, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    effect="tax", check=check,
)  # fmt: skip
