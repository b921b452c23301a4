"""Why something is owed: every kind of clause has one cause."""

from collections import Counter

from suture.engine.clauses import KINDS
from suture.engine.clauses.causes import CAUSES, KINDS_BY_CAUSE, TITLES, cause_of


def test_every_kind_of_clause_has_exactly_one_cause():
    named = Counter(kind for kinds in KINDS_BY_CAUSE.values() for kind in kinds)
    assert set(named) == set(KINDS)
    assert {kind for kind, times in named.items() if times > 1} == set()
    assert set(CAUSES) == set(KINDS)


def test_every_cause_has_a_title():
    assert set(TITLES) == set(KINDS_BY_CAUSE)


def test_the_rounding_of_an_invoice_belongs_to_the_goods():
    assert cause_of("invoice_rounding") == "goods"
    assert cause_of("take_or_pay") == "minimum"
