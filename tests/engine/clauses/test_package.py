"""Package price: a package that is started counts whole."""

import pytest

from suture.engine.clauses import package
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

CLAUSE = {
    "id": "packs", "kind": "package", "service": "catheter", "measure": "accepted", "window": "quarter",
    "size": "10 piece", "price": "15 USD", "price_change": "later_units",
}  # fmt: skip
PRICES = [{"from": "2027-01-01", "value": "15"}, {"from": "2027-02-01", "value": "20"}]
SAMPLES = [
    CLAUSE,
    CLAUSE | {"window": "order"},
    CLAUSE | {"window": "term", "price": PRICES, "price_change": "whole_window"},
    CLAUSE | {"window": "month", "size": "7"},
]


def due(clause, taken, **changes):
    return dues(agreement(clause, **changes), {("catheter", "accepted"): taken}, "packs")


@pytest.mark.parametrize(("taken", "cost"), [(0, 0), (1, 15), (9, 15), (10, 15), (11, 30), (20, 30), (21, 45)])
def test_one_piece_below_at_and_above_a_package(taken, cost):
    assert due(CLAUSE, [taken])[0] == cost


def test_a_later_piece_may_still_fit_into_a_started_package():
    assert due(CLAUSE, [17, 3, 1])[:3] == [30, 0, 15]


def test_the_window_begins_a_new_package():
    assert due(CLAUSE, [0, 0, 17, 3])[:4] == [0, 0, 30, 15]


def test_every_order_begins_a_new_package():
    assert due(CLAUSE | {"window": "order"}, [{"a": 17, "b": 3}, {"c": 1}])[:3] == [45, 15, 0]


def test_a_piece_taken_back_gives_its_package_back():
    assert due(CLAUSE, [11, -1])[:2] == [30, -15]


def test_a_partial_window_has_whole_packages():
    assert due(CLAUSE, [11], valid={"from": "2027-03-20", "until": "2027-05-01"})[0] == 30


def test_a_price_change_inside_the_window():
    assert due(CLAUSE | {"price": PRICES}, [17, 4])[:2] == [30, 20]
    assert due(CLAUSE | {"price": PRICES, "price_change": "whole_window"}, [17, 4])[:2] == [30, 30]
    assert due(CLAUSE | {"price": PRICES, "price_change": "restart"}, [17, 3])[:2] == [30, 20]  # a new package


def test_known_answer_packages_are_counted_on_the_running_total():
    # cases/billing_cases.json openmeter-package-overflow;
    # source: openmeterio/openmeter:openmeter/billing/rating/service/rate/package_test.go
    assert due(CLAUSE, [17, 5])[:2] == [30, 15]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [0, 9, 1, 1, 9, 7, 14, 0, 21, 1, 1, 5000] * 2}
    expected = sum(dues(terms, taken, "packs"))
    assert in_lanes(terms, happened(plan(terms), taken))["packs"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    taken = {("catheter", "accepted"): [17, 5]}
    assert told(agreement(CLAUSE), taken, "packs", 0) == [
        "17 piece taken in the window: packages of 10 piece started: 2; each 15 USD"
    ]
    assert told(agreement(CLAUSE), taken, "packs", 1) == [
        "22 piece taken in the window: packages of 10 piece started: 3; each 15 USD",
        "less 30 USD for the 17 piece before",
    ]


@pytest.mark.parametrize("size", ["0", {"low": "0", "high": "20"}])
def test_a_package_of_nothing_is_a_fault(size):
    clause = package.Clause.model_validate(CLAUSE | {"size": size})
    assert [str(f) for f in package.check(clause)] == ["size: 0 is not above zero\n    Write a number above zero."]
    assert list(package.check(package.Clause.model_validate(CLAUSE))) == []
