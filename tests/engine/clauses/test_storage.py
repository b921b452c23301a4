"""Storage: started weeks after the free days."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from tests.engine.built import agreement, dues, exact, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "store", "kind": "storage", "service": "pallets", "fee": "12 USD/pallet", "every_days": 7, "free_days": 30,
    "title": "buyer", "risk": "buyer", "insured_by": "seller",
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"every_days": 1, "free_days": 0, "fee": "0.35"}]


def agreed(clause):
    return agreement(clause, services={"pallets": {"unit": "pallet", "step": "0.5"}})


def facts(stored, days):
    return {("pallets", "stored"): [2 * stored], ("pallets", "stored.notice"): [days]}


def due(stored, days, clause=CLAUSE):
    return dues(agreed(clause), facts(stored, days), "store")[0]


def test_known_answer_storage():
    # cases/trade_cases.json storage-1; source: shared/reference/trade.md §1a row 22
    assert due(8, -72) == Decimal("576.00")  # 42 days after the free ones: 6 weeks x 8 x 12


@pytest.mark.parametrize(
    ("days", "weeks"), [(0, 0), (29, 0), (30, 0), (31, 1), (37, 1), (38, 2), (44, 2), (45, 3), (72, 6), (73, 7)]
)
def test_every_started_week_after_the_free_days_counts(days, weeks):
    assert due(1, -days) == 12 * weeks
    assert due(1, days) == 12 * weeks  # told when the goods came in, for the day on which they leave


def test_without_free_days_every_day_can_count():
    clause = CLAUSE | {"every_days": 1, "free_days": 0, "fee": "0.35"}
    assert [due(2, -days, clause) for days in (0, 1, 10)] == [0, Decimal("0.70"), 7]


def test_every_stay_has_its_own_free_days():
    happens = {
        ("pallets", "stored"): [{"lot 1": 4, "lot 2": 2}], ("pallets", "stored.notice"): [{"lot 1": -40, "lot 2": -25}],
    }  # fmt: skip
    assert dues(agreed(CLAUSE), happens, "store")[0] == 2 * 2 * 12


def test_half_a_pallet_pays_half():
    assert due(Decimal("0.5"), -31) == 6


def test_a_stay_that_goes_on_is_told_anew_in_place_of_the_first():
    terms = agreed(CLAUSE)
    planned = plan(terms)
    first = Fact(
        "2027-014", "pallets", date(2027, 3, 31), Decimal(8), "pallet", "stored", event="lot 1", source_id="a",
        for_day=date(2027, 2, 1), row=2,
    )  # fmt: skip
    back = first._replace(quantity=Decimal(-8), source_id="b", reverses="a", row=3)
    whole = first._replace(day=date(2027, 4, 14), source_id="c", row=4)

    def total(*told_of):
        (folded,) = exact.fold(planned, activity(planned, told_of))
        return folded.due[-1]

    assert total(first) == 4 * 8 * 12  # 58 days
    assert total(first, back, whole) == 6 * 8 * 12  # 72 days


def test_the_charge_explains_itself():
    assert told(agreed(CLAUSE), facts(8, -72), "store", 0) == [
        "8 pallet for 72 days, 30 days free: 8 × 6 × 12 USD, for every started 7 days"
    ]
    assert told(agreed(CLAUSE), facts(8, -30), "store", 0) == [
        "8 pallet for 30 days, not longer than 30 days free: nothing is due"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(CLAUSE))
    assert said["en"] == [
        "pallets that the seller holds for the buyer is stored free for 30 days. For every started 7 days of a stay"
        " beyond that the buyer pays 12 USD per pallet.",
        "While they are stored, title is with the buyer, the risk of loss is borne by the buyer, and the seller insures"
        " them.",
    ]
    for number in ("30 天", "7 天", "每托盘 12 USD", "所有权归买方", "由买方承担", "由卖方投保"):
        assert number in "".join(said["zh"])
    assert said_of(agreed(CLAUSE | {"free_days": 0, "every_days": 1}))["en"][0] == (
        "For pallets that the seller holds for the buyer, the buyer pays 12 USD per pallet for every started 1 day of a"
        " stay."
    )
