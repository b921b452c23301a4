import numpy as np

from suture.engine.world.grid import NEVER, month_of


def test_a_time_falls_in_the_month_it_has_begun():
    assert month_of(np.array([0.0, 0.99, 1.0, 7.5])).tolist() == [0, 0, 1, 7]


def test_what_never_happens_stays_never():
    assert month_of(np.array([float(NEVER), float(NEVER) + 5.0, np.inf])).tolist() == [NEVER] * 3
