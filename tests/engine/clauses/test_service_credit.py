"""Service credit: a share of the window's charges when a measured rate is missed, up to a cap."""

from decimal import Decimal

import pytest

from suture.engine.clauses import service_credit
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
ROWS = [{"below": "98 %", "credit": "2 %"}, {"below": "95 %", "credit": "5 %"}, {"below": "90 %", "credit": "10 %"}]
CLAUSE = {
    "id": "credit", "kind": "service_credit", "services": ["catheter"], "counted": "late", "of": "delivered",
    "counted_is": "missed", "window": "month", "on": ["price"], "counted_amounts": "unrounded", "credits": ROWS,
}  # fmt: skip
SAMPLES = [
    CLAUSE | {"window": "quarter"},
    CLAUSE | {"window": "contract_year", "cap": "250 USD", "counted_amounts": "rounded"},
    CLAUSE | {"counted": "good", "counted_is": "met", "window": "term", "credits": ROWS[:1]},
]


def credited(clause, late, delivered, accepted):
    facts = {("catheter", measure): quantities for measure, quantities in
             ((clause["counted"], late), ("delivered", delivered), ("accepted", accepted))}  # fmt: skip
    return [-due for due in dues(agreement(PRICE, clause), facts, "credit")]


@pytest.mark.parametrize(
    ("late", "share"),
    [(0, 0), (20, 0), (21, "0.02"), (50, "0.02"), (51, "0.05"), (100, "0.05"), (101, "0.1"), (1000, "0.1")],
)
def test_the_lowest_row_that_is_missed_holds_and_at_a_rate_it_is_met(late, share):
    assert credited(CLAUSE, [late], [1000], [1000])[0] == 20_000 * Decimal(share)


def test_what_is_met_can_be_told_instead_of_what_is_missed():
    clause = CLAUSE | {"counted": "good", "counted_is": "met"}
    assert credited(clause, [950], [1000], [1000])[0] == 400
    assert credited(clause, [949], [1000], [1000])[0] == 1000


def test_over_a_quarter_rates_and_charges_add_up_and_are_settled_when_it_closes():
    clause = CLAUSE | {"window": "quarter"}
    assert credited(clause, [100, 0, 0], [1000] * 3, [1000] * 3)[:4] == [0, 0, 1200, 0]  # 96.7 %
    assert credited(clause, [100, 0, 0, 0], [1000] * 4, [1000] * 4)[3:6] == [0, 0, 0]  # the next begins anew


def test_where_nothing_is_measured_nothing_is_credited():
    assert credited(CLAUSE, [], [], [1000])[0] == 0


def test_the_cap_holds_for_every_window():
    assert credited(CLAUSE | {"cap": "1500 USD"}, [500, 500], [1000, 1000], [1000, 1000])[:2] == [1500, 1500]


def test_charges_of_a_window_below_zero_credit_nothing():
    assert credited(CLAUSE, [500, 500], [1000, 1000], [1000, -500])[:2] == [2000, 0]


def test_rounded_charges_are_those_that_were_billed():
    cheap = PRICE | {"price": "0.333 USD/piece"}
    facts = {("catheter", "late"): [100], ("catheter", "delivered"): [100], ("catheter", "accepted"): [100]}
    for counted, credit in (("rounded", "3.33"), ("unrounded", "3.33")):
        clause = CLAUSE | {"counted_amounts": counted}
        assert dues(agreement(cheap, clause), facts, "credit")[0] == -Decimal(credit)
    facts[("catheter", "accepted")] = [101]  # 33.633, billed 33.63
    rounded, unrounded = (
        dues(agreement(cheap, CLAUSE | {"counted_amounts": counted}), facts, "credit")[0]
        for counted in ("rounded", "unrounded")
    )
    assert (rounded, unrounded) == (Decimal("-3.363"), Decimal("-3.3633"))


@pytest.mark.parametrize("bound", ["93 %", "71 %", "57.3 %", "98.9 %"])
def test_at_a_rate_itself_invoice_and_simulation_mean_the_same(bound):
    clause = CLAUSE | {"credits": [{"below": bound, "credit": "10 %"}]}
    at_bound = 1000 - int(Decimal(bound[:-2]) * 10)
    late = [at_bound - 1, at_bound, at_bound + 1]
    facts = {("catheter", "late"): late, ("catheter", "delivered"): [1000] * 3, ("catheter", "accepted"): [1000] * 3}
    terms = agreement(PRICE, clause)
    assert [int(due) for due in dues(terms, facts, "credit")[:3]] == [0, 0, -2000]
    assert in_lanes(terms, happened(plan(terms), facts))["credit"][:3] == pytest.approx([0, 0, -2000])


def test_the_credit_explains_itself():
    facts = {
        ("catheter", "late"): [60, 20],
        ("catheter", "delivered"): [1000, 1000],
        ("catheter", "accepted"): [1000, 1000],
    }
    terms = agreement(PRICE, CLAUSE)
    assert told(terms, facts, "credit", 0) == [
        "940 of 1000 piece in the window met what was agreed",
        "20,000 USD charged × 5 % credited",
    ]
    assert told(terms, facts, "credit", 1)[1] == "the rate is met: nothing is credited"
    capped = agreement(PRICE, CLAUSE | {"cap": "300 USD"})
    assert told(capped, facts, "credit", 0)[1] == "20,000 USD charged × 5 %, at most 300 USD credited"
    quarter = agreement(PRICE, CLAUSE | {"window": "quarter"})
    assert told(quarter, facts, "credit", 0)[1] == "settled when the window closes"


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(PRICE, CLAUSE | {"cap": "300 USD"}))
    assert said["en"] == [
        "For each month the share of catheter, counted as delivered, that is not delivered late is measured.",
        "Below 98 %, 2 % of what was charged for it under clause 4 is credited.",
        "Below 95 %, 5 % of what was charged for it under clause 4 is credited.",
        "Below 90 %, 10 % of what was charged for it under clause 4 is credited.",
        "Of several rows the lowest that is missed holds. Where nothing is measured nothing is credited.",
        "No more than 300 USD is credited for it.",
        "Charges count unrounded.",
    ]
    for words in ("每月", "98 %", "2 %", "95 %", "90 %", "10 %", "第 4 条", "300 USD"):
        assert words in "".join(said["zh"])
    other = said_of(agreement(PRICE, SAMPLES[2] | {"counted_amounts": "rounded"}))
    assert other["en"][0] == "For the whole term the share of catheter, counted as delivered, that is good is measured."
    assert other["en"][-1] == "Charges count as they are billed."


def test_rates_fall_and_credits_rise_from_row_to_row():
    def codes(*rows):
        written = service_credit.Clause.model_validate(CLAUSE | {"credits": rows})
        return [fault.wrong.text.code for fault in service_credit.check(written)]

    assert codes(*ROWS) == []
    assert codes(ROWS[1], ROWS[0]) == ["service_credit_not_falling", "service_credit_not_rising"]
    assert codes(ROWS[0], {"below": "95 %", "credit": "1 %"}) == ["service_credit_not_rising"]
    assert codes(ROWS[0], {"below": "unknown", "credit": "5 %"}) == []


def test_rows_out_of_order_are_told_with_their_numbers():
    written = service_credit.Clause.model_validate(CLAUSE | {"credits": [ROWS[1], ROWS[0]]})
    falling, rising = service_credit.check(written)
    assert str(falling.wrong) == "row 2 begins below 98 %, not under the 95 % of the row before it"
    assert str(rising.wrong) == "row 2 credits 2 %, less than the 5 % of the row before it"
