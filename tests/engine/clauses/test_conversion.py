"""Conversion: what is stated in one currency is charged in another, at the rate of each period."""

from decimal import Decimal

from tests.engine.built import agreement, dues, happened, in_lanes, plan, published, told
from tests.engine.clauses.saying import said_of

PRICE = {
    "id": "price", "kind": "unit", "currency": "EUR", "service": "catheter", "measure": "accepted",
    "price": "8.005 EUR/piece",
}  # fmt: skip
CLAUSE = {
    "id": "in_dollars", "kind": "conversion", "of": ["price"], "from_currency": "EUR", "index": "eur_usd",
    "quoted_for": "1", "lag_periods": "0", "counted_amounts": "unrounded",
}  # fmt: skip
INDICES = {"indices": {"eur_usd": published("USD for 1 EUR")}}
SAMPLES = [
    CLAUSE | {"from_currency": "USD", "currency": "EUR", "index": "cpi"},
    CLAUSE | {"from_currency": "USD", "currency": "CNY", "index": "cpi", "quoted_for": "100", "lag_periods": "2"},
]


def charged(clause, levels, taken, **changes):
    terms = agreement(PRICE, clause, **(INDICES | changes))
    return dues(terms, {("catheter", "accepted"): taken}, "in_dollars", levels={"eur_usd": levels})


def test_each_period_is_converted_at_its_own_rate():
    levels = ["1.0875", "1.1042"] + ["2"] * 22
    assert charged(CLAUSE, levels, [150, 150])[:2] == [Decimal("1305.815625"), Decimal("1325.868150")]
    assert sum(charged(CLAUSE, levels, [150, 150])) == Decimal("2631.683775")


def test_the_rate_of_an_earlier_period_counts_where_there_is_a_lag():
    late = CLAUSE | {"lag_periods": "1"}
    assert charged(late, ["1.0875", "1.1042", *["2"] * 22], [0, 150, 150])[1:3] == [
        Decimal("1305.815625"),
        Decimal("1325.868150"),
    ]


def test_a_rate_for_a_hundred_units_is_divided_by_a_hundred():
    hundred = CLAUSE | {"quoted_for": "100"}
    assert charged(hundred, ["108.75"] * 24, [150])[0] == Decimal("1305.815625")


def test_what_is_stated_may_be_rounded_first():
    # 1 x 8.005 EUR is 8.01 on the invoice; at 2 for 1 that is 16.02, and unrounded 16.01
    rounded = CLAUSE | {"counted_amounts": "rounded"}
    assert charged(rounded, ["2"] * 24, [1])[0] == Decimal("16.02")
    assert charged(CLAUSE, ["2"] * 24, [1])[0] == Decimal("16.010")


def test_a_late_fact_is_converted_at_the_rate_of_its_own_period():
    levels = ["1.10", "1.20", *["1.30"] * 22]
    before, after = charged(CLAUSE, levels, [100, 100]), charged(CLAUSE, levels, [150, 100])
    assert [late - early for early, late in zip(before, after, strict=True)][:3] == [Decimal("440.27500"), 0, 0]


def test_lanes_agree():
    terms = agreement(PRICE, CLAUSE, **INDICES)
    activity = happened(
        plan(terms), {("catheter", "accepted"): [150, 0, 70]}, levels={"eur_usd": ["1.0875", "1.1", "1.2"]}
    )
    assert abs(in_lanes(terms, activity)["in_dollars"][-1] - 1305.815625 - 70 * 8.005 * 1.2) < 1e-9


def test_the_reason_names_both_currencies_and_the_rate():
    terms = agreement(PRICE, CLAUSE, **INDICES)
    said = told(terms, {("catheter", "accepted"): [150]}, "in_dollars", 0, levels={"eur_usd": ["1.0875"]})
    assert said == ["1200.75 EUR × 1.0875 USD for 1 EUR"]


def test_the_text_says_whose_amounts_are_charged_how():
    said = said_of(agreement(PRICE, CLAUSE | {"lag_periods": "1"}, **INDICES))
    english, chinese = " ".join(said["en"]), " ".join(said["zh"])
    assert "What is due under clause 4 in EUR is charged in USD, at the rate eur_usd in USD for 1 EUR." in english
    assert "the one that lies 1 settlement period earlier" in english
    assert "第 4 条项下以 EUR 计得的款项，按“eur_usd”（1 EUR 折合的 USD）折算为 USD 支付。" in chinese
