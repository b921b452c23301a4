"""Tiers in blocks: a started block is paid whole, slice by slice or for the whole quantity."""

import pytest

from suture.engine.clauses import block_tiers
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

TIERS = [
    {"from": "0", "to": "100 piece", "block": "10 piece", "price": "300 USD"},
    {"from": "100 piece", "to": "400 piece", "block": "50 piece", "price": "1200 USD"},
    {"from": "400 piece", "block": "100 piece", "price": "2000 USD"},
]
CLAUSE = {
    "id": "blocks", "kind": "block_tiers", "service": "catheter", "measure": "accepted", "window": "contract_year",
    "charged": "each_slice", "bound": "upper_inclusive", "price_change": "later_units", "tiers": TIERS,
}  # fmt: skip
REACHED = CLAUSE | {"charged": "tier_reached"}
PRICES = [{"from": "2027-01-01", "value": "2000"}, {"from": "2027-04-01", "value": "2200"}]
DATED = {"tiers": [*TIERS[:2], TIERS[2] | {"price": PRICES}]}
SAMPLES = [
    CLAUSE,
    REACHED | {"window": "quarter"},
    REACHED | {"bound": "lower_inclusive", "window": "order"},
    CLAUSE | DATED | {"price_change": "restart"},
    REACHED | DATED | {"price_change": "whole_window"},
]


def due(clause, taken, **changes):
    return dues(agreement(clause, **changes), {("catheter", "accepted"): taken}, "blocks")


@pytest.mark.parametrize(
    ("taken", "cost"),
    [(0, 0), (1, 300), (10, 300), (11, 600), (100, 3000), (101, 4200), (150, 4200), (151, 5400), (401, 12_200)],
)
def test_a_started_block_of_every_slice_is_paid_whole(taken, cost):
    assert due(CLAUSE, [taken])[0] == cost


@pytest.mark.parametrize(
    ("taken", "cost"),
    [(0, 0), (1, 300), (99, 3000), (100, 3000), (101, 3600), (400, 9600), (401, 10_000), (500, 10_000), (501, 12_000)],
)
def test_the_whole_quantity_in_blocks_of_the_tier_reached(taken, cost):
    assert due(REACHED, [taken])[0] == cost


@pytest.mark.parametrize(("bound", "cost"), [("upper_inclusive", 3000), ("lower_inclusive", 2400)])
def test_whom_a_bound_belongs_to_is_written(bound, cost):
    assert due(REACHED | {"bound": bound}, [100])[0] == cost  # 10 blocks of 10, or 2 of 50
    assert due(CLAUSE | {"bound": bound}, [100])[0] == 3000  # the slices are the same


def test_later_units_fill_the_started_block_and_units_taken_back_give_it_back():
    assert due(CLAUSE, [11, 9, 1, -1])[:4] == [600, 0, 300, -300]


def test_the_next_window_begins_new_blocks():
    assert due(CLAUSE | {"window": "month"}, [1, 1])[:2] == [300, 300]
    assert due(CLAUSE | {"window": "order"}, [{"a": 1, "b": 1}])[0] == 600


@pytest.mark.parametrize(("rule", "amount"), [("later_units", 2200), ("whole_window", 2400), ("restart", 300)])
def test_a_price_change_inside_the_window(rule, amount):
    # 500 taken in January are the first block of the open tier; 1 more in April
    assert due(CLAUSE | DATED | {"price_change": rule}, [500, 0, 0, 1])[3] == amount


def rated(tiers, taken):
    return due(CLAUSE | {"window": "month", "tiers": tiers}, [taken])[0]


@pytest.mark.parametrize(("foo", "bar", "amount"), [(5, 99, 203), (5, 101, 225), (75, 101, 2230)])
def test_known_answer_two_part_numbers_in_block_tiers(foo, bar, amount):
    # cases/billing_cases.json killbill-two-units-all-tiers; source: killbill/killbill:
    # invoice/src/test/java/org/killbill/billing/invoice/usage/TestContiguousIntervalConsumableInArrear.java
    one = [
        {"from": "0", "to": "10", "block": "1", "price": "1"},
        {"from": "10", "to": "60", "block": "1", "price": "10"},
        {"from": "60", "block": "1", "price": "100"},
    ]
    other = [
        {"from": "0", "to": "100", "block": "1", "price": "2"},
        {"from": "100", "to": "600", "block": "1", "price": "20"},
        {"from": "600", "block": "1", "price": "200"},
    ]
    assert rated(one, foo) + rated(other, bar) == amount


@pytest.mark.parametrize("charged", ["each_slice", "tier_reached"])
@pytest.mark.parametrize("count", [5, 9, 16])
def test_more_tiers_of_the_same_blocks_change_nothing(charged, count):
    cuts = [str(10 * i) for i in range(count)]
    many = [{"from": cut, "block": "10", "price": "300"} for cut in cuts]
    for tier, end in zip(many[:-1], cuts[1:], strict=True):
        tier["to"] = end
    few = [{"from": "0", "block": "10", "price": "300"}]
    taken = [1, 8, 1, 1, 30, 9, 1, 77, 200]
    terms = [agreement(CLAUSE | {"charged": charged, "tiers": tiers}) for tiers in (few, many)]
    facts = {("catheter", "accepted"): taken}
    assert dues(terms[1], facts, "blocks") == dues(terms[0], facts, "blocks")
    lanes = [in_lanes(each, happened(plan(each), facts))["blocks"] for each in terms]
    assert lanes[1] == lanes[0] == [*lanes[0][:8], *[9900] * 16]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [0, 9, 1, 1, 88, 1, 1, 0, 299, 1, 1, 5000] * 2}
    expected = sum(dues(terms, taken, "blocks"))
    assert in_lanes(terms, happened(plan(terms), taken))["blocks"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    taken = {("catheter", "accepted"): [101, 50]}
    assert told(agreement(CLAUSE), taken, "blocks", 0) == [
        "101 piece taken in the window, in started blocks:",
        "tier 1, blocks of 10 piece: 10 × 300 USD",
        "tier 2, blocks of 50 piece: 1 × 1200 USD",
    ]
    assert told(agreement(CLAUSE), taken, "blocks", 1) == [
        "151 piece taken in the window, in started blocks:",
        "tier 1, blocks of 10 piece: 10 × 300 USD",
        "tier 2, blocks of 50 piece: 2 × 1200 USD",
        "less 4200 USD for the 101 piece before",
    ]


def faults(**changes):
    written = block_tiers.Clause.model_validate(CLAUSE | changes)
    return [str(fault) for fault in block_tiers.check(written)]


def test_the_faults_of_a_table_of_blocks():
    part = [TIERS[0] | {"block": "30"}, *TIERS[1:]]
    assert faults(tiers=part) == [
        "tiers[0].block: tier 1 holds 100, which is not a whole number of blocks of 30\n"
        "    Let the tier end where one of its blocks ends."
    ]
    assert faults(tiers=part, charged="tier_reached") == []
    changing = [{"from": "2027-01-01", "value": "10"}, {"from": "2027-04-01", "value": "40"}]
    assert len(faults(tiers=[TIERS[0] | {"block": changing}, *TIERS[1:]])) == 1
    assert faults(tiers=[*TIERS[:2], TIERS[2] | {"block": "0"}]) == [
        "tiers[2].block: 0 is not above zero\n    Write a number above zero."
    ]
    assert faults(tiers=[TIERS[0], TIERS[2]]) == [
        "tiers[1].from: tier 2 begins at 400 but the tier before it ends at 100\n"
        "    Let every tier begin where the one before it ends."
    ]
