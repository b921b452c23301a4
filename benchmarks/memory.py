"""Memory of a simulation: what it grows by from 16,384 to 131,072 scenarios, against the eight bytes that are kept.

Each count runs in a process of its own, which tells its peak. Both have 256 input draws, so that all else is the same.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

from benchmarks.measured import bar, machine
from suture.engine.simulation.outcomes import OUTCOMES
from suture.engine.simulation.run import simulate
from suture.engine.strategy.answers import filled
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import strategies
from suture.engine.terms.reading import read
from suture.engine.world.streams import LANES, sampling
from suture.files.kernels import use_kernel_cache

CASE = Path(__file__).parent.parent / "examples/cases/startup.yaml"
FEW, MANY = 10_000, 100_000
STRATEGIES = 6
THREADS = 2
KEPT = 8
"""Bytes of a number that is kept."""
ALLOWED = 1.1
"""A tenth more than is kept: what the system's allocator adds differs from run to run."""


def run(scenarios: int) -> None:
    """In a process of its own: some strategies of the case, and the peak of memory in bytes."""
    use_kernel_cache()
    case, _ = filled(read(CASE.read_text(encoding="utf-8"), Case))
    simulated = simulate(case, strategies(case)[:STRATEGIES], sampling(1, scenarios), workers=THREADS)
    print(json.dumps([simulated.sampling.scenarios, len(simulated.strategies), peak_of_this_process()]))


def peak_of_this_process() -> int:
    """Bytes. Linux gives a new process the peak of its parent in ``ru_maxrss``, so there its own mark is read."""
    status = Path("/proc/self/status")
    if status.exists():
        mark = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(mark.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def told(scenarios: int) -> tuple[int, int, int]:
    """What a run of its own says."""
    command = [sys.executable, "-m", "benchmarks.memory", str(scenarios)]
    count, options, peak = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return count, options, peak


def main() -> None:
    told(LANES)  # kernels are on disk from here on: compiling them would count for the first run only
    few, options, low = told(FEW)
    many, _, high = told(MANY)
    kept = KEPT * options * len(OUTCOMES)
    grown = (high - low) / (many - few)
    print(machine())
    print(f"{options} strategies x {len(OUTCOMES)} outcomes x {KEPT} bytes = {kept} bytes a scenario are kept")
    for count, peak in ((few, low), (many, high)):
        beside = (peak - kept * count) / 2**20
        print(f"{count:>7,} scenarios: peak {peak / 2**20:6.0f} MB, {beside:4.0f} MB beside what is kept")
    print(f"growth: {grown:.0f} bytes a scenario")
    bar("growth over what is kept", grown / kept, ALLOWED)


if __name__ == "__main__":
    run(int(sys.argv[1])) if sys.argv[1:] else main()
