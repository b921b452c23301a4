"""Quantities as whole steps of their unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.quantity import ONE, Unit

PIECE = Unit("piece", Decimal(1))
HOUR = Unit("hour", Decimal("0.25"))
GRAM = Unit("gram", Decimal("0.001"))


@pytest.mark.parametrize(
    ("unit", "quantity", "whole"),
    [
        (PIECE, "12", True),
        (PIECE, "12.5", False),
        (PIECE, "-3", True),
        (PIECE, "0", True),
        (HOUR, "1.75", True),
        (HOUR, "1.8", False),
        (GRAM, "0.0005", False),
        (Unit("pack", Decimal(6)), "18", True),
        (Unit("pack", Decimal(6)), "20", False),
    ],
)
def test_a_quantity_is_a_whole_number_of_steps_or_it_is_not(unit, quantity, whole):
    assert unit.whole(Decimal(quantity)) is whole


def test_a_price_per_unit_is_a_price_per_step():
    assert HOUR.price_per_step(Decimal(66)) == Decimal("16.5")
    assert HOUR.steps(Decimal("1.75")) * HOUR.price_per_step(Decimal(66)) == Decimal("1.75") * 66


def test_what_has_no_unit_is_counted_in_ones():
    assert (ONE.name, ONE.steps(Decimal(7)), ONE.price_per_step(Decimal(7))) == ("", 7, 7)


@given(st.integers(-(10**9), 10**9), st.sampled_from([PIECE, HOUR, GRAM, Unit("third", Decimal("0.3"))]))
def test_steps_and_units_are_there_and_back_without_loss(steps, unit):
    quantity = unit.quantity(Decimal(steps))
    assert unit.whole(quantity)
    assert unit.steps(quantity) == steps
