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
from suture.engine.period import MONTHS, Every, later, months_between
from suture.engine.quantity import Unit
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.measures import check_figures
from suture.engine.terms.ranges import figures
from suture.engine.terms.references import check_circle, check_counted, check_indices, check_services

UNTIL = refusal(
    "validity_empty",
    "it ends on {until}, not after its beginning {begins}",
    "Let 'until' be the first day that is no longer covered.",
)
TOO_LONG = refusal(
    "validity_too_long",
    "it covers {years} years, more than {most}",
    "Correct the dates, or write a shorter term that is renewed.",
)
NO_CURRENCY = refusal(
    "currency_unknown",
    "'{found}' is no currency that is known",
    "Write the code of ISO 4217, such as USD, EUR or CNY.",
)
NOT_ANCHORED = refusal(
    "window_not_anchored",
    "a {window} begins on {day}, inside a settlement {every}",
    "Let settlement.anchor and the beginning of the {window} fall on one grid of a {every} each.",
)
FINER = refusal(
    "window_shorter_than_settlement",
    "a window of a {window} is shorter than the settlement {every}",
    "Settle every {window}, or widen the window.",
)
ID_TWICE = refusal("clause_id_twice", "clause {other} has the id '{id}' too", "Give every clause an id of its own.")
LAG_LONG = refusal(
    "lag_longer_than_term",
    "a lag of {lag}, counted in settlement periods, is longer than the agreement lasts",
    "Write a shorter lag, or leave the clause out.",
)
DATED_GAP = refusal(
    "dated_gap",
    "the first value begins on {begins}, but the agreement on {valid}",
    "Let the first value begin on {valid} or earlier.",
)
DATED_OUTSIDE = refusal(
    "dated_outside_term",
    "a value begins on {begins}, when the agreement has ended ({until})",
    "Correct the date, or extend the agreement.",
)
MIXED = refusal(
    "figure_two_forms",
    "it is a value and dated values at once",
    "Write either the value or the dated values.",
)
IS_RANGE = refusal(
    "not_exact_range",
    "the figure is a range from {low} to {high}",
    "Write the value that was agreed; an invoice needs one.",
)
IS_UNKNOWN = refusal(
    "not_exact_unknown", "the figure is not known", "Write the value that was agreed; an invoice needs one."
)

LONGEST_TERM: Final = 100
"""Years. Longer is a slip in a date; it would settle more than a thousand months."""
WINDOW_MONTHS: Final = {"month": 1, "quarter": 3, "calendar_year": 12, "contract_year": 12}


def faults(agreement: Agreement, *, unread: Collection[str] = ()) -> list[Fault]:
    """Every fault of an agreement; ``unread`` are the ids of clauses that stand in the text but could not be read."""
    found = [*check_head(agreement)]
    names = [clause.id for clause in agreement.clauses]
    double = {name for name, count in Counter(names).items() if count > 1}
    for i, clause in enumerate(agreement.clauses):
        if clause.id in double and (first := names.index(clause.id)) != i:
            found.append(ID_TWICE.at("clauses", i, "id", id=clause.id, other=first + 1))
        found.extend(check_clause(clause, i))
        around = [
            *check_services(agreement, clause),
            *check_indices(agreement, clause),
            *check_counted(agreement, clause, unread),
        ]
        around.extend(check_figures(clause, currency=agreement.currency, units=units_of(agreement, clause)))
        around.extend(check_dated(agreement, clause))
        around.extend(check_window(agreement, clause))
        around.extend(check_lag(agreement, clause))
        found.extend(fault.under("clauses", i) for fault in around)
    found.extend(check_circle(agreement))
    return found


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
        yield FINER.at(*path, window=window, every=every)
        return
    day = {"contract_year": agreement.contract_year_starts, "calendar_year": date(anchor.year, 1, 1)}.get(
        window, anchor
    )
    if not is_boundary(day, every, anchor):
        yield NOT_ANCHORED.at(*path, window=window.replace("_", " "), day=day, every=every)


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


def check_dated(agreement: Agreement, clause: ClauseBase) -> Iterator[Fault]:
    """Dated figures hold from the first day on, and change within the term."""
    begins, until = agreement.valid.from_, agreement.valid.until
    for path, figure in _whole_figures(clause):
        for i, entry in enumerate(figure.dated):
            if i == 0 and entry.from_ > begins:
                yield DATED_GAP.at(*path, i, "from", begins=entry.from_, valid=begins)
            if entry.from_ >= until > begins:
                yield DATED_OUTSIDE.at(*path, i, "from", begins=entry.from_, until=until)


def not_exact(agreement: Agreement) -> list[Fault]:
    """The figures that an exact amount cannot be counted with: ranges, and what is not known."""
    found = []
    for i, clause in enumerate(agreement.clauses):
        for path, figure in figures(clause):
            if not figure.known:
                found.append(IS_UNKNOWN.at("clauses", i, *path))
            elif figure.is_range:
                found.append(IS_RANGE.at("clauses", i, *path, low=figure.low, high=figure.high))
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
