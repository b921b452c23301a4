"""How a letter and a report cite a clause: as the signed text does, else by its number in the text of the terms."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from suture.engine.contract.articles import articles
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Message, Text

BY_NUMBER: Final = Text("cited.number", "clause {number} ({title})", "第 {number} 条（{title}）")
BY_TEXT: Final = Text("cited.text", "{stands_for}", "{stands_for}")
BY_ID: Final = Text("cited.id", "{clause}", "{clause}")


class Cited(NamedTuple):
    """A clause: how it is cited, and its title."""

    cited: Message
    title: Message


def citations(agreement: Agreement) -> Mapping[str, Cited]:
    """Every clause of an agreement by its id, those that amendments add too."""
    found: dict[str, Cited] = {}
    held = {clause.id: clause for clause in agreement.clauses}
    held |= {clause.id: clause for each in agreement.amendments for clause in each.clauses}
    for article in articles(agreement):
        clause = held.get(article.clause)
        if clause is not None:
            said = (
                BY_TEXT(stands_for=clause.stands_for)
                if clause.stands_for
                else BY_NUMBER(number=article.number, title=article.title)
            )
            found[clause.id] = Cited(said, article.title)
    for name, clause in held.items():
        if name not in found:
            found[name] = Cited(BY_TEXT(stands_for=clause.stands_for) if clause.stands_for else BY_ID(clause=name),
                                BY_ID(clause=name))  # fmt: skip
    return found


def cited(names: Iterable[str], known: Mapping[str, Cited]) -> list[Message]:
    """Some clauses as they are cited; what is no clause of the agreement by its own name."""
    return [known[name].cited if name in known else BY_ID(clause=name) for name in names if name]
