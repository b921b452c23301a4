"""`suture choose`: which cooperation model serves a company, with its reasons, a report and the agreements it means."""

import argparse
import os
import sys
import textwrap
from collections.abc import Iterator
from typing import Final

from suture import __version__
from suture.cli import DONE
from suture.cli.progress import Told, stoppable
from suture.cli.screen import WIDTH, print_json, print_table, printed
from suture.engine.decision.advantage import draws_of
from suture.engine.decision.as_data import as_data
from suture.engine.decision.choose import Decision, Judged, choose
from suture.engine.decision.explain import Reasons, explained
from suture.engine.decision.wording import MODELS, label, ranged
from suture.engine.simulation.run import Cancelled
from suture.engine.strategy.case import CompanyKind
from suture.files.cases import case_of
from suture.files.kernels import use_kernel_cache
from suture.files.report.texts import SHAPES, said
from suture.files.results import REPORT, results
from suture.files.saving import saved

ROWS: Final = 10
LEADING: Final[dict[CompanyKind, tuple[str, ...]]] = {
    "startup": ("cash_low", "first_lot"),
    "mature": ("unit_cost", "off_market_drill"),
    "institute": ("spent", "turn_days"),
}
"""The numbers that stand in the table beside worth; the report has all."""
HEADS: Final = {
    "worth": "Worth, {currency}", "cash_low": "Worst cash, {currency}", "first_lot": "First lot, months",
    "unit_cost": "Unit cost, {currency}", "off_market_drill": "Weeks off market", "spent": "Spent, {currency}",
    "turn_days": "Iteration, days",
}  # fmt: skip
GATES: Final = {
    "takes_us": "takes us", "licence": "licence", "capacity": "capacity", "no_minimum": "no minimum",
    "files_and_tools": "files, tools", "process_licence": "process licence", "oversight": "oversight", "cash": "cash",
}  # fmt: skip


def run(asked: argparse.Namespace) -> int:
    """Decides the case, writes the results, and prints the answer."""
    case, case_hash = case_of(asked.case)
    use_kernel_cache()
    with Told() as told, stoppable(told):
        try:
            decision = choose(
                case, scenarios=asked.scenarios, seed=asked.seed, workers=asked.workers or os.cpu_count() or 1,
                method=asked.sampling, progress=told,
            )  # fmt: skip
        except Cancelled:
            raise KeyboardInterrupt from None
    if (drawn := decision.sampling.scenarios) != asked.scenarios:
        why = "a power of two" if asked.sampling == "sobol" else "a multiple of 16"
        print(f"{asked.scenarios:,} futures were asked for; {drawn:,} were drawn, {why}.", file=sys.stderr)
    data = as_data(decision, version=__version__, case_hash=case_hash)
    places = saved(results(decision, data, version=__version__, case_hash=case_hash), asked.out)
    if asked.json:
        print_json(data)
        return DONE
    show(decision)
    printed("")
    for place in places:
        printed(f"{'Report:' if place.name == REPORT else '       '} {place}")
    return DONE


def show(decision: Decision) -> None:
    """The answer, the table, and the reasons."""
    found = explained(decision)
    for part in textwrap.wrap(str(found.answer), WIDTH):
        printed(part)
    printed("")
    currency = decision.case.currency
    codes = ("worth", *LEADING[decision.case.company.kind])
    heads = [(HEADS[code].format(currency=currency), True) for code in codes]
    columns = [("Strategy and model", False), *heads, ("Gates", False)]
    shown = [judged for judged in decision.judged if judged.feasible][:ROWS]
    shown += [judged for judged in decision.judged if not judged.feasible][: max(0, ROWS - len(shown))]
    print_table(columns, (row(decision, judged, codes) for judged in shown))
    printed(f"Median (P10 to P90) over {decision.sampling.scenarios:,} futures.")
    if (hidden := len(decision.judged) - len(shown)) > 0:
        printed(f"{hidden} more in {REPORT}.")
    for line in told(found):
        printed(line)


def row(decision: Decision, judged: Judged, codes: tuple[str, ...]) -> list[str]:
    """One strategy of the table."""
    by_code = {number.measure.code: number for number in judged.numbers}
    spreads = [by_code[code].spread if code in by_code else None for code in codes]
    cells = ["–" if spread is None else str(ranged(spread, draws_of(decision))) for spread in spreads]
    return [f"{label(judged.strategy)}\n  {MODELS[judged.strategy.model]()}", *cells, gates(judged)]


def gates(judged: Judged) -> str:
    """The gates that failed by name, and how many are open."""
    failed = dict.fromkeys(GATES[gate.name] for gate in judged.gates if gate.status == "failed")
    still_open = sum(gate.status == "open" for gate in judged.gates)
    parts = [f"{SHAPES['failed']} {name}" for name in failed]
    parts += [f"{SHAPES['open']} {still_open} open"] if still_open else []
    return "\n".join(parts) or f"{SHAPES['passed']} passed"


def told(found: Reasons) -> Iterator[str]:
    """The reasons under their heads, each on lines that fit."""
    groups = (
        ("why", found.why), ("gates", found.gates), ("turns", found.turns), ("thumb", found.thumb),
        ("calls", found.calls), ("not_priced", found.not_priced),
    )  # fmt: skip
    for head, messages in groups:
        if messages:
            yield ""
            yield said(head)
        for message in messages:
            yield from textwrap.wrap(str(message), WIDTH, initial_indent="  - ", subsequent_indent="    ")
