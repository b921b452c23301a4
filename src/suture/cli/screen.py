"""What the commands print: one JSON object or plain words on stdout, faults on stderr, all as wide as the page.

The page is the terminal, or what the variable COLUMNS says, but at most 100 columns. Where neither is known, in a file
or a pipe, sentences and tables are made for 100 and a fault stays on its lines, so that it can be searched for.
"""

import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final

from rich.cells import cell_len, chop_cells

from suture.cli import FAULTS
from suture.cli.language import plainly, spoken, words
from suture.cli.wrapping import least_of, wrapped
from suture.engine.fault import Fault
from suture.engine.text import Text
from suture.files.statements import faults_as_data, said

WIDTH: Final = 100
LEAST: Final = 20
"""Columns below which nothing is made narrower."""
MOST_FAULTS: Final = 50
"""Shown on a screen; --json has all."""
GAP: Final = 3
"""Columns between those of a table."""
MORE: Final = Text("faults.more", "… and {n} more; --json lists them.", "……另有 {n} 处；用 --json 可列出。")
ONE_FAULT: Final = Text("faults.one", "1 fault", "共 1 处问题")
MANY_FAULTS: Final = Text("faults.many", "{n} faults", "共 {n} 处问题")
TOGETHER: Final = "\xa0"
"""A space at which no line is broken."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def page() -> int:
    """The columns of the page where they are known, else 0."""
    return shutil.get_terminal_size(fallback=(0, 0)).columns


def width() -> int:
    """The columns to fill."""
    return min(WIDTH, max(LEAST, page() or WIDTH))


def printed(text: str, stream: IO[str] | None = None) -> None:
    """The text on a line of its own; what would steer the terminal is shown instead of sent."""
    shown = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text).replace(TOGETHER, " ")
    print(shown, file=stream or sys.stdout)


def told(text: object, *, first: str = "", rest: str = "", stream: IO[str] | None = None) -> None:
    """A sentence on as many lines as it needs; ``first`` and ``rest`` stand before them."""
    for line in wrapped(words(text), width(), first, rest):
        printed(line, stream)


def noted(text: object, *, first: str = "", rest: str = "", stream: IO[str] | None = None) -> None:
    """A sentence that others may search for: on one line, unless there is a page that it must fit."""
    if page():
        told(text, first=first, rest=rest, stream=stream)
    else:
        printed(first + plainly(text), stream)


def print_json(data: Mapping[str, Any]) -> None:
    """One object and nothing else."""
    print(said(data))


def refuse(faults: Sequence[Fault], *, as_json: bool = False) -> int:
    """Prints the faults and returns their exit code."""
    if as_json:
        print_json(faults_as_data(faults))
    print_faults(faults)
    return FAULTS


def print_faults(faults: Sequence[Fault]) -> None:
    """Faults on stderr, and how many there are."""
    listed = [fault for fault in faults if fault.stands_for == 1]
    for fault in [*listed[:MOST_FAULTS], *(fault for fault in faults if fault.stands_for > 1)]:
        wrong, remedy = fault.said(spoken())
        noted(wrong, rest="  ", stream=sys.stderr)
        noted(remedy, first="    ", rest="    ", stream=sys.stderr)
    if len(listed) > MOST_FAULTS:
        told(MORE(n=len(listed) - MOST_FAULTS), stream=sys.stderr)
    count = sum(fault.stands_for for fault in faults)
    printed(plainly(ONE_FAULT() if count == 1 else MANY_FAULTS(n=count)), sys.stderr)


def print_table(columns: Sequence[tuple[object, bool]], rows: Iterable[Sequence[object]]) -> None:
    """A table as wide as the page; ``columns`` are names and whether they hold numbers, which stand right.

    Where the page is too narrow for it, every row is told line by line.
    """
    heads = [(words(name), is_number) for name, is_number in columns]
    held = [[_CONTROL.sub("·", words(cell)) for cell in row] for row in rows]
    needed = [least(name, [row[at] for row in held], whole) for at, (name, whole) in enumerate(heads)]
    if sum(needed) + GAP * (len(heads) - 1) <= width():
        print_columns(heads, held)
    else:
        print_entries(heads, held)


def least(name: str, cells: Sequence[str], is_number: bool) -> int:
    """The columns that a column of a table cannot do without: its longest line of numbers, or its longest word."""
    lines = [line for text in (name, *cells) for line in text.splitlines()]
    if is_number:
        return max((cell_len(line) for line in lines), default=0)
    return max((least_of(line) for line in lines), default=0)


def print_columns(columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> None:
    """A table with its columns side by side."""
    from rich import box
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text as Line

    class Words:
        """The lines of a cell, each wrapped with its indent."""

        def __init__(self, text: str) -> None:
            self.lines = text.splitlines()

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            for line in self.lines:
                before = " " * indent(line)
                for each in wrapped(line.lstrip(), options.max_width, before, before):
                    yield from map(Line, chop_cells(each, options.max_width))

        def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
            longest = max(map(cell_len, self.lines), default=0)
            return Measurement(min(longest, max(map(least_of, self.lines), default=0)), longest)

    def cell(text: str, is_number: bool) -> RenderableType:
        return Line(text) if is_number else Words(text)

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False, width=width())
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for name, is_number in columns:
        table.add_column(name, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    for row in rows:
        table.add_row(*(cell(text, is_number) for text, (_, is_number) in zip(row, columns, strict=True)))
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        print(line.rstrip())


def print_entries(columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> None:
    """A table row by row: the first cell, and under it the others by the names of their columns."""
    for at, row in enumerate(rows):
        if at:
            printed("")
        for line in row[0].splitlines():
            told(line.lstrip(), first=" " * indent(line), rest=" " * (indent(line) + 2))
        for (name, is_number), cell in zip(columns[1:], row[1:], strict=True):
            for more, line in enumerate([cell.replace("\n", "; ")] if is_number else cell.splitlines()):
                told(line if more else f"{name}: {line}", first="    " if more else "  ", rest="    ")


def indent(line: str) -> int:
    """How far a line stands in."""
    return len(line) - len(line.lstrip())


@contextmanager
def progress(says: str) -> Iterator[Callable[[float], None]]:
    """A bar with the time that is left, on stderr and only on a terminal; call what it gives with the share done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(says, total=1.0)
        yield lambda share: shown.update(task, completed=share)
