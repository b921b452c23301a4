"""The plan of an agreement: its clauses in the order of counting, and the numbers and windows of every period."""

from datetime import date

import pytest

from suture.engine.rating.plan import lapsed, once_covered, plan, window_anchor
from tests.engine.built import agreement, dues

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
OFF = {"id": "off", "kind": "discount", "on": ["price"], "counted_amounts": "unrounded", "window": "quarter",
       "share": "5 %"}  # fmt: skip
DOWN = {"id": "down", "kind": "price_down", "on": ["price"], "each_reduction_on": "first_price",
        "reductions": [{"after_months": 3, "share": "10 %"}]}  # fmt: skip
MINIMUM = {
    "id": "minimum", "kind": "minimum_commitment", "window": "calendar_year", "prorate": "full", "counts": ["price"],
    "minimum_spend": "6000 USD", "counted_amounts": "unrounded",
}  # fmt: skip
ACCEPTED = ("catheter", "accepted")


def test_clauses_that_read_one_another_in_a_circle_are_named():
    other = OFF | {"id": "other", "on": ["off"]}
    with pytest.raises(ValueError, match=r"^clauses read one another in a circle: off, other$"):
        plan(agreement(PRICE, OFF | {"on": ["other"]}, other))


def test_a_calendar_year_begins_in_january_wherever_the_agreement_and_its_periods_begin():
    valid = {"from": "2027-03-01", "until": "2029-03-01"}
    settled = {"settlement": {"every": "month", "anchor": "2027-03-01"}, "contract_year_starts": "2027-03-01"}
    terms = agreement(PRICE, MINIMUM, valid=valid, **settled)
    windows = next(line for line in plan(terms).lines if line.name == "minimum").windows
    assert [at for at, window in enumerate(windows) if window.closes] == [9, 21, 23]  # December, December, the end
    assert [at for at, window in enumerate(windows) if window.opens] == [0, 10, 22]
    assert str(window_anchor(terms, "calendar_year")) == "2027-01-01"


def test_months_are_counted_from_the_beginning_of_the_agreement():
    assert dues(agreement(PRICE, DOWN), {ACCEPTED: [10] * 5}, "down")[:5] == [0, 0, 0, -20, -20]


def test_two_versions_that_read_otherwise_are_each_counted_in_their_time():
    changed = [
        {"number": str(month), "signed": f"2027-0{month}-01", "from": f"2027-0{month}-01", "clauses": [clause]}
        for month, clause in [(2, PRICE | {"measure": "delivered"}), (3, PRICE | {"measure": "good"})]
    ]
    facts = {ACCEPTED: [1, 10, 100], ("catheter", "delivered"): [2, 20, 200], ("catheter", "good"): [3, 30, 300]}
    for amendments in (changed, changed[:1]):
        terms = agreement(PRICE, amendments=amendments)
        assert dues(terms, facts, "price")[:3] == [20, 400, 6000 if amendments == changed else 4000]
        line = plan(terms).lines[0]
        assert [line.version(at).clause.measure for at in range(3)] == [
            "accepted", "delivered", "good" if amendments == changed else "delivered",
        ]  # fmt: skip


def test_a_part_of_a_minimum_is_rounded_in_the_currency_and_mode_of_the_agreement():
    by_days = MINIMUM | {"window": "month", "prorate": "days", "minimum_spend": "1000 JPY"}
    terms = agreement(
        PRICE | {"price": "20 JPY/piece"}, by_days, currency="JPY", rounding={"mode": "up", "point": "line"},
        valid={"from": "2027-01-16", "until": "2027-03-01"},
    )  # fmt: skip
    assert dues(terms, {}, "minimum") == [517, 1000]  # 16 of 31 days are 516.13


def test_an_end_that_has_moved_leaves_periods_that_it_once_covered():
    ends = {"number": "1", "signed": "2028-09-01", "from": "2028-10-01", "until": "2028-11-01"}
    planned = plan(agreement(PRICE, amendments=[ends]))
    assert planned.agreement.valid.until == date(2028, 11, 1)
    assert once_covered(planned).valid.until == date(2029, 1, 1)
    assert [str(period.start) for period in lapsed(planned)] == ["2028-11-01", "2028-12-01"]
    assert lapsed(plan(agreement(PRICE, valid={"from": "2027-01-01", "until": "2027-02-01"}))) == ()


TIERS = {
    "id": "tiers", "kind": "graduated", "service": "catheter", "measure": "accepted", "window": "quarter",
    "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "restart",
    "tiers": [
        {"from": "0", "to": "10", "price": [{"from": "2027-01-01", "value": "20"}]}, {"from": "10", "price": "5"},
    ],
}  # fmt: skip


def priced(*values):
    """The tiers with the first price as dated values."""
    dated = [{"from": day, "value": value} for day, value in values]
    return TIERS | {"tiers": [{**TIERS["tiers"][0], "price": dated}, TIERS["tiers"][1]]}


def opened(terms):
    """The settlement periods in which the window of the tiers begins anew."""
    line = next(line for line in plan(terms).lines if line.name == "tiers")
    return [at for at, window in enumerate(line.windows) if window.opens]


QUARTERS = [0, 3, 6, 9, 12, 15, 18, 21]


def test_tiers_restart_where_a_price_is_another_than_in_the_period_before():
    dearer = priced(("2027-01-01", "20"), ("2027-02-01", "22"), ("2027-03-01", "22"), ("2027-06-01", "20"))
    assert opened(agreement(dearer)) == sorted([*QUARTERS, 1, 5])
    assert opened(agreement(priced(("2027-01-01", "20")))) == QUARTERS
    # What a price was before the agreement began is no change in its first period
    assert opened(agreement(priced(("2026-01-01", "19"), ("2027-01-01", "20")))) == QUARTERS


def test_tiers_restart_where_an_amendment_brings_another_price_and_not_where_it_says_the_same():
    def amended(clause):
        return agreement(TIERS, amendments=[
            {"number": "1", "signed": "2027-05-01", "from": "2027-05-01", "clauses": [clause]},
        ])  # fmt: skip

    assert opened(amended(priced(("2027-05-01", "21")))) == sorted([*QUARTERS, 4])
    assert opened(amended(priced(("2027-05-01", "20")))) == QUARTERS
    assert opened(amended(TIERS | {"bound": "lower_inclusive"})) == sorted(
        [*QUARTERS, 4]
    )  # the same figures, read anew


def test_the_length_of_a_first_month_that_is_not_whole_is_no_change_of_price():
    valid = {"from": "2027-01-16", "until": "2028-01-01"}
    assert opened(agreement(TIERS, valid=valid)) == [0, 3, 6, 9]


PAYMENT = {"id": "payment", "kind": "payment", "on": ["price"], "payment_days": "60", "payment_periods": "2"}


@pytest.mark.parametrize(("month", "until", "end"), [(4, 3, 5), (12, 11, 13)])
def test_a_payment_that_ends_is_counted_as_many_periods_longer_as_it_reads_late(month, until, end):
    day = f"2027-{month:02}-01"
    ends = [{"number": "1", "signed": day, "from": day, "ends": ["minimum", "payment", "price"]}]
    monthly = MINIMUM | {"window": "month", "minimum_spend": "500 USD"}
    lines = {line.name: line for line in plan(agreement(PRICE, monthly, PAYMENT, amendments=ends)).lines}
    assert (lines["price"].until, lines["price"].end) == (until, until)
    assert (lines["minimum"].until, lines["minimum"].end) == (until, until)  # it moves no money
    assert (lines["payment"].until, lines["payment"].end) == (until, end)
    assert len(lines["payment"].terms) == len(lines["payment"].windows) == end


def test_a_payment_that_ends_shortly_before_the_agreement_is_counted_up_to_its_end():
    ends = [{"number": "1", "signed": "2028-12-01", "from": "2028-12-01", "ends": ["payment"]}]
    line = next(line for line in plan(agreement(PRICE, PAYMENT, amendments=ends)).lines if line.name == "payment")
    assert (line.until, line.end, len(line.terms)) == (23, 24, 24)
