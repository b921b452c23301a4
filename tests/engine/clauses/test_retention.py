"""Retention: a gate that holds while records must be kept, so many years after the last fact they are of."""

import pytest

from suture.engine.clauses import retention
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "records", "kind": "retention", "services": ["catheter"], "measure": "released", "kept_by": "seller",
    "records": ["batch_records", "release_records"], "years": 1,
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"measure": "accepted", "kept_by": "both", "years": 2}]


def level(clause, released, **changes):
    terms = agreement(clause, **changes)
    activity = happened(plan(terms), {("catheter", "released"): released})
    exactly = [int(due) for due in exact.fold(plan(terms), activity)[0].due]
    assert in_lanes(terms, activity)["records"] == exactly
    return exactly


def test_before_anything_has_records_nothing_is_kept():
    assert level(CLAUSE, []) == [0] * 24


def test_records_are_kept_for_the_years_after_the_last_fact():
    assert level(CLAUSE, [0, 500]) == [0] + [1] * 13 + [0] * 10


def test_a_later_fact_begins_the_years_anew():
    assert level(CLAUSE, [500, 0, 0, 500]) == [1] * 16 + [0] * 8
    assert level(CLAUSE, [500] + [0] * 15 + [1]) == [1] * 13 + [0] * 3 + [1] * 8


def test_what_is_taken_back_is_no_new_fact():
    assert level(CLAUSE, [500, 0, 0, -500]) == [1] * 13 + [0] * 11


def test_a_settlement_quarter_counts_whole_that_begins_in_time():
    quarterly = {"settlement": {"every": "quarter", "anchor": "2027-01-01"}}
    assert level(CLAUSE, [500], **quarterly) == [1] * 5 + [0] * 3


def test_it_is_a_gate_and_no_charge():
    assert retention.KIND.effect == "gate"


def test_the_entry_explains_itself():
    terms, facts = agreement(CLAUSE), {("catheter", "released"): [0, 500]}
    assert told(terms, facts, "records", 0) == ["nothing has happened that has records"]
    assert told(terms, facts, "records", 4) == ["3 of 12 months gone since the last fact: records are kept"]
    assert told(terms, facts, "records", 14) == ["the time has gone: records need no longer be kept"]


@pytest.mark.parametrize(
    ("kept_by", "who", "who_zh"),
    [
        ("seller", "The seller keeps", "卖方应"),
        ("buyer", "The buyer keeps", "买方应"),
        ("both", "Both sides keep", "双方均应"),
    ],
)
def test_the_text_that_is_signed_says_every_term(kept_by, who, who_zh):
    said = said_of(agreement(CLAUSE | {"kept_by": kept_by, "years": 15}))
    assert said["en"][0] == (
        f"{who} batch records and release records of catheter for 15 years after the last of them was released, also"
        " after the end of the agreement."
    )
    assert len(said["en"]) == 2
    assert said["zh"][0].startswith(who_zh)
    for words in ("批记录和放行记录", "15 年", "放行"):
        assert words in said["zh"][0]
