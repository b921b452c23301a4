"""`suture what-if`: what would be charged if so much were supplied, why, and where the next threshold lies."""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from suture.cli import DONE
from suture.cli.screen import print_json, printed, told
from suture.cli.statement import show
from suture.engine.clauses.saying import unit
from suture.engine.fault import Fault, Faulty, dotted, refusal
from suture.engine.money import rounded
from suture.engine.rating.charges import ending_of
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import check_facts
from suture.engine.rating.fixings import check_levels
from suture.engine.rating.plan import Plan, once_covered, plan
from suture.engine.rating.rate_days import check_rates
from suture.engine.rating.trial import Cliff, Threshold, ahead, facts_of, tried
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.assumed import assumed
from suture.engine.terms.document import Tree
from suture.engine.terms.partial import unknown, with_readers, without, written_clauses
from suture.engine.terms.profiles import filled_in
from suture.engine.terms.ranges import likely, ranges
from suture.engine.terms.reading import agreement_in, in_file, mapping
from suture.engine.text import Message, Text, listed
from suture.files.facts import Rows
from suture.files.facts import facts_of as read_facts
from suture.files.opening import text_of
from suture.files.statements import as_data

if TYPE_CHECKING:  # only ranges wait for what draws them
    from suture.engine.simulation.settings import Spread

NO_SERVICE = refusal(
    "trial_no_service", "the agreement has no service '{service}'", "Set one of: {known}.",
    "协议中没有服务“{service}”", "请设定以下之一：{known}。",
)  # fmt: skip
OUTSIDE = refusal(
    "trial_outside_term", "{day} lies outside the agreement, {valid}", "Name a day within it: --on {first}.",
    "{day} 不在协议有效期 {valid} 内", "请指定有效期内的日期：--on {first}。",
)  # fmt: skip
FROM: Final = Text(
    "trial.threshold",
    "{service}: at {quantity} {unit} ({total} {currency} in all) the price turns; the next one costs {next} "
    "{currency}.",
    "{service}：达到 {quantity} {unit}（合计 {total} {currency}）时价格变化；再多一单位为 {next} {currency}。",
)
CHEAPER: Final = Text(
    "trial.cliff",
    "{service}: {quantity} {unit} would cost {less} {currency} less in all.",
    "{service}：若为 {quantity} {unit}，合计反而减少 {less} {currency}。",
)
NO_MORE: Final = Text(
    "trial.no_threshold",
    "{service}: no threshold lies above {quantity} {unit}.",
    "{service}：{quantity} {unit} 以上不再有分档变化。",
)


NO_MORE_COUNTED: Final = Text(
    "trial.no_threshold_counted",
    "{service}: in what could be counted no threshold lies above {quantity} {unit}.",
    "{service}：就已计入的条款而言，{quantity} {unit} 以上不再有分档变化。",
)
NOT_COMPLETE: Final = Text(
    "trial.not_complete",
    "This is not complete: {n} clauses could not be counted.",
    "以上金额不完整：有 {n} 项条款未能计入。",
)
ONE_NOT_COUNTED: Final = Text(
    "trial.not_complete_one",
    "This is not complete: 1 clause could not be counted.",
    "以上金额不完整：有 1 项条款未能计入。",
)
BETWEEN: Final = Text(
    "trial.between",
    "With its ranges drawn {draws} times, eight of ten totals lie between {low} and {high}; with their likely values "
    "it is {likely}.",
    "对各区间抽样 {draws} 次，八成的合计金额在 {low} 至 {high} 之间；取最可能值时为 {likely}。",
)
LEFT_OUT: Final = Text(
    "trial.left_out", "{place} is not known, so left out: {clauses}.", "{place} 未知，因此未计入：{clauses}。"
)
LATER: Final = Text(
    "trial.known_later",
    "{place} is not known, so its clause counts only from the amendment on that gives it a figure.",
    "{place} 未知，因此该条款自载明数值的修订起方予计入。",
)
ASSUME: Final = Text(
    "trial.assume", "Assume something: --assume {place}=LOW..HIGH", "请作出假设：--assume {place}=低值..高值"
)


SET_TWICE = refusal(
    "trial_set_twice",
    "'{name}' is set twice",
    "Name it once.",
    "“{name}”设置了两次",
    "请只指定一次。",
)


class Ahead(NamedTuple):
    """What lies ahead of one service."""

    service: str
    threshold: Threshold | None
    cliff: Cliff | None


def named_twice(option: str, pairs: Sequence[tuple[str, object]]) -> Iterator[Fault]:
    """What an option sets twice: nobody can know which is meant."""
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            yield SET_TWICE.at(option, name=name)


def run(asked: argparse.Namespace) -> int:
    """Rates the trial and looks ahead. Raises ``Faulty``."""
    if twice := [*named_twice("set", asked.set), *named_twice("assume", asked.assume)]:
        raise Faulty(twice)
    terms = terms_in(asked.agreement, dict(asked.assume))
    planned = plan(likely(terms.counted))
    quantities = dict(asked.set)
    day: date = asked.on or planned.agreement.valid.from_
    how = (asked.map, asked.sheet, asked.issued)
    known = read_facts(asked.facts, lambda rows: beside(planned, rows), *how) if asked.facts else []
    if wrong := [*faults(planned, quantities, day, known)]:
        raise Faulty(wrong)
    done = tried(planned, quantities, day, known)
    found = [Ahead(name, *ahead(planned, quantities, name, day, known)) for name in quantities]
    between = spread_of(terms, quantities, day, known)
    if asked.json:
        data = {**as_data(planned, done, explain=True), "schema": "what-if/1", "ahead": ahead_data(found)}
        print_json({**data, "ranges": ranges_data(between), "left_out": [each._asdict() for each in terms.left_out]})
        return DONE
    show(planned, done, explain=False)
    missing = {name for each in terms.left_out for name in each.clauses}
    if missing:
        told(ONE_NOT_COUNTED() if len(missing) == 1 else NOT_COMPLETE(n=len(missing)))
    printed("")
    for each in between:
        told(BETWEEN(draws=each.draws, low=str(each.low), high=str(each.high), likely=str(each.likely)))
    for open_one in terms.left_out:
        if open_one.clauses:
            told(LEFT_OUT(place=open_one.place, clauses=listed(open_one.clauses)))
        else:
            told(LATER(place=open_one.place))
        told(ASSUME(place=open_one.place), first="  ", rest="  ")
    for seen in found:
        said(planned, seen, quantities[seen.service], complete=not missing)
    return DONE


class Open(NamedTuple):
    """A figure that is not known, and the clauses that cannot be counted without it."""

    place: str
    clauses: list[str]


class Terms(NamedTuple):
    """The part of an agreement that can be counted, ranges kept, what is left out of it, and all of it."""

    counted: Agreement
    left_out: list[Open]
    whole: Agreement


def terms_in(file: str, assumptions: dict[str, Tree]) -> Terms:
    """The agreement of a file under assumptions. Raises ``Faulty``."""
    try:
        document = filled_in(mapping(text_of(file), file)).document
        agreement = agreement_in(document)
        if assumptions:
            agreement = agreement_in(assumed(document, agreement, assumptions))
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, file)) from None
    figures = unknown(agreement)
    counted = without(agreement, with_readers(agreement, {of.id for of in figures.values()}))
    there = {clause.id for _, clause in written_clauses(counted)}
    left_out = [Open(dotted(path), sorted(with_readers(agreement, [of.id]) - there)) for path, of in figures.items()]
    return Terms(counted, left_out, agreement)


def spread_of(terms: Terms, quantities: dict[str, Decimal], day: date, known: Sequence[Fact]) -> "tuple[Spread, ...]":
    """Between what the totals lie where figures are ranges; nothing where all are exact."""
    if not ranges((terms.counted.clauses, terms.counted.amendments)):
        return ()
    from suture.engine.simulation.settings import spread

    return spread(terms.counted, quantities, day, known)


def beside(planned: Plan, rows: Rows) -> Iterable[Fault]:
    """What is wrong with the facts beside the trial."""
    return check_facts(once_covered(planned), rows.facts, all_there=rows.all_there)


def faults(planned: Plan, quantities: dict[str, Decimal], day: date, known: Sequence[Fact]) -> Iterable[Fault]:
    """What is wrong with what was asked for."""
    agreement = planned.agreement
    for name in quantities:
        if name not in agreement.services:
            yield NO_SERVICE.at("set", service=name, known=", ".join(agreement.services) or "–")
    if day not in agreement.valid.period:
        yield OUTSIDE.at("on", day=day, valid=agreement.valid.period, first=agreement.valid.from_)
    elif all(name in agreement.services for name in quantities):
        yield from check_facts(agreement, [*facts_of(planned, quantities, day)])
        yield from check_levels(planned, known, ending_of(planned, day))
        yield from check_rates(planned, known, known)


def said(planned: Plan, found: Ahead, asked: Decimal, *, complete: bool) -> None:
    """What lies ahead, as sentences; not ``complete`` where clauses were left out."""
    agreement = planned.agreement
    of: dict[str, str | Message] = {"service": found.service, "unit": unit(agreement.services[found.service].unit)}
    if (cliff := found.cliff) is not None:
        less = whole(planned, cliff.less, cliff.currency)
        told(CHEAPER(**of, currency=cliff.currency, quantity=cliff.quantity, less=less))
    if found.threshold is None:
        told((NO_MORE if complete else NO_MORE_COUNTED)(**of, quantity=asked))
        return
    there = found.threshold
    total, following = (whole(planned, amount, there.currency) for amount in (there.total, there.next_step))
    told(FROM(**of, currency=there.currency, quantity=there.quantity, total=total, next=following))


def whole(planned: Plan, amount: Decimal, currency: str) -> Decimal:
    """An amount as it would be billed."""
    return rounded(amount, currency, planned.agreement.rounding.mode).amount


def ranges_data(between: "Sequence[Spread]") -> dict[str, Any] | None:
    """Between what the totals lie, as plain data."""
    if not between:
        return None
    totals = [
        {
            "currency": each.likely.currency,
            "low": str(each.low.amount), "likely": str(each.likely.amount), "high": str(each.high.amount),
        }
        for each in between
    ]  # fmt: skip
    return {"draws": between[0].draws, "share": "0.8", "totals": totals}


def ahead_data(found: Sequence[Ahead]) -> list[dict[str, Any]]:
    """What lies ahead as plain data."""

    def plain(part: Threshold | Cliff | None) -> dict[str, str] | None:
        return None if part is None else {name: str(value) for name, value in part._asdict().items()}

    return [{"service": e.service, "threshold": plain(e.threshold), "cliff": plain(e.cliff)} for e in found]
