"""Charges: money of several currencies, tax and rounding kept apart, and corrections of what was billed."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.money import Money
from suture.engine.rating.charges import currency_billed, statement
from suture.engine.rating.origins import origin
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


CENTS = PRICE | {"price": "0.002 USD/piece"}


def reasons(done):
    return [(charge.clause, str(charge.money), [str(reason) for reason in charge.reasons]) for charge in done.charges]


def test_what_earlier_periods_left_unrounded_is_said_where_it_makes_a_difference():
    _, done = charged(CENTS, taken=[7, 2, 5])  # 0.014, 0.004 and 0.010 make 0.014, 0.018 and 0.028
    assert reasons(done) == [
        ("price", "0.01 USD", ["7 piece × 0.002 USD"]),
        ("price", "0.01 USD", ["0.004 USD brought forward from the rounding of earlier periods",
                               "2 piece × 0.002 USD"]),
        ("price", "0.01 USD", ["5 piece × 0.002 USD"]),
    ]  # fmt: skip


def test_what_is_brought_forward_is_seen_in_the_rounding_and_currency_of_the_agreement():
    brought = "0.004 USD brought forward from the rounding of earlier periods"
    _, done = charged(CENTS, taken=[2, 3], rounding={"mode": "down", "point": "line"})
    assert [(money, said[0]) for _, money, said in reasons(done)] == [("0.01 USD", brought)]
    _, done = charged(YEN | {"price": "0.2 JPY/piece"}, taken=[2, 1])  # 0.4 and 0.2: 0 and 1
    assert [(money, said[0]) for _, money, said in reasons(done)] == [
        ("1 JPY", "0.4 JPY brought forward from the rounding of earlier periods")
    ]


def test_a_charge_names_its_kind_and_keeps_the_entries_of_its_own_period():
    _, done = charged(PRICE, taken=[100, 200])
    assert [(charge.kind, [entry.at for entry in charge.entries]) for charge in done.charges] == [
        ("unit", [0]), ("unit", [1]),
    ]  # fmt: skip


def test_what_only_opens_or_shuts_is_charged_nothing():
    services = {"catheter": {"unit": "piece", "step": "1"}, "leaving": {"unit": "notice", "step": "1"}}
    notice = {"id": "notice", "kind": "notice", "service": "leaving", "days": 90, "given_by": "either"}
    renewal = {"id": "renewal", "kind": "renewal", "first_until": "2028-01-01", "by_months": 12,
               "renews": "unless_notice", "notice": "notice"}  # fmt: skip
    terms = agreement(PRICE, notice, renewal, services=services)
    planned = plan(terms)
    done = statement(planned, happened(planned, {ACCEPTED: [100]}), date(2028, 12, 31), {})
    assert amounts(done) == [("price", "3.33 USD")]


def test_a_clause_explains_a_charge_as_it_read_then():
    lots = {"id": "lots", "kind": "lot_economics", "service": "catheter", "bills": "good", "unit_price": "22",
            "lot": {"size": "500", "fee": "1800"}}  # fmt: skip
    ordered = lots | {"bills": "ordered", "unit_price": "20"}
    amendment = {"number": "1", "signed": "2027-02-01", "from": "2027-02-01", "clauses": [ordered]}
    planned = plan(agreement(lots, amendments=[amendment]))
    told = happened(
        planned, {("catheter", "good"): [{"a": 10}, {"a": 10}], ("catheter", "ordered"): [{"b": 7}, {"b": 7}]}
    )
    done = statement(planned, told, date(2027, 2, 28), {})
    assert amounts(done) == [("lots", "2,020.00 USD"), ("lots", "1,940.00 USD")]


def test_only_what_corrects_says_what_has_changed_since():
    planned = plan(agreement(PRICE))
    first, more = (happened(planned, {ACCEPTED: taken}) for taken in ([150], [150, 200]))
    done = statement(planned, more, date(2027, 2, 28), {("price", date(2027, 1, 1)): 500}, origin(planned, first))
    assert reasons(done) == [("price", "6.66 USD", ["200 piece × 0.0333 USD"])]


def test_the_rounding_of_an_invoice_says_what_was_rounded_before_and_what_it_corrects():
    # 4.995 and 4.995 a month, twice as much in March
    taken, worked = [150, 150, 300, 150, 150], [60, 60, 120, 60, 60]
    _, done = charged(PRICE, WORK, taken=taken, worked=worked, **BY_INVOICE)
    rounding = [each for each in done.charges if each.clause == "invoice_rounding_usd"]
    assert {(each.kind, each.entries) for each in rounding} == {("invoice_rounding", ())}
    assert [(str(each.period.start), str(each.money), *map(str, each.reasons)) for each in rounding] == [
        ("2027-01-01", "-0.01 USD", "since the start 9.99 USD unrounded, which is 9.99 USD; the lines make 10.00 USD, "
                                    "and 0 USD was rounded before"),
        ("2027-02-01", "0.01 USD", "since the start 19.98 USD unrounded, which is 19.98 USD; the lines make 19.98 USD, "
                                   "and -0.01 USD was rounded before"),
        ("2027-04-01", "-0.01 USD", "since the start 49.95 USD unrounded, which is 49.95 USD; the lines make "
                                    "49.96 USD, and 0.00 USD was rounded before"),
        ("2027-05-01", "0.01 USD", "since the start 59.94 USD unrounded, which is 59.94 USD; the lines make 59.94 USD, "
                                   "and -0.01 USD was rounded before"),
    ]  # fmt: skip
    billed = {("invoice_rounding_usd", date(2027, 1, 1)): 2}
    _, done = charged(PRICE, WORK, worked=[60], billed=billed, **BY_INVOICE)
    assert reasons(done)[-1] == (
        "invoice_rounding_usd",
        "-0.03 USD",
        [
            "corrects 0.02 USD billed before for the same period to -0.01 USD",
            "since the start 9.99 USD unrounded, which is 9.99 USD; the lines make 10.00 USD, and 0 USD was rounded "
            "before",
        ],
    )


def test_an_invoice_is_rounded_in_the_decimals_of_its_currency():
    other = YEN | {"id": "other"}
    _, done = charged(YEN, other, taken=[1, 2], **BY_INVOICE)  # 0.5 and 0.5; then 1.5 and 1.5
    assert amounts(done) == [
        ("yen", "1 JPY"), ("other", "1 JPY"), ("invoice_rounding_jpy", "-1 JPY"),
        ("yen", "1 JPY"), ("other", "1 JPY"),
    ]  # fmt: skip


def test_what_is_only_stated_is_not_rounded_as_an_invoice():
    other = EURO | {"id": "other", "price": "0.005 EUR/piece"}
    both = CONVERTED | {"of": ["euro", "other"]}
    _, done = charged(EURO, other, both, taken=[1], **BY_INVOICE)  # 8.005 and 0.005 are stated; 8.01 x 1.0875 is owed
    assert amounts(done) == [("euro", "8.01 EUR"), ("other", "0.01 EUR"), ("dollars", "8.71 USD")]


def test_what_is_no_clause_is_billed_in_no_currency():
    planned, _ = charged(PRICE)
    assert currency_billed(planned, "nothing") is None
    assert currency_billed(planned, "price") == "USD"


def test_a_correction_says_what_was_billed_and_what_it_comes_to_now():
    _, done = charged(PRICE, billed={("price", date(2027, 1, 1)): 600})
    assert done.agreement == "2027-014"
    assert reasons(done) == [
        ("price", "-1.00 USD", ["corrects 6.00 USD billed before for the same period to 5.00 USD",
                                "150 piece × 0.0333 USD"]),
    ]  # fmt: skip


def test_what_was_billed_after_an_end_that_has_moved_is_given_back_as_what_it_was():
    converts = {"number": "1", "signed": "2027-11-01", "from": "2027-12-01", "clauses": [CONVERTED]}
    ends = {"number": "2", "signed": "2027-12-01", "from": "2027-12-01", "until": "2028-01-01"}
    after = date(2028, 2, 1)
    billed = {(name, after): 500 for name in ("euro", "price", "vat", "invoice_rounding_usd")}
    _, done = charged(EURO, PRICE, TAX, taken=[], billed=billed, amendments=[converts, ends])
    assert [(c.clause, c.kind, c.effect, str(c.money), c.entries, c.stated) for c in done.charges] == [
        ("euro", "unit", "charge", "-5.00 EUR", (), True),
        ("invoice_rounding_usd", "invoice_rounding", "charge", "-5.00 USD", (), False),
        ("price", "unit", "charge", "-5.00 USD", (), False),
        ("vat", "tax", "tax", "-5.00 USD", (), False),
    ]
