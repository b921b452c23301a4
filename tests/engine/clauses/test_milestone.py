"""Milestone: an amount due on acceptance, with a share held back until release."""

import pytest

from suture.engine.clauses import milestone
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

SERVICES = {"services": {"validation": {"unit": "acceptance", "step": "1"}}}
CLAUSE = {"id": "valid", "kind": "milestone", "service": "validation", "amount": "90000 USD", "holdback": "10 %"}
WHOLE = {key: value for key, value in CLAUSE.items() if key != "holdback"}
# the agreement that all kinds are tried on has no milestones of its own, so these are reached by the piece
SAMPLES = [CLAUSE | {"service": "catheter"}, WHOLE | {"service": "catheter"}]


def facts(accepted, released=()):
    return {("validation", "milestone"): accepted, ("validation", "released"): released}


def due(clause, accepted, released=()):
    return dues(agreement(clause, **SERVICES), facts(accepted, released), "valid")


def test_nothing_is_due_before_acceptance_and_all_of_it_with_it():
    assert due(WHOLE, [0, 1])[:3] == [0, 90_000, 0]


def test_a_share_is_held_back_until_release():
    assert due(CLAUSE, [0, 1, 0, 0], [0, 0, 0, 1])[:5] == [0, 81_000, 0, 9_000, 0]
    assert due(CLAUSE, [1], [1])[0] == 90_000


def test_a_release_before_acceptance_waits_for_it():
    assert due(CLAUSE, [0, 1], [1])[:2] == [0, 90_000]


def test_a_second_release_releases_nothing():
    assert due(CLAUSE, [1, 0, 0], [0, 1, 1])[:3] == [81_000, 9_000, 0]


def test_an_acceptance_that_is_withdrawn_is_paid_back():
    assert due(CLAUSE, [1, 0, -1], [0, 1])[:3] == [81_000, 9_000, -90_000]
    assert due(CLAUSE, [1, -1])[:2] == [81_000, -81_000]


def test_a_withdrawal_without_acceptance_is_worth_nothing():
    assert due(CLAUSE, [-1])[0] == 0


def test_every_acceptance_is_due():
    assert due(CLAUSE, [1, 2], [0, 3])[:2] == [81_000, 162_000 + 27_000]


def test_a_partial_acceptance_is_due_in_its_part():
    halves = {"services": {"validation": {"unit": "acceptance", "step": "0.5"}}}
    assert dues(agreement(WHOLE, **halves), facts([1]), "valid")[0] == 45_000


def test_a_partial_period_changes_nothing():
    terms = agreement(CLAUSE, **SERVICES, valid={"from": "2027-01-20", "until": "2027-03-01"})
    assert dues(terms, facts([1]), "valid") == [81_000, 0]


@pytest.mark.parametrize("clause", [CLAUSE, WHOLE])
def test_the_simulation_counts_the_same(clause):
    terms, happens = agreement(clause, **SERVICES), facts([0, 1, 1, 0, -1], [0, 0, 1])
    expected = sum(dues(terms, happens, "valid"))
    assert in_lanes(terms, happened(plan(terms), happens))["valid"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    terms, happens = agreement(CLAUSE, **SERVICES), facts([0, 1, 0, -1], [0, 0, 1])
    assert [told(terms, happens, "valid", at) for at in range(4)] == [
        ["nothing is due for validation"],
        ["validation accepted: 90,000 USD, of which 9000 USD are held back"],
        ["what was held back of validation is released: 9000 USD"],
        ["the acceptance of validation is withdrawn: 90,000 USD are paid back"],
    ]
    assert told(agreement(WHOLE, **SERVICES), facts([1]), "valid", 0) == ["validation accepted: 90,000 USD"]


def test_dates_are_a_fault():
    dated = [{"from": "2027-01-01", "value": "1"}]
    clause = milestone.Clause.model_validate(CLAUSE | {"amount": dated, "holdback": dated})
    reason = "this figure has dates, but it falls due only once\n    Write one number; a change is a clause of its own."
    assert [str(fault) for fault in milestone.check(clause)] == [f"amount: {reason}", f"holdback: {reason}"]
    assert list(milestone.check(milestone.Clause.model_validate(CLAUSE))) == []
