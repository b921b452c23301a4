"""Maximum: what named clauses charge in a window above the cap is credited."""

import pytest

from suture.engine.clauses import maximum
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
CLAUSE = {
    "id": "cap", "kind": "maximum", "counts": ["price"], "counted_amounts": "rounded", "window": "quarter",
    "maximum": "6000 USD", "credited": "when_passed", "prorate": "full",
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"credited": "when_window_closes", "window": "contract_year"},
    CLAUSE | {"credited": "when_window_closes", "prorate": "in_force", "window": "term"},
    CLAUSE | {"window": "month", "counted_amounts": "unrounded"},
]


def credits(clause, taken, **more):
    return dues(agreement(PRICE, clause), {("catheter", "accepted"): taken}, "cap", **more)


@pytest.mark.parametrize(("taken", "credit"), [(299, 0), (300, 0), (301, -20)])
def test_one_piece_below_at_and_above_the_cap(taken, credit):
    assert credits(CLAUSE, [0, taken])[1] == credit


def test_the_excess_is_credited_as_it_comes_and_the_next_window_begins_at_nothing():
    assert credits(CLAUSE, [200, 200, 50, 300])[:4] == [0, -2000, -1000, 0]


def test_the_excess_is_credited_when_the_window_closes_where_so_written():
    assert credits(CLAUSE | {"credited": "when_window_closes"}, [200, 200, 50, 300])[:4] == [0, 0, -3000, 0]


def test_a_later_credit_of_a_counted_clause_takes_back_what_was_credited():
    assert credits(CLAUSE, [400, -50])[:2] == [-2000, 1000]


def test_a_prorated_cap_is_that_of_the_months_in_force():
    spread = CLAUSE | {"prorate": "in_force", "credited": "when_window_closes"}
    assert credits(spread, [200], in_force=["1", "0.5"] + ["0"] * 22)[:3] == [0, 0, -1000]  # 4,000 - 3,000


def test_charges_after_a_termination_are_outside_the_cap():
    assert credits(CLAUSE, [100, 0, 0, 900], in_force=["1"] * 3 + ["0"] * 21)[3] == 0


def test_a_partial_quarter_has_the_whole_cap_or_its_share_as_written():
    days = {
        "valid": {"from": "2027-02-01", "until": "2027-04-01"},
        "settlement": {"every": "month", "anchor": "2027-01-01"},
    }
    taken = {("catheter", "accepted"): [250]}
    assert sum(dues(agreement(PRICE, CLAUSE, **days), taken, "cap")) == 0
    spread = CLAUSE | {"prorate": "in_force", "credited": "when_window_closes"}
    assert sum(dues(agreement(PRICE, spread, **days), taken, "cap")) == -1000


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(PRICE, clause), {("catheter", "accepted"): [299, 1, 0, 299, 2, 400] + [333] * 18}
    lanes = in_lanes(terms, happened(plan(terms), taken))["cap"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "cap"))), abs=0.005)


def test_the_credit_explains_itself():
    terms, taken = agreement(PRICE, CLAUSE), {("catheter", "accepted"): [200, 200, -20, 0, 400, 50]}
    assert told(terms, taken, "cap", 0) == ["4000 USD counted, maximum 6000 USD: no excess to credit"]
    assert told(terms, taken, "cap", 1) == ["8000 USD counted − 6000 USD maximum, the excess credited"]
    assert told(terms, taken, "cap", 2) == [
        "7600 USD counted in the window now, maximum 6000 USD: of 2000 USD credited before, 1600 USD stand"
    ]
    assert told(terms, taken, "cap", 5) == [
        "9000 USD counted − 6000 USD maximum − 2000 USD credited before in the window"
    ]


def test_a_prorated_cap_cannot_be_applied_before_it_is_known():
    written = maximum.Clause.model_validate(CLAUSE | {"prorate": "in_force"})
    assert [str(fault) for fault in maximum.check(written)] == [
        "credited: a maximum prorated by the periods in force is known only when its window closes\n"
        "    Write 'credited: when_window_closes', or 'prorate: full'."
    ]
