"""Tooling: paid on a day or with every piece; the balance on exit."""

from decimal import Decimal

import pytest

from suture.engine.clauses import tooling
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

CLAUSE = {
    "id": "mould", "kind": "tooling", "cost": "480000 USD", "on_exit": "balance_due", "resale": "60000 USD",
    "owner_once_paid": "buyer",
    "per_piece": {
        "service": "catheter", "measure": "accepted", "pieces": "240000 piece", "unit_price_decimals": "none",
    },
}  # fmt: skip
ONCE = {key: value for key, value in CLAUSE.items() if key != "per_piece"} | {"at_once": {"on": "2027-03-15"}}
ROUNDED = CLAUSE | {"cost": "1000", "per_piece": CLAUSE["per_piece"] | {"pieces": "300", "unit_price_decimals": "2"}}
NOTHING = {key: value for key, value in CLAUSE.items() if key != "resale"} | {"on_exit": "nothing_due"}
SAMPLES = [CLAUSE, ROUNDED, NOTHING, ONCE]


def facts(taken=(), ended=()):
    return {("catheter", "accepted"): taken, ("agreement", "terminated"): ended}


def due(clause, taken=(), ended=(), **changes):
    return dues(agreement(clause, **changes), facts(taken, ended), "mould")


def test_at_once_falls_due_in_the_period_that_holds_its_day():
    assert due(ONCE)[:4] == [0, 0, 480_000, 0]
    assert due(ONCE | {"at_once": {"on": "2027-03-01"}})[:4] == [0, 0, 480_000, 0]
    assert due(ONCE | {"at_once": {"on": "2027-03-31"}})[:4] == [0, 0, 480_000, 0]
    assert due(ONCE | {"at_once": {"on": "2027-04-01"}})[:4] == [0, 0, 0, 480_000]


def test_a_day_before_the_agreement_falls_due_in_its_first_period():
    assert due(ONCE | {"at_once": {"on": "2026-12-01"}})[:2] == [480_000, 0]


def test_a_day_inside_a_partial_period():
    assert due(ONCE, valid={"from": "2027-03-10", "until": "2027-05-01"}) == [480_000, 0]


@pytest.mark.parametrize(("taken", "recovered"), [(239_999, 479_998), (240_000, 480_000), (240_001, 480_000)])
def test_every_piece_pays_its_part_until_the_cost_is_recovered(taken, recovered):
    assert due(CLAUSE, [taken, 0, 5])[0] == recovered


def test_a_rounded_price_recovers_the_same_cost_some_pieces_later():
    assert due(ROUNDED, [300, 0, 1])[:3] == [999, 0, 1]  # 300 x 3.33, then the rest


def test_a_piece_taken_back_is_credited_only_below_the_cost():
    assert due(CLAUSE, [240_005, -5, -1])[:3] == [480_000, 0, -2]


def test_known_answer_the_balance_on_exit():
    # cases/trade_cases.json dedicated_equipment-1; source: shared/reference/trade.md §1a row 19
    assert due(CLAUSE, [1])[0] == Decimal("2.00")
    months = due(CLAUSE, [90_000, 0, 0, 100], [0, 0, 1])
    assert months[:4] == [180_000, 0, Decimal("240000.00"), 0]  # nothing after the end


def test_pieces_of_the_last_period_lower_the_balance():
    assert due(CLAUSE, [0, 90_000], [0, 1])[:2] == [0, 180_000 + 240_000]


@pytest.mark.parametrize(("taken", "balance"), [(209_999, 2), (210_000, 0), (210_001, 0), (240_000, 0)])
def test_the_balance_is_never_below_zero(taken, balance):
    assert due(CLAUSE, [taken], [0, 1])[1] == balance


def test_whether_a_balance_is_owed_is_written():
    assert due(NOTHING, [90_000], [0, 1])[:2] == [180_000, 0]


def test_a_tool_paid_at_once_has_no_balance_and_one_not_yet_paid_has_all_of_it():
    assert due(ONCE, [], [0, 0, 0, 1])[2:4] == [480_000, 0]
    assert due(ONCE, [], [0, 1])[:4] == [0, 420_000, 0, 0]


def test_a_termination_that_is_withdrawn_gives_the_balance_back():
    assert due(CLAUSE, [90_000, 0, 0, 10], [0, 1, -1])[:4] == [180_000, 240_000, -240_000, 20]


@pytest.mark.parametrize("clause", SAMPLES)
@pytest.mark.parametrize("ended", [[], [0] * 5 + [1]])
def test_the_simulation_counts_the_same(clause, ended):
    terms, happens = agreement(clause), facts([0, 1, 299, 1, 5000, 99, 240_000, 3] * 3, ended)
    expected = sum(dues(terms, happens, "mould"))
    assert in_lanes(terms, happened(plan(terms), happens))["mould"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    terms, happens = agreement(CLAUSE), facts([90_000], [0, 0, 1])
    assert [told(terms, happens, "mould", at) for at in range(3)] == [
        ["90,000 piece × 2 USD: 180,000 of 480,000 USD recovered"],
        ["nothing falls due: 180,000 of 480,000 USD recovered"],
        ["the agreement ends: 480,000 less 180,000 recovered less 60,000 resale = 240,000 USD"],
    ]
    assert told(agreement(ONCE), facts(), "mould", 2) == ["the tool falls due: 480,000 USD"]
    withdrawn = facts([300_000, -70_000], [0, 0, 1, -1])
    assert told(terms, withdrawn, "mould", 0) == [
        "300,000 piece × 2 USD: 480,000 of 480,000 USD recovered",
        "− 120,000 USD: no more than the cost is recovered",
    ]
    assert told(terms, withdrawn, "mould", 1) == [
        "-70,000 piece × 2 USD: 460,000 of 480,000 USD recovered",
        "+ 120,000 USD that was above the cost before",
    ]
    assert told(terms, withdrawn, "mould", 2) == [
        "the agreement ends: 480,000 less 460,000 recovered is not more than 60,000 USD resale: nothing due"
    ]
    ended = facts([90_000], [0, 0, 1, -1])
    assert told(terms, ended, "mould", 3) == [
        "the agreement does not end after all: the balance of 240,000 USD is given back"
    ]
    assert told(agreement(NOTHING), happens, "mould", 2) == ["the agreement ends: what is not recovered is not owed"]


def faults(**changes):
    return [str(fault) for fault in tooling.check(tooling.Clause.model_validate(changes))]


def test_faults():
    bare = {key: value for key, value in ONCE.items() if key != "at_once"}
    way = "Write either 'at_once' or 'per_piece'."
    assert faults(**bare) == [f"no way of paying the tool is written\n    {way}"]
    assert faults(**CLAUSE, at_once=ONCE["at_once"]) == [f"two ways of paying the tool are written\n    {way}"]
    assert faults(**NOTHING, resale="1") == [
        "resale: a resale value is written, but no balance is due on exit\n    Leave out 'resale'."
    ]
    dated = [{"from": "2027-01-01", "value": "1"}]
    assert faults(**ONCE | {"cost": dated}) == [
        "cost: this figure has dates, but it falls due only once\n"
        "    Write one number; a change is a clause of its own."
    ]
    assert faults(**CLAUSE | {"per_piece": CLAUSE["per_piece"] | {"pieces": "0"}}) == [
        "per_piece.pieces: 0 is not above zero\n    Write a number above zero."
    ]
    assert [faults(**sample) for sample in SAMPLES] == [[]] * len(SAMPLES)
