"""Gates: each one passed, open and failed, on results written down by hand."""

from typing import Any

import numpy as np
import pytest

from suture.engine.decision.gates import Gate, gates
from suture.engine.simulation.outcomes import OUTCOMES
from suture.engine.simulation.run import Results, simulate
from suture.engine.strategy.case import Case
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import catheter, developing, maker, strategy, vena

S = sampling(1, 16)


def lowest_cash(case: Case, names: tuple[str, ...], *short: int) -> Results:
    """Results in which the cash runs out in so many of 16 futures, strategy by strategy."""
    kept = np.zeros((len(names), len(OUTCOMES), 16))
    for i, futures in enumerate(short or [0] * len(names)):
        kept[i, OUTCOMES.index("cash_low")] = [-1.0] * futures + [1.0] * (16 - futures)
    return Results(tuple(strategy(case, name) for name in names), S, kept)


def gates_of(case: Case, name: str, gate: str) -> list[Gate]:
    chosen = strategy(case, name)
    return [each for each in gates(case, chosen, lowest_cash(case, (name,)), 0) if each.name == gate]


def the(case: Case, name: str, gate: str) -> Gate:
    (found,) = gates_of(case, name, gate)
    return found


ONE = "on_demand_one:north"


@pytest.mark.parametrize(("least", "status"), [(300_000, "passed"), (300_001, "failed")])
def test_a_maker_takes_clients_from_a_yearly_spend_on(least, status):
    found = the(vena(north={"takes_from": least}), ONE, "takes_us")  # 12,000 x 25
    assert found.status == status
    assert str(found.message) == f"north takes clients from {least:,} USD a year; this is 300,000 in its best year"


def test_the_second_of_two_makers_sees_its_share_of_the_spend_only():
    case = vena(south={"takes_from": 200_000}, north={"takes_from": 180_000})
    found = gates_of(case, "on_demand_two:north+south", "takes_us")
    assert [gate.status for gate in found] == ["passed", "failed"]  # 180,000 and 120,000


@pytest.mark.parametrize(
    ("licences", "status", "said"),
    [
        (["US", "EU"], "passed", "north is licensed for EU, US"),
        (["US"], "failed", "north has no licence for EU"),
        ([], "open", "nobody has said what north is licensed for"),
    ],
)
def test_a_maker_is_licensed_for_every_market_or_nobody_knows(licences, status, said):
    case = vena(north={"licences": licences}, products={"catheter": catheter(markets=["US", "EU"])})
    found = the(case, ONE, "licence")
    assert (found.status, str(found.message)) == (status, said)


@pytest.mark.parametrize(
    ("name", "capacity", "status"),
    [
        (ONE, 2000, "passed"),  # half of it is open to orders: 1,000 a month are needed
        (ONE, 1999, "failed"),
        ("long_term_one:north", 1000, "passed"),
        ("long_term_one:north", 999, "failed"),
        ("phase_hybrid:north", 1000, "passed"),
    ],
)
def test_the_plan_must_fit_into_what_is_ours_in_our_place_of_the_queue(name, capacity, status):
    assert the(vena(north={"capacity": capacity, "open_share": "50 %"}), name, "capacity").status == status


def test_a_unit_of_more_work_needs_more_room():
    products = {"catheter": catheter(work=2)}
    assert the(vena(north={"capacity": 1999}, products=products), "long_term_one:north", "capacity").status == "failed"


@pytest.mark.parametrize(
    ("name", "found"), [(ONE, []), ("long_term_one:north", ["failed"]), ("phase_hybrid:north", ["failed"])]
)
def test_who_wants_no_minimum_gets_no_commitment(name, found):
    assert [gate.status for gate in gates_of(vena(must_haves=["no_minimum"]), name, "no_minimum")] == found


def test_without_that_wish_a_minimum_is_no_gate():
    assert gates_of(vena(), "long_term_one:north", "no_minimum") == []


@pytest.mark.parametrize(
    ("kept", "status"), [({}, "passed"), ({"tools_owned": False}, "open"), ({"files_kept": False}, "open")]
)
def test_files_and_tools_that_stay_with_the_maker_leave_a_gate_open(kept, status):
    assert the(vena(north=kept), ONE, "files_and_tools").status == status


@pytest.mark.parametrize(
    ("kept", "status"), [({}, "passed"), ({"tools_owned": False}, "failed"), ({"files_kept": False}, "open")]
)
def test_who_must_have_its_tools_does_not_leave_them_with_the_maker(kept, status):
    assert the(vena(north=kept, must_haves=["tools_owned"]), ONE, "files_and_tools").status == status


@pytest.mark.parametrize(("licence", "status"), [("yes", "passed"), ("by_fee", "open"), ("no", "open")])
def test_a_process_licence_that_is_not_ours_leaves_a_gate_open(licence, status):
    assert the(vena(north={"process_licence": licence}), ONE, "process_licence").status == status


@pytest.mark.parametrize(
    ("short", "status"),
    [((3, 3), "passed"), ((4, 4), "open"), ((4, 0), "failed"), ((16, 13), "open"), ((16, 12), "failed")],
)
def test_cash_is_a_gate_failed_only_where_the_strategy_is_to_blame(short, status):
    case = vena(company={"kind": "startup"})
    names = ("long_term_one:north", ONE)
    found = gates(case, strategy(case, names[0]), lowest_cash(case, names, *short), 0)[-1]
    assert (found.name, found.status) == ("cash", status)


def test_a_mature_firm_borrows_what_it_lacks():
    case = vena(company={"kind": "mature"})
    names = ("long_term_one:north", ONE)
    assert gates(case, strategy(case, names[0]), lowest_cash(case, names, 16, 0), 0)[-1].status == "open"


def waiting(case: Case, share: float | None, asked: float = 0.0) -> Gate:
    """The gate of oversight in results in which lots wait in so many of 16 futures' months."""
    results = lowest_cash(case, (ONE,))
    results.kept[0, OUTCOMES.index("starved")] = np.nan if share is None else share
    results.kept[0, OUTCOMES.index("hours_asked")] = np.nan if share is None else asked
    return next(each for each in gates(case, strategy(case, ONE), results, 0) if each.name == "oversight")


@pytest.mark.parametrize(
    ("share", "status"),
    [(0.0, "passed"), (0.1, "passed"), (0.11, "open"), (0.5, "open"), (0.51, "failed"), (1.0, "failed")],
)
def test_the_hours_of_oversight_are_those_the_simulation_lived_through(share, status):
    """Fixed hours alone would say that 25 of 400 are needed; it is the lots that starve it."""
    assert waiting(vena(), share).status == status


def test_the_gate_of_oversight_says_what_is_asked_what_is_free_and_how_often_lots_wait():
    assert str(waiting(vena(), 0.63, 45.2).message) == (
        "overseeing its makers and their lots takes 45 hours a month, where 400 are free; lots wait in 63 of 100 months"
    )


def test_a_future_without_a_month_of_supply_does_not_count_for_oversight():
    case = vena()
    results = lowest_cash(case, (ONE,))
    results.kept[0, OUTCOMES.index("starved")] = [np.nan] * 12 + [0.6] * 4
    found = next(each for each in gates(case, strategy(case, ONE), results, 0) if each.name == "oversight")
    assert found.status == "failed"
    assert waiting(case, None).status == "passed"


def test_a_firm_short_of_hours_fails_where_its_lots_wait_though_the_makers_alone_would_fit():
    """20 of 24 hours go to the maker; at two hours a lot, ten lots a month ask for as many again."""
    case = vena(today=None, company={"oversight_hours": 24}, north={"oversight_on_order": 20, "oversight_lot": 2})
    results = simulate(case, [strategy(case, ONE)], sampling(1, 256))
    found = next(each for each in gates(case, strategy(case, ONE), results, 0) if each.name == "oversight")
    assert found.status == "failed"


def test_partners_without_a_title_are_not_called_by_their_id():
    case = vena(today=None, partners={"quoting_maker": maker(licences=[])})
    name = "long_term_one:quoting_maker"
    for found in gates(case, strategy(case, name), lowest_cash(case, (name,)), 0):
        assert "_" not in str(found.message)


def test_a_platform_of_hours_is_asked_for_no_room_and_no_licence():
    card: dict[str, Any] = {"tiers": [{"from": 0, "price": 100}]}
    university = {"supplies": False, "rate_card": card, "outage_months": 1}
    north = developing().partners["north"]
    case = developing(partners={"north": north.model_dump(exclude_none=True), "university": university})
    found = gates(
        case, strategy(case, "platform:north+university"), lowest_cash(case, ("platform:north+university",)), 0
    )
    assert [gate.name for gate in found].count("capacity") == 1
    assert "university" not in " ".join(str(gate.message) for gate in found)
