"""Finds what the tests need of the system: a browser for the report, Pango and a Chinese font for PDFs.

Run by make; it installs what is missing where it may, else it says what to install.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from typing import NamedTuple

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class Need(NamedTuple):
    """One thing: how it is seen to be there, its Debian packages, and how it is installed elsewhere."""

    what: str
    is_there: Callable[[], bool]
    packages: tuple[str, ...]
    elsewhere: str


def find_browser() -> str | None:
    """Return the path of an installed Chromium or Chrome."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether any font of the system has Chinese characters; where nobody can list them, taken to be so."""
    if not shutil.which("fc-list"):
        return sys.platform == "darwin"
    done = subprocess.run(("fc-list", ":lang=zh", "family"), capture_output=True, text=True, check=False)
    return bool(done.stdout.strip())


NEEDS = (
    Need(
        "Chromium or Chrome",
        lambda: find_browser() is not None,
        ("chromium",),
        "Ubuntu: sudo snap install chromium; macOS: brew install --cask google-chrome",
    ),
    Need(
        "Pango",
        lambda: all(map(find_library, ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"))),
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        "macOS: brew install pango",
    ),
    Need("a Chinese font", has_chinese_font, ("fontconfig", "fonts-noto-cjk"), "any font with Chinese characters"),
)


def main() -> int:
    """See that all is there, and say what to install when it cannot be."""
    missing = [need for need in NEEDS if not need.is_there()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [package for need in missing for package in need.packages]
        print(f"Installing {' '.join(packages)} for the tests: once, up to a minute.", file=sys.stderr, flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)
        for command in (("apt-get", "update", "-q"), install):
            done = subprocess.run(
                command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                print(done.stdout, done.stderr, f"{' '.join(command)} failed.", sep="\n", file=sys.stderr)
        missing = [need for need in NEEDS if not need.is_there()]
    for need in missing:
        print(
            f"The tests need {need.what}, and it is not installed.\n"
            f"Debian: sudo apt-get update && sudo apt-get install {' '.join(need.packages)}\n{need.elsewhere}",
            file=sys.stderr,
        )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
