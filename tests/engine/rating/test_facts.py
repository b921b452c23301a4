"""What is wrong with facts as facts of an agreement: each by itself, and what they say of one another."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.fault import dotted
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity, check_facts
from suture.engine.rating.plan import plan
from tests.engine.built import agreement, published
from tests.engine.clauses.test_late_delivery import SAMPLES as LATE

SUPPLY = agreement({"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22"})
GOOD = Fact("2027-014", "catheter", date(2027, 1, 15), Decimal(800), "piece", "accepted", source_id="a1", row=2)


def wrong(*facts, **more):
    return [(fault.line, dotted(fault.path), fault.wrong.text.code) for fault in check_facts(SUPPLY, facts, **more)]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"agreement": "2027-015"}, [("agreement", "fact_other_agreement")]),
        ({"kind": "eaten"}, [("kind", "fact_unknown_kind")]),
        ({"day": date(2030, 1, 1)}, [("date", "fact_outside_term")]),
        ({"service": "stent"}, [("service", "fact_unknown_service")]),
        ({"unit": "box", "quantity": Decimal("0.5")}, [("unit", "fact_wrong_unit")]),
        ({"quantity": Decimal("0.5")}, [("quantity", "fact_not_whole_steps")]),
        ({"service": "cpi", "kind": "index", "unit": "", "day": date(2020, 1, 1), "quantity": Decimal("-0.3")}, []),
        ({"service": "ppi", "kind": "index"}, [("service", "fact_unknown_service")]),
        (
            {"agreement": "x", "kind": "eaten", "day": date(2030, 1, 1), "quantity": Decimal("-0.5")},
            [
                ("agreement", "fact_other_agreement"), ("kind", "fact_unknown_kind"), ("date", "fact_outside_term"),
                ("quantity", "fact_not_whole_steps"), ("quantity", "fact_below_zero"),
            ],
        ),
    ],
)  # fmt: skip
def test_one_fact(changes, faults):
    assert wrong(GOOD._replace(**changes)) == [(2, *fault) for fault in faults]


def test_a_quantity_below_zero_reverses_a_fact_or_says_what_it_takes_back():
    bare = GOOD._replace(quantity=Decimal(-5), source_id="a2", row=3)
    assert wrong(GOOD, bare) == [(3, "quantity", "fact_below_zero")]
    (fault,) = check_facts(SUPPLY, [bare])
    assert str(fault) == (
        "line 3: quantity: -5 is below zero, and nothing says what it takes back\n    Name in 'reverses' the source_id"
        " of the fact that never happened; or, where something is taken back on this day, say so in 'note'."
    )
    assert wrong(GOOD, bare._replace(note="5 pieces came back")) == []
    assert wrong(GOOD, bare._replace(quantity=Decimal(-800), reverses="a1")) == []


def test_what_is_taken_back_counts_on_its_own_day_and_what_is_reversed_nowhere():
    back = GOOD._replace(quantity=Decimal(-5), day=date(2027, 3, 1), source_id="a2", note="5 came back", row=3)
    never = GOOD._replace(quantity=Decimal(-800), day=date(2027, 3, 1), source_id="a2", reverses="a1", row=3)
    planned = plan(SUPPLY)

    def counted(*facts):
        events = activity(planned, facts).events.get(("catheter", "accepted"), [])
        return [sum(period.values()) for period in events][:3]

    assert counted(GOOD, back) == [800, 0, -5]
    assert counted(GOOD, never) == []


def test_what_could_not_be_read_is_not_judged_and_the_rest_is():
    partly = GOOD._replace(agreement="x", quantity=Decimal(0), unit="box", unread=frozenset({"quantity", "date"}))
    assert wrong(partly._replace(day=date.min)) == [
        (2, "agreement", "fact_other_agreement"), (2, "unit", "fact_wrong_unit"),
    ]  # fmt: skip
    assert wrong(GOOD._replace(kind="", service="stent", day=date.min, unread=frozenset({"kind"}))) == []


def test_a_reversal_is_held_against_what_it_reverses_only_where_both_could_be_read():
    back = GOOD._replace(quantity=Decimal(-700), source_id="a2", reverses="a1", row=3)
    assert wrong(GOOD, back) == [(3, "reverses", "fact_reverses_other")]
    unread = frozenset({"quantity"})
    assert wrong(GOOD._replace(quantity=Decimal(0), unread=unread), back) == []
    assert wrong(GOOD, back._replace(quantity=Decimal(0), unread=unread)) == []
    assert wrong(GOOD, back._replace(reverses="a0")) == [(3, "reverses", "fact_reverses_nothing")]
    assert wrong(GOOD, back._replace(reverses="a0"), all_there=False) == []


def test_what_facts_say_of_one_another():
    whole = GOOD._replace(quantity=Decimal(-800), source_id="a2", reverses="a1", row=3)
    assert wrong(GOOD, GOOD._replace(row=3)) == [(3, "source_id", "fact_twice")]
    assert wrong(GOOD, whole, whole._replace(source_id="a3", row=4)) == [(4, "reverses", "fact_reversed_twice")]


FORECAST = Fact("2027-014", "catheter", date(2027, 1, 10), Decimal(900), "piece", "forecast", row=2)


def told(*facts):
    return {key: [dict(at) for at in series] for key, series in activity(plan(SUPPLY), facts).events.items()}


def test_what_was_told_of_a_period_some_periods_before_is_found_by_both():
    found = told(FORECAST._replace(for_day=date(2027, 4, 1)))
    assert found["catheter", "forecast@3"][3] == {"issue": 900}
    assert found["catheter", "forecast.notice"][0] == {"row 2": 81}


def test_of_two_issues_in_a_period_the_last_one_counts_and_its_parts_add_up():
    april = {"for_day": date(2027, 4, 1)}
    first = FORECAST._replace(**april)
    second = [
        FORECAST._replace(**april, day=date(2027, 1, 20), quantity=Decimal(q), row=q) for q in (300, 400)
    ]  # fmt: skip
    for order in ([first, *second], [*second, first]):
        assert told(*order)["catheter", "forecast@3"][3] == {"issue": 700}


def test_a_fact_for_a_day_that_has_passed_is_no_issue_but_has_its_notice():
    found = told(FORECAST._replace(kind="late", for_day=date(2027, 1, 3)))
    assert found["catheter", "late.notice"][0] == {"row 2": -7}
    assert not any(measure.startswith("late@") for _, measure in found)


def test_where_notice_decides_the_amount_a_fact_must_say_the_day_it_is_for():
    agreed = agreement(next(sample for sample in LATE if not sample.get("on")))
    fact = GOOD._replace(kind="late", event="o1")
    assert [f.wrong.text.code for f in check_facts(agreed, [fact])] == ["fact_no_day_for"]
    assert [*check_facts(agreed, [fact._replace(for_day=date(2027, 1, 3))])] == []


def said(agreed, *facts):
    return [str(fault) for fault in check_facts(agreed, facts)]


def test_what_is_not_known_is_refused_with_what_is():
    assert said(SUPPLY, GOOD._replace(service="stent")) == [
        "line 2: service: the agreement has no service 'stent'\n"
        f"    Use one of: {', '.join(SUPPLY.services)}."
    ]  # fmt: skip
    (fault,) = check_facts(SUPPLY, [GOOD._replace(kind="acepted")])
    assert fault.path == ("kind",)
    assert "one of: ordered, accepted, delivered," in str(fault.remedy)
    none = SUPPLY.model_copy(update={"indices": {}})
    value = Fact("2027-014", "cpi", date(2027, 1, 31), Decimal(300), "", "index", row=2)
    (fault,) = check_facts(none, [value])
    assert str(fault.remedy) == "Use one of: none is declared."


def test_of_the_agreement_itself_everything_may_be_told_but_an_index_value():
    end = Fact("2027-014", "agreement", date(2027, 1, 31), Decimal(1), "", "terminated", row=2)
    assert said(SUPPLY, end) == []
    assert [fault.path for fault in check_facts(SUPPLY, [end._replace(kind="index")])] == [("service",)]


def test_an_index_may_be_called_as_a_service_is_and_has_neither_its_unit_nor_its_steps():
    agreed = agreement(*SUPPLY.clauses, indices={"catheter": published("price of a catheter")})
    value = Fact("2027-014", "catheter", date(2027, 1, 31), Decimal("300.5"), "", "index", row=2)
    assert said(agreed, value) == []
    assert said(agreed, value._replace(unit="piece")) == []


def test_nothing_is_not_below_zero():
    assert said(SUPPLY, GOOD._replace(quantity=Decimal(0))) == []


def test_where_the_day_it_is_for_could_not_be_read_nobody_asks_for_it():
    agreed = agreement(next(sample for sample in LATE if not sample.get("on")))
    fact = GOOD._replace(kind="late", event="o1")
    assert [(fault.line, fault.path) for fault in check_facts(agreed, [fact])] == [(2, ("for",))]
    assert said(agreed, fact._replace(unread=frozenset({"for"}))) == []
