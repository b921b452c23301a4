"""Reservation with set-off: what is held is paid; a share comes back on what is used of it."""

from decimal import Decimal
from math import pi, sqrt

import numpy as np
import pytest

from suture.engine.clauses import reservation
from suture.engine.number import Window
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

CLAUSE = {
    "id": "slots", "kind": "reservation", "services": ["catheter"], "measure": "accepted", "window": "quarter",
    "reserved": "300 piece", "fee": "4 USD/piece", "set_off": "50 %", "prorate": "full",
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"window": "month", "prorate": "in_force"},
    CLAUSE | {"set_off": "0 %", "window": "contract_year", "prorate": "in_force"},
    CLAUSE | {"set_off": "100 %", "window": "term"},
]


def fees(clause, taken, **more):
    return dues(agreement(clause), {("catheter", "accepted"): taken}, "slots", **more)


def test_the_fee_is_due_when_the_window_opens_used_or_not():
    assert fees(CLAUSE, [])[:4] == [1200, 0, 0, 1200]


@pytest.mark.parametrize(("taken", "set_off"), [(299, 598), (300, 600), (301, 600)])
def test_units_up_to_the_reserved_quantity_are_set_off(taken, set_off):
    assert fees(CLAUSE, [0, taken])[:2] == [1200, -set_off]


def test_what_is_taken_over_several_months_is_set_off_as_a_whole_and_not_in_the_next_window():
    assert fees(CLAUSE, [200, 0, 200, 50])[:4] == [800, 0, -200, 1100]


def test_without_set_off_it_is_the_price_of_an_option():
    assert fees(CLAUSE | {"set_off": "0 %"}, [300])[:3] == [1200, 0, 0]


def test_in_force_the_quantity_is_held_month_by_month():
    spread = CLAUSE | {"prorate": "in_force"}
    assert fees(spread, [150])[:3] == [200, 300, 400]  # 100 held and used; 50 more used of the next 100; 100 held
    assert fees(spread, [], in_force=["1", "0.5"] + ["0"] * 22)[:4] == [400, 200, 0, 0]


def test_in_a_partial_month_the_share_of_its_days_is_held():
    terms = agreement(
        CLAUSE | {"window": "month", "prorate": "in_force", "reserved": "310 piece"},
        valid={"from": "2027-01-17", "until": "2027-03-01"},
    )
    assert dues(terms, {}, "slots") == [pytest.approx(Decimal(600)), 1240]  # 15 of 31 days


def test_a_window_that_opens_after_the_termination_holds_nothing():
    assert fees(CLAUSE, [], in_force=["1", "1"] + ["0"] * 22)[:4] == [1200, 0, 0, 0]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [99, 100, 101, 299, 1, 1] + [70] * 18}
    lanes = in_lanes(terms, happened(plan(terms), taken))["slots"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "slots"))), abs=0.005)


def test_the_charge_explains_itself():
    terms, taken = agreement(CLAUSE), {("catheter", "accepted"): [200, 0, 200]}
    assert told(terms, taken, "slots", 0) == ["300 piece reserved × 4 USD", "200 piece used × 2 USD set off"]
    assert told(terms, taken, "slots", 1) == ["nothing is due for the reservation"]
    assert told(terms, taken, "slots", 2) == ["100 piece used × 2 USD set off"]


MEAN, FEE, EXERCISE, SPOT = 50.0, 0.18, 1.0, 1.88


def expected_cost(reserved: float, sd: float, points: int = 20_001) -> float:
    """Fee by the step, exercise price up to the reserved quantity, spot above; demand by numeric integration."""
    terms = reservation.Terms(at_open=reserved, per_period=0.0, fee=FEE, credit=0.0)
    opened = Window(1, 1)
    nothing = reservation.State(0.0, 0.0, 0.0, 0.0, 0.0)
    demands = np.linspace(max(0.0, MEAN - 8 * sd), MEAN + 8 * sd, points)
    density = np.exp(-(((demands - MEAN) / sd) ** 2) / 2) / (sd * sqrt(2 * pi))
    costs = []
    for demand in demands.tolist():
        after = reservation.step(terms, opened, nothing, reservation.Facts(demand, 1.0))
        costs.append(after.due + EXERCISE * after.all_used + SPOT * (demand - after.all_used))
    return float(np.trapezoid(np.array(costs) * density, demands))


def test_known_answer_expected_cost_of_a_capacity_option():
    # cases/decision_cases.json option_reservation_50; source: P(D > R) = fee / (spot - exercise), Cachon 2003 and
    # Wu, Kleindorfer & Zhang 2002
    assert expected_cost(56.60395592743389, sd=8) == pytest.approx(60.997605193176646, rel=1e-4)


def test_the_best_reserved_quantity_does_not_fall_when_demand_grows_less_certain():
    # fee / (spot - exercise) = 0.2045 is below one half: the best quantity lies above the mean and moves away
    grid = [40.0 + 2 * i for i in range(21)]
    best = [min(grid, key=lambda held: expected_cost(held, sd, points=2_001)) for sd in (2.0, 4.0, 8.0, 16.0)]
    assert best == sorted(best)
    assert best[0] < best[-1]


def test_the_integration_itself_gives_the_mean_of_demand():
    held_all = expected_cost(1_000.0, sd=8)
    assert held_all == pytest.approx(FEE * 1_000 + EXERCISE * MEAN, rel=1e-6)
