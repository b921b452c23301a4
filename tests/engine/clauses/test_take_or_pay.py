"""Take-or-pay: what is not taken is paid; a later excess makes it up."""

from decimal import Decimal

from tests.engine.built import agreement, dues, told

CLAUSE = {
    "id": "commitment", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted",
    "window": "contract_year", "minimum": "1200 piece", "price": "20 USD/piece", "make_up": "later_excess",
    "prorate": "full",
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"prorate": "in_force"}, CLAUSE | {"make_up": "none", "window": "quarter"}]


def test_what_is_not_taken_in_a_contract_year_is_paid_when_it_closes():
    due = dues(agreement(CLAUSE), {("catheter", "accepted"): [100] * 10}, "commitment")
    assert due[11] == Decimal("4000")  # (1,200 - 1,000) x 20
    assert due[:11] == [0] * 11


def test_an_excess_of_the_next_year_makes_it_up():
    due = dues(agreement(CLAUSE), {("catheter", "accepted"): [100] * 10 + [0, 0] + [150] * 12}, "commitment")
    assert due[11] == Decimal("4000")
    assert due[23] == Decimal("-4000")


def test_without_make_up_nothing_is_credited():
    terms = agreement(CLAUSE | {"make_up": "none"})
    assert dues(terms, {("catheter", "accepted"): [100] * 10 + [0, 0] + [150] * 12}, "commitment")[23] == 0


def test_a_termination_in_force_for_six_months_owes_half_the_minimum():
    terms = agreement(CLAUSE | {"prorate": "in_force"})
    due = dues(terms, {("catheter", "accepted"): [50] * 6}, "commitment", in_force=["1"] * 6 + ["0"] * 18)
    assert due[11] == Decimal("6000")  # (600 - 300) x 20


def test_the_charge_explains_itself():
    facts = {("catheter", "accepted"): [100] * 10}
    assert told(agreement(CLAUSE), facts, "commitment", 11) == ["200 piece not taken × 20 USD"]
    assert told(agreement(CLAUSE), facts, "commitment", 0) == [
        "100 piece taken of 1200 in the window so far; settled when it closes"
    ]
