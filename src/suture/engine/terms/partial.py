"""A part of an agreement: without the clauses that cannot be counted yet, and without those that read them."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import ClauseBase, LevelOf
from suture.engine.fault import Path
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.ranges import figures
from suture.engine.terms.references import charges_read


def written_clauses(agreement: Agreement) -> Iterator[tuple[Path, ClauseBase]]:
    """Every clause as it ever reads, with its place."""
    for at, clause in enumerate(agreement.clauses):
        yield ("clauses", at), clause
    for number, amendment in enumerate(agreement.amendments):
        for at, clause in enumerate(amendment.clauses):
            yield ("amendments", number, "clauses", at), clause


def unknown(agreement: Agreement) -> Mapping[Path, ClauseBase]:
    """The figures that are not known, by place, each with its clause."""
    return {
        (*place, *path): clause
        for place, clause in written_clauses(agreement)
        for path, figure in figures(clause)
        if not figure.known
    }


def on_an_index(agreement: Agreement) -> set[str]:
    """The clauses that read an index."""
    return {
        clause.id
        for _, clause in written_clauses(agreement)
        if any(isinstance(source, LevelOf) for source in kind_of(clause).reads(clause))
    }


def with_readers(agreement: Agreement, names: Iterable[str]) -> set[str]:
    """Clauses, and those that read their charges, and those that read those."""
    reads = [(clause.id, set(charges_read(clause))) for _, clause in written_clauses(agreement)]
    found = set(names)
    while more := {name for name, read in reads if name not in found and read & found}:
        found |= more
    return found


def without(agreement: Agreement, names: Collection[str]) -> Agreement:
    """An agreement without some clauses, in its amendments too."""
    amendments = tuple(
        amendment.model_copy(
            update={
                "clauses": tuple(clause for clause in amendment.clauses if clause.id not in names),
                "ends": tuple(name for name in amendment.ends if name not in names),
            }
        )
        for amendment in agreement.amendments
    )
    clauses = tuple(clause for clause in agreement.clauses if clause.id not in names)
    return agreement.model_copy(update={"clauses": clauses, "amendments": amendments})
