import numba
import pytest

from suture.engine.world.learning import yield_reached


def test_half_of_the_way_to_the_steady_yield_is_gone_after_half_lots():
    assert yield_reached(0.0, 0.9, 6.0) == pytest.approx(0.9)
    assert yield_reached(6.0, 0.9, 6.0) == pytest.approx(0.95)
    assert yield_reached(18.0, 0.9, 6.0) == pytest.approx(0.975)


def test_the_yield_compiles_as_it_stands():
    assert numba.njit(yield_reached)(3.0, 0.9, 6.0) == pytest.approx(yield_reached(3.0, 0.9, 6.0), rel=1e-14)
