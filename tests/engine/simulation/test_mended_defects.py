"""What once went wrong in the simulation, each as a sentence."""

from typing import Any

import numpy as np
import pytest

from suture.engine.decision.choose import NothingToChoose, choose
from suture.engine.decision.compare import by_draw
from suture.engine.decision.gates import gates
from suture.engine.simulation import run
from suture.engine.simulation.draw import draw_inputs, draw_world
from suture.engine.simulation.run import simulate
from suture.engine.strategy.case_faults import case_faults
from suture.engine.strategy.models import strategies
from suture.engine.strategy.offers import Deal, offer
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import STAGES, catheter, developing, maker, strategy, vena

S = sampling(1, 256)


@pytest.fixture
def seen(monkeypatch):
    """Engagements with their charges, and the months, of everything that is simulated."""
    found: dict[str, Any] = {"accounts": {}, "made": {}}
    account, make = run.account, run.make_months

    def accounting(prepared: Any, engagement: Any, *rest: Any) -> Any:
        found["accounts"][engagement.deal[:2]] = account(prepared, engagement, *rest)
        return found["accounts"][engagement.deal[:2]]

    def making(case: Any, option: Any, name: str, *rest: Any) -> Any:
        found["made"][option.name, name] = make(case, option, name, *rest)
        return found["made"][option.name, name]

    monkeypatch.setattr(run, "account", accounting)
    monkeypatch.setattr(run, "make_months", making)
    return found


def test_two_committed_makers_do_not_each_promise_the_whole_plan():
    case = vena(today=None, products={"catheter": catheter(month_variation=0)})
    pair = [strategy(case, "long_term_one:north"), strategy(case, "long_term_two:north+south")]
    _, two = simulate(case, pair, S).kept[:, run.OUTCOMES.index("bound")].mean(axis=1)
    assert two < 20_000  # is 386,838: each owes 75 % of the whole plan and gets 60 or 40 % of it


@pytest.mark.parametrize(
    ("north", "south", "name"),
    [(20, 8, "on_demand_one:south"), (20, 8, "on_demand_two:south+north"), (8, 20, "on_demand_two:north+south")],
)
def test_a_maker_with_a_longer_lead_time_is_ordered_from_early_enough(north, south, name, seen):
    steady = {"catheter": catheter(month_variation="10 %")}
    far = {"capacity": 10**6}
    case = vena(
        months=60,
        north={"lead_weeks": north, "transfer_months": 12, **far},
        south={"lead_weeks": south, **far},
        products=steady,
    )
    simulate(case, [strategy(case, name)], S)
    made = seen["made"][name, "catheter"]
    assert made.lost.sum() / (made.sold + made.lost).sum() < 0.01  # is 7 to 11 %


def test_todays_maker_is_not_asked_for_a_product_that_it_does_not_make(seen):
    quote = {"quote": {name: [{"order_from": 0, "price": 25}] for name in ("catheter", "stent")}}
    stent = catheter(on_market=False, stages=STAGES, review={"route": "k510", "fee": 1}, units=[6000])
    case = vena(months=60, north=quote, south=quote, products={"catheter": catheter(), "stent": stent})
    simulate(case, [strategy(case, "on_demand_one:south")], S)
    assert not seen["made"]["on_demand_one:south", "stent"].ordered["north"].any()


def test_todays_minimum_ends_when_todays_products_have_moved(seen):
    quote = {"quote": {name: [{"order_from": 0, "price": 25}] for name in ("catheter", "stent")}}
    stent = catheter(on_market=False, stages=[STAGES[0] | {"success": "0.0001"}], units=[6000])
    case = vena(
        months=60,
        north=quote,
        south=quote,
        products={"catheter": catheter(), "stent": stent},
        today={"partner": "north", "committed": True},
    )
    simulate(case, [strategy(case, "on_demand_one:south")], S)
    bound = seen["accounts"]["north", "committed"].bound
    assert not bound[:, 24:].any()  # is 310,500 in every year, for the stent is never cleared


def test_leaving_todays_commitment_early_costs_its_fee(seen):
    case = vena(months=60, today={"partner": "north", "committed": True})
    simulate(case, [strategy(case, "on_demand_one:south")], S)
    with_fee = seen["accounts"]["north", "committed"].owed.sum()
    free = vena(months=60, today={"partner": "north", "committed": True}, north={"committed": {"exit_fee_share": 0}})
    simulate(free, [strategy(free, "on_demand_one:south")], S)
    assert with_fee > seen["accounts"]["north", "committed"].owed.sum()


def test_nothing_else_to_choose_from_is_said_and_is_no_crash():
    case = vena(today=None, north={"supplies": False}, south={"supplies": False})
    assert strategies(case) == ()
    with pytest.raises(NothingToChoose):
        choose(case, scenarios=16, workers=1)


def test_a_case_of_one_year_is_decided():
    case = vena(months=12, north={"committed": {"discount": "0 %"}})
    assert "price_down" not in {clause.id for clause in offer(case, Deal("north", "committed")).clauses}
    assert choose(case, scenarios=16, workers=1).judged


def test_a_shape_of_the_whole_horizon_is_taken(seen):
    growing = [str(month + 1) for month in range(36)]
    case = vena(products={"catheter": catheter(shape=growing, month_variation=0)})
    simulate(case, [strategy(case, "on_demand_one:north")], S)
    sold = seen["made"]["on_demand_one:north", "catheter"].sold.mean(axis=(0, 2))
    assert sold[24:].sum() > 2 * sold[:12].sum()


def test_what_a_range_brings_to_a_quote_is_drawn_and_not_its_likely_value():
    case = vena(north={"committed": {"discount": {"low": "0 %", "value": "10 %", "high": "20 %"}}})
    costs = simulate(case, [strategy(case, "long_term_one:north")], S)
    draws = by_draw(costs, costs.of(0, "unit_cost"))
    discounts = draw_inputs(case, S).of(case.partners["north"].committed.discount)
    assert np.corrcoef(draws, discounts)[0, 1] < -0.9


def test_what_a_range_brings_to_a_stage_is_drawn_and_not_its_likely_value():
    wide = STAGES[0] | {"hours": {"low": 10, "value": 80, "high": 400}, "build_units": {"low": 10, "high": 500}}
    case = developing(products={"catheter": catheter(on_market=False, stages=[wide], units=[6000])})
    name = next(s.name for s in strategies(case) if s.kind == "on_demand_one")
    spent = simulate(case, [strategy(case, name)], S)
    hours = draw_inputs(case, S).of(case.products["catheter"].stages[0].hours)
    assert np.corrcoef(by_draw(spent, spent.of(0, "spent")), hours)[0, 1] > 0.3


def test_a_refused_review_ends_what_the_company_burns():
    case = developing(company={"burn": 50_000, "cash": 10_000_000})
    world = draw_world(case, S, draw_inputs(case, S), 0, S.scenarios)
    name = "on_demand_one:north"
    refused = ~world.course["catheter"].granted & world.course["catheter"].stages.holds.all(axis=1)
    assert refused.any()
    low = simulate(case, [strategy(case, name)], S).of(0, "cash_low")
    assert low[refused].min() > 10_000_000 - 60 * 50_000


def test_tools_are_bought_for_each_product_when_it_gets_so_far():
    early = [STAGES[1] | {"own_months": 1}]
    late = [STAGES[0] | {"own_months": 12}, STAGES[1]]
    quote = {"quote": {name: [{"order_from": 0, "price": 25}] for name in ("catheter", "stent")}}
    case = developing(
        north=quote, south=quote,
        products={name: catheter(on_market=False, stages=stages) for name, stages in
                  {"catheter": early, "stent": late}.items()},
    )  # fmt: skip
    found = run.typical_terms(case, strategy(case, "long_term_one:north"), S)
    tools = {deal.product: term.begins for deal, term in found.items() if deal.mode == "tools"}
    assert tools["catheter"] + 12 <= tools["stent"]


def test_many_outages_of_a_region_are_drawn_too():
    case = vena(north={"region_outage_rate": 2}, months=120)
    assert simulate(case, [strategy(case, "on_demand_one:north")], S).kept.size


def test_hours_for_lots_starve_a_firm_that_has_only_the_makers_monthly_hours():
    case = vena(company={"oversight_hours": 25}, north={"oversight_on_order": 20, "oversight_lot": 2})
    results = simulate(case, [strategy(case, "on_demand_one:north")], S)
    assert results.of(0, "hours_asked").mean() > 25
    assert results.of(0, "starved").mean() > 0.5


def test_a_product_made_today_that_nobody_plans_to_sell_is_a_fault():
    assert list(case_faults(vena(products={"catheter": catheter(units=[])})))


def test_strategies_that_are_all_alike_are_no_clear_choice():
    stages = [stage | {"success": "0.000001"} for stage in STAGES]
    decision = choose(
        developing(products={"catheter": catheter(on_market=False, stages=stages)}), scenarios=16, workers=1
    )
    assert (decision.verdict, decision.runner_up) == ("no_clear_difference", None)


def test_one_input_draw_makes_nothing_clear():
    alike = {"outage_rate": "0.2"}
    decision = choose(vena(today=None, north=alike, south=alike), scenarios=16, workers=1)
    assert decision.verdict == "no_clear_difference"
    assert decision.drivers == decision.flips == ()


def test_a_hybrid_pays_the_oversight_of_ordering_while_it_orders():
    case = developing(north={"oversight_on_order": 100, "oversight_committed": 1, "oversight_lot": 0})
    names = ["on_demand_one:north", "phase_hybrid:north", "long_term_one:north"]
    hours = (
        simulate(case, [strategy(case, name) for name in names], S).kept[:, run.OUTCOMES.index("hours")].mean(axis=1)
    )
    assert hours[0] > hours[1] > hours[2] * 2


def test_an_unknown_maker_of_today_is_a_fault():
    assert list(case_faults(vena(today={"partner": "nobody", "committed": True})))


def test_a_frame_with_a_minimum_is_a_minimum_too():
    case = developing(
        company={"kind": "institute"},
        products={"catheter": catheter(on_market=False, stages=STAGES, units=[])},
        partners={"north": maker()},
        must_haves=["no_minimum"],
    )
    frame = strategy(case, "long_term_one:north")
    results = simulate(case, [frame], sampling(1, 16))
    assert "no_minimum" in [gate.name for gate in gates(case, frame, results, 0) if gate.status == "failed"]


def test_a_yield_of_nothing_is_a_fault():
    assert list(case_faults(vena(north={"yield_steady": 0, "yield_start": 0, "quote": {}})))


def test_the_six_month_failure_is_lived_through_in_a_short_case_as_well():
    decision = choose(vena(today=None, months=24), scenarios=64, workers=1)
    number = next(n for n in decision.best.numbers if n.measure.code == "off_market_drill")
    assert number.spread is not None
    assert number.spread.mean > 4  # is 0.2: the failure begins in month 24


def test_what_is_paid_is_what_is_owed_when_orders_are_dropped_at_a_transfer(seen):
    case = vena(months=60, north={"deposit": "50 %", "capacity": 900, "open_share": "100 %"})
    simulate(case, [strategy(case, "on_demand_one:south")], S)
    north = seen["accounts"]["north", "on_demand"]
    assert np.isclose(north.paid.sum(), north.owed.sum(), rtol=1e-6)  # 3.8 % more: the deposits of dropped orders
