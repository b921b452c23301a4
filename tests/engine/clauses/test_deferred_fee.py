"""Deferred fee: a part of the fees is paid as a share of sales, until a multiple of it is reached."""

from decimal import Decimal

import pytest

from suture.engine.clauses import deferred_fee
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

SALES = {
    "services": {
        "net-sales": {"unit": "USD", "step": "0.01"}, "engineering": {"unit": "hour", "step": "0.25"},
    },
}  # fmt: skip
FEES = {"id": "fees", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100 USD/hour"}
CLAUSE = {
    "id": "deferred", "kind": "deferred_fee", "amount": "160_000 USD",
    "sales": {"service": "net-sales", "measure": "sold"}, "rate": "2 %", "multiple": "2.5",
    "if_terminated": "sales_go_on",
}  # fmt: skip
SHARED = {key: value for key, value in CLAUSE.items() if key != "amount"} | {"on": ["fees"], "share": "40 %"}
BY_PIECE = {"sales": {"service": "catheter", "measure": "sold"}, "rate": "75 %"}
SAMPLES = [
    CLAUSE | BY_PIECE | {"amount": "2000"},
    SHARED | BY_PIECE | {"on": ["price"], "if_terminated": "multiple_due"},
    SHARED | BY_PIECE | {"on": ["price"], "if_terminated": "deferred_part_due", "multiple": "1.2"},
]


def due(clause, sold, quarters=(), ended=None, **more):
    """Sales in main units; work in quarters of an hour; ``ended`` is the month of the termination."""
    facts = {("net-sales", "sold"): [Decimal(amount) * 100 for amount in sold], ("engineering", "worked"): quarters}
    if ended is not None:
        facts["agreement", "terminated"] = [0] * ended + [1]
    return dues(agreement(FEES, clause, **SALES), facts, "deferred", **more)


def test_known_answer_a_share_of_sales_up_to_a_multiple():
    # cases/trade_cases.json deferred_fee-1: 160,000 deferred, 2 % of 15 million of sales, at most 400,000
    assert sum(due(CLAUSE, [15_000_000])) == 300_000
    assert sum(due(CLAUSE, [30_000_000])) == 400_000


@pytest.mark.parametrize(("sold", "paid"), [(19_999_999, "399999.98"), (20_000_000, "400000"), (20_000_001, "400000")])
def test_below_at_and_above_the_most(sold, paid):
    assert sum(due(CLAUSE, [10_000_000, sold - 10_000_000])) == Decimal(paid)


def test_charges_are_deferred_in_their_share_and_paid_later():
    amounts = due(SHARED, [0, 100_000, 0, 500_000], [4000, 0, 4000])  # 1,000 hours, twice, at 100
    assert amounts[:5] == [-40_000, 2000, -40_000, 10_000, 0]
    assert sum(due(SHARED, [0] * 3 + [90_000_000], [4000, 0, 4000])) == -80_000 + 200_000


def test_sales_before_the_fees_pay_them_once_they_are_deferred():
    assert due(SHARED, [1_000_000], [0, 4000])[:2] == [0, -40_000 + 20_000]


def test_sales_taken_back_are_paid_back():
    assert due(CLAUSE, [100_000, -30_000])[:2] == [2000, -600]


def test_a_new_rate_holds_for_later_sales():
    dated = [{"from": "2027-01-01", "value": "2 %"}, {"from": "2027-02-01", "value": "3 %"}]
    assert due(CLAUSE | {"rate": dated}, [100_000, 100_000])[:2] == [2000, 3000]


@pytest.mark.parametrize(
    ("rule", "with_it", "after"),
    [
        ("sales_go_on", 2000, 2000),
        ("deferred_part_due", 2000 + 156_000, 0),
        ("multiple_due", 2000 + 396_000, 0),
        ("forgiven", 2000, 0),
    ],
)
def test_a_termination(rule, with_it, after):
    amounts = due(CLAUSE | {"if_terminated": rule}, [100_000, 100_000, 100_000], ended=1)
    assert amounts[:3] == [2000, with_it, after]


def test_who_has_paid_more_than_the_deferred_part_pays_nothing_with_a_termination():
    assert due(CLAUSE | {"if_terminated": "deferred_part_due"}, [9_000_000, 0], ended=1)[:2] == [180_000, 0]
    low = CLAUSE | {"if_terminated": "deferred_part_due", "multiple": "0.5"}
    assert due(low, [0, 0], ended=1)[1] == 80_000


def test_a_second_termination_and_charges_after_the_first_change_nothing():
    clause = SHARED | {"if_terminated": "multiple_due"}
    facts = {("engineering", "worked"): [4000, 0, 4000], ("agreement", "terminated"): [0, 1, 0, 1]}
    assert dues(agreement(FEES, clause, **SALES), facts, "deferred")[:4] == [-40_000, 100_000, 0, 0]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    price = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50 USD/piece"}
    terms = agreement(price, clause)
    facts = {
        ("catheter", "accepted"): [299, 1, 0, 49] * 4, ("catheter", "sold"): [0, 90, -7, 2000] * 5,
        ("agreement", "terminated"): [0] * 17 + [1],
    }  # fmt: skip
    lanes = in_lanes(terms, happened(plan(terms), facts))["deferred"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, facts, "deferred"))), abs=0.005)


def test_the_charge_explains_itself():
    terms = agreement(FEES, SHARED | {"if_terminated": "multiple_due"}, **SALES)
    facts = {
        ("engineering", "worked"): [4000], ("net-sales", "sold"): [0, 10_000_000, 0, 100_000],
        ("agreement", "terminated"): [0, 0, 0, 1],
    }  # fmt: skip
    assert [told(terms, facts, "deferred", at) for at in range(4)] == [
        ["40 % of 100,000 USD charged so far, less 0 USD deferred before: credited"],
        ["2 % of 100,000 USD of sales pay 2000 USD: 2000 of at most 100,000 so far"],
        ["nothing falls due: 2000 of at most 100,000 USD paid so far"],
        [
            "2 % of 1000 USD of sales pay 20 USD: 2020 of at most 100,000 so far",
            "the agreement is terminated: 2.5 × 40,000 USD deferred, less 2020 paid, fall due at once",
        ],
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(FEES, SHARED, **SALES))
    assert said["en"] == [
        "Of the charges of clause 4 the seller defers 40 %: that part is credited when they are charged, and paid"
        " later.",
        "The buyer pays 2 % of net-sales, counted as sold since the start of the agreement, until it has paid 2.5 times"
        " the deferred part.",
        "Where the agreement is terminated, that share is paid on as before.",
    ]
    assert [n for n in ("第 4 条", "40 %", "2 %", "2.5 倍") if n not in "".join(said["zh"])] == []
    fixed = said_of(agreement(FEES, CLAUSE | {"if_terminated": "forgiven"}, **SALES))
    assert fixed["en"][0] == "The seller has deferred 160,000 USD of its fees; no other clause charges them."
    assert fixed["en"][-1] == "Where the agreement is terminated, nothing more is paid."
    assert "160,000 USD" in fixed["zh"][0]


def codes(*without, **changes):
    kept = {key: value for key, value in (CLAUSE | changes).items() if key not in without}
    return [fault.wrong.text.code for fault in deferred_fee.check(deferred_fee.Clause.model_validate(kept))]


def test_parts_that_do_not_fit_are_faults():
    assert codes() == codes("amount", on=["fees"], share="40 %") == []
    assert codes(on=["fees"], share="40 %") == ["deferred_fee_in_two_forms"]
    assert codes("amount") == ["deferred_fee_without_form"]
    assert codes("amount", on=["fees"]) == codes("amount", share="40 %") == ["deferred_fee_half_written"]
    dated = [{"from": "2027-01-01", "value": "2"}, {"from": "2027-02-01", "value": "3"}]
    assert codes(multiple=dated) == ["figure_dated"]
