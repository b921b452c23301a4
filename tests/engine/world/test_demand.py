import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.world import demand
from suture.engine.world.demand import (
    Adoption,
    AdoptionOutOfBounds,
    SeriesIsNotDemand,
    SeriesTooShort,
    YearsMissing,
    adopted,
    bass_share,
    from_years,
    monthly_shape,
)
from suture.engine.world.shape import Range
from suture.engine.world.streams import futures, sampling

FLAT = monthly_shape([1] * 12, 36)


def uniforms(months=36, scenarios=4096):
    return futures(sampling(1, scenarios), "device:catheter", demand.dimensions(months), 0, scenarios)


def test_the_years_have_their_means_and_demand_stays_flat_after_the_last():
    units = from_years(uniforms(), [Range(300, 600, 1200), Range(600, 1200, 2400)], FLAT, 0.25)
    assert units.shape == (4096, 36)
    assert units[:, :12].sum(axis=1).mean() == pytest.approx(700, rel=0.002)
    assert units[:, 12:24].sum(axis=1).mean() == pytest.approx(1400, rel=0.002)
    assert units[:, 24:].sum(axis=1).mean() == pytest.approx(1400, rel=0.002)


def test_one_level_holds_for_all_years_of_a_scenario():
    units = from_years(uniforms(), [Range(300, 600, 1200), Range(600, 1200, 2400)], FLAT, 0.0)
    assert units[:, 12] == pytest.approx(2 * units[:, 0])


def test_a_month_varies_around_its_level_by_the_given_share():
    units = from_years(uniforms(), [Range(1200, 1200, 1200)], FLAT, 0.25)
    assert units.std(axis=0) / 100 == pytest.approx(np.full(36, 0.25), rel=0.05)
    between_months = np.corrcoef(units.T)[np.triu_indices(36, 1)]
    assert np.abs(between_months).max() < 0.15


def test_the_shape_moves_units_between_months_and_not_between_years():
    season = monthly_shape([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2], 24)
    units = from_years(uniforms(24), [Range(1200, 1200, 1200)], season, 0.0)
    assert units[0, :12].sum() == pytest.approx(1200)
    assert units[0, 6] == pytest.approx(2 * units[0, 5])
    assert units[0, 18] == pytest.approx(units[0, 6])


@given(st.lists(st.floats(0.1, 1e6), min_size=12, max_size=12), st.integers(1, 120))
def test_twelve_months_repeat_with_mean_one(series, months):
    weights = monthly_shape(series, months)
    assert len(weights) == months
    assert monthly_shape(series, 12).mean() == pytest.approx(1)
    assert np.array_equal(weights[12:], weights[:-12]) if months > 12 else True


def test_a_long_series_is_taken_as_it_is():
    assert monthly_shape([1] * 12 + [3] * 12, 24).tolist() == [0.5] * 12 + [1.5] * 12


@pytest.mark.parametrize(("given_months", "horizon", "needed"), [(11, 60, 60), (24, 60, 60), (5, 6, 12)])
def test_a_series_that_is_too_short_says_how_much_is_needed(given_months, horizon, needed):
    with pytest.raises(SeriesTooShort) as failure:
        monthly_shape([1.0] * given_months, horizon)
    assert (failure.value.given, failure.value.needed) == (given_months, needed)
    assert str(failure.value) == (
        f"the series has {given_months} months; give 12, which repeat every year, or at least {needed}"
    )


@pytest.mark.parametrize("value", [-1.0, np.nan, np.inf])
def test_a_series_that_is_no_demand_is_refused(value):
    with pytest.raises(SeriesIsNotDemand):
        monthly_shape([1.0] * 11 + [value], 12)
    with pytest.raises(SeriesIsNotDemand):
        monthly_shape([0.0] * 12, 12)


def test_a_plan_without_years_is_refused():
    with pytest.raises(YearsMissing):
        from_years(uniforms(), [], FLAT, 0.25)


def test_bass_clothes_dryers_peak_when_and_as_high_as_published():
    # Bass 1969, Management Science 15(5) 215-227, tables 1-3: peak after 8.1 years at 1.5 million a year.
    dryers = Adoption(Range(15_092_000, 15_092_000, 15_092_000), 0.017206, 0.35688)
    months = 240
    units = adopted(np.full((1, months + 1), 0.5), dryers, months, 0.0)[0]
    assert (units.argmax() + 0.5) / 12 == pytest.approx(8.1, rel=0.035)
    assert units.max() * 12 == pytest.approx(1_500_000, rel=0.035)
    assert units.sum() == pytest.approx(15_092_000 * bass_share(np.array([20.0]), 0.017206, 0.35688)[0])


def test_without_imitation_adoption_is_exponential():
    assert bass_share(np.array([0.0, 1.0]), 0.3, 0.0) == pytest.approx([0, 1 - np.exp(-0.3)])


@pytest.mark.parametrize(("p", "q"), [(0.0, 0.3), (0.1, -0.1), (np.nan, 0.3)])
def test_an_adoption_out_of_bounds_is_refused(p, q):
    with pytest.raises(AdoptionOutOfBounds):
        bass_share(np.array([1.0]), p, q)
