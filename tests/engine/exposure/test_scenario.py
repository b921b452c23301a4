"""Scenarios as people write them."""

from decimal import Decimal

import pytest

from suture.engine.exposure.scenario import CANCEL, LEAVE, USUAL, Scenario, scenario_of
from suture.engine.fault import Fault


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cancel", CANCEL), ("leave", LEAVE), (" Leave ", LEAVE), ("cut:30%", Scenario("cut", Decimal("0.3"))),
        ("cut:12.5 %", Scenario("cut", Decimal("0.125"))), ("cut:100%", Scenario("cut", Decimal(1))),
        ("delay:3m", Scenario("delay", months=3)), ("delay:120m", Scenario("delay", months=120)),
    ],
)  # fmt: skip
def test_a_scenario_is_read_as_it_is_written(text, meant):
    assert scenario_of(text) == meant


@pytest.mark.parametrize(
    "text", ["", "plan", "stop", "cut", "cut:0%", "cut:101%", "cut:-5%", "cut:30", "delay:0m", "delay:121m", "delay:3"]
)
def test_what_is_none_is_refused_with_what_to_write(text):
    fault = scenario_of(text)
    assert isinstance(fault, Fault)
    assert str(fault) == (
        f"scenario: '{text}' is no scenario\n    Write cancel, cut:30% (more than 0, at most 100), delay:3m "
        "(1 to 120 months) or leave."
    )


def test_a_name_is_read_again_as_the_same_scenario():
    assert [each.name for each in USUAL] == ["cancel", "cut:30%", "delay:3m", "leave"]
    assert [scenario_of(each.name) for each in USUAL] == [*USUAL]
    assert Scenario("cut", Decimal("0.125")).name == "cut:12.5%"


def test_titles_are_said_in_both_languages():
    assert [str(each.title) for each in USUAL] == ["cancel", "cut by 30 %", "delay by 3 months", "leave"]
    assert [each.title.said("zh") for each in USUAL] == ["取消", "削减 30 %", "推迟 3 个月", "退出"]
