"""Facts: what happened, as rows that are never changed. A wrong one is cancelled by another that reverses it.

A quantity below zero that reverses nothing takes something back on its own day, such as goods that are returned; it
must say so, because else it looks like a slip of the pen and credits money.
"""

from collections.abc import Callable, Container, Iterable, Sequence

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import AGREEMENT
from suture.engine.fault import Fault, refusal
from suture.engine.rating.exact import Activity
from suture.engine.rating.fact import MEASURES, Fact
from suture.engine.rating.gathering import Gathering, Told, notice_read
from suture.engine.rating.plan import Plan
from suture.engine.terms.agreement import Agreement

NO_SUCH_AGREEMENT = refusal(
    "fact_other_agreement",
    "the fact is of agreement '{found}', not '{wanted}'",
    "Rate each agreement with its own facts.",
    "事实属于协议“{found}”，而非“{wanted}”",
    "请以各协议自身的事实计价。",
)
NO_SUCH_SERVICE = refusal(
    "fact_unknown_service",
    "the agreement has no service '{service}'",
    "Use one of: {known}.",
    "协议中没有服务“{service}”",
    "请使用以下之一：{known}。",
)
NO_SUCH_MEASURE = refusal(
    "fact_unknown_kind",
    "'{kind}' is not a kind of fact",
    "Use one of: {known}.",
    "“{kind}”不是事实类别",
    "请使用以下之一：{known}。",
)
WRONG_UNIT = refusal(
    "fact_wrong_unit",
    "the fact is in '{found}' but {service} is counted in '{wanted}'",
    "Convert it to {wanted}.",
    "事实以“{found}”计，而 {service} 以“{wanted}”计",
    "请换算为 {wanted}。",
)
NOT_WHOLE = refusal(
    "fact_not_whole_steps",
    "{quantity} {unit} is not a whole number of steps of {step}",
    "Give a multiple of {step}, or declare a smaller step for the service.",
    "{quantity} {unit} 不是步长 {step} 的整数倍",
    "请填写 {step} 的倍数，或为该服务设定更小的步长。",
)
OUTSIDE = refusal(
    "fact_outside_term",
    "{day} lies outside the agreement, {valid}",
    "Correct the date, or extend the agreement.",
    "{day} 不在协议有效期 {valid} 内",
    "请更正日期，或延长协议。",
)
TWICE = refusal(
    "fact_twice",
    "source_id '{source_id}' stands here and in row {other}",
    "Give every fact a source_id of its own.",
    "source_id“{source_id}”在此处与第 {other} 行重复",
    "请为每条事实填写各自唯一的 source_id。",
)
BELOW_ZERO = refusal(
    "fact_below_zero",
    "{quantity} is below zero, and nothing says what it takes back",
    "Name in 'reverses' the source_id of the fact that never happened; or, where something is taken back on this day, "
    "say so in 'note'.",
    "{quantity} 小于零，且未说明冲回何事",
    "如该事实从未发生，请在“reverses”填写其 source_id；如当日确有退回，请在“note”中说明。",
)
NO_DAY_FOR = refusal(
    "fact_no_day_for",
    "a fact of kind '{kind}' must say which day it is for, since that decides its amount",
    "Fill in the column 'for': the delivery that was cancelled or promised, the day that it was stored until.",
    "“{kind}”类事实须注明其所针对的日期，金额据此确定",
    "请填写“for”列：被取消或承诺的交付日、存放的截止日等。",
)
REVERSES_NOTHING = refusal(
    "fact_reverses_nothing",
    "it reverses '{reverses}', which is not among the facts",
    "Name the source_id of the fact to cancel.",
    "拟冲销“{reverses}”，但事实中没有该编号",
    "请填写拟冲销事实的 source_id。",
)
REVERSES_OTHER = refusal(
    "fact_reverses_other",
    "it reverses '{reverses}' but is not its opposite: {found} against {wanted}",
    "A reversing fact repeats the service and kind and has the opposite quantity: {opposite}. To take back a part, "
    "leave 'reverses' empty and say in 'note' what it is.",
    "拟冲销“{reverses}”，但二者并非相反：{found} 对 {wanted}",
    "冲销事实须重复其服务和类别，数量相反：{opposite}。如只冲回一部分，请将“reverses”留空，并在“note”中说明。",
)
REVERSES_AGAIN = refusal(
    "fact_reversed_twice",
    "it reverses '{reverses}', which is a reversal itself or was reversed before",
    "Tell what holds in a new fact instead.",
    "拟冲销“{reverses}”，但其本身即为冲销，或此前已被冲销",
    "请以一条新的事实说明实际情况。",
)


def check_facts(agreement: Agreement, facts: Sequence[Fact], *, all_there: bool = True) -> Iterable[Fault]:
    """Everything that is wrong with the facts of one agreement.

    Where not all are there, because the source_id of some row could not be read, none is said to be missing.
    """
    with_notice = notice_read(source for clause in agreement.clauses for source in kind_of(clause).reads(clause))
    for fact in facts:
        yield from check_fact(agreement, with_notice, fact)
    yield from check_ids(facts, all_there=all_there)


def check_fact(agreement: Agreement, with_notice: Container[Told], fact: Fact) -> Iterable[Fault]:
    """Everything that is wrong with one fact by itself, as far as it could be read."""
    for needed, check in CHECKS:
        if (not fact.unread or fact.unread.isdisjoint(needed)) and (fault := check(agreement, fact)) is not None:
            yield fault
    if (fact.service, fact.kind) in with_notice and fact.for_day is None and "for" not in fact.unread:
        yield NO_DAY_FOR.at("for", line=fact.row, kind=fact.kind)


def check_agreement(agreement: Agreement, fact: Fact) -> Fault | None:
    """It is a fact of this agreement."""
    if fact.agreement != agreement.agreement:
        return NO_SUCH_AGREEMENT.at("agreement", line=fact.row, found=fact.agreement, wanted=agreement.agreement)
    return None


def check_kind(_: Agreement, fact: Fact) -> Fault | None:
    """Its kind is known."""
    return check_kind_of(fact)


def check_kind_of(fact: Fact) -> Fault | None:
    """Its kind is known, of whichever agreement it is."""
    if fact.kind not in MEASURES:
        return NO_SUCH_MEASURE.at("kind", line=fact.row, kind=fact.kind, known=", ".join(MEASURES))
    return None


def check_day(agreement: Agreement, fact: Fact) -> Fault | None:
    """It lies within the agreement; an index value may be older."""
    if fact.day not in agreement.valid.period and fact.kind != "index":
        return OUTSIDE.at("date", line=fact.row, day=fact.day, valid=agreement.valid.period)
    return None


def check_service(agreement: Agreement, fact: Fact) -> Fault | None:
    """Its service or index is declared."""
    known = agreement.indices if fact.kind == "index" else agreement.services
    if fact.service not in known and (fact.kind == "index" or fact.service != AGREEMENT):
        named = ", ".join(known) or "none is declared"
        return NO_SUCH_SERVICE.at("service", line=fact.row, service=fact.service, known=named)
    return None


def check_unit(agreement: Agreement, fact: Fact) -> Fault | None:
    """It is in the unit of its service."""
    if fact.kind != "index" and fact.service in agreement.services:
        unit = agreement.services[fact.service].measured_in
        if fact.unit != unit.name:
            return WRONG_UNIT.at("unit", line=fact.row, found=fact.unit, service=fact.service, wanted=unit.name)
    return None


def check_steps(agreement: Agreement, fact: Fact) -> Fault | None:
    """It is in whole steps of the unit; of another unit nothing can be said."""
    if fact.kind != "index" and fact.service in agreement.services:
        unit = agreement.services[fact.service].measured_in
        if fact.unit == unit.name and not unit.whole(fact.quantity):
            return NOT_WHOLE.at("quantity", line=fact.row, quantity=fact.quantity, unit=unit.name, step=unit.step)
    return None


def check_sign(_: Agreement, fact: Fact) -> Fault | None:
    """Below zero it reverses another, or says what it takes back."""
    return check_sign_of(fact)


def check_sign_of(fact: Fact) -> Fault | None:
    """Below zero it reverses another, or says what it takes back, of whichever agreement it is."""
    if fact.quantity < 0 and fact.kind != "index" and not fact.reverses and not fact.note:
        return BELOW_ZERO.at("quantity", line=fact.row, quantity=fact.quantity)
    return None


CHECKS: tuple[tuple[tuple[str, ...], Callable[[Agreement, Fact], Fault | None]], ...] = (
    (("agreement",), check_agreement),
    (("kind",), check_kind),
    (("date", "kind"), check_day),
    (("service", "kind"), check_service),
    (("unit", "service", "kind"), check_unit),
    (("quantity", "unit", "service", "kind"), check_steps),
    (("quantity", "kind", "reverses", "note"), check_sign),
)
"""What is looked at in one fact by itself, and the columns that must have been read for it."""


def check_ids(facts: Iterable[Fact], *, all_there: bool) -> Iterable[Fault]:
    """Every source_id stands once in an agreement; every reversing fact is the opposite of one that is there, which is
    no reversal and was not reversed before.

    Given may be only the facts that can be concerned: with a source_id that is reversed or repeated, and the reversals.
    """
    seen: dict[Id, Fact] = {}
    reversals: list[Fact] = []
    for fact in facts:
        if fact.source_id and (first := seen.setdefault(id_of(fact), fact)) is not fact:
            yield TWICE.at("source_id", line=fact.row, source_id=fact.source_id, other=first.row)
        if fact.reverses:
            reversals.append(fact)
    reversed_before: set[Id] = set()
    for fact in reversals:
        named = (fact.agreement, fact.reverses)
        original = seen.get(named)
        if original is not None:
            yield from check_reversal(fact, original)
        elif all_there:
            yield REVERSES_NOTHING.at("reverses", line=fact.row, reverses=fact.reverses)
        if named in reversed_before or (original is not None and original.reverses):
            yield REVERSES_AGAIN.at("reverses", line=fact.row, reverses=fact.reverses)
        reversed_before.add(named)


Id = tuple[str, str]
"""An agreement's number and the source_id of one of its facts."""


def id_of(fact: Fact) -> Id:
    """What names a fact."""
    return fact.agreement, fact.source_id


def check_reversal(fact: Fact, original: Fact) -> Iterable[Fault]:
    """A reversing fact is the opposite of the one it reverses, as far as both could be read."""
    wanted = (original.service, original.kind, -original.quantity)
    found = (fact.service, fact.kind, fact.quantity)
    if found != wanted and not (fact.unread | original.unread) & {"service", "kind", "quantity"}:
        yield REVERSES_OTHER.at(
            "reverses", line=fact.row, reverses=fact.reverses, opposite=-original.quantity,
            found=" ".join(map(str, found)), wanted=" ".join(map(str, wanted)),
        )  # fmt: skip


def activity(plan: Plan, facts: Sequence[Fact]) -> Activity:
    """Faultless facts as what the fold reads. A cancelled fact and the one that cancels it count nowhere."""
    cancelled = {fact.reverses for fact in facts if fact.reverses}
    gathering = Gathering(plan)
    for fact in facts:
        if counts(fact, cancelled):
            gathering.take(fact)
    return gathering.activity()


def counts(fact: Fact, cancelled: Container[str]) -> bool:
    """Whether a fact counts: it cancels none, and none cancels it."""
    return not fact.reverses and not (fact.source_id and fact.source_id in cancelled)
