"""Turning points: found where a function of known zero has it, and borne out by a rerun at that point."""

from decimal import Decimal

import pytest

from suture.engine.decision.turning import (
    Pair,
    along,
    committing,
    discount_to_commit,
    volume_break_even,
    with_discount,
    with_input,
    with_volume,
    worth_of,
)
from suture.engine.simulation.draw import draw_inputs
from suture.engine.strategy.case import Case
from suture.engine.strategy.planned import planned_units
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import STAGES, catheter, maker, strategy, vena


def test_a_straight_line_is_crossed_where_it_is_zero():
    found = along((-0.3, 0.0, 0.3), lambda x: 1000 * (x - 0.07))
    assert found.points == ((-0.3, -370.0), (0.0, -70.0), (0.3, pytest.approx(230.0)))
    assert found.zero_at == pytest.approx(0.07, abs=1e-12)


def test_a_falling_line_is_crossed_as_well():
    assert along((0, 1, 2), lambda x: 1.5 - x).zero_at == pytest.approx(1.5)


def test_what_never_changes_its_sign_has_no_crossing():
    found = along((0, 1, 2), lambda x: x + 1)
    assert found.zero_at is None
    assert len(found.points) == 3


def test_only_the_first_crossing_is_told():
    found = along((0, 1, 2, 3, 4), lambda x: (x - 0.5) * (x - 2.5)).zero_at
    assert found is not None
    assert 0 < found < 1


def test_a_point_that_is_zero_itself_is_the_crossing():
    assert along((-1, 0, 1), lambda x: x).zero_at == 0


def uncertain() -> Case:
    """Committing to North does not pay at no discount, for some years are poor; at 30 % it does."""
    units = [{"low": 2_000, "value": 12_000, "high": 20_000}]
    return vena(today=None, products={"catheter": catheter(units=units)})


def pair(case: Case) -> Pair:
    return Pair(
        case, strategy(case, "long_term_one:north"), strategy(case, "on_demand_one:north"), sampling(1, 256), 1, {}
    )


def test_at_the_discount_where_the_answer_turns_a_rerun_finds_no_difference():
    deciding = pair(uncertain())
    found = discount_to_commit(deciding)
    assert found.zero_at is not None
    assert 0 < found.zero_at < 0.3
    slope = (found.points[-1][1] - found.points[0][1]) / 0.6
    there = worth_of(deciding, with_discount(deciding.case, found.zero_at))
    assert abs(there) < 0.001 * slope, "within a tenth of a percentage point of discount"
    assert worth_of(deciding, with_discount(deciding.case, found.zero_at - 0.02)) < 0
    assert worth_of(deciding, with_discount(deciding.case, found.zero_at + 0.02)) > 0


def test_the_points_of_a_crossing_are_what_reruns_say():
    deciding = pair(uncertain())
    for share, difference in discount_to_commit(deciding).points:
        assert worth_of(deciding, with_discount(deciding.case, share)) == difference


def test_along_volume_a_rerun_finds_no_difference_at_the_crossing():
    """Committing costs more upkeep of the relation here, and saves by the unit: below some volume it does not pay."""
    case = vena(today=None, north={"oversight_committed": 60, "committed": {"discount": "12 %"}})
    deciding = pair(case)
    found = volume_break_even(deciding, 4.0)
    assert found.zero_at is not None
    assert found.points[0][1] < 0 < found.points[-1][1]
    there = worth_of(deciding, with_volume(case, found.zero_at))
    assert abs(there) < 0.02 * max(abs(value) for _, value in found.points)


def test_volume_is_looked_at_up_to_where_capacity_ends_only():
    """At 0.7 the maker is full; beyond it sales would be lost, while the minimum would go on growing."""
    found = volume_break_even(pair(vena(today=None)), 0.7)
    assert [times for times, _ in found.points] == [0.25, 0.5, 0.7]
    assert [times for times, _ in volume_break_even(pair(vena(today=None)), 9.0).points] == [0.25, 0.5, 1.0, 2.0, 4.0]


def test_a_changed_discount_is_that_of_every_partner():
    changed = with_discount(vena(), 0.11)
    assert {str(partner.committed.discount.likely) for partner in changed.partners.values()} == {"0.11"}


def twins(case: Case, *ranked: str) -> tuple[str, str] | None:
    """The names of the pair along which committing is looked at, strategies given from the best down."""
    found = committing([strategy(case, name) for name in ranked])
    return None if found is None else (found[0].name, found[1].name)


ON_DEMAND, LONG_TERM, HYBRID = "on_demand_one:north", "long_term_one:north", "phase_hybrid:north"
TWO, BASE = "on_demand_two:north+south", "base_and_peak:north+south"


@pytest.mark.parametrize(
    ("ranked", "pair"),
    [
        ([LONG_TERM, "on_demand_one:south", ON_DEMAND], (LONG_TERM, ON_DEMAND)),
        ([ON_DEMAND, "long_term_one:south", LONG_TERM], (LONG_TERM, ON_DEMAND)),
        ([HYBRID, LONG_TERM, ON_DEMAND], (HYBRID, ON_DEMAND)),
        ([ON_DEMAND, HYBRID, LONG_TERM], (HYBRID, ON_DEMAND)),
        ([BASE, "on_demand_two:south+north", TWO], (BASE, TWO)),
        ([TWO, LONG_TERM, ON_DEMAND], (LONG_TERM, ON_DEMAND)),
    ],
)
def test_committing_is_looked_at_between_the_best_and_its_twin_else_the_best_that_has_one(ranked, pair):
    assert twins(vena(today=None), *ranked) == pair


def test_without_a_twin_there_is_no_such_pair():
    assert twins(vena(today=None), "long_term_one:north", "on_demand_one:south") is None


UNIVERSITY = {
    "supplies": False,
    "outage_months": 1,
    "rate_card": {"tiers": [{"from": 0, "price": 100}], "membership": 1},
}


def test_a_frame_is_looked_at_against_builds_by_the_order_with_the_same_hours():
    product = catheter(on_market=False, stages=STAGES, units=[])
    case = vena(today=None, products={"catheter": product}, partners={"north": maker(), "university": UNIVERSITY})
    hours = ["platform:university+north", "long_term_one:north", "on_demand_one:north", "phase_hybrid:university+north"]
    assert twins(case, *hours) == ("phase_hybrid:university+north", "platform:university+north")


def test_a_changed_volume_scales_every_year_and_range():
    units = [{"low": 1_000, "value": 2_000, "high": 4_000}, 6_000]
    changed = with_volume(vena(products={"catheter": catheter(units=units)}), 0.5).products["catheter"]
    assert [(year.low, year.likely, year.high) for year in changed.units] == [(500, 1_000, 2_000), (None, 3_000, None)]
    assert [int(year) for year in planned_units(vena(), changed)] == [1_000, 3_000, 3_000]


def test_a_changed_volume_scales_a_market_of_adoption():
    curve = {"market": 50_000, "innovation": "0.02", "imitation": "0.4"}
    changed = with_volume(vena(products={"catheter": catheter(units=[], adoption=curve)}), 2.0).products["catheter"]
    assert changed.adoption is not None
    assert changed.adoption.market.likely == 100_000


def test_an_input_is_held_wherever_it_is_used():
    case = vena(north={"lot_fee": {"low": 100, "value": 200, "high": 900}})
    held = with_input(case, "partners.north.lot_fee", 350.0).partners
    fee = held["north"].lot_fee
    assert (fee.likely, fee.low) == (350, 350)
    assert 350 < fee.high < Decimal("350.001"), "still a range, so that it is drawn, but of no width that counts"
    assert held["south"].lot_fee == case.partners["south"].lot_fee


@pytest.mark.parametrize("value", [100.0, 350.0, 900.0])
def test_all_else_is_drawn_as_before_when_an_input_is_held(value):
    """Its name stays among those that are drawn: without it the draws of those after it would be others."""
    case = vena(north={"lot_fee": {"low": 100, "value": 200, "high": 900}, "upkeep": {"low": 1, "high": 9}})
    s = sampling(1, 256)
    free, held = (draw_inputs(each, s) for each in (case, with_input(case, "partners.north.lot_fee", value)))
    assert free.of(case.partners["north"].upkeep).tobytes() == held.of(case.partners["north"].upkeep).tobytes()
    fee = with_input(case, "partners.north.lot_fee", value).partners["north"].lot_fee
    assert held.of(fee) == pytest.approx(value, abs=1e-8)
    assert (held.of(fee) >= 100).all()
    assert (held.of(fee) <= 900).all()


def test_all_else_is_drawn_as_before_along_the_discount():
    case = vena(
        north={
            "committed": {"discount": {"low": "3 %", "value": "8 %", "high": "12 %"}},
            "upkeep": {"low": 1, "high": 9},
        }
    )
    s = sampling(1, 256)
    free, held = (draw_inputs(each, s) for each in (case, with_discount(case, 0.3)))
    assert free.of(case.partners["north"].upkeep).tobytes() == held.of(case.partners["north"].upkeep).tobytes()


@pytest.mark.parametrize("zero", [0.02, 0.11, 0.29])
def test_a_bent_line_is_crossed_close_to_where_it_is_zero(zero):
    """A minimum that is only sometimes short bends the line: twice as steep below as above."""
    found = along((-0.3, 0.0, 0.3), lambda x: (x - zero) * (2.0 if x < zero else 1.0))
    assert found.zero_at == pytest.approx(zero, abs=0.005)
