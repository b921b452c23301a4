"""Texts with a code and parameters; numbers as people write them."""

from decimal import Decimal

import pytest

from suture.engine.text import Scaled, Text, either, listed, plain

LOTS = Text("lots", "{lots} lots × {fee} {currency}", "{lots} 批 × {fee} {currency}")


def test_a_message_renders_in_english_and_is_data_in_both_languages():
    message = LOTS(lots=3, fee=Decimal("1800.00"), currency="USD")
    assert str(message) == "3 lots × 1800 USD"
    assert message.as_data() == {
        "code": "lots",
        "parameters": {"lots": "3", "fee": "1800", "currency": "USD"},
        "text": "3 lots × 1800 USD",
        "zh": "3 批 × 1800 USD",
    }


def test_a_number_without_end_is_said_shortened_and_is_whole_as_data():
    message = LOTS(lots=Decimal(100_000) / 3, fee=1, currency="USD")
    assert str(message) == "33,333.3333 lots × 1 USD"
    assert message.as_data()["parameters"]["lots"] == "33333.33333333333333333333333"


def test_two_messages_are_equal_when_code_and_parameters_are():
    assert LOTS(lots=3, fee=Decimal("1.0"), currency="USD") == LOTS(lots=3, fee=Decimal(1), currency="USD")
    assert LOTS(lots=3, fee=Decimal(1), currency="USD") != LOTS(lots=4, fee=Decimal(1), currency="USD")


def test_a_parameter_with_braces_is_shown_as_it_is():
    assert str(Text("name", "'{name}'", "“{name}”")(name="{lots}")) == "'{lots}'"
    assert Text("name", "{{{name}}}", "{{{name}}}")(name="{lots}").said("zh") == "{{lots}}"


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
        (Decimal("0.123456789012"), "0.123456789012"),
        (Decimal(1) / 3, "0.3333"),
        (Decimal(200_000) / 3, "66,666.6667"),
        (Decimal(2) / 3 / 10_000, "0.00006667"),
        (Decimal(-20) / 3, "-6.6667"),
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
    assert [listed(parts[:n]).said("zh") for n in (1, 2, 3)] == ["a", "a 和 b", "a、b 和 c"]
    assert [listed(parts[:n], clauses=True).said("zh") for n in (1, 2, 3)] == ["a", "a；b", "a；b；c"]
    assert [either(parts[:n]).said("zh") for n in (1, 2, 3)] == ["a", "a 或 b", "a 或 b 或 c"]
    assert str(either(["a", "b"])) == "a or b"
    assert str(listed(["a service"])) == "a service"


def test_a_message_is_said_in_chinese_with_all_that_it_holds():
    inner = Text("unit", "piece", "件")
    assert Text("n", "{n} {unit}", "{n} {unit}")(n=12000, unit=inner()).said("zh") == "12,000 件"
    assert Text("n", "only {unit}", "仅限{unit}")(unit=inner()).said("zh") == "仅限件"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("供方", "请向供方下单。"),
        ("North", "请向 North 下单。"),
        ("供方 North", "请向供方 North 下单。"),
        ("", "请向  下单。"),
    ],
)
def test_chinese_stands_without_a_space_beside_chinese_and_with_one_beside_other_letters(who, said):
    assert Text("order", "Order from {who}.", "请向 {who} 下单。")(who=who).said("zh") == said


@pytest.mark.parametrize(
    ("digits", "power", "zh"),
    [
        ("30", 6, "3,000 万"), ("1.25", 6, "125 万"), ("250", 6, "2.5 亿"), ("12.6", 3, "1.26 万"), ("2", 3, "2,000"),
        ("−20.0", 3, "−2 万"), ("0", 6, "0"),
    ],
)  # fmt: skip
def test_chinese_counts_in_its_own_powers_of_ten(digits, power, zh):
    assert (Scaled(digits, power).said("en"), Scaled(digits, power).said("zh")) == (digits, zh)
    message = Text("worth", "{number} k", "{number}")(number=Scaled(digits, power))
    assert message.as_data()["parameters"] == {"number": digits}


def test_numbers_beside_each_other_are_counted_alike_and_one_of_them_names_the_power():
    assert Scaled("0.9", 6, counted=8).said("zh") == "0.009 亿"
    assert Scaled("340", 6, counted=8, named=False).said("zh") == "3.4"
