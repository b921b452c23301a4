"""Carrying charge: a monthly rate on excess parts, then buy-back."""

from decimal import Decimal

import pytest

from suture.engine.clauses import carrying_charge
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "carry", "kind": "carrying_charge", "service": "chip", "order_quantity": "100 piece",
    "unit_cost": "9 USD/piece", "excess": {"part_class": "A", "days": 30, "periods": 1}, "rate_per_month": "1.25 %",
    "carried_periods": 3, "on_exit": "due_at_any_end",
}  # fmt: skip
AT_ONCE = {"excess": {"part_class": "C", "days": 0, "periods": 0}}
SAMPLES = [CLAUSE, CLAUSE | AT_ONCE | {"carried_periods": 1, "on_exit": "nothing_due"}]
SERVICES = {"services": {"chip": {"unit": "piece", "step": "1"}}}
MONTH = Decimal("315")  # 25,200 x 1.25 %


def agreed(clause, **changes):
    return agreement(clause, **SERVICES | changes)


def facts(authorised, used=(), returned=(), ends=None):
    ended = {} if ends is None else {("agreement", "terminated"): [0] * ends + [1]}
    chips = {"authorised": authorised, "used": used, "returned": returned}
    return {**{("chip", measure): values for measure, values in chips.items()}, **ended}


def due(clause, *happened, ends=None, in_force=(), **changes):
    force = in_force or ([] if ends is None else ["1"] * (ends + 1) + ["0"] * (23 - ends))
    return dues(agreed(clause, **changes), facts(*happened, ends=ends), "carry", in_force=force)


def test_known_answer_carrying_then_buy_back():
    # cases/trade_cases.json carrying_then_buy_back-1; source: shared/reference/trade.md §1a row 10
    amounts = due(CLAUSE, [2800])
    assert amounts[:6] == [0, MONTH, MONTH, MONTH, 25_200, 0]
    assert sum(amounts[:4]) == Decimal("945.00")
    assert sum(amounts) == 945 + 25_200


def test_what_is_used_meanwhile_is_neither_carried_nor_bought():
    amounts = due(CLAUSE, [2800], [0, 0, 800, 2000])
    assert amounts[:5] == [0, MONTH, Decimal("225"), 0, 0]


def test_younger_parts_wait_their_time():
    amounts = due(CLAUSE, [1000, 1000])
    each = Decimal("112.5")  # 1,000 x 9 x 1.25 %
    assert amounts[:6] == [0, each, 2 * each, 2 * each, 9000 + each, 9000]


def test_without_an_age_all_that_is_on_hand_is_carried_at_once():
    assert due(CLAUSE | AT_ONCE, [2800])[:4] == [MONTH, MONTH, MONTH, 25_200]


def test_a_quarter_bears_three_months():
    quarter = {"settlement": {"every": "quarter", "anchor": "2027-01-01"}}
    clause = CLAUSE | AT_ONCE | {"carried_periods": 1}
    assert due(clause, [2800], **quarter)[:3] == [3 * MONTH, 25_200, 0]
    year = {"settlement": {"every": "year", "anchor": "2027-01-01"}}
    assert due(clause, [2800], **year)[:2] == [12 * MONTH, 25_200]


@pytest.mark.parametrize(
    ("every", "until", "months"),
    [("month", "2027-02-15", "1.5"), ("quarter", "2027-02-15", "1.5"), ("month", "2027-07-01", "6")],
)
def test_a_part_of_a_period_bears_a_part_of_its_months(every, until, months):
    clause = CLAUSE | AT_ONCE | {"carried_periods": 12, "on_exit": "nothing_due"}
    terms = {"settlement": {"every": every, "anchor": "2027-01-01"}, "valid": {"from": "2027-01-01", "until": until}}
    assert float(sum(due(clause, [2800], **terms))) == pytest.approx(float(MONTH * Decimal(months)), rel=1e-9)


def test_a_termination_stops_the_charge_and_buys_what_is_left():
    assert due(CLAUSE, [2800], ends=2)[:5] == [0, MONTH, 25_200, 0, 0]
    none = CLAUSE | {"on_exit": "nothing_due"}
    half = ["1", "1", "0.5"] + ["0"] * 21
    assert due(none, [2800], ends=2, in_force=half)[:6] == [0, MONTH, MONTH / 2, 0, 0, 0]


@pytest.mark.parametrize(
    ("on_exit", "by_time"), [("due_at_any_end", 25_200), ("due_on_termination", 0), ("nothing_due", 0)]
)
def test_the_end_of_the_time_buys_what_is_left_where_that_is_agreed(on_exit, by_time):
    last = [0] * 23 + [2800]
    assert due(CLAUSE | {"on_exit": on_exit}, last)[23] == by_time


def test_what_is_used_after_it_was_bought_is_credited_up_to_what_was_bought():
    assert due(CLAUSE, [2800], [0] * 5 + [800, 0, 9000])[5:8] == [-7200, 0, -18_000]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    happens = facts([250, 0, 130, 70] + [0] * 10 + [300], [20, 0, 50] + [0] * 9 + [150], [0, 5], ends=20)
    terms = agreed(clause)
    force = ["1"] * 20 + ["0.5"] + ["0"] * 3
    expected = sum(dues(terms, happens, "carry", in_force=force))
    assert expected > 0
    lanes = in_lanes(terms, happened(plan(terms), happens, in_force=force))
    assert lanes["carry"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    def reasons(at, *happens, **ends):
        return told(agreed(CLAUSE), facts(*happens, **ends), "carry", at)

    assert reasons(0, [2800]) == ["no excess in this period"]
    assert reasons(1, [2800]) == ["excess 2800 piece × 9 USD × 1.25 % a month, for 1 month in force"]
    assert reasons(4, [2800, 0, 100]) == [
        "excess 100 piece × 9 USD × 1.25 % a month, for 1 month in force",
        "carried for 3 settlement periods, bought back: 2800 piece × 9 USD",
    ]
    assert reasons(2, [2800], ends=2) == ["the agreement ends, all is bought: 2800 piece × 9 USD"]
    assert reasons(5, [2800], [0] * 5 + [800]) == ["used or returned after it was bought: 800 piece × 9 USD credited"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(CLAUSE))
    assert said["en"] == [
        "The seller buys chip as far as the buyer's forecast authorises it, in order quantities of 100 pieces; what was"
        " bought and has been neither used nor returned is valued at 9 USD per piece.",
        "Parts of class A without need for 30 days (1 settlement period) are excess, the oldest being used first. On"
        " what is excess at the end of a settlement period the buyer pays 1.25 % of its value a month.",
        "After 3 settlement periods with that charge the buyer buys what is left at its value.",
        "When the agreement ends, by termination or by time, the buyer buys all that is on hand.",
        "What is used or returned after the buyer has bought it is credited at the same cost.",
    ]
    for number in ("100 件", "每件 9 USD", "A 类", "30 天（1 个结算期）", "1.25 %", "3 个结算期"):
        assert number in "".join(said["zh"])


def test_faults():
    wrong = CLAUSE | {"order_quantity": "0", "excess": {"part_class": "A", "days": 30, "periods": 3}}
    assert [
        str(fault).split("\n")[0] for fault in carrying_charge.check(carrying_charge.Clause.model_validate(wrong))
    ] == [
        "order_quantity: 0 is not above zero",
        "excess.periods: 30 days are not 3 settlement periods",
    ]
    assert list(carrying_charge.check(carrying_charge.Clause.model_validate(CLAUSE))) == []
