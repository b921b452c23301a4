"""How far it is, on stderr: a bar with an estimate on a terminal, a line a stage elsewhere; stopping by Ctrl-C."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from suture.cli.language import words
from suture.engine.text import Text

STAGES: Final = {"futures": 0.55, "drills": 0.2, "turning points": 0.25}
"""How the time is usually divided."""
NAMES: Final = {
    "futures": Text("progress.futures", "futures", "模拟情景"),
    "drills": Text("progress.drills", "drills", "压力测试"),
    "turning points": Text("progress.turning_points", "turning points", "寻找拐点"),
}
GOING: Final = Text("progress.going", "{stage} …", "{stage}……")
PREPARING: Final = Text("progress.preparing", "preparing", "准备中")
ABOUT: Final = Text("progress.about", "about", "约")
LEFT: Final = Text("progress.left", "left", "后完成")
STOPPING: Final = Text("progress.stopping", "stopping …", "正在停止……")


class Told:
    """Takes what the engine reports. After Ctrl-C it answers False once, which stops the engine between two blocks."""

    def __init__(self) -> None:
        self.stopped = False
        self.stage = ""
        self.bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(), TextColumn(words(ABOUT())), TimeRemainingColumn(), TextColumn(words(LEFT())),
            console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty(),
        )  # fmt: skip
        self.task = self.bar.add_task(words(PREPARING()), total=1.0)

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.bar.stop()

    def __call__(self, stage: str, done: int, of: int) -> bool:
        """One step of a stage is done; False asks the engine to stop."""
        if stage != self.stage:
            self.stage = stage
            if self.bar.disable:
                print(words(GOING(stage=NAMES[stage]())), file=sys.stderr, flush=True)
        before = sum(list(STAGES.values())[: list(STAGES).index(stage)])
        self.bar.update(self.task, description=words(NAMES[stage]()), completed=before + STAGES[stage] * done / of)
        if self.stopped and stage == "turning points":
            raise KeyboardInterrupt
        return not self.stopped


@contextmanager
def stoppable(told: Told) -> Iterator[None]:
    """Ctrl-C asks the engine to stop; a second one, or one while turning points are looked for, stops at once."""

    def ask(_: int, __: FrameType | None) -> None:
        if told.stopped or told.stage == "turning points":
            raise KeyboardInterrupt
        told.stopped = True
        print(words(STOPPING()), file=sys.stderr, flush=True)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
