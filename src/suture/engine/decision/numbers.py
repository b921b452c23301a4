"""The six numbers that decide, by kind of company, and the others that stand beside them.

Rules: docs/rules/decision.md.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

import numpy as np

from suture.engine.decision.leaving import exit_cost, exit_months, makers_of
from suture.engine.decision.names import title
from suture.engine.simulation.draw import Inputs
from suture.engine.simulation.run import Results
from suture.engine.simulation.timeline import ON_DEMAND_WAIT
from suture.engine.strategy.case import Case, CompanyKind, Licence
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.planned import of_this, open_price
from suture.engine.text import Message, Text
from suture.engine.world.grid import Floats

Better = Literal["low", "high"]


class Measure(NamedTuple):
    """A number that decides: its name, unit, and which way is better."""

    code: str
    text: Text
    unit: str  # money, months, weeks, days, units, hours, count, share, words
    better: Better


class Spread(NamedTuple):
    """A number over the futures; None where it has no meaning in any."""

    p10: float | None
    p50: float | None
    p90: float | None
    mean: float | None


class Number(NamedTuple):
    """One number of one strategy: a spread, or a sentence where it is a yes or no."""

    measure: Measure
    spread: Spread | None
    words: tuple[Message, ...] = ()


def measure(code: str, en: str, unit: str, better: Better, zh: str) -> Measure:
    """A measure with its name in English and in Chinese."""
    return Measure(code, Text(f"number.{code}", en, zh), unit, better)


CASH_LOW = measure("cash_low", "Cash at the worst month", "money", "high", "现金最低月份的余额")
FIRST_LOT = measure(
    "first_lot", "First saleable lot, months from the start", "months", "low", "首批可销售产品，自起始日起的月数"
)
SUNK = measure("sunk", "Money sunk where the project stops", "money", "low", "项目终止时的沉没投入")
TURN_DAYS = measure(
    "turn_days", "One design iteration, days waited for the build", "days", "low", "一次设计迭代，等待试制的天数"
)
TURN_COST = measure("turn_cost", "One design iteration, cost of the build", "money", "low", "一次设计迭代，试制费用")
UNIT_COST = measure(
    "unit_cost",
    "Landed cost per accepted unit, upkeep and hours included",
    "money",
    "low",
    "每件合格产品的到岸成本（含维护与工时）",
)
OWNED = measure("owned", "What is owned on leaving", "words", "high", "离开时归本企业所有的资产")
OFF_MARKET = measure(
    "off_market_drill",
    "Weeks off market if the first maker fails for six months",
    "weeks",
    "low",
    "首选生产商停产六个月时的断货周数",
)
EXPOSURE = measure(
    "exposure",
    "Paid for commitments and lost to expiry at 30 % less demand",
    "money",
    "low",
    "需求减少 30% 时为承诺支付及过期的损失",
)
CHANGE = measure(
    "change_weeks", "Weeks until a change is in delivered goods", "weeks", "low", "变更体现在交付产品中所需周数"
)
QUALITY = measure(
    "quality_spread",
    "Difference in lots rejected between sites, in percentage points",
    "share",
    "low",
    "各生产地拒收批次率之差（百分点）",
)
EXIT_COST = measure(
    "exit_cost", "Cost of leaving after the first contract year", "money", "low", "首个合同年后退出的成本"
)
EXIT_TIME = measure("exit_months", "Months to leave", "months", "low", "退出所需月数")
SPENT = measure(
    "spent", "Spent within the case, against the money there is", "money", "low", "案例期内的支出（对照可用资金）"
)
WITHIN = measure("within", "Futures within the budget", "share", "high", "不超预算的情景")
ITERATIONS = measure("iterations", "Builds tried within the case", "count", "high", "案例期内完成的试制次数")
WORTH = measure("worth", "Worth today of sales less all costs", "money", "high", "净现值（销售收入减全部成本）")

SIX: Mapping[CompanyKind, tuple[Measure, ...]] = {
    "startup": (CASH_LOW, FIRST_LOT, SUNK, TURN_DAYS, TURN_COST, UNIT_COST, OWNED),
    "mature": (UNIT_COST, OFF_MARKET, EXPOSURE, CHANGE, QUALITY, EXIT_COST, EXIT_TIME),
    "institute": (SPENT, WITHIN, ITERATIONS, TURN_DAYS, TURN_COST, OWNED),
}
"""In the order in which they decide (cost and days of an iteration, and cost and time of exit, are one each)."""

DRILLED = frozenset({OFF_MARKET, EXPOSURE})
"""Numbers that are read from a drill."""

KEEPS = Text("owned.keeps", "files and tools are kept at {partner}", "{partner} 处的文件和模具归本企业")
LOSES = Text("owned.loses", "files or tools stay with {partner}", "文件或模具留在 {partner}")
LICENCES: Mapping[Licence, Text] = {
    "yes": Text("licence.yes", "yes", "有"),
    "by_fee": Text("licence.by_fee", "by fee", "付费可得"),
    "no": Text("licence.no", "no", "无"),
}
LICENCE = Text("owned.licence", "process licence at {partner}: {licence}", "{partner} 的工艺许可：{licence}")


class Runs(NamedTuple):
    """The runs that numbers are read from: the futures themselves, and two drills where ``DRILLED`` numbers count."""

    plain: Results
    down: Results | None  # the first maker is down for six months
    less: Results | None  # demand is 30 % under what it would have been


def numbers(case: Case, strategy: Strategy, runs: Runs, known: Inputs) -> tuple[Number, ...]:
    """Worth, then the numbers that decide for this kind of company."""
    return tuple(number(each, case, strategy, runs, known) for each in (WORTH, *SIX[case.company.kind]))


def number(each: Measure, case: Case, strategy: Strategy, runs: Runs, known: Inputs) -> Number:
    """One number of one strategy."""
    if each is OWNED:
        return Number(each, None, tuple(owned(case, strategy)))
    return Number(each, spread(values(each, case, strategy, runs, known)))


def values(each: Measure, case: Case, strategy: Strategy, runs: Runs, known: Inputs) -> Floats:
    """The number in every future (or under every input draw)."""
    name = strategy.name
    if each is OFF_MARKET:
        assert runs.down is not None
        return runs.down.of(name, "off_market")
    if each is EXPOSURE:
        assert runs.less is not None
        return np.asarray(runs.less.of(name, "bound") + runs.less.of(name, "expired_value"))
    if each in (TURN_DAYS, TURN_COST):
        return turn(each, case, strategy, known)
    if each is CHANGE:
        return np.asarray(np.max([known.of(case.partners[p].change_weeks) for p in makers_of(case, strategy)], axis=0))
    if each is QUALITY:
        rates = [known.of(case.partners[p].lots_rejected) * 100.0 for p in makers_of(case, strategy)]
        return np.asarray(np.max(rates, axis=0) - np.min(rates, axis=0))
    if each is EXIT_COST:
        return exit_cost(case, strategy, known)
    if each is EXIT_TIME:
        return exit_months(case, strategy, known)
    if each is WITHIN:
        return (runs.plain.of(name, "cash_low") >= 0.0).astype(np.float64) * 100.0
    return runs.plain.of(name, each.code)


def turn(each: Measure, case: Case, strategy: Strategy, known: Inputs) -> Floats:
    """One iteration at the maker of builds: days until a build is in hand, or what one of the first stage costs."""
    if strategy.builds is None:
        return np.full(known.draws, np.nan)
    partner = case.partners[strategy.builds.partner]
    if each is TURN_DAYS:
        wait = ON_DEMAND_WAIT if strategy.builds.modes[0] == "builds" else 1.0
        return np.asarray(known.of(partner.build_weeks) * 7.0 * wait)
    cost = np.zeros(known.draws)
    for name, product in case.products.items():
        if product.stages:
            units = float(product.stages[0].build_units.likely)
            lots = -(-units // of_this(partner.lot_size, product))
            cost = cost + units * float(open_price(partner, name, product)) + lots * known.of(partner.lot_fee)
    return cost


def owned(case: Case, strategy: Strategy) -> Iterable[Message]:
    """Files, tools, process licence at every maker, as sentences."""
    for name in makers_of(case, strategy):
        partner, called = case.partners[name], title(case, name)
        yield (KEEPS if partner.files_kept and partner.tools_owned else LOSES)(partner=called)
        yield LICENCE(partner=called, licence=LICENCES[partner.process_licence]())


def spread(found: Floats) -> Spread:
    """Tenth, fiftieth and ninetieth percentile and mean of the futures in which the number has a meaning."""
    meant = found[~np.isnan(found)]
    if not len(meant):
        return Spread(None, None, None, None)
    p10, p50, p90 = (float(value) for value in np.percentile(meant, (10, 50, 90)))
    return Spread(p10, p50, p90, float(meant.mean()))
