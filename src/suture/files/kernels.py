"""Where compiled kernels are kept: a folder of the user, named by everything that a kernel is made of.

A compiled caller does not see that a function it calls has changed, and would answer the old number in silence. So the
folder's name holds a hash of all sources of the engine, the compiler's version and Python's: a change of any of them
is a new folder. An install that may not be written, a full disk or two processes at once only cost compiling again.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

import suture

SETTING: Final = "SUTURE_CACHE"
"""The environment variable that moves the folder."""
PREFIX: Final = "kernels-"
UNUSED_FOR: Final = 30 * 24 * 3600
"""Seconds after which the folder of an older version is removed."""


def use_kernel_cache() -> Path | None:
    """Let the compiler keep its kernels; call it before the first one is compiled.

    Returns the folder, or None where none may be written: then kernels are compiled anew and the answer is the same.
    """
    folder = next((place for find in (_of_user, _of_process) if (place := _writable(find)) is not None), None)
    if folder is None:
        return None
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:  # it has read the environment already
        from numba.core import config

        config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]  # numba sets its settings by name
    _remove_unused(folder)
    return folder


def fingerprint() -> str:
    """A hash of the engine's sources, the compiler's version and Python's."""
    engine = Path(suture.__file__).parent / "engine"
    digest = hashlib.sha256(f"{sys.version} {version('numba')} {version('numpy')}".encode())
    for source in sorted(engine.rglob("*.py")):
        digest.update(str(source.relative_to(engine)).encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def user_cache() -> Path:
    """The folder in which the user's programs keep what can be made again. Raises RuntimeError without a home."""
    if setting := os.environ.get(SETTING):
        return Path(setting).absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "suture"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "suture"
    setting = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(setting) if os.path.isabs(setting) else Path.home() / ".cache") / "suture"


def _of_user() -> Path:
    return user_cache() / (PREFIX + fingerprint())


def _of_process() -> Path:
    """A folder of this user in the system's temporary one; not another user's, since code is loaded from it."""
    owner = str(os.getuid()) if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir()) / f"suture-{owner}" / (PREFIX + fingerprint())
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid"):
        seen = folder.parent.lstat()
        if seen.st_uid != os.getuid() or seen.st_mode & 0o077 or folder.parent.is_symlink():
            raise PermissionError(f"{folder.parent} is not this user's alone")
    return folder


def _writable(find: Callable[[], Path]) -> Path | None:
    """The folder, made and tried; None where that fails."""
    try:
        folder = find()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            os.utime(folder)  # used today
    except (OSError, RuntimeError, ValueError):  # no home; a NUL in the setting
        return None
    return folder


def _remove_unused(used: Path) -> None:
    """Take away the folders of older versions; another process may do the same at this moment."""
    try:
        others = [folder for folder in used.parent.glob(PREFIX + "*") if folder != used]
        old = [folder for folder in others if folder.stat().st_mtime < time.time() - UNUSED_FOR]
    except OSError:
        return
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
