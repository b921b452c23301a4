"""Escrow: what was deposited is handed over once it is released; a release of nothing gives nothing."""

from suture.engine.clauses import escrow
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "escrow", "kind": "escrow", "service": "package", "items": ["process_documents", "drawings", "tool_data"],
    "agent": "Harbour Escrow", "updated_months": 6, "release": {"service": "insolvency", "lasts": "while_it_is_so"},
}  # fmt: skip
GOOD = CLAUSE | {"release": {"service": "insolvency", "lasts": "for_good"}}
SAMPLES = [CLAUSE, GOOD]
SERVICES = {
    "services": {
        "package": {"unit": "deposit", "step": "1", "describes": "technical package"},
        "insolvency": {"unit": "event", "step": "1", "describes": "an insolvency of the seller"},
    }
}


def level(clause, stored, insolvency):
    terms = agreement(clause, **SERVICES)
    facts = {("package", "stored"): stored, ("insolvency", "released"): insolvency}
    activity = happened(plan(terms), facts)
    exactly = [int(due) for due in exact.fold(plan(terms), activity)[0].due]
    assert in_lanes(terms, activity)["escrow"] == exactly
    return exactly


def test_what_is_deposited_is_handed_over_while_it_is_released():
    assert level(CLAUSE, [1], [0, 1, 0, -1])[:5] == [0, 1, 1, 0, 0]


def test_a_release_of_nothing_gives_nothing_until_there_is_a_deposit():
    assert level(CLAUSE, [0, 0, 1], [1])[:4] == [0, 0, 1, 1]


def test_a_deposit_that_is_withdrawn_is_no_longer_there():
    assert level(CLAUSE, [1, 0, -1, 0, 1], [0, 1])[:6] == [0, 1, 0, 0, 1, 1]


def test_for_good_a_release_stays_and_later_deposits_come_with_it():
    assert level(GOOD, [0, 0, 0, 1], [1, -1])[:5] == [0, 0, 0, 1, 1]


def test_it_is_a_gate_and_no_charge():
    assert escrow.KIND.effect == "gate"


def test_the_entry_explains_itself():
    terms = agreement(CLAUSE, **SERVICES)
    facts = {("package", "stored"): [0, 0, 1], ("insolvency", "released"): [0, 1]}
    assert told(terms, facts, "escrow", 0) == ["not released: it rests"]
    assert told(terms, facts, "escrow", 1) == ["nothing is deposited: nothing can be released"]
    assert told(terms, facts, "escrow", 2) == ["released: it holds"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(GOOD, **SERVICES))
    assert said["en"] == [
        "The seller deposits the process documents, the drawings and the tool data as technical package with Harbour"
        " Escrow, and brings the deposit up to date every 6 months.",
        "Once the right to it holds, the agent hands the last deposit over to the buyer; where there is none, nothing.",
        "It holds when its release by an insolvency of the seller is told.",
        "Once it holds it holds for good, also after the end of the agreement.",
    ]
    for words in ("工艺文件、图纸和模具数据", "Harbour Escrow", "6 个月"):
        assert words in "".join(said["zh"])


def test_an_escrow_that_nothing_releases_is_a_fault():
    written = escrow.Clause.model_validate(CLAUSE | {"release": {"lasts": "for_good"}})
    assert [fault.wrong.text.code for fault in escrow.KIND.check(written)] == ["right_never_released"]
