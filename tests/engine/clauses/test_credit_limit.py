"""Credit limit: a gate that holds while orders are on hold."""

from decimal import Decimal

import pytest

from suture.engine.clauses import credit_limit
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50 USD/piece"}
CLAUSE = {"id": "credit", "kind": "credit_limit", "on": ["price"], "paid": "payments", "limit": "45_000 USD"}
ORDERS = {"services": ["catheter"], "until": "accepted", "value_per_unit": "22.50 USD/piece"}
SAMPLES = [
    CLAUSE | {"overdue_after": 2},
    CLAUSE | {"limit": "9_000 USD", "orders": ORDERS},
    CLAUSE | {"limit": "0 USD"},
]
SERVICES = {
    "services": {
        "catheter": {"unit": "piece", "step": "1"},
        "payments": {"unit": "USD", "step": "0.01", "describes": "payments"},
    }
}


def facts(accepted, dollars=(), ordered=()):
    return {
        ("catheter", "accepted"): list(accepted), ("catheter", "ordered"): list(ordered),
        ("payments", "paid"): [Decimal(d) * 100 for d in dollars],
    }  # fmt: skip


def held(clause, accepted, dollars=(), ordered=()):
    """Whether orders are on hold, by month; the simulation must say the same."""
    terms = agreement(PRICE, clause, **SERVICES)
    activity = happened(plan(terms), facts(accepted, dollars, ordered))
    exactly = [int(due) for due in exact.fold(plan(terms), activity)[1].due]
    assert in_lanes(terms, activity)["credit"] == exactly
    return exactly


def test_orders_are_held_above_the_limit_and_not_at_it():
    assert held(CLAUSE, [2000])[0] == 0
    assert held(CLAUSE, [2001])[0] == 1
    assert held(CLAUSE | {"limit": "44_999.99 USD"}, [2000])[0] == 1


def test_a_payment_frees_them_in_its_settlement_period():
    assert held(CLAUSE, [3000, 0, 0], [0, 0, 22_500])[:4] == [1, 1, 0, 0]


def test_what_is_paid_ahead_makes_room():
    assert held(CLAUSE, [0, 3000], [22_500])[:2] == [0, 0]


def test_open_orders_count_until_they_are_told_as_accepted():
    clause = CLAUSE | {"orders": ORDERS}
    assert held(clause, [0, 2000, 0], [0, 0, 45_000], [2500, 0, 0])[:3] == [1, 1, 0]
    assert held(CLAUSE, [0], [], [2500])[0] == 0
    assert held(clause, [100, 100, 100], [2250] * 3, [0, 0, 0])[:3] == [0, 0, 0]  # never below nothing on order


def test_what_is_overdue_holds_them_too():
    clause = CLAUSE | {"overdue_after": 2}
    assert held(clause, [100, 0, 0, 0], [0, 0, 0, 2250])[:5] == [0, 0, 1, 0, 0]
    assert held(clause, [100, 0, 0, 0], [0, 0, 0, 2249])[:5] == [0, 0, 1, 1, 1]
    assert held(CLAUSE, [100]) == [0] * 24


def test_a_limit_that_changes_is_that_of_the_period():
    limit = [{"from": "2027-01-01", "value": "45_000"}, {"from": "2027-02-01", "value": "10_000"}]
    assert held(CLAUSE | {"limit": limit}, [1000, 0])[:2] == [0, 1]


@pytest.mark.parametrize("pieces", [1999, 2000, 2001])
def test_a_third_of_a_cent_is_not_above_the_limit(pieces):
    price = PRICE | {"price": "22.5000001 USD/piece"}
    terms = agreement(price, CLAUSE, **SERVICES)
    activity = happened(plan(terms), facts([pieces]))
    assert in_lanes(terms, activity)["credit"][0] == int(pieces > 2000)


def test_it_is_a_gate_and_no_charge():
    assert credit_limit.KIND.effect == "gate"


def test_the_entry_explains_itself():
    terms = agreement(PRICE, CLAUSE | {"orders": ORDERS, "overdue_after": 1}, **SERVICES)
    happening = facts([1000, 0, 0], [0, 500, 22_000], [2000, 0, 0])
    assert told(terms, happening, "credit", 0) == [
        "22,500 USD owed + 22,500 USD on order, not above the limit of 45,000"
    ]
    assert told(terms, happening, "credit", 1) == [
        "22,000 USD owed + 22,500 USD on order, not above the limit of 45,000",
        "22,000 USD charged 1 settlement period before are not paid: orders are on hold",
    ]
    more = facts([1000], [], [2001])
    assert told(terms, more, "credit", 0) == [
        "22,500 USD owed + 22,522.50 USD on order, above the limit of 45,000: orders are on hold"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(PRICE, CLAUSE | {"orders": ORDERS, "overdue_after": 2}, **SERVICES))
    assert said["en"] == [
        "The seller may hold orders in a settlement period at the end of which the buyer owes more than 45,000 USD: "
        "what was billed under clause 4, less what was paid as payments.",
        "What is ordered of catheter and not yet accepted counts too, at 22.50 USD per piece.",
        "It may also hold them while something billed 2 settlement periods before is not paid.",
        "Orders go on in the first settlement period at the end of which this is no longer so.",
    ]
    for words in ("第 4 条", "45,000 USD", "每件 22.50 USD", "2 个结算期"):
        assert words in "".join(said["zh"])
    assert len(said_of(agreement(PRICE, CLAUSE, **SERVICES))["en"]) == 2
