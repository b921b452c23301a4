"""The draft letter of an audit: the buyer asks back, or the seller says what it will bill.

``letter(audit, agreement, lines, side=..., on=..., version=..., language=...)`` is the Word file.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from suture.engine.claims.audit import Audit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Language, Text
from suture.files.documents.letter import (
    AMOUNT_OF,
    ATTENTION,
    DRAFT,
    GREETING,
    MADE_FROM,
    REGARDS,
    SIGNED,
    TOTAL,
    Letter,
    Point,
    heads,
    word_of,
)
from suture.files.report.claims.findings import (
    MOST,
    Checked,
    Side,
    arithmetic,
    by_currency,
    checked,
    clauses,
    in_words,
    named_lines,
    title,
)
from suture.files.report.claims.texts import reader_of

ANSWER_IN: Final = timedelta(days=30)
"""Days that the draft gives for an answer; whoever sends it changes them as the agreement says."""
SUBJECT: Final = {
    "buyer": Text(
        "letter.subject.audit", "Agreement {number}: {sum} billed too much", "关于协议 {number}：多开票 {sum} 的事宜"
    ),
    "seller": Text(
        "letter.subject.entitlements",
        "Agreement {number}: {sum} to be billed",
        "关于协议 {number}：拟开票 {sum} 的事宜",
    ),
}
OPENING: Final = {
    "buyer": Text(
        "letter.opening.audit",
        "We have held your invoices through {day} against our agreement and against what was ordered and received. "
        "The points below were billed beyond what the agreement provides.",
        "我方已将贵方截至 {day} 的发票与双方协议及实际订购、收货情况逐项核对。下列各项超出协议约定。",
    ),
    "seller": Text(
        "letter.opening.entitlements",
        "We have gone through our agreement and what was supplied through {day}. The points below are due under the "
        "agreement and have not been billed yet. We intend to bill them as follows.",
        "我方已核对双方协议及截至 {day} 的履行情况。下列各项依据协议应付而尚未开票，我方拟按下列金额开票。",
    ),
}
CLOSING: Final = {
    "buyer": Text(
        "letter.closing.audit",
        "Please send us a credit note for {sum} by {answer}, or tell us by then, point by point, where you count "
        "otherwise and by which clause. All our rights stay reserved.",
        "请于 {answer} 前就 {sum} 开具贷项通知单；如对某项有不同意见，请于该日前逐项告知计算方式及所依据的条款。我方"
        "保留一切权利。",
    ),
    "seller": Text(
        "letter.closing.entitlements",
        "If you count otherwise, please tell us by {answer}, point by point, by which clause; after that we shall "
        "invoice {sum}. All our rights stay reserved.",
        "如对某项有不同意见，请于 {answer} 前逐项告知所依据的条款；此后我方将就 {sum} 开具发票。我方保留一切权利。",
    ),
}
FURTHER: Final = Text("letter.further", "{n} further points, in the workbook attached", "其余 {n} 项见所附工作簿")
NOTHING: Final = Text("letter.nothing", "There is no point to raise.", "没有需要提出的事项。")


def letter(
    audit: Audit, agreement: Agreement, lines: Sequence[InvoiceLine], *, side: Side, on: date, version: str,
    language: Language,
) -> bytes:  # fmt: skip
    """The Word file; ``on`` is the day that it bears."""
    return letter_of(checked(audit, agreement, lines), side=side, on=on, version=version, language=language)


def letter_of(found: Checked, *, side: Side, on: date, version: str, language: Language) -> bytes:
    """The Word file of an audit that is ready to be told."""
    return word_of(draft(found, side=side, on=on, version=version, language=language))


def draft(found: Checked, *, side: Side, on: date, version: str, language: Language) -> Letter:
    """All that the letter says. Amounts are written without a sign: the letter says whose they are."""
    reader, audit = reader_of(language), found.audit
    told = [each for each in (found.back() if side == "buyer" else found.open()) if each.finding.kind != "rounding"]
    held = by_currency(told)
    several = len(held) > 1
    summed = in_words(held.values() or [Money(0, audit.currency)], reader)
    currency = next(iter(held), audit.currency)

    def shown(money: Money) -> str:
        plain = f"{abs(money.amount):,f}"
        return f"{plain} {money.currency}" if several else plain

    points = tuple(
        Point(
            str(number), named_lines(each, reader), clauses(each, found.clauses, reader),
            title(each.finding.kind, reader), tuple(arithmetic(each, reader)),
            shown(each.finding.difference),
        )
        for number, each in enumerate(told[:MOST], 1)
    )  # fmt: skip
    if rest := told[MOST:]:
        left = in_words(by_currency(rest).values(), reader)
        points += (Point("", "", "", FURTHER(n=f"{len(rest):,}").said(language), (), left),)
    answer = (on + ANSWER_IN).isoformat()
    parties = (audit.buyer, audit.seller) if side == "buyer" else (audit.seller, audit.buyer)
    closing = CLOSING[side](sum=summed, answer=answer) if told else NOTHING()
    return Letter(
        language=language, draft=DRAFT().said(language), sender=parties[0], day=on.isoformat(), addressee=parties[1],
        attention=ATTENTION().said(language),
        subject=SUBJECT[side](number=audit.agreement, sum=summed).said(language), greeting=GREETING().said(language),
        opening=(OPENING[side](day=audit.through.isoformat()).said(language),),
        heads=heads("" if several else currency, language), findings=points,
        total_head=(AMOUNT_OF() if several else TOTAL(currency=currency)).said(language),
        total=summed if several else f"{abs(held[currency].amount):,f}" if held else "0",
        closing=(closing.said(language),), regards=REGARDS().said(language), signed=SIGNED().said(language),
        made_from=MADE_FROM(number=audit.agreement, version=version).said(language),
    )  # fmt: skip
