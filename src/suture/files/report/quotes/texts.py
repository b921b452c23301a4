"""Every sentence and heading of the report on quotes, by its name in the template."""

from typing import Final

from suture.engine.text import Language
from suture.files.report.reader import Reader, texts_of

_TEXTS: Final = {
    "quotes": ("Quotes levelled", "报价对比"),
    "for_buyer": (
        "{buyer} · {years} years from {starts} · {incoterm} {place}",
        "{buyer} · 自 {starts} 起 {years} 年 · {incoterm} {place}",
    ),
    "for_buyer_one": (
        "{buyer} · 1 year from {starts} · {incoterm} {place}",
        "{buyer} · 自 {starts} 起 1 年 · {incoterm} {place}",
    ),
    "landed": ("Landed cost per accepted unit", "每合格件到岸成本"),
    "landed_says": (
        "{currency} a {unit}, on your own volumes ({volumes}), in orders of {size}. A tick in a bar: figures are "
        "ranges.",
        "{currency}/{unit}，按贵方自身的数量（{volumes}）、每单 {size} 计算。条中有竖线表示数值为区间。",
    ),
    "offered": ("{incoterm} {place}, {currency}", "{incoterm} {place}，{currency}"),
    "beside": ("Offered beside the price", "价格之外的承诺"),
    "beside_says": (
        "In the bidder's own words, and in no sum: weigh it against the difference in cost.",
        "为报价方原话，未计入任何金额：请与成本差额一并权衡。",
    ),
    "nobody_states": ("No bidder states anything beside its price.", "没有报价方在价格之外作出承诺。"),
    "nothing_stated": ("nothing stated", "未说明"),
    "build_up": ("From quote to total, by bidder", "从报价到总额，按报价方"),
    "build_up_says": (
        "{currency} over the plan; below it, per accepted unit. “in the price”: the quote's Incoterm leaves it to the "
        "seller.",
        "{currency}，整个计划期；下方为每合格件金额。“含在价格内”：按报价的贸易术语由卖方承担。",
    ),
    "line": ("Line", "项目"),
    "goods": ("goods, by the terms", "货物（按条款）"),
    "other": ("charged apart from the goods", "货物之外的收费"),
    "in_the_price": ("in the price", "含在价格内"),
    "landed_line": ("Landed cost", "到岸成本"),
    "extra.upkeep": ("upkeep of the site and its qualification", "场地与资格维护"),
    "extra.oversight": ("hours of oversight", "管理工时"),
    "extra.changes": ("change orders", "变更"),
    "extra.exit": ("leaving at the end", "到期退出"),
    "total": ("Total over {years} years", "{years} 年总额"),
    "total_one": ("Total over 1 year", "1 年总额"),
    "per_unit": ("per accepted unit", "每合格件"),
    "total_short": ("Total", "总额"),
    "accepted": ("Units accepted", "合格数量"),
    "unit": ("Unit", "单位"),
    "rounding": ("rounding of the parts", "各项舍入差"),
    "units": ("Units ordered, accepted", "订购数量、合格数量"),
    "steps": ("Where the money goes: {bidder}", "金额构成：{bidder}"),
    "scope": ("What is in the price", "价格包含的范围"),
    "scope_says": (
        "A frame: asked for, and not in the price as far as the quote says. Ready questions stand below.",
        "有框者：询价要求的内容，报价未包含或未说明。可直接发送的问题见下。",
    ),
    "item": ("Item", "内容"),
    "scope.included": ("in the price", "含在价格内"),
    "scope.apart": ("priced apart", "另行计价"),
    "scope.unpriced": ("apart, no price", "另行计价，未报价"),
    "at_incoterm": ("Price of an ordered unit, {incoterm}", "每订购件价格，{incoterm}"),
    "scope.excluded": ("not offered", "不提供"),
    "scope.none": ("not said", "未说明"),
    "required": ("asked for", "询价要求"),
    "questions": ("Questions ready to be sent", "可直接发送的问题"),
    "to_bidder": ("To {bidder}", "致 {bidder}"),
    "no_questions": ("Nothing to ask.", "没有需要询问的内容。"),
    "volumes": ("At other volumes", "其他数量下"),
    "volumes_says": (
        "Landed cost per accepted unit, {currency}. ▸ the lowest.",
        "每合格件到岸成本，{currency}。▸ 为最低者。",
    ),
    "of_plan": ("{n} of the plan", "计划的 {n}"),
    "ordered": ("Units ordered", "订购数量"),
    "flips": ("What would reverse the order", "会改变排序的因素"),
    "flips_says": (
        "The nearest value, alone, from which another bidder is the cheapest by landed cost per accepted unit.",
        "单独变动时，使另一报价方的每合格件到岸成本成为最低的最近取值。",
    ),
    "no_flips": ("Nothing that was looked at reverses it.", "所考察的因素均不会改变排序。"),
    "input": ("Input", "数据"),
    "now": ("Taken as", "取值"),
    "at": ("Turns at", "翻转于"),
    "then": ("Then cheapest", "届时最低"),
    "looked": ("Looked at", "考察范围"),
    "unflipped": ("Reverses nothing", "不会改变排序的因素"),
    "clauses": ("What each clause of a quote charges over the plan", "报价各条款在计划期内的收费"),
    "bidder": ("Bidder", "报价方"),
    "clause": ("Clause", "条款"),
    "what": ("What", "内容"),
    "stated": ("As stated", "原币金额"),
    "rate": ("Rate", "汇率"),
    "amount": ("Amount", "金额"),
    "rates": ("Rates of exchange", "汇率"),
    "notes": ("Notes on the quotes", "关于各报价的说明"),
    "quote": ("Quote", "报价编号"),
    "valid_until": ("Valid until", "有效期至"),
    "incoterm": ("Delivered", "交付条件"),
    "currency": ("Currency", "币种"),
    "low": ("Low", "低"),
    "high": ("High", "高"),
    "question": ("Question", "问题"),
    "number": ("No.", "序号"),
    "foot": ("request {request} · suture {version}", "询价 {request} · suture {version}"),
    "sheet.level": ("Build-up", "构成"),
    "sheet.clauses": ("Clauses", "条款"),
    "sheet.scope": ("Scope", "范围"),
    "sheet.volumes": ("Volumes", "数量"),
    "sheet.flips": ("Flips", "翻转点"),
    "sheet.questions": ("Questions", "问题"),
    "sheet.beside": ("Beside the price", "价格之外"),
    "note_in_price": ("0 where the quote's Incoterm leaves it to the seller.", "按报价贸易术语由卖方承担者为 0。"),
    "about.scope": ("scope", "范围"),
    "about.assumption": ("assumption", "前提"),
    "about.delivery": ("delivery", "交付"),
    "about.terms": ("terms", "条款"),
    "about": ("About", "关于"),
}
TEXTS: Final = texts_of("quotes.", _TEXTS)
ANSWERS: Final = {"included": "✔", "apart": "+", "unpriced": "…", "excluded": "✘", "none": "?"}


def reader_of(language: Language) -> Reader:
    """Who reads the report on quotes in this language."""
    return Reader(language, TEXTS)
