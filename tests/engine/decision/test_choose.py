"""The decision of small cases: what is compared, what turns it, and that its parts agree."""

from typing import Any

import numpy as np

from suture.engine.decision.as_data import as_data
from suture.engine.decision.choose import Decision, choose
from suture.engine.decision.explain import reasons
from suture.engine.decision.turning import Pair, with_input, worth_of
from suture.engine.strategy.case import Case
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import STAGES, catheter, maker, vena

FUTURES = 512


def decided(case: Case) -> Decision:
    return choose(case, scenarios=FUTURES, workers=1)


def unsure(**changes: Any) -> Case:
    """North alone, whose discount for committing nobody has told; some years are poor, so that it decides."""
    terms = {"discount": {"low": 0, "value": "12 %", "high": "20 %"}}
    years = [{"low": 2_000, "value": 12_000, "high": 20_000}]
    north = maker(title="North", committed=terms, **changes)
    return vena(today=None, products={"catheter": catheter(units=years)}, partners={"north": north})


def test_a_flip_is_where_two_runs_say_that_the_other_comes_out_ahead():
    decision = decided(unsure())
    (flip,) = [each for each in decision.flips if each.driver.name == "partners.north.committed.discount"]
    assert flip.driver.low < flip.at < flip.driver.likely
    pair = Pair(decision.case, decision.best.strategy, flip.instead, sampling(1, FUTURES), 1, {})
    before, beyond = (
        worth_of(pair, with_input(decision.case, flip.driver.name, at)) for at in (flip.at + 0.02, flip.at - 0.02)
    )
    assert beyond < 0 < before


def test_an_input_that_is_said_to_turn_the_answer_is_a_flip_and_the_other_way_round():
    data = as_data(decided(unsure(upkeep={"low": 0, "high": 90_000})), version="")
    turning = {each["input"]: each["turns_at"] for each in data["drivers"] if each["turns_at"] is not None}
    assert turning == {each["input"]: each["at"] for each in data["flips"]}
    assert turning


def test_what_both_pay_alike_drives_nothing():
    """Upkeep of North is the same whether committed or not, however it goes with the few draws."""
    decision = decided(unsure(upkeep={"low": 0, "high": 900_000}))
    assert decision.drivers
    assert "partners.north.upkeep" not in {driver.name for driver in decision.drivers}


def test_the_turning_points_are_those_of_the_one_at_the_top():
    decision = decided(vena(today=None, north={"title": "North"}))
    assert decision.discount_pair is not None
    assert decision.best.strategy in decision.discount_pair


def test_what_fails_a_gate_is_no_counterpart():
    """On demand North and South have not the room; West has, so it is between two ways of working with West."""
    small = maker(capacity=1_200, open_share="50 %")
    west = maker(capacity=9_000, quote={"catheter": [{"order_from": 0, "price": 28}]})
    decision = decided(vena(today=None, partners={"north": small, "south": small, "west": west}))
    assert decision.best.strategy.partners != ("west",)
    assert decision.discount_pair is not None
    assert [each.partners for each in decision.discount_pair] == [("west",), ("west",)]
    assert any("has no counterpart that could be chosen" in str(message) for message in reasons(decision))


def test_where_no_counterpart_passes_its_gates_all_are_looked_at():
    decision = decided(vena(today=None, partners={"north": maker(capacity=1_200, open_share="50 %")}))
    assert decision.discount_pair is not None
    assert [each.name for each in decision.discount_pair] == [decision.best.strategy.name, "on_demand_one:north"]


def test_for_an_institute_a_frame_is_compared_with_builds_from_the_same_two():
    card = {"tiers": [{"from": 0, "price": 20}], "membership": 100}
    university = {"title": "University", "supplies": False, "outage_months": 1, "rate_card": card}
    bench = {"catheter": catheter(on_market=False, stages=STAGES, units=[])}
    decision = decided(
        vena(
            today=None, company={"kind": "institute"}, products=bench,
            partners={"north": maker(title="North"), "university": university},
        )
    )  # fmt: skip
    assert decision.best.strategy.partners == ("north", "university")
    assert decision.discount_pair is not None
    assert {each.name for each in decision.discount_pair} == {
        "platform:university+north", "phase_hybrid:university+north",
    }  # fmt: skip
    assert "goods, freight and duty" not in " ".join(map(str, reasons(decision)))


def test_every_sentence_about_a_difference_names_whose_it_is():
    """The rule of thumb fails here, so there are two differences: to the next model, and to the rule's own."""
    decision = decided(vena(today=None, company={"kind": "startup", "cash": 50_000_000}, north=UNSURE, south=UNSURE))
    told = [str(message) for message in reasons(decision)]
    assert not decision.thumb_holds
    assert not [line for line in told if "that difference" in line]
    (thumb,) = [line for line in told if line.startswith("What moves the difference to")]
    assert "ordering on demand from" in thumb


UNSURE = {
    "oversight_on_order": {"low": 20, "value": 40, "high": 80},
    "lot_fee": {"low": 100, "value": 200, "high": 900},
}


def test_expired_goods_are_exposed_at_the_price_of_each_product():
    """A stent costs a hundred times a catheter; the cheapest price for all would hide it."""
    short_lived = catheter(shelf_life=3, least_life=0, month_variation="90 %")
    quote = {"catheter": [{"order_from": 0, "price": 10}], "stent": [{"order_from": 0, "price": 1000}]}
    products = {"catheter": short_lived, "stent": short_lived}
    decision = decided(vena(today=None, months=24, products=products, partners={"north": maker(quote=quote)}))
    judged = next(each for each in decision.judged if each.strategy.name == "on_demand_one:north")
    exposure = next(number.spread for number in judged.numbers if number.measure.code == "exposure")
    assert exposure is not None
    assert exposure.mean is not None
    assert exposure.mean > 100 * float(np.mean(decision.results.of(judged.place, "expired"))) > 0
