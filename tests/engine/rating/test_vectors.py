"""No kind falls off the vector path: every kernel works on several lanes at once."""

from dataclasses import replace
from math import ceil

import pytest

from benchmarks.kernels import lines
from suture.engine.clauses import KINDS
from suture.engine.clauses.unit import State
from tests.engine.rating.vectors import left_narrow, machine_code

LINES = lines()
EVERY_TIME = {
    "unit",
    "package",
    "take_or_pay",
    "graduated, 4 rows",
    "graduated, 16 rows",
    "volume, 8 rows",
    "block_tiers, 4 rows",
}
"""A kernel takes a second or more to compile; the others are tried by `make soak`."""


@pytest.mark.parametrize(
    "name",
    [name if name in EVERY_TIME else pytest.param(name, marks=pytest.mark.soak) for name in LINES],
)
def test_every_kind_works_on_several_lanes_at_once(name):
    assert left_narrow(machine_code(LINES[name])) == []


def test_all_kinds_are_looked_at():
    assert LINES.keys() >= EVERY_TIME
    assert {line.kind.name for line in LINES.values()} == KINDS.keys()


def in_whole_boxes(p, w, s, x):
    """A remainder: no vector instruction divides so."""
    return State(s.due + ceil(x.taken / 10) % 7 * p.price)


def by_search(p, w, s, x):
    """A loop that ends where it has found something."""
    size = p.price
    while size < x.taken:
        size = size + size
    return State(s.due + size)


@pytest.mark.parametrize("step", [by_search, in_whole_boxes])
def test_a_step_that_goes_lane_by_lane_is_seen(step):
    line = LINES["unit"]
    assert left_narrow(machine_code(line._replace(kind=replace(line.kind, step=step)))) != []
