"""`suture audit`: which billed lines are right, and which are wrong, by how much, by which clause, and why."""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from suture.cli import DONE
from suture.cli.claims import Held, answered, remarks_of
from suture.cli.language import words
from suture.cli.screen import print_table, printed, told
from suture.engine.claims.audit import Audit
from suture.engine.claims.finding import TITLES, Finding
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money
from suture.engine.text import Message, Text, listed
from suture.files.documents.cited import citations, cited

ALL_RIGHT: Final = Text(
    "audited.all_right",
    "All {n} lines under {agreement} are right, and all that is due through {through} is billed.",
    "{agreement} 项下全部 {n} 行均正确，截至 {through} 的应付款项均已开票。",
)
NO_LINES: Final = Text(
    "audited.no_lines", "There is no line of an invoice under {agreement}.", "{agreement} 项下没有任何发票行。"
)
OF_LINES: Final = Text(
    "audited.of_lines",
    "Of {n} under {agreement} {right}; {wrong}: {sums}.",
    "{agreement} 项下 {n}中，{right}，{wrong}：{sums}。",
)
LINES: Final = (Text("audited.line_one", "1 line", "1 行"), Text("audited.lines", "{n} lines", "{n} 行"))
RIGHT: Final = (
    Text("audited.right_one", "1 is right", "1 行正确"), Text("audited.right", "{n} are right", "{n} 行正确"),
)  # fmt: skip
WRONG: Final = (
    Text("audited.wrong_one", "1 is wrong", "1 行有误"), Text("audited.wrong", "{n} are wrong", "{n} 行有误"),
)  # fmt: skip
SUMS: Final = Text(
    "audited.sums", "{back} to ask back, {open} still to be billed", "可要求退还 {back}，尚可开票 {open}"
)
THROUGH: Final = Text(
    "audited.through",
    "Billed {billed}; right through {through} is {right}.",
    "已开票 {billed}；截至 {through} 应为 {right}。",
)
UNCHECKED: Final = Text(
    "audited.unchecked",
    "{n} cannot be checked: figures of these clauses are not known, or what is billed is not settled by {through}: "
    "{clauses}.",
    "{n}无法核对：下列条款有数值未知，或所开款项在 {through} 之前尚未结算：{clauses}。",
)
NOT_YET: Final = Text(
    "audited.not_yet",
    "{n} cannot be checked: what is billed is not settled by {through}, or the agreement says nothing of it.",
    "{n}无法核对：所开款项截至 {through} 尚未结算，或协议对其未作约定。",
)
HEADS: Final = {
    "difference": Text("audited.difference", "Difference {currency}", "差额 {currency}"),
    "differences": Text("audited.differences", "Difference", "差额"),
    "finding": Text("audited.finding", "Finding", "事项"),
    "because": Text("audited.because", "Because", "依据"),
}
LINE: Final = Text("audited.line", "{invoice} line {line}", "{invoice} 第 {line} 行")
MORE_LINES: Final = Text("audited.more_lines", "and {n} more lines", "另有 {n} 行")
MORE: Final = Text("audited.more", "… and {n} more findings; --json has all.", "……另有 {n} 项；--json 列出全部。")
MORE_REMARKS: Final = Text(
    "audited.more_remarks", "… and {n} more remarks; --json has all.", "……另有 {n} 条；--json 列出全部。"
)
WRITTEN: Final = Text(
    "audited.written",
    "Report, arithmetic, draft letters and data are in {folder}.",
    "报告、计算表、函件草稿和数据见 {folder}。",
)
WRITTEN_ALL_RIGHT: Final = Text(
    "audited.written_right",
    "Report, arithmetic and data are in {folder}; there is nothing to write a letter about.",
    "报告、计算表和数据见 {folder}；无须发函。",
)
NOTHING: Final = Text("audited.nothing", "nothing", "0")
ROWS: Final = 40
"""Findings that are told of; the others are counted."""
NAMED: Final = 3
"""Lines of a finding that are named."""
REMARKS: Final = 20
REASONS: Final = 8
"""Sentences of a finding; the report has all."""


def run(asked: argparse.Namespace) -> int:
    """Audits and tells. Raises ``Faulty``."""
    held = answered(asked, "buyer")
    if not asked.json:
        told(answer(held.audit))
        show(held, held.audit.findings, asked.out)
    return DONE


def answer(audit: Audit) -> Message:
    """The answer in a sentence."""
    verdicts = Counter(audit.verdicts.values())
    if not audit.findings and audit.lines and verdicts["right"] == audit.lines:
        return ALL_RIGHT(n=audit.lines, agreement=audit.agreement, through=str(audit.through))
    if not audit.findings and not audit.lines:
        return NO_LINES(agreement=audit.agreement)
    return OF_LINES(
        n=counted(LINES, audit.lines), agreement=audit.agreement, right=counted(RIGHT, verdicts["right"]),
        wrong=counted(WRONG, verdicts["wrong"]),
        sums=SUMS(back=sums_of(audit.asked_back()), open=sums_of(audit.entitled())),
    )  # fmt: skip


def counted(says: tuple[Text, Text], n: int) -> Message:
    """A number of things: of one, and of more."""
    return says[0]() if n == 1 else says[1](n=n)


def sums_of(findings: Iterable[Finding]) -> Message:
    """The sums of differences in each currency, without their sign."""
    sums: dict[str, int] = {}
    for each in findings:
        sums[each.difference.currency] = sums.get(each.difference.currency, 0) + each.difference.minor
    return in_all([Money(abs(minor), currency) for currency, minor in sums.items()])


def in_all(moneys: Sequence[Money]) -> Message:
    """Sums of several currencies, which nobody adds up."""
    return listed([str(money) for money in moneys]) if moneys else NOTHING()


def show(held: Held, findings: Sequence[Finding], folder: str | None) -> None:
    """What the answer is made of: sums, findings, what could not be checked, what is to be looked at."""
    audit = held.audit
    told(THROUGH(billed=in_all(audit.billed), through=str(audit.through), right=in_all(audit.right)))
    unchecked = sum(verdict == "cannot_be_checked" for verdict in audit.verdicts.values())
    if unchecked:
        of: dict[str, str | Message] = {"n": counted(LINES, unchecked), "through": str(audit.through)}
        clauses = sorted(held.terms.known.open.clauses)
        told(UNCHECKED(clauses=listed(clauses), **of) if clauses else NOT_YET(**of))
    table(held, findings)
    remarks = remarks_of(held.billed)
    if remarks:
        printed("")
    for remark in remarks[:REMARKS]:
        told(remark, first="- ", rest="  ")
    if len(remarks) > REMARKS:
        told(MORE_REMARKS(n=len(remarks) - REMARKS))
    if folder is not None:
        printed("")
        to_ask = any(each.difference.minor and each.kind != "rounding" for each in findings)
        told((WRITTEN if to_ask else WRITTEN_ALL_RIGHT)(folder=folder))


def table(held: Held, findings: Sequence[Finding]) -> None:
    """Findings, the most money first, each with its clause, its lines and the arithmetic."""
    if not findings:
        return
    shown = findings[:ROWS]
    named = {row for each in shown for row in each.rows[:NAMED]}
    by_row = {line.row: line for line in held.billed.lines if line.row in named}
    alone = all(each.difference.currency == held.audit.currency for each in findings)
    head = HEADS["difference"](currency=held.audit.currency) if alone else HEADS["differences"]()
    known = citations(held.terms.written)
    printed("")
    print_table(
        [(HEADS["finding"](), False), (head, True), (HEADS["because"](), False)],
        [
            [
                "\n".join(what(each, [*map(words, cited(each.clauses, known))], by_row)),
                f"{each.difference.amount:,f}" if alone else str(each.difference),
                "\n".join(words(reason) for reason in each.reasons[:REASONS]),
            ]
            for each in shown
        ],
    )
    if len(findings) > ROWS:
        told(MORE(n=len(findings) - ROWS))


def what(finding: Finding, clauses: Sequence[str], by_row: dict[int, InvoiceLine]) -> Iterator[str]:
    """What is found, by which clause, for when, in which lines; one on a line."""
    yield words(TITLES[finding.kind]())
    yield from (f"  {clause}" for clause in clauses)
    if finding.period is not None:
        yield f"  {finding.period}"
    for row in finding.rows[:NAMED]:
        line = by_row[row]
        yield "  " + (words(LINE(invoice=line.invoice, line=line.line)) if line.line else line.invoice)
    if len(finding.rows) > NAMED:
        yield "  " + words(MORE_LINES(n=len(finding.rows) - NAMED))
