"""The grid: which scenario lies in which lane, and agreements moved by their own months, as written and as compiled."""

import numpy as np
import pytest

from suture.engine.rating.lanes import LANES
from suture.engine.simulation.grid import added, beside, earlier_by, from_month, in_lanes, later_by, of_draws, put
from suture.engine.world.grid import NEVER, Floats, Wholes

BLOCKS, MONTHS = 2, 6
SCENARIOS = np.arange(BLOCKS * LANES)


def rows(lanes: Floats) -> Floats:
    """Lanes as one row a scenario."""
    return lanes.transpose(0, 2, 1).reshape(-1, lanes.shape[1])


def numbered() -> Floats:
    """A number for every scenario and month that stands nowhere else: 101 is the first month of the first scenario."""
    return 100.0 * (SCENARIOS[:, np.newaxis] + 1) + np.arange(1, MONTHS + 1)


def of_first(month: int, others: int = 0) -> Wholes:
    """A month for the first scenario of the second block, another for all others."""
    return np.where(SCENARIOS == LANES, month, others)


def test_sixteen_scenarios_that_follow_each_other_lie_side_by_side():
    lanes = in_lanes(numbered())
    assert lanes.shape == (BLOCKS, MONTHS, LANES)
    assert lanes[0, 0, :3].tolist() == [101, 201, 301]
    assert lanes[1, 2, 4] == 100 * (16 + 4 + 1) + 3
    assert np.array_equal(rows(lanes), numbered())


def test_a_number_of_each_scenario_stands_beside_all_its_months():
    assert np.array_equal(rows(np.zeros((BLOCKS, MONTHS, LANES)) + beside(SCENARIOS)).T[MONTHS - 1], SCENARIOS)


def test_the_lanes_of_a_block_share_the_number_of_their_draw():
    by_draw, draw_of = np.array([7.0, 8.0, 9.0]), np.repeat([2, 0], LANES)
    assert of_draws(by_draw, draw_of).tolist() == [[[9.0]], [[7.0]]]


def test_from_a_month_on_it_is_one_and_never_where_it_never_comes():
    found = rows(from_month(of_first(2, others=NEVER), MONTHS))
    assert found[LANES].tolist() == [0, 0, 1, 1, 1, 1]
    assert found.sum() == 4


@pytest.mark.usefixtures("loops")
@pytest.mark.parametrize(
    ("by", "moved"),
    [
        (0, [1, 2, 3, 4, 5, 6]), (2, [0, 0, 1, 2, 3, 4]), (5, [0, 0, 0, 0, 0, 1]), (6, [0] * 6), (NEVER, [0] * 6),
    ],
)  # fmt: skip
def test_a_scenario_is_moved_later_by_its_own_months_and_no_other_with_it(by, moved):
    found = rows(later_by(in_lanes(numbered()), of_first(by)))
    assert found[LANES].tolist() == [1700 + each if each else 0 for each in moved]
    others = SCENARIOS != LANES
    assert np.array_equal(found[others], numbered()[others])


@pytest.mark.usefixtures("loops")
@pytest.mark.parametrize(
    ("by", "moved"), [(0, [1, 2, 3, 4, 5, 6]), (2, [3, 4, 5, 6, 0, 0]), (5, [6, 0, 0, 0, 0, 0]), (6, [0] * 6)]
)
def test_a_scenario_is_moved_earlier_by_its_own_months_and_no_other_with_it(by, moved):
    found = rows(earlier_by(in_lanes(numbered()), of_first(by)))
    assert found[LANES].tolist() == [1700 + each if each else 0 for each in moved]
    others = SCENARIOS != LANES
    assert np.array_equal(found[others], numbered()[others])


@pytest.mark.usefixtures("loops")
def test_moved_later_and_back_only_what_passed_the_end_is_gone():
    by = SCENARIOS % (MONTHS + 1)
    found = rows(earlier_by(later_by(in_lanes(numbered()), by), by))
    kept = np.arange(MONTHS) < MONTHS - by[:, np.newaxis]
    assert np.array_equal(found, np.where(kept, numbered(), 0.0))


DUE = [10.0, 25.0, 25.0, 45.0, 40.0, 70.0]
"""Since the start of an agreement, in its own months: a month adds nothing, another takes back."""


@pytest.mark.usefixtures("loops")
@pytest.mark.parametrize(
    ("begins", "by_month", "with_what_is_open"),
    [
        (0, [10, 15, 0, 20, -5, 30], [10, 15, 0, 20, -5, 30]),
        (2, [0, 0, 10, 15, 0, 20], [0, 0, 10, 15, 0, 45]),  # 45 of 70 by the end of the case
        (5, [0, 0, 0, 0, 0, 10], [0, 0, 0, 0, 0, 70]),
        (6, [0] * 6, [0] * 6),
        (NEVER, [0] * 6, [0] * 6),
    ],
)
def test_what_is_due_in_an_agreements_own_months_is_added_in_those_of_the_case(begins, by_month, with_what_is_open):
    due = in_lanes(np.tile(DUE, (len(SCENARIOS), 1)))
    begun = of_first(begins, NEVER)
    settled_later, settled = rows(added(due, begun)), rows(added(due, begun, settled=True))
    assert settled_later[LANES].tolist() == by_month
    assert settled[LANES].tolist() == with_what_is_open
    others = SCENARIOS != LANES
    assert not settled_later[others].any()
    assert not settled[others].any(), "what never begins owes nothing when the case ends"


def test_an_amount_is_put_into_its_month_beside_what_is_there_and_is_gone_beyond_the_case():
    lanes = in_lanes(numbered())
    put(lanes, of_first(3, others=NEVER), SCENARIOS + 0.5)
    put(lanes, of_first(MONTHS, others=NEVER), SCENARIOS + 1000.0)
    expected = numbered()
    expected[LANES, 3] += LANES + 0.5
    assert np.array_equal(rows(lanes), expected)
