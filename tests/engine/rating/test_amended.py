"""An amended agreement: what was due before stays, and what reads anew is counted so from its day on."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suture.engine.rating import exact
from suture.engine.rating.charges import statement
from suture.engine.rating.plan import lapsed, plan, segments
from suture.engine.terms.amendments import courses
from suture.engine.terms.faults import faults
from tests.engine.built import agreement, dues, happened, in_lanes

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
WORK = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100 USD/hour"}
TIERS = {
    "id": "tiers", "kind": "graduated", "service": "catheter", "measure": "accepted", "window": "contract_year",
    "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
    "tiers": [{"from": "0", "to": "1000", "price": "40"}, {"from": "1000", "to": "5000", "price": "37"},
              {"from": "5000", "price": "35"}],
}  # fmt: skip
MINIMUM = {
    "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "in_force",
    "minimum_spend": "120_000 USD", "counts": ["price"], "counted_amounts": "unrounded",
}  # fmt: skip
ACCEPTED, WORKED = ("catheter", "accepted"), ("engineering", "worked")


def amendment(day, *clauses, number="1", **more):
    return {"number": number, "signed": day, "from": day, "clauses": clauses, **more}


def amended(clauses, *amendments, **changes):
    terms = agreement(*clauses, amendments=amendments, **changes)
    assert [str(fault) for fault in faults(terms)] == []
    return terms


def test_a_price_that_is_replaced_holds_from_its_day():
    terms = amended([PRICE], amendment("2027-03-01", PRICE | {"price": "18 USD/piece"}))
    assert dues(terms, {ACCEPTED: [10, 10, 10, 10]}, "price")[:4] == [200, 200, 180, 180]


def test_an_amendment_inside_a_settlement_period_holds_from_the_next():
    terms = amended([PRICE], amendment("2027-02-02", PRICE | {"price": "18 USD/piece"}))
    assert dues(terms, {ACCEPTED: [10, 10, 10]}, "price")[:3] == [200, 200, 180]


@pytest.mark.parametrize(
    ("price_change", "total"),
    [
        ("whole_window", 360_800),  # the year is priced anew
        ("later_units", 345_700),  # the tiers that were reached stay reached
        ("restart", 357_800),  # the tiers begin again
    ],
)
def test_a_table_that_is_replaced_inside_its_window_follows_the_rule_of_price_changes(price_change, total):
    dearer = [tier | {"price": f"{Decimal(tier['price']) * Decimal('1.1')}"} for tier in TIERS["tiers"]]
    before, after = TIERS | {"price_change": price_change}, TIERS | {"price_change": price_change, "tiers": dearer}
    terms = amended([before], amendment("2027-07-01", after))
    taken = [0, 0, 0, 0, 0, 4000, 5000]
    assert sum(dues(terms, {ACCEPTED: taken}, "tiers")) == total


def test_a_clause_that_is_added_counts_nothing_of_before():
    terms = amended([PRICE], amendment("2027-07-01", MINIMUM))
    # 60,000 for the half year that it stands; 200 pieces before it, 100 in it
    charged = dues(terms, {ACCEPTED: [0, 0, 200, 0, 0, 0, 100]}, "minimum")
    assert charged[:12] == [0] * 11 + [60_000 - 2_000]


def test_a_clause_that_ends_closes_its_window_and_charges_no_more():
    terms = amended([PRICE, MINIMUM], amendment("2027-04-01", ends=["minimum"]))
    charged = dues(terms, {ACCEPTED: [100, 0, 0, 0, 700]}, "minimum")
    assert charged == [0, 0, 0, 30_000 - 2_000] + [0] * 20  # due with April, the first month without it


def test_what_a_clause_counts_may_change_and_goes_on_from_there():
    terms = amended([PRICE, WORK, MINIMUM], amendment("2027-07-01", MINIMUM | {"counts": ["price", "work"]}))
    taken = {ACCEPTED: [100, 0, 0, 0, 0, 0, 0, 100], WORKED: [40, 0, 0, 0, 0, 0, 0, 80]}
    # counted: 200 pieces, and of the work only the 20 hours (80 quarters) from July on
    assert dues(terms, taken, "minimum")[11] == 120_000 - 4_000 - 2_000


def test_others_go_on_counting_what_a_clause_had_charged_when_it_ended():
    maximum = {
        "id": "cap", "kind": "maximum", "window": "contract_year", "prorate": "full", "maximum": "3_000 USD",
        "counts": ["price", "work"], "counted_amounts": "unrounded", "credited": "when_passed",
    }  # fmt: skip
    terms = amended([PRICE, WORK, maximum], amendment("2027-03-01", ends=["work"]))
    charged = dues(terms, {ACCEPTED: [0, 0, 0, 100], WORKED: [80, 0, 0, 80]}, "cap")
    assert charged[3] == -(2_000 + 2_000 - 3_000)


def test_an_agreement_may_be_extended_and_its_services_grow():
    lamp = {"id": "lamps", "kind": "unit", "service": "lamp", "measure": "accepted", "price": "5 USD/piece"}
    terms = amended(
        [PRICE],
        amendment("2028-06-01", lamp, services={"lamp": {"unit": "piece", "step": "1"}}, until="2030-01-01"),
    )
    planned = plan(terms)
    assert (len(planned.periods), planned.agreement.valid.until.isoformat()) == (36, "2030-01-01")
    assert sum(dues(terms, {("lamp", "accepted"): [7] * 36}, "lamps")) == 5 * 7 * 19  # June 2028 to December 2029


def test_a_term_that_was_extended_leaves_the_minimum_of_before_as_it_was():
    whole = MINIMUM | {"window": "term", "minimum_spend": "240_000 USD"}
    plain = dues(amended([PRICE, whole]), {}, "minimum")
    longer = dues(amended([PRICE, whole], amendment("2028-07-01", WORK, until="2030-01-01")), {}, "minimum")
    assert plain[23] == 240_000
    # 18 of 24 months as it was agreed, and 18 months at 1 / 36 of the sum that stands for the longer term
    assert round(longer[35], 9) == Decimal(18) / 24 * 240_000 + Decimal(18) / 36 * 240_000


AMENDMENTS = st.sampled_from(
    [
        amendment("2027-07-01", PRICE | {"price": "18 USD/piece"}),
        amendment("2027-07-01", MINIMUM | {"minimum_spend": "60_000 USD", "counts": ["price", "work"]}),
        amendment("2027-07-01", ends=["minimum", "work"]),
        amendment("2027-07-01", TIERS | {"price_change": "restart"}),
        amendment("2027-07-01", WORK | {"price": "90 USD/hour"}, until="2027-11-15"),
        amendment("2027-07-01", PRICE | {"price": "17 USD/piece"}, until="2031-03-01"),
    ]
)
STANDS = [PRICE, WORK, TIERS, MINIMUM]


@settings(max_examples=25)
@given(AMENDMENTS, st.lists(st.integers(0, 3000), min_size=10, max_size=10))
def test_an_amendment_changes_nothing_before_its_day(change, taken):
    happens = {ACCEPTED: taken, WORKED: taken}
    for name in ("price", "work", "tiers", "minimum"):
        before, after = (dues(amended(STANDS, *by), happens, name) for by in ((), (change,)))
        assert before[:6] == after[:6], name


@settings(max_examples=25)
@given(AMENDMENTS, st.lists(st.integers(0, 3000), min_size=10, max_size=10))
def test_lanes_charge_what_the_fold_does_under_amendments(change, taken):
    terms = amended(STANDS, change)
    planned = plan(terms)
    activity = happened(planned, {ACCEPTED: taken, WORKED: taken})
    lanes = in_lanes(terms, activity)
    for folded in exact.fold(planned, activity):
        assert lanes[folded.line.name] == pytest.approx([float(due) for due in folded.due], abs=1e-6)


FEE = {
    "id": "fee", "kind": "periodic_fee", "fee": "100 USD", "per": "month", "billed": "in_arrears",
    "part_of_a_period": "by_days",
}  # fmt: skip
NOTICE = {"id": "notice", "kind": "notice", "service": "catheter", "days": 90, "given_by": "either"}
RENEWAL = {
    "id": "renewal", "kind": "renewal", "first_until": "2027-10-01", "by_months": 12, "renews": "on_notice",
    "notice": "notice",
}  # fmt: skip
EURO = PRICE | {"id": "euro", "currency": "EUR", "price": "2 EUR/piece"}
DOLLARS = {
    "id": "dollars", "kind": "conversion", "of": ["euro"], "from_currency": "EUR", "index": "cpi",
    "quoted_for": "1", "lag_periods": "0", "counted_amounts": "unrounded",
}  # fmt: skip
PAID = {"id": "paid", "kind": "payment", "on": ["price", "work"], "payment_periods": 1, "payment_days": 30}


def owed(terms, taken):
    """What is owed, and what only stated, by currency."""
    planned = plan(terms)
    activity = happened(planned, {ACCEPTED: taken}, levels={"cpi": ["1.5"]})
    done = statement(planned, activity, planned.periods[-1].last, {})
    return [str(total) for total in done.totals()], [str(c.money) for c in done.charges if c.stated]


def test_what_a_conversion_did_not_yet_or_no_longer_convert_stays_owed_in_its_own_currency():
    added = amended([EURO], amendment("2027-02-01", DOLLARS))
    assert owed(added, [10, 10]) == (["30.00 USD", "20.00 EUR"], ["20.00 EUR"])
    ended = amended([EURO, DOLLARS], amendment("2027-02-01", ends=["dollars"]))
    assert owed(ended, [10, 10]) == (["30.00 USD", "20.00 EUR"], ["20.00 EUR"])


@pytest.mark.parametrize(
    ("clauses", "change", "months"),
    [
        ([FEE], amendment("2027-04-01", NOTICE, RENEWAL), 9),  # not renewed after September
        ([FEE, NOTICE, RENEWAL], amendment("2027-04-01", ends=["renewal"]), 24),  # nothing ends it any more
    ],
)
def test_an_agreement_is_governed_by_a_renewal_only_while_that_stands(clauses, change, months):
    terms = amended(clauses, change)
    assert dues(terms, {}, "fee") == [100] * months + [0] * (24 - months)
    planned = plan(terms)
    assert in_lanes(terms, happened(planned, {}))["fee"][-1] == 100 * months


def test_payment_days_that_change_neither_pay_twice_nor_forget():
    taken = {ACCEPTED: [5, 10, 15, 20, 25, 30]}  # 100, 200, 300 ...
    for before, after, paid in ((1, 2, [0, 100, 200, 0, 300, 400]), (2, 1, [0, 0, 100, 500, 400, 500])):
        clause, later = (PAID | {"payment_periods": n, "payment_days": 30 * n} for n in (before, after))
        terms = amended([PRICE, WORK, clause], amendment("2027-04-01", later))
        assert dues(terms, taken, "paid")[:6] == paid, (before, after)


def test_what_is_no_longer_counted_is_still_read_as_late_as_it_was_made():
    terms = amended([PRICE, WORK, PAID], amendment("2027-04-01", PAID | {"on": ["price"]}))
    paid = dues(terms, {WORKED: [4, 8, 12, 16]}, "paid")  # 100, 200, 300 and, no longer paid by this clause, 400
    assert paid[:6] == [0, 100, 200, 300, 0, 0]


def test_a_minimum_over_the_term_that_is_added_inside_a_month_is_one_for_the_months_in_which_it_stands():
    terms = amended([PRICE], amendment("2027-03-05", MINIMUM | {"window": "term", "minimum_spend": "9_000 USD"}))
    assert round(sum(dues(terms, {}, "minimum")), 9) == 9_000


def test_a_gate_that_another_version_reads_is_read_as_it_is():
    gate = {"kind": "notice", "service": "catheter", "days": 1, "given_by": "either"}
    relief = {"while": "holds", "stands": "0 %"}
    month = MINIMUM | {"window": "month", "minimum_spend": "1_000 USD", "prorate": "full"}
    gates = [gate | {"id": "one"}, gate | {"id": "two", "service": "engineering"}]
    first, then = (month | {"relief": relief | {"by": name}} for name in ("one", "two"))
    terms = amended([PRICE, *gates, first], amendment("2027-03-01", then))
    told = {("catheter", "event"): [0, {"n": 1}], ("catheter", "event.notice"): [0, {"n": 40}]}
    assert dues(terms, told, "minimum")[:4] == [1_000, 0, 1_000, 1_000]


@pytest.mark.parametrize("by", ["amendment", "date"])
@pytest.mark.parametrize("price_change", ["restart", "later_units"])
@pytest.mark.parametrize("kind", ["graduated", "volume"])
def test_a_price_that_is_written_again_as_it_was_changes_nothing(by, price_change, kind):
    table = TIERS | {"kind": kind, "price_change": price_change}
    again = [tier | {"price": f"{tier['price']}.00"} for tier in table["tiers"]]
    if by == "amendment":
        terms = amended([table], amendment("2027-07-01", table | {"tiers": again}))
    else:
        first, *others = table["tiers"]
        twice = [{"from": "2027-01-01", "value": "40"}, {"from": "2027-07-01", "value": "40.00"}]
        terms = amended([table | {"tiers": [first | {"price": twice}, *others]}])
    taken = {ACCEPTED: [0, 0, 0, 0, 0, 800, 800]}
    assert dues(terms, taken, "tiers") == dues(amended([table]), taken, "tiers")


def test_what_is_drawn_apart_is_another_price():
    table = TIERS | {"kind": "volume"}
    first, *others = table["tiers"]
    drawn = [{"from": "2027-01-01", "low": "30", "high": "50"}, {"from": "2027-07-01", "low": "30", "high": "50"}]
    for names, changed in (({}, True), ({"draw": "price"}, False)):
        dated = [entry | names for entry in drawn]
        terms = amended([table | {"tiers": [first | {"price": dated}, *others]}])
        cut = segments(terms, courses(terms)[0])
        assert cut.moments[cut.of_period[6]][0].changed is changed


def test_a_payment_clause_that_ends_still_pays_what_was_charged_while_it_stood():
    paid = PAID | {"payment_periods": 2, "payment_days": 60}
    terms = amended([PRICE, WORK, paid], amendment("2027-04-01", ends=["paid"]))
    taken = {ACCEPTED: [5, 10, 15, 20, 25, 30]}  # 100, 200, 300 and, after its end, 400, 500, 600
    assert dues(terms, taken, "paid") == [0, 0, 100, 200, 300] + [0] * 19
    planned = plan(terms)
    assert [*in_lanes(terms, happened(planned, taken))["paid"]] == [0, 0, 100, 300] + [600] * 20


def test_deposits_are_set_off_against_what_falls_due_after_a_payment_clause_has_ended():
    deposit = {
        "services": ["catheter"], "measure": "ordered", "share": "50 %", "value_per_unit": "20 USD/piece",
        "set_off": "share_of_charge",
    }  # fmt: skip
    terms = amended([PRICE, WORK, PAID | {"deposit": deposit}], amendment("2027-03-01", ends=["paid"]))
    taken = {("catheter", "ordered"): [10, 0, 10], ACCEPTED: [0, 10]}
    planned = plan(terms)
    assert dues(terms, taken, "paid")[:5] == [100, 0, 100, 0, 0]  # the order of March pays nothing here any more
    assert in_lanes(terms, happened(planned, taken))["paid"][-1] == 200


def test_a_rebate_whose_clause_is_ended_pays_what_was_earned():
    rebate = {
        "id": "rebate", "kind": "rebate", "counts": ["price"], "counted_amounts": "rounded", "window": "contract_year",
        "bound": "upper_inclusive", "applies_to": "whole_turnover", "bands": [{"from": "0", "share": "10 %"}],
        "early_end": "forfeited", "prorate": "full",
    }  # fmt: skip
    taken = {ACCEPTED: [100] * 12}
    for change in (amendment("2027-07-01", ends=["rebate"]), amendment("2027-06-01", until="2027-07-01")):
        assert sum(dues(amended([PRICE, rebate], change), taken, "rebate")) == -1_200  # six months


def test_what_was_billed_beyond_an_end_that_is_moved_is_given_back_once():
    long = plan(amended([PRICE, FEE]))
    taken = {ACCEPTED: [10] * 6}
    billed = minor(statement(long, happened(long, taken), date(2027, 6, 30), {}))
    short = plan(amended([PRICE, FEE], amendment("2027-02-01", until="2027-04-01")))
    done = statement(short, happened(short, {ACCEPTED: [10] * 3}), date(2027, 3, 31), billed)
    found = {(c.clause, str(c.period)): (str(c.money), [r.said("en") for r in c.reasons]) for c in done.charges}
    assert {key: money for key, (money, _) in found.items()} == {
        (clause, month): amount
        for month in ("2027-04-01..2027-04-30", "2027-05-01..2027-05-31", "2027-06-01..2027-06-30")
        for clause, amount in (("price", "-200.00 USD"), ("fee", "-100.00 USD"))
    }
    assert found["price", "2027-05-01..2027-05-31"][1] == [
        "corrects 200.00 USD billed before for the same period to 0.00 USD",
        "the agreement now ends with 2027-03-31, so nothing is due for this period",
    ]
    after = {key: billed.get(key, 0) + minor(done).get(key, 0) for key in billed}
    assert statement(short, happened(short, {ACCEPTED: [10] * 3}), date(2027, 3, 31), after).charges == ()


def test_with_what_was_billed_its_rounding_is_given_back_and_money_that_has_moved_is_not():
    clauses = [PRICE | {"price": "0.335 USD/piece"}, WORK | {"price": "0.335 USD/hour"}, PAID]
    rounding = {"rounding": {"mode": "half_up", "point": "invoice"}}
    long = plan(amended(clauses, **rounding))
    taken = {ACCEPTED: [1] * 6, WORKED: [4] * 6}
    billed = minor(statement(long, happened(long, taken), date(2027, 6, 30), {}))
    short = plan(amended(clauses, amendment("2027-02-01", until="2027-04-01"), **rounding))
    done = statement(short, happened(short, {key: told[:3] for key, told in taken.items()}), date(2027, 3, 31), billed)
    assert {c.effect for c in done.charges} == {"charge"}
    given = sum(minor for (name, day), minor in billed.items() if day >= date(2027, 4, 1) and name != "paid")
    assert (done.total().minor, given) == (-201, 201)  # three months of 0.67
    assert "invoice_rounding_usd" in {c.clause for c in done.charges}


def test_an_end_that_was_moved_out_and_back_gives_back_what_lay_between():
    planned = plan(
        amended(
            [FEE], amendment("2028-01-01", until="2030-01-01"), amendment("2028-06-01", number="2", until="2028-10-16")
        )
    )
    assert [str(period) for period in lapsed(planned)][:1] == ["2028-11-01..2028-11-30"]
    assert str(lapsed(planned)[-1]) == "2029-12-01..2029-12-31"
    assert lapsed(plan(amended([FEE]))) == ()


def minor(done):
    return {(charge.clause, charge.period.start): charge.money.minor for charge in done.charges}


def test_facts_that_no_clause_counts_are_told():
    reader = PRICE | {"id": "hours", "service": "engineering", "measure": "worked", "price": "1 USD/hour"}
    terms = amended([PRICE, reader], amendment("2027-03-01", ends=["price"]))
    planned = plan(terms)
    happens = {ACCEPTED: [5, 0, 7, 8], ("catheter", "delivered"): [0, 3], WORKED: [4, 4, 4, 4]}
    done = statement(planned, happened(planned, happens), date(2027, 4, 30), {})
    assert [(u.service, u.kind, u.quantity, u.unit, str(u.first), str(u.last)) for u in done.uncounted] == [
        ("catheter", "accepted", 15, "piece", "2027-03-01", "2027-04-30"),
        ("catheter", "delivered", 3, "piece", "2027-02-01", "2027-02-28"),
    ]
    early = statement(planned, happened(planned, happens), date(2027, 1, 31), {})
    assert early.uncounted == ()


def test_a_fact_that_is_read_late_or_by_its_notice_is_counted():
    gate = {"id": "leaving", "kind": "notice", "service": "catheter", "days": 1, "given_by": "either"}
    deposit = {
        "services": ["catheter"], "measure": "ordered", "share": "50 %", "value_per_unit": "20 USD/piece",
        "set_off": "share_of_charge",
    }  # fmt: skip
    planned = plan(amended([PRICE, WORK, gate, PAID | {"deposit": deposit}]))
    told = {
        ("catheter", "event"): [0, {"n": 1}],
        ("catheter", "event.notice"): [0, {"n": 40}],
        ("catheter", "ordered"): [1],
    }
    assert statement(planned, happened(planned, told), date(2027, 4, 30), {}).uncounted == ()


BLOCKS = {
    "id": "tiers", "kind": "block_tiers", "service": "catheter", "measure": "accepted", "window": "contract_year",
    "bound": "upper_inclusive", "charged": "each_slice", "price_change": "later_units",
    "tiers": [{"from": "0", "block": "10", "price": "90"}],
}  # fmt: skip
REBATE = {
    "id": "rebate", "kind": "rebate", "counts": ["price"], "counted_amounts": "unrounded", "window": "quarter",
    "bound": "upper_inclusive", "applies_to": "whole_turnover", "early_end": "paid", "prorate": "full",
    "bands": [{"from": "0", "to": "1000", "share": "1 %"}, {"from": "1000", "share": "2 %"}],
}  # fmt: skip


def finer(count):
    """A table of so many tiers of a hundred pieces, cheaper from tier to tier."""
    bounds = [{"from": str(100 * at)} | ({"to": str(100 * at + 100)} if at + 1 < count else {}) for at in range(count)]
    return [bound | {"price": str(90 - at)} for at, bound in enumerate(bounds)]


@pytest.mark.parametrize(
    ("clause", "changed"),
    [
        (TIERS, {"tiers": finer(6)}),
        (TIERS | {"kind": "volume"}, {"tiers": finer(12)}),
        (BLOCKS, {"tiers": [tier | {"block": "20"} for tier in finer(5)]}),
        (BLOCKS | {"tiers": [tier | {"block": "20"} for tier in finer(9)]}, {"tiers": BLOCKS["tiers"]}),
        (BLOCKS | {"charged": "tier_reached"}, {"tiers": [tier | {"block": "20"} for tier in finer(5)]}),
        (REBATE, {"applies_to": "each_band"}),
    ],
)
def test_a_table_of_another_length_is_simulated_as_it_is_priced(clause, changed):
    terms = amended([PRICE, clause], amendment("2027-05-01", clause | changed))
    planned = plan(terms)
    activity = happened(planned, {ACCEPTED: [40, 130, 210, 90] * 3})
    lanes = in_lanes(terms, activity)
    for folded in exact.fold(planned, activity):
        assert lanes[folded.line.name] == pytest.approx([float(due) for due in folded.due], abs=1e-6)


def test_a_gate_that_reads_late_is_over_when_it_ends():
    """A renewal that has lapsed and is then ended governs no longer; a credit limit by age is 0 at once."""
    services = {"catheter": {"unit": "piece", "step": "1"}, "non_renewal": {"unit": "notice", "step": "1"}}
    notice = {"id": "notice", "kind": "notice", "service": "non_renewal", "given_by": "either", "days": 90}
    term = {"id": "term", "kind": "renewal", "first_until": "2027-07-01", "by_months": 12, "renews": "on_notice",
            "notice": "notice", "most": 3}  # fmt: skip
    fee = {"id": "fee", "kind": "periodic_fee", "fee": "310 USD", "per": "month", "billed": "in_arrears",
           "part_of_a_period": "by_days"}  # fmt: skip
    terms = amended([notice, term, fee], amendment("2027-08-01", ends=["term"]), services=services)
    assert dues(terms, {}, "fee")[:9] == [310] * 6 + [0] + [310] * 2
    planned = plan(terms)
    assert in_lanes(terms, happened(planned, {}))["fee"][8] == pytest.approx(310 * 8)
    assert {line.name: line.end for line in planned.lines} == {"notice": 24, "term": 7, "fee": 24}
