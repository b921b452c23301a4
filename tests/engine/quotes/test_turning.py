"""Which input reverses the order, and exactly where: at the value it is reversed, one step before it is not."""

from decimal import Decimal
from itertools import pairwise

import pytest

from suture.engine.quotes.comparing import Comparison, cheapest
from suture.engine.quotes.level import level
from suture.engine.quotes.orders import spread
from suture.engine.quotes.turning import inputs, scan, turned
from suture.engine.terms.ranges import settled
from tests.engine.quotes.quoted import EAST, NORTH, both, quote, request

D = Decimal


def winner(asked, offered):
    """Who is cheapest, rated from the start."""
    of = Comparison(asked, [each for _, each in offered])
    return of.quotes[cheapest(of.costs())].head.bidder


def flips_of(found):
    return {(flip.input, flip.at > flip.now): flip for flip in found.flips}


@pytest.fixture(scope="module")
def found():
    return level(request(), both())


def test_every_flip_is_exact_when_both_values_are_rated_again_from_the_written_request(found):
    assert {flip.input for flip in found.flips} >= {
        "rates.CNY.rate", "regions.cn.duty.share", "regions.cn.freight.per_kg", "rejects.East", "rejects.North",
    }  # fmt: skip
    checked = 0
    for flip in found.flips:
        assert abs(flip.at - flip.before) == flip.step
        if flip.input.startswith(("rates", "regions")):
            path = tuple(flip.input.split("."))
            for value, first in ((flip.at, flip.cheapest), (flip.before, found.quotes[0].bidder)):
                assert winner(settled(request(), {path: value}), both()) == first, flip
            checked += 1
        elif flip.input.startswith("rejects"):
            text, other = (EAST, NORTH) if flip.input.endswith("East") else (NORTH, EAST)
            for value, first in ((flip.at, flip.cheapest), (flip.before, found.quotes[0].bidder)):
                moved = settled(quote(text), {("head", "rejects", "share"): value})
                assert winner(request(), [("a", moved), ("b", quote(other))]) == first, flip
            checked += 1
    assert checked >= 5


def test_the_volume_turns_at_a_whole_unit():
    # North has a tool of 80,000 and a low price; East none and a higher one: equal at 40,000 units
    lots = "kind: lot_economics, service: catheter, bills: ordered, unit_price: 22.00, lot: {size: 500, fee: 1800}}"
    plain = "kind: unit, service: catheter, measure: ordered, price: %s}"
    no_tool = "    - {id: mould, kind: tooling, cost: 80000, at_once: {on: 2027-02-01}, on_exit: nothing_due, " \
              "owner_once_paid: buyer}\n"  # fmt: skip
    north = quote(NORTH, (lots, plain % "20.00"))
    south = quote(NORTH, ("bidder: North", "bidder: South"), (lots, plain % "22.00"), (no_tool, ""))
    found = level(request(), [("n", north), ("s", south)])
    assert found.quotes[0].bidder == "North"
    flip = flips_of(found)["volume", False]
    assert (flip.now, flip.before, flip.at, flip.cheapest) == (74_000, 40_000, 39_999, "South")
    for units, first in ((flip.at, "South"), (flip.before, "North"), (flip.before + 1, "North")):
        years = spread(units, (D(20000), D(24000), D(30000)), request().measured_in)
        asked = request(("volumes: [20000, 24000, 30000]", f"volumes: [{', '.join(map(str, years))}]"))
        assert winner(asked, [("n", north), ("s", south)]) == first
    assert [row.cheapest for row in found.volumes_tried] == ["South", "North", "North", "North", "North", "North"]


def test_what_reverses_nothing_is_listed_with_the_bounds_that_were_looked_at(found):
    still = {each.input: each for each in found.unflipped}
    assert still["regions.us.duty.share"].high == 2  # North delivers DAP: its duty is the buyer's, from 0 on
    assert not any(each.input == flip.input for each in found.unflipped for flip in found.flips)


def test_a_dated_duty_is_moved_as_a_whole():
    by_day = "[{from: 2026-01-01, value: 20 %}, {from: 2028-01-01, value: 15 %}]"
    dated = request(("duty: {share: 20 %, on: fob}", f"duty: {{share: {by_day}, on: fob}}"))
    flips, _ = turned(Comparison(dated, [each for _, each in both()]))
    flip = next(each for each in flips if each.input == "regions.cn.duty.share" and each.at > each.now)
    assert flip.now == 0
    path = ("regions", "cn", "duty", "share")
    for more, first in ((flip.at, "North"), (flip.before, "East")):
        moved = settled(dated, {(*path, 0): D("0.2") + more, (*path, 1): D("0.15") + more})
        assert winner(moved, both()) == first


def test_the_scan_looks_near_first_and_reaches_the_bound():
    steps = scan(1000)
    assert steps[:4] == [1, 2, 4, 8]
    assert steps[-1] == 1000
    assert max(b - a for a, b in pairwise(steps)) <= 1000 // 24 + 1


def test_every_input_stands_where_the_request_puts_it():
    of = Comparison(request(), [each for _, each in both()])
    base = [cost.unit for cost in of.costs()]
    for each in inputs(of):
        assert [cost.unit for cost in each.costs(each.now)] == base, each.name
