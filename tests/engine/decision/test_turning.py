"""Turning points: found where a function of known zero has it, and borne out by a rerun at that point."""

import pytest

from suture.engine.decision.turning import (
    Pair,
    along,
    discount_to_commit,
    volume_break_even,
    with_cash,
    with_discount,
    with_input,
    with_volume,
    worth_of,
)
from suture.engine.strategy.case import Case
from suture.engine.strategy.planned import planned_units
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import catheter, strategy, vena


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
    return Pair(case, strategy(case, "long_term_one:north"), strategy(case, "on_demand_one:north"), sampling(1, 256), 1)


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
    found = volume_break_even(deciding)
    assert found.zero_at is not None
    assert found.points[0][1] < 0 < found.points[-1][1]
    there = worth_of(deciding, with_volume(case, found.zero_at))
    assert abs(there) < 0.02 * max(abs(value) for _, value in found.points)


def test_a_changed_discount_is_that_of_every_partner():
    changed = with_discount(vena(), 0.11)
    assert {str(partner.committed.discount.likely) for partner in changed.partners.values()} == {"0.11"}


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
    assert held["north"].lot_fee.likely == 350
    assert not held["north"].lot_fee.is_range
    assert held["south"].lot_fee == case.partners["south"].lot_fee


def test_cash_is_multiplied():
    assert with_cash(vena(), 0.5).company.cash.likely == 2_500_000


@pytest.mark.parametrize("zero", [0.02, 0.11, 0.29])
def test_a_bent_line_is_crossed_close_to_where_it_is_zero(zero):
    """A minimum that is only sometimes short bends the line: twice as steep below as above."""
    found = along((-0.3, 0.0, 0.3), lambda x: (x - zero) * (2.0 if x < zero else 1.0))
    assert found.zero_at == pytest.approx(zero, abs=0.005)
