"""Fixings: which published value of an index counts for a settlement period, and which is missing."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.rating.fact import Fact
from suture.engine.rating.fixings import check_levels, levels
from suture.engine.rating.plan import plan
from tests.engine.built import agreement, published

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
INDEXED = {
    "id": "index", "kind": "indexation", "on": ["price"], "index": "cpi", "base": "300", "weight": "60 %",
    "lag_periods": "0", "threshold": "0 %", "past_threshold": "whole_move",
}  # fmt: skip

IN_EURO = {
    "id": "in_euro", "kind": "conversion", "of": ["price"], "from_currency": "USD", "currency": "EUR", "index": "cpi",
    "quoted_for": "1", "lag_periods": "0", "counted_amounts": "unrounded",
}  # fmt: skip


def planned(clause=INDEXED, **index):
    return plan(agreement(PRICE, clause, indices={"cpi": published("US CPI-U") | index}))


def converting():
    return planned(IN_EURO)


def fixing(day, value, about=""):
    about = date.fromisoformat(about) if about else None
    return Fact("2027-014", "cpi", date.fromisoformat(day), Decimal(value), "", "index", for_day=about)


def of(facts, **index):
    return [str(level) for level in levels(planned(**index), facts)["cpi"][:4]]


def test_the_last_value_published_by_the_end_of_the_period_counts():
    assert of([fixing("2027-01-12", "300"), fixing("2027-03-12", "303")]) == ["300", "300", "303", "303"]


def test_what_is_published_counts_by_the_day_that_it_is_about_not_by_its_publication():
    late = [fixing("2027-02-10", "301", about="2027-01-31"), fixing("2027-02-12", "299", about="2026-12-31")]
    assert of(late) == ["0", "301", "301", "301"]


@pytest.mark.parametrize(("revised", "february"), [("first_stands", "301"), ("last_counts", "302.5")])
def test_a_value_that_is_revised_counts_as_first_or_as_last_published(revised, february):
    told = [
        fixing("2027-01-12", "300", about="2026-12-31"),
        fixing("2027-02-12", "301", about="2027-01-31"),
        fixing("2027-04-14", "302.5", about="2027-01-31"),
    ]
    assert of(told, revised=revised)[:2] == ["300", february]
    assert of(list(reversed(told)), revised=revised)[:2] == ["300", february]


def test_what_is_published_on_the_first_day_of_a_period_counts_in_it_and_not_before():
    assert of([fixing("2027-01-12", "300"), fixing("2027-02-01", "301")]) == ["300", "301", "301", "301"]


@pytest.mark.parametrize(("revised", "counts"), [("first_stands", "305"), ("last_counts", "301")])
def test_of_two_values_published_on_one_day_the_one_that_is_told_first_is_the_first(revised, counts):
    told = [fixing("2027-02-12", value, about="2027-01-31") for value in ("305", "301")]
    assert of(told, revised=revised) == ["0", counts, counts, counts]


def test_an_index_of_which_nothing_is_published_at_all_is_refused_as_one_that_comes_too_late():
    found = [fault.wrong.text.code for fault in check_levels(planned(), [], date(2027, 3, 31))]
    assert found == ["index_missing"]


@pytest.mark.parametrize("value", ["0", "-1.0875"])
def test_a_rate_of_zero_or_below_converts_nothing(value):
    told = [fixing("2027-01-12", "1.0875"), fixing("2027-02-12", value)]
    found = [str(fault) for fault in check_levels(converting(), told, date(2027, 3, 31))]
    assert found == [
        f"clauses.in_euro: clause 'in_euro' converts at 'cpi', and {value} is no rate\n"
        "    Correct the fact of kind index, service cpi: a rate is above 0."
    ]


def test_a_rate_above_zero_converts_however_small_and_an_index_that_converts_nothing_may_be_zero():
    told = [fixing("2027-01-12", "0.0001"), fixing("2027-02-12", "1")]
    assert list(check_levels(converting(), told, date(2027, 3, 31))) == []
    assert list(check_levels(planned(), [fixing("2027-01-12", "0")], date(2027, 3, 31))) == []


def test_a_rate_of_zero_is_refused_by_each_version_of_the_clause_that_reads_it():
    later = {"number": "1", "signed": "2027-03-01", "from": "2027-04-01", "clauses": [IN_EURO | {"lag_periods": "1"}]}
    terms = plan(agreement(PRICE, IN_EURO, amendments=[later]))
    told = [fixing("2027-01-12", "0")]
    found = [(fault.path, fault.wrong.text.code) for fault in check_levels(terms, told, date(2027, 4, 30))]
    assert found == [(("clauses", "in_euro"), "conversion_rate_not_above_zero")] * 2


def test_a_first_value_that_is_missing_is_refused_with_its_month():
    found = [str(fault) for fault in check_levels(planned(), [fixing("2027-02-12", "301")], date(2027, 3, 31))]
    assert found == [
        "clauses.index: clause 'index' needs index 'cpi' for 2027-01-31, and no value is published up to then\n"
        "    Add a fact of kind index, service cpi, dated on or before 2027-01-31."
    ]


def test_where_each_period_needs_a_new_value_every_one_that_is_missing_is_refused():
    told = [fixing("2027-01-12", "300"), fixing("2027-03-12", "303")]
    through = date(2027, 4, 30)
    assert list(check_levels(planned(missing="last_stands"), told, through)) == []
    found = [str(fault).split("\n")[0] for fault in check_levels(planned(missing="needed"), told, through)]
    assert [fault.split(" in ")[1] for fault in found] == [
        "2027-02-01..2027-02-28, and none is published",
        "2027-04-01..2027-04-30, and none is published",
    ]


def test_with_a_lag_the_value_of_the_period_before_is_needed_and_not_that_of_this_one():
    late = planned(INDEXED | {"lag_periods": "1"}, missing="needed")
    assert list(check_levels(late, [fixing("2027-01-12", "300")], date(2027, 2, 28))) == []
    assert len(list(check_levels(late, [fixing("2027-01-12", "300")], date(2027, 3, 31)))) == 1


def test_a_clause_that_an_amendment_adds_needs_no_value_of_before():
    added = {"number": "1", "signed": "2027-05-01", "from": "2027-06-01", "clauses": [INDEXED]}
    terms = plan(agreement(PRICE, amendments=[added], indices={"cpi": published("US CPI-U")}))
    assert list(check_levels(terms, [fixing("2027-06-12", "300")], date(2027, 7, 31))) == []
