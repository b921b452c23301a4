"""Lanes to the letter: the loop that is written around a step, the table of numbers behind it, and what it reads."""

from dataclasses import replace
from math import ceil, floor
from typing import NamedTuple

import numpy as np
import pytest

from suture.engine.clauses.kind import DueOf, InForce, LevelOf, QuantityOf
from suture.engine.number import Window
from suture.engine.rating import exact, lanes
from suture.engine.rating.plan import Version, plan
from tests.engine.built import agreement, happened, in_lanes
from tests.engine.rating.test_amended import ACCEPTED, MINIMUM, PRICE, TIERS, WORK, WORKED, amended, amendment

SHAPE = (2, 3, lanes.LANES)  # blocks, periods, lanes


class Fee(NamedTuple):
    rate: float
    steps: tuple[float, float]


class Pipe(NamedTuple):
    kept: tuple[float, float]


class Taken(NamedTuple):
    due: float
    pipe: Pipe


class One(NamedTuple):
    taken: float


class Six(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


def charged(p, w, taken):
    return p.rate * ceil(taken / p.steps[0]) + p.steps[1] * floor(taken) * w.opens


def of_one(p, w, before, facts):
    due = before.due + charged(p, w, facts.taken)
    return Taken(due, Pipe((before.pipe.kept[1], due + 100 * w.closes)))


def of_six(p, w, before, facts):
    taken = facts.a + 2 * facts.b + 4 * facts.c + 8 * facts.d + 16 * facts.e + 32 * facts.f
    return of_one(p, w, before, One(taken))


ZERO = Taken(0.0, Pipe((0.0, 0.0)))
STATE = lanes.layout_of(ZERO)
TABLE = np.array(  # by draw and period: rate, the size of a step, what is charged in a period that opens a window
    [[[3, 2, 5], [3, 2, 5], [7, 2, 5]], [[30, 4, 50], [30, 4, 50], [70, 4, 50]]], dtype=np.float64
)
OPENS, CLOSES = np.array([1, 0, 1]), np.array([0, 1, 1])
EVERY = ("due", "pipe.kept[0]", "pipe.kept[1]")


def numbered(n):
    """An array of a fact in which no two cells are alike."""
    return np.arange(n, n + np.prod(SHAPE), dtype=np.float64).reshape(SHAPE) / 8


def folded(step, kind, facts, draw):
    """What the compiled loop keeps, and what plain Python says to the same step."""
    kernel = lanes.kernel(step, lanes.layout_of(Fee(0, (0, 0))), STATE, kind, EVERY)
    kept = [np.empty(SHAPE) for _ in EVERY]
    kernel(TABLE, np.array(draw), OPENS, CLOSES, *facts, *kept)
    plain = [np.empty(SHAPE) for _ in EVERY]
    for block, lane in np.ndindex(SHAPE[0], SHAPE[2]):
        state = ZERO
        for t in range(SHAPE[1]):
            rate, size, opening = TABLE[draw[block], t].tolist()
            told = kind(*(each[block, t, lane] for each in facts))
            state = step(Fee(rate, (size, opening)), Window(OPENS[t], CLOSES[t]), state, told)
            for out, value in zip(plain, (state.due, *state.pipe.kept), strict=True):
                out[block, t, lane] = value
    return kept, plain


@pytest.mark.parametrize("draw", [[0, 0], [1, 0], [0, 1]])
@pytest.mark.parametrize(("step", "kind"), [(of_one, One), (of_six, Six)])
def test_a_step_in_lanes_does_what_it_does_in_python(step, kind, draw):
    facts = [numbered(100 * i) for i in range(len(kind._fields))]
    kept, plain = folded(step, kind, facts, draw)
    for ours, theirs in zip(kept, plain, strict=True):
        assert (ours == theirs).all()


def test_the_loop_is_written_with_every_number_spelled_out():
    terms = lanes.layout_of(Fee(0, (0, 0)))
    assert lanes.source_of("few", terms, STATE, One, ("due",)) == (
        "def few(table, draw, opens, closes, x_taken, o_0):\n"
        "    blocks, periods, lanes = o_0.shape\n"
        "    m = np.zeros(64)\n"
        "    for b in range(blocks):\n"
        "        d = draw[b]\n"
        "        m[:48] = 0.0\n"
        "        for t in range(periods):\n"
        "            p = Fee(table[d, t, 0], (table[d, t, 1], table[d, t, 2],))\n"
        "            w = Window(opens[t], closes[t])\n"
        "            for l in range(lanes):\n"
        "                before = Taken(m[0 + l], Pipe((m[16 + l], m[32 + l],)))\n"
        "                after = step(p, w, before, Facts(x_taken[b, t, l]))\n"
        "                m[0 + l] = after.due\n"
        "                m[16 + l] = after.pipe.kept[0]\n"
        "                m[32 + l] = after.pipe.kept[1]\n"
        "                o_0[b, t, l] = after.due\n"
    )


def test_five_arrays_are_touched_directly_and_six_are_copied_in_and_out():
    class Four(NamedTuple):
        a: float
        b: float
        c: float
        d: float

    terms = lanes.layout_of(Fee(0, (0, 0)))
    few = lanes.source_of("few", terms, STATE, Four, ("due",))
    many = lanes.source_of("many", terms, STATE, Four, ("due", "pipe.kept[0]"))
    assert "Facts(x_a[b, t, l], x_b[b, t, l], x_c[b, t, l], x_d[b, t, l])" in few
    assert "Facts(m[48 + l], m[64 + l], m[80 + l], m[96 + l])" in many
    assert "            for l in range(lanes): m[96 + l] = x_d[b, t, l]\n" in many
    assert "            for l in range(lanes): o_1[b, t, l] = m[16 + l]\n" in many
    assert few.count("for l in") == 1
    assert many.count("for l in") == 4 + 1 + 2


def test_a_kernel_is_named_by_all_that_it_differs_in():
    terms, other = lanes.layout_of(Fee(0, (0, 0))), lanes.layout_of(ZERO)
    names = [
        lanes.kernel_name(of_one, terms, STATE, ("due",)),
        lanes.kernel_name(of_six, terms, STATE, ("due",)),
        lanes.kernel_name(of_one, other, STATE, ("due",)),
        lanes.kernel_name(of_one, terms, terms, ("due",)),
        lanes.kernel_name(of_one, terms, STATE, ("due", "pipe.kept[0]")),
    ]
    assert len(set(names)) == len(names)
    assert names == [lanes.kernel_name(*each) for each in (
        (of_one, terms, STATE, ("due",)), (of_six, terms, STATE, ("due",)), (of_one, other, STATE, ("due",)),
        (of_one, terms, terms, ("due",)), (of_one, terms, STATE, ("due", "pipe.kept[0]")),
    )]  # fmt: skip
    assert all(name.startswith(f"lanes_{step}_") for name, step in zip(names, ["of_one", "of_six"], strict=False))
    assert all(len(name) == len("lanes_of_one_") + 12 for name in names)


def test_a_layout_says_how_a_value_is_built():
    layout = lanes.layout_of(ZERO)
    assert layout == (Taken, (None, (Pipe, ((tuple, (None, None)),))))
    assert list(lanes.paths(layout)) == [".due", ".pipe.kept[0]", ".pipe.kept[1]"]
    assert list(lanes.types_in(layout)) == [Taken, Pipe]
    assert lanes.spelled(lanes.layout_of(Fee(0, ())), iter("abc")) == "Fee(a, ())"  # type: ignore[arg-type]


def test_a_wider_layout_has_room_for_the_longer_table():
    flat, deep = lanes.layout_of(((1,),)), lanes.layout_of(((), (), (2, 3)))
    both = lanes.layout_of(((1,), (), (2, 3)))
    assert lanes.wider(flat, deep) == lanes.wider(deep, flat) == both
    assert lanes.padded(((7,),), both) == ((7,), (), (0, 0))


def test_a_value_that_is_padded_stays_of_its_kind():
    short, long = Taken(1, Pipe((2,))), Taken(3, Pipe((4, 5, 6)))  # type: ignore[arg-type]
    filled = lanes.padded(short, lanes.wider(lanes.layout_of(short), lanes.layout_of(long)))
    assert (filled, type(filled), type(filled.pipe)) == (Taken(1, Pipe((2, 0, 0))), Taken, Pipe)  # type: ignore[arg-type]


ACTIVITY = lanes.Activity(
    {
        ("catheter", "accepted"): numbered(0),
        ("catheter", "ordered"): numbered(1_000),
        ("stent", "ordered"): numbered(7),
    },
    {"cpi": numbered(2_000)},
    numbered(3_000),
)
DUE = {"price": numbered(4_000), "work": numbered(5_000), "tools": numbered(6_000)}


def test_a_source_reads_what_it_names():
    quantities = ACTIVITY.quantities
    both = quantities["catheter", "ordered"] + quantities["stent", "ordered"]
    for source, expected in [
        (InForce(), ACTIVITY.in_force),
        (LevelOf("cpi", 0), ACTIVITY.levels["cpi"]),
        (DueOf(("price",)), DUE["price"]),
        (DueOf(("work", "price")), DUE["work"] + DUE["price"]),
        (DueOf(("price", "work", "tools")), DUE["price"] + DUE["work"] + DUE["tools"]),
        (DueOf(()), np.zeros(SHAPE)),
        (QuantityOf(("catheter",), "accepted"), quantities["catheter", "accepted"]),
        (QuantityOf(("catheter", "stent"), "ordered"), both),
        (QuantityOf(("catheter", "stent"), "accepted"), quantities["catheter", "accepted"]),
        (QuantityOf(("stent",), "accepted"), np.zeros(SHAPE)),
    ]:
        assert (lanes.read(source, ACTIVITY, DUE) == expected).all()
    assert (DUE["price"] == numbered(4_000)).all()  # a sum is not written into what it adds up


def test_what_is_read_late_begins_with_nothing_and_a_level_with_its_first_value():
    late = lanes.read(QuantityOf(("catheter",), "accepted", 2), ACTIVITY, DUE)
    assert (late[:, :2] == 0).all()
    assert (late[:, 2:] == numbered(0)[:, :1]).all()
    level = lanes.read(LevelOf("cpi", 1), ACTIVITY, DUE)
    assert (level[:, :1] == numbered(2_000)[:, :1]).all()
    assert (level[:, 1:] == numbered(2_000)[:, :2]).all()
    assert (lanes.read(DueOf(("price",), 1), ACTIVITY, DUE)[:, :1] == 0).all()


def test_the_terms_of_every_input_draw_are_rows_of_one_table():
    planned = plan(agreement(PRICE))
    line = planned.lines[0]
    alone = lanes.lane(line)
    assert alone.table.shape == (1, 24, 1)
    dearer = [terms._replace(**{terms._fields[0]: terms[0] * 2}) for terms in line.terms]
    ranged = lanes.lane(line, [line.terms, dearer], [0] * 24)
    assert ranged.table[:, :, 0].tolist() == [[20.0] * 24, [40.0] * 24]
    assert ranged.line is line
    assert (ranged.opens.tolist(), ranged.closes.tolist()) == (
        [w.opens for w in line.windows],
        [w.closes for w in line.windows],
    )
    pieces = lanes.Activity({ACCEPTED: np.ones((2, 24, lanes.LANES))}, {}, np.ones((2, 24, lanes.LANES)))
    of_second_first = lanes.charge([ranged], pieces, np.array([1, 0]))["price"]
    assert (of_second_first[:, -1] == np.array([[960.0], [480.0]])).all()
    # A line without ranges has one row for all of them
    assert (lanes.charge([alone], pieces, np.array([1, 0]))["price"][:, -1] == 480.0).all()


def test_a_line_that_is_priced_by_order_opens_and_closes_with_each():
    by_order = plan(agreement(TIERS | {"window": "order"})).lines[0]
    made = lanes.lane(by_order)
    assert by_order.by_order
    assert (made.opens.tolist(), made.closes.tolist()) == ([1] * 24, [1] * 24)


UNLIKE = [10, 20, 0, 400, 30, 7, 0, 2_000, 90, 1, 3, 500, 11, 0, 0, 800, 60, 2, 5, 40, 1_000, 9, 8, 700]
HOURS = [1, 0, 5, 2, 0, 0, 7, 3, 1, 1, 4, 2, 9, 0, 6, 1, 0, 2, 8, 1, 0, 3, 2, 5]
LATER = {"id": "extra", "kind": "unit", "service": "engineering", "measure": "worked", "price": "7 USD/hour"}
INDEXED = {
    "id": "indexed", "kind": "indexation", "on": ["price"], "index": "cpi", "base": "300", "weight": "60 %",
    "lag_periods": "2", "threshold": "0 %", "past_threshold": "whole_move",
}  # fmt: skip
COURSES = [
    [amendment("2027-03-01", PRICE | {"price": "18 USD/piece"})],
    [amendment("2027-04-01", MINIMUM | {"counts": ["price", "work"]})],
    [
        amendment("2027-02-01", MINIMUM | {"counts": ["work"]}),
        amendment("2027-09-01", MINIMUM | {"counts": ["price"]}, number="2"),
    ],
    [amendment("2027-04-01", LATER), amendment("2028-02-01", LATER | {"price": "9 USD/hour"}, number="2")],
    [amendment("2027-04-01", LATER), amendment("2028-02-01", ends=["extra"], number="2")],
    [amendment("2027-06-01", ends=["minimum"])],
    [amendment("2027-06-01", INDEXED | {"lag_periods": "1"})],
    [amendment("2027-06-01", WORK | {"measure": "ordered"})],
    [amendment("2027-09-01", LATER)],  # as many periods as there are lanes
]


@pytest.mark.parametrize("course", COURSES)
def test_a_line_that_was_amended_charges_in_lanes_what_it_charges_exactly(course):
    terms = amended([PRICE, WORK, MINIMUM, INDEXED], *course)
    planned = plan(terms)
    levels = {"cpi": [str(300 + 3 * i) for i in range(24)]}
    activity = happened(planned, {ACCEPTED: UNLIKE, WORKED: HOURS}, levels)
    wide = in_lanes(terms, activity)
    for line in exact.fold(planned, activity):
        assert wide[line.line.name] == pytest.approx([float(due) for due in line.due], rel=1e-12, abs=1e-9)


def wide(*values):
    """One number per period, alike in every lane."""
    return np.repeat(np.array(values, dtype=np.float64)[None, :, None], lanes.LANES, axis=2)


PRICED = DueOf(("price",))
PIECES = QuantityOf(("catheter",), "accepted")


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        # Of 20, 60, 140, 300 since the start it counts 40, 120, 280 from the second month on, and no more after its end
        (PRICED, PRICED._replace(lag=1), [40, 120, 120, 280, 280]),
        (PRICED._replace(lag=1), PRICED._replace(lag=2), [0, 40, 40, 120, 280]),
        (PRICED._replace(lag=1), DueOf(("work",), 1), [0, 40, 120, 120, 120]),
        (PRICED._replace(lag=1, gates=True), PRICED._replace(gates=True), [0, 60, 300, 300, 300]),
        (PIECES._replace(lag=1), PIECES._replace(lag=2), [0, 2, 2, 4, 8]),
        (PIECES, PIECES._replace(lag=1), [2, 4, 4, 8, 0]),
    ],
)
def test_a_line_that_was_added_and_amended_reads_as_its_version_says(first, then, expected):
    line = plan(agreement(PRICE)).lines[0]
    versions = tuple(Version(at, line.versions[0].clause, (source,)) for at, source in ((1, first), (3, then)))
    line = line._replace(versions=versions, windows=line.windows[:5], until=4)
    happens = lanes.Activity({ACCEPTED: wide(1, 2, 4, 8, 16, 32)}, {}, wide(1, 1, 1, 1, 1, 1))
    due = {"price": wide(20, 60, 140, 300, 620, 1260), "work": wide(75, 75, 200, 200, 200, 200)}
    assert (lanes.stitched(line, 0, happens, due) == wide(*expected)).all()


def test_what_is_late_begins_with_nothing_from_the_first_period_on():
    line = plan(agreement(PRICE)).lines[0]
    late = PIECES._replace(lag=1)
    line = line._replace(versions=(Version(0, line.versions[0].clause, (late,)),), windows=line.windows[:3], until=3)
    happens = lanes.Activity({ACCEPTED: wide(5, 6, 7)}, {}, wide(1, 1, 1))
    assert (lanes.stitched(line, 0, happens, {}) == wide(0, 5, 6)).all()


def test_after_its_end_a_charge_stays_and_a_gate_holds_no_longer():
    line = plan(agreement(PRICE)).lines[0]
    line = line._replace(versions=(line.versions[0]._replace(first=1),), windows=line.windows[:2], until=3)
    part, closed = wide(4, 5), wide(4, 6)
    assert (lanes.spread(line, part, closed, 5) == wide(0, 4, 5, 6, 6)).all()
    gate = line._replace(kind=replace(line.kind, effect="gate"))
    assert (lanes.spread(gate, part, closed, 5) == wide(0, 4, 5, 0, 0)).all()
