import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.world.outage import (
    OutagesCutShort,
    RateBelowZero,
    dimensions,
    events_needed,
    share_up,
    together,
)
from suture.engine.world.streams import futures, sampling


def uniforms(entity="partner:north", events=12, scenarios=16384):
    return futures(sampling(1, scenarios), entity, dimensions(events), 0, scenarios)


def test_months_down_match_the_rate_and_the_duration():
    # Alternating renewal, run long: share down = mean duration / (mean gap + mean duration).
    up = share_up(uniforms(events=40), 0.9, 2.0, 6.0, 240)
    assert 1 - up[:, 120:].mean() == pytest.approx(4 / (12 / 0.9 + 4), rel=0.02)


def test_the_first_year_sees_an_outage_with_the_chance_of_its_rate():
    up = share_up(uniforms(), 0.08, 2.0, 6.0, 12)
    assert (up.min(axis=1) < 1).mean() == pytest.approx(1 - np.exp(-0.08), abs=0.001)


def test_the_first_and_last_month_are_down_for_their_part():
    gap = 1 - np.exp(-2.25 / 12)  # the inverse gives a start after 2.25 months at one outage a year
    u = np.full((1, 24), 1 - 1e-12)
    u[0, :2] = gap, 0.5
    assert share_up(u, 1.0, 2.0, 2.0, 6)[0] == pytest.approx([1, 1, 0.25, 0, 0.75, 1])


def test_every_outage_that_is_drawn_counts_the_last_one_too():
    """At one a year each begins a month after the one before is over, which takes half a month."""
    u = np.full((1, 24), 1 - np.exp(-1 / 12))
    up = share_up(u, 1.0, 0.5, 0.5, 20)[0]
    begins = 1.0 + 1.5 * np.arange(12)
    assert begins[-1] == 17.5
    assert up == pytest.approx([1 - 0.5 * np.sum(np.floor(begins) == month) for month in range(20)])
    assert share_up(u[:, :22], 1.0, 0.5, 0.5, 17)[0] == pytest.approx(up[:17])


def test_no_rate_no_outage():
    assert share_up(uniforms(scenarios=64), 0.0, 2.0, 6.0, 60).min() == 1


def test_rate_and_durations_may_differ_by_scenario():
    rate = np.repeat([0.0, 1.0], 32)
    up = share_up(uniforms(scenarios=64), rate, np.full(64, 2.0), np.full(64, 6.0), 60)
    assert up[:32].min() == 1
    assert up[32:].mean() < 0.95


@given(st.floats(0, 2), st.floats(0, 6), st.floats(0, 6))
def test_a_share_stays_between_none_and_all(rate, shortest, more):
    up = share_up(uniforms(events=40, scenarios=64), rate, shortest, shortest + more, 60)
    assert up.min() >= 0
    assert up.max() <= 1


def test_partners_fail_apart_and_a_region_fails_together():
    north, south = (share_up(uniforms(f"partner:{p}"), 0.3, 2, 6, 60) for p in ("north", "south"))
    region = share_up(uniforms("region:cn"), 0.1, 2, 6, 60)
    apart = np.corrcoef(north.mean(axis=1), south.mean(axis=1))[0, 1]
    shared = np.corrcoef(together(north, region).mean(axis=1), together(south, region).mean(axis=1))[0, 1]
    assert abs(apart) < 0.03
    assert shared > 0.1


def test_too_few_uniforms_for_the_rate_are_refused_and_the_need_is_told():
    assert events_needed(0.27, 60) == 12
    needed = events_needed(2.0, 120)
    assert needed > 20
    with pytest.raises(OutagesCutShort):
        share_up(uniforms(scenarios=16), 2.0, 1, 2, 120)
    share_up(uniforms(events=needed, scenarios=16), 2.0, 1, 2, 120)


@pytest.mark.parametrize("rate", [-0.1, np.nan, np.inf])
def test_a_rate_below_zero_is_refused(rate):
    with pytest.raises(RateBelowZero):
        share_up(uniforms(scenarios=16), rate, 1, 2, 12)
