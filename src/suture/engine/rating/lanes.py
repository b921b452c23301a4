"""Lanes: a step compiled once per kind, folding sixteen scenarios side by side over float64.

The step is the very function that the exact fold calls. Here it is copied with its callees into compiled form and set
inside a loop over blocks, periods and lanes. Arrays are ``(block, period, 16)``, C order. Per period the terms are one
row of a table, so dated values cost nothing, and per block the row set is the input draw, so ranges cost nothing.

Three traps are met here (DECISIONS.md has the figures): the loop is source text compiled under the clause's own file,
because a closure over a compiled step never hits the disk cache; the cache folder must be named by the sources of the
engine (``suture.files.kernels``), because a cached caller does not see a changed callee; and no ``fastmath``, because
reassociating would make the bytes depend on the machine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dis import get_instructions
from functools import cache
from hashlib import sha256
from itertools import chain, count, repeat
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suture.engine.clauses.kind import DueOf, InForce, LevelOf, Source
from suture.engine.number import Window
from suture.engine.rating.plan import Line, flat

LANES = 16
FEW = 5
"""Fact and result arrays that a step may touch directly and still be vectorised."""
Floats = NDArray[np.float64]
Layout = tuple[type, "tuple[Layout | None, ...]"]
"""How a value is built of numbers: its tuple type and its parts; a part that is a number is None."""


@cache
def kernel(step: Callable[..., Any], terms: Layout, state: Layout, facts: Any, kept: tuple[str, ...]) -> Any:
    """The compiled fold of one step.

    ``kernel(table, draw, opens, closes, *facts, *kept)``: table is (draws, periods, numbers); draw the table of each
    block; opens and closes per period; every fact and every kept number of the state an array (block, period, 16).
    ``kept`` are fields of the state, dotted where they are nested. Writes into the kept arrays. Releases the GIL.
    """
    home = step.__globals__
    space = {"np": np, "Window": Window, "Facts": facts, "step": compiled(step)}
    space |= {each.__name__: each for layout in (terms, state) for each in types_in(layout)}
    space["__name__"], space["__file__"] = home["__name__"], home["__file__"]
    name = kernel_name(step, terms, state, kept)
    exec(compile(source_of(name, terms, state, facts, kept), home["__file__"], "exec"), space)
    return machine_code(space[name])


@cache
def machine_code(function: Callable[..., Any]) -> Any:
    """A loop as machine code that releases the GIL.

    It is kept on disk only where a folder was named for it (``suture.files.kernels``): in any other folder it would
    outlive a change of what it calls and answer the old number.
    """
    from numba import config, njit  # 0.4 s to import; only a simulation needs it

    named = bool(config.CACHE_DIR)  # type: ignore[attr-defined]  # numba sets its settings by name
    try:
        return njit(nogil=True, error_model="numpy", cache=named)(function)
    except RuntimeError:  # that folder may no longer be written: compiled anew, with the same answer
        return njit(nogil=True, error_model="numpy")(function)


def kernel_name(step: Callable[..., Any], terms: Layout, state: Layout, kept: tuple[str, ...]) -> str:
    """The cache tells kernels apart by name and array types only, so the name says all else they differ in."""
    rest = sha256("|".join([spelled(terms, repeat("")), spelled(state, repeat("")), *kept]).encode()).hexdigest()
    return f"lanes_{step.__name__}_{rest[:12]}"


@cache
def compiled(function: Callable[..., Any]) -> Any:
    """A plain function of the engine, and every plain function it calls, as a compiled inlined one."""
    from numba import njit

    assert isinstance(function, FunctionType)
    space = dict(function.__globals__)
    called = {each.argval for each in get_instructions(function) if each.opname == "LOAD_GLOBAL"}
    for name in called:
        if isinstance(space.get(name), FunctionType):
            space[name] = compiled(space[name])
    copy = FunctionType(function.__code__, space, function.__name__, function.__defaults__)
    return njit(nogil=True, error_model="numpy", forceinline=True)(copy)


def source_of(name: str, terms: Layout, state: Layout, facts: Any, kept: Sequence[str]) -> str:
    """The text of the loop around a step: every number spelled out, so that the compiler sees only scalars in lanes.

    The state lies at fixed places of one scratch array. Over more than a few arrays the compiler would have to prove
    that none overlaps another, gives up, and works one lane at a time (91 ns a month instead of 35): then facts are
    copied in and results out by loops of their own.
    """
    leaves = list(paths(state))
    reads = [f"x_{field}" for field in facts._fields]
    outs = [f"o_{i}" for i in range(len(kept))]
    state_cells, fact_cells = [[f"m[{LANES * i} + l]" for i in at] for at in places(len(leaves), len(reads))]
    wide = f"for l in range({LANES}):"
    copied = len(reads) + len(outs) > FEW
    given = fact_cells if copied else [f"{fact}[b, t, l]" for fact in reads]
    lines = [
        f"def {name}(table, draw, opens, closes, {', '.join([*reads, *outs])}):",
        f"    blocks, periods = {outs[0]}.shape[0], {outs[0]}.shape[1]",
        f"    m = np.zeros({LANES * (len(leaves) + len(reads))})",
        "    for b in range(blocks):",
        "        d = draw[b]",
        f"        m[:{LANES * len(leaves)}] = 0.0",
        "        for t in range(periods):",
        f"            p = {spelled(terms, (f'table[d, t, {i}]' for i in count()))}",
        "            w = Window(opens[t], closes[t])",
        *(
            f"            {wide} {into} = {fact}[b, t, l]"
            for into, fact in zip(fact_cells, reads, strict=True)
            if copied
        ),
        f"            {wide}",
        f"                before = {spelled(state, iter(state_cells))}",
        f"                after = step(p, w, before, Facts({', '.join(given)}))",
        *(f"                {into} = after{path}" for into, path in zip(state_cells, leaves, strict=True)),
        *(
            f"                {out}[b, t, l] = after.{field}"
            for out, field in zip(outs, kept, strict=True)
            if not copied
        ),
        *(
            f"            {wide} {out}[b, t, l] = {state_cells[leaves.index('.' + field)]}"
            for out, field in zip(outs, kept, strict=True)
            if copied
        ),
    ]
    return "\n".join(lines) + "\n"


def places(states: int, facts: int) -> tuple[range, range]:
    """Where the state's numbers and then the facts lie in the scratch array, in lanes."""
    return range(states), range(states, states + facts)


def layout_of(value: Any) -> Layout:
    """The layout of a Terms or State value, taken from one such value."""
    return type(value), tuple(layout_of(part) if isinstance(part, tuple) else None for part in value)


def spelled(layout: Layout, numbers: Iterator[str]) -> str:
    """A value of that layout as source text, its numbers taken in order."""
    kind, parts = layout
    words = ", ".join(next(numbers) if part is None else spelled(part, numbers) for part in parts)
    return f"({words},)" if kind is tuple else f"{kind.__name__}({words})"


def paths(layout: Layout) -> Iterator[str]:
    """How each number of a value is reached: ``.stock``, ``.north.pipe[3]``."""
    kind, parts = layout
    for i, part in enumerate(parts):
        path = f"[{i}]" if kind is tuple else f".{kind._fields[i]}"  # type: ignore[attr-defined]  # a NamedTuple
        if part is None:
            yield path
        else:
            yield from (path + rest for rest in paths(part))


def types_in(layout: Layout) -> Iterator[type]:
    """The named tuples of a layout."""
    kind, parts = layout
    if kind is not tuple:
        yield kind
    for part in parts:
        if part is not None:
            yield from types_in(part)


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
    layout: Layout
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]


def lane(line: Line, variants: Sequence[Sequence[Any]] = ()) -> Lane:
    """A line as a lane; ``variants`` are its terms by period under every input draw, where they differ."""
    by_draw = variants or [line.terms]
    distinct = {id(terms): terms for terms in chain.from_iterable(by_draw)}
    rows = {key: [float(number) for number in flat(terms)] for key, terms in distinct.items()}
    table = np.array([[rows[id(terms)] for terms in terms_of] for terms_of in by_draw], dtype=np.float64)
    alone = [1] * len(line.windows)
    return Lane(
        line,
        table,
        layout_of(line.terms[0]),
        np.array(alone if line.by_order else [w.opens for w in line.windows]),
        np.array(alone if line.by_order else [w.closes for w in line.windows]),
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
        fold = kernel(kind.step, each.layout, layout_of(kind.state(*kind.state._fields)), kind.facts, ("due",))
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
