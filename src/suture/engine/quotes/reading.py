"""Text to a request, and to a quote: a document becomes a frozen model, or a list of all that is wrong with it."""

from collections.abc import Iterator

from suture.engine.fault import Fault, Faulty
from suture.engine.quotes.quote import Head, Quote
from suture.engine.quotes.request import Request
from suture.engine.quotes.request_faults import request_faults
from suture.engine.terms.document import Document
from suture.engine.terms.reading import agreement_in, validated, written_in
from suture.engine.terms.refused import MISSING

TERMS = "terms"


def request_in(document: Document) -> Request:
    """The request in a document that was parsed. Raises ``Faulty`` with every fault."""
    return written_in(document, Request, request_faults)


def quote_in(document: Document) -> Quote:
    """The quote in a document that was parsed: its head, and its terms as an agreement. Raises ``Faulty``."""
    found: list[Fault] = []
    assert isinstance(document.data, dict)
    head_data = {key: value for key, value in document.data.items() if key != TERMS}
    head, wrong = validated(Document(head_data, document.lines), Head)
    found.extend(wrong)
    terms = document.data.get(TERMS)
    agreement = None
    if not isinstance(terms, dict):
        found.append(MISSING.at(key=TERMS, line=1))
    else:
        lines = {path[1:]: line for path, line in document.lines.items() if path[:1] == (TERMS,)}
        try:
            agreement = agreement_in(Document(terms, lines))
        except Faulty as faulty:
            found.extend(under_terms(faulty))
    if head is None or agreement is None or found:
        raise Faulty(found)
    return Quote(head=head, terms=agreement)


def under_terms(faulty: Faulty) -> Iterator[Fault]:
    """The faults of the terms, seen from the quote."""
    return (fault.under(TERMS) for fault in faulty.faults)
