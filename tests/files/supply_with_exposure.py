"""A supply of Vena and North in which much can be owed: orders, a forecast, a minimum, tooling, material, an ending."""

from datetime import date

from suture.engine.exposure.deadlines import Deadline
from suture.engine.exposure.exposure import Exposure, exposure
from suture.engine.exposure.portfolio import Portfolio, Side
from suture.engine.rating.plan import plan
from suture.engine.terms.reading import read_agreement
from suture.files.facts import from_table

AGREEMENT = """\
suture: 1
agreement: 2027-014
model: long_term
parties: {buyer: Vena, seller: North}
currency: USD
valid: {from: 2027-01-01, until: 2029-01-01}
contract_year_starts: 2027-01-01
settlement: {every: month, anchor: 2027-01-01}
rounding: {mode: half_up, point: line}
services:
  catheter: {unit: piece, step: 1}
  reserve: {unit: piece, step: 1}
clauses:
  - {id: price, kind: unit, service: catheter, measure: accepted, price: 25.00 USD/piece}
  - id: cancel
    kind: cancellation
    stands_for: section 7.2
    service: catheter
    price: 25.00 USD/piece
    schedule:
      - {days_at_least: 90, share: 0 %}
      - {days_at_least: 60, share: 25 %}
      - {days_at_least: 30, share: 50 %}
      - {days_at_least: 0, share: 100 %}
  - id: bound
    kind: forecast_commitment
    stands_for: section 4.3
    services: [catheter]
    measure: accepted
    window: quarter
    curve:
      - {periods_ahead: 1, binding: 100 %, least_of_last: 80 %}
      - {periods_ahead: 2, binding: 50 %, least_of_last: 50 %}
    open_orders: confirmed
    price: 12.00 USD/piece
    prorate: in_force
  - id: commitment
    kind: take_or_pay
    services: [catheter]
    measure: accepted
    window: contract_year
    minimum: 12000 piece
    price: 20 USD/piece
    make_up: later_excess
    prorate: in_force
  - id: cell
    kind: financed_tooling
    stands_for: exhibit C
    cost: 480_000 USD
    instalments: 24
    first: 2027-01-15
    yearly_interest: 6 %
    interest_from: 2027-01-01
    days_in_year: 360
    on_exit: balance_due
    resale: 60_000 USD
    owner_once_paid: seller
  - id: stock
    kind: safety_stock
    service: reserve
    units: 3_000 piece
    value: 25.00 USD/piece
    rate_per_month: 1 %
    rebuild_days: 60
    on_exit: due_at_any_end
  - id: exit
    kind: early_termination
    stands_for: section 14.3
    notice_months: 6
    fees:
      - {from_month: 0, fee: 300_000 USD}
      - {from_month: 12, fee: 200_000 USD}
"""
FACTS = """\
agreement,service,date,quantity,unit,kind,event,source_id,reverses,note,for
2027-014,catheter,2027-01-10,2000,piece,ordered,PO-11,a1,,,2027-02-15
2027-014,catheter,2027-02-15,2000,piece,delivered,PO-11,a2,,,
2027-014,catheter,2027-02-16,2000,piece,accepted,PO-11,a3,,,
2027-014,catheter,2027-02-20,1500,piece,ordered,PO-12,a4,,,2027-04-10
2027-014,catheter,2027-02-20,1500,piece,ordered,PO-13,a5,,,2027-05-20
2027-014,catheter,2027-02-25,1800,piece,forecast,,a6,,,2027-03-01
2027-014,catheter,2027-02-25,2400,piece,forecast,,a7,,,2027-04-01
2027-014,catheter,2027-02-25,2400,piece,forecast,,a8,,,2027-05-01
2027-014,reserve,2027-02-01,3000,piece,held,,a9,,,
"""
ON = date(2027, 3, 1)


def found(terms: str = AGREEMENT, facts: str = FACTS) -> Exposure:
    """The exposure on the first of March."""
    agreement = read_agreement(terms, file="supply.yaml")
    return exposure(plan(agreement), from_table(facts).facts, ON)


def told(*exposures: Exposure, side: Side = "buyer") -> tuple[Portfolio, list[Exposure], list[tuple[str, Deadline]]]:
    """What the command hands to the report: the sums, the agreements, and their last days."""
    portfolio = Portfolio(side)
    for each in exposures:
        portfolio.add(each)
    days = [(each.agreement, deadline) for each in exposures for deadline in each.deadlines]
    return portfolio, list(exposures), sorted(days, key=lambda day: day[1].last)


def three() -> tuple[Exposure, ...]:
    """Agreements with two makers, in two currencies."""
    one, three = AGREEMENT.replace("2027-014", "2027-015"), AGREEMENT.replace("2027-014", "2027-016")
    kestrel = one.replace("North", "Kestrel & Söhne").replace("480_000", "90_000")
    return (
        found(), found(kestrel, FACTS.replace("2027-014", "2027-015")),
        found(three.replace("USD", "EUR"), FACTS.replace("2027-014", "2027-016")),
    )  # fmt: skip
