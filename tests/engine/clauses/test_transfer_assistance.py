"""Transfer assistance: hours of help to move to another maker: some free, the others at a rate."""

from decimal import Decimal

import pytest

from tests.engine.built import agreement, dues, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "help", "kind": "transfer_assistance", "service": "engineering", "given": "after_termination",
    "for_months": 12, "free": "40 hour", "rate": "110 USD/hour",
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"given": "on_request", "free": "0"}]


def due(clause, quarters, terminated=(1,)):
    """By quarters of an hour, the step of engineering."""
    facts = {("engineering", "worked"): quarters, ("agreement", "terminated"): list(terminated)}
    return dues(agreement(clause), facts, "help")


@pytest.mark.parametrize(("quarters", "owed"), [(0, 0), (160, 0), (161, "27.5"), (200, "1100")])
def test_the_free_hours_come_first(quarters, owed):
    assert due(CLAUSE, [quarters])[0] == Decimal(owed)


def test_hours_add_up_over_months():
    assert due(CLAUSE, [100, 100, 40])[:3] == [0, 1100, 1100]


def test_hours_before_the_termination_count_neither_as_free_nor_at_the_rate():
    assert due(CLAUSE, [400, 160, 4], [0, 1])[:3] == [0, 0, 110]


def test_on_request_hours_count_at_any_time():
    assert due(CLAUSE | {"given": "on_request"}, [400, 4], [])[:2] == [6600, 110]


def test_hours_taken_back_take_back_what_they_cost():
    assert due(CLAUSE, [200, -20, -40])[:3] == [1100, -550, -550]


def test_a_rate_that_changes_holds_for_later_hours():
    rate = [{"from": "2027-01-01", "value": "110"}, {"from": "2027-02-01", "value": "120"}]
    assert due(CLAUSE | {"rate": rate, "free": "0"}, [4, 4])[:2] == [110, 120]


def test_the_entry_explains_itself():
    terms = agreement(CLAUSE)
    facts = {("engineering", "worked"): [100, 100, 100], ("agreement", "terminated"): [0, 1]}
    assert told(terms, facts, "help", 0) == ["the agreement is not terminated: no help is counted"]
    assert told(terms, facts, "help", 1) == ["25 hour of help so far, 40 free: nothing is due"]
    assert told(terms, facts, "help", 2) == ["10 hour × 110 USD; 50 hour of help so far, 40 of them free"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE))
    assert said["en"] == [
        "Once the agreement is terminated the seller helps for 12 months to move engineering to another maker.",
        "The first 40 hours of help cost nothing; what is more the buyer pays at 110 USD per hour.",
    ]
    for words in ("12 个月", "40 小时", "每小时 110 USD"):
        assert words in "".join(said["zh"])
    assert said_of(agreement(CLAUSE | {"given": "on_request"}))["en"][0].startswith(
        "At the buyer's request, and for 12 months after the end of the agreement"
    )
