"""Amendments as terms: as the agreement reads on a day, and what is refused."""

from datetime import date

import pytest

from suture.engine.terms.amendments import as_of, courses, whole
from suture.engine.terms.faults import faults
from tests.engine.built import agreement

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
WORK = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100 USD/hour"}
CHEAPER = PRICE | {"price": "18 USD/piece"}
FIRST = {"number": "1", "signed": "2027-05-12", "from": "2027-07-01", "clauses": [CHEAPER]}
SECOND = {"number": "2", "signed": "2028-01-20", "from": "2028-02-01", "ends": ["work"], "until": "2030-01-01"}


def refusals(*amendments):
    return [str(fault).split("\n")[0] for fault in faults(agreement(PRICE, WORK, amendments=amendments))]


def test_the_agreement_reads_on_each_day_as_the_amendments_until_then_made_it():
    terms = agreement(PRICE, WORK, amendments=[FIRST, SECOND])
    assert as_of(terms, date(2027, 6, 30)) == agreement(PRICE, WORK)
    assert as_of(terms, date(2027, 7, 1)) == agreement(CHEAPER, WORK)
    last = as_of(terms, date(2028, 2, 1))
    assert [clause.id for clause in last.clauses] == ["price"]
    assert last.valid.until == date(2030, 1, 1)
    assert [clause.id for clause in whole(terms).clauses] == ["price", "work"]


def test_a_clause_has_a_course_of_versions_and_an_end():
    price, work = courses(agreement(PRICE, WORK, amendments=[FIRST, SECOND]))
    assert [day for day, _ in price.versions] == [date(2027, 1, 1), date(2027, 7, 1)]
    assert (price.until, work.until) == (date(2030, 1, 1), date(2028, 2, 1))


@pytest.mark.parametrize(
    ("amendments", "said"),
    [
        ([FIRST | {"from": "2027-01-01"}], "amendments[0].from: it holds from 2027-01-01, not after 2027-01-01"),
        (
            [SECOND, FIRST],
            "amendments[1].from: it holds from 2027-07-01, not after 2028-02-01",
        ),
        (
            [FIRST | {"from": "2028-12-02"}],
            "amendments[0].from: no settlement period begins on or after 2028-12-02; the agreement ends on 2029-01-01",
        ),
        ([FIRST, FIRST | {"from": "2027-08-01"}], "amendments[1].number: another amendment has the number '1' too"),
        ([FIRST | {"clauses": []}], "amendments[0]: it changes nothing"),
        (
            [FIRST | {"until": "2027-07-01"}],
            "amendments[0].until: the new end 2027-07-01 does not lie after the day from which it holds, 2027-07-01",
        ),
        ([FIRST | {"ends": ["tools"]}], "amendments[0].ends[0]: there is no clause 'tools' to end"),
        ([SECOND | {"ends": ["work", "work"]}], "amendments[0].ends[1]: the amendment ends 'work' twice"),
        (
            [FIRST | {"from": "2029-01-02", "until": "2030-01-01"}],
            "amendments[0].from: it holds from 2029-01-02, when the agreement has ended (2029-01-01)",
        ),
        (
            [FIRST | {"until": "2027-12-01"}, SECOND],
            "amendments[1].from: it holds from 2028-02-01, when the agreement has ended (2027-12-01)",
        ),
        ([FIRST | {"ends": ["price"]}], "amendments[0].ends[0]: 'price' ends and is replaced at once"),
        (
            [SECOND, {"number": "3", "signed": "2028-03-01", "from": "2028-04-01", "clauses": [WORK]}],
            "amendments[1].clauses[0].id: 'work' has ended and cannot begin again",
        ),
        (
            [FIRST | {"clauses": [CHEAPER | {"currency": "EUR", "price": "18 EUR/piece"}]}],
            "amendments[0].clauses[0]: 'price' is replaced by a clause of another currency: EUR instead of USD",
        ),
        (
            [FIRST | {"clauses": [WORK | {"id": "price"}]}],
            "amendments[0].clauses[0]: 'price' is replaced by a clause of another unit: 0.25 hour instead of 1 piece",
        ),
        (
            [FIRST | {"services": {"catheter": {"unit": "box", "step": "1"}}}],
            "amendments[0].services.catheter: 'catheter' is declared already",
        ),
        (
            [FIRST | {"clauses": [CHEAPER, CHEAPER]}],
            "amendments[0].clauses[1].id: the amendment writes clause 'price' twice",
        ),
        (
            [
                FIRST | {"from": "2027-07-05", "clauses": [PRICE | {"id": "lamps"}]},
                {"number": "2", "signed": "2027-07-01", "from": "2027-07-20", "ends": ["lamps"]},
            ],
            "amendments[1]: 'lamps' is added from 2027-07-05, and no settlement period begins before it ends "
            "(2027-07-20)",
        ),
        (
            [FIRST | {"until": "9999-12-31"}],
            "amendments[0].until: it moves the end to 9999-12-31, more than 100 years after the beginning",
        ),
        (
            [FIRST | {"clauses": [CHEAPER | {"service": "lamp"}]}],
            "amendments[0].clauses[0].service: the agreement has no service 'lamp'",
        ),
    ],
)
def test_what_is_refused(amendments, said):
    assert said in refusals(*amendments)


def test_an_agreement_may_be_extended_on_the_day_on_which_it_would_end():
    assert refusals(FIRST | {"from": "2029-01-01", "until": "2030-01-01"}) == []


def test_an_amendment_holds_from_the_settlement_period_that_begins_on_or_after_its_day():
    terms = agreement(PRICE, WORK, amendments=[FIRST | {"from": "2027-07-02"}])
    assert as_of(terms, date(2027, 7, 31)) == agreement(PRICE, WORK)
    assert as_of(terms, date(2027, 8, 1)) == agreement(CHEAPER, WORK)


def test_a_circle_over_several_versions_is_refused_and_another_id_opens_it():
    index = {
        "kind": "indexation", "index": "cpi", "base": "100", "weight": "60 %", "lag_periods": "0", "threshold": "0 %",
        "past_threshold": "excess",
    }  # fmt: skip
    one, other = index | {"id": "one", "on": ["price", "other"]}, index | {"id": "other", "on": ["price"]}
    turned = [index | {"id": "one", "on": ["price"]}, index | {"id": "other", "on": ["price", "one"]}]
    anew = [index | {"id": "one_anew", "on": ["price"]}, index | {"id": "other", "on": ["price", "one_anew"]}]

    def said(change):
        terms = agreement(PRICE, one, other, amendments=[FIRST | change])
        return [str(fault).split("\n")[0] for fault in faults(terms)]

    assert said({"clauses": turned}) == ["clauses[1]: these clauses count one another in a circle: one, other"]
    assert said({"clauses": anew, "ends": ["one"]}) == []


def test_what_only_one_of_two_versions_reads_is_said_to_be_none_in_the_other():
    payment = {"id": "pay", "kind": "payment", "on": ["price"], "payment_days": 30, "payment_periods": 1}
    deposit = {
        "services": ["catheter"], "measure": "ordered", "share": "0.3", "value_per_unit": "20 USD/piece",
        "set_off": "until_used_up",
    }  # fmt: skip
    without = {"number": "1", "signed": "2027-05-12", "from": "2027-07-01", "clauses": [payment]}
    terms = agreement(PRICE, payment | {"deposit": deposit}, amendments=[without])
    said = "\n".join(str(fault) for fault in faults(terms))
    assert "number of settlement periods looked back: none instead of 0" in said
