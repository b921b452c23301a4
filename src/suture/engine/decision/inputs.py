"""The uncertain inputs of a case as people call them: a name, a unit, and who usually has the number."""

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.decision.names import short, title
from suture.engine.decision.wording import PLAIN
from suture.engine.fault import Path
from suture.engine.strategy.answers import Assumed
from suture.engine.strategy.case import Case
from suture.engine.terms.ranges import figures
from suture.engine.text import Message, Text, plain

Unit = Literal["money", "share", "months", "weeks", "days", "hours", "units", "lots", "a year", "minutes", "number"]
Mark = Literal["source", "source_and_assumption", "assumption", "stand_in", "given"]
UNITS: dict[Unit, Text] = {
    "months": Text("unit.months", "{number} months", "{number} 个月"),
    "weeks": Text("unit.weeks", "{number} weeks", "{number} 周"),
    "days": Text("unit.days", "{number} days", "{number} 天"),
    "hours": Text("unit.hours", "{number} hours", "{number} 小时"),
    "units": Text("unit.units", "{number} units", "{number} 件"),
    "lots": Text("unit.lots", "{number} lots", "{number} 批"),
    "a year": Text("unit.a_year", "{number} a year", "每年 {number} 次"),
    "minutes": Text("unit.minutes", "{number} minutes", "{number} 分钟"),
    "share": Text("unit.share", "{number} %", "{number}%"),
    "number": Text("unit.number", "{number}", "{number}"),
}
NAMED = Text("input.of", "{what} ({whose})", "{what}（{whose}）")
NUMBERED = Text("input.numbered", "{what} {n}", "{what} {n}")
FINANCE, QUALITY = Text("who.finance", "finance", "财务部门"), Text("who.quality", "quality", "质量部门")
MAKER, MARKETING = Text("who.partner", "the partner", "合作方"), Text("who.marketing", "marketing", "市场部门")
OPERATIONS, LOGISTICS = Text("who.operations", "operations", "运营部门"), Text("who.logistics", "logistics", "物流部门")
ENGINEERS = Text("who.engineers", "development", "研发部门")


class Named(NamedTuple):
    """What an input is called, what it is counted in, and who usually has it."""

    text: Text
    unit: Unit
    who: Text


def named(code: str, en: str, unit: Unit, who: Text, zh: str) -> Named:
    """One entry of the list below."""
    return Named(Text(f"input.{code}", en, zh), unit, who)


FIELDS = {
    "company.cash": named("cash", "free cash", "money", FINANCE, "可用现金"),
    "company.burn": named("burn", "monthly burn", "money", FINANCE, "每月现金消耗"),
    "company.funding.amount": named("funding", "amount of funding", "money", FINANCE, "融资金额"),
    "company.funding.chance": named("chance", "chance of funding", "share", FINANCE, "融资成功率"),
    "company.discount_rate": named("discount_rate", "discount rate", "share", FINANCE, "折现率"),
    "company.bridge_rate": named("bridge_rate", "yearly cost of missing money", "share", FINANCE, "资金缺口的年成本"),
    "company.oversight_hours": named(
        "oversight_hours", "free hours for supplier work a month", "hours", OPERATIONS, "每月可用于供应商管理的工时"
    ),
    "company.hour_cost": named("hour_cost", "cost of an hour of one's own", "money", FINANCE, "自有工时成本"),
    "products.shelf_life": named("shelf_life", "shelf life", "months", QUALITY, "有效期"),
    "products.least_life": named(
        "least_life", "least remaining life on delivery", "share", QUALITY, "交付时最低剩余有效期"
    ),
    "products.price": named("price", "net price sold at", "money", FINANCE, "净售价"),
    "products.margin_lost": named(
        "margin_lost", "margin lost with an unsold unit", "share", FINANCE, "每件缺货损失的毛利"
    ),
    "products.units": named("units", "units of year", "units", MARKETING, "销量，年度"),
    "products.adoption.market": named("market", "market", "units", MARKETING, "市场规模"),
    "products.month_variation": named(
        "month_variation", "variation from month to month", "share", MARKETING, "月度波动"
    ),
    "products.material": named("material", "material of a unit", "money", MAKER, "单件材料"),
    "products.stages.iterations": named("iterations", "iterations of stage", "number", ENGINEERS, "迭代次数，阶段"),
    "products.stages.own_months": named(
        "own_months", "own months an iteration of stage", "months", ENGINEERS, "每次迭代自有开发月数，阶段"
    ),
    "products.stages.hours": named(
        "stage_hours", "hours bought a month in stage", "hours", ENGINEERS, "每月外购工时，阶段"
    ),
    "products.stages.build_units": named(
        "build_units", "units a build of stage", "units", ENGINEERS, "每次试制件数，阶段"
    ),
    "products.review.fee": named("review_fee", "review fee", "money", QUALITY, "审评费"),
    "products.tooling": named("tooling", "tooling", "money", MAKER, "模具"),
    "products.validation": named("validation", "validation at a site", "money", QUALITY, "单一场地验证费用"),
    "products.validation_months": named("validation_months", "months of validation", "months", QUALITY, "验证月数"),
    "partners.quote.order_from": named("order_from", "order size of quoted step", "units", MAKER, "报价起订量，档位"),
    "partners.quote.price": named("quoted", "quoted price, step", "money", MAKER, "报价，档位"),
    "partners.labour": named("labour", "labour rate", "money", MAKER, "人工费率"),
    "partners.minutes": named("minutes", "minutes a unit", "minutes", MAKER, "单件工时"),
    "partners.handling": named("handling", "handling on material", "share", MAKER, "材料管理费率"),
    "partners.overhead": named("overhead", "overhead a unit", "money", MAKER, "单件制造费用"),
    "partners.margin": named("margin", "maker's margin", "share", MAKER, "生产商毛利率"),
    "partners.lot_size": named("lot_size", "lot size", "units", MAKER, "批量"),
    "partners.lot_fee": named("lot_fee", "fee of a lot", "money", MAKER, "批次费"),
    "partners.minimum_order": named("minimum_order", "minimum order", "units", MAKER, "最小起订量"),
    "partners.lead_weeks": named("lead_weeks", "lead time", "weeks", MAKER, "交货期"),
    "partners.transit_weeks": named("transit_weeks", "transit time", "weeks", LOGISTICS, "运输时间"),
    "partners.build_weeks": named("build_weeks", "time to a development build", "weeks", MAKER, "试制周期"),
    "partners.change_weeks": named(
        "change_weeks", "time until a change is delivered", "weeks", MAKER, "变更交付所需时间"
    ),
    "partners.capacity": named("capacity", "capacity a month", "units", MAKER, "月产能"),
    "partners.open_share": named(
        "open_share", "capacity open to uncommitted orders", "share", MAKER, "对非承诺订单开放的产能"
    ),
    "partners.yield_start": named("yield_start", "yield at the start", "share", QUALITY, "初始良率"),
    "partners.yield_steady": named("yield_steady", "steady yield", "share", QUALITY, "稳定良率"),
    "partners.yield_half_life": named("yield_half_life", "half-life of learning", "lots", QUALITY, "学习半衰期"),
    "partners.lots_rejected": named("lots_rejected", "lots rejected", "share", QUALITY, "拒收批次率"),
    "partners.outage_rate": named(
        "outage_rate", "outages of a month or longer", "a year", QUALITY, "停产一个月以上的次数"
    ),
    "partners.region_outage_rate": named(
        "region_outage_rate", "outages of the region", "a year", QUALITY, "所在地区停产次数"
    ),
    "partners.outage_months": named("outage_months", "length of an outage", "months", QUALITY, "停产时长"),
    "partners.takes_from": named("takes_from", "least yearly spend of a client", "money", MAKER, "接单的最低年采购额"),
    "partners.deposit": named("deposit", "deposit on an order", "share", FINANCE, "订单定金"),
    "partners.payment_days": named("payment_days", "payment days", "days", FINANCE, "付款天数"),
    "partners.committed.discount": named("discount", "discount for committing", "share", MAKER, "承诺折扣"),
    "partners.committed.minimum_share": named(
        "minimum_share", "committed share of the plan", "share", MAKER, "承诺占计划的比例"
    ),
    "partners.committed.exit_notice": named("exit_notice", "notice of a commitment", "months", MAKER, "承诺的通知期"),
    "partners.committed.exit_fee_share": named(
        "exit_fee", "exit fee, share of a year's spend", "share", MAKER, "退出费（占年采购额）"
    ),
    "partners.committed.price_down": named("price_down", "yearly price-down", "share", MAKER, "年降幅度"),
    "partners.committed.deposit": named(
        "deposit_committed", "deposit when committed", "share", FINANCE, "承诺采购时的定金"
    ),
    "partners.committed.payment_days": named(
        "days_committed", "payment days when committed", "days", FINANCE, "承诺采购时的付款天数"
    ),
    "partners.rate_card.tiers.from": named("card_from", "rate card begins, tier", "hours", MAKER, "工时费率起点，档位"),
    "partners.rate_card.tiers.to": named("card_to", "rate card ends, tier", "hours", MAKER, "工时费率终点，档位"),
    "partners.rate_card.tiers.price": named("card_price", "rate card, tier", "money", MAKER, "工时费率，档位"),
    "partners.rate_card.member_tiers.from": named(
        "member_from", "members' card begins, tier", "hours", MAKER, "会员费率起点，档位"
    ),
    "partners.rate_card.member_tiers.price": named(
        "member_price", "members' rate card, tier", "money", MAKER, "会员工时费率，档位"
    ),
    "partners.rate_card.cap": named("cap", "cap of the rate card", "money", MAKER, "工时费率封顶"),
    "partners.rate_card.membership": named("membership", "yearly membership", "money", MAKER, "年会费"),
    "partners.engineering": named("engineering", "hour of development", "money", MAKER, "开发工时费"),
    "partners.reopener": named("reopener", "yearly change of price", "share", MAKER, "年度调价幅度"),
    "partners.freight": named("freight", "freight", "share", LOGISTICS, "运费"),
    "partners.duty": named("duty", "duty", "share", LOGISTICS, "关税"),
    "partners.qualification": named("qualification", "qualifying the partner", "money", QUALITY, "合作方准入费用"),
    "partners.qualification_months": named(
        "qualification_months", "months of qualifying", "months", QUALITY, "准入月数"
    ),
    "partners.upkeep": named("upkeep", "yearly upkeep of the site", "money", QUALITY, "场地年维护费"),
    "partners.oversight_on_order": named(
        "oversight_order", "oversight a month, on order", "hours", OPERATIONS, "按需时每月管理工时"
    ),
    "partners.oversight_committed": named(
        "oversight_committed", "oversight a month, committed", "hours", OPERATIONS, "承诺时每月管理工时"
    ),
    "partners.oversight_lot": named("oversight_lot", "oversight of a lot", "hours", OPERATIONS, "每批管理工时"),
    "partners.transfer": named("transfer", "moving away", "money", QUALITY, "转移费用"),
    "partners.transfer_months": named("transfer_months", "months to move away", "months", QUALITY, "转移月数"),
    "partners.licence_fee": named("licence_fee", "fee of the process licence", "money", MAKER, "工艺许可费"),
    "partners.sterilisation_load": named("load", "sterilisation load", "money", MAKER, "灭菌装载费"),
    "partners.load_units": named("load_units", "units in a load", "units", MAKER, "每次灭菌装载件数"),
}


class Input(NamedTuple):
    """One figure of the filled case, and what the partner or product is called that it belongs to."""

    path: Path
    figure: Figure
    mark: Mark
    whose: str

    @property
    def named(self) -> Named:
        """Its entry in the list; a figure that has none is called by its key."""
        found = FIELDS.get(field_of(self.path))
        key = short(str(self.path[-1]))
        return found or Named(Text(f"input.{field_of(self.path)}", key, key), "number", MAKER)

    @property
    def name(self) -> Message:
        """As people call it, with whose it is."""
        what = self.named.text()
        numbers = [part for part in self.path if isinstance(part, int)]
        if numbers:
            what = NUMBERED(what=what, n=numbers[-1] + 1)
        if not self.whose:
            return what
        return NAMED(what=what, whose=self.whose)


def field_of(path: Path) -> str:
    """A path without numbers and without the names that a case gives: ``partners.committed.discount``."""
    parts = [str(part) for part in path if not isinstance(part, int)]
    if parts[0] in {"products", "partners"}:
        del parts[1]
    if parts[:2] == ["partners", "quote"]:
        del parts[2]
    return ".".join(parts)


def inputs_of(case: Case, assumed: tuple[Assumed, ...]) -> Iterator[Input]:
    """Every figure of a filled case, with the mark of where it comes from."""
    stand_ins = {each.path for each in assumed}
    for path, found in figures(case):
        yield Input(path, found, mark_of(found, stand_in=path in stand_ins), whose(case, path))


def mark_of(figure: Figure, *, stand_in: bool) -> Mark:
    """Where a figure comes from."""
    if stand_in:
        return "stand_in"
    if figure.source:
        return "source_and_assumption" if figure.assumption else "source"
    return "assumption" if figure.assumption else "given"


def whose(case: Case, path: Path) -> str:
    """What the partner or product is called to which a figure belongs; the company's are nobody else's."""
    if path[0] == "partners":
        return title(case, str(path[1]))
    return short(str(path[1])) if path[0] == "products" else ""


def by_draw_name(case: Case, assumed: tuple[Assumed, ...]) -> dict[str, Input]:
    """The inputs by the name under which they are drawn; of several figures of one name the first."""
    found: dict[str, Input] = {}
    for each in inputs_of(case, assumed):
        found.setdefault(each.figure.draw, each)
    return found


def value_of(value: Decimal | float, unit: Unit, currency: str, *, width: float = 0.0) -> Message:
    """A value of an input with its unit; one that was computed is rounded by the ``width`` of its range."""
    scale = 100 if unit == "share" else 1
    shown = Decimal(repr(value) if isinstance(value, float) else value) * scale
    if width > 0:
        shown = round(shown, 1 - math.floor(math.log10(width * scale)))
    if unit == "money":
        return PLAIN(number=plain(shown), unit=currency)
    return UNITS[unit](number=plain(shown))
