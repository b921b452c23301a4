"""Gates: what must hold before a price is worth comparing. A ranking of infeasible options is worth nothing.

Rules: docs/rules/decision.md.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

import numpy as np

from suture.engine.decision.capacity import modes_of, needed, room
from suture.engine.decision.names import title
from suture.engine.decision.numbers import LICENCES
from suture.engine.simulation.run import Results
from suture.engine.strategy.case import Case, MustHave, Partner
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.offers import LONG
from suture.engine.strategy.planned import best_year
from suture.engine.text import Message, Text
from suture.engine.world.grid import Floats

Status = Literal["passed", "failed", "open"]
CASH_SHARE = 0.2
"""Above this share of futures without cash the gate is open; it is failed when the strategy lies so far above the one
that spares cash most, for then it is the strategy, not the company, that runs out of money."""
WAITS_OFTEN, WAITS = 0.5, 0.1
"""Share of the months of supply in which lots wait for hours of oversight: above the first they wait more often than
not, so the firm cannot run this strategy as it is; above the second, about one month in a year, it must find hours."""

TAKEN = Text(
    "gate.takes_us",
    "{partner} takes clients from {least} {currency} a year; this is {spend} in its best year",
    "{partner} 只接年采购额 {least} {currency} 以上的客户；本方案最高年度为 {spend} {currency}",
)
LICENSED = Text("gate.licence", "{partner} is licensed for {markets}", "{partner} 具备 {markets} 的生产资质")
UNLICENSED = Text("gate.no_licence", "{partner} has no licence for {markets}", "{partner} 不具备 {markets} 的生产资质")
LICENCE_UNKNOWN = Text(
    "gate.licence_unknown", "nobody has said what {partner} is licensed for", "{partner} 具备哪些市场的生产资质尚不清楚"
)
ROOM = Text(
    "gate.capacity",
    "{partner} has room for {room} units a month in our place of the queue; the plan needs {needed}",
    "按排产顺位，{partner} 每月可为本企业生产 {room} 件；计划需要 {needed} 件",
)
CASH = Text(
    "gate.cash",
    "cash runs out in {share} of 100 futures, in {least} under the strategy that spares it most",
    "每 100 个情景中有 {share} 个会耗尽现金；最省现金的方案为 {least} 个",
)
HOURS = Text(
    "gate.oversight",
    "overseeing its makers and their lots takes {hours} hours a month, where {free} are free; lots wait in {share} of "
    "100 months",
    "管理受托生产企业及各批次每月需 {hours} 小时，可用 {free} 小时；每 100 个月中有 {share} 个月出现批次等待",
)
FILES = Text(
    "gate.files",
    "files and tools stay with {company} on leaving {partner}",
    "离开 {partner} 时，文件和模具归 {company}",
)
NO_FILES = Text("gate.no_files", "files or tools stay with {partner} on leaving", "离开时，文件或模具留在 {partner}")
PROCESS = Text(
    "gate.process", "the process licence on leaving {partner}: {licence}", "离开 {partner} 时的工艺许可：{licence}"
)
NOT_JUDGED = Text(
    "gate.not_judged",
    "'{word}' must be had, and no figure of the case tells whether it is",
    "必须满足“{word}”，但案例中没有数据能够判断",
)
MUST_HAVES: Mapping[MustHave, Text] = {
    "no_minimum": Text("must.no_minimum", "no_minimum", "不设最低采购量"),
    "secrecy": Text("must.secrecy", "secrecy", "保密"),
    "speed": Text("must.speed", "speed", "速度"),
    "control": Text("must.control", "control", "控制权"),
    "near": Text("must.near", "near", "就近"),
    "tools_owned": Text("must.tools_owned", "tools_owned", "模具自有"),
}
NO_MINIMUM = Text(
    "gate.no_minimum",
    "no minimum was asked for, and {partner} asks for one",
    "要求不设最低采购量，而 {partner} 设有最低采购量",
)


class Gate(NamedTuple):
    """One condition of one strategy, whether it holds, and the sentence that says so."""

    name: str
    status: Status
    message: Message


def gates(case: Case, strategy: Strategy, results: Results, at: int) -> tuple[Gate, ...]:
    """All gates of a strategy; ``at`` is its place in the results."""
    found: list[Gate] = []
    for name in strategy.partners:
        if case.partners[name].supplies:
            found.extend(maker_gates(case, strategy, name))
    if strategy.first is not None:
        found.append(oversight_gate(case, results, at))
    found.append(cash_gate(case, results, at))
    unjudged = [word for word in case.must_haves if word not in {"no_minimum", "tools_owned"}]
    found.extend(Gate(word, "open", NOT_JUDGED(word=MUST_HAVES[word]())) for word in unjudged)
    return tuple(found)


def maker_gates(case: Case, strategy: Strategy, name: str) -> Iterable[Gate]:
    """What must hold at one maker."""
    partner, called = case.partners[name], title(case, name)
    spend = float(best_year(case, partner)) * strategy.share_of(name)
    least = float(partner.takes_from.likely) if partner.takes_from else 0.0
    if strategy.first is not None:
        status: Status = "passed" if spend >= least else "failed"
        yield Gate(
            "takes_us", status, TAKEN(partner=called, least=round(least), spend=round(spend), currency=case.currency)
        )
        yield licence_gate(case, partner, called)
        yield capacity_gate(case, strategy, name)
    if "no_minimum" in case.must_haves and modes_of(strategy, name)[-1] in LONG:
        yield Gate("no_minimum", "failed", NO_MINIMUM(partner=called))
    if "tools_owned" in case.must_haves and not partner.tools_owned:
        yield Gate("files_and_tools", "failed", NO_FILES(partner=called))
    elif partner.tools_owned and partner.files_kept:
        yield Gate("files_and_tools", "passed", FILES(company=case.company.name, partner=called))
    else:
        yield Gate("files_and_tools", "open", NO_FILES(partner=called))
    process: Status = "passed" if partner.process_licence == "yes" else "open"
    yield Gate("process_licence", process, PROCESS(partner=called, licence=LICENCES[partner.process_licence]()))


def licence_gate(case: Case, partner: Partner, called: str) -> Gate:
    """Whether the maker may make for the markets of the products."""
    markets = sorted({market for product in case.products.values() for market in product.markets})
    words = ", ".join(markets)
    if not partner.licences:
        return Gate("licence", "open", LICENCE_UNKNOWN(partner=called))
    held = set(partner.licences)
    missing = [market for market in markets if market not in held]
    if missing:
        return Gate("licence", "failed", UNLICENSED(partner=called, markets=", ".join(missing)))
    return Gate("licence", "passed", LICENSED(partner=called, markets=words))


def capacity_gate(case: Case, strategy: Strategy, name: str) -> Gate:
    """Whether the plan of the best year fits into what is ours, at likely figures."""
    free, asked = room(case, strategy, name), needed(case) * strategy.share_of(name)
    status: Status = "passed" if free >= asked else "failed"
    return Gate("capacity", status, ROOM(partner=title(case, name), room=round(free), needed=round(asked)))


def oversight_gate(case: Case, results: Results, at: int) -> Gate:
    """Whether the firm has the hours that its makers and their lots ask for, by what the simulation lived through."""
    free = float(case.company.oversight_hours.likely) if case.company.oversight_hours else 0.0
    share, hours = mean_of(results.of(at, "starved")), mean_of(results.of(at, "hours_asked"))
    status: Status = "failed" if share > WAITS_OFTEN else "open" if share > WAITS else "passed"
    return Gate("oversight", status, HOURS(hours=round(hours), free=round(free), share=round(100 * share)))


def mean_of(outcome: Floats) -> float:
    """The mean over the futures in which an outcome has a meaning; zero where it has none in any."""
    meant = outcome[~np.isnan(outcome)]
    return float(meant.mean()) if len(meant) else 0.0


def cash_gate(case: Case, results: Results, at: int) -> Gate:
    """Whether the cash lasts, and if not, whether that is the strategy's doing.

    A mature firm borrows what it lacks, at the bridge rate that worth has paid already: its gate is open, not failed.
    """
    short = [float(np.mean(results.of(i, "cash_low") < 0.0)) for i in range(len(results.strategies))]
    share, least = short[at], min(short)
    hard = case.company.kind != "mature"
    failed = hard and share - least > CASH_SHARE
    status: Status = "failed" if failed else "open" if share > CASH_SHARE else "passed"
    return Gate("cash", status, CASH(share=round(share * 100), least=round(least * 100)))
