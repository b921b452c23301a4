"""What is owed: parts of the statement of what follows, less what was due for periods before the day."""

from datetime import date
from decimal import Decimal

from suture.engine.exposure.exposure import exposure
from suture.engine.exposure.owed import billed_before, totals
from suture.engine.exposure.rerated import happened
from suture.engine.exposure.scenario import CANCEL, LEAVE
from suture.engine.rating.charges import statement
from suture.engine.rating.exact import fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.gathering import reading_of
from suture.engine.rating.plan import plan
from tests.engine.built import agreement

D = Decimal
ON = date(2027, 6, 10)
PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "0.334 USD/piece"}
HOURS = {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "0.334 USD/hour"}
EUROS = {
    "id": "yearly", "kind": "periodic_fee", "fee": "100 EUR", "per": "contract_year", "billed": "in_arrears",
    "part_of_a_period": "whole", "currency": "EUR",
}  # fmt: skip


def told(service, quantity, day, kind):
    unit = {"catheter": "piece", "engineering": "hour"}[service]
    return Fact("2027-014", service, day, D(quantity), unit, kind)


TOLD = [
    told("catheter", 1, date(2027, 1, 20), "accepted"),
    told("engineering", 1, date(2027, 1, 21), "worked"),
    told("catheter", 1, date(2027, 2, 20), "accepted"),
    told("engineering", 1, date(2027, 6, 1), "worked"),
]


def test_what_was_due_before_is_what_a_statement_to_the_day_bills_also_its_rounding():
    planned = plan(agreement(PRICE, HOURS, rounding={"mode": "half_up", "point": "invoice"}))
    folded = fold(planned, happened(planned, reading_of(planned), TOLD))
    billed = statement(planned, activity(planned, TOLD), date(2027, 5, 31), {})
    # 0.668 in January is 0.67, and its lines are 0.33 each
    assert billed_before(planned, folded, ON) == {
        (charge.clause, charge.period.start): charge.money.minor for charge in billed.charges
    }
    assert billed_before(planned, folded, ON)["invoice_rounding_usd", date(2027, 1, 1)] == 1


def test_nothing_is_billed_before_the_first_period_has_ended():
    planned = plan(agreement(PRICE))
    folded = fold(planned, happened(planned, reading_of(planned), TOLD))
    assert billed_before(planned, folded, date(2027, 1, 31)) == {}
    assert set(billed_before(planned, folded, date(2027, 2, 1))) == {("price", date(2027, 1, 1))}


def test_two_currencies_are_never_added():
    owed = exposure(plan(agreement(HOURS, EUROS)), TOLD, ON, (CANCEL,)).owed[0]
    assert {currency: str(money) for currency, money in totals(owed.parts).items()} == {
        "USD": "0.34 USD", "EUR": "200.00 EUR",
    }  # fmt: skip


def test_goods_are_no_exposure_and_every_part_says_why():
    fee = {"id": "fee", "kind": "early_termination", "notice_months": 0, "fees": [{"from_month": 0, "fee": "500 USD"}]}
    leave = exposure(plan(agreement(HOURS, fee)), TOLD, ON, (LEAVE,)).owed[0]
    assert [(part.clause, part.cause, str(part.money)) for part in leave.parts] == [
        ("hours", "goods", "0.34 USD"), ("fee", "ending", "500.00 USD"),
    ]  # fmt: skip
    assert [part.clause for part in leave.exposed()] == ["fee"]
    assert all(part.reasons for part in leave.parts)
