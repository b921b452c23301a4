"""`suture choose`: which cooperation model serves a company, with its reasons, a report and the agreements it means."""

import argparse
import os
import sys
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len

from suture import __version__
from suture.cli import DONE
from suture.cli.language import spoken, words
from suture.cli.progress import Told, stoppable
from suture.cli.screen import print_json, print_table, printed, told
from suture.engine.decision.advantage import draws_of
from suture.engine.decision.as_data import as_data
from suture.engine.decision.choose import Decision, choose
from suture.engine.decision.explain import Reasons, explained
from suture.engine.decision.wording import MODELS, labelled
from suture.engine.simulation.run import Cancelled
from suture.engine.strategy.case import CompanyKind
from suture.engine.text import Message, Text
from suture.files.cases import case_of
from suture.files.kernels import use_kernel_cache
from suture.files.report.decision.ranked import Ranked, ranked
from suture.files.report.decision.tables import cell
from suture.files.report.decision.texts import SHAPES, reader_of
from suture.files.results import REPORT, results, results_saved, results_tried

ROWS: Final = 10
LEADING: Final[dict[CompanyKind, tuple[str, ...]]] = {
    "startup": ("cash_low", "first_lot"),
    "mature": ("unit_cost", "off_market_drill"),
    "institute": ("spent", "turn_days"),
}
"""The numbers that stand in the table beside worth; the report has all."""
STRATEGY: Final = Text("table.strategy", "Strategy and model", "方案与模式")
STANDING: Final = Text("table.gates", "Gates", "门槛")
HEADS: Final = {
    code: Text(f"table.{code}", en, zh)
    for code, en, zh in (
        ("worth", "Worth, {currency}", "净现值，{currency}"),
        ("cash_low", "Worst cash, {currency}", "最低现金，{currency}"),
        ("first_lot", "First lot, months", "首批，月"),
        ("unit_cost", "Unit cost, {currency}", "单件成本，{currency}"),
        ("off_market_drill", "Weeks off market", "断货周数"),
        ("spent", "Spent, {currency}", "支出，{currency}"),
        ("turn_days", "Iteration, days", "迭代，天"),
    )
}
GATES: Final = {
    name: Text(f"table.gate.{name}", en, zh)
    for name, en, zh in (
        ("takes_us", "takes us", "接单门槛"),
        ("licence", "licence", "资质"),
        ("capacity", "capacity", "产能"),
        ("no_minimum", "no minimum", "不设最低量"),
        ("files_and_tools", "files, tools", "文件、模具"),
        ("process_licence", "process licence", "工艺许可"),
        ("oversight", "oversight", "管理工时"),
        ("cash", "cash", "现金"),
    )
}
ROUNDED: Final = {
    "sobol": Text(
        "drawn.power",
        "{drawn} were drawn, a power of two; asked for: {asked}.",
        "实际抽取 {drawn}（取二的幂）；要求为 {asked}。",
    ),
    "plain": Text(
        "drawn.multiple",
        "{drawn} were drawn, a multiple of 16; asked for: {asked}.",
        "实际抽取 {drawn}（取 16 的倍数）；要求为 {asked}。",
    ),
}
MEDIAN: Final = Text(
    "table.median",
    "Ranked by mean worth. Shown: median, and P10 to P90, over {futures}.",
    "按平均净现值排序。表中为 {futures} 的中位数及 P10 至 P90。",
)
OPEN: Final = Text("table.open", "{shape} {n} open", "{shape} {n} 项待确认")
HIDDEN: Final = Text("table.hidden", "{n} more in {report}.", "另有 {n} 个方案，见 {report}。")
PLACES: Final = Text("places", "Report: ", "报告：")


def run(asked: argparse.Namespace) -> int:
    """Decides the case, writes the results, and prints the answer."""
    case, case_hash = case_of(asked.case)
    results_tried(case, asked.out)
    use_kernel_cache()
    with Told() as progress, stoppable(progress):
        try:
            decision = choose(
                case, scenarios=asked.scenarios, seed=asked.seed, workers=asked.workers or os.cpu_count() or 1,
                method=asked.sampling, progress=progress,
            )  # fmt: skip
        except Cancelled:
            raise KeyboardInterrupt from None
    if (drawn := decision.sampling.scenarios) != asked.scenarios:
        told(
            ROUNDED[asked.sampling](asked=f"{asked.scenarios:,}", drawn=reader_of(spoken()).counted("futures", drawn)),
            stream=sys.stderr,
        )
    data = as_data(decision, version=__version__, case_hash=case_hash)
    places = results_saved(
        results(decision, data, version=__version__, case_hash=case_hash, language=spoken()), asked.out
    )
    if asked.json:
        print_json(data)
        return DONE
    show(decision)
    printed("")
    head = words(PLACES())
    for at, place in enumerate(places):
        printed((head if at == 0 else " " * cell_len(head)) + str(place))
    return DONE


def show(decision: Decision) -> None:
    """The answer, the table, and the reasons."""
    found = explained(decision)
    told(found.answer)
    printed("")
    currency = decision.case.currency
    codes = ("worth", *LEADING[decision.case.company.kind])
    columns = [(STRATEGY(), False), *((HEADS[code](currency=currency), True) for code in codes)]
    rows = ranked(decision)
    shown = [each for each in rows if each.judged.feasible][:ROWS]
    shown += [each for each in rows if not each.judged.feasible][: max(0, ROWS - len(shown))]
    print_table([*columns, (STANDING(), False)], (row(decision, each, codes) for each in shown))
    told(MEDIAN(futures=reader_of(spoken()).counted("futures", decision.sampling.scenarios)))
    if (hidden := len(rows) - len(shown)) > 0:
        told(HIDDEN(n=hidden, report=REPORT))
    show_reasons(found)


def row(decision: Decision, each: Ranked, codes: tuple[str, ...]) -> list[str]:
    """One strategy of the table."""
    spreads = {number.measure.code: number.spread for number in each.judged.numbers}
    reader = reader_of(spoken())
    figures = [cell(spreads.get(code), draws_of(decision), reader) for code in codes]
    strategy, others = each.judged.strategy, each.others(decision.case, reader)
    named = [words(labelled(decision.case, strategy)), words(MODELS[strategy.model]()), *([others] if others else [])]
    return ["\n  ".join(named), *(f"{figure.middle}\n{figure.range}".rstrip() for figure in figures), gates(each)]


def gates(each: Ranked) -> str:
    """The gates that failed by name, and how many are open."""
    failed = dict.fromkeys(words(GATES[gate.name]()) for gate in each.judged.gates if gate.status == "failed")
    still_open = sum(gate.status == "open" for gate in each.judged.gates)
    parts = [f"{SHAPES['failed']} {name}" for name in failed]
    parts += [words(OPEN(shape=SHAPES["open"], n=still_open))] if still_open else []
    return "\n".join(parts) or f"{SHAPES['passed']} {reader_of(spoken()).said('passed')}"


def show_reasons(found: Reasons) -> None:
    """The reasons under their heads."""
    for head, messages in groups(found):
        printed("")
        printed(reader_of(spoken()).said(head))
        for message in messages:
            told(message, first="  - ", rest="    ")


def groups(found: Reasons) -> Iterator[tuple[str, tuple[Message, ...]]]:
    """The reasons by subject, of which there is something to say."""
    all_of_them = (
        ("why", found.why), ("gates", found.gates), ("turns", found.turns), ("thumb", found.thumb),
        ("calls", found.calls), ("not_priced", found.not_priced),
    )  # fmt: skip
    yield from ((head, messages) for head, messages in all_of_them if messages)
