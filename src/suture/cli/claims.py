"""What `suture audit` and `suture entitlements` share: reading, the audit itself, and the files that it leaves."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from suture.cli.facts import file_in, taken_in
from suture.cli.language import spoken
from suture.cli.rate import NO_DAY, TOO_EARLY, kept
from suture.cli.screen import noted, print_json, progress
from suture.engine.claims.audit import Audit, audit
from suture.engine.claims.checkable import Checkable, checkable
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.fault import Fault, Faulty
from suture.engine.rating.charges import ending_of
from suture.engine.rating.fixings import check_levels
from suture.engine.rating.plan import Plan, plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.reading import agreement_in, in_file, mapping
from suture.engine.text import Text
from suture.files.claims import DATA, Billed, Side, as_data, gathered, names, pdf_name, reports
from suture.files.facts.found import Found
from suture.files.invoices import lines_in
from suture.files.opening import text_of
from suture.files.saving import saved, tried
from suture.files.statements import said as as_text

READING: Final = Text("audited.reading", "reading invoices", "正在读取发票")
NO_PDF: Final = Text("audited.no_pdf", "The report is written without its PDF.", "报告已写出，但未生成 PDF。")


class Terms(NamedTuple):
    """An agreement as it is written, what of it can be counted to the cent, and the plan of that."""

    written: Agreement
    known: Checkable
    planned: Plan


class Held(NamedTuple):
    """What a command tells of."""

    audit: Audit
    terms: Terms
    billed: Billed
    facts: int


def answered(asked: argparse.Namespace, side: Side) -> Held:
    """Reads, audits, and leaves the files and the object that are asked for. Raises ``Faulty``."""
    if asked.out is not None:
        tried(asked.out, names(side), [])
    held = audited(asked)
    needed = asked.json or asked.out is not None
    data = as_data(held.audit, held.billed, side=side, facts=held.facts, not_known=held.terms.known.open.clauses) if (
        needed
    ) else {}  # fmt: skip
    if asked.out is not None:
        files = {**written(held, side), DATA[side]: as_text(data) + "\n"}
        saved(files, asked.out)
        for name in set(names(side)) - files.keys():  # of an earlier run, and no longer true
            (Path(asked.out) / name).unlink(missing_ok=True)
    if asked.json:
        print_json(data)
    return held


def audited(asked: argparse.Namespace) -> Held:
    """The audit. Raises ``Faulty`` with the faults of all files, as far as they can be told apart."""
    faults: list[Fault] = []
    terms = kept(faults, lambda: terms_in(asked.agreement))
    number = terms.written.agreement if terms is not None else ""
    billed = kept(faults, lambda: billed_in(asked, number))
    if terms is None:  # without its agreement every fact would have a fault
        raise Faulty(faults)
    taken = kept(faults, lambda: taken_in([terms.planned], file_in(asked), beside=[asked.agreement], named=True))
    if taken is None:
        raise Faulty(faults)
    books, tally, found = taken
    through = asked.through or through_of(terms.planned, tally.last, billed.lines if billed is not None else ())
    if through is None:
        faults.extend([] if billed is None else [NO_DAY.at()])
    elif through < terms.planned.periods[0].last:
        faults.append(TOO_EARLY.at(day=through, first=terms.planned.periods[0].last))
    else:
        found.add(check_levels(terms.planned, tally.published, through))
        found.add(books.books[0].check_rates())
    if faults or found.count or billed is None or through is None:
        raise Faulty([*faults, *found.listed()])
    said = audit(terms.planned, books.books[0].activity(), billed.lines, through, terms.known.open)
    return Held(said, terms, billed, tally.facts)


def terms_in(file: str) -> Terms:
    """The agreement of a file, and what of it can be counted to the cent. Raises ``Faulty``."""
    try:
        agreement = agreement_in(mapping(text_of(file), file))
        known = checkable(agreement)
        return Terms(agreement, known, plan(known.agreement))
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, file)) from None


def billed_in(asked: argparse.Namespace, agreement: str) -> Billed:
    """The lines of all invoices. Raises ``Faulty`` where any row has a fault."""
    found = Found("", None)
    lines = lines_in(asked.invoices, asked.invoices_map, asked.invoices_sheet, found, agreement=agreement)
    with progress(READING().said(spoken())) as share:
        lines.progress = share
        billed = gathered(lines)
    found.raised()
    return billed


def through_of(planned: Plan, told: date | None, lines: Iterable[InvoiceLine]) -> date | None:
    """Up to which day is audited where nobody says: to the end of the settlement period of the last fact, for of later
    ones nobody knows what happened. Without any fact, to the last that had ended when the last invoice was written.
    """
    if told is not None:
        return ending_of(planned, told)
    day = max((line.day for line in lines), default=None)
    return None if day is None else next((p.last for p in reversed(planned.periods) if p.last <= day), None)


def written(held: Held, side: Side) -> dict[str, str | bytes]:
    """What people read; without the PDF, and it is said, where the system makes none."""
    from suture.files.report.pdf import pdf  # its library is loaded for it alone

    day = date.today()
    made = reports(held.audit, held.terms.written, held.billed.lines, side=side, on=day, language=spoken())
    page, name = pdf_name(side)
    try:
        return {**made, name: pdf(str(made[page]))}
    except Faulty as faulty:
        for each in (NO_PDF(), *(part for fault in faulty.faults for part in fault.said(spoken()))):
            noted(each, stream=sys.stderr)
        return made


def remarks_of(billed: Billed) -> Sequence[str]:
    """What is to be looked at in the invoices and stands in the way of nothing, as sentences with their place."""
    return [each.said(spoken())[0] for each in billed.remarks]
