"""What changed: in the terms by their place, in the text word by word."""

from suture.engine.contract.changes import changes, redline
from suture.engine.fault import dotted
from tests.engine.built import agreement

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50 USD/piece"}
TAKE = {
    "id": "commitment", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted",
    "window": "contract_year", "minimum": "1200 piece", "price": "20 USD/piece", "make_up": "none", "prorate": "full",
}  # fmt: skip
HOURS = {"id": "hours", "kind": "time_and_materials", "service": "engineering", "rate": "150 USD/hour"}


def told(old, new):
    return {dotted(change.path): (change.before, change.after) for change in changes(old, new)}


def test_equal_agreements_have_no_change_in_terms_or_text():
    assert changes(agreement(PRICE, TAKE), agreement(PRICE, TAKE)) == ()
    assert not any(line.changed for line in redline(agreement(PRICE, TAKE), agreement(PRICE, TAKE), "en"))


def test_a_clause_that_only_moved_is_the_same():
    assert changes(agreement(PRICE, TAKE), agreement(TAKE, PRICE)) == ()


def test_a_changed_figure_is_told_at_its_place():
    found = told(agreement(PRICE, TAKE), agreement(PRICE, TAKE | {"minimum": "1000 piece"}))
    assert found == {"clauses.commitment.minimum": ("1200 piece", "1000 piece")}


def test_what_is_added_or_gone_has_nothing_on_the_other_side():
    found = told(agreement(PRICE, TAKE), agreement(PRICE, HOURS))
    assert found["clauses.hours.rate"] == ("", "150 USD/hour")
    assert found["clauses.commitment.minimum"] == ("1200 piece", "")


def test_the_redline_marks_the_words_that_differ_in_both_languages():
    old, new = agreement(PRICE, TAKE), agreement(PRICE, TAKE | {"minimum": "1000 piece"})
    for language in ("en", "zh"):
        line = next(line for line in redline(old, new, language) if line.changed)
        marked = [(piece.in_, piece.text) for piece in line.pieces if piece.in_ != "both"]
        assert marked == [("old", "1200"), ("new", "1000")]


def test_both_sides_of_a_redline_read_as_the_articles_do():
    old, new = agreement(PRICE, TAKE), agreement(HOURS, TAKE | {"make_up": "later_excess"})
    lines = redline(old, new, "en")
    assert [line.new_number for line in lines if line.new_number] == list("12345678")
    gone = next(line for line in lines if not line.new_number)
    assert gone.old_number == "4"
    assert {piece.in_ for piece in gone.pieces} == {"old"}
    changed = next(line for line in lines if line.new_number == "5")
    assert "".join(p.text for p in changed.pieces if p.in_ != "old").endswith("no longer in force credits nothing.")


def test_an_amendment_is_found_by_its_number_and_its_clauses_by_their_ids():
    first = {"number": "1", "signed": "2027-05-12", "from": "2027-07-01", "clauses": [HOURS, PRICE]}
    second = {"number": "2", "signed": "2028-01-20", "from": "2028-02-01", "ends": ["commitment"]}
    between = {"number": "1a", "signed": "2027-09-01", "from": "2027-10-01", "clauses": [TAKE]}
    cheaper = first | {"clauses": [PRICE | {"price": "20 USD/piece"}, HOURS]}
    found = told(
        agreement(PRICE, TAKE, amendments=[first, second]),
        agreement(PRICE, TAKE, amendments=[cheaper, between, second]),
    )
    assert found["amendments.1.clauses.price.price"] == ("22.50 USD/piece", "20 USD/piece")
    assert {path.split(".")[1] for path in found if not path.startswith("amendments.1.")} == {"1a"}
