"""Renewal: a gate that holds while the agreement runs, to the end of its term and on where it is renewed."""

from datetime import date

import pytest

from suture.engine.clauses import renewal
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

NOTICE = {"id": "notice", "kind": "notice", "service": "non_renewal", "given_by": "either", "days": 90}
CLAUSE = {
    "id": "term", "kind": "renewal", "first_until": "2027-07-01", "by_months": 6, "renews": "unless_notice",
    "notice": "notice",
}  # fmt: skip
SAMPLES = [
    CLAUSE | {"notice": "price"},
    CLAUSE | {"notice": "price", "renews": "on_notice", "by_months": 3, "most": 3},
]
SERVICES = {"services": {"non_renewal": {"unit": "notice", "step": "1"}}}


def facts(*months):
    """A notice in time in each of these months of the agreement (0 is the first)."""
    given = [1 if month in months else 0 for month in range(24)]
    return {("non_renewal", "event"): given, ("non_renewal", "event.notice"): [90 * one for one in given]}


def runs(clause, *notices, **more):
    """In how many months from the start the agreement runs; it never begins again."""
    planned = plan(agreement(NOTICE, clause, **SERVICES))
    folded = exact.fold(planned, happened(planned, facts(*notices), **more))
    level = [int(due) for due in folded[1].due]
    assert level == sorted(level, reverse=True)
    return sum(level)


def test_it_goes_on_unless_notice_was_given():
    assert runs(CLAUSE) == 24
    assert runs(CLAUSE, 2) == 6
    assert runs(CLAUSE, 7) == 12
    assert runs(CLAUSE, 20) == 24  # for a term that ends with the agreement


def test_a_notice_of_the_first_month_of_a_term_is_for_its_own_end():
    assert runs(CLAUSE, 5) == 6
    assert runs(CLAUSE, 6) == 12


def test_an_option_is_used_by_a_notice_in_every_term():
    option = CLAUSE | {"renews": "on_notice"}
    assert runs(option) == 6
    assert runs(option, 3) == 12
    assert runs(option, 3, 8) == 18
    assert runs(option, 3, 4) == 12  # two notices in one term renew once
    assert runs(option, 8) == 6


@pytest.mark.parametrize(("most", "months"), [(1, 12), (2, 18), (3, 24)])
def test_it_is_renewed_no_more_often_than_written(most, months):
    assert runs(CLAUSE | {"most": most}) == months


def test_a_term_that_ends_inside_a_settlement_period_runs_to_its_end():
    assert runs(CLAUSE | {"first_until": "2027-06-15", "most": 1}) == 12


def test_the_last_day_of_a_month_does_not_drift():
    written = renewal.Clause.model_validate(CLAUSE | {"first_until": "2027-08-31", "most": 3})
    ends = [date(2027, 8, 31), date(2028, 2, 29), date(2028, 8, 31), date(2029, 2, 28)]
    assert list(renewal.changes(written, date(2027, 1, 1))) == ends


def test_a_termination_ends_it_at_once():
    assert runs(CLAUSE, in_force=["1"] * 3 + ["0.5"] + ["0"] * 20) == 4


def test_other_clauses_read_it():
    recall = {
        "id": "cost", "kind": "quality_cost", "services": ["money"], "measure": "spent", "cost_of": "seller",
        "seller_bears": "0 %", "while_holds": "term",
    }  # fmt: skip
    services = SERVICES["services"] | {"money": {"unit": "USD", "step": "0.01"}}
    planned = plan(agreement(NOTICE, CLAUSE, recall, services=services))
    told_facts = facts(2) | {("money", "spent"): [100] * 24}
    assert exact.fold(planned, happened(planned, told_facts))[2].due[-1] == 6


@pytest.mark.parametrize("notices", [(), (2,), (3, 8), (5, 6, 11)])
@pytest.mark.parametrize("renews", ["unless_notice", "on_notice"])
def test_the_simulation_runs_as_long(renews, notices):
    terms = agreement(NOTICE, CLAUSE | {"renews": renews, "most": 2}, **SERVICES)
    activity = happened(plan(terms), facts(*notices))
    exactly = exact.fold(plan(terms), activity)[1].due
    assert in_lanes(terms, activity)["term"] == [float(due) for due in exactly]


def test_the_entry_explains_itself():
    terms = agreement(NOTICE, CLAUSE, **SERVICES)
    assert told(terms, facts(7), "term", 0) == ["the agreement runs"]
    assert told(terms, facts(7), "term", 6) == ["the term has ended without a notice in time: renewed"]
    assert told(terms, facts(7), "term", 12) == ["the term has ended and was not renewed"]
    option = agreement(NOTICE, CLAUSE | {"renews": "on_notice"}, **SERVICES)
    assert told(option, facts(3), "term", 6) == ["the term has ended, with a notice in time: renewed"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(NOTICE, CLAUSE | {"most": 2}, **SERVICES))
    assert said["en"] == [
        "The first term runs up to and with 2027-06-30.",
        "After every term the agreement goes on for another 6 months, unless in that term notice was given in time"
        " under clause 4.",
        "The number of renewals is at most 2.",
        "A term that ends inside a settlement period runs to the end of that period.",
        "Where it is not renewed, the agreement is no longer in force from the next settlement period on.",
    ]
    for words in ("2027-06-30", "6 个月", "第 4 条", "以 2 次为限"):
        assert words in "".join(said["zh"])
    option = said_of(agreement(NOTICE, CLAUSE | {"renews": "on_notice"}, **SERVICES))
    assert option["en"][1].startswith("After every term the agreement goes on for another 6 months only where")
    assert len(option["en"]) == 4
