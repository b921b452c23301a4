"""What is wrong with the amendments of an agreement: when they hold, and what they replace, add and end."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import ClauseBase, QuantityOf
from suture.engine.fault import Fault, refusal
from suture.engine.period import later, settlement_periods
from suture.engine.terms.agreement import Agreement, Amendment
from suture.engine.terms.amendments import amended, courses, validity
from suture.engine.text import Message, Text

TOO_EARLY = refusal(
    "amendment_too_early",
    "it holds from {day}, not after {before}",
    "Let it hold from a later day; amendments stand in the order in which they take effect.",
    "生效日 {day} 不晚于 {before}",
    "请填写更晚的日期；各修订按生效先后排列。",
)
TOO_LATE = refusal(
    "amendment_too_late",
    "no settlement period begins on or after {day}; the agreement ends on {until}",
    "Correct the date, or extend the agreement with 'until'.",
    "{day} 或其后没有开始的结算期；协议至 {until} 止",
    "请更正日期，或用 until 延长协议。",
)
EXPIRED = refusal(
    "amendment_of_expired",
    "it holds from {day}, when the agreement has ended ({until})",
    "Let it hold from {until} or earlier, or write a new agreement: one that has ended does not come back to life.",
    "该修订自 {day} 起生效，而协议届时已终止（{until}）",
    "请使其自 {until} 或更早生效，或另立新协议：已终止的协议不因修订而恢复效力。",
)
NUMBER_TWICE = refusal(
    "amendment_number_twice",
    "another amendment has the number '{number}' too",
    "Give every amendment a number of its own.",
    "另有修订编号为“{number}”",
    "请为每份修订使用不同的编号。",
)
TOO_LONG = refusal(
    "amendment_too_long",
    "it moves the end to {until}, more than {most} years after the beginning",
    "Correct the date.",
    "该修订将终止日改为 {until}，距起始日超过 {most} 年",
    "请更正日期。",
)
NEVER_STANDS = refusal(
    "amendment_never_stands",
    "'{clause}' is added from {day}, and no settlement period begins before it ends ({until})",
    "Let it begin earlier or end later, or leave it out.",
    "“{clause}”自 {day} 起增加，而在其终止（{until}）之前没有开始的结算期",
    "请提前其开始日或推后其终止日，或不增加该条款。",
)
NOTHING = refusal(
    "amendment_of_nothing",
    "it changes nothing",
    "Write 'clauses', 'ends' or 'until'; or leave it out.",
    "该修订未作任何变更",
    "请填写 clauses、ends 或 until；或删去该修订。",
)
UNTIL = refusal(
    "amendment_ends_before",
    "the new end {until} does not lie after the day from which it holds, {day}",
    "Let 'until' be the first day that is no longer covered.",
    "新的终止日 {until} 不晚于修订生效日 {day}",
    "until 应为不再受协议约束的首日。",
)
ENDS_NOTHING = refusal(
    "amendment_ends_unknown",
    "there is no clause '{clause}' to end",
    "Use the id of a clause that stands: {known}.",
    "没有可终止的条款“{clause}”",
    "请使用现行条款的 id：{known}。",
)
ENDS_TWICE = refusal(
    "amendment_ends_twice",
    "the amendment ends '{clause}' twice",
    "Name it once.",
    "该修订两次终止“{clause}”",
    "请只指定一次。",
)
ENDS_AND_READS = refusal(
    "amendment_ends_and_replaces",
    "'{clause}' ends and is replaced at once",
    "Keep one of the two.",
    "“{clause}”同时被终止和替换",
    "请只保留其一。",
)
STOOD_BEFORE = refusal(
    "amendment_id_of_ended",
    "'{clause}' has ended and cannot begin again",
    "Give the new clause an id of its own.",
    "“{clause}”已终止，不能重新开始",
    "请为新条款使用新的 id。",
)
OTHER_FORM = refusal(
    "amendment_other_form",
    "'{clause}' is replaced by a clause of another {what}: {new} instead of {old}",
    "End it, and add a clause with an id of its own.",
    "替换“{clause}”的条款{what}不同：由 {old} 变为 {new}",
    "请终止该条款，并以新的 id 增加条款。",
)
SERVICE_THERE = refusal(
    "amendment_declares_again",
    "'{name}' is declared already",
    "Use another name; what was counted keeps its unit.",
    "“{name}”已经声明",
    "请使用其他名称；已计量的事项保持其单位。",
)
ID_TWICE = refusal(
    "amendment_id_twice",
    "the amendment writes clause '{clause}' twice",
    "Keep one of the two.",
    "该修订两次写入条款“{clause}”",
    "请只保留其一。",
)

LONGEST = 1200
"""Months from the beginning of an agreement to its end."""
Alone = Callable[[ClauseBase, int], Iterable[Fault]]
Within = Callable[[Agreement, ClauseBase, Collection[str], date], Iterable[Fault]]


def check_amendments(agreement: Agreement, unread: Collection[str], alone: Alone, within: Within) -> Iterator[Fault]:
    """Every fault of the amendments; ``alone`` and ``within`` check a clause by itself and within its agreement."""
    before, ended = agreement.model_copy(update={"amendments": ()}), set(unread)
    last = agreement.valid.from_
    numbers = Counter(amendment.number for amendment in agreement.amendments)
    for at, amendment in enumerate(agreement.amendments):
        known = {clause.id for clause in before.clauses}
        after = amended(before, amendment)
        found = [
            *check_dates(agreement, amendment, before, last),
            *check_ends(amendment, known),
            *check_replaced(before, after, amendment, ended),
            *check_declared(before, amendment),
        ]
        if numbers[amendment.number] > 1 and any(each.number == amendment.number for each in agreement.amendments[:at]):
            found.append(NUMBER_TWICE.at("number", number=amendment.number))
        if not (amendment.clauses or amendment.ends or amendment.until):
            found.append(NOTHING.at())
        ended |= set(amendment.ends) & known
        for i, clause in enumerate(amendment.clauses):
            found.extend(alone(clause, i))
            around = within(after, clause, ended, amendment.from_)
            found.extend(fault.under("clauses", i) for fault in around)
        yield from (fault.under("amendments", at) for fault in found)
        before, last = after, max(last, amendment.from_)
    yield from check_standing(agreement)


def check_standing(agreement: Agreement) -> Iterator[Fault]:
    """A clause that is added stands for some settlement period before it ends."""
    span, settlement = validity(agreement), agreement.settlement
    if not span.start < span.end <= later(span.start, LONGEST):
        return
    starts = [period.start for period in settlement_periods(span, settlement.every, settlement.anchor)]
    for course in courses(agreement):
        since = course.versions[0][0]
        if since < span.end and not any(since <= start < course.until for start in starts):
            ends = [at for at, each in enumerate(agreement.amendments) if course.last.id in each.ends]
            place = ends[-1] if ends else len(agreement.amendments) - 1
            yield NEVER_STANDS.at("amendments", place, clause=course.last.id, day=since, until=course.until)


def check_dates(agreement: Agreement, amendment: Amendment, before: Agreement, last: date) -> Iterator[Fault]:
    """It holds after the agreement begins and before it has ended, not before an earlier amendment, and for some
    settlement period. ``before`` is the agreement with the earlier ones, ``last`` the latest day of these."""
    day = amendment.from_
    if day < last or day == agreement.valid.from_:
        yield TOO_EARLY.at("from", day=day, before=last)
        return
    if before.valid.from_ < before.valid.until < day:
        yield EXPIRED.at("from", day=day, until=before.valid.until)
        return
    if amendment.until is not None and amendment.until <= day:
        yield UNTIL.at("until", until=amendment.until, day=day)
        return
    if amendment.until is not None and amendment.until > later(agreement.valid.from_, LONGEST):
        yield TOO_LONG.at("until", until=amendment.until, most=LONGEST // 12)
        return
    span = validity(agreement)
    if not span.start < span.end <= later(span.start, LONGEST):
        return
    settlement = agreement.settlement
    if day > settlement_periods(span, settlement.every, settlement.anchor)[-1].start:
        yield TOO_LATE.at("from", day=day, until=span.end)


def check_ends(amendment: Amendment, known: Collection[str]) -> Iterator[Fault]:
    """What it ends stands, and is not replaced at once."""
    written = Counter(clause.id for clause in amendment.clauses)
    for i, name in enumerate(amendment.ends):
        if name not in known:
            yield ENDS_NOTHING.at("ends", i, clause=name, known=", ".join(sorted(known)))
        if name in amendment.ends[:i]:
            yield ENDS_TWICE.at("ends", i, clause=name)
        if name in written:
            yield ENDS_AND_READS.at("ends", i, clause=name)
    for i, clause in enumerate(amendment.clauses):
        if written[clause.id] > 1 and any(each.id == clause.id for each in amendment.clauses[:i]):
            yield ID_TWICE.at("clauses", i, "id", clause=clause.id)


def check_replaced(
    before: Agreement, after: Agreement, amendment: Amendment, ended: Collection[str]
) -> Iterator[Fault]:
    """A clause is replaced by one that is counted in the same way; one that has ended does not begin again."""
    standing = {clause.id: clause for clause in before.clauses}
    for i, clause in enumerate(amendment.clauses):
        if clause.id in ended:
            yield STOOD_BEFORE.at("clauses", i, "id", clause=clause.id)
        if (old := standing.get(clause.id)) is None:
            continue
        forms = zip(form(before, old), form(after, clause), strict=True)
        for (what, was), (_, now) in forms:
            if was != now:
                yield OTHER_FORM.at("clauses", i, clause=clause.id, what=what, old=was or NONE(), new=now or NONE())
                break


WHAT = {
    "kind": Text("amendment.kind", "kind", "种类")(),
    "window": Text("amendment.window", "window", "累计期间")(),
    "currency": Text("amendment.currency", "currency", "货币")(),
    "unit": Text("amendment.unit", "unit", "计量单位")(),
    "lag": Text("amendment.lag", "number of settlement periods looked back", "回溯的结算期数")(),
}
"""What a clause that is replaced must keep."""
NONE = Text("amendment.none", "none", "无")


def form(agreement: Agreement, clause: ClauseBase) -> Iterator[tuple[Message, str]]:
    """What must stay where a clause is replaced, since what was carried on before is carried on after."""
    kind = kind_of(clause)
    yield WHAT["kind"], kind.name
    yield WHAT["window"], kind.window(clause).replace("_", " ")
    yield WHAT["currency"], agreement.currency_of(clause)
    units = [agreement.services[name].measured_in for name in kind.services(clause)[:1] if name in agreement.services]
    lags = [source.lag for source in kind.reads(clause) if isinstance(source, QuantityOf) and source.services]
    yield WHAT["lag"], ", ".join(map(str, lags))
    yield WHAT["unit"], f"{units[0].step} {units[0].name}" if units else ""


def check_declared(before: Agreement, amendment: Amendment) -> Iterator[Fault]:
    """A service or index that is there keeps what it is."""
    for part in ("services", "indices"):
        for name in getattr(amendment, part):
            if name in getattr(before, part):
                yield SERVICE_THERE.at(part, name, name=name)
