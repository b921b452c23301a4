"""The arithmetic of a finding: how its lines were billed, then what is due and why."""

from collections.abc import Iterator, Sequence
from typing import Final

from suture.engine.claims.due import Due
from suture.engine.claims.group import Group
from suture.engine.claims.guess import in_unit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.text import Message, Text

BILLED: Final = Text(
    "finding.billed_line",
    "invoice {invoice}, line {line}: {amount} {currency}",
    "发票 {invoice} 第 {line} 行：{amount} {currency}",
)
BILLED_AT: Final = Text(
    "finding.billed_at",
    "invoice {invoice}, line {line}: {quantity}{unit} × {price} = {amount} {currency}",
    "发票 {invoice} 第 {line} 行：{quantity}{unit} × {price} = {amount} {currency}",
)
DUE_IS: Final = Text("finding.due", "due by clause {clause}: {amount}", "按条款 {clause} 应付：{amount}")
SHOWN: Final = 5
"""Lines of a group that are said one by one."""


def how_billed(lines: Sequence[InvoiceLine]) -> Iterator[Message]:
    """The lines as they were billed, the first of them."""
    for line in lines[:SHOWN]:
        what = {
            "invoice": line.invoice, "line": line.line or line.row, "amount": line.amount, "currency": line.currency,
        }  # fmt: skip
        if line.quantity is not None and line.unit_price is not None:
            yield BILLED_AT(quantity=line.quantity, unit=in_unit(line), price=line.unit_price, **what)
        else:
            yield BILLED(**what)


def how_due(due: Due, group: Group) -> Iterator[Message]:
    """What each clause makes due, and why."""
    for name in group.clauses:
        for at in group.periods:
            charge = due.charges.get((name, at))
            if charge is not None and charge.money.minor:
                yield DUE_IS(clause=name, amount=str(charge.money))
                yield from charge.reasons
