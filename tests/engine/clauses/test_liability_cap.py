"""Liability cap: what is owed under named clauses is bounded per window; what is above the cap is taken back."""

from decimal import Decimal

import pytest

from suture.engine.clauses import liability_cap
from tests.engine.built import agreement, dues, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
RECALL = {
    "id": "recall", "kind": "quality_cost", "services": ["recall"], "measure": "lost", "cost_of": "buyer",
    "seller_bears": "70 %",
}  # fmt: skip
CLAUSE = {
    "id": "cap", "kind": "liability_cap", "liable": "seller", "counts": ["recall"], "counted_amounts": "unrounded",
    "window": "contract_year", "amount": "1_200_000 USD", "consequential_loss": "excluded",
}  # fmt: skip
FEES = {"of": ["price"], "periods": 12, "counted": "up_to_the_claim", "share": "100 %"}
BY_FEES = {key: value for key, value in CLAUSE.items() if key != "amount"} | {"charges": FEES}
BUYER = BY_FEES | {"liable": "buyer", "counts": ["price"]}
SAMPLES = [
    BUYER | {"charges": FEES | {"periods": 2, "share": "60 %"}},
    BUYER | {"charges": FEES | {"counted": "before_the_claim"}, "amount": "900 USD", "of_both": "higher"},
    BUYER | {"charges": FEES, "amount": "5000 USD", "of_both": "lower", "window": "term"},
    CLAUSE | {"liable": "buyer", "counts": ["price"], "amount": "4000 USD", "counted_amounts": "rounded"},
    BUYER | {"charges": None, "goods": {"services": ["catheter"], "measure": "rejected", "price": "15 USD/piece"}},
]
SERVICES = {
    "catheter": {"unit": "piece", "step": "1"},
    "recall": {"unit": "USD", "step": "0.01"},
    "profit": {"unit": "USD", "step": "0.01"},
}


def agreed(clause, *more):
    return agreement(PRICE, RECALL, *more, clause, services=SERVICES)


def lost(dollars, accepted=()):
    return {("recall", "lost"): [Decimal(d) * 100 for d in dollars], ("catheter", "accepted"): list(accepted)}


def taken_back(clause, dollars, accepted=()):
    """What the cap takes back of the credits of each period."""
    return dues(agreed(clause), lost(dollars, accepted), "cap")


@pytest.mark.parametrize("clause", [CLAUSE, BY_FEES])
def test_known_answer_liability_cap(clause):
    # cases/trade_cases.json liability_cap-1: loss 3.0 M, fault 70 %, cap 1.2 M = the charges of twelve months of
    # 100,000; the consequential 1.5 M is told of a service that no clause counts
    facts = lost([0] * 11 + [3_000_000], [5_000] * 12) | {("profit", "lost"): [0] * 11 + [150_000_000]}
    recovered = -sum(dues(agreed(clause), facts, name)[11] for name in ("recall", "cap"))
    assert recovered == 1_200_000
    assert 3_000_000 + 1_500_000 - recovered == 3_300_000  # borne


@pytest.mark.parametrize(("loss", "back"), [(100, 0), (1_714_285, 0), (2_000_000, 200_000)])
def test_only_what_is_above_the_cap_is_taken_back(loss, back):
    assert taken_back(CLAUSE, [loss])[0] == back


def test_claims_of_a_window_add_up_and_the_next_window_begins_anew():
    assert taken_back(CLAUSE, [1_000_000, 1_000_000])[:2] == [0, 200_000]
    assert taken_back(CLAUSE, [2_000_000] + [0] * 11 + [1_000_000])[:13] == [200_000] + [0] * 12
    assert taken_back(CLAUSE | {"window": "term"}, [2_000_000] + [0] * 11 + [1_000_000])[12] == 700_000


def test_a_claim_taken_back_frees_what_was_above_the_cap_first():
    back = taken_back(CLAUSE, [2_000_000, -100_000, -1_000_000, 1_000_000])
    assert back[:4] == [200_000, -70_000, -130_000, 130_000]
    # 1,400,000 owed, 1,200,000 of it; then 1,330,000; then 630,000, all of it; then 1,330,000 again


def test_the_cap_by_charges_is_that_of_the_period_of_each_claim():
    clause = BY_FEES | {"charges": FEES | {"periods": 2}}
    # 200 in January, 600 in the two months to March, 500 in those to April
    back = taken_back(clause, [1000, 0, 1000, 1000], [10, 15, 15, 10])
    assert back[:4] == [500, 0, 300, 700]


def test_charges_before_the_claim_leave_out_its_own_period():
    clause = BY_FEES | {"charges": FEES | {"periods": 2, "counted": "before_the_claim"}}
    assert taken_back(clause, [100, 100, 1000], [10, 15, 15])[:3] == [70, 0, 700 - (500 - 70)]


def test_a_cap_that_falls_takes_nothing_back_of_claims_before():
    dated = [{"from": "2027-01-01", "value": "1000"}, {"from": "2027-02-01", "value": "100"}]
    assert taken_back(CLAUSE | {"amount": dated}, [1000, 0, 1000])[:3] == [0, 0, 700]


@pytest.mark.parametrize(("of_both", "back"), [("higher", 0), ("lower", 500)])
def test_of_an_amount_and_charges_the_written_one_holds(of_both, back):
    clause = BY_FEES | {"amount": "700 USD", "of_both": of_both}
    assert taken_back(clause, [1000], [10])[0] == back


def test_the_share_of_charges_may_be_more_than_all():
    assert taken_back(BY_FEES | {"charges": FEES | {"share": "150 %"}}, [1000], [10])[0] == 700 - 300


def test_the_buyer_can_be_capped_too():
    clause = CLAUSE | {"liable": "buyer", "counts": ["price"], "amount": "1000 USD"}
    assert dues(agreed(clause), lost([], [40, 20]), "cap")[:2] == [0, -200]


def test_what_is_not_named_is_carved_out():
    wilful = RECALL | {"id": "wilful", "services": ["profit"], "seller_bears": "100 %"}
    facts = lost([2_000_000]) | {("profit", "lost"): [900_000_000]}
    assert dues(agreed(CLAUSE, wilful), facts, "cap")[0] == 200_000


def test_a_rounded_claim_is_the_amount_billed():
    clause = CLAUSE | {"amount": "1.00 USD", "counted_amounts": "rounded"}
    facts = {("recall", "lost"): [Decimal(201)]}  # 1.407 owed, billed 1.41
    assert dues(agreed(clause), facts, "cap")[0] == Decimal("0.41")


def test_the_entry_explains_itself():
    facts = lost([1_000_000, 1_000_000, -100_000])
    assert told(agreed(CLAUSE), facts, "cap", 0) == ["700,000 USD owed in the window, cap 1,200,000 USD: owed in full"]
    assert told(agreed(CLAUSE), facts, "cap", 1) == [
        "1,400,000 USD owed in the window, cap 1,200,000 USD: 200,000 USD more above it taken back, due"
    ]
    assert told(agreed(CLAUSE), facts, "cap", 2) == [
        "1,330,000 USD owed in the window now, cap 1,200,000 USD: 70,000 USD less above it, credited"
    ]
    assert told(agreed(CLAUSE), lost([2_000_000]), "cap", 1) == [
        "1,400,000 USD owed in the window, cap 1,200,000 USD: nothing more to take back"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(BY_FEES | {"amount": "700 USD", "of_both": "higher"}))
    assert said["en"] == [
        "Under clause 5 the seller owes for each contract year no more than the higher of 700 USD and 100 % of the"
        " charges under clause 4 in 12 settlement periods up to and with that of the claim.",
        "A claim is held against the cap of its own settlement period, less what the window has used of it; a cap that"
        " changes later changes no claim before it.",
        "The cap holds for no other clause.",
        "Lost profit and other consequential loss is owed by neither side.",
        "Amounts count unrounded.",
    ]
    for words in ("卖方", "第 5 条", "700 USD", "第 4 条", "100 %", "12 个结算期", "较高者", "间接损失"):
        assert words in "".join(said["zh"])
    other = said_of(agreed(SAMPLES[3] | {"consequential_loss": "included"}))
    assert other["en"][0] == "Under clause 4 the buyer owes for each contract year no more than 4000 USD."
    assert other["en"][3:] == [
        "Lost profit and other consequential loss that is told counts toward the cap.",
        "Amounts count as they are billed.",
    ]
    before = said_of(agreed(BY_FEES | {"charges": FEES | {"counted": "before_the_claim"}}))
    assert before["en"][0].endswith(
        "100 % of the charges under clause 4 in 12 settlement periods before that of the claim."
    )


def codes(clause):
    return [fault.wrong.text.code for fault in liability_cap.check(liability_cap.Clause.model_validate(clause))]


def test_a_cap_has_one_form_or_says_which_of_two_holds():
    none = {key: value for key, value in CLAUSE.items() if key != "amount"}
    assert codes(none) == ["liability_cap_missing"]
    assert codes(CLAUSE) == codes(BY_FEES) == codes(SAMPLES[1]) == []
    assert codes(CLAUSE | {"charges": FEES}) == ["liability_cap_which_of_both"]
    assert codes(CLAUSE | {"of_both": "lower"}) == ["liability_cap_only_one"]


BY_GOODS = BY_FEES | {
    "charges": None, "goods": {"services": ["catheter"], "measure": "rejected", "price": "20 USD/piece"},
}  # fmt: skip


def recovered(lost, rejected):
    facts = {("recall", "lost"): lost, ("catheter", "rejected"): rejected}
    return [
        sum(month) for month in zip(*(dues(agreed(BY_GOODS), facts, name) for name in ("recall", "cap")), strict=True)
    ]


def test_the_cap_by_goods_is_the_price_of_those_that_the_claim_is_about():
    """As West's attachment A: 50 pieces of 20.00 are rejected, so of 7,000.00 owed only 1,000.00 is."""
    assert recovered([1_000_000], [50])[0] == -1000
    assert recovered([100_000], [50])[0] == -700


def test_what_a_claim_leaves_of_its_goods_is_of_no_use_to_another():
    assert recovered([100_000, 1_000_000], [50, 0])[:2] == [-700, 0]
    assert recovered([1_000_000, 1_000_000], [50, 10])[:2] == [-1000, -200]


def test_the_cap_by_goods_is_said_and_stands_alone():
    said = said_of(agreed(BY_GOODS))
    assert said["en"][0].endswith(
        "no more than 20 USD per piece for the goods that the claim is about, told as rejected of catheter in its"
        " settlement period."
    )
    assert said["en"][1].startswith("A claim is held against the price of its own goods")
    assert "每件 20 USD" in said["zh"][0]
    assert codes(BY_GOODS) == []
    assert codes(BY_GOODS | {"amount": "5 USD", "of_both": "lower"}) == ["liability_cap_goods_alone"] * 2
