"""Time and materials: hours at a rate, material with handling, up to a ceiling."""

from decimal import Decimal

import pytest

from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

SERVICES = {"services": {"engineering": {"unit": "hour", "step": "0.25"}, "parts": {"unit": "USD", "step": "0.01"}}}
CLAUSE = {
    "id": "work", "kind": "time_and_materials", "service": "engineering", "rate": "120 USD/hour",
    "material": {"service": "parts", "handling": "5 %"},
    "not_to_exceed": {"ceiling": "5000 USD", "window": "quarter"},
}  # fmt: skip
TIME = {key: value for key, value in CLAUSE.items() if key not in ("material", "not_to_exceed")}
OPEN = {key: value for key, value in CLAUSE.items() if key != "not_to_exceed"}
# the agreement that all kinds are tried on has no material, so some of these count it in another service
SAMPLES = [
    TIME,
    CLAUSE | {"material": {"service": "catheter", "handling": "5 %"}},
    TIME | {"not_to_exceed": {"ceiling": "20000", "window": "term"}},
]


def facts(quarters, cents=()):
    return {("engineering", "worked"): quarters, ("parts", "material"): cents}


def due(clause, quarters, cents=(), **changes):
    return dues(agreement(clause, **SERVICES, **changes), facts(quarters, cents), "work")


def test_hours_at_a_rate():
    assert due(TIME, [9])[0] == 270  # 2.25 hours


def test_material_at_cost_with_handling():
    assert due(OPEN, [4], [100_050])[0] == 120 + Decimal("1050.525")


def test_without_a_ceiling_all_is_charged():
    assert due(OPEN, [4000])[0] == 120_000


@pytest.mark.parametrize(("quarters", "charged"), [(166, 4980), (167, 5000), (168, 5000)])
def test_one_step_below_and_above_the_ceiling(quarters, charged):
    assert due(CLAUSE, [quarters])[0] == charged


def test_exactly_the_ceiling():
    assert due(CLAUSE, [160], [19_047])[0] == Decimal("4999.9935")
    assert due(CLAUSE | {"not_to_exceed": {"ceiling": "4800", "window": "quarter"}}, [160, 1])[:2] == [4800, 0]


def test_the_ceiling_holds_for_the_window_and_begins_anew_with_the_next():
    assert due(CLAUSE, [100, 100, 1, 1])[:4] == [3000, 2000, 0, 30]


def test_work_taken_back_is_credited_once_it_is_below_the_ceiling():
    assert due(CLAUSE, [200, -20, -20])[:3] == [5000, 0, -200]


def test_a_ceiling_raised_within_its_window_charges_what_was_cut_off():
    ceiling = [{"from": "2027-01-01", "value": "5000"}, {"from": "2027-02-01", "value": "8000"}]
    clause = CLAUSE | {"not_to_exceed": {"ceiling": ceiling, "window": "quarter"}}
    assert due(clause, [200])[:3] == [5000, 1000, 0]


def test_a_partial_window_has_the_whole_ceiling():
    assert due(CLAUSE, [200], valid={"from": "2027-03-20", "until": "2027-05-01"})[0] == 5000


def test_yen_have_no_smaller_step():
    services = {"services": SERVICES["services"] | {"parts": {"unit": "JPY", "step": "1"}}, "currency": "JPY"}
    terms = agreement(OPEN | {"rate": "10000"}, **services)
    assert dues(terms, facts([4], [2000]), "work")[0] == 10_000 + 2100


@pytest.mark.parametrize("clause", [CLAUSE, OPEN, TIME, SAMPLES[2]])
def test_the_simulation_counts_the_same(clause):
    terms, happens = agreement(clause, **SERVICES), facts([100, 66, 1, 0, 400, 7] * 4, [0, 1, 9_999, 100_001] * 6)
    expected = sum(dues(terms, happens, "work"))
    assert in_lanes(terms, happened(plan(terms), happens))["work"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    terms, happens = agreement(CLAUSE, **SERVICES), facts([9, 160], [100_050])
    assert told(terms, happens, "work", 0) == ["2.25 hour × 120 USD", "+ material 1000.50 USD × 1.05"]
    assert told(terms, happens, "work", 1) == [
        "40 hour × 120 USD",
        "− 1120.525 USD: 6120.525 USD of work in the window so far are above the ceiling of 5000 USD",
    ]
