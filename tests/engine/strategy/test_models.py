"""The strategies of a case: who makes, in which order they are named, and which two go together."""

import pytest

from suture.engine.strategy import models
from suture.engine.strategy.models import strategies
from tests.engine.strategy.vena import STAGES, catheter, developing, maker, vena

TIERS = {"tiers": [{"from": 0, "price": 150}]}


def quoting(price, **changes):
    return maker(quote={"catheter": [{"order_from": 0, "price": price}]}, **changes)


def makers(today=None, **partners):
    return vena(today=today and {"partner": today, "committed": False}, partners=partners)


def named(case, kind):
    return [each.name.removeprefix(f"{kind}:") for each in strategies(case) if each.kind == kind]


def test_makers_are_named_by_their_open_price_and_last_those_that_take_no_client_of_this_size():
    case = makers(
        east=quoting(27), north=quoting(25), south=quoting(24), west=quoting(20, takes_from=10_000_000),
        lab={"supplies": False},
    )  # fmt: skip
    for kind in ("on_demand_one", "long_term_one", "phase_hybrid"):
        assert named(case, kind) == ["south", "north", "east", "west"]


def test_pairs_are_those_of_the_first_two_both_ways_round():
    case = makers(east=quoting(27), north=quoting(25), south=quoting(24))
    for kind in ("on_demand_two", "long_term_two", "base_and_peak"):
        assert named(case, kind) == ["south+north", "north+south"]


@pytest.mark.parametrize(
    ("best", "pairs"),
    [
        (2, ["east+south", "south+east"]),
        (3, ["south+east", "north+east", "east+south", "east+north"]),
    ],
)
def test_who_makes_today_is_in_every_pair_however_dear(best, pairs, monkeypatch):
    """Nobody moves to two new makers at once."""
    monkeypatch.setattr(models, "BEST", best)
    case = makers("east", east=quoting(40), north=quoting(25), south=quoting(24))
    assert named(case, "on_demand_two") == pairs


def test_one_maker_makes_no_pair():
    assert named(makers(north=quoting(25)), "on_demand_two") == []


def test_the_first_of_two_develops_and_under_base_and_peak_the_second_takes_what_is_above_the_base():
    case = developing(north={"committed": {"minimum_share": "75 %"}})
    base = next(each for each in strategies(case) if each.name == "base_and_peak:north+south")
    assert (base.first.modes, base.second.modes, base.base) == (("base",), ("on_demand",), 0.75)
    assert (base.builds.partner, base.hours_from) == ("north", "north")
    assert (base.share_of("north"), base.share_of("south")) == (0.75, 0.25)
    both = next(each for each in strategies(case) if each.name == "long_term_two:north+south")
    assert (both.share_of("north"), both.share_of("south")) == (0.6, pytest.approx(0.4))


def test_staying_is_what_it_is_today():
    stays = [
        next(
            each for each in strategies(vena(today={"partner": "north", "committed": committed})) if each.kind == "stay"
        )
        for committed in (True, False)
    ]
    assert [each.model for each in stays] == ["long_term", "on_demand"]
    assert [each.first.modes for each in stays] == [("committed",), ("on_demand",)]
    assert not named(vena(today=None), "stay")


def test_a_platform_sells_hours_beside_the_first_maker_where_something_is_developed():
    platform = {"north": maker(), "south": maker(), "lab": {"supplies": False, "rate_card": TIERS}}
    assert named(developing(partners=platform), "platform") == ["north+lab"]
    assert named(vena(today=None, partners=platform), "platform") == []


def test_who_sells_nothing_buys_hours_and_builds_by_the_order_or_under_a_frame():
    card = {"supplies": False, "rate_card": TIERS | {"membership": 900}}
    bench = {"catheter": catheter(on_market=False, stages=STAGES, units=[])}
    case = developing(products=bench, partners={"north": maker(), "lab": card, "school": card | {"rate_card": TIERS}})
    assert [each.name for each in strategies(case)] == [
        "on_demand_one:north", "long_term_one:north", "platform:lab+north", "phase_hybrid:lab+north",
        "on_demand_two:school+north", "phase_hybrid:school+north",
    ]  # fmt: skip
    assert all(each.first is None for each in strategies(case))
