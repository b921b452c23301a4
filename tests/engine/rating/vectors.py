"""Whether the loop over lanes of a kernel works on several lanes at once, read off the compiler's own output.

The compiler makes of one loop a wide one (over vectors of doubles) and a narrow one for the lanes that are left over.
Where it cannot make the wide one, it says nothing and leaves the narrow one alone, several times as slow. So every
narrow loop that calculates must come after a wide one in the same turn of the loop around both. Nor may a wide loop
hold what is written for vectors but that no vector instruction does, such as a remainder or an int of 64 bits.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from numba import types

from suture.engine.rating import lanes
from suture.engine.rating.plan import Line

LABEL = re.compile(r'"?([\w.\-$]+)"?:')
TARGET = re.compile(r'label %"?([\w.\-$]+)"?')
ENDS = re.compile(r"  (?:br|switch|invoke|indirectbr)\b")
FUNCTION = re.compile(r"^define [^\n]*\{\n(.*?)^\}", re.DOTALL | re.MULTILINE)
CALCULATES = re.compile(r"= (?:tail )?(?:fadd|fsub|fmul|fdiv|frem|fcmp)\b.*?(<\d+ x double>|double)")
SPLIT = re.compile(
    r"= (?:tail )?(?:frem <|fpto[su]i <\d+ x double>.* to <\d+ x i64>|[su]itofp <\d+ x i64>"
    r"|call [^@]*<\d+ x double> @(?!llvm\.(?:ceil|floor|trunc|fabs|m(?:in|ax)(?:num|imum)|fma|fmuladd|sqrt|masked)\.))"
)
"""What works on vectors on paper only: the processor does it lane by lane."""
Blocks = Mapping[str, list[str]]
Graph = Mapping[str, frozenset[str]]


class Loop(NamedTuple):
    """An innermost loop: its blocks; how often it calculates with vectors, with single numbers, and on paper only."""

    blocks: frozenset[str]
    wide: int
    narrow: int
    split: int

    @property
    def is_wide(self) -> bool:
        """Single numbers in it are what does not change from lane to lane, at the most."""
        return self.wide > self.narrow


def left_narrow(machine_code: str) -> list[str]:
    """The loops that calculate with one lane at a time and have no wide one before them, and what is split in those."""
    found, wide = [], 0
    for function in FUNCTION.findall(machine_code):
        blocks = blocks_of(function)
        for graph, nodes in nests({name: targets(lines, blocks) for name, lines in blocks.items()}, frozenset(blocks)):
            loops = [told(each, blocks) for each in cycles(graph, nodes) if not nests_in(graph, each)]
            wide += sum(loop.is_wide for loop in loops)
            after = reached(graph, nodes, [name for loop in loops if loop.is_wide for name in loop.blocks])
            found += [
                f"{min(loop.blocks)}: {loop.narrow} of single numbers, {loop.split} split"
                for loop in loops
                if loop.split or (loop.narrow and not loop.is_wide and not loop.blocks <= after)
            ]
    return found if wide else [*found, "no loop calculates with vectors"]


def blocks_of(function: str) -> Blocks:
    """The lines of each block of a function."""
    blocks: dict[str, list[str]] = {}
    name = "entry"
    for line in function.splitlines():
        if label := LABEL.match(line):
            name = label[1]
        blocks.setdefault(name, []).append(line)
    return blocks


def targets(lines: list[str], blocks: Blocks) -> frozenset[str]:
    """The blocks that may follow a block."""
    at = next((i for i, line in enumerate(lines) if ENDS.match(line)), len(lines))
    return frozenset(TARGET.findall(" ".join(lines[at:]))) & blocks.keys()


def told(loop: frozenset[str], blocks: Blocks) -> Loop:
    """A loop with its calculations counted."""
    found = [match[1] for name in loop for line in blocks[name] if (match := CALCULATES.search(line))]
    split = sum(bool(SPLIT.search(line)) for name in loop for line in blocks[name])
    return Loop(loop, sum(each != "double" for each in found), found.count("double"), split)


def nests(graph: Graph, nodes: frozenset[str]) -> Iterator[tuple[Graph, frozenset[str]]]:
    """The function and every loop with loops in it, as one turn of it: without the way back to its first block."""
    yield graph, nodes
    for each in cycles(graph, nodes):
        if inner := nests_in(graph, each):
            yield from nests(inner, each)


def nests_in(graph: Graph, loop: frozenset[str]) -> Graph:
    """One turn of a loop, where there are loops in it; else nothing."""
    first = {name for name in loop if any(name in after for before, after in graph.items() if before not in loop)}
    turn = {name: after - first for name, after in graph.items()}
    return turn if cycles(turn, loop) else {}


def cycles(graph: Graph, nodes: frozenset[str]) -> list[frozenset[str]]:
    """The largest sets of blocks in which each can follow each (Tarjan 1972), without single blocks that do not."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[frozenset[str]] = []
    for root in sorted(nodes):
        if root in order:
            continue
        work = [(root, iter(sorted(graph[root] & nodes)))]
        order[root] = low[root] = len(order)
        stack.append(root)
        while work:
            name, following = work[-1]
            step = next((each for each in following if each not in order or each in stack), None)
            if step is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == order[name]:
                    part = frozenset(stack[stack.index(name) :])
                    del stack[stack.index(name) :]
                    if len(part) > 1 or name in graph[name]:
                        found.append(part)
            elif step in order:
                low[name] = min(low[name], order[step])
            else:
                order[step] = low[step] = len(order)
                stack.append(step)
                work.append((step, iter(sorted(graph[step] & nodes))))
    return found


def reached(graph: Graph, nodes: frozenset[str], start: list[str]) -> frozenset[str]:
    """All blocks that can come after some, and these."""
    seen, waiting = set(start), list(start)
    while waiting:
        for following in graph[waiting.pop()] & nodes - seen:
            seen.add(following)
            waiting.append(following)
    return frozenset(seen)


def machine_code(line: Line) -> str:
    """What the compiler makes of a line's kernel, compiled here and now: one that comes from disk has no text."""
    from numba import njit

    kind = line.kind
    layouts = lanes.layout_of(line.terms[0]), lanes.layout_of(kind.state(*kind.state._fields))
    fold = njit(nogil=True, error_model="numpy")(
        lanes.kernel(kind.step, *layouts, kind.facts, ("due",)).py_func,
    )
    cells, periods = types.Array(types.float64, 3, "C"), types.Array(types.int64, 1, "C")
    fold.compile((cells, periods, periods, periods, *[cells] * len(kind.facts._fields), cells))
    return str(fold.inspect_llvm(fold.signatures[0]))
