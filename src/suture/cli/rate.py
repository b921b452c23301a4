"""`suture rate`: what is due under an agreement for what happened, less what was billed before."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from suture.cli import DONE
from suture.cli.screen import print_json, print_table, printed
from suture.engine.clauses.kind import Effect
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.rating.charges import Charge, Statement, ending_of, statement
from suture.engine.rating.facts import Fact, activity, check_facts, check_levels
from suture.engine.rating.plan import Plan, plan
from suture.engine.terms.faults import not_exact
from suture.engine.terms.reading import agreement_in, in_file, located, mapping
from suture.files.facts import facts_of
from suture.files.opening import text_of
from suture.files.statements import as_data, billed_in, numbers

NO_DAY = refusal(
    "through_missing", "there are no facts, so no day up to which to settle", "Say it: --through 2027-12-31."
)
TOO_EARLY = refusal(
    "through_too_early",
    "--through {day} lies before the end of the first period, {first}",
    "Name a later day.",
)

BESIDE: Final[dict[Effect, str]] = {"landed": "paid to others for the same goods", "cash": "moved as cash"}


def run(asked: argparse.Namespace) -> int:
    """Rates the facts and prints the statement."""
    planned, facts = read(asked.agreement, asked.facts)
    billed = billed_in(planned, asked.billed)
    through = asked.through or _through(planned, facts, asked.facts)
    if through < planned.periods[0].last:
        raise Faulty([TOO_EARLY.at(day=through, first=planned.periods[0].last)])
    if missing := list(check_levels(planned, facts, through)):
        raise Faulty(in_file(missing, asked.facts))
    done = statement(planned, activity(planned, facts), through, billed)
    if asked.json:
        print_json(as_data(planned, done, explain=asked.explain))
    else:
        show(planned, done, explain=asked.explain)
    return DONE


def read(agreement_file: str, facts_file: str) -> tuple[Plan, list[Fact]]:
    """The plan and its facts. Raises ``Faulty`` with the faults of both files, as far as they can be told apart."""
    faults: list[Fault] = []
    planned: Plan | None = None
    try:
        document = mapping(text_of(agreement_file), agreement_file)
        agreement = agreement_in(document)
        if open_figures := located(not_exact(agreement), document):
            raise Faulty(open_figures)
        planned = plan(agreement)
    except Faulty as faulty:
        faults.extend(in_file(faulty.faults, agreement_file))
    facts: list[Fact] = []
    try:
        facts = facts_of(facts_file)
        if planned is not None:
            faults.extend(in_file(check_facts(planned.agreement, facts), facts_file))
    except Faulty as faulty:
        faults.extend(faulty.faults)
    if planned is None or faults:
        raise Faulty(faults)
    return planned, facts


def _through(planned: Plan, facts: Sequence[Fact], file: str) -> date:
    days = [fact.day for fact in facts if fact.kind != "index"]
    if not days:
        raise Faulty(in_file([NO_DAY.at()], file))
    return ending_of(planned, max(days))


def show(planned: Plan, done: Statement, *, explain: bool) -> None:
    """The statement as a first sentence and a table, and behind every charge its folds where they are asked for."""
    total = done.total()
    owed = "Nothing is due" if not done.charges else f"{total} due"
    count = "1 charge" if len(done.charges) == 1 else f"{len(done.charges)} charges"
    printed(
        f"{owed} under {done.agreement} for the periods up to {done.through}" + (f": {count}." if done.charges else ".")
    )
    if not done.charges:
        return
    for effect, says in BESIDE.items():
        if any(charge.effect == effect for charge in done.charges):
            printed(f"{done.total(effect)} {says}, apart from that.")
    printed("")
    columns = [("Period", False), ("Clause", False), (f"Amount {done.currency}", True), ("Because", False)]
    print_table(columns, ([str(c.period), _clause(c), f"{c.money.amount:,f}", _because(c)] for c in done.charges))
    if explain:
        for charge in done.charges:
            for line in _explained(planned, charge):
                printed(line)


def _clause(charge: Charge) -> str:
    return charge.clause if charge.effect == "charge" else f"{charge.clause} ({charge.effect})"


def _because(charge: Charge) -> str:
    return "\n".join(str(message) for message in charge.reasons)


def _explained(planned: Plan, charge: Charge) -> Iterator[str]:
    """The folds of one charge: facts, and the state before and after."""
    unit = next(line.unit for line in planned.lines if line.name == charge.clause)
    yield ""
    yield f"{charge.period}  {charge.clause} ({charge.kind})  {charge.money}" + (
        f"; quantities in steps of {unit.step} {unit.name}" if unit.name else ""
    )
    for entry in charge.entries:
        if entry.event:
            yield f"  event {entry.event}"
        yield f"  facts   {_spelled(numbers(entry.facts))}"
        yield f"  before  {_spelled(numbers(entry.before))}"
        yield f"  after   {_spelled(numbers(entry.after))}"


def _spelled(data: Any) -> str:
    """Named numbers on one line."""
    if isinstance(data, dict):
        return " · ".join(f"{name} {_spelled(part)}" for name, part in data.items())
    return f"({', '.join(map(_spelled, data))})" if isinstance(data, list) else str(data)
