"""Quality-adjusted price: the price of a delivery falls with how far its worst readings lie outside their bounds."""

from decimal import Decimal

import pytest

from suture.engine.clauses import quality_adjusted_price
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

SERVICES = {"services": {
    "catheter": {"unit": "piece", "step": "1"},
    "temperature": {"unit": "degree", "step": "1"},
    "humidity": {"unit": "%", "step": "1", "describes": "relative humidity"},
}}  # fmt: skip
TEMPERATURE = {"service": "temperature", "low": "2", "high": "13", "penalty": "0.2 USD/piece"}
HUMIDITY = {"service": "humidity", "low": "70", "high": "90", "penalty": "0.2 USD/piece"}
CLAUSE = {
    "id": "price", "kind": "quality_adjusted_price", "service": "catheter", "measure": "delivered",
    "price": "1.50 USD/piece", "floor": "0 USD/piece", "parameters": [TEMPERATURE, HUMIDITY],
}  # fmt: skip
SAMPLES = [
    CLAUSE | {"price": "22.50", "floor": "5", "parameters": [TEMPERATURE | {"penalty": "0.01"}, HUMIDITY]},
    CLAUSE | {"price": "22.50", "parameters": [TEMPERATURE, HUMIDITY, TEMPERATURE | {"service": "bioburden"}]},
]


def due(clause, delivered, temperature=(), humidity=(), **changes):
    facts = {
        ("catheter", "delivered"): delivered, ("temperature", "event"): temperature, ("humidity", "event"): humidity,
    }  # fmt: skip
    return dues(agreement(clause, **(SERVICES | changes)), facts, "price")


def test_known_answer_the_worst_reading_of_each_parameter():
    # cases/billing_cases.json accord-quality-deduction; source: accordproject perishable-goods logic.feature
    # readings 2, 5, 15 in 2 to 13 are 2 outside at worst, 80, 90, 65 in 70 to 90 are 5: (1.50 - 7 x 0.2) x 3,000
    assert due(CLAUSE, [3000], [2], [5])[0] == 300
    assert 3000 * Decimal("1.50") - due(CLAUSE, [3000], [2], [5])[0] == 4200


@pytest.mark.parametrize(("outside", "price"), [(0, "1.50"), (1, "1.30"), (7, "0.10"), (8, "0"), (9, "0")])
def test_below_at_and_above_the_least_price(outside, price):
    assert due(CLAUSE, [100], [outside])[0] == 100 * Decimal(price)


def test_each_delivery_has_its_own_readings():
    delivered = [{"lot-1": 100, "lot-2": 200, "lot-3": 50}]
    assert due(CLAUSE, delivered, [{"lot-2": 3}], [{"lot-3": 1}])[0] == 150 + Decimal("0.90") * 200 + 65


def test_a_least_price_above_zero():
    assert due(CLAUSE | {"floor": "1.20"}, [100], [5])[0] == 120


def test_a_reading_that_is_told_below_zero_takes_nothing_off():
    four = [TEMPERATURE | {"service": f"p{i}", "penalty": f"0.0{i}"} for i in range(1, 5)]
    for at in range(1, 5):
        facts = {("catheter", "delivered"): [100, 100], (f"p{at}", "event"): [-3, 2]}
        assert dues(agreement(CLAUSE | {"parameters": four}), facts, "price")[:2] == [150, 150 - 2 * at]


def test_a_return_told_with_its_readings_takes_back_what_it_cost():
    assert due(CLAUSE, [{"lot-1": 100}, {"lot-1": -40}], [{"lot-1": 2}, {"lot-1": 2}])[:2] == [110, -44]


def test_a_penalty_is_for_a_step_of_the_reading_and_a_unit_of_the_goods():
    fine = SERVICES["services"] | {
        "temperature": {"unit": "degree", "step": "0.1"}, "catheter": {"unit": "kg", "step": "0.5"},
    }  # fmt: skip
    clause = CLAUSE | {"parameters": [TEMPERATURE | {"penalty": "0.02 USD/kg"}], "price": "1.50", "floor": "0"}
    assert due(clause, [6000], [20], services=fine)[0] == Decimal("1.10") * 3000  # 2.0 degrees are 20 steps


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms = agreement(clause, **SERVICES)
    facts = {
        ("catheter", "delivered"): [299, 0, 300] * 8, ("temperature", "event"): [0, 2, 9, 40] * 6,
        ("humidity", "event"): [5, 0, 1] * 8, ("bioburden", "event"): [1, 0] * 12,
    }  # fmt: skip
    lanes = in_lanes(terms, happened(plan(terms), facts))["price"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, facts, "price"))), abs=0.005)


def test_the_charge_explains_itself():
    terms = agreement(CLAUSE, **SERVICES)
    facts = {
        ("catheter", "delivered"): [{"lot-1": 3000, "lot-2": 10}], ("temperature", "event"): [{"lot-1": 2, "lot-2": 9}],
        ("humidity", "event"): [{"lot-1": 5}],
    }  # fmt: skip
    assert told(terms, facts, "price", 0) == [
        "3000 piece × 0.10 USD",
        "temperature outside its bounds by 2 steps × 0.2 USD off each unit",
        "humidity outside its bounds by 5 steps × 0.2 USD off each unit",
        "10 piece × 0 USD",
        "temperature outside its bounds by 9 steps × 0.2 USD off each unit",
        "the price does not fall below 0 USD",
    ]


def test_the_text_that_is_signed_says_every_term():
    one_sided = [TEMPERATURE, {"service": "humidity", "high": "90", "penalty": "0.3"}]
    said = said_of(agreement(CLAUSE | {"parameters": one_sided, "floor": "0.40"}, **SERVICES))
    assert said["en"] == [
        "catheter is charged at 1.50 USD per piece, counted as delivered, each delivery by itself.",
        "For each step by which the worst reading of temperature of a delivery lies outside 2 degree to 13 degree, its"
        " price falls by 0.2 USD per piece.",
        "For each step by which the worst reading of relative humidity of a delivery lies outside the most of 90 %, its"
        " price falls by 0.3 USD per piece.",
        "Deductions add up; the price does not fall below 0.40 USD per piece.",
    ]
    zh = "".join(said["zh"])
    assert [
        n for n in ("每件 1.50 USD", "2 degree 至 13 degree", "上限 90 %", "每件 0.3 USD", "0.40") if n not in zh
    ] == []
    least = said_of(
        agreement(CLAUSE | {"parameters": [{"service": "humidity", "low": "70", "penalty": "1"}]}, **SERVICES)
    )
    assert "outside the least of 70 %" in least["en"][1]


def codes(*parameters):
    written = quality_adjusted_price.Clause.model_validate(CLAUSE | {"parameters": parameters})
    return [(*fault.path, fault.wrong.text.code) for fault in quality_adjusted_price.check(written)]


def test_parameters_that_do_not_fit_are_faults():
    assert codes(TEMPERATURE, HUMIDITY) == []
    assert codes({"service": "humidity", "penalty": "1"}) == [("parameters", 0, "parameter_without_bounds")]
    assert codes(HUMIDITY | {"low": "91"}) == [("parameters", 0, "low", "parameter_bounds_crossed")]
    assert codes(HUMIDITY, HUMIDITY) == [("parameters", 1, "service", "parameter_twice")]
    five = [HUMIDITY | {"service": f"p{i}"} for i in range(5)]
    assert codes(*five) == [("parameters", "parameters_many")]
