"""What every test may rely on."""

import os

import pytest
from hypothesis import settings

from environment.system import find_browser
from suture.files.kernels import use_kernel_cache

# The first call of a kernel compiles it: a deadline per example would judge the compiler.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.register_profile("soak", deadline=None, max_examples=5_000)
settings.load_profile("ci" if os.environ.get("CI") else "local")


os.environ.pop("COLUMNS", None)  # how wide the page of a test is, the test says
use_kernel_cache()  # as the commands do: a second run of the tests compiles nothing


@pytest.fixture(scope="session")
def browser() -> str:
    """The path of a Chromium: `--headless --no-sandbox --disable-gpu` and a file to look at."""
    path = find_browser()
    assert path, "No Chromium is installed. Run the tests by `make test`, which installs it or says how."
    return path
