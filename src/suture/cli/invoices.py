"""`suture facts FILE --of invoices`: what invoices hold and what is wrong with them, unaudited."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from suture import __version__
from suture.cli import DONE, FAULTS
from suture.cli.facts import READ, UNREAD, WRITTEN
from suture.cli.language import spoken
from suture.cli.screen import noted, print_faults, print_json, print_table, printed, progress, refuse, told
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.fault import Fault, refusal
from suture.engine.text import Text
from suture.files.facts.found import Found, fault_table
from suture.files.invoices import Lines, lines_in

READING: Final = Text("invoices.reading", "reading invoices", "正在读取发票")
LOOK_AT: Final = Text("invoices.look_at", "To be looked at ({n}):", "请核对（{n} 项）：")
HEADS: Final = (
    (Text("invoices.agreement", "Agreement", "协议"), False), (Text("invoices.month", "Month", "月份"), False),
    (Text("invoices.sort", "Sort", "类别"), False), (Text("invoices.count", "Lines", "行数"), True),
    (Text("invoices.amount", "Amount", "金额"), True), (Text("invoices.currency", "Currency", "币种"), False),
)  # fmt: skip
OTHER_AGREEMENT = refusal(
    "invoice_other_agreement",
    "the line is of agreement '{found}', not '{wanted}'",
    "Look whether it is in the wrong file; `suture audit` reads the lines of its agreement only.",
    "该行属于协议“{found}”，而非“{wanted}”",
    "请核对是否放错文件；`suture audit` 只读取该协议的各行。",
)
MOST: Final = 50
"""Remarks that a screen shows; --json has all."""


class Group(NamedTuple):
    """Lines that are alike but for their day within a month."""

    agreement: str
    month: date
    sort: str
    currency: str


def run(asked: argparse.Namespace) -> int:
    """Reads the invoices and says what they are."""
    wanted = _agreement_in(asked.agreement) if asked.agreement else ""
    reading = [asked.facts, *([asked.map] if asked.map else []), *([asked.agreement] if asked.agreement else [])]
    with fault_table(asked.faults, spoken(), reading) as table, progress(READING().said(spoken())) as told_of:
        found = Found(asked.facts, table)
        lines = lines_in([asked.facts], asked.map, asked.sheet, found, agreement=wanted)
        lines.progress = told_of
        strangers: dict[str, Fault] = {}
        groups = grouped(_watched(lines, wanted, strangers))
    remarks = [*lines.remarks, *strangers.values()]
    if asked.json:
        print_json(as_data(asked.facts, lines, groups, remarks, found))
        if found.count:
            print_faults(found.listed())
        return FAULTS if found.count else DONE
    for count in lines.counts:
        told(READ(file=count.file, rows=count.rows, facts=count.lines, faulty=count.rows - count.lines))
        if count.not_read and asked.map is not None:
            told(UNREAD(names=", ".join(count.not_read)))
    if groups:
        printed("")
        _show(groups)
    if remarks:
        printed("")
        told(LOOK_AT(n=len(remarks)))
        for remark in remarks[:MOST]:
            wrong, remedy = remark.said(spoken())
            noted(wrong, first="  ", rest="  ")
            noted(remedy, first="    ", rest="    ")
    if asked.faults is not None:
        printed("")
        told(WRITTEN(file=asked.faults))
    return refuse(found.listed()) if found.count else DONE


def _watched(lines: Lines, wanted: str, strangers: dict[str, Fault]) -> Iterator[InvoiceLine]:
    """The lines as they come; the first of every other agreement is remembered."""
    for line in lines:
        if wanted and line.agreement != wanted and line.agreement not in strangers:
            fault = OTHER_AGREEMENT.at("agreement", line=line.row, found=line.agreement, wanted=wanted)
            strangers[line.agreement] = fault
        yield line


def grouped(lines: Iterator[InvoiceLine]) -> dict[Group, tuple[int, Decimal]]:
    """Lines and amounts by agreement, month, sort and currency."""
    groups: dict[Group, tuple[int, Decimal]] = {}
    for line in lines:
        group = Group(line.agreement, line.day.replace(day=1), line.sort, line.currency)
        count, amount = groups.get(group, (0, Decimal(0)))
        groups[group] = (count + 1, amount + line.amount)
    return groups


def _show(groups: Mapping[Group, tuple[int, Decimal]]) -> None:
    one = len({group.agreement for group in groups}) == 1
    rows = [
        [g.agreement, f"{g.month:%Y-%m}", g.sort, f"{count:,}", f"{amount:,f}", g.currency]
        for g, (count, amount) in sorted(groups.items())
    ]
    heads = [(head(), is_number) for head, is_number in HEADS]
    print_table(heads[one:], [row[one:] for row in rows])


def as_data(
    file: str, lines: Lines, groups: Mapping[Group, tuple[int, Decimal]], remarks: list[Fault], found: Found
) -> dict[str, Any]:
    """The documented object."""
    return {
        "suture": __version__,
        "schema": "invoices/1",
        "file": file,
        "rows": lines.rows,
        "lines": lines.lines,
        "files": [
            {"file": each.file, "rows": each.rows, "lines": each.lines, "columns_not_read": list(each.not_read)}
            for each in lines.counts
        ],
        "groups": [
            {
                "agreement": g.agreement, "month": f"{g.month:%Y-%m}", "sort": g.sort, "currency": g.currency,
                "lines": count, "amount": f"{amount:f}",
            }
            for g, (count, amount) in sorted(groups.items())
        ],
        "remarks": [remark.as_data() for remark in remarks],
        "faults": [fault.as_data() for fault in found.listed()],
    }  # fmt: skip


def _agreement_in(file: str) -> str:
    """The number of the agreement in a file. Raises ``Faulty``."""
    from suture.cli.rate import planned_in

    return planned_in(file).agreement.agreement
