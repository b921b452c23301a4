"""Tax: what the seller adds to charges, by rate; or why it adds nothing."""

from decimal import Decimal

import pytest

from suture.engine.clauses import tax
from suture.engine.money import rounded
from tests.engine.built import agreement, dues, told
from tests.engine.clauses.saying import said_of

GOODS = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50 CNY/piece"}
WORK = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "700 CNY/hour"}
CLAUSE = {
    "id": "tax", "kind": "tax", "tax": "vat", "treatment": "charged",
    "rows": [{"on": ["price"], "rate": "13 %"}], "counted_amounts": "rounded", "paid_to": "seller",
}  # fmt: skip
BOTH = CLAUSE | {"rows": [{"on": ["price"], "rate": "13 %"}, {"on": ["work"], "rate": "6 %"}]}
REVERSE = CLAUSE | {"treatment": "reverse_charge", "rows": [{"on": ["price", "work"]}]}
SAMPLES = [CLAUSE, CLAUSE | {"counted_amounts": "unrounded", "paid_to": "tax_account"},
           REVERSE | {"rows": [{"on": ["price"]}]}]  # fmt: skip
YUAN = {"currency": "CNY"}


def due(clause, accepted=(), worked=()):
    facts = {("catheter", "accepted"): list(accepted), ("engineering", "worked"): list(worked)}
    return dues(agreement(GOODS, WORK, clause, **YUAN), facts, "tax")


def test_goods_and_services_bear_their_own_rates():
    # China: 13 % on goods, 6 % on services
    assert due(BOTH, [1000], [4])[0] == 22_500 * Decimal("0.13") + 700 * Decimal("0.06")


def test_each_of_four_rows_taxes_what_its_clauses_add_in_the_period():
    shares = {"5 %": 100, "10 %": 20, "20 %": 3, "40 %": 1}
    prices = [GOODS | {"id": f"price_{at}", "price": f"{price}"} for at, price in enumerate(shares.values())]
    rows = [{"on": [price["id"]], "rate": rate} for price, rate in zip(prices, shares, strict=True)]
    terms = agreement(*prices, CLAUSE | {"rows": rows}, **YUAN)
    by_piece = sum(Decimal(rate[:-2]) / 100 * price for rate, price in shares.items())
    assert dues(terms, {("catheter", "accepted"): [100, 300, 0]}, "tax")[:3] == [100 * by_piece, 300 * by_piece, 0]


@pytest.mark.parametrize("treatment", ["reverse_charge", "zero_rated", "exempt"])
def test_where_no_tax_is_charged_nothing_is_added(treatment):
    assert due(REVERSE | {"treatment": treatment}, [1000], [4])[0] == 0


def test_a_credit_lowers_the_tax():
    assert due(CLAUSE, [1000, -100])[:2] == [2925, Decimal("-292.5")]


def test_a_rate_that_changes_holds_for_charges_from_then_on():
    rate = [{"from": "2027-01-01", "value": "16 %"}, {"from": "2027-02-01", "value": "13 %"}]
    assert due(CLAUSE | {"rows": [{"on": ["price"], "rate": rate}]}, [100, 100])[:2] == [360, Decimal("292.5")]


def test_the_tax_is_taken_of_what_is_billed_or_of_what_is_unrounded():
    third = GOODS | {"price": "0.333 CNY/piece"}
    facts = {("catheter", "accepted"): [1]}
    of = {
        counted: dues(agreement(third, CLAUSE | {"counted_amounts": counted}, **YUAN), facts, "tax")[0]
        for counted in ("rounded", "unrounded")
    }
    assert of == {"rounded": Decimal("0.33") * Decimal("0.13"), "unrounded": Decimal("0.333") * Decimal("0.13")}


NET = {"l1": 10, "l2": 20, "l3": 30, "l4": 40, "l5": 10, "l6": 20, "l7": 30, "l8": 40}
RATES = {name: "20 %" if name in ("l2", "l6") else "10 %" for name in NET}


def after_discounts():
    """The lines of the case less 20 on the first two, 10 on the last four and 5 on all, pro rata to what is left."""
    left = {name: Decimal(amount) for name, amount in NET.items()}
    for discount, scope in ((20, ["l1", "l2"]), (10, ["l5", "l6", "l7", "l8"]), (5, list(NET))):
        total = sum(left[name] for name in scope)
        left |= {name: left[name] * (1 - discount / total) for name in scope}
    return left


def lines():
    net = after_discounts()
    prices = [
        {"id": name, "kind": "unit", "service": "catheter", "measure": "accepted", "price": f"{net[name]:.12f}"}
        for name in NET
    ]
    return prices, {("catheter", "accepted"): [1]}


def test_known_answer_of_a_tax_on_the_total():
    # cases/billing_cases.json lago-coupon-scope-order-and-tax-rounding: the unrounded sum is rounded once
    prices, facts = lines()
    rows = [{"on": [n for n in NET if RATES[n] == rate], "rate": rate} for rate in ("10 %", "20 %")]
    clause = CLAUSE | {"rows": rows, "counted_amounts": "unrounded"}
    total = dues(agreement(*prices, clause), facts, "tax")[0]
    assert str(rounded(total, "USD")) == "18.89 USD"


def test_known_answer_of_a_tax_on_each_line_written_as_a_clause_for_each():
    # the same case: rounded line taxes add to 18.87
    prices, facts = lines()
    taxes = [
        CLAUSE | {"id": f"tax_{n}", "rows": [{"on": [n], "rate": RATES[n]}], "counted_amounts": "unrounded"}
        for n in NET
    ]
    terms = agreement(*prices, *taxes)
    amounts = [rounded(dues(terms, facts, each["id"])[0], "USD").amount for each in taxes]
    assert [str(amount) for amount in amounts] == ["0.32", "1.29", "2.91", "3.88", "0.87", "3.49", "2.62", "3.49"]
    assert sum(amounts) == Decimal("18.87")


def test_the_charge_explains_itself():
    facts = {("catheter", "accepted"): [1000], ("engineering", "worked"): [4]}
    assert told(agreement(GOODS, WORK, BOTH, **YUAN), facts, "tax", 0) == ["22,500 CNY × 13 %", "700 CNY × 6 %"]
    assert told(agreement(GOODS, WORK, REVERSE, **YUAN), facts, "tax", 0) == ["no tax is added"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(GOODS, WORK, BOTH | {"paid_to": "tax_account"}, **YUAN))
    assert said["en"] == [
        "To charges under clause 4 the seller adds value-added tax of 13 %.",
        "To charges under clause 5 the seller adds value-added tax of 6 %.",
        "It is taken of the charges as they are billed and rounded once for this clause; a credit lowers it in the same"
        " way.",
        "The buyer pays it to the seller's tax account, apart from the charges (split payment).",
    ]
    for words in ("第 4 条", "13 %", "第 5 条", "6 %", "增值税", "税款专户"):
        assert words in "".join(said["zh"])
    other = said_of(agreement(GOODS, CLAUSE | {"tax": "gst", "counted_amounts": "unrounded"}, **YUAN))
    assert other["en"][0] == "To charges under clause 4 the seller adds goods and services tax of 13 %."
    assert other["en"][1].startswith("It is taken of the charges before they are rounded")
    assert other["en"][2] == "It is paid with the charges."


@pytest.mark.parametrize(
    ("treatment", "words"),
    [("reverse_charge", "(reverse charge)"), ("zero_rated", "they are zero-rated"), ("exempt", "they are exempt")],
)
def test_the_text_says_why_nothing_is_added(treatment, words):
    said = said_of(agreement(GOODS, WORK, REVERSE | {"treatment": treatment}, **YUAN))
    assert len(said["en"]) == 1
    assert said["en"][0].startswith("To charges under clause 4 and clause 5 the seller adds no value-added tax:")
    assert words in said["en"][0]


def codes(**changes):
    return [fault.wrong.text.code for fault in tax.check(tax.Clause.model_validate(CLAUSE | changes))]


def test_a_rate_stands_where_tax_is_charged_and_only_there():
    assert codes() == []
    assert codes(rows=[{"on": ["price"]}]) == ["tax_rate_missing"]
    assert codes(treatment="exempt") == ["tax_rate_unused"]
    assert codes(treatment="exempt", rows=[{"on": ["price"]}]) == []


def test_no_clause_is_taxed_twice():
    rows = [{"on": ["price"], "rate": "13 %"}, {"on": ["work", "price"], "rate": "6 %"}]
    assert codes(rows=rows) == ["tax_of_a_clause_twice"]
    (fault,) = tax.check(tax.Clause.model_validate(CLAUSE | {"rows": rows}))
    assert str(fault.wrong) == "'price' is taxed in rows 1 and 2"
