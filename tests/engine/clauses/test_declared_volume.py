"""Declared volume: priced at the step declared, billed back at the step reached."""

from decimal import Decimal

import pytest

from suture.engine.clauses import declared_volume
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

TIERS = [
    {"from": "0", "to": "10000", "price": "31.00 USD/piece"},
    {"from": "10000", "to": "20000", "price": "27.00 USD/piece"},
    {"from": "20000", "price": "24.00 USD/piece"},
]
CLAUSE = {
    "id": "price", "kind": "declared_volume", "service": "catheter", "measure": "accepted", "window": "contract_year",
    "declared": "20000 piece", "bound": "lower_inclusive", "tiers": TIERS, "refund": "none", "prorate": "in_force",
}  # fmt: skip
SMALL = [
    {"from": "0", "to": "1000", "price": "31"},
    {"from": "1000", "to": "2000", "price": "27"},
    {"from": "2000", "price": "24.50"},
]
SAMPLES = [
    CLAUSE | {"tiers": SMALL, "declared": "2000 piece"},
    CLAUSE | {"tiers": SMALL, "declared": "900", "bound": "upper_inclusive", "refund": "difference", "prorate": "full"},
    CLAUSE | {"tiers": SMALL, "declared": "1001", "window": "quarter", "refund": "difference"},
]


def due(clause, taken, **more):
    return dues(agreement(clause), {("catheter", "accepted"): taken}, "price", **more)


def test_known_answer_declared_annual_volume():
    # cases/trade_cases.json declared_annual_volume-1: 288,000 invoiced, 36,000 billed back
    amounts = due(CLAUSE, [1000] * 12)
    assert amounts[:12] == [24_000] * 11 + [24_000 + 36_000]
    assert sum(amounts[:12]) == 12_000 * 27


@pytest.mark.parametrize(("taken", "price"), [(9_999, 31), (10_000, 27), (19_999, 27), (20_000, 24), (20_001, 24)])
def test_the_year_costs_the_step_reached(taken, price):
    assert sum(due(CLAUSE, [taken])[:12]) == taken * price


@pytest.mark.parametrize(("taken", "price"), [(9_999, 31), (10_000, 31), (10_001, 27), (20_000, 27), (20_001, 24)])
def test_a_bound_can_belong_to_the_lower_step(taken, price):
    clause = CLAUSE | {"bound": "upper_inclusive", "declared": "20001"}
    assert sum(due(clause, [taken])[:12]) == taken * price


def test_a_cheaper_step_is_paid_back_only_where_that_is_written():
    low = CLAUSE | {"declared": "9000"}
    assert due(low, [20_000])[11] == 0
    assert due(low | {"refund": "difference"}, [20_000])[11] == -20_000 * 7


def test_the_next_year_begins_anew():
    assert due(CLAUSE, [12_000] + [0] * 11 + [20_000])[10:24] == [0, 36_000, 480_000] + [0] * 11


def test_a_revised_declaration_holds_from_the_next_window():
    revised = [{"from": "2027-01-01", "value": "20000"}, {"from": "2027-07-01", "value": "10000"}]
    amounts = due(CLAUSE | {"declared": revised}, [1000] * 24)
    assert amounts[10:13] == [24_000, 60_000, 27_000]  # priced and settled on 20,000 until the year closes
    assert amounts[23] == 27_000


def test_the_difference_is_that_of_the_prices_in_force_at_the_close():
    dear, cheap = [[{"from": "2027-01-01", "value": v}, {"from": "2027-07-01", "value": w}] for v, w in
                   (("27", "29"), ("24", "25"))]  # fmt: skip
    tiers = [TIERS[0], TIERS[1] | {"price": dear}, TIERS[2] | {"price": cheap}]
    amounts = due(CLAUSE | {"tiers": tiers}, [1000] * 12)
    assert amounts[:12] == [24_000] * 6 + [25_000] * 5 + [25_000 + 12_000 * 4]


def test_a_year_in_force_for_six_months_is_brought_to_a_full_one():
    ended = ["1"] * 6 + ["0"] * 18
    assert due(CLAUSE, [10_000], in_force=ended)[11] == 0  # 20,000 a year
    assert due(CLAUSE, [9_999], in_force=ended)[11] == 9_999 * 3
    assert due(CLAUSE | {"prorate": "full"}, [9_999], in_force=ended)[11] == 9_999 * 7


def test_a_year_that_opens_after_the_end_is_not_priced_again():
    ended = ["1"] * 12 + ["0"] * 12
    for prorate in ("in_force", "full"):
        assert due(CLAUSE | {"prorate": prorate}, [20_000] + [0] * 11 + [5], in_force=ended)[12:] == [120] + [0] * 11


def test_goods_taken_back_before_the_close_are_not_billed_back():
    amounts = due(CLAUSE, [21_000, -1_500])
    assert amounts[:2] == [504_000, -36_000]
    assert amounts[11] == 19_500 * 3


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [299, 1, 0, 149, 1, 9_850, 10_000, 2] * 3}
    lanes = in_lanes(terms, happened(plan(terms), taken))["price"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "price"))), abs=0.005)


def test_sixteen_steps_are_allowed():
    tiers = [{"from": f"{i * 100}", "to": f"{i * 100 + 100}", "price": f"{40 - i}"} for i in range(16)]
    tiers[-1].pop("to")
    clause = CLAUSE | {"tiers": tiers, "declared": "50"}
    for taken in (50, 750, 1500, 9999):
        expected = 40 - min(taken // 100, 15)
        assert sum(due(clause | {"refund": "difference"}, [taken])[:12]) == taken * expected


def test_the_charge_explains_itself():
    terms, facts = agreement(CLAUSE), {("catheter", "accepted"): [6_000, 0, 6_000] + [0] * 8 + [100]}
    assert told(terms, facts, "price", 0) == ["6000 piece × 24 USD, the price for 20,000 piece declared"]
    assert told(terms, facts, "price", 1) == ["nothing taken in this period"]
    assert told(terms, facts, "price", 11) == [
        "100 piece × 24 USD, the price for 20,000 piece declared",
        "12,100 piece taken in the window, 20,000 declared: 12,100 × (27 − 24) USD billed back",
    ]


def test_a_short_year_and_a_refund_explain_themselves():
    ended = {"in_force": ["1"] * 6 + ["0"] * 18}
    facts = {("catheter", "accepted"): [6_000]}
    assert told(agreement(CLAUSE), facts, "price", 11, **ended) == [
        "6000 piece taken in the window, 20,000 declared: 6000 × (27 − 24) USD billed back",
        "for a full window that is 12,000 piece",
    ]
    low = agreement(CLAUSE | {"declared": "9000", "refund": "difference"})
    assert told(low, {("catheter", "accepted"): [12_000]}, "price", 11) == [
        "12,000 piece taken in the window, 9000 declared: 12,000 × (31 − 27) USD paid back"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE))
    assert said["en"] == [
        "catheter is priced by the volume that the buyer has declared for each contract year, 20,000 pieces, counted"
        " as accepted.",
        "For less than 10,000 pieces the price is 31 USD per piece.",
        "For 10,000 pieces or more and less than 20,000 pieces the price is 27 USD per piece.",
        "For 20,000 pieces or more the price is 24 USD per piece.",
        "At the end of that time all of its units are priced again at the step that was really reached. If that price"
        " is higher, the buyer pays the difference for all of them.",
        "If it is lower, nothing is paid back.",
        "The volume declared on the first day of that time holds until its end; the difference is that of the prices"
        " in force at its end.",
        "If the agreement is in force in a part of that time only, what was taken is first brought to the whole of it.",
    ]
    for number in ("20,000 件", "31 USD", "27 USD", "24 USD", "不足 10,000 件", "每个合同年"):
        assert number in "".join(said["zh"])
    other = said_of(agreement(CLAUSE | {"refund": "difference", "bound": "upper_inclusive", "prorate": "full"}))
    assert "If it is lower, the seller pays the difference back." in other["en"]
    assert "For more than 10,000 pieces and up to 20,000 pieces the price is 27 USD per piece." in (other["en"])
    assert other["en"][-1].startswith("The steps are the same")


def test_a_gap_between_steps_is_a_fault():
    written = declared_volume.Clause.model_validate(CLAUSE | {"tiers": [TIERS[0], TIERS[2]]})
    assert [fault.wrong.text.code for fault in declared_volume.check(written)] == ["tiers_gap"]


def test_a_step_of_the_unit_smaller_than_one_is_priced_by_its_part():
    halves = {"services": {"catheter": {"unit": "kg", "step": "0.5"}}}
    tiers = [{"from": "0", "to": "100", "price": "8"}, {"from": "100", "price": "6"}]
    clause = CLAUSE | {"tiers": tiers, "declared": "100 kg"}
    amounts = dues(agreement(clause, **halves), {("catheter", "accepted"): [199]}, "price")  # 99.5 kg
    assert amounts[0] == Decimal("597")
    assert amounts[11] == Decimal("199")
