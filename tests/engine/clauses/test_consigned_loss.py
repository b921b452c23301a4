"""Loss of consigned parts: issued, less in good units, in process and returned, over the allowance."""

from decimal import Decimal

import pytest

from suture.engine.clauses import consigned_loss
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "loss", "kind": "consigned_loss", "service": "chip", "product": "catheter", "parts_per_unit": "1",
    "window": "quarter", "allowance": "2 %", "base": "consumed", "replacement": "85 USD/piece",
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"base": "issued", "parts_per_unit": "2", "window": "term", "allowance": "0 %"},
    CLAUSE | {"base": "good", "window": "month"},
    CLAUSE | {"base": "used"},
]
SERVICES = {name: {"unit": "piece", "step": "1"} for name in ("chip", "catheter")}


def agreed(clause):
    return agreement(clause, services=SERVICES)


def facts(issued, good, in_process=(), returned=(), used=()):
    return {
        ("chip", "issued"): issued, ("catheter", "good"): good, ("chip", "in_process"): in_process,
        ("chip", "returned"): returned, ("chip", "used"): used,
    }  # fmt: skip


def due(clause, *happens, **more):
    return dues(agreed(clause), facts(*happens), "loss", **more)


def test_known_answer_consigned_loss():
    # cases/trade_cases.json consigned_loss-1; source: shared/reference/trade.md §1a row 11
    amounts = due(CLAUSE, [10_300], [0, 0, 9_600], [0, 0, 400], [0, 100])
    assert amounts[:3] == [0, 0, Decimal("-340.00")]  # 200 lost, 2 % of 9,800 allowed: 4 x 85
    assert told(agreed(CLAUSE), facts([10_300], [9_600], [0, 0, 400], [100]), "loss", 2)[0].endswith("= 200 lost")


@pytest.mark.parametrize(("good", "over"), [(9_600, 4), (9_603, 1), (9_604, 0), (9_605, 0), (9_900, 0)])
def test_what_is_lost_above_the_allowance_is_credited_and_no_more(good, over):
    # 9,800 are consumed whatever is good of them: 196 are allowed
    assert due(CLAUSE, [10_300], [good], [0, 0, 400], [100])[2] == -85 * over


@pytest.mark.parametrize(("base", "over"), [("consumed", "4"), ("issued", "-6"), ("good", "8")])
def test_the_allowance_is_taken_of_its_stated_base(base, over):
    amounts = due(CLAUSE | {"base": base}, [10_300], [9_600], [0, 0, 400], [100])
    assert amounts[2] == -85 * max(0, Decimal(over))  # 200 lost; 196, 206 and 192 are allowed


def test_the_base_may_be_what_the_books_of_the_seller_have_as_used_in_the_window():
    booked = [9_000, 700, 0, 50, 0, 0]
    amounts = due(CLAUSE | {"base": "used"}, [10_300, 0, 0, 60], [9_600], [0, 0, 400], [100], booked)
    assert amounts[2] == -85 * 6  # 200 lost, 2 % of 9,700 allowed
    assert amounts[5] == -85 * 459  # 60 + 400 lost, 2 % of 50 allowed


def test_a_good_unit_can_hold_several_parts():
    assert due(CLAUSE | {"parts_per_unit": "4"}, [10_300], [2_400], [0, 0, 400], [100])[2] == -340


def test_what_was_in_process_is_there_when_the_next_window_opens():
    amounts = due(CLAUSE, [10_300, 0, 0, 5_000], [9_600, 0, 0, 5_250], [0, 0, 400, 0, 0, 50], [100])
    assert amounts[5] == 0  # 5,000 + 400 - 50 - 5,250 = 100 lost, 107 allowed
    amounts = due(CLAUSE, [10_300, 0, 0, 5_000], [9_600, 0, 0, 5_200], [0, 0, 400, 0, 0, 50], [100])
    assert amounts[5] == -85 * (150 - 107)


def test_only_the_count_of_the_period_in_which_the_window_closes_counts():
    assert due(CLAUSE, [10_300], [9_600], [900, 700, 400], [100])[2] == -340


def test_a_part_that_is_found_is_no_credit_for_another_window():
    amounts = due(CLAUSE, [1_000, 0, 0, 1_000], [1_100, 0, 0, 900])
    assert amounts[2] == 0
    assert amounts[5] == -85 * 80


def test_a_late_fact_corrects_the_window():
    assert due(CLAUSE, [10_300, 0, 0, 0], [9_600], [0, 0, 400], [100])[2] == -340
    assert due(CLAUSE, [10_300, 0, 0, 0], [9_600, 4], [0, 0, 400], [100])[2] == 0


def test_the_last_window_closes_with_the_agreement_even_after_a_termination():
    force = ["1"] * 2 + ["0"] * 22
    assert due(CLAUSE | {"window": "term"}, [1_000], [800], [], [100], in_force=force)[23] == -85 * 82


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    happens = facts(
        [97 * at % 700 for at in range(24)], [83 * at % 300 for at in range(24)], [31 * at % 90 for at in range(24)],
        [13 * at % 40 for at in range(24)],
    )  # fmt: skip
    terms = agreed(clause)
    expected = sum(dues(terms, happens, "loss"))
    assert expected < 0
    assert in_lanes(terms, happened(plan(terms), happens))["loss"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    happens = facts([10_300], [0, 9_600], [0, 0, 400], [100])
    assert told(agreed(CLAUSE), happens, "loss", 0) == [
        "10,300 piece issued in the window so far; settled on the count when it closes"
    ]
    assert told(agreed(CLAUSE), happens, "loss", 2) == [
        "10,300 piece issued + 0 in process before − 9600 in good units − 400 in process − 100 returned = 200 lost",
        "200 − 2 % × 9800 = 4 over the allowance × 85 USD credited",
    ]
    assert told(agreed(CLAUSE), facts([100], [99]), "loss", 2)[1] == (
        "no more than the allowance of 2 % × 100: nothing is credited"
    )


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(CLAUSE))
    assert said["en"] == [
        "The buyer consigns chip to the seller for making catheter; the parts stay the buyer's. A good unit counts for"
        " 1 of them.",
        "Lost in each quarter is what was issued, and in process before, and is neither in good units, nor returned,"
        " nor counted in process when that time closes.",
        "The seller credits the buyer 85 USD per piece for what is lost above 2 % of the parts consumed (in good units"
        " or lost).",
        "A loss below that is not charged, and does not count for another time.",
    ]
    for number in ("chip", "catheter", "用料 1", "每季度", "2 %", "每件 85 USD", "消耗数量"):
        assert number in "".join(said["zh"])
    assert "the parts issued" in said_of(agreed(CLAUSE | {"base": "issued"}))["en"][2]
    assert "the parts in good units" in said_of(agreed(CLAUSE | {"base": "good"}))["en"][2]


def test_faults():
    written = consigned_loss.Clause.model_validate(CLAUSE | {"parts_per_unit": "0"})
    assert [str(fault) for fault in consigned_loss.check(written)] == [
        "parts_per_unit: 0 is not above zero\n    Write a number above zero."
    ]
    assert list(consigned_loss.check(consigned_loss.Clause.model_validate(CLAUSE))) == []
