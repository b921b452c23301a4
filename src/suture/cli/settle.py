"""`suture settle`: one file of facts for many agreements, a statement of each, and what is due in all."""

import argparse
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from suture import __version__
from suture.cli import DONE
from suture.cli.facts import file_in, taken_in
from suture.cli.language import spoken
from suture.cli.rate import NO_DAY, TOO_EARLY, kept, planned_in
from suture.cli.screen import print_json, print_table, printed, progress, told
from suture.cli.statement import BESIDE, sums
from suture.engine.clauses.kind import Effect
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.money import Money
from suture.engine.rating.books import GIVEN_TWICE, Book
from suture.engine.rating.charges import Statement, ending_of, statement
from suture.engine.rating.fixings import check_levels
from suture.engine.rating.origins import origin
from suture.engine.rating.plan import Plan
from suture.engine.terms.reading import in_file
from suture.engine.text import Text
from suture.files.facts.intake import Tally
from suture.files.opening import FACTS_LIMIT, text_of
from suture.files.saving import saved, tried
from suture.files.statements import EFFECTS, Before, as_data, billed_in
from suture.files.statements import said as as_text

OTHER_BILLED = refusal(
    "settle_billed_other",
    "the statement is of agreement '{found}', which is not given",
    "Name the file of that agreement too, or leave the statement out.",
    "该结算单属于协议“{found}”，而该协议未给出",
    "请同时给出该协议的文件，或不给出此结算单。",
)
NO_STATEMENTS = refusal(
    "settle_no_statements",
    "there is no statement (.json) in this folder",
    "Name the folder into which `suture settle --out` has written.",
    "该文件夹中没有结算单（.json）",
    "请指定 `suture settle --out` 写入的文件夹。",
)
ISSUED = refusal(
    "settle_issued",
    "a statement of this name stands here and says something else; what was issued never changes",
    "Name another folder for --out, and this one for --billed: then only the difference is billed.",
    "此处已有同名结算单且内容不同；已开出的结算单不得更改",
    "请为 --out 指定另一文件夹，并以此文件夹作为 --billed：届时只结算差额。",
)
AGREEMENTS: Final = Text("settle.reading", "reading agreements", "正在读取协议")
PRICING: Final = Text("settle.pricing", "pricing", "正在计价")
SETTLED: Final = Text(
    "settle.due",
    "{total} due in all under {agreements}; {rows} facts were read.",
    "{agreements} 项下应付合计 {total}；共读取 {rows} 条事实。",
)
ONE, MANY = Text("settle.one", "1 agreement", "1 份协议"), Text("settle.many", "{n} agreements", "{n} 份协议")
NOTHING: Final = Text("settle.nothing", "nothing", "0")
NOT_COUNTED: Final = Text(
    "settle.not_counted",
    "Under {agreements} some of the facts are counted by no clause; their statements list them (not_counted).",
    "{agreements}中有部分事实未被任何条款计入，见各结算单（not_counted）。",
)
WRITTEN: Final = Text("settle.written", "The statements are in {folder}.", "结算单见 {folder}。")
HEADS: Final = (
    (Text("settle.agreement", "Agreement", "协议"), False), (Text("settle.through", "Through", "截至"), False),
    (Text("settle.charges", "Charges", "项数"), True), (Text("settle.amount", "Due", "应付"), True),
    (Text("settle.beside", "Apart from that", "另计"), False),
)  # fmt: skip


class Settled(NamedTuple):
    """What a statement came to; the statement itself is written and forgotten."""

    agreement: str
    through: date
    charges: int
    totals: Mapping[Effect, tuple[Money, ...]]
    uncounted: bool = False


class Settlement(NamedTuple):
    """What is settled: each agreement with what happened under it, up to its day, less what was billed before."""

    books: Sequence[Book]
    through: Sequence[date]
    before: Sequence[Before]
    rows: int

    def statement(self, at: int) -> Statement:
        """The statement of one agreement."""
        book = self.books[at]
        before = self.before[at]
        return statement(book.plan, book.activity(), self.through[at], before.billed, before.origin)


def run(asked: argparse.Namespace) -> int:
    """Settles all agreements. Raises ``Faulty``."""
    settlement = read(asked)
    done: list[Settled] = []
    objects: list[dict[str, Any]] = []
    with progress(PRICING().said(spoken())) as share:

        def priced(at: int) -> str:
            made = settlement.statement(at)
            book = settlement.books[at]
            data = as_data(book.plan, made, made_from=origin(book.plan, book.activity()))
            totals = {effect: found for effect in EFFECTS if (found := made.totals(effect))}
            done.append(Settled(made.agreement, made.through, len(made.charges), totals, bool(made.uncounted)))
            if asked.json:
                objects.append(data)
            share(len(done) / len(settlement.books))
            return as_text(data) + "\n"

        if asked.out is not None:
            files = Files(settlement, asked.out, priced)
            tried(asked.out, [*files], [])
            saved(files, asked.out)
        else:
            for at in range(len(settlement.books)):
                priced(at)
    if asked.json:
        print_json(as_object(done, objects, settlement.rows))
    else:
        show(done, settlement.rows, asked.out)
    return DONE


def read(asked: argparse.Namespace) -> Settlement:
    """What is asked for. Raises ``Faulty`` with the faults of all files, as far as they can be told apart."""
    faults: list[Fault] = []
    plans = planned(asked.agreements, faults)
    if faults:  # without its agreement every fact would have a fault
        raise Faulty(faults)
    books, tally, found = taken_in(plans.values(), file_in(asked), beside=asked.agreements)
    through = [day_of(plan, tally, asked.through) for plan in plans.values()]
    first = min(plan.periods[0].last for plan in plans.values())  # others may begin later, and owe nothing yet
    if asked.through is not None and asked.through < first:
        faults.append(TOO_EARLY.at(day=asked.through, first=first))
    for (file, plan), day in zip(plans.items(), through, strict=True):
        if day is not None:
            mine = [fact for fact in tally.published if fact.agreement == plan.agreement.agreement]
            faults.extend(in_file(check_levels(plan, mine, day), file))
    found.add(fault for book in books.books for fault in book.check_rates())
    if None in through and not found.count:
        found.add([NO_DAY.at()])
    billed = billed_before([*plans.values()], asked.billed, faults)
    if faults or found.count:
        raise Faulty([*faults, *found.listed()])
    return Settlement(books.books, [day for day in through if day is not None], billed, tally.rows)


def planned(files: Sequence[str], faults: list[Fault]) -> dict[str, Plan]:
    """The plans of the agreements by file; what is wrong is added to the faults."""
    plans: dict[str, Plan] = {}
    numbers: set[str] = set()
    with progress(AGREEMENTS().said(spoken())) as share:
        for at, file in enumerate(files, start=1):
            plan = kept(faults, lambda: planned_in(file))  # noqa: B023  # called at once
            share(at / len(files))
            if plan is None:
                continue
            number = plan.agreement.agreement
            if number in numbers:
                faults.extend(in_file([GIVEN_TWICE.at("agreement", number=number)], file))
            numbers.add(number)
            plans[file] = plan
    return plans


def day_of(plan: Plan, tally: Tally, through: date | None) -> date | None:
    """The day up to which an agreement is settled: to the end of its period that holds the last day of the facts."""
    if through is not None or tally.last is None:
        return through
    return ending_of(plan, tally.last) if tally.last >= plan.periods[0].start else tally.last


def billed_before(plans: Sequence[Plan], paths: Sequence[str], faults: list[Fault]) -> list[Before]:
    """What was billed before, by agreement; what is wrong is added to the faults."""
    by_number: dict[str, list[str]] = {plan.agreement.agreement: [] for plan in plans}
    for path in statements_in(paths, faults):
        number = kept(faults, lambda: number_in(path))  # noqa: B023  # called at once
        if number is None:
            continue
        if number in by_number:
            by_number[number].append(path)
        elif not number:
            kept(faults, lambda: billed_in(plans[0], [path]))  # noqa: B023  # it says why it is no statement
        else:
            faults.append(replace(OTHER_BILLED.at("agreement", found=number), file=path))
    before: list[Before] = []
    for plan in plans:
        files = by_number[plan.agreement.agreement]
        before.append(kept(faults, lambda: billed_in(plan, files)) or Before())  # noqa: B023  # called at once
    return before


def statements_in(paths: Sequence[str], faults: list[Fault]) -> Iterator[str]:
    """The files that are named, those in a folder too."""
    for path in paths:
        if not path or not os.path.isdir(path):  # an empty name is no folder; one that is shut is told when it is read
            yield path
            continue
        files = sorted(Path(path).glob("*.json"))
        if not files:
            faults.append(replace(NO_STATEMENTS.at(), file=path))
        yield from map(str, files)


def number_in(path: str) -> str:
    """The number of the agreement of a statement; "" where it is none, which then is said. Raises ``Faulty``."""
    try:
        data = json.loads(text_of(path, limit=FACTS_LIMIT, form="JSON"))
    except (ValueError, RecursionError):
        return ""
    return str(data.get("agreement", "")) if isinstance(data, dict) else ""


class Files(Mapping[str, str]):
    """The statements by the names of their files; each is made when it is asked for."""

    def __init__(self, settlement: Settlement, folder: str, priced: Any) -> None:
        self.folder, self.priced = folder, priced
        self.at: dict[str, int] = {}
        for at, (book, day) in enumerate(zip(settlement.books, settlement.through, strict=True)):
            number = re.sub(r"[^\w.-]+", "-", book.plan.agreement.agreement).strip(".-") or "agreement"
            name = f"statement-{number}-{day}"
            self.at[name + (f"-{at + 1}" if f"{name}.json" in self.at else "") + ".json"] = at

    def __getitem__(self, name: str) -> str:
        text: str = self.priced(self.at[name])
        place = Path(self.folder, name)
        if place.exists() and place.read_bytes() != text.encode():
            raise Faulty([replace(ISSUED.at(), file=str(place))])
        return text

    def __contains__(self, name: object) -> bool:
        return name in self.at

    def __iter__(self) -> Iterator[str]:
        return iter(self.at)

    def __len__(self) -> int:
        return len(self.at)


def totals(done: Sequence[Settled], effect: Effect) -> tuple[Money, ...]:
    """The sums of one effect over all agreements, one for each currency."""
    found: dict[str, Money] = {}
    for each in done:
        for money in each.totals.get(effect, ()):
            found[money.currency] = found.get(money.currency, Money(0, money.currency)).plus(money)
    return tuple(found[currency] for currency in sorted(found))


def show(done: Sequence[Settled], rows: int, folder: str | None) -> None:
    """What is due in all, and what each statement came to."""
    agreements = ONE() if len(done) == 1 else MANY(n=len(done))
    due = totals(done, "charge")
    told(SETTLED(total=sums(due) if due else NOTHING(), agreements=agreements, rows=f"{rows:,}"))
    for effect, says in BESIDE.items():
        if beside := totals(done, effect):
            told(says(total=sums(beside)))
    printed("")
    table = [
        [
            each.agreement, str(each.through), f"{each.charges:,}", "\n".join(map(str, each.totals.get("charge", ()))),
            "\n".join(f"{money} ({effect})" for effect in BESIDE for money in each.totals.get(effect, ())),
        ]
        for each in done
    ]  # fmt: skip
    shown = len(HEADS) if any(row[-1] for row in table) else len(HEADS) - 1
    print_table([(head(), is_number) for head, is_number in HEADS[:shown]], [row[:shown] for row in table])
    if uncounted := sum(each.uncounted for each in done):
        printed("")
        told(NOT_COUNTED(agreements=ONE() if uncounted == 1 else MANY(n=uncounted)))
    if folder is not None:
        printed("")
        told(WRITTEN(folder=folder))


def as_object(done: Sequence[Settled], statements: Sequence[Mapping[str, Any]], rows: int) -> dict[str, Any]:
    """The documented object."""
    by_currency: dict[str, dict[str, str]] = {}
    for effect in EFFECTS:
        for money in totals(done, effect):
            by_currency.setdefault(money.currency, {})[effect] = str(money.amount)
    return {
        "suture": __version__,
        "schema": "settle/1",
        "rows": rows,
        "totals": by_currency,
        "statements": list(statements),
    }
