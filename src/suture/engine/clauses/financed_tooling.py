"""Financed tooling: a tool is paid back in monthly instalments, with interest on the balance; balance on exit.

Rules: docs/rules/financed_tooling.md. Instalments fall due by the calendar, whatever is made with the tool.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Amount, Share
from suture.engine.clauses.figure_faults import undated
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, InForce, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said, share
from suture.engine.clauses.tooling import FORGIVEN, SAYS_OWNER, OnExit, check_exit, said_balance, says_exit
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Window, above, when
from suture.engine.period import later, months_between
from suture.engine.text import Message, Text, Value

INSTALMENT = Text(
    "financed_tooling",
    "instalments of {principal} {currency}: {recovered} of {cost} {currency} paid back",
    "分期款 {principal} {currency}：模具款 {cost} {currency}，已偿还 {recovered}",
)
INTEREST = Text(
    "financed_tooling.interest",
    "+ interest: {balance} {currency} × {rate} % × {days} / {year} days",
    "+ 利息：{balance} {currency} × {rate} % × {days} / {year} 天",
)
ACCRUED = Text(
    "financed_tooling.accrued",
    "+ interest up to the end: {balance} {currency} × {rate} % × {days} / {year} days",
    "+ 截至终止日的利息：{balance} {currency} × {rate} % × {days} / {year} 天",
)
WITHDRAWN = Text(
    "financed_tooling.withdrawn",
    "the agreement does not end after all: {balance} {currency} of balance and interest are given back",
    "终止已撤回：退回余额及利息 {balance} {currency}",
)
NOTHING = Text(
    "financed_tooling.nothing",
    "nothing falls due: {recovered} of {cost} {currency} paid back",
    "无应付款项：模具款 {cost} {currency}，已偿还 {recovered}",
)
SAYS = Text(
    "financed_tooling.says",
    "The tool costs {cost}; the buyer pays it back in equal monthly instalments, {count} in all, the first on {first}.",
    "模具款为 {cost}，由买方按月等额偿还，共 {count} 期，首期于 {first} 到期。",
)
SAYS_STATED = Text(
    "financed_tooling.says_stated",
    "The tool costs {cost}; the buyer pays it back in {count} monthly instalments of {instalment}, the last one of "
    "what is left, the first on {first}.",
    "模具款为 {cost}，由买方按月偿还，共 {count} 期，每期 {instalment}，末期为余额，首期于 {first} 到期。",
)
SAYS_INTEREST = Text(
    "financed_tooling.says_interest",
    "From {day} on the balance bears interest of {rate} a year, by actual days over {year}; it falls due with each "
    "instalment.",
    "未偿还余额自 {day} 起按年利率 {rate} 计息，按实际天数除以 {year} 计算，随每期一并支付。",
)
SAYS_ACCRUED = Text(
    "financed_tooling.says_accrued",
    "Instalments of the settlement period of the termination fall due first; interest runs up to its day, that day "
    "included.",
    "终止所在结算期内的各期先行到期；利息计至终止日（含当日）。",
)

BEGINS_LATE = refusal(
    "interest_begins_late",
    "interest begins on {begins}, after the first instalment on {first}",
    "Let 'interest_from' be the day of the first instalment or an earlier one.",
    "利息自 {begins} 起算，晚于首期 {first}",
    "请让 'interest_from' 不晚于首期日期。",
)
TOO_LARGE = refusal(
    "instalments_above_cost",
    "{before} instalments of {instalment} come to more than the cost of {cost}",
    "Write fewer 'instalments', or a smaller 'instalment': the last one is what is left.",
    "末期之前的 {before} 期、每期 {instalment} 已超过模具款 {cost}",
    "请减少 'instalments' 的期数或 'instalment' 的金额：末期为余额。",
)


class Clause(ClauseBase):
    """A financed tool as written: cost, instalments, interest, what is owed when the agreement is terminated, owner."""

    kind: Literal["financed_tooling"] = "financed_tooling"
    cost: Amount
    instalments: int = Field(ge=1, le=600, description="how many months it is paid back in")
    instalment: Amount | None = Field(default=None, description="each but the last, which is what is left; else equal")
    first: date
    yearly_interest: Share
    interest_from: date
    days_in_year: Literal["365", "360"]
    on_exit: OnExit
    resale: Amount | None = None
    owner_once_paid: Literal["buyer", "seller"]


class Terms(NamedTuple, Generic[N]):
    """Cost; number and amount of the instalments, and interest, fallen due by the end of the period; share of the
    balance owed on exit, resale.

    Then what interest a day bears after the last instalment so far, how many days the period has, and after how many
    of them that interest begins (below zero: it began before the period).
    """

    cost: N
    paid: N
    fallen: N
    interest: N
    owes_balance: N
    resale: N
    a_day: N
    days: N
    begins: N


class State(NamedTuple, Generic[N]):
    """Instalments, and what they paid back; interest fallen due; balance and running interest owed if it ended now.

    ``ended`` is above zero once terminated. Due since the start.
    """

    paid: N
    recovered: N
    interest: N
    balance: N
    accrued: N
    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Above zero where the agreement was terminated in the period; the share of it that is in force."""

    terminated: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """Instalments and interest fall due; on exit the balance less resale does, with running interest, and no more."""
    runs = s.ended <= 0
    paid = p.paid if runs else s.paid
    recovered = p.fallen if runs else s.recovered
    interest = p.interest if runs else s.interest
    balance = p.owes_balance * above(p.cost - recovered, p.resale) if runs else s.balance
    accrued = p.owes_balance * p.a_day * above(p.days * x.in_force, p.begins) if runs else s.accrued
    ended = s.ended + x.terminated
    due = recovered + interest + when(ended, balance + accrued)
    return State(paid, recovered, interest, balance, accrued, ended, due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """What has fallen due by the end of the segment, from the calendar of instalments."""
    cost = at.value(clause.cost)
    each = at.value(clause.instalment) if clause.instalment else None
    rate = at.value(clause.yearly_interest) / Decimal(clause.days_in_year)
    interest, since, paid = Decimal(0), clause.interest_from, 0
    for day in instalment_days(clause):
        if day >= at.period.end:
            break
        interest += left(clause, cost, each, paid) * rate * (day - since).days
        since, paid = day, paid + 1
    return Terms(
        cost=cost,
        paid=Decimal(paid),
        fallen=cost - left(clause, cost, each, paid),
        interest=interest,
        owes_balance=Decimal(clause.on_exit == "balance_due"),
        resale=at.value(clause.resale),
        a_day=left(clause, cost, each, paid) * rate,
        days=Decimal(at.period.days),
        begins=Decimal((since - at.period.start).days),
    )


def left(clause: Clause, cost: Decimal, each: Decimal | None, paid: int) -> Decimal:
    """The balance after so many instalments: equal ones, or of a stated amount and then of what is left."""
    if each is None or paid == clause.instalments:
        return cost * (clause.instalments - paid) / clause.instalments
    return max(cost - each * paid, Decimal(0))


def instalment_days(clause: Clause) -> Iterable[date]:
    """The days on which instalments fall due: one a month."""
    return (later(clause.first, month) for month in range(clause.instalments))


def changes(clause: Clause, start: date) -> Iterable[date]:
    """Every month from the beginning of interest to the last instalment: interest has run for longer in each."""
    before = months_between(clause.interest_from, clause.first)
    months = (later(clause.first, month) for month in range(-before, 0))
    return (clause.interest_from, *months, *instalment_days(clause))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((AGREEMENT,), "terminated"), InForce())


def explain(told: Told) -> Iterable[Message]:
    """Instalments and interest, then the balance on exit."""
    p, clause, before, after, currency = told.terms, told.clause, told.before, told.after, told.currency
    principal = after.recovered - before.recovered
    ends, withdrawn = after.ended > 0 >= before.ended, before.ended > 0 >= after.ended
    state = {"recovered": after.recovered, "cost": p.cost, "currency": currency}
    rate = {"rate": yearly(clause) * 100, "year": clause.days_in_year, "currency": currency}
    if principal:
        yield INSTALMENT(principal=principal, **state)
    if after.interest != before.interest:
        for balance, days in bore(clause, p.cost, before.paid, after.paid):
            yield INTEREST(balance=balance, days=days, **rate)
    if ends and p.owes_balance:
        yield said_balance(p.resale, after.balance, **state)
        if after.accrued:
            days = above(p.days * told.facts.in_force, p.begins)
            yield ACCRUED(balance=p.cost - after.recovered, days=days, **rate)
    elif ends:
        yield FORGIVEN()
    elif withdrawn and p.owes_balance:
        yield WITHDRAWN(balance=before.balance + before.accrued, currency=currency)
    elif after.due == before.due:
        yield NOTHING(**state)


def yearly(clause: Clause) -> Decimal:
    """The interest of a year, which has no dates."""
    return clause.yearly_interest.likely


def bore(clause: Clause, cost: Decimal, before: Decimal, after: Decimal) -> Iterator[tuple[Decimal, int]]:
    """The balances that bore interest up to the instalments between two counts of them, each with its days."""
    each = clause.instalment.likely if clause.instalment else None
    days = [clause.interest_from, *instalment_days(clause)]
    for number in range(int(before), int(after)):
        yield left(clause, cost, each, number), (days[number + 1] - days[number]).days


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    agreed: dict[str, Value] = {
        "cost": said.money(clause.cost),
        "count": clause.instalments,
        "first": clause.first.isoformat(),
    }
    yield SAYS_STATED(instalment=said.money(clause.instalment), **agreed) if clause.instalment else SAYS(**agreed)
    yield SAYS_INTEREST(
        day=clause.interest_from.isoformat(), rate=share(clause.yearly_interest), year=clause.days_in_year
    )
    yield from says_exit(clause.on_exit, clause.resale, said)
    if clause.on_exit == "balance_due":
        yield SAYS_ACCRUED()
    yield SAYS_OWNER[clause.owner_once_paid]()


def check(clause: Clause) -> Iterable[Fault]:
    """Figures without dates; instalments within the cost; interest that begins before something is paid back."""
    yield from undated(clause.cost, "cost")
    yield from undated(clause.instalment, "instalment")
    yield from check_instalment(clause)
    yield from undated(clause.yearly_interest, "yearly_interest")
    if clause.interest_from > clause.first:
        yield BEGINS_LATE.at("interest_from", begins=clause.interest_from, first=clause.first)
    yield from check_exit(clause.on_exit, clause.resale)


def check_instalment(clause: Clause) -> Iterable[Fault]:
    """Stated instalments come to no more than the cost before the last one, where that is known."""
    cost, each, before = clause.cost, clause.instalment, clause.instalments - 1
    if each and cost.value is not None and each.value is not None and each.value * before > cost.value:
        yield TOO_LARGE.at("instalment", before=before, instalment=each.value, cost=cost.value)


KIND = Kind(
    "financed_tooling", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=Text("financed_tooling.title", "Financed tooling", "模具分期付款"), check=check, changes=changes,
)  # fmt: skip
