import numpy as np
import pytest

from suture.engine.world.queue import ShareOutOfBounds, dimensions, open_share
from suture.engine.world.shape import Range
from suture.engine.world.streams import futures, sampling

U = futures(sampling(1, 4096), "partner:north", dimensions(24), 0, 4096)
SHARE = Range(0.1, 0.4, 0.9)


@pytest.mark.parametrize("persistence", [0.0, 0.5, 1.0])
def test_every_month_is_triangular_whatever_the_persistence(persistence):
    share = open_share(U, SHARE, persistence)
    assert share.min() >= 0.1
    assert share.max() <= 0.9
    assert share.mean(axis=0) == pytest.approx(np.full(24, 1.4 / 3), rel=0.02)


def test_persistence_ties_the_months_of_a_scenario():
    def tie(persistence):
        share = open_share(U, SHARE, persistence)
        return np.corrcoef(share[:, 0], share[:, 23])[0, 1]

    assert tie(0.0) == pytest.approx(0.0, abs=0.05)
    assert tie(0.5) == pytest.approx(0.5, abs=0.05)
    assert tie(1.0) == pytest.approx(1.0)


@pytest.mark.parametrize(("share", "persistence"), [(Range(-0.1, 0, 1), 0), (Range(0, 1, 1.1), 0), (SHARE, 1.5)])
def test_a_share_out_of_bounds_is_refused(share, persistence):
    with pytest.raises(ShareOutOfBounds):
        open_share(U, share, persistence)
