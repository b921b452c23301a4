"""The agreements of a recommended strategy, as files that people complete and sign."""

from collections.abc import Iterator
from typing import Final

from suture.engine.decision.choose import Decision
from suture.engine.simulation.engagements import deals
from suture.engine.simulation.run import Term, typical_terms
from suture.engine.strategy.case import Case
from suture.engine.strategy.offers import LONG, SUPPLY, Deal, offer
from suture.engine.strategy.planned import YEAR
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.writing import write
from suture.engine.text import Message, Text
from suture.files.saving import sealed

NAME: Final = "agreement-{name}.yaml"
TYPICAL: Final = Text(
    "agreement_file.typical",
    "Dated from a typical start: of the drawn futures in which it begins, half begin by month {month} of the case. In "
    "the simulation it begins when it is needed.",
)
NEVER: Final = Text(
    "agreement_file.never",
    "In none of the drawn futures looked at does it begin; it is dated from the start of the case.",
)
RENEWED: Final = Text(
    "agreement_file.renewed", "It lasts its term of {years} years; the simulation renews it to the end of the case."
)


def agreements(decision: Decision) -> dict[str, str]:
    """The agreements under which the recommended strategy stands, ranges kept: one file for each partner and mode.

    They are sealed: people fill in what was agreed, and what they filled in is theirs.
    """
    case, best = decision.case, decision.best.strategy
    terms = typical_terms(case, best, decision.sampling)
    files = {}
    for deal in deals(case, best):
        term = terms.get(deal)
        notes = "".join(f"# {note}\n" for note in noted(case, deal, term))
        files[name_of(deal)] = sealed(notes + write(dated(case, deal, term)))
    return files


def dated(case: Case, deal: Deal, term: Term | None) -> Agreement:
    """The agreement from its typical start on: for its own term where it commits, else as long as it is needed."""
    begins, ends = (0, case.months) if term is None else term
    years = own_years(case, deal)
    return offer(case, deal, begins=begins, months=YEAR * years if years else max(ends - begins, 1))


def own_years(case: Case, deal: Deal) -> int:
    """The years for which a supply agreement commits; 0 where it does not."""
    terms = case.partners[deal.partner].committed
    return terms.years if terms is not None and deal.mode in LONG & SUPPLY else 0


def noted(case: Case, deal: Deal, term: Term | None) -> Iterator[Message]:
    """What is to be known of the dates of an agreement."""
    if term is None:
        yield NEVER()
    elif term.begins:
        yield TYPICAL(month=term.begins + 1)
    if years := own_years(case, deal):
        yield RENEWED(years=years)


def name_of(deal: Deal) -> str:
    """The name of the file of an agreement."""
    return NAME.format(name=deal.name)
