"""Forecast commitment: a curve by horizon with ratchet and floor; what is bought less than bound is paid."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.clauses import forecast_commitment
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from tests.engine.built import agreement, dues, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "bound", "kind": "forecast_commitment", "services": ["catheter"], "measure": "accepted", "window": "month",
    "curve": [{"periods_ahead": 1, "binding": "85 %"}], "price": "20 USD/piece", "prorate": "in_force",
}  # fmt: skip
CURVE = [
    {"periods_ahead": 1, "binding": "100 %", "least_of_last": "80 %"},
    {"periods_ahead": 2, "binding": "0 %", "least_of_last": "50 %"},
]
ALL = [{"periods_ahead": ahead, "binding": f"{96 - 8 * ahead} %", "least_of_last": "70 %"} for ahead in range(12)]
SAMPLES = [
    CLAUSE | {"window": "quarter"},
    CLAUSE | {"curve": CURVE, "open_orders": "confirmed"},
    CLAUSE | {"curve": [*ALL, {"periods_ahead": 12, "binding": "5 %"}], "prorate": "full", "window": "contract_year"},
]


def facts(bought, orders=(), **ahead):
    issues = {("catheter", f"forecast@{horizon[1:]}"): values for horizon, values in ahead.items()}
    return {("catheter", "accepted"): bought, ("catheter", "confirmed"): orders, **issues}


def due(clause, bought, orders=(), in_force=(), **ahead):
    return dues(agreement(clause), facts(bought, orders, **ahead), "bound", in_force=in_force)


def test_known_answer_binding_share():
    # cases/billing_cases.json accord-forecast-binding-share: 85 % of 1,200 is a duty to buy 1,020
    assert due(CLAUSE, [1000], _1=[1200])[0] == 20 * 20
    assert due(CLAUSE, [1019], _1=[1200])[0] == 20
    assert due(CLAUSE, [1020], _1=[1200])[0] == 0


@pytest.mark.parametrize(
    ("third", "second", "first", "bound"),
    [
        (1000, 1000, 1000, 1000),
        (1000, 600, 500, 500),  # every issue within its bounds
        (1000, 400, 300, 400),  # 400 counts as 500, 300 as 400
        (1000, 0, 0, 1000),  # no later issue: the last one stands
        (1000, 400, 0, 500),
        (0, 0, 300, 300),
        (1000, 1000, 2000, 2000),
        (0, 0, 0, 0),
    ],
)
def test_an_issue_may_fall_only_so_far_below_the_one_before(third, second, first, bound):
    assert due(CLAUSE | {"curve": CURVE}, [], _3=[third], _2=[second], _1=[first])[0] == 20 * bound


def test_what_a_farther_issue_has_bound_stays_bound():
    curve = [{"periods_ahead": 1, "binding": "100 %"}, {"periods_ahead": 3, "binding": "75 %"}]
    assert due(CLAUSE | {"curve": curve}, [], _3=[1000], _1=[700])[0] == 20 * 750
    assert due(CLAUSE | {"curve": curve}, [], _3=[1000], _1=[800])[0] == 20 * 800


@pytest.mark.parametrize("ahead", range(13))
def test_every_horizon_from_0_to_12_can_bind(ahead):
    clause = CLAUSE | {"curve": [{"periods_ahead": ahead, "binding": "50 %"}]}
    assert due(clause, [], **{f"_{ahead}": [1000]})[0] == 20 * 500
    assert due(clause, [], **{f"_{ahead + 1}": [1000]})[0] == 0  # an issue that the curve does not read


@pytest.mark.parametrize("ahead", range(12))
def test_every_horizon_from_0_to_11_can_be_held_against_the_issue_before(ahead):
    clause = CLAUSE | {"curve": [{"periods_ahead": ahead, "binding": "50 %", "least_of_last": "80 %"}]}
    assert due(clause, [], **{f"_{ahead + 1}": [1000], f"_{ahead}": [100]})[0] == 20 * 400


def test_open_orders_are_a_floor():
    clause = CLAUSE | {"open_orders": "confirmed"}
    assert due(clause, [1000], orders=[1100], _1=[1200])[0] == 20 * 100
    assert due(clause, [1000], orders=[900], _1=[1200])[0] == 20 * 20
    assert due(CLAUSE, [1000], orders=[1100], _1=[1200])[0] == 20 * 20


def test_a_window_closes_over_several_settlement_periods():
    clause = CLAUSE | {"window": "quarter"}
    assert due(clause, [800, 1500, 700], _1=[1200, 1200, 1200])[:4] == [0, 0, 20 * 60, 0]
    assert due(clause, [800, 1500, 800], _1=[1200, 1200, 1200])[:4] == [0, 0, 0, 0]


def test_an_excess_of_one_window_does_not_help_the_next():
    assert due(CLAUSE, [2000, 1000], _1=[1200, 1200])[:2] == [0, 400]


def test_a_termination_ends_the_duty_or_leaves_it():
    issues = {"_1": [1200] * 3}
    ended = ["1", "0.5", "0"] + ["0"] * 21
    assert due(CLAUSE, [], in_force=ended, **issues)[:3] == [20 * 1020, 20 * 510, 0]
    assert due(CLAUSE | {"prorate": "full"}, [], in_force=ended, **issues)[:3] == [20 * 1020] * 3


def test_goods_that_come_back_are_missing_when_the_window_closes():
    assert due(CLAUSE | {"window": "quarter"}, [1020, -20, 0], _1=[1200])[:3] == [0, 0, 400]


def test_forecasts_are_read_by_the_periods_between_their_day_and_the_day_they_are_for():
    terms = agreement(CLAUSE | {"curve": CURVE})
    issue = Fact("2027-014", "catheter", date(2027, 1, 20), Decimal(1000), "piece", "forecast", row=2)
    issued = [
        issue._replace(for_day=date(2027, 4, 1)),  # 3 months before
        issue._replace(day=date(2027, 2, 10), quantity=Decimal(900), for_day=date(2027, 4, 15), row=3),
        issue._replace(day=date(2027, 2, 20), quantity=Decimal(400), for_day=date(2027, 4, 15), row=4),
        issue._replace(day=date(2027, 3, 20), quantity=Decimal(300), for_day=date(2027, 4, 15), row=5),
    ]
    planned = plan(terms)
    (folded,) = exact.fold(planned, activity(planned, issued))
    assert folded.due[3] == 20 * 400  # of February the last issue, 400, counts as 500; March's 300 as 400


def test_a_new_price_is_that_of_the_day_on_which_the_window_closes():
    price = [{"from": "2027-01-01", "value": "20"}, {"from": "2027-03-01", "value": "21"}]
    assert due(CLAUSE | {"price": price, "window": "quarter"}, [], _1=[1200])[2] == 21 * 1020


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    issues = {f"_{ahead}": [(97 * at + 31 * ahead) % 400 for at in range(24)] for ahead in range(13)}
    told_of = facts([61 * at % 250 for at in range(24)], [43 * at % 300 for at in range(24)], **issues)
    terms = agreement(clause)
    expected = sum(dues(terms, told_of, "bound"))
    assert expected > 0
    assert in_lanes(terms, happened(plan(terms), told_of))["bound"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    def reasons(clause, at, *happened, **ahead):
        return told(agreement(clause), facts(*happened, **ahead), "bound", at)

    assert reasons(CLAUSE, 0, [1000], _1=[1200]) == [
        "1200 piece forecast 1 settlement period before it × 85 % bound",
        "1020 piece bound − 1000 bought = 20 × 20 USD",
    ]
    assert reasons(CLAUSE | {"window": "quarter", "open_orders": "confirmed"}, 0, [800], [1100], _1=[1200]) == [
        "1100 piece bound by open orders",
        "800 piece bought of 1100 bound in the window so far; settled when it closes",
    ]
    assert reasons(CLAUSE | {"curve": CURVE}, 0, [400], _3=[1000], _2=[400], _1=[300]) == [
        "400 piece forecast 1 settlement period before it × 100 % bound",
        "the 400 piece bound were bought",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE | {"curve": CURVE, "open_orders": "confirmed"}))
    assert said["en"] == [
        "The buyer gives a rolling forecast of catheter by settlement period. Each issue replaces the one before; where"
        " none is made for a period, the last one stands.",
        "The issue made for a settlement period 1 settlement period before it binds the buyer for 100 % of its"
        " quantity.",
        "The issue made for a settlement period 1 settlement period before it counts as 80 % of the issue before it"
        " where it is lower.",
        "The issue made for a settlement period 2 settlement periods before it binds the buyer for 0 % of its"
        " quantity.",
        "The issue made for a settlement period 2 settlement periods before it counts as 50 % of the issue before it"
        " where it is lower.",
        "For a settlement period the buyer is bound to the highest of these quantities.",
        "It is never bound to less than the orders that are open for the settlement period, counted as confirmed.",
        "What the buyer buys in each month less than the quantities bound for it, counted as accepted, it pays for at"
        " 20 USD per piece when that time closes.",
        "For a settlement period in which the agreement ends, the part of it in force is bound, and nothing after it.",
    ]
    for number in ("提前 1 个结算期", "100 %", "80 %", "提前 2 个结算期", "50 %", "每件 20 USD", "每月"):
        assert number in "".join(said["zh"])
    same = said_of(agreement(CLAUSE | {"curve": [{"periods_ahead": 0, "binding": "unknown"}], "prorate": "full"}))
    assert same["en"][1] == (
        "The issue made for a settlement period in the settlement period itself binds the buyer for [to be agreed] of"
        " its quantity."
    )
    assert same["en"][-1] == "What is bound stays so where the agreement ends before its time."


def faults(curve):
    written = forecast_commitment.Clause.model_validate(CLAUSE | {"curve": curve})
    return [str(fault) for fault in forecast_commitment.check(written)]


def test_faults():
    assert faults(CURVE) == []
    assert faults([CURVE[1], CURVE[0]]) == [
        "curve[1].periods_ahead: row 2 is for 1 settlement periods before, not more than the 2 of the row before it\n"
        "    Write the rows by rising periods_ahead, each once."
    ]
    assert faults([{"periods_ahead": 12, "binding": "10 %", "least_of_last": "50 %"}]) == [
        "curve[0].least_of_last: no issue 13 settlement periods before is read, so none can be compared with that of 12"
        " before\n    Write 'least_of_last' for at most 11 settlement periods ahead."
    ]
