"""Rating to the letter: what its refusals and reasons say, and the very period, day or step at which a thing begins."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.rating.charges import ending_of
from suture.engine.rating.cliffs import closes
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import check_facts
from suture.engine.rating.fixings import check_levels
from suture.engine.rating.plan import plan
from suture.engine.rating.trial import totals, tried, until
from tests.engine.built import agreement, published
from tests.engine.rating.test_charges import BY_INVOICE, charged
from tests.engine.rating.test_facts import GOOD, SUPPLY

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
INDEXED = {
    "id": "indexed", "kind": "indexation", "on": ["price"], "index": "cpi", "base": "300", "weight": "60 %",
    "lag_periods": "0", "threshold": "0 %", "past_threshold": "whole_move",
}  # fmt: skip
DAY = date(2027, 3, 15)


def said(*facts):
    return [str(fault) for fault in check_facts(SUPPLY, facts)]


def test_facts_that_contradict_one_another_are_refused_with_both():
    back = GOOD._replace(quantity=Decimal(-700), source_id="a2", reverses="a1", row=3)
    assert said(GOOD, GOOD._replace(row=3)) == [
        "line 3: source_id: source_id 'a1' stands here and in row 2\n    Give every fact a source_id of its own."
    ]
    assert said(GOOD, back) == [
        "line 3: reverses: it reverses 'a1' but is not its opposite: catheter accepted -700 against catheter accepted "
        "-800\n    A reversing fact repeats the service and kind and has the opposite quantity: -800. To take back a "
        "part, leave 'reverses' empty and say in 'note' what it is."
    ]
    assert said(GOOD, back._replace(quantity=Decimal(-800)), back._replace(quantity=Decimal(-800), source_id="a3")) == [
        "line 3: reverses: it reverses 'a1', which is a reversal itself or was reversed before\n    Tell what holds in "
        "a new fact instead."
    ]
    assert said(back._replace(reverses="a9")) == [
        "line 3: reverses: it reverses 'a9', which is not among the facts\n    Name the source_id of the fact to "
        "cancel."
    ]


@pytest.mark.parametrize("column", ["service", "kind", "quantity"])
def test_what_could_not_be_read_of_either_makes_no_contradiction(column):
    back = GOOD._replace(quantity=Decimal(-700), source_id="a2", reverses="a1", row=3)
    assert said(GOOD, back._replace(unread=frozenset({column}))) == []
    assert said(GOOD._replace(unread=frozenset({column})), back) == []


def test_an_index_value_is_there_that_is_published_on_the_last_day_of_its_period_and_one_that_is_missing_is_named():
    needed = plan(agreement(PRICE, INDEXED, indices={"cpi": published("US CPI-U") | {"missing": "needed"}}))
    value = Fact("2027-014", "cpi", date(2027, 1, 31), Decimal(300), "", "index")
    assert list(check_levels(needed, [value], date(2027, 1, 31))) == []
    assert [str(fault) for fault in check_levels(needed, [value], date(2027, 2, 28))] == [
        "clauses.indexed: clause 'indexed' needs a new value of index 'cpi' in 2027-02-01..2027-02-28, and none is "
        "published in it\n    Add a fact of kind index, service cpi, dated in 2027-02-01..2027-02-28; or let "
        "'missing' of the index be last_stands."
    ]


def test_a_statement_goes_to_the_end_of_the_period_of_a_day_and_after_the_agreement_to_its_last():
    planned = plan(SUPPLY)
    assert ending_of(planned, date(2027, 2, 1)) == date(2027, 2, 28)
    assert ending_of(planned, date(2031, 1, 1)) == date(2028, 12, 31)


@pytest.mark.parametrize(("mode", "amount", "due"), [("up", "0.01", "9.99"), ("down", "-0.00", "9.98")])
def test_rounding_by_invoice_rounds_lines_and_sum_in_the_mode_of_the_agreement(mode, amount, due):
    price = PRICE | {"price": "4.991 USD/piece"}
    work = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "4.993 USD/hour"}
    _, done = charged(price, work, taken=[1], worked=[4], rounding=BY_INVOICE["rounding"] | {"mode": mode})
    lines = {"up": "10.00", "down": "9.98"}[mode]
    assert str(done.total()) == f"{due} USD"
    reasons = [str(charge.reasons[0]) for charge in done.charges if charge.clause.startswith("invoice")]
    assert reasons in (
        [],
        [
            f"since the start 9.984 USD unrounded, which is {due} USD; the lines make {lines} USD, and 0 USD was "
            "rounded before"
        ],
    )
    assert bool(reasons) == (lines != due)


def test_a_plan_until_a_day_holds_what_stands_up_to_the_end_of_its_period():
    later = {"number": "1", "signed": "2027-04-01", "from": "2027-04-01"}
    work = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100 USD/hour"}
    dearer = PRICE | {"price": "25 USD/piece"}
    planned = plan(agreement(PRICE, amendments=[later | {"clauses": [dearer, work]}]))
    march, april = until(planned, DAY), until(planned, date(2027, 4, 1))
    assert [str(period.start) for period in march.periods] == ["2027-01-01", "2027-02-01", "2027-03-01"]
    assert [(line.name, len(line.versions), len(line.windows), len(line.terms)) for line in march.lines] == [
        ("price", 1, 3, 3)
    ]
    assert [(line.name, len(line.versions), len(line.windows), len(line.terms)) for line in april.lines] == [
        ("price", 2, 4, 4), ("work", 1, 1, 1),
    ]  # fmt: skip


def test_totals_count_with_what_is_known_beside():
    terms = agreement(PRICE, INDEXED, PRICE | {"id": "more", "price": "1 USD/piece"})
    known = [Fact("2027-014", "cpi", date(2027, 1, 12), Decimal(330), "", "index")]
    planned = plan(terms)
    assert totals(planned, {"catheter": Decimal(100)}, DAY, known) == {"USD": Decimal("2220")}  # 6 % of 2,000 more
    assert str(tried(planned, {"catheter": Decimal(100)}, DAY, known).total()) == "2,220.00 USD"


LATER = {"number": "1", "signed": "2027-03-01", "from": "2027-03-01"}
PAID = {"id": "index", "kind": "indexation", "on": ["price"], "index": "cpi", "base": "300", "weight": "60 %",
        "lag_periods": "2", "threshold": "0 %", "past_threshold": "whole_move"}  # fmt: skip
YEARLY = {
    "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "full", "counts": ["price"],
    "minimum_spend": "6000 USD", "counted_amounts": "unrounded",
}  # fmt: skip


def closing(clause, at, *amending):
    """The settlement period in which what a clause counts of period ``at`` is settled."""
    planned = plan(agreement(PRICE, *[clause][: not amending], amendments=[LATER | {"clauses": c} for c in amending]))
    return closes(next(line for line in planned.lines if line.name == clause["id"]), at)


def test_what_is_counted_is_settled_when_its_window_closes_or_at_once_and_a_lag_later():
    assert [closing(PRICE | {"id": "other"}, at) for at in (0, 5, 23)] == [0, 5, 23]
    assert [closing(PAID, at) for at in (0, 5, 22, 23)] == [2, 7, 23, 23]
    assert [closing(YEARLY, at) for at in (0, 11, 12, 23)] == [11, 11, 23, 23]
    assert [closing(YEARLY, at, [YEARLY]) for at in (0, 2, 12)] == [11, 11, 23]
