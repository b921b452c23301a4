"""Late delivery: a share of the value of what is late for every step of days, up to a cap."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.clauses import late_delivery
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from tests.engine.built import agreement, dues, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "damages", "kind": "late_delivery", "services": ["catheter"], "value_per_unit": "25 USD/piece",
    "share_per_step": "0.5 %", "step_days": 7, "part_of_step": "counts", "cap": "5 %", "told_by": "buyer",
}  # fmt: skip
GRACE = {"days": 3, "once_passed": "not_counted"}
SAMPLES = [
    CLAUSE,
    CLAUSE | {"part_of_step": "does_not_count", "grace": GRACE},
    CLAUSE | {"step_days": 1, "share_per_step": "0.3 %", "grace": {"days": 5, "once_passed": "counted"}},
    {key: value for key, value in CLAUSE.items() if key != "cap"},
]


def due(clause, late, days):
    """What one delivery credits that is so many days late."""
    facts = {("catheter", "late"): [late], ("catheter", "late.notice"): [-days]}
    return dues(agreement(clause), facts, "damages")[0]


def test_known_answer_accord_late_delivery_currency_before_it_is_converted():
    # cases/billing_cases.json accord-late-delivery-currency: 200 due 2018-01-31, delivered 2019-01-11, 10.5 % for
    # every 2 days, at most 55 %; 121 = 110 x 1.1, and the conversion is not this clause's
    clause = CLAUSE | {"value_per_unit": "200", "share_per_step": "10.5 %", "step_days": 2, "cap": "55 %"}
    late = (date(2019, 1, 11) - date(2018, 1, 31)).days
    assert late == 345
    assert due(clause, 1, late) == Decimal("-110")
    assert due(clause, 1, late) * Decimal("1.1") == Decimal("-121")


@pytest.mark.parametrize(("days", "steps"), [(0, 0), (1, 1), (7, 1), (8, 2), (14, 2), (15, 3)])
def test_a_started_step_of_days_counts_whole(days, steps):
    assert due(CLAUSE, 1000, days) == -steps * Decimal("125")  # 1,000 x 25 x 0.5 %


@pytest.mark.parametrize(("days", "steps"), [(0, 0), (1, 0), (6, 0), (7, 1), (13, 1), (14, 2)])
def test_a_part_of_a_step_does_not_count_where_that_is_written(days, steps):
    assert due(CLAUSE | {"part_of_step": "does_not_count"}, 1000, days) == -steps * Decimal("125")


@pytest.mark.parametrize(("days", "steps"), [(3, 0), (4, 1), (10, 1), (11, 2)])
def test_the_days_of_grace_do_not_count(days, steps):
    assert due(CLAUSE | {"grace": GRACE}, 1000, days) == -steps * Decimal("125")


@pytest.mark.parametrize(("days", "steps"), [(3, 0), (4, 1), (7, 1), (8, 2)])
def test_the_days_of_grace_count_once_they_are_passed_where_that_is_written(days, steps):
    assert due(CLAUSE | {"grace": GRACE | {"once_passed": "counted"}}, 1000, days) == -steps * Decimal("125")


@pytest.mark.parametrize(("days", "share"), [(70, "0.05"), (71, "0.05"), (400, "0.05"), (63, "0.045")])
def test_the_cap_holds_for_one_delivery(days, share):
    assert due(CLAUSE, 1000, days) == -25_000 * Decimal(share)


def test_without_a_cap_a_delay_may_cost_more_than_the_goods():
    clause = {key: value for key, value in CLAUSE.items() if key != "cap"}
    assert due(clause, 1000, 7 * 300) == -25_000 * Decimal("1.5")


def test_what_comes_on_the_day_or_before_it_is_not_late():
    assert due(CLAUSE, 1000, 0) == 0
    assert due(CLAUSE, 1000, -20) == 0


def test_two_deliveries_of_a_month_stand_alone():
    facts = {
        ("catheter", "late"): [{"one": 1000, "other": 200}],
        ("catheter", "late.notice"): [{"one": -1, "other": -8}],
    }
    assert dues(agreement(CLAUSE), facts, "damages")[0] == -Decimal("125") - Decimal("50")


def test_the_value_and_the_share_are_those_of_the_month_of_delivery():
    value = [{"from": "2027-01-01", "value": "25"}, {"from": "2027-02-01", "value": "30"}]
    facts = {("catheter", "late"): [1000, 1000], ("catheter", "late.notice"): [-1, -1]}
    assert dues(agreement(CLAUSE | {"value_per_unit": value}), facts, "damages")[:2] == [-125, -150]


def row(quantity, day, promised, **more):
    return Fact(
        "2027-014", "catheter", date.fromisoformat(day), Decimal(quantity), "piece", "late",
        for_day=date.fromisoformat(promised), **more,
    )  # fmt: skip


def test_the_days_run_from_the_promised_day_to_the_day_of_the_fact_and_a_reversal_takes_all_back():
    planned = plan(agreement(CLAUSE))
    first = row("1000", "2027-03-10", "2027-03-01", source_id="L1")
    told_late = [first, row("200", "2027-03-20", "2027-03-01", source_id="L2")]
    assert exact.fold(planned, activity(planned, told_late))[0].due[2] == -Decimal("250") - Decimal("75")
    taken_back = [*told_late, row("-1000", "2027-04-02", "2027-03-01", source_id="L3", reverses="L1")]
    assert exact.fold(planned, activity(planned, taken_back))[0].due[-1] == -Decimal("75")


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same_for_every_delay(clause):
    terms = agreement(clause)
    days = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 17, 18, 21, 69, 70, 71, 100, 400, -1, -7]
    facts = {("catheter", "late"): [997] * 24, ("catheter", "late.notice"): [-n for n in days]}
    lanes = in_lanes(terms, happened(plan(terms), facts))["damages"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, facts, "damages"))), abs=0.005)


def test_the_credit_explains_itself():
    facts = {
        ("catheter", "late"): [1000, 1000, 1000],
        ("catheter", "late.notice"): [-9, -80, -3],
    }
    terms = agreement(CLAUSE | {"grace": GRACE})
    assert told(terms, facts, "damages", 0) == ["1000 piece × 25 USD, 9 days late: 1 × 0.5 % credited"]
    assert told(terms, facts, "damages", 1) == ["1000 piece × 25 USD, 80 days late: 11 × 0.5 %, at most 5 % credited"]
    assert told(terms, facts, "damages", 2) == [
        "1000 piece, 3 days late: no step of days is reached, nothing is credited"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE | {"grace": GRACE}))
    assert said["en"] == [
        "Where catheter is delivered after the promised day, the seller credits the buyer for every 7 days of delay"
        " with 0.5 % of the value of what is late, taken at 25 USD per piece.",
        "A part of 7 days counts as a whole one.",
        "The first 3 days of a delay do not count.",
        "For one delivery no more than 5 % of that value is credited.",
        "The buyer tells the seller of every late delivery, with the promised day and the day of delivery.",
    ]
    for number in ("每迟 7 天", "0.5 %", "每件 25 USD", "前 3 天", "5 %", "买方通知卖方"):
        assert number in "".join(said["zh"])
    other = said_of(agreement(SAMPLES[1] | {"grace": GRACE | {"once_passed": "counted"}, "told_by": "seller"}))
    assert "A part of 7 days does not count." in other["en"]
    assert "A delay of up to 3 days costs nothing; once it is longer, all of its days count." in other["en"]
    assert other["en"][-1].startswith("The seller tells the buyer")
    assert len(said_of(agreement(SAMPLES[3]))["en"]) == 3  # no cap, no grace


def test_every_late_delivery_is_an_order_of_its_own():
    assert late_delivery.KIND.window(late_delivery.Clause.model_validate(CLAUSE)) == "order"
