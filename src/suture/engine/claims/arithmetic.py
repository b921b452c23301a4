"""The arithmetic of a finding: how its lines were billed, then what is due and why."""

from collections.abc import Iterator, Sequence
from typing import Final

from suture.engine.claims.due import Due
from suture.engine.claims.group import Group
from suture.engine.claims.guess import in_unit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.text import Message, Text

IN_LINE: Final = Text("finding.in_line", "invoice {invoice}, line {line}", "发票 {invoice} 第 {line} 行")
IN_INVOICE: Final = Text("finding.in_invoice", "invoice {invoice}", "发票 {invoice}")
BILLED: Final = Text("finding.billed_line", "{where}: {amount} {currency}", "{where}：{amount} {currency}")
BILLED_AT: Final = Text(
    "finding.billed_at",
    "{where}: {quantity}{unit} × {price} = {amount} {currency}",
    "{where}：{quantity}{unit} × {price} = {amount} {currency}",
)
DUE_IS: Final = Text("finding.due", "due by clause {clause}: {amount}", "按条款 {clause} 应付：{amount}")
SHOWN: Final = 5
"""Lines of a group that are said one by one."""


def how_billed(lines: Sequence[InvoiceLine]) -> Iterator[Message]:
    """The lines as they were billed, the first of them."""
    for line in lines[:SHOWN]:
        place, amount, currency = where(line), line.amount, line.currency
        if line.quantity is not None and line.unit_price is not None:
            yield BILLED_AT(
                where=place, quantity=line.quantity, unit=in_unit(line), price=line.unit_price, amount=amount,
                currency=currency,
            )  # fmt: skip
        else:
            yield BILLED(where=place, amount=amount, currency=currency)


def where(line: InvoiceLine) -> Message:
    """Where a line stands, as its biller numbers it."""
    return IN_LINE(invoice=line.invoice, line=line.line) if line.line else IN_INVOICE(invoice=line.invoice)


def how_due(due: Due, group: Group) -> Iterator[Message]:
    """What each clause makes due, and why."""
    for name in group.clauses:
        for at in group.periods:
            charge = due.charges.get((name, at))
            if charge is not None and charge.money.minor:
                yield DUE_IS(clause=name, amount=str(charge.money))
                yield from charge.reasons
