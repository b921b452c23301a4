"""The worked table of docs/rules/world.md, row by row."""

import numpy as np
import pytest

from suture.engine.world.review import DE_NOVO, K510, PMA, published_days
from suture.engine.world.shape import between, lognormal_factor, triangular

U = np.array([0.1, 0.5, 0.9])


@pytest.mark.parametrize(
    ("drawn", "written", "digit"),
    [
        (triangular(U, 300, 600, 1200), (464.3, 680.4, 967.6), 0.05),
        (100 * lognormal_factor(U, 0.25), (70.8, 97.0, 133.0), 0.05),
        (published_days(U, K510), (37.0, 126.0, 238.9), 0.05),
        (published_days(U, PMA), (134.5, 249.5, 487.9), 0.05),
        (published_days(U, DE_NOVO), (137.0, 279.5, 382.8), 0.05),
        (triangular(U, 1.0, 1.0, 1.5), (1.026, 1.146, 1.342), 0.0005),
        (between(U, 1.5, 5.0), (1.85, 3.25, 4.65), 1e-9),
        (between(U, -0.02, 0.08), (-0.01, 0.03, 0.07), 1e-9),
    ],
    ids=["plan", "noise", "510(k)", "PMA", "De Novo", "stretch", "outage", "re-opener"],
)
def test_what_one_uniform_gives(drawn, written, digit):
    assert drawn == pytest.approx(written, abs=digit)
