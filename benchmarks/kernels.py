"""Every clause kind alone: the kernel of its lanes by layout and width of its tables, against a copy in the same run.

The clauses are those of examples/agreements/good, which hold every kind. A table is padded to 4, 8 or 16 rows, and each
width is a kernel of its own: the widths that an example does not show are made by repeating its last four rows. A step
has no branch that its numbers decide, so what they are does not matter here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measured import Work, least, machine
from suture.engine.clauses.kind import InForce, LevelOf, Source
from suture.engine.rating.lanes import LANES, Floats, Lane, Layout, lane, layout_of
from suture.engine.rating.plan import Line, plan
from suture.engine.terms.ranges import likely
from suture.engine.terms.reading import read_agreement
from suture.files.kernels import use_kernel_cache

GOOD = Path(__file__).parent.parent / "examples/agreements/good"
QUADS = (1, 2, 4)
"""Fours of a table of 4, 8 and 16 rows."""
CELLS = 16_384
ROUNDS, IN_A_ROW = 40, 10
"""Every kernel runs so often in a row: by then its numbers are in the cache, from which the others have pushed them."""


def lines() -> dict[str, Line]:
    """A line of every kind in every layout of its numbers, by what it is called in the list."""
    found: dict[tuple[str, Layout], Line] = {}
    for path in sorted(GOOD.glob("*.yaml")):
        if not path.name.endswith(".expected.yaml"):
            for line in plan(likely(read_agreement(path.read_text(encoding="utf-8")))).lines:
                for each in widths(line):
                    found.setdefault((each.kind.name, layout_of(each.terms[0])), each)
    named: dict[str, Line] = {}
    for (kind, _), line in sorted(found.items(), key=lambda each: (each[0][0], rows(each[1]), repr(each[0][1]))):
        name = f"{kind}, {rows(line)} rows" if rows(line) else kind
        name = f"{name}, without fees" if () in line.terms[0] else name
        same = sum(each.partition(" #")[0] == name for each in named)
        named[f"{name} #{same + 1}" if same else name] = line
    return named


def rows(line: Line) -> int:
    """The rows of the widest table of a line; 0 where it has none."""
    return max((4 * len(part) for part in line.terms[0] if is_table(part)), default=0)


def is_table(part: Any) -> bool:
    """Whether a part of the numbers is a table in fours."""
    return isinstance(part, tuple) and bool(part) and isinstance(part[0], tuple)


def widths(line: Line) -> Iterator[Line]:
    """The line as it is, and with its widest tables wider."""
    yield line
    now = rows(line) // 4
    for quads in QUADS:
        if 0 < now < quads:
            yield line._replace(terms=tuple(widened(terms, now, quads) for terms in line.terms))


def widened(terms: Any, now: int, quads: int) -> Any:
    """The numbers of a period with ``quads`` fours in each table that had ``now``."""
    wide = ((*part, *[part[-1]] * (quads - now)) if is_table(part) and len(part) == now else part for part in terms)
    return type(terms)(*wide)


def facts(source: Source, blocks: int, periods: int) -> Floats:
    """Whole units of a period; a level near 100; in force throughout."""
    if isinstance(source, InForce):
        return np.ones((blocks, periods, LANES))
    noise = np.random.default_rng(1).integers(0, 2000, (blocks, periods, LANES)).astype(np.float64)
    return 90 + noise / 100 if isinstance(source, LevelOf) else noise


def called(each: Lane, blocks: int) -> Work:
    """One call of a kernel over a chunk that fits the cache, its facts at hand."""
    periods = len(each.line.windows)
    read = [facts(source, blocks, periods) for source in each.line.versions[0].reads]
    draw, out = np.zeros(blocks, np.int64), np.empty((blocks, periods, LANES))
    return lambda: each.fold(each.table, draw, each.opens, each.closes, *read, out)


def in_a_row(work: Work) -> Work:
    """A work several times."""
    return lambda: [work() for _ in range(IN_A_ROW)]


def main() -> None:
    use_kernel_cache()
    print(machine())
    found = lines()
    blocks = {name: CELLS // LANES // len(line.windows) for name, line in found.items()}
    cells = {name: blocks[name] * len(line.windows) * LANES for name, line in found.items()}
    source = np.random.default_rng(1).random(CELLS)
    target = np.empty_like(source)
    works: dict[str, Work] = {"copy": in_a_row(lambda: np.copyto(target, source))}
    works |= {name: in_a_row(called(lane(line), blocks[name])) for name, line in found.items()}
    times = {name: took / IN_A_ROW for name, took in least(works, ROUNDS).items()}
    copied = times.pop("copy") / CELLS * 1e9
    print(f"{len(found)} kernels of {len({line.kind.name for line in found.values()})} kinds, one core, in the cache")
    print(f"{'a cell is a month of a scenario':36} {'facts':>5} {'ns a cell':>9} {'copies':>7}")
    print(f"{'copy':36} {1:>5} {copied:9.2f} {1:7.1f}")
    for name, took in times.items():
        each = took / cells[name] * 1e9
        print(f"{name:36} {len(found[name].kind.facts._fields):>5} {each:9.2f} {each / copied:7.1f}")
    print(machine())


if __name__ == "__main__":
    main()
