"""Values that wait on disk until they are asked for, by key, so that memory does not grow with their number.

The file has no name: it is gone when the process ends, however it ends. In memory stays the place of the last value of
each key; every value knows the place of the one before it.
"""

import pickle
import struct
import tempfile
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Generic, TypeVar

from suture.engine.fault import Faulty, refusal

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
NO_ROOM = refusal(
    "waiting_no_room",
    "the folder for temporary files, {folder}, takes no more: {why}",
    "Make room there, or let the variable TMPDIR name another folder.",
    "临时文件夹 {folder} 无法继续写入：{why}",
    "请清理空间，或将环境变量 TMPDIR 指向另一文件夹。",
)
HEAD: Final = struct.Struct("<qI")
"""Before every value: the place of the one before it of the same key, and its length in bytes."""
NOWHERE: Final = -1
BUFFER: Final = 1 << 16


class Waiting(Generic[K, V]):
    """Values by key. What lies there was put there by this process alone, so it may be unpickled.

    Use it in a ``with``: where the system takes no more, it raises ``Faulty``.
    """

    def __init__(self) -> None:
        with room():
            self._file = tempfile.TemporaryFile(buffering=BUFFER)  # noqa: SIM115  # closed with this
        self._last: dict[K, int] = {}
        self._end = 0

    def __enter__(self) -> "Waiting[K, V]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with room():
            self._file.close()

    def add(self, key: K, value: V) -> None:
        """Adds a value behind those of its key."""
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        with room():
            self._file.seek(self._end)
            self._file.write(HEAD.pack(self._last.get(key, NOWHERE), len(data)))
            self._file.write(data)
        self._last[key] = self._end
        self._end += HEAD.size + len(data)

    def keys(self) -> list[K]:
        """Every key that has a value, in the order in which they came."""
        return list(self._last)

    def of(self, key: K) -> Iterator[V]:
        """The values of a key in the order in which they were added."""
        places: list[int] = []
        at = self._last.get(key, NOWHERE)
        while at != NOWHERE:
            places.append(at)
            at, _ = self._head(at)
        for place in reversed(places):
            yield self._at(place)

    def all(self) -> Iterator[V]:
        """Every value in the order in which they were added, whatever its key."""
        at = 0
        while at < self._end:
            _, length = self._head(at)
            yield self._at(at)
            at += HEAD.size + length

    def _head(self, at: int) -> tuple[int, int]:
        with room():
            self._file.seek(at)
            before, length = HEAD.unpack(self._file.read(HEAD.size))
        return before, length

    def _at(self, at: int) -> V:
        _, length = self._head(at)
        with room():
            data = self._file.read(length)
        value: V = pickle.loads(data)
        return value


@contextmanager
def room() -> Iterator[None]:
    """Lets temporary files be written; where the system takes no more, that is a fault. Raises ``Faulty``."""
    try:
        yield
    except OSError as error:
        folder = tempfile.gettempdir()
        raise Faulty([NO_ROOM.at(folder=folder, why=error.strerror or str(error))]) from None
