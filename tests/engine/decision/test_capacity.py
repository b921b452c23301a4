"""Where the capacity of makers ends, as a multiple of the plan."""

import pytest

from suture.engine.decision.capacity import ends, needed
from suture.engine.decision.choose import choose
from suture.engine.strategy.case import Case
from tests.engine.strategy.vena import STAGES, catheter, maker, strategy, vena


def two(**capacity: int) -> Case:
    return vena(today=None, north={"capacity": capacity["north"]}, south={"capacity": capacity["south"]})


def test_the_plan_of_the_best_year_is_counted_in_a_catheters_work():
    products = {"catheter": catheter(units=[6000, 12_000]), "stent": catheter(units=[6000], work=2)}
    assert needed(vena(products=products)) == 2000


@pytest.mark.parametrize(
    ("name", "partner", "times"),
    [
        ("long_term_one:north", "north", 4.0),  # 4,000 of 1,000 a month
        ("phase_hybrid:north", "north", 4.0),  # all is ours in the end
        ("on_demand_one:north", "north", 2.4),  # 60 % is open to orders
        ("long_term_two:north+south", "south", 2.5),  # 1,000 of 400: the first has 4,000 of 600
        ("base_and_peak:north+south", "south", 2.4),  # peaks are ordered: 600 of 250, beside a base of 75 %
    ],
)
def test_capacity_ends_with_the_maker_that_is_full_first(name, partner, times):
    case = two(north=4000, south=1000)
    found = ends(case, strategy(case, name))
    assert found is not None
    assert (found.partner, found.times) == (partner, pytest.approx(times))


def test_where_nothing_is_to_be_sold_nothing_ends():
    product = catheter(on_market=False, stages=STAGES, units=[])
    case = vena(today=None, products={"catheter": product}, partners={"north": maker()})
    assert ends(case, strategy(case, "long_term_one:north")) is None
    decision = choose(case, scenarios=16, workers=1)
    assert decision.discount_pair is not None
    assert (decision.volume, decision.volume_ends) == (None, None)


def test_a_decision_tells_volume_up_to_where_its_makers_are_full_and_whose_capacity_that_is():
    small, large = (vena(today=None, partners={"north": maker(capacity=units)}) for units in (1500, 9000))
    decision = choose(small, scenarios=16, workers=1)
    assert decision.volume is not None
    assert [times for times, _ in decision.volume.points] == [0.25, 0.5, 1.0, 1.5]
    assert decision.volume_ends == "north"
    assert choose(large, scenarios=16, workers=1).volume_ends is None
