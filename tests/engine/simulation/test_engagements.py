"""Which agreements a strategy stands under, and from when to when."""

import numpy as np
import pytest

from suture.engine.simulation.engagements import deals, once, span
from suture.engine.simulation.run import typical_terms
from suture.engine.strategy.models import strategies
from suture.engine.world.grid import NEVER
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import STAGES, catheter, strategy, vena

COMMITTED_TODAY = {"today": {"partner": "north", "committed": True}}
QUOTE = {"quote": {name: [{"order_from": 0, "price": 25}] for name in ("catheter", "stent")}}


def names(case, name):
    return [deal.name for deal in deals(case, strategy(case, name))]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("stay:north", ["north-committed"]),
        ("long_term_one:north", ["north-committed"]),
        ("on_demand_one:north", ["north-on-demand", "north-committed"]),  # what is given up costs its fee
        ("phase_hybrid:north", ["north-on-demand", "north-committed"]),
        ("on_demand_one:south", ["south-on-demand", "north-committed"]),  # until South has taken over
        ("phase_hybrid:south", ["south-on-demand", "south-committed", "north-committed"]),
        ("long_term_two:south+north", ["south-committed-60-percent", "north-committed-40-percent", "north-committed"]),
    ],
)
def test_todays_commitment_is_kept_or_bridges_or_is_given_up_and_each_agreement_stands_once(name, found):
    assert names(vena(**COMMITTED_TODAY), name) == found


def test_nothing_committed_today_is_nothing_to_give_up():
    assert names(vena(), "long_term_one:north") == ["north-committed"]
    assert names(vena(), "on_demand_one:south") == ["south-on-demand", "north-on-demand"]


def test_todays_maker_of_nothing_that_is_on_the_market_supplies_nothing_until_another_takes_over():
    """North makes something else for Vena today; the catheter is still being developed, with South."""
    case = vena(products={"catheter": catheter(on_market=False, stages=STAGES)}, months=60)
    assert names(case, "on_demand_one:south") == [
        "south-on-demand",
        "south-tools-catheter",
        "south-builds",
        "south-hours",
    ]
    both = {"catheter": catheter(), "stent": catheter(on_market=False, stages=STAGES)}
    case = vena(products=both, north=QUOTE, south=QUOTE, months=60)
    assert names(case, "on_demand_one:south") == [
        "south-on-demand", "north-on-demand", "south-tools-stent", "south-builds", "south-hours",
    ]  # fmt: skip


def test_every_agreement_that_is_simulated_is_one_that_was_made_ready():
    """Else a block would find no terms for it."""
    for today in (None, COMMITTED_TODAY["today"]):
        for products in ({"catheter": catheter()}, {"catheter": catheter(on_market=False, stages=STAGES)}):
            case = vena(products=products, today=today, months=60)
            for each in strategies(case):
                assert typical_terms(case, each, sampling(1, 16)).keys() <= set(deals(case, each)), each.name


def rows(lanes):
    return lanes.transpose(0, 2, 1).reshape(-1, lanes.shape[1])


@pytest.mark.parametrize(
    ("first", "end", "found"),
    [
        (0, 4, [1, 1, 1, 1]), (1, 3, [0, 1, 1, 0]), (2, NEVER, [0, 0, 1, 1]), (3, 1, [0] * 4), (2, 2, [0] * 4),
        (NEVER, NEVER, [0] * 4), (4, 9, [0] * 4),
    ],
)  # fmt: skip
def test_a_span_holds_its_first_month_and_not_its_end(first, end, found):
    assert rows(span(np.full(16, first), np.full(16, end), 4)).tolist() == [found] * 16


def test_once_is_one_month_and_what_never_comes_is_none():
    month = np.where(np.arange(16) == 5, 2, NEVER)
    assert rows(once(month, 4)).tolist() == [[0, 0, 1, 0] if each == 5 else [0] * 4 for each in range(16)]
