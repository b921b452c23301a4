import numba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.world.learning import wright_cumulative, wright_unit, yield_reached


def test_wright_80_10_is_as_tabulated():
    # Heizer & Render, Operations Management, learning-curve coefficients, 80 %, unit 10: 0.477 and 6.315.
    assert wright_unit(10, 0.8) == pytest.approx(0.477, rel=0.002)
    assert wright_cumulative(10, 0.8) == pytest.approx(6.315, rel=0.002)


@given(st.floats(0.7, 1.0), st.integers(1, 400))
def test_the_closed_form_is_the_sum_of_the_units(rate, n):
    assert wright_cumulative(n, rate) == pytest.approx(sum(wright_unit(k, rate) for k in range(1, n + 1)), abs=1e-3)


def test_each_doubling_costs_the_rate():
    assert wright_unit(34, 0.85) / wright_unit(17, 0.85) == pytest.approx(0.85)


def test_half_of_the_way_to_the_steady_yield_is_gone_after_half_lots():
    assert yield_reached(0.0, 0.9, 6.0) == pytest.approx(0.9)
    assert yield_reached(6.0, 0.9, 6.0) == pytest.approx(0.95)
    assert yield_reached(18.0, 0.9, 6.0) == pytest.approx(0.975)


@pytest.mark.parametrize("function", [wright_unit, wright_cumulative])
def test_the_curves_compile_as_they_stand(function):
    assert numba.njit(function)(10.0, 0.8) == pytest.approx(function(10.0, 0.8), rel=1e-14)


def test_the_yield_compiles_as_it_stands():
    assert numba.njit(yield_reached)(3.0, 0.9, 6.0) == pytest.approx(yield_reached(3.0, 0.9, 6.0), rel=1e-14)
