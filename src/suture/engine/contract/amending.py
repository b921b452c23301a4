"""An amendment as people sign it: from when it holds, what ends, and every clause as it reads from then on."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from suture.engine.clauses.saying import Said
from suture.engine.contract.parts import Part, counted, published, spoken, titled
from suture.engine.terms.agreement import Agreement, Amendment
from suture.engine.text import Message, Text

AMENDED = Text("article.amended", "Amendment {number}", "第 {number} 号修订")
AMENDS = Text(
    "article.amends",
    "Signed on {signed}; holds from {day}, for the settlement periods that begin on or after it. What was due before "
    "stays as it was.",
    "于 {signed} 签署，自 {day} 起生效，适用于该日或其后开始的结算期；此前的应付款项不受影响。",
)
AMENDS_END = Text(
    "article.amends_end",
    "The agreement is now in force up to and including {last}.",
    "本协议有效期改为至 {last} 止（含当日）。",
)
AMENDS_ENDS = Text("article.amends_ends", "What ends: {clauses}.", "终止：{clauses}。")
AMENDS_ADDS = Text("article.amends_adds", "{title} is added as clause {number}:", "增加第 {number} 条“{title}”：")
AMENDS_REPLACES = Text(
    "article.amends_replaces", "Clause {number} ({title}) now reads:", "第 {number} 条（{title}）改为："
)


def amendments(agreement: Agreement, said: Said) -> Iterator[Part]:
    """Each amendment as an article: from when it holds, what ends, and every clause as it reads from then on."""
    there = {clause.id for clause in agreement.clauses}
    for amendment in agreement.amendments:
        yield AMENDED(number=amendment.number), tuple(amended(agreement, amendment, there, said))
        there |= {clause.id for clause in amendment.clauses}


def amended(agreement: Agreement, amendment: Amendment, there: Collection[str], said: Said) -> Iterator[Message]:
    """The sentences of one amendment; ``there`` are the clauses that stood before it."""
    yield AMENDS(signed=amendment.signed.isoformat(), day=amendment.from_.isoformat())
    if amendment.until is not None:
        yield AMENDS_END(last=(amendment.until - timedelta(days=1)).isoformat())
    yield from counted(amendment.services)
    yield from published(amendment.indices)
    for name in amendment.ends:
        yield AMENDS_ENDS(clauses=said.clauses([name]))
    for clause in amendment.clauses:
        heads = AMENDS_REPLACES if clause.id in there else AMENDS_ADDS
        yield heads(number=said.numbers[clause.id], title=titled(clause))
        yield from spoken(agreement, clause, said)
