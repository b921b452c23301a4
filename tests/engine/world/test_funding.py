import numpy as np
import pytest

from suture.engine.world.funding import Event, FundingOutOfBounds, dimensions, inflow, realised
from suture.engine.world.grid import NEVER
from suture.engine.world.streams import futures, sampling

ROUND = Event("series A", 6, 4_000_000, 0.6, 0, 9)
GRANT = Event("grant", 3, 500_000, 1.0, 0, 0)


def drawn(events, scenarios=16384):
    return realised(futures(sampling(1, scenarios), "funding", dimensions(events), 0, scenarios), events)


def test_a_round_comes_with_its_chance_and_slips_by_each_month_alike():
    month = drawn([ROUND])[:, 0]
    came = month[month < NEVER]
    assert len(came) / len(month) == pytest.approx(0.6, abs=0.001)
    assert np.bincount(came, minlength=16)[6:] / len(came) == pytest.approx(np.full(10, 0.1), abs=0.005)


def test_what_comes_is_booked_in_its_month_and_what_does_not_come_is_not():
    cash = inflow(np.array([[6, 3], [NEVER, 3], [3, 3]]), [ROUND, GRANT], 8)
    assert cash[0].tolist() == [0, 0, 0, 500_000, 0, 0, 4_000_000, 0]
    assert cash.sum(axis=1).tolist() == [4_500_000, 500_000, 4_500_000]


def test_money_beyond_the_horizon_is_not_counted():
    assert inflow(np.array([[8]]), [ROUND], 8).sum() == 0


@pytest.mark.parametrize(
    "change", [{"chance": 1.2}, {"month": -1}, {"slip_low": 5, "slip_high": 4}, {"chance": float("nan")}]
)
def test_an_event_out_of_bounds_is_refused(change):
    with pytest.raises(FundingOutOfBounds):
        drawn([ROUND._replace(**change)], 16)
