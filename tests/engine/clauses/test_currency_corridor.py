"""Currency corridor: outside it the move of cost in another currency is shared."""

from decimal import Decimal

import pytest

from suture.engine.clauses import currency_corridor
from tests.engine.built import agreement, dues, happened, in_lanes, plan, published, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50 USD/piece"}
CLAUSE = {
    "id": "currency", "kind": "currency_corridor", "on": ["price"], "index": "usd_cny", "base": "7.20",
    "quoted": "cost_per_price", "lag_periods": 0, "corridor": "5 %", "past_corridor": "excess", "exposed": "60 %",
    "buyer_bears": "50 %",
}  # fmt: skip
DIRECT = CLAUSE | {"quoted": "price_per_cost", "base": "1.10", "index": "eur_usd"}
SAMPLES = [
    CLAUSE,
    CLAUSE | {"past_corridor": "whole_move", "lag_periods": 1},
    DIRECT,
    DIRECT | {"past_corridor": "whole_move", "corridor": "0 %", "exposed": "100 %", "buyer_bears": "100 %"},
]
INDICES = {"indices": {"usd_cny": published("USD/CNY monthly mean"), "eur_usd": published("EUR/USD monthly mean")}}


def due(clause, *rates, accepted=1000):
    facts = {("catheter", "accepted"): [accepted] * len(rates)}
    levels = {"usd_cny": list(rates), "eur_usd": list(rates)}
    return dues(agreement(PRICE, clause, **INDICES), facts, "currency", levels=levels)


@pytest.mark.parametrize("rate", ["7.20", "6.84", "7.56", "7.0"])
def test_inside_the_corridor_and_at_its_bounds_prices_stand(rate):
    assert due(CLAUSE, rate)[0] == 0
    assert due(CLAUSE | {"past_corridor": "whole_move"}, rate)[0] == 0


def test_past_the_corridor_only_the_excess_counts_where_that_is_written():
    # 22,500 x 60 % x 50 % = 6,750 of the move; the bound 6.84 to 6.40
    assert due(CLAUSE, "6.40")[0] == 6750 * (Decimal("7.2") / Decimal("6.4") - Decimal("7.2") / Decimal("6.84"))
    assert abs(due(CLAUSE, "6.40")[0] - Decimal("488.4868")) < Decimal("0.0001")


def test_past_the_corridor_the_whole_move_counts_where_that_is_written():
    assert due(CLAUSE | {"past_corridor": "whole_move"}, "6.40")[0] == 6750 * Decimal("0.125")
    assert due(CLAUSE | {"past_corridor": "whole_move"}, "8.00")[0] == 6750 * Decimal("-0.1")


def test_a_rate_in_the_currency_of_the_price_moves_the_other_way():
    assert due(DIRECT | {"past_corridor": "whole_move"}, "1.21")[0] == Decimal("675")
    assert due(DIRECT, "1.21")[0] == 6750 * Decimal("0.055") / Decimal("1.1")
    assert due(DIRECT, "0.99")[0] == -6750 * Decimal("0.055") / Decimal("1.1")


def test_only_what_is_charged_in_a_period_moves_with_its_rate():
    assert due(CLAUSE | {"past_corridor": "whole_move"}, "7.20", "6.40", "7.20")[:3] == [0, Decimal("843.75"), 0]


def test_the_rate_may_lag():
    clause = CLAUSE | {"past_corridor": "whole_move", "lag_periods": 1}
    assert due(clause, "6.40", "7.20", "7.20")[:3] == [Decimal("843.75"), Decimal("843.75"), 0]


def test_a_new_base_holds_from_its_day():
    base = [{"from": "2027-01-01", "value": "7.20"}, {"from": "2027-02-01", "value": "6.40"}]
    assert due(CLAUSE | {"past_corridor": "whole_move", "base": base}, "6.40", "6.40")[:2] == [Decimal("843.75"), 0]


@pytest.mark.parametrize("clause", [CLAUSE, DIRECT, CLAUSE | {"corridor": "100 %"}])
def test_a_rate_of_zero_is_none(clause):
    assert due(clause, "0")[0] == 0


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same_at_and_around_the_bounds(clause):
    base = Decimal(clause["base"])
    rates = [str(base * Decimal(part)) for part in ("0.5", "0.9499", "0.95", "0.9501", "1", "1.05", "1.0501", "2")]
    terms, facts = agreement(PRICE, clause, **INDICES), {("catheter", "accepted"): [997] * 8}
    levels = {"usd_cny": rates, "eur_usd": rates}
    lanes = in_lanes(terms, happened(plan(terms), facts, levels))["currency"]
    assert lanes[-1] == pytest.approx(float(sum(due(clause, *rates, accepted=997))), abs=0.005)


def test_the_charge_explains_itself():
    terms, facts = (
        agreement(PRICE, CLAUSE | {"past_corridor": "whole_move"}, **INDICES),
        {("catheter", "accepted"): [1000] * 2},
    )
    levels = {"usd_cny": ["6.40", "7.00"]}
    assert told(terms, facts, "currency", 0, levels=levels) == [
        "rate 6.40 outside 6.84 to 7.56: cost in the other currency moved by 12.5 %; 22,500 USD charged × 60 % × 50 "
        "% of that"
    ]
    assert told(terms, facts, "currency", 1, levels=levels) == ["rate 7 inside 6.84 to 7.56: prices stand"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(PRICE, CLAUSE, **INDICES))
    assert said["en"][:4] == [
        "Of the charges under clause 4, 60 % is cost in another currency. It is calculated at a rate of 7.20; the rate"
        " is usd_cny.",
        "It is told in the other currency for 1 USD: when it falls that cost rises.",
        "While the rate is within 5 % of that on either side, prices stand.",
        "Outside it the move of that cost from the bound counts; 50 % of it is borne by the buyer, whichever way it"
        " goes, and the rest by the seller.",
    ]
    assert len(said["en"]) == 5
    for words in ("第 4 条", "60 %", "7.20", "1 USD", "5 %", "50 %", "区间边界"):
        assert words in "".join(said["zh"])
    other = said_of(agreement(PRICE, SAMPLES[3], **INDICES))
    assert other["en"][1] == "It is told in USD for a unit of the other currency: when it rises that cost rises."
    assert other["en"][3].startswith("Outside it the whole move of that cost counts; 100 % of it")


def test_a_base_of_zero_is_a_fault():
    written = currency_corridor.Clause.model_validate(CLAUSE | {"base": "0"})
    assert [fault.wrong.text.code for fault in currency_corridor.check(written)] == ["figure_not_above_zero"]
