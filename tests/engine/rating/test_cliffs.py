"""Where more of a service costs less, warned about with the amount."""

import pytest

from suture.engine.fault import dotted
from suture.engine.rating import cliffs as module
from suture.engine.rating.cliffs import cliffs
from tests.engine.built import agreement

VOLUME = {
    "id": "price", "kind": "volume", "service": "catheter", "measure": "accepted", "window": "month",
    "bound": "lower_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
    "tiers": [{"from": 0, "to": 16, "price": 10}, {"from": 16, "price": "6.875"}],
}  # fmt: skip
UPPER = VOLUME | {"bound": "upper_inclusive"}
GRADUATED = VOLUME | {"kind": "graduated"}
REBATE = {
    "id": "rebate", "kind": "rebate", "counts": ["price"], "counted_amounts": "rounded", "window": "contract_year",
    "bound": "lower_inclusive", "applies_to": "whole_turnover", "early_end": "paid", "prorate": "full",
    "bands": [{"from": 0, "to": 1000, "share": "0 %"}, {"from": 1000, "share": "10 %"}],
}  # fmt: skip


def warned(*clauses, **changes):
    return [(dotted(fault.path), str(fault.wrong)) for fault in cliffs(agreement(*clauses, **changes))]


def test_sixteen_units_are_cheaper_than_fifteen():
    assert warned(VOLUME) == [
        ("clauses[0].tiers[1].from", "catheter: from 15 to 16 piece the total falls by 40.00 USD")
    ]
    (fault,) = cliffs(agreement(VOLUME))
    assert fault.said("zh")[0].endswith("catheter：从 15 piece 增至 16 piece，合计反而减少 40.00 USD")
    assert str(fault.remedy).startswith("Leave it where that is meant.")


def test_at_a_bound_that_belongs_to_the_lower_tier_it_is_the_step_after_it():
    assert warned(UPPER) == [
        ("clauses[0].tiers[1].from", "catheter: from 16 to 17 piece the total falls by 43.12 USD")  # 160.00 - 116.88
    ]


def test_slices_have_no_cliff():
    assert warned(GRADUATED) == []


def test_a_commitment_that_counts_the_price_hides_a_cliff_below_it():
    minimum = {
        "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "full",
        "minimum_spend": 5000, "counts": ["price"], "counted_amounts": "rounded",
    }  # fmt: skip
    assert warned(VOLUME, minimum) == []
    assert len(warned(VOLUME, minimum | {"minimum_spend": 50})) == 1


def test_what_is_paid_back_when_the_window_closes_counts():
    # 1,000.00 at 100 pieces: a tenth of it is paid back at the end of the year
    table = VOLUME | {"tiers": [{"from": 0, "to": 100, "price": 10}, {"from": 100, "price": 10}]}
    assert warned(table, REBATE) == [
        ("clauses[0].tiers[1].from", "catheter: from 99 to 100 piece the total falls by 90.00 USD")
    ]


def test_an_amount_that_charges_reach_is_a_threshold_too():
    # 22.50 a piece: 1,012.50 at 45 pieces brings the band of 10 %
    price = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50"}
    assert warned(price, REBATE) == [
        ("clauses[1].bands[1].from", "catheter: from 44 to 45 piece the total falls by 78.75 USD")  # 101.25 - 22.50
    ]
    assert warned(price, REBATE | {"applies_to": "each_band"}) == []
    assert warned(price | {"price": 0}, REBATE) == []
    assert warned(price | {"price": 2000}, REBATE) == []


def test_a_price_that_changes_later_is_tried_on_its_day():
    dated = [{"from": "2027-01-01", "value": 10}, {"from": "2027-07-01", "value": 5}]
    clause = VOLUME | {"tiers": [{"from": 0, "to": 16, "price": 10}, {"from": 16, "price": dated}]}
    assert warned(clause) == [
        (
            "clauses[0].tiers[1].from",
            "catheter: from 15 to 16 piece the total falls by 70.00 USD, delivered on 2027-07-01",
        )
    ]


def test_ranges_count_with_their_likely_values():
    ranged = {"low": 5, "value": "6.875", "high": 12}
    clause = VOLUME | {"tiers": [{"from": 0, "to": 16, "price": 10}, {"from": 16, "price": ranged}]}
    assert [said for _, said in warned(clause)] == ["catheter: from 15 to 16 piece the total falls by 40.00 USD"]


@pytest.mark.parametrize("unknown", ["unknown", None])
def test_clauses_that_cannot_be_counted_and_their_readers_are_left_out(unknown):
    clause = VOLUME | {"tiers": [{"from": 0, "to": 16, "price": 10}, {"from": 16, "price": unknown or "6.875"}]}
    beside = GRADUATED | {"id": "beside", "service": "engineering"}
    more = {"id": "more", "kind": "discount", "on": ["price"], "counted_amounts": "rounded", "window": "month",
            "share": "2 %"}  # fmt: skip
    assert len(warned(clause, beside, more)) == (0 if unknown else 1)
    assert warned({**clause, "id": "alone"}) == warned(clause)


def test_a_clause_on_an_index_is_left_out_and_the_price_before_it_is_tried():
    indexed = {
        "id": "indexed", "kind": "indexation", "on": ["price"], "index": "cpi", "base": 100, "weight": "50 %",
        "lag_periods": 0, "threshold": "0 %", "past_threshold": "whole_move",
    }  # fmt: skip
    assert warned(VOLUME, indexed) == warned(VOLUME)


def test_amounts_of_another_currency_are_said_in_it():
    in_euro = VOLUME | {"currency": "EUR"}
    assert [said for _, said in warned(in_euro)] == ["catheter: from 15 to 16 piece the total falls by 40.00 EUR"]


def test_a_bound_that_is_no_whole_step_is_tried_on_both_sides():
    clause = VOLUME | {"tiers": [{"from": 0, "to": {"low": 15, "value": "16.5", "high": 18}, "price": 10},
                                 {"from": {"low": 15, "value": "16.5", "high": 18}, "price": "6.875"}]}  # fmt: skip
    assert [said for _, said in warned(clause)] == ["catheter: from 15 to 16 piece the total falls by 40.00 USD"]


def test_a_clause_that_begins_later_is_tried_when_it_stands():
    amendment = {"number": "A1", "signed": "2027-05-01", "from": "2027-07-01", "clauses": [VOLUME]}
    flat = {"id": "price", "kind": "volume"} | VOLUME | {"tiers": [{"from": 0, "price": 10}]}
    assert warned(flat, amendments=[amendment]) == [
        (
            "amendments[0].clauses[0].tiers[1].from",
            "catheter: from 15 to 16 piece the total falls by 40.00 USD, delivered on 2027-07-01",
        )
    ]


def test_what_is_not_tried_for_its_number_is_said(monkeypatch):
    other = VOLUME | {"id": "other", "service": "engineering"}
    monkeypatch.setattr(module, "MOST_STEPS", 4)  # one fold of one month, three quantities
    assert [said for _, said in warned(VOLUME, other)] == [
        "catheter: from 15 to 16 piece the total falls by 40.00 USD",
        "1 of 2 services were not tried for prices at which more costs less: there are too many terms",
    ]
    assert list(cliffs(agreement(GRADUATED | {"service": "catheter"}))) == []


def test_an_agreement_that_supplies_nothing_has_none():
    fee = {"id": "fee", "kind": "periodic_fee", "fee": 100, "per": "month", "billed": "in_advance",
           "part_of_a_period": "by_days"}  # fmt: skip
    assert warned(fee) == []
