"""A part of an agreement: without the clauses that cannot be counted yet, and without those that read them."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import ClauseBase, InForce, LevelOf, QuantityOf
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


def known_later(agreement: Agreement) -> Mapping[Path, ClauseBase]:
    """The versions that can be counted although an earlier one of their clause is not known, by place.

    Only of clauses that count facts and carry nothing over but what they have charged, such as a price of a unit: what
    went before an amendment does not touch what they charge after it.
    """
    found: dict[str, dict[Path, ClauseBase]] = {}
    open_places = {(place, clause.id) for place, clause in written_clauses(agreement) if has_unknown(clause)}
    for place, clause in written_clauses(agreement):
        if (place, clause.id) in open_places:
            found[clause.id] = {}
        elif clause.id in found:
            found[clause.id][place] = clause
    return {
        place: clause
        for versions in found.values()
        if all(stands_alone(clause) for clause in versions.values())
        for place, clause in versions.items()
    }


def has_unknown(clause: ClauseBase) -> bool:
    """Whether a figure of a clause is not known."""
    return any(not figure.known for _, figure in figures(clause))


def stands_alone(clause: ClauseBase) -> bool:
    """Whether what a clause charges for a settlement period hangs on the facts of that period alone."""
    kind = kind_of(clause)
    reads = all(isinstance(source, QuantityOf | InForce) for source in kind.reads(clause))
    return reads and kind.state._fields == ("due",)


def without(agreement: Agreement, names: Collection[str]) -> Agreement:
    """An agreement without some clauses, in its amendments too; but for the versions of them that are known later."""
    later = known_later(agreement)
    stay = {clause.id for clause in later.values()}
    amendments = tuple(
        amendment.model_copy(
            update={
                "clauses": tuple(
                    clause
                    for i, clause in enumerate(amendment.clauses)
                    if clause.id not in names or ("amendments", at, "clauses", i) in later
                ),
                "ends": tuple(name for name in amendment.ends if name not in names or name in stay),
            }
        )
        for at, amendment in enumerate(agreement.amendments)
    )
    clauses = tuple(clause for clause in agreement.clauses if clause.id not in names)
    return agreement.model_copy(update={"clauses": clauses, "amendments": amendments})
