"""Safety stock: a monthly rate on its value; bought out on exit less short-dated units."""

from decimal import Decimal

import pytest

from suture.engine.clauses import safety_stock
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "stock", "kind": "safety_stock", "service": "reserve", "units": "3000 piece", "value": "25 USD/piece",
    "rate_per_month": "1 %", "rebuild_days": 60, "on_exit": "due_at_any_end",
}  # fmt: skip
COVERED = {part: value for part, value in CLAUSE.items() if part != "units"} | {
    "cover": {"least": 1, "most": 2, "need": "month", "of": "catheter", "measure": "ordered", "periods": 3}
}
BY_FORECAST = COVERED | {
    "cover": {"least": 2, "most": 4, "need": "week", "of": "catheter", "measure": "forecast", "periods": 1}
}
SAMPLES = [CLAUSE | {"units": "300 piece"}, CLAUSE | {"on_exit": "nothing_due"}, COVERED, BY_FORECAST]


def agreed(clause, **changes):
    services = {"reserve": {"unit": "piece", "step": "1"}, "catheter": {"unit": "piece", "step": "1"}}
    return agreement(clause, **{"services": services} | changes)


def facts(held, released=(), rejected=(), ends=None):
    ended = {} if ends is None else {("agreement", "terminated"): [0] * ends + [1]}
    return {
        ("reserve", "held"): held, ("reserve", "released"): released, ("reserve", "rejected"): rejected, **ended,
    }  # fmt: skip


def due(clause, *happens, ends=None, **changes):
    force = [] if ends is None else ["1"] * (ends + 1) + ["0"] * (23 - ends)
    return dues(agreed(clause, **changes), facts(*happens, ends=ends), "stock", in_force=force)


def test_known_answer_safety_stock_carrying():
    # cases/trade_cases.json safety_stock_carrying-1; source: shared/reference/trade.md §1a row 21
    amounts = due(CLAUSE, [3000], [], [0, 0, 400], ends=2)
    assert amounts[:4] == [Decimal("750.00"), 750, 750 + Decimal("65000.00"), 0]


def test_what_is_in_stock_is_carried_up_to_what_was_agreed():
    assert due(CLAUSE, [1000, 2000, 500], [0, 0, 0, 1500])[:5] == [250, 750, 750, 500, 500]
    assert due(CLAUSE, [100], [300])[:2] == [0, 0]


def test_rotation_is_no_movement():
    assert due(CLAUSE, [3000, 400], [0, 400])[1] == 750


@pytest.mark.parametrize(
    ("on_exit", "terminated", "by_time"),
    [("due_at_any_end", 75_000, 75_000), ("due_on_termination", 75_000, 0), ("nothing_due", 0, 0)],
)
def test_an_exit_makes_the_stock_due(on_exit, terminated, by_time):
    clause = CLAUSE | {"on_exit": on_exit}
    assert due(clause, [3000], ends=4)[4] == 750 + terminated
    assert due(clause, [3000])[23] == 750 + by_time


def test_short_dated_units_count_only_on_exit_and_may_be_told_later():
    assert due(CLAUSE, [3000], [], [400], ends=2)[2] == 750 + 75_000
    amounts = due(CLAUSE, [3000], [], [0, 0, 0, 400, 9000], ends=2)
    assert amounts[2:6] == [75_750, -10_000, -65_000, 0]


def test_what_leaves_the_store_after_the_exit_is_not_credited():
    assert due(CLAUSE, [3000], [0, 0, 0, 3000], ends=2)[3] == 0


def test_a_termination_inside_a_period_is_carried_by_its_days():
    half = ["1", "0.5"] + ["0"] * 22
    amounts = dues(agreed(CLAUSE), facts([3000], ends=1), "stock", in_force=half)
    assert amounts[:3] == [750, 375 + 75_000, 0]


def test_a_quarter_bears_three_months():
    quarter = {"settlement": {"every": "quarter", "anchor": "2027-01-01"}}
    assert due(CLAUSE, [3000], **quarter)[0] == 2250


def test_the_value_on_exit_is_that_of_the_day():
    value = [{"from": "2027-01-01", "value": "25"}, {"from": "2027-03-01", "value": "26"}]
    assert due(CLAUSE | {"value": value}, [3000], ends=2)[1:3] == [750, 780 + 78_000]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    happens = facts([250, 0, 130, 70], [20, 0, 50] + [0] * 9 + [150], [0] * 20 + [30, 5], ends=20)
    terms = agreed(clause)
    force = ["1"] * 20 + ["0.5"] + ["0"] * 3
    expected = sum(dues(terms, happens, "stock", in_force=force))
    assert expected > 0
    lanes = in_lanes(terms, happened(plan(terms), happens, in_force=force))
    assert lanes["stock"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    def reasons(at, *happens, **ends):
        return told(agreed(CLAUSE), facts(*happens, **ends), "stock", at, in_force=["1"] * 3 + ["0"] * 21)

    carried = "3000 of 3200 piece in stock × 25 USD × 1 % a month, for 1 month in force"
    assert reasons(0, [3200]) == [carried]
    assert reasons(2, [3200], [], [0, 0, 400], ends=2) == [
        carried,
        "the agreement ends: 3200 piece in stock − 400 short-dated = 2800 × 25 USD",
    ]
    assert reasons(3, [3200], [], [0, 0, 0, 400], ends=2) == ["400 piece of it turn out short-dated: × 25 USD credited"]
    assert reasons(0, []) == ["nothing in stock"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(CLAUSE))
    assert said["en"] == [
        "The seller owns, finances and rotates a safety stock of 3000 pieces of reserve, and fills it up again within"
        " 60 days after it was drawn on.",
        "The buyer pays 1 % a month of the value of what is in stock when a settlement period ends, no more than that"
        " quantity, at 25 USD per piece.",
        "When the agreement ends, by termination or by time, the buyer buys what is in stock at that value, less the"
        " units whose remaining shelf life is too short.",
    ]
    for number in ("3000 件", "60 天", "1 %", "每件 25 USD"):
        assert number in "".join(said["zh"])
    assert said_of(agreed(CLAUSE | {"on_exit": "nothing_due"}))["en"][2].endswith("need not buy what is in stock.")
    assert said_of(agreed(CLAUSE | {"on_exit": "due_on_termination"}))["en"][2].endswith("it need not.")


def covered(clause, needed, measure="ordered", stock=10_000):
    happens = {("reserve", "held"): [stock], ("catheter", measure): needed}
    return dues(agreed(clause | {"on_exit": "nothing_due"}), happens, "stock")


def test_a_stock_by_need_follows_the_average_of_the_last_settlement_periods():
    """600, 300 and 900 ordered are 600 a month, so of 10,000 in stock 1,200 are carried: 1,200 × 25 × 1 %."""
    assert covered(COVERED, [600, 300, 900, 0])[:5] == [100, 150, 300, 200, 150]


def test_a_stock_by_need_carries_no_more_than_there_is():
    assert covered(COVERED, [600, 300, 900], stock=50)[2] == Decimal("12.5")


def test_a_stock_by_forecast_goes_by_the_last_issue_before_the_settlement_period():
    """As InMode's 7.4.1: four weeks of 1,300 forecast for a month, 12/52 of it a week: 1,200 × 25 × 1 %."""
    found = covered(BY_FORECAST, [1300, 0, 2600], measure="forecast@1")
    assert [amount.quantize(Decimal("0.0001")) for amount in found[:4]] == [300, 0, 600, 0]


def test_a_stock_by_need_is_said():
    said = said_of(agreed(BY_FORECAST))
    assert said["en"][0] == (
        "The seller owns, finances and rotates a safety stock of reserve of at least 2 and at most 4 times a week's"
        " need of catheter, counted as forecast on the average of 1 settlement period, and fills it up again within 60"
        " days after it was drawn on."
    )
    assert all(number in said["zh"][0] for number in ("2 倍", "4 倍", "一周", "60 天"))
    assert "a month's need" in said_of(agreed(COVERED))["en"][0]


def test_a_stock_has_one_size_and_a_forecast_no_average():
    def codes(clause):
        return [fault.wrong.text.code for fault in safety_stock.check(safety_stock.Clause.model_validate(clause))]

    assert codes(CLAUSE) == codes(COVERED) == codes(BY_FORECAST) == []
    assert codes(COVERED | {"units": "5 piece"}) == ["safety_stock_in_two_sizes"]
    assert codes({part: v for part, v in COVERED.items() if part != "cover"}) == ["safety_stock_in_two_sizes"]
    averaged = BY_FORECAST["cover"] | {"periods": 2}
    assert codes(BY_FORECAST | {"cover": averaged}) == ["safety_stock_forecast_average"]
