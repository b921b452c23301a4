"""Texts with a code and parameters; numbers as people write them."""

from decimal import Decimal

import pytest

from suture.engine.text import Text, listed, plain

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


def test_a_list_is_said_as_people_say_it_in_both_languages():
    parts = [Text(letter, letter, letter)() for letter in "abc"]
    assert [str(listed(parts[:n])) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert [listed(parts[:n]).said("zh") for n in (1, 2, 3)] == ["a", "a和b", "a、b和c"]
    assert str(listed(["a service"])) == "a service"


def test_a_message_is_said_in_chinese_with_all_that_it_holds_and_in_english_where_it_has_none():
    inner = Text("unit", "piece", "件")
    assert Text("n", "{n} {unit}", "{n} {unit}")(n=12000, unit=inner()).said("zh") == "12,000 件"
    assert Text("n", "{unit} only")(unit=inner()).said("zh") == "件 only"
