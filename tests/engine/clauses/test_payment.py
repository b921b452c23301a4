"""Payment: a deposit with the order, the rest after the payment days."""

from decimal import Decimal

import pytest

from suture.engine.clauses import payment
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
CLAUSE = {"id": "payment", "kind": "payment", "on": ["price"], "payment_days": "30", "payment_periods": "1"}
DEPOSIT = {
    "services": ["catheter"], "measure": "ordered", "share": "30 %", "value_per_unit": "20 USD/piece",
    "set_off": "share_of_charge",
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"deposit": DEPOSIT},
    CLAUSE | {"deposit": DEPOSIT | {"set_off": "until_used_up"}, "payment_days": "60", "payment_periods": "2"},
    CLAUSE | {"deposit": DEPOSIT | {"set_off": "until_used_up", "above": {"quantity": "500", "share": "100 %"}}},
]


def moved(clause, ordered, accepted, price=PRICE):
    facts = {("catheter", "ordered"): ordered, ("catheter", "accepted"): accepted}
    return dues(agreement(price, clause), facts, "payment")


@pytest.mark.parametrize(("days", "periods"), [(0, 0), (1, 1), (29, 1), (30, 1), (31, 2), (60, 2), (61, 3)])
def test_payment_days_are_whole_settlement_periods_after_the_period_of_the_charge(days, periods):
    clause = CLAUSE | {"payment_days": days, "payment_periods": periods}
    assert list(payment.check(payment.Clause.model_validate(clause))) == []
    due = moved(clause, [], [0, 10])
    assert [at for at, amount in enumerate(due) if amount] == [1 + periods]
    assert sum(due) == 200


def test_a_deposit_is_paid_with_the_order_and_set_off_when_its_goods_are_charged():
    due = moved(CLAUSE | {"deposit": DEPOSIT}, [100], [0, 0, 40, 60])
    assert due[:5] == [600, 0, 0, 560, 840]  # 30 % of 2,000; 70 % of 800; 70 % of 1,200
    assert sum(due) == 2000


def test_deposits_pay_the_first_charges_whole_where_so_written():
    due = moved(CLAUSE | {"deposit": DEPOSIT | {"set_off": "until_used_up"}}, [100], [0, 0, 20, 80])
    assert due[:5] == [600, 0, 0, 0, 1400]


def test_a_deposit_paid_after_the_charge_waits_for_the_next():
    due = moved(CLAUSE | {"deposit": DEPOSIT}, [0, 0, 100], [0, 50, 0, 50])
    assert due[:5] == [0, 0, 1600, 0, 700]  # 1,000 for the first goods and 600 deposit; 300 set off; 300 stays held


def test_a_credit_is_paid_back_after_the_same_days():
    assert moved(CLAUSE | {"deposit": DEPOSIT}, [100], [100, -10])[:3] == [600, 1400, -200]


def test_what_is_paid_is_the_rounded_charge():
    due = moved(CLAUSE, [], [1, 1], PRICE | {"price": "0.333"})
    assert due[:3] == [0, Decimal("0.33"), Decimal("0.34")]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms = agreement(PRICE, clause)
    facts = {("catheter", "ordered"): [100, 0, 30, 1] * 6, ("catheter", "accepted"): [0, 29, 30, 31] * 6}
    lanes = in_lanes(terms, happened(plan(terms), facts))["payment"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, facts, "payment"))), abs=0.005)


def test_the_movement_explains_itself():
    terms = agreement(PRICE, CLAUSE | {"deposit": DEPOSIT})
    facts = {("catheter", "ordered"): [100, 10], ("catheter", "accepted"): [40]}
    assert told(terms, facts, "payment", 0) == ["deposit: 100 piece ordered × 6 USD"]
    assert told(terms, facts, "payment", 1) == [
        "deposit: 10 piece ordered × 6 USD",
        "800 USD charged; settlement periods ago: 1",
        "less 240 USD of deposits",
    ]
    assert told(terms, facts, "payment", 2) == ["nothing falls due for payment"]


def wrongs(**changes):
    return [str(fault) for fault in payment.check(payment.Clause.model_validate(CLAUSE | changes))]


def test_days_and_periods_say_the_same_under_some_settlement():
    assert wrongs(payment_days="120", payment_periods="3") == [
        "payment_periods: 120 payment days do not make payment_periods: 3\n"
        "    Write payment_periods: 4 (settled monthly), 2 (quarterly) or 1 (yearly)."
    ]
    assert wrongs(payment_days="120", payment_periods="2") == []


def test_a_deposit_has_one_value():
    dated = [{"from": "2027-01-01", "value": "20"}, {"from": "2028-01-01", "value": "19"}]
    assert wrongs(deposit=DEPOSIT | {"value_per_unit": dated}) == [
        "deposit.value_per_unit: value_per_unit of the deposit changes with the date, so what is set off would differ"
        " from what was paid\n    Write one figure, or a payment clause for each value."
    ]


def test_it_moves_money_and_charges_nothing():
    assert payment.KIND.effect == "cash"


BY_VOLUME = DEPOSIT | {"share": "50 %", "set_off": "until_used_up", "above": {"quantity": "500", "share": "100 %"}}


@pytest.mark.parametrize(("ordered", "deposit"), [(500, 5000), (501, 10_020)])
def test_a_large_month_pays_another_share_for_all_that_it_orders(ordered, deposit):
    """As section 3.1 of InnerScope and Zounds: half up to 500 units in a month, all of it above."""
    due = moved(CLAUSE | {"deposit": BY_VOLUME}, [ordered], [0, ordered])
    assert due[0] == deposit
    assert sum(due) == 20 * ordered


def test_the_months_of_a_volume_deposit_stand_alone():
    assert moved(CLAUSE | {"deposit": BY_VOLUME}, [300, 300, 501], [])[:3] == [3000, 3000, 10_020]


def test_the_volume_deposit_is_said_and_explained():
    terms = agreement(PRICE, CLAUSE | {"deposit": BY_VOLUME})
    assert told(terms, {("catheter", "ordered"): [600]}, "payment", 0) == ["deposit: 600 piece ordered × 20 USD"]
    said = said_of(terms)
    assert said["en"][2] == (
        "In a settlement period in which that quantity comes to more than 500 pieces, the deposit is 100 % of"
        " that value, for all of that quantity."
    )
    assert all(number in said["zh"][2] for number in ("500 件", "100 %"))


def test_a_volume_deposit_has_no_dates_and_is_set_off_in_full():
    dated = [{"from": "2027-01-01", "value": "100 %"}]
    clause = CLAUSE | {"deposit": DEPOSIT | {"above": {"quantity": "500", "share": dated}}}
    found = payment.check(payment.Clause.model_validate(clause))
    assert [fault.wrong.text.code for fault in found] == ["deposit_dated", "deposit_above_set_off_by_share"]
