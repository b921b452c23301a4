"""What stands in the text of an agreement, said in one language or in both side by side; every format shows this."""

from datetime import date
from typing import Literal, NamedTuple

from suture.engine.contract.articles import articles
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Language, Message, Text

Languages = Literal["en", "zh", "both"]
NUMBERED = Text("document.number", "Agreement {number}", "协议编号 {number}")
READS_ON = Text("document.reads_on", "Agreement {number} as it reads on {day}", "协议编号 {number}（{day} 有效文本）")
TITLE = Text("document.title", "Agreement", "协议")
SIGNED = Text("document.signed", "Place, date, name, signature", "地点、日期、姓名、签字（盖章）")
MADE_FROM = Text(
    "document.made_from",
    "Made from the data of agreement {number} ({hash}) by Suture {version}",
    "本文本由 Suture {version} 依据协议 {number} 的数据（{hash}）生成",
)


class Spoken(NamedTuple):
    """One article in one language."""

    title: str
    sentences: tuple[str, ...]


class Row(NamedTuple):
    """One article; ``beside`` is the same in the other language, where both are shown."""

    number: str
    title: str
    sentences: tuple[str, ...]
    beside: Spoken | None


class Content(NamedTuple):
    """All that a document shows."""

    language: str  # of its first column, as a page names it
    title: str
    subtitle: str
    articles: tuple[Row, ...]
    buyer: str
    seller: str
    signed: str
    made_from: str


def content(
    agreement: Agreement, languages: Languages, *, version: str, data_hash: str, on: date | None = None
) -> Content:
    """The text of an agreement; ``on`` a day as it reads then, else as it was signed with its amendments after it."""
    shown: tuple[Language, ...] = ("en", "zh") if languages == "both" else (languages,)

    def said(message: Message) -> str:
        return " · ".join(message.said(language) for language in shown)

    rows = []
    for article in articles(agreement, on):
        one, *other = (
            Spoken(article.title.said(each), tuple(sentence.said(each) for sentence in article.sentences))
            for each in shown
        )
        rows.append(Row(article.number, one.title, one.sentences, other[0] if other else None))
    return Content(
        language="zh-Hans" if shown[0] == "zh" else "en",
        title=agreement.title or said(TITLE()),
        subtitle=said(
            READS_ON(number=agreement.agreement, day=on.isoformat()) if on else NUMBERED(number=agreement.agreement)
        ),
        articles=tuple(rows),
        buyer=agreement.parties.buyer,
        seller=agreement.parties.seller,
        signed=said(SIGNED()),
        made_from=said(MADE_FROM(number=agreement.agreement, hash=data_hash[:12], version=version)),
    )
