"""stdout and stderr as the commands write to them: what cannot be said ends in words, never in a traceback.

stdout has the answer: when it takes no more, the command cannot do its work. stderr has messages: when nobody can hear
them, the work goes on without.
"""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import IO, Any, Final

from suture.engine.fault import Fault, refusal

NOT_SAID: Final = refusal(
    "stdout_not_written",
    "the answer cannot be written to stdout: {why}",
    "Let stdout go to a place that takes it.",
    "结果无法写到标准输出：{why}",
    "请把标准输出指向可以写入的地方。",
)
CLOSED: Final = refusal(
    "stdout_closed",
    "stdout is closed, so there is no place for the answer",
    "Let it go to a file, or to /dev/null.",
    "标准输出已关闭，结果无处可写",
    "请输出到文件，或输出到 /dev/null。",
)


class Unsaid(Exception):
    """stdout takes no more; ``fault`` says why. It is None where the reader, such as `head`, has enough."""

    def __init__(self, fault: Fault | None) -> None:
        self.fault = fault
        super().__init__(str(fault))


class Messages:
    """stderr as it is, but what it does not take is dropped."""

    def __init__(self, stream: IO[str]) -> None:
        if isinstance(stream, io.TextIOWrapper):  # a letter that the terminal lacks must not lose the whole text
            stream.reconfigure(errors="backslashreplace")
        self.stream = stream

    def write(self, text: str) -> int:
        """As the stream does."""
        try:
            return self.stream.write(text)
        except OSError as error:
            self.failed(error)
            return len(text)

    def flush(self) -> None:
        """As the stream does."""
        try:
            self.stream.flush()
        except OSError as error:
            self.failed(error)

    def failed(self, error: OSError) -> None:
        """Lets what waits, which would fail again when the interpreter ends, and all that follows vanish."""
        with contextlib.suppress(OSError):
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, self.stream.fileno())
            os.close(nothing)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


class Answers(Messages):
    """stdout as it is, but what it does not take raises ``Unsaid``."""

    def failed(self, error: OSError) -> None:
        """Nothing more is tried, and the command ends."""
        super().failed(error)
        raise Unsaid(None if isinstance(error, BrokenPipeError) else NOT_SAID.at(why=error.strerror)) from error


@contextlib.contextmanager
def messages() -> Iterator[None]:
    """stderr, also where it is closed: Python would send its messages to stdout instead."""
    with contextlib.ExitStack() as held:
        stream = sys.stderr or held.enter_context(open(os.devnull, "w", encoding="utf-8"))
        held.enter_context(contextlib.redirect_stderr(Messages(stream)))
        yield


@contextlib.contextmanager
def answers() -> Iterator[None]:
    """stdout; all that was said is out when it ends. Raises ``Unsaid``."""
    if sys.stdout is None:
        raise Unsaid(CLOSED.at())
    with contextlib.redirect_stdout(Answers(sys.stdout)):
        try:
            yield
        finally:
            sys.stdout.flush()
