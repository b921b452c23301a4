import math

import numpy as np
import pytest

from suture.engine.world import phases
from suture.engine.world.phases import ChanceOutOfBounds, Stage, course
from suture.engine.world.shape import Range
from suture.engine.world.streams import futures, sampling

PUBLISHED = (0.469, 0.480, 0.757, 0.805)
"""Sertkaya et al., JAMA Netw Open 2022, e2231609 (novel therapeutic complex devices); together 0.1372."""
PLAN = [Stage(f"stage {i}", Range(1, 2, 4), Range(6, 12, 24), chance) for i, chance in enumerate(PUBLISHED)]


def run(plan=PLAN, scenarios=16384):
    return course(futures(sampling(1, scenarios), "project", phases.dimensions(plan), 0, scenarios), plan)


def test_the_published_funnel_lets_0_1372_through():
    assert math.prod(PUBLISHED) == pytest.approx(0.1372, abs=5e-5)
    assert run().holds.all(axis=1).mean() == pytest.approx(0.1372, abs=0.004)


def test_each_stage_lets_its_share_of_the_projects_through_whatever_the_others_do():
    holds = run().holds
    assert holds.mean(axis=0) == pytest.approx(PUBLISHED, abs=0.005)
    assert np.abs(np.corrcoef(holds.T)[np.triu_indices(4, 1)]).max() < 0.03


def test_iterations_are_whole_and_months_within_their_range():
    found = run()
    assert set(np.unique(found.iterations)) == {1, 2, 3, 4}
    assert 6 <= found.months.min() <= found.months.max() <= 24
    assert found.months.mean(axis=0) == pytest.approx([14] * 4, rel=0.01)


def test_what_is_tried_is_tried_at_least_once():
    assert course(np.full((1, 3), 0.1), [Stage("a", Range(0, 0, 0), Range(1, 1, 1), 1)]).iterations.tolist() == [[1]]


@pytest.mark.parametrize("chance", [-0.1, 1.1, math.nan])
def test_a_chance_out_of_bounds_is_refused(chance):
    with pytest.raises(ChanceOutOfBounds):
        run([Stage("a", Range(1, 1, 1), Range(1, 2, 3), chance)], 16)
