"""What is wrong with an agreement that could be read: everything that only the whole of it shows, all at once."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from suture.engine.clauses import kind_of
from suture.engine.clauses.figure import Figure, Written
from suture.engine.clauses.kind import ClauseBase
from suture.engine.fault import Fault, Path, refusal
from suture.engine.money import CURRENCIES
from suture.engine.period import MONTHS, WINDOW_MONTHS, Every, later, months_between
from suture.engine.quantity import Unit
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.amendment_faults import check_amendments
from suture.engine.terms.currencies import NO_CURRENCY, check_currencies
from suture.engine.terms.measures import check_figures
from suture.engine.terms.ranges import figures
from suture.engine.terms.references import (
    check_circle,
    check_counted,
    check_gates,
    check_indices,
    check_money,
    check_services,
)
from suture.engine.text import Text

UNTIL = refusal(
    "validity_empty",
    "it ends on {until}, not after its beginning {begins}",
    "Let 'until' be the first day that is no longer covered.",
    "截止日 {until} 不晚于起始日 {begins}",
    "“until”应为不再适用的第一天。",
)
TOO_LONG = refusal(
    "validity_too_long",
    "it covers {years} years, more than {most}",
    "Correct the dates, or write a shorter term that is renewed.",
    "有效期 {years} 年，超过 {most} 年",
    "请更正日期，或缩短期限并约定续期。",
)
NOT_ANCHORED = refusal(
    "window_not_anchored",
    "a {window} begins on {day}, inside a settlement {every}",
    "Let settlement.anchor and the beginning of the {window} fall on one grid of a {every} each.",
    "{window} 窗口自 {day} 起，落在一个结算{every}之内",
    "请使 settlement.anchor 与 {window} 窗口的起点落在同一套{every}划分上。",
)
FINER = refusal(
    "window_shorter_than_settlement",
    "a window of a {window} is shorter than the settlement {every}",
    "Settle every {window}, or widen the window.",
    "{window} 窗口短于结算{every}",
    "请按 {window} 结算，或加长窗口。",
)
ID_TWICE = refusal(
    "clause_id_twice",
    "clause {other} has the id '{id}' too",
    "Give every clause an id of its own.",
    "第 {other} 条也使用 id“{id}”",
    "每个条款的 id 应各不相同。",
)
LAG_LONG = refusal(
    "lag_longer_than_term",
    "a lag of {lag}, counted in settlement periods, is longer than the agreement lasts",
    "Write a shorter lag, or leave the clause out.",
    "滞后 {lag} 个结算期，超过协议期限",
    "请缩短滞后期，或删去该条款。",
)
DATED_GAP = refusal(
    "dated_gap",
    "the first value begins on {begins}, but the agreement on {valid}",
    "Let the first value begin on {valid} or earlier.",
    "首个数值自 {begins} 起，而协议自 {valid} 起",
    "首个数值应不晚于 {valid} 起算。",
)
DATED_OUTSIDE = refusal(
    "dated_outside_term",
    "a value begins on {begins}, when the agreement has ended ({until})",
    "Correct the date, or extend the agreement.",
    "某数值自 {begins} 起，而协议届时已终止（{until}）",
    "请更正日期，或延长协议。",
)
MIXED = refusal(
    "figure_two_forms",
    "it is a value and dated values at once",
    "Write either the value or the dated values.",
    "同时给出了单一数值和按日期的数值",
    "请只保留其中一种写法。",
)
IS_RANGE = refusal(
    "not_exact_range",
    "the figure is a range from {low} to {high}",
    "Write the value that was agreed; an invoice needs one.",
    "该数值是 {low} 至 {high} 的区间",
    "请填写约定的数值；开具账单需要确定值。",
)
IS_UNKNOWN = refusal(
    "not_exact_unknown",
    "the figure is not known",
    "Write the value that was agreed; an invoice needs one.",
    "该数值未知",
    "请填写约定的数值；开具账单需要确定值。",
)

LONGEST_TERM: Final = 100
"""Years. Longer is a slip in a date; it would settle more than a thousand months."""
CYCLES: Final = {
    "month": Text("cycle.month", "month", "月"),
    "quarter": Text("cycle.quarter", "quarter", "季度"),
    "year": Text("cycle.year", "year", "年"),
    "calendar_year": Text("cycle.calendar_year", "calendar year", "日历年"),
    "contract_year": Text("cycle.contract_year", "contract year", "合同年"),
}


def faults(agreement: Agreement, *, unread: Collection[str] = ()) -> list[Fault]:
    """Every fault of an agreement; ``unread`` are the ids of clauses that stand in the text but could not be read."""
    found = [*check_head(agreement)]
    names = [clause.id for clause in agreement.clauses]
    double = {name for name, count in Counter(names).items() if count > 1}
    for i, clause in enumerate(agreement.clauses):
        if clause.id in double and (first := names.index(clause.id)) != i:
            found.append(ID_TWICE.at("clauses", i, "id", id=clause.id, other=first + 1))
        found.extend(check_clause(clause, i))
        around = check_within(agreement, clause, unread, agreement.valid.from_)
        found.extend(fault.under("clauses", i) for fault in around)
    found.extend(check_circle(agreement))
    found.extend(check_amendments(agreement, unread, check_clause, check_within))
    return found


def check_within(agreement: Agreement, clause: ClauseBase, unread: Collection[str], begins: date) -> Iterator[Fault]:
    """What a clause shows within its agreement, where it stands from a day on."""
    yield from check_services(agreement, clause)
    yield from check_indices(agreement, clause)
    yield from check_counted(agreement, clause, unread)
    yield from check_gates(agreement, clause)
    yield from check_money(agreement, clause)
    yield from check_currencies(agreement, clause)
    currency = agreement.currency_of(clause)
    yield from check_figures(clause, currency=currency, units=units_of(agreement, clause))
    yield from check_dated(agreement, clause, begins)
    yield from check_window(agreement, clause)
    yield from check_lag(agreement, clause)


def check_clause(clause: ClauseBase, at: int) -> Iterator[Fault]:
    """What a clause shows by itself, as its kind sees it."""
    for path, figure in _whole_figures(clause):
        if figure.dated and (figure.value is not None or figure.low is not None or any(e.dated for e in figure.dated)):
            yield MIXED.at("clauses", at, *path)
            return
    for fault in kind_of(clause).check(clause):
        yield fault.under("clauses", at)


def check_head(agreement: Agreement) -> Iterator[Fault]:
    """Currency and validity."""
    if agreement.currency not in CURRENCIES:
        yield NO_CURRENCY.at("currency", found=agreement.currency)
    begins, until = agreement.valid.from_, agreement.valid.until
    if until <= begins:
        yield UNTIL.at("valid", "until", until=until, begins=begins)
    elif until > later(begins, 12 * LONGEST_TERM):
        yield TOO_LONG.at("valid", "until", years=months_between(begins, until) // 12, most=LONGEST_TERM)


def check_window(agreement: Agreement, clause: ClauseBase) -> Iterator[Fault]:
    """A window is made of whole settlement periods, else an amount would close on another day than is written."""
    window = kind_of(clause).window(clause)
    every, anchor = agreement.settlement.every, agreement.settlement.anchor
    if window not in WINDOW_MONTHS:
        return
    path = ("window",) if "window" in type(clause).model_fields else ()
    if WINDOW_MONTHS[window] < MONTHS[every]:
        yield FINER.at(*path, window=CYCLES[window](), every=CYCLES[every]())
        return
    day = {"contract_year": agreement.contract_year_starts, "calendar_year": date(anchor.year, 1, 1)}.get(
        window, anchor
    )
    if not is_boundary(day, every, anchor):
        yield NOT_ANCHORED.at(*path, window=CYCLES[window](), day=day, every=CYCLES[every]())


def check_lag(agreement: Agreement, clause: ClauseBase) -> Iterator[Fault]:
    """A lag that nothing can come out of; without this one of a million periods would be laid out in memory."""
    begins, until = agreement.valid.from_, agreement.valid.until
    longest = max(months_between(begins, until), 0) // MONTHS[agreement.settlement.every] + 1
    lags = [getattr(source, "lag", 0) for source in kind_of(clause).reads(clause)]
    if (lag := max(lags, default=0)) > longest:
        yield LAG_LONG.at(lag=lag)


def is_boundary(day: date, every: Every, anchor: date) -> bool:
    """Whether a settlement period begins on a day."""
    cycle = round_down(months_between(anchor, day), MONTHS[every])
    return any(later(anchor, months, anchor.day) == day for months in (cycle, cycle + MONTHS[every]))


def round_down(months: int, size: int) -> int:
    """The last multiple of ``size`` that is not above ``months``."""
    return months // size * size


def units_of(agreement: Agreement, clause: ClauseBase) -> tuple[Unit, ...] | None:
    """The units of the services that a clause is about; None where one of them is not declared."""
    named = kind_of(clause).services(clause)
    if any(name not in agreement.services for name in named):
        return None
    return tuple(dict.fromkeys(agreement.services[name].measured_in for name in named))


def check_dated(agreement: Agreement, clause: ClauseBase, begins: date) -> Iterator[Fault]:
    """Dated figures hold from the first day on, and change within the term."""
    until = agreement.valid.until
    for path, figure in _whole_figures(clause):
        for i, entry in enumerate(figure.dated):
            if i == 0 and entry.from_ > begins:
                yield DATED_GAP.at(*path, i, "from", begins=entry.from_, valid=begins)
            if entry.from_ >= until > begins:
                yield DATED_OUTSIDE.at(*path, i, "from", begins=entry.from_, until=until)


def not_exact(agreement: Agreement) -> list[Fault]:
    """The figures that an exact amount cannot be counted with: ranges, and what is not known."""
    found = []
    for part in ("clauses", "amendments"):
        for path, figure in figures(getattr(agreement, part)):
            if not figure.known:
                found.append(IS_UNKNOWN.at(part, *path))
            elif figure.is_range:
                found.append(IS_RANGE.at(part, *path, low=figure.low, high=figure.high))
    return found


def _whole_figures(written: object, path: Path = ()) -> Iterator[tuple[Path, Figure]]:
    """Every figure as it is written, with its path; a dated one is one."""
    if isinstance(written, Figure):
        yield path, written
    elif isinstance(written, Written):
        for name, field in type(written).model_fields.items():
            yield from _whole_figures(getattr(written, name), (*path, field.alias or name))
    elif isinstance(written, tuple):
        for i, part in enumerate(written):
            yield from _whole_figures(part, (*path, i))
