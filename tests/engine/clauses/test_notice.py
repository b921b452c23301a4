"""Notice: a gate that counts the notices that were given in time."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.clauses import notice
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {"id": "notice", "kind": "notice", "service": "non_renewal", "given_by": "either", "days": 90}
SAMPLES = [CLAUSE, CLAUSE | {"days": 0, "given_by": "buyer"}]
SERVICES = {"services": {"non_renewal": {"unit": "notice", "step": "1", "describes": "non-renewal"}}}


def level(clause, given, days):
    planned = plan(agreement(clause, **SERVICES))
    facts = {("non_renewal", "event"): given, ("non_renewal", "event.notice"): days}
    return [int(due) for due in exact.fold(planned, happened(planned, facts))[0].due]


@pytest.mark.parametrize(("days", "counts"), [(200, 1), (90, 1), (89, 0), (0, 0), (-5, 0)])
def test_a_notice_counts_where_it_is_early_enough(days, counts):
    assert level(CLAUSE, [1], [days])[0] == counts


def test_a_notice_of_no_days_may_be_given_on_the_day_itself():
    assert level(CLAUSE | {"days": 0}, [1], [0])[0] == 1
    assert level(CLAUSE | {"days": 0}, [1], [-1])[0] == 0


def test_notices_add_up_and_stay():
    assert level(CLAUSE, [1, 0, {"a": 1, "b": 1}], [120, 0, {"a": 100, "b": 20}])[:4] == [1, 1, 2, 2]


def test_a_notice_that_comes_too_late_is_kept_so_that_it_is_explained():
    planned = plan(agreement(CLAUSE, **SERVICES))
    facts = {("non_renewal", "event"): [2, 1, 1], ("non_renewal", "event.notice"): [10, 100, 20]}
    states = [entry.after for entry in exact.fold(planned, happened(planned, facts))[0].entries]
    assert [(state.late, state.due) for state in states] == [(2, 0), (2, 1), (3, 1)]


def test_the_days_are_those_from_the_notice_to_the_day_it_is_for_and_a_reversed_one_never_was():
    planned = plan(agreement(CLAUSE, **SERVICES))

    def given(day, quantity="1", **more):
        return Fact(
            "2027-014", "non_renewal", date.fromisoformat(day), Decimal(quantity), "notice", "event",
            for_day=date(2028, 1, 1), **more,
        )  # fmt: skip

    def counted(*facts):
        return exact.fold(planned, activity(planned, facts))[0].due[-1]

    assert counted(given("2027-10-03")) == 1  # 90 days before
    assert counted(given("2027-10-04")) == 0
    taken_back = given("2027-11-01", "-1", source_id="N2", reverses="N1")
    assert counted(given("2027-09-01", source_id="N1"), taken_back) == 0


def test_the_simulation_counts_the_same():
    terms = agreement(CLAUSE, **SERVICES)
    facts = {("non_renewal", "event"): [1, 1, 1], ("non_renewal", "event.notice"): [90, 89, 91]}
    assert in_lanes(terms, happened(plan(terms), facts))["notice"][:3] == [1, 1, 2]


def test_it_is_a_gate_and_no_charge():
    assert notice.KIND.effect == "gate"


def test_the_entry_explains_itself():
    terms = agreement(CLAUSE, **SERVICES)
    facts = {("non_renewal", "event"): [1, 1], ("non_renewal", "event.notice"): [90, 30]}
    assert told(terms, facts, "notice", 0) == ["notice given 90 days before the day it is for, 90 needed: in time"]
    assert told(terms, facts, "notice", 1) == [
        "notice given 30 days before the day it is for, 90 needed: too late, it does not count"
    ]


@pytest.mark.parametrize(
    ("given_by", "who", "who_zh"),
    [("either", "Either side", "任何一方"), ("buyer", "The buyer", "买方"), ("seller", "The seller", "卖方")],
)
def test_the_text_that_is_signed_says_every_term(given_by, who, who_zh):
    said = said_of(agreement(CLAUSE | {"given_by": given_by}, **SERVICES))
    assert said["en"] == [
        f"{who} may give notice of non-renewal in writing, 90 days or more before the day that it is for.",
        "A notice that comes later does not count.",
    ]
    assert said["zh"][0].startswith(who_zh)
    assert "90 天" in said["zh"][0]
