"""Odd cases are decided without a crash, and nothing in them is counted as not a number."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from suture.engine.decision.choose import choose
from suture.engine.simulation.outcomes import OUTCOMES
from suture.engine.strategy.case import Case
from tests.engine.strategy.vena import STAGES, catheter, developing, maker, vena

WITHOUT_MEANING_AT_TIMES = {"first_lot", "sunk", "unit_cost", "off_market", "hours_asked", "starved"}
REVIEW = {"route": "k510", "fee": 6_500}
CURVE = {"market": {"low": 20_000, "high": 80_000}, "innovation": "0.02", "imitation": "0.4"}
UNIVERSITY = {
    "supplies": False, "outage_months": 1,
    "rate_card": {"tiers": [{"from": 0, "price": 100}], "cap": 5000, "membership": 10_000},
}  # fmt: skip


def product(**changes: Any) -> dict[str, Any]:
    return {"catheter": catheter(**changes)}


def before_the_market(**changes: Any) -> dict[str, Any]:
    return product(on_market=False, stages=STAGES, review=REVIEW, **changes)


def both(**changes: Any) -> dict[str, Any]:
    return {"north": changes, "south": changes}


ODD: dict[str, Callable[[], Case]] = {
    "nothing is ever sold": lambda: vena(products=product(units=[0])),
    "nothing is sold in the first year": lambda: vena(products=product(units=[0, 12_000])),
    "a month that is asked for nothing": lambda: vena(products=product(shape=["0", "2", *["1"] * 10])),
    "adoption on the market": lambda: vena(products=product(units=[], adoption=CURVE)),
    "adoption after development": lambda: developing(products=before_the_market(units=[], adoption=CURVE)),
    "today's maker is not among the two cheapest": lambda: vena(
        partners={"north": maker(minutes=40, quote={}), "south": maker(), "east": maker(), "west": maker()}
    ),
    "one maker alone": lambda: vena(partners={"north": maker()}),
    "an institute with a university": lambda: developing(
        company={"kind": "institute"}, products=before_the_market(units=[]),
        partners={"north": maker(), "university": UNIVERSITY},
    ),
    "thirteen months": lambda: vena(months=13),
    "ten years": lambda: vena(months=120),
    "ten years from development on": lambda: developing(months=120),
    "an order takes a month at least": lambda: vena(**both(lead_weeks=0)),
    "an order takes longer than eight months": lambda: vena(**both(lead_weeks=60)),
    "nothing is open to orders": lambda: vena(**both(open_share=0)),
    "no capacity anywhere": lambda: vena(**both(capacity=0)),
    "no hour for oversight": lambda: vena(company={"oversight_hours": 0}),
    "the first lot is all scrap": lambda: vena(**both(yield_start=0)),
    "every lot is rejected": lambda: vena(**both(lots_rejected="100 %")),
    "nothing is ever scrapped": lambda: vena(**both(yield_start=1, yield_steady=1)),
    "learnt at once": lambda: vena(**both(yield_half_life=0)),
    "a discount of all": lambda: vena(**both(committed={"discount": "100 %"})),
    "money worth half in a year": lambda: vena(company={"discount_rate": "100 %"}),
    "no stage ever holds": lambda: developing(
        products=product(on_market=False, stages=[stage | {"success": "0.000001"} for stage in STAGES], review=REVIEW)
    ),
    "a review without development": lambda: developing(products=product(on_market=False, review=REVIEW)),
    "neither development nor review": lambda: developing(products=product(on_market=False)),
    "a stage of no length": lambda: developing(
        products=product(on_market=False, stages=[STAGES[0] | {"iterations": 0, "own_months": 0}]),
        **both(build_weeks=0),
    ),
    "no shelf life": lambda: vena(products=product(shelf_life=0)),
    "lots of nothing": lambda: vena(**both(lot_size=0, minimum_order=0)),
    "paid after ten years": lambda: vena(**both(payment_days=3600)),
    "all is paid at order": lambda: vena(**both(deposit="100 %")),
    "no cash and a burn": lambda: developing(company={"cash": 0, "burn": 100_000}),
    "money that comes after the case": lambda: developing(
        company={"funding": [{"name": "round", "month": 500, "amount": 10_000, "chance": "50 %"}]}
    ),
    "money that never comes": lambda: developing(
        company={"funding": [{"name": "round", "month": 5, "amount": 10_000, "chance": "0 %"}]}
    ),
    "a price of nothing": lambda: vena(north={"quote": {"catheter": [{"order_from": 0, "price": 0}]}}),
    "demand that never varies": lambda: vena(products=product(month_variation=0)),
    "demand that varies wildly": lambda: vena(products=product(month_variation=3)),
    "one product made, one in development": lambda: vena(
        products={"catheter": catheter(), "stent": catheter(on_market=False, stages=STAGES, review=REVIEW)}
    ),
    "a transfer that outlasts the case": lambda: vena(north={"transfer_months": 200}),
    "partners named as columns are": lambda: vena(today=None, partners={"market": maker(), "units": maker()}),
}  # fmt: skip


@pytest.mark.parametrize("what", ODD)
def test_an_odd_case_is_decided(what):
    decision = choose(ODD[what](), scenarios=16, workers=1)
    for outcome in set(OUTCOMES) - WITHOUT_MEANING_AT_TIMES:
        assert np.isfinite(decision.results.kept[:, OUTCOMES.index(outcome)]).all(), outcome
    for outcome in WITHOUT_MEANING_AT_TIMES:
        assert not np.isinf(decision.results.kept[:, OUTCOMES.index(outcome)]).any(), outcome
    assert {each.place for each in decision.judged} == set(range(len(decision.results.strategies)))


def test_without_capacity_nothing_is_feasible():
    assert choose(vena(**both(capacity=0)), scenarios=16, workers=1).verdict == "nothing_feasible"


@pytest.mark.parametrize("scenarios", [1, 16, 17, 256])
@pytest.mark.parametrize("method", ["sobol", "plain"])
def test_any_number_of_scenarios_is_decided(scenarios, method):
    decision = choose(vena(), scenarios=scenarios, workers=1, method=method)
    assert decision.results.kept.shape[2] == decision.sampling.scenarios >= scenarios


def test_the_same_case_and_seed_give_the_same_decision_for_any_number_of_workers():
    one, two = (choose(developing(), scenarios=128, workers=workers) for workers in (1, 2))
    assert one.results.kept.tobytes() == two.results.kept.tobytes()
    fields = ("judged", "verdict", "runner_up", "by_model", "near", "discount", "volume", "volume_ends", "drivers")
    for field in (*fields, "thumb_drivers", "flips"):
        assert repr(getattr(one, field)) == repr(getattr(two, field)), field
