"""The agreements of a recommended strategy, as files that people complete and sign."""

from collections.abc import Iterator
from typing import Final, TypeVar

from suture.engine.clauses.figure import Written
from suture.engine.decision.choose import Decision
from suture.engine.simulation.engagements import deals
from suture.engine.simulation.run import Term, typical_terms
from suture.engine.strategy.case import Case
from suture.engine.strategy.offers import AGREED, HOURS, LEVEL, LONG, SUPPLY, Deal, offer, titled
from suture.engine.strategy.planned import YEAR
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.writing import write
from suture.engine.text import Language, Message, Text
from suture.files.saving import sealed

W = TypeVar("W", bound=Written)
NAME: Final = "agreement-{name}.yaml"
TYPICAL: Final = Text(
    "agreement_file.typical",
    "Dated from a typical start: of the drawn futures in which it begins, half begin by month {month} of the case. In "
    "the simulation it begins when it is needed.",
    "日期取典型起始时间：在协议生效的模拟情景中，有一半在案例第 {month} 个月之前开始。模拟中按需要的时间开始。",
)
NEVER: Final = Text(
    "agreement_file.never",
    "In none of the drawn futures looked at does it begin; it is dated from the start of the case.",
    "在所考察的模拟情景中均未生效；日期取案例起始日。",
)
RENEWED: Final = Text(
    "agreement_file.renewed",
    "It lasts its term of {years} years; the simulation renews it to the end of the case.",
    "协议期限为 {years} 年；模拟中续期至案例结束。",
)


def agreements(decision: Decision, language: Language = "en") -> dict[str, str]:
    """The agreements under which the recommended strategy stands, ranges kept: one file for each partner and mode.

    They are sealed: people fill in what was agreed, and what they filled in is theirs.
    """
    case, best = decision.case, decision.best.strategy
    terms = typical_terms(case, best, decision.sampling)
    files = {}
    for deal in deals(case, best):
        term = terms.get(deal)
        notes = "".join(f"# {note.said(language)}\n" for note in noted(case, deal, term))
        files[name_of(deal)] = sealed(notes + write(dated(case, deal, term, language)), language)
    return files


def dated(case: Case, deal: Deal, term: Term | None, language: Language) -> Agreement:
    """The agreement from its typical start on: for its own term where it commits, else as long as it is needed."""
    begins, ends = (0, case.months) if term is None else term
    years = own_years(case, deal)
    written = offer(case, deal, begins=begins, months=YEAR * years if years else max(ends - begins, 1))
    return in_words(written, titled(case, deal), language)


def in_words(written: Agreement, title: Message, language: Language) -> Agreement:
    """The agreement with what the offer itself says of it in a language; what the case says stays."""
    own = {text.en: text().said(language) for text in (HOURS, LEVEL, AGREED)}

    def said(held: W) -> W:
        told = {key: own[words] for key in ("describes", "source") if (words := getattr(held, key, "")) in own}
        return held.model_copy(update=told)

    return written.model_copy(
        update={
            "title": title.said(language),
            "services": {name: said(service) for name, service in written.services.items()},
            "indices": {name: said(index) for name, index in written.indices.items()},
        }
    )


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
