"""Step-in: a right of the buyer to run production at the seller's site while supply fails."""

import pytest

from suture.engine.clauses import step_in
from tests.engine.built import agreement, exact, happened, plan
from tests.engine.clauses.saying import said_of

FAILURE = {
    "id": "failure", "kind": "supply_failure", "services": ["catheter"], "failing": "late", "of": "ordered",
    "share": "20 %", "periods": 1, "lasts": "while_it_is_so",
}  # fmt: skip
CLAUSE = {
    "id": "step_in", "kind": "step_in", "services": ["catheter"], "may": ["direct_production", "use_material"],
    "cost_borne_by": "seller", "release": {"gates": ["failure"], "lasts": "while_it_is_so"},
}  # fmt: skip
SAMPLES = [
    CLAUSE | {"release": {"service": "order_of_court", "lasts": "while_it_is_so"}},
    CLAUSE | {"release": {"gates": ["price"], "lasts": "for_good"}},
]


def test_it_holds_while_supply_fails():
    planned = plan(agreement(CLAUSE, FAILURE))  # written before the gate it reads, counted after it
    facts = {("catheter", "late"): [0, 300, 0], ("catheter", "ordered"): [1000] * 3}
    folded = {each.line.name: each.due for each in exact.fold(planned, happened(planned, facts))}
    assert [int(due) for due in folded["step_in"][:4]] == [0, 1, 0, 0]
    assert step_in.KIND.effect == "gate"


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(FAILURE, CLAUSE))
    assert said["en"] == [
        "For catheter the buyer, or one whom it names, may direct production and use the material in stock at the"
        " seller's site.",
        "It holds when clause 4 holds.",
        "It holds for whole settlement periods and ends when none of this is so any longer; that a release has ended is"
        " told as well.",
        "The seller bears what it costs more than it would have cost the seller.",
        "The seller's quality system stays in force while it holds; no one is released from its duties under the law.",
    ]
    for words in ("指挥生产和使用库存物料", "第 4 条", "由卖方承担"):
        assert words in "".join(said["zh"])


@pytest.mark.parametrize(
    ("cost_borne_by", "sentence"),
    [("buyer", "The buyer bears what it costs."), ("each_its_own", "Each side bears its own cost.")],
)
def test_the_text_says_who_bears_its_cost(cost_borne_by, sentence):
    assert sentence in said_of(agreement(FAILURE, CLAUSE | {"cost_borne_by": cost_borne_by}))["en"]
