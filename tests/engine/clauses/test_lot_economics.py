"""Lot economics: lots, minimum order, samples and loads of every order."""

from decimal import Decimal

import pytest

from suture.engine.clauses import lot_economics
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "lots", "kind": "lot_economics", "service": "catheter", "bills": "ordered", "unit_price": "22 USD/piece",
    "lot": {"size": "500 piece", "fee": "1800 USD"},
}  # fmt: skip
BARE = {key: value for key, value in CLAUSE.items() if key != "lot"}
TAKES = {"minimum_order": {"quantity": "700 piece", "below": "take_minimum"}}
SMALL = {"minimum_order": {"quantity": "500 piece", "below": "surcharge", "surcharge": "1500 USD"}}
BILLED = {"bills": "good", "samples": {"tested": "20 piece", "retained": "12 piece", "billed": "billed"}}
FREE = {"bills": "good", "samples": {"tested": "20 piece", "retained": "12 piece", "billed": "free"}}
LOAD = {"load": {"capacity": "600 piece", "fee": "2400 USD"}}
SAMPLES = [CLAUSE, CLAUSE | SMALL | LOAD, CLAUSE | TAKES, CLAUSE | TAKES | FREE | LOAD, CLAUSE | BILLED, BARE | SMALL]


def due(clause, ordered, good=(), **changes):
    facts = {("catheter", "ordered"): ordered, ("catheter", "good"): good}
    return dues(agreement(clause, **changes), facts, "lots")


@pytest.mark.parametrize(("ordered", "lots"), [(0, 0), (1, 1), (499, 1), (500, 1), (501, 2), (1000, 2), (1001, 3)])
def test_every_started_lot_bears_its_fee(ordered, lots):
    assert due(CLAUSE, [ordered])[0] == 1800 * lots + 22 * ordered


def test_every_order_starts_lots_of_its_own():
    assert due(CLAUSE, [{"a": 100, "b": 100}, {"c": 100}])[:3] == [2 * 1800 + 4400, 1800 + 2200, 0]


@pytest.mark.parametrize(("ordered", "cost"), [(0, 0), (499, 12_478), (500, 11_000), (501, 11_022)])
def test_an_order_under_the_minimum_bears_a_surcharge(ordered, cost):
    assert due(BARE | SMALL, [ordered])[0] == cost


@pytest.mark.parametrize(("ordered", "cost"), [(0, 0), (300, 19_000), (699, 19_000), (700, 19_000), (701, 19_022)])
def test_an_order_under_the_minimum_is_raised_to_it_with_its_lots(ordered, cost):
    assert due(CLAUSE | TAKES, [ordered])[0] == cost  # 700 pieces are two lots


def test_a_raised_order_bills_what_was_found_good_of_the_minimum():
    assert due(CLAUSE | TAKES | {"bills": "good"}, [300], [680])[0] == 2 * 1800 + 680 * 22


def test_free_samples_come_off_the_good_units_of_every_lot():
    assert due(CLAUSE | FREE, [1000], [950])[0] == 2 * 1800 + (950 - 64) * 22
    assert due(CLAUSE | FREE | {"bills": "ordered"}, [1000], [950])[0] == 2 * 1800 + (1000 - 64) * 22


def test_free_samples_wait_for_good_units_that_are_found_later():
    assert due(CLAUSE | FREE, [1000, {}, {}], [{}, {}, 950])[:3] == [3600, 0, (950 - 64) * 22]


def test_a_correction_of_good_units_is_credited():
    assert due(CLAUSE | FREE, [1000, {}], [950, -10])[:2] == [3600 + 886 * 22, -220]


@pytest.mark.parametrize(("ordered", "loads"), [(0, 0), (1, 1), (599, 1), (600, 1), (601, 2)])
def test_every_started_load_bears_its_fee(ordered, loads):
    assert due(BARE | LOAD | {"unit_price": "0"}, [ordered])[0] == 2400 * loads


def test_a_new_fee_holds_from_the_settlement_that_begins_on_its_day():
    fee = [{"from": "2027-01-01", "value": "1800"}, {"from": "2027-02-01", "value": "2000"}]
    clause = CLAUSE | {"lot": {"size": "500", "fee": fee}}
    assert due(clause, [100, 100])[:2] == [1800 + 2200, 2000 + 2200]


def test_a_partial_period_has_whole_lots():
    assert due(CLAUSE, [100], valid={"from": "2027-01-25", "until": "2027-03-01"})[0] == 4000


def test_known_answer_lot_economics():
    # cases/trade_cases.json lot_economics-1; source: shared/reference/trade.md §1a row 1
    assert due(CLAUSE, [1200])[0] == Decimal("31800.00")


def test_known_answer_small_lot_surcharge():
    # cases/trade_cases.json small_lot_surcharge-1; source: shared/reference/trade.md §1a row 2
    assert due(BARE | SMALL, [300])[0] == Decimal("8100.00")


def test_known_answer_sampling_and_retained():
    # cases/trade_cases.json sampling_and_retained-1; source: shared/reference/trade.md §1a row 13
    clause = CLAUSE | BILLED | {"lot": {"size": "500", "fee": "0"}}
    billed, shipped = due(clause, [500], [470])[0], 470 - 20 - 12
    assert billed == Decimal("10340.00")
    assert shipped == 438
    assert round(billed / shipped, 2) == Decimal("23.61")
    facts = {("catheter", "ordered"): [500], ("catheter", "good"): [470]}
    assert told(agreement(clause), facts, "lots", 0)[1] == (
        "470 piece good − 32 tested and retained = 438 shipped; 0 free"
    )


def test_known_answer_load_minimum():
    # cases/trade_cases.json load_minimum-1; source: shared/reference/trade.md §1a row 14
    clause = BARE | {"unit_price": "0", "load": {"capacity": "6", "fee": "2400"}}
    assert due(clause, [1])[0] == Decimal("2400.00")


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    ordered = [0, 1, 499, 500, 501, 300, 700, 0, 600, 601, 1000, 1200] * 2
    facts = {("catheter", "ordered"): ordered, ("catheter", "good"): [0, *(max(0, q - 7) for q in ordered[:-1])]}
    terms = agreement(clause)
    expected = sum(dues(terms, facts, "lots"))
    assert in_lanes(terms, happened(plan(terms), facts))["lots"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    def reasons(clause, ordered, good=0):
        return told(agreement(clause), {("catheter", "ordered"): [ordered], ("catheter", "good"): [good]}, "lots", 0)

    assert reasons(CLAUSE, 1200) == ["3 lots × 1800 USD + 1200 piece × 22 USD"]
    assert reasons(CLAUSE, 300) == ["1 lot × 1800 USD + 300 piece × 22 USD"]
    assert reasons(BARE | SMALL, 300) == [
        "300 piece × 22 USD",
        "+ 1500 USD: 300 piece is under the minimum order of 500",
    ]
    assert reasons(CLAUSE | TAKES, 300) == [
        "2 lots × 1800 USD + 700 piece × 22 USD",
        "300 piece ordered, raised to the minimum order of 700",
    ]
    assert reasons(CLAUSE | FREE | LOAD, 1000, 950) == [
        "2 lots × 1800 USD + 886 piece × 22 USD",
        "950 piece good − 64 tested and retained = 886 shipped; 64 free",
        "+ started loads of up to 600 piece: 2 × 2400 USD",
    ]


def faults(**changes):
    return [str(fault) for fault in lot_economics.check(lot_economics.Clause.model_validate(changes))]


def test_faults():
    above = "is not above zero\n    Write a number above zero."
    assert faults(**CLAUSE | {"lot": {"size": "0", "fee": "1"}, "load": {"capacity": "0", "fee": "1"}}) == [
        f"lot.size: 0 {above}",
        f"load.capacity: 0 {above}",
    ]
    assert faults(**BARE | FREE) == [
        "samples: samples are drawn from every lot, but no lot is written\n    Write the lot."
    ]
    assert faults(**CLAUSE, minimum_order={"quantity": "500", "below": "surcharge"}) == [
        "minimum_order.surcharge: an order under the minimum bears no written surcharge\n    Write it."
    ]
    assert faults(**CLAUSE, minimum_order=SMALL["minimum_order"] | {"below": "take_minimum"}) == [
        "minimum_order.surcharge: a surcharge is written, but an order under the minimum is raised to it\n"
        "    Leave out 'surcharge', or write 'below: surcharge'."
    ]
    assert [faults(**sample) for sample in SAMPLES] == [[]] * len(SAMPLES)


def test_the_charge_explains_itself_at_the_bounds_of_an_order_and_where_good_units_come_later():
    def reasons(clause, ordered, good, at=0, **more):
        facts = {("catheter", "ordered"): ordered, ("catheter", "good"): good}
        return told(agreement(clause, **more), facts, "lots", at)

    assert reasons(CLAUSE | FREE, [1000], []) == ["2 lots × 1800 USD + 0 piece × 22 USD"]
    assert reasons(CLAUSE | FREE, [1000], [0, 950], 1) == ["886 piece × 22 USD"]  # less 64 that are free
    assert reasons(BARE | TAKES | {"bills": "good"}, [700], [0, 690], 1) == ["690 piece × 22 USD"]
    assert reasons(BARE | TAKES, [1], [])[1:] == ["1 piece ordered, raised to the minimum order of 700"]
    assert reasons(BARE | SMALL, [1], [])[1:] == ["+ 1500 USD: 1 piece is under the minimum order of 500"]
    assert reasons(BARE | TAKES, [700], []) == ["700 piece × 22 USD"]
    assert reasons(BARE | SMALL, [500], []) == ["500 piece × 22 USD"]
    assert reasons(BARE | SMALL, [0], [5]) == ["0 piece × 22 USD"]
    halves = {"services": {"catheter": {"unit": "piece", "step": "0.5"}}}
    assert reasons(CLAUSE, [300], [], **halves) == ["1 lot × 1800 USD + 150 piece × 22 USD"]


def test_the_text_that_is_signed_says_what_an_order_under_the_minimum_is():
    raised, surcharged = (said_of(agreement(BARE | least))["en"][1:] for least in (TAKES, SMALL))
    assert raised == ["An order below 700 pieces is made and taken as 700 pieces."]
    assert surcharged == ["An order below 500 pieces is made as it is and bears a surcharge of 1500 USD, once."]
