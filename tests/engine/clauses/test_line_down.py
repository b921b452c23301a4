"""Line down: crew and room for every idle day after the free ones."""

from decimal import Decimal

import pytest

from tests.engine.built import agreement, dues, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "idle", "kind": "line_down", "service": "line", "window": "order", "free": "1 day", "crew": "6",
    "hours_per_day": "8", "hourly_rate": "38 USD", "room_per_day": "900 USD",
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"window": "quarter", "free": "5"},
    CLAUSE | {"window": "contract_year", "free": "0", "crew": "2.5", "room_per_day": "0"},
]
DAYS = {"services": {"line": {"unit": "day", "step": "0.5", "describes": "the catheter line"}}}


def due(clause, halves, **more):
    return dues(agreement(clause, **DAYS | more), {("line", "idle"): halves}, "idle")


def test_known_answer_line_down():
    # cases/trade_cases.json line_down-1: 3 days of (6 x 8 x 38 + 900)
    assert due(CLAUSE, [8])[0] == 8172


@pytest.mark.parametrize(("halves", "owed"), [(0, 0), (1, 0), (2, 0), (3, "1362"), (4, "2724")])
def test_the_free_days_come_first_and_half_a_day_costs_half(halves, owed):
    assert due(CLAUSE, [halves])[0] == Decimal(owed)


def test_every_stop_has_its_free_days_where_the_window_is_an_order():
    assert due(CLAUSE, [{"one": 4, "other": 3}])[0] == 2724 + 1362


def test_over_a_quarter_the_free_days_are_there_once():
    quarter = CLAUSE | {"window": "quarter", "free": "3 day"}
    assert due(quarter, [4, 4, 4, 8])[:4] == [0, 2724, 2 * 2724, 2724]


def test_days_taken_back_take_back_what_they_cost():
    assert due(CLAUSE | {"window": "term"}, [8, -4, -4])[:3] == [8172, -2 * 2724, -2724]


def test_a_rate_that_changes_holds_for_the_days_after_it():
    rate = [{"from": "2027-01-01", "value": "38"}, {"from": "2027-02-01", "value": "40"}]
    clause = CLAUSE | {"window": "term", "hourly_rate": rate, "free": "0"}
    assert due(clause, [2, 2])[:2] == [2724, 48 * 40 + 900]


def test_the_charge_explains_itself():
    terms = agreement(CLAUSE | {"window": "term"}, **DAYS)
    facts = {("line", "idle"): [1, 8]}
    assert told(terms, facts, "idle", 0) == ["0.5 day idle in the window so far, 0.5 of them free"]
    assert told(terms, facts, "idle", 1) == [
        "3.5 day idle × (6 × 8 h × 38 + room 900) USD",
        "4.5 day idle in the window so far, 1 of them free",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE, **DAYS))
    assert said["en"] == [
        "When the catheter line stands idle because the buyer's parts or decisions are late, the buyer pays for every"
        " day a crew of 6 for 8 hours at 38 USD per hour, and 900 USD for the room.",
        "In each stop nothing is due for the first 1 day.",
        "A stop is told when it ends, with all of its days.",
    ]
    for words in ("6 人", "8 小时", "38 USD", "900 USD", "前 1 天不收费", "每次停线"):
        assert words in "".join(said["zh"])
    other = said_of(agreement(SAMPLES[1], **DAYS))
    assert other["en"][1:] == ["In each quarter nothing is due for the first 5 days."]
