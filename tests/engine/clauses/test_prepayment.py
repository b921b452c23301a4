"""Prepayment: an amount paid in advance, drawn down by charges; what is left at the close is settled."""

import pytest

from suture.engine.rating import exact
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "1 USD/piece"}
CLAUSE = {
    "id": "prepaid", "kind": "prepayment", "counts": ["price"], "counted_amounts": "rounded",
    "window": "contract_year", "amount": "1200 USD", "at_open": "whole", "least_draw": "60 USD",
    "unused": "forfeited", "if_terminated": "forfeited",
}  # fmt: skip
FREE = {key: value for key, value in CLAUSE.items() if key != "least_draw"}
SAMPLES = [
    FREE,
    FREE | {"unused": "refunded", "if_terminated": "refunded", "counted_amounts": "unrounded"},
    FREE | {"unused": "carried_over", "at_open": "topped_up", "window": "quarter", "if_terminated": "drawn_down"},
    CLAUSE,
]


def due(clause, taken, **more):
    return dues(agreement(PRICE, clause), {("catheter", "accepted"): taken}, "prepaid", **more)


def test_known_answer_a_prepaid_year_with_a_least_draw_of_a_month():
    # cases/billing_cases.json focus-prepaid-commitment; source: FOCUS_Spec saas_spend_agreements_b2.csv
    planned = plan(agreement(PRICE, CLAUSE))
    done = exact.fold(planned, happened(planned, {("catheter", "accepted"): [48, 120, 60]}))
    price, prepaid = (next(f for f in done if f.line.name == name) for name in ("price", "prepaid"))
    owed = [one + other for one, other in zip(price.due, prepaid.due, strict=True)]
    billed = [after - before for before, after in zip([0, *owed], owed, strict=False)]
    assert billed[:12] == [1200] + [0] * 11
    drawn = [e.before.balance + e.after.paid - e.after.balance for e in prepaid.entries]
    assert drawn[:12] == [60, 120, 60, *[60] * 8, 480]  # what is recognised as cost


def test_charges_above_the_balance_are_paid():
    assert due(FREE, [700, 700])[:2] == [1200 - 700, -500]


def test_the_balance_is_lost_paid_back_or_carried_over():
    taken = [1000] + [0] * 11 + [1300]
    assert due(FREE, taken)[:13] == [200] + [0] * 11 + [0]
    assert due(FREE | {"unused": "refunded"}, taken)[11:13] == [-200, 0]
    assert due(FREE | {"unused": "carried_over"}, taken)[11:13] == [0, 1200 - 1300]
    assert due(FREE | {"unused": "carried_over", "at_open": "topped_up"}, taken)[11:13] == [0, 1000 - 1200]


def test_a_balance_above_the_amount_is_not_topped_up():
    lower = [{"from": "2027-01-01", "value": "1200"}, {"from": "2028-01-01", "value": "500"}]
    topped = FREE | {"unused": "carried_over", "at_open": "topped_up", "amount": lower}
    assert due(topped, [200] + [0] * 11 + [400])[12] == -400


def test_a_credit_goes_back_into_the_balance_as_far_as_it_was_drawn():
    assert due(FREE, [500, -200, 900])[:3] == [700, 200, -900]
    assert due(FREE, [0] * 12 + [0, -50])[13] == 0  # nothing was drawn in that year: the credit itself is paid


def test_a_least_draw_stops_with_the_agreement_and_with_the_balance():
    assert due(CLAUSE | {"amount": "100"}, [0, 0, 50])[:3] == [100, 0, 0]
    kept = CLAUSE | {"if_terminated": "drawn_down", "unused": "refunded"}
    assert due(kept, [0, 0, 100], in_force=["1"] + ["0"] * 23)[:12] == [1200, 0, -100, *[0] * 8, -1040]


def test_a_termination_loses_pays_back_or_leaves_the_balance():
    ended = ["1", "0.5"] + ["0"] * 22
    assert due(FREE, [100, 100, 100], in_force=ended)[:3] == [1100, -100, 0]
    assert due(FREE | {"if_terminated": "refunded"}, [100, 100, 100], in_force=ended)[:3] == [1100, -1100, 0]
    assert due(FREE | {"if_terminated": "drawn_down"}, [100, 100, 100], in_force=ended)[:3] == [1100, -100, -100]
    assert due(FREE, [0], in_force=ended)[12] == 0


def test_a_new_amount_holds_from_the_next_opening():
    dated = [{"from": "2027-01-01", "value": "1200"}, {"from": "2027-06-01", "value": "1500"}]
    amounts = due(FREE | {"amount": dated}, [])
    assert (amounts[0], sum(amounts[1:12]), amounts[12]) == (1200, 0, 1500)


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(PRICE, clause), {("catheter", "accepted"): [299, 1, 0, 900, 900, -50, 7, 59] * 3}
    lanes = in_lanes(terms, happened(plan(terms), taken))["prepaid"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "prepaid"))), abs=0.005)


def test_the_charge_explains_itself():
    terms, taken = agreement(PRICE, CLAUSE), {("catheter", "accepted"): [48, 1300, -100]}
    assert [told(terms, taken, "prepaid", at) for at in range(4)] == [
        [
            "1200 USD paid in advance",
            "48 of 48 USD charged are drawn from the balance",
            "12 USD are drawn without use, up to the least of 60",
            "1140 USD are left",
        ],
        ["1140 of 1300 USD charged are drawn from the balance", "0 USD are left"],
        [
            "100 USD credited go back into the balance",
            "60 USD are drawn without use, up to the least of 60",
            "40 USD are left",
        ],
        ["40 USD are drawn without use, up to the least of 60", "0 USD are left"],
    ]
    assert told(agreement(PRICE, FREE), {}, "prepaid", 11) == ["1200 USD of the balance are lost"]
    assert told(agreement(PRICE, FREE | {"unused": "refunded"}), {}, "prepaid", 11) == [
        "1200 USD of the balance are paid back"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(PRICE, CLAUSE))
    assert said["en"] == [
        "At the beginning of each contract year the buyer pays 1200 USD in advance.",
        "The charges of clause 4 are drawn from the balance as long as it lasts; what is above is paid. Credits go back"
        " into it, as far as charges were drawn in that time.",
        "Charges count as they are billed, rounded.",
        "In every settlement period in which the agreement is in force at least 60 USD are drawn, used or not.",
        "What is left at the end of that time is lost.",
        "What is left when the agreement is terminated is lost.",
        "The amounts are the same where the agreement covers only a part of that time.",
    ]
    assert [n for n in ("每个合同年", "1200 USD", "60 USD", "第 4 条") if n not in "".join(said["zh"])] == []
    other = said_of(agreement(PRICE, SAMPLES[2]))
    assert other["en"][0] == "At the beginning of each quarter the buyer tops its balance up to 1200 USD."
    assert "补足至 1200 USD" in other["zh"][0]
    assert other["en"][3].startswith("What is left at the end of that time is carried into the next")
    assert other["en"][4].startswith("What is left when the agreement is terminated can still be drawn")
