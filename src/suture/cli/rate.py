"""`suture rate`: what is due under an agreement for what happened, less what was billed before."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, TypeVar

from suture.cli import DONE
from suture.cli.screen import TOGETHER, print_json, print_table, printed, told
from suture.engine.clauses.kind import Effect
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.rating.charges import Charge, Statement, ending_of, statement
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity, check_facts
from suture.engine.rating.fixings import check_levels
from suture.engine.rating.plan import Plan, plan
from suture.engine.terms.faults import not_exact
from suture.engine.terms.reading import agreement_in, in_file, located, mapping
from suture.engine.text import Text
from suture.files.facts import Rows, facts_of
from suture.files.numerals import in_columns
from suture.files.opening import text_of
from suture.files.statements import as_data, billed_in, numbers

T = TypeVar("T")
NO_DAY = refusal(
    "through_missing", "there are no facts, so no day up to which to settle", "Say it: --through 2027-12-31."
)
TOO_EARLY = refusal(
    "through_too_early",
    "--through {day} lies before the end of the first period, {first}",
    "Name a later day.",
)
NOTHING: Final = Text("statement.nothing", "Nothing is due under {agreement} for the periods up to {through}.")
DUE: Final = Text("statement.due", "{total} due under {agreement} for the periods up to {through}: {charges}.")
ONE, MANY = Text("statement.one_charge", "1 charge"), Text("statement.charges", "{n} charges")
BESIDE: Final[dict[Effect, Text]] = {
    "landed": Text("statement.landed", "{total} paid to others for the same goods, apart from that."),
    "cash": Text("statement.cash", "{total} moved as cash, apart from that."),
}
HEADS: Final = (
    (Text("statement.period", "Period"), False), (Text("statement.clause", "Clause"), False),
    (Text("statement.amount", "Amount {currency}"), True), (Text("statement.because", "Because"), False),
)  # fmt: skip


class Asked(NamedTuple):
    """What a statement is made from."""

    planned: Plan
    facts: list[Fact]
    billed: dict[tuple[str, date], int]
    through: date


def run(asked: argparse.Namespace) -> int:
    """Rates the facts and prints the statement."""
    planned, facts, billed, through = read(asked.agreement, asked.facts, asked.billed, asked.through)
    done = statement(planned, activity(planned, facts), through, billed)
    if asked.json:
        print_json(as_data(planned, done, explain=asked.explain))
    else:
        show(planned, done, explain=asked.explain)
    return DONE


def read(agreement_file: str, facts_file: str, billed_files: Sequence[str], through: date | None) -> Asked:
    """What is asked for. Raises ``Faulty`` with the faults of all files, as far as they can be told apart."""
    faults: list[Fault] = []
    planned = kept(faults, lambda: planned_in(agreement_file))

    def check(rows: Rows) -> Iterable[Fault]:
        return wrong_with(planned, rows, through) if planned is not None else ()

    facts = kept(faults, lambda: facts_of(facts_file, check))
    billed = kept(faults, lambda: billed_in(planned, billed_files)) if planned is not None else None
    if planned is not None and through is not None and through < planned.periods[0].last:
        faults.append(TOO_EARLY.at(day=through, first=planned.periods[0].last))
    if planned is None or facts is None or billed is None or faults:
        raise Faulty(faults)
    last = through or last_day(planned, facts)
    assert last is not None
    return Asked(planned, facts, billed, last)


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


def wrong_with(planned: Plan, rows: Rows, through: date | None) -> Iterable[Fault]:
    """What is wrong with facts as facts of this agreement, settled up to a day."""
    yield from check_facts(planned.agreement, rows.facts, all_there=rows.all_there)
    last = through or last_day(planned, rows.facts)
    if last is not None:
        yield from check_levels(planned, rows.facts, last)
    elif not rows.faults:
        yield NO_DAY.at()


def last_day(planned: Plan, facts: Sequence[Fact]) -> date | None:
    """The end of the period of the last fact, or None without a fact."""
    days = [fact.day for fact in facts if fact.kind != "index" and "date" not in fact.unread]
    return ending_of(planned, max(days)) if days else None


def show(planned: Plan, done: Statement, *, explain: bool) -> None:
    """The statement as a first sentence and a table, and behind every charge its folds where they are asked for."""
    of = {"agreement": done.agreement, "through": str(done.through)}
    if not done.charges:
        told(NOTHING(**of))
        return
    charges = ONE() if len(done.charges) == 1 else MANY(n=len(done.charges))
    told(DUE(total=str(done.total()), charges=charges, **of))
    for effect, says in BESIDE.items():
        if any(charge.effect == effect for charge in done.charges):
            told(says(total=str(done.total(effect))))
    printed("")
    columns = [(str(head(currency=done.currency)), is_number) for head, is_number in HEADS]
    print_table(columns, ([str(c.period), _clause(c), f"{c.money.amount:,f}", _because(c)] for c in done.charges))
    if explain:
        for charge in done.charges:
            for line in _explained(planned, charge):
                told(line, rest=" " * 10)


def _clause(charge: Charge) -> str:
    return charge.clause if charge.effect == "charge" else f"{charge.clause} ({charge.effect})"


def _because(charge: Charge) -> str:
    return "\n".join(in_columns(message) for message in charge.reasons)


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
        return " · ".join(f"{name}{TOGETHER}{_spelled(part)}" for name, part in data.items())
    return f"({', '.join(map(_spelled, data))})" if isinstance(data, list) else str(data)
