"""Exit cost and time: fees as the agreements say, and a move only where nobody of the strategy can take the product."""

import numpy as np
import pytest

from suture.engine.decision.leaving import exit_cost, exit_months
from suture.engine.simulation.draw import draw_inputs
from suture.engine.strategy.case import Case
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import catheter, strategy, vena

S = sampling(1, 256)
MOVE, MONTHS = 150_000, 6  # of Vena's makers; the notice is 6 months
NEW = {"today": None}


def cost(case: Case, name: str) -> float:
    (found,) = set(np.round(exit_cost(case, strategy(case, name), draw_inputs(case, S)), 6))
    return float(found)


def months(case: Case, name: str) -> float:
    (found,) = set(exit_months(case, strategy(case, name), draw_inputs(case, S)))
    return float(found)


# 12,000 a year at 23: 276,000; a quarter of that in the first of three years, 2/3 of it in the second: 46,000.
FEE = 46_000


@pytest.mark.parametrize(
    ("name", "fee"), [("on_demand_one:north", 0), ("long_term_one:north", FEE), ("phase_hybrid:north", FEE)]
)
def test_the_fee_is_that_of_the_agreement_after_its_first_year(name, fee):
    assert cost(vena(**NEW), name) == MOVE + fee


def test_a_commitment_of_one_year_is_left_without_a_fee():
    assert cost(vena(**NEW, north={"committed": {"years": 1}}), "long_term_one:north") == MOVE


def test_a_product_that_is_adopted_counts_as_well():
    """A third of a market of 36,000 is planned for each of three years, as much as 12,000 a year."""
    curve = {"market": 36_000, "innovation": "0.02", "imitation": "0.4"}
    case = vena(**NEW, products={"catheter": catheter(units=[], adoption=curve)})
    assert cost(case, "long_term_one:north") == MOVE + FEE


def test_a_share_of_the_plan_owes_a_share_of_the_fee():
    """Both makers are committed, to 60 and 40 %: one whole fee; and the other takes the product, so none is moved."""
    assert cost(vena(**NEW), "long_term_two:north+south") == FEE


def test_the_fee_goes_through_its_range():
    share = {"low": "10 %", "value": "25 %", "high": "50 %"}
    case = vena(**NEW, north={"committed": {"exit_fee_share": share}})
    found = exit_cost(case, strategy(case, "long_term_one:north"), draw_inputs(case, S)) - MOVE
    assert 276_000 * 2 / 3 * 0.1 <= found.min() < found.max() <= 276_000 * 2 / 3 * 0.5


@pytest.mark.parametrize(
    ("capacity", "moved"),
    [(1_667, 0), (1_666, MOVE)],  # 60 % of 1,667 are open to orders, and 1,000 a month are needed
)
def test_a_second_maker_spares_the_move_only_where_it_has_room_for_all(capacity, moved):
    case = vena(**NEW, south={"capacity": capacity})
    assert cost(case, "on_demand_two:north+south") == moved
    assert months(case, "on_demand_two:north+south") == (MONTHS if moved else 0)


def test_without_a_process_licence_the_move_is_half_as_dear_and_long_again():
    case = vena(**NEW, north={"process_licence": "no"})
    assert cost(case, "on_demand_one:north") == 1.5 * MOVE
    assert months(case, "on_demand_one:north") == 1.5 * MONTHS


def test_a_licence_by_fee_is_paid():
    assert cost(vena(**NEW, north={"process_licence": "by_fee", "licence_fee": 7}), "on_demand_one:north") == MOVE + 7


@pytest.mark.parametrize(("notice", "found"), [(4, MONTHS), (9, 9)])
def test_leaving_takes_the_notice_or_the_move_whichever_is_longer(notice, found):
    assert months(vena(**NEW, north={"committed": {"exit_notice": notice}}), "long_term_one:north") == found
