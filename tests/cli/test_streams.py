"""What cannot be said ends in words and a code of its own; what nobody can hear does not stop the work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import suture

ELSEWHERE = os.environ | {"PYTHONPATH": str(Path(suture.__file__).parents[1])}
FULL = Path("/dev/full")
COMMANDS = [["schema", "facts"], ["--version"], ["check", "--help"], ["check", "none.yaml", "--json"]]


def ran(words, redirect=""):
    """Exit code, stdout and stderr of a command whose streams the shell redirects."""
    line = f'exec "$0" -m suture "$@" {redirect}'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable, *words], env=ELSEWHERE, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no device here that is always full")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_under_stdout_is_said(words):
    code, _, err = ran(words, f"> {FULL}")
    assert code == 3
    assert err.endswith(
        "the answer cannot be written to stdout: No space left on device\n    Let stdout go to a place that takes it.\n"
    )
    assert "Traceback" not in err


@pytest.mark.skipif(os.name != "posix", reason="the shell closes streams")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_closed_stdout_is_said_before_any_work_is_done(words):
    assert ran(words, ">&-") == (
        3, "", "stdout is closed, so there is no place for the answer\n    Let it go to a file, or to /dev/null.\n",
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="the shell closes streams")
@pytest.mark.parametrize(
    "redirect",
    [
        "2>&-",
        pytest.param(
            f"2> {FULL}", marks=pytest.mark.skipif(not FULL.exists(), reason="no device here that is always full")
        ),
    ],
)
def test_messages_that_nobody_can_hear_do_not_stop_the_work_and_never_go_to_stdout(redirect):
    whole = ran(["check", "none.yaml", "--json"])
    assert ran(["check", "none.yaml", "--json"], redirect) == (1, whole[1], "")


@pytest.mark.skipif(os.name != "posix", reason="the shell closes streams")
def test_with_neither_stream_the_code_still_tells():
    assert ran(["schema", "facts"], ">&- 2>&-") == (3, "", "")
