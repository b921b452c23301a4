"""Quality cost: money spent on a failure is borne by the share of fault of its cause."""

from decimal import Decimal

import pytest

from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "recall", "kind": "quality_cost", "services": ["recall_process"], "measure": "spent", "cost_of": "buyer",
    "seller_bears": "70 %",
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"cost_of": "seller"}, CLAUSE | {"measure": "lost", "seller_bears": "100 %"}]
MONEY = {"services": {"recall_process": {"unit": "USD", "step": "0.01", "describes": "recalls by process failure"}}}
FLAG = {"id": "failure", "kind": "unit", "service": "flag", "measure": "event", "price": "1"}
WITH_GATE = {"services": MONEY["services"] | {"flag": {"unit": "piece", "step": "1"}}}


def due(clause, cents, measure="spent"):
    return dues(agreement(clause, **MONEY), {("recall_process", measure): cents}, clause["id"])


def test_the_buyer_s_cost_is_credited_by_the_seller_s_share():
    # cases/trade_cases.json liability_cap-1 before its cap: 70 % of 3,000,000
    assert due(CLAUSE, [300_000_000])[0] == Decimal("-2100000")


def test_the_seller_s_cost_is_due_by_the_buyer_s_share():
    assert due(CLAUSE | {"cost_of": "seller"}, [1_000_00])[0] == Decimal("300")


@pytest.mark.parametrize(("bears", "owed"), [("0 %", "0"), ("100 %", "-123.45"), ("50 %", "-61.725")])
def test_the_share_goes_from_none_to_all(bears, owed):
    assert due(CLAUSE | {"seller_bears": bears}, [123_45])[0] == Decimal(owed)


def test_a_loss_is_another_measure_than_what_was_spent():
    lost = CLAUSE | {"measure": "lost"}
    assert due(lost, [100_00], "lost")[0] == -70
    assert due(lost, [100_00], "spent")[0] == 0


def test_cost_that_is_taken_back_takes_back_its_credit():
    assert due(CLAUSE, [100_00, -40_00])[:2] == [-70, 28]


def test_a_share_that_changes_holds_for_what_is_told_from_then_on():
    share = [{"from": "2027-01-01", "value": "70 %"}, {"from": "2027-02-01", "value": "50 %"}]
    assert due(CLAUSE | {"seller_bears": share}, [100_00, 100_00])[:2] == [-70, -50]


def test_with_a_gate_only_what_is_told_while_it_holds_counts():
    terms = agreement(FLAG, CLAUSE | {"while_holds": "failure"}, **WITH_GATE)
    facts = {("recall_process", "spent"): [100_00, 100_00, 100_00, 100_00], ("flag", "event"): [0, 1, 0, -1]}
    assert dues(terms, facts, "recall")[:4] == [0, -70, -70, 0]
    lanes = in_lanes(terms, happened(plan(terms), facts))["recall"]
    assert lanes[:4] == pytest.approx([0, -70, -140, -140])


def test_the_entry_explains_itself():
    facts = {("recall_process", "spent"): [100_00]}
    assert told(agreement(CLAUSE, **MONEY), facts, "recall", 0) == [
        "100 USD of the buyer's cost × 70 % borne by the seller: credited"
    ]
    assert told(agreement(CLAUSE | {"cost_of": "seller"}, **MONEY), facts, "recall", 0) == [
        "100 USD of the seller's cost × 30 % borne by the buyer: due"
    ]
    gated = agreement(FLAG, CLAUSE | {"while_holds": "failure"}, **WITH_GATE)
    assert told(gated, facts, "recall", 0) == ["100 USD told while failure does not hold: nothing is due"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(FLAG, CLAUSE | {"while_holds": "failure"}, **WITH_GATE))
    assert said["en"] == [
        "Of what the buyer spends on recalls by process failure the seller bears 70 % and credits it.",
        "This counts only in settlement periods in which clause 4 holds.",
        "Each amount is told under the cause that was found; where another cause is found later, it is told anew under"
        " that one.",
    ]
    for words in ("买方", "70 %", "第 4 条", "抵扣"):
        assert words in "".join(said["zh"])


@pytest.mark.parametrize(
    ("measure", "cost_of", "sentence"),
    [
        ("spent", "seller", "Of what the seller spends on recalls by process failure the seller bears 70 %;"),
        ("lost", "buyer", "Of the buyer's direct loss from recalls by process failure the seller bears 70 % and"),
        ("lost", "seller", "Of the seller's direct loss from recalls by process failure the seller bears 70 %;"),
    ],
)
def test_the_text_says_whose_cost_it_is(measure, cost_of, sentence):
    said = said_of(agreement(CLAUSE | {"measure": measure, "cost_of": cost_of}, **MONEY))
    assert said["en"][0].startswith(sentence)
    assert len(said["en"]) == 2
