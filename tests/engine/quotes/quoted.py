"""Vena asks for catheters; North (DAP, in USD) and East (FOB, in CNY) quote: as the files that people write."""

from suture.engine.quotes.reading import quote_in, request_in
from suture.engine.terms.reading import mapping

REQUEST = """\
suture: 1
request: RFQ-7
title: Catheter supply
buyer: Vena
service: catheter
unit: piece
step: 1
currency: USD
award: 2026-12-15
starts: 2027-01-01
orders: {size: 2000, volumes: [20000, 24000, 30000]}
delivery: {place: Memphis, incoterm: DAP}
weight: 0.12 kg
regions:
  us:
    export: {per_unit: 0}
    freight: {per_unit: 0.10}
    insurance: {share: 0.2 %}
    import: {per_unit: 0}
    duty: {share: 0 %, on: fob}
  cn:
    export: {per_unit: 0.05}
    freight: {per_kg: 4.20 USD/kg}
    insurance: {share: 0.4 %}
    import: {per_unit: 0.03}
    duty: {share: 20 %, on: fob}
rates:
  CNY: {rate: 14.0, for: "100", source: central parity rate, on: 2026-11-30}
  EUR: {rate: 1.25, for: "1", source: reference rate, on: 2026-11-30}
rejects: {share: 1.5 %, borne_by: buyer}
accepts: {yield: 95 %, lead_weeks: 12}
scope: [tooling, sterilisation]
upkeep: 45000
oversight: {hours: 25, hour_cost: 90}
changes: {a_year: 4, cost: 3000}
exit: {by: figures, tooling_share: 100 %, transfer: 150000}
"""

NORTH = """\
suture: 1
quote: Q-North
bidder: North
valid_until: 2027-02-01
incoterm: DAP
region: us
place: Memphis
rejects: {share: 1 %, borne_by: buyer}
assumes: {yield: 95 %, lead_weeks: 12, lot_size: 500}
change_order: 2500 USD
scope:
  tooling: {answer: included}
  sterilisation: {answer: included}
value:
  - {item: yield_warranty, says: 96 % or the lot is made again}
terms:
  suture: 1
  agreement: T-North
  model: on_demand
  parties: {buyer: Vena, seller: North}
  currency: USD
  valid: {from: 2027-01-01, until: 2030-01-01}
  contract_year_starts: 2027-01-01
  settlement: {every: month, anchor: 2027-01-01}
  rounding: {mode: half_up, point: line}
  services: {catheter: {unit: piece, step: 1}}
  clauses:
    - {id: lots, kind: lot_economics, service: catheter, bills: ordered, unit_price: 22.00, lot: {size: 500, fee: 1800}}
    - {id: mould, kind: tooling, cost: 80000, at_once: {on: 2027-02-01}, on_exit: nothing_due, owner_once_paid: buyer}
"""


def but(text, *changes):
    """A text with things changed, each a pair; the first of a pair must stand there once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


EAST = but(
    NORTH,
    ("Q-North", "Q-East"), ("bidder: North", "bidder: East"), ("incoterm: DAP", "incoterm: FOB"),
    ("region: us", "region: cn"), ("place: Memphis", "place: Shanghai"), ("T-North", "T-East"),
    ("seller: North", "seller: East"), ("currency: USD", "currency: CNY"), ("change_order: 2500 USD\n", ""),
    ("unit_price: 22.00", "unit_price: 140.00"), ("size: 500, fee: 1800", "size: 1000, fee: 9000"),
    ("lot_size: 500", "lot_size: 1000"), ("cost: 80000", "cost: 300000"), ("share: 1 %", "share: 2 %"),
    ("  sterilisation: {answer: included}\n", ""),
)  # fmt: skip


def request(*changes):
    """The request with things changed. Raises ``Faulty``."""
    return request_in(mapping(but(REQUEST, *changes)))


def quote(text, *changes):
    """A quote with things changed. Raises ``Faulty``."""
    return quote_in(mapping(but(text, *changes)))


def both():
    """The two quotes, with the names of their files."""
    return [("north.yaml", quote(NORTH)), ("east.yaml", quote(EAST))]
