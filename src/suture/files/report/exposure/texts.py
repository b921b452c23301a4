"""Every sentence and heading of the exposure report, by its name in the template."""

from typing import Final

from suture.engine.text import Language
from suture.files.report.reader import Reader, texts_of

_TEXTS: Final = {
    "exposure": ("Exposure", "敞口"),
    "cover": ("Cover", "保障"),
    "between_parties": ("{buyer} ⇄ {seller}", "{buyer} ⇄ {seller}"),
    "as_of": ("as of {day}", "截至 {day}"),
    "seen_by.buyer": (
        "Seen by {buyer}, the buyer: what it owes {seller}. Without the price of goods that it takes; those are shown "
        "beside it.",
        "从买方 {buyer} 的角度：其应付 {seller} 的金额。不含实际提取货物的货款，货款另列。",
    ),
    "seen_by.seller": (
        "Seen by {seller}, the seller: what {buyer} owes it, its cover. Without the price of goods that are taken; "
        "those are shown beside it.",
        "从卖方 {seller} 的角度：{buyer} 应付给它的金额，即其保障。不含实际提取货物的货款，货款另列。",
    ),
    "headline.buyer": (
        "If {buyer} acted on {day}, it would owe {seller} {parts}.",
        "{buyer} 若在 {day} 采取行动，应付 {seller}：{parts}。",
    ),
    "headline.seller": (
        "If {buyer} acted on {day}, {seller} would be owed {parts}.",
        "{buyer} 若在 {day} 采取行动，{seller} 应收：{parts}。",
    ),
    "headline.part": ("{money} ({scenario})", "{scenario} {money}"),
    "headline.portfolio.buyer": (
        "Acting on {day} under {n} agreements would cost {parts}.",
        "若在 {day} 对 {n} 份协议采取行动，应付：{parts}。",
    ),
    "headline.portfolio.seller": (
        "If buyers acted on {day} under {n} agreements, {parts} would be owed.",
        "若各买方在 {day} 对 {n} 份协议采取行动，应收：{parts}。",
    ),
    "scenarios": ("What each way costs", "各种做法的代价"),
    "scenarios.seller": ("What each way brings", "各种做法下的应收"),
    "scenarios_says": (
        "{currency}, until the agreement ends, beyond what was due before {day}. A tick in a bar: figures of the terms "
        "are ranges or unknown; the bar is the range, the tick the likely amount.",
        "{currency}，至协议结束为止，不含 {day} 之前已到期的款项。条中有竖线表示条款中有数值为区间或未知：横条为区间，"
        "竖线为可能值。",
    ),
    "of_it_planned": ("{money} of it is owed under the plan, too", "其中 {money} 按计划履行时同样须付"),
    "with_goods": ("{money} with the goods taken", "含提取货物的货款为 {money}"),
    "and_currency": (" and ", " 和 "),
    "afterwards": ("after that day", "该日之后"),
    "turns.rises": ("more", "增加"),
    "turns.falls": ("less", "减少"),
    "months": ("When it falls due: {scenario}", "到期时间：{scenario}"),
    "months_says": (
        "{currency}, by the month in which its settlement period ends. Flags: last days to act, numbered as below.",
        "{currency}，按结算期结束的月份列示。旗标为最后行动日，编号见下。",
    ),
    "months_label": ("Owed by month and cause, {currency}", "按月份与原因的应付金额，{currency}"),
    "months_says_all": (
        "{currency}, all agreements, by the month in which a settlement period ends.",
        "{currency}，全部协议，按结算期结束的月份列示。",
    ),
    "deadlines": ("Last day to act", "最后行动日"),
    "deadlines_says": (
        "The flag is the last day, that day included; the figure is by how much it costs more or less afterwards, "
        "{currency}.",
        "旗标为最后一天（含当日）；数字为该日之后增加或减少的金额，{currency}。",
    ),
    "no_deadlines": ("No day lies ahead from which any of this costs more.", "今后没有会使上述金额增加的日期。"),
    "deadline_label": ("{n} · {day}", "{n} · {day}"),
    "not_known": ("Not known: in none of the sums", "未知：未计入上述任何金额"),
    "uncovered": ("Without cover", "没有保障的部分"),
    "uncovered.buyer": ("Nothing in the agreement provides for it", "协议未作规定的事项"),
    "parts": ("Every part: {scenario}", "逐项明细：{scenario}"),
    "month": ("Month", "月份"),
    "cause": ("Cause", "原因"),
    "clause": ("Clause", "条款"),
    "owed": ("Owed", "应付"),
    "owed.seller": ("Due to the seller", "应收"),
    "why": ("Arithmetic", "计算"),
    "by_cause": ("By month and cause: {scenario}", "按月份与原因：{scenario}"),
    "notes": ("What this takes for granted", "计算的前提"),
    "agreements": ("{n} agreements", "{n} 份协议"),
    "change": ("Afterwards", "该日之后"),
    "largest": (
        "Below, each by itself: the {n} agreements with most at stake of {all}. The workbook has every part of them, "
        "the data file all agreements.",
        "以下单独列出金额最大的 {n} 份协议（共 {all} 份）。工作簿含其全部明细，数据文件含全部协议。",
    ),
    "soonest_says": (
        "The {n} soonest of all agreements; by how much it costs more or less after the day.",
        "全部协议中最近的 {n} 个日期；以及该日之后增加或减少的金额。",
    ),
    "partners_says": ("{currency}, without goods.", "{currency}，不含货款。"),
    "by_partner": ("By partner", "按合作方"),
    "partner": ("Partner", "合作方"),
    "agreement": ("Agreement", "协议"),
    "scenario": ("Way", "做法"),
    "sum_without_goods": ("Sum without goods", "合计（不含货款）"),
    "tax": ("tax, apart", "税款另计"),
    "foot": (
        "exposure {of} as of {day} · suture {version}",
        "敞口 {of} 截至 {day} · suture {version}",
    ),
    "sheet.parts": ("Parts", "明细"),
    "sheet.deadlines": ("Last days", "最后行动日"),
    "sheet.scenarios": ("Ways", "做法"),
    "low": ("Low", "低"),
    "high": ("High", "高"),
    "first": ("From", "自"),
    "last": ("To", "至"),
    "last_day": ("Last day", "最后日期"),
    "do": ("What to do by then", "届时应做什么"),
    "currency": ("Currency", "币种"),
    "of_it_planned_head": ("of it under the plan, too", "其中按计划同样须付"),
    "goods_head": ("Goods taken", "提取货物的货款"),
    "note_owed": ("Below zero: owed to the buyer.", "负数：应付买方。"),
    "note_month": ("The month in which the settlement period ends.", "结算期结束的月份。"),
    "note_change": ("Above zero: costs more after the day. Below: less.", "正数：该日之后增加；负数：减少。"),
    "kind": ("Kind", "类型"),
    "more_than_planned": ("more than under the plan", "比按计划多"),
    "note_last": ("Last day on which acting costs less; that day included.", "行动代价较低的最后一天（含当日）。"),
    "calendar.entry": (
        "Last day: {agreement}, {clause} ({change} afterwards)",
        "最后一天：{agreement}，{clause}（此后 {change}）",
    ),
    "seen_by.all.buyer": (
        "Seen by the buyer: what it owes. Without the price of goods that it takes; those are shown beside it. Sums of "
        "two currencies are never added.",
        "从买方的角度：其应付金额。不含实际提取货物的货款，货款另列。不同币种的金额不相加。",
    ),
    "seen_by.all.seller": (
        "Seen by the seller: what it is owed, its cover. Without the price of goods that are taken; those are shown "
        "beside it. Sums of two currencies are never added.",
        "从卖方的角度：其应收金额，即其保障。不含实际提取货物的货款，货款另列。不同币种的金额不相加。",
    ),
    "calendar": ("Last days: {of}", "最后行动日：{of}"),
}
TEXTS: Final = texts_of("exposure.", _TEXTS)


def reader_of(language: Language) -> Reader:
    """Who reads the exposure report in this language."""
    return Reader(language, TEXTS)
