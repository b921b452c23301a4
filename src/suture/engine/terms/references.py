"""What a clause names elsewhere in its agreement: services, indices, and clauses whose charges it counts."""

from collections.abc import Collection, Iterator

from suture.engine.clauses import kind_of
from suture.engine.clauses.figure import Written
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, DueOf, LevelOf, QuantityOf
from suture.engine.fault import Fault, Path, refusal
from suture.engine.terms.agreement import Agreement

NO_SERVICE = refusal(
    "service_unknown",
    "the agreement has no service '{service}'",
    "Declare it under 'services', or use one of: {known}.",
)
UNITS_MIXED = refusal(
    "services_in_two_units",
    "{one} is counted in steps of {one_step} {one_unit}, {other} in steps of {other_step} {other_unit}",
    "Write one clause for each unit.",
)
NO_INDEX = refusal(
    "index_unknown",
    "the agreement has no index '{index}'",
    "Declare it under 'indices', or use one of: {known}.",
)
NO_CLAUSE = refusal("clause_unknown", "there is no clause '{clause}'", "Use the id of another clause: {known}.")
ITSELF = refusal("clause_reads_itself", "the clause counts its own charges", "Name other clauses.")
CIRCLE = refusal(
    "clauses_in_a_circle", "these clauses count one another in a circle: {circle}", "Take one of them out."
)
LATER_PHASE = refusal(
    "clause_counted_later",
    "'{clause}' ({kind}) is counted in a later phase than this {reader}",
    "Name clauses of the same or an earlier phase only.",
)


def check_services(agreement: Agreement, clause: ClauseBase) -> Iterator[Fault]:
    """Services that a clause names exist and are counted alike."""
    kind = kind_of(clause)
    read = [name for source in kind.reads(clause) if isinstance(source, QuantityOf) for name in source.services]
    named = dict.fromkeys([*kind.services(clause), *(name for name in read if name != AGREEMENT)])
    for name in named:
        if name not in agreement.services:
            known = ", ".join(agreement.services) or "(none is declared)"
            yield NO_SERVICE.at(*where(clause, name), service=name, known=known)
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
        if isinstance(source, LevelOf) and source.series not in agreement.indices:
            known = ", ".join(agreement.indices) or "(none is declared)"
            yield NO_INDEX.at(*where(clause, source.series), index=source.series, known=known)


def check_counted(agreement: Agreement, clause: ClauseBase, unread: Collection[str]) -> Iterator[Fault]:
    """Clauses whose charges a clause counts exist, and are counted before it."""
    kinds = {other.id: kind_of(other) for other in agreement.clauses}
    for name in charges_read(clause):
        if name == clause.id:
            yield ITSELF.at(*where(clause, name))
        elif name not in kinds and name not in unread:
            yield NO_CLAUSE.at(*where(clause, name), clause=name, known=", ".join(n for n in kinds if n != clause.id))
        elif name in kinds and kinds[name].phase > kind_of(clause).phase:
            yield LATER_PHASE.at(*where(clause, name), clause=name, kind=kinds[name].name, reader=kind_of(clause).name)


def check_circle(agreement: Agreement) -> Iterator[Fault]:
    """Clauses that count one another."""
    reads = {clause.id: set(charges_read(clause)) - {clause.id} for clause in agreement.clauses}
    free: set[str] = set()
    while ready := {name for name, read in reads.items() if name not in free and not (read & reads.keys()) - free}:
        free |= ready
    if circle := [name for name in reads if name not in free and any(name in read for read in reads.values())]:
        first = next(i for i, clause in enumerate(agreement.clauses) if clause.id == circle[0])
        yield CIRCLE.at("clauses", first, circle=", ".join(circle))


def charges_read(clause: ClauseBase) -> list[str]:
    """The clauses whose charges a clause counts."""
    sources = kind_of(clause).reads(clause)
    return list(dict.fromkeys(name for source in sources if isinstance(source, DueOf) for name in source.clauses))


def where(written: object, name: str, path: Path = ()) -> Path:
    """The place below a clause where a name stands; the clause itself when it stands nowhere."""
    if isinstance(written, Written):
        for key, field in type(written).model_fields.items():
            if key != "id" and (found := where(getattr(written, key), name, (*path, field.alias or key))):
                return found
    elif isinstance(written, tuple):
        for i, part in enumerate(written):
            if found := where(part, name, (*path, i)):
                return found
    return path if written == name else ()
