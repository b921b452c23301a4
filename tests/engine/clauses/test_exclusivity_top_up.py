"""Exclusivity top-up: a missed minimum is made up in money, always or where it is elected."""

from decimal import Decimal

import pytest

from suture.engine.clauses import exclusivity_top_up
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
SPEND = {
    "window": "contract_year", "prorate": "in_force", "spend": "500_000 USD", "counts": ["price"],
    "counted_amounts": "rounded",
}  # fmt: skip
QUANTITY = {
    "window": "quarter", "prorate": "full", "quantity": "300 piece", "services": ["catheter"], "measure": "accepted",
}  # fmt: skip
CLAUSE = {"id": "top_up", "kind": "exclusivity_top_up", "holder": "buyer", "minimum": SPEND}
ELECTED = CLAUSE | {"election": "keeps"}
UNITS = CLAUSE | {"minimum": QUANTITY, "price": "4 USD/piece"}
SAMPLES = [
    ELECTED | {"minimum": SPEND | {"spend": "9000"}},
    UNITS | {"holder": "seller"},
    UNITS | {"election": "keeps"},
]


def agreed(clause):
    services = {"catheter": {"unit": "piece", "step": "1"}, "keeps": {"unit": "election", "step": "1"}}
    return agreement(PRICE, clause, services=services)


def due(clause, accepted, elected=(), **more):
    happens = {("catheter", "accepted"): accepted, ("keeps", "confirmed"): elected}
    return dues(agreed(clause), happens, "top_up", **more)


def test_known_answer_exclusivity_top_up():
    # cases/trade_cases.json exclusivity_top_up-1; source: shared/reference/trade.md §1a row 23
    assert due(CLAUSE, [19_000])[11] == Decimal("120000.00")  # 500,000 - 380,000


@pytest.mark.parametrize(("accepted", "paid"), [(24_999, 20), (25_000, 0), (25_001, 0)])
def test_a_minimum_that_is_met_needs_no_top_up(accepted, paid):
    assert due(CLAUSE, [accepted])[11] == paid


def test_what_is_missing_of_a_quantity_is_paid_at_its_price():
    assert due(UNITS, [100, 100, 60, 300, 0, 0])[:6] == [0, 0, 160, 0, 0, 0]


def test_the_seller_pays_for_an_exclusivity_of_its_own():
    assert due(UNITS | {"holder": "seller"}, [260])[2] == -160


@pytest.mark.parametrize(("at", "paid"), [(10, 0), (11, 120_000), (12, 120_000), (22, 120_000)])
def test_a_top_up_is_paid_when_it_is_elected_before_the_next_window_closes(at, paid):
    amounts = due(ELECTED, [19_000, *[0] * 11, 25_000], [0] * at + [1])
    assert sum(amounts) == paid
    assert amounts[at] == paid


def test_an_election_when_the_next_window_closes_is_one_for_that_window():
    assert due(ELECTED, [19_000, *[0] * 11, 24_000], [0] * 23 + [1])[23] == 20_000


def test_an_election_pays_once():
    assert sum(due(ELECTED, [19_000, *[0] * 11, 25_000], [0] * 12 + [1, 1, 1])) == 120_000


def test_an_election_that_is_taken_back_pays_nothing():
    assert sum(due(ELECTED, [19_000, *[0] * 11, 25_000], [0] * 12 + [{"a": 1, "b": -1}])) == 0


def test_a_termination_prorates_the_minimum():
    ended = ["1"] * 6 + ["0"] * 18
    assert due(CLAUSE, [10_000], in_force=ended)[11] == 50_000
    whole = CLAUSE | {"minimum": SPEND | {"prorate": "full"}}
    assert due(whole, [10_000], in_force=ended)[11] == 300_000
    assert due(whole, [10_000], in_force=ended)[23] == 0


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    happens = {
        ("catheter", "accepted"): [17 * at % 40 for at in range(24)],
        ("keeps", "confirmed"): [0] * 6 + [1] + [0] * 7 + [1],
    }
    terms = agreed(clause)
    expected = sum(dues(terms, happens, "top_up"))
    assert expected != 0
    assert in_lanes(terms, happened(plan(terms), happens))["top_up"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    def reasons(clause, at, accepted, elected=()):
        return told(agreed(clause), {("catheter", "accepted"): accepted, ("keeps", "confirmed"): elected}, "top_up", at)

    assert reasons(CLAUSE, 11, [19_000]) == ["(500,000 minimum − 380,000 counted) USD: 120,000 USD of top-up due"]
    assert reasons(UNITS, 2, [260]) == ["(300 minimum − 260 counted) piece × 4 USD: 160 USD of top-up due"]
    assert reasons(ELECTED, 11, [19_000]) == ["120,000 USD would top it up; nothing is elected"]
    assert reasons(ELECTED, 13, [19_000], [0] * 13 + [1]) == [
        "elected: what the last window missed, 120,000 USD, is due"
    ]
    assert reasons(CLAUSE, 0, [19_000]) == ["nothing to top up"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(ELECTED))
    assert said["en"] == [
        "Where the minimum by which the buyer keeps its exclusivity is missed, the buyer can keep it by a top-up.",
        "The minimum: in each contract year the charges of clause 4 come to at least 500,000 USD.",
        "Charges count as they are billed, rounded.",
        "It follows the part of that time in which the agreement is in force.",
        "The top-up is the difference between the minimum and what counts.",
        "It is due only where it is elected (keeps), from the settlement period in which that time closes until the"
        " next such time closes.",
    ]
    for number in ("每个合同年", "第 4 条", "500,000 USD", "keeps"):
        assert number in "".join(said["zh"])
    units = said_of(agreed(UNITS | {"holder": "seller"}))
    assert units["en"][0].startswith("Where the minimum by which the seller keeps")
    assert units["en"][1] == "The minimum: in each quarter at least 300 pieces of catheter, counted as accepted."
    assert units["en"][3:] == [
        "The top-up is 4 USD per piece for what is missing of the minimum.",
        "It is due whenever the minimum is missed, when that time closes.",
    ]
    for number in ("300 件", "每件 4 USD", "卖方"):
        assert number in "".join(units["zh"])


def faults(**changes):
    written = exclusivity_top_up.Clause.model_validate(CLAUSE | changes)
    return [str(fault).split("\n")[0] for fault in exclusivity_top_up.check(written)]


def test_faults():
    assert faults() == []
    assert faults(minimum=QUANTITY, price="4") == []
    assert faults(minimum=QUANTITY) == [
        "price: a minimum of quantity is missed, and nothing says what a missing unit costs"
    ]
    assert faults(price="4") == ["price: a price is written, but a minimum of spend is topped up by its difference"]
    assert faults(minimum=SPEND | QUANTITY)[0] == "minimum: the minimum is written as spend and as quantity"
    neither = {"window": "quarter", "prorate": "full"}
    assert faults(minimum=neither) == ["minimum: the minimum is written neither as spend nor as quantity"]
    assert faults(minimum=neither | {"spend": "9", "services": ["catheter"]}) == [
        "minimum.counts: counts is missing beside spend",
        "minimum.counted_amounts: counted_amounts is missing beside spend",
        "minimum.services: services does nothing beside spend",
    ]
