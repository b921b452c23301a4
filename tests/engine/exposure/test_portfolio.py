"""Exposures of many agreements added up."""

from datetime import date

from suture.engine.exposure.exposure import Exposure
from suture.engine.exposure.owed import Owed, Part
from suture.engine.exposure.portfolio import Portfolio, all_in, exposed_in, most_of
from suture.engine.exposure.scenario import CANCEL, PLAN
from suture.engine.money import Money
from suture.engine.period import Period

MAY = Period(date(2027, 4, 15), date(2027, 5, 15))
JULY = Period(date(2027, 7, 1), date(2027, 8, 1))


def part(minor, cause="orders", *, period=MAY, effect="charge", currency="USD", low=None, high=None):
    money = Money(minor, currency)
    ends = (Money(each if each is not None else minor, currency) for each in (low, high))
    return Part("c", "k", cause, effect, period, money, Money(0, currency), *ends)


def found(*parts, number="1", seller="North", buyer="Vena", currency="USD", planned=()):
    owed = Owed(CANCEL, tuple(parts), ())
    return Exposure(number, buyer, seller, currency, date(2027, 4, 20), Owed(PLAN, tuple(planned), ()), (owed,), ())


def added(*exposures, side="buyer"):
    whole = Portfolio(side)
    for each in exposures:
        whole.add(each)
    return whole


def test_goods_and_tax_stand_beside_what_is_exposed():
    whole = added(found(part(500), part(900, "goods"), part(70, effect="tax"), planned=[part(200)]))
    assert whole.exposed(CANCEL, "USD").money == Money(500, "USD")
    assert whole.exposed(PLAN, "USD").money == Money(200, "USD")
    assert whole.of(CANCEL, "USD").money == Money(1400, "USD")
    assert whole.tax(CANCEL, "USD").money == Money(70, "USD")
    assert whole.causes("USD") == ["goods", "orders"]


def test_partners_are_those_of_the_other_side_and_the_largest_comes_first():
    two = (found(part(500)), found(part(300), number="2", seller="South", buyer="Vela"), found(part(100), number="3"))
    assert added(*two).partners("USD") == ["North", "South"]
    assert added(*two).exposed(CANCEL, "USD", "North").money == Money(600, "USD")
    assert added(*two, side="seller").partners("USD") == ["Vena", "Vela"]


def test_the_month_is_that_in_which_the_settlement_period_ends():
    whole = added(found(part(500), part(100, period=JULY), part(40, "minimum", period=JULY)))
    assert whole.months("USD") == ["2027-05", "2027-07"]
    assert whole.cells("USD") == [("2027-05", "orders"), ("2027-07", "orders"), ("2027-07", "minimum")]
    assert whole.of(CANCEL, "USD", month="2027-07").money == Money(140, "USD")
    assert whole.of(CANCEL, "USD", cause="orders").money == Money(600, "USD")


def test_no_currency_is_added_to_another_and_one_that_a_clause_charges_in_has_its_own_sums():
    whole = added(found(part(500), part(80, currency="EUR")), found(part(7, currency="JPY"), currency="JPY"))
    assert list(whole.currencies) == ["USD", "EUR", "JPY"]
    assert [whole.exposed(CANCEL, each).money.minor for each in whole.currencies] == [500, 80, 7]


def test_lows_and_highs_are_added_as_they_are():
    total = added(found(part(500, low=400, high=650)), found(part(100), number="2")).exposed(CANCEL, "USD")
    assert (total.low, total.money, total.high, total.is_range) == (
        Money(500, "USD"), Money(600, "USD"), Money(750, "USD"), True,
    )  # fmt: skip


def test_an_agreement_that_owes_nothing_is_counted_and_its_partner_named():
    whole = added(found())
    assert (whole.agreements, whole.partners("USD"), whole.months("USD")) == (1, ["North"], [])
    assert whole.exposed(CANCEL, "USD").money == Money(0, "USD")


def test_sums_of_one_agreement():
    one = found(part(500), part(900, "goods"), part(70, effect="tax"), part(30, currency="EUR"))
    assert {currency: total.money.minor for currency, total in exposed_in(one.owed[0]).items()} == {
        "USD": 500,
        "EUR": 30,
    }
    assert {currency: total.money.minor for currency, total in all_in(one.owed[0]).items()} == {"USD": 1400, "EUR": 30}
    assert most_of(one) == 500
