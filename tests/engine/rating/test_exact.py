"""The exact fold to the letter: what a line reads in every period, and the entries by which it explains itself."""

from decimal import Decimal

import pytest

from suture.engine.clauses.kind import DueOf, LevelOf, QuantityOf
from suture.engine.number import Window
from suture.engine.rating import exact
from suture.engine.rating.plan import BESIDE, Version, plan
from tests.engine.built import agreement, happened, in_lanes
from tests.engine.rating.test_amended import ACCEPTED, MINIMUM, PAID, PRICE, WORK, WORKED, amended, amendment

FAILURE = {
    "id": "failure", "kind": "supply_failure", "services": ["catheter"], "failing": "late", "of": "ordered",
    "share": "20 %", "periods": 2, "lasts": "to_the_end",
}  # fmt: skip
NOTICE = {"id": "notice", "kind": "notice", "service": "catheter", "days": 30, "given_by": "either"}
TAKEN = {ACCEPTED: [1, 2, 4, 8, 16, 32], WORKED: [3, 0, 5]}


def folds(terms, taken, **more):
    """What the fold says of every line, by clause."""
    planned = plan(terms)
    return {each.line.name: each for each in exact.fold(planned, happened(planned, taken, **more))}


def test_an_entry_is_of_a_period_or_of_an_order():
    of_period = folds(agreement(PRICE), TAKEN)["price"].entries
    assert [entry.at for entry in of_period] == [*range(24)]
    assert {entry.event for entry in of_period} == {""}
    told = {("catheter", "event"): [{}, {"n": 1, "m": 1}], ("catheter", "event.notice"): [{}, {"n": 40, "m": 50}]}
    of_order = folds(agreement(NOTICE), told)["notice"].entries
    assert [(entry.at, entry.event, entry.window) for entry in of_order] == [
        (1, "n", Window(1, 1)),
        (1, "m", Window(1, 1)),
    ]


def test_a_window_that_an_amendment_ends_is_closed_by_an_entry_of_the_month_after():
    ended = amended([PRICE, MINIMUM], amendment("2027-04-01", ends=["minimum"]))
    *before, last, closing = folds(ended, TAKEN)["minimum"].entries
    assert [entry.at for entry in (*before, last)] == [0, 1, 2]
    assert (closing.at, closing.event) == (3, "")
    assert closing.window == Window(last.window.opens, 1)
    assert (closing.terms, closing.facts, closing.before) == (last.terms, last.facts, last.after)
    assert closing.after.due == 30_000 - 20 * 7


def test_a_clause_that_is_counted_beyond_its_end_is_not_closed_beside():
    entries = folds(amended([PRICE, WORK, PAID], amendment("2027-04-01", ends=["paid"])), TAKEN)["paid"].entries
    assert [entry.at for entry in entries] == [0, 1, 2, 3]


def test_a_gate_that_an_amendment_ends_holds_no_longer():
    terms = amended([PRICE, FAILURE], amendment("2027-04-01", ends=["failure"]))
    told = {("catheter", "late"): [0, 50], ("catheter", "ordered"): [100] * 6}
    planned = plan(terms)
    assert [*folds(terms, told)["failure"].due] == [0, 1, 1] + [0] * 21
    assert in_lanes(terms, happened(planned, told))["failure"] == [0, 1, 1] + [0] * 21


def standing(*sources, until, end, name="price"):
    """A line that reads so, from each of these periods on."""
    planned = plan(agreement(PRICE, WORK))
    line = next(line for line in planned.lines if line.name == name)
    versions = tuple(Version(at, line.versions[0].clause, (source,)) for at, source in sources)
    counted = end - versions[0].first
    return planned, line._replace(versions=versions, windows=(BESIDE,) * counted, terms=(None,) * counted, until=until)


def test_a_gate_governs_in_the_periods_in_which_it_stands():
    _, line = standing((1, DueOf(())), until=3, end=3)
    assert exact.governed(line, [Decimal(1)] * 4, [Decimal(level) for level in (0, 0, 1, 0)]) == [1, 0, 1, 1]


EARNED = folds(agreement(PRICE, WORK), TAKEN)
"""20, 60, 140, 300, 620, 1,260 for the pieces since the start; 75, 75, 200 for the hours."""


@pytest.mark.parametrize(
    ("source", "first", "until", "expected"),
    [
        (DueOf(("price",)), 0, 24, [20, 60, 140, 300, 620, 1260, 1260]),
        (DueOf(("price",)), 2, 24, [0, 0, 80, 240, 560, 1200, 1200]),
        (DueOf(("price",)), 2, 4, [0, 0, 80, 240, 240, 240, 240]),
        (DueOf(("price",), 2), 2, 4, [0, 0, 0, 0, 80, 240, 240]),
        (DueOf(("price", "work")), 0, 24, [95, 135, 340, 500, 820, 1460, 1460]),
        (DueOf(("price",), gates=True), 2, 4, [0, 0, 140, 300, 300, 300, 300]),
        (QuantityOf(("catheter",), "accepted"), 1, 4, [0, 2, 4, 8, 0, 0, 0]),
        (QuantityOf(("catheter",), "accepted", 1), 0, 24, [0, 1, 2, 4, 8, 16, 32]),
        (QuantityOf(("catheter", "lamp", "engineering"), "seen"), 0, 24, [4, 2, 9, 8, 16, 32, 0]),
    ],
)
def test_a_line_counts_what_happens_while_it_stands(source, first, until, expected):
    planned, line = standing((first, source), until=until, end=until)
    seen = {("catheter", "seen"): TAKEN[ACCEPTED], ("engineering", "seen"): TAKEN[WORKED]}
    activity = happened(planned, TAKEN | seen)
    assert exact.totals(planned, line, source, activity, EARNED)[:7] == expected
    assert exact.stitched(planned, line, 0, activity, EARNED)[first:7] == expected[first:until]


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        # Of 20, 60, 140, 300 since the start it counts 40, 120, 280 from the second month on, and no more after its end
        (((1, DueOf(("price",))), (3, DueOf(("price",), 1))), [0, 40, 120, 120, 280, 280]),
        (((1, DueOf(("price",), 1)), (3, DueOf(("price",), 2))), [0, 0, 40, 40, 120, 280]),
        (((1, DueOf(("price",), 1)), (3, DueOf(("work",), 1))), [0, 0, 40, 120, 120, 120]),
        (((1, QuantityOf(("catheter",), "accepted", 1)), (3, QuantityOf(("catheter",), "accepted", 2))),
         [0, 0, 2, 2, 4, 8]),
    ],
)  # fmt: skip
def test_a_line_reads_in_every_period_as_its_version_says(versions, expected):
    planned, line = standing(*versions, until=4, end=6)
    assert exact.stitched(planned, line, 0, happened(planned, TAKEN), EARNED) == expected


def test_amounts_are_rounded_as_they_are_billed():
    for mode, currency, expected in [
        ("half_up", "USD", ["0.13", "0.25"]),
        ("half_even", "USD", ["0.12", "0.25"]),
        ("half_up", "JPY", ["0", "0"]),
    ]:
        eighth = agreement(PRICE | {"price": "0.125 USD/piece"}, rounding={"mode": mode, "point": "line"})
        planned = plan(eighth)
        (folded,) = exact.fold(planned, happened(planned, {ACCEPTED: [1, 1]}))
        folded = folded._replace(line=folded.line._replace(currency=currency))
        billed = exact.totals(
            planned, folded.line, DueOf(("price",), rounded=True), happened(planned, {}), {"price": folded}
        )
        assert billed[:2] == [Decimal(amount) for amount in expected], (mode, currency)
        plain = exact.totals(planned, folded.line, DueOf(("price",)), happened(planned, {}), {"price": folded})
        assert plain[:2] == [Decimal("0.125"), Decimal("0.25")]


@pytest.mark.parametrize(("lag", "expected"), [(0, [300, 303, 306, 309]), (2, [300, 300, 300, 303])])
def test_a_level_that_is_read_late_begins_with_its_first_value(lag, expected):
    source = LevelOf("cpi", lag)
    planned, line = standing((0, source), until=24, end=24)
    published = happened(planned, {}, levels={"cpi": ["300", "303", "306", "309"]})
    assert exact.stitched(planned, line, 0, published, EARNED)[:4] == expected


def test_an_order_has_nothing_of_what_is_not_told_of_it():
    told = happened(plan(agreement(PRICE)), {ACCEPTED: [{"n": 7}, {"m": 5}], WORKED: [{"m": 2}]})
    both = QuantityOf(("catheter", "lamp"), "accepted")
    assert [exact.in_order_of(both, told, at, "n") for at in (0, 1)] == [7, 0]


def test_what_has_no_periods_is_not_late():
    assert exact.lagged([], 1, repeat_first=True) == []
