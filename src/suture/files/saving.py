"""Results into a folder: every file whole or not at all, and only over what an earlier run has left.

A file that people go on working with is **sealed**: its first line says who wrote it and holds a hash of the rest. By
the seal a later run knows its own: it takes away those that it no longer writes, and refuses to write over one that
was changed. While a run writes it holds the folder, so what lies there half written is of a run that is dead.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final, get_args

from suture.engine.fault import Fault, Faulty, Refusal, refusal
from suture.engine.text import Language, Text

NO_NAME = refusal(
    "out_no_name",
    "the name of the folder is empty",
    "Name a folder: --out results.",
    "文件夹名为空",
    "请给出文件夹：--out results。",
)
NO_FILE_NAME = refusal(
    "out_no_file_name",
    "this names no file",
    "Give the option the name of a file, none of a folder or device.",
    "没有给出文件名",
    "请在该选项后给出文件名，而不是文件夹或设备。",
)
NOT_A_FOLDER = refusal(
    "out_no_folder",
    "this is a file, not a folder",
    "Name a folder: --out results.",
    "这是文件，不是文件夹",
    "请给出文件夹：--out results。",
)
NOT_WRITTEN = refusal(
    "out_not_written",
    "nothing can be written here: {why}",
    "Name a folder of yours: --out results; look at the disk.",
    "此处无法写入：{why}",
    "请给出您有权写入的文件夹：--out results；并检查磁盘。",
)
FILE_NOT_WRITTEN = refusal(
    "file_not_written",
    "this file cannot be written: {why}",
    "Name a file in a folder of yours; look at the disk.",
    "无法写入该文件：{why}",
    "请给出您有权写入的文件夹中的文件名；并检查磁盘。",
)
NOT_OURS = refusal(
    "out_not_ours",
    "this file is in the way: suture did not write it, or it was changed since",
    "Move it elsewhere, or name another folder: --out results.",
    "该文件占用了位置：不是 suture 写的，或之后被改动过",
    "请将其移走，或换一个文件夹：--out results。",
)
SEAL = Text(
    "out_seal",
    "# Written by suture, which replaces it until it is changed; then it is yours. Its sum: {digest}",
    "# 由 suture 写出；改动前由 suture 替换，改动后归您所有。校验和：{digest}",
)
HALF: Final = ".suture-half-"
"""The beginning of the name of a file that is being written."""


def sealed(text: str, language: Language = "en") -> str:
    """The text of a file under its seal, a line that begins with #."""
    return f"{SEAL(digest=hashlib.sha256(text.encode()).hexdigest()[:32]).said(language)}\n{text}"


def is_sealed(place: Path) -> bool:
    """Whether a file is as it was written under a seal, in any language."""
    try:
        text = place.read_bytes().decode()
    except (OSError, ValueError):
        return False
    return any(text == sealed(text.partition("\n")[2], language) for language in get_args(Language))


def tried(folder: str, names: Sequence[str], sealed_names: Sequence[str]) -> None:
    """Sees to it that files of these names could be written, before they are made at length; leaves nothing.

    Raises ``Faulty``: the folder cannot be made or written, or something that is not a run's own has one of the names.
    """
    into = _folder(folder)
    new = [place for place in (into, *into.parents) if not os.path.exists(place)]  # one that is shut is told below
    with _refused(folder):
        try:
            into.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=into):
                pass
        finally:
            for place in new:
                with contextlib.suppress(OSError):
                    place.rmdir()
    if found := [*in_the_way(into, names, sealed_names)]:
        raise Faulty(found)


def in_the_way(into: Path, names: Sequence[str], sealed_names: Sequence[str]) -> Iterator[Fault]:
    """What stands at a name and may not be replaced: no file, or a file without its seal."""
    for name in names:
        if os.path.exists(into / name) and not os.path.isfile(into / name):
            yield NOT_OURS.at(str(into / name))
    for name in sealed_names:
        if os.path.lexists(into / name) and not is_sealed(into / name):
            yield NOT_OURS.at(str(into / name))


def saved(
    files: Mapping[str, str | bytes | IO[bytes]], folder: str, *, replaces: str = "",
    own: Callable[[Path], bool] = is_sealed,
) -> list[Path]:  # fmt: skip
    """Writes files, or what is left of streams, under their names and returns where they lie. Raises ``Faulty``.

    All are written beside their place first and put there after the last one is whole. Files whose name fits the
    pattern ``replaces`` and that are not written again are taken away where they are of an earlier run: sealed, or
    known by ``own``.
    """
    into = _folder(folder)
    waiting: list[tuple[Path, Path]] = []
    with _refused(folder):
        into.mkdir(parents=True, exist_ok=True)
        with _held(into):
            try:
                for name, text in files.items():
                    waiting.append((written(into, text), into / name))
                with _not_stopped():
                    for temporary, place in waiting:
                        temporary.replace(place)
                    for place in into.glob(replaces) if replaces else ():
                        if place.name not in files and own(place):
                            place.unlink()
            finally:
                for temporary, _ in waiting:
                    temporary.unlink(missing_ok=True)
    return [place for _, place in waiting]


@contextlib.contextmanager
def _not_stopped() -> Iterator[None]:
    """Lets nobody stop a run between the first file that is put in its place and the last: it takes an instant."""
    if threading.current_thread() is not threading.main_thread():  # only there a stop arrives
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def saved_as(place: str, data: bytes) -> Path:
    """Writes one file under the name that was asked for, whole or not at all. Raises ``Faulty``."""
    if not place or not Path(place).name or (Path(place).exists() and not Path(place).is_file()):
        raise Faulty([NO_FILE_NAME.at(place)])  # a folder, a pipe or a device, which a rename would replace
    with _refused(place, FILE_NOT_WRITTEN):
        temporary = written(Path(place).parent, data)
        try:
            return temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)


def put(content: IO[bytes], place: Path) -> None:
    """Writes what is left of a stream under a name, whole or not at all."""
    temporary = written(place.parent, content)
    try:
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)


def written(folder: Path, content: str | bytes | IO[bytes]) -> Path:
    """A text or bytes in a file of its own in the folder; taken away again where it could not be written whole."""
    handle, path = tempfile.mkstemp(dir=folder, prefix=HALF)
    try:
        with os.fdopen(handle, "wb") as stream:
            if isinstance(content, str | bytes):
                stream.write(content.encode() if isinstance(content, str) else content)
            else:
                shutil.copyfileobj(content, stream)
        os.chmod(path, 0o666 & ~_mask())
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(path)
        raise
    return Path(path)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Holds the folder against other runs and clears away what a dead one has left half written.

    The system lets go of it when the process ends, however it ends. Where it cannot be held, nothing is cleared away.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(ImportError, OSError):
            import fcntl  # not everywhere

            handle = os.open(folder, os.O_RDONLY)
            held.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
            for half in folder.glob(HALF + "*"):
                half.unlink()
        yield


@contextlib.contextmanager
def _refused(place: str, refused: Refusal = NOT_WRITTEN) -> Iterator[None]:
    """An error of the system as a fault of the folder, or of the file. Raises ``Faulty``."""
    try:
        yield
    except FileExistsError:
        raise Faulty([NOT_A_FOLDER.at(place)]) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        why = getattr(error, "strerror", None) or str(error)
        raise Faulty([refused.at(place, why=why)]) from None


def _folder(name: str) -> Path:
    """The folder of a name that is none yet, or a folder. Raises ``Faulty``."""
    if not name:
        raise Faulty([NO_NAME.at()])
    return Path(name)


def _mask() -> int:
    """The user's mask for new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
