"""Charges: money of several currencies, tax and rounding kept apart, and corrections of what was billed."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.money import Money
from suture.engine.rating.charges import currency_billed, statement
from suture.engine.rating.plan import plan
from suture.engine.terms.faults import faults
from tests.engine.built import agreement, happened, published

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "0.0333 USD/piece"}
WORK = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "0.333 USD/hour"}
EURO = PRICE | {"id": "euro", "currency": "EUR", "price": "8.005 EUR/piece"}
YEN = PRICE | {"id": "yen", "currency": "JPY", "price": "0.5 JPY/piece"}
DINAR = PRICE | {"id": "dinar", "currency": "KWD", "price": "0.0005 KWD/piece"}
CONVERTED = {
    "id": "dollars", "kind": "conversion", "of": ["euro"], "from_currency": "EUR", "index": "eur_usd",
    "quoted_for": "1", "lag_periods": "0", "counted_amounts": "unrounded",
}  # fmt: skip
TAX = {
    "id": "vat", "kind": "tax", "tax": "vat", "treatment": "charged", "paid_to": "seller",
    "rows": [{"on": ["price"], "rate": "13 %"}], "counted_amounts": "unrounded",
}  # fmt: skip
INDICES = {"indices": {"eur_usd": published("USD for 1 EUR")}}
ACCEPTED, WORKED = ("catheter", "accepted"), ("engineering", "worked")
BY_INVOICE = {"rounding": {"mode": "half_up", "point": "invoice"}}


def charged(*clauses, taken=(150,), worked=(), billed=None, through=date(2027, 12, 31), **changes):
    terms = agreement(*clauses, **(INDICES | changes))
    assert [str(fault) for fault in faults(terms)] == []
    planned = plan(terms)
    activity = happened(planned, {ACCEPTED: taken, WORKED: worked}, levels={"eur_usd": ["1.0875"]})
    return planned, statement(planned, activity, through, billed or {})


def amounts(done):
    return [(charge.clause, str(charge.money)) for charge in done.charges]


def test_every_clause_is_rounded_in_the_decimals_of_its_own_currency():
    _, done = charged(PRICE, YEN, DINAR, taken=[151])
    assert amounts(done) == [("price", "5.03 USD"), ("yen", "76 JPY"), ("dinar", "0.076 KWD")]


def test_sums_of_several_currencies_are_never_added():
    _, done = charged(PRICE, YEN, DINAR, taken=[151])
    assert [str(total) for total in done.totals()] == ["5.03 USD", "76 JPY", "0.076 KWD"]
    assert done.total() == Money(503, "USD")


def test_what_a_conversion_charges_is_stated_and_not_owed():
    _, done = charged(EURO, CONVERTED)
    assert amounts(done) == [("euro", "1,200.75 EUR"), ("dollars", "1,305.82 USD")]
    assert [charge.stated for charge in done.charges] == [True, False]
    assert [str(total) for total in done.totals()] == ["1,305.82 USD"]


def test_tax_is_kept_apart_from_what_it_is_taken_of():
    _, done = charged(PRICE, TAX, taken=[3000])
    assert (str(done.total()), str(done.total("tax"))) == ("99.90 USD", "12.99 USD")


def test_rounding_by_invoice_makes_the_sum_of_the_lines_the_rounded_sum():
    # 4.995 and 4.995: lines 5.00 and 5.00, together 9.99
    _, done = charged(PRICE, WORK, taken=[150], worked=[60], **BY_INVOICE)
    assert amounts(done) == [("price", "5.00 USD"), ("work", "5.00 USD"), ("invoice_rounding_usd", "-0.01 USD")]
    assert str(done.total()) == "9.99 USD"
    assert str(done.charges[-1].reasons[0]) == (
        "since the start 9.99 USD unrounded, which is 9.99 USD; the lines make 10.00 USD, and 0 USD was rounded before"
    )


def test_rounding_by_invoice_telescopes_and_a_rerun_bills_nothing():
    clauses = (PRICE, WORK, TAX)
    taken, worked = [150, 151, 7, 9], [60, 61, 3, 1]
    planned, whole = charged(*clauses, taken=taken, worked=worked, **BY_INVOICE)
    billed = {}
    for through in (date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)):
        _, done = charged(*clauses, taken=taken, worked=worked, billed=billed, through=through, **BY_INVOICE)
        for charge in done.charges:
            key = (charge.clause, charge.period.start)
            billed[key] = billed.get(key, 0) + charge.money.minor
    exact = sum(taken) * Decimal("0.0333") * Decimal("1.13") + sum(worked) * Decimal("0.08325")
    assert Decimal(sum(billed.values())) / 100 == round(exact, 2)
    assert whole.total().minor + whole.total("tax").minor == sum(billed.values())
    assert charged(*clauses, taken=taken, worked=worked, billed=billed, **BY_INVOICE)[1].charges == ()
    assert currency_billed(planned, "invoice_rounding_usd") == "USD"


def test_each_currency_of_an_invoice_is_rounded_by_itself():
    other = EURO | {"id": "other", "service": "engineering", "measure": "worked", "price": "0.02 EUR/hour"}
    _, done = charged(EURO, other, taken=[1], worked=[1], **BY_INVOICE)  # 8.005 and 0.005
    assert amounts(done) == [("euro", "8.01 EUR"), ("other", "0.01 EUR"), ("invoice_rounding_eur", "-0.01 EUR")]


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (
            [EURO, CONVERTED | {"of": ["euro", "price"]}, PRICE],
            "clauses[1].of[1]: it converts from EUR, and 'price' counts in USD",
        ),
        ([EURO, CONVERTED | {"from_currency": "USD"}], "clauses[1].from_currency: it converts USD to USD"),
        ([EURO, CONVERTED, CONVERTED | {"id": "again"}], "clauses[2].of[0]: 'euro' is converted by 'dollars' too, and"),
        ([PRICE, EURO, TAX | {"rows": [{"on": ["euro"], "rate": "13 %"}]}], "the clause counts in USD, and 'euro' in"),
        ([PRICE | {"currency": "EUX"}], "clauses[0].currency: 'EUX' is no currency that is known"),
        ([PRICE | {"id": "invoice_rounding_usd"}], "clauses[0].id: 'invoice_rounding_usd' is the name"),
        ([EURO | {"price": "8 USD/piece"}], "clauses[0].price:"),
    ],
)
def test_currencies_that_mix_are_refused(clauses, said):
    found = [str(fault) for fault in faults(agreement(*clauses, **INDICES))]
    assert any(said in fault for fault in found), found
