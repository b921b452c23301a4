"""Supply failure: a gate that holds while too large a share of the last settlement periods' supply has failed."""

import pytest

from suture.engine.clauses import supply_failure
from tests.engine.built import agreement, dues, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "failure", "kind": "supply_failure", "services": ["catheter"], "failing": "late", "of": "ordered",
    "share": "20 %", "periods": 3, "lasts": "while_it_is_so",
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"lasts": "to_the_end", "periods": 6, "share": "29 %"},
    CLAUSE | {"failing": "rejected", "of": "delivered", "share": "7 %", "event": "site_hold", "periods": 1},
]
SERVICES = {
    "catheter": {"unit": "piece", "step": "1"},
    "site_hold": {"unit": "event", "step": "1", "describes": "an inspection hold"},
}


def level(clause, late, ordered, events=(), **more):
    """Whether supply fails, by period."""
    planned = plan(agreement(clause, services=SERVICES))
    facts = {("catheter", "late"): late, ("catheter", "ordered"): ordered, ("site_hold", "event"): list(events)}
    return [int(due) for due in exact.fold(planned, happened(planned, facts, **more))[0].due]


def test_it_holds_above_the_share_and_not_at_it():
    assert level(CLAUSE, [200], [1000])[0] == 0
    assert level(CLAUSE, [201], [1000])[0] == 1


def test_it_looks_at_the_last_periods_together():
    late, ordered = [0, 0, 500, 0, 0, 0], [1000] * 6
    assert level(CLAUSE, late, ordered)[:6] == [0, 0, 0, 0, 0, 0]  # 500 of 3,000
    assert level(CLAUSE | {"periods": 2}, late, ordered)[:6] == [0, 0, 1, 1, 0, 0]  # 500 of 2,000, for two periods
    assert level(CLAUSE | {"periods": 1}, late, ordered)[:6] == [0, 0, 1, 0, 0, 0]


def test_the_first_periods_are_looked_at_as_far_as_they_go():
    assert level(CLAUSE, [300, 0, 0, 0], [1000, 1000, 1000, 1000])[:4] == [1, 0, 0, 0]


def test_of_nothing_nothing_fails():
    assert level(CLAUSE, [], []) == [0] * 24
    assert level(CLAUSE, [100], [0])[0] == 0


def test_where_it_lasts_to_the_end_it_stays():
    assert level(CLAUSE | {"lasts": "to_the_end", "periods": 1}, [300, 0], [1000, 1000])[:3] == [1, 1, 1]


def test_an_event_holds_until_its_end_is_told():
    clause = CLAUSE | {"event": "site_hold"}
    assert level(clause, [], [], [0, 1, 0, -1])[:5] == [0, 1, 1, 0, 0]
    assert level(clause, [], [], [1, 1, -1])[:4] == [1, 1, 1, 1]  # one of two has ended


def test_a_share_that_changes_is_that_of_the_period():
    share = [{"from": "2027-01-01", "value": "50 %"}, {"from": "2027-02-01", "value": "20 %"}]
    assert level(CLAUSE | {"share": share, "periods": 1}, [300, 300], [1000, 1000])[:2] == [0, 1]


@pytest.mark.parametrize("share", ["29 %", "7 %", "1.1 %", "58 %", "30 %"])
def test_at_the_share_itself_invoice_and_simulation_mean_the_same(share):
    terms = agreement(CLAUSE | {"share": share, "periods": 1}, services=SERVICES)
    late = [int(float(share[:-2]) * 10) + beside for beside in (-1, 0, 1)]
    facts = {("catheter", "late"): late, ("catheter", "ordered"): [1000] * 3}
    activity = happened(plan(terms), facts)
    assert [int(due) for due in exact.fold(plan(terms), activity)[0].due[:3]] == [0, 0, 1]
    assert in_lanes(terms, activity)["failure"][:3] == [0, 0, 1]


def test_other_clauses_read_it():
    recall = {
        "id": "help", "kind": "quality_cost", "services": ["freight"], "measure": "spent", "cost_of": "buyer",
        "seller_bears": "100 %", "while_holds": "failure",
    }  # fmt: skip
    terms = agreement(CLAUSE | {"periods": 1}, recall, services=SERVICES | {"freight": {"unit": "USD", "step": "0.01"}})
    facts = {
        ("catheter", "late"): [0, 300, 0], ("catheter", "ordered"): [1000] * 3,
        ("freight", "spent"): [100_00, 100_00, 100_00],
    }  # fmt: skip
    assert dues(terms, facts, "help")[:3] == [0, -100, 0]


def test_it_is_a_gate_and_no_charge():
    assert supply_failure.KIND.effect == "gate"


def test_the_entry_explains_itself():
    clause = CLAUSE | {"lasts": "to_the_end", "event": "site_hold", "periods": 1}
    terms = agreement(clause, services=SERVICES)
    facts = {
        ("catheter", "late"): [201, 200, 0], ("catheter", "ordered"): [1000] * 3, ("site_hold", "event"): [0, 0, 1],
    }  # fmt: skip
    assert told(terms, facts, "failure", 0) == [
        "201 of 1000 piece delivered late in the last 1 settlement period, more than 20 %: supply fails"
    ]
    assert told(terms, facts, "failure", 1) == [
        "200 of 1000 piece delivered late in the last 1 settlement period, not more than 20 %",
        "supply has failed before, which holds to the end",
    ]
    assert told(terms, facts, "failure", 2)[1:] == ["site_hold goes on: supply fails"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE | {"event": "site_hold"}, services=SERVICES))
    assert said["en"] == [
        "A supply failure holds when, over the last 3 settlement periods, more than 20 % of catheter, counted as"
        " ordered, was delivered late.",
        "It also holds from the settlement period in which an inspection hold is told up to the one before that in"
        " which its end is told.",
        "It ends as soon as this is no longer so.",
        "By itself it moves no money; the clauses that name it say what follows.",
    ]
    for words in ("3 个结算期", "20 %", "迟交", "订购"):
        assert words in "".join(said["zh"])
    other = said_of(agreement(CLAUSE | {"lasts": "to_the_end"}, services=SERVICES))
    assert other["en"][1] == "Once it holds it holds to the end of the agreement."
