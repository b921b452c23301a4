"""Numbers stand in columns with their thousands grouped, wherever a message holds them."""

from decimal import Decimal

import pytest

from suture.engine.text import Text
from suture.files.numerals import grouped, in_columns, number_of

PRICE = Text("price", "{taken} {unit} × {price} USD", "{taken} {unit} × {price} 美元")
VALUE = Text("value", "{number} {unit}", "{number} {unit}")
FOLLOWS = Text("follows", "{first}; {words}", "{first}；{words}")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (999, "999"), (1000, "1,000"), (Decimal("28468.8000"), "28,468.8"), (Decimal("1250.40"), "1,250.40"),
        (Decimal("-1200"), "-1,200"), (1234.5, "1,234.5"), (Decimal("0.125"), "0.125"),
    ],
)  # fmt: skip
def test_a_number(number, shown):
    assert grouped(number) == shown


def test_a_message_and_those_inside_it():
    price = PRICE(taken=1200, unit="piece", price=Decimal("22.50"))
    assert in_columns(FOLLOWS(first=price, words="30000")) == "1,200 piece × 22.50 USD; 30000"
    assert in_columns(FOLLOWS(first=price, words="30000"), "zh") == "1,200 piece × 22.50 美元；30000"


def test_a_number_that_was_put_in_as_text_is_one_where_it_is_called_so():
    assert in_columns(VALUE(number="1200", unit="2027")) == "1,200 2027"
    assert number_of(VALUE(number="1200", unit="USD")) == "1,200"
    assert number_of(VALUE(number="30 k", unit="USD")) == "30 k"


@pytest.mark.parametrize("words", ["2027", "2027-014", "v1200", "12", "1200 USD", ""])
def test_words_stay(words):
    assert in_columns(words) == words
    assert in_columns(FOLLOWS(first=words, words="")) == f"{words}; "
