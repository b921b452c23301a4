"""Finds the browser that the report tests look through; run by make, it installs one where it may."""

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
APT = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")


def find_browser() -> str | None:
    """Return the path of an installed Chromium or Chrome."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """See that a browser is there, and say what to install when it cannot be."""
    if find_browser():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium for the report tests: once, some 30 seconds.", file=sys.stderr, flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (("apt-get", "update", "-q"), APT):
            done = subprocess.run(
                command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                print(done.stdout, done.stderr, f"{' '.join(command)} failed.", sep="\n", file=sys.stderr)
        if find_browser():
            return 0
    print(
        "The report tests need Chromium or Chrome, and none is installed.\n"
        "Debian: sudo apt-get update && sudo apt-get install chromium\n"
        "Ubuntu: sudo snap install chromium\n"
        "macOS: brew install --cask google-chrome",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
