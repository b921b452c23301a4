import numpy as np
import pytest

from suture.engine.world import review
from suture.engine.world.grid import DAYS_PER_MONTH
from suture.engine.world.review import DE_NOVO, K510, NMPA_2, NMPA_3, PMA, course, dimensions, published_days
from suture.engine.world.streams import futures, sampling

SAMPLE = sampling(1, 16384)
ROUTES = [K510, PMA, DE_NOVO, NMPA_2, NMPA_3]


def uniforms(route):
    return futures(SAMPLE, "device:catheter", dimensions(route), 0, 16384)


@pytest.mark.parametrize(
    ("route", "mean", "quintiles", "longest"),
    [
        # FDA, MDUFA V performance report of 2025-11-20, FY2023 cohort, tables 6.5, 1.7 and 8.3.
        (K510, 141.13, (59, 97, 155, 238), 517),
        (PMA, 286.70, (179, 218, 281, 444), 536),
        (DE_NOVO, 270.07, (214, 256, 303, 329), 437),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_review_days_have_the_published_mean_quintiles_and_maximum(route, mean, quintiles, longest):
    days = published_days(uniforms(route)[:, 0], route)
    assert days.mean() == pytest.approx(mean, abs=0.1)
    assert np.quantile(days, review.QUINTILES[1:-1]) == pytest.approx(quintiles, abs=0.5)
    assert longest - 1 < days.max() <= longest


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_outcomes_have_their_published_shares(route):
    result = course(uniforms(route), route)
    assert result.granted.mean() == pytest.approx(route.granted, abs=0.002)
    assert result.refused.mean() == pytest.approx(route.refused, abs=0.002)


def test_a_refused_submission_loses_the_days_of_its_repair():
    u = np.array([[0.5, 0.5, 0.9, 0.5], [0.5, 0.5, 0.1, 0.5]])
    accepted, refused = course(u, K510).days
    assert accepted == pytest.approx(126)
    assert K510.repair.low < refused - accepted < K510.repair.high


def test_the_steps_of_nmpa_class_2_without_questions_are_120_working_days():
    # 60 review, 30 quality check, 20 decision, 10 issue; Order 47 of 2021, chapter 7.
    u = np.array([[1e-12, 0.5, 0.9, 0.5, 0.95, 0.5]])
    assert course(u, NMPA_2).days[0] == pytest.approx(120 * 365 / 250, rel=1e-4)


def test_a_supplement_adds_its_60_working_days_and_the_time_to_answer():
    u = np.array([[1e-12, 0.5, 0.9, 0.5, 0.1, 1e-12]])
    assert course(u, NMPA_2).days[0] == pytest.approx(180 * 365 / 250 + 60, rel=1e-3)


def test_nmpa_class_2_takes_the_months_that_practitioners_tell():
    # 13 (8-18) months; 777doc guide, secondary.
    months = course(uniforms(NMPA_2), NMPA_2).days / DAYS_PER_MONTH
    assert 12 < months.mean() < 15
    assert np.quantile(months, 0.1) > 8
    assert np.quantile(months, 0.9) < 18


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_names_its_source(route):
    assert "FY2023" in route.source or "Order 47" in route.source
