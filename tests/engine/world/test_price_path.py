import numpy as np
import pytest

from suture.engine.world.price_path import (
    CPI_U,
    PathOutOfBounds,
    YearlyChange,
    index,
    index_dimensions,
    reopened,
    reopener_dimensions,
)
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


def test_the_index_has_the_mean_and_spread_of_cpi_u_over_every_year():
    # US CPI-U, 25 December changes 2000-2025: mean 2.53 %, standard deviation 1.57 %.
    path = index(futures(SAMPLE, "market", index_dimensions(60), 0, 16384), CPI_U, 60)
    assert np.all(path[:, 0] == 1)
    for month in (12, 29, 59):
        year = path[:, month] / path[:, month - 12]
        assert year.mean() - 1 == pytest.approx(0.0253, abs=0.0002)
        assert year.std() == pytest.approx(0.0157, rel=0.02)
    assert path[:, 59].mean() == pytest.approx(1.0253 ** (59 / 12), rel=1e-4)


def test_the_steps_of_the_walk_are_independent_and_alike():
    steps = np.diff(np.log(index(futures(SAMPLE, "market", index_dimensions(25), 0, 16384), CPI_U, 25)), axis=1)
    between = np.corrcoef(steps.T)[np.triu_indices(24, 1)]
    assert np.abs(between).max() < 0.06
    assert steps.std(axis=0) == pytest.approx(np.full(24, 0.0157 / 1.0253 / np.sqrt(12)), rel=0.05)


@pytest.mark.parametrize("months", [1, 2, 3, 13])
def test_short_horizons_work(months):
    path = index(np.full((2, months - 1), 0.5), CPI_U, months)
    assert path.shape == (2, months)
    assert path.flags.c_contiguous


def test_paths_out_of_bounds_are_refused():
    with pytest.raises(PathOutOfBounds):
        reopened(np.full((1, 1), 0.5), -1.0, 0.0, 24)
    with pytest.raises(PathOutOfBounds):
        index(np.full((1, 11), 0.5), YearlyChange(0.02, -0.1, "made up"), 12)
