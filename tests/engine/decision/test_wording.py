"""Amounts and chances with no more digits than the sampling error allows."""

from typing import Any

import pytest

from suture.engine.decision.causes import CAUSES
from suture.engine.decision.inputs import inputs_of
from suture.engine.decision.numbers import Spread
from suture.engine.decision.wording import amount, figure, in_ten, labelled, ranged, spread_step, sure, worded
from tests.engine.strategy.vena import STAGES, catheter, maker, strategy, vena


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


def test_a_part_of_a_spread_without_a_meaning_is_a_dash():
    step = spread_step(Spread(None, None, None, None), 64)
    assert str(figure(None, step)) == "–"
    assert str(figure(38.4, step)) == "38"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0 out of 10 futures"), (0.02, "less than 1 out of 10 futures"), (0.1, "1 out of 10 futures"),
        (0.68, "7 out of 10 futures"), (0.98, "more than 9 out of 10 futures"), (1.0, "10 out of 10 futures"),
    ],
)  # fmt: skip
def test_a_share_of_futures_in_words(share, said):
    assert str(in_ten(share)) == said


def test_draws_that_all_agree_vouch_for_no_more_than_they_can():
    assert [str(sure(1.0, 64)), str(sure(1.0, 256)), str(sure(0.859, 64))] == ["above 0.95", "above 0.98", "0.86"]


@pytest.mark.parametrize("draws", [1, 2, 7])
def test_few_draws_vouch_for_nothing(draws):
    """By the rule of three they would be "sure above 0.00", or above less than nothing."""
    assert str(sure(1.0, draws)) == str(sure(0.5, draws)) == "not known"


UNIVERSITY = {
    "title": "University platform", "supplies": False, "outage_months": 1,
    "rate_card": {"tiers": [{"from": 0, "price": 100}], "membership": 1},
}  # fmt: skip
BENCH = {"catheter": catheter(on_market=False, stages=STAGES, units=[])}


def ways(products: dict[str, Any], *names: str, after: str | None = None) -> list[str]:
    """Strategies as activities, among North, South and a university with a platform."""
    partners = {"north": maker(title="North"), "south_coast": maker(), "university": UNIVERSITY}
    case = vena(today=None, partners=partners, products=products)
    before = None if after is None else strategy(case, after)
    return [str(worded(case, strategy(case, name), after=before)[1]) for name in names]


def test_one_partner_named_just_before_is_not_named_again():
    made = {"catheter": catheter()}
    assert ways(made, "on_demand_one:north", "on_demand_one:south_coast", after="long_term_one:north") == [
        "ordering on demand from them", "ordering on demand from south coast",
    ]  # fmt: skip


def test_where_two_could_be_meant_each_is_named():
    """ "Buying hours from the university and builds from them" would speak of the university."""
    assert ways(BENCH, "on_demand_one:north", "platform:university+south_coast", after="platform:university+north") == [
        "buying hours and builds from North order by order",
        "working at the same place and ordering builds from south coast",
    ]


@pytest.mark.parametrize(
    ("products", "name", "said"),
    [
        (BENCH, "platform:university+north", "Work at University platform · builds North"),
        (BENCH, "phase_hybrid:university+south_coast", "Work at University platform · frame south coast"),
        ({"catheter": catheter(on_market=False, stages=STAGES)}, "platform:north+university",
         "Developed at University platform · on demand North"),
    ],
)  # fmt: skip
def test_a_label_has_titles_and_no_platform_twice(products, name, said):
    partners = {"north": maker(title="North"), "south_coast": maker(), "university": UNIVERSITY}
    case = vena(today=None, partners=partners, products=products)
    assert str(labelled(case, strategy(case, name))) == said


def test_an_input_is_called_with_the_title_of_whom_it_belongs_to():
    case = vena(partners={"north": maker(title="North", lot_fee={"low": 1, "high": 2}), "south_coast": maker()})
    called = {".".join(map(str, each.path)): str(each.name) for each in inputs_of(case, ())}
    assert called["partners.north.lot_fee"] == "fee of a lot (North)"
    assert called["partners.south_coast.lot_fee"] == "fee of a lot (south coast)"
    assert called["products.catheter.tooling"] == "tooling (catheter)"
    assert called["company.hour_cost"] == "cost of an hour of one's own"


def test_less_of_what_is_counted_is_fewer():
    counted = {"sold", "off_market", "hours", "expired", "iterations"}
    told = {each.outcome: (each.less.en, each.more.en) for each in CAUSES if each.outcome in counted}
    assert told.keys() == counted
    for less, more in told.values():
        assert "fewer" in less
        assert "less" not in less
        assert "more" in more
