"""Where more of a service costs less, warned about with the amount."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.fault import dotted
from suture.engine.rating import cliffs as module
from suture.engine.rating.cliffs import Amount, Bound, cliffs, moved_by, part_of, reached
from suture.engine.rating.exact import fold
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import plan
from tests.engine.built import agreement
from tests.engine.rating.test_exactly import closing

DAY = date(2027, 1, 1)

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


def tried_in(monkeypatch, most, *clauses, **changes):
    """What is said of an agreement when no more than so many folds may be made."""
    monkeypatch.setattr(module, "MOST_STEPS", most)
    return warned(*clauses, **changes)


UNIT = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50"}
FEE = {"id": "fee", "kind": "periodic_fee", "fee": "500", "per": "calendar_year", "billed": "in_advance",
       "part_of_a_period": "by_days"}  # fmt: skip
HALF = {"low": 0, "value": "0.5", "high": 1}
BELOW_A_STEP = VOLUME | {"tiers": [{"from": 0, "to": HALF, "price": 10}, {"from": HALF, "to": 16, "price": 10},
                                   {"from": 16, "price": "6.875"}]}  # fmt: skip
HOURLY = VOLUME | {"id": "work", "service": "engineering", "measure": "worked"}


@pytest.mark.parametrize(
    ("clauses", "changes", "most"),
    [
        ([VOLUME], {}, 3),  # a bound in one month: before it, at it, after it
        ([VOLUME, FEE], {}, 3),
        ([BELOW_A_STEP], {}, 3),  # no quantity of pieces is less than one
        ([UNIT, REBATE, FEE], {}, 3 * 30 + 40 * 30),  # a year of the price (12) and of what reads it (18); an amount
        ([VOLUME, REBATE], {}, 3 * 2 * 30 + 40 * 30),  # a bound and an amount
        ([VOLUME, REBATE], {"contract_year_starts": "2027-04-01"}, 3 * 2 * 7 + 40 * 7),  # three months: 3 and half of 9
    ],
)
def test_what_is_tried_is_limited_by_the_steps_that_it_takes(monkeypatch, clauses, changes, most):
    (not_tried,) = tried_in(monkeypatch, most - 1, *clauses, **changes)
    assert not_tried == (
        "services",
        "2 of 2 services were not tried for prices at which more costs less: there are too many terms",
    )
    assert "services" not in dict(tried_in(monkeypatch, most, *clauses, **changes))


def test_a_service_without_thresholds_does_not_keep_the_next_from_being_tried():
    assert warned(HOURLY) == [
        ("clauses[0].tiers[1].from", "engineering: from 15.75 to 16 hour the total falls by 47.50 USD")
    ]


@pytest.mark.parametrize(
    ("mode", "price", "then", "falls"),
    [
        ("half_even", "0.1", "0.03125", "2"),  # 1.5 and 0.5 are 2 and 0
        ("half_even", "0.3", "0.09375", "2"),  # 4.5 and 1.5 are 4 and 2
        ("half_up", "0.1", "0.03125", "1"),
    ],
)
def test_what_is_billed_is_compared_as_the_agreement_rounds_it_and_the_least_amount_is_a_fall(mode, price, then, falls):
    clause = VOLUME | {"currency": "JPY", "tiers": [{"from": 0, "to": 16, "price": price}, {"from": 16, "price": then}]}
    found = warned(clause, rounding={"mode": mode, "point": "line"})
    assert [said for _, said in found] == [f"catheter: from 15 to 16 piece the total falls by {falls} JPY"]


def test_a_threshold_is_said_where_it_is_written_for_the_service():
    same = HOURLY | {"tiers": [{"from": 0, "to": 16, "price": 10}, {"from": 16, "price": 10}]}
    assert [path for path, _ in warned(VOLUME, same)] == ["clauses[0].tiers[1].from"]


def test_a_bound_of_one_step_is_tried_too():
    one = UPPER | {"tiers": [{"from": 0, "to": 1, "price": 10}, {"from": 1, "price": "4"}]}
    assert warned(one) == [("clauses[0].tiers[1].from", "catheter: from 1 to 2 piece the total falls by 2.00 USD")]


def rebated(price, amount, share="10 %", **rebate):
    """What is said of pieces of one price, of which a share is paid back from an amount on."""
    bands = [{"from": 0, "to": amount, "share": "0 %"}, {"from": amount, "share": share}]
    return [said for _, said in warned(UNIT | {"price": price}, REBATE | {"bands": bands} | rebate)]


@pytest.mark.parametrize(
    ("price", "amount", "before", "quantity", "less"),
    [
        ("500", 1000, 1, 2, "100.00"),
        ("250", 1000, 3, 4, "350.00"),
        ("0.25", 1000, 3999, 4000, "599.75"),  # 4,000 x 0.25 is the amount exactly
        ("0.25", 1, 3, 4, "0.35"),
    ],
)
def test_the_very_step_is_found_that_reaches_an_amount(price, amount, before, quantity, less):
    assert rebated(price, amount, "60 %", counted_amounts="unrounded") == [
        f"catheter: from {before} to {quantity} piece the total falls by {less} USD"
    ]


@pytest.mark.parametrize(("quantity", "found"), [(8, 1), (9, 0), (16, 0), (17, 0), (20, 0)])
def test_an_amount_that_takes_too_many_steps_is_not_looked_for(monkeypatch, quantity, found):
    monkeypatch.setattr(module, "MOST_TRIED", 16)
    assert len(rebated("100", quantity * 100, "60 %")) == found


def test_an_amount_that_the_first_step_reaches_keeps_no_other_from_being_looked_for():
    bands = [{"from": 0, "to": 100, "share": "0 %"}, {"from": 100, "to": 1000, "share": "5 %"},
             {"from": 1000, "share": "60 %"}]  # fmt: skip
    assert [said for _, said in warned(UNIT | {"price": "100"}, REBATE | {"bands": bands})] == [
        "catheter: from 9 to 10 piece the total falls by 455.00 USD"
    ]


def part(*clauses):
    """What a supply of catheters on the first day can move."""
    whole = plan(agreement(*clauses))
    still = {folded.line.name: folded for folded in fold(whole, activity(whole, []))}
    return part_of(whole, still, moved_by(whole, "catheter"), "catheter", DAY)


def reaches(*clauses, amount, by="rebate"):
    """The first quantities with which what a clause counts comes to an amount."""
    return list(reached(part(*clauses), [Amount(by, Decimal(amount), ("here",))]))


def test_what_is_tried_goes_on_until_the_last_window_has_closed():
    assert [len(part(*clauses).plan.periods) for clauses in ([VOLUME], [VOLUME, REBATE])] == [1, 12]


def test_what_the_first_step_reaches_is_no_threshold():
    assert reaches(UNIT, REBATE, amount="22.50") == []
    assert reaches(UNIT, REBATE, amount="22.51") == [Bound(Decimal(2), ("here",))]
    assert reaches(UNIT | {"price": 0}, REBATE, amount="1") == []
    assert reaches(UNIT, REBATE, amount="1000", by="later") == []  # a clause that does not stand yet


def test_steps_of_a_service_that_are_no_whole_units_reach_an_amount_too():
    work = UNIT | {"service": "engineering", "measure": "worked", "price": "100"}
    assert [said for _, said in warned(work, REBATE)] == [
        "engineering: from 9.75 to 10 hour the total falls by 75.00 USD"
    ]


def test_what_is_charged_beside_counts_towards_an_amount():
    counting = REBATE | {"counts": ["price", "fee"]}
    assert [said for _, said in warned(UNIT | {"price": "50"}, FEE, counting)] == [
        "catheter: from 9 to 10 piece the total falls by 50.00 USD"  # 500 and 10 x 50
    ]


def test_what_is_paid_back_first_counts_towards_an_amount_when_the_window_has_closed():
    first = REBATE | {"id": "first", "bands": [{"from": 0, "share": "20 %"}]}
    second = REBATE | {"counts": ["price", "first"]}
    assert [said for _, said in warned(UNIT | {"price": "1"}, first, second)] == [
        "catheter: from 1249 to 1250 piece the total falls by 99.20 USD"
    ]


NOTICE = {"id": "notice", "kind": "notice", "service": "extension", "days": 90, "given_by": "either"}
RENEWAL = {"id": "renewal", "kind": "renewal", "first_until": "2027-07-01", "by_months": 12, "renews": "on_notice",
           "notice": "notice"}  # fmt: skip


def test_a_term_that_is_not_renewed_makes_the_bands_of_what_is_left_of_the_window():
    services = {"catheter": {"unit": "piece", "step": "1"}, "extension": {"unit": "notice", "step": "1"}}
    half = REBATE | {"prorate": "in_force"}
    flat = VOLUME | {"tiers": [{"from": 0, "to": 500, "price": 1}, {"from": 500, "price": 1}]}
    assert [said for _, said in warned(flat, half, NOTICE, RENEWAL, services=services)] == [
        "catheter: from 499 to 500 piece the total falls by 49.00 USD"
    ]


def test_a_clause_that_begins_when_the_window_has_closed_is_left_out_on_the_first_day():
    amendment = {"number": "A1", "signed": "2027-01-05", "from": "2027-02-01", "clauses": [UNIT | {"id": "more"}]}
    assert [said for _, said in warned(VOLUME, amendments=[amendment])] == [
        "catheter: from 15 to 16 piece the total falls by 40.00 USD",
        "catheter: from 15 to 16 piece the total falls by 17.50 USD, delivered on 2027-02-01",
    ]


def test_a_clause_that_an_amendment_ends_keeps_no_other_from_being_tried():
    amendment = {"number": "A1", "signed": "2027-05-01", "from": "2027-07-01", "ends": ["rebate"]}
    found = [said for _, said in warned(VOLUME, REBATE, amendments=[amendment])]
    assert "catheter: from 15 to 16 piece the total falls by 40.00 USD" in found


def test_a_clause_that_an_amendment_ends_is_counted_up_to_where_its_window_closes_then():
    amendment = {"number": "A1", "signed": "2027-05-01", "from": "2027-07-01", "ends": ["rebate"]}
    found = [said for _, said in warned(UNIT, REBATE, amendments=[amendment])]
    assert found == [said for _, said in warned(UNIT, REBATE)]
    assert found


def test_what_is_read_late_after_a_window_has_closed_is_waited_for_up_to_the_end():
    royalty = {"id": "royalty", "kind": "royalty", "paid_by": "seller", "share": "80 %", "value": "cpi",
               "lag_periods": "1", "units": {"service": "catheter", "measure": "made"}, "floor": "80 USD/piece",
               "window": "quarter"}  # fmt: skip
    assert [closing(royalty, at) for at in (0, 2, 3, 22, 23)] == [3, 3, 6, 23, 23]
