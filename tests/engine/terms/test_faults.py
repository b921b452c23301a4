"""What is wrong with an agreement that could be read: all of it, each with its place."""

import pytest

from suture.engine.fault import dotted
from suture.engine.terms.faults import faults, not_exact
from tests.engine.built import agreement

PRICE = {
    "id": "price", "kind": "graduated", "service": "catheter", "measure": "accepted", "window": "contract_year",
    "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
    "tiers": [{"from": "0", "to": "1000", "price": "40 USD/piece"}, {"from": "1000", "price": "37"}],
}  # fmt: skip
COMMITMENT = {
    "id": "commitment", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted",
    "window": "contract_year", "minimum": "1200 piece", "price": "20 USD/piece", "make_up": "later_excess",
    "prorate": "full",
}  # fmt: skip
INDEXED = {
    "id": "cpi", "kind": "indexation", "index": "cpi", "on": ["price"], "base": "100", "weight": "50 %",
    "lag_periods": "0", "threshold": "0 %", "past_threshold": "excess",
}  # fmt: skip


def said(*clauses, **changes):
    return [(dotted(fault.path), str(fault.wrong)) for fault in faults(agreement(*clauses, **changes))]


def test_a_good_agreement_has_no_faults():
    assert said(PRICE, COMMITMENT) == []


@pytest.mark.parametrize(
    ("change", "path", "wrong"),
    [
        ({"minimum": "1200 box"}, "minimum", "the figure is in 'box', not in 'piece'"),
        ({"minimum": "1200.5"}, "minimum", "1200.5 is not a whole number of steps of 1 piece"),
        ({"minimum": "-1"}, "minimum", "-1 is below 0"),
        ({"minimum": {"low": "-1", "high": "5"}}, "minimum", "-1 is below 0"),
        ({"price": "20 EUR/piece"}, "price", "the figure is in EUR, the agreement in USD"),
        ({"price": "20 EUR"}, "price", "the figure is in EUR, the agreement in USD"),
        ({"price": "20 USD/box"}, "price", "the figure is in 'USD/box', not in 'USD/piece'"),
        ({"price": "20 piece"}, "price", "the figure is in 'piece', not in 'USD/piece'"),
        ({"price": "20 %"}, "price", "the figure is in '%', not in 'USD/piece'"),
        ({"price": "-0.01 USD"}, "price", "-0.01 is below 0"),
        (
            {"price": [{"from": "2027-02-01", "value": "20"}]}, "price[0].from",
            "the first value begins on 2027-02-01, but the agreement on 2027-01-01",
        ),
        (
            {"price": [{"from": "2027-01-01", "value": "20"}, {"from": "2029-01-01", "value": "21"}]}, "price[1].from",
            "a value begins on 2029-01-01, when the agreement has ended (2029-01-01)",
        ),
        (
            {"price": [{"from": "2027-01-01", "value": "20"}, {"from": "2028-01-01", "value": "21 kg"}]}, "price[1]",
            "the figure is in 'kg', not in 'USD/piece'",
        ),
        (
            {"price": {"value": "3", "dated": [{"from": "2027-01-01", "value": "20"}]}}, "price",
            "it is a value and dated values at once",
        ),
        ({"measure": "index"}, "measure", "facts of kind 'index' tell of an index, not of a service"),
        (
            {"measure": "terminated"}, "measure",
            "facts of kind 'terminated' tell of the end of the agreement, not of a service",
        ),
        ({"services": ["stent"]}, "services[0]", "the agreement has no service 'stent'"),
        (
            {"services": ["catheter", "engineering"]}, "services[1]",
            "catheter is counted in steps of 1 piece, engineering in steps of 0.25 hour",
        ),
    ],
)  # fmt: skip
def test_one_thing_wrong_in_a_clause(change, path, wrong):
    assert (f"clauses[1].{path}", wrong) in said(PRICE, COMMITMENT | change)


def test_units_in_the_plural_and_without_unit_are_right():
    assert said(COMMITMENT | {"minimum": "1200 pieces", "price": "20"}) == []
    assert said(COMMITMENT | {"price": "20 USD"}) == []


def test_a_share_above_one_is_refused_in_per_cent_as_it_was_written():
    assert said(PRICE, INDEXED | {"weight": "120 %"}) == [("clauses[1].weight", "120 % is above 100 %")]
    assert said(PRICE, INDEXED | {"weight": "1.2"}) == [("clauses[1].weight", "1.2 is above 1")]
    assert said(PRICE, INDEXED | {"weight": "0.5 USD"}) == [("clauses[1].weight", "the figure is in 'USD', not in '%'")]


def test_an_index_that_is_not_declared():
    assert said(PRICE, INDEXED | {"index": "ppi"}) == [("clauses[1].index", "the agreement has no index 'ppi'")]


def test_a_lag_that_is_longer_than_the_agreement():
    assert said(PRICE, INDEXED | {"lag_periods": "24"}) == []
    assert said(PRICE, INDEXED | {"lag_periods": "100000000000"}) == [
        ("clauses[1]", "a lag of 100,000,000,000, counted in settlement periods, is longer than the agreement lasts")
    ]


def test_two_clauses_of_one_id():
    assert said(COMMITMENT, COMMITMENT) == [("clauses[1].id", "clause 1 has the id 'commitment' too")]


def test_clauses_that_are_counted_exist_come_before_and_make_no_circle():
    assert said(PRICE, INDEXED | {"on": ["prise"]}) == [("clauses[1].on[0]", "there is no clause 'prise'")]
    assert said(PRICE, INDEXED | {"on": ["price", "cpi"]}) == [
        ("clauses[1].on[1]", "the clause counts its own charges")
    ]
    assert said(PRICE, COMMITMENT, INDEXED | {"on": ["commitment"]}) == [
        ("clauses[2].on[0]", "'commitment' (take_or_pay) is counted in a later phase than this indexation")
    ]
    other = INDEXED | {"id": "ppi", "on": ["cpi"]}
    assert said(PRICE, INDEXED | {"on": ["ppi"]}, other) == [
        ("clauses[1]", "these clauses count one another in a circle: cpi, ppi")
    ]


def test_the_head():
    assert said(PRICE, currency="XTS") == [("currency", "'XTS' is no currency that is known")]
    assert said(PRICE, valid={"from": "2027-01-01", "until": "2027-01-01"}) == [
        ("valid.until", "it ends on 2027-01-01, not after its beginning 2027-01-01")
    ]
    assert said(PRICE, valid={"from": "2027-01-01", "until": "2227-01-01"}) == [
        ("valid.until", "it covers 200 years, more than 100")
    ]


def test_a_window_is_made_of_whole_settlement_periods():
    quarterly = {"settlement": {"every": "quarter", "anchor": "2027-01-01"}}
    assert said(PRICE, **quarterly) == []
    assert said(PRICE | {"window": "month"}, **quarterly) == [
        ("clauses[0].window", "a window of a month is shorter than the settlement quarter")
    ]
    assert said(PRICE, **quarterly, contract_year_starts="2027-02-01") == [
        ("clauses[0].window", "a contract year begins on 2027-02-01, inside a settlement quarter")
    ]
    fifteenth = {"settlement": {"every": "month", "anchor": "2027-01-15"}, "contract_year_starts": "2027-06-15"}
    assert said(PRICE, **fifteenth) == []
    assert said(PRICE | {"window": "calendar_year"}, **fifteenth) == [
        ("clauses[0].window", "a calendar year begins on 2027-01-01, inside a settlement month")
    ]


def test_what_an_invoice_cannot_be_counted_with():
    terms = agreement(PRICE, COMMITMENT | {"minimum": {"low": "900", "high": "1200"}, "price": "unknown"})
    assert faults(terms) == []
    assert [(dotted(fault.path), str(fault.wrong)) for fault in not_exact(terms)] == [
        ("clauses[1].minimum", "the figure is a range from 900 to 1200"),
        ("clauses[1].price", "the figure is not known"),
    ]
    assert not_exact(agreement(PRICE, COMMITMENT)) == []
