"""Unlifted goods: what stood ready for so long is paid for, and credited once it is taken after all."""

from decimal import Decimal

import pytest

from suture.engine.clauses.unlifted_goods import check
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "unlifted", "kind": "unlifted_goods", "service": "catheter", "ready": "made", "taken": "accepted",
    "after": {"days": 90, "periods": 3}, "share": "100 %", "price": "25.00 USD/piece", "kept_months": 6,
    "on_exit": "due_on_termination",
}  # fmt: skip
PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "25.00 USD/piece"}
SAMPLES = [
    CLAUSE,
    CLAUSE | {"share": "60 %", "after": {"days": 0, "periods": 0}, "on_exit": "nothing_due"},
    CLAUSE | {"after": {"days": 30, "periods": 1}, "on_exit": "due_at_any_end", "kept_months": 0},
]


def due(made, accepted=(), clause=CLAUSE, **more):
    quantities = {("catheter", "made"): made, ("catheter", "accepted"): accepted}
    ended = more.pop("ended", None)
    if ended:
        quantities[("agreement", "terminated")] = ended
    return dues(agreement(clause), quantities, "unlifted", **more)


def test_goods_ready_for_three_months_and_not_taken_are_paid_in_full():
    """1,000 ready, 400 taken within three months: 600 × 25.00, as in InMode's section 8.2 at 100 % of the price."""
    assert due([1000], [400])[:5] == [0, 0, 0, Decimal("15000"), 0]


def test_a_day_before_the_time_is_up_nothing_is_due():
    assert due([1000], [400])[2] == 0
    assert due([0, 1000], [400])[3] == 0


def test_the_oldest_goods_are_taken_first():
    """500 and 500 ready; 500 taken are the first 500, so the second 500 fall due three months after they were ready."""
    assert due([500, 500], [500])[:6] == [0, 0, 0, 0, 12500, 0]


def test_what_is_taken_after_it_was_paid_for_comes_back_with_the_delivery():
    """Paid once: the price of the delivery and the credit are the same amount."""
    terms = agreement(PRICE, CLAUSE)
    facts = {("catheter", "made"): [1000], ("catheter", "accepted"): [400, 0, 0, 0, 0, 600]}
    assert dues(terms, facts, "unlifted")[3:6] == [15000, 0, -15000]
    assert dues(terms, facts, "price")[:6] == [10000, 0, 0, 0, 0, 15000]


def test_a_share_of_the_price_is_paid_and_credited_alike():
    assert due([100], [0, 0, 0, 0, 100], CLAUSE | {"share": "60 %"})[3:5] == [1500, -1500]


def test_more_taken_than_ready_makes_nothing_due():
    assert due([100], [500]) == [0] * 24
    assert due([100, 100], [500]) == [0] * 24


@pytest.mark.parametrize(
    ("on_exit", "owed"), [("due_on_termination", 25000), ("due_at_any_end", 25000), ("nothing_due", 0)]
)
def test_on_termination_all_that_is_ready_is_paid_where_that_is_agreed(on_exit, owed):
    assert due([1000], clause=CLAUSE | {"on_exit": on_exit}, ended=[0, 1])[1] == owed


@pytest.mark.parametrize(
    ("on_exit", "owed"), [("due_on_termination", 0), ("due_at_any_end", 25000), ("nothing_due", 0)]
)
def test_at_the_end_of_the_term_only_where_any_end_is_agreed(on_exit, owed):
    assert due([0] * 22 + [1000], clause=CLAUSE | {"on_exit": on_exit})[23] == owed


def test_a_reversed_fact_re_settles_what_it_touched():
    assert due([1000, -1000], [400])[:6] == [0, 0, 0, 15000, -15000, 0]


def test_the_simulation_counts_the_same():
    terms = agreement(CLAUSE)
    facts = happened(
        plan(terms), {("catheter", "made"): [700, 300, 0, 90], ("catheter", "accepted"): [0, 0, 250, 0, 900]}
    )
    lanes = in_lanes(terms, facts)["unlifted"]
    assert lanes[:8] == pytest.approx([0, 0, 0, 11250, 0, 0, 0, 0])


def test_the_entries_explain_themselves():
    terms = agreement(CLAUSE)
    facts = {("catheter", "made"): [1000], ("catheter", "accepted"): [400, 0, 0, 0, 0, 600]}
    assert told(terms, facts, "unlifted", 3) == [
        "600 piece ready and not taken for 90 days (3 settlement periods): × 25 USD"
    ]
    assert told(terms, facts, "unlifted", 4) == ["600 piece unlifted and paid for; nothing changes in this period"]
    assert told(terms, facts, "unlifted", 5) == ["600 piece paid for before are taken after all: × 25 USD credited"]
    ended = {("catheter", "made"): [1000], ("agreement", "terminated"): [0, 1]}
    assert told(terms, ended, "unlifted", 1) == [
        "the agreement ends with 1000 piece ready and not taken, 1000 of them not paid for before: × 25 USD"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE))
    assert said["en"] == [
        "For catheter, counted as made, that stood ready for 90 days (3 settlement periods) and was not taken, counted"
        " as accepted, the buyer pays 100 % of 25 USD per piece at the end of the settlement period. The oldest goods"
        " are taken first.",
        "The seller keeps what was paid for ready for the buyer for 6 months, free of charge.",
        "What is taken after it was paid for is credited by the same share of the price in force.",
        "When the agreement is terminated, all that is ready and not taken is paid for in the same way.",
    ]
    assert all(number in said["zh"][0] for number in ("90", "3", "100 %", "25 USD"))
    assert "6 个月" in said["zh"][1]
    assert len(said_of(agreement(CLAUSE | {"kept_months": 0}))["en"]) == 3


def test_days_fit_the_calendar_and_ready_is_not_taken():
    wrong = agreement(CLAUSE | {"after": {"days": 90, "periods": 2}, "taken": "made"}).clauses[0]
    assert [fault.wrong.text.code for fault in check(wrong)] == ["days_do_not_fit", "unlifted_goods_ready_is_taken"]
