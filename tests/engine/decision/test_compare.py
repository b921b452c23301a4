"""Paired differences: futures are one question, confidence over what nobody has told us another."""

import numpy as np
import pytest

from suture.engine.decision.choose import choose
from suture.engine.decision.compare import CLEAR, by_draw, difference, ranking
from suture.engine.simulation.outcomes import OUTCOMES
from suture.engine.simulation.run import Results, simulate
from suture.engine.world.streams import Sampling, sampling
from tests.engine.strategy.vena import strategy, vena

GROUP = 16
DRAWS = 5


def results(*worth: np.ndarray) -> Results:
    """Five input draws of sixteen futures each; the worth of each strategy is written down."""
    kept = np.zeros((len(worth), len(OUTCOMES), DRAWS * GROUP))
    kept[:, OUTCOMES.index("worth")] = worth
    return Results((), Sampling(1, DRAWS * GROUP, "plain", GROUP), kept)


def draws(*means: float) -> np.ndarray:
    """Futures that spread by ten around the mean of their input draw."""
    return np.concatenate([mean + np.linspace(-10, 10, GROUP) for mean in means])


NOTHING = np.zeros(DRAWS * GROUP)


def test_confidence_is_the_share_of_input_draws_in_which_the_mean_keeps_its_sign():
    assert difference(results(draws(3, 3, 3, 3, -1), NOTHING), 0, 1).confidence == 0.8
    assert difference(results(draws(3, 3, 3, -1, -1), NOTHING), 0, 1).confidence == 0.6


def test_futures_are_the_share_of_futures_in_which_it_is_better():
    found = difference(results(draws(3, 3, 3, 3, 3), NOTHING), 0, 1)
    assert found.confidence == 1.0, "sure of the mean"
    assert found.futures == float(np.mean(np.linspace(-10, 10, GROUP) > -3)) < 0.7, (
        "though many futures go the other way"
    )


def test_the_other_way_round_everything_has_the_other_sign_and_the_same_shares():
    worth = draws(3, 3, 3, 3, -1)
    there, back = (difference(results(*pair), 0, 1) for pair in ((worth, NOTHING), (NOTHING, worth)))
    assert (back.mean, back.low, back.high, back.p10, back.p90) == pytest.approx(
        (-there.mean, -there.high, -there.low, -there.p90, -there.p10)
    )
    assert (back.futures, back.confidence) == (there.futures, there.confidence)


def test_the_interval_is_that_of_the_means_of_the_input_draws():
    """Futures of one draw share its numbers, so they are no independent evidence."""
    found = difference(results(draws(1, 2, 3, 4, 5), NOTHING), 0, 1)
    assert found.mean == pytest.approx(3)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * np.std([1, 2, 3, 4, 5], ddof=1) / 5**0.5)


def test_futures_are_averaged_by_input_draw():
    assert by_draw(results(NOTHING), draws(1, 2, 3, 4, 5)) == pytest.approx([1, 2, 3, 4, 5])


def test_two_that_never_differ_are_the_same_and_exactly_so():
    found = difference(results(draws(1, 2, 3, 4, 5), draws(1, 2, 3, 4, 5)), 0, 1)
    assert found.same
    assert found[2:7] == (0, 0, 0, 0, 0)
    assert found.futures == found.confidence == 0


def test_what_differs_in_few_futures_only_is_not_the_same():
    """Nine futures in ten are alike: percentiles say nothing, the mean does."""
    worth = NOTHING.copy()
    worth[::20] = 1.0
    found = difference(results(worth, NOTHING), 0, 1)
    assert (found.p10, found.p90) == (0, 0)
    assert not found.same


def test_the_best_mean_comes_first_but_what_is_not_feasible_last_and_ties_stay():
    worth = [np.full(DRAWS * GROUP, value) for value in (1.0, 3.0, 2.0, 3.0)]
    assert ranking(results(*worth), [True, True, True, True]) == [1, 3, 2, 0]
    assert ranking(results(*worth), [True, False, True, True]) == [3, 2, 0, 1]


ALIKE = {"outage_rate": "0.1", "lots_rejected": "1 %", "lot_fee": {"low": 100, "value": 200, "high": 900}}


def test_two_makers_that_are_really_alike_show_no_clear_difference():
    """North and South say the same of themselves: only chance tells them apart, and chance is no reason."""
    case = vena(today=None, north=ALIKE, south=ALIKE)
    pair = [strategy(case, f"on_demand_one:{name}") for name in ("north", "south")]
    found = difference(simulate(case, pair, sampling(1, 1024)), 0, 1)
    assert not found.same
    assert found.confidence < CLEAR
    decision = choose(case, scenarios=256, workers=1)
    assert decision.verdict == "no_clear_difference"
    best, other = decision.near[0].one, decision.near[0].other
    options = {each.place: each.strategy for each in decision.judged}
    assert {options[best].kind} == {options[other].kind}


def test_a_maker_that_asks_a_third_more_is_clearly_not_as_good():
    case = vena(today=None, north=ALIKE, south=ALIKE | {"quote": {"catheter": [{"order_from": 0, "price": 33}]}})
    pair = [strategy(case, f"on_demand_one:{name}") for name in ("north", "south")]
    found = difference(simulate(case, pair, sampling(1, 1024)), 0, 1)
    assert found.mean > 0
    assert found.confidence == 1.0


def test_two_labels_of_one_choice_do_not_make_the_answer_unclear():
    """Staying with North, to whom Vena is committed, is committing to North: no runner-up, and not near itself."""
    case = vena(today={"partner": "north", "committed": True})
    decision = choose(case, scenarios=256, workers=1)
    options = {each.place: each.strategy.name for each in decision.judged}
    same = {"stay:north", "long_term_one:north"}
    if decision.best.strategy.name in same:
        assert decision.runner_up is not None
        assert options[decision.runner_up.other] not in same
        assert not {options[d.other] for d in decision.near} & same
    ranked = [each.strategy.name for each in decision.judged]
    assert abs(ranked.index("stay:north") - ranked.index("long_term_one:north")) == 1
