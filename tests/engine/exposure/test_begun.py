"""What is made already is not made again when the rest of an order is taken."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.exposure.exposure import exposure
from suture.engine.exposure.scenario import CANCEL, PLAN, Scenario
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import plan
from tests.engine.built import agreement

ON = date(2027, 5, 10)
PLANNED = plan(
    agreement(
        {"id": "price", "kind": "unit", "service": "catheter", "measure": "delivered", "price": "10"},
        {
            "id": "unlifted", "kind": "unlifted_goods", "service": "catheter", "ready": "made", "taken": "delivered",
            "after": {"days": 90, "periods": 3}, "share": "100 %", "price": "10", "kept_months": 6,
            "on_exit": "nothing_due",
        },
    )
)  # fmt: skip


def told(kind, quantity, day, event="o1", for_day=None):
    return Fact("2027-014", "catheter", day, Decimal(quantity), "piece", kind, event=event, for_day=for_day)


def seen(*facts, scenarios=(CANCEL,)):
    return exposure(PLANNED, facts, ON, scenarios)


ORDERED = told("ordered", 100, date(2027, 1, 5), for_day=date(2027, 6, 1))


def unlifted(owed):
    return sum(part.money.amount for part in owed.parts if part.clause == "unlifted")


def facts(owed):
    return [(fact.kind, int(fact.quantity)) for fact in owed.facts]


@pytest.mark.parametrize(
    ("event", "made", "delivered", "again"),
    [("o1", 60, 40, 40), ("o1", 0, 0, 100), ("o1", 100, 40, 0), ("stock", 60, 40, 40), ("o1", 40, 40, 60)],
)
def test_only_what_was_not_made_is_made_when_the_rest_is_taken(event, made, delivered, again):
    parts = [told("made", made, date(2027, 2, 1), event)] if made else []
    parts += [told("delivered", delivered, date(2027, 2, 5))] if delivered else []
    course = facts(seen(ORDERED, *parts).planned)
    assert course == [("delivered", 100 - delivered), *([("made", again)] if again else [])]


def test_goods_that_stand_unlifted_are_lifted_as_planned_and_paid_for_once():
    """60 made in February, 40 lifted: 20 × 10.00 fall due in May unless they are taken before."""
    made = told("made", 60, date(2027, 2, 1)), told("delivered", 40, date(2027, 2, 5))
    found = seen(ORDERED, *made, scenarios=(CANCEL, Scenario("delay", months=1)))
    assert unlifted(found.owed[0]) == 200
    assert unlifted(found.planned) == unlifted(found.owed[1]) == 0
    assert found.planned.scenario == PLAN


def test_of_a_cut_order_the_goods_made_are_taken_first():
    made = told("made", 60, date(2027, 2, 1)), told("delivered", 40, date(2027, 2, 5))
    found = seen(ORDERED, *made, scenarios=(Scenario("cut", Decimal("0.5")),))
    assert facts(found.owed[0]) == [("cancelled", 30), ("delivered", 30), ("made", 10)]


def test_what_of_an_order_is_made_already_is_provided_for_by_the_clause_of_goods_not_lifted():
    made = told("made", 60, date(2027, 2, 1)), told("delivered", 40, date(2027, 2, 5))
    other = told("ordered", 80, date(2027, 4, 1), "o2", date(2027, 8, 1))
    assert [str(each) for each in seen(ORDERED, *made, other).uncovered] == [
        "120 catheter on order: no clause says what cancelling costs"  # 60 and 80 open, of which 20 are made
    ]
    assert seen(ORDERED, told("made", 100, date(2027, 2, 1))).uncovered == ()
