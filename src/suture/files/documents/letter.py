"""A draft of a letter to the other side: what is asked back or will be billed, point by point, as a Word file.

It is a draft: whoever sends it reads it first, so a mark that says so stands on every page.
"""

from importlib.resources import files
from typing import Final, NamedTuple

from suture.engine.text import Language, Text
from suture.files.documents.word import filled

DRAFT: Final = Text("letter.draft", "DRAFT – not sent, to be checked", "草稿 – 未发送，请核对")
ATTENTION: Final = Text("letter.attention", "Accounts and contract management", "财务部、合同管理部 台鉴")
GREETING: Final = Text("letter.greeting", "Dear Sir or Madam,", "尊敬的女士/先生：")
REGARDS: Final = Text("letter.regards", "Yours faithfully,", "此致\n敬礼")
SIGNED: Final = Text("letter.signed", "Name, function, signature", "姓名、职务、签字（盖章）")
TOTAL: Final = Text("letter.total", "Total, {currency}", "合计（{currency}）")
MADE_FROM: Final = Text(
    "letter.made_from",
    "Draft made from the data of agreement {number} by Suture {version}",
    "本草稿由 Suture {version} 依据协议 {number} 的数据生成",
)
NUMBER: Final = Text("letter.head.number", "No.", "序号")
LINE: Final = Text("letter.head.line", "Invoice, line", "发票、行")
CLAUSE: Final = Text("letter.head.clause", "Clause", "条款")
ARITHMETIC: Final = Text("letter.head.arithmetic", "Finding and arithmetic", "事项与计算")
AMOUNT: Final = Text("letter.head.amount", "{currency}", "{currency}")
AMOUNT_OF: Final = Text("letter.head.amounts", "Amount", "金额")


class Heads(NamedTuple):
    """The heads of the table."""

    number: str
    line: str
    clause: str
    arithmetic: str
    amount: str


class Point(NamedTuple):
    """One point of the letter: which lines of which invoice, the clause, what it is, the sums, the amount."""

    number: str
    line: str
    clause: str
    title: str
    arithmetic: tuple[str, ...]
    amount: str


class Letter(NamedTuple):
    """All that the letter says, in the words of one language."""

    language: Language
    draft: str
    sender: str
    day: str
    addressee: str
    attention: str
    subject: str
    greeting: str
    opening: tuple[str, ...]
    heads: Heads
    findings: tuple[Point, ...]
    total_head: str
    total: str
    closing: tuple[str, ...]
    regards: str
    signed: str
    made_from: str


def heads(currency: str, language: Language) -> Heads:
    """The heads of the table in a language; without a currency every amount names its own."""
    said = [text().said(language) for text in (NUMBER, LINE, CLAUSE, ARITHMETIC)]
    amount = AMOUNT(currency=currency) if currency else AMOUNT_OF()
    return Heads(said[0], said[1], said[2], said[3], amount.said(language))


def template() -> bytes:
    """The template that the letter is laid out by."""
    return files("suture.files.documents").joinpath("templates", "letter.docx").read_bytes()


def word_of(letter: Letter) -> bytes:
    """The letter as a Word file."""
    return filled({**letter._asdict(), "heads": letter.heads._asdict()}, template())
