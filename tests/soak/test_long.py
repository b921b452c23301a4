"""What is too long for every change: `make soak`."""

import random
from pathlib import Path

import numpy as np
import pytest

from suture.cli import main
from suture.engine.rating.lanes import LANES
from suture.engine.rating.plan import flat
from suture.engine.simulation.run import simulate
from suture.engine.strategy.models import strategies
from suture.engine.world.streams import sampling
from tests.engine.strategy.test_month import in_lanes, lived, random_world
from tests.engine.strategy.vena import developing

pytestmark = pytest.mark.soak
PIECES = [b"", b"\n", b": ", b"- ", b"&a ", b"1e999", b"\0"]
EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_compiled_month_is_the_exact_month_in_a_thousand_worlds():
    for seed in range(1_000):
        p, months = random_world(seed)
        compiled = in_lanes(p, months)
        for t, state in enumerate(lived(p, *months)):
            for name, number in zip(compiled, flat(state), strict=True):
                assert compiled[name][t] == pytest.approx(np.full(LANES, float(number)), rel=1e-9, abs=1e-9), seed


def test_the_bytes_of_many_scenarios_are_the_same_for_one_worker_and_for_four():
    case = developing()
    one, four = (simulate(case, strategies(case), sampling(7, 32_768), workers=workers).kept for workers in (1, 4))
    assert one.tobytes() == four.tobytes()


def test_no_mutation_of_an_example_brings_a_traceback(tmp_path, capsys):
    chance = random.Random(20261124)
    sources = sorted(EXAMPLES.rglob("*.yaml"))
    for i in range(4_000):
        text = bytearray(chance.choice(sources).read_bytes())
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text))
            if chance.random() < 0.5:
                text[at] = chance.randrange(256)
            else:
                text[at : at + chance.randint(0, 20)] = chance.choice(PIECES)
        file = tmp_path / "mutated.yaml"
        file.write_bytes(bytes(text))
        assert main(["check", str(file)]) in {0, 1}, i
        capsys.readouterr()
