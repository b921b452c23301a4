"""The catheter supply of Vena (device company) and North (CDMO) as the files that people write."""

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
  engineering: {unit: hour, step: 0.25}
indices: {ppi: {describes: US producer prices, source: BLS, missing: last_stands, revised: first_stands}}
clauses:
  - id: price
    kind: graduated
    service: catheter
    measure: accepted
    window: contract_year
    bound: upper_inclusive
    zero_use: nothing_due
    price_change: later_units
    tiers:
      - {from: 0, to: 1000, price: 40.00 USD/piece}
      - {from: 1000, price: 37.00 USD/piece}
  - id: commitment
    kind: take_or_pay
    services: [catheter]
    measure: accepted
    window: contract_year
    minimum: 12000 piece
    price: 20 USD/piece
    make_up: later_excess
    prorate: full
"""
HEADER = "agreement,service,date,quantity,unit,kind,event,source_id,reverses,note\n"
FACTS = HEADER + (
    "2027-014,catheter,2027-01-15,800,piece,accepted,,a1,,\n2027-014,catheter,2027-02-15,400,piece,accepted,,a2,,\n"
)


def but(old: str, new: str, text: str = AGREEMENT) -> str:
    """The text with one thing changed; it must stand there once."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)
