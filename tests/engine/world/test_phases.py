import math

import numpy as np
import pytest

from suture.engine.world import phases
from suture.engine.world.grid import NEVER
from suture.engine.world.phases import PUBLISHED_SUCCESS, ChanceOutOfBounds, Phase, course, done, entered
from suture.engine.world.shape import Range
from suture.engine.world.streams import futures, sampling

PLAN = [Phase(name, Range(6, 12, 24), chance) for name, chance in PUBLISHED_SUCCESS.items()]


def run(plan=PLAN, scenarios=16384):
    return course(futures(sampling(1, scenarios), "project", phases.dimensions(plan), 0, scenarios), plan)


def test_the_published_funnel_lets_0_1372_through():
    # Sertkaya et al., JAMA Netw Open 2022, e2231609: 0.469, 0.480, 0.757, 0.805.
    assert math.prod(PUBLISHED_SUCCESS.values()) == pytest.approx(0.1372, abs=5e-5)
    assert (run().stopped == NEVER).mean() == pytest.approx(0.1372, abs=0.004)


def test_each_phase_stops_its_share_of_the_projects_that_enter_it():
    result = run()
    inside = entered(result)
    for k, chance in enumerate(PUBLISHED_SUCCESS.values()):
        failed = (result.stopped == k).sum() / inside[:, k].sum()
        assert failed == pytest.approx(1 - chance, abs=0.02)


def test_phases_follow_each_other_and_last_as_long_as_they_are_said_to():
    finish = run().finish
    assert np.diff(finish, axis=1).min() >= 6
    assert finish[:, -1].mean() == pytest.approx(4 * 14, rel=0.002)


def test_a_failed_project_is_never_done_and_works_on_the_phase_it_fails_in():
    u = np.array([[0.1, 0.9, 0.5, 0.5], [0.1, 0.1, 0.5, 0.5]])
    result = course(u, [Phase("a", Range(2, 2, 2), 0.5), Phase("b", Range(3, 3, 3), 0.5)])
    assert result.stopped.tolist() == [1, NEVER]
    assert done(result).tolist() == [NEVER, 5.0]
    assert entered(result).tolist() == [[True, True], [True, True]]


@pytest.mark.parametrize("chance", [-0.1, 1.1, math.nan])
def test_a_chance_out_of_bounds_is_refused(chance):
    with pytest.raises(ChanceOutOfBounds):
        run([Phase("a", Range(1, 2, 3), chance)], 16)
