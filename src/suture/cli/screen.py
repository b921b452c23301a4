"""What the commands print: one JSON object or plain words on stdout, faults on stderr, tables that fit the page."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final

from suture.cli import FAULTS
from suture.engine.fault import Fault
from suture.files.statements import faults_as_data, said

WIDTH: Final = 100
MOST_FAULTS: Final = 50
"""Shown on a screen; --json has all."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printed(text: str, stream: IO[str] | None = None) -> None:
    """The text on a line of its own; what would steer the terminal is shown instead of sent."""
    print(_CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text), file=stream or sys.stdout)


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
    for fault in faults[:MOST_FAULTS]:
        printed(str(fault), sys.stderr)
    if len(faults) > MOST_FAULTS:
        printed(f"… and {len(faults) - MOST_FAULTS} more; --json lists all.", sys.stderr)
    printed("1 fault" if len(faults) == 1 else f"{len(faults)} faults", sys.stderr)


def print_table(columns: Sequence[tuple[str, bool]], rows: Iterable[Sequence[str]]) -> None:
    """A table that fits 100 columns; ``columns`` are names and whether they hold numbers, which stand right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for name, is_number in columns:
        table.add_column(name, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_CONTROL.sub("·", cell)) for cell in row))
    console.width = min(WIDTH, console.width) if console.is_terminal else WIDTH
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        print(line.rstrip())


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
