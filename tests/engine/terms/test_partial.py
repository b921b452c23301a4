"""The part of an agreement that can be counted where some of its figures are not known."""

from suture.engine.rating.plan import plan
from suture.engine.terms.partial import unknown, with_readers, without
from tests.engine.built import agreement, dues

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "unknown"}
TIERS = {
    "id": "price", "kind": "volume", "service": "catheter", "measure": "accepted", "window": "contract_year",
    "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
    "tiers": [{"from": "0", "price": "unknown"}],
}  # fmt: skip
WORK = {"id": "work", "kind": "unit", "service": "engineering", "measure": "worked", "price": "5"}
LESS = {
    "id": "less", "kind": "discount", "on": ["price"], "counted_amounts": "unrounded", "window": "month",
    "share": "10 %",
}  # fmt: skip


def changed(number, day, *clauses, **more):
    return {"number": number, "signed": day, "from": day, "clauses": clauses, **more}


def counted(*clauses, amendments):
    terms = agreement(*clauses, amendments=amendments)
    return without(terms, with_readers(terms, {clause.id for clause in unknown(terms).values()}))


def test_a_price_that_an_amendment_makes_known_counts_from_then_on_and_what_reads_it_not_at_all():
    known = changed("1", "2027-03-01", PRICE | {"price": "20"})
    terms = counted(PRICE, WORK, LESS, amendments=[known])
    assert {line.name for line in plan(terms).lines} == {"price", "work"}
    assert dues(terms, {("catheter", "accepted"): [1, 1, 1, 1]}, "price")[:4] == [0, 0, 20, 20]


def test_it_counts_from_the_last_version_on_that_follows_an_unknown_one():
    known, again = (changed(str(n), f"2027-0{n}-01", PRICE | {"price": "20"}) for n in (3, 6))
    lost = changed("5", "2027-05-01", PRICE)
    terms = counted(PRICE, WORK, amendments=[known, lost, again])
    assert dues(terms, {("catheter", "accepted"): [1] * 7}, "price")[:7] == [0, 0, 0, 0, 0, 20, 20]
    assert [line.name for line in plan(counted(PRICE, WORK, amendments=[known, lost])).lines] == ["work"]


def test_it_still_ends_when_it_ends():
    known, ended = changed("1", "2027-03-01", PRICE | {"price": "20"}), changed("2", "2027-04-01", ends=["price"])
    terms = counted(PRICE, WORK, amendments=[known, ended])
    assert dues(terms, {("catheter", "accepted"): [1] * 5}, "price")[:5] == [0, 0, 20, 0, 0]


def test_a_clause_that_carries_something_over_is_left_out_whole():
    known = changed("1", "2027-03-01", TIERS | {"tiers": [{"from": "0", "price": "20"}]})
    assert [line.name for line in plan(counted(TIERS, WORK, amendments=[known])).lines] == ["work"]
