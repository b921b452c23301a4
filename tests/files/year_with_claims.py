"""Two months of Vena and North, billed with errors both ways, audited by the engine."""

from datetime import date
from decimal import Decimal

from suture.engine.claims.audit import Audit, audit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.reading import read_agreement
from suture.files.facts import from_table

TERMS = """\
suture: 1
agreement: 2027-014
model: long_term
parties: {buyer: Vena, seller: North & Sons}
currency: USD
valid: {from: 2027-01-01, until: 2028-01-01}
contract_year_starts: 2027-01-01
settlement: {every: month, anchor: 2027-01-01}
rounding: {mode: half_up, point: line}
services:
  catheter: {unit: piece, step: 1}
  analysis: {unit: piece, step: 1}
  office: {unit: piece, step: 1}
clauses:
  - id: price
    kind: graduated
    stands_for: section 5.2
    service: catheter
    measure: accepted
    window: contract_year
    bound: upper_inclusive
    zero_use: nothing_due
    price_change: later_units
    tiers:
      - {from: 0, to: 1000, price: 40.00 USD/piece}
      - {from: 1000, price: 37.00 USD/piece}
  - {id: returns, kind: unit, service: analysis, measure: accepted, price: 120.00 USD/piece}
"""
FACTS = """\
agreement,service,date,quantity,unit,kind,event,source_id,reverses,note
2027-014,catheter,2027-01-15,800,piece,accepted,L-1,a1,,
2027-014,catheter,2027-02-15,700,piece,accepted,L-2,a2,,
2027-014,analysis,2027-02-20,6,piece,accepted,R-9,a3,,
"""


def line(row: int, invoice: str, day: date, amount: str, **more: object) -> InvoiceLine:
    """One line of an invoice of North; what is not given, it does not say."""
    return InvoiceLine("2027-014", invoice, day, Decimal(amount), "USD", line=str(row), row=row, **more)  # type: ignore[arg-type]


LINES = (
    line(1, "INV-01", date(2027, 1, 31), "32000.00", clause="price", service="catheter", quantity=Decimal(800),
         unit="piece", unit_price=Decimal("40.00"), first=date(2027, 1, 1), last=date(2027, 1, 31)),
    line(2, "INV-02", date(2027, 2, 28), "28000.00", clause="price", service="catheter", quantity=Decimal(700),
         unit="piece", unit_price=Decimal("40.00"), first=date(2027, 2, 1), last=date(2027, 2, 28)),
    line(3, "INV-02", date(2027, 2, 28), "450.00", service="office", note='=HYPERLINK("a")'),
)  # fmt: skip


def audited() -> tuple[Audit, Agreement, tuple[InvoiceLine, ...]]:
    """What the report is given."""
    agreement = read_agreement(TERMS, file="supply.yaml")
    planned = plan(agreement)
    happened = activity(planned, from_table(FACTS).facts)
    return audit(planned, happened, LINES, date(2027, 2, 28)), agreement, LINES
