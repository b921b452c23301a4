"""Deadlines: the last day on which a part of what is owed can still be avoided, or from which on it falls.

Each is found with the clause's own step, so that acting on the day costs less for that clause than acting a day later.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from suture.engine.clauses.cancellation import Clause as Cancellation
from suture.engine.clauses.causes import Cause, cause_of
from suture.engine.clauses.declared_volume import Clause as DeclaredVolume
from suture.engine.clauses.early_termination import Clause as EarlyTermination
from suture.engine.clauses.financed_tooling import Clause as FinancedTooling
from suture.engine.clauses.forecast_commitment import Clause as ForecastCommitment
from suture.engine.clauses.forecast_curve import FARTHEST
from suture.engine.clauses.kind import DueOf, QuantityOf, Source
from suture.engine.clauses.notice import Clause as Notice
from suture.engine.clauses.renewal import Clause as Renewal
from suture.engine.clauses.renewal import changes as term_ends
from suture.engine.clauses.saying import in_months
from suture.engine.exposure.course import shortest_notice, standing
from suture.engine.exposure.open import Open, OpenOrder
from suture.engine.money import Money, rounded
from suture.engine.period import later
from suture.engine.rating.exact import ALONE, Entry, Folded
from suture.engine.rating.gathering import period_of
from suture.engine.rating.plan import Line, Plan
from suture.engine.rating.trial import SUPPLIED
from suture.engine.text import Message, Text

ZERO: Final = Decimal(0)
PLENTY: Final = Decimal(10) ** 12
"""More steps, or money, than any agreement is short of."""
USED: Final = SUPPLIED | {"used", "returned"}
"""Measures of which a buyer can bring about more, so that less is owed."""
CANCEL_BY: Final = Text(
    "deadline.cancel",
    "cancel {quantity} {service} of order {event}, due {delivery}: after this day it costs {before} instead of {now}",
    "取消订单 {event} 项下 {quantity} {service}（交付日 {delivery}）：此后费用由 {now} 升至 {before}",
)
TAKE_BY: Final = Text(
    "deadline.take",
    "{clause}: what is taken or used by then counts; without it {money} more is due",
    "{clause}：届时之前提取或耗用的计入；否则将多付 {money}",
)
FORECAST_BY: Final = Text(
    "deadline.forecast",
    "lower the forecast of {month}, {quantity} {unit}: after this day {more} more is due if nothing is taken",
    "下调 {month} 的预测（{quantity} {unit}）：此后如不提取，应付金额增加 {more}",
)
NOTICE_BY: Final = Text(
    "deadline.notice",
    "give notice: after this day the agreement renews to {until}",
    "发出不续约通知：此后协议将续期至 {until}",
)
FEE_FALLS: Final = Text(
    "deadline.fee_falls",
    "an ending after this day costs a fee of {now} instead of {before}",
    "在该日之后终止，终止费由 {before} 降为 {now}",
)
FEE_FALLS_BY_NOTICE: Final = Text(
    "deadline.fee_falls_by_notice",
    "an ending of which notice is given after this day, {months} ahead, costs a fee of {now} instead of {before}",
    "在该日之后发出终止通知（提前 {months}），终止费由 {before} 降为 {now}",
)
PAID_OFF: Final = Text(
    "deadline.paid_off", "{clause}: the last instalment is paid; after this day leaving owes no balance",
    "{clause}：最后一期付清；此后退出不再欠付余额",
)  # fmt: skip

PAID_OFF_BY_NOTICE: Final = Text(
    "deadline.paid_off_by_notice",
    "{clause}: the last instalment is paid on {paid}; leaving, of which notice is given after this day, {months} "
    "ahead, owes no balance",
    "{clause}：最后一期于 {paid} 付清；在该日之后发出终止通知（提前 {months}），退出不再欠付余额",
)

Turn = Literal["rises", "falls"]


GOING_ON: Final = (EarlyTermination, FinancedTooling, Renewal)
"""Clauses of which nothing turns any more once the agreement was terminated."""


class Deadline(NamedTuple):
    """``last`` is the last day, included, before what a clause costs turns: it ``rises`` by ``money`` after it, or
    ``falls`` by it. ``money`` is None where it is not an amount of the clause alone."""

    clause: str
    kind: str
    cause: Cause
    last: date
    turns: Turn
    money: Money | None
    says: Message


def deadlines(plan: Plan, folded: Sequence[Folded], found: Open, on: date) -> tuple[Deadline, ...]:
    """All days ahead on which something turns, the nearest first; ``folded`` are the facts told so far, and no more."""
    now = period_of(plan.periods, on)
    if now is None:
        return ()
    told = [each for done in folded for each in of_line(plan, done, found, on, now)]
    return tuple(sorted(told, key=lambda each: (each.last, each.clause)))


def of_line(plan: Plan, done: Folded, found: Open, on: date, now: int) -> Iterator[Deadline]:
    """The deadlines of one clause."""
    line = done.line
    if not line.first <= now < line.until:
        return
    clause = line.version(now).clause
    if found.ended and (isinstance(clause, GOING_ON) or cause_of(line.kind.name) == "minimum"):
        return
    if isinstance(clause, Cancellation):
        for order in found.orders:
            if order.service == clause.service and order.delivery is not None:
                yield from of_order(plan, line, clause, order, on)
    elif isinstance(clause, ForecastCommitment):
        yield from of_forecast(plan, done, now)
    elif isinstance(clause, Renewal):
        yield from of_renewal(plan, clause, on)
    elif isinstance(clause, EarlyTermination):
        yield from of_fees(plan, line, on)
    elif isinstance(clause, FinancedTooling):
        yield from of_balance(plan, line, clause, on)
    elif cause_of(line.kind.name) in ("minimum", "material", "stock"):
        yield from of_rise(plan, done, now)


def made(line: Line, last: date, turns: Turn, money: Money | None, says: Message) -> Deadline:
    """A deadline of a clause."""
    return Deadline(line.name, line.kind.name, cause_of(line.kind.name), last, turns, money, says)


def money_of(plan: Plan, line: Line, amount: Decimal) -> Money:
    """An amount of a clause as it is billed."""
    return rounded(amount, line.currency, plan.agreement.rounding.mode)


def of_order(plan: Plan, line: Line, clause: Cancellation, order: OpenOrder, on: date) -> Iterator[Deadline]:
    """The steps of the cancellation schedule that lie ahead of an open order."""
    assert order.delivery is not None
    for row in clause.schedule:
        last = order.delivery - timedelta(row.days_at_least)
        if last < on:
            continue
        now, after = (fee(plan, line, order, last + timedelta(more)) for more in (0, 1))
        if now is not None and after is not None and after > now:
            says = CANCEL_BY(
                quantity=order.quantity, service=order.service, event=order.event, delivery=str(order.delivery),
                now=str(money_of(plan, line, now)), before=str(money_of(plan, line, after)),
            )  # fmt: skip
            yield made(line, last, "rises", money_of(plan, line, after - now), says)


def fee(plan: Plan, line: Line, order: OpenOrder, day: date) -> Decimal | None:
    """What cancelling an order on a day costs; None where the clause does not stand on it."""
    at = period_of(plan.periods, day)
    if at is None or not line.first <= at < line.end:
        return None
    assert order.delivery is not None
    terms, nothing = line.terms[at - line.first], line.kind.state(*[ZERO] * len(line.kind.state._fields))
    facts = line.kind.facts(line.unit.steps(order.quantity), Decimal((order.delivery - day).days), ZERO, ZERO)
    due: Decimal = line.kind.step(terms, ALONE, nothing, facts).due
    return due


def of_rise(plan: Plan, done: Folded, now: int) -> Iterator[Deadline]:
    """The settlement periods from now on in which a clause charges more if nothing more is taken or used, and less if
    it is: the first of each window. Where the window is the whole term each of them, but an amount that goes on from
    period to period only once."""
    line = done.line
    if line.by_order or line.kind.effect != "charge":
        return
    said_of_window, before = False, 0
    for entry in done.entries:
        if not now <= entry.at < line.until:
            continue
        whole_term = line.kind.window(line.version(entry.at).clause) == "term"
        charges = entry.after.due > entry.before.due and (whole_term or not said_of_window)
        money = money_of(plan, line, avoidable(plan, line, entry) if charges else ZERO)
        if money.minor > 0 and not (whole_term and money.minor == before):
            says = TAKE_BY(clause=line.name, money=str(money))
            yield made(line, plan.periods[entry.at].last, "rises", money, says)
            said_of_window = True
        before = money.minor
        said_of_window = said_of_window and not entry.window.closes


def avoidable(plan: Plan, line: Line, entry: Entry) -> Decimal:
    """What of a period's charge would not fall due if, in that period, as much as it takes were taken or used.

    A clause that prices the goods too charges more for more of them; of its charge only the settlement can be avoided.
    """
    if isinstance(line.version(entry.at).clause, DeclaredVolume):
        still_open = line.kind.step(entry.terms, entry.window._replace(closes=0), entry.before, entry.facts)
        settled: Decimal = entry.after.due - still_open.due
        return settled
    most = ZERO
    for field, source in zip(line.kind.facts._fields, line.version(entry.at).reads, strict=True):
        if helps(plan, source):
            more = entry.facts._replace(**{field: getattr(entry.facts, field) + PLENTY})
            most = max(most, entry.after.due - line.kind.step(entry.terms, entry.window, entry.before, more).due)
    charged: Decimal = entry.after.due - entry.before.due
    return min(most, charged)


def helps(plan: Plan, source: Source) -> bool:
    """Whether a buyer can bring about more of a source: of what is supplied or used now, or is spent on that."""
    if isinstance(source, QuantityOf):
        return source.measure in USED and bool(source.services) and not source.lag
    if not isinstance(source, DueOf) or source.gates or source.lag:
        return False
    return any(helps(plan, each) for line in plan.lines if line.name in source.clauses for each in line.sources)


def of_forecast(plan: Plan, done: Folded, now: int) -> Iterator[Deadline]:
    """For each settlement period ahead that is forecast: the last day before the issue that stands binds for more."""
    line = done.line
    for place, entry in enumerate(done.entries):
        ahead_of_it = entry.at - now
        if not 0 < ahead_of_it <= FARTHEST:  # an issue told so long before is not read
            continue
        issue = max(getattr(entry.facts, f"ahead_{ahead}") for ahead in range(ahead_of_it, FARTHEST + 1))
        if not issue:
            continue
        told = [(at, due_if_lowered(done.entries[place:], line, at)) for at in range(now, entry.at + 1)]
        for (at, before), (_, after) in pairwise(told):
            money = money_of(plan, line, after - before)
            if money.minor > 0:
                says = FORECAST_BY(
                    month=str(plan.periods[entry.at]), quantity=line.unit.quantity(issue), unit=line.unit.name,
                    more=str(money),
                )  # fmt: skip
                yield made(line, plan.periods[at].last, "rises", money, says)
                break


def due_if_lowered(entries: Sequence[Entry], line: Line, at: int) -> Decimal:
    """What a clause has charged when the window closes, if the forecast of its first entry's period is lowered to one
    step in an earlier settlement period."""
    first, *rest = entries
    ahead = first.at - at
    lowered = {f"ahead_{nearer}": ZERO for nearer in range(ahead)} | {f"ahead_{ahead}": Decimal(1)}
    state = line.kind.step(first.terms, first.window, first.before, first.facts._replace(**lowered))
    closes = first.window.closes
    for entry in rest:
        if closes:
            break
        state, closes = line.kind.step(entry.terms, entry.window, state, entry.facts), entry.window.closes
    due: Decimal = state.due
    return due


def of_renewal(plan: Plan, clause: Renewal, on: date) -> Iterator[Deadline]:
    """The last day to stop the next renewal."""
    notice = next((each for each in plan.agreement.clauses if each.id == clause.notice), None)
    if clause.renews != "unless_notice" or not isinstance(notice, Notice):
        return
    ends = [end for end in term_ends(clause, plan.agreement.valid.from_) if end < plan.agreement.valid.until]
    for end in ends:
        last = end - timedelta(notice.days)
        if last >= on:
            until = min(later(end, clause.by_months), plan.agreement.valid.until)
            yield Deadline(
                clause.id, "renewal", "ending", last, "rises", None, NOTICE_BY(until=str(until - timedelta(1)))
            )
            return


def of_fees(plan: Plan, line: Line, on: date) -> Iterator[Deadline]:
    """The days from which on a termination costs less: those on which notice of it is given."""
    months = shortest_notice(standing(plan, on)) or 0
    for at in range(line.first + 1, line.end):
        before, now = (line.terms[each - line.first].fee for each in (at - 1, at))
        last = last_notice(plan.periods[at].start, months)
        if now < before and last >= on:
            told = {"before": str(money_of(plan, line, before)), "now": str(money_of(plan, line, now))}
            says = FEE_FALLS_BY_NOTICE(**told, months=in_months(months)) if months else FEE_FALLS(**told)
            yield made(line, last, "falls", money_of(plan, line, before - now), says)


def of_balance(plan: Plan, line: Line, clause: FinancedTooling, on: date) -> Iterator[Deadline]:
    """The day after which leaving owes no balance of a tool: that of its last instalment, or of the notice for it."""
    months = shortest_notice(standing(plan, on)) or 0
    paid = later(clause.first, clause.instalments - 1)
    last = last_notice(paid + timedelta(1), months)
    if last >= on and clause.on_exit == "balance_due":
        says = PAID_OFF(clause=line.name)
        if months:
            says = PAID_OFF_BY_NOTICE(clause=line.name, paid=str(paid), months=in_months(months))
        yield made(line, last, "falls", None, says)


def last_notice(day: date, months: int) -> date:
    """The last day on which notice of so many months still ends an agreement before a day."""
    last = later(day, -months)
    while later(last, months) >= day:
        last -= timedelta(1)
    return last
