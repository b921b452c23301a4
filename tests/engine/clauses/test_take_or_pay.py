"""Take-or-pay: what is not taken is paid; a later excess makes it up."""

from decimal import Decimal

import pytest

from tests.engine.built import agreement, dues, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "commitment", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted",
    "window": "contract_year", "minimum": "1200 piece", "price": "20 USD/piece", "make_up": "later_excess",
    "prorate": "full",
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"prorate": "in_force"}, CLAUSE | {"make_up": "none", "window": "quarter"}]


def test_what_is_not_taken_in_a_contract_year_is_paid_when_it_closes():
    due = dues(agreement(CLAUSE), {("catheter", "accepted"): [100] * 10}, "commitment")
    assert due[11] == Decimal("4000")  # (1,200 - 1,000) x 20
    assert due[:11] == [0] * 11


def test_an_excess_of_the_next_year_makes_it_up():
    due = dues(agreement(CLAUSE), {("catheter", "accepted"): [100] * 10 + [0, 0] + [150] * 12}, "commitment")
    assert due[11] == Decimal("4000")
    assert due[23] == Decimal("-4000")


def test_without_make_up_nothing_is_credited():
    terms = agreement(CLAUSE | {"make_up": "none"})
    assert dues(terms, {("catheter", "accepted"): [100] * 10 + [0, 0] + [150] * 12}, "commitment")[23] == 0


def test_a_termination_in_force_for_six_months_owes_half_the_minimum():
    terms = agreement(CLAUSE | {"prorate": "in_force"})
    due = dues(terms, {("catheter", "accepted"): [50] * 6}, "commitment", in_force=["1"] * 6 + ["0"] * 18)
    assert due[11] == Decimal("6000")  # (600 - 300) x 20


def test_what_is_taken_in_the_window_in_which_the_agreement_ends_still_makes_up():
    taken = {("catheter", "accepted"): [0] * 12 + [1500]}
    due = dues(agreement(CLAUSE | {"prorate": "in_force"}), taken, "commitment", in_force=["1"] * 15 + ["0"] * 9)
    # three of twelve months: 300 of 1,200 pieces are required, so 1,200 are more, as many as were paid and not taken
    assert (due[11], due[23]) == (24_000, -24_000)


@pytest.mark.parametrize("prorate", ["in_force", "full"])
def test_what_is_taken_after_the_agreement_has_ended_makes_nothing_up(prorate):
    taken = {("catheter", "accepted"): [0] * 12 + [1500]}
    for months, credited in ((24, 6_000), (12, 0)):
        terms = agreement(CLAUSE | {"prorate": prorate})
        due = dues(terms, taken, "commitment", in_force=["1"] * months + ["0"] * (24 - months))
        assert (due[11], due[23]) == (24_000, -credited)
    assert told(terms, taken, "commitment", 23, in_force=["1"] * 12 + ["0"] * 12) == [
        "the minimum of 0 piece was taken"
    ]


def test_the_charge_explains_itself():
    facts = {("catheter", "accepted"): [100] * 10}
    assert told(agreement(CLAUSE), facts, "commitment", 11) == ["200 piece not taken × 20 USD"]
    assert told(agreement(CLAUSE), facts, "commitment", 0) == [
        "100 piece taken of 1200 in the window so far; settled when it closes"
    ]


HALVES = {"services": {"catheter": {"unit": "piece", "step": "0.5"}}}


def test_every_window_counts_only_what_is_taken_in_it():
    due = dues(agreement(CLAUSE), {("catheter", "accepted"): [100] * 10 + [0, 0] + [100] * 12}, "commitment")
    assert (due[11], due[23]) == (4000, 0)  # 1,000 of 1,200, then 1,200 of 1,200


def test_what_was_paid_and_not_taken_is_made_up_once():
    terms = agreement(CLAUSE | {"window": "quarter"})
    due = dues(terms, {("catheter", "accepted"): [1000, 0, 0, 1400, 0, 0, 1400]}, "commitment")
    assert [due[2], due[5], due[8]] == [4000, -4000, 0]


def test_a_partial_month_owes_its_share_of_days():
    days = {
        "valid": {"from": "2027-01-15", "until": "2028-01-01"},
        "settlement": {"every": "month", "anchor": "2027-01-01"},
    }
    due = dues(agreement(CLAUSE | {"prorate": "in_force"}, **days), {}, "commitment")
    assert sum(due) == 20 * (100 * Decimal(17) / 31 + 1100)  # 17 of the 31 days of January


def test_what_is_made_up_and_what_is_met_explain_themselves():
    def reasons(taken, at, **more):
        terms = agreement(CLAUSE | {"window": "quarter"}, **more)
        return told(terms, {("catheter", "accepted"): taken}, "commitment", at)

    assert reasons([1000, 0, 0, 1500], 5) == ["200 piece of earlier windows made up × 20 USD credited"]
    assert reasons([1000, 0, 0, 1201], 5) == ["1 piece of earlier windows made up × 20 USD credited"]
    assert reasons([1199], 2) == ["1 piece not taken × 20 USD"]
    assert reasons([1200], 2) == ["the minimum of 1200 piece was taken"]
    assert reasons([2000], 2, **HALVES) == ["200 piece not taken × 20 USD"]  # 2,000 halves


def test_the_text_that_is_signed_says_every_term():
    takes = (
        "In each contract year the buyer takes 1200 pieces of catheter, counted as accepted. What it does not take it "
        "pays for at 20 USD per piece."
    )
    assert said_of(agreement(CLAUSE))["en"] == [
        takes,
        "What is taken above the minimum when a later window closes is credited at the same price, as far as it was "
        "paid and not taken before. A window that begins when the agreement is no longer in force credits nothing.",
    ]
    assert said_of(agreement(CLAUSE | {"make_up": "none", "prorate": "in_force"}))["en"] == [
        takes,
        "The minimum follows the part of the window in which the agreement is in force.",
    ]
