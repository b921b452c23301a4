"""Tool life: refurbished or replaced after so many pieces or months, whichever comes first."""

from decimal import Decimal

import pytest

from suture.engine.clauses import tool_life
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "mould", "kind": "tool_life", "service": "catheter", "life_pieces": "500_000 piece", "renewal": "replaced",
    "cost": "85_000 USD", "buyer_share": "100 %", "owner": "buyer",
}  # fmt: skip
MONTHS = {key: value for key, value in CLAUSE.items() if key != "life_pieces"} | {"life_months": 6}
BOTH = CLAUSE | {"life_pieces": "1000 piece", "life_months": 6, "renewal": "refurbished", "buyer_share": "40 %"}
SAMPLES = [CLAUSE | {"life_pieces": "1000 piece"}, MONTHS, BOTH]


def due(clause, made, in_force=(), **changes):
    return dues(agreement(clause, **changes), {("catheter", "made"): made}, "mould", in_force=in_force)


def times(clause, made, **more):
    return [amount / 34_000 for amount in due(clause, made, **more)]


def test_the_worked_amount_of_the_trade():
    # shared/reference/trade.md §1a row 20: 85,000 at 500,000 shots
    assert due(CLAUSE, [499_999, 1, 400_000])[:3] == [0, Decimal("85000"), 0]


@pytest.mark.parametrize(
    ("made", "lives"), [(499_999, 0), (500_000, 1), (500_001, 1), (999_999, 1), (1_000_000, 2), (1_500_001, 3)]
)
def test_every_whole_life_is_due(made, lives):
    assert due(CLAUSE, [made])[0] == 85_000 * lives
    assert sum(due(CLAUSE, [made - 7, 7])) == 85_000 * lives


def test_pieces_beyond_a_life_count_for_the_next():
    assert due(CLAUSE, [700_000, 299_999, 1])[:3] == [85_000, 0, 85_000]


def test_a_tool_is_old_after_its_months_too():
    assert due(MONTHS, [])[:13] == [0] * 5 + [85_000] + [0] * 5 + [85_000] + [0]


def test_whichever_comes_first_counts_and_both_are_counted_anew():
    assert times(BOTH, [0, 0, 1000])[:9] == [0, 0, 1, 0, 0, 0, 0, 0, 1]  # by pieces in March, by months in September
    made = [0, 0, 0, 0, 0, 900, 0, 100, 900]
    assert times(BOTH, made)[:10] == [0, 0, 0, 0, 0, 1, 0, 0, 1, 0]  # in June by months: 900 pieces are forgotten


def test_each_side_pays_its_share():
    assert due(CLAUSE | {"buyer_share": "40 %"}, [500_000])[0] == 34_000
    assert due(CLAUSE | {"buyer_share": "0 %"}, [500_000])[0] == 0


def test_months_run_only_while_the_agreement_is_in_force():
    assert sum(due(MONTHS, [], in_force=["1"] * 5 + ["0.9"] + ["0"] * 18)) == 0
    assert due(MONTHS, [], in_force=["1"] * 6 + ["0"] * 18)[5:24] == [85_000] + [0] * 18


def test_months_are_those_of_the_settlement_periods():
    assert due(MONTHS, [], settlement={"every": "quarter", "anchor": "2027-01-01"})[:4] == [0, 85_000, 0, 85_000]
    partial = {"valid": {"from": "2027-01-16", "until": "2028-01-01"}}
    assert due(MONTHS, [], **partial)[:8] == [0] * 6 + [85_000, 0]  # half a month and six


def test_pieces_taken_back_are_missing_for_the_next_life():
    assert due(CLAUSE, [500_000, -10, 500_000, 10])[:4] == [85_000, 0, 0, 85_000]


def test_a_new_cost_is_that_of_the_day():
    cost = [{"from": "2027-01-01", "value": "85000"}, {"from": "2027-02-01", "value": "90000"}]
    assert due(CLAUSE | {"cost": cost}, [500_000, 500_000])[:2] == [85_000, 90_000]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    happens = {("catheter", "made"): [317 * at % 700 for at in range(24)]}
    terms = agreement(clause)
    expected = sum(dues(terms, happens, "mould"))
    assert expected > 0
    assert in_lanes(terms, happened(plan(terms), happens))["mould"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    def reasons(clause, made, at):
        return told(agreement(clause), {("catheter", "made"): made}, "mould", at)

    assert reasons(CLAUSE, [700_000], 0) == [
        "700,000 piece made since the last time, life 500,000: 1 × 85,000 USD × 100 %"
    ]
    assert reasons(BOTH, [100], 5) == ["6 months in use since the last time, life 6 months: 85,000 USD × 40 %"]
    assert reasons(BOTH, [100], 1) == ["the tool lasts: 100 piece made since the last time"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(BOTH))
    assert said["en"] == [
        "The tool for catheter is refurbished whenever it has made 1000 pieces or been in use for 6 months, whichever"
        " comes first; both are then counted anew.",
        "That costs 85,000 USD each time, of which the buyer pays 40 % and the seller the rest.",
        "The tool is and stays the buyer's.",
    ]
    for number in ("1000 件", "6 个月", "翻修", "85,000 USD", "40 %"):
        assert number in "".join(said["zh"])
    assert said_of(agreement(CLAUSE | {"owner": "seller"}))["en"] == [
        "The tool for catheter is replaced whenever it has made 500,000 pieces.",
        "That costs 85,000 USD each time, of which the buyer pays 100 % and the seller the rest.",
        "The tool is and stays the seller's.",
    ]
    assert said_of(agreement(MONTHS))["en"][0] == (
        "The tool for catheter is replaced whenever it has been in use for 6 months."
    )


def test_faults():
    def faults(clause):
        return [str(fault) for fault in tool_life.check(tool_life.Clause.model_validate(clause))]

    assert [faults(sample) for sample in SAMPLES] == [[]] * 3
    none = {key: value for key, value in CLAUSE.items() if key != "life_pieces"}
    assert faults(none) == ["nothing says how long the tool lasts\n    Write 'life_pieces', 'life_months' or both."]
    assert faults(CLAUSE | {"life_pieces": "0"}) == ["life_pieces: 0 is not above zero\n    Write a number above zero."]
