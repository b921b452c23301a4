"""An amendment as people sign it: from when it holds, what ends, and every clause as it reads from then on.

Worked into the text of a later day it keeps its article, and in it the clauses that it added: people quote numbers.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta

from suture.engine.clauses.kind import ClauseBase
from suture.engine.clauses.saying import Said
from suture.engine.contract.parts import Part, counted, published, spoken, titled
from suture.engine.terms.agreement import Agreement, Amendment
from suture.engine.terms.amendments import courses
from suture.engine.text import Message, Text

AMENDED = Text("article.amended", "Amendment {number}", "第 {number} 号修订")
AMENDS = Text(
    "article.amends",
    "Signed on {signed}; holds from {day}, for the settlement periods that begin on or after it. What was due before "
    "stays as it was.",
    "于 {signed} 签署，自 {day} 起生效，适用于该日或其后开始的结算期；此前的应付款项不受影响。",
)
AMENDS_WHY = Text("article.amends_why", "The reason: {why}.", "缘由：{why}。")
AMENDS_END = Text(
    "article.amends_end",
    "The agreement is now in force up to and including {last}.",
    "本协议有效期改为至 {last} 止（含当日）。",
)
AMENDS_TERM = Text(
    "article.amends_term",
    "What is promised over the whole term and follows the time in force follows the term as it was agreed at the time: "
    "what has built up before stays, and the rest builds up over the new term.",
    "就整个协议期限所作、并按有效时间计算的承诺，按当时约定的期限计算：此前已累计的部分不变，其后按新的期限累计。",
)
AMENDS_ENDS = Text("article.amends_ends", "What ends: {clauses}.", "终止：{clauses}。")
AMENDS_ADDS = Text("article.amends_adds", "{title} is added as clause {number}:", "增加第 {number} 条“{title}”：")
AMENDS_REPLACES = Text(
    "article.amends_replaces", "Clause {number} ({title}) now reads:", "第 {number} 条（{title}）改为："
)
WORKED_IN = Text(
    "article.worked_in",
    "What it changed is worked into the clauses where they stand.",
    "其变更内容已并入各有关条款。",
)
ADDED = Text("article.added", "Clause {number} ({title}):", "第 {number} 条（{title}）：")
HAS_ENDED = Text(
    "article.has_ended",
    "This clause has ended with amendment {number}, from {day}.",
    "本条已由第 {number} 号修订自 {day} 起终止。",
)


def amendments(agreement: Agreement, said: Said) -> Iterator[Part]:
    """Each amendment as an article: from when it holds, what ends, and every clause as it reads from then on."""
    there = {clause.id for clause in agreement.clauses}
    for amendment in agreement.amendments:
        yield AMENDED(number=amendment.number), tuple(amended(agreement, amendment, there, said))
        there |= {clause.id for clause in amendment.clauses}


def amended(agreement: Agreement, amendment: Amendment, there: Collection[str], said: Said) -> Iterator[Message]:
    """The sentences of one amendment; ``there`` are the clauses that stood before it."""
    yield from made(amendment)
    if amendment.until is not None:
        yield AMENDS_END(last=(amendment.until - timedelta(days=1)).isoformat())
        if any(getattr(course.last, "window", "") == "term" for course in courses(agreement)):
            yield AMENDS_TERM()
    yield from counted(amendment.services)
    yield from published(amendment.indices)
    for name in amendment.ends:
        yield AMENDS_ENDS(clauses=said.clauses([name]))
    for clause in amendment.clauses:
        heads = AMENDS_REPLACES if clause.id in there else AMENDS_ADDS
        yield heads(number=said.numbers[clause.id], title=titled(clause))
        yield from spoken(agreement, clause, said)


def made(amendment: Amendment) -> Iterator[Message]:
    """When it was signed, from when it holds, and why."""
    yield AMENDS(signed=amendment.signed.isoformat(), day=amendment.from_.isoformat())
    if why := amendment.why.strip().rstrip(".。"):
        yield AMENDS_WHY(why=why)


def worked_in(agreement: Agreement, now: Agreement, held: Collection[Amendment], said: Said) -> Iterator[Part]:
    """The amendments that hold on a day, as articles of the text of that day.

    ``now`` is how the agreement reads then. What has no article above stands here: the clauses that each has added, as
    they read now, and services and indices where there were none before.
    """
    there = {clause.id for clause in agreement.clauses}
    for amendment in held:
        sentences = [*made(amendment), WORKED_IN()]
        if not agreement.services:
            sentences.extend(counted(amendment.services))
        if not agreement.indices:
            sentences.extend(published(amendment.indices))
        for clause in amendment.clauses:
            if clause.id not in there:
                sentences.append(ADDED(number=said.numbers[clause.id], title=titled(clause)))
                sentences.extend(reads_now(now, held, clause, said))
        there |= {clause.id for clause in amendment.clauses}
        yield AMENDED(number=amendment.number), tuple(sentences)


def reads_now(now: Agreement, held: Collection[Amendment], clause: ClauseBase, said: Said) -> tuple[Message, ...]:
    """How a clause reads in the text of a day; where it has ended, that it has."""
    standing = next((each for each in now.clauses if each.id == clause.id), None)
    if standing is not None:
        return spoken(now, standing, said)
    by = next(amendment for amendment in held if clause.id in amendment.ends)
    return (HAS_ENDED(number=by.number, day=by.from_.isoformat()),)
