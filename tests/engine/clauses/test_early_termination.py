"""Early termination: the fee of the month in which it happens, once."""

import pytest

from suture.engine.clauses import early_termination
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

CLAUSE = {
    "id": "exit", "kind": "early_termination", "notice_months": "6",
    "fees": [
        {"from_month": "0", "fee": "300000 USD"},
        {"from_month": "6", "fee": "200000 USD"},
        {"from_month": "18", "fee": "0 USD"},
    ],
}  # fmt: skip
SAMPLES = [CLAUSE]


def ended(at, **changes):
    return dues(agreement(CLAUSE, **changes), {("agreement", "terminated"): [0] * at + [1]}, "exit")


@pytest.mark.parametrize(
    ("at", "fee"), [(0, 300_000), (5, 300_000), (6, 200_000), (7, 200_000), (17, 200_000), (18, 0)]
)
def test_the_fee_is_that_of_the_whole_months_since_the_start(at, fee):
    due = ended(at)
    assert due[at] == fee
    assert sum(due) == fee


def test_without_a_termination_nothing_is_due():
    assert sum(dues(agreement(CLAUSE), {}, "exit")) == 0


def test_an_agreement_ends_once():
    assert sum(dues(agreement(CLAUSE), {("agreement", "terminated"): [0, 1, 0, 0, 0, 0, 0, 1]}, "exit")) == 300_000


def test_months_count_from_the_first_day_to_that_of_the_settlement_period():
    days = {
        "valid": {"from": "2027-01-15", "until": "2029-01-01"},
        "settlement": {"every": "month", "anchor": "2027-01-01"},
    }
    assert ended(6, **days)[6] == 300_000  # 1 July is five whole months after 15 January
    assert ended(7, **days)[7] == 200_000


def test_the_simulation_counts_the_same():
    terms, facts = agreement(CLAUSE), {("agreement", "terminated"): [0] * 6 + [1]}
    assert in_lanes(terms, happened(plan(terms), facts))["exit"] == [0.0] * 6 + [200_000.0] * 18


def test_the_fee_explains_itself():
    terms, facts = agreement(CLAUSE), {("agreement", "terminated"): [0] * 6 + [1, 1]}
    assert told(terms, facts, "exit", 0) == ["not terminated in this period"]
    assert told(terms, facts, "exit", 6) == ["terminated: fee of 200,000 USD, in force from month 6 on"]
    assert told(terms, facts, "exit", 7) == ["terminated before; the fee was due then"]


def wrongs(*months):
    written = CLAUSE | {"fees": [{"from_month": month, "fee": "1000"} for month in months]}
    return [str(fault) for fault in early_termination.check(early_termination.Clause.model_validate(written))]


def test_the_schedule_covers_every_month_in_order():
    assert wrongs(3, 6) == [
        "fees[0].from_month: the first fee begins in month 3\n"
        "    Let the first fee begin in month 0; write 0 where none is due at first."
    ]
    assert wrongs(0, 12, 12) == [
        "fees[2].from_month: fee 3 begins in month 12, not after month 12 of the fee before it\n"
        "    Write the fees in rising order of from_month."
    ]
