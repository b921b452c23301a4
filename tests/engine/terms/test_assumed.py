"""Assumptions: a figure is found by its place, by its clause or by its draw, and all else stays as it is written."""

from copy import deepcopy
from decimal import Decimal

import pytest

from suture.engine.fault import Faulty
from suture.engine.terms.assumed import assumed
from suture.engine.terms.reading import agreement_in, mapping
from tests.supply import AGREEMENT

HEAD = AGREEMENT.partition("indices:")[0].replace(
    "engineering: {unit: hour, step: 0.25}", "stent: {unit: piece, step: 1}"
)
SHEET = f"""{HEAD}
clauses:
  - {{id: price, kind: unit, service: catheter, measure: accepted, price: {{low: 38, likely: 40, high: 46}}}}
  - id: dearer
    kind: unit
    service: stent
    measure: accepted
    price: [{{from: 2027-01-01, value: 90}}, {{from: 2028-01-01}}]
amendments:
  - number: A1
    signed: 2027-05-12
    from: 2027-07-01
    clauses:
      - {{id: price, kind: unit, service: catheter, measure: accepted, price: 35}}
  - number: A2
    signed: 2027-09-01
    from: 2028-07-01
    clauses:
      - {{id: dearer, kind: unit, service: stent, measure: accepted, price: 80}}
      - {{id: price, kind: unit, service: catheter, measure: accepted, price: 30}}
"""


def under(assumptions, text=SHEET):
    """The agreement under assumptions, read anew."""
    document = mapping(text)
    before = deepcopy(document)
    found = assumed(document, agreement_in(document), assumptions)
    assert document == before, "what is written is not touched"
    assert found.lines == before.lines, "a fault in what is assumed is told on the line of what was written"
    return agreement_in(found)


def prices(agreement):
    """Every price in the order of writing, clauses first, then amendments."""
    written = [*agreement.clauses, *(clause for amendment in agreement.amendments for clause in amendment.clauses)]
    return [
        [(str(each.from_), each.likely if each.known else None) for each in clause.price.dated] or clause.price.likely
        for clause in written
    ]


DATED = [("2027-01-01", Decimal(90)), ("2028-01-01", None)]


def test_without_assumptions_it_reads_as_it_is_written():
    assert prices(under({})) == [40, DATED, 35, 80, 30]


@pytest.mark.parametrize(
    ("by_number", "by_name", "at"),
    [
        ("clauses[0].price", "clauses.price.price", 0),
        ("amendments[0].clauses[0].price", "amendments.A1.clauses.price.price", 2),
        ("amendments[1].clauses[0].price", "amendments.A2.clauses.dearer.price", 3),
        ("amendments[1].clauses[1].price", "amendments.A2.clauses.price.price", 4),
    ],
)
def test_a_figure_is_named_by_number_or_by_the_names_of_clause_and_amendment(by_number, by_name, at):
    expected = [40, DATED, 35, 80, 30]
    expected[at] = Decimal("61.5")
    assert prices(under({by_number: "61.5"})) == expected
    assert prices(under({by_name: "61.5"})) == expected


@pytest.mark.parametrize("keys", [SHEET, SHEET.replace("price: [", "price: {dated: [").replace("01-01}]", "01-01}]}")])
def test_one_date_of_a_dated_figure_keeps_its_day(keys):
    assert prices(under({"clauses.dearer.price[1]": "70"}, keys))[1] == [DATED[0], ("2028-01-01", Decimal(70))]
    ranged = under({"clauses[1].price[0]": {"low": "80", "likely": "95", "high": "99"}}, keys).clauses[1].price
    assert [(str(each.from_), each.known) for each in ranged.dated] == [("2027-01-01", True), ("2028-01-01", False)]
    assert (ranged.dated[0].low, ranged.dated[0].likely, ranged.dated[0].high) == (80, 95, 99)


ONE_DRAW = SHEET.replace("{low: 38, likely: 40, high: 46}", "{draw: resin}").replace(
    "price: 35}", "price: {draw: resin}}"
)
RANGE = {"low": "20", "likely": "25", "high": "29"}


def test_a_draw_stands_for_all_figures_of_it_and_they_still_move_together():
    found = under({"resin": RANGE}, ONE_DRAW)
    one, other = found.clauses[0].price, found.amendments[0].clauses[0].price
    assert prices(found) == [25, DATED, 25, 80, 30]
    assert one == other
    assert (one.draw, one.low, one.high) == ("resin", 20, 29)


def test_a_single_figure_of_a_draw_may_be_assumed_without_the_others():
    found = under({"clauses.price.price": RANGE, "amendments.A1.clauses.price.price": "33"}, ONE_DRAW)
    assert prices(found) == [25, DATED, 33, 80, 30]
    assert not found.clauses[0].price.draw, "it moves by itself"


def test_one_value_for_a_draw_is_that_of_all_its_figures():
    assert prices(under({"resin": "27"}, ONE_DRAW)) == [27, DATED, 27, 80, 30]


def refused(assumptions, text=SHEET):
    """What is said of each wrong place, with its remedy, in English and in Chinese."""
    document = mapping(text)
    agreement = agreement_in(document)
    with pytest.raises(Faulty) as raised:
        assumed(document, agreement, assumptions)
    return [
        (f"{fault.wrong} {fault.remedy}", fault.wrong.said("zh") + fault.remedy.said("zh"))
        for fault in raised.value.faults
    ]


def test_places_without_a_figure_are_all_refused_at_once_with_a_guess_and_an_example_that_is_open():
    (one, _), (other, chinese) = refused({"clauses.price.prize": "1", "clauses[0].price": "2", "xyz": "3"})
    assert one == (
        "there is no figure at 'clauses.price.prize' Did you mean 'clauses.price.price'? "
        "Name one by its place, such as clauses[1].price[1]."
    )
    assert other == "there is no figure at 'xyz' Name one by its place, such as clauses[1].price[1]."
    assert chinese == "“xyz”处没有数值请按位置指定数值，例如 clauses[1].price[1]。"


def test_a_figure_without_a_draw_is_not_named_by_nothing():
    assert [said for said, _ in refused({"": "3"})] == [
        "there is no figure at '' Name one by its place, such as clauses[1].price[1]."
    ]


def test_one_figure_is_not_assumed_by_two_of_its_names():
    both = {"clauses[0].price": "1", "clauses.price.price": "2", "clauses.dearer.price[1]": "3"}
    assert [said for said, _ in refused(both)] == [
        "'clauses[0].price' and 'clauses.price.price' are the same figure Assume it by one of them."
    ]
    assert len(refused({"resin": "1", "clauses.price.price": "2"}, ONE_DRAW)) == 1


def test_where_every_figure_is_known_the_example_is_the_first_that_is_written():
    ((said, _),) = refused({"xyz": "3"}, SHEET.replace(", {from: 2028-01-01}", ""))
    assert said == "there is no figure at 'xyz' Name one by its place, such as clauses[0].price."


def test_an_agreement_of_rights_only_has_no_figure_and_the_example_has_the_usual_form():
    licence = """\
clauses:
  - id: know_how
    kind: licence
    granted_by: seller
    services: [catheter]
    may: [make]
    covers: [process]
    exclusivity: non_exclusive
    fee: free
    sublicence: refused
    release: {from: 2027-07-01, lasts: for_good}
"""
    ((said, _),) = refused({"clauses[0].price": "3"}, HEAD + licence)
    assert said == "there is no figure at 'clauses[0].price' Name one by its place, such as clauses[0].price."


@pytest.mark.parametrize("other", ["clauses[0].price", "resin"])
def test_one_figure_under_two_names_is_refused(other):
    (said, chinese) = next(iter(refused({"clauses.price.price": "21", other: "22"}, ONE_DRAW)))
    assert said == f"'clauses.price.price' and '{other}' are the same figure Assume it by one of them."
    assert chinese == f"“clauses.price.price”与“{other}”为同一数值请只用其中之一作出假设。"
