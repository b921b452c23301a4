"""Returns and failure analysis: what is not confirmed costs the buyer the analysis."""

from decimal import Decimal

from tests.engine.built import agreement, dues, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "returns", "kind": "returns_analysis", "services": ["catheter"], "fee": "65 USD/piece",
    "confirmed_are": "replaced",
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"fee": "12.50 USD/piece", "confirmed_are": "under_warranty"}]


def due(clause, returned, confirmed, **more):
    facts = {("catheter", "returned"): returned, ("catheter", "confirmed"): confirmed}
    return dues(agreement(clause, **more), facts, "returns")


def test_of_forty_returned_twelve_are_confirmed_and_the_others_bear_the_fee():
    # the worked row of the trade study on returns: 28 x 65
    assert due(CLAUSE, [40], [12])[0] == 1820


def test_what_is_confirmed_in_full_costs_nothing_and_nothing_confirmed_costs_all():
    assert due(CLAUSE, [40], [40])[0] == 0
    assert due(CLAUSE, [40], [0])[0] == 2600


def test_a_confirmation_that_comes_later_takes_its_fee_back():
    assert due(CLAUSE, [40, 0], [0, 12])[:2] == [2600, -780]


def test_a_fee_that_changes_is_that_of_the_period():
    fee = [{"from": "2027-01-01", "value": "65"}, {"from": "2027-02-01", "value": "70"}]
    assert due(CLAUSE | {"fee": fee}, [1, 1], [0, 0])[:2] == [65, 70]


def test_a_step_smaller_than_a_unit_bears_its_part():
    halves = {"services": {"catheter": {"unit": "kg", "step": "0.5"}}}
    assert due(CLAUSE, [3], [0], **halves)[0] == Decimal("97.5")


def test_the_charge_explains_itself():
    facts = {("catheter", "returned"): [40], ("catheter", "confirmed"): [12]}
    assert told(agreement(CLAUSE), facts, "returns", 0) == ["40 piece analysed, 12 confirmed: 28 × 65 USD for analysis"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE))
    assert said["en"] == [
        "The seller analyses what the buyer returns of catheter. For what is not confirmed as faulty the buyer pays"
        " 65 USD per piece.",
        "What is confirmed is analysed and replaced free of charge.",
        "A return is told when its analysis is finished: what came back, and what of it was confirmed.",
    ]
    for words in ("每件 65 USD", "免费更换", "分析费"):
        assert words in "".join(said["zh"])
    other = said_of(agreement(SAMPLES[1]))
    assert other["en"][1] == "What is confirmed is analysed free of charge and made good as the warranty says."
