"""Every sentence and heading of the report on claims, by its name in the template."""

from typing import Final

from suture.engine.text import Language
from suture.files.report.reader import Reader, texts_of

_TEXTS: Final = {
    "audit": ("Claim check", "开票核对"),
    "entitlements": ("Entitlements", "可开票款项"),
    "through": ("{buyer} ⇄ {seller} · through {day}", "{buyer} ⇄ {seller} · 截至 {day}"),
    "headline.buyer": (
        "{seller} has billed {back} too much: {buyer} may ask it back.",
        "{seller} 多开票 {back}：{buyer} 可要求退还。",
    ),
    "headline.buyer.none": (
        "Nothing was found that {buyer} could ask back from {seller}.",
        "未发现 {buyer} 可向 {seller} 要求退还的款项。",
    ),
    "headline.seller": (
        "{seller} may still bill {open} that it has not billed {buyer}.",
        "{seller} 尚有 {open} 可向 {buyer} 开票。",
    ),
    "headline.seller.none": (
        "Nothing was found that {seller} may bill {buyer} and has not.",
        "未发现 {seller} 可向 {buyer} 开票而未开票的款项。",
    ),
    "says.lines": (
        "{lines} lines: {right} right, {wrong} with a finding, {unchecked} that cannot be checked.",
        "共 {lines} 行：{right} 行正确，{wrong} 行有疑义，{unchecked} 行无法核对。",
    ),
    "says.sums": (
        "Billed {billed}; due by the agreement and what happened: {due}.",
        "已开票 {billed}；按协议与实际应为 {due}。",
    ),
    "says.open": ("On the other side, {open} may still be billed.", "另一方面，尚有 {open} 可开票。"),
    "says.back": ("On the other side, {back} was billed too much.", "另一方面，多开票 {back}。"),
    "and_currency": (" and ", " 和 "),
    "kinds": ("By kind", "按类型"),
    "kinds_says": (
        "{currency}. To the right: billed too much. To the left: may still be billed.",
        "{currency}。向右：多开票。向左：尚可开票。",
    ),
    "times.one": ("1 finding", "1 项"),
    "times.many": ("{n} findings", "{n} 项"),
    "back": ("What may be asked back", "可要求退还的款项"),
    "open": ("What may still be billed", "尚可开票的款项"),
    "neither": ("Without a difference in money", "不涉及金额差异的事项"),
    "findings_says": (
        "The most money first; how it was billed, then how it is right.",
        "金额大者在前；先列开票方式，再列正确算法。",
    ),
    "nothing_here": ("Nothing was found.", "未发现。"),
    "number": ("No.", "序号"),
    "finding": ("Finding and arithmetic", "事项与计算"),
    "clause": ("Clause", "条款"),
    "lines": ("Invoice: lines", "发票：行"),
    "billed": ("Billed", "已开票"),
    "due": ("Right", "应为"),
    "difference": ("Difference", "差额"),
    "difference.back": ("Ask back", "要求退还"),
    "difference.open": ("To be billed", "可开票"),
    "difference.neither": ("Difference", "差额"),
    "more_findings": (
        "{n} more, together {sum}: they are in the workbook",
        "另有 {n} 项，共 {sum}：见工作簿",
    ),
    "no_line": ("not billed", "未开票"),
    "lines_of": ("{invoice}: {lines}", "{invoice}：{lines}"),
    "more_lines": ("and {n} more", "另有 {n} 行"),
    "verdicts": ("Every line", "逐行结论"),
    "verdicts_some": ("Lines that are not right", "有疑义的行"),
    "verdicts_some_says": (
        "{shown} of {all} lines; the others are right, or stand in the workbook.",
        "共 {all} 行，列出 {shown} 行；其余正确，或见工作簿。",
    ),
    "line": ("Line", "行"),
    "invoice": ("Invoice", "发票"),
    "day": ("Date", "日期"),
    "bills": ("Bills", "开票内容"),
    "quantity": ("Quantity", "数量"),
    "unit": ("Unit", "单位"),
    "price": ("Unit price", "单价"),
    "product": ("Quantity × unit price", "数量 × 单价"),
    "off": ("Billed less quantity × price", "开票金额减数量 × 单价"),
    "amount": ("Amount", "金额"),
    "verdict": ("Verdict", "结论"),
    "verdict.right": ("right", "正确"),
    "verdict.wrong": ("finding {n}", "事项 {n}"),
    "verdict.cannot_be_checked": ("cannot be checked", "无法核对"),
    "kind": ("Kind", "类型"),
    "way": ("Way", "方向"),
    "count": ("Findings", "事项数"),
    "currency": ("Currency", "币种"),
    "first": ("From", "自"),
    "last": ("To", "至"),
    "event": ("Order or lot", "订单或批次"),
    "row": ("Row of the file", "文件中的行"),
    "foot": (
        "claims {of} through {day} · suture {version}",
        "开票核对 {of} 截至 {day} · suture {version}",
    ),
    "sheet.findings": ("Findings", "事项"),
    "sheet.lines": ("Lines of findings", "事项的行"),
    "sheet.kinds": ("Kinds", "类型"),
    "sheet.verdicts": ("Verdicts", "逐行结论"),
    "note_difference": (
        "Billed less right. Above zero: may be asked back. Below: may still be billed.",
        "已开票减应为。正数：可要求退还；负数：尚可开票。",
    ),
    "note_right": (
        "By the agreement and what happened; the arithmetic stands beside it.",
        "按协议与实际情况；计算见旁。",
    ),
}
TEXTS: Final = texts_of("claims.", _TEXTS)
MARKS: Final = {"right": "✔", "wrong": "✘", "cannot_be_checked": "?"}


def reader_of(language: Language) -> Reader:
    """Who reads the report on claims in this language."""
    return Reader(language, TEXTS)
