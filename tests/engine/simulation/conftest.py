"""What tests of loops that only the compiler runs may rely on."""

from collections.abc import Callable

import pytest

from suture.engine.simulation import grid, tally


@pytest.fixture(params=["as machine code", "as written"])
def loops(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loops run compiled, as in a simulation, and once more as the Python that they are written in."""

    def as_written(loop: Callable[..., None]) -> Callable[..., None]:
        return loop

    if request.param == "as written":
        for module in (grid, tally):
            monkeypatch.setattr(module, "machine_code", as_written)
