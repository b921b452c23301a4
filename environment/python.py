"""Makes .venv hold exactly what requirements.lock says, once. Run by make with the first Python it finds."""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "stamp"


def place() -> str:
    """Name what no environment survives a change of: its scripts hold its path, its wheels fit one Python."""
    return f"{sys.version_info.major}.{sys.version_info.minor} {ROOT}"


def contents() -> str:
    """Name what an environment can be brought up to without being made anew."""
    return hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def stamp() -> list[str]:
    """Read which place and contents were finished here; nothing when none were."""
    return STAMP.read_text().splitlines() if STAMP.exists() else []


def run(*command: str | Path) -> bool:
    """Run a command that speaks for itself when it fails."""
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0


def pip(*arguments: str | Path) -> bool:
    """Run the environment's own pip."""
    return run(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments)


def make_venv() -> bool:
    """Make an empty environment, from the Python that outlives it when its own runs this."""
    return run(Path(getattr(sys, "_base_executable", sys.executable)).resolve(), "-m", "venv", "--clear", VENV)


def install_uv() -> bool:
    """Install uv alone, by the hashes that the lock holds for it."""
    locked = re.search(r"^uv==(?:.*\\\n)+.*", LOCK.read_text(), re.MULTILINE)
    if locked is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder, "uv.lock")
        only_uv.write_text(locked[0] + "\n")
        return pip("--only-binary", ":all:", "--require-hashes", "-r", only_uv)


def install() -> bool:
    """Install the lock, then this checkout itself."""
    sync = ("pip", "sync", "-q", "--system-certs", "--python", PYTHON, "--require-hashes", LOCK)
    by_uv = install_uv() and run(VENV / "bin" / "uv", *sync)
    if not by_uv:
        print("uv could not do it; pip will, in about a minute.", file=sys.stderr, flush=True)
    return (by_uv or pip("--require-hashes", "-r", LOCK)) and pip(
        "--no-deps", "--no-index", "--no-build-isolation", "-e", "."
    )


def set_up() -> int:
    """Make the environment, or wait for whoever is making it."""
    with LOCK.open() as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make is setting up .venv; waiting for it.", file=sys.stderr, flush=True)
            fcntl.flock(turn, fcntl.LOCK_EX)
        finished = [place(), contents()]
        if PYTHON.exists() and stamp() == finished:
            return 0
        print(
            "Setting up .venv from requirements.lock: once, some 15 seconds, a minute or two on a slow line.",
            file=sys.stderr,
            flush=True,
        )
        started = time.monotonic()
        # Without a stamp an install was cut short, and what it left is not worth finding out.
        keep = PYTHON.exists() and stamp()[:1] == [place()]
        STAMP.unlink(missing_ok=True)
        if not ((keep or make_venv()) and install()):
            print(
                "The environment could not be made; the lines above say why. Is a package index reachable?",
                file=sys.stderr,
            )
            return 1
        half = STAMP.with_suffix(".half")
        half.write_text("\n".join(finished))
        half.replace(STAMP)
        print(f"Ready after {time.monotonic() - started:.0f} s.", file=sys.stderr, flush=True)
        return 0


if __name__ == "__main__":
    os.environ.pop("PYTHONPATH", None)
    try:
        sys.exit(set_up())
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next make starts the environment afresh.")
