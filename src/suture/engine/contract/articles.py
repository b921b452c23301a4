"""Numbered articles made from the terms: the text that people sign says what the engine counts, in both languages.

Nothing is added that the data does not hold, and nothing that changes an amount is left out: each kind of clause says
all of its own terms (``Kind.says``). What the data leaves open is said to be open.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from suture.engine.clauses.kind import Phase
from suture.engine.clauses.saying import Said
from suture.engine.contract.amending import amendments, reads_now, worked_in
from suture.engine.contract.parts import Part, counted, published, titled
from suture.engine.period import Every
from suture.engine.terms.agreement import Agreement, Model, Prevails
from suture.engine.terms.amendments import as_of, courses, held
from suture.engine.text import Language, Message, Text, listed

PARTIES = Text("article.parties", "Parties", "双方")
BETWEEN = Text("article.between", "{buyer} buys and {seller} supplies.", "买方为 {buyer}，卖方为 {seller}。")
COOPERATION: Mapping[Model, Text] = {
    "on_demand": Text(
        "article.on_demand", "They cooperate order by order.", "双方采用按需合作模式，逐单订购。"
    ),
    "long_term": Text(
        "article.long_term", "They cooperate as long-term partners.", "双方采用长期战略合作模式。"
    ),
    "hybrid": Text(
        "article.hybrid",
        "They cooperate under a commitment for a part and order by order for the rest.",
        "双方采用混合合作模式：部分承诺采购，其余逐单订购。",
    ),
    "platform": Text(
        "article.platform", "The buyer works on the seller's platform.", "买方在卖方平台上开展工作。"
    ),
}  # fmt: skip
TERM = Text("article.term", "Term and settlement", "期限与结算")
IN_FORCE = Text(
    "article.in_force",
    "The agreement is in force from {first} to {last}, both days included.",
    "本协议自 {first} 起至 {last} 止有效，首尾两日均包括在内。",
)
CONTRACT_YEAR = Text("article.contract_year", "Contract years are counted from {day}.", "合同年自 {day} 起计算。")
SETTLED: Mapping[Every, Text] = {
    "month": Text(
        "article.settled_month", "Charges are settled every month, counted from {day}.", "款项自 {day} 起按月结算。"
    ),
    "quarter": Text(
        "article.settled_quarter",
        "Charges are settled every quarter, counted from {day}.",
        "款项自 {day} 起按季度结算。",
    ),
    "year": Text(
        "article.settled_year", "Charges are settled every year, counted from {day}.", "款项自 {day} 起按年结算。"
    ),
}
SERVICES = Text("article.services", "Services", "服务")
INDICES = Text("article.indices", "Indices", "指数")
COUNTING = Text("article.counting", "Order of counting and rounding", "计算顺序与舍入")
ORDER = Text(
    "article.order",
    "Charges are counted in this order: {phases}. A clause that counts the charges of others counts what they have "
    "come to before it.",
    "款项按下列顺序计算：{phases}。以其他条款的款项为基础的条款，以该等条款在其之前计得的金额为准。",
)
PHASES: Mapping[Phase, Text] = {
    phase: Text(f"phase.{phase.name.lower()}", en, zh)
    for phase, (en, zh) in {
        Phase.TERM: ("notice and renewal", "通知与续期"), Phase.PRICE: ("prices", "价格"),
        Phase.ADJUSTMENT: ("adjustments", "调整"),
        Phase.DISCOUNT: ("discounts", "折扣"), Phase.COMMITMENT: ("commitments", "承诺"),
        Phase.MAXIMUM: ("maximums", "上限"), Phase.REBATE: ("rebates", "返利"),
        Phase.PERFORMANCE: ("performance", "履约"), Phase.ENDING: ("ending", "终止"),
        Phase.LANDED: ("landed cost", "到岸成本"), Phase.TAX_BASE: ("tax base", "计税基础"), Phase.TAX: ("tax", "税"),
        Phase.PAYMENT: ("payment", "付款"),
    }.items()
}  # fmt: skip
BILLED = Text(
    "article.billed",
    "What is billed is what has become due since the start less what was billed before; an invoice is never changed, "
    "and what was billed wrongly is made good with the next.",
    "每次开票金额为自协议开始以来累计应付额减去此前已开票金额；已开具的账单不作更改，差额在下一期账单中补正。",
)
FROM_PERIOD = Text(
    "article.from_period",
    "A figure with a date holds from the first settlement period that begins on or after that day.",
    "附有日期的数值，自该日或其后开始的首个结算期起适用。",
)
WINDOWS_FOLLOW = Text(
    "article.windows_follow",
    "A month, quarter or year within which something is counted begins and ends with settlement periods; the end of "
    "the agreement ends what is open.",
    "用于累计的月、季度或年度随结算期起止；协议终止时，尚未结束的累计期间随之结束。",
)
ROUNDED: Mapping[str, Text] = {
    mode: Text(f"article.rounded_{mode}", f"Each charge is rounded {en} to the smallest unit of {{currency}}.", zh)
    for mode, (en, zh) in {
        "half_up": ("half up", "每项款项按四舍五入取至 {currency} 最小货币单位。"),
        "half_even": ("half to even", "每项款项按四舍六入五成双取至 {currency} 最小货币单位。"),
        "up": ("away from zero", "每项款项向远离零的方向进位至 {currency} 最小货币单位。"),
        "down": ("towards zero", "每项款项向零的方向舍去至 {currency} 最小货币单位。"),
        "ceiling": ("upwards", "每项款项向上取至 {currency} 最小货币单位。"),
        "floor": ("downwards", "每项款项向下取至 {currency} 最小货币单位。"),
    }.items()
}
INVOICE_ROUNDED = Text(
    "article.invoice_rounded",
    "The sum of an invoice is the unrounded sum of its charges, rounded once in the same way; a line of its own makes "
    "the difference.",
    "账单合计以各项款项未舍入金额之和按同一方式一次舍入，差额另列一行。",
)
NOT_PRICED = Text("article.not_priced", "Other terms", "其他约定")
OTHER = Text("article.other", "{term}: {says}.", "{term}：{says}。")
PRECEDENCE = Text("article.precedence", "Precedence", "优先顺序")
PREVAILS: Mapping[Prevails, Text] = {
    "text": Text(
        "article.text_prevails",
        "Where this text differs from the data that it was made from, or from a computed amount, this text prevails.",
        "本文本与生成本文本的数据或计算所得金额不一致的，以本文本为准。",
    ),
    "data": Text(
        "article.data_prevails",
        "Where this text differs from the data that it was made from, the data prevails; a computed amount follows it.",
        "本文本与生成本文本的数据不一致的，以数据为准；计算金额依该数据确定。",
    ),
}
LANGUAGE: Mapping[Language, Text] = {
    "en": Text("article.english_prevails", "The English text prevails.", "以英文文本为准。"),
    "zh": Text("article.chinese_prevails", "The Chinese text prevails.", "以中文文本为准。"),
}
EXPERT = Text(
    "article.expert",
    "Who computed rightly is settled by an expert whom both sides name; the rest goes on meanwhile.",
    "计算有争议的，由双方共同指定的专家核定；其间其余部分继续履行。",
)
PRECEDENCE_OPEN = Text(
    "article.precedence_open",
    "Which prevails where text, data and a computed amount differ, and in which language: [to be agreed].",
    "文本、数据与计算金额不一致时以何者为准、以何种语言为准：[待商定]。",
)


class Article(NamedTuple):
    """One numbered article; ``clause`` is the id of the clause that it says, if it says one."""

    number: str
    title: Message
    sentences: tuple[Message, ...]
    clause: str = ""


def articles(agreement: Agreement, on: date | None = None) -> tuple[Article, ...]:
    """All articles of an agreement in their order: parties, term, services, the clauses as written, the rest, and what
    amends them; or as they read ``on`` a day, with the amendments that hold then worked in.

    A number that was given stays: a clause that has ended keeps its own, and what is added comes after all others.
    """
    now, holding = (as_of(agreement, on), held(agreement, on)) if on else (agreement, ())
    before = [parties(agreement), term(now), *([services(now)] if agreement.services else ())]
    after = [
        *([indices(now)] if agreement.indices else ()), *([other(agreement)] if agreement.not_priced else ()),
        counting(now), precedence(agreement),
    ]  # fmt: skip
    said = context(agreement, first=len(before) + 1, after=len(after))
    clauses = [(titled(clause), reads_now(now, holding, clause, said), clause.id) for clause in agreement.clauses]
    amending = worked_in(agreement, now, holding, said) if on else amendments(agreement, said)
    whole = [*((title, sentences, "") for title, sentences in before), *clauses,
             *((title, sentences, "") for title, sentences in (*after, *amending))]  # fmt: skip
    return tuple(
        Article(str(at), title, tuple(sentences), clause) for at, (title, sentences, clause) in enumerate(whole, 1)
    )


def context(agreement: Agreement, first: int, after: int = 0) -> Said:
    """What the clauses' sentences may refer to; the first clause stands under the number ``first``, and ``after`` other
    articles stand between the last one and the amendments.

    A clause that an amendment adds stands in its article: under the amendment's number and its place in it.
    """
    numbers = {clause.id: str(at) for at, clause in enumerate(agreement.clauses, first)}
    for at, amendment in enumerate(agreement.amendments, first + len(agreement.clauses) + after):
        added = [clause.id for clause in amendment.clauses if clause.id not in numbers]
        numbers |= {name: f"{at}.{place}" for place, name in enumerate(added, 1)}
    services = {**agreement.services, **{n: s for each in agreement.amendments for n, s in each.services.items()}}
    return Said(
        agreement.currency,
        {name: (service.describes or name.replace("_", " "), service.unit) for name, service in services.items()},
        numbers,
    )


def parties(agreement: Agreement) -> Part:
    """Who buys, who supplies, and how they cooperate."""
    return PARTIES(), (
        BETWEEN(buyer=agreement.parties.buyer, seller=agreement.parties.seller),
        COOPERATION[agreement.model](),
    )


def term(agreement: Agreement) -> Part:
    """From when to when, and how often is settled."""
    last = agreement.valid.until - timedelta(days=1)
    return TERM(), (
        IN_FORCE(first=agreement.valid.from_.isoformat(), last=last.isoformat()),
        CONTRACT_YEAR(day=agreement.contract_year_starts.isoformat()),
        SETTLED[agreement.settlement.every](day=agreement.settlement.anchor.isoformat()),
    )


def services(agreement: Agreement) -> Part:
    """What is supplied, and in which steps it is counted."""
    return SERVICES(), tuple(counted(agreement.services))


def indices(agreement: Agreement) -> Part:
    """Which indices are meant."""
    return INDICES(), tuple(published(agreement.indices))


def other(agreement: Agreement) -> Part:
    """What is agreed and not counted."""
    return NOT_PRICED(), tuple(OTHER(term=each.term, says=each.says) for each in agreement.not_priced)


def counting(agreement: Agreement) -> Part:
    """In which order is counted, what is billed, and how it is rounded."""
    return COUNTING(), (
        ORDER(phases=listed([PHASES[phase]() for phase in Phase])),
        FROM_PERIOD(),
        WINDOWS_FOLLOW(),
        BILLED(),
        ROUNDED[agreement.rounding.mode](currency=listed(currencies(agreement))),
        *((INVOICE_ROUNDED(),) if agreement.rounding.point == "invoice" else ()),
    )


def currencies(agreement: Agreement) -> list[str]:
    """The currencies of an agreement's amounts, its own first."""
    versions = (clause for course in courses(agreement) for _, clause in course.versions)
    return list(dict.fromkeys([agreement.currency, *(agreement.currency_of(clause) for clause in versions)]))


def precedence(agreement: Agreement) -> Part:
    """What prevails where text, data and computed amounts differ."""
    said = agreement.precedence
    if said is None:
        return PRECEDENCE(), (PRECEDENCE_OPEN(),)
    return PRECEDENCE(), (PREVAILS[said.prevails](), LANGUAGE[said.language](), EXPERT())
