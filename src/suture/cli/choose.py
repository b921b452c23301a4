"""`suture choose`: which cooperation model serves a company, with its reasons, a report and the agreements it means."""

import argparse
import os
import sys
from collections.abc import Iterator
from typing import Final

from suture import __version__
from suture.cli import DONE
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
from suture.files.report.ranked import Ranked, ranked
from suture.files.report.tables import cell
from suture.files.report.texts import SHAPES, futures, said
from suture.files.results import REPORT, results, results_saved, results_tried

ROWS: Final = 10
LEADING: Final[dict[CompanyKind, tuple[str, ...]]] = {
    "startup": ("cash_low", "first_lot"),
    "mature": ("unit_cost", "off_market_drill"),
    "institute": ("spent", "turn_days"),
}
"""The numbers that stand in the table beside worth; the report has all."""
STRATEGY: Final = Text("table.strategy", "Strategy and model")
STANDING: Final = Text("table.gates", "Gates")
_HEADS = {
    "worth": "Worth, {currency}", "cash_low": "Worst cash, {currency}", "first_lot": "First lot, months",
    "unit_cost": "Unit cost, {currency}", "off_market_drill": "Weeks off market", "spent": "Spent, {currency}",
    "turn_days": "Iteration, days",
}  # fmt: skip
HEADS: Final = {code: Text(f"table.{code}", en) for code, en in _HEADS.items()}
_GATES = {
    "takes_us": "takes us", "licence": "licence", "capacity": "capacity", "no_minimum": "no minimum",
    "files_and_tools": "files, tools", "process_licence": "process licence", "oversight": "oversight", "cash": "cash",
}  # fmt: skip
GATES: Final = {name: Text(f"table.gate.{name}", en) for name, en in _GATES.items()}
ROUNDED: Final = {
    "sobol": Text("drawn.power", "{drawn} were drawn, a power of two; asked for: {asked}."),
    "plain": Text("drawn.multiple", "{drawn} were drawn, a multiple of 16; asked for: {asked}."),
}
MEDIAN: Final = Text("table.median", "Ranked by mean worth. Shown: median, and P10 to P90, over {futures}.")
HIDDEN: Final = Text("table.hidden", "{n} more in {report}.")
PLACES: Final = Text("places", "Report: ")


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
        told(ROUNDED[asked.sampling](asked=f"{asked.scenarios:,}", drawn=futures(drawn)), stream=sys.stderr)
    data = as_data(decision, version=__version__, case_hash=case_hash)
    places = results_saved(results(decision, data, version=__version__, case_hash=case_hash), asked.out)
    if asked.json:
        print_json(data)
        return DONE
    show(decision)
    printed("")
    for at, place in enumerate(places):
        printed(str(PLACES()) + str(place) if at == 0 else " " * len(str(PLACES())) + str(place))
    return DONE


def show(decision: Decision) -> None:
    """The answer, the table, and the reasons."""
    found = explained(decision)
    told(found.answer)
    printed("")
    currency = decision.case.currency
    codes = ("worth", *LEADING[decision.case.company.kind])
    columns = [(str(STRATEGY()), False), *((str(HEADS[code](currency=currency)), True) for code in codes)]
    rows = ranked(decision)
    shown = [each for each in rows if each.judged.feasible][:ROWS]
    shown += [each for each in rows if not each.judged.feasible][: max(0, ROWS - len(shown))]
    print_table([*columns, (str(STANDING()), False)], (row(decision, each, codes) for each in shown))
    told(MEDIAN(futures=futures(decision.sampling.scenarios)))
    if (hidden := len(rows) - len(shown)) > 0:
        told(HIDDEN(n=hidden, report=REPORT))
    show_reasons(found)


def row(decision: Decision, each: Ranked, codes: tuple[str, ...]) -> list[str]:
    """One strategy of the table."""
    spreads = {number.measure.code: number.spread for number in each.judged.numbers}
    figures = [cell(spreads.get(code), draws_of(decision)) for code in codes]
    strategy, others = each.judged.strategy, each.others(decision.case)
    named = [str(labelled(decision.case, strategy)), str(MODELS[strategy.model]()), *([others] if others else [])]
    return ["\n  ".join(named), *(f"{figure.middle}\n{figure.range}".rstrip() for figure in figures), gates(each)]


def gates(each: Ranked) -> str:
    """The gates that failed by name, and how many are open."""
    failed = dict.fromkeys(str(GATES[gate.name]()) for gate in each.judged.gates if gate.status == "failed")
    still_open = sum(gate.status == "open" for gate in each.judged.gates)
    parts = [f"{SHAPES['failed']} {name}" for name in failed]
    parts += [f"{SHAPES['open']} {still_open} {said('open')}"] if still_open else []
    return "\n".join(parts) or f"{SHAPES['passed']} {said('passed')}"


def show_reasons(found: Reasons) -> None:
    """The reasons under their heads."""
    for head, messages in groups(found):
        printed("")
        printed(said(head))
        for message in messages:
            told(message, first="  - ", rest="    ")


def groups(found: Reasons) -> Iterator[tuple[str, tuple[Message, ...]]]:
    """The reasons by subject, of which there is something to say."""
    all_of_them = (
        ("why", found.why), ("gates", found.gates), ("turns", found.turns), ("thumb", found.thumb),
        ("calls", found.calls), ("not_priced", found.not_priced),
    )  # fmt: skip
    yield from ((head, messages) for head, messages in all_of_them if messages)
