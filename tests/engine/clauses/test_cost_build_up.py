"""Cost build-up: a unit price put together from its parts."""

from decimal import Decimal

import pytest

from suture.engine.clauses import cost_build_up
from suture.engine.terms.ranges import ranges, settled
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "built", "kind": "cost_build_up", "service": "catheter", "measure": "accepted",
    "material": "9.00 USD/piece", "handling": "8 %", "minutes": "14", "hourly_rate": "66", "overhead": "2.50 USD/piece",
    "yield": "95 %", "margin": "12 %", "unit_price_decimals": "2",
}  # fmt: skip
RISING = [{"from": "2027-01-01", "value": "9.00"}, {"from": "2027-02-01", "value": "10.00"}]
SAMPLES = [
    CLAUSE,
    CLAUSE | {"material": RISING, "unit_price_decimals": "none"},
    CLAUSE | {"commitment_discount": "8 %"},
]


def due(clause, taken, **changes):
    return dues(agreement(clause, **changes), {("catheter", "accepted"): taken}, "built")


def test_known_answer_cost_build_up():
    # cases/trade_cases.json cost_build_up-1; source: shared/reference/trade.md §1a row 4
    assert due(CLAUSE, [1])[0] == Decimal("32.56")


def test_whether_the_unit_price_is_rounded_is_written():
    assert due(CLAUSE, [10_000])[0] == 325_600
    assert round(due(CLAUSE | {"unit_price_decimals": "none"}, [10_000])[0], 2) == Decimal("325625.26")


def test_rounding_follows_the_agreement():
    down = {"rounding": {"mode": "up", "point": "line"}}
    assert due(CLAUSE, [1], **down)[0] == Decimal("32.57")


def test_a_part_that_changes_changes_the_price_from_its_day():
    assert due(CLAUSE | {"material": RISING}, [1, 1])[:2] == [Decimal("32.56"), Decimal("33.84")]


def test_a_commitment_takes_its_share_off_before_rounding():
    assert due(CLAUSE | {"commitment_discount": "8 %"}, [1])[0] == Decimal("29.96")  # 32.5625... x 0.92


def test_every_part_may_be_a_range_until_it_is_settled():
    terms = agreement(CLAUSE | {"minutes": {"low": "10", "high": "20"}, "yield": {"low": "90 %", "high": "98 %"}})
    found = {".".join(map(str, path)): path for path in ranges(terms)}
    assert list(found) == ["clauses.0.minutes", "clauses.0.yield"]
    one = settled(terms, dict(zip(ranges(terms), [Decimal(14), Decimal("0.95")], strict=True)))
    assert dues(one, {("catheter", "accepted"): [1]}, "built")[0] == Decimal("32.56")


def test_a_late_piece_costs_the_price_of_its_period():
    assert due(CLAUSE | {"material": RISING}, [1, -1])[1] == Decimal("-33.84")


def test_a_partial_period_changes_nothing():
    assert due(CLAUSE, [1], valid={"from": "2027-01-20", "until": "2027-03-01"})[0] == Decimal("32.56")


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [0, 1, 299, 5000] * 6}
    expected = sum(dues(terms, taken, "built"))
    assert in_lanes(terms, happened(plan(terms), taken))["built"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    taken = {("catheter", "accepted"): [1200]}
    parts = "(material 9 × 1.08 + 14 min × 66 / 60 + overhead 2.50) / yield 0.95 × 1.12"
    assert told(agreement(CLAUSE), taken, "built", 0) == ["1200 piece × 32.56 USD", f"32.56 USD = {parts}"]
    committed = CLAUSE | {"commitment_discount": "8 %"}
    assert told(agreement(committed), taken, "built", 0) == [
        "1200 piece × 29.96 USD",
        f"29.96 USD = {parts} × 0.92 for the commitment",
    ]


def test_a_yield_of_nothing_is_a_fault():
    clause = cost_build_up.Clause.model_validate(CLAUSE | {"yield": [{"from": "2027-01-01", "value": "0"}]})
    assert [str(fault) for fault in cost_build_up.check(clause)] == [
        "yield[0]: 0 is not above zero\n    Write a number above zero."
    ]
    assert list(cost_build_up.check(cost_build_up.Clause.model_validate(CLAUSE))) == []


QUARTERLY = {"every_months": 3, "from": "2027-04-01"}


def test_where_the_price_is_reviewed_its_parts_change_on_days_of_review():
    """As InMode's 13.2, every three months."""

    def codes(*days):
        dated = [{"from": day, "value": "9"} for day in ("2027-01-01", *days)]
        clause = cost_build_up.Clause.model_validate(CLAUSE | {"material": dated, "review": QUARTERLY})
        return [(fault.wrong.text.code, fault.path) for fault in cost_build_up.check(clause)]

    assert codes("2027-04-01", "2027-07-01", "2028-01-01") == []
    assert codes("2027-03-01") == codes("2027-05-01") == codes("2027-07-02") == [
        ("cost_part_off_review", ("material", 1, "from"))
    ]  # fmt: skip
    free = cost_build_up.Clause.model_validate(CLAUSE | {"material": RISING})
    assert list(cost_build_up.check(free)) == []


def test_the_review_is_said():
    said = said_of(agreement(CLAUSE | {"review": QUARTERLY}))
    assert said["en"][-1] == (
        "The parts of the price are reviewed every 3 months, first on 2027-04-01; a part that is agreed anew holds from"
        " a day of review on."
    )
    assert all(number in said["zh"][-1] for number in ("3 个月", "2027-04-01"))
