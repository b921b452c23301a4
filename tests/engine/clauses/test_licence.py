"""Licence: a right that rests until a fact, a gate or a day releases it."""

from datetime import date

import pytest

from suture.engine.clauses import licence
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

GATE = {"id": "failure", "kind": "unit", "service": "flag", "measure": "event", "price": "1"}
CLAUSE = {
    "id": "licence", "kind": "licence", "granted_by": "seller", "services": ["catheter"], "may": ["make", "have_made"],
    "covers": ["process", "documents"], "exclusivity": "non_exclusive", "fee": "free", "sublicence": "allowed",
    "release": {"service": "closing", "lasts": "while_it_is_so"},
}  # fmt: skip
SAMPLES = [
    CLAUSE,
    CLAUSE | {"release": {"from": "2027-07-01", "lasts": "for_good"}},
    CLAUSE | {"release": {"service": "closing", "lasts": "for_good"}},
]
SERVICES = {
    "services": {
        "catheter": {"unit": "piece", "step": "1"},
        "closing": {"unit": "event", "step": "1", "describes": "the closing of the site"},
        "flag": {"unit": "event", "step": "1"},
    }
}


def terms(release):
    return agreement(GATE, CLAUSE | {"release": release}, **SERVICES)


def level(release, closing=(), flag=()):
    planned = plan(terms(release))
    facts = {("closing", "released"): list(closing), ("flag", "event"): list(flag)}
    return [int(due) for due in exact.fold(planned, happened(planned, facts))[1].due]


def test_told_facts_release_it_and_end_that():
    told_ones = {"service": "closing", "lasts": "while_it_is_so"}
    assert level(told_ones, [0, 1, 0, -1])[:5] == [0, 1, 1, 0, 0]


def test_any_gate_releases_it_while_it_holds():
    release = {"gates": ["failure"], "lasts": "while_it_is_so"}
    assert level(release, flag=[0, 1, -1])[:4] == [0, 1, 0, 0]


def test_a_day_releases_it_from_the_first_settlement_period_on_or_after_it():
    assert level({"from": "2027-03-01", "lasts": "while_it_is_so"})[:4] == [0, 0, 1, 1]
    assert level({"from": "2027-03-02", "lasts": "for_good"})[:4] == [0, 0, 0, 1]
    assert level({"from": "2026-05-05", "lasts": "for_good"})[0] == 1


def test_for_good_it_stays():
    assert level({"gates": ["failure"], "lasts": "for_good"}, flag=[0, 1, -1])[:4] == [0, 1, 1, 1]
    assert level({"service": "closing", "lasts": "for_good"}, [1, -1])[:3] == [1, 1, 1]


def test_each_by_itself_releases_it():
    release = {"service": "closing", "gates": ["failure"], "from": "2027-05-01", "lasts": "while_it_is_so"}
    assert level(release, [1, -1], [0, 0, 1, -1])[:6] == [1, 0, 1, 0, 1, 1]


def test_the_simulation_means_the_same():
    release = {"service": "closing", "gates": ["failure"], "lasts": "for_good"}
    facts = {("closing", "released"): [0, 0, 1], ("flag", "event"): [0, 1, -1]}
    activity = happened(plan(terms(release)), facts)
    assert in_lanes(terms(release), activity)["licence"][:4] == [0, 1, 1, 1]


def test_it_is_a_gate_and_its_day_is_a_change():
    assert licence.KIND.effect == "gate"
    written = licence.Clause.model_validate(SAMPLES[1])
    assert list(licence.KIND.changes(written, date(2027, 1, 1))) == [date(2027, 7, 1)]


def test_the_entry_explains_itself():
    facts = {("closing", "released"): [0, 1]}
    assert told(agreement(CLAUSE, **SERVICES), facts, "licence", 0) == ["not released: it rests"]
    assert told(agreement(CLAUSE, **SERVICES), facts, "licence", 1) == ["released: it holds"]


def test_the_text_that_is_signed_says_every_term():
    release = {"service": "closing", "gates": ["failure"], "from": "2028-01-01", "lasts": "for_good"}
    said = said_of(terms(release))
    assert said["en"] == [
        "The seller grants the buyer a non-exclusive licence to make and have others make catheter under its process"
        " know-how and its technical documents.",
        "It holds from 2028-01-01 on.",
        "It holds when clause 4 holds.",
        "It holds when its release by the closing of the site is told.",
        "Once it holds it holds for good, also after the end of the agreement.",
        "It costs nothing.",
        "It may be passed on to another maker.",
    ]
    for words in ("卖方授予买方非独占许可", "自行制造和委托他人制造", "2028-01-01", "第 4 条", "免费", "再许可"):
        assert words in "".join(said["zh"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"granted_by": "buyer"}, "The buyer grants the seller a non-exclusive licence to make"),
        ({"exclusivity": "exclusive"}, "The seller grants the buyer an exclusive licence to make"),
        ({"may": ["use", "sell"]}, "The seller grants the buyer a non-exclusive licence to use and sell catheter"),
        ({"fee": "by_another_clause"}, "What it costs is said by another clause."),
        ({"sublicence": "refused"}, "It may not be passed on."),
    ],
)
def test_each_choice_has_its_words(changes, sentence):
    said = said_of(agreement(CLAUSE | changes, **SERVICES))
    assert any(each.startswith(sentence) for each in said["en"])


def test_a_right_that_nothing_releases_is_a_fault():
    def codes(release):
        written = licence.Clause.model_validate(CLAUSE | {"release": release})
        return [fault.wrong.text.code for fault in licence.KIND.check(written)]

    assert codes({"lasts": "for_good"}) == ["right_never_released"]
    assert codes({"lasts": "for_good", "from": "2028-01-01"}) == []
    assert codes({"lasts": "for_good", "gates": ["failure"]}) == []
    assert codes({"lasts": "for_good", "service": "closing"}) == []
