"""Invoices as they really come: late, in parts, rounded line by line, credited a month later, in other currencies."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from suture.engine.claims.audit import audit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.rating.plan import plan
from suture.engine.terms.agreement import Agreement
from tests.engine.built import agreement, happened

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22 USD/piece"}
JANUARY, FEBRUARY, MARCH = (
    (date(2027, 1, 1), date(2027, 1, 31)), (date(2027, 2, 1), date(2027, 2, 28)), (date(2027, 3, 1), date(2027, 3, 31))
)  # fmt: skip
ORDERS = {("catheter", "accepted"): [{"PO-1": 100}, {"PO-2": 50}, {"PO-3": 80}]}


def line(day: str, amount: str, **more: Any) -> InvoiceLine:
    """A line for catheters, on an invoice of its own day; ``of`` says of which days it is."""
    first, last = more.pop("of", (None, None))
    said = {"service": "catheter", "currency": "USD"} | more
    if "quantity" in said:
        said["quantity"] = Decimal(said["quantity"])
    if "unit_price" in said:
        said["unit_price"] = Decimal(said["unit_price"])
    invoice = said.pop("invoice", f"N-{day}")
    return InvoiceLine(
        "2027-014", invoice, date.fromisoformat(day), Decimal(amount), first=first, last=last, **said
    )  # fmt: skip


def found(
    terms: Agreement, quantities: Mapping[Any, Any], lines: Sequence[InvoiceLine], **told: Any
) -> list[tuple[str, str]]:
    """Kind and difference of every finding through March, by kind."""
    planned = plan(terms)
    numbered = [each._replace(row=row) for row, each in enumerate(lines, start=2)]
    said = audit(planned, happened(planned, quantities, **told), numbered, date(2027, 3, 31))
    assert sorted(said.verdicts) == [each.row for each in numbered]
    return sorted((each.kind, str(each.difference)) for each in said.findings)


def of_three_months(**more: Any) -> list[InvoiceLine]:
    """The three months as they are right, a line each."""
    return [line("2027-01-31", "2200", **more), line("2027-02-28", "1100", **more), line("2027-03-31", "1760", **more)]


def test_three_months_as_they_are_right_have_no_findings():
    assert found(agreement(PRICE), ORDERS, of_three_months()) == []


def test_what_was_forgotten_in_january_may_be_billed_in_february_when_it_says_of_which_days_it_is():
    lines = [
        line("2027-01-31", "1760", of=JANUARY, quantity=80), line("2027-02-28", "440", of=JANUARY, quantity=20),
        line("2027-02-28", "1100", of=FEBRUARY), line("2027-03-31", "1760", of=MARCH),
    ]  # fmt: skip
    assert found(agreement(PRICE), ORDERS, lines) == []


def test_an_order_that_is_billed_in_the_month_after_it_is_right():
    lines = [
        line("2027-02-09", "2200", event="PO-1", quantity=100, unit_price=22),
        line("2027-03-04", "1100", event="PO-2", quantity=50, unit_price=22),
        line("2027-03-31", "1760", event="PO-3", quantity=80, unit_price=22),
    ]
    assert found(agreement(PRICE), ORDERS, lines) == []


def test_an_order_that_came_in_two_months_and_is_billed_at_once_is_right_in_sum():
    orders = {("catheter", "accepted"): [{"PO-1": 60}, {"PO-1": 40, "PO-2": 50}, {"PO-3": 80}]}
    lines = [
        line("2027-02-28", "2200", event="PO-1", quantity=100, unit_price=22),
        line("2027-02-28", "1100", event="PO-2", quantity=50, unit_price=22),
        line("2027-03-31", "1760", event="PO-3", quantity=80, unit_price=22),
    ]
    kinds = {kind for kind, _ in found(agreement(PRICE), orders, lines)}
    assert kinds <= {"wrong_period"}


def test_a_credit_note_of_february_takes_back_what_january_had_twice():
    lines = [*of_three_months(), line("2027-01-31", "2200"),
             line("2027-02-10", "-2200", invoice="CN-1", credits="N-2027-01-31")]  # fmt: skip
    assert found(agreement(PRICE), ORDERS, lines) == []


def test_a_credit_note_for_goods_that_came_back_a_month_later_is_right_though_it_names_the_first_invoice():
    orders = {("catheter", "accepted"): [{"PO-1": 100}, {"PO-2": 50, "RMA-1": -10}, {"PO-3": 80}]}
    lines = [*of_three_months(), line("2027-02-20", "-220", invoice="CN-1", credits="N-2027-01-31", quantity=-10)]
    assert found(agreement(PRICE), orders, lines) == []


def test_one_credit_note_over_two_months_takes_back_what_both_had_too_much():
    both = (JANUARY[0], FEBRUARY[1])
    lines = [
        *of_three_months(), line("2027-01-31", "66", of=JANUARY), line("2027-02-28", "44", of=FEBRUARY),
        line("2027-03-02", "-110", of=both, invoice="CN-1", credits="N-2027-02-28"),
    ]  # fmt: skip
    assert {kind for kind, _ in found(agreement(PRICE), ORDERS, lines)} <= {"wrong_period"}


def test_a_line_of_nothing_is_right():
    assert found(agreement(PRICE), ORDERS, [*of_three_months(), line("2027-02-28", "0.00", service="")]) == []


def test_a_line_of_another_agreement_is_not_of_this_one():
    other = line("2027-02-28", "99.00")._replace(agreement="2026-003")
    assert found(agreement(PRICE), ORDERS, [*of_three_months(), other]) == []


def test_three_orders_rounded_one_by_one_are_a_cent_off_and_that_is_rounding():
    terms = agreement(PRICE | {"price": "0.333 USD/piece"})
    orders = {("catheter", "accepted"): [{"PO-1": 1, "PO-2": 1, "PO-3": 1}]}
    lines = [line("2027-01-31", "0.33", event=f"PO-{n}", quantity=1, unit_price="0.333") for n in (1, 2, 3)]
    assert found(terms, orders, lines) == [("rounding", "-0.01 USD")]


def test_tax_rounded_invoice_by_invoice_is_rounding():
    vat = {"id": "vat", "kind": "tax", "tax": "vat", "treatment": "charged", "counted_amounts": "rounded",
           "rows": [{"on": ["price"], "rate": "13 %"}], "paid_to": "seller"}  # fmt: skip
    orders = {("catheter", "accepted"): [{"PO-1": 1, "PO-2": 1, "PO-3": 1}]}
    prices = [line("2027-01-31", "0.43", event=f"PO-{n}", quantity=1, unit_price="0.43") for n in (1, 2, 3)]
    taxes = [line("2027-01-31", "0.06", service="", sort="tax") for _ in prices]  # 3 × 0.0559, in sum 0.17
    assert found(agreement(PRICE | {"price": "0.43"}, vat), orders, [*prices, *taxes]) == [("rounding", "0.01 USD")]


@pytest.mark.parametrize(("currency", "price", "amounts"), [
    ("JPY", "2150", ("215000", "107500", "172000")), ("KWD", "6.125", ("612.500", "306.250", "490.000")),
])  # fmt: skip
def test_money_without_and_with_three_decimals_is_held_to_its_smallest_coin(currency, price, amounts):
    terms = agreement(PRICE | {"price": price}, currency=currency)
    days = ("2027-01-31", "2027-02-28", "2027-03-31")
    lines = [line(day, amount, currency=currency) for day, amount in zip(days, amounts, strict=True)]
    assert found(terms, ORDERS, lines) == []
    coin = Decimal(1) if currency == "JPY" else Decimal("0.001")
    dearer = [lines[0]._replace(amount=lines[0].amount + 100 * coin), *lines[1:]]
    assert [amount for _, amount in found(terms, ORDERS, dearer)] == [f"{100 * coin} {currency}"]


def test_an_amount_that_is_only_stated_is_not_to_be_billed_but_what_it_is_converted_to():
    euros = {"id": "euros", "kind": "conversion", "of": ["price"], "from_currency": "USD", "index": "cpi",
             "quoted_for": "1", "lag_periods": "0", "counted_amounts": "unrounded", "currency": "EUR"}  # fmt: skip
    terms = agreement(PRICE, euros)
    lines = [
        line("2027-01-31", "1980", clause="euros", service="", currency="EUR"),
        line("2027-02-28", "990", clause="euros", service="", currency="EUR"),
        line("2027-03-31", "1584", clause="euros", service="", currency="EUR"),
    ]
    levels = {"cpi": ["0.9"]}
    assert found(terms, ORDERS, lines, levels=levels) == []
    stated = line("2027-01-31", "2200", clause="price", service="")
    assert [amount for _, amount in found(terms, ORDERS, [*lines, stated], levels=levels)] == ["2,200.00 USD"]


def test_the_old_price_after_an_amendment_is_a_wrong_price():
    cheaper = {"number": "1", "signed": "2027-02-20", "from": "2027-03-01", "clauses": [PRICE | {"price": "20"}]}
    terms = agreement(PRICE, amendments=[cheaper])
    lines = [*of_three_months()[:2], line("2027-03-31", "1760", quantity=80, unit_price=22)]
    assert found(terms, ORDERS, lines) == [("wrong_price", "160.00 USD")]


def test_a_line_that_fits_two_services_is_of_the_one_that_it_names():
    hours = {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "22 USD/hour"}
    both = ORDERS | {("engineering", "worked"): [400, 200, 320]}  # in quarters: 100, 50 and 80 hours
    lines = [*of_three_months(), *of_three_months(service="engineering")]
    assert found(agreement(PRICE, hours), both, lines) == []
    twice = [*of_three_months(), *of_three_months()[:1], *of_three_months(service="engineering")[1:]]
    kinds = found(agreement(PRICE, hours), both, twice)
    assert sorted(amount for _, amount in kinds) == ["-2,200.00 USD", "2,200.00 USD"]
