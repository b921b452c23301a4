"""A commitment beyond the capacity that is stated."""

import pytest

from suture.engine.fault import dotted
from suture.engine.terms.capacity import above_capacity
from tests.engine.built import agreement

CELL = {"id": "cell", "kind": "dedicated_cell", "service": "catheter", "fee_per_month": 40000, "capacity": 1000}
ALLOCATION = {
    "id": "queue", "kind": "allocation", "services": ["catheter"], "measure": "ordered", "capacity": 500,
    "idle": "catheter", "standing": "firm", "firm_of_others": "catheter", "pro_rata_on": "orders",
}  # fmt: skip
TAKE = {
    "id": "take", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted", "window": "contract_year",
    "minimum": 12001, "price": 20, "make_up": "none", "prorate": "full",
}  # fmt: skip
RESERVED = {
    "id": "take", "kind": "reservation", "services": ["catheter"], "measure": "accepted", "window": "month",
    "reserved": 1001, "fee": 1, "set_off": "0 %", "prorate": "full",
}  # fmt: skip
LEAST = {
    "id": "take", "kind": "minimum_commitment", "services": ["catheter"], "measure": "accepted", "window": "term",
    "minimum_quantity": 24001, "shortfall_price": 20, "prorate": "full",
}  # fmt: skip


def warned(*clauses):
    return [(dotted(fault.path), str(fault.wrong)) for fault in above_capacity(agreement(*clauses))]


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (TAKE, ("minimum", "12,001 piece are committed in each contract year, but 12,000 can be made: 1000 a month")),
        (RESERVED, ("reserved", "1001 piece are committed in each month, but 1000 can be made: 1000 a month")),
        (LEAST, (
            "minimum_quantity", "24,001 piece are committed in the whole term, but 24,000 can be made: 1000 a month",
        )),
    ],
)  # fmt: skip
def test_more_is_committed_than_can_be_made(clause, said):
    assert warned(CELL, clause) == [(f"clauses[1].{said[0]}", said[1])]
    (figure,) = (key for key in ("minimum", "reserved", "minimum_quantity") if key in clause)
    assert warned(CELL, clause | {figure: clause[figure] - 1}) == []


def test_capacities_add_up_and_none_that_is_stated_says_nothing():
    assert warned(CELL, ALLOCATION, TAKE) == []
    assert warned(TAKE) == []
    assert warned(CELL | {"service": "engineering"}, TAKE) == []
    assert warned(ALLOCATION, TAKE) != []


@pytest.mark.parametrize(
    ("capacity", "minimum"), [("unknown", 99999), (1000, "unknown"), (1000, {"low": 1, "value": 12000, "high": 99999})]
)
def test_what_is_not_known_is_not_compared_and_a_range_by_its_likely_value(capacity, minimum):
    assert warned(CELL | {"capacity": capacity}, TAKE | {"minimum": minimum}) == []


def test_a_capacity_that_falls_later_is_found():
    falls = [{"from": "2027-01-01", "value": 2000}, {"from": "2028-01-01", "value": 900}]
    assert warned(CELL | {"capacity": falls}, TAKE) == [
        (
            "clauses[1].minimum",
            "12,001 piece are committed in each contract year, but 10,800 can be made: 900 a month",
        )
    ]


def test_it_is_said_in_chinese():
    (fault,) = above_capacity(agreement(CELL, RESERVED))
    assert fault.said("zh")[0] == "clauses[1].reserved: 每月承诺 1001 piece，而产能只有 1000：每月 1000"
