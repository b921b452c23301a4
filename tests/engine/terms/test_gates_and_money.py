"""A clause that reads a gate names one, a clause that counts charges names none, and money is told in money."""

import pytest

from suture.engine.fault import dotted
from suture.engine.terms.faults import faults
from tests.engine.built import agreement

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": 22}
FAILURE = {
    "id": "failure", "kind": "supply_failure", "services": ["catheter"], "failing": "late", "of": "ordered",
    "share": "20 %", "periods": 3, "lasts": "while_it_is_so",
}  # fmt: skip
MINIMUM = {
    "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "full",
    "minimum_spend": 1000, "counts": ["price"], "counted_amounts": "rounded",
    "relief": {"by": "failure", "while": "holds", "stands": "0 %"},
}  # fmt: skip
COST = {
    "id": "cost", "kind": "quality_cost", "services": ["recall"], "measure": "spent", "cost_of": "buyer",
    "seller_bears": "70 %", "while_holds": "failure",
}  # fmt: skip
SERVICES = {"catheter": {"unit": "piece", "step": "1"}, "recall": {"unit": "USD", "step": "0.01"}}


def found(*clauses, **changes):
    terms = agreement(*clauses, **{"services": SERVICES} | changes)
    return [(dotted(fault.path), fault.wrong.text.code, str(fault.remedy)) for fault in faults(terms)]


def test_gates_and_charges_in_their_places_are_no_fault():
    assert found(PRICE, FAILURE, MINIMUM, COST) == []


@pytest.mark.parametrize(
    ("clause", "path"),
    [
        (MINIMUM | {"relief": {"by": "price", "while": "holds", "stands": "0 %"}}, "relief.by"),
        (COST | {"while_holds": "price"}, "while_holds"),
        (
            {
                "id": "lift", "kind": "exclusivity", "holder": "seller", "scope": "field", "covers": "catheters",
                "lifted_by": ["failure", "price"],
            },
            "lifted_by[1]",
        ),
        (
            {
                "id": "step", "kind": "step_in", "services": ["catheter"], "may": ["use_equipment"],
                "cost_borne_by": "seller",
                "release": {"gates": ["price"], "lasts": "for_good"},
            },
            "release.gates[0]",
        ),
    ],
)  # fmt: skip
def test_a_charge_where_a_gate_is_read_is_refused(clause, path):
    assert (f"clauses[2].{path}", "clause_is_no_gate", "Name a gate: failure.") in found(PRICE, FAILURE, clause)


def test_a_gate_where_charges_are_counted_is_refused():
    wrong = found(PRICE, FAILURE, MINIMUM | {"counts": ["price", "failure"]})
    assert [(path, code) for path, code, _ in wrong] == [("clauses[2].counts[1]", "clause_is_a_gate")]


@pytest.mark.parametrize("recall", [{"unit": "piece", "step": "1"}, {"unit": "USD", "step": "1"},
                                    {"unit": "EUR", "step": "0.01"}, {"unit": "USD", "step": "0.005"}])  # fmt: skip
def test_money_in_another_unit_or_step_is_refused(recall):
    assert found(PRICE, FAILURE, COST, services=SERVICES | {"recall": recall}) == [
        ("clauses[2].services[0]", "service_not_in_money", "Declare it with unit: USD and step: 0.01.")
    ]


def test_the_coin_is_that_of_the_currency_and_the_currency_that_of_the_clause():
    yen = {"recall": {"unit": "JPY", "step": "1"}}
    assert found(FAILURE, COST | {"currency": "JPY"}, services=SERVICES | yen) == []
    euro = found(FAILURE, COST | {"currency": "EUR"})
    assert [code for _, code, _ in euro] == ["service_not_in_money"]


def test_a_rate_by_the_day_needs_its_index():
    late = {
        "id": "late", "kind": "late_interest", "service": "recall", "rate_per": "year_of_365",
        "reference": {"index": "ecb", "points": "8 %", "fixed": "each_half_year"},
    }  # fmt: skip
    assert [(path, code) for path, code, _ in found(late)] == [("clauses[0].reference.index", "index_unknown")]
    known = late | {"reference": late["reference"] | {"index": "cpi"}}
    assert found(known) == []
