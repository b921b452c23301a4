"""The answer and its reasons, word for word."""

import re
from dataclasses import replace

import pytest

from suture.engine.decision.compare import difference
from suture.engine.decision.explain import explained, reasons
from suture.engine.decision.gates import CASH, Gate
from suture.engine.decision.turning import Crossing
from suture.engine.strategy.models import strategies
from tests.engine.decision.decided import DISCOUNT, decided

TWO = {"long_term_one:north": 900.0, "on_demand_one:north": 700.0}


def said(found) -> list[str]:
    return [str(message) for message in found]


def test_a_clear_answer_with_its_number_and_how_sure_then_the_reasons():
    found = explained(decided(TWO))
    assert str(found.answer) == (
        "Commit to North from the first order: worth 200 k USD more on average than ordering on demand from them, "
        "better in 10 out of 10 futures; sure above 0.90, on your inputs. Cash runs out under it in 30 of 100 futures."
    )
    assert said(found.why) == [
        "Worth today of sales less all costs: 900 k USD on average (P10 500 k, median 900 k, P90 1.3 M); below zero in "
        "0 out of 10 futures.",
        "Against ordering on demand from North, it takes 10.0 fewer hours of oversight a month (25.0 against 35.0) and "
        "lands an accepted unit 2.00 USD cheaper (30.00 against 32.00).",
    ]
    assert said(found.gates) == [
        "Open: cash runs out in 30 of 100 futures, in 10 under the strategy that spares it most."
    ]
    assert said(found.turns) == [
        "Against ordering on demand from North, committing to North from the first order pays at a discount for "
        "committing of 7.5 % or more (the case takes 8 %, between 3 and 12 %); each percentage point is worth 2,700 "
        "USD.",
        "Against ordering on demand from North, committing to North from the first order pays at 0.9 times the planned "
        "volume or more, and not below.",
        "With discount for committing (North) below 4.4 % (taken as 8 %, between 3 % and 12 %), ordering on demand "
        "from North comes out ahead.",
    ]
    assert said(found.thumb) == [
        "The trade's rule of thumb (on demand for an early-stage firm) does not hold in this case: "
        "its best, ordering on demand from North, is worth 200 k USD less on average.",
        "What moves the difference to ordering on demand from North most: discount for committing (North) (90 % of its "
        "spread).",
        "Between committing to North from the first order and ordering on demand from North it turns at a discount for "
        "committing of 7.5 % and 0.9 times the planned volume.",
    ]
    assert said(found.calls) == [
        "They are told by how far they move the difference to ordering on demand from North.",
        "Ask the partner: discount for committing (North). It is assumed to be 8 %, between 3 % and 12 %; over that "
        "range it moves by 45 k USD.",
    ]
    assert said(found.not_priced) == ["Terms that no figure holds yet: liability cap (likely to cost the company)."]


def level(worth: dict[str, float], **changed) -> str:
    return str(explained(decided(worth, **changed)).answer).partition("on your inputs.")[2]


LOSING = {"long_term_one:north": -100.0, "on_demand_one:north": -300.0}


def solvent(decision):
    """The same decision in futures in which cash always lasts."""
    gates = (Gate("cash", "passed", CASH(share=0, least=0)),)
    return replace(decision, judged=tuple(judged._replace(gates=gates) for judged in decision.judged))


def test_right_after_the_answer_it_says_that_every_way_loses_money_and_that_cash_runs_out():
    assert level(LOSING) == (
        " Every way loses money, the one at the top 100 k USD on average, and cash runs out under it in 30 of 100 "
        "futures."
    )
    assert level(TWO) == " Cash runs out under it in 30 of 100 futures."
    assert level(TWO | {"on_demand_one:north": -300.0}) == " Cash runs out under it in 30 of 100 futures."
    assert str(explained(solvent(decided(LOSING))).answer).endswith(
        "on your inputs. Every way loses money, the one at the top 100 k USD on average."
    )
    assert str(explained(solvent(decided(TWO))).answer).endswith("sure above 0.90, on your inputs.")


def test_where_nothing_is_sold_a_cost_is_no_loss():
    case = decided(LOSING).case
    bench = case.products["catheter"].model_copy(update={"units": ()})
    decision = solvent(decided(LOSING, case=case.model_copy(update={"products": {"catheter": bench}})))
    assert str(explained(decision).answer).endswith("on your inputs.")
    assert said(explained(decision).why)[0] == (
        "Worth today of all costs, nothing being sold: −100 k USD on average (P10 −500 k, P90 300 k)."
    )


def test_the_mean_is_told_beside_the_median_where_they_are_far_apart():
    """Ranked is by the mean; the tables show the median."""
    decision = decided(TWO)
    decision.results.kept[0, 0, :52] = -9_000_000.0  # a fifth of the futures
    assert said(explained(decision).why)[0] == (
        "Worth today of sales less all costs: −1 M USD on average (P10 −9 M, median 1 M, P90 1 M); below zero in 2 out "
        "of 10 futures."
    )


THREE = {"long_term_one:north": 900.0, "phase_hybrid:north": 850.0, "on_demand_one:north": 700.0}


def test_causes_are_told_against_the_one_in_the_answer_and_then_against_the_rule_of_thumb_each_by_name():
    found = explained(decided(THREE))
    assert "than starting on demand with them and committing after 6 months of sales" in str(found.answer)
    assert [line.split(", it ")[0] for line in said(found.why) if line.startswith("Against")] == [
        "Against starting on demand with North and committing after 6 months of sales",
        "Against ordering on demand from North",
    ]
    assert said(found.why)[-1].startswith("The best on demand way, ordering on demand from North, is worth 200 k USD")


def test_causes_against_the_same_terms_under_another_label_are_told_once():
    decision = decided({"long_term_one:north": 900.0, "phase_hybrid:north": 700.0, "on_demand_one:north": 700.0})
    decision.results.kept[2] = decision.results.kept[1]
    assert len([line for line in said(explained(decision).why) if line.startswith("Against")]) == 1


def test_where_the_one_at_the_top_has_no_counterpart_it_is_said_of_whom_the_turning_points_are():
    """South is at the top; what is told compares two ways of working with North."""
    decision = decided({"on_demand_one:south": 950.0, **TWO})
    found = said(explained(decision).turns)
    assert found[0] == (
        "The one at the top has no counterpart that could be chosen instead, committed or on demand; the discount and "
        "the volume are told of two other ways."
    )
    assert found[1].startswith("Against ordering on demand from North, committing to North from the first order pays")
    assert not [line for line in said(explained(decision).thumb) if line.startswith("Between")]


@pytest.mark.parametrize(
    ("points", "zero_at", "ends"),
    [
        (((0.25, -9.0), (1.4, 5.0)), 0.9,
         "pays at 0.9 times the planned volume or more, and not below (looked at up to 1.4 times, where the capacity "
         "of North ends)."),
        (((0.25, 9.0), (1.4, -5.0)), 0.9,
         "pays up to 0.9 times the planned volume, and not beyond (looked at up to 1.4 times, where the capacity of "
         "North ends)."),
        (((0.25, 9.0), (1.4, 5.0)), None,
         "pays at every volume from 0.25 to 1.4 times the plan, where the capacity of North ends."),
        (((0.25, -9.0), (1.4, -5.0)), None,
         "pays at no volume from 0.25 to 1.4 times the plan, where the capacity of North ends."),
    ],
)  # fmt: skip
def test_volume_is_told_up_to_where_capacity_ends(points, zero_at, ends):
    decision = decided(TWO, volume=Crossing(points, zero_at), volume_ends="north")
    assert said(explained(decision).turns)[1].endswith(ends)


def test_two_discounts_are_told_with_whose_they_are():
    named = {s.name: s for s in strategies(decided(TWO).case)}
    two = (named["long_term_two:north+south"], named["on_demand_two:north+south"])
    assert (
        "(the case takes 8 %, between 3 and 12 % at North and 8 %, between 3 and 15 % at South)"
        in (said(explained(decided(TWO, discount_pair=two)).turns)[1])
    )


def test_where_no_unknown_moves_the_difference_by_enough_that_is_said():
    weak = DISCOUNT._replace(explains=0.04)
    assert said(explained(decided(TWO, drivers=(weak,), thumb_drivers=(weak,), flips=())).calls) == [
        "No single unknown moves the difference to ordering on demand from North by enough to be worth one."
    ]
    assert not [line for line in said(explained(decided(TWO, thumb_drivers=(weak,))).thumb) if "What moves" in line]


def test_where_nothing_turns_it_the_rival_is_named():
    assert said(explained(decided(TWO, flips=())).turns)[-1] == (
        "No single input, moved through its range, was found to put ordering on demand from North ahead."
    )


def test_the_reasons_are_the_answer_and_all_sentences_in_order():
    decision = decided(TWO)
    found = explained(decision)
    assert reasons(decision) == (found.answer, *(message for part in found[1:] for message in part))


def test_what_cannot_be_told_apart_is_no_recommendation():
    found = explained(decided({"long_term_one:north": 900.0, "on_demand_one:north": 895.0}, noise=40.0))
    assert str(found.answer) == (
        "No clear difference, on your inputs: committing to North from the first order comes out ahead of ordering on "
        "demand from them by 10 k USD on average, better in 8 out of 10 futures; sure 0.75 where 0.80 is asked for. "
        "Cash runs out under it in 30 of 100 futures."
    )
    assert "Cannot be told apart from On demand · North: sure less than 0.80." in said(found.why)


def test_where_nothing_passes_its_gates_that_is_the_answer():
    found = explained(decided(TWO, failed=dict.fromkeys(TWO, "cash")))
    assert str(found.answer) == (
        "Nothing passes its gates, on your inputs. Of what fails, committing to North from the first "
        "order is worth most: "
        "900 k USD on average."
    )
    assert said(found.gates)[0].startswith("Fails: cash runs out in 30 of 100 futures")


def test_what_is_worth_more_and_barred_is_named_with_its_gate():
    found = explained(decided(TWO, failed={"long_term_one:north": "cash"}))
    assert str(found.answer) == (
        "Order on demand from North: nothing else passes its gates, on your inputs. "
        "Cash runs out under it in 30 of 100 futures."
    )
    assert said(found.gates)[-1] == (
        "Committed · North would be worth 200 k USD more on average, but fails: cash runs out in 30 of 100 "
        "futures, in 10 under the "
        "strategy that spares it most."
    )
    assert said(found.thumb)[0] == "The trade's rule of thumb (on demand for an early-stage firm) holds in this case."


def test_of_two_that_are_barred_and_never_differ_one_is_named_and_of_others_the_two_best():
    worth = {"on_demand_one:north": 700.0, "long_term_one:north": 900.0, "phase_hybrid:north": 900.0}
    barred = {"long_term_one:north": "cash", "phase_hybrid:north": "cash"}
    told = [line.split(" would be")[0] for line in said(explained(decided(worth, failed=barred)).gates)]
    assert told[1:] == ["Committed · North"]
    more = {**worth, "phase_hybrid:north": 950.0, "long_term_one:south": 800.0, "on_demand_one:south": 600.0}
    barred |= {"long_term_one:south": "cash", "on_demand_one:south": "cash"}
    told = [line.split(" would be")[0] for line in said(explained(decided(more, failed=barred)).gates)]
    assert told[1:] == ["On demand, then committed · North", "Committed · North"]


def test_without_two_ways_to_compare_no_discount_and_no_volume_is_told():
    decision = decided(TWO, discount_pair=None, discount=None, volume=None)
    assert said(explained(decision).turns) == said(explained(decided(TWO)).turns)[2:]
    assert not [line for line in said(explained(decision).thumb) if line.startswith("Between")]


def test_a_discount_that_was_not_looked_at_or_changes_nothing_is_not_spoken_of():
    same = Crossing(((-0.3, 5.0), (0.0, 5.0), (0.3, 5.0)), None)
    for discount in (None, same):
        assert said(explained(decided(TWO, discount=discount)).turns) == said(explained(decided(TWO)).turns)[1:]


def test_where_the_case_takes_no_discount_none_is_quoted():
    decision = decided(TWO)
    north = decision.case.partners["north"]
    terms = north.committed.model_copy(update={"discount": None})
    partners = {**decision.case.partners, "north": north.model_copy(update={"committed": terms})}
    without = decided(
        TWO, case=decision.case.model_copy(update={"partners": partners}), flips=(), thumb_drivers=(), drivers=()
    )
    assert said(explained(without).turns)[0].endswith(
        "pays at a discount for committing of 7.5 % or more; each percentage point is worth 2,700 USD."
    )


def test_a_rule_of_thumb_of_which_no_way_is_open_cannot_be_followed():
    found = explained(decided({"long_term_one:north": 900.0, "phase_hybrid:north": 700.0}))
    assert said(found.thumb)[0] == (
        "The trade's rule of thumb (on demand for an early-stage firm) cannot be followed: no such way is open in this "
        "case."
    )
    assert not [line for line in said(found.thumb) if line.startswith("What moves")]


@pytest.mark.parametrize(
    ("points", "zero_at", "sentence"),
    [
        (
            ((-0.3, -60_000.0), (0.0, 20_000.0), (0.3, 90_000.0)), -0.08,
            "pays without any discount for committing, and even at prices up to 8.0 % higher (the case takes 8 %, "
            "between 3 and 12 %); each percentage point is worth 2,500 USD.",
        ),
        (
            ((-0.3, 10_000.0), (0.0, 20_000.0), (0.3, 90_000.0)), None,
            "pays without any discount for committing, and even at prices 30 % higher (the case takes 8 %, between 3 "
            "and 12 %); each percentage point is worth 1,300 USD.",
        ),
        (
            ((-0.3, -90_000.0), (0.0, -60_000.0), (0.3, -10_000.0)), None,
            "pays at no discount for committing up to 30 % (the case takes 8 %, between 3 and 12 %); each percentage "
            "point is worth 1,300 USD.",
        ),
    ],
)  # fmt: skip
def test_where_the_discount_turns_it(points, zero_at, sentence):
    ways = "Against ordering on demand from North, committing to North from the first order "
    assert said(explained(decided(TWO, discount=Crossing(points, zero_at))).turns)[0] == ways + sentence


def test_volume_that_changes_nothing_is_not_spoken_of():
    same = Crossing(((0.25, 5.0), (1.0, 5.0), (4.0, 5.0)), None)
    assert not [line for line in said(explained(decided(TWO, volume=same)).turns) if "volume" in line]


def test_a_tie_is_not_called_a_loss():
    results = decided(TWO).results
    results.kept[1, 0, ::2] = results.kept[0, 0, ::2]
    tied = difference(results, 0, 1)
    decision = decided(TWO, results=results, runner_up=tied)
    assert "better in 5 out of 10 futures and the same in 5; sure" in str(explained(decision).answer)


def test_no_sentence_is_left_with_a_placeholder():
    for decision in (decided(TWO), decided(TWO, failed=dict.fromkeys(TWO, "cash")), decided(TWO, drivers=(), flips=())):
        assert not [line for line in said(reasons(decision)) if re.search(r"[{}]", line)]
