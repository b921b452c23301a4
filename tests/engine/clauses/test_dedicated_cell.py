"""Dedicated cell: a monthly fee for capacity, whatever is made; others' use is set off."""

from decimal import Decimal

import pytest

from suture.engine.clauses import dedicated_cell
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "cell", "kind": "dedicated_cell", "service": "catheter", "fee_per_month": "42_000 USD",
    "capacity": "3000 piece",
}  # fmt: skip
SHARED = CLAUSE | {
    "over_capacity": "15 USD/piece", "shared_use": {"service": "others", "per_unit": "6 USD/piece", "at_most": "25 %"},
}  # fmt: skip
SAMPLES = [CLAUSE, SHARED | {"capacity": "300 piece", "fee_per_month": "4000"}]
SERVICES = {name: {"unit": "piece", "step": "1"} for name in ("catheter", "others")}


def agreed(clause, **changes):
    return agreement(clause, **{"services": SERVICES} | changes)


def due(clause, made=(), others=(), in_force=(), **changes):
    happens = {("catheter", "made"): made, ("others", "made"): others}
    return dues(agreed(clause, **changes), happens, "cell", in_force=in_force)


def test_known_answer_dedicated_cell():
    # cases/trade_cases.json dedicated_cell-1; source: shared/reference/trade.md §1a row 19
    assert due(CLAUSE, [2200])[0] == 42_000
    assert round(due(CLAUSE, [2200])[0] / 2200, 2) == Decimal("19.09")
    assert told(agreed(CLAUSE), {("catheter", "made"): [2200]}, "cell", 0)[1] == (
        "2200 piece made of 3000: 19.09 USD each"
    )


def test_the_fee_is_due_whatever_is_made():
    assert due(CLAUSE, [0, 2200, 3000, 9000])[:5] == [42_000] * 5


@pytest.mark.parametrize(("made", "more"), [(2999, 0), (3000, 0), (3001, 15), (3100, 1500)])
def test_what_is_made_above_the_capacity_costs_more_where_that_is_agreed(made, more):
    assert due(SHARED, [made])[0] == 42_000 + more


@pytest.mark.parametrize(("others", "off"), [(0, 0), (1, 6), (1750, 10_500), (1751, 10_500), (9000, 10_500)])
def test_what_others_use_is_set_off_up_to_a_share_of_the_fee(others, off):
    assert due(SHARED, [1000], [others])[0] == 42_000 - off


def test_without_shared_use_nothing_is_set_off():
    assert due(CLAUSE, [1000], [500])[0] == 42_000


def test_a_termination_ends_fee_and_capacity_with_the_part_in_force():
    half = ["1", "0.5"] + ["0"] * 22
    assert due(CLAUSE, [], in_force=half)[:3] == [42_000, 21_000, 0]
    assert due(SHARED, [0, 1600], [0, 9000, 10], in_force=half)[1:3] == [21_000 + 1500 - 5_250, 0]


def test_a_quarter_has_three_months():
    quarter = {"settlement": {"every": "quarter", "anchor": "2027-01-01"}}
    assert due(SHARED, [9001], [5000], **quarter)[0] == 126_000 + 15 - 30_000


def test_a_partial_month_costs_its_days():
    partial = {"valid": {"from": "2027-02-15", "until": "2028-01-01"}}
    assert due(CLAUSE, [], **partial)[:2] == [21_000, 42_000]


def test_a_new_fee_holds_from_its_day():
    fee = [{"from": "2027-01-01", "value": "42000"}, {"from": "2027-03-01", "value": "44000"}]
    assert due(CLAUSE | {"fee_per_month": fee})[:3] == [42_000, 42_000, 44_000]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    happens = {
        ("catheter", "made"): [137 * at % 500 for at in range(24)],
        ("others", "made"): [61 * at % 300 for at in range(24)],
    }
    terms, force = agreed(clause), ["1"] * 20 + ["0.25"] + ["0"] * 3
    expected = sum(dues(terms, happens, "cell", in_force=force))
    lanes = in_lanes(terms, happened(plan(terms), happens, in_force=force))
    assert lanes["cell"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    def reasons(clause, made, others, **more):
        return told(agreed(clause), {("catheter", "made"): [made], ("others", "made"): [others]}, "cell", 0, **more)

    assert reasons(SHARED, 3100, 500) == [
        "cell: 42,000 USD × 1 month in force = 42,000 USD",
        "3100 piece made of 3000: 13.55 USD each",
        "+ 100 piece above the capacity × 15 USD",
        "− 500 piece made for others × 6 USD",
    ]
    assert reasons(SHARED, 0, 5000, in_force=["0.5"] + ["0"] * 23) == [
        "cell: 42,000 USD × 0.5 months in force = 21,000 USD",
        "nothing made of 1500 piece",
        "− 25 % of 21,000 USD, the most for 5000 piece made for others",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(SHARED))
    assert said["en"] == [
        "The seller keeps a cell for making catheter for the buyer, with a capacity of 3000 pieces a month. The buyer"
        " pays 42,000 USD a month for it, whatever is made; for a part of a month, a part of it.",
        "For what is made above the capacity of a settlement period the buyer pays 15 USD per piece besides.",
        "The seller may use the cell for others (others); for what it makes for them 6 USD per piece is set off, in a"
        " settlement period no more than 25 % of the fee.",
    ]
    for number in ("3000 件", "42,000 USD", "每件 15 USD", "每件 6 USD", "25 %"):
        assert number in "".join(said["zh"])
    assert said_of(agreed(CLAUSE))["en"][1:] == [
        "What is made above the capacity costs nothing besides.",
        "The seller does not use the cell for others.",
    ]


def test_faults():
    written = dedicated_cell.Clause.model_validate(CLAUSE | {"capacity": "0"})
    assert [str(f) for f in dedicated_cell.check(written)] == [
        "capacity: 0 is not above zero\n    Write a number above zero."
    ]
    assert [list(dedicated_cell.check(dedicated_cell.Clause.model_validate(each))) for each in SAMPLES] == [[], []]
