"""Every sentence and heading of the report that no decision brings along, by its name in the template."""

from typing import Final

from suture.engine.text import Language, Text
from suture.files.report.reader import Reader, texts_of

_TEXTS: Final = {
    "decision": ("Decision", "决策"),
    "sure": ("sure {share}", "置信度 {share}"),
    "futures": ("{futures} on {draws}", "{futures}，{draws}"),
    "futures.one": ("1 future", "1 个情景"),
    "futures.many": ("{n} futures", "{n} 个情景"),
    "draws.one": ("1 input draw", "1 组输入"),
    "draws.many": ("{n} input draws", "{n} 组输入"),
    "gates": ("Gates", "门槛"),
    "gates_of": ("of {label}", "{label}"),
    "passed": ("passed", "通过"),
    "open": ("open", "待确认"),
    "failed": ("failed", "未通过"),
    "worth": ("Worth today, by strategy", "各方案净现值"),
    "worth_says": (
        "{currency}, sales less all costs, discounted. Bar: P10 to P90 over {futures}; tick: median.",
        "{currency}，销售收入减全部成本，折现。横条：{futures}的 P10 至 P90；竖线：中位数。",
    ),
    "worth_costs": (
        "{currency}, all costs, discounted; nothing is sold. Bar: P10 to P90 over {futures}; tick: median.",
        "{currency}，全部成本，折现；没有销售。横条：{futures}的 P10 至 P90；竖线：中位数。",
    ),
    "the_same": ("the same: {labels}", "等同于：{labels}"),
    "more_below": ("{n} more in the appendix", "附录中另有 {n} 个"),
    "chance": ("How often it is better", "更优的可能性"),
    "chance_says": (
        "Each dot is one of 20 futures alike in chance: worth of {one} less that of {other}, {currency}.",
        "每个点代表 20 个等可能情景之一：“{one}”的净现值减“{other}”的净现值，{currency}。",
    ),
    "alike": ("all strategies shown alike", "所列方案均相同"),
    "better": ("better", "更优"),
    "worse": ("worse", "更差"),
    "six": ("The numbers that decide for {kind}", "对{kind}起决定作用的指标"),
    "six_says": (
        "Same strategies in the same order. P10 to P90 with the median; {better}.",
        "方案与次序同上。P10 至 P90 及中位数；{better}。",
    ),
    "lower_is_better": ("lower is better", "越低越好"),
    "higher_is_better": ("higher is better", "越高越好"),
    "unit.money": ("{currency}", "{currency}"),
    "unit.months": ("months", "月"),
    "unit.weeks": ("weeks", "周"),
    "unit.days": ("days", "天"),
    "unit.count": ("number", "次"),
    "unit.share": ("%", "%"),
    "unit.hours": ("hours", "小时"),
    "unit.units": ("units", "件"),
    "unit.words": ("", ""),
    "why": ("Why", "理由"),
    "turns": ("Where the answer turns", "结论的拐点"),
    "thumb": ("The trade's rule of thumb", "行业经验法则"),
    "calls": ("Unknowns that are worth a phone call", "值得打电话核实的未知数据"),
    "not_priced": ("Not priced yet", "尚未计价"),
    "not_priced_says": (
        "Terms that no figure here holds, with the direction in which they would likely count.",
        "尚无数据反映的条款，以及其可能的影响方向。",
    ),
    "discount": ("Discount for committing", "承诺折扣"),
    "discount_says": (
        "Worth of {one} less that of {other}, {currency}, along the discount for committing.",
        "“{one}”的净现值减“{other}”的净现值，{currency}，随承诺折扣变化。",
    ),
    "premium_tick": ("{n} % premium", "溢价 {n}%"),
    "discount_tick": ("{n} %", "{n}%"),
    "band": ("in your case", "本案例"),
    "turns_at": ("turns at {at}", "拐点 {at}"),
    "volume": ("Volume", "销量"),
    "volume_says": (
        "Worth of {one} less that of {other}, {currency}, along the volume (demand and plan alike) as a multiple "
        "of the plan.",
        "“{one}”的净现值减“{other}”的净现值，{currency}，随销量（需求与计划同步）相对计划的倍数变化。",
    ),
    "plan": ("plan", "计划"),
    "times": ("{n}×", "{n}×"),
    "drivers": ("What moves the difference", "影响差额的因素"),
    "drivers_says": (
        "Worth of {one} less that of {other}, {currency}, on average, run with one input at its low and at its "
        "high end. Hollow: it makes less than a twentieth of the spread.",
        "“{one}”的净现值减“{other}”的净现值，{currency}，平均值；每次将一项数据取其下限和上限。空心：占波动不到二十分之"
        "一。",
    ),
    "flips": ("Nearest flips", "最近的翻转点"),
    "flip_input": ("Input", "数据"),
    "flip_at": ("Turns at", "翻转于"),
    "flip_likely": ("Taken as", "取值"),
    "flip_range": ("Range", "区间"),
    "flip_instead": ("Then", "届时最优"),
    "no_flips": (
        "None was found: no single input, moved through its range, turns the answer.",
        "未发现：没有哪一项数据在其区间内变动会改变结论。",
    ),
    "case": ("The case", "案例"),
    "company": (
        "{company}, {kind}: {months} months from {starts} on, in {currency}.",
        "{company}，{kind}：自 {starts} 起 {months} 个月，以 {currency} 计。",
    ),
    "product": ("Product", "产品"),
    "class": ("Class", "分类"),
    "code": ("Product code", "产品代码"),
    "markets": ("Markets", "市场"),
    "sterilised": ("Sterilised by", "灭菌方式"),
    "way": ("Way to market", "上市路径"),
    "partner": ("Partner", "合作方"),
    "region": ("Region", "地区"),
    "licences": ("Licensed for", "生产资质"),
    "committing": ("Committing to it", "承诺条件"),
    "implant_of": ("{graded}, implant", "{graded}，植入"),
    "sterile.eo": ("ethylene oxide", "环氧乙烷"),
    "sterile.radiation": ("radiation", "辐照"),
    "sterile.no": ("not sterile", "非无菌"),
    "on_market": ("on the market", "已上市"),
    "route.k510": ("510(k)", "510(k)"),
    "route.pma": ("PMA", "PMA"),
    "route.de_novo": ("De Novo", "De Novo"),
    "route.nmpa_2": ("NMPA class 2", "NMPA 二类"),
    "route.nmpa_3": ("NMPA class 3", "NMPA 三类"),
    "today": ("today's maker", "目前的生产商"),
    "region.us": ("US", "美国"),
    "region.eu": ("EU", "欧盟"),
    "region.cn": ("China", "中国"),
    "region.mx": ("Mexico", "墨西哥"),
    "region.other": ("elsewhere", "其他地区"),
    "hours_only": ("sells hours, makes nothing for sale", "只提供工时，不生产可销售产品"),
    "years.one": ("1 year", "1 年"),
    "years.many": ("{n} years", "{n} 年"),
    "bound": ("{years}; forecast binds: {bound}", "{years}；预测具有约束力：{bound}"),
    "strategies": ("All strategies", "全部方案"),
    "strategies_says": (
        "Ranked by mean worth, those that pass their gates first. Median, and P10 to P90 below it.",
        "按平均净现值排序，通过门槛者在前。中位数，下方为 P10 至 P90。",
    ),
    "strategy": ("Strategy", "方案"),
    "model": ("Model", "模式"),
    "gate": ("Gate", "门槛"),
    "state": ("State", "状态"),
    "mean": ("Mean", "平均"),
    "p10": ("P10", "P10"),
    "p50": ("P50", "P50"),
    "p90": ("P90", "P90"),
    "gates_all": ("Gates of every strategy", "各方案的门槛"),
    "pairs": ("The recommended less every other", "推荐方案与其他方案之差"),
    "pairs_says": (
        "Worth, {currency}, future by future on the same drawn world.",
        "净现值，{currency}，在同一组情景中逐一比较。",
    ),
    "other": ("Other", "其他方案"),
    "futures_better": ("Better in", "更优"),
    "futures_same": ("Same in", "持平"),
    "sure_head": ("Sure", "置信度"),
    "share_of_futures": ("{n} %", "{n}%"),
    "assumptions": ("Assumptions", "假设"),
    "assumptions_says": (
        "Every figure of the case, what moves the difference first. {marks}",
        "案例的全部数据，对差额影响大者在前。{marks}",
    ),
    "input": ("Input", "数据"),
    "value": ("Value", "取值"),
    "range": ("Range", "区间"),
    "one.unit.months": ("1 month", "1 个月"),
    "one.unit.weeks": ("1 week", "1 周"),
    "one.unit.days": ("1 day", "1 天"),
    "one.unit.hours": ("1 hour", "1 小时"),
    "one.unit.units": ("1 unit", "1 件"),
    "one.unit.lots": ("1 lot", "1 批"),
    "one.unit.minutes": ("1 minute", "1 分钟"),
    "mark": ("Mark", "依据"),
    "because": ("Source or reason", "来源或理由"),
    "moves": ("Moves", "影响"),
    "mark.source": ("source", "来源"),
    "mark.source_and_assumption": ("source, assumption", "来源与假设"),
    "mark.assumption": ("assumption", "假设"),
    "mark.stand_in": ("stand-in", "替代值"),
    "mark.given": ("given", "给定"),
    "marks_legend": (
        "Source: published or quoted. Assumption: with its reason. Stand-in: nobody gave it, the trade's range is "
        "taken. Given: without a source.",
        "来源：公开资料或报价。假设：附有理由。替代值：无人提供，取行业区间。给定：未注明来源。",
    ),
    "the_rest": ("The other {n} figures", "其余 {n} 项数据"),
    "term": ("Term", "条款"),
    "of": ("Of", "所属"),
    "direction": ("Likely", "可能影响"),
    "the_case": ("the case", "案例"),
    "costs_buyer": ("costs the company", "增加本企业成本"),
    "costs_seller": ("costs the partner", "增加合作方成本"),
    "either": ("either way", "两者皆有可能"),
    "meanings": ("What the numbers mean", "指标含义"),
    "how": ("How it was found", "计算方法"),
    "how_says": (
        "All strategies live through the same {futures}, drawn ({method}, seed {seed}). {draws} stand for the "
        "ranges that nobody has told us, with {group} each; sure is the share of those draws in which the "
        "recommended is better on average, and a difference is called clear from {least} on. The drills (first "
        "maker down for six months from the middle of the case, demand 30 % down) run on up to 1,024 futures, the "
        "turning points on up to 512.",
        "所有方案经历同样的 {futures}（抽样方法 {method}，种子 {seed}）。{draws}代表尚不确定的数据区间，每组 {group}"
        "；置信度是推荐方案平均更优的输入组所占比例，达到 {least} 才称差异明显。压力测试（首选生产商自案例中期起停"
        "产六个月、需求减少 30%）最多用 1,024 个情景，拐点最多用 512 个情景。",
    ),
    "foot": (
        "case {case} {hash} · seed {seed} · {futures} · suture {version}",
        "案例 {case} {hash} · 种子 {seed} · {futures} · suture {version}",
    ),
}
TEXTS: Final = texts_of("", _TEXTS)
_MEANINGS: Final = {
    "worth": (
        "Sales collected and stock left, less everything paid (goods, freight, duty, tools, validation, moving, "
        "upkeep, hours, minimums, bridge money), each month discounted to today.",
        "已收销售款加期末库存，减去全部支出（货款、运费、关税、模具、验证、转移、维护、工时、最低采购量、过桥资金）"
        "，逐月折现到今天。",
    ),
    "cash_low": (
        "The lowest month's end of cash: what there is, what is paid in, less the burn and all that this case costs.",
        "各月末现金的最低值：现有资金加投入资金，减日常消耗和本案例的全部支出。",
    ),
    "first_lot": (
        "Month in which goods may first be sold, over the futures in which that happens within the case.",
        "产品首次可以销售的月份，只计案例期内实现销售的情景。",
    ),
    "sunk": (
        "All money spent, in the futures in which the project stops or is refused.",
        "项目中止或未获批的情景中的全部支出。",
    ),
    "turn_days": (
        "Days from ordering a development build until it is in hand; without commitment it waits behind others.",
        "从下单到拿到试制品的天数；没有承诺时需排在他人之后。",
    ),
    "turn_cost": ("Price and lot fees of one build of the first stage.", "第一阶段一次试制的价格和批次费。"),
    "unit_cost": (
        "Goods, freight, duty, upkeep and hours over all units that arrived and were accepted.",
        "货款、运费、关税、维护和工时，除以到货且验收合格的数量。",
    ),
    "owned": ("What stays with the company when it leaves the maker.", "离开生产商时归本企业所有的资产。"),
    "off_market_drill": (
        "Share of asked-for units that cannot be sold, in weeks of the case, when the first maker is down for six m"
        "onths.",
        "首选生产商停产六个月时，无法销售的需求量占比，折合案例期的周数。",
    ),
    "exposure": (
        "Minimums paid without goods, and stock expired at its price, over the case, when demand stays 30 % under p"
        "lan.",
        "案例期内需求持续低于计划 30% 时，未提货的最低采购量付款，以及按价格计的过期库存。",
    ),
    "change_weeks": (
        "Weeks until a changed product is in delivered goods, at the slower of its makers.",
        "变更后的产品体现在交货中所需周数，取较慢的生产商。",
    ),
    "quality_spread": (
        "Lots rejected at the worse maker less those at the better one.",
        "较差生产商的拒收批次率减较好者。",
    ),
    "exit_cost": (
        "At the end of the first contract year: the fees that the agreements state, and moving away from the first "
        "maker, half as dear again without a process licence; no move where a second maker has room for all.",
        "首个合同年末：协议约定的费用，加上从首选生产商转移的费用；没有工艺许可时再加一半；若第二生产商产能足够则无"
        "需转移。",
    ),
    "exit_months": ("The longer of moving away and the notice of the commitment.", "转移时间与承诺通知期中较长者。"),
    "spent": ("All money spent on this case within its months.", "案例期内在本案例上的全部支出。"),
    "within": ("Share of futures in which the cash never falls below zero.", "现金始终不低于零的情景所占比例。"),
    "iterations": ("Development builds tried over all stages.", "各阶段完成的研发试制次数。"),
}
MEANINGS: Final = {code: Text(f"report.meaning.{code}", en, zh) for code, (en, zh) in _MEANINGS.items()}
SHAPES: Final = {"passed": "✔", "open": "?", "failed": "✘"}
MARKS: Final = {"source": "●", "source_and_assumption": "◐", "assumption": "○", "stand_in": "◇", "given": "·"}


def reader_of(language: Language) -> Reader:
    """Who reads the report of a decision in this language."""
    return Reader(language, TEXTS)
