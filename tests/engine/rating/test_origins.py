"""What a statement was made from: its sums change with the terms and with what happened, and with nothing else."""

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from suture.engine.rating.charges import statement
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.origins import Origin, causes, origin
from suture.engine.rating.plan import plan
from tests.engine.built import agreement
from tests.engine.clauses.test_graduated import SAMPLES as GRADUATED

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20"}
HOURS = {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100"}
INDEXED = {
    "id": "indexed", "kind": "indexation", "on": ["price"], "index": "cpi", "base": "100", "weight": "60 %",
    "lag_periods": "0", "threshold": "5 %", "past_threshold": "whole_move",
}  # fmt: skip
CHEAPER = {"number": "1", "signed": "2028-01-01", "from": "2028-12-01", "clauses": [HOURS | {"price": "90"}]}
PLANNED = plan(agreement(PRICE, HOURS))
MONTHS = [period.start for period in PLANNED.periods]


def accepted(day: str, quantity: str, **more: object) -> Fact:
    return Fact("2027-014", "catheter", date.fromisoformat(day), Decimal(quantity), "piece", "accepted", **more)


JANUARY, MARCH = accepted("2027-01-10", "800", source_id="a"), accepted("2027-03-02", "5", source_id="b")
WORKED = Fact("2027-014", "engineering", date(2027, 1, 20), Decimal("1.5"), "hour", "worked", source_id="c")
ALL = [JANUARY, MARCH, WORKED]


def made_from(*facts: Fact, planned=PLANNED) -> Origin:
    return origin(planned, activity(planned, facts))


def changed(one: Origin, other: Origin) -> list[str]:
    """The months whose facts differ."""
    assert one.facts.keys() == other.facts.keys()
    return [str(day)[:7] for day in one.facts if one.facts[day] != other.facts[day]]


def test_it_has_the_sum_of_every_settlement_period_and_those_in_which_the_same_happened_are_alike():
    found = made_from(*ALL)
    assert list(found.facts) == MONTHS
    assert len({found.facts[day] for day in MONTHS}) == 3, "January, March, and all months of nothing"


def test_the_order_in_which_facts_are_told_changes_nothing():
    assert len({repr(made_from(*order)) for order in permutations(ALL)}) == 1


def test_neither_does_how_a_quantity_is_written_nor_what_is_said_beside_it():
    again = accepted("2027-01-30", "8.0E+2", source_id="a", note="counted again")
    assert made_from(again, MARCH, WORKED) == made_from(*ALL)


@pytest.mark.parametrize(
    ("facts", "months"),
    [
        ([JANUARY, MARCH], ["2027-01"]),
        ([JANUARY, WORKED], ["2027-03"]),
        ([*ALL, accepted("2027-02-01", "1", source_id="d")], ["2027-02"]),
        ([accepted("2027-01-10", "801", source_id="a"), MARCH, WORKED], ["2027-01"]),
        ([accepted("2027-02-10", "800", source_id="a"), MARCH, WORKED], ["2027-01", "2027-02"]),
        ([JANUARY._replace(kind="ordered"), MARCH, WORKED], ["2027-01"]),
        ([*ALL, accepted("2027-03-02", "-5", reverses="b")], ["2027-03"]),
        ([*ALL, accepted("2027-02-02", "0", source_id="d")], []),
    ],
)
def test_a_fact_that_is_added_corrected_moved_or_reversed_changes_the_sum_of_its_months_only(facts, months):
    assert changed(made_from(*ALL), made_from(*facts)) == months


def test_what_was_told_of_a_reversed_fact_is_as_if_it_had_never_been():
    assert made_from(JANUARY, MARCH, accepted("2027-03-02", "-5", reverses="b")) == made_from(JANUARY)


def test_the_end_of_an_agreement_changes_its_month_and_those_after_it():
    end = Fact("2027-014", "agreement", date(2028, 11, 30), Decimal(1), "", "terminated", source_id="e")
    assert changed(made_from(*ALL), made_from(*ALL, end)) == ["2028-11", "2028-12"]


def test_a_level_that_is_published_changes_the_months_in_which_it_stands():
    planned = plan(agreement(PRICE, INDEXED))

    def level(day: str, value: str) -> Fact:
        return Fact("2027-014", "cpi", date.fromisoformat(day), Decimal(value), "", "index")

    first, later = level("2026-12-01", "100"), level("2028-10-05", "104")
    one, other = made_from(first, planned=planned), made_from(first, later, planned=planned)
    assert changed(one, other) == ["2028-10", "2028-11", "2028-12"]


def test_the_sum_of_the_terms_is_that_of_all_that_is_written():
    dearer, amended = agreement(PRICE | {"price": "21"}, HOURS), agreement(PRICE, HOURS, amendments=[CHEAPER])
    written = (PLANNED, plan(dearer), plan(amended), plan(agreement(PRICE, HOURS)))
    sums = [made_from(*ALL, planned=planned).terms for planned in written]
    assert sums[3] == sums[0]
    assert len(set(sums)) == 3


def test_terms_that_differ_in_nothing_but_the_kind_of_a_clause_are_other_terms():
    """Graduated and volume prices are written alike, and charge otherwise."""
    graduated, volume = (plan(agreement(GRADUATED[0] | {"kind": kind})) for kind in ("graduated", "volume"))
    assert made_from(planned=graduated).facts == made_from(planned=volume).facts
    assert made_from(planned=graduated).terms != made_from(planned=volume).terms


def test_the_sums_are_those_that_stand_in_statements_of_before():
    """A sum that is made otherwise than it was lets the next statement blame terms or facts that nobody changed."""
    found = made_from(*ALL)
    assert found.terms == "68bdbb73420c7f8b"
    assert [found.facts[month] for month in MONTHS[:3]] == ["7b2f3dc90e8e7955", "f2e185d2d8228c66", "97c799ee6a18da47"]


def why(before: Origin, now: Origin, at: int) -> list[str]:
    return [str(message) for message in causes(before, now, PLANNED.periods[at], PLANNED.periods)]


def test_a_cause_lies_in_the_period_or_before_it_and_each_period_is_named():
    before, now = made_from(MARCH), made_from(JANUARY, WORKED)
    assert why(before, now, 0) == ["since then facts of 2027-01-01..2027-01-31 were added, corrected or reversed"]
    assert why(before, now, 1) == why(before, now, 0)
    assert why(before, now, 2) == [
        "since then facts of 2027-01-01..2027-01-31 and 2027-03-01..2027-03-31 were added, corrected or reversed"
    ]
    assert why(now, now, 2) == []


def test_a_period_of_which_no_statement_knew_anything_is_no_cause():
    """The first statement went to the end of January; what February brought was not changed since, it is new."""
    before = made_from(JANUARY)
    partly = before._replace(facts={MONTHS[0]: before.facts[MONTHS[0]]})
    assert why(partly, made_from(JANUARY, MARCH), 2) == []
    assert why(partly._replace(facts={}), made_from(MARCH), 2) == []


def test_terms_are_a_cause_only_where_it_is_known_which_they_were():
    now = made_from(JANUARY)
    assert why(now._replace(terms="0" * 16), now, 0) == ["since then the terms were changed"]
    assert why(now._replace(terms=""), now, 0) == []
    both = why(made_from(MARCH)._replace(terms="0" * 16), now, 0)
    assert len(both) == 2
    assert both[0] == "since then the terms were changed"


def test_only_what_corrects_a_charge_is_told_why():
    """January was billed without the hours; February is billed for the first time."""
    happened = activity(PLANNED, [JANUARY, WORKED, accepted("2027-02-05", "10", source_id="d")])
    before = made_from(JANUARY)
    billed = {("price", MONTHS[0]): 1_500_000}
    done = statement(PLANNED, happened, date(2027, 2, 28), billed, before)
    codes = {(each.clause, each.period.start.month): [m.text.code for m in each.reasons] for each in done.charges}
    assert codes["price", 1][:2] == ["charge.correction", "charge.facts_changed"]
    assert not {"charge.facts_changed", "charge.correction"} & {*codes["price", 2], *codes["hours", 1]}
