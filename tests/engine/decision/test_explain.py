"""The answer and its reasons, word for word."""

import re

import pytest

from suture.engine.decision.compare import difference
from suture.engine.decision.explain import explained, reasons
from suture.engine.decision.turning import Crossing
from tests.engine.decision.decided import decided

TWO = {"long_term_one:north": 900.0, "on_demand_one:north": 700.0}


def said(found) -> list[str]:
    return [str(message) for message in found]


def test_a_clear_answer_with_its_number_and_how_sure_then_the_reasons():
    found = explained(decided(TWO))
    assert str(found.answer) == (
        "Commit to North from the first order: worth 200 k USD more than ordering on demand from them, "
        "better in 10 of 10 futures; sure above 0.90, on your inputs."
    )
    assert said(found.why) == [
        "Worth today of sales less all costs: 900 k USD (P10 500 k, P90 1.3 M); below zero in 0 of 10 futures.",
        "Against ordering on demand from them, it takes 10.0 hours of oversight a month less (25.0 against 35.0) and "
        "lands an accepted unit 2.00 USD cheaper (30.00 against 32.00).",
    ]
    assert said(found.gates) == [
        "Open: cash runs out in 30 of 100 futures, in 10 under the strategy that spares it most."
    ]
    assert said(found.turns) == [
        "Committing to North pays from a discount of 7.5 % on (taken as 8 %, between 3 and 12 %); "
        "each point is worth 2,700 USD.",
        "Committing to North pays from 0.9 times the planned volume on, and not below.",
        "With discount for committing (north) below 4.4 % (taken as 8 %, between 3 % and 12 %), "
        "ordering on demand from "
        "North comes out ahead.",
    ]
    assert said(found.thumb) == [
        "The trade's rule of thumb (on demand for an early-stage firm) does not hold in this case: "
        "its best, ordering on "
        "demand from North, is worth 200 k USD less.",
        "Between committing and ordering on demand it turns at a discount for committing of 7.5 % and 0.9 times the "
        "planned volume.",
    ]
    assert said(found.calls) == [
        "Ask the partner: discount for committing (north). Assumed is 8 %, between 3 % and 12 %; over that range the "
        "difference moves by 45 k USD."
    ]
    assert said(found.not_priced) == ["Terms that no figure holds yet: liability cap (likely to cost the company)."]


def test_the_reasons_are_the_answer_and_all_sentences_in_order():
    decision = decided(TWO)
    found = explained(decision)
    assert reasons(decision) == (found.answer, *(message for part in found[1:] for message in part))


def test_what_cannot_be_told_apart_is_no_recommendation():
    found = explained(decided({"long_term_one:north": 900.0, "on_demand_one:north": 895.0}, noise=40.0))
    assert str(found.answer) == (
        "No clear difference, on your inputs: committing to North from the first order comes out 10 k USD ahead of "
        "ordering on demand from them, better in 8 of 10 futures; sure 0.75 where 0.80 is asked for."
    )
    assert "Cannot be told apart from On demand · north: sure less than 0.80." in said(found.why)


def test_where_nothing_passes_its_gates_that_is_the_answer():
    found = explained(decided(TWO, failed=dict.fromkeys(TWO, "cash")))
    assert str(found.answer) == (
        "Nothing passes its gates, on your inputs. Of what fails, committing to North from the first "
        "order is worth most: "
        "900 k USD."
    )
    assert said(found.gates)[0].startswith("Fails: cash runs out in 30 of 100 futures")


def test_what_is_worth_more_and_barred_is_named_with_its_gate():
    found = explained(decided(TWO, failed={"long_term_one:north": "cash"}))
    assert str(found.answer) == "Order on demand from North: nothing else passes its gates, on your inputs."
    assert said(found.gates)[-1] == (
        "Committed · north would be worth 200 k USD more, but fails: cash runs out in 30 of 100 "
        "futures, in 10 under the "
        "strategy that spares it most."
    )
    assert said(found.thumb)[0] == "The trade's rule of thumb (on demand for an early-stage firm) holds in this case."


@pytest.mark.parametrize(
    ("points", "zero_at", "sentence"),
    [
        (
            ((-0.3, -60_000.0), (0.0, 20_000.0), (0.3, 90_000.0)), -0.08,
            "Committing to North pays without any discount, even at a premium of up to 8.0 % (taken "
            "as 8 %, between 3 and "
            "12 %); each point is worth 2,500 USD.",
        ),
        (
            ((-0.3, 10_000.0), (0.0, 20_000.0), (0.3, 90_000.0)), None,
            "Committing to North pays at every discount looked at, even at a premium of 30 % (taken "
            "as 8 %, between 3 and "
            "12 %); each point is worth 1,300 USD.",
        ),
        (
            ((-0.3, -90_000.0), (0.0, -60_000.0), (0.3, -10_000.0)), None,
            "Committing to North does not pay at any discount up to 30 % (taken as 8 %, between 3 "
            "and 12 %); each point is "
            "worth 1,300 USD.",
        ),
    ],
)  # fmt: skip
def test_where_the_discount_turns_it(points, zero_at, sentence):
    assert said(explained(decided(TWO, discount=Crossing(points, zero_at))).turns)[0] == sentence


def test_volume_that_changes_nothing_is_not_spoken_of():
    same = Crossing(((0.25, 5.0), (1.0, 5.0), (4.0, 5.0)), None)
    assert not [line for line in said(explained(decided(TWO, volume=same)).turns) if "volume" in line]


def test_a_tie_is_not_called_a_loss():
    results = decided(TWO).results
    results.kept[1, 0, ::2] = results.kept[0, 0, ::2]
    tied = difference(results, 0, 1)
    decision = decided(TWO, results=results, runner_up=tied)
    assert "better in 5 of 10 futures and the same in 5; sure" in str(explained(decision).answer)


def test_no_sentence_is_left_with_a_placeholder():
    for decision in (decided(TWO), decided(TWO, failed=dict.fromkeys(TWO, "cash")), decided(TWO, drivers=(), flips=())):
        assert not [line for line in said(reasons(decision)) if re.search(r"[{}]", line)]
