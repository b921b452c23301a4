"""Stair-step fee: one fee for a window by the step reached, by the worst of several measures."""

import pytest

from suture.engine.clauses import stair_step
from suture.engine.terms.faults import faults
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

SERVICES = {"services": {name: {"unit": "unit", "step": "1"} for name in ("u1", "u2", "u3", "u4")}}
COUNTS = [{"service": name, "measure": "used"} for name in ("u1", "u2", "u3")]
STEPS = [
    {"to": ["100", "1000", "50"], "fee": "10 USD"},
    {"to": ["200", "2000", "100"], "fee": "20 USD"},
    {"fee": "30 USD"},
]
CLAUSE = {
    "id": "capacity", "kind": "stair_step", "counts": COUNTS, "window": "month", "bound": "upper_inclusive",
    "zero_use": "nothing_due", "steps": STEPS,
}  # fmt: skip
RISING = CLAUSE | {
    "counts": [{"service": "catheter", "measure": "ordered"}],
    "steps": [{"to": ["50"], "fee": "100"}, {"to": ["400"], "fee": "400"}, {"fee": "400.50"}],
}
TWO = [{"service": "catheter", "measure": "ordered"}, {"service": "catheter", "measure": "stored"}]
SAMPLES = [
    RISING | {"window": "quarter", "zero_use": "first_fee_due"},
    RISING | {"window": "order", "bound": "lower_inclusive"},
    RISING | {"counts": TWO, "window": "contract_year", "bound": "lower_inclusive", "steps": [
        {"to": ["300", "200"], "fee": "100"}, {"to": ["1500", "900"], "fee": "400"}, {"fee": "900"},
    ]},
]  # fmt: skip


def used(*amounts):
    return {(f"u{i}", "used"): [amount] for i, amount in enumerate(amounts, 1)}


def due(clause, facts, **more):
    return dues(agreement(clause, **SERVICES), facts, "capacity", **more)


@pytest.mark.parametrize(
    ("amounts", "fee"),
    [((100, 1000, 50), 10), ((100, 1001), 20), ((101, 1000), 20), ((101, 1001), 20), ((10, 2001), 30)],
)
def test_known_answer_the_worst_measure_picks_the_step(amounts, fee):
    # cases/billing_cases.json killbill-capacity-multi-metric; source: killbill TestContiguousIntervalCapacityInArrear
    assert due(CLAUSE, used(*amounts))[0] == fee


@pytest.mark.parametrize(("amount", "fee"), [(0, 0), (1, 10), (99, 10), (100, 20), (199, 20), (200, 30)])
def test_a_bound_can_belong_to_the_upper_step(amount, fee):
    assert due(CLAUSE | {"bound": "lower_inclusive"}, used(amount))[0] == fee


def test_the_first_fee_can_be_due_without_use_while_in_force():
    zero = CLAUSE | {"zero_use": "first_fee_due"}
    assert due(zero, used(0, 0, 60), in_force=["1", "1", "0.5"] + ["0"] * 21)[:5] == [20, 10, 10, 0, 0]
    assert due(CLAUSE, used(0))[:2] == [0, 0]


def test_a_window_is_charged_as_it_climbs_and_credited_as_it_falls():
    quarter = CLAUSE | {"window": "quarter"}
    assert due(quarter, {("u1", "used"): [60, 60, -30, 250]})[:4] == [10, 10, -10, 30]


def test_every_order_can_have_the_fee_of_its_size():
    terms = agreement(RISING | {"window": "order", "zero_use": "first_fee_due"})
    orders = {("catheter", "ordered"): [{"a": 50, "b": 51, "c": 401}, {}]}
    assert dues(terms, orders, "capacity")[:2] == [pytest.approx(900.5), 0]


def test_a_fee_that_is_new_in_a_window_holds_for_all_of_it():
    dated = [{"from": "2027-01-01", "value": "10"}, {"from": "2027-02-01", "value": "12"}]
    steps = [STEPS[0] | {"fee": dated}, *STEPS[1:]]
    assert due(CLAUSE | {"window": "quarter", "steps": steps}, {("u1", "used"): [5, 5]})[:2] == [10, 2]


def test_sixteen_steps_of_four_measures():
    steps = [{"to": [f"{10 * (i + 1)}"] * 4, "fee": f"{i + 1}"} for i in range(15)] + [{"fee": "16"}]
    four = CLAUSE | {"counts": [*COUNTS, {"service": "u4", "measure": "used"}], "steps": steps}
    assert due(four, used(5, 81, 10, 0))[0] == 9
    assert due(four, used(0, 0, 0, 151))[0] == 16
    year = four | {"window": "quarter"}
    assert due(year, {("u4", "used"): [81, 20, 0, 5]})[:4] == [9, 2, 0, 1]
    planned = plan(agreement(four, **SERVICES))
    assert in_lanes(planned.agreement, happened(planned, used(5, 81, 10, 0)))["capacity"][-1] == 9


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms = agreement(clause)
    facts = {("catheter", "ordered"): [49, 1, 0, 51, 399, 1, 2] * 3, ("catheter", "stored"): [199, 1, 700, 1] * 6}
    lanes = in_lanes(terms, happened(plan(terms), facts))["capacity"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, facts, "capacity"))), abs=0.005)


def test_the_fee_explains_itself():
    terms = agreement(CLAUSE | {"window": "quarter", "zero_use": "first_fee_due"}, **SERVICES)
    facts = {("u1", "used"): [0, 100], ("u2", "used"): [0, 0, 1001]}
    assert [told(terms, facts, "capacity", at) for at in range(3)] == [
        ["nothing used in the window: step 1, 10 USD"],
        ["100 unit of u1 in the window: step 1, 10 USD", "less 10 USD charged before in the window"],
        ["1001 unit of u2 in the window: step 2, 20 USD", "less 10 USD charged before in the window"],
    ]
    assert told(agreement(CLAUSE, **SERVICES), facts, "capacity", 0) == ["nothing used in the window: no fee"]
    one = agreement(CLAUSE | {"bound": "lower_inclusive", "counts": COUNTS[:1], "steps": [
        {"to": ["1"], "fee": "5"}, {"fee": "7"}]}, **SERVICES)  # fmt: skip
    assert told(one, {("u1", "used"): [1]}, "capacity", 0) == ["1 unit of u1 in the window: step 2, 7 USD"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE, **SERVICES))
    assert said["en"] == [
        "For each month the buyer pays one fee, by the step that u1 (used), u2 (used) and u3 (used) reach in it.",
        "Step 1, up to 100 units of u1, up to 1000 units of u2 and up to 50 units of u3: 10 USD.",
        "Step 2, up to 200 units of u1, up to 2000 units of u2 and up to 100 units of u3: 20 USD.",
        "Step 3, above that: 30 USD.",
        "Whichever of them reaches the highest step decides.",
        "Without use no fee is due.",
        "Where the agreement covers only a part of that time, steps and fees are the same.",
    ]
    assert (
        said["zh"][1] == "第 1 级，u1不超过 100 单位（含）、u2不超过 1000 单位（含）和 u3不超过 50 单位（含）：10 USD。"
    )
    assert "30 USD" in said["zh"][3]
    order = said_of(agreement(RISING | {"window": "order", "bound": "lower_inclusive"}))["en"]
    assert order[1] == "Step 1, less than 50 pieces of catheter: 100 USD."
    assert order[-1] == "Without use no fee is due."


def codes(**changes):
    return [fault.wrong.text.code for fault in stair_step.check(stair_step.Clause.model_validate(CLAUSE | changes))]


def test_limits_and_fees_that_do_not_rise_are_faults():
    assert codes() == []
    assert codes(counts=[*COUNTS, *COUNTS]) == ["stair_step_too_many_measures", "stair_step_limits",
                                                "stair_step_limits"]  # fmt: skip
    assert codes(steps=[STEPS[0], STEPS[1]]) == ["stair_step_limits"]
    assert codes(steps=[STEPS[0], STEPS[1] | {"to": ["200", "1000", "100"]}, STEPS[2]]) == [
        "stair_step_limits_not_rising"
    ]
    assert codes(steps=[STEPS[0], STEPS[1] | {"fee": "9"}, STEPS[2]]) == ["stair_step_fee_falls"]
    dated = [{"from": "2027-01-01", "value": "100"}, {"from": "2027-02-01", "value": "120"}]
    assert codes(steps=[STEPS[0] | {"to": [dated, "1000", "50"]}, *STEPS[1:]]) == ["stair_step_limit_not_fixed"]
    many = [{"to": [f"{i}"] * 3, "fee": "1"} for i in range(1, 17)] + [{"fee": "1"}]
    assert codes(steps=many) == ["tiers_many"]


def test_measures_in_two_units_are_a_fault_of_the_agreement():
    mixed = {"services": SERVICES["services"] | {"u2": {"unit": "pallet", "step": "1"}}}
    found = faults(agreement(CLAUSE, **mixed))
    assert [fault.wrong.text.code for fault in found] == ["services_in_two_units"]
