"""What can be checked at all. A clause whose figures are not exact cannot be counted, nor can what reads it; what has
not been settled yet cannot be held against anything. Lines that bill these cannot be checked, and are never wrong.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from suture.engine.claims.due import Due
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.claims.matching import matched
from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import ClauseBase, Phase, services_of
from suture.engine.rating.charges import OWED
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.partial import with_readers, written_clauses
from suture.engine.terms.ranges import figures
from suture.engine.terms.references import charges_read

NET = frozenset({Phase.PRICE, Phase.ADJUSTMENT, Phase.DISCOUNT})
"""Phases whose clauses a net unit price holds."""


class Open(NamedTuple):
    """What cannot be counted: clauses, services whose net price holds one of them, and whether one charges tax."""

    clauses: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    taxes: bool = False

    def holds(self, line: InvoiceLine) -> bool:
        """Whether a line bills something that cannot be counted."""
        if line.clause or line.service:
            return line.clause in self.clauses or (not line.clause and line.service in self.services)
        return self.taxes and line.sort == "tax"


NOTHING_OPEN: Final = Open()


class Checkable(NamedTuple):
    """What of an agreement can be counted to the cent, and what cannot."""

    agreement: Agreement
    open: Open = NOTHING_OPEN


def checkable(agreement: Agreement) -> Checkable:
    """Splits an agreement; one whose figures are all exact stays whole."""
    inexact = {
        clause.id
        for _, clause in written_clauses(agreement)
        if any(not figure.known or figure.is_range for _, figure in figures(clause))
    }
    if not inexact:
        return Checkable(agreement)
    left = frozenset(with_readers(agreement, inexact))
    out = [clause for _, clause in written_clauses(agreement) if clause.id in left]
    taxes = any(kind_of(clause).effect == "tax" for clause in out)
    return Checkable(without(agreement, left), Open(left, frozenset(open_services(agreement, out)), taxes))


def without(agreement: Agreement, names: frozenset[str]) -> Agreement:
    """An agreement without some clauses in any version: what one of them charged before cannot be told from what it
    charged after it was known."""
    amendments = tuple(
        each.model_copy(
            update={
                "clauses": tuple(clause for clause in each.clauses if clause.id not in names),
                "ends": tuple(name for name in each.ends if name not in names),
            }
        )
        for each in agreement.amendments
    )
    clauses = tuple(clause for clause in agreement.clauses if clause.id not in names)
    return agreement.model_copy(update={"clauses": clauses, "amendments": amendments})


def open_services(agreement: Agreement, out: list[ClauseBase]) -> Iterator[str]:
    """The services whose net price holds a clause that is left out, and those that no other clause bills."""
    left = {clause.id for clause in out}
    held = dict[str, list[ClauseBase]]()
    for _, clause in written_clauses(agreement):
        held.setdefault(clause.id, []).append(clause)
    others = [clause for name, of in held.items() if name not in left for clause in of]
    billed = {name for c in others if kind_of(c).effect in OWED for name in services_of(c)}
    for clause in out:
        if kind_of(clause).effect not in OWED:
            continue
        if kind_of(clause).phase in NET:
            yield from priced(clause, held, set())
        yield from (name for name in services_of(clause) if name not in billed)


def priced(clause: ClauseBase, held: dict[str, list[ClauseBase]], seen: set[str]) -> Iterator[str]:
    """The services that a clause prices: those that it names, and those of what it adjusts."""
    yield from services_of(clause)
    for name in charges_read(clause):
        if name not in seen:
            seen.add(name)
            for each in held.get(name, ()):
                yield from priced(each, held, seen)


def beyond_reach(due: Due, lines: Sequence[InvoiceLine], open_: Open) -> set[int]:
    """The rows that cannot be checked; what else is billed with them is no longer due either, since nobody can tell how
    much of such a line is for it."""
    rows = {line.row for line in lines if not concerns(due, line)}
    if open_ != NOTHING_OPEN:
        out = [line for line in lines if open_.holds(line)]
        rows.update(line.row for line in out)
        due.leave_out(billed_beside(due, lines, out))
    if due.through < due.plan.periods[-1].last:
        rest = [line for line in lines if line.row not in rows] if rows else lines
        match = matched(due, rest)
        for group in match.groups.values():
            late = [at for at in group.periods if due.period(at).last > due.through]
            if late and group.lines:
                rows.update(line.row for line in group.lines)
                due.leave_out_of(place for place in group.places if place[1] not in late)
        settled = {line.invoice for group in match.groups.values() for line in group.lines if line.row not in rows}
        rows.update(
            line.row for line in match.loose
            if (line.last or line.day) > due.through and line.invoice not in settled
        )  # fmt: skip
    return rows


def concerns(due: Due, line: InvoiceLine) -> bool:
    """Whether the agreement can say anything of a line: not of what another agreement is billed, nor of tax where no
    clause speaks of tax, nor of deposits and freight, which are paid and not owed."""
    if line.agreement not in ("", due.plan.agreement.agreement):
        return False
    if line.clause:
        return line.clause not in due.paid
    return bool(due.taxes) or line.sort != "tax"


def billed_beside(due: Due, lines: Iterable[InvoiceLine], out: Iterable[InvoiceLine]) -> set[str]:
    """The clauses that have no line of their own and are billed in lines that cannot be checked."""
    own = {line.clause for line in lines if line.clause}
    found = set[str]()
    for line in out:
        if not line.clause:
            found.update(due.by_service.get(line.service, ()) if line.service else due.taxes.get(line.currency, ()))
    return found - own
