"""Yield band: below it the maker credits material, above it the owner shares the gain, inside it nothing is due."""

from decimal import Decimal

import pytest

from suture.engine.clauses import yield_band
from tests.engine.built import agreement, dues, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "yield", "kind": "yield_band", "service": "catheter", "window": "order", "low": "94 %", "high": "96 %",
    "value_per_unit": "9.00 USD/piece", "valued_at": "material", "seller_bears_below": "100 %",
    "seller_gains_above": "50 %", "scrap_by_buyer": "left_out",
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"exempt": "1500 piece", "scrap_by_buyer": "counted"},
    CLAUSE | {"window": "quarter", "low": "88.5 %", "valued_at": "price"},
    CLAUSE | {"window": "contract_year", "high": "100 %"},
]


def happened(started, good, scrapped=()):
    return {("catheter", name): list(told) for name, told in
            (("started", started), ("good", good), ("scrapped", scrapped))}  # fmt: skip


def due(clause, *quantities):
    return dues(agreement(clause), happened(*quantities), "yield")


def test_known_answer_yield_band():
    # cases/trade_cases.json yield_band-1: 91 % of 5,000 under a band from 94 %: 150 x 9.00 to the maker
    assert due(CLAUSE, [5000], [4550])[0] == Decimal("-1350")


@pytest.mark.parametrize(
    ("good", "owed"),
    [(4699, "-9"), (4700, "0"), (4750, "0"), (4800, "0"), (4801, "4.5"), (5000, "900"), (0, "-42300")],
)
def test_inside_the_band_nothing_is_due_and_outside_it_only_what_is_outside(good, owed):
    assert due(CLAUSE, [5000], [good])[0] == Decimal(owed)


def test_every_lot_stands_alone_where_the_window_is_an_order():
    started, good = [{"a": 1000, "b": 1000}], [{"a": 900, "b": 1000}]
    assert due(CLAUSE, started, good)[0] == -40 * 9 + 40 * Decimal("4.5")


def test_over_a_longer_window_lots_make_up_for_each_other():
    quarter = CLAUSE | {"window": "quarter"}
    started, good = [1000, 1000, 1000], [900, 1000, 920]
    assert due(quarter, started, good)[:3] == [0, 0, 0]  # 2,820 of 3,000 are 94 %
    assert due(quarter, started, [900, 1000, 919])[:4] == [0, 0, -9, 0]


def test_scrap_by_the_buyer_s_cause_is_left_out_of_what_was_started():
    assert due(CLAUSE, [5000], [4550], [150])[0] == -9 * 9  # 94 % of 4,850 are 4,559
    assert due(CLAUSE | {"scrap_by_buyer": "counted"}, [5000], [4550], [150])[0] == -1350


def test_a_lot_among_the_first_units_is_exempt_with_all_of_it():
    exempt = CLAUSE | {"exempt": "1500 piece"}
    assert due(exempt, [1000, 1000, 1000], [500, 500, 500])[:3] == [0, 0, -440 * 9]
    assert due(exempt, [{"a": 1499, "b": 1, "c": 100}], [{"a": 0, "b": 0, "c": 0}])[0] == -94 * 9


def test_a_band_that_changes_is_the_one_in_force_when_the_window_closes():
    dated = [{"from": "2027-01-01", "value": "0 %"}, {"from": "2027-03-01", "value": "90 %"}]
    clause = CLAUSE | {"window": "quarter", "low": dated}
    assert due(clause, [1000, 1000, 1000], [500, 900, 900])[2] == -400 * 9
    by_lot = CLAUSE | {"low": dated}
    assert due(by_lot, [1000, 1000, 1000], [500, 900, 890])[:3] == [0, 0, -90]


def test_the_end_of_the_agreement_closes_the_window():
    assert due(CLAUSE | {"window": "term"}, [1000], [900])[23] == -40 * 9


def test_the_entry_explains_itself():
    terms = agreement(CLAUSE | {"exempt": "100 piece"})
    facts = happened([100, 5000, 5000, 5000], [0, 4550, 4900, 4750], [0, 0, 0, 10])
    assert told(terms, facts, "yield", 0) == ["among the first 100 piece started: the band does not count yet"]
    assert told(terms, facts, "yield", 1) == [
        "4550 of 5000 piece good in the window",
        "150 piece under the band's 4700 × 9 USD × 100 %: credited",
    ]
    assert told(terms, facts, "yield", 2) == [
        "4900 of 5000 piece good in the window",
        "100 piece over the band's 4800 × 9 USD × 50 %: due",
    ]
    assert told(terms, facts, "yield", 3) == [
        "4750 of 4990 piece good in the window, without 10 now scrapped by the buyer's cause",
        "inside the band from 4690.60 to 4790.40 piece: nothing is due",
    ]
    quarter = agreement(CLAUSE | {"window": "quarter"})
    assert told(quarter, happened([1000], [900]), "yield", 0)[-1] == "settled when the window closes"


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE | {"exempt": "1500 piece"}))
    assert said["en"] == [
        "The yield of catheter in each lot, which is what is good of what was started, lies between 94 % and 96 %;"
        " inside this band nothing is due for it.",
        "Below the band the seller credits the buyer with 100 % of what is missing, at 9 USD per piece.",
        "Above the band the buyer pays the seller 50 % of what is gained, at the same value.",
        "That value is that of the material in a unit.",
        "What is scrapped by the buyer's cause is told as scrapped and left out.",
        "A lot of which a part is among the first 1500 pieces started does not count.",
        "A lot is told when it is closed: what was started of it, and what of it is good.",
    ]
    for number in ("每批", "94 %", "96 %", "100 %", "每件 9 USD", "50 %", "1500 件", "材料价值"):
        assert number in "".join(said["zh"])
    other = said_of(agreement(CLAUSE | {"window": "quarter", "valued_at": "price", "scrap_by_buyer": "counted"}))
    assert other["en"][0].startswith("The yield of catheter in each quarter")
    assert "That value is the full price of a unit." in other["en"]
    assert "Scrap counts whoever caused it." in other["en"]
    assert len(other["en"]) == 6


def codes(**changes):
    return [fault.wrong.text.code for fault in yield_band.check(yield_band.Clause.model_validate(CLAUSE | changes))]


def test_a_band_upside_down_and_an_exemption_without_lots_are_faults():
    assert codes() == []
    assert codes(high="93 %") == ["yield_band_not_rising"]
    assert codes(low={"low": "90 %", "high": "97 %"}) == ["yield_band_not_rising"]
    assert codes(low="unknown") == []
    assert codes(exempt="1000", window="month") == ["yield_band_exempt_without_lots"]


def test_a_band_upside_down_is_told_with_its_bounds():
    written = yield_band.Clause.model_validate(CLAUSE | {"high": "93 %"})
    (fault,) = yield_band.check(written)
    assert str(fault.wrong) == "the band from 94 % to 93 % is not in rising order"


def test_a_band_that_rises_with_the_years_is_compared_day_by_day():
    low = [{"from": "2027-01-01", "value": "88 %"}, {"from": "2028-01-01", "value": "95 %"}]
    high = [{"from": "2027-01-01", "value": "92 %"}, {"from": "2028-01-01", "value": "97 %"}]
    assert codes(low=low, high=high) == []
    assert codes(low=low, high="92 %") == ["yield_band_not_rising"]
