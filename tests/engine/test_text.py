"""Texts with a code and parameters; numbers as people write them."""

from decimal import Decimal

import pytest

from suture.engine.text import Text, plain

LOTS = Text("lots", "{lots} lots × {fee} {currency}")


def test_a_message_renders_in_english_and_is_data():
    message = LOTS(lots=3, fee=Decimal("1800.00"), currency="USD")
    assert str(message) == "3 lots × 1800 USD"
    assert message.as_data() == {
        "code": "lots",
        "parameters": {"lots": "3", "fee": "1800", "currency": "USD"},
        "text": "3 lots × 1800 USD",
    }


def test_two_messages_are_equal_when_code_and_parameters_are():
    assert LOTS(lots=3, fee=Decimal("1.0"), currency="USD") == LOTS(lots=3, fee=Decimal(1), currency="USD")
    assert LOTS(lots=3, fee=Decimal(1), currency="USD") != LOTS(lots=4, fee=Decimal(1), currency="USD")


def test_a_parameter_with_braces_is_shown_as_it_is():
    assert str(Text("name", "'{name}'")(name="{lots}")) == "'{lots}'"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0042", "0042"),
        (7, "7"),
        (31800, "31,800"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0E-8"), "0"),
        (Decimal("-0.00"), "0"),
        (Decimal("22.50"), "22.50"),
        (Decimal("22.5"), "22.5"),
        (Decimal("22.5000"), "22.5"),
        (Decimal("22.1250"), "22.125"),
        (Decimal("100.000"), "100"),
        (Decimal("9999.99"), "9999.99"),
        (Decimal("10000"), "10,000"),
        (Decimal("-1234567.5"), "-1,234,567.5"),
        (Decimal("0.0000001"), "0.0000001"),
        (0.1 + 0.2, "0.3"),
        (1e22, "10,000,000,000,000,000,000,000"),
        (-0.0, "0"),
    ],
)
def test_a_number_is_written_as_a_person_writes_it(value, written):
    assert plain(value) == written
