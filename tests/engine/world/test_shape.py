import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.world.shape import (
    MeanOutsideTheQuantiles,
    QuantilesDoNotRise,
    Range,
    RangeOutOfOrder,
    SpreadBelowZero,
    between,
    from_quantiles,
    lognormal_factor,
    triangular,
)

U = (np.arange(100_000) + 0.5) / 100_000
NUMBERS = st.floats(-1e6, 1e6)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted))
def test_triangular_has_its_mean_stays_in_its_range_and_rises(range_):
    low, likely, high = range_
    x = triangular(U, low, likely, high)
    scale = max(1.0, abs(low), abs(high))
    assert x.min() >= low - 1e-9 * scale
    assert x.max() <= high + 1e-9 * scale
    assert np.diff(x).min() >= -1e-9 * scale
    assert x.mean() == pytest.approx((low + likely + high) / 3, abs=1e-4 * scale)


def test_triangular_has_its_mode_where_it_is_said_to_be():
    assert np.mean(triangular(U, 0.0, 1.0, 4.0) < 1.0) == pytest.approx(0.25)


def test_a_range_without_width_is_that_number():
    assert np.all(triangular(U, 7.0, 7.0, 7.0) == 7.0)


def test_a_range_may_differ_by_scenario():
    x = triangular(np.array([0.5, 0.5]), np.array([0.0, 10.0]), np.array([1.0, 10.0]), np.array([2.0, 10.0]))
    assert x.tolist() == [1.0, 10.0]


@pytest.mark.parametrize("range_", [(2, 1, 3), (1, 3, 2), (np.nan, 1, 2), (0, np.nan, 2), (0, 1, np.inf)])
def test_a_range_out_of_order_is_refused(range_):
    with pytest.raises(RangeOutOfOrder):
        triangular(U, *range_)


def test_between_is_uniform_and_refuses_what_falls():
    assert between(U, 2.0, 6.0).mean() == pytest.approx(4.0)
    with pytest.raises(RangeOutOfOrder):
        between(U, 2.0, 1.0)


@pytest.mark.parametrize("cv", [0.0, 0.17, 0.25, 0.32, 1.0])
def test_a_lognormal_factor_has_mean_one_and_its_spread(cv):
    x = lognormal_factor(U, cv)
    assert x.mean() == pytest.approx(1.0, abs=1e-3)
    assert x.std() == pytest.approx(cv, rel=0.02)


def test_a_spread_below_zero_is_refused():
    with pytest.raises(SpreadBelowZero):
        lognormal_factor(U, -0.1)


def test_quantiles_up_to_a_maximum_keep_quantiles_mean_and_maximum():
    x = from_quantiles(U, (0, 0.5, 0.9, 1), (0, 10, 20, 100), mean=14.0)
    assert np.quantile(x, [0.5, 0.9]) == pytest.approx([10, 20], abs=0.01)
    assert x.mean() == pytest.approx(14.0, abs=1e-3)
    assert x.max() == pytest.approx(100, abs=0.1)
    assert np.diff(x).min() >= 0


def test_quantiles_with_an_open_tail_keep_quantiles_and_mean():
    x = from_quantiles(U, (0, 0.5, 0.9), (0, 10, 20), mean=12.0)
    assert np.quantile(x, [0.5, 0.9]) == pytest.approx([10, 20], abs=0.01)
    assert x.mean() == pytest.approx(12.0, abs=1e-3)
    assert np.isfinite(from_quantiles(np.array([1 - 2.0**-53]), (0, 0.8), (0, 1), mean=1.0)).all()


def test_quantiles_without_a_mean_are_linear_to_the_end():
    assert from_quantiles(np.array([0.25, 0.75]), (0, 0.5, 1), (0, 10, 30)).tolist() == [5.0, 20.0]


@pytest.mark.parametrize("mean", [8.0, 25.0])
def test_a_mean_that_no_tail_can_give_is_refused(mean):
    with pytest.raises(MeanOutsideTheQuantiles):
        from_quantiles(U, (0, 0.5, 0.9, 1), (0, 10, 20, 100), mean=mean)


@pytest.mark.parametrize(
    ("probabilities", "values", "mean"),
    [((0, 1), (1, 0), None), ((0.1, 1), (0, 1), None), ((0, 0.5), (0, 1), None), ((0, 0.5), (0, 1, 2), 1.0)],
)
def test_quantiles_that_do_not_rise_or_do_not_end_are_refused(probabilities, values, mean):
    with pytest.raises(QuantilesDoNotRise):
        from_quantiles(U, probabilities, values, mean)


def test_a_range_in_another_unit():
    assert Range(1, 2, 3).times(2) == Range(2, 4, 6)
