"""Results into a folder: every file whole or not at all, also when the disk is full or the user stops."""

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from suture.engine.fault import Faulty, refusal

NOT_A_FOLDER = refusal("out_no_folder", "this is a file, not a folder", "Name a folder: --out results.")
NOT_WRITTEN = refusal(
    "out_not_written", "nothing can be written here: {why}", "Name a folder of yours: --out results; look at the disk."
)


def saved(files: Mapping[str, str], folder: str) -> list[Path]:
    """Writes texts under their names and returns where they lie. Raises ``Faulty``.

    All are written beside their place first and put there after the last one is whole.
    """
    into = Path(folder)
    waiting: list[tuple[Path, Path]] = []
    try:
        if into.exists() and not into.is_dir():
            raise Faulty([NOT_A_FOLDER.at(folder)])
        into.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            waiting.append((written(into, name, text), into / name))
        for temporary, place in waiting:
            temporary.replace(place)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Faulty([NOT_WRITTEN.at(folder, why=getattr(error, "strerror", None) or str(error))]) from None
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
    return [place for _, place in waiting]


def written(folder: Path, name: str, text: str) -> Path:
    """The text in a file of its own in the folder; taken away again where it could not be written whole."""
    handle, path = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.chmod(path, 0o666 & ~_mask())
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(path)
        raise
    return Path(path)


def _mask() -> int:
    """The user's mask for new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
