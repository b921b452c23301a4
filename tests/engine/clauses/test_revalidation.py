"""Revalidation: what a change costs is borne by its cause."""

from decimal import Decimal

import pytest

from suture.engine.clauses import revalidation
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of


def cause(service, asked_for_by, bears, seller="45_000 USD", buyer="12_000 USD"):
    return {
        "service": service, "asked_for_by": asked_for_by, "seller_spends": seller, "buyer_spends": buyer,
        "buyer_bears": bears,
    }  # fmt: skip


CAUSES = [
    cause("design_change", "buyer", "100 %"),
    cause("site_move", "seller", "0 %"),
    cause("new_law", "law", "50 %"),
    cause("part_gone", "end_of_life", "70 %", "30_000 USD", "0 USD"),
]
CLAUSE = {"id": "change", "kind": "revalidation", "causes": CAUSES}
SAMPLES = [CLAUSE, CLAUSE | {"causes": CAUSES[1:3]}]
SERVICES = {"services": {each["service"]: {"unit": "event", "step": "1"} for each in CAUSES}}


def due(happening, clause=CLAUSE):
    facts = {(service, "event"): counts for service, counts in happening.items()}
    return dues(agreement(clause, **SERVICES), facts, "change")


@pytest.mark.parametrize(
    ("service", "owed"),
    [("design_change", 45_000), ("site_move", -12_000), ("new_law", 16_500), ("part_gone", 21_000)],
)
def test_the_side_that_has_spent_less_than_it_bears_pays_the_difference(service, owed):
    # 45,000 for a validation, as in the worked row of the trade study on change
    assert due({service: [1]})[0] == owed


def test_each_time_counts_and_causes_add_up():
    assert due({"design_change": [2], "site_move": [0, 1]})[:2] == [90_000, -12_000]


def test_a_change_that_is_taken_back_is_taken_back_whole():
    assert due({"new_law": [1, -1]})[:2] == [16_500, -16_500]


def test_an_amount_that_changes_is_that_of_the_period():
    dated = [{"from": "2027-01-01", "value": "45_000"}, {"from": "2027-02-01", "value": "50_000"}]
    clause = CLAUSE | {"causes": [cause("design_change", "buyer", "100 %", dated)]}
    assert due({"design_change": [1, 1]}, clause)[:2] == [45_000, 50_000]


def test_fewer_causes_are_written_as_fewer():
    assert due({"site_move": [1], "new_law": [1], "part_gone": [1]}, SAMPLES[1])[0] == -12_000 + 16_500


def test_the_simulation_counts_the_same():
    terms = agreement(CLAUSE, **SERVICES)
    facts = {(each["service"], "event"): [i + 1] for i, each in enumerate(CAUSES)}
    lanes = in_lanes(terms, happened(plan(terms), facts))["change"]
    assert lanes[0] == pytest.approx(45_000 - 2 * 12_000 + 3 * 16_500 + 4 * 21_000)


def test_the_charge_explains_itself():
    facts = {("new_law", "event"): [1], ("site_move", "event"): [2]}
    assert told(agreement(CLAUSE, **SERVICES), facts, "change", 0) == [
        "site_move: 2 × (0 % of (45,000 + 12,000) − 12,000) USD",
        "new_law: 1 × (50 % of (45,000 + 12,000) − 12,000) USD",
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE, **SERVICES))
    assert said["en"] == [
        "After a change the process is validated anew. What that costs is agreed by its cause, for every time; the side"
        " that has spent less than it bears pays the other the difference.",
        "design change, a change that the buyer asks for: the seller spends 45,000 USD and the buyer 12,000 USD; the"
        " buyer bears 100 % of both.",
        "site move, a change that the seller asks for: the seller spends 45,000 USD and the buyer 12,000 USD; the buyer"
        " bears 0 % of both.",
        "new law, a change that the law asks for: the seller spends 45,000 USD and the buyer 12,000 USD; the buyer "
        "bears 50 % of both.",
        "part gone, a change since a part is no longer made: the seller spends 30,000 USD and the buyer 0 USD; the "
        "buyer bears 70 % of both.",
    ]
    for words in ("45,000 USD", "12,000 USD", "100 %", "50 %", "70 %", "卖方提出的变更", "停产"):
        assert words in "".join(said["zh"])


def test_each_cause_has_a_service_of_its_own():
    def codes(*causes):
        written = revalidation.Clause.model_validate(CLAUSE | {"causes": causes})
        return [fault.wrong.text.code for fault in revalidation.check(written)]

    assert codes(*CAUSES) == []
    assert codes(CAUSES[0], CAUSES[1], CAUSES[0]) == ["revalidation_cause_twice"]
    (fault,) = revalidation.check(revalidation.Clause.model_validate(CLAUSE | {"causes": [*CAUSES[:2], CAUSES[0]]}))
    assert str(fault.wrong) == "causes 1 and 3 are told of the same service 'design_change'"


def test_half_a_step_of_a_cause_costs_half():
    halves = {"services": SERVICES["services"] | {"design_change": {"unit": "event", "step": "0.5"}}}
    terms = agreement(CLAUSE | {"causes": CAUSES[:1]}, **halves)
    assert dues(terms, {("design_change", "event"): [1]}, "change")[0] == Decimal("22500")
