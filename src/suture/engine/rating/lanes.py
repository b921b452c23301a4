"""Lanes: a step compiled once per kind, folding sixteen scenarios side by side over float64.

The step is the very function that the exact fold calls. Here it is copied with its callees into compiled form and set
inside a loop over blocks, periods and lanes. Arrays are ``(block, period, 16)``, C order. Per period the terms are one
row of a table, so dated values cost nothing, and per block the row set is the input draw, so ranges cost nothing.

Three traps are met here (DECISIONS.md has the figures): the loop is source text compiled under the clause's own file,
because a closure over a compiled step never hits the disk cache; the cache folder must be named by the sources of the
engine (``suture.files.kernels``), because a cached caller does not see a changed callee; and no ``fastmath``, because
reassociating would make the bytes depend on the machine.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suture.engine.clauses.kind import DueOf, InForce, LevelOf, Source
from suture.engine.number import Window
from suture.engine.rating.plan import Line, flat

LANES = 16
Floats = NDArray[np.float64]
Shape = tuple[int, ...]  # per field of Terms: 0 for a number, else how many fours of tiers


@cache
def kernel(step: Callable[..., Any], terms: Any, state: Any, facts: Any, shape: Shape, kept: tuple[str, ...]) -> Any:
    """The compiled fold of one step.

    ``kernel(table, draw, opens, closes, *facts, *kept)``: table is (draws, periods, numbers); draw the table of each
    block; opens and closes per period; every fact and every kept field of the state an array (block, period, 16).
    Writes into the kept arrays. Releases the GIL.
    """
    from numba import njit  # 0.4 s to import; only a simulation needs it

    home = step.__globals__
    space = {"np": np, "Window": Window, "Terms": terms, "State": state, "Facts": facts, "step": compiled(step)}
    space["__name__"], space["__file__"] = home["__name__"], home["__file__"]
    name = kernel_name(step, shape, kept)
    exec(compile(source_of(name, terms, state, facts, shape, kept), home["__file__"], "exec"), space)
    return njit(nogil=True, error_model="numpy", cache=True)(space[name])


def kernel_name(step: Callable[..., Any], shape: Shape, kept: tuple[str, ...]) -> str:
    """The cache tells kernels apart by name and array types only, so the name says all else they differ in."""
    return "_".join(["lanes", step.__name__, *map(str, shape), *kept])


@cache
def compiled(function: Callable[..., Any]) -> Any:
    """A plain function of the engine, and every plain function it calls, as a compiled inlined one."""
    from numba import njit

    assert isinstance(function, FunctionType)
    space = dict(function.__globals__)
    for name in function.__code__.co_names:
        if isinstance(space.get(name), FunctionType):
            space[name] = compiled(space[name])
    copy = FunctionType(function.__code__, space, function.__name__, function.__defaults__)
    return njit(nogil=True, error_model="numpy", forceinline=True)(copy)


def source_of(name: str, terms: Any, state: Any, facts: Any, shape: Shape, kept: Sequence[str]) -> str:
    """The text of the loop around a step: fields spelled out, so that the compiler sees only scalars in lanes."""
    numbers: list[str] = []
    for fours in shape:
        at = sum(part.count("table[") for part in numbers)
        cells = [f"table[d, t, {at + i}]" for i in range(4 * fours or 1)]
        rows = ["(" + ", ".join(cells[i : i + 4]) + ")," for i in range(0, 4 * fours, 4)]
        numbers.append(f"({' '.join(rows)})" if fours else cells[0])
    fields = state._fields
    reads = [f"x_{field}" for field in facts._fields]
    lines = [
        f"def {name}(table, draw, opens, closes, {', '.join([*reads, *(f'o_{field}' for field in kept)])}):",
        f"    blocks, periods = o_{kept[0]}.shape[0], o_{kept[0]}.shape[1]",
        *(f"    s_{field} = np.zeros({LANES})" for field in fields),
        "    for b in range(blocks):",
        "        d = draw[b]",
        *(f"        s_{field}[:] = 0.0" for field in fields),
        "        for t in range(periods):",
        f"            p = Terms({', '.join(numbers)})",
        "            w = Window(opens[t], closes[t])",
        f"            for l in range({LANES}):",
        f"                before = State({', '.join(f's_{field}[l]' for field in fields)})",
        f"                after = step(p, w, before, Facts({', '.join(f'{fact}[b, t, l]' for fact in reads)}))",
        *(f"                s_{field}[l] = after.{field}" for field in fields),
        *(f"                o_{field}[b, t, l] = after.{field}" for field in kept),
    ]
    return "\n".join(lines) + "\n"


def shape_of(terms: Any) -> Shape:
    """The shape of a Terms value: which of its fields are tier tables, and how long."""
    return tuple(len(value) if isinstance(value, tuple) else 0 for value in terms)


class Activity(NamedTuple):
    """What happens in a chunk of scenarios: every array (block, period, 16), quantities in steps.

    ``quantities`` by (service, measure); ``levels`` by index; ``in_force`` 1 while the agreement holds.
    """

    quantities: Mapping[tuple[str, str], Floats]
    levels: Mapping[str, Floats]
    in_force: Floats


class Lane(NamedTuple):
    """A line ready for lanes: its numbers as a table (draws, periods, numbers), one row set or one per input draw."""

    line: Line
    table: Floats
    shape: Shape
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]


def lane(lines: Sequence[Line]) -> Lane:
    """One clause as a lane, from its line under every input draw (or from the one line that holds under all)."""
    first = lines[0]
    rows = {id(terms): [float(number) for number in flat(terms)] for line in lines for terms in line.terms}
    table = np.array([[rows[id(terms)] for terms in line.terms] for line in lines], dtype=np.float64)
    alone = [1] * len(first.windows)
    return Lane(
        first,
        table,
        shape_of(first.terms[0]),
        np.array(alone if first.by_order else [w.opens for w in first.windows]),
        np.array(alone if first.by_order else [w.closes for w in first.windows]),
    )


def charge(lanes: Sequence[Lane], activity: Activity, draw: NDArray[np.int64]) -> dict[str, Floats]:
    """What every line of an agreement has charged since its start, by clause; ``draw`` is the input draw of each block.

    In a simulation the orders of a period are one order.
    """
    due: dict[str, Floats] = {}
    for each in lanes:
        kind = each.line.kind
        facts = [read(source, activity, due) for source in each.line.reads]
        out = np.empty_like(activity.in_force)
        fold = kernel(kind.step, kind.terms, kind.state, kind.facts, each.shape, ("due",))
        rows = draw if len(each.table) > 1 else np.zeros_like(draw)
        fold(each.table, rows, each.opens, each.closes, *facts, out)
        due[each.line.name] = out
    return due


def read(source: Source, activity: Activity, due: Mapping[str, Floats]) -> Floats:
    """A source as one array."""
    if isinstance(source, InForce):
        return activity.in_force
    if isinstance(source, LevelOf):
        return lagged(activity.levels[source.series], source.lag, repeat_first=True)
    if isinstance(source, DueOf):
        parts = [due[name] for name in source.clauses]
    else:
        wanted = [(service, source.measure) for service in source.services]
        parts = [activity.quantities[key] for key in wanted if key in activity.quantities]
    if not parts:
        return np.zeros_like(activity.in_force)
    series = parts[0]
    for part in parts[1:]:
        series = series + part
    return lagged(series, source.lag, repeat_first=False)


def lagged(series: Floats, lag: int, *, repeat_first: bool) -> Floats:
    """The series ``lag`` periods later; before it begins stands its first value, or nothing."""
    if not lag:
        return series
    late = np.empty_like(series)
    late[:, lag:] = series[:, :-lag]
    late[:, :lag] = series[:, :1] if repeat_first else 0.0
    return late
