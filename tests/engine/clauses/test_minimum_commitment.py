"""Minimum commitment: what a window counts less than its minimum is due when the window closes."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.clauses import minimum_commitment
from suture.engine.clauses.kind import DueOf, Moment
from suture.engine.period import Period
from suture.engine.quantity import ONE
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
SPEND = {
    "id": "commitment", "kind": "minimum_commitment", "window": "quarter", "prorate": "full",
    "minimum_spend": "6000 USD", "counts": ["price"], "counted_amounts": "rounded",
}  # fmt: skip
QUANTITY = {
    "id": "commitment", "kind": "minimum_commitment", "window": "contract_year", "prorate": "full",
    "minimum_quantity": "1200 piece", "services": ["catheter"], "measure": "accepted", "shortfall_price": "5 USD/piece",
}  # fmt: skip
SAMPLES = [
    SPEND,
    SPEND | {"window": "term", "counted_amounts": "unrounded"},
    SPEND | {"window": "month", "prorate": "days"},
    QUANTITY,
    QUANTITY | {"prorate": "in_force", "window": "calendar_year"},
    QUANTITY | {"relief": {"by": "price", "while": "holds", "stands": "40 %"}},
    SPEND | {"prorate": "in_force", "relief": {"by": "price", "while": "does_not_hold", "stands": "0 %"}},
]
# something else that holds while its level is above zero: here hours that are worked and taken back
OUTAGE = {"id": "outage", "kind": "unit", "service": "engineering", "measure": "worked", "price": "1"}


def shortfalls(clause, taken, **more):
    changes = {key: more.pop(key) for key in list(more) if key not in ("in_force", "levels")}
    return dues(agreement(PRICE, clause, **changes), {("catheter", "accepted"): taken}, "commitment", **more)


@pytest.mark.parametrize(("taken", "short"), [(299, 20), (300, 0), (301, 0)])
def test_a_spend_one_piece_below_at_and_above_the_minimum(taken, short):
    assert shortfalls(SPEND, [0, 0, taken])[:3] == [0, 0, short]


@pytest.mark.parametrize(("taken", "short"), [(1199, 5), (1200, 0), (1201, 0)])
def test_a_quantity_one_piece_below_at_and_above_the_minimum(taken, short):
    assert shortfalls(QUANTITY, [taken])[11] == short


def test_the_shortfall_is_due_when_the_window_closes_and_the_next_window_begins_at_nothing():
    due = shortfalls(SPEND, [400, 0, 0, 100, 0, 0, 0, 0, 250])
    assert due[:9] == [0, 0, 0, 0, 0, 4000, 0, 0, 1000]  # the excess of the first quarter is not carried over


def test_the_end_of_the_agreement_closes_the_last_window():
    due = shortfalls(SPEND, [], valid={"from": "2027-01-01", "until": "2027-05-01"})
    assert due == [0, 0, 6000, 6000]


def test_a_partial_window_owes_the_whole_minimum_or_its_share_as_written():
    days = {
        "valid": {"from": "2027-01-15", "until": "2028-01-01"},
        "settlement": {"every": "month", "anchor": "2027-01-01"},
    }
    in_force = sum(shortfalls(QUANTITY | {"prorate": "in_force"}, [], **days))
    assert sum(shortfalls(QUANTITY, [], **days)) == 6000
    assert in_force == pytest.approx(Decimal(5) * (100 * Decimal(17) / 31 + 1100))  # 17 of the 31 days of January
    assert sum(shortfalls(QUANTITY | {"prorate": "days"}, [], **days)) == 5 * (55 + 1100)  # 54.84 in whole pieces


def test_after_a_termination_only_the_months_in_force_are_owed():
    ended = ["1"] * 6 + ["0.5"] + ["0"] * 17
    assert shortfalls(QUANTITY | {"prorate": "in_force"}, [], in_force=ended)[11] == 5 * 650
    whole = shortfalls(QUANTITY, [], in_force=ended)
    assert (whole[11], whole[23]) == (6000, 0)  # no window opened after the termination


def test_a_credit_lowers_the_spend_where_it_is_counted():
    down = {
        "id": "down", "kind": "price_down", "on": ["price"], "each_reduction_on": "first_price",
        "reductions": [{"after_months": 0, "share": "10 %"}],
    }  # fmt: skip
    taken = {("catheter", "accepted"): [300]}
    assert dues(agreement(PRICE, down, SPEND), taken, "commitment")[2] == 0
    counted = SPEND | {"counts": ["price", "down"]}
    assert dues(agreement(PRICE, down, counted), taken, "commitment")[2] == 600


def test_a_dated_minimum_counts_from_the_window_that_opens_on_its_day():
    dated = SPEND | {
        "minimum_spend": [{"from": "2027-01-01", "value": "6000 USD"}, {"from": "2027-04-01", "value": "9000 USD"}]
    }
    assert shortfalls(dated, [])[:6] == [0, 0, 6000, 0, 0, 9000]


def test_known_answer_a_week_of_six_days_of_seven():
    # cases/billing_cases.json lago-commitment-week-6-of-7;
    # source: getlago/lago-api:spec/services/commitments/calculate_amount_service_spec.rb
    clause = minimum_commitment.Clause.model_validate(
        SPEND | {"window": "month", "prorate": "days", "minimum_spend": "30.00 EUR"}
    )
    week = Period(date(2027, 1, 1), date(2027, 1, 7))
    moment = Moment(week, Decimal(6) / Decimal(7), 0, 1, ONE, "EUR", "half_up")
    assert minimum_commitment.numbers(clause, moment).per_period == Decimal("25.71")


def test_known_answer_the_minimum_of_the_last_period_alone():
    # cases/billing_cases.json openmeter-min-only-final;
    # source: openmeterio/openmeter:openmeter/billing/charges/usagebased/service/rating/delta/tieredvolume_test.go
    price = {
        "id": "price", "kind": "volume", "service": "catheter", "measure": "accepted", "window": "term",
        "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
        "tiers": [{"from": 0, "to": 15, "price": "10"}, {"from": 15, "price": "5"}],
    }  # fmt: skip
    minimum = SPEND | {"window": "term", "minimum_spend": "150"}
    terms = agreement(price, minimum, valid={"from": "2027-01-01", "until": "2027-03-01"})
    billed = [dues(terms, {("catheter", "accepted"): [10, 0]}, name) for name in ("price", "commitment")]
    assert [sum(lines) for lines in zip(*billed, strict=True)] == [100, 50]


@pytest.mark.parametrize(
    ("currency", "minimum", "used", "true_up"),
    [
        ("USD", "1000.00", "750.00", "250.00"),
        ("USD", "1000.00", "749.996", "250.00"),
        ("JPY", "10000", "8500.5", "1499"),
        ("USD", "10.00", "9.997", "0.00"),
    ],
)
def test_known_answer_the_used_amount_is_rounded_before_the_true_up(currency, minimum, used, true_up):
    # cases/billing_cases.json flexprice-round-before-true-up;
    # source: flexprice/flexprice:internal/ee/service/billing_rounding_test.go
    terms = agreement(
        PRICE | {"price": used},
        SPEND | {"window": "term", "minimum_spend": minimum},
        currency=currency,
        valid={"from": "2027-01-01", "until": "2027-02-01"},
    )
    assert dues(terms, {("catheter", "accepted"): [1]}, "commitment") == [Decimal(true_up)]


def test_known_answer_expected_cost_of_a_take_or_pay():
    # cases/decision_cases.json take_or_pay_expected; source: hand computation, max(demand, minimum) x unit price
    minimum = QUANTITY | {"minimum_quantity": "10000", "shortfall_price": "40"}
    terms = agreement(PRICE | {"price": "40"}, minimum, valid={"from": "2027-01-01", "until": "2028-01-01"})
    expected = Decimal(0)
    for demand, chance in ((6000, "0.2"), (9000, "0.3"), (12000, "0.3"), (15000, "0.2")):
        taken = {("catheter", "accepted"): [demand]}
        cost = sum(dues(terms, taken, "price") + dues(terms, taken, "commitment"))
        expected += Decimal(chance) * cost
    assert expected == 464_000


def with_outage(clause, relief, outage, taken=(), **more):
    terms = agreement(PRICE, OUTAGE, clause | {"relief": {"by": "outage", **relief}})
    facts = {("engineering", "worked"): outage, ("catheter", "accepted"): taken}
    return dues(terms, facts, "commitment", **more)[2]


@pytest.mark.parametrize("prorate", ["full", "in_force", "days"])
@pytest.mark.parametrize(
    ("holds", "stands", "outage", "short"),
    [
        ("holds", "0 %", [0, 0, 0], 6000),
        ("holds", "0 %", [0, 1, -1], 4000),  # February of the quarter is lifted
        ("holds", "50 %", [0, 1, -1], 5000),
        ("holds", "0 %", [1, 0, 0], 0),
        ("does_not_hold", "0 %", [0, 1, -1], 2000),
        ("does_not_hold", "0 %", [1, 0, 0], 6000),
    ],
)
def test_while_a_gate_holds_or_not_only_a_share_of_the_minimum_stands(prorate, holds, stands, outage, short):
    relief = {"while": holds, "stands": stands}
    assert float(with_outage(SPEND | {"prorate": prorate}, relief, outage)) == pytest.approx(short)


def test_relief_lowers_a_minimum_of_quantity_too_and_what_was_taken_still_counts():
    clause, relief = QUANTITY | {"window": "quarter"}, {"while": "holds", "stands": "25 %"}
    assert with_outage(clause, relief, [0, 1, -1], [100, 0, 100]) == (1200 - 300 - 200) * 5
    assert with_outage(clause, relief, [0, 1, -1], [500, 0, 400]) == 0


def test_relief_ends_with_the_agreement():
    relief, ended = {"while": "holds", "stands": "0 %"}, ["0.5"] + ["0"] * 23
    assert with_outage(SPEND, relief, [0, 1, 0], in_force=ended) == 6000
    assert with_outage(SPEND, relief, [1, 0, 0], in_force=ended) == 5000  # half of January's third


def test_a_failure_to_supply_relieves_the_minimum_and_stands_after_it_in_the_text():
    failure = {
        "id": "failure", "kind": "supply_failure", "services": ["catheter"], "failing": "late", "of": "ordered",
        "share": "20 %", "periods": 1, "lasts": "while_it_is_so",
    }  # fmt: skip
    clause = SPEND | {"relief": {"by": "failure", "while": "holds", "stands": "0 %"}}
    facts = {("catheter", "ordered"): [300, 300, 300], ("catheter", "late"): [0, 61, 60]}
    assert dues(agreement(PRICE, clause, failure), facts, "commitment")[2] == 4000  # February fails, March just not


def test_relief_explains_itself():
    clause = SPEND | {"relief": {"by": "outage", "while": "holds", "stands": "50 %"}}
    terms = agreement(PRICE, OUTAGE, clause)
    facts = {("engineering", "worked"): [0, 1, 0], ("catheter", "accepted"): [100, 149]}
    assert told(terms, facts, "commitment", 1) == [
        "the minimum of the window is 1000 USD lower in this period by relief",
        "4980 USD of 5000 USD in the window so far; settled when it closes",
    ]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms = agreement(PRICE, clause)
    planned = plan(terms)
    activity = happened(planned, {("catheter", "accepted"): [299, 0, 1, 150, 149, 1] + [70] * 18})
    exact = dues(terms, {("catheter", "accepted"): [299, 0, 1, 150, 149, 1] + [70] * 18}, "commitment")
    assert in_lanes(terms, activity)["commitment"][-1] == pytest.approx(float(sum(exact)), abs=0.005)


def test_the_charge_explains_itself():
    terms, taken = agreement(PRICE, SPEND), {("catheter", "accepted"): [100, 150, 0, 300]}
    assert told(terms, taken, "commitment", 0) == ["2000 USD of 6000 USD in the window so far; settled when it closes"]
    assert told(terms, taken, "commitment", 2) == ["6000 USD minimum − 5000 USD counted"]
    assert told(terms, taken, "commitment", 5) == ["the minimum of 6000 USD was met"]
    short = told(agreement(PRICE, QUANTITY), taken, "commitment", 11)
    assert short == ["650 piece short of 1200 piece × 5 USD"]


def wrongs(**changes):
    clause = minimum_commitment.Clause.model_validate(changes)
    return [str(fault) for fault in minimum_commitment.check(clause)]


def test_a_minimum_is_of_spend_or_of_quantity():
    both = SPEND | QUANTITY
    neither = {name: SPEND[name] for name in ("id", "kind", "window", "prorate")}
    remedy = "\n    Write minimum_spend or minimum_quantity, one of the two."
    assert wrongs(**both) == ["the minimum is written as spend and as quantity" + remedy]
    assert wrongs(**neither) == ["the minimum is written neither as spend nor as quantity" + remedy]


def test_every_part_of_the_form_is_written_and_none_of_the_other():
    bare = {name: value for name, value in QUANTITY.items() if name != "shortfall_price"}
    assert wrongs(**bare, counts=["price"]) == [
        "counts: counts does nothing beside minimum_quantity\n    Leave out counts.",
        "shortfall_price: shortfall_price is missing beside minimum_quantity\n    Write shortfall_price.",
    ]
    assert [wrongs(**sample) for sample in SAMPLES] == [[]] * len(SAMPLES)


def test_relief_is_of_the_minimum_with_which_its_window_opened():
    dated = [{"from": "2027-01-01", "value": "6000 USD"}, {"from": "2027-02-01", "value": "9000 USD"}]
    clause = SPEND | {"minimum_spend": dated}
    assert (
        with_outage(clause, {"while": "holds", "stands": "50 %"}, [0, 1, -1]) == 5000
    )  # less half of February's 2,000


def test_by_days_the_parts_of_a_whole_window_are_its_minimum():
    short = shortfalls(SPEND | {"prorate": "days", "minimum_spend": "100 USD"}, [])[2]
    assert round(short, 9) == 100  # three thirds


@pytest.mark.parametrize(("mode", "spend", "pieces"), [("up", 549, 55), ("down", 548, 54)])
def test_by_days_a_part_is_rounded_as_the_agreement_says(mode, spend, pieces):
    days = {
        "valid": {"from": "2027-01-15", "until": "2028-01-01"},  # 17 of the 31 days of January
        "settlement": {"every": "month", "anchor": "2027-01-01"},
        "rounding": {"mode": mode, "point": "line"},
    }
    yen = SPEND | {"window": "month", "prorate": "days", "minimum_spend": "1000 JPY"}
    price = PRICE | {"price": "20"}
    assert dues(agreement(price, yen, currency="JPY", **days), {}, "commitment")[0] == spend
    assert sum(shortfalls(QUANTITY | {"prorate": "days"}, [], **days)) == 5 * (pieces + 1100)


def test_a_shortfall_of_halves_explains_itself_at_the_price_of_a_piece():
    halves = {"services": {"catheter": {"unit": "piece", "step": "0.5"}}}
    short = told(agreement(QUANTITY, **halves), {("catheter", "accepted"): [1100]}, "commitment", 11)
    assert short == ["650 piece short of 1200 piece × 5 USD"]


def test_what_relieves_is_read_as_a_gate():
    clause = minimum_commitment.Clause.model_validate(
        QUANTITY | {"relief": {"by": "outage", "while": "holds", "stands": "40 %"}}
    )
    assert minimum_commitment.reads(clause)[2] == DueOf(("outage",), gates=True)
