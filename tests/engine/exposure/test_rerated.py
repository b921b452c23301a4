"""Rating what follows anew: the statement of all facts, though only what is touched is folded again."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.exposure.owed import billed_before
from suture.engine.exposure.rerated import Before, happened
from suture.engine.rating import exact
from suture.engine.rating.charges import statement
from suture.engine.rating.exact import fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.gathering import reading_of
from suture.engine.rating.plan import plan
from tests.engine.built import agreement

ON = date(2027, 6, 10)
CLAUSES = [
    {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "0.334 USD/piece"},
    {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "0.334 USD/hour"},
    {
        "id": "minimum", "kind": "take_or_pay", "window": "contract_year", "services": ["catheter"],
        "measure": "accepted", "minimum": "50 piece", "price": "8 USD/piece", "make_up": "none",
        "prorate": "in_force",
    },
]  # fmt: skip


def told(service, quantity, day, kind):
    unit = {"catheter": "piece", "engineering": "hour", "agreement": ""}[service]
    return Fact("2027-014", service, day, Decimal(quantity), unit, kind)


TOLD = [told("catheter", 1, date(2027, 1, 20), "accepted"), told("engineering", 1, date(2027, 1, 21), "worked")]
HOURS = [told("engineering", 5, date(2027, 8, 1), "worked")]
GOODS = [told("catheter", 7, date(2027, 8, 1), "accepted")]
ENDING = [told("agreement", 1, ON, "terminated")]


@pytest.mark.parametrize("point", ["line", "invoice"])
@pytest.mark.parametrize(
    ("follows", "again"),
    [([], []), (HOURS, ["hours"]), (GOODS, ["price", "minimum"]), (ENDING, ["minimum"])],
    ids=["nothing", "hours", "goods", "an ending"],
)
def test_only_what_is_touched_is_folded_again_and_all_is_charged(point, follows, again, monkeypatch):
    planned = plan(agreement(*CLAUSES, rounding={"mode": "half_up", "point": point}))
    reading = reading_of(planned)
    folded = fold(planned, happened(planned, reading, TOLD))
    billed, seen = billed_before(planned, folded, ON), []

    def counted(*given):
        seen.append(given[1].name)
        return exact.fold_line(*given)

    monkeypatch.setattr("suture.engine.exposure.rerated.fold_line", counted)
    charges = Before(planned, folded, billed).charges(happened(planned, reading, [*TOLD, *follows]), follows)
    whole = statement(planned, activity(planned, [*TOLD, *follows]), date(2028, 12, 31), billed)
    assert sorted(seen) == sorted(again)
    assert [(c.clause, c.period, c.money, c.reasons) for c in charges] == [
        (c.clause, c.period, c.money, c.reasons) for c in whole.charges
    ]
