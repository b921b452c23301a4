"""`suture rate`: what is due under an agreement for what happened, less what was billed before."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from suture.cli import DONE
from suture.cli.facts import FactsFile, file_in, taken_in
from suture.cli.screen import print_json
from suture.cli.statement import show
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.rating.charges import ending_of, statement
from suture.engine.rating.exact import Activity
from suture.engine.rating.fixings import check_levels
from suture.engine.rating.origins import origin
from suture.engine.rating.plan import Plan, plan
from suture.engine.rating.uncounted import Alike
from suture.engine.terms.faults import not_exact
from suture.engine.terms.reading import agreement_in, in_file, located, mapping
from suture.files.opening import text_of
from suture.files.statements import Before, as_data, billed_in

T = TypeVar("T")
NO_DAY = refusal(
    "through_missing",
    "there are no facts, so no day up to which to settle",
    "Say it: --through 2027-12-31.",
    "没有事实，无从确定结算至何日",
    "请指明：--through 2027-12-31。",
)
TOO_EARLY = refusal(
    "through_too_early",
    "--through {day} lies before the end of the first period, {first}",
    "Name a later day.",
    "--through {day} 早于首个期间的末日 {first}",
    "请指定更晚的日期。",
)


class Asked(NamedTuple):
    """What a statement is made from; ``left_out`` are facts that only the agreement knows with which it is compared."""

    planned: Plan
    happened: Activity
    before: Before
    through: date
    left_out: tuple[Alike, ...] = ()


def run(asked: argparse.Namespace) -> int:
    """Rates the facts and prints the statement."""
    planned, happened, before, through, _ = read(asked.agreement, file_in(asked), asked.billed, asked.through)
    done = statement(planned, happened, through, before.billed, before.origin)
    if asked.json:
        print_json(as_data(planned, done, made_from=origin(planned, happened), explain=asked.explain))
    else:
        show(planned, done, explain=asked.explain)
    return DONE


def read(
    agreement_file: str,
    facts: FactsFile,
    billed_files: Sequence[str] = (),
    through: date | None = None,
    compared: Plan | None = None,
) -> Asked:
    """What is asked for; what only ``compared`` knows, another form of the agreement, is left out.

    Raises ``Faulty`` with the faults of all files, as far as they can be told apart."""
    faults: list[Fault] = []
    planned = kept(faults, lambda: planned_in(agreement_file))
    plans = [planned] if planned is not None else []
    read = kept(faults, lambda: taken_in(plans, facts, beside=[agreement_file, *billed_files], compared=compared))
    last = through
    if planned is not None and read is not None:
        books, tally, found = read
        last = through or (ending_of(planned, tally.last) if tally.last is not None else None)
        if last is not None:
            found.add(check_levels(planned, tally.published, last))
            found.add(books.books[0].check_rates())
        elif not found.count:
            found.add([NO_DAY.at()])
    if read is not None:
        faults.extend(read[2].listed())
    billed = kept(faults, lambda: billed_in(planned, billed_files)) if planned is not None else None
    if planned is not None and through is not None and through < planned.periods[0].last:
        faults.append(TOO_EARLY.at(day=through, first=planned.periods[0].last))
    if planned is None or read is None or billed is None or last is None or faults:
        raise Faulty(faults)
    books = read[0]
    return Asked(planned, books.books[0].activity(), billed, last, tuple(books.left_out.values()))


def kept(faults: list[Fault], read: Callable[[], T]) -> T | None:
    """What is read; or None, and its faults are added to the others."""
    try:
        return read()
    except Faulty as faulty:
        faults.extend(faulty.faults)
        return None


def planned_in(file: str) -> Plan:
    """The plan of an agreement whose figures are all exact. Raises ``Faulty``."""
    try:
        document = mapping(text_of(file), file)
        agreement = agreement_in(document)
        if open_figures := located(not_exact(agreement), document):
            raise Faulty(open_figures)
        return plan(agreement)
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, file)) from None
