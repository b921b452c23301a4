"""`suture facts`: what a file of facts says and what is wrong with it, unpriced. Other commands read it so, too."""

import argparse
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from suture import __version__
from suture.cli import DONE, FAULTS
from suture.cli.language import spoken
from suture.cli.screen import print_faults, print_json, print_table, printed, progress, refuse, told
from suture.engine.fault import Fault, Faulty
from suture.engine.rating.books import Books
from suture.engine.rating.plan import Plan
from suture.engine.text import Text
from suture.files.facts.found import Found, fault_table
from suture.files.facts.intake import Group, Intake, Tally
from suture.files.facts.mapping import translation_in
from suture.files.facts.source import Sheets, source_of

READING: Final = Text("facts.reading", "reading facts", "正在读取事实")
READ: Final = Text(
    "facts.read",
    "Rows read from {file}: {rows}; without a fault {facts}, with one {faulty}.",
    "从 {file} 读取 {rows} 行：无误 {facts} 行，有问题 {faulty} 行。",
)
UNREAD: Final = Text("facts.columns_not_read", "Columns that are not read: {names}.", "未读取的列：{names}。")
WRITTEN: Final = Text("facts.faults_written", "All faults are in {file}.", "全部问题见 {file}。")
NONE: Final = Text("facts.none", "nothing", "无")
HEADS: Final = (
    (Text("facts.agreement", "Agreement", "协议"), False), (Text("facts.service", "Service", "服务"), False),
    (Text("facts.kind", "Kind", "类别"), False), (Text("facts.month", "Month", "月份"), False),
    (Text("facts.count", "Facts", "条数"), True), (Text("facts.quantity", "Quantity", "数量"), True),
    (Text("facts.unit", "Unit", "单位"), False),
)  # fmt: skip


class FactsFile(NamedTuple):
    """A file of facts as a command names it: how it is read, and where its faults go."""

    path: str
    mapping: str | None = None
    sheet: Sheets = None
    faults: str | None = None
    issued: date | None = None


def file_in(asked: argparse.Namespace) -> FactsFile:
    """What the words of a command say of its facts."""
    return FactsFile(asked.facts, asked.map, asked.sheet, getattr(asked, "faults", None), asked.issued)


def taken_in(
    plans: Iterable[Plan],
    file: FactsFile,
    *,
    beside: Sequence[str] = (),
    grouped: bool = False,
    compared: Plan | None = None,
    named: bool = False,
) -> tuple[Books, Tally, Found]:
    """The facts of a file in the books of these agreements; what is wrong with them is found, and written if asked.

    ``beside`` are the other files that are read; ``compared`` is another form of the agreement, and what only that one
    knows is left out; ``named`` keeps the name of every single event. Raises ``Faulty`` where nothing can be read.
    """
    translation = translation_in(file.mapping, issued=file.issued) if file.mapping is not None else None
    books = Books(plans, compared, named=named)
    reading = [file.path, *beside, *([file.mapping] if file.mapping else [])]
    with fault_table(file.faults, spoken(), reading) as table, progress(READING().said(spoken())) as told_of:
        found = Found(file.path, table)
        tally = Intake(source_of(file.path, translation, file.sheet), books, found, told_of).taken(grouped=grouped)
    return books, tally, found


def run(asked: argparse.Namespace) -> int:
    """Reads the facts and says what they are."""
    if asked.learn is not None:
        from suture.cli.learn import run as learn

        return learn(asked)
    if asked.of == "invoices":
        from suture.cli.invoices import run as read_invoices

        return read_invoices(asked)
    from suture.cli.rate import planned_in

    plans = [planned_in(asked.agreement)] if asked.agreement else []
    file = file_in(asked)
    _, tally, found = taken_in(plans, file, beside=[asked.agreement] if plans else [], grouped=True)
    groups = tally.groups or {}
    if asked.json:
        print_json(as_data(file, tally, groups, found))
        if found.count:
            print_faults(found.listed())
        return FAULTS if found.count else DONE
    said = {"rows": tally.rows, "facts": tally.facts, "faulty": tally.rows - tally.facts}
    if tally.rows or not found.count:
        told(READ(file=file.path, **said))
    if tally.not_read and file.mapping is not None:
        told(UNREAD(names=", ".join(tally.not_read)))
    if groups:
        printed("")
        show(groups)
    if file.faults is not None:
        printed("")
        told(WRITTEN(file=file.faults))
    return refuse(found.listed()) if found.count else DONE


def show(groups: dict[Group, tuple[int, Decimal]]) -> None:
    """The facts by agreement, service, kind and month; of one agreement its number is not repeated in every row."""
    one = len({group.agreement for group in groups}) == 1
    rows = [
        [g.agreement, g.service, g.kind, f"{g.month:%Y-%m}", f"{count:,}", f"{quantity:,f}", g.unit]
        for g, (count, quantity) in sorted(groups.items())
    ]
    heads = [(head(), is_number) for head, is_number in HEADS]
    print_table(heads[one:], [row[one:] for row in rows])


def as_data(file: FactsFile, tally: Tally, groups: dict[Group, tuple[int, Decimal]], found: Found) -> dict[str, Any]:
    """The documented object."""
    return {
        "suture": __version__,
        "schema": "facts/1",
        "file": file.path,
        "rows": tally.rows,
        "facts": tally.facts,
        "columns_not_read": list(tally.not_read),
        "groups": [
            {
                "agreement": g.agreement, "service": g.service, "kind": g.kind, "unit": g.unit,
                "month": f"{g.month:%Y-%m}", "facts": count, "quantity": f"{quantity:f}",
            }
            for g, (count, quantity) in sorted(groups.items())
        ],
        "faults": [fault.as_data() for fault in found.listed()],
    }  # fmt: skip


def raised(faults: list[Fault], found: Found) -> None:
    """Raises ``Faulty`` with the faults of other files and of the facts, if there are any."""
    if faults or found.count:
        raise Faulty([*faults, *found.listed()])
