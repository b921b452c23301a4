"""Audit: what is found is paid or credited, and the cost shifts where enough is found."""

from decimal import Decimal

import pytest

from suture.engine.clauses.audit import check
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50 USD/piece"}
CLAUSE = {
    "id": "audit", "kind": "audit", "of": ["price"], "auditor": "buyer", "service": "found", "notice_days": 30,
    "every_months": 12, "cost_shifts_above": {"share": "5 %", "periods": 12},
}  # fmt: skip
AMOUNT = CLAUSE | {"auditor": "seller", "cost_shifts_above": {"amount": "1000 USD"}}
NEVER = {part: value for part, value in CLAUSE.items() if part != "cost_shifts_above"}
SAMPLES = [CLAUSE, AMOUNT, NEVER]
SERVICES = {
    "services": {
        "catheter": {"unit": "piece", "step": "1"},
        "found": {"unit": "USD", "step": "0.01", "describes": "audits of charges"},
    }
}


def due(clause, found, spent, accepted=(1000, 1000, 1000)):
    """Coins found and spent by month; 22,500.00 are charged a month."""
    facts = {("found", "confirmed"): found, ("found", "spent"): spent, ("catheter", "accepted"): accepted}
    return dues(agreement(PRICE, clause, **SERVICES), facts, "audit")


def test_what_the_buyer_s_audit_finds_is_credited_with_its_cost_where_it_is_above_the_share():
    """67,500.00 charged, 5 % of it are 3,375.00: 4,000.00 found and 8,000.00 spent are credited."""
    assert due(CLAUSE, [0, 0, 400_000], [0, 0, 800_000])[2] == Decimal("-12000")


@pytest.mark.parametrize(("found", "owed"), [(337_500, "-3375"), (337_501, "-11375.01")])
def test_the_cost_shifts_above_the_threshold_and_not_at_it(found, owed):
    assert due(CLAUSE, [0, 0, found], [0, 0, 800_000])[2] == Decimal(owed)


def test_the_seller_s_audit_is_paid_by_the_buyer():
    assert due(AMOUNT, [100_001], [50_000])[0] == Decimal("1500.01")
    assert due(AMOUNT, [100_000], [50_000])[0] == 1000


def test_without_a_threshold_the_auditor_bears_the_cost_whatever_is_found():
    """As SeaSpine's 6.2: at the sole cost of who audits, and the shortfall is paid."""
    assert due(NEVER, [9_000_000], [800_000])[0] == -90_000


def test_what_is_found_in_favour_of_the_other_side_goes_to_it_and_shifts_nothing():
    assert due(CLAUSE, [-400_000], [800_000])[0] == 4000


def test_only_the_charges_of_so_many_periods_are_the_base():
    short = CLAUSE | {"cost_shifts_above": {"share": "5 %", "periods": 1}}
    assert due(short, [0, 0, 112_501], [0, 0, 100_000])[2] == Decimal("-2125.01")
    assert due(short, [0, 0, 112_500], [0, 0, 100_000])[2] == -1125


def test_a_finding_taken_back_takes_back_its_credit():
    assert due(NEVER, [5000, -5000], [])[:2] == [-50, 50]


def test_the_simulation_counts_the_same():
    terms = agreement(PRICE, CLAUSE, **SERVICES)
    facts = {
        ("found", "confirmed"): [0, 0, 400_000], ("found", "spent"): [0, 0, 800_000],
        ("catheter", "accepted"): [1000, 1000, 1000],
    }  # fmt: skip
    assert in_lanes(terms, happened(plan(terms), facts))["audit"][:4] == pytest.approx([0, 0, -12000, -12000])


def test_the_entries_explain_themselves():
    terms = agreement(PRICE, CLAUSE, **SERVICES)
    facts = {
        ("found", "confirmed"): [0, 0, 400_000, 100], ("found", "spent"): [0, 0, 800_000, 700_000],
        ("catheter", "accepted"): [1000, 1000, 1000],
    }  # fmt: skip
    assert told(terms, facts, "audit", 0) == ["no audit in this period"]
    assert told(terms, facts, "audit", 2) == [
        "found in favour of the buyer: 4000 USD, credited",
        "more than 3375 USD was found: the seller bears the cost of the audit, 8000 USD, credited",
    ]
    assert told(terms, facts, "audit", 3) == [
        "found in favour of the buyer: 1 USD, credited",
        "the cost of the audit stays with the buyer: 7000 USD",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(PRICE, CLAUSE, **SERVICES))
    assert said["en"] == [
        "The buyer may have the charges of clause 4 audited with a notice of 30 days, at most once in 12 months.",
        "Amounts found by audits of charges to have been charged too much or too little are credited or paid in the"
        " settlement period in which they are told.",
        "The buyer bears the cost of its audits; where more than 5 % of those charges in 12 settlement periods up to"
        " and with that of the audit is found in its favour, the seller bears that cost.",
    ]
    assert all(number in "".join(said["zh"]) for number in ("30", "12 个月", "5 %", "12 个结算期"))
    assert "1000 USD" in said_of(agreement(PRICE, AMOUNT, **SERVICES))["zh"][2]
    assert said_of(agreement(PRICE, NEVER, **SERVICES))["en"][2] == "The buyer bears the cost of its audits."


@pytest.mark.parametrize(
    "threshold", [{}, {"share": "5 %"}, {"periods": 3}, {"amount": 5, "share": "5 %", "periods": 3}]
)
def test_a_threshold_has_one_form(threshold):
    wrong = agreement(PRICE, CLAUSE | {"cost_shifts_above": threshold}, **SERVICES).clauses[1]
    assert [fault.wrong.text.code for fault in check(wrong)] == ["audit_threshold_in_two_forms"]
