"""Amounts and chances with no more digits than the sampling error allows."""

import pytest

from suture.engine.decision.numbers import Spread
from suture.engine.decision.wording import amount, in_ten, listed, ranged, sure
from suture.engine.text import Text


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [
        (212_345.0, 13_000.0, "210 k USD"),
        (212_345.0, 900.0, "212 k USD"),
        (1_803_526.0, 91_000.0, "1.80 M USD"),
        (1_803_526.0, 300_000.0, "1.8 M USD"),
        (7_730.0, 1_220.0, "8 k USD"),
        (7_730.0, 120.0, "7,700 USD"),
        (52.314, 0.4, "52.3 USD"),
        (-40_200.0, 4_000.0, "−40 k USD"),
        (300.0, 2_000.0, "0 USD"),
        (0.0, 0.0, "0 USD"),
    ],
)
def test_an_amount_is_rounded_to_its_error(value, error, said):
    assert str(amount(value, error, "USD")) == said


def test_a_spread_is_told_in_one_measure():
    assert str(ranged(Spread(-2_610_000.0, -300_400.0, 601_000.0, 0.0), 64)) == "−0.3 M (−2.6 to 0.6)"
    assert str(ranged(Spread(32.0, 38.0, 44.0, 38.0), 64)) == "38 (32 to 44)"
    assert str(ranged(Spread(1314.9, 1314.9, 1314.9, 1314.9), 64)) == "1,310"
    assert str(ranged(Spread(None, None, None, None), 64)) == "–"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0 of 10 futures"), (0.02, "fewer than 1 of 10 futures"), (0.68, "7 of 10 futures"),
        (0.98, "more than 9 of 10 futures"), (1.0, "10 of 10 futures"),
    ],
)  # fmt: skip
def test_a_share_of_futures_in_words(share, said):
    assert str(in_ten(share)) == said


def test_draws_that_all_agree_vouch_for_no_more_than_they_can():
    assert [str(sure(1.0, 64)), str(sure(1.0, 256)), str(sure(0.859, 64))] == ["above 0.95", "above 0.98", "0.86"]


def test_a_list_as_people_say_it():
    parts = [Text(letter, letter)() for letter in "abc"]
    assert [str(listed(parts[:n])) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
