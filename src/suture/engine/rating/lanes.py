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
from decimal import Decimal
from dis import get_instructions
from functools import cache, reduce
from hashlib import sha256
from itertools import count, repeat, zip_longest
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suture.engine.clauses.kind import DueOf, InForce, LevelOf, QuantityOf, Source
from suture.engine.number import Window
from suture.engine.rating.plan import Line, flat

LANES = 16
FEW = 5
"""Fact and result arrays that a step may touch directly and still be vectorised."""
WHOLE = {"ceil": np.ceil, "floor": np.floor}
"""What stands for them in lanes: Python's answer ints, and no vector instruction makes floats of them (a package took
1.4 ns a cell instead of 0.6, a month 39 instead of 25)."""
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
        elif name in WHOLE:
            space[name] = WHOLE[name]
    copy = FunctionType(function.__code__, space, function.__name__, function.__defaults__)
    return njit(nogil=True, error_model="numpy", forceinline=True)(copy)


def source_of(name: str, terms: Layout, state: Layout, facts: Any, kept: Sequence[str]) -> str:
    """The text of the loop around a step: every number spelled out, so that the compiler sees only scalars in lanes.

    The state lies at fixed places of one scratch array. Over more than a few arrays the compiler would have to prove
    that none overlaps another, gives up, and works one lane at a time (91 ns a month instead of 35): then facts are
    copied in and results out by loops of their own. How many lanes there are is read off an array: a small step over a
    number that is known would be written out sixteen times, one lane at a time (0.8 ns a cell instead of 0.45).
    """
    leaves = list(paths(state))
    reads = [f"x_{field}" for field in facts._fields]
    outs = [f"o_{i}" for i in range(len(kept))]
    state_cells, fact_cells = [[f"m[{LANES * i} + l]" for i in at] for at in places(len(leaves), len(reads))]
    wide = "for l in range(lanes):"
    copied = len(reads) + len(outs) > FEW
    given = fact_cells if copied else [f"{fact}[b, t, l]" for fact in reads]
    lines = [
        f"def {name}(table, draw, opens, closes, {', '.join([*reads, *outs])}):",
        f"    blocks, periods, lanes = {outs[0]}.shape",
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


def wider(one: Layout, other: Layout) -> Layout:
    """A layout that has room for both: an amendment may bring a table with more tiers, or with none."""
    kind, parts = one
    shorter, longer = sorted((parts, other[1]), key=len)
    shared = (None if a is None or b is None else wider(a, b) for a, b in zip(shorter, longer, strict=False))
    return kind, (*shared, *longer[len(shorter) :])


def padded(value: Any, layout: Layout | None) -> Any:
    """A value in a wider layout: filled with zeros, as the tables of clauses are (``tiers.quads``)."""
    if layout is None:
        return value if value is not None else 0
    kind, parts = layout
    held = value if value is not None else ()
    filled = [padded(part, of) for part, of in zip_longest(held, parts)]
    return kind(*filled) if kind is not tuple else tuple(filled)


def spelled(layout: Layout, numbers: Iterator[str]) -> str:
    """A value of that layout as source text, its numbers taken in order."""
    kind, parts = layout
    words = ", ".join(next(numbers) if part is None else spelled(part, numbers) for part in parts)
    return f"{kind.__name__}({words})" if kind is not tuple else f"({words},)" if parts else "()"


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
    fold: Any  # the compiled fold of its kind
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]


def lane(line: Line, variants: Sequence[Sequence[Any]] = (), of_period: Sequence[int] = ()) -> Lane:
    """A line as a lane; ``variants`` are its terms by segment under every input draw, where they differ."""
    kind, layouts = line.kind, dict.fromkeys(map(layout_of, line.terms))
    widest = reduce(wider, layouts)

    def row(terms: Any) -> list[Decimal]:
        return flat(terms if len(layouts) == 1 else padded(terms, widest))

    if variants:
        by_segment = np.array([[row(terms) for terms in variant] for variant in variants], dtype=np.float64)
        table = np.ascontiguousarray(by_segment[:, list(of_period)])
    else:
        table = np.array([[row(terms) for terms in line.terms]], dtype=np.float64)
    alone = [1] * len(line.windows)
    return Lane(
        line,
        table,
        kernel(kind.step, widest, layout_of(kind.state(*kind.state._fields)), kind.facts, ("due",)),
        np.array(alone if line.by_order else [w.opens for w in line.windows]),
        np.array(alone if line.by_order else [w.closes for w in line.windows]),
    )


def charge(lanes: Sequence[Lane], activity: Activity, draw: NDArray[np.int64]) -> dict[str, Floats]:
    """What every line of an agreement has charged since its start, by clause; ``draw`` is the input draw of each block.

    In a simulation the orders of a period are one order. One array holds all lines: an array of each line's own is new
    memory from the system in every chunk, and took longer than the pricing.
    """
    out = np.empty((len(lanes), *activity.in_force.shape))
    alike = np.zeros_like(draw)
    due: dict[str, Floats] = {}
    for i, each in enumerate(lanes):
        line, numbers_of = each.line, draw if len(each.table) > 1 else alike
        if len(line.versions) == 1 and len(line.windows) == activity.in_force.shape[1] <= line.until:
            facts = [read(source, activity, due) for source in line.versions[0].reads]
            each.fold(each.table, numbers_of, each.opens, each.closes, *facts, out[i])
        else:
            facts = [stitched(line, field, activity, due) for field in range(len(line.kind.facts._fields))]
            part, closed = np.empty_like(facts[0]), np.empty_like(facts[0])
            each.fold(each.table, numbers_of, each.opens, each.closes, *facts, part)
            each.fold(each.table, numbers_of, each.opens, closing(each.closes), *facts, closed)
            out[i] = spread(line, part, closed, activity.in_force.shape[1])
        due[line.name] = out[i]
        if line.kind.governs:
            activity = activity._replace(in_force=governed(line, activity.in_force, out[i]))
    return due


def governed(line: Line, in_force: Floats, level: Floats) -> Floats:
    """What is left of being in force where a gate governs it (``exact.governed``)."""
    stands = slice(line.first, line.end)
    left = in_force.copy()
    left[:, stands] = np.where(level[:, stands] > 0, in_force[:, stands], 0.0)
    return left


def stitched(line: Line, field: int, activity: Activity, due: Mapping[str, Floats]) -> Floats:
    """One field of the facts of a line that was amended, for the periods in which it counts (``exact.stitched``)."""
    first, until, parts = line.first, line.until, []
    counted = np.zeros_like(activity.in_force)
    for version, span in line.spans():
        source = version.reads[field]
        if not isinstance(source, DueOf | QuantityOf):
            parts.append(read(source, activity, due)[:, span.start : span.stop])
            continue
        plain = read(source._replace(lag=0), activity, due)
        since = np.zeros_like(plain)
        since[:, first:until] = plain[:, first:until]
        if isinstance(source, DueOf):
            since[:, until:] = plain[:, until - 1 : until]
        if isinstance(source, QuantityOf) or source.gates:
            parts.append(lagged(since, source.lag, repeat_first=False)[:, span.start : span.stop])
            continue
        if first:
            since[:, first:] -= plain[:, first - 1 : first]
        before = since[:, span.start - 1 : span.start] if span.start > first else 0.0
        so_far = counted[:, span.start - 1 : span.start] if span.start > first else 0.0
        counted[:, span.start :] = since[:, span.start :] - before + so_far
        parts.append(lagged(counted, source.lag, repeat_first=False)[:, span.start : span.stop])
    return np.ascontiguousarray(np.concatenate(parts, axis=1))


def closing(closes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same windows with the last one closed (``exact.closed``)."""
    return np.append(closes[:-1], 1)


def spread(line: Line, part: Floats, closed: Floats, periods: int) -> Floats:
    """What a line has charged, over all periods: nothing before it stands, and after its end what closed it."""
    whole = np.zeros((part.shape[0], periods, part.shape[2]))
    whole[:, line.first : line.end] = part
    if line.kind.effect != "gate":
        whole[:, line.end :] = closed[:, -1:]
    return whole


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
    series = parts[0] if len(parts) == 1 else parts[0] + parts[1]
    for part in parts[2:]:
        series += part
    return lagged(series, source.lag, repeat_first=False)


def lagged(series: Floats, lag: int, *, repeat_first: bool) -> Floats:
    """The series ``lag`` periods later; before it begins stands its first value, or nothing."""
    if not lag:
        return series
    late = np.empty_like(series)
    late[:, lag:] = series[:, :-lag]
    late[:, :lag] = series[:, :1] if repeat_first else 0.0
    return late
