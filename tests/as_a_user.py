"""Commands as a user runs them who may not do everything, also where the tests themselves are run by root."""

import os
import shutil
import subprocess
import sys

import pytest

# Root may read and write anywhere, whatever a file says; without its capabilities it is a user like others.
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
AS_A_USER = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if ROOT else []
NEEDS_A_USER = pytest.mark.skipif(
    not hasattr(os, "geteuid") or (ROOT and not shutil.which("setpriv")),
    reason="files have no rights here, or root without setpriv is above them",
)


def suture(*words: str) -> subprocess.CompletedProcess[str]:
    """A command, run as a user. The environment is named, for readline sets COLUMNS behind the back of Python."""
    command = [*AS_A_USER, sys.executable, "-m", "suture", *words]
    return subprocess.run(command, env={**os.environ}, capture_output=True, text=True, check=False)
