"""Cover purchases: what is paid elsewhere above the contract price while supply fails is set off."""

from decimal import Decimal

import pytest

from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

GATE = {"id": "failure", "kind": "unit", "service": "flag", "measure": "event", "price": "1"}
CLAUSE = {
    "id": "cover", "kind": "cover_purchase", "services": ["catheter"], "spent": "cover_cost",
    "contract_price": "25 USD/piece", "while_holds": "failure",
}  # fmt: skip
SAMPLES = [CLAUSE | {"while_holds": "price"}, CLAUSE | {"while_holds": "price", "contract_price": "0.75 USD/piece"}]
AROUND = {
    "services": {
        "catheter": {"unit": "piece", "step": "1"},
        "cover_cost": {"unit": "USD", "step": "0.01", "describes": "cost of cover"},
        "flag": {"unit": "event", "step": "1"},
    },
}


def set_off(clause, bought, dollars, flag=(1,), **changes):
    coins = [{e: Decimal(d) * 100 for e, d in at.items()} if isinstance(at, dict) else Decimal(at) * 100
             for at in dollars]  # fmt: skip
    facts = {("catheter", "bought"): bought, ("cover_cost", "spent"): coins, ("flag", "event"): list(flag)}
    return dues(agreement(GATE, clause, **AROUND | changes), facts, "cover")


def test_known_answer_supply_failure_cover():
    # cases/trade_cases.json supply_failure_cover-1: (31 - 25) x 4,000
    assert set_off(CLAUSE, [4000], [31 * 4000])[0] == Decimal("-24000")


@pytest.mark.parametrize(("spent", "owed"), [("2500", 0), ("2499.99", 0), ("2500.01", "-0.01"), ("0", 0)])
def test_cover_that_is_not_dearer_moves_nothing(spent, owed):
    assert set_off(CLAUSE, [100], [spent])[0] == Decimal(owed)


def test_every_purchase_stands_alone():
    assert set_off(CLAUSE, [{"a": 100, "b": 100}], [{"a": 3100, "b": 2000}])[0] == -600


def test_outside_a_failure_nothing_is_set_off():
    assert set_off(CLAUSE, [100, 100, 100], [3100] * 3, [0, 1, -1])[:3] == [0, -600, 0]


def test_the_contract_price_is_that_of_the_period():
    price = [{"from": "2027-01-01", "value": "25"}, {"from": "2027-03-01", "value": "28"}]
    assert set_off(CLAUSE | {"contract_price": price}, [100] * 3, [3100] * 3)[:3] == [-600, -600, -300]


def test_a_currency_without_cents_is_counted_in_whole_units():
    yen = {"currency": "JPY", "services": AROUND["services"] | {"cover_cost": {"unit": "JPY", "step": "1"}}}
    clause = CLAUSE | {"contract_price": "2500 JPY/piece"}
    assert set_off(clause, [10], ["310"], **yen)[0] == -6000  # 310 x 100 yen for 10 pieces


def test_the_simulation_counts_the_same():
    terms = agreement(GATE, CLAUSE, **AROUND)
    facts = {
        ("catheter", "bought"): [100] * 5, ("cover_cost", "spent"): [310_000, 240_000, 265_000, 310_000, 0],
        ("flag", "event"): [0, 1, 0, -1],
    }  # fmt: skip
    assert in_lanes(terms, happened(plan(terms), facts))["cover"][:5] == pytest.approx([0, 0, -150, -150, -150])


def test_the_entry_explains_itself():
    facts = {
        ("catheter", "bought"): [4000, 10, 10], ("cover_cost", "spent"): [124_000_00, 240_00, 310_00],
        ("flag", "event"): [1, 0, -1],
    }  # fmt: skip
    terms = agreement(GATE, CLAUSE, **AROUND)
    assert told(terms, facts, "cover", 0) == ["124,000 USD spent on cover − 4000 piece × 25 USD: set off"]
    assert told(terms, facts, "cover", 1) == [
        "240 USD spent on cover, not more than 10 piece × 25 USD: nothing is set off"
    ]
    assert told(terms, facts, "cover", 2) == [
        "10 piece bought elsewhere while failure does not hold: nothing is set off"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(GATE, CLAUSE, **AROUND))
    assert said["en"] == [
        "In a settlement period in which clause 4 holds, the buyer may buy catheter elsewhere. What a purchase costs"
        " above the contract price of 25 USD per piece is set off against what the buyer owes.",
        "The buyer tells what was bought with every purchase, and as cost of cover what it cost. One that costs less"
        " moves nothing.",
    ]
    for words in ("第 4 条", "每件 25 USD", "抵扣", "另行采购", "cost of cover"):
        assert words in "".join(said["zh"])
