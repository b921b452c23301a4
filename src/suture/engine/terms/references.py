"""What a clause names elsewhere in its agreement: services, indices, and clauses whose charges it counts."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from suture.engine.clauses import kind_of
from suture.engine.clauses.figure import Written
from suture.engine.clauses.kind import AGREEMENT, MONEY, ClauseBase, DueOf, LevelOf, Phase, QuantityOf, series_of
from suture.engine.clauses.money_facts import coin
from suture.engine.fault import Fault, Path, refusal
from suture.engine.money import CURRENCIES
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.amendments import courses
from suture.engine.text import Text

NONE = Text("none_declared", "(none is declared)", "（均未声明）")
NO_SERVICE = refusal(
    "service_unknown",
    "the agreement has no service '{service}'",
    "Declare it under 'services', or use one of: {known}.",
    "协议中没有服务“{service}”",
    "请在“services”下声明，或使用以下之一：{known}。",
)
NO_KIND_OF_SERVICE = refusal(
    "measure_of_no_service",
    "facts of kind '{measure}' tell of {what}, not of a service",
    "Name what happens to the service, such as accepted.",
    "“{measure}”类事实记载的是{what}，而非服务",
    "请填写服务实际发生的事项，例如 accepted。",
)
APART: Mapping[str, Text] = {
    "index": Text("apart.index", "an index", "指数"),
    "terminated": Text("apart.terminated", "the end of the agreement", "协议的终止"),
}
"""Kinds of facts that no service has."""
UNITS_MIXED = refusal(
    "services_in_two_units",
    "{one} is counted in steps of {one_step} {one_unit}, {other} in steps of {other_step} {other_unit}",
    "Write one clause for each unit.",
    "{one} 按 {one_step} {one_unit} 计，{other} 按 {other_step} {other_unit} 计",
    "每种单位请单独写一条。",
)
NO_INDEX = refusal(
    "index_unknown",
    "the agreement has no index '{index}'",
    "Declare it under 'indices', or use one of: {known}.",
    "协议中没有指数“{index}”",
    "请在“indices”下声明，或使用以下之一：{known}。",
)
NO_CLAUSE = refusal(
    "clause_unknown",
    "there is no clause '{clause}'",
    "Use the id of another clause: {known}.",
    "没有条款“{clause}”",
    "请使用其他条款的 id：{known}。",
)
ITSELF = refusal(
    "clause_reads_itself",
    "the clause counts its own charges",
    "Name other clauses.",
    "该条款计算了自身的金额",
    "请指定其他条款。",
)
CIRCLE = refusal(
    "clauses_in_a_circle",
    "these clauses count one another in a circle: {circle}",
    "Take one of them out.",
    "这些条款相互循环计算：{circle}",
    "请去掉其中之一。",
)
LATER_PHASE = refusal(
    "clause_counted_later",
    "'{clause}' ({kind}) is counted in a later phase than this {reader}",
    "Name clauses of the same or an earlier phase only.",
    "“{clause}”（{kind}）的计算阶段晚于本条（{reader}）",
    "只能指定同一阶段或更早阶段的条款。",
)


NO_GATE = refusal(
    "clause_is_no_gate",
    "'{clause}' ({kind}) is a clause that charges, and here one is read that holds or does not hold",
    "Name a gate: {known}.",
    "“{clause}”（{kind}）为计费条款，此处应指定表示某种情形是否成立的条款",
    "请指定以下条件条款之一：{known}。",
)
IS_GATE = refusal(
    "clause_is_a_gate",
    "'{clause}' ({kind}) is a gate: it holds or does not hold and charges nothing",
    "Name clauses that charge, or leave it out.",
    "“{clause}”（{kind}）为条件条款，只表示某种情形是否成立，不产生款项",
    "请指定计费条款，或删去该项。",
)
NOT_MONEY = refusal(
    "service_not_in_money",
    "'{service}' is read as money ({measure}), but it is counted in steps of {step} {unit}",
    "Declare it with unit: {currency} and step: {coin}.",
    "“{service}”按金额（{measure}）读取，但其以 {step} {unit} 为步长计量",
    "请将其声明为 unit: {currency}，step: {coin}。",
)


def check_services(agreement: Agreement, clause: ClauseBase) -> Iterator[Fault]:
    """Services that a clause names exist and are counted alike."""
    kind = kind_of(clause)
    read = [name for source in kind.reads(clause) if isinstance(source, QuantityOf) for name in source.services]
    named = dict.fromkeys([*kind.services(clause), *(name for name in read if name != AGREEMENT)])
    for name in named:
        if name not in agreement.services:
            known = ", ".join(agreement.services) or NONE()
            yield NO_SERVICE.at(*where(clause, name), service=name, known=known)
    sources = [source for source in kind.reads(clause) if isinstance(source, QuantityOf)]
    for measure in dict.fromkeys(s.measure for s in sources if s.measure in APART and set(s.services) - {AGREEMENT}):
        yield NO_KIND_OF_SERVICE.at(*where(clause, measure), measure=measure, what=APART[measure]())
    counted = [name for name in kind.services(clause) if name in agreement.services]
    for name in counted[1:]:
        one, other = agreement.services[counted[0]], agreement.services[name]
        if (one.unit, one.step) != (other.unit, other.step):
            yield UNITS_MIXED.at(
                *where(clause, name), one=counted[0], one_step=one.step, one_unit=one.unit,
                other=name, other_step=other.step, other_unit=other.unit,
            )  # fmt: skip


def check_indices(agreement: Agreement, clause: ClauseBase) -> Iterator[Fault]:
    """Indices that a clause names are declared."""
    for source in kind_of(clause).reads(clause):
        if isinstance(source, LevelOf):
            series: str | None = source.series
        else:
            series = series_of(source.measure) if isinstance(source, QuantityOf) else None
        if series is not None and series not in agreement.indices:
            known = ", ".join(agreement.indices) or NONE()
            yield NO_INDEX.at(*where(clause, series), index=series, known=known)


def check_counted(agreement: Agreement, clause: ClauseBase, unread: Collection[str]) -> Iterator[Fault]:
    """Clauses whose charges a clause counts exist, and are counted before it."""
    kinds = {other.id: kind_of(other) for other in agreement.clauses}
    phases = phases_of(agreement.clauses)
    for name in charges_read(clause):
        if name == clause.id:
            yield ITSELF.at(*where(clause, name))
        elif name not in kinds and name not in unread:
            yield NO_CLAUSE.at(*where(clause, name), clause=name, known=", ".join(n for n in kinds if n != clause.id))
        elif name in kinds and phases[name] > phase_of(clause, phases):
            yield LATER_PHASE.at(*where(clause, name), clause=name, kind=kinds[name].name, reader=kind_of(clause).name)


def phase_of(clause: ClauseBase, others: Mapping[str, Phase]) -> Phase:
    """The phase in which a clause is counted: that of its kind; a conversion right after the last that it converts."""
    kind = kind_of(clause)
    return max([kind.phase, *(others[name] for name in kind.converts(clause) if name in others)])


def phases_of(clauses: Iterable[ClauseBase]) -> dict[str, Phase]:
    """The phase in which each clause is counted."""
    plainly = {clause.id: kind_of(clause).phase for clause in clauses}
    return {clause.id: phase_of(clause, plainly) for clause in clauses}


def check_gates(agreement: Agreement, clause: ClauseBase) -> Iterator[Fault]:
    """Where a clause reads whether something holds it names a gate, and where it counts charges it names none."""
    sources = [source for source in kind_of(clause).reads(clause) if isinstance(source, DueOf)]
    read = dict.fromkeys((name, source.gates) for source in sources for name in source.clauses if name != clause.id)
    kinds = {other.id: kind_of(other) for other in agreement.clauses} if read else {}
    for name, gate in read:
        if name not in kinds or (kinds[name].effect == "gate") == gate:
            continue
        if gate:  # written after the charges that it bears on, where the name stands among these too
            gates = (other for other, kind in kinds.items() if kind.effect == "gate" and other != clause.id)
            place = [(), *places(clause, name)][-1]
            yield NO_GATE.at(*place, clause=name, kind=kinds[name].name, known=", ".join(gates) or NONE())
        else:
            yield IS_GATE.at(*where(clause, name), clause=name, kind=kinds[name].name)


def check_money(agreement: Agreement, clause: ClauseBase) -> Iterator[Fault]:
    """A service of which a clause reads money is counted in the clause's currency, coin by coin."""
    currency = agreement.currency_of(clause)
    if currency not in CURRENCIES:
        return
    sources = [source for source in kind_of(clause).reads(clause) if isinstance(source, QuantityOf)]
    read = dict.fromkeys((name, s.measure) for s in sources if s.measure in MONEY for name in s.services)
    for name, measure in read:
        service = agreement.services.get(name)
        if service is not None and (service.unit, service.step) != (currency, coin(currency)):
            yield NOT_MONEY.at(
                *where(clause, name), service=name, measure=measure, unit=service.unit, step=service.step,
                currency=currency, coin=coin(currency),
            )  # fmt: skip


def check_circle(agreement: Agreement) -> Iterator[Fault]:
    """Clauses that count one another, in any of the versions in which they ever read."""
    reads = {
        course.last.id: {name for _, clause in course.versions for name in charges_read(clause)} - {course.last.id}
        for course in courses(agreement)
    }
    free: set[str] = set()
    while ready := {name for name, read in reads.items() if name not in free and not (read & reads.keys()) - free}:
        free |= ready
    if circle := [name for name in reads if name not in free and any(name in read for read in reads.values())]:
        written = [clause.id for clause in agreement.clauses]
        path = ("clauses", written.index(circle[0])) if circle[0] in written else ("amendments",)
        yield CIRCLE.at(*path, circle=", ".join(circle))


def charges_read(clause: ClauseBase) -> list[str]:
    """The clauses whose charges a clause counts."""
    sources = kind_of(clause).reads(clause)
    return list(dict.fromkeys(name for source in sources if isinstance(source, DueOf) for name in source.clauses))


def where(clause: ClauseBase, name: str) -> Path:
    """The first place below a clause where a name stands; the clause itself when it stands nowhere."""
    return next(places(clause, name), ())


def places(written: object, name: str, path: Path = ()) -> Iterator[Path]:
    """Every place below something written where a name stands."""
    if isinstance(written, Written):
        for key, field in type(written).model_fields.items():
            if key != "id":
                yield from places(getattr(written, key), name, (*path, field.alias or key))
    elif isinstance(written, tuple):
        for i, part in enumerate(written):
            yield from places(part, name, (*path, i))
    elif written == name:
        yield path
