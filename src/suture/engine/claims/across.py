"""What only several lines or groups show: an invoice sent twice, another currency, another period, a loose credit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import gcd
from typing import Final

from suture.engine.claims.due import Due
from suture.engine.claims.finding import Finding, FindingKind
from suture.engine.claims.group import Group, currency_of, difference, sum_of
from suture.engine.claims.guess import content, rows_of
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.claims.matching import Matched
from suture.engine.money import Money, rounded
from suture.engine.text import Message, Text

SENT_TWICE: Final = Text(
    "finding.invoice_stands_twice", "invoice {invoice} stands there {count} times", "发票 {invoice} 出现 {count} 次"
)
UNLINKED: Final = Text(
    "finding.credits_unknown",
    "credit note {invoice} names invoice {credits}, which is not there",
    "贷项通知单 {invoice} 所指发票 {credits} 不在所给文件中",
)
IN_OTHER: Final = Text(
    "finding.in_other_currency",
    "billed in {found}; the clause is due in {wanted}",
    "以 {found} 开票；该条款应以 {wanted} 计",
)
NO_CLAUSE_BILLS: Final = Text(
    "finding.outside", "no clause of the agreement bills {what}", "协议中没有任何条款对 {what} 计费"
)
NOT_OWED: Final = Text(
    "finding.not_owed",
    "clause {what} makes nothing due to the other party, so nothing can be billed by it",
    "条款 {what} 不产生应向对方支付的款项，不得据以开票",
)
OTHER_AGREEMENT: Final = Text("finding.other_agreement", "the line is of agreement {found}", "该行属于协议 {found}")
OTHER_DAYS: Final = Text(
    "finding.other_days",
    "it bills {days}, and the agreement covers {valid}",
    "所开期间为 {days}，而协议有效期为 {valid}",
)
ELSEWHERE: Final = Text(
    "finding.elsewhere", "billed for {found}; it belongs to {wanted}", "按 {found} 开票；应归属 {wanted}"
)


def invoices_twice(lines: Sequence[InvoiceLine]) -> list[list[InvoiceLine]]:
    """The second copies of whole invoices: of those whose every line stands there so many times."""
    several = {number for number, times in Counter(line.invoice for line in lines).items() if times > 1}
    by_number: dict[str, list[InvoiceLine]] = defaultdict(list)
    for line in lines:
        if line.invoice in several:
            by_number[line.invoice].append(line)
    copies: list[list[InvoiceLine]] = []
    for of_it in by_number.values():
        if len(of_it) < 2:
            continue
        counts = Counter(map(content, of_it))
        times = gcd(*counts.values())  # a line may stand there twice by right, and be taken back by a credit note
        if times < 2:
            continue
        seen: Counter[tuple[object, ...]] = Counter()
        again: list[InvoiceLine] = []
        for line in of_it:
            seen[content(line)] += 1
            if seen[content(line)] > counts[content(line)] // times:
                again.append(line)
        copies.append(again)
    return copies


def finding(
    kind: FindingKind, lines: Sequence[InvoiceLine], currency: str, difference: Money, *, clauses: tuple[str, ...] = (),
    group: Group | None = None, due: Due | None = None, reasons: Iterable[Message] = (),
) -> Finding:  # fmt: skip
    """A finding over lines of one currency."""
    billed = sum_of([line for line in lines if line.currency == currency], currency)
    period = due.period(group.at) if due is not None and group is not None else None
    return Finding(
        kind, difference, billed, billed.minus(difference), clauses, period, rows_of(lines), tuple(reasons)
    )  # fmt: skip


def twice(copies: Iterable[Sequence[InvoiceLine]]) -> Iterator[Finding]:
    """A finding for each invoice that was sent again, and each currency in it."""
    for again in copies:
        for currency in dict.fromkeys(line.currency for line in again):
            of_it = [line for line in again if line.currency == currency]
            times = max(Counter(map(content, again)).values()) + 1
            said = SENT_TWICE(invoice=of_it[0].invoice, count=times)
            yield finding("invoice_twice", of_it, currency, sum_of(of_it, currency), reasons=(said,))


def outside(due: Due, lines: Iterable[InvoiceLine]) -> Iterator[Finding]:
    """Each line of a clause, a service or days that the agreement does not have."""
    for line in lines:
        money = rounded(line.amount, line.currency)
        yield finding("outside_agreement", [line], line.currency, money, reasons=(why_outside(due, line),))


def why_outside(due: Due, line: InvoiceLine) -> Message:
    """Why a line fits nothing in the agreement."""
    if line.agreement not in ("", due.plan.agreement.agreement):
        return OTHER_AGREEMENT(found=line.agreement)
    if line.clause and not due.has(line.clause):
        known = any(each.name == line.clause for each in due.plan.lines)
        return (NOT_OWED if known else NO_CLAUSE_BILLS)(what=line.clause)
    if line.service and not line.clause and line.service not in due.by_service:
        return NO_CLAUSE_BILLS(what=line.service)
    if not (line.clause or line.service or line.first or line.last) and line.sort == "tax" and not due.taxes:
        return NO_CLAUSE_BILLS(what=line.sort)
    days = f"{line.first or line.last or line.day}..{line.last or line.first or line.day}"
    return OTHER_DAYS(days=days, valid=str(due.plan.agreement.valid.period))


def currencies(due: Due, groups: Iterable[Group]) -> Iterator[Finding]:
    """Lines in another currency than their clauses are due in: too much in the one, and where the numbers are the same
    too little in the other. What is said here leaves the groups."""
    for group in groups:
        wanted = currency_of(due, group)
        for currency in dict.fromkeys(line.currency for line in group.lines if line.currency != wanted):
            foreign = [line for line in group.lines if line.currency == currency]
            said = (IN_OTHER(found=currency, wanted=wanted),)
            billed = sum_of(foreign, currency)
            yield finding(
                "wrong_currency", foreign, currency, billed, clauses=group.clauses, group=group, due=due, reasons=said
            )
            group.lines = [line for line in group.lines if line.currency != currency]
            same = rounded(sum((line.amount for line in foreign), start=foreign[0].amount * 0), wanted)
            if difference(due, group) == -same.minor:
                missing = Money(-same.minor, wanted)
                yield Finding(
                    "wrong_currency", missing, Money(0, wanted), same, group.clauses, due.period(group.at),
                    rows_of(foreign), said,
                )  # fmt: skip
                group.lines.extend(line._replace(currency=wanted) for line in foreign)


def periods(due: Due, groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Pairs of groups of the same clauses, one settlement period apart: what one is billed too much the other lacks."""
    by_place = {(group.clauses, group.at): group for group in groups}
    alone = {(group.clauses[0], group.at): group for group in groups if len(group.clauses) == 1}
    off = {id(group): difference(due, group) for group in groups}
    for group in groups:
        minor = off[id(group)]
        for at in (group.at - 1, group.at + 1) if minor > 0 else ():
            other = by_place.get((group.clauses, at)) or alone.get((group.clauses[0], at))
            if other is None or off[id(other)] != -minor:
                continue
            if any(rounded(line.amount, line.currency).minor == minor for line in group.lines):
                yield group, other
                break


def elsewhere(due: Due, there: Group, missing: Group) -> Iterator[Finding]:
    """What was billed for another period: it makes no difference in money."""
    minor, currency = difference(due, there), currency_of(due, there)
    moved = [line for line in there.lines if rounded(line.amount, line.currency).minor == minor][:1]
    said = (ELSEWHERE(found=str(due.period(there.at)), wanted=str(due.period(missing.at))),)
    money = sum_of(moved, currency)
    yield Finding(
        "wrong_period", Money(0, currency), money, money, there.clauses, due.period(there.at), rows_of(moved), said
    )


def unlinked(lines: Sequence[InvoiceLine], everything: Sequence[InvoiceLine]) -> Iterator[Finding]:
    """Credit notes that name an invoice which is not among all lines."""
    known = {line.invoice for line in everything}
    notes: dict[tuple[str, str, str], list[InvoiceLine]] = defaultdict(list)
    for line in lines:
        if line.credits and line.credits not in known:
            notes[line.invoice, line.credits, line.currency].append(line)
    for (invoice, credits, currency), of_it in notes.items():
        said = UNLINKED(invoice=invoice, credits=credits)
        yield finding("credit_unlinked", of_it, currency, Money(0, currency), reasons=(said,))


def placed(due: Due, found: Matched) -> list[InvoiceLine]:
    """Puts lines that name neither clause nor service where exactly their amount is due and not billed: each alone,
    else those of one period and sort together, such as a reduction that stands on every invoice. The others come
    back."""
    open_ones: dict[tuple[int, int, str], list[Group]] = defaultdict(list)
    for group in found.groups.values() if found.loose else ():
        if not group.lines:
            open_ones[group.at, -difference(due, group), currency_of(due, group)].append(group)

    def put(lines: list[InvoiceLine]) -> bool:
        at, currency = due.period_of(lines[0].last or lines[0].day), lines[0].currency
        if at is None:
            return False
        minor = sum_of(lines, currency).minor
        places = [each for of in (at, at - 1) for each in open_ones.get((of, minor, currency), ()) if not each.lines]
        if len(places) == 1:
            places[0].lines.extend(lines)
        return len(places) == 1

    together: dict[tuple[object, ...], list[InvoiceLine]] = defaultdict(list)
    for line in found.loose:
        if not put([line]) and not with_its_invoice(due, found, line):
            at = due.period_of(line.last or line.day)
            together[at, line.sort, line.currency, line.amount > 0].append(line)
    return [line for of_it in together.values() if len(of_it) == 1 or not put(of_it) for line in of_it]


def with_its_invoice(due: Due, found: Matched, line: InvoiceLine) -> bool:
    """Puts a reduction or surcharge of a document to those lines of its invoice that it brings to what is due."""
    if line.sort != "allowance":
        return False
    minor = sum_of([line], line.currency).minor
    for group in found.groups.values():
        fits = currency_of(due, group) == line.currency and difference(due, group) == -minor
        if fits and any(each.invoice == line.invoice for each in group.lines):
            group.lines.append(line)
            return True
    return False
