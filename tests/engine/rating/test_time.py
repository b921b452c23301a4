"""An agreement in time: partial months, leap days, years of its own, its end and its renewal."""

from datetime import date
from decimal import Decimal

from suture.engine.rating.exact import fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import plan
from tests.engine.built import agreement

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
MINIMUM = {
    "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "in_force",
    "minimum_spend": "36_600 USD", "counts": ["price"], "counted_amounts": "unrounded",
}  # fmt: skip
TO_2031 = {"from": "2027-01-01", "until": "2031-01-01"}
SERVICES = {"catheter": {"unit": "piece", "step": "1"}, "non_renewal": {"unit": "notice", "step": "1"}}
NOTICE = {"id": "notice", "kind": "notice", "service": "non_renewal", "days": 90, "given_by": "either"}
RENEWAL = {
    "id": "renewal", "kind": "renewal", "first_until": "2028-01-01", "by_months": 12, "renews": "unless_notice",
    "notice": "notice",
}  # fmt: skip


def fact(day, quantity, kind="accepted", service="catheter", unit="piece", about=""):
    about = date.fromisoformat(about) if about else None
    return Fact("2027-014", service, date.fromisoformat(day), Decimal(quantity), unit, kind, for_day=about)


def charged(terms, clause, *facts):
    """What one clause has added by the first day of each period, where it has."""
    planned = plan(terms)
    folded = next(each for each in fold(planned, activity(planned, list(facts))) if each.line.name == clause)
    added = [after - before for before, after in zip([Decimal(0), *folded.due], folded.due, strict=False)]
    return {str(p.start): round(due, 6) for p, due in zip(planned.periods, added, strict=True) if due}


def test_a_minimum_is_settled_by_contract_years_that_are_no_calendar_years():
    terms = agreement(
        PRICE, MINIMUM, valid={"from": "2027-09-01", "until": "2029-09-01"}, contract_year_starts="2027-09-01"
    )
    # 1,000 pieces in the first contract year, 100 in the second
    facts = [fact("2027-12-15", 1000), fact("2028-08-31", 500), fact("2028-09-01", 100)]
    assert charged(terms, "minimum", *facts) == {"2028-08-01": 36_600 - 30_000, "2029-08-01": 36_600 - 2_000}


def test_an_agreement_that_begins_and_ends_inside_a_month_owes_the_minimum_by_days():
    terms = agreement(PRICE, MINIMUM, valid={"from": "2027-01-16", "until": "2027-02-15"})
    assert charged(terms, "minimum") == {"2027-02-01": round(Decimal(3050) * 16 / 31 + Decimal(3050) * 14 / 28, 6)}


def test_a_contract_that_begins_on_a_leap_day_has_its_years_on_the_last_of_february():
    terms = agreement(
        PRICE, MINIMUM, valid={"from": "2028-02-29", "until": "2030-02-28"}, contract_year_starts="2028-02-29",
        settlement={"every": "month", "anchor": "2028-02-29"},
    )  # fmt: skip
    planned = plan(terms)
    assert [str(p.start) for p in planned.periods[10:14]] == ["2028-12-29", "2029-01-29", "2029-02-28", "2029-03-29"]
    assert charged(terms, "minimum") == {"2029-01-29": 36_600, "2030-01-29": 36_600}


def test_the_day_of_a_leap_year_counts_in_its_month():
    terms = agreement(PRICE, MINIMUM, valid={"from": "2028-02-01", "until": "2028-02-16"})
    assert charged(terms, "minimum") == {"2028-02-01": round(Decimal("3050") * 15 / 29, 6)}


def test_a_termination_minutes_after_midnight_charges_the_share_of_that_one_day():
    terms = agreement(PRICE, MINIMUM)
    ended = fact("2027-03-01", 1, "terminated", "agreement", "")  # facts have days: 00:05 is the first of March
    assert charged(terms, "minimum", ended) == {"2027-12-01": round(2 * Decimal(3050) + Decimal(3050) / 31, 6)}
    before = fact("2027-02-28", 1, "terminated", "agreement", "")
    assert charged(terms, "minimum", before) == {"2027-12-01": 2 * 3050}


def test_an_evergreen_agreement_is_in_force_until_the_end_of_the_term_for_which_notice_was_given():
    terms = agreement(PRICE, MINIMUM, NOTICE, RENEWAL, valid=TO_2031, services=SERVICES)
    assert charged(terms, "minimum") == {f"{year}-12-01": 36_600 for year in range(2027, 2031)}
    given = fact("2028-08-14", 1, "event", "non_renewal", "notice", about="2029-01-01")
    assert charged(terms, "minimum", given) == {"2027-12-01": 36_600, "2028-12-01": 36_600}
    too_late = fact("2028-11-14", 1, "event", "non_renewal", "notice", about="2029-01-01")
    assert len(charged(terms, "minimum", too_late)) == 4


def test_what_is_taken_after_the_end_of_a_term_is_charged_at_its_price():
    terms = agreement(PRICE, NOTICE, RENEWAL, valid=TO_2031, services=SERVICES)
    given = fact("2027-08-14", 1, "event", "non_renewal", "notice", about="2028-01-01")
    assert charged(terms, "price", given, fact("2028-01-20", 10)) == {"2028-01-01": 200}
