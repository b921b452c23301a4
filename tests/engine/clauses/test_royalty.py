"""Royalty: a share of the value of what is made or sold, or a floor per unit, and a minimum for the year."""

from decimal import Decimal

import pytest

from suture.engine.clauses import royalty
from tests.engine.built import agreement, dues, happened, in_lanes, plan, published, told
from tests.engine.clauses.saying import said_of

INDEX = {"indices": {"unit-cost": published("audited cost of one unit, USD")}}
UNITS = {"service": "catheter", "measure": "made"}
CLAUSE = {
    "id": "royalty", "kind": "royalty", "paid_by": "buyer", "share": "80 %", "value": "unit-cost", "lag_periods": "0",
    "units": UNITS, "floor": "80 USD/piece", "window": "contract_year",
}  # fmt: skip
SOLD = {
    "services": {"catheter": {"unit": "piece", "step": "1"}, "net-sales": {"unit": "USD", "step": "0.01"}},
}  # fmt: skip
SALES = {
    "id": "royalty", "kind": "royalty", "paid_by": "buyer", "share": "4 %",
    "sales": {"service": "net-sales", "measure": "sold"}, "window": "contract_year", "minimum": "20_000 USD",
    "prorate": "full",
}  # fmt: skip
FLOORED = SALES | {"units": UNITS, "floor": "1.50 USD/piece"}
SAMPLES = [
    CLAUSE | {"value": "cpi", "minimum": "3000", "prorate": "in_force"},
    CLAUSE | {"value": "cpi", "paid_by": "seller", "window": "quarter", "lag_periods": "1"},
    FLOORED | {"sales": {"service": "sales", "measure": "sold"}, "minimum": "900", "prorate": "in_force"},
    SALES | {"sales": {"service": "sales", "measure": "sold"}, "minimum": "7", "window": "quarter"},
]


def by_cost(clause, made, costs, **more):
    facts = {("catheter", "made"): made}
    return dues(agreement(clause, **INDEX), facts, "royalty", levels={"unit-cost": costs}, **more)


def by_sales(clause, sold, made=(), **more):
    """Sales in cents."""
    facts = {("net-sales", "sold"): sold, ("catheter", "made"): made}
    return dues(agreement(clause, **SOLD), facts, "royalty", **more)


def test_known_answer_the_floor_per_unit():
    # cases/trade_cases.json royalty_floor-1: the larger of 80 % of a cost of 90 and 80
    assert by_cost(CLAUSE, [1], ["90"])[0] == 80


@pytest.mark.parametrize(("cost", "rate"), [("99", "80"), ("100", "80"), ("101", "80.8")])
def test_below_at_and_above_the_floor(cost, rate):
    assert by_cost(CLAUSE, [10], [cost])[0] == 10 * Decimal(rate)


def test_every_period_has_its_own_value_and_a_lag_reads_an_earlier_one():
    assert by_cost(CLAUSE, [1, 1, 1], ["110", "90", "120"])[:3] == [88, 80, 96]
    assert by_cost(CLAUSE | {"lag_periods": "1"}, [1, 1, 1], ["110", "90", "120"])[:3] == [88, 88, 80]


def test_a_share_of_sales_and_a_minimum_for_the_year():
    assert by_sales(SALES, [10_000_000, 20_000_000])[:12] == [4000, 8000, *[0] * 9, 8000]
    assert by_sales(SALES, [50_000_000] + [0] * 11 + [49_999_900])[11:24] == [0, Decimal("19999.96"), *[0] * 10,
                                                                             Decimal("0.04")]  # fmt: skip


def test_a_year_above_its_minimum_owes_nothing_at_its_close():
    assert by_sales(SALES, [60_000_000])[:12] == [24_000] + [0] * 11


def test_the_floor_of_all_units_of_a_year_is_held_against_all_of_its_sales():
    free = {key: value for key, value in FLOORED.items() if key not in ("minimum", "prorate")}
    amounts = by_sales(free, [100_000, 0, 1_000_000], [100, 100, 0])
    assert amounts[:3] == [150, 150, 140]  # 40 against 150; 40 against 300; 440 against 300


def test_the_seller_can_be_who_pays():
    assert by_cost(CLAUSE | {"paid_by": "seller"}, [1], ["90"])[0] == -80


def test_a_minimum_follows_the_months_in_force_where_that_is_written():
    ended = ["1"] * 3 + ["0"] * 21
    assert by_sales(SALES, [10_000_000], in_force=ended)[11] == 16_000
    spread = by_sales(SALES | {"prorate": "in_force"}, [10_000_000], in_force=ended)
    assert abs(spread[11] - 1000) < Decimal("1e-9")
    assert sum(spread[12:]) == sum(by_sales(SALES, [10_000_000], in_force=ended)[12:]) == 0


def test_what_is_returned_is_taken_out_again():
    assert by_cost(CLAUSE, [10, -4], ["90"])[:2] == [800, -320]
    assert by_sales(SALES, [10_000_000, -4_000_000])[:2] == [4000, -1600]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    names = {name: {"unit": "piece", "step": "1"} for name in ("catheter", "sales")}
    terms = agreement(clause, services=names)
    facts = {("catheter", "made"): [3, 0, 11, -1, 20, 7] * 4, ("sales", "sold"): [9_000, 450, 0, -200, 70_000, 1] * 4}
    levels = {"cpi": ["90", "99.9", "100", "100.1", "140", "20"]}
    lanes = in_lanes(terms, happened(plan(terms), facts, levels))["royalty"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, facts, "royalty", levels=levels))), abs=0.005)


def test_the_charge_explains_itself():
    terms = agreement(CLAUSE | {"minimum": "3000", "prorate": "full"}, **INDEX)
    facts, levels = {("catheter", "made"): [10, 10]}, {"unit-cost": ["90", "110"]}
    assert [told(terms, facts, "royalty", at, levels=levels) for at in (0, 1, 2, 11)] == [
        ["10 piece × 80 USD, the floor: 80 % of 90 are less: due"],
        ["10 piece × 88 USD, 80 % of 110: due"],
        ["nothing reported for this period"],
        ["+ 1320 USD up to the minimum of 3000 USD: due"],
    ]
    sold = {("net-sales", "sold"): [100_000], ("catheter", "made"): [100]}
    assert told(agreement(FLOORED, **SOLD), sold, "royalty", 0) == [
        "4 % of 1000 USD: due",
        "110 USD more: for the units of the window so far the floor is 150, and the share 40: due",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE | {"minimum": "3000", "prorate": "in_force"}, **INDEX))
    assert said["en"] == [
        "The buyer pays the seller a royalty on each unit of catheter, counted as made: 80 % of its unit-cost as"
        " reported.",
        "It is at least 80 USD per piece, for each unit.",
        "For each settlement period the last level published up to its end counts; earlier periods stay as they were.",
        "For each contract year it comes to at least 3000 USD; what is missing is paid at the end of that time.",
        "The minimum follows the part of that time in which the agreement is in force.",
    ]
    zh = "".join(said["zh"])
    assert [n for n in ("买方", "80 %", "每件 80 USD", "3000 USD") if n not in zh] == []
    sales = said_of(agreement(FLOORED | {"paid_by": "seller"}, **SOLD))
    assert sales["en"] == [
        "The seller pays the buyer a royalty of 4 % of net-sales, counted as sold, as reported.",
        "It is at least 1.50 USD per piece of catheter, counted as made, over all units of each contract year"
        " together.",
        "For each contract year it comes to at least 20,000 USD; what is missing is paid at the end of that time.",
        "The whole minimum stands however short that time is.",
    ]
    assert sales["zh"][0].startswith("卖方按所申报的net-sales（按销售计）的 4 % 向买方")


def codes(written, *without, **changes):
    kept = {key: value for key, value in (written | changes).items() if key not in without}
    return [fault.wrong.text.code for fault in royalty.check(royalty.Clause.model_validate(kept))]


def test_parts_that_do_not_fit_are_faults():
    assert codes(CLAUSE) == codes(SALES) == codes(FLOORED) == []
    assert codes(SALES, value="unit-cost", lag_periods="0", units=UNITS) == ["royalty_in_two_forms",
                                                                             "royalty_part_unused"]  # fmt: skip
    assert codes(SALES, "sales") == ["royalty_without_base"]
    assert codes(CLAUSE, "units") == ["royalty_without_units"]
    assert codes(FLOORED, "units") == ["royalty_without_units"]
    assert codes(FLOORED, "floor") == ["royalty_part_unused"]
    assert codes(CLAUSE, "lag_periods") == ["royalty_lag_missing"]
    assert codes(SALES, lag_periods="1") == ["royalty_part_unused"]
    assert codes(SALES, "prorate") == ["royalty_prorate_missing"]
    assert codes(CLAUSE, prorate="full") == ["royalty_part_unused"]
