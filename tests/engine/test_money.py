"""Money: whole minor units, one rounding place, splitting without losing a cent."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from suture.engine.money import CURRENCIES, CurrenciesDiffer, Money, digits, rounded, rounded_to, split

HALVES = ("2.5", "3.5", "2.4", "2.6", "-2.5", "-2.4", "-2.6")
WEIGHTS = st.lists(st.integers(0, 10**6) | st.decimals(0, 10**6, places=3), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("mode", "units"),
    [
        ("half_up", [3, 4, 2, 3, -3, -2, -3]),  # half goes away from zero: a credit rounds as its charge
        ("half_even", [2, 4, 2, 3, -2, -2, -3]),
        ("up", [3, 4, 3, 3, -3, -3, -3]),
        ("down", [2, 3, 2, 2, -2, -2, -2]),
        ("ceiling", [3, 4, 3, 3, -2, -2, -2]),
        ("floor", [2, 3, 2, 2, -3, -3, -3]),
    ],
)
def test_each_rounding_mode_on_halves_and_beside_them(mode, units):
    assert [rounded(Decimal(half), "JPY", mode).minor for half in HALVES] == units
    assert [rounded(Decimal(half) / 100, "USD", mode).minor for half in HALVES] == units
    assert [rounded_to(Decimal(half), 0, mode) for half in HALVES] == units


@pytest.mark.parametrize(("currency", "minor", "shown"), [("USD", 123457, "1,234.57 USD"), ("JPY", 1235, "1,235 JPY")])
def test_an_amount_is_rounded_to_the_minor_unit_of_its_currency(currency, minor, shown):
    money = rounded(Decimal("1234.5678"), currency)
    assert money == Money(minor, currency)
    assert str(money) == shown


def test_a_dinar_has_a_thousand_fils():
    assert rounded(Decimal("1.0005"), "KWD") == Money(1001, "KWD")
    assert str(Money(1001, "KWD").amount) == "1.001"


def test_every_currency_has_its_decimals():
    assert {currency for currency in CURRENCIES if digits(currency) != 2} == {
        "JPY", "KRW", "VND", "CLP", "ISK", "KWD", "BHD", "OMR", "JOD", "TND",
    }  # fmt: skip


def test_money_adds_up_in_one_currency_only():
    assert Money(250, "USD").plus(Money(-50, "USD")).minus(Money(100, "USD")) == Money(100, "USD")
    with pytest.raises(CurrenciesDiffer, match=r"2\.50 USD and 1\.00 EUR are of different currencies"):
        Money(250, "USD").plus(Money(100, "EUR"))


def test_a_price_is_rounded_to_the_decimals_its_terms_name():
    assert str(rounded_to(Decimal("26.50"), 4)) == "26.5000"
    assert rounded_to(Decimal("32.55579"), 2) == Decimal("32.56")


def test_a_cent_that_cannot_be_shared_goes_to_the_largest_remainder_and_of_equals_to_the_first():
    assert [part.minor for part in split(Money(100, "USD"), [1, 1, 1])] == [34, 33, 33]
    assert [part.minor for part in split(Money(100, "USD"), [Decimal("0.5"), 1, 0])] == [33, 67, 0]


@given(st.integers(-(10**12), 10**12), WEIGHTS)
def test_a_split_loses_no_cent_and_every_part_is_within_one_of_its_share(minor, weights):
    assume(any(weights))
    parts = split(Money(minor, "USD"), weights)
    assert sum(part.minor for part in parts) == minor
    total = sum(Decimal(weight) for weight in weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - minor * Decimal(weight) / total) < 1
        assert weight or not part.minor


@given(st.integers(0, 10**9), WEIGHTS)
def test_a_credit_splits_as_the_charge_it_takes_back(minor, weights):
    assume(any(weights))
    charge, credit = split(Money(minor, "USD"), weights), split(Money(-minor, "USD"), weights)
    assert [part.minor for part in credit] == [-part.minor for part in charge]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_weights_that_share_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="must not be negative and need one above zero"):
        split(Money(100, "USD"), weights)
