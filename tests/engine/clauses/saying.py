"""The contract text of the last clause of an agreement, as tests read it."""

from suture.engine.contract.articles import articles
from suture.engine.terms.agreement import Agreement


def said_of(terms: Agreement) -> dict[str, list[str]]:
    """Its sentences by language; a sentence must be there in both, and no parameter may be left open."""
    article = next(each for each in articles(terms) if each.clause == terms.clauses[-1].id)
    said = {language: [s.said(language) for s in article.sentences] for language in ("en", "zh")}
    assert all(s.text.zh for s in article.sentences)
    assert all(sentence.endswith((".", "。")) for sentences in said.values() for sentence in sentences)
    return said
