"""What a trial comes to where figures are ranges: 256 settings, the same at every run."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import plan
from suture.engine.rating.trial import tried
from suture.engine.simulation.settings import DRAWS, draws_of, spread
from suture.engine.terms.ranges import likely, ranges, settled
from tests.engine.built import agreement

DAY = date(2027, 3, 15)
RANGE = {"low": 8, "value": 10, "high": 15}
PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": RANGE}
HOURS = PRICE | {"id": "hours", "service": "engineering", "measure": "worked", "price": RANGE}
FEE = {"id": "fee", "kind": "periodic_fee", "fee": 100, "per": "month", "billed": "each_settlement",
       "part_of_a_period": "by_days"}  # fmt: skip
DISCOUNT = {"id": "less", "kind": "discount", "on": ["price"], "counted_amounts": "rounded", "window": "month",
            "share": "50 %"}  # fmt: skip
QUANTITIES = {"catheter": Decimal(100)}


def amounts(*clauses, quantities=QUANTITIES, **changes):
    (found,) = spread(agreement(*clauses, **changes), quantities, DAY)
    return tuple(money.amount for money in (found.low, found.likely, found.high))


def test_the_ends_are_those_of_eight_of_ten_draws_of_the_triangle():
    low, usual, high = amounts(PRICE)
    assert usual == 1000
    # quantiles of the triangular distribution (8, 10, 15): 8 + sqrt(0.1 * 7 * 2) and 15 - sqrt(0.1 * 7 * 5)
    assert float(low) == pytest.approx(918.3, abs=4)
    assert float(high) == pytest.approx(1312.9, abs=6)


def test_every_run_draws_the_same():
    assert amounts(PRICE) == amounts(PRICE)
    assert DRAWS == 256


def test_figures_of_one_name_move_together_and_others_by_themselves():
    both = {"catheter": Decimal(100), "engineering": Decimal(100)}
    named = RANGE | {"draw": "cost"}
    together = amounts(PRICE | {"price": named}, HOURS | {"price": named}, quantities=both)
    apart = amounts(PRICE, HOURS, quantities=both)
    alone = amounts(PRICE | {"price": named})
    assert (together[0], together[2]) == (2 * alone[0], 2 * alone[2])
    assert apart[2] - apart[0] < together[2] - together[0]


def test_every_total_is_what_the_exact_statement_of_that_setting_says():
    terms = agreement(PRICE, DISCOUNT, FEE)
    (path,), (figure,) = zip(*ranges(terms.clauses).items(), strict=True)
    totals = sorted(
        tried(plan(settled(terms, {("clauses", *path): value})), QUANTITIES, DAY).total().amount
        for value in draws_of("price", (0, 1, "price"), figure)
    )
    (found,) = spread(terms, QUANTITIES, DAY)
    assert (found.low.amount, found.high.amount) == (totals[25], totals[-26])
    assert found.likely == tried(plan(likely(terms)), QUANTITIES, DAY).total()


def test_no_draw_leaves_its_range():
    (figure,) = ranges(agreement(PRICE).clauses).values()
    drawn = draws_of("price", ("price",), figure)
    assert len(set(drawn)) == DRAWS
    assert (min(drawn) >= 8, max(drawn) <= 15) == (True, True)


def test_each_currency_has_its_own_totals_and_that_of_the_agreement_comes_first():
    found = spread(agreement(PRICE | {"currency": "EUR"}, FEE), QUANTITIES, DAY)
    assert [(each.likely.currency, each.likely.amount) for each in found] == [("USD", 300), ("EUR", 1000)]
    assert found[0].low == found[0].high


def test_a_term_that_is_not_renewed_ends_what_ranges_come_to():
    """The first term ends with February: a fee of March is owed only where notice was given that it goes on."""
    term = {"id": "term", "kind": "renewal", "first_until": "2027-03-01", "by_months": 3, "renews": "on_notice",
            "notice": "notice"}  # fmt: skip
    notice = {"id": "notice", "kind": "notice", "service": "going_on", "given_by": "either", "days": 30}
    services = {"services": {"catheter": {"unit": "piece", "step": 1}, "going_on": {"unit": "notice", "step": 1}}}
    terms = agreement(notice, term, FEE | {"fee": RANGE}, **services)
    given = Fact("2027-014", "going_on", date(2027, 1, 5), Decimal(1), "notice", "event", for_day=date(2027, 3, 1))
    (ended,), (renewed,) = (spread(terms, QUANTITIES, DAY, known) for known in ([], [given]))
    assert (ended.likely.amount, renewed.likely.amount) == (20, 30)
    assert ended.low.amount < 20 < ended.high.amount < 30, "its range, too, is that of two months"
    assert renewed.low.amount == pytest.approx(Decimal("1.5") * ended.low.amount, abs=Decimal("0.01"))


def test_what_is_paid_to_others_is_no_charge_of_the_agreement():
    landed = {"id": "landed", "kind": "landed_cost", "services": ["catheter"], "measure": "accepted", "on": ["price"],
              "incoterm": "FCA", "freight_share": {"low": "1 %", "value": "5 %", "high": "9 %"},
              "duty": {"share": "3 %", "on": "price"}}  # fmt: skip
    assert amounts(PRICE, landed) == amounts(PRICE)


def test_facts_beside_the_trial_count():
    indexed = {
        "id": "indexed", "kind": "indexation", "on": ["price"], "index": "cpi", "base": 100, "weight": "100 %",
        "lag_periods": 0, "threshold": "0 %", "past_threshold": "whole_move",
    }  # fmt: skip
    level = Fact("2027-014", "cpi", date(2026, 12, 1), Decimal(110), "", "index")
    (found,) = spread(agreement(PRICE, indexed), QUANTITIES, DAY, [level])
    assert found.likely.amount == 1100
