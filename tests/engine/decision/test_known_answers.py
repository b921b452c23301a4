"""Known answers of choosing, through the product's own terms. Transcribed from shared/cases/decision_cases.json."""

from decimal import Decimal

from suture.engine.decision.turning import along
from suture.engine.rating import exact
from suture.engine.rating.plan import plan
from tests.engine.built import agreement, happened

YEAR = {"from": "2027-01-01", "until": "2028-01-01"}


def due(units: int, *clauses: dict[str, str | list[str]]) -> Decimal:
    """What a year in which so many units are accepted costs under these clauses."""
    terms = plan(agreement(*clauses, valid=YEAR))
    folded = exact.fold(terms, happened(terms, {("catheter", "accepted"): [units]}))
    return sum((each.due[-1] for each in folded), Decimal(0))


def at(price: str) -> dict[str, str | list[str]]:
    return {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": price}


def test_breakeven_volume():
    """Case breakeven_volume: 52 a unit as you go against 41 and 330,000 a year: even at 30,000 units. Closed form
    F / (p_spot - p_contract)."""
    fixed = {
        "id": "fixed", "kind": "periodic_fee", "fee": "330000", "per": "contract_year", "billed": "in_advance",
        "part_of_a_period": "whole",
    }  # fmt: skip
    assert due(30_000, at("52")) == due(30_000, at("41"), fixed) == 1_560_000
    found = along(
        (10_000, 20_000, 80_000), lambda units: float(due(round(units), at("41"), fixed) - due(round(units), at("52")))
    )
    assert found.zero_at is not None
    assert abs(found.zero_at / 30_000 - 1) <= 1e-12


def test_take_or_pay_expected():
    """Case take_or_pay_expected: demand 6,000 to 15,000 with chances 0.2, 0.3, 0.3, 0.2, 40 a unit, at least 10,000
    paid: 464,000. By hand: max(demand, minimum) x price."""
    take_or_pay: dict[str, str | list[str]] = {
        "id": "minimum", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted",
        "window": "contract_year", "minimum": "10000", "price": "40", "make_up": "none", "prorate": "full",
    }  # fmt: skip
    demand = {6_000: "0.2", 9_000: "0.3", 12_000: "0.3", 15_000: "0.2"}
    expected = sum(Decimal(chance) * due(units, at("40"), take_or_pay) for units, chance in demand.items())
    assert expected == Decimal(464_000)
