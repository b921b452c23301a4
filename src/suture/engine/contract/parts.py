"""What an agreement and its amendments both say: services, indices, and clauses."""

from collections.abc import Iterator, Mapping

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import ClauseBase
from suture.engine.clauses.saying import Said, unit
from suture.engine.terms.agreement import Agreement, Index, Service
from suture.engine.terms.published import in_both
from suture.engine.text import Message, Text

COUNTED = Text(
    "article.counted",
    "{service} is counted in steps of {step} {unit}.",
    "{service} 按 {step} {unit}的整数倍计量。",
)
INDEX = Text("article.index", "{name}: {what} ({source}).", "{name}：{what}（{source}）。")
MISSING: Mapping[str, Text] = {
    "last_stands": Text(
        "article.index_last_stands",
        "Where no new value of {name} is published in a settlement period, the last one stands.",
        "结算期内 {name} 未公布新值的，沿用最近一次公布的数值。",
    ),
    "needed": Text(
        "article.index_needed",
        "Nothing is settled for a settlement period in which no new value of {name} was published.",
        "结算期内 {name} 未公布新值的，该期暂不结算。",
    ),
}
REVISED: Mapping[str, Text] = {
    "first_stands": Text(
        "article.index_first_stands",
        "A value of {name} that is revised later stays as it was first published.",
        "{name} 的数值日后修订的，仍以首次公布的数值为准。",
    ),
    "last_counts": Text(
        "article.index_last_counts",
        "A value of {name} that is revised later counts as revised; the difference is billed or credited.",
        "{name} 的数值日后修订的，以修订后的数值为准，差额补收或退还。",
    ),
}
IN_CURRENCY = Text(
    "article.in_currency", "The amounts of this article are in {currency}.", "本条金额以 {currency} 计。"
)
Part = tuple[Message, tuple[Message, ...]]
"""The title of an article and its sentences."""


def counted(services: Mapping[str, Service]) -> Iterator[Message]:
    """In which steps each service is counted."""
    for name, service in services.items():
        yield COUNTED(service=service.describes or name.replace("_", " "), step=service.step, unit=unit(service.unit))


def published(indices: Mapping[str, Index]) -> Iterator[Message]:
    """What each index is, who publishes it, and what counts where it has gaps or is revised."""
    for name, index in indices.items():
        yield INDEX(name=name, what=in_both(index.describes), source=in_both(index.source))
        yield MISSING[index.missing](name=name)
        yield REVISED[index.revised](name=name)


def titled(clause: ClauseBase) -> Message:
    """The title of a clause's article."""
    return kind_of(clause).title()


def spoken(agreement: Agreement, clause: ClauseBase, said: Said) -> tuple[Message, ...]:
    """The sentences of a clause, and in which currency its amounts are where that is not the agreement's."""
    currency = agreement.currency_of(clause)
    sentences = tuple(kind_of(clause).says(clause, said._replace(currency=currency)))
    return sentences if currency == agreement.currency else (*sentences, IN_CURRENCY(currency=currency))
