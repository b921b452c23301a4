"""The numbers that decide, by hand: what an iteration costs and takes, how far makers differ, who keeps what."""

from typing import Any

import numpy as np
import pytest

from suture.engine.decision.numbers import (
    CHANGE,
    EXPOSURE,
    OFF_MARKET,
    OWNED,
    QUALITY,
    SIX,
    TURN_COST,
    TURN_DAYS,
    UNIT_COST,
    WITHIN,
    WORTH,
    Measure,
    Number,
    Runs,
    Spread,
    number,
    numbers,
    spread,
)
from suture.engine.simulation.draw import draw_inputs
from suture.engine.simulation.outcomes import OUTCOMES
from suture.engine.simulation.run import Results
from suture.engine.strategy.case import Case
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import STAGES, catheter, developing, strategy, vena

S = sampling(1, 16)
QUOTES = {"quote": {"catheter": [{"order_from": 0, "price": 25}], "stent": [{"order_from": 0, "price": 900}]}}


def results(case: Case, name: str, **outcomes: Any) -> Results:
    """One strategy with these outcomes, alike in all futures or one by one; all else is not known."""
    kept = np.full((1, len(OUTCOMES), S.scenarios), np.nan)
    for outcome, values in outcomes.items():
        kept[0, OUTCOMES.index(outcome)] = values
    return Results((strategy(case, name),), S, kept)


def the(measure: Measure, case: Case, name: str, runs: Runs | None = None) -> Number:
    return number(
        measure, case, strategy(case, name), runs or Runs(results(case, name), None, None), draw_inputs(case, S)
    )


def mean(measure: Measure, case: Case, name: str, runs: Runs | None = None) -> float:
    found = the(measure, case, name, runs).spread
    assert found is not None
    assert found.mean is not None
    return found.mean


ONE = "on_demand_one:north"


def test_an_iteration_costs_the_units_of_a_first_stage_and_their_started_lots():
    assert mean(TURN_COST, developing(), ONE) == 50 * 25 + 200
    assert mean(TURN_COST, developing(north={"lot_size": 20}), ONE) == 50 * 25 + 3 * 200
    assert mean(TURN_COST, developing(north={"lot_fee": {"low": 200, "value": 500, "high": 800}}), ONE) == (
        pytest.approx(50 * 25 + 500, rel=0.2)
    )


@pytest.mark.parametrize(("work", "lots"), [("1", 1), ("4", 2)])
def test_a_lot_is_smaller_where_a_unit_is_more_work(work, lots):
    product = catheter(on_market=False, stages=STAGES, work=work, price=90)
    assert mean(TURN_COST, developing(products={"catheter": product}), ONE) == 50 * 25 + lots * 200


def test_of_several_products_only_those_in_development_are_iterated():
    stent = catheter(on_market=True)
    both = {"catheter": catheter(on_market=False, stages=STAGES), "stent": stent}
    case = developing(products=both, north=QUOTES, south=QUOTES, today={"partner": "north", "committed": False})
    assert mean(TURN_COST, case, ONE) == 50 * 25 + 200
    developed = {**both, "stent": catheter(on_market=False, stages=STAGES)}
    assert mean(TURN_COST, developing(products=developed, north=QUOTES, south=QUOTES), ONE) == 50 * 925 + 2 * 200


def test_who_builds_under_a_frame_waits_behind_nobody():
    research = developing(
        company={"kind": "institute"}, products={"catheter": catheter(on_market=False, stages=STAGES, units=[])}
    )
    assert mean(TURN_DAYS, research, ONE) == 4 * 7 * 1.25
    assert mean(TURN_DAYS, research, "long_term_one:north") == 4 * 7


def test_where_nothing_is_built_an_iteration_has_no_meaning():
    assert the(TURN_DAYS, vena(), ONE).spread == Spread(None, None, None, None)
    assert the(TURN_COST, vena(), ONE).spread == Spread(None, None, None, None)


def test_of_two_makers_the_slower_one_counts_and_quality_is_how_far_they_lie_apart():
    case = vena(north={"change_weeks": 6, "lots_rejected": "1 %"}, south={"change_weeks": 9, "lots_rejected": "4 %"})
    assert (mean(CHANGE, case, ONE), mean(QUALITY, case, ONE)) == (6, 0)
    two = "on_demand_two:north+south"
    assert (mean(CHANGE, case, two), mean(QUALITY, case, two)) == (9, pytest.approx(3))


def test_what_a_bad_future_shows_is_read_from_the_drill_of_it():
    case = vena()
    runs = Runs(
        results(case, ONE, off_market=0.0, bound=1.0, expired_value=2.0),
        results(case, ONE, off_market=5.0),
        results(case, ONE, bound=300.0, expired_value=40.0),
    )
    assert mean(OFF_MARKET, case, ONE, runs) == 5
    assert mean(EXPOSURE, case, ONE, runs) == 340


def test_within_the_grant_are_the_futures_in_which_the_cash_never_falls_below_zero():
    low = np.where(np.arange(16) < 4, -0.01, 0.0)
    assert mean(WITHIN, vena(), ONE, Runs(results(vena(), ONE, cash_low=low), None, None)) == 75


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ({}, "files and tools are kept at north"),
        ({"files_kept": False}, "files or tools stay with north"),
        ({"tools_owned": False}, "files or tools stay with north"),
    ],
)
def test_who_keeps_files_and_tools_is_told_with_the_process_licence(kept, said):
    found = the(OWNED, vena(north={**kept, "process_licence": "by_fee"}), ONE)
    assert found.spread is None
    assert [str(message) for message in found.words] == [said, "process licence at north: by fee"]
    assert len(the(OWNED, vena(), "on_demand_two:north+south").words) == 4


def test_worth_comes_first_and_then_what_decides_for_that_kind_of_company():
    case = vena(company={"kind": "startup"})
    plain = results(case, ONE, worth=7.0, cash_low=-3.0, unit_cost=31.0)
    found = numbers(case, strategy(case, ONE), Runs(plain, None, None), draw_inputs(case, S))
    assert [each.measure for each in found] == [WORTH, *SIX["startup"]]
    assert found[0].spread == Spread(7.0, 7.0, 7.0, 7.0)
    assert next(each for each in found if each.measure is UNIT_COST).spread == Spread(31.0, 31.0, 31.0, 31.0)


def test_a_spread_is_of_the_futures_in_which_the_number_has_a_meaning():
    values = np.array([np.nan, *range(11), np.nan])
    assert spread(values) == Spread(1.0, 5.0, 9.0, 5.0)
