import numpy as np
import pytest

from suture.engine.world.price_path import PathOutOfBounds, reopened, reopener_dimensions
from suture.engine.world.streams import futures, sampling

SAMPLE = sampling(1, 16384)


def test_a_re_opener_moves_at_anniversaries_only_and_stays_within_its_bounds():
    u = futures(SAMPLE, "partner:north", reopener_dimensions(36), 0, 16384)
    factor = reopened(u, -0.02, 0.08, 36)
    assert np.all(factor[:, :12] == 1)
    assert np.all(factor[:, 12:24] == factor[:, 12:13])
    assert factor[:, 24:].min() >= 0.98**2
    assert factor[:, 24:].max() <= 1.08**2
    assert factor[:, 35].mean() == pytest.approx(1.03**2, rel=1e-3)


def test_a_re_opener_without_width_compounds_exactly():
    assert reopened(np.full((1, 2), 0.3), 0.05, 0.05, 28)[0, [11, 12, 24]] == pytest.approx([1, 1.05, 1.1025])


def test_the_bounds_may_differ_by_scenario_and_the_first_anniversary_may_be_early():
    factor = reopened(np.full((2, 2), 0.5), np.array([0.0, 0.1]), np.array([0.0, 0.1]), 18, first=3)
    assert len(reopener_dimensions(18, first=3)) == 2
    assert factor[:, [2, 3, 15]] == pytest.approx(np.array([[1, 1, 1], [1, 1.1, 1.21]]))


def test_paths_out_of_bounds_are_refused():
    with pytest.raises(PathOutOfBounds):
        reopened(np.full((1, 1), 0.5), -1.0, 0.0, 24)
